//! Every shape refuses what it is there to refuse. Each file of
//! `tests/fixtures/invalid/` breaks one shape, named in its first line:
//! `# expects: Shape path`, where the path is `-` when the node as a whole is
//! wrong. The seed itself breaks none.
//!
//! A check of the whole graph takes half a second. Most fixtures therefore
//! share one, each with a number of its own after the names it gives; those
//! that are about names, or that speak of nodes of the seed, have a check of
//! their own, so that none can hide another.

use crate::seeded::{SEEDED, test_file};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use passerelle::domain::Iri;
use passerelle::graph::{Draft, RdfFile, Violation, seed_files, shape_iris};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

const SHAPE: &str = "https://w3id.org/passerelle/ontology/shape/";

static CHECKED: LazyLock<Vec<Checked>> = LazyLock::new(check_all);

struct Fixture {
    name: String,
    shape: String,
    path: Option<String>,
    quads: Vec<Quad>,
}

/// A fixture with what the shapes say of it.
struct Checked {
    fixture: Fixture,
    /// Of the nodes that the file describes.
    violations: Vec<Violation>,
    /// Of nodes that no file of the same check describes.
    strangers: Vec<Violation>,
}

impl Fixture {
    fn read(path: &Path) -> Self {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).expect("the fixture is UTF-8");
        let header = text.lines().next().and_then(|line| line.strip_prefix("# expects: "));
        let (shape, path) = header
            .and_then(|words| words.split_once(' '))
            .unwrap_or_else(|| panic!("{name} must begin with '# expects: Shape path'"));
        let path = (path != "-").then(|| path.to_owned());
        Self { shape: shape.to_owned(), path, quads: quads(text.as_bytes()), name }
    }

    /// The IRIs of the nodes that the file describes.
    fn nodes(&self) -> BTreeSet<String> {
        subjects(&self.quads)
    }

    /// Whether a new name, or the company of others, could change the verdict.
    fn stands_alone(&self, seed: &BTreeSet<String>) -> bool {
        self.shape.starts_with("Unique")
            || self.shape.ends_with("Name")
            || !self.nodes().is_disjoint(seed)
    }

    /// Puts `number` after the name of each node that the file describes.
    fn rename(&mut self, number: usize) {
        let own = self.nodes();
        let renamed = |node: &NamedNode| {
            let suffix =
                if own.contains(node.as_str()) { number.to_string() } else { String::new() };
            NamedNode::new_unchecked(format!("{}{suffix}", node.as_str()))
        };
        for quad in &mut self.quads {
            if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
                quad.subject = renamed(node).into();
            }
            if let Term::NamedNode(node) = &quad.object {
                quad.object = renamed(node).into();
            }
        }
    }

    fn drafts(&self) -> Vec<Draft> {
        let mut lines = String::new();
        for quad in &self.quads {
            writeln!(lines, "{} {} {} .", quad.subject, quad.predicate, quad.object)
                .expect("a text grows");
        }
        let graph = Iri::parse(&format!("https://example.org/{}", self.name)).expect("an IRI");
        RdfFile::from_bytes(format!("{}.nt", self.name), lines.into_bytes())
            .and_then(|file| file.parse(&graph))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Whether a violation is the one that the first line promises: of the
    /// shape itself, of one of its parts, or of a part that shapes share.
    fn expects(&self, violation: &Violation) -> bool {
        let part = violation.shape.strip_prefix(SHAPE).unwrap_or_default();
        let family =
            part.strip_prefix(self.shape.as_str()).is_some_and(|rest| rest.starts_with([' ', '-']));
        violation.path == self.path && (family || self.path.is_some())
    }
}

fn quads(turtle: &[u8]) -> Vec<Quad> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(turtle)
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error}"))
}

fn subjects(quads: &[Quad]) -> BTreeSet<String> {
    let named = quads.iter().filter_map(|quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str().to_owned()),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    named.collect()
}

fn check_all() -> Vec<Checked> {
    let mut paths: Vec<_> = std::fs::read_dir(test_file("fixtures/invalid"))
        .expect("the folder of fixtures is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    let seed: BTreeSet<String> =
        seed_files().iter().flat_map(|file| subjects(&quads(&file.bytes))).collect();
    let (alone, mut together): (Vec<Fixture>, Vec<Fixture>) =
        paths.iter().map(|path| Fixture::read(path)).partition(|one| one.stands_alone(&seed));
    for (number, fixture) in together.iter_mut().enumerate() {
        fixture.rename(number);
    }
    let groups: Vec<Vec<Fixture>> =
        alone.into_iter().map(|fixture| vec![fixture]).chain([together]).collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            groups.into_iter().map(|group| scope.spawn(|| check_together(group))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("the check ends")).collect()
    })
}

fn check_together(fixtures: Vec<Fixture>) -> Vec<Checked> {
    let drafts: Vec<Draft> = fixtures.iter().flat_map(Fixture::drafts).collect();
    let violations = SEEDED.check(&drafts).expect("the check runs");
    let all: BTreeSet<String> = fixtures.iter().flat_map(Fixture::nodes).collect();
    let of = |nodes: &BTreeSet<String>, inside: bool| {
        let wanted = violations.iter().filter(|one| nodes.contains(&one.node) == inside);
        wanted.cloned().collect::<Vec<_>>()
    };
    fixtures
        .into_iter()
        .map(|fixture| Checked {
            violations: of(&fixture.nodes(), true),
            strangers: of(&all, false),
            fixture,
        })
        .collect()
}

/// What the shapes of the seed say in English, up to the first blank that is
/// filled when the message is written.
fn english_messages() -> BTreeSet<String> {
    seed_files()
        .iter()
        .filter(|file| file.path.starts_with("ontology/shapes/"))
        .flat_map(|file| quads(&file.bytes))
        .filter(|quad| quad.predicate.as_str() == "http://www.w3.org/ns/shacl#message")
        .filter_map(|quad| match quad.object {
            Term::Literal(text) if text.language() == Some("en") => Some(text.value().to_owned()),
            _ => None,
        })
        .map(|text| text.split('{').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn each_fixture_is_refused_by_its_shape() {
    let mut wrong = Vec::new();
    for Checked { fixture, violations, .. } in CHECKED.iter() {
        if !violations.iter().any(|violation| fixture.expects(violation)) {
            wrong.push(format!(
                "{}: no violation of {} at {:?}, but {violations:#?}",
                fixture.name, fixture.shape, fixture.path
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_violation_is_told_in_the_shape_s_own_english_words() {
    let messages = english_messages();
    let own_words = |words: &str| {
        !words.contains(['{', '}']) && messages.iter().any(|begin| words.starts_with(begin))
    };
    let foreign: BTreeSet<&str> = CHECKED
        .iter()
        .flat_map(|checked| &checked.violations)
        .map(|violation| violation.expected.as_str())
        .filter(|words| !own_words(words))
        .collect();
    assert!(foreign.is_empty(), "no sh:message in English says this: {foreign:#?}");
}

#[test]
fn each_shape_with_a_target_has_a_fixture() {
    let tested: BTreeSet<String> =
        CHECKED.iter().map(|checked| format!("{SHAPE}{}", checked.fixture.shape)).collect();
    let shapes = shape_iris().expect("the shapes can be read");
    let untested: Vec<_> = shapes
        .iter()
        .map(|shape| shape.trim_matches(['<', '>']))
        .filter(|shape| !tested.contains(*shape))
        .collect();
    assert!(shapes.len() > 30, "too few shapes to be all: {shapes:?}");
    assert!(untested.is_empty(), "add a file to tests/fixtures/invalid for each of: {untested:?}");
}

#[test]
fn a_fixture_is_named_after_its_shape() {
    for Checked { fixture, .. } in CHECKED.iter() {
        let stem = fixture.name.strip_suffix(".ttl").expect("fixtures are Turtle");
        let named_after = stem.split('-').next().unwrap_or_default();
        assert_eq!(named_after, fixture.shape, "{}", fixture.name);
    }
}

#[test]
fn the_seed_breaks_no_shape() {
    assert_eq!(SEEDED.check(&[]).expect("the check runs"), []);
}

#[test]
fn nothing_but_the_faulty_node_is_blamed() {
    for Checked { fixture, strangers, .. } in CHECKED.iter() {
        assert_eq!(strangers.as_slice(), [], "{}", fixture.name);
    }
}
