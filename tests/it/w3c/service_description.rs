//! The three tests of SPARQL 1.1 Service Description. Their manifest gives them
//! a name only; what each demands is written here.

use super::manifest::{Case, Node, expand};
use super::results::{Format, read_graph};
use super::service::{Asked, Service, headers};
use anyhow::{Context, bail, ensure};
use oxigraph::model::{Graph, NamedNode, Term, TermRef, TripleRef};
use std::rc::Rc;

/// The properties of the vocabulary, with the class of what each is said of and
/// of its value (`-`: any IRI, `~`: an IRI or blank node of no class of its own).
const PROPERTIES: [(&str, &str, &str); 16] = [
    ("endpoint", "Service", "-"),
    ("feature", "Service", "Feature"),
    ("defaultEntailmentRegime", "Service", "-"),
    ("defaultSupportedEntailmentProfile", "Service", "-"),
    ("entailmentRegime", "NamedGraph", "-"),
    ("supportedEntailmentProfile", "NamedGraph", "-"),
    ("extensionFunction", "Service", "-"),
    ("extensionAggregate", "Service", "-"),
    ("languageExtension", "Service", "-"),
    ("supportedLanguage", "Service", "Language"),
    ("propertyFeature", "Service", "-"),
    ("inputFormat", "Service", "-"),
    ("resultFormat", "Service", "-"),
    ("defaultDataset", "Service", "~"),
    ("availableGraphs", "Service", "~"),
    ("name", "NamedGraph", "-"),
];
const LANGUAGES: [&str; 3] = ["SPARQL10Query", "SPARQL11Query", "SPARQL11Update"];
const FEATURES: [&str; 5] = [
    "DereferencesURIs",
    "UnionDefaultGraph",
    "RequiresDataset",
    "EmptyGraphs",
    "BasicFederatedQuery",
];
/// What links datasets and graphs; both ends may be blank.
const LINKS: [&str; 3] = ["graph", "defaultGraph", "namedGraph"];

pub(crate) fn describe(service: &Service, case: &Case) -> anyhow::Result<()> {
    let endpoint = service.at.query.clone();
    let answer = service.send(Asked {
        method: "GET",
        url: endpoint.clone(),
        headers: headers(&[("accept", "text/turtle, application/rdf+xml;q=0.5")]),
        ..Asked::default()
    })?;
    let answer = answer.succeeded()?;
    let Format::Rdf(format) = Format::of_answer(&answer)? else { bail!("no RDF") };
    let graph = Rc::new(read_graph(&answer.body, format, &endpoint)?);
    match case.iri.rsplit('#').next().unwrap_or_default() {
        "returns-rdf" => ensure!(!graph.is_empty(), "the description is empty"),
        "has-endpoint-triple" => {
            service_at(&graph, &endpoint)?;
        }
        "conforms-to-schema" => conforms(&graph, &endpoint)?,
        name => bail!("nobody wrote down what {name} demands"),
    }
    Ok(())
}

fn service_at(graph: &Rc<Graph>, endpoint: &str) -> anyhow::Result<Node> {
    let endpoint = NamedNode::new(endpoint)?;
    let subject = graph.subject_for_predicate_object(&expand("sd:endpoint"), &endpoint);
    let subject = subject.with_context(|| format!("no sd:endpoint {endpoint}"))?;
    Ok(Node::new(graph, subject.into_owned()))
}

/// Every term of the vocabulary exists and is used as the vocabulary says, and
/// the description says what the specification demands of it.
fn conforms(graph: &Rc<Graph>, endpoint: &str) -> anyhow::Result<()> {
    let namespace = expand("sd:");
    for triple in graph.iter() {
        let Some(name) = triple.predicate.as_str().strip_prefix(namespace.as_str()) else {
            continue;
        };
        if LINKS.contains(&name) {
            ensure!(!triple.object.is_literal(), "{triple}: the value is no resource");
            continue;
        }
        let known = PROPERTIES.iter().find(|(property, _, _)| *property == name);
        let (_, domain, range) = known.with_context(|| format!("there is no sd:{name}"))?;
        let subject = Node::new(graph, triple.subject.into_owned());
        let classes = subject.all("rdf:type");
        let class = expand(&format!("sd:{domain}"));
        let right = classes.iter().any(|found| *found.term() == Term::from(class.clone()));
        ensure!(right, "{triple}: the subject is no sd:{domain}");
        check_value(triple, range)?;
    }
    let service = service_at(graph, endpoint)?;
    ensure!(!service.all("sd:supportedLanguage").is_empty(), "no sd:supportedLanguage");
    ensure!(!service.all("sd:resultFormat").is_empty(), "no sd:resultFormat");
    // Others, such as that for updates, have endpoints of their own.
    let endpoint = NamedNode::new(endpoint)?;
    let services = graph.subjects_for_predicate_object(&expand("sd:endpoint"), &endpoint);
    ensure!(services.count() == 1, "one service has this endpoint");
    Ok(())
}

fn check_value(triple: TripleRef<'_>, range: &str) -> anyhow::Result<()> {
    ensure!(!triple.object.is_literal(), "{triple}: the value is no resource");
    ensure!(range == "~" || triple.object.is_named_node(), "{triple}: the value is no IRI");
    let known: &[&str] = match range {
        "Language" => &LANGUAGES,
        "Feature" => &FEATURES,
        _ => return Ok(()),
    };
    // Others may define more of either, in namespaces of their own.
    let TermRef::NamedNode(value) = triple.object else { return Ok(()) };
    let own = value.as_str().strip_prefix(expand("sd:").as_str());
    ensure!(own.is_none_or(|name| known.contains(&name)), "{triple}: no such {range}");
    Ok(())
}
