//! What the program computes from the rest: all of it by the rules as they
//! stand, or, where a write changed little, what the change can reach.

use super::error::GraphError;
use super::query::Query;
use super::statistics;
use super::update;
use super::write::Write;
use crate::domain::Iri;
use crate::vocabulary::{GRAPH_DERIVED, PES, SKOS, VOID};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use std::collections::BTreeSet;

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
        if changed.keys().any(reaches_far) {
            return Ok(None);
        }
        let mut reach = Self::default();
        let mut statements = BTreeSet::new();
        for quad in changed.keys() {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            match (quad.predicate.as_str().strip_prefix(PES), &quad.object) {
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
fn reaches_far(quad: &Quad) -> bool {
    let (predicate, object) = (quad.predicate.as_str(), quad.object.as_ref());
    let is = |namespace: &str, name: &str| predicate.strip_prefix(namespace) == Some(name);
    is(SKOS, "broader")
        || predicate.starts_with(VOID)
        || quad.predicate == rdf::TYPE
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
