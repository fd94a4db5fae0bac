//! `/api/v1/survey-imports`: a made-up wave with faults of every kind, from the
//! dry run over the coding to the graph, and what becomes of it there.

use crate::seeded::data_directory;
use crate::support::{Answer, send_to};
use crate::survey_files::{sheet, wave};
use crate::writable::key;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use passerelle::desk::Desk;
use passerelle::domain::Role;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Passerelle;
use passerelle::survey::SheetFormat;
use passerelle::web;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATH: &str = "/api/v1/survey-imports";
const BOUNDARY: &str = "between-the-parts";

struct Bureau {
    app: axum::Router,
    directory: TempDir,
    desk: Desk,
    reviewer: String,
}

impl Bureau {
    fn open() -> Self {
        let directory = data_directory();
        let (service, _) = Passerelle::open(directory.path()).expect("the directory opens");
        let app = http::app(service, HttpSettings::default(), web::pages()).expect("an app");
        let desk = Desk::open(directory.path()).expect("the desk opens twice");
        let reviewer = key(&desk, Role::Reviewer);
        Self { app, directory, desk, reviewer }
    }

    /// Whether the desk's files hold a text.
    fn desk_holds(&self, text: &str) -> bool {
        let files = ["desk.sqlite", "desk.sqlite-wal"].map(|name| self.directory.path().join(name));
        files.iter().any(|file| {
            let bytes = std::fs::read(file).unwrap_or_default();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    }

    fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send_to(&self.app, request.body(body).expect("a well-formed request"))
    }

    /// A reviewer's request.
    fn review(&self, method: Method, path: &str, more: &[(&str, &str)], body: Body) -> Answer {
        let bearer = format!("Bearer {}", self.reviewer);
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(more);
        self.ask(method, path, &headers, body)
    }

    fn get(&self, path: &str) -> Value {
        let answer = self.review(Method::GET, path, &[], Body::empty());
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    fn post_sheet(&self, query: &str, file: &[u8], mapping: &str) -> Answer {
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = [("content-type", content_type.as_str())];
        self.review(Method::POST, &format!("{PATH}{query}"), &headers, form(file, mapping))
    }

    fn decide(&self, id: &str, tag: &str, decisions: &Value) -> Answer {
        let headers = [("content-type", "application/json"), ("if-match", tag)];
        let body = json!({ "decisions": decisions }).to_string().into();
        self.review(Method::PATCH, &format!("{PATH}/{id}/codings"), &headers, body)
    }

    /// All codings in a state.
    fn codings(&self, id: &str, state: &str) -> Vec<Value> {
        let mut path = format!("{PATH}/{id}/codings?state={state}&limit=100");
        let mut codings = Vec::new();
        loop {
            let mut page = self.get(&path);
            codings.append(page["data"].as_array_mut().expect("codings"));
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => return codings,
            }
        }
    }

    fn rows(&self, query: &str) -> Vec<String> {
        let form: String =
            form_urlencoded::Serializer::new(String::new()).append_pair("query", query).finish();
        let accept = [("accept", "text/csv")];
        let answer = self.ask(Method::GET, &format!("/sparql?{form}"), &accept, Body::empty());
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.text().lines().skip(1).map(str::to_owned).collect()
    }
}

fn form(file: &[u8], mapping: &str) -> Body {
    let mut body = Vec::new();
    body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../wave.xlsx\"\r\n\r\n").bytes());
    body.extend(file);
    body.extend(format!("\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\n{mapping}\r\n--{BOUNDARY}--\r\n").bytes());
    Body::from(body)
}

const SURVEY: &str = "<https://w3id.org/passerelle/id/survey/synthetic-2023>";

/// The whole way of a wave: tried, coded, published, found again, and taken in
/// once.
#[test]
fn a_wave_goes_from_sheet_to_graph() {
    let bureau = Bureau::open();
    let wave = wave(true, 11);
    let file = sheet(&wave, SheetFormat::Xlsx);
    let tried = bureau.post_sheet("", &file, &wave.mapping);
    assert_eq!(tried.status, StatusCode::CREATED, "{}", tried.text());
    let report = tried.json();
    let id = report["import"].as_str().expect("a name").to_owned();
    assert_eq!(tried.header("location"), format!("{PATH}/{id}"));
    assert_eq!(tried.header("etag"), "\"1\"");
    assert_eq!(report["fileName"], "wave.xlsx");
    assert!(report["errors"].as_u64() > Some(10) && report["outcome"].is_null());
    let again = bureau.post_sheet("", &file, &wave.mapping);
    assert_eq!((again.status, again.json()), (StatusCode::OK, report.clone()));
    assert!(bureau.rows(&format!("PREFIX pes: <https://w3id.org/passerelle/ontology#> SELECT ?s {{ ?s pes:survey {SURVEY} }}")).is_empty());

    faults_are_a_table(&bureau, &id, &report);
    let suggested = decisions_are_taken(&bureau, &id);
    publication_is_whole(&bureau, &id, suggested);
    what_is_published_is_used(&bureau);
    nothing_changes_twice(&bureau, &id, &file, &wave.mapping);
}

fn faults_are_a_table(bureau: &Bureau, id: &str, report: &Value) {
    let csv = bureau.review(Method::GET, &format!("{PATH}/{id}?format=csv"), &[], Body::empty());
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(csv.header("cache-control"), "private, no-store");
    let mut reader = csv::Reader::from_reader(csv.body.as_slice());
    assert_eq!(Some(reader.records().count() as u64), report["total"].as_u64());
    let fault = &report["data"][0];
    for key in ["column", "heading", "severity", "fault", "value"] {
        assert!(fault[key].is_string(), "{key}: {fault}");
    }
    assert!(fault["note"]["es"].is_string());
}

/// The first of each suggestion is accepted, one is left uncoded.
fn decisions_are_taken(bureau: &Bureau, id: &str) -> usize {
    let suggested = bureau.codings(id, "suggested");
    assert!(suggested.len() > 20);
    for coding in &suggested {
        let scores: Vec<f64> = coding["suggestions"]
            .as_array()
            .expect("suggestions")
            .iter()
            .filter_map(|suggestion| suggestion["score"].as_f64())
            .collect();
        assert!(scores.is_sorted_by(|one, other| one >= other) && scores[0] < 1.0, "{coding}");
        assert!(coding["suggestions"][0]["reasons"][0]["by"].is_string());
    }
    let decision = |(place, coding): (usize, &Value)| {
        let theme = coding["suggestions"][0]["theme"]["slug"].clone();
        let themes = if place == 0 { json!([]) } else { json!([theme]) };
        json!({ "claim": coding["claim"], "themes": themes })
    };
    let decisions: Value = suggested.iter().enumerate().map(decision).collect();

    let path = format!("{PATH}/{id}/codings");
    let headers = [("content-type", "application/json")];
    let blind = bureau.review(Method::PATCH, &path, &headers, "{\"decisions\":[]}".into());
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    for (claim, themes, status) in [
        ("q9-nobody-1", json!([]), StatusCode::UNPROCESSABLE_ENTITY),
        (
            suggested[0]["claim"].as_str().expect("a name"),
            json!(["no-theme"]),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            suggested[0]["claim"].as_str().expect("a name"),
            json!(["No Theme"]),
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let wrong = json!([{ "claim": claim, "themes": themes }]);
        assert_eq!(bureau.decide(id, "\"1\"", &wrong).status, status, "{wrong}");
    }
    let decided = bureau.decide(id, "\"1\"", &decisions);
    assert_eq!(decided.status, StatusCode::OK, "{}", decided.text());
    assert_eq!(decided.header("etag"), "\"2\"");
    assert_eq!(bureau.decide(id, "\"1\"", &decisions).status, StatusCode::PRECONDITION_FAILED);
    let claims = &decided.json()["claims"];
    assert_eq!((claims["suggested"].as_u64(), claims["uncoded"].as_u64()), (Some(0), Some(1)));
    assert_eq!(claims["coded"].as_u64(), Some(suggested.len() as u64 - 1));

    let back = json!([{ "claim": suggested[0]["claim"], "themes": null }]);
    let taken_back = bureau.decide(id, "\"2\"", &back).json();
    assert_eq!(taken_back["claims"]["suggested"], 1);
    suggested.len()
}

fn publication_is_whole(bureau: &Bureau, id: &str, suggested: usize) {
    let path = format!("{PATH}/{id}/publish");
    let publish = |path: &str, tag: &str| {
        bureau.review(Method::POST, path, &[("if-match", tag)], Body::empty())
    };
    let blind = bureau.review(Method::POST, &path, &[], Body::empty());
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    let refused = publish(&path, "\"3\"");
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.json()["detail"].as_str().is_some_and(|words| words.contains("1 claims")));
    let path = format!("{path}?incomplete=true");
    assert_eq!(publish(&path, "\"2\"").status, StatusCode::PRECONDITION_FAILED);
    let published = publish(&path, "\"3\"");
    assert_eq!(published.status, StatusCode::OK, "{}", published.text());
    let outcome = &published.json()["outcome"];
    assert!(outcome["statements"].as_u64() >= Some(suggested as u64 - 1), "{outcome}");
    assert!(outcome["uncoded"].as_u64() >= Some(1) && outcome["faulty"].as_u64() > Some(10));
    assert_eq!(outcome["graph"], "https://w3id.org/passerelle/graph/survey/synthetic-2023");
    let audit = bureau.desk.audit(0, 100).expect("the audit can be read");
    let done: Vec<&str> = audit
        .iter()
        .map(|deed| deed.action.as_str())
        .filter(|it| it.starts_with("survey"))
        .collect();
    assert_eq!(
        done,
        [
            "survey-import.create",
            "survey-import.code",
            "survey-import.code",
            "survey-import.publish"
        ]
    );
}

fn what_is_published_is_used(bureau: &Bureau) {
    let prefix = "PREFIX pes: <https://w3id.org/passerelle/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dpv: <https://w3id.org/dpv#>";
    let count = |pattern: &str| {
        let rows = bureau.rows(&format!("{prefix} SELECT (COUNT(*) AS ?n) {{ {pattern} }}"));
        rows[0].parse::<u64>().expect("a number")
    };
    let of_survey = format!("?s a pes:Statement ; pes:survey {SURVEY}");
    let all = count(&of_survey);
    assert_eq!(count(&format!("{of_survey} ; a dpv:SyntheticData")), all);
    assert_eq!(count(&format!("{of_survey} ; pes:sourceLine ?line")), 0);
    let anonymous =
        count(&format!("{of_survey} ; pes:kind pes:expectation ; pes:scope \"unnamed\""));
    assert!(anonymous > 5);
    assert_eq!(count(&format!("{of_survey} ; pes:kind pes:expectation ; pes:member ?member")), 0);
    assert_eq!(
        count(&format!(
            "{SURVEY} prov:wasDerivedFrom/pes:sourceHash ?hash ; prov:wasGeneratedBy/prov:qualifiedAssociation/prov:hadRole ?role"
        )),
        1
    );

    let statements = bureau.get("/api/v1/statements?survey=synthetic-2023&limit=100");
    assert_eq!(statements["total"].as_u64(), Some(all));
    assert!(statements["data"][0]["sourceColumn"].is_string());
    let recurrence = bureau.get("/api/v1/statistics/recurrence?survey=synthetic-2023");
    let respondents = recurrence["respondents"].as_u64();
    assert!(respondents > Some(25) && respondents <= Some(36), "{respondents:?}");
    let trend = bureau.get("/api/v1/statistics/trend?theme=service-offer");
    let waves: Vec<&Value> = trend["data"].as_array().expect("points").iter().collect();
    assert!(
        waves.iter().any(|point| point["synthetic"] == true)
            && waves.iter().any(|point| point["synthetic"] == false)
    );
    let evidence = bureau.rows(&format!("{prefix} SELECT DISTINCT ?m {{ ?m pes:hasChallenge ?theme . {of_survey} ; pes:member ?m ; pes:about ?theme }}"));
    assert!(evidence.len() > 10, "{}", evidence.len());
    let matches = bureau.get("/api/v1/members/ke-pes/matches?limit=100");
    let cited = matches["data"].to_string().contains("statement/synthetic-2023-");
    assert!(cited, "what members answered is evidence");
}

fn nothing_changes_twice(bureau: &Bureau, id: &str, file: &[u8], mapping: &str) {
    let triples = || bureau.rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }");
    let before = (triples(), bureau.get(&format!("{PATH}/{id}")));
    let path = format!("{PATH}/{id}/publish?incomplete=true");
    let late = bureau.review(Method::POST, &path, &[("if-match", "\"3\"")], Body::empty());
    assert_eq!((late.status, &late.json()), (StatusCode::OK, &before.1));
    let other_mapping = mapping.replace("required = true", "required = false");
    for mapping in [mapping, &other_mapping] {
        let again = bureau.post_sheet("?dry_run=false", file, mapping);
        assert_eq!((again.status, &again.json()), (StatusCode::OK, &before.1));
    }
    assert_eq!((triples(), bureau.get(&format!("{PATH}/{id}"))), before);
    let late = json!([]);
    let tag = format!("\"{}\"", before.1["revision"]);
    assert_eq!(bureau.decide(id, &tag, &late).status, StatusCode::CONFLICT);
    assert_eq!(before.1["claims"]["certain"], 0, "no words are kept");
    for fault in before.1["data"].as_array().expect("faults") {
        assert!(fault["value"] == "" && fault["suggestion"].is_null(), "{fault}");
    }

    // Another file cannot take the place of the survey.
    let other = sheet(&wave(false, 99), SheetFormat::Csv);
    let taken = bureau.post_sheet("?dry_run=false&incomplete=true", &other, mapping);
    assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.text());
    assert_eq!(triples(), before.0);
}

/// What is thrown away is gone from the desk and from its file; what is
/// published stays.
#[test]
fn an_import_that_leads_nowhere_is_thrown_away() {
    let bureau = Bureau::open();
    let wave = wave(false, 7);
    let file = sheet(&wave, SheetFormat::Csv);
    let tried = bureau.post_sheet("", &file, &wave.mapping).json();
    let id = tried["import"].as_str().expect("a name").to_owned();
    let codings = bureau.codings(&id, "suggested");
    let words = codings.iter().filter_map(|coding| coding["words"].as_str());
    let words = words.filter(|words| words.is_ascii()).max_by_key(|words| words.len());
    let words = words.expect("somebody's words");
    assert!(bureau.desk_holds(words), "{words}");
    let path = format!("{PATH}/{id}");
    let discard = |headers: &[(&str, &str)]| {
        bureau.review(Method::DELETE, &path, headers, Body::empty()).status
    };
    assert_eq!(discard(&[]), StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(discard(&[("if-match", "\"9\"")]), StatusCode::PRECONDITION_FAILED);
    assert_eq!(discard(&[("if-match", "\"1\"")]), StatusCode::NO_CONTENT);
    assert_eq!(discard(&[("if-match", "\"1\"")]), StatusCode::NOT_FOUND);
    let gone = bureau.review(Method::GET, &path, &[], Body::empty());
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(!bureau.desk_holds(words), "{words}");
    let last = bureau.desk.audit(0, 100).expect("the audit can be read").pop();
    assert_eq!(last.map(|deed| deed.action), Some("survey-import.discard".to_owned()));

    // The same sheet may come again; once it is published it cannot be discarded.
    let query = "?dry_run=false&incomplete=true";
    let published = bureau.post_sheet(query, &file, &wave.mapping);
    assert_eq!(published.status, StatusCode::CREATED, "{}", published.text());
    let (place, tag) = (published.header("location"), published.header("etag"));
    let late = bureau.review(Method::DELETE, place, &[("if-match", tag)], Body::empty());
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(bureau.get(place), published.json());
    assert!(!bureau.desk_holds(words), "{words}");
}

#[test]
fn only_reviewers_may_import() {
    let bureau = Bureau::open();
    let wave = wave(false, 2);
    let file = sheet(&wave, SheetFormat::Csv);
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let bearer = format!("Bearer {}", key(&bureau.desk, Role::Contributor));
    for (headers, status) in [
        (vec![("content-type", content_type.as_str())], StatusCode::UNAUTHORIZED),
        (vec![("content-type", &content_type), ("authorization", &bearer)], StatusCode::FORBIDDEN),
    ] {
        let answer = bureau.ask(Method::POST, PATH, &headers, form(&file, &wave.mapping));
        assert_eq!(answer.status, status);
        let path = format!("{PATH}/0000000000000000");
        for method in [Method::GET, Method::DELETE] {
            assert_eq!(bureau.ask(method, &path, &headers, Body::empty()).status, status);
        }
    }
    let unknown = bureau.review(Method::GET, &format!("{PATH}/0"), &[], Body::empty());
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let bureau = Bureau::open();
    let wave = wave(false, 2);
    let file = sheet(&wave, SheetFormat::Ods);
    for (file, mapping, place) in
        [(&b"\0\0"[..], wave.mapping.as_str(), "/file"), (&file, "[survey", "/mapping")]
    {
        let refused = bureau.post_sheet("", file, mapping);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0]["pointer"], place);
    }
    let large = vec![b'a'; passerelle::survey::FILE_BYTES_MAX + 512 * 1024];
    assert_eq!(bureau.post_sheet("", &large, "").status, StatusCode::PAYLOAD_TOO_LARGE);
    let json = [("content-type", "application/json")];
    let other = bureau.review(Method::POST, PATH, &json, "{}".into());
    assert_eq!(other.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let headers = [("content-type", "multipart/form-data; boundary=x")];
    let empty = bureau.review(Method::POST, PATH, &headers, "--x--\r\n".into());
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
}
