//! The change log as a Linked Data Event Stream (LDES, on TREE): pages of
//! entries in order, each page leading to the next. Entries never change, so
//! neither does a page that is full.

use super::change_log::entry_name;
use super::description::{Description, Subject, blank, node};
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::query::Query;
use crate::domain::Iri;
use crate::vocabulary::{AS, LDES, TREE, XSD};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Triple};
use std::collections::BTreeMap;

/// Entries on a page.
const PAGE_ENTRIES: u64 = 100;

/// A page of the stream.
pub struct EventPage {
    /// The entries, and where to go on.
    pub description: Description,
    /// Whether it has all the entries that it will ever have.
    pub is_full: bool,
}

impl KnowledgeGraph {
    /// A page of the change log, from 1, with addresses that begin with `base`;
    /// none after the last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn describe_changes(&self, base: &Iri, page: u64) -> Result<Option<EventPage>, GraphError> {
        let total = self.log_length()?;
        let last = total.div_ceil(PAGE_ENTRIES).max(1);
        if page == 0 || page > last {
            return Ok(None);
        }
        let (start, end) = ((page - 1) * PAGE_ENTRIES, total.min(page * PAGE_ENTRIES));
        let mut triples = stream(base, page);
        if page < last
            && let Some(first) = self.logged_change(end + 1)?
        {
            triples.extend(next_page(base, page, &first.published));
        }
        let names: Vec<NamedNode> = (start + 1..=end).map(entry_name).collect();
        let mut entries = self.log_entries(&names)?;
        for name in names {
            let said = entries.remove(name.as_str()).unwrap_or_default();
            let mut stream = Subject::new(address(base, "ldes"));
            stream.say(tree("member"), name);
            triples.extend(stream.triples);
            triples.extend(said);
        }
        let description = Description::new(triples);
        Ok(Some(EventPage { description, is_full: end == page * PAGE_ENTRIES }))
    }

    /// What the log says of entries, by their names.
    fn log_entries(
        &self,
        names: &[NamedNode],
    ) -> Result<BTreeMap<String, Vec<Triple>>, GraphError> {
        let mut entries: BTreeMap<String, Vec<Triple>> = BTreeMap::new();
        if names.is_empty() {
            return Ok(entries);
        }
        let ids = names.iter().map(|name| Iri::trusted(name.as_str()));
        let query = Query::new(include_str!("queries/changes/entries.rq")).with("entry", ids);
        for triple in self.construct(&query)? {
            if let NamedOrBlankNode::NamedNode(entry) = &triple.subject {
                entries.entry(entry.as_str().to_owned()).or_default().push(triple);
            }
        }
        for said in entries.values_mut() {
            said.sort_by_cached_key(ToString::to_string);
            said.dedup();
        }
        Ok(entries)
    }
}

/// What the stream is, and that the page is one of it.
fn stream(base: &Iri, page: u64) -> Vec<Triple> {
    let mut stream = Subject::new(address(base, "ldes"));
    stream
        .a(ldes("EventStream"))
        .say(ldes("timestampPath"), activity("published"))
        .say(ldes("versionOfPath"), activity("object"))
        .say(ldes("versionCreateObject"), activity("Create"))
        .say(ldes("versionUpdateObject"), activity("Update"))
        .say(ldes("versionDeleteObject"), activity("Delete"))
        .say(tree("view"), address(base, "ldes/1"));
    let mut node = Subject::new(address(base, &format!("ldes/{page}")));
    node.a(tree("Node"));
    [stream.triples, node.triples].concat()
}

/// Where the entries are that are not older than the page's.
fn next_page(base: &Iri, page: u64, published: &str) -> Vec<Triple> {
    let relation = blank("next");
    let mut here = Subject::new(address(base, &format!("ldes/{page}")));
    here.say(tree("relation"), relation.clone());
    let moment = Literal::new_typed_literal(published, node(&format!("{XSD}dateTime")));
    let mut next = Subject::new(relation);
    next.a(tree("GreaterThanOrEqualToRelation"))
        .say(tree("path"), activity("published"))
        .say(tree("value"), moment)
        .say(tree("node"), address(base, &format!("ldes/{}", page + 1)));
    [here.triples, next.triples].concat()
}

fn address(base: &Iri, path: &str) -> NamedNode {
    node(&format!("{base}/{path}"))
}

fn ldes(name: &str) -> NamedNode {
    node(&format!("{LDES}{name}"))
}

fn tree(name: &str) -> NamedNode {
    node(&format!("{TREE}{name}"))
}

fn activity(name: &str) -> NamedNode {
    node(&format!("{AS}{name}"))
}
