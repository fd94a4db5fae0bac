//! Tests that what is checked and computed around a change is what would be
//! found and computed from the whole.

use super::checking::{found, found_in_whole};
use super::derivation::{derive, derive_around};
use super::engine::KnowledgeGraph;
use super::shapes;
use super::sight::{is_stated, stated};
use super::write::Write;
use crate::vocabulary::GRAPH_DERIVED;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;
use std::collections::BTreeSet;

const CASES: u64 = 12;
const CASES_LONG: u64 = 400;

struct Material {
    graph: KnowledgeGraph,
    stated: Vec<Quad>,
}

impl Material {
    fn new() -> Self {
        let graph = KnowledgeGraph::in_memory().expect("a graph in memory");
        graph.seed().expect("the seed loads");
        let stated = graph
            .store()
            .iter()
            .map(|quad| quad.expect("the store can be read"))
            .filter(|quad| is_stated(&quad.graph_name))
            .collect();
        Self { graph, stated }
    }

    fn any(&self, random: &mut Pcg64Mcg) -> &Quad {
        &self.stated[below(random, self.stated.len())]
    }

    /// One change of some sort.
    fn change(&self, write: &mut Write<'_>, random: &mut Pcg64Mcg) -> String {
        let quad = self.any(random).clone();
        match random.next_u32() % 5 {
            0 => {
                write.remove(quad.as_ref()).expect("it can be removed");
                format!("without {quad}")
            }
            1 => {
                let like = self.like(&quad, random);
                let other = Quad { object: like.object.clone(), ..quad };
                write.insert(other.as_ref()).expect("it can be inserted");
                format!("with {other}")
            }
            2 => {
                self.retire(write, &quad.subject);
                format!("without {}", quad.subject)
            }
            3 => {
                let name = format!("{}-made-up", quad.subject.to_string().trim_matches(['<', '>']));
                let left_out = random.next_u32().is_multiple_of(3);
                self.copy(write, &quad.subject, &name, left_out.then_some(&quad));
                format!("a copy of {}, {left_out}", quad.subject)
            }
            _ => {
                let graph = self.any(random).graph_name.clone();
                let other = Quad { graph_name: graph, ..quad };
                write.insert(other.as_ref()).expect("it can be inserted");
                format!("also {other}")
            }
        }
    }

    /// A quad of the same property.
    fn like(&self, quad: &Quad, random: &mut Pcg64Mcg) -> &Quad {
        let like: Vec<&Quad> =
            self.stated.iter().filter(|other| other.predicate == quad.predicate).collect();
        like[below(random, like.len())]
    }

    fn retire(&self, write: &mut Write<'_>, thing: &NamedOrBlankNode) {
        for quad in self.stated.iter().filter(|quad| quad.subject == *thing) {
            write.remove(quad.as_ref()).expect("it can be removed");
        }
    }

    fn copy(
        &self,
        write: &mut Write<'_>,
        thing: &NamedOrBlankNode,
        name: &str,
        left_out: Option<&Quad>,
    ) {
        let name = NamedNode::new_unchecked(name.trim_start_matches("_:"));
        for quad in self.stated.iter().filter(|quad| quad.subject == *thing) {
            if Some(quad) != left_out {
                let quad = Quad { subject: name.clone().into(), ..quad.clone() };
                write.insert(quad.as_ref()).expect("it can be inserted");
            }
        }
    }
}

fn below(random: &mut Pcg64Mcg, bound: usize) -> usize {
    usize::try_from(random.next_u64() % bound as u64).unwrap_or_default()
}

fn derived(write: &Write<'_>) -> BTreeSet<String> {
    let graph = NamedNodeRef::new_unchecked(GRAPH_DERIVED);
    let quads = write.quads_of(graph).expect("the graph can be read");
    quads.iter().map(ToString::to_string).collect()
}

fn hold(cases: u64) {
    let material = Material::new();
    let store = material.graph.store();
    let mut told_apart = 0;
    for case in 0..cases {
        let mut random = Pcg64Mcg::new(u128::from(case) << 64 | 1);
        let mut write = KnowledgeGraph::begin(&store).expect("a write begins");
        let changes: Vec<String> =
            (0..=case % 4).map(|_| material.change(&mut write, &mut random)).collect();
        let around = found(&write).expect("it can be checked");
        let whole = found_in_whole(&write).expect("it can be checked");
        assert_eq!(around, whole, "case {case}: {changes:#?}");
        let each = stated(&write).expect("it can be read").map(|it| it.expect("it can be read"));
        let each = shapes::validate(each).expect("it can be checked");
        assert_eq!(whole, each, "case {case}, of all things: {changes:#?}");
        if derive_around(&mut write).expect("it can be computed") {
            told_apart += 1;
            let around = derived(&write);
            derive(&mut write).expect("it can be computed");
            let whole = derived(&write);
            let unlike: Vec<&String> = around.symmetric_difference(&whole).collect();
            assert!(unlike.is_empty(), "case {case}: {changes:#?}\n{unlike:#?}");
        }
    }
    assert!(told_apart * 2 > cases, "only {told_apart} changes were told apart");
}

#[test]
fn around_a_change_the_same_is_found_and_computed_as_in_the_whole() {
    hold(CASES);
}

#[test]
#[ignore = "takes minutes: CONTRIBUTING.md says when to run it"]
fn around_many_changes_the_same_is_found_and_computed_as_in_the_whole() {
    hold(CASES_LONG);
}
