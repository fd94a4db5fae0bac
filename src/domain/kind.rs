//! The kinds of things that have identifiers: one path segment each.

use super::{Iri, Slug};
use crate::vocabulary::{ID, PES, SH};

/// A kind of thing, with its path segment and its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A member service.
    Member,
    /// A country.
    Country,
    /// A region of the association.
    Region,
    /// An organisation that is not a member.
    Body,
    /// A programme, plan, strategy, law, platform, initiative or network.
    Programme,
    /// Something a member did that another could take up.
    Practice,
    /// A concept of the theme scheme.
    Theme,
    /// A concept of the target-group scheme.
    TargetGroup,
    /// A concept of the lever scheme.
    Lever,
    /// A type of programme.
    ProgrammeType,
    /// A kind of expectation.
    ExpectationKind,
    /// A subject that members want to exchange on.
    Topic,
    /// What members expect from the network.
    Expectation,
    /// A survey wave.
    Survey,
    /// A question of a survey.
    Question,
    /// One claim of one source.
    Statement,
    /// A dated claim of a public source.
    Fact,
    /// A figure that a source states.
    Finding,
    /// A peer exchange that took place.
    Exchange,
    /// The place that the report's prose gives a theme.
    RankedTheme,
    /// A chart of which only the caption remains.
    Chart,
    /// A footnote.
    Footnote,
    /// What a member brought, with where it comes from.
    Contribution,
    /// An example query.
    Example,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 24] = [
        Self::Member,
        Self::Country,
        Self::Region,
        Self::Body,
        Self::Programme,
        Self::Practice,
        Self::Theme,
        Self::TargetGroup,
        Self::Lever,
        Self::ProgrammeType,
        Self::ExpectationKind,
        Self::Topic,
        Self::Expectation,
        Self::Survey,
        Self::Question,
        Self::Statement,
        Self::Fact,
        Self::Finding,
        Self::Exchange,
        Self::RankedTheme,
        Self::Chart,
        Self::Footnote,
        Self::Contribution,
        Self::Example,
    ];

    /// The kinds that can be searched.
    pub const FOUND: [Self; 17] = [
        Self::Member,
        Self::Country,
        Self::Region,
        Self::Body,
        Self::Programme,
        Self::Practice,
        Self::Theme,
        Self::TargetGroup,
        Self::Lever,
        Self::Topic,
        Self::Expectation,
        Self::Survey,
        Self::Question,
        Self::Statement,
        Self::Fact,
        Self::Finding,
        Self::Exchange,
    ];

    /// The kind with this path segment.
    #[must_use]
    pub fn of_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.segment() == segment)
    }

    /// The path segment in identifiers: `target-group`.
    #[must_use]
    pub fn segment(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Country => "country",
            Self::Region => "region",
            Self::Body => "body",
            Self::Programme => "programme",
            Self::Practice => "practice",
            Self::Theme => "theme",
            Self::TargetGroup => "target-group",
            Self::Lever => "lever",
            Self::ProgrammeType => "programme-type",
            Self::ExpectationKind => "expectation-kind",
            Self::Topic => "topic",
            Self::Expectation => "expectation",
            Self::Survey => "survey",
            Self::Question => "question",
            Self::Statement => "statement",
            Self::Fact => "fact",
            Self::Finding => "finding",
            Self::Exchange => "exchange",
            Self::RankedTheme => "ranked-theme",
            Self::Chart => "chart",
            Self::Footnote => "footnote",
            Self::Contribution => "contribution",
            Self::Example => "example",
        }
    }

    /// The class of the ontology: `pes:TargetGroup`. Examples have SHACL's.
    #[must_use]
    pub fn class(self) -> Iri {
        if self == Self::Example {
            return Iri::trusted(&format!("{SH}SPARQLExecutable"));
        }
        let mut name = String::from(PES);
        for word in self.segment().split('-') {
            let (first, rest) = word.split_at(1);
            name.push_str(&first.to_ascii_uppercase());
            name.push_str(rest);
        }
        Iri::trusted(&name)
    }

    /// The identifier of one thing of this kind.
    #[must_use]
    pub fn iri(self, slug: &Slug) -> Iri {
        Iri::trusted(&format!("{ID}{}/{slug}", self.segment()))
    }

    /// The kind and the slug in the identifier of a thing.
    #[must_use]
    pub fn read(iri: &str) -> Option<(Self, Slug)> {
        let (segment, slug) = iri.strip_prefix(ID)?.split_once('/')?;
        Some((Self::of_segment(segment)?, slug.parse().ok()?))
    }

    /// The kind that an identifier of this graph says; none for what is no
    /// thing of a known kind.
    #[must_use]
    pub fn of(iri: &str) -> Option<Self> {
        Self::read(iri).map(|(kind, _)| kind)
    }

    /// The slug in an identifier of this graph, whatever its kind.
    #[must_use]
    pub fn slug_of(iri: &str) -> Option<Slug> {
        Self::slug_in(iri)?.parse().ok()
    }

    /// The same as a part of the identifier.
    #[must_use]
    pub fn slug_in(iri: &str) -> Option<&str> {
        let (_, slug) = iri.strip_prefix(ID)?.split_once('/')?;
        Slug::is(slug).then_some(slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_round_trip() -> Result<(), crate::domain::InvalidSlug> {
        let slug: Slug = "young-people".parse()?;
        let iri = Kind::TargetGroup.iri(&slug);
        assert_eq!(iri.as_str(), "https://w3id.org/passerelle/id/target-group/young-people");
        assert_eq!(Kind::slug_of(iri.as_str()), Some(slug.clone()));
        assert_eq!(Kind::read(iri.as_str()), Some((Kind::TargetGroup, slug.clone())));
        assert_eq!(Kind::read("https://w3id.org/passerelle/id/nothing/x"), None);
        assert_eq!(Kind::slug_of("https://elsewhere.example/x"), None);
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.iri(&slug).as_str()), Some(kind));
        }
        let unknown = [
            "https://w3id.org/passerelle/id/budget/nesm",
            "https://w3id.org/passerelle/id/member/A",
        ];
        assert_eq!(unknown.map(Kind::of), [None, None]);
        assert_eq!(Kind::TargetGroup.class().as_str(), format!("{PES}TargetGroup"));
        assert_eq!(Kind::Example.class().as_str(), format!("{SH}SPARQLExecutable"));
        Ok(())
    }
}
