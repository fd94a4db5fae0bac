//! What the statements say of each member: one item a statement and concept.

use crate::domain::{Certainty, Facet, Iri, Kind, StatementKind};
use crate::graph::{GraphError, KnowledgeGraph, Query, Row};
use crate::vocabulary::PES;

/// One source's word that a member needs or offers something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Of whom.
    pub member: Iri,
    /// What kind of need or offer.
    pub kind: StatementKind,
    /// Of what.
    pub concept: Iri,
    /// Who says so. However often one source says it, it counts once.
    pub source: Iri,
    /// How surely.
    pub certainty: Certainty,
    /// Where it is written down.
    pub statement: Iri,
    /// When it was said, where that is known.
    pub year: Option<u16>,
}

/// What counts as evidence: all, unless something is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceScope {
    /// Only these kinds of statement.
    pub kinds: Vec<StatementKind>,
    /// Only what is this sure.
    pub certainties: Vec<Certainty>,
    /// Only what was said in these years.
    pub years: Vec<u16>,
}

impl EvidenceScope {
    /// Whether all evidence counts.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what is of this kind, this sure and of this year counts.
    #[must_use]
    pub fn admits(&self, kind: StatementKind, certainty: Certainty, year: Option<u16>) -> bool {
        let certain = self.certainties.is_empty() || self.certainties.contains(&certainty);
        let timely = self.years.is_empty() || year.is_some_and(|year| self.years.contains(&year));
        self.admits_kind(kind) && certain && timely
    }

    pub(super) fn admits_kind(&self, kind: StatementKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

impl Evidence {
    /// Need or offer; none for a kind of statement that is neither.
    #[must_use]
    pub fn facet(&self) -> Option<Facet> {
        self.kind.facet()
    }

    /// All that the published statements give, as it is read; levers,
    /// expectations and target groups are left out: they are no needs or offers
    /// of a theme.
    ///
    /// # Errors
    /// When the store fails or holds a statement that breaks its shape.
    pub fn read(
        graph: &KnowledgeGraph,
    ) -> Result<impl Iterator<Item = Result<Self, GraphError>>, GraphError> {
        Self::asked(graph, &Self::query())
    }

    /// The same of some members; of all, when none is named.
    ///
    /// # Errors
    /// As [`Evidence::read`].
    pub fn of_members(
        graph: &KnowledgeGraph,
        members: impl IntoIterator<Item = Iri>,
    ) -> Result<impl Iterator<Item = Result<Self, GraphError>>, GraphError> {
        Self::asked(graph, &Self::query().with("member", members))
    }

    fn query() -> Query {
        Query::new(include_str!("../graph/queries/matching/evidence.rq"))
    }

    fn asked(
        graph: &KnowledgeGraph,
        query: &Query,
    ) -> Result<impl Iterator<Item = Result<Self, GraphError>> + use<>, GraphError> {
        let evidence = graph.rows(query)?.map(|row| Self::of_row(&row?));
        Ok(evidence.filter(|one| one.as_ref().map_or(true, |one| one.facet().is_some())))
    }

    fn of_row(row: &Row) -> Result<Self, GraphError> {
        let (member, source) = (row.iri("member")?, row.iri("source")?);
        // What a member brings itself is one source, its own word, however many
        // contributions it makes of it.
        let own_word = Kind::of(source.as_str()) == Some(Kind::Contribution);
        Ok(Self {
            source: if own_word { member.clone() } else { source },
            member,
            kind: term(&row.iri("kind")?, &StatementKind::ALL, StatementKind::term)?,
            concept: row.iri("concept")?,
            certainty: term(&row.iri("certainty")?, &Certainty::ALL, Certainty::term)?,
            statement: row.iri("statement")?,
            year: row.maybe_text("year").and_then(|year| year.parse().ok()),
        })
    }
}

fn term<T: Copy>(iri: &Iri, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, GraphError> {
    all.iter()
        .copied()
        .find(|value| iri.as_str().strip_prefix(PES) == Some(name(*value)))
        .ok_or_else(|| GraphError::OwnQuery(format!("{iri} is no term that matching knows")))
}
