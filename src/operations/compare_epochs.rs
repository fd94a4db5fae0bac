//! Compare two epochs: what was created, updated and deleted between them,
//! whose evidence that changed, and how often themes are mentioned since.

use super::service::Passerelle;
use crate::domain::{Event, Iri, Kind};
use crate::graph::{ChangedThing, GraphError, KnowledgeGraph, LoggedChange, LoggedEpoch, Query};
use std::collections::{BTreeMap, BTreeSet};

/// Statements that are read at a time.
const BATCH: usize = 500;

/// What happened between two epochs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpochComparison {
    /// The earlier one; none when from the beginning.
    pub from: Option<LoggedEpoch>,
    /// The later one; none when nothing was ever written.
    pub to: Option<LoggedEpoch>,
    /// The things, by identifier: what the whole time did to each.
    pub things: Vec<ChangedThing>,
    /// Graphs where something else changed.
    pub graphs: BTreeMap<Iri, Event>,
    /// The members whose statements changed.
    pub members: BTreeMap<Iri, Difference>,
    /// The themes that statements of members mention more or less often.
    pub themes: BTreeMap<Iri, Difference>,
}

/// How many statements came and went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// That were not there before.
    pub gained: u64,
    /// That are there still, and say something else.
    pub changed: u64,
    /// That are not there any more.
    pub lost: u64,
}

/// Two epochs cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum EpochError {
    /// There is none of that name.
    #[error("there is no epoch '{0}'; list them with: passerelle epochs")]
    Unknown(String),
    /// There are several.
    #[error("several epochs begin with '{0}': {1}")]
    Ambiguous(String, String),
    /// The first is the later one.
    #[error("epoch {from} is later than {to}")]
    Backwards {
        /// The first.
        from: String,
        /// The second.
        to: String,
    },
    /// The graph failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// A statement at a time: whose it was, and what it was about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    members: BTreeSet<Iri>,
    about: BTreeSet<Iri>,
}

impl Passerelle {
    /// What happened between two epochs, named by how they begin: up to the
    /// present one, and since the one before, unless they are given.
    ///
    /// # Errors
    /// When there is no such epoch, or the store fails.
    pub fn compare_epochs(
        &self,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<EpochComparison, EpochError> {
        let graph = self.graph();
        let all = graph.epochs("")?;
        let to = match to {
            Some(prefix) => Some(find(&all, prefix)?),
            None => all.last(),
        };
        let Some(to) = to else { return Ok(EpochComparison::default()) };
        let from = match from {
            Some(prefix) => Some(find(&all, prefix)?),
            None => all.iter().rev().find(|one| one.commit < to.commit && one.id != to.id),
        };
        if let Some(from) = from.filter(|from| from.commit > to.commit) {
            return Err(EpochError::Backwards { from: from.id.clone(), to: to.id.clone() });
        }
        let start = entries_until(graph, from.map_or(0, |from| from.commit))?;
        let end = entries_until(graph, to.commit)?;
        let mut comparison = summed(graph, start, end)?;
        (comparison.from, comparison.to) = (from.cloned(), Some(to.clone()));
        Ok(comparison)
    }
}

/// The epoch whose name begins like this; the last time that it began.
fn find<'a>(all: &'a [LoggedEpoch], prefix: &str) -> Result<&'a LoggedEpoch, EpochError> {
    let found: Vec<&LoggedEpoch> = all.iter().filter(|one| one.id.starts_with(prefix)).collect();
    let Some(last) = found.last().filter(|_| !prefix.is_empty()) else {
        return Err(EpochError::Unknown(prefix.to_owned()));
    };
    let ids: BTreeSet<&str> = found.iter().map(|one| one.id.as_str()).collect();
    if ids.len() > 1 {
        let ids: Vec<&str> = ids.into_iter().take(5).collect();
        return Err(EpochError::Ambiguous(prefix.to_owned(), ids.join(", ")));
    }
    Ok(last)
}

/// How many entries the log had after a commit; found by halves.
fn entries_until(graph: &KnowledgeGraph, commit: u64) -> Result<u64, GraphError> {
    let (mut until, mut end) = (0, graph.log_length()?);
    while until < end {
        let middle = until + (end - until) / 2;
        match graph.logged_change(middle + 1)? {
            Some(entry) if entry.commit <= commit => until = middle + 1,
            _ => end = middle,
        }
    }
    Ok(until)
}

/// What the entries after `start` and up to `end` amount to.
fn summed(graph: &KnowledgeGraph, start: u64, end: u64) -> Result<EpochComparison, GraphError> {
    let mut all: BTreeMap<Iri, (LoggedChange, Event)> = BTreeMap::new();
    for number in start + 1..=end {
        let Some(entry) = graph.logged_change(number)? else { continue };
        let last = entry.event;
        all.entry(entry.id.clone()).and_modify(|(_, event)| *event = last).or_insert((entry, last));
    }
    let mut comparison = EpochComparison::default();
    let mut statements = BTreeMap::new();
    for (id, (first, last)) in all {
        let there = (first.event != Event::Created, last != Event::Deleted);
        let Some(event) = Event::between(there.0, there.1) else { continue };
        let Some(kind) = Kind::of(id.as_str()) else {
            comparison.graphs.insert(id, event);
            continue;
        };
        if kind == Kind::Statement {
            statements.insert(id.clone(), (first, there.1));
        }
        comparison.things.push(ChangedThing { id, kind, event });
    }
    let after = said_after(graph, &statements, end)?;
    for (id, (first, _)) in statements {
        let before = Said {
            members: first.former_members.into_iter().collect(),
            about: first.formerly_about.into_iter().collect(),
        };
        let existed = (first.event != Event::Created).then_some(before);
        comparison.count(existed.as_ref(), after.get(&id));
    }
    Ok(comparison)
}

/// What the statements said after entry `end`: what a later entry remembers, or
/// what they say now.
fn said_after(
    graph: &KnowledgeGraph,
    statements: &BTreeMap<Iri, (LoggedChange, bool)>,
    end: u64,
) -> Result<BTreeMap<Iri, Said>, GraphError> {
    let (mut said, mut present) = (BTreeMap::new(), Vec::new());
    for id in statements.iter().filter(|(_, (_, exists))| *exists).map(|(id, _)| id) {
        let later = graph.changes_of(id)?.into_iter().find(|number| *number > end);
        match later.map(|number| graph.logged_change(number)).transpose()?.flatten() {
            Some(entry) => {
                let (members, about) = (entry.former_members, entry.formerly_about);
                let (members, about) = (members.into_iter().collect(), about.into_iter().collect());
                said.insert(id.clone(), Said { members, about });
            }
            None => present.push(id.clone()),
        }
    }
    for batch in present.chunks(BATCH) {
        let query = Query::new(include_str!("../graph/queries/changes/statements.rq"));
        for row in graph.select(&query.with("id", batch.iter().cloned()))? {
            let one: &mut Said = said.entry(row.iri("id")?).or_default();
            one.members.extend(row.maybe_iri("member"));
            one.about.extend(row.maybe_iri("about"));
        }
    }
    Ok(said)
}

impl EpochComparison {
    /// Counts a statement as it was and as it is.
    fn count(&mut self, before: Option<&Said>, after: Option<&Said>) {
        let nothing = Said::default();
        let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
        for member in before.members.union(&after.members) {
            let there = (before.members.contains(member), after.members.contains(member));
            self.members.entry(member.clone()).or_default().note(there);
        }
        let mentioned = |said: &Said| {
            let themes = said.about.iter().filter(|id| Kind::of(id.as_str()) == Some(Kind::Theme));
            let named = !said.members.is_empty();
            themes.filter(|_| named).cloned().collect::<BTreeSet<_>>()
        };
        let (before, after) = (mentioned(before), mentioned(after));
        for theme in before.symmetric_difference(&after) {
            let there = (before.contains(theme), after.contains(theme));
            self.themes.entry(theme.clone()).or_default().note(there);
        }
    }
}

impl Difference {
    fn note(&mut self, (before, after): (bool, bool)) {
        match (before, after) {
            (false, true) => self.gained += 1,
            (true, false) => self.lost += 1,
            _ => self.changed += 1,
        }
    }
}
