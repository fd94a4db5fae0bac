//! What the statements say of each member: one item a statement and concept.

use crate::domain::{Certainty, Facet, Iri, Kind, StatementKind};
use crate::graph::{GraphError, KnowledgeGraph, Query, Row};
use crate::vocabulary::PES;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Pieces of evidence that are passed on at once.
const BATCH: usize = 1_000;
/// Batches that wait, at most.
const BATCHES_WAITING: usize = 8;

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

    /// All that the published statements give, in no order: a thread for needs
    /// and one for offers read it. Levers, expectations and target groups are
    /// left out: they are no needs or offers of a theme.
    ///
    /// # Errors
    /// When the store fails or holds a statement that breaks its shape.
    pub fn read(graph: &KnowledgeGraph) -> impl Iterator<Item = Result<Self, GraphError>> + use<> {
        let (sender, receiver) = sync_channel(BATCHES_WAITING);
        for facet in Facet::ALL {
            let (graph, sender) = (graph.clone(), sender.clone());
            thread::spawn(move || {
                if let Err(error) = Self::pass_on(&graph, facet, &sender) {
                    let _ = sender.send(Err(error));
                }
            });
        }
        receiver.into_iter().flat_map(|batch| match batch {
            Ok(batch) => batch.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        })
    }

    /// Passes on all needs, or all offers, as long as somebody wants them.
    fn pass_on(
        graph: &KnowledgeGraph,
        facet: Facet,
        sender: &SyncSender<Result<Vec<Self>, GraphError>>,
    ) -> Result<(), GraphError> {
        let kinds = StatementKind::ALL.into_iter().filter(|kind| kind.facet() == Some(facet));
        let kinds = kinds.map(|kind| Iri::trusted(&format!("{PES}{}", kind.term())));
        let mut evidence = Self::asked(graph, &Self::query().with("kind", kinds))?;
        loop {
            let batch = evidence.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>()?;
            if batch.is_empty() || sender.send(Ok(batch)).is_err() {
                return Ok(());
            }
        }
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
