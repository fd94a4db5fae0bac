//! `/reconcile`: names to identifiers, as the Reconciliation Service API 0.2
//! has it. Its schemas are asserted by shape here; a client of others puts them
//! to the service in `tests/clients`.

use crate::api::problem;
use crate::support::{get, get_json, get_with, post};
use axum::http::StatusCode;
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

fn form(name: &str, value: &Value) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, &value.to_string()).finish()
}

/// A batch by POST to the service in a language, which by GET answers the same.
fn batch(language: &str, queries: &Value) -> Value {
    let form = form("queries", queries);
    let answer = post(&format!("/reconcile/{language}"), FORM, form.clone());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(get_json(&format!("/reconcile/{language}?{form}")), answer.json());
    answer.json()
}

/// The candidates for one query, as `id score match`.
fn candidates(query: &Value) -> Vec<(String, f64, bool)> {
    let answer = batch("en", &json!({ "q": query }));
    let found = answer["q"]["result"].as_array().expect("a list").iter();
    found
        .map(|one| {
            assert!(one["name"].is_string() && one["type"][0]["id"].is_string(), "{one}");
            let id = one["id"].as_str().expect("an id").to_owned();
            (id, one["score"].as_f64().expect("a score"), one["match"].as_bool().expect("a match"))
        })
        .collect()
}

fn certain(query: &Value) -> Option<String> {
    candidates(query).into_iter().find(|(.., certain)| *certain).map(|(id, ..)| id)
}

#[test]
fn the_manifest_says_what_can_be_done_and_where() {
    for (path, language) in [("/reconcile", "fr"), ("/reconcile/en", "en"), ("/reconcile/es", "es")]
    {
        let answer = get_with(path, &[("host", "p.example")]);
        let manifest = answer.json();
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(manifest["versions"], json!(["0.2"]));
        for key in ["name", "identifierSpace", "schemaSpace", "documentation"] {
            assert!(manifest[key].is_string(), "{key}");
        }
        assert_eq!(manifest["view"]["url"], "http://p.example/id/{{id}}");
        let types: Vec<&Value> = manifest["defaultTypes"]
            .as_array()
            .expect("types")
            .iter()
            .map(|one| &one["id"])
            .collect();
        assert_eq!(types, ["Country", "Member", "Theme"]);
        let service = |place: &Value| {
            let url = place["service_url"].as_str().expect("an address");
            let path = place["service_path"].as_str().expect("a path");
            assert_eq!(url, "http://p.example");
            assert!(path.starts_with(&format!("/reconcile/{language}/")), "{path}");
            assert_eq!(get(path).status, StatusCode::OK, "{path}");
        };
        for what in ["entity", "type", "property"] {
            service(&manifest["suggest"][what]);
        }
        service(&manifest["extend"]["propose_properties"]);
        let preview = manifest["preview"]["url"].as_str().expect("an address");
        let preview =
            preview.trim_start_matches("http://p.example").replace("{{id}}", "country/ke");
        let page = get(&preview);
        assert_eq!(page.status, StatusCode::OK, "{preview}");
        assert!(page.header("content-security-policy").contains("frame-ancestors *"));
        assert!(page.text().contains(&format!("<html lang=\"{language}\"")), "{}", page.text());
    }
}

#[test]
fn countries_are_known_by_name_in_any_language_and_by_code() {
    let country = |name: &str| certain(&json!({ "query": name, "type": "Country" }));
    for name in ["Kenya", "kenia", " KE ", "KEN"] {
        assert_eq!(country(name).as_deref(), Some("country/ke"), "{name}");
    }
    assert_eq!(country("Bélgica").as_deref(), Some("country/be"));
    assert_eq!(country("belgica").as_deref(), Some("country/be"));
    assert_eq!(country("Kenyaa"), None, "what is only alike is not certain");
    let alike = candidates(&json!({ "query": "Kenyaa", "type": "Country" }));
    assert_eq!(alike[0].0, "country/ke");
    assert!(alike[0].1 < 100.0 && alike.is_sorted_by(|one, other| one.1 >= other.1));
    assert!(candidates(&json!({ "query": "Atlantis", "type": ["Country"] })).is_empty());
}

#[test]
fn members_and_themes_are_known_by_their_other_names() {
    assert_eq!(certain(&json!({ "query": "Actiris" })).as_deref(), Some("member/be-actiris"));
    assert_eq!(
        certain(&json!({ "query": "working from home", "type": "Theme" })).as_deref(),
        Some("theme/telework")
    );
    let whole = "https://w3id.org/passerelle/ontology#Theme";
    assert_eq!(
        certain(&json!({ "query": "Télétravail", "type": whole })).as_deref(),
        Some("theme/telework")
    );
    assert!(candidates(&json!({ "query": "Actiris", "type": "Lever" })).is_empty(), "no such type");
}

#[test]
fn properties_tell_who_is_meant() {
    let by = |v: Value| json!({ "query": "Actiris", "type": "Member", "properties": [{ "pid": "country", "v": v }] });
    for value in [
        json!("Belgium"),
        json!("BE"),
        json!({ "id": "country/be", "name": "Belgique" }),
        json!(["x", "Bélgica"]),
    ] {
        assert_eq!(certain(&by(value.clone())).as_deref(), Some("member/be-actiris"), "{value}");
    }
    assert_eq!(certain(&by(json!("Kenya"))), None);
    let alone = json!({ "properties": [{ "pid": "iso3", "v": "KEN" }], "type": "Country" });
    assert_eq!(certain(&alone).as_deref(), Some("country/ke"));
    let unknown = json!({ "query": "Actiris", "properties": [{ "pid": "colour", "v": 3 }, { "pid": "size", "v": true }] });
    assert_eq!(
        certain(&unknown).as_deref(),
        Some("member/be-actiris"),
        "what is not known says nothing"
    );
}

#[test]
fn a_batch_answers_each_key_in_the_language_of_the_service() {
    let queries =
        json!({ "q1": { "query": "Kenya", "limit": 1 }, "a": { "query": "nothing at all" } });
    let answer = batch("es", &queries);
    assert_eq!(answer["q1"]["result"].as_array().map(Vec::len), Some(1));
    assert_eq!(answer["q1"]["result"][0]["name"], "Kenia");
    assert_eq!(answer["q1"]["result"][0]["type"][0]["name"], "País");
    assert_eq!(answer["a"]["result"], json!([]));
    let french = post("/reconcile", FORM, form("queries", &queries)).json();
    assert_eq!(french["q1"]["result"][0]["name"], "Kenya");
    assert_eq!(french["q1"]["result"][0]["type"][0]["name"], "Pays");
}

#[test]
fn what_is_typed_is_completed() {
    let suggested = |path: &str| -> Vec<String> {
        let answer = get_json(path);
        let result = answer["result"].as_array().expect("a list").iter();
        result.map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
    };
    let typed = suggested("/reconcile/en/suggest/entity?prefix=ken");
    assert_eq!(typed.first().map(String::as_str), Some("country/ke"), "{typed:?}");
    assert!(typed.contains(&"member/ke-pes".to_owned()), "{typed:?}");
    let rest = suggested("/reconcile/en/suggest/entity?prefix=ken&cursor=1");
    assert_eq!(rest, typed[1..]);
    assert!(suggested("/reconcile/en/suggest/entity?prefix=qqqq").is_empty());
    assert_eq!(suggested("/reconcile/en/suggest/type?prefix=cou"), ["Country"]);
    assert_eq!(suggested("/reconcile/fr/suggest/type?prefix=pay"), ["Country"]);
    assert_eq!(suggested("/reconcile/en/suggest/property?prefix=iso"), ["iso2", "iso3"]);
    assert!(suggested("/reconcile/es/suggest/property?prefix=region").contains(&"inRegion".into()));
    let notable = get_json("/reconcile/en/suggest/entity?prefix=kenya");
    assert_eq!(notable["result"][0]["notable"][0], json!({ "id": "Country", "name": "Country" }));
}

#[test]
fn columns_are_added_from_the_graph() {
    let proposed = get_json("/reconcile/en/properties?type=Country&limit=3");
    assert_eq!(proposed["type"], "Country");
    assert_eq!(proposed["properties"].as_array().map(Vec::len), Some(3));
    let wanted = json!({
        "ids": ["country/ke", "member/be-actiris", "country/atlantis", "nonsense"],
        "properties": [{ "id": "iso3" }, { "id": "country" }, { "id": "inRegion", "settings": {} }, { "id": "workingLanguage" }, { "id": "colour" }],
    });
    let answer = post("/reconcile/en", FORM, form("extend", &wanted)).json();
    let rows = &answer["rows"];
    assert_eq!(rows["country/ke"]["iso3"], json!([{ "str": "KEN" }]));
    assert_eq!(
        rows["country/ke"]["inRegion"],
        json!([{ "id": "region/africa", "name": "Africa" }])
    );
    assert_eq!(
        rows["member/be-actiris"]["country"],
        json!([{ "id": "country/be", "name": "Belgium" }])
    );
    assert_eq!(
        rows["member/be-actiris"]["workingLanguage"],
        json!([{ "str": "fr" }, { "str": "nl" }])
    );
    for id in ["country/atlantis", "nonsense"] {
        assert_eq!(rows[id]["iso3"], json!([]), "{id}");
    }
    assert_eq!(rows["country/ke"]["colour"], json!([]));
    assert_eq!(
        answer["meta"][1],
        json!({ "id": "country", "name": "Country", "type": { "id": "Country", "name": "Country" } })
    );
    let theme = json!({ "ids": ["theme/telework"], "properties": [{ "id": "label" }, { "id": "altLabel" }, { "id": "broader" }] });
    let told = get_json(&format!("/reconcile/es?{}", form("extend", &theme)));
    let cells = &told["rows"]["theme/telework"];
    assert_eq!(cells["label"], json!([{ "str": "Teletrabajo" }]));
    assert!(cells["altLabel"].as_array().is_some_and(|list| list.len() > 1));
    assert!(cells["broader"][0]["id"].as_str().is_some_and(|id| id.starts_with("theme/")));
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    for (form, pointer) in [
        (form("queries", &json!([1])), "/queries"),
        ("queries=%7B".to_owned(), "/queries"),
        (form("queries", &json!({ "q": {} })), "/queries/q"),
        (form("queries", &json!({ "q": { "query": "  " } })), "/queries/q"),
        (form("queries", &json!({ "q": { "query": 1 } })), "/queries/q"),
        (form("queries", &json!({ "q": { "query": "x".repeat(301) } })), "/queries/q"),
        (form("extend", &json!({ "ids": "x" })), "/extend"),
        (
            form("extend", &json!({ "ids": vec!["country/ke"; 501], "properties": [] })),
            "/extend/ids",
        ),
    ] {
        let told = problem(&post("/reconcile", FORM, form), StatusCode::BAD_REQUEST);
        assert_eq!(told["errors"][0]["pointer"], pointer);
    }
    let many: serde_json::Map<String, Value> =
        (0..101).map(|place| (format!("q{place}"), json!({ "query": "x" }))).collect();
    problem(&post("/reconcile", FORM, form("queries", &many.into())), StatusCode::BAD_REQUEST);
    problem(&post("/reconcile", FORM, "nothing=1".to_owned()), StatusCode::BAD_REQUEST);
    problem(&post("/reconcile", FORM, "queries=%FF".to_owned()), StatusCode::BAD_REQUEST);
    for path in [
        "/reconcile/de",
        "/reconcile/de/suggest/type",
        "/reconcile/de/properties",
        "/reconcile/en/nothing",
    ] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
    problem(&get("/reconcile/en/suggest/entity?prefix=a&cursor=x"), StatusCode::BAD_REQUEST);
}

#[test]
fn a_preview_tells_who_is_meant() {
    for (id, words) in
        [("country/ke", "KEN"), ("member/be-actiris", "Belgium"), ("theme/telework", "Telework")]
    {
        for id in
            [id.to_owned(), id.replace('/', "%2F"), format!("https://w3id.org/passerelle/id/{id}")]
        {
            let page = get(&format!("/reconcile/en/preview?id={id}"));
            assert_eq!(page.status, StatusCode::OK, "{id}");
            assert!(page.text().contains(words), "{id}");
        }
    }
    for path in [
        "/reconcile/en/preview",
        "/reconcile/en/preview?id=country/atlantis",
        "/reconcile/en/preview?id=lever/partnerships",
    ] {
        assert_eq!(get(path).status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get("/reconcile/en/preview?id=country/ke&x=1").status, StatusCode::BAD_REQUEST);
    problem(&get("/reconcile/de/preview?id=country/ke"), StatusCode::NOT_FOUND);
}
