//! Which graph a request is about: named in the query (`?graph=`, `?default`),
//! or by an address below `/store/`, which then is its name.

use super::super::form::pairs;
use super::super::problem::{Problem, ProblemKind};
use super::super::state::AppState;
use crate::domain::Iri;
use crate::graph::GraphRef;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use uuid::Uuid;

/// Where the graph store is.
const PATH: &str = "/store";

/// The graph that a request names, if it names one.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::http) struct Target {
    graph: Option<GraphRef>,
    /// The address of the graph store.
    store: Iri,
}

impl FromRequestParts<AppState> for Target {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let store = store_address(state, &parts.uri, &parts.headers)?;
        Self::read(store, parts.uri.path(), parts.uri.query().unwrap_or_default())
    }
}

impl Target {
    fn read(store: Iri, path: &str, query: &str) -> Result<Self, Problem> {
        let mut graph = None;
        for (name, value) in pairs(query.as_bytes())? {
            let named = match name.as_ref() {
                "graph" if value.is_empty() => {
                    return Err(Problem::parameter("graph", "the name of a graph is expected"));
                }
                "graph" => store
                    .resolve(&value)
                    .map(GraphRef::Named)
                    .map_err(|error| Problem::parameter("graph", error.to_string()))?,
                "default" if value.is_empty() => GraphRef::Default,
                "default" => return Err(Problem::parameter("default", "it takes no value")),
                other => {
                    return Err(Problem::parameter(
                        other,
                        "there is no such parameter here; known are graph and default",
                    ));
                }
            };
            if graph.replace(named).is_some() {
                return Err(malformed("one graph is expected, by 'graph' or by 'default'"));
            }
        }
        match path.strip_prefix(PATH).map(|below| below.trim_start_matches('/')) {
            None | Some("") => Ok(Self { graph, store }),
            Some(_) if graph.is_some() => {
                Err(malformed("the path names a graph, and so does a parameter"))
            }
            Some(below) => {
                let name = Iri::parse(&format!("{store}/{below}"))
                    .map_err(|error| malformed(error.to_string()))?;
                Ok(Self { graph: Some(GraphRef::Named(name)), store })
            }
        }
    }

    /// The graph, where one has to be named.
    pub(super) fn named(self) -> Result<Place, Problem> {
        match self.graph {
            Some(GraphRef::Named(name)) => Ok(Place::named(name)),
            Some(GraphRef::Default) => {
                Ok(Place { graph: GraphRef::Default, base: self.store, is_new: false })
            }
            None => {
                Err(malformed("name the graph: ?graph=IRI, or ?default for the one without a name"))
            }
        }
    }

    /// The graph, or one with a new name, which is an address of this store at
    /// which it can be read.
    pub(super) fn named_or_new(self) -> Result<Place, Problem> {
        if self.graph.is_some() {
            return self.named();
        }
        let name = Iri::parse(&format!("{}/{}", self.store, Uuid::new_v4()))
            .map_err(|error| Problem::internal(&error))?;
        Ok(Place { is_new: true, ..Place::named(name) })
    }
}

/// A graph, known by name.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) graph: GraphRef,
    /// What relative references in its content are resolved against: its
    /// name, or the address of the store.
    pub(super) base: Iri,
    /// Whether it was named just now.
    pub(super) is_new: bool,
}

impl Place {
    fn named(name: Iri) -> Self {
        Self { graph: GraphRef::Named(name.clone()), base: name, is_new: false }
    }
}

/// The address of the graph store as clients see it: by the setting, or else
/// by the host that they ask.
fn store_address(state: &AppState, uri: &Uri, headers: &HeaderMap) -> Result<Iri, Problem> {
    if state.settings().public_url.is_some() {
        return Iri::parse(&state.link(PATH)).map_err(|error| Problem::internal(&error));
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| uri.authority().map(hyper::http::uri::Authority::as_str));
    Iri::parse(&format!("http://{}{PATH}", host.unwrap_or("localhost")))
        .map_err(|_| malformed("the Host header is malformed"))
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::InvalidParameter, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::option_option, reason = "refused, or naming no graph, or one")]
    fn read(path: &str, query: &str) -> Option<Option<String>> {
        let store = Iri::parse("http://a.example/store").expect("an IRI");
        let target = Target::read(store, path, query).ok()?;
        Some(target.graph.map(|graph| match graph {
            GraphRef::Default => "default".to_owned(),
            GraphRef::Named(name) => name.to_string(),
        }))
    }

    #[test]
    fn a_graph_is_named_once_in_one_way() {
        let named = |name: &str| Some(Some(name.to_owned()));
        assert_eq!(read("/store", ""), Some(None));
        assert_eq!(read("/store", "default"), named("default"));
        assert_eq!(read("/store", "graph=urn%3Ax%3Ay"), named("urn:x:y"));
        assert_eq!(read("/store", "graph=person/1.ttl"), named("http://a.example/person/1.ttl"));
        // Percent-encoding is taken off once, by the query string.
        assert_eq!(read("/store", "graph=http://b/%2531"), named("http://b/%31"));
        assert_eq!(read("/store/person/1.ttl", ""), named("http://a.example/store/person/1.ttl"));
        for (path, query) in [
            ("/store", "graph="),
            ("/store", "graph=a%20b"),
            ("/store", "graph=x:a&graph=x:b"),
            ("/store", "default&graph=x:b"),
            ("/store", "default=yes"),
            ("/store", "grpah=x:a"),
            ("/store/a", "graph=x:a"),
        ] {
            assert_eq!(read(path, query), None, "{path}?{query}");
        }
    }
}
