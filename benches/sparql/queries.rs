//! What is asked. Each query has a constant that varies, so that no cache of
//! results helps anybody: its number picks a member or a theme, and is a LIMIT or a
//! column.

use super::client::{RESULTS, TRIPLES};
use super::servers::Data;

const PREFIXES: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#> \
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#> \
    PREFIX dct: <http://purl.org/dc/terms/> ";

/// One query, as a function of the number of its variant.
pub(crate) struct Query {
    pub(crate) name: &'static str,
    pub(crate) accept: &'static str,
    /// With `MEMBER`, `THEME` and `NUMBER` in the place of what varies.
    pattern: &'static str,
}

/// The things of the data that queries name.
pub(crate) struct Constants {
    members: Vec<String>,
    themes: Vec<String>,
}

impl Constants {
    /// In an order that goes through popular and rare ones alike.
    pub(crate) fn of(data: &Data) -> Self {
        Self { members: data.members.clone(), themes: data.themes.clone() }
    }
}

impl Query {
    pub(crate) fn variant(&self, number: usize, constants: &Constants) -> String {
        // A step that shares no factor with most lengths spreads the choice.
        let pick = |list: &[String]| list[number * 7919 % list.len()].clone();
        let text = self
            .pattern
            .replace("MEMBER", &pick(&constants.members))
            .replace("THEME", &pick(&constants.themes))
            .replace("NUMBER", &(1000 + number).to_string());
        format!("{PREFIXES}{text}")
    }
}

/// The queries of issue 3.
pub(crate) const ALL: &[Query] = &[
    Query {
        name: "lookup",
        accept: RESULTS,
        pattern: "SELECT ?p ?o WHERE { <MEMBER> ?p ?o } LIMIT NUMBER",
    },
    Query {
        name: "theme-tree",
        accept: RESULTS,
        pattern: "SELECT ?statement ?member WHERE { ?statement pes:about/skos:broader* <THEME> ; pes:member ?member } LIMIT NUMBER",
    },
    Query {
        name: "counts",
        accept: RESULTS,
        pattern: "SELECT ?theme ?region (COUNT(?statement) AS ?n) WHERE { ?statement a pes:Statement ; pes:about ?theme ; pes:member/pes:country/pes:inRegion ?region } GROUP BY ?theme ?region LIMIT NUMBER",
    },
    Query {
        name: "two-hop",
        accept: RESULTS,
        pattern: "SELECT ?other (COUNT(DISTINCT ?theme) AS ?n) (NUMBER AS ?variant) WHERE { ?mine pes:member <MEMBER> ; pes:about ?theme . ?theirs pes:about ?theme ; pes:kind pes:challenge ; pes:member ?other } GROUP BY ?other ORDER BY DESC(?n) LIMIT 10",
    },
    Query {
        name: "optional",
        accept: RESULTS,
        pattern: "SELECT * WHERE { ?member a pes:Member OPTIONAL { ?member skos:prefLabel ?label FILTER(LANG(?label) = \"en\") } OPTIONAL { ?member pes:country ?country OPTIONAL { ?country pes:inRegion ?region } } OPTIONAL { ?member pes:workingLanguage ?language } OPTIONAL { ?practice pes:practisedBy ?member } } LIMIT NUMBER",
    },
    Query {
        name: "newest",
        accept: RESULTS,
        pattern: "SELECT ?member ?modified (NUMBER AS ?variant) WHERE { ?member a pes:Member ; dct:modified ?modified } ORDER BY DESC(?modified) LIMIT 20",
    },
    Query {
        name: "construct",
        accept: TRIPLES,
        pattern: "CONSTRUCT { ?statement ?p ?o } WHERE { ?statement pes:member <MEMBER> ; ?p ?o } LIMIT NUMBER",
    },
    Query { name: "describe", accept: TRIPLES, pattern: "DESCRIBE <MEMBER> LIMIT NUMBER" },
    Query {
        name: "ask",
        accept: RESULTS,
        pattern: "ASK { ?statement pes:about <THEME> ; pes:member <MEMBER> FILTER(NUMBER > 0) }",
    },
];
