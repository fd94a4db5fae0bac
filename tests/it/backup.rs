//! Copies made while the graph is written to, and put back elsewhere.

use crate::support::passerelle;
use passerelle::graph::{
    DatasetChoice, GraphError, KnowledgeGraph, StopToken, UpdateLimits, restore,
};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Each write adds a pair; a copy with half a pair is no copy.
fn write_pair(graph: &KnowledgeGraph, number: u32) {
    let text = format!(
        "INSERT DATA {{ GRAPH <x:a> {{ <x:{number}> <x:p> 1 }} GRAPH <x:b> {{ <x:{number}> <x:p> 2 }} }}"
    );
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    graph.update(&text, &using, &UpdateLimits::default(), &stop).expect("the pair is written");
}

/// Name, size, canonical hash of each graph.
fn content(graph: &KnowledgeGraph) -> Vec<(String, u64, Option<String>)> {
    let entries = graph.hashed_entries().expect("the catalogue");
    entries
        .into_iter()
        .map(|entry| (entry.graph.to_string(), entry.triples, entry.canonical_hash))
        .collect()
}

fn open(path: &Path) -> KnowledgeGraph {
    KnowledgeGraph::open(path).expect("the directory opens")
}

#[test]
fn a_copy_made_under_writes_is_whole_and_restores_to_the_same() {
    let place = tempfile::tempdir().expect("a directory");
    let at = |name: &str| place.path().join(name);
    let graph = open(&at("live"));
    write_pair(&graph, 0);
    let stop = AtomicBool::new(false);
    let copied = std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 1.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                write_pair(&graph, number);
            }
        });
        let copied: Vec<u64> = (0..3)
            .map(|copy| graph.back_up(&at(&format!("copy{copy}"))).expect("a copy"))
            .collect();
        stop.store(true, Ordering::Relaxed);
        copied
    });
    for (copy, commit) in copied.iter().enumerate() {
        let from = at(&format!("copy{copy}"));
        let to = at(&format!("restored{copy}"));
        assert_eq!(restore(&from, &to).expect("restored"), *commit);
        let (copy, restored) = (open(&from), open(&to));
        assert_eq!(restored.commit_number(), *commit);
        assert_eq!(content(&copy), content(&restored));
        let sizes: Vec<u64> = content(&copy).iter().map(|(_, triples, _)| *triples).collect();
        assert_eq!(sizes, [*commit, *commit], "a commit is one pair");
    }
    assert!(copied.is_sorted());
}

#[test]
fn nothing_is_copied_over_something() {
    let place = tempfile::tempdir().expect("a directory");
    let graph = open(&place.path().join("live"));
    write_pair(&graph, 1);
    std::fs::write(place.path().join("file"), "kept").expect("written");
    let refused = graph.back_up(place.path());
    assert!(matches!(refused, Err(GraphError::NotEmpty(_))), "{refused:?}");
    let copy = place.path().join("copy");
    graph.back_up(&copy).expect("a copy");
    assert!(matches!(restore(&copy, place.path()), Err(GraphError::NotEmpty(_))));
    let none = place.path().join("none");
    assert!(restore(&none, &place.path().join("other")).is_err());
    assert!(!place.path().join("other").exists(), "nothing is begun");
}

#[test]
fn the_commands_copy_and_restore() {
    let place = tempfile::tempdir().expect("a directory");
    let at = |name: &str| place.path().join(name).display().to_string();
    let (live, copy, other) = (at("live"), at("copy"), at("other"));
    let run = |arguments: &[&str]| {
        let output = passerelle(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let hash = run(&["hash", "--data", &live]);
    run(&["backup", "--data", &live, &copy]);
    run(&["restore", &copy, "--data", &other]);
    assert_eq!(run(&["hash", "--data", &other]), hash);
}
