//! The command line as a person meets it: a process, its words and its exit
//! code. 0 done, 1 the work failed, 2 wrong usage.

use crate::running::Service;
use crate::seeded::{data_directory, test_file};
use crate::support::{command, passerelle};
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// A body that fits its shape.
const VALID: &str = r#"
<https://w3id.org/passerelle/id/body/example-1>
    a <https://w3id.org/passerelle/ontology#Body> , <http://www.w3.org/ns/org#Organization> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "Exemple"@fr , "Example"@en , "Ejemplo"@es ."#;

/// How a command ended, and what it said.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Ran {
    let output = passerelle(arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// What a command that must succeed prints.
fn succeed(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    ran.out
}

/// What a command that must end with `code` says, on standard error alone.
fn fail(code: i32, arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!(ran.code, Some(code), "{arguments:?}: {}{}", ran.out, ran.err);
    assert_eq!(ran.out, "", "{arguments:?}");
    assert!(ran.err.contains("error"), "{arguments:?}: {}", ran.err);
    ran.err
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn every_command_has_an_example_in_its_help() {
    let help = succeed(&["--help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // What a command does may take more than a line.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 9, "{commands:?}");
    for name in commands {
        let help = succeed(&[name, "--help"]);
        let examples = help.split_once("Example").map_or("", |(_, examples)| examples);
        assert!(examples.contains(&format!("passerelle {name}")), "{name}: {help}");
        assert!(help.contains("--data"), "{name}");
    }
    assert!(succeed(&["--version"]).starts_with("passerelle "));
}

#[test]
fn wrong_usage_ends_with_2_and_names_what_is_wrong() {
    for (arguments, word) in [
        (&["match", "be-actiris", "--colour"][..], "--colour"),
        (&["match", "be-actiris", "--limit", "0"], "--limit"),
        (&["match", "be-actiris", "--limit", "many"], "--limit"),
        (&["match", "be-actiris", "--lang", "de"], "--lang"),
        (&["match", "Not A Slug"], "identifier"),
        (&["match"], "MEMBER"),
        (&["match", "be-actiris", "--all"], "--all"),
        (&["match", "--all", "--lang", "fr"], "--lang"),
        (&["dump", "--format", "xml"], "nq, trig, nt, ttl, n3, rdf and jsonld"),
        (&["dump", "--graph", "nope"], "absolute IRI"),
        (&["load"], "FILES"),
        (&["load", "a.ttl", "--graph", "nope"], "absolute IRI"),
        (&["query"], "SPARQL"),
        (&["query", "ASK {}", "--file", "a.rq"], "--file"),
        (&["serve", "--listen", "nope"], "--listen"),
        (&["generate"], "--members"),
        (&["generate", "--members", "1", "--triples", "1"], "--triples"),
        (&["generate", "--members", "few"], "--members"),
        (&["dance"], "dance"),
    ] {
        let words = fail(2, arguments);
        assert!(words.contains(word), "{arguments:?}: {words}");
        assert!(words.contains("--help"), "{arguments:?}: {words}");
    }
    assert_eq!(run(&[]).code, Some(2));
}

#[test]
fn what_is_loaded_can_be_asked_dumped_hashed_and_derived() {
    let data = data_directory();
    let at = text(data.path());
    let file = data.path().join("bodies.ttl");
    fs::write(&file, VALID).expect("the file can be written");
    let graph = "https://example.org/graph/bodies";
    let loaded = succeed(&["load", text(&file), "--graph", graph, "--data", at]);
    assert!(loaded.contains(&format!("{graph}  5 triples\n")), "{loaded}");

    let question = "SELECT ?label { GRAPH ?g { id:body\\/example-1 skos:prefLabel ?label } }";
    let answer = succeed(&["query", question, "--format", "csv", "--data", at]);
    let mut rows: Vec<&str> = answer.lines().collect();
    rows[1..].sort_unstable();
    assert_eq!(rows, ["label", "Ejemplo", "Example", "Exemple"]);
    let asked = data.path().join("question.rq");
    fs::write(&asked, question).expect("the file can be written");
    assert_eq!(succeed(&["query", "-f", text(&asked), "--data", at]).lines().count(), 4);
    let json = succeed(&["query", "ASK { ?s a pes:Member }", "--format", "json", "--data", at]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["boolean"], true);
    let turtle = succeed(&[
        "query",
        "DESCRIBE <https://w3id.org/passerelle/id/body/example-1>",
        "--data",
        at,
    ]);
    assert!(turtle.contains("@prefix pes:") && turtle.contains("\"Example\"@en"), "{turtle}");

    let dumped = succeed(&["dump", "--graph", graph, "--data", at]);
    assert_eq!(dumped.lines().count(), 5);
    let hashes = succeed(&["hash", "--data", at]);
    assert!(hashes.lines().any(|line| line.contains(graph) && line.contains(" 5 ")), "{hashes}");
    assert!(succeed(&["derive", "--data", at]).contains("/graph/derived"));
    let own = "https://w3id.org/passerelle/graph/catalogue";
    let refused = passerelle(&["load", text(&file), "--graph", own, "--data", at]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("kept by the program itself"));
    assert!(succeed(&["validate", text(&file)]).contains("fit the shapes"));
}

#[test]
fn every_dump_format_is_written_and_looks_like_itself() {
    let data = data_directory();
    let graph = "https://w3id.org/passerelle/graph/public-sources";
    let dump = |format| {
        succeed(&["dump", "--graph", graph, "--format", format, "--data", text(data.path())])
    };
    let in_graph = format!(" <{graph}> .");
    assert!(dump("nq").lines().all(|line| line.ends_with(&in_graph)));
    assert!(dump("nt").lines().all(|line| line.ends_with(" .") && !line.ends_with(&in_graph)));
    assert!(dump("trig").contains("graph:public-sources {"));
    let turtle = dump("ttl");
    assert!(turtle.starts_with("@prefix ") && !turtle.contains("graph:public-sources {"));
    serde_json::from_str::<serde_json::Value>(&dump("jsonld")).expect("JSON-LD is JSON");
}

#[test]
fn work_that_fails_ends_with_1_and_says_why() {
    let data = data_directory();
    let broken = data.path().join("broken.ttl");
    fs::write(&broken, "<x:a> <x:p> 1 .\n<x:a> <x:p> 2 ; oops .\n").expect("a file");
    let unnamed = data.path().join("notes.txt");
    fs::write(&unnamed, "no RDF").expect("a file");
    let invalid = test_file("fixtures/invalid/Body.ttl");
    let place = format!("{}:2:17: ", broken.display());
    let node = "https://w3id.org/passerelle/id/body/invalid-1";
    for (arguments, words) in [
        (["load", "no-such-file.ttl"], &["no-such-file.ttl", "No such file"][..]),
        (["load", text(&unnamed)], &["notes.txt", ".jsonld"]),
        (["load", text(&broken)], &[&place]),
        (["validate", text(&broken)], &[&place]),
        (["load", text(&invalid)], &[node, "ontology#country", "A body has at most one country"]),
        (["validate", text(&invalid)], &[node, "ontology#country", "1 violation"]),
        (["match", "zz-nobody"], &["no member 'zz-nobody'", "pes:Member"]),
        (["query", "--file=no-such-file.rq"], &["no-such-file.rq", "No such file"]),
        (["query", "SELECT * WHERE {\n  ?s ?p }"], &["2:"]),
        (["query", "SELECT * { ?s ?p ?o } }"], &["1:"]),
        (["--config=no-such-file.toml", "hash"], &["settings", "no-such-file.toml"]),
    ] {
        let said = fail(1, &[&arguments[..], &["--data", text(data.path())]].concat());
        for word in words {
            assert!(said.contains(word), "{arguments:?} should say {word}: {said}");
        }
        assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    }
    let stored = succeed(&["hash", "--data", text(data.path())]);
    assert!(!stored.contains("upload"), "nothing was stored: {stored}");
}

#[test]
fn a_directory_of_a_newer_format_is_refused_with_1() {
    let data = data_directory();
    fs::write(data.path().join("format"), "7\n").expect("a file");
    let said = fail(1, &["hash", "--data", text(data.path())]);
    assert!(said.contains("has format 7") && said.contains("newer"), "{said}");
}

#[test]
fn matches_are_a_table_without_escapes_when_no_terminal_reads() {
    let data = data_directory();
    let list =
        |limit| succeed(&["match", "be-actiris", "--limit", limit, "--data", text(data.path())]);
    let table = list("5");
    assert!(!table.contains('\u{1b}'), "{table}");
    assert!(table.starts_with("Peers of Actiris\n"), "{table}");
    for heading in ["peer", "score", "confidence", "both mention"] {
        assert!(table.contains(heading), "{heading}: {table}");
    }
    assert!(table.len() > list("1").len());
    let nothing = succeed(&["match", "lv-pes", "--lang", "es", "--data", text(data.path())]);
    assert!(nothing.contains("los indicios no bastan"), "{nothing}");
}

#[test]
fn the_peers_of_all_members_are_csv() {
    let data = data_directory();
    let csv = succeed(&["match", "--all", "--limit", "2", "--data", text(data.path())]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("member,rank,tied,peer,score,confidence"));
    let member = "https://w3id.org/passerelle/id/member/be-actiris,";
    let own: Vec<&str> = lines.filter(|line| line.starts_with(member)).collect();
    assert_eq!(own.len(), 2, "{csv}");
    assert!(own[0].starts_with(&format!("{member}1,")), "{csv}");
}

#[test]
fn whoever_has_read_enough_is_told_nothing() {
    let data = data_directory();
    for written in [&["match", "--all"][..], &["dump"]] {
        let mut command = command(&[written, &["--data", text(data.path())]].concat());
        let mut running =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        drop(running.stdout.take());
        let output = running.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("error"), "{written:?}: {said}");
    }
}

#[test]
fn two_directories_that_say_the_same_have_equal_hashes() {
    let data = data_directory();
    let fresh = tempfile::tempdir().expect("a directory");
    let lines = |at: &Path| -> Vec<String> {
        let hashes = succeed(&["hash", "--data", text(at)]);
        let without_time =
            |line: &str| line.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        hashes.lines().skip(1).map(without_time).collect()
    };
    let first = lines(data.path());
    assert_eq!(first, lines(fresh.path()));
    assert_eq!(first.iter().filter(|line| line.contains("/graph/")).count(), 5, "{first:?}");
    assert!(first.last().is_some_and(|line| line.starts_with("epoch ")), "{first:?}");
}

#[test]
fn openapi_needs_no_data_and_prints_its_document() {
    let document: serde_json::Value = serde_json::from_str(&succeed(&["openapi"])).expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert!(document["paths"]["/api/v1/members"].is_object());
}

#[test]
fn made_up_members_go_to_a_file_of_a_format_or_to_standard_output() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("made.nt");
    let out = succeed(&["generate", "--members", "8", "--seed", "2", "--output", text(&file)]);
    assert_eq!(out, "");
    let lines = fs::read_to_string(&file).expect("the file is there");
    assert!(lines.contains("/id/member/synthetic-2-8> ") && !lines.contains("/graph/synthetic/"));
    assert!(succeed(&["validate", text(&file)]).contains("fit the shapes"));
    let said = run(&["generate", "--members", "8", "--seed", "2"]);
    assert_eq!(said.out.lines().count(), lines.lines().count());
    assert!(said.out.lines().all(|line| line.contains("/graph/synthetic/")));
    let triples = format!("8 members, {} triples", lines.lines().count());
    assert!(said.err.contains(&triples), "{}", said.err);
    let nowhere = folder.path().join("no-such-folder/made.nq");
    let said = fail(1, &["generate", "--members", "1", "--output", text(&nowhere)]);
    assert!(said.contains("cannot create"), "{said}");
}

#[test]
fn the_service_answers_keeps_its_directory_to_itself_and_ends_when_told() {
    let data = data_directory();
    let at = text(data.path());
    let mut service = Service::start(&["--listen", "127.0.0.1:0", "--data", at], &[]);
    assert!(service.get("/livez").starts_with("HTTP/1.1 200 "));
    assert!(service.get("/api/v1/members/be-actiris").contains("Actiris"));
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["hash"]] {
        let said = fail(1, &[arguments, &["--data", at]].concat());
        assert!(said.contains(at) && said.contains("in use by another process"), "{said}");
    }
    service.terminate();
    assert_eq!(service.exit_code(), Some(0));
    assert!(succeed(&["hash", "--data", at]).contains("epoch"), "the directory is free again");
}

#[test]
fn a_port_in_use_is_told() {
    let data = data_directory();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let said = fail(1, &["serve", "--listen", &address, "--data", text(data.path())]);
    assert!(said.contains(&format!("cannot listen on {address}")), "{said}");
}

#[test]
fn flags_go_before_variables_and_variables_before_the_file() {
    let data = data_directory();
    let file = data.path().join("passerelle.toml");
    let settings = format!("listen = \"127.0.0.2:0\"\ndata = {:?}\n", text(data.path()));
    fs::write(&file, settings).expect("the file can be written");
    let config = ["--config", text(&file)];
    let variable = [("PASSERELLE_LISTEN", "127.0.0.3:0")];
    let flag = [&config[..], &["--listen", "127.0.0.4:0"]].concat();
    let host = |arguments: &[&str], variables: &[(&str, &str)]| {
        Service::start(arguments, variables).address.ip().to_string()
    };
    assert_eq!(host(&config, &[]), "127.0.0.2");
    assert_eq!(host(&config, &variable), "127.0.0.3");
    assert_eq!(host(&flag, &variable), "127.0.0.4");
    let named = [("PASSERELLE_CONFIG", text(&file))];
    assert_eq!(host(&[], &named), "127.0.0.2");
}

#[test]
fn an_unknown_or_meaningless_setting_is_refused_by_name() {
    let data = data_directory();
    let file = data.path().join("passerelle.toml");
    for (setting, word) in [("colour = \"red\"", "colour"), ("listen = \"nowhere\"", "listen")] {
        fs::write(&file, setting).expect("the file can be written");
        let said = fail(1, &["hash", "--config", text(&file), "--data", text(data.path())]);
        assert!(said.contains("settings") && said.contains(word), "{said}");
    }
}
