//! Descriptions as the tests read them: fetched, parsed, asked in SPARQL.

use crate::support::{Answer, get_with};
use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Dataset, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

/// The host that the tests ask.
pub(crate) const HOST: &str = "passerelle.test:7878";

const PREFIXES: &str = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dataset: <https://w3id.org/passerelle/id/dataset/>
";

/// Every media type of graphs with the format that it stands for.
pub(crate) const FORMATS: [(&str, RdfFormat); 7] = [
    ("text/turtle", RdfFormat::Turtle),
    ("application/n-triples", RdfFormat::NTriples),
    ("application/n-quads", RdfFormat::NQuads),
    ("application/trig", RdfFormat::TriG),
    ("application/rdf+xml", RdfFormat::RdfXml),
    ("application/ld+json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
    ("text/n3", RdfFormat::N3),
];

/// A GET with an `Accept` header.
pub(crate) fn accepting(path: &str, accept: &str) -> Answer {
    get_with(path, &[("host", HOST), ("accept", accept)])
}

/// A description in any of its formats, comparable.
pub(crate) fn parsed(path: &str, media_type: &str, format: RdfFormat) -> Dataset {
    let answer = accepting(path, media_type);
    assert_eq!(answer.status, StatusCode::OK, "{path} {media_type}");
    assert_eq!(answer.header("content-type").split(';').next(), Some(media_type));
    let mut dataset: Dataset = RdfParser::from_format(format)
        .for_slice(&answer.body)
        .map(|quad| quad.unwrap_or_else(|error| panic!("{media_type}: {error}")))
        .collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset
}

/// A description that can be asked.
pub(crate) struct Described(Store);

impl Described {
    pub(crate) fn at(path: &str) -> Self {
        Self::read(&accepting(path, "application/n-triples").body)
    }

    /// From N-Triples.
    pub(crate) fn read(body: &[u8]) -> Self {
        let store = Store::new().expect("a store in memory");
        store.load_from_slice(RdfFormat::NTriples, body).expect("N-Triples");
        Self(store)
    }

    fn query(&self, query: &str) -> QueryResults<'static> {
        SparqlEvaluator::new()
            .parse_query(&format!("{PREFIXES}{query}"))
            .expect("a well-formed query")
            .on_store(&self.0)
            .execute()
            .expect("an answer")
    }

    pub(crate) fn says(&self, pattern: &str) -> bool {
        matches!(self.query(&format!("ASK {{ {pattern} }}")), QueryResults::Boolean(true))
    }

    /// The rows of a SELECT: IRIs and texts as they are, in an order.
    pub(crate) fn rows(&self, query: &str) -> Vec<Vec<String>> {
        let QueryResults::Solutions(solutions) = self.query(query) else {
            panic!("a SELECT was expected")
        };
        let mut rows: Vec<Vec<String>> = solutions
            .map(|row| {
                row.expect("a row").values().iter().map(|cell| text(cell.as_ref())).collect()
            })
            .collect();
        rows.sort();
        rows
    }

    /// The values of the one variable of a SELECT.
    pub(crate) fn values(&self, query: &str) -> Vec<String> {
        self.rows(query).concat()
    }
}

fn text(term: Option<&Term>) -> String {
    match term {
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
