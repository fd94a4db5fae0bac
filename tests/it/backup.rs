//! Copies made while the graph is written to, and put back elsewhere.

use crate::support::passerelle;
use crate::writable;
use jiff::Timestamp;
use passerelle::desk::{Desk, DeskError, KeyRefused};
use passerelle::domain::Role;
use passerelle::graph::{
    DatasetChoice, GraphError, KnowledgeGraph, StopToken, UpdateLimits, restore,
};
use passerelle::operations::{CopyError, back_up, restore as restore_all};
use std::os::unix::fs::PermissionsExt;
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

#[test]
fn keys_and_audit_are_copied_and_restored() {
    let place = tempfile::tempdir().expect("a directory");
    let at = |name: &str| place.path().join(name);
    let (graph, desk) = (open(&at("live")), Desk::open(&at("live")).expect("a desk"));
    write_pair(&graph, 0);
    let key = writable::key(&desk, Role::Admin);
    back_up(&graph, &desk, &at("copy")).expect("a copy, made while both are in use");
    let later = writable::key(&desk, Role::Admin);
    restore_all(&at("copy"), &at("other")).expect("restored");
    let mode = |name: &str| {
        let file = at(name).join("desk.sqlite").metadata().expect("a desk");
        file.permissions().mode() & 0o777
    };
    assert_eq!((mode("copy"), mode("other")), (0o600, 0o600));
    let restored = Desk::open(&at("other")).expect("the desk opens");
    assert_eq!(restored.authenticate(&key, Timestamp::now()).expect("it works").role, Role::Admin);
    let unknown = restored.authenticate(&later, Timestamp::now());
    assert!(matches!(unknown, Err(DeskError::KeyRefused(KeyRefused::Unknown))), "{unknown:?}");
    assert_eq!(open(&at("other")).commit_number(), 1);
}

#[test]
fn a_copy_without_a_desk_is_refused() {
    let place = tempfile::tempdir().expect("a directory");
    let graph = open(&place.path().join("live"));
    write_pair(&graph, 0);
    let (copy, other) = (place.path().join("copy"), place.path().join("other"));
    graph.back_up(&copy).expect("a copy of the graph alone");
    let refused = restore_all(&copy, &other);
    assert!(matches!(refused, Err(CopyError::Desk(DeskError::Missing(_)))), "{refused:?}");
    assert!(!other.exists(), "nothing is begun");
}
