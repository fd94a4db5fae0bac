//! Made-up members: the same seed gives the same bytes, the sizes are as
//! promised, everything says that it is synthetic, and it fits the shapes.

use crate::seeded::SEEDED;
use passerelle::domain::Iri;
use passerelle::graph::{GraphFormat, RdfFile};
use passerelle::operations::{Generated, SyntheticSize, generate};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// More than any member has.
const TRIPLES_OF_A_MEMBER_MAX: u64 = 120;

fn made(seed: u64, size: SyntheticSize, format: GraphFormat) -> (Generated, String) {
    let mut out = Vec::new();
    let made = generate(seed, size, format, &mut out).expect("a vector can be written");
    (made, String::from_utf8(out).expect("RDF is UTF-8"))
}

fn quads(seed: u64, size: SyntheticSize) -> (Generated, String) {
    made(seed, size, GraphFormat::NQuads)
}

fn members(text: &str) -> usize {
    let member = "#type> <https://w3id.org/passerelle/ontology#Member> ";
    text.lines().filter(|line| line.contains(member)).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_gives_others(
        seed in any::<u64>(),
        count in 1_u64..40,
    ) {
        let size = SyntheticSize::Members(count);
        let (told, text) = quads(seed, size);
        prop_assert_eq!(&quads(seed, size).1, &text);
        prop_assert_ne!(&quads(seed.wrapping_add(1), size).1, &text);
        prop_assert_eq!(told.members, count);
        prop_assert_eq!(members(&text) as u64, count);
        let lines: BTreeSet<&str> = text.lines().collect();
        prop_assert_eq!(lines.len() as u64, told.triples);
        prop_assert_eq!(text.lines().count() as u64, told.triples);
    }

    #[test]
    fn a_longer_list_begins_with_the_shorter_one(seed in any::<u64>(), count in 1_u64..30) {
        let (_, short) = quads(seed, SyntheticSize::Members(count));
        let (_, long) = quads(seed, SyntheticSize::Members(count + 3));
        prop_assert!(long.starts_with(&short));
    }

    #[test]
    fn so_many_triples_are_kept_to_less_than_a_member(
        seed in any::<u64>(),
        triples in 2_000_u64..9_000,
    ) {
        let (told, text) = quads(seed, SyntheticSize::Triples(triples));
        prop_assert!(told.triples <= triples);
        prop_assert!(told.triples + TRIPLES_OF_A_MEMBER_MAX > triples, "{told:?}");
        prop_assert_eq!(members(&text) as u64, told.members);
    }
}

#[test]
fn a_member_takes_some_47_triples() {
    let (told, _) = quads(1, SyntheticSize::Members(2_000));
    let (none, _) = quads(1, SyntheticSize::Members(0));
    let each = (told.triples - none.triples) / told.members;
    assert!((45..=49).contains(&each), "{each}");
}

#[test]
fn it_fits_the_shapes_beside_the_seed() {
    for (format, extension) in [(GraphFormat::NQuads, "nq"), (GraphFormat::Turtle, "ttl")] {
        let (_, text) = made(3, SyntheticSize::Members(40), format);
        let file = RdfFile::from_bytes(format!("made.{extension}"), text.into_bytes());
        let graph = Iri::parse("https://example.org/made").expect("an IRI");
        let drafts = file.and_then(|file| file.parse(&graph)).expect("it is well formed");
        assert_eq!(SEEDED.check(&drafts).expect("the check runs"), []);
    }
}

#[test]
fn every_format_says_the_same() {
    let size = SyntheticSize::Members(5);
    let graph = Iri::parse("https://w3id.org/passerelle/graph/synthetic/9").expect("an IRI");
    for (format, extension) in [
        (GraphFormat::NQuads, "nq"),
        (GraphFormat::TriG, "trig"),
        (GraphFormat::NTriples, "nt"),
        (GraphFormat::Turtle, "ttl"),
    ] {
        let (told, text) = made(9, size, format);
        let file = RdfFile::from_bytes(format!("made.{extension}"), text.into_bytes());
        let drafts = file.and_then(|file| file.parse(&graph)).expect("it is well formed");
        let graphs: Vec<&str> = drafts.iter().map(|draft| draft.graph().as_str()).collect();
        let named = matches!(format, GraphFormat::NQuads | GraphFormat::TriG);
        assert_eq!(graphs.len(), if named { 2 } else { 1 }, "{extension}: {graphs:?}");
        let size = |draft: &passerelle::graph::Draft| draft.size();
        assert_eq!(drafts.iter().map(size).sum::<usize>() as u64, told.triples, "{extension}");
    }
}

#[test]
fn everything_made_up_says_so() {
    let (_, text) = quads(5, SyntheticSize::Members(60));
    let own = text.lines().filter(|line| line.ends_with("/graph/synthetic/5> ."));
    let (mut lines, mut names) = (0, 0);
    for line in own {
        assert!(line.split(' ').next().is_some_and(|name| name.contains("/synthetic-5")), "{line}");
        let is_name = line.contains("#prefLabel> ") || line.contains("/description> \"");
        if is_name && !line.contains("/survey/") {
            let text = line.to_lowercase();
            let marked = ["synthétique", "synthetic", "sintétic"].iter().any(|w| text.contains(w));
            assert!(marked, "{line}");
            names += 1;
        }
        lines += 1;
    }
    assert!(lines > 1_000 && names > 300, "{lines} lines, {names} names");
    assert!(text.contains("<https://w3id.org/dpv#SyntheticData>"));
    let rest = text.lines().filter(|line| !line.ends_with("/graph/synthetic/5> ."));
    for line in rest {
        assert!(line.ends_with("/graph/synthetic/reference> ."), "{line}");
        assert!(!line.contains("synthetic-"), "a real thing is called synthetic: {line}");
    }
}
