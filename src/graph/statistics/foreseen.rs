//! What is about to be loaded adds to the statistics, told before it is there:
//! then one look tells whether something is the first of its sort.

use super::{Counts, Pattern, add, any_counted, keep_subsets, leads_into, links, quads};
use crate::graph::error::GraphError;
use crate::graph::numbers::Numbers;
use crate::graph::sight::Sight;
use crate::graph::write::Write;
use crate::vocabulary::DATASET;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple,
};
use std::collections::BTreeMap;

/// What loading adds.
pub(in crate::graph) struct Foreseen {
    counts: Vec<Counts>,
    links: Vec<(NamedNode, i64)>,
}

impl Foreseen {
    /// Of graphs that will say this besides; `sight` tells of what the first of
    /// them says.
    pub(in crate::graph) fn of(
        write: &Write<'_>,
        sight: &Sight<'_>,
        graphs: &[(&NamedNode, &[Triple])],
    ) -> Result<Self, GraphError> {
        let mut terms = Terms::default();
        let told: Vec<Vec<Numbered>> =
            graphs.iter().map(|(_, triples)| terms.number(triples)).collect();
        let mut counts = Vec::new();
        for ((graph, _), said) in graphs.iter().zip(&told) {
            let is_new = !write.has_graph(graph.as_ref())?;
            let look = Look { write, terms: &terms, graph: Some(graph), is_new, sight };
            counts.push(look.gained(said)?.0);
        }
        let all = in_order(told.concat());
        let look = Look { write, terms: &terms, graph: None, is_new: false, sight };
        let (gained, new) = look.gained(&all)?;
        counts.push(gained);
        let links = links(write, |property, space| {
            let is_link = |[_, own, object]: &&Numbered| {
                terms.properties.get(*own).as_str() == property.as_str()
                    && leads_into(*terms.objects.get(*object), space)
            };
            number(new.iter().filter(is_link).count())
        })?;
        Ok(Self { counts, links })
    }

    /// How many triples it adds to each graph.
    pub(in crate::graph) fn triples(&self) -> impl Iterator<Item = (&NamedNode, u64)> {
        let graphs = self.counts.iter().filter(|counts| counts.all.is_none());
        graphs.map(|counts| {
            let triples: i64 = counts.properties.values().map(|of_property| of_property[0]).sum();
            (&counts.of, triples.unsigned_abs())
        })
    }

    /// Adds it, once the graphs say it.
    pub(in crate::graph) fn write(&self, write: &mut Write<'_>) -> Result<(), GraphError> {
        self.counts.iter().try_for_each(|counts| counts.write(write))?;
        for (linkset, more) in &self.links {
            add(write, linkset, "triples", *more)?;
        }
        keep_subsets(write)
    }
}

/// A triple, by the numbers of its terms.
type Numbered = [u32; 3];

/// Terms by number: each is compared as text once, and then as a number.
#[derive(Default)]
struct Terms<'a> {
    subjects: Numbers<NamedOrBlankNodeRef<'a>>,
    properties: Numbers<NamedNodeRef<'a>>,
    objects: Numbers<TermRef<'a>>,
}

impl<'a> Terms<'a> {
    /// The triples in order, each once.
    fn number(&mut self, triples: &'a [Triple]) -> Vec<Numbered> {
        let numbered = triples.iter().map(|triple| {
            [
                self.subjects.of(&triple.subject.as_ref()),
                self.properties.of(&triple.predicate.as_ref()),
                self.objects.of(&triple.object.as_ref()),
            ]
        });
        in_order(numbered.collect())
    }
}

/// In order, each once.
fn in_order<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

/// Looks what a graph, or any, says before it says more.
struct Look<'a> {
    write: &'a Write<'a>,
    terms: &'a Terms<'a>,
    graph: Option<&'a NamedNode>,
    /// Whether the graph is not there yet.
    is_new: bool,
    sight: &'a Sight<'a>,
}

impl Look<'_> {
    /// What triples add, and which of them are new. They are in order.
    fn gained(&self, said: &[Numbered]) -> Result<(Counts, Vec<Numbered>), GraphError> {
        let each = |place: usize| in_order(said.iter().map(|it| it[place]).collect::<Vec<_>>());
        let (subjects, objects) = (each(0), each(2));
        let known_subjects = self.known(&subjects, |look, subject| {
            Ok(!look.sight.is_new(*look.terms.subjects.get(subject))
                && look.has((Some(subject), None, None))?)
        })?;
        let known_objects =
            self.known(&objects, |look, object| look.has((None, None, Some(object))))?;
        let is_known = |known: &[u32], one: u32| known.binary_search(&one).is_ok();
        let mut new = Vec::with_capacity(said.len());
        for numbers in said {
            let [subject, property, object] = *numbers;
            let may_be = is_known(&known_subjects, subject) && is_known(&known_objects, object);
            if !may_be || !self.has((Some(subject), Some(property), Some(object)))? {
                new.push(*numbers);
            }
        }
        let mut counts = self.begun(&new);
        counts.all = self.graph.is_none().then(|| {
            let gained = |all: &[u32], known: &[u32]| number(all.len() - known.len());
            let ends = [gained(&subjects, &known_subjects), gained(&objects, &known_objects)];
            [number(new.len()), ends[0], ends[1]]
        });
        let with =
            |place: usize| in_order(said.iter().map(|it| (it[1], it[place])).collect::<Vec<_>>());
        for (property, subject) in with(0) {
            let pattern = (Some(subject), Some(property), None);
            if !(is_known(&known_subjects, subject) && self.has(pattern)?) {
                counts.properties.entry(self.property(property)).or_default()[1] += 1;
            }
        }
        for (property, object) in with(2) {
            let pattern = (None, Some(property), Some(object));
            if !(is_known(&known_objects, object) && self.has(pattern)?) {
                counts.properties.entry(self.property(property)).or_default()[2] += 1;
            }
        }
        Ok((counts, new))
    }

    /// Those that were there before.
    fn known(
        &self,
        all: &[u32],
        is_known: impl Fn(&Self, u32) -> Result<bool, GraphError>,
    ) -> Result<Vec<u32>, GraphError> {
        let mut known = Vec::new();
        for one in all.iter().filter(|_| !self.is_new) {
            if is_known(self, *one)? {
                known.push(*one);
            }
        }
        Ok(known)
    }

    /// The triples of each property and the things of each class.
    fn begun(&self, new: &[Numbered]) -> Counts {
        let of = self.graph.cloned().unwrap_or_else(|| NamedNode::new_unchecked(DATASET));
        let mut counts =
            Counts { of, all: None, classes: BTreeMap::new(), properties: BTreeMap::new() };
        let mut properties: BTreeMap<u32, i64> = BTreeMap::new();
        for [_, property, object] in new {
            *properties.entry(*property).or_default() += 1;
            if self.terms.properties.get(*property) == &rdf::TYPE
                && let TermRef::NamedNode(class) = *self.terms.objects.get(*object)
            {
                *counts.classes.entry(class.into_owned()).or_default() += 1;
            }
        }
        for (property, triples) in properties {
            counts.properties.insert(self.property(property), [triples, 0, 0]);
        }
        counts
    }

    /// Whether anything that is counted is said like this.
    fn has(
        &self,
        (subject, property, object): (Option<u32>, Option<u32>, Option<u32>),
    ) -> Result<bool, GraphError> {
        let pattern: Pattern = (
            subject.map(|subject| self.terms.subjects.get(subject).into_owned()),
            property.map(|property| self.property(property)),
            object.map(|object| self.terms.objects.get(object).into_owned()),
        );
        if let Some(graph) = self.graph {
            return any_counted(quads(self.write, Some(graph.as_ref().into()), &pattern));
        }
        for quad in quads(self.write, Some(GraphNameRef::DefaultGraph), &pattern) {
            let quad = quad?;
            let said = (Some(quad.subject), Some(quad.predicate), Some(quad.object));
            if any_counted(quads(self.write, None, &said))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn property(&self, number: u32) -> NamedNode {
        self.terms.properties.get(number).into_owned()
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
