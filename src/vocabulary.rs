//! Names of the graph: namespaces, graph names and the few terms the program
//! itself speaks of. Text only; the RDF term model begins in `graph`.

/// The ontology's namespace, prefix `pes:`.
pub const PES: &str = "https://w3id.org/passerelle/ontology#";
/// Functions that queries may call beside those of SPARQL, prefix `pesf:`.
pub const FUNCTION: &str = "https://w3id.org/passerelle/function#";
/// What relative references in queries and updates are resolved against.
pub const BASE: &str = "https://w3id.org/passerelle/";
/// Where every thing of the graph has its identifier: `{ID}{kind}/{slug}`.
pub const ID: &str = "https://w3id.org/passerelle/id/";
/// Where every named graph has its name: `{GRAPH}{name}`.
pub const GRAPH: &str = "https://w3id.org/passerelle/graph/";
/// SKOS namespace.
pub const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
/// RDF namespace.
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// The language of ontologies.
pub const OWL: &str = "http://www.w3.org/2002/07/owl#";
/// XML Schema datatypes.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// Dublin Core terms.
pub const DCT: &str = "http://purl.org/dc/terms/";
/// schema.org.
pub const SCHEMA: &str = "https://schema.org/";
/// Shapes, prefix declarations and executable queries.
pub const SH: &str = "http://www.w3.org/ns/shacl#";
/// What SIB's example queries add to SHACL.
pub const SPEX: &str = "https://purl.expasy.org/sparql-examples/ontology#";
/// Provenance.
pub const PROV: &str = "http://www.w3.org/ns/prov#";
/// Organisations.
pub const ORG: &str = "http://www.w3.org/ns/org#";
/// Data privacy vocabulary, which has a class for synthetic data.
pub const DPV: &str = "https://w3id.org/dpv#";
/// SPARQL service descriptions.
pub const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
/// Vocabulary of interlinked datasets.
pub const VOID: &str = "http://rdfs.org/ns/void#";

/// Linked Data Event Streams.
pub const LDES: &str = "https://w3id.org/ldes#";
/// TREE: collections in parts.
pub const TREE: &str = "https://w3id.org/tree#";
/// Activity Streams 2.0.
pub const AS: &str = "https://www.w3.org/ns/activitystreams#";

/// The ontology as a whole, which declares the prefixes.
pub const ONTOLOGY: &str = "https://w3id.org/passerelle/ontology";
/// The permanent name of the SPARQL endpoint. It is the same in every
/// deployment, so that the graph is too; where one deployment listens is in its
/// service description.
pub const ENDPOINT: &str = "https://w3id.org/passerelle/sparql";

/// Classes, properties, shapes, concept schemes and example queries.
pub const GRAPH_ONTOLOGY: &str = "https://w3id.org/passerelle/graph/ontology";
/// Countries, members, and the identity of programmes and bodies.
pub const GRAPH_REFERENCE: &str = "https://w3id.org/passerelle/graph/reference";
/// Where each survey has its graph: `{GRAPH_SURVEYS}{survey}`.
pub const GRAPH_SURVEYS: &str = "https://w3id.org/passerelle/graph/survey/";
/// What the 2022 report says, and nothing else.
pub const GRAPH_SURVEY_2022: &str = "https://w3id.org/passerelle/graph/survey/2022";
/// Later public facts, each dated and sourced.
pub const GRAPH_PUBLIC_SOURCES: &str = "https://w3id.org/passerelle/graph/public-sources";
/// What the program computes from the rest.
pub const GRAPH_DERIVED: &str = "https://w3id.org/passerelle/graph/derived";
/// Where writers put what they give no graph: the unnamed graph of protocols.
pub const GRAPH_DEFAULT: &str = "https://w3id.org/passerelle/graph/default";
/// The whole: all published graphs together.
pub const DATASET: &str = "https://w3id.org/passerelle/id/dataset/passerelle";
/// One entry a graph: canonical hash, size, when it was written.
pub const GRAPH_CATALOGUE: &str = "https://w3id.org/passerelle/graph/catalogue";

/// What happened to each thing, in order: the change log.
pub const GRAPH_CHANGES: &str = "https://w3id.org/passerelle/graph/changes";

/// The graphs that the program writes itself: what the binary carries, what it
/// derives, what it records.
pub const OWN_GRAPHS: [&str; 7] = [
    GRAPH_ONTOLOGY,
    GRAPH_REFERENCE,
    GRAPH_SURVEY_2022,
    GRAPH_PUBLIC_SOURCES,
    GRAPH_DERIVED,
    GRAPH_CATALOGUE,
    GRAPH_CHANGES,
];

/// The graphs that the program computes, and that nobody else may write.
pub const COMPUTED_GRAPHS: [&str; 3] = [GRAPH_DERIVED, GRAPH_CATALOGUE, GRAPH_CHANGES];

/// The prefixes that Turtle output declares and that queries may use undeclared
/// in `passerelle query`. The ontology declares the same (`sh:declare`).
pub const PREFIXES: [(&str, &str); 19] = [
    ("pes", PES),
    ("pest", "https://w3id.org/passerelle/id/theme/"),
    ("id", ID),
    ("graph", GRAPH),
    ("skos", SKOS),
    ("rdf", RDF),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", XSD),
    ("dct", DCT),
    ("prov", PROV),
    ("org", ORG),
    ("schema", SCHEMA),
    ("void", VOID),
    ("sh", SH),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("sd", SD),
    ("as", AS),
];
