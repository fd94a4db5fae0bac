//! What each kind of contribution has a field for: which key of its content,
//! how that is filled in, whether it must be. What may be said, `graph` says;
//! fields that a form does not have keep what they were given otherwise.

use crate::domain::{ContributionKind, Kind};
use crate::operations::Collection;

/// A field of a form.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// The key of the content.
    pub(super) key: &'static str,
    pub(super) control: Control,
    pub(super) weight: Weight,
}

/// How much depends on a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Without it, a contribution is not published.
    Needed,
    /// Most can tell it.
    Useful,
    /// Whoever knows more can tell more.
    More,
}

/// How a field is filled in.
#[derive(Clone, Copy)]
pub(super) enum Control {
    /// A text, which can be said in each language; its height in lines.
    Words(u8),
    /// Names, one a line, in each language.
    Names,
    /// Themes, suggested by what the texts say.
    Themes,
    /// Other things of the graph, by the places in which more can be named.
    Things(Choices, u8),
    /// One thing of the graph.
    Thing(Choices),
    /// One of the terms of the ontology, with the start of the keys of their
    /// texts.
    Terms(&'static str, &'static [&'static str]),
    /// A day.
    Day,
    /// A date as precise as it is known.
    Date,
    /// Addresses, or words where the field takes them, one a line.
    Addresses,
    /// An amount of money, in which currency, for which time.
    Budget,
    /// Something that this site describes, by the address of its page.
    Page,
}

/// What can be chosen.
#[derive(Clone, Copy)]
pub(super) enum Choices {
    /// The things of a list.
    Listed(Collection),
    /// The concepts of a scheme, by its name and their kind.
    Concepts(&'static str, Kind),
}

impl Choices {
    /// What kind of thing is chosen.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Listed(collection) => collection.kind(),
            Self::Concepts(_, kind) => kind,
        }
    }
}

const fn needed(key: &'static str, control: Control) -> Field {
    Field { key, control, weight: Weight::Needed }
}

const fn useful(key: &'static str, control: Control) -> Field {
    Field { key, control, weight: Weight::Useful }
}

const fn more(key: &'static str, control: Control) -> Field {
    Field { key, control, weight: Weight::More }
}

const LINE: Control = Control::Words(1);
const SENTENCES: Control = Control::Words(3);
const PARAGRAPH: Control = Control::Words(6);
const MEMBERS: Choices = Choices::Listed(Collection::Members);
const PROGRAMMES: Choices = Choices::Listed(Collection::Programmes);
const TARGET_GROUPS: Choices = Choices::Concepts("target-groups", Kind::TargetGroup);
const PROGRAMME_TYPES: Choices = Choices::Concepts("programme-types", Kind::ProgrammeType);
const STAGES: Control =
    Control::Terms("stage", &["collected", "promising", "good", "discontinued"]);
const GRADES: Control =
    Control::Terms("grade", &["none", "selfReported", "monitored", "evaluated"]);
const KINDS: Control = Control::Terms(
    "kind",
    &[
        "challenge",
        "priority",
        "achievement",
        "practiceMention",
        "lever",
        "targetGroupMention",
        "expectation",
        "topicSought",
        "topicOffered",
    ],
);

const PRACTICE: [Field; 14] = [
    needed("label", LINE),
    needed("description", PARAGRAPH),
    needed("addresses", Control::Themes),
    needed("stage", STAGES),
    more("targetGroup", Control::Things(TARGET_GROUPS, 1)),
    more("outcome", SENTENCES),
    more("evidenceGrade", GRADES),
    more("transferCondition", SENTENCES),
    more("cost", SENTENCES),
    more("startDate", Control::Date),
    more("endDate", Control::Date),
    more("partOfProgramme", Control::Things(PROGRAMMES, 1)),
    more("altLabel", Control::Names),
    more("seeAlso", Control::Addresses),
];
const PROGRAMME: [Field; 14] = [
    needed("label", LINE),
    needed("programmeType", Control::Thing(PROGRAMME_TYPES)),
    useful("description", PARAGRAPH),
    useful("addresses", Control::Themes),
    useful("country", Control::Things(Choices::Listed(Collection::Countries), 1)),
    more("operatedBy", Control::Things(MEMBERS, 1)),
    more("startDate", Control::Date),
    more("endDate", Control::Date),
    more("targetGroup", Control::Things(TARGET_GROUPS, 1)),
    more("budget", Control::Budget),
    more("replaces", Control::Things(PROGRAMMES, 1)),
    more("altLabel", Control::Names),
    more("source", Control::Addresses),
    more("seeAlso", Control::Addresses),
];
const STATEMENT: [Field; 7] = [
    needed("kind", KINDS),
    needed("description", PARAGRAPH),
    needed("about", Control::Themes),
    needed("certainty", Control::Terms("certainty", &["explicit", "inferred", "illustrativeList"])),
    more("date", Control::Date),
    more("source", Control::Addresses),
    more("seeAlso", Control::Addresses),
];
const DECLARATION: [Field; 5] = [
    needed("description", PARAGRAPH),
    needed("about", Control::Themes),
    needed("endDate", Control::Day),
    more("source", Control::Addresses),
    more("seeAlso", Control::Addresses),
];
const EXCHANGE: [Field; 8] = [
    needed("exchangeType", Control::Terms("exchange", &["studyVisit", "workshop", "twinning"])),
    needed("member", Control::Things(MEMBERS, 3)),
    useful("description", PARAGRAPH),
    needed("about", Control::Themes),
    needed("startDate", Control::Date),
    useful("endDate", Control::Date),
    needed("source", Control::Addresses),
    more("seeAlso", Control::Addresses),
];
const CORRECTION: [Field; 8] = [
    needed("corrects", Control::Page),
    needed("description", PARAGRAPH),
    needed("about", Control::Themes),
    needed("source", Control::Addresses),
    needed("confidence", Control::Terms("confidence", &["high", "medium", "low"])),
    more("country", Control::Things(Choices::Listed(Collection::Countries), 1)),
    more("date", Control::Date),
    more("seeAlso", Control::Addresses),
];

/// The fields of a kind, in the order of its form.
pub(super) fn of(kind: ContributionKind) -> &'static [Field] {
    match kind {
        ContributionKind::Practice => &PRACTICE,
        ContributionKind::Programme => &PROGRAMME,
        ContributionKind::Statement => &STATEMENT,
        ContributionKind::Offer | ContributionKind::Need => &DECLARATION,
        ContributionKind::Exchange => &EXCHANGE,
        ContributionKind::Correction => &CORRECTION,
    }
}

/// The field that a pointer into the content leads to.
pub(super) fn at(kind: ContributionKind, pointer: &str) -> Option<&'static Field> {
    let key = pointer.split('/').nth(1)?;
    of(kind).iter().find(|field| field.key == key)
}
