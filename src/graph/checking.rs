//! What a write is checked against the shapes with: where it changed little,
//! the things that its change can have broken, with what shapes see of them;
//! otherwise all that is stated. Of things that shapes cannot tell apart, one.
//!
//! Shapes look at what is said of a thing itself and at the class of what it
//! links to, and no further; those that look further are SPARQL constraints,
//! and what they are about is checked as a whole. A test holds all ways of
//! checking to the same answer.

use super::alike;
use super::error::GraphError;
use super::shapes;
use super::sight::{Sight, as_node, is_stated, stated};
use super::violation::Violation;
use super::write::Write;
use crate::vocabulary::{SH, SKOS};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// Things that are looked up one by one; with more, everything is read.
const THINGS_MAX: usize = 2_000;

/// What the shapes find wrong after a write.
pub(super) fn found(write: &Write<'_>) -> Result<Vec<Violation>, GraphError> {
    match within_reach(write)? {
        Some(things) => found_of(&Sight::of(write), &things, &HashSet::new()),
        None => found_in_whole(write),
    }
}

/// What the shapes would find wrong if these triples, which `sight` tells of,
/// were stated besides.
pub(super) fn found_beside(
    write: &Write<'_>,
    triples: &[Triple],
    sight: &Sight<'_>,
) -> Result<Vec<Violation>, GraphError> {
    let mut things: HashSet<NamedOrBlankNode> =
        sight.told().map(NamedOrBlankNodeRef::into_owned).collect();
    if looks_further().covers(sight, triples, &things)? {
        let mut all = stated(write)?.collect::<Result<Vec<_>, _>>()?;
        all.extend_from_slice(triples);
        return found_in_all(&all);
    }
    things.extend(linking_to(write, &retyped(triples), usize::MAX)?);
    found_of(sight, &things, &HashSet::new())
}

/// The same, whatever was changed.
pub(super) fn found_in_whole(write: &Write<'_>) -> Result<Vec<Violation>, GraphError> {
    found_in_all(&stated(write)?.collect::<Result<Vec<_>, _>>()?)
}

fn found_in_all(triples: &[Triple]) -> Result<Vec<Violation>, GraphError> {
    let sight = Sight::whole(triples);
    let things = sight.told().map(NamedOrBlankNodeRef::into_owned).collect();
    found_of(&sight, &things, &looks_further().among(triples))
}

/// What the shapes find wrong with things: with one of each group that they
/// cannot tell apart, and with the rest of a group of which one is wrong. Each
/// of `always` is looked at, together with all others of these.
fn found_of(
    sight: &Sight<'_>,
    things: &HashSet<NamedOrBlankNode>,
    always: &HashSet<NamedOrBlankNode>,
) -> Result<Vec<Violation>, GraphError> {
    let others = things.iter().filter(|thing| !always.contains(*thing));
    let groups = alike::groups(sight, others)?;
    let first = groups.iter().map(|group| group[0]);
    let mut found = found_together(sight, &first.chain(always).collect())?;
    let wrong: HashSet<&str> = found.iter().map(|violation| violation.node.as_str()).collect();
    let like_wrong = groups.iter().filter(|group| wrong.contains(name(group[0]).as_str()));
    let rest: Vec<&NamedOrBlankNode> = like_wrong.flat_map(|group| &group[1..]).copied().collect();
    for things in rest.chunks(THINGS_MAX) {
        found.append(&mut found_together(sight, &things.iter().copied().collect())?);
    }
    found.sort();
    Ok(found)
}

/// What the shapes find wrong with these things.
fn found_together(
    sight: &Sight<'_>,
    things: &HashSet<&NamedOrBlankNode>,
) -> Result<Vec<Violation>, GraphError> {
    let mut found = shapes::validate(sight.around(things)?)?;
    let names: HashSet<String> = things.iter().map(|thing| name(thing)).collect();
    found.retain(|violation| names.contains(&violation.node));
    Ok(found)
}

/// The things that a write can have made wrong; none when that cannot be told,
/// or is more than is checked one by one.
fn within_reach(write: &Write<'_>) -> Result<Option<HashSet<NamedOrBlankNode>>, GraphError> {
    let Some(changed) = write.delta().few() else { return Ok(None) };
    let changed = changed.keys().filter(|quad| is_stated(&quad.graph_name));
    let changed: Vec<Triple> = changed.cloned().map(Triple::from).collect();
    let mut things: HashSet<NamedOrBlankNode> =
        changed.iter().map(|triple| triple.subject.clone()).collect();
    if looks_further().covers(&Sight::of(write), &changed, &things)? {
        return Ok(None);
    }
    things.extend(linking_to(write, &retyped(&changed), THINGS_MAX)?);
    Ok((things.len() <= THINGS_MAX).then_some(things))
}

/// Things of which these triples say what they are.
fn retyped(triples: &[Triple]) -> HashSet<Term> {
    let types = triples.iter().filter(|triple| triple.predicate == rdf::TYPE);
    types.map(|triple| Term::from(triple.subject.clone())).collect()
}

/// What links to things; not all of it where that is more than `max`.
fn linking_to(
    write: &Write<'_>,
    things: &HashSet<Term>,
    max: usize,
) -> Result<HashSet<NamedOrBlankNode>, GraphError> {
    let mut linking = HashSet::new();
    for thing in things {
        if !write.union_has(None, Some(thing.as_ref()))? {
            continue;
        }
        for quad in write.transaction().quads_for_pattern(None, None, Some(thing.as_ref()), None) {
            let quad = quad.map_err(GraphError::storage("read"))?;
            if is_stated(&quad.graph_name) {
                linking.insert(quad.subject);
            }
            if linking.len() > max {
                return Ok(linking);
            }
        }
    }
    Ok(linking)
}

/// As violations name it.
fn name(thing: &NamedOrBlankNode) -> String {
    match thing {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

/// The classes that SPARQL constraints are about: one thing of theirs can break
/// a rule for another.
struct LooksFurther {
    classes: BTreeSet<String>,
}

fn looks_further() -> &'static LooksFurther {
    static CLASSES: LazyLock<LooksFurther> = LazyLock::new(LooksFurther::read);
    &CLASSES
}

impl LooksFurther {
    /// Whether a change of these triples, which are about these things, can
    /// break a rule for others than those and what links to them.
    fn covers(
        &self,
        sight: &Sight<'_>,
        triples: &[Triple],
        things: &HashSet<NamedOrBlankNode>,
    ) -> Result<bool, GraphError> {
        if triples.iter().any(|triple| self.speaks_of(triple)) {
            return Ok(true);
        }
        for thing in things.iter().filter(|thing| !sight.is_new(thing.as_ref())) {
            let classes = sight.classes_of(thing.as_ref())?;
            if classes.iter().any(|triple| self.names(triple.object.as_ref())) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The things that rules which look further are about, or look at.
    fn among(&self, triples: &[Triple]) -> HashSet<NamedOrBlankNode> {
        let mut things = HashSet::new();
        for triple in triples.iter().filter(|triple| self.speaks_of(triple)) {
            things.insert(triple.subject.clone());
            things.extend(as_node(&triple.object).filter(|_| declares(triple)));
        }
        things
    }

    fn speaks_of(&self, triple: &Triple) -> bool {
        let property = triple.predicate.as_str().strip_prefix(SKOS);
        triple.predicate == rdfs::SUB_CLASS_OF
            || declares(triple)
            || matches!(property, Some("broader" | "inScheme"))
            || triple.predicate == rdf::TYPE && self.names(triple.object.as_ref())
    }

    fn names(&self, class: TermRef<'_>) -> bool {
        matches!(class, TermRef::NamedNode(class) if self.classes.contains(class.as_str()))
    }

    fn read() -> Self {
        let mut targets: HashMap<NamedOrBlankNode, Vec<NamedNode>> = HashMap::new();
        let mut constrained = HashSet::new();
        for quad in shapes::said() {
            match (quad.predicate.as_str().strip_prefix(SH), quad.object) {
                (Some("targetClass"), Term::NamedNode(class)) => {
                    targets.entry(quad.subject).or_default().push(class);
                }
                (Some("sparql"), _) => _ = constrained.insert(quad.subject),
                _ => {}
            }
        }
        let classes = constrained.iter().filter_map(|shape| targets.get(shape)).flatten();
        Self { classes: classes.map(|class| class.as_str().to_owned()).collect() }
    }
}

/// Whether what this links to is checked because something links to it so.
fn declares(triple: &Triple) -> bool {
    triple.predicate.as_str().strip_prefix(SH) == Some("declare")
}
