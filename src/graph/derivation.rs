//! What the program computes from the rest: all of it by the rules as they
//! stand, or, where a write changed little, what the change can reach.

use super::catalogue::last_written;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::query::Query;
use super::sight::Sight;
use super::statistics::{self, Foreseen};
use super::update;
use super::write::Write;
use crate::domain::Iri;
use crate::vocabulary::{GRAPH_DERIVED, PES, SKOS, VOID};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef, Triple,
};
use oxigraph::store::Store;
use std::collections::{BTreeSet, HashSet};

const STATISTICS: &str = include_str!("rules/void-statistics.ru");

/// A rule that says something of each thing for itself.
struct Rule {
    name: &'static str,
    text: &'static str,
    /// The place in the rule for the things that it is to speak of.
    place: &'static str,
    /// What it says.
    says: &'static [&'static str],
}

const SHORTCUTS: Rule = Rule {
    name: "shortcuts",
    text: include_str!("rules/shortcuts.ru"),
    place: "member",
    says: &["hasChallenge", "hasPriority", "hasAchievement", "seeks", "offers"],
};
const ADDRESSES_THEME: Rule = Rule {
    name: "addresses-theme",
    text: include_str!("rules/addresses-theme.ru"),
    place: "thing",
    says: &["addressesTheme"],
};
/// What these two rules read of things, beside their class and what is broader.
const READ: [&str; 4] = ["kind", "member", "about", "addresses"];
const NARROWER: (&str, &str) = ("narrower", include_str!("rules/narrower.ru"));

/// Computes everything anew.
pub(super) fn derive(write: &mut Write<'_>) -> Result<(), GraphError> {
    let derived = NamedNodeRef::new_unchecked(GRAPH_DERIVED);
    write.clear(derived)?;
    write.create_graph(derived)?;
    for (name, text) in [
        (SHORTCUTS.name, SHORTCUTS.text),
        NARROWER,
        (ADDRESSES_THEME.name, ADDRESSES_THEME.text),
        ("void-statistics", STATISTICS),
    ] {
        run(write, name, text)?;
    }
    Ok(())
}

/// Computes what a write can have changed, where all that was there before was
/// computed; false, and nothing is done, when that is too much to tell.
pub(super) fn derive_around(write: &mut Write<'_>) -> Result<bool, GraphError> {
    let Some(reach) = Reach::of(write)? else { return Ok(false) };
    SHORTCUTS.renew(write, &reach.members)?;
    ADDRESSES_THEME.renew(write, &reach.addressing)?;
    statistics::renew(write)
}

/// What follows from a graph that is about to be loaded, told before it is
/// there.
pub(super) struct Prospect {
    /// What the derived graph is to say besides.
    pub(super) following: Vec<Triple>,
    statistics: Foreseen,
}

impl Prospect {
    /// None when it cannot be told from the graph, the themes and what is
    /// broader alone, or what was computed before is not of the last commit.
    pub(super) fn of(
        write: &Write<'_>,
        last_commit: u64,
        graph: &NamedNode,
        triples: &[Triple],
        sight: &Sight<'_>,
    ) -> Result<Option<Self>, GraphError> {
        let derived = NamedNode::new_unchecked(GRAPH_DERIVED);
        if last_written(write, derived.as_ref())? != Some(last_commit)
            || triples.iter().any(reaches_far)
        {
            return Ok(None);
        }
        let Some(mut following) = alone(write, triples, sight)? else { return Ok(None) };
        let mut known = HashSet::new();
        for triple in &following {
            let quad = triple.as_ref().in_graph(derived.as_ref());
            if write.transaction().contains(quad).map_err(GraphError::storage("read"))? {
                known.insert(triple.clone());
            }
        }
        following.retain(|triple| !known.contains(triple));
        let statistics = Foreseen::of(write, sight, &[(graph, triples), (&derived, &following)])?;
        Ok(Some(Self { following, statistics }))
    }

    /// Completes it, once the graph and what follows from it are there.
    pub(super) fn complete(&self, write: &mut Write<'_>) -> Result<(), GraphError> {
        self.statistics.write(write)?;
        let derived = NamedNodeRef::new_unchecked(GRAPH_DERIVED);
        write.touch_piecemeal(derived);
        write.count_loaded(derived, self.following.len() as u64);
        Ok(())
    }

    /// How many triples a graph says that is new.
    pub(super) fn triples_of(&self, graph: &NamedNode) -> Option<u64> {
        self.statistics.triples().find(|(one, _)| *one == graph).map(|(_, triples)| triples)
    }
}

/// What rules say of new triples, tried beside the store; none where others
/// speak of the same things.
fn alone(
    write: &Write<'_>,
    triples: &[Triple],
    sight: &Sight<'_>,
) -> Result<Option<Vec<Triple>>, GraphError> {
    let store = Store::new().map_err(GraphError::storage("begin in memory"))?;
    let mut beside = KnowledgeGraph::begin(&store)?;
    let is_read = |triple: &&Triple| {
        triple.predicate.as_str().strip_prefix(PES).is_some_and(|property| READ.contains(&property))
    };
    for triple in triples.iter().filter(is_read) {
        if !sight.is_new(triple.subject.as_ref()) {
            return Ok(None);
        }
        beside.put_quietly(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
    }
    let theme = NamedNode::new_unchecked(format!("{PES}Theme"));
    let broader = NamedNode::new_unchecked(format!("{SKOS}broader"));
    for (property, value) in [(rdf::TYPE, Some(theme.as_ref().into())), (broader.as_ref(), None)] {
        let union = Some(GraphNameRef::DefaultGraph);
        for quad in write.transaction().quads_for_pattern(None, Some(property), value, union) {
            beside.put_quietly(quad.map_err(GraphError::storage("read"))?.as_ref());
        }
    }
    for rule in [SHORTCUTS, ADDRESSES_THEME] {
        run(&mut beside, rule.name, rule.text)?;
    }
    let said = beside.quads_of(NamedNodeRef::new_unchecked(GRAPH_DERIVED))?;
    Ok(Some(said.into_iter().map(Triple::from).collect()))
}

impl Rule {
    /// Takes out what the rule said of these things, and says it anew.
    fn renew(&self, write: &mut Write<'_>, things: &BTreeSet<NamedNode>) -> Result<(), GraphError> {
        if things.is_empty() {
            return Ok(());
        }
        let derived = NamedNodeRef::new_unchecked(GRAPH_DERIVED);
        for thing in things {
            for quad in write.said_of(thing.as_ref(), derived)? {
                let said = quad.predicate.as_str().strip_prefix(PES);
                if said.is_some_and(|said| self.says.contains(&said)) {
                    write.remove(quad.as_ref())?;
                }
            }
        }
        let things = things.iter().map(|thing| Iri::trusted(thing.as_str()));
        run(write, self.name, &Query::new(self.text).with(self.place, things).render())
    }
}

fn run(write: &mut Write<'_>, name: &str, text: &str) -> Result<(), GraphError> {
    update::run_rule(write, text)
        .map_err(|error| GraphError::OwnQuery(format!("rule {name}: {error}")))
}

/// The things of which rules may now say something else.
#[derive(Default)]
struct Reach {
    /// Whose statements changed.
    members: BTreeSet<NamedNode>,
    /// What says that it addresses something else.
    addressing: BTreeSet<NamedNode>,
}

impl Reach {
    /// None when it cannot be told by looking at what was changed.
    fn of(write: &Write<'_>) -> Result<Option<Self>, GraphError> {
        let Some(changed) = write.delta().few() else { return Ok(None) };
        let changed: Vec<Triple> = changed.keys().cloned().map(Triple::from).collect();
        if changed.iter().any(reaches_far) {
            return Ok(None);
        }
        let mut reach = Self::default();
        let mut statements = BTreeSet::new();
        for Triple { subject, predicate, object } in &changed {
            let NamedOrBlankNode::NamedNode(subject) = subject else { continue };
            match (predicate.as_str().strip_prefix(PES), object) {
                (Some("kind" | "about"), _) => _ = statements.insert(subject),
                (Some("member"), Term::NamedNode(member)) => {
                    statements.insert(subject);
                    reach.members.insert(member.clone());
                }
                (Some("addresses"), _) => _ = reach.addressing.insert(subject.clone()),
                _ => {}
            }
        }
        for statement in statements {
            reach.members.extend(members_of(write, statement.as_ref())?);
        }
        Ok(Some(reach))
    }
}

/// Whether a change of this triple changes what rules say of other things than
/// its subject: what is a theme, what is broader, what counts as a link.
fn reaches_far(triple: &Triple) -> bool {
    let (predicate, object) = (triple.predicate.as_str(), triple.object.as_ref());
    let is = |namespace: &str, name: &str| predicate.strip_prefix(namespace) == Some(name);
    is(SKOS, "broader")
        || predicate.starts_with(VOID)
        || triple.predicate == rdf::TYPE
            && matches!(object, TermRef::NamedNode(class)
                if class.as_str().starts_with(VOID) || class.as_str().strip_prefix(PES) == Some("Theme"))
}

fn members_of(
    write: &Write<'_>,
    statement: NamedNodeRef<'_>,
) -> Result<Vec<NamedNode>, GraphError> {
    let property = NamedNode::new_unchecked(format!("{PES}member"));
    let said = write.transaction().quads_for_pattern(
        Some(statement.into()),
        Some(property.as_ref()),
        None,
        None,
    );
    said.filter_map(|quad| match quad {
        Ok(Quad { object: Term::NamedNode(member), .. }) => Some(Ok(member)),
        Ok(_) => None,
        Err(error) => Some(Err(GraphError::storage("read")(error))),
    })
    .collect()
}
