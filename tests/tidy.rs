//! The house rules of ARCHITECTURE.md, proved over the files themselves: who
//! may know whom, which crate is named where, how long things may be. Each
//! rule reads one text and returns its complaints, each of which says what to
//! do; the last tests feed every rule samples that break it.

#[path = "tidy/rust_text.rs"]
mod rust_text;

use rust_text::{code, module, references, tokens};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first. A layer may name itself and those before it.
const LAYERS: [&str; 13] = [
    "vocabulary",
    "domain",
    "outbound",
    "identity",
    "graph",
    "desk",
    "matching",
    "search",
    "survey",
    "operations",
    "http",
    "web",
    "cli",
];
/// Seen by the command line alone; lower layers get plain values.
const SETTINGS: [&str; 2] = ["config", "telemetry"];
/// Files that stand outside the layers: they name them all, or run them.
const ROOTS: [&str; 2] = ["src/lib.rs", "src/main.rs"];

/// Names that only some folders of `src` may speak.
const FOREIGN: [(&[&str], &[&str]); 12] = [
    (&["axum", "StatusCode"], &["src/http/", "src/web/"]),
    (&["utoipa", "utoipa_axum", "utoipa_swagger_ui"], &["src/http/"]),
    (&["maud", "fluent_bundle"], &["src/web/"]),
    (
        &[
            "oxigraph",
            "oxrdf",
            "spargebra",
            "shacl",
            "rudof_rdf",
            "rudof_iri",
            "prefixmap",
            "sophia",
        ],
        &["src/graph/"],
    ),
    (&["rusqlite", "getrandom", "subtle"], &["src/desk/"]),
    (&["tantivy"], &["src/search/"]),
    (&["strsim"], &["src/search/", "src/survey/"]),
    (&["calamine", "encoding_rs"], &["src/survey/"]),
    (&["anyhow"], &["src/cli/"]),
    (&["ureq"], &["src/outbound/", "src/graph/federation/"]),
    (&["standardwebhooks"], &["src/desk/"]),
    (&["jsonwebtoken", "base64"], &["src/identity/"]),
];

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 60;
/// Names that say nothing about what is in a file.
const EMPTY_NAMES: [&str; 6] = ["util", "utils", "helper", "helpers", "manager", "common"];

/// A file with its path from the root of the repository.
struct Source {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file below `folder` whose name ends so.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let wanted = |path: &PathBuf| {
        let name = path.to_string_lossy().into_owned();
        endings.is_empty() || endings.iter().any(|ending| name.ends_with(ending))
    };
    paths
        .into_iter()
        .filter(wanted)
        .filter_map(|path| {
            let name = path.strip_prefix(root()).ok()?.to_string_lossy().into_owned();
            Some(Source { path: name, text: fs::read_to_string(path).ok()? })
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let name = entry.file_name().to_string_lossy().into_owned();
        let local = ["target", "data"].contains(&name.as_str());
        let hidden = name.starts_with('.') && name != ".ci";
        if local || hidden || link {
            continue;
        }
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn rust() -> Vec<Source> {
    let mut files = sources("src", &[".rs"]);
    files.extend(sources("tests", &[".rs"]));
    assert!(files.len() > 50, "the sources were not found");
    files
}

fn layers_know_only_those_below(file: &Source) -> Vec<String> {
    if !file.path.starts_with("src/") || ROOTS.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let own = module(&file.path)[0];
    let rank = |layer: &str| LAYERS.iter().position(|name| *name == layer);
    if rank(own).is_none() && !SETTINGS.contains(&own) {
        let advice = "give it its place in LAYERS of tests/tidy.rs and in ARCHITECTURE.md";
        return vec![format!("{}: {own} is no known layer: {advice}", file.path)];
    }
    let code = code(&file.text);
    let mut complaints = Vec::new();
    for (line, named) in references(&file.path, &tokens(&code)) {
        let Some(layer) = named.first().filter(|layer| **layer != own) else { continue };
        let allowed = match (rank(own), rank(layer)) {
            (Some(own), Some(layer)) => layer < own,
            (Some(_), None) => own == "cli" && SETTINGS.contains(layer),
            (None, layer) => layer.is_some_and(|layer| layer < 2),
        };
        if !allowed {
            complaints.push(format!(
                "{}:{line}: {own} must not know {layer}: hand it a plain value, or move the code up",
                file.path
            ));
        }
    }
    complaints
}

fn foreign_crates_stay_behind_their_door(file: &Source) -> Vec<String> {
    let code = code(&file.text);
    let mut complaints = Vec::new();
    for (names, folders) in FOREIGN {
        if !file.path.starts_with("src/") || folders.iter().any(|it| file.path.starts_with(it)) {
            continue;
        }
        for token in tokens(&code).iter().filter(|token| names.contains(&token.text)) {
            complaints.push(format!(
                "{}:{}: {} is named only in {}: let that layer offer what is needed",
                file.path, token.line, token.text, folders[0]
            ));
        }
    }
    complaints
}

fn files_open_with_their_purpose_and_stay_short(file: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    if !file.text.starts_with("//! ") {
        complaints.push(format!(
            "{}: begin with //! and say what lives here, and what does not",
            file.path
        ));
    }
    let lines = file.text.lines().count();
    if lines > FILE_LINES_MAX {
        let advice = format!("{FILE_LINES_MAX} are allowed: split it by what it is about");
        complaints.push(format!("{}: {lines} lines, {advice}", file.path));
    }
    complaints
}

fn functions_stay_short(file: &Source) -> Vec<String> {
    let code = code(&file.text);
    let tokens = tokens(&code);
    let mut complaints = Vec::new();
    for (place, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == "fn") {
        let mut depth = 0_usize;
        let mut opened = false;
        let end = tokens[place..].iter().find(|token| {
            match token.text {
                "{" => (depth, opened) = (depth + 1, true),
                "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            (opened && depth == 0) || (!opened && token.text == ";")
        });
        let lines = end.map_or(0, |end| end.line - token.line + 1);
        if lines > FUNCTION_LINES_MAX {
            let name = tokens.get(place + 1).map_or("", |name| name.text);
            complaints.push(format!(
                "{}:{}: {name} has {lines} lines, {FUNCTION_LINES_MAX} are allowed: name its parts",
                file.path, token.line
            ));
        }
    }
    complaints
}

fn nothing_is_left_undone(file: &Source) -> Vec<String> {
    if !file.path.starts_with("src/") {
        return Vec::new();
    }
    let code = code(&file.text);
    let tokens = tokens(&code);
    let mut complaints = Vec::new();
    for window in tokens.windows(3) {
        let [first, second, third] = window else { continue };
        let unfinished = ["todo", "unimplemented", "dbg"].contains(&first.text);
        if (first.text, second.text, third.text) == (".", "unwrap", "(")
            || (unfinished && second.text == "!" && third.text == "(")
        {
            complaints.push(format!(
                "{}:{}: no {}{}: return an error, or state the invariant in an expect",
                file.path, first.line, first.text, second.text
            ));
        }
    }
    complaints
}

fn names_say_what_is_inside(file: &Source) -> Vec<String> {
    let words = file.path.split(['/', '.', '_', '-']);
    let empty = words.filter(|word| EMPTY_NAMES.contains(word));
    empty
        .map(|word| format!("{}: '{word}' says nothing: name the thing itself", file.path))
        .collect()
}

fn no_path_of_one_machine(file: &Source) -> Vec<String> {
    // Put together here, so that this file does not break its own rule.
    let folders = ["work", "root", "home"].map(|name| format!("/{name}/"));
    let mut complaints = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let local = folders.iter().any(|folder| {
            let mut places = line.match_indices(folder.as_str());
            places.any(|(place, _)| {
                let before = line[..place].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && !"._-/~}".contains(c))
            })
        });
        if local {
            let advice = "it exists on one machine only: make it relative";
            complaints.push(format!("{}:{}: a local path: {advice}", file.path, number + 1));
        }
    }
    complaints
}

/// `used` holds what every `include_str!` names, from the root.
fn queries_are_used(path: &str, used: &BTreeSet<String>) -> Vec<String> {
    if used.contains(path) {
        return Vec::new();
    }
    vec![format!("{path}: no include_str! names it: use it, or delete it")]
}

/// A pattern that follows an `OPTIONAL` is joined after it: to everything, where
/// it could have narrowed that first.
fn queries_narrow_before_what_is_optional(file: &Source) -> Vec<String> {
    let lines = || file.text.lines().map(str::trim_start).zip(1..);
    let after = lines().skip_while(|(line, _)| !line.starts_with("OPTIONAL"));
    let late = after.filter(|(line, _)| line.starts_with("#? "));
    late.map(|(_, number)| {
        format!("{}:{number}: narrows after an OPTIONAL: put it before", file.path)
    })
    .collect()
}

/// The files that a source includes as text, from the root.
fn included(file: &Source) -> Vec<String> {
    let names =
        file.text.split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next());
    names
        .map(|name| {
            let mut parts: Vec<&str> = file.path.split('/').collect();
            parts.pop();
            for part in name.split('/') {
                if part == ".." {
                    parts.pop();
                } else {
                    parts.push(part);
                }
            }
            parts.join("/")
        })
        .collect()
}

/// A folder that holds no Rust, such as a group of queries, is on the map when
/// the one above it is.
fn folders_are_on_the_map(folder: &str, holds_code: bool, map: &str) -> Vec<String> {
    let levels = if holds_code { 1 } else { 2 };
    let mut names = folder.rsplit('/').take(levels);
    if names.any(|name| map.contains(&format!("{name}/")) || map.contains(&format!("`{name}`"))) {
        return Vec::new();
    }
    vec![format!("ARCHITECTURE.md does not mention {folder}/: say what lives there")]
}

fn decisions_are_numbered(names: &[&str]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (place, name) in names.iter().filter(|name| **name != "README.md").enumerate() {
        let number = format!("{:04}-", place + 1);
        if !name.starts_with(&number) {
            complaints.push(format!("docs/decisions/{name}: {number} comes next: number it so"));
        }
    }
    complaints
}

/// Fails with all complaints at once.
fn all_keep(files: &[Source], rule: fn(&Source) -> Vec<String>) {
    let complaints: Vec<String> = files.iter().flat_map(rule).collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn each_layer_knows_only_those_below_it() {
    all_keep(&rust(), layers_know_only_those_below);
}

#[test]
fn foreign_crates_are_named_behind_their_door_only() {
    all_keep(&rust(), foreign_crates_stay_behind_their_door);
}

#[test]
fn files_and_functions_are_short_and_say_their_purpose() {
    all_keep(&rust(), files_open_with_their_purpose_and_stay_short);
    all_keep(&rust(), functions_stay_short);
}

#[test]
fn nothing_unfinished_is_left() {
    all_keep(&rust(), nothing_is_left_undone);
}

#[test]
fn every_name_says_something() {
    all_keep(&rust(), names_say_what_is_inside);
}

#[test]
fn no_file_speaks_of_one_machine() {
    all_keep(&sources("", &[]), no_path_of_one_machine);
}

#[test]
fn every_query_and_rule_is_used() {
    let used: BTreeSet<String> = sources("src", &[".rs"]).iter().flat_map(included).collect();
    let queries = sources("src/graph", &[".rq", ".ru"]);
    assert!(queries.len() > 10, "the queries were not found");
    let complaints: Vec<String> =
        queries.iter().flat_map(|query| queries_are_used(&query.path, &used)).collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn every_query_narrows_before_what_is_optional() {
    all_keep(&sources("src/graph", &[".rq"]), queries_narrow_before_what_is_optional);
}

#[test]
fn every_folder_is_on_the_map() {
    let Ok(map) = fs::read_to_string(root().join("ARCHITECTURE.md")) else { return };
    let files = sources("src", &[]);
    let folder = |file: &Source| Some(file.path.rsplit_once('/')?.0.to_owned());
    let with_code: BTreeSet<String> = sources("src", &[".rs"]).iter().filter_map(folder).collect();
    let folders: BTreeSet<String> = files.iter().filter_map(folder).collect();
    let complaints: Vec<String> = folders
        .iter()
        .flat_map(|folder| folders_are_on_the_map(folder, with_code.contains(folder), &map))
        .collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn decisions_have_numbers_without_gaps() {
    let files = sources("docs/decisions", &[".md"]);
    let names: Vec<&str> =
        files.iter().filter_map(|file| file.path.strip_prefix("docs/decisions/")).collect();
    let complaints = decisions_are_numbered(&names);
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn count(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
    rule(&Source { path: path.into(), text: text.into() }).len()
}

#[test]
fn the_rule_of_layers_can_fail() {
    let seed = "src/graph/seed.rs";
    let tree = "//! x\nuse crate::{domain::{Iri, Slug}, http::{a, b}};";
    assert_eq!(count(layers_know_only_those_below, seed, tree), 2);
    for (path, text) in [
        ("src/domain/iri.rs", "fn f() { crate::graph::open() }"),
        ("src/vocabulary.rs", "use super::domain::Iri;"),
        ("src/http/sparql/mod.rs", "use super::super::cli::main;"),
        ("src/graph/seed.rs", "mod tests { use super::super::super::http::app; }"),
        ("src/operations/browse.rs", "use crate::config::Config;"),
        ("src/helpful/mod.rs", "//! A layer that nobody knows."),
    ] {
        assert_eq!(count(layers_know_only_those_below, path, text), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("src/cli/serve.rs", "use crate::config::Config; use super::super::telemetry;"),
        ("src/graph/seed.rs", "use super::source::Draft; mod tests { use super::*; }"),
        (
            "src/domain/iri.rs",
            "// use crate::http;\n/* crate::cli::x */ const A: &str = \"crate::http\";",
        ),
    ] {
        assert_eq!(count(layers_know_only_those_below, path, text), 0, "{path}: {text}");
    }
}

#[test]
fn each_other_rule_can_fail() {
    let foreign = foreign_crates_stay_behind_their_door;
    assert_eq!(count(foreign, "src/operations/a.rs", "use axum::http::StatusCode;"), 2);
    assert_eq!(
        count(foreign, "src/http/a.rs", "use oxigraph::store::Store; use anyhow::Error;"),
        2
    );
    assert_eq!(count(foreign, "src/http/a.rs", "use axum::Router; // oxigraph"), 0);

    let opening = files_open_with_their_purpose_and_stay_short;
    assert_eq!(count(opening, "src/a.rs", "use std::fs;"), 1);
    assert_eq!(count(opening, "src/a.rs", &format!("//! x\n{}", "\n".repeat(500))), 1);
    let long = format!("fn f() {{ let brace = '{{'; {} }}", "\n".repeat(60));
    assert_eq!(count(functions_stay_short, "src/a.rs", &long), 1);
    assert_eq!(
        count(functions_stay_short, "src/a.rs", &format!("fn f() {{}}{}", "\n".repeat(99))),
        0
    );

    for text in ["a.unwrap()", "todo!()", "unimplemented!(\"later\")", "dbg!(a)"] {
        assert_eq!(count(nothing_is_left_undone, "src/a.rs", text), 1, "{text}");
    }
    assert_eq!(count(nothing_is_left_undone, "src/a.rs", "a.unwrap_or(1) // .unwrap()"), 0);
    assert_eq!(count(names_say_what_is_inside, "src/graph/string_utils.rs", ""), 1);
    let local = ["work", "root", "home"].map(|name| format!("see \"/{name}/me\""));
    assert!(local.iter().all(|text| count(no_path_of_one_machine, "a.md", text) == 1));
    assert_eq!(count(no_path_of_one_machine, "a.md", "https://example.org/our/home/"), 0);

    let uses =
        Source { path: "src/graph/seed.rs".into(), text: "include_str!(\"../graph/a.rq\")".into() };
    let used: BTreeSet<String> = included(&uses).into_iter().collect();
    assert_eq!(queries_are_used("src/graph/a.rq", &used).len(), 0);
    assert_eq!(queries_are_used("src/graph/b.rq", &used).len(), 1);
    let narrow = queries_narrow_before_what_is_optional;
    let [class, optional, narrowing] =
        ["?id a <p:C> .\n", "  OPTIONAL { ?id <p:l> ?l }\n", "  #? a: ?id <p:a> ?a .\n"];
    assert_eq!(count(narrow, "a.rq", &[class, optional, narrowing].concat()), 1);
    assert_eq!(count(narrow, "a.rq", &[class, narrowing, optional].concat()), 0);
    assert_eq!(folders_are_on_the_map("src/graph", true, "`src/domain/` only").len(), 1);
    assert_eq!(folders_are_on_the_map("src/graph/lists", true, "`src/graph/` only").len(), 1);
    assert_eq!(folders_are_on_the_map("src/graph/a/b", false, "`src/graph/` only").len(), 1);
    assert_eq!(decisions_are_numbered(&["0001-a.md", "0003-b.md", "README.md"]).len(), 1);
    assert_eq!(decisions_are_numbered(&["0001-a.md", "0001-b.md"]).len(), 1);
}
