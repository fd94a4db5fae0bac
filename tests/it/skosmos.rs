//! `/rest/v1`: the concept schemes as clients of Skosmos know them.

use crate::api::problem;
use crate::support::{Answer, get, get_json, get_with};
use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, NamedNodeRef, Quad, QuadRef};
use serde_json::Value;
use std::collections::BTreeSet;

const THEME: &str = "https://w3id.org/passerelle/id/theme";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// Every address about one concept of the themes.
const ABOUT: [&str; 6] = ["label", "broader", "narrower", "children", "hierarchy", "data"];

fn about(what: &str, theme: &str, lang: &str) -> Value {
    get_json(&format!("/rest/v1/themes/{what}?uri={THEME}/{theme}&lang={lang}"))
}

/// The triples of an answer, with its context.
fn triples(answer: &Answer) -> Dataset {
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    let base = "https://p.example/rest/v1/";
    let parser = RdfParser::from_format(json_ld).with_base_iri(base).expect("a base");
    parser.for_slice(&answer.body).map(|quad| quad.expect("well-formed JSON-LD")).collect()
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("{list} is a list")).iter();
    list.map(|one| one[key].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_scheme_is_a_vocabulary_with_its_top_concepts() {
    let all = get_json("/rest/v1/vocabularies?lang=en");
    let names = texts(&all["vocabularies"], "id");
    let schemes =
        ["expectation-kinds", "levers", "programme-types", "regions", "target-groups", "themes"];
    assert_eq!(names, schemes);
    assert_eq!(names, texts(&all["vocabularies"], "uri"));
    assert!(
        texts(&all["vocabularies"], "title")
            .contains(&"Themes of public employment services".to_owned())
    );
    for name in schemes {
        let told = get_json(&format!("/rest/v1/{name}/?lang=es"));
        assert_eq!(told["id"], name);
        assert_eq!(told["languages"], serde_json::json!(["fr", "en", "es"]), "{name}");
        let scheme = &told["conceptschemes"][0]["uri"];
        let top = get_json(&format!("/rest/v1/{name}/topConcepts?lang=es"));
        assert_eq!(&top["uri"], scheme, "{name}");
        assert!(!top["topconcepts"].as_array().expect("a list").is_empty(), "{name}");
        for concept in top["topconcepts"].as_array().into_iter().flatten() {
            assert_eq!(&concept["topConceptOf"], scheme, "{concept}");
            assert!(concept["label"].is_string() && concept["hasChildren"].is_boolean());
        }
    }
    let top = get_json("/rest/v1/themes/topConcepts");
    assert_eq!(top["topconcepts"].as_array().map(Vec::len), Some(3));
    assert_eq!(top["@context"]["@language"], "fr", "the first language, unless said");
}

#[test]
fn a_concept_has_its_labels_in_the_language_asked_for() {
    let told = about("label", "telework", "en");
    assert_eq!(told["prefLabel"], "Telework");
    assert!(
        told["altLabel"].as_array().is_some_and(|list| list.contains(&"working from home".into()))
    );
    assert_eq!(about("label", "telework", "fr")["prefLabel"], "Télétravail");
    assert!(about("label", "telework", "de")["prefLabel"].is_null(), "there is none");
    let anywhere = get_json(&format!("/rest/v1/label?uri={THEME}/telework&lang=en"));
    assert_eq!(anywhere, told);
}

#[test]
fn what_is_broader_and_narrower_is_what_the_themes_say() {
    let theme = get_json("/api/v1/themes/service-design?lang=en");
    let of = |list: &Value, id: &str| texts(list, id).into_iter().collect::<BTreeSet<_>>();
    for property in ["broader", "narrower"] {
        let told = about(property, "service-design", "en");
        assert_eq!(told["uri"], theme["id"]);
        assert_eq!(of(&told[property], "uri"), of(&theme[property], "id"), "{property}");
        assert_eq!(of(&told[property], "prefLabel"), of(&theme[property], "label"), "{property}");
    }
    let children = about("children", "service-design", "en");
    assert_eq!(of(&children["narrower"], "uri"), of(&theme["narrower"], "id"));
    assert!(children["narrower"][0]["hasChildren"].is_boolean());
    let none = about("broader", "service-offer", "en");
    assert_eq!(none["broader"], serde_json::json!([]), "a family has nothing above it");
}

#[test]
fn the_hierarchy_leads_to_the_top() {
    let told = about("hierarchy", "telework", "fr");
    let lineage = told["broaderTransitive"].as_object().expect("by identifier");
    assert_eq!(lineage.len(), 3, "{lineage:?}");
    let own = &lineage[&format!("{THEME}/telework")];
    assert_eq!(own["prefLabel"], "Télétravail");
    let mut place = own;
    while let Some(above) = place["broader"][0].as_str() {
        let id = place["uri"].clone();
        place = &lineage[above];
        assert!(
            texts(&place["narrower"], "uri").contains(&id.as_str().expect("an IRI").to_owned())
        );
        assert!(texts(&place["narrower"], "label").iter().all(|label| !label.is_empty()));
    }
    assert_eq!(place["top"], "https://w3id.org/passerelle/id/theme-scheme/themes");
    assert_eq!(place["tops"][0], place["top"]);
    let unspoken = about("hierarchy", "telework", "de");
    let name = &unspoken["broaderTransitive"][&format!("{THEME}/telework")]["prefLabel"];
    assert_eq!(name, "Télétravail (fr)", "another language is told");
}

#[test]
fn a_search_looks_for_labels_with_stars() {
    let find = |query: &str| get_json(&format!("/rest/v1/search?{query}"));
    let exact = find("query=teletravail&lang=fr");
    let [found] = exact["results"].as_array().expect("a list").as_slice() else {
        panic!("{exact}")
    };
    assert_eq!(found["uri"], format!("{THEME}/telework"));
    assert_eq!(
        (&found["prefLabel"], &found["lang"], &found["vocab"]),
        (&"Télétravail".into(), &"fr".into(), &"themes".into())
    );
    assert_eq!(
        found["type"],
        serde_json::json!(["skos:Concept", "https://w3id.org/passerelle/ontology#Theme"])
    );
    assert!(found["altLabel"].is_null());
    let other = find("query=working%20from%20home&lang=en");
    assert_eq!(other["results"][0]["prefLabel"], "Telework");
    assert_eq!(other["results"][0]["altLabel"], "working from home");
    let translated = find("query=working*home&lang=en&labellang=es");
    assert_eq!(translated["results"][0]["prefLabel"], "Teletrabajo");
    assert_eq!(translated["@context"]["@language"], "es");
    let foreign = find("query=teletrabajo&labellang=fr");
    assert_eq!(foreign["results"][0]["prefLabel"], "Télétravail");
    assert_eq!(foreign["results"][0]["matchedPrefLabel"], "Teletrabajo");
    assert_eq!(find("query=telet")["results"], serde_json::json!([]), "the whole label is meant");
}

#[test]
fn a_search_is_narrowed_and_paged() {
    let find = |query: &str| get_json(&format!("/rest/v1/search?{query}"))["results"].take();
    let all = find("query=*&lang=en");
    let vocabularies: BTreeSet<String> = texts(&all, "vocab").into_iter().collect();
    assert_eq!(vocabularies.len(), 6);
    let themes = find("query=*&lang=en&vocab=themes");
    assert_eq!(get_json("/rest/v1/themes/search?query=*&lang=en")["results"], themes);
    assert!(
        texts(&find("query=*&lang=en&vocab=themes%20levers"), "vocab").contains(&"levers".into())
    );
    let once = find("query=*&lang=en&vocab=themes&unique=True");
    assert_eq!(once.as_array().map(Vec::len), Some(97));
    let page = find("query=*&lang=en&vocab=themes&maxhits=5&offset=3");
    assert_eq!(page.as_array().expect("a list")[..], themes.as_array().expect("a list")[3..8]);
    let below = find(&format!("query=*&lang=en&unique=true&parent={THEME}/service-design"));
    let within = get_json("/api/v1/themes?within=service-design&limit=100")["total"].as_u64();
    assert_eq!(below.as_array().map(|list| list.len() as u64 + 1), within);
    let of_class =
        find("query=*&lang=en&unique=true&type=https://w3id.org/passerelle/ontology%23Lever");
    assert!(texts(&of_class, "vocab").iter().all(|name| name == "levers"));
    assert_eq!(find("query=*&lang=en&type=skos:Concept").as_array(), all.as_array());
    assert_eq!(
        find("query=*&lang=en&callback=x&_=1").as_array(),
        all.as_array(),
        "clients add their own"
    );
}

#[test]
fn the_data_are_rdf_and_the_json_ld_says_the_same() {
    let whole = |answer: &Answer, format: RdfFormat| -> Dataset {
        let parsed = RdfParser::from_format(format).for_slice(&answer.body);
        let mut dataset: Dataset = parsed.map(|quad| quad.expect("well-formed RDF")).collect();
        dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
        dataset
    };
    for path in [
        format!("/rest/v1/data?uri={THEME}/telework"),
        format!("/rest/v1/themes/data?uri={THEME}/telework"),
        "/rest/v1/regions/data".to_owned(),
    ] {
        let given = |accept: &str| {
            let answer = get_with(&path, &[("accept", accept)]);
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            assert_eq!(answer.header("content-type"), accept, "{path}");
            answer
        };
        let turtle = whole(&given("text/turtle"), RdfFormat::Turtle);
        assert!(turtle.len() > 5, "{path}");
        assert!(whole(&given("application/rdf+xml"), RdfFormat::RdfXml) == turtle, "{path}");
        let mut json = triples(&given("application/ld+json"));
        json.canonicalize(CanonicalizationAlgorithm::Unstable);
        assert!(json == turtle, "{path}");
        assert_eq!(given("application/json").body, given("application/ld+json").body, "{path}");
        let separator = if path.contains('?') { '&' } else { '?' };
        let named = get(&format!("{path}{separator}format=text/turtle"));
        assert_eq!(named.body, given("text/turtle").body, "{path}");
        assert_eq!(get(&path).header("content-type"), "application/rdf+xml", "as Skosmos does");
    }
    let graph = get_json(&format!("/rest/v1/data?uri={THEME}/telework&format=application/json"));
    let nodes = graph["graph"].as_array().expect("nodes").iter();
    let own = nodes.clone().find(|node| node["uri"] == format!("{THEME}/telework"));
    let names = own.expect("the concept")["prefLabel"].as_array().expect("three names");
    assert!(names.contains(&serde_json::json!({ "lang": "en", "value": "Telework" })));
}

#[test]
fn answers_are_json_ld_that_means_what_it_says() {
    let says = |path: &str, property: &str, object: &str| {
        let triples = triples(&get(path));
        let property = format!("{SKOS}{property}");
        let property = NamedNodeRef::new(&property).expect("an IRI");
        let said = |quad: &Quad| quad.predicate == property && quad.object.to_string() == object;
        let all: Vec<Quad> = triples.iter().map(QuadRef::into_owned).collect();
        assert!(all.iter().any(said), "{path}: {object} in {all:#?}");
    };
    let uri = format!("uri={THEME}/telework&lang=en");
    says(&format!("/rest/v1/themes/label?{uri}"), "prefLabel", "\"Telework\"@en");
    for property in ["broader", "broaderTransitive"] {
        let path = if property == "broader" { "broader" } else { "hierarchy" };
        let above = about("broader", "telework", "en")["broader"][0]["uri"].clone();
        let above = format!("<{}>", above.as_str().expect("an IRI"));
        says(&format!("/rest/v1/themes/{path}?{uri}"), property, &above);
    }
    let family = format!("<{THEME}/service-offer>");
    says("/rest/v1/themes/topConcepts?lang=en", "hasTopConcept", &family);
    says("/rest/v1/search?query=telework&lang=en", "prefLabel", "\"Telework\"@en");
    let ld = get_with("/rest/v1/vocabularies?lang=en", &[("accept", "application/ld+json")]);
    assert_eq!(ld.header("content-type"), "application/ld+json");
    assert_eq!(ld.header("access-control-allow-origin"), "*");
    assert!(!ld.header("etag").is_empty());
}

#[test]
fn what_is_not_there_is_not_found() {
    let unknown = format!("uri={THEME}/no-such-theme");
    for what in ABOUT {
        problem(&get(&format!("/rest/v1/themes/{what}?{unknown}")), StatusCode::NOT_FOUND);
        problem(
            &get(&format!("/rest/v1/nothing/{what}?uri={THEME}/telework")),
            StatusCode::NOT_FOUND,
        );
        problem(
            &get(&format!("/rest/v1/levers/{what}?uri={THEME}/telework")),
            StatusCode::NOT_FOUND,
        );
    }
    for path in [
        "/rest/v1/nothing/",
        "/rest/v1/nothing/topConcepts",
        "/rest/v1/nothing/search?query=x",
        "/rest/v1/search?query=x&vocab=nothing",
        &format!("/rest/v1/label?{unknown}"),
        &format!("/rest/v1/data?{unknown}"),
        "/rest/v1/themes/nothing",
    ] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
}

#[test]
fn what_is_not_understood_is_named() {
    for (path, name) in [
        ("/rest/v1/vocabularies", "lang"),
        ("/rest/v1/vocabularies?lang=%22", "lang"),
        ("/rest/v1/search", "query"),
        ("/rest/v1/search?query=%20", "query"),
        ("/rest/v1/search?query=x&maxhits=0", "maxhits"),
        ("/rest/v1/search?query=x&offset=-1", "offset"),
        ("/rest/v1/search?query=x&parent=x", "parent"),
        ("/rest/v1/label", "uri"),
        ("/rest/v1/themes/broader?uri=telework", "uri"),
        ("/rest/v1/data", "uri"),
    ] {
        let told = problem(&get(path), StatusCode::BAD_REQUEST);
        assert_eq!(told["errors"][0]["pointer"], format!("/query/{name}"), "{path}");
    }
    let long = "x".repeat(201);
    problem(&get(&format!("/rest/v1/search?query={long}")), StatusCode::BAD_REQUEST);
    let data = format!("/rest/v1/themes/data?uri={THEME}/telework");
    problem(&get(&format!("{data}&format=text/html")), StatusCode::NOT_ACCEPTABLE);
    problem(&get_with(&data, &[("accept", "image/png")]), StatusCode::NOT_ACCEPTABLE);
    problem(
        &get_with("/rest/v1/vocabularies?lang=en", &[("accept", "text/csv")]),
        StatusCode::NOT_ACCEPTABLE,
    );
}
