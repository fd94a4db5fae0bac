//! `passerelle epochs`, `passerelle changes` and `/api/v1/epochs`: what happened
//! between two states of the graph.

use crate::api::{bad_parameter, problem};
use crate::seeded::data_directory;
use crate::support::{Answer, get, get_json, get_with, passerelle, send_to};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use passerelle::domain::Event;
use passerelle::graph::{ChangedThings, DatasetChoice, StopToken, UpdateLimits};
use passerelle::http::{self, HttpSettings};
use passerelle::operations::{Difference, EpochError, Passerelle};
use passerelle::web;
use serde_json::Value;
use std::path::Path;

const STATEMENT: &str = "<https://w3id.org/passerelle/id/statement/2022-q5-l337-au>";
const PREFIXES: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
    PREFIX theme: <https://w3id.org/passerelle/id/theme/> ";

fn update(service: &Passerelle, text: &str) -> String {
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    let text = format!("{PREFIXES}{text}");
    let change = service.update(&text, &using, &UpdateLimits::default(), &stop).expect("done");
    assert!(matches!(change.things, ChangedThings::These(_)));
    service.epoch().to_string()
}

fn said_about(theme: &str) -> String {
    format!(
        "DELETE {{ GRAPH ?g {{ {STATEMENT} pes:about ?t }} }} INSERT {{ GRAPH ?g {{ {STATEMENT} pes:about theme:{theme} }} }}
         WHERE {{ GRAPH ?g {{ {STATEMENT} pes:about ?t }} }}"
    )
}

/// A directory with five epochs: the seed; a statement about telework; about
/// onboarding; gone; something foreign.
fn history(directory: &Path) -> Vec<String> {
    let (service, _) = Passerelle::open(directory).expect("the data directory opens");
    let mut epochs = vec![service.epoch().to_string()];
    epochs.push(update(&service, &said_about("telework")));
    epochs.push(update(&service, &said_about("network-expansion")));
    let gone = format!(
        "DELETE {{ GRAPH ?g {{ {STATEMENT} ?p ?o }} }} WHERE {{ GRAPH ?g {{ {STATEMENT} ?p ?o }} }}"
    );
    epochs.push(update(&service, &gone));
    epochs.push(update(&service, "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"));
    epochs
}

fn difference(gained: u64, changed: u64, lost: u64) -> Difference {
    Difference { gained, changed, lost }
}

#[test]
fn any_two_epochs_are_told_apart_exactly() {
    let data = data_directory();
    let epochs = history(data.path());
    let (service, _) = Passerelle::open(data.path()).expect("it opens");
    let compare = |from: usize, to: usize| {
        service.compare_epochs(Some(&epochs[from]), Some(&epochs[to])).expect("both are known")
    };
    let themes = |from: usize, to: usize| -> Vec<(String, Difference)> {
        let themes = compare(from, to).themes.into_iter();
        themes
            .map(|(id, difference)| {
                (id.as_str().rsplit('/').next().unwrap_or_default().to_owned(), difference)
            })
            .filter(|(slug, _)| slug == "telework" || slug == "network-expansion")
            .collect()
    };
    let (more, less) = (difference(1, 0, 0), difference(0, 0, 1));
    assert_eq!(themes(0, 1), [("telework".to_owned(), more)]);
    assert_eq!(
        themes(1, 2),
        [("network-expansion".to_owned(), more), ("telework".to_owned(), less)]
    );
    assert_eq!(themes(0, 2), [("network-expansion".to_owned(), more)]);
    assert_eq!(themes(2, 3), [("network-expansion".to_owned(), less)]);
    assert_eq!(themes(0, 3), [], "what came and went is no difference");

    let whole = compare(0, 3);
    let [thing] = whole.things.as_slice() else { panic!("{:?}", whole.things) };
    assert_eq!(thing.event, Event::Deleted);
    let members: Vec<_> = whole.members.into_values().collect();
    assert_eq!(members, [less]);
    assert_eq!(compare(0, 1).members.into_values().collect::<Vec<_>>(), [difference(0, 1, 0)]);
    let foreign = compare(3, 4);
    assert!(foreign.things.is_empty() && foreign.members.is_empty());
    assert_eq!(foreign.graphs.into_values().collect::<Vec<_>>(), [Event::Created]);
    assert!(compare(2, 2).things.is_empty());
    let last = service.compare_epochs(None, None).expect("the last two");
    assert_eq!(last.from.map(|epoch| epoch.id).as_ref(), Some(&epochs[3]));
    let backwards = service.compare_epochs(Some(&epochs[2]), Some(&epochs[1]));
    assert!(matches!(backwards, Err(EpochError::Backwards { .. })), "{backwards:?}");
    for unknown in ["zz", "", "0123456789abcdef0"] {
        let found = service.compare_epochs(Some(unknown), None);
        assert!(matches!(found, Err(EpochError::Unknown(_))), "{unknown}: {found:?}");
    }
}

#[test]
fn the_commands_list_epochs_and_compare_them() {
    let data = data_directory();
    let epochs = history(data.path());
    let directory = data.path().to_str().expect("UTF-8");
    let run = |arguments: &[&str]| passerelle(&[arguments, &["--data", directory]].concat());
    let listed = run(&["epochs", "--limit", "4"]);
    assert!(listed.status.success());
    let text = String::from_utf8(listed.stdout).expect("UTF-8");
    let ids: Vec<&str> =
        text.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    let mut last: Vec<&str> = epochs[1..].iter().map(String::as_str).collect();
    last.reverse();
    assert_eq!(ids, last);

    let (from, to) = (&epochs[0][..8], &epochs[1][..8]);
    let table = run(&["changes", "--from", from, "--to", to]);
    let table = String::from_utf8(table.stdout).expect("UTF-8");
    for words in ["updated statement/2022-q5-l337-au", "PES of Australia", "Telework"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let json = run(&["changes", "--from", from, "--to", to, "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(
        (&json["from"]["id"], &json["to"]["id"]),
        (&Value::from(&*epochs[0]), &Value::from(&*epochs[1]))
    );
    assert_eq!(json["kinds"][0]["updated"], 1);
    assert_eq!(json["members"][0]["slug"], "au-pes");
    let csv = run(&["changes", "--from", &epochs[3], "--format", "csv"]);
    assert_eq!(String::from_utf8(csv.stdout).expect("UTF-8"), "event,kind,id\ncreated,graph,x:g\n");

    let unknown = run(&["changes", "--from", "ffffffffffffffffff"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("there is no epoch"));
    assert_eq!(run(&["changes", "--from", "yesterday"]).status.code(), Some(2));
    assert_eq!(run(&["epochs", "--limit", "0"]).status.code(), Some(2));
    assert_eq!(run(&["changes", "--format", "xml"]).status.code(), Some(2));
}

/// The service over a directory, asked once.
fn ask(directory: &Path, path: &str) -> Answer {
    let (service, _) = Passerelle::open(directory).expect("it opens");
    let app = http::app(service, HttpSettings::default(), web::pages()).expect("it starts");
    send_to(&app, Request::get(path).body(Body::empty()).expect("a well-formed request"))
}

#[test]
fn the_api_compares_them() {
    let data = data_directory();
    let epochs = history(data.path());
    let (from, to) = (&epochs[0][..8], &epochs[1][..8]);
    let told = ask(data.path(), &format!("/api/v1/epochs?from={from}&to={to}&lang=en")).json();
    assert_eq!(
        (&told["from"]["epoch"], &told["to"]["epoch"]),
        (&epochs[0].as_str().into(), &epochs[1].as_str().into())
    );
    assert_eq!(told["total"], 1);
    assert_eq!(told["data"][0]["slug"], "2022-q5-l337-au");
    assert_eq!(
        (&told["data"][0]["kind"], &told["data"][0]["event"]),
        (&"statement".into(), &"updated".into())
    );
    assert_eq!(told["kinds"][0]["updated"], 1);
    assert_eq!(
        (&told["members"][0]["slug"], &told["members"][0]["changed"]),
        (&"au-pes".into(), &1.into())
    );
    let themes = told["themes"].as_array().expect("a list");
    let telework =
        themes.iter().find(|theme| theme["slug"] == "telework").expect("it is mentioned");
    assert_eq!((&telework["label"], &telework["gained"]), (&"Telework".into(), &1.into()));
    let known: Vec<&str> = told["epochs"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["epoch"].as_str())
        .collect();
    let mut last: Vec<&str> = epochs.iter().map(String::as_str).collect();
    last.reverse();
    assert_eq!(known, last);

    let latest = ask(data.path(), "/api/v1/epochs?limit=1").json();
    assert_eq!(latest["from"]["epoch"], epochs[3].as_str());
    assert_eq!(latest["graphs"], serde_json::json!([{ "id": "x:g", "event": "created" }]));
    assert_eq!(latest["epochs"].as_array().map(Vec::len), Some(1));
    let backwards = format!("/api/v1/epochs?from={}&to={}", epochs[2], epochs[1]);
    bad_parameter(&ask(data.path(), &backwards), "from");
}

#[test]
fn an_epoch_that_never_was_is_named() {
    for (query, name) in [
        ("from=ffffffffffffffffff", "from"),
        ("to=ffffffffffffffffff", "to"),
        ("from=yesterday", "from"),
        ("to=", "to"),
        ("limit=0", "limit"),
        ("since=1", "since"),
    ] {
        bad_parameter(&get(&format!("/api/v1/epochs?{query}")), name);
    }
    problem(&get_with("/api/v1/epochs", &[("accept", "text/csv")]), StatusCode::NOT_ACCEPTABLE);
    let all = get_json("/api/v1/epochs?lang=en&limit=2");
    assert_eq!(all["data"].as_array().map(Vec::len), Some(2));
    assert!(
        all["from"].is_null() && all["to"]["epoch"].is_string(),
        "the first is compared with nothing"
    );
}
