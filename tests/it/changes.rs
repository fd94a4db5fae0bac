//! `/api/v1/changes`: a mirror that follows it has what is published.

use crate::seeded::data_directory;
use crate::support::{Answer, RUNTIME, get, get_json, get_with, send_to};
use crate::writable::key;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use passerelle::desk::Desk;
use passerelle::domain::Role;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Passerelle;
use passerelle::web;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A service of the test's own.
struct Source {
    app: axum::Router,
    key: String,
}

impl Source {
    fn open(directory: &Path) -> Self {
        let (service, _) = Passerelle::open(directory).expect("the data directory opens");
        let app =
            http::app(service, HttpSettings::default(), web::pages()).expect("it describes itself");
        let key = key(&Desk::open(directory).expect("the desk opens"), Role::Admin);
        Self { app, key }
    }

    fn ask(&self, method: Method, path: &str, body: String) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
            .header(header::CONTENT_TYPE, "application/sparql-update");
        send_to(&self.app, request.body(Body::from(body)).expect("a well-formed request"))
    }

    fn get(&self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path, String::new());
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    fn update(&self, text: &str) {
        let text = format!(
            "PREFIX pes: <https://w3id.org/passerelle/ontology#>
             PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
             PREFIX owl: <http://www.w3.org/2002/07/owl#>
             PREFIX dct: <http://purl.org/dc/terms/>
             PREFIX theme: <https://w3id.org/passerelle/id/theme/>
             PREFIX statement: <https://w3id.org/passerelle/id/statement/>
             PREFIX programme: <https://w3id.org/passerelle/id/programme/> {text}"
        );
        let answer = self.ask(Method::POST, "/update", text);
        assert!(answer.status.is_success(), "{}", answer.text());
    }

    /// What is published of things, with the digest of what is said of each.
    fn published(&self) -> BTreeMap<String, BTreeSet<String>> {
        let query = "SELECT ?s ?p ?o WHERE {
            GRAPH ?g { ?s ?p ?o }
            FILTER(STRSTARTS(STR(?s), 'https://w3id.org/passerelle/id/'))
            FILTER(?g NOT IN (<https://w3id.org/passerelle/graph/derived>, <https://w3id.org/passerelle/graph/catalogue>, <https://w3id.org/passerelle/graph/changes>))
        }";
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("query", query)
            .append_pair("format", "json")
            .finish();
        let mut things: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let answer = self.ask(Method::GET, &format!("/sparql?{form}"), String::new());
        for row in answer.json()["results"]["bindings"].as_array().expect("rows") {
            let id = row["s"]["value"].as_str().expect("an IRI");
            if passerelle::domain::Kind::of(id).is_some() {
                let said = format!("{} {}", row["p"], row["o"]);
                things.entry(id.to_owned()).or_default().insert(said);
            }
        }
        things
    }
}

/// What somebody keeps who follows the log and looks up what it names.
#[derive(Default)]
struct Mirror {
    things: BTreeMap<String, BTreeSet<String>>,
    cursor: Option<String>,
    pages: usize,
    seen: Vec<Value>,
}

impl Mirror {
    fn follow(&mut self, source: &Source) {
        let published = source.published();
        loop {
            let cursor = self.cursor.as_ref().map(|cursor| format!("&cursor={cursor}"));
            let path = format!("/api/v1/changes?limit=100{}", cursor.unwrap_or_default());
            let page = source.get(&path);
            self.pages += 1;
            for entry in page["data"].as_array().expect("a list") {
                self.take(entry, &published);
            }
            self.cursor = page["cursor"].as_str().map(str::to_owned);
            if page["next"].is_null() {
                return;
            }
        }
    }

    fn take(&mut self, entry: &Value, published: &BTreeMap<String, BTreeSet<String>>) {
        self.seen.push(entry.clone());
        if entry["kind"] == "graph" {
            return;
        }
        let id = entry["id"].as_str().expect("an identifier");
        if let Some(said) = published.get(id) {
            assert!(entry["dataLink"].is_string(), "{entry}");
            self.things.insert(id.to_owned(), said.clone());
        } else {
            assert_eq!(entry["tombstone"], true, "{entry}");
            self.things.remove(id);
        }
    }
}

#[test]
fn a_mirror_that_follows_has_what_is_published() {
    let directory = data_directory();
    let source = Source::open(directory.path());
    let mut mirror = Mirror::default();
    mirror.follow(&source);
    assert!(mirror.pages > 5, "it walks through pages");
    assert_eq!(mirror.things, source.published());

    let seen = mirror.seen.len();
    source.update("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { VALUES ?s { statement:2022-q5-l337-au } GRAPH ?g { ?s ?p ?o } }");
    source.update("INSERT DATA { GRAPH <https://example.org/more> { theme:telework skos:altLabel 'remote desk'@en } }");
    source.update("INSERT DATA { GRAPH <https://example.org/more> { programme:jobactive owl:deprecated true } }");
    source.update("INSERT DATA { GRAPH <https://example.org/notes> { <https://example.org/visit> dct:title 'Visit'@en } }");
    mirror.follow(&source);
    assert_eq!(mirror.things, source.published());
    let told: Vec<(&str, &str, &str, bool)> = mirror.seen[seen..]
        .iter()
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap_or_default();
            (text("event"), text("kind"), text("slug"), entry["tombstone"] == true)
        })
        .collect();
    let expected = [
        ("deleted", "statement", "2022-q5-l337-au", true),
        ("updated", "theme", "telework", false),
        ("updated", "programme", "jobactive", true),
        ("created", "graph", "", false),
    ];
    assert_eq!(told, expected);
    let retired = &mirror.seen[seen + 2];
    assert_eq!(retired["isReplacedBy"][0]["slug"], "nesm", "{retired}");
    assert_eq!(retired["label"]["en"], "Jobactive");

    // The cursor outlasts a restart, and an end without news keeps it.
    let cursor = mirror.cursor.clone().expect("a cursor");
    drop(source);
    let source = RUNTIME.block_on(async { Source::open(directory.path()) });
    mirror.follow(&source);
    assert_eq!(mirror.cursor, Some(cursor));
    assert_eq!(mirror.seen.len(), seen + 4);
}

#[test]
fn a_page_says_how_to_go_on() {
    let page = get_json("/api/v1/changes?limit=3");
    let next = page["next"].as_str().expect("there is more");
    assert_eq!(
        next,
        format!("/api/v1/changes?limit=3&cursor={}", page["cursor"].as_str().expect("text"))
    );
    let second = get_json(next);
    assert_ne!(page["data"][2], second["data"][0]);
    assert_eq!(page["total"], second["total"]);
    let entry = &page["data"][0];
    assert_eq!((&entry["event"], &entry["commit"]), (&Value::from("created"), &Value::from(1)));
    let answer = get("/api/v1/changes?limit=3");
    assert_eq!(answer.header("link"), format!("<{next}>; rel=\"next\""));
    let etag = answer.header("etag").to_owned();
    let again = get_with("/api/v1/changes?limit=3", &[("if-none-match", &etag)]);
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[test]
fn kinds_and_times_narrow_it() {
    let topics = get_json("/api/v1/changes?kind=topic&limit=100");
    let kinds: BTreeSet<&str> = topics["data"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["topic"]));
    assert_eq!(topics["data"].as_array().map(Vec::len), Some(26));
    assert_eq!(topics["data"][0]["apiLink"], "/api/v1/topics/2022-q8-01");
    assert_eq!(topics["data"][0]["dataLink"], "/data/topic/2022-q8-01.ttl");
    let all = get_json("/api/v1/changes?since=2020-01-01&limit=1");
    assert_eq!(all["data"][0], get_json("/api/v1/changes?limit=1")["data"][0]);
    let none = get_json("/api/v1/changes?since=2999-01-01T00:00:00%2B02:00");
    assert_eq!((&none["data"], &none["next"]), (&Value::Array(Vec::new()), &Value::Null));
    let cursor = none["cursor"].as_str().expect("a cursor");
    let after = get_json(&format!("/api/v1/changes?cursor={cursor}"));
    assert_eq!(after["data"], Value::Array(Vec::new()), "it is at the end");
}

#[test]
fn a_statement_has_its_words_and_a_csv_its_header() {
    let statements = get_json("/api/v1/changes?kind=statement&limit=1&lang=es");
    assert!(statements["data"][0]["description"].is_string(), "{statements}");
    assert_eq!(statements["data"][0]["descriptionLang"], "es");
    let csv = get_with("/api/v1/changes?limit=2", &[("accept", "text/csv")]).text();
    let header = "id,slug,kind,event,tombstone,commit,modified,label_fr,label_en,label_es,description_fr,description_en,description_es,isReplacedBy,apiLink,dataLink";
    assert_eq!(csv.lines().next(), Some(header));
    assert_eq!(csv.lines().count(), 3, "{csv}");
}

#[test]
fn bad_parameters_are_named() {
    for (query, name) in [
        ("cursor=abc", "cursor"),
        ("cursor=1-0000000g", "cursor"),
        ("cursor=1-00000000", "cursor"),
        ("cursor=ffffffffffffffffffff-00000000", "cursor"),
        ("cursor=ffffff-12345678", "cursor"),
        ("kind=members", "kind"),
        ("since=yesterday", "since"),
        ("since=2026-13-01", "since"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("sort=id", "sort"),
        ("until=2026-01-01", "until"),
    ] {
        let answer = get(&format!("/api/v1/changes?{query}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        let problem = answer.json();
        assert_eq!(
            problem["errors"][0]["pointer"].as_str().map(|text| text.contains(name)),
            Some(true),
            "{problem}"
        );
    }
}
