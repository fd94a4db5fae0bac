//! The service description of `/sparql`: every claim of it is put to the
//! service.

use crate::api::rows;
use crate::described::{Described, FORMATS, HOST, accepting, parsed};
use crate::seeded::{self, SEEDED, data_directory};
use crate::support::{Answer, get_with, send, sparql};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use passerelle::domain::{DefaultGraph, Iri};
use passerelle::graph::{
    DatasetChoice, Endpoint, GraphFormat, GraphRef, KnowledgeGraph, OpenOptions, Query, StopToken,
    UpdateLimits, Upload, UploadFormat, UploadMode,
};
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Opening;
use passerelle::web;
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const FORMAT: &str = "http://www.w3.org/ns/formats/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// Domain and range of each property of the vocabulary that has a class of it
/// there, as its schema has them.
const SCHEMA: [(&str, &str, Option<&str>); 14] = [
    ("endpoint", "Service", None),
    ("feature", "Service", Some("Feature")),
    ("defaultEntailmentRegime", "Service", None),
    ("supportedLanguage", "Service", Some("Language")),
    ("languageExtension", "Service", None),
    ("extensionFunction", "Service", None),
    ("resultFormat", "Service", None),
    ("inputFormat", "Service", None),
    ("defaultDataset", "Service", Some("Dataset")),
    ("defaultGraph", "Dataset", Some("Graph")),
    ("namedGraph", "Dataset", Some("NamedGraph")),
    ("name", "NamedGraph", None),
    ("graph", "NamedGraph", Some("Graph")),
    ("entailmentRegime", "NamedGraph", None),
];
/// The instances that the vocabulary itself defines.
const INSTANCES: [(&str, &str); 8] = [
    ("DereferencesURIs", "Feature"),
    ("UnionDefaultGraph", "Feature"),
    ("RequiresDataset", "Feature"),
    ("EmptyGraphs", "Feature"),
    ("BasicFederatedQuery", "Feature"),
    ("SPARQL10Query", "Language"),
    ("SPARQL11Query", "Language"),
    ("SPARQL11Update", "Language"),
];

fn description() -> Described {
    Described::at("/sparql")
}

fn objects(property: &str) -> BTreeSet<String> {
    let query = format!("SELECT ?value {{ ?service a sd:Service ; sd:{property} ?value }}");
    description().values(&query).into_iter().collect()
}

/// The three tests of the W3C: RDF is returned, it names the endpoint, it
/// conforms to the schema.
#[test]
fn it_passes_the_tests_of_the_w3c() {
    let answer = get_with("/sparql", &[("host", HOST)]);
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/turtle; charset=utf-8");
    let described = description();
    let endpoint = format!("http://{HOST}/sparql");
    let endpoints =
        described.values("SELECT ?endpoint { ?service a sd:Service ; sd:endpoint ?endpoint }");
    assert_eq!(endpoints, [endpoint, format!("http://{HOST}/update")]);
    let instances: BTreeMap<String, &str> =
        INSTANCES.iter().map(|(name, class)| (format!("{SD}{name}"), *class)).collect();
    let mut checked = 0;
    for row in described.rows("SELECT ?subject ?property ?value { ?subject ?property ?value }") {
        let [subject, property, value] = row.as_slice() else { panic!("{row:?}") };
        let Some(name) = property.strip_prefix(SD) else { continue };
        let (_, domain, range) = SCHEMA
            .iter()
            .find(|(known, ..)| *known == name)
            .unwrap_or_else(|| panic!("there is no sd:{name}"));
        let is = |node: &str, class: &str| {
            let node = if node.starts_with("_:") { return true } else { node };
            instances.get(node) == Some(&class) || described.says(&format!("<{node}> a sd:{class}"))
        };
        assert!(is(subject, domain), "{row:?}");
        assert!(range.is_none_or(|range| is(value, range)), "{row:?}");
        checked += 1;
    }
    assert!(checked > 40, "{checked} statements");
    // Blank nodes cannot be named in a query: their types are looked for by property.
    for (property, domain, range) in SCHEMA {
        let untyped = format!("?s sd:{property} ?o FILTER NOT EXISTS {{ ?s a sd:{domain} }}");
        assert!(!described.says(&untyped), "the subject of sd:{property} is a sd:{domain}");
        if let Some(range) = range.filter(|range| !["Feature", "Language"].contains(range)) {
            let untyped = format!("?s sd:{property} ?o FILTER NOT EXISTS {{ ?o a sd:{range} }}");
            assert!(!described.says(&untyped), "the object of sd:{property} is a sd:{range}");
        }
    }
}

#[test]
fn it_says_the_same_in_every_format() {
    let [(first, format), others @ ..] = FORMATS;
    let turtle = parsed("/sparql", first, format);
    assert!(turtle.len() > 500, "{} triples", turtle.len());
    for (media_type, format) in others {
        assert!(turtle == parsed("/sparql", media_type, format), "{media_type}");
    }
}

#[test]
fn each_format_that_it_claims_is_given_and_no_other() {
    let ask = "ASK {}";
    let construct = "CONSTRUCT { <urn:s> <urn:p> ?o } WHERE { VALUES ?o { 1 } }";
    let formats = [
        ("SPARQL_Results_JSON", "application/sparql-results+json", ask),
        ("SPARQL_Results_XML", "application/sparql-results+xml", ask),
        ("SPARQL_Results_CSV", "text/csv", ask),
        ("SPARQL_Results_TSV", "text/tab-separated-values", ask),
        ("Turtle", "text/turtle", construct),
        ("N-Triples", "application/n-triples", construct),
        ("N-Quads", "application/n-quads", construct),
        ("TriG", "application/trig", construct),
        ("RDF_XML", "application/rdf+xml", construct),
        ("JSON-LD", "application/ld+json", construct),
        ("N3", "text/n3", construct),
    ];
    let known: BTreeSet<String> =
        formats.iter().map(|(name, ..)| format!("{FORMAT}{name}")).collect();
    assert_eq!(objects("resultFormat"), known);
    for (_, media_type, query) in formats {
        let answer = sparql(query, media_type);
        assert_eq!(answer.status, StatusCode::OK, "{media_type}");
        assert_eq!(answer.header("content-type").split(';').next(), Some(media_type));
    }
}

#[test]
fn its_features_are_those_of_the_service() {
    let features = ["EmptyGraphs", "UnionDefaultGraph"].map(|name| format!("{SD}{name}"));
    assert_eq!(objects("feature"), BTreeSet::from(features));
    let [all, named] =
        ["{ ?s a ?class }", "{ SELECT DISTINCT ?s ?class { GRAPH ?g { ?s a ?class } FILTER(?g != <https://w3id.org/passerelle/graph/changes>) } }"]
            .map(|pattern| rows(&format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}")));
    assert_eq!(all, named, "the default graph is the union, but for the change log");
    let service = sparql("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "text/csv");
    assert_eq!(service.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no federation");
    let from = rows(&format!("SELECT * FROM <http://{HOST}/ontology> {{ ?s ?p ?o }}"));
    assert!(from.is_empty(), "names of graphs are not fetched");
}

#[test]
fn the_languages_that_it_claims_are_spoken() {
    let languages = ["SPARQL11Query", "SPARQL11Update"].map(|name| format!("{SD}{name}"));
    assert_eq!(objects("supportedLanguage"), BTreeSet::from(languages));
    let extensions = [
        (
            "https://www.w3.org/TR/sparql12-query/",
            "VERSION \"1.2\" ASK { BIND(TRIPLE(<urn:s>, <urn:p>, \"a\"@en--ltr) AS ?t) FILTER(LANGDIR(OBJECT(?t)) = 'ltr') }",
        ),
        (
            "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md",
            "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ASK { FILTER(ADJUST(\"2026-01-01T00:00:00Z\"^^xsd:dateTime, \"PT1H\"^^xsd:dayTimeDuration) = \"2026-01-01T00:00:00Z\"^^xsd:dateTime) }",
        ),
        (
            "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md",
            "ASK { VALUES ?n { 1 2 } LATERAL { SELECT ?m { VALUES ?m { 1 2 } FILTER(?m = 2) } LIMIT 1 } }",
        ),
    ];
    let known: BTreeSet<String> = extensions.iter().map(|(iri, _)| (*iri).to_owned()).collect();
    assert_eq!(objects("languageExtension"), known);
    for (name, query) in extensions {
        let answer = sparql(query, "application/json");
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text());
        assert_eq!(answer.json()["boolean"], true, "{name}");
    }
}

#[test]
fn the_functions_that_it_claims_are_there() {
    let lexical = [
        ("date", "2026-01-31"),
        ("time", "10:00:00"),
        ("duration", "P1Y2DT3H"),
        ("dayTimeDuration", "P1DT2H"),
        ("yearMonthDuration", "P1Y2M"),
        ("gYear", "2026"),
        ("gYearMonth", "2026-01"),
        ("gMonth", "--01"),
        ("gMonthDay", "--01-31"),
        ("gDay", "---31"),
    ];
    let ours =
        ["matches", "score"].map(|name| format!("https://w3id.org/passerelle/function#{name}"));
    let casts = lexical.iter().map(|(name, _)| format!("{XSD}{name}"));
    let known: BTreeSet<String> = casts.chain(ours.clone()).collect();
    assert_eq!(objects("extensionFunction"), known);
    for name in ours {
        let call = rows(&format!(
            "SELECT (BOUND(?value) AS ?known) {{ BIND(<{name}>(\"a text\", \"text\") AS ?value) }}"
        ));
        assert_eq!(call, [["true"]], "{name}");
    }
    for (name, text) in lexical {
        let cast = rows(&format!("SELECT (DATATYPE(<{XSD}{name}>(\"{text}\")) AS ?type) {{}}"));
        assert_eq!(cast, [[format!("{XSD}{name}")]], "{name}");
    }
}

#[test]
fn nothing_is_entailed() {
    let simple = BTreeSet::from(["http://www.w3.org/ns/entailment/Simple".to_owned()]);
    assert_eq!(objects("defaultEntailmentRegime"), simple);
    let subclasses = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT (COUNT(*) AS ?n) { <https://w3id.org/passerelle/ontology#Country> rdfs:subClassOf ?class . ?thing a ?class }";
    assert_eq!(rows(subclasses), [["0"]], "a country is not called a location");
}

#[test]
fn every_graph_is_named_with_its_size() {
    let described = description();
    let named: BTreeMap<String, String> = described
        .rows("SELECT ?name ?triples { dataset:passerelle sd:namedGraph [ sd:name ?name ; sd:graph/void:triples ?triples ] }")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let counted: BTreeMap<String, String> =
        rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
            .into_iter()
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect();
    assert_eq!(named, counted);
    let default = described.values(
        "SELECT DISTINCT ?n { ?service sd:defaultDataset/sd:defaultGraph/void:triples ?n }",
    );
    assert_eq!(vec![default], rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"));
    assert!(described.says("dataset:passerelle a void:Dataset ; rdfs:seeAlso ?document"));
    assert!(described.says("<https://w3id.org/passerelle/graph/survey/2022> void:propertyPartition/void:property ?property"));
}

fn describe(graph: &KnowledgeGraph, federates: bool, updates: bool) -> Described {
    let base = Some(Iri::parse("https://passerelle.example").expect("an IRI"));
    let described = graph.describe_endpoint(&Endpoint { base, federates, updates });
    let mut body = Vec::new();
    described
        .and_then(|described| described.write(GraphFormat::NTriples, &mut body))
        .expect("a description");
    Described::read(&body)
}

#[test]
fn it_follows_the_settings() {
    let options = OpenOptions { default_graph: DefaultGraph::Unnamed, ..OpenOptions::default() };
    let directory = data_directory();
    let graph = KnowledgeGraph::open_with(directory.path(), options).expect("the directory opens");
    let described = describe(&graph, true, true);
    let features = described.values("SELECT ?feature { ?service sd:feature ?feature }");
    assert_eq!(features, ["BasicFederatedQuery", "EmptyGraphs"].map(|name| format!("{SD}{name}")));
    let default = "https://w3id.org/passerelle/graph/default";
    assert!(
        described.says(&format!("?d sd:defaultGraph <{default}> . <{default}> void:triples 0"))
    );
    let named = described.values("SELECT ?name { ?entry sd:name ?name }");
    let visible = ["ontology", "public-sources", "reference", "survey/2022"];
    assert_eq!(named, visible.map(|name| format!("https://w3id.org/passerelle/graph/{name}")));
}

#[test]
fn updates_have_an_address_and_formats_of_their_own() {
    let address = "<https://passerelle.example/update>";
    let claims =
        format!("{address} sd:endpoint {address} ; sd:supportedLanguage sd:SPARQL11Update");
    let described = describe(&SEEDED, false, true);
    assert!(described.says(&claims));
    assert!(!describe(&SEEDED, false, false).says(&claims));
    let claimed =
        described.values(&format!("SELECT ?format {{ {address} sd:inputFormat ?format }}"));
    let samples = [
        (UploadFormat::JsonLd, r#"{"@id": "urn:s", "urn:p": {"@id": "urn:o"}}"#),
        (UploadFormat::NQuads, "<urn:s> <urn:p> <urn:o> ."),
        (UploadFormat::NTriples, "<urn:s> <urn:p> <urn:o> ."),
        (UploadFormat::N3, "<urn:s> <urn:p> <urn:o> ."),
        (
            UploadFormat::RdfXml,
            r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><rdf:Description rdf:about="urn:s"><u:p rdf:resource="urn:o"/></rdf:Description></rdf:RDF>"#,
        ),
        (UploadFormat::TriG, "<urn:s> <urn:p> <urn:o> ."),
        (UploadFormat::Turtle, "<urn:s> <urn:p> <urn:o> ."),
    ];
    let known: BTreeSet<String> =
        samples.iter().map(|(format, _)| format.iri().to_string()).collect();
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>(), known);
    for (format, text) in samples {
        let graph = KnowledgeGraph::in_memory().expect("a graph in memory");
        let base = Iri::parse("https://example.org/").expect("an IRI");
        let part = Upload { format, base, body: Box::new(text.as_bytes()) };
        let stop = StopToken::default();
        let change =
            graph.upload(&GraphRef::Default, UploadMode::Add, std::iter::once(part), &stop);
        assert_eq!(change.map(|change| change.inserted).ok(), Some(1), "{format:?}");
    }
}

#[test]
fn an_empty_graph_is_a_graph() {
    let graph = KnowledgeGraph::in_memory().expect("a graph in memory");
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    let create = "CREATE GRAPH <https://example.org/empty>";
    graph.update(create, &using, &UpdateLimits::default(), &stop).expect("the graph is made");
    let found = Query::new("ASK { GRAPH <https://example.org/empty> {} }");
    assert!(graph.ask(&found).expect("an answer"));
    let described = describe(&graph, false, false);
    assert!(
        described.says(
            "?service sd:feature sd:EmptyGraphs . <https://example.org/empty> void:triples 0"
        )
    );
}

#[test]
fn a_browser_is_led_on_and_a_machine_is_not() {
    let browser =
        accepting("/sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    assert_eq!((browser.status, browser.header("location")), (StatusCode::SEE_OTHER, "/query"));
    assert!(browser.header("vary").contains("accept"));
    let comunica = "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/html;q=0.6,*/*;q=0.1";
    let chosen = [
        (comunica, "application/n-quads"),
        ("*/*", "text/turtle; charset=utf-8"),
        (
            "text/html;q=0.5, application/ld+json;q=0.4, text/turtle;q=0.6",
            "text/turtle; charset=utf-8",
        ),
        ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        ("text/turtle;q=0, application/*;q=0.2", "application/n-triples"),
        ("application/sparql-results+json, */*;q=0.1", "text/turtle; charset=utf-8"),
    ];
    for (accept, media_type) in chosen {
        assert_eq!(accepting("/sparql", accept).header("content-type"), media_type, "{accept}");
    }
    assert_eq!(accepting("/sparql", "image/png").status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn only_a_request_without_a_query_is_answered_so() {
    let cases = [
        ("/sparql?", StatusCode::OK),
        ("/sparql?format=turtle", StatusCode::OK),
        ("/sparql?query=", StatusCode::BAD_REQUEST),
        ("/sparql?update=CLEAR%20ALL", StatusCode::BAD_REQUEST),
        (
            "/sparql?default-graph-uri=https://w3id.org/passerelle/graph/ontology",
            StatusCode::BAD_REQUEST,
        ),
    ];
    for (path, status) in cases {
        assert_eq!(accepting(path, "text/turtle").status, status, "{path}");
    }
    let request =
        Request::post("/sparql").header("content-type", "application/x-www-form-urlencoded");
    let posted = send(request.body(Body::empty()).expect("a well-formed request"));
    assert_eq!(posted.status, StatusCode::BAD_REQUEST);
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let builder = Request::builder().method(method).uri(path).header("host", HOST);
    let builder =
        headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    send(builder.body(Body::empty()).expect("a well-formed request"))
}

#[test]
fn descriptions_are_answers_like_others() {
    for path in ["/sparql", "/.well-known/void"] {
        let mut tags = BTreeSet::new();
        for (media_type, _) in FORMATS {
            let accept = [("accept", media_type), ("x-request-id", "the-same")];
            let (get, head) = (request("GET", path, &accept), request("HEAD", path, &accept));
            assert_eq!(get.status, StatusCode::OK, "{path} {media_type}");
            assert_eq!(get.headers, head.headers, "{path} {media_type}");
            assert!(head.body.is_empty());
            for name in ["accept", "accept-encoding"] {
                assert!(get.header("vary").contains(name), "{path}: {}", get.header("vary"));
            }
            let tag = get.header("etag").to_owned();
            assert!(tag.starts_with('"'), "{path}: {tag}");
            let known = request("GET", path, &[("accept", media_type), ("if-none-match", &tag)]);
            assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
            tags.insert(tag);
        }
        let packed = request("GET", path, &[("accept-encoding", "gzip")]);
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        tags.insert(packed.header("etag").to_owned());
        assert_eq!(tags.len(), FORMATS.len() + 1, "{path}: each representation has its own tag");
        let foreign = request("GET", path, &[("origin", "https://example.org")]);
        assert_eq!(foreign.header("access-control-allow-origin"), "*", "{path}");
    }
    let query = request("GET", "/sparql?query=ASK%7B%7D", &[]);
    assert!(query.text().contains("boolean"), "{}", query.text());
}

#[test]
fn the_address_is_the_one_that_was_asked() {
    let endpoint = |headers: &[(&str, &str)]| {
        let body =
            get_with("/sparql", &[headers, &[("accept", "application/n-triples")]].concat()).body;
        Described::read(&body).values("SELECT ?endpoint { ?service sd:endpoint ?endpoint }")
    };
    for host in ["localhost:7878", "passerelle.example", "[::1]:7878", "10.0.0.1"] {
        let addresses = ["sparql", "update"].map(|path| format!("http://{host}/{path}"));
        assert_eq!(endpoint(&[("host", host)]), addresses);
    }
    for strange in ["user@passerelle.example", "passerelle.example/path", "a b", "<x>", ""] {
        assert!(endpoint(&[("host", strange)]).is_empty(), "{strange}");
    }
    assert!(endpoint(&[]).is_empty(), "nothing is made up");
}

#[test]
fn behind_a_proxy_the_address_is_the_public_one() {
    let (service, _directory) = seeded::service(Opening::default());
    let public_url = Some("https://passerelle.example/".to_owned());
    let settings = HttpSettings { public_url, ..HttpSettings::default() };
    let app = http::app(service, settings, web::pages()).expect("the service describes itself");
    let request = Request::get("/.well-known/void")
        .header("host", "10.0.0.1")
        .header("accept", "application/n-triples");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let body = runtime.block_on(async {
        let request = request.body(Body::empty()).expect("a well-formed request");
        let response = app.oneshot(request).await.expect("the router never fails");
        response.into_body().collect().await.expect("the body is whole").to_bytes()
    });
    let described = Described::read(&body);
    let endpoint =
        described.values("SELECT ?endpoint { dataset:passerelle void:sparqlEndpoint ?endpoint }");
    assert_eq!(endpoint, ["https://passerelle.example/sparql"]);
    assert!(
        described.says("<https://passerelle.example/.well-known/void> a void:DatasetDescription")
    );
}
