//! The real things that made-up members speak of: themes, countries and their
//! regions, read from the content of the binary.

use crate::domain::Language;
use crate::graph::error::GraphError;
use crate::graph::seed;
use crate::graph::telling::term;
use crate::vocabulary::{GRAPH_ONTOLOGY, GRAPH_REFERENCE, PES, RDF, SKOS};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// A thing with its names, in the order of [`Language::ALL`].
pub(super) struct Named {
    pub(super) node: NamedNode,
    pub(super) labels: [String; 3],
}

pub(super) struct World {
    /// The themes under which there are none, by IRI.
    pub(super) themes: Vec<Named>,
    /// By IRI.
    pub(super) countries: Vec<Named>,
    /// What the graph says of all themes, countries and regions, as far as
    /// queries over made-up members need it in a store of their own.
    pub(super) reference: Vec<Triple>,
}

impl World {
    pub(super) fn read() -> Result<Self, GraphError> {
        let mut triples = Vec::new();
        for section in seed::sections() {
            if [GRAPH_ONTOLOGY, GRAPH_REFERENCE].contains(&section.graph.as_str()) {
                triples.extend(section.parse()?.triples);
            }
        }
        let (themes, countries) = (instances(&triples, "Theme"), instances(&triples, "Country"));
        let regions = instances(&triples, "Region");
        let above = broader(&triples);
        let labels = labels(&triples);
        let named = |node: &NamedNode| {
            let labels = labels.get(node).cloned().unwrap_or_default();
            Named { node: node.clone(), labels }
        };
        let named_themes = themes.difference(&above).map(named).collect();
        let named_countries = countries.iter().map(named).collect();
        let known: BTreeSet<NamedNode> =
            [themes, countries, regions].into_iter().flatten().collect();
        triples.retain(|triple| {
            let subject = named_node(&triple.subject);
            subject.is_some_and(|node| known.contains(node)) && is_kept(&triple.predicate)
        });
        Ok(Self { themes: named_themes, countries: named_countries, reference: triples })
    }
}

/// Names, classes and links; definitions, synonyms and matches stay behind.
fn is_kept(property: &NamedNode) -> bool {
    [
        term(RDF, "type"),
        term(SKOS, "prefLabel"),
        term(SKOS, "broader"),
        term(PES, "inRegion"),
        term(PES, "iso2"),
        term(PES, "iso3"),
    ]
    .contains(property)
}

/// What something else is narrower than.
fn broader(triples: &[Triple]) -> BTreeSet<NamedNode> {
    let broader = term(SKOS, "broader");
    let links = triples.iter().filter(|triple| triple.predicate == broader);
    links
        .filter_map(|triple| match &triple.object {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        })
        .collect()
}

fn instances(triples: &[Triple], class: &str) -> BTreeSet<NamedNode> {
    let (a, class) = (term(RDF, "type"), Term::from(term(PES, class)));
    let of_class = triples.iter().filter(|triple| triple.predicate == a && triple.object == class);
    of_class.filter_map(|triple| named_node(&triple.subject).cloned()).collect()
}

fn named_node(subject: &NamedOrBlankNode) -> Option<&NamedNode> {
    match subject {
        NamedOrBlankNode::NamedNode(node) => Some(node),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

fn labels(triples: &[Triple]) -> BTreeMap<NamedNode, [String; 3]> {
    let label = term(SKOS, "prefLabel");
    let mut labels: BTreeMap<NamedNode, [String; 3]> = BTreeMap::new();
    for triple in triples.iter().filter(|triple| triple.predicate == label) {
        let (Some(node), Term::Literal(text)) = (named_node(&triple.subject), &triple.object)
        else {
            continue;
        };
        let place = Language::ALL.iter().position(|one| Some(one.tag()) == text.language());
        if let Some(place) = place {
            labels.entry(node.clone()).or_default()[place] = String::from(text.value());
        }
    }
    labels
}
