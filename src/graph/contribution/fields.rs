//! What each kind of contribution may say: the keys of its JSON, which are
//! those of the answers of the API.

use crate::domain::ContributionKind;

const PRACTICE: [&str; 17] = [
    "label",
    "altLabel",
    "description",
    "practisedBy",
    "addresses",
    "targetGroup",
    "partOfProgramme",
    "stage",
    "evidenceGrade",
    "outcome",
    "transferCondition",
    "cost",
    "date",
    "startDate",
    "endDate",
    "source",
    "seeAlso",
];
const PROGRAMME: [&str; 16] = [
    "label",
    "altLabel",
    "description",
    "programmeType",
    "country",
    "region",
    "operatedBy",
    "targetGroup",
    "addresses",
    "budget",
    "startDate",
    "endDate",
    "replaces",
    "isReplacedBy",
    "source",
    "seeAlso",
];
const STATEMENT: [&str; 8] =
    ["kind", "member", "about", "description", "certainty", "date", "source", "seeAlso"];
const DECLARATION: [&str; 9] =
    ["kind", "member", "about", "description", "certainty", "date", "endDate", "source", "seeAlso"];
const EXCHANGE: [&str; 10] = [
    "label",
    "description",
    "member",
    "about",
    "exchangeType",
    "date",
    "startDate",
    "endDate",
    "source",
    "seeAlso",
];
const CORRECTION: [&str; 10] = [
    "corrects",
    "about",
    "country",
    "description",
    "confidence",
    "date",
    "startDate",
    "endDate",
    "source",
    "seeAlso",
];

/// The keys that a kind of contribution has.
pub(super) fn of(kind: ContributionKind) -> &'static [&'static str] {
    match kind {
        ContributionKind::Practice => &PRACTICE,
        ContributionKind::Programme => &PROGRAMME,
        ContributionKind::Statement => &STATEMENT,
        ContributionKind::Offer | ContributionKind::Need => &DECLARATION,
        ContributionKind::Exchange => &EXCHANGE,
        ContributionKind::Correction => &CORRECTION,
    }
}

/// The key that names whose it is, where it has one.
pub(super) fn owner(kind: ContributionKind) -> Option<&'static str> {
    match kind {
        ContributionKind::Practice => Some("practisedBy"),
        ContributionKind::Statement
        | ContributionKind::Offer
        | ContributionKind::Need
        | ContributionKind::Exchange => Some("member"),
        ContributionKind::Programme | ContributionKind::Correction => None,
    }
}

/// What is so of every contribution of a kind: a key and its term.
pub(super) fn given(kind: ContributionKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        ContributionKind::Offer => &[("kind", "topicOffered"), ("certainty", "explicit")],
        ContributionKind::Need => &[("kind", "topicSought"), ("certainty", "explicit")],
        _ => &[],
    }
}

/// The class beside that of its kind of thing.
pub(super) fn narrower_class(kind: ContributionKind) -> Option<&'static str> {
    match kind {
        ContributionKind::Offer | ContributionKind::Need => Some("Declaration"),
        ContributionKind::Correction => Some("Correction"),
        _ => None,
    }
}
