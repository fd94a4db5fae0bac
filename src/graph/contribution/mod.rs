//! A contribution in the graph: one named graph with what it says of its thing,
//! and where that comes from. It enters whole, takes the place of the version
//! before it, and leaves a tombstone when it is withdrawn.

mod content;
mod fields;
mod remark;

pub use content::{Content, ContentError, ContentFrame};
pub use remark::Remark;

use super::catalogue::Record;
use super::checking;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::publication::{self, Change, Then, node};
use super::write::Write;
use crate::domain::{Iri, Kind, Role, Slug};
use crate::vocabulary::{GRAPH, OWL, PES, PROV, SKOS, XSD};
use jiff::Timestamp;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};

/// A version of a contribution, as it enters the graph.
#[derive(Clone, Copy, Debug)]
pub struct Release<'a> {
    /// The contribution.
    pub id: &'a Slug,
    /// What it says.
    pub content: &'a Content,
    /// Which version this is.
    pub version: u64,
    /// The version that the graph has until now.
    pub replaces: Option<u64>,
    /// The member that it is of.
    pub member: Option<&'a Slug>,
    /// In which role it was written.
    pub prepared_as: Role,
    /// In which role it is let in.
    pub published_as: Role,
    /// When.
    pub at: Timestamp,
}

/// What the graph has of a contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The version that it has, or had last.
    pub version: u64,
    /// It has left, and a tombstone stands in its place.
    pub withdrawn: bool,
}

impl KnowledgeGraph {
    /// What would keep a version of a contribution out of the graph, and what
    /// could be better. Nothing is written.
    ///
    /// # Errors
    /// When the check itself fails.
    pub fn check_release(&self, release: &Release<'_>) -> Result<Vec<Remark>, GraphError> {
        let store = self.store();
        let mut write = Self::begin(&store)?;
        let mut remarks = Vec::new();
        if is_taken(&write, release)? {
            remarks.push(remark::taken());
        }
        put(&mut write, release.id, &release.triples())?;
        for violation in checking::found(&write)? {
            let own = violation.node == release.content.thing().as_str();
            if own || publication::blocks(&write, &violation)? {
                remarks.push(Remark::of(&violation, release.content));
            }
        }
        Ok(remarks)
    }

    /// Puts a version of a contribution into the graph, in place of the one
    /// before.
    ///
    /// # Errors
    /// [`GraphError::Invalid`] when it does not fit the shapes,
    /// [`GraphError::Unprocessable`] when its thing has become another's, or
    /// what the store answers. Nothing is stored then.
    pub fn release(&self, release: &Release<'_>) -> Result<Change, GraphError> {
        self.change_graph_of(|write| {
            if is_taken(write, release)? {
                let words = format!("{} is described elsewhere", release.content.thing());
                return Err(GraphError::Unprocessable(words));
            }
            put(write, release.id, &release.triples())
        })
    }

    /// Takes a contribution out of the graph: its thing is retired, and what it
    /// was goes.
    ///
    /// # Errors
    /// [`GraphError::Invalid`] when something else needs it, or what the store
    /// answers. Nothing is changed then.
    pub fn withdraw(
        &self,
        id: &Slug,
        thing: &Iri,
        at: Timestamp,
        version: u64,
    ) -> Result<Change, GraphError> {
        self.change_graph_of(|write| put(write, id, &tombstone(id, thing, at, version)))
    }

    /// What the graph has of a contribution; none when it never entered.
    ///
    /// # Errors
    /// When the store fails.
    pub fn released(&self, id: &Slug) -> Result<Option<Released>, GraphError> {
        let (name, graph) = (node(&Kind::Contribution.iri(id)), node(&graph_of(id)));
        let store = self.store();
        let said = |property: &NamedNode| {
            let mut quads = store.quads_for_pattern(
                Some(name.as_ref().into()),
                Some(property.as_ref()),
                None,
                Some(graph.as_ref().into()),
            );
            quads.next().transpose().map_err(GraphError::storage("read a contribution"))
        };
        let Some(version) = said(&term(PES, "version"))? else { return Ok(None) };
        let Term::Literal(version) = version.object else { return Ok(None) };
        let Ok(version) = version.value().parse() else { return Ok(None) };
        Ok(Some(Released { version, withdrawn: said(&term(OWL, "deprecated"))?.is_some() }))
    }

    fn change_graph_of(
        &self,
        change: impl FnOnce(&mut Write<'_>) -> Result<(), GraphError>,
    ) -> Result<Change, GraphError> {
        let record = Record { commit: 0, hash: true, source_hashes: Vec::new() };
        let change = self.write(record, |write| {
            change(write)?;
            Ok(Then::CheckedWhereSpokenOf)
        })?;
        Ok(change)
    }
}

impl Release<'_> {
    /// What the contribution says, and where that comes from. It names no
    /// person and no key.
    fn triples(&self) -> Vec<Triple> {
        let name = node(&Kind::Contribution.iri(self.id));
        let thing = node(self.content.thing());
        let mut said = self.content.triples().to_vec();
        said.push(Triple::new(thing, term(PROV, "wasDerivedFrom"), name.clone()));
        said.extend(named(self.id, self.version));
        let mut say = |property: NamedNode, value: Term| {
            said.push(Triple::new(name.clone(), property, value));
        };
        say(term(PROV, "generatedAtTime"), moment(self.at));
        say(term(PES, "preparedAs"), Literal::from(self.prepared_as.as_str()).into());
        say(term(PES, "publishedAs"), Literal::from(self.published_as.as_str()).into());
        if let Some(member) = self.member {
            say(term(PROV, "wasAttributedTo"), node(&Kind::Member.iri(member)).into());
        }
        if let Some(replaced) = self.replaces {
            say(term(PES, "replacesVersion"), integer(replaced));
        }
        said
    }
}

/// What stands in place of a contribution that has left.
fn tombstone(id: &Slug, thing: &Iri, at: Timestamp, version: u64) -> Vec<Triple> {
    let (name, thing) = (node(&Kind::Contribution.iri(id)), node(thing));
    let retired = || Term::from(Literal::from(true));
    let mut said = named(id, version);
    said.push(Triple::new(thing.clone(), term(OWL, "deprecated"), retired()));
    said.push(Triple::new(thing, term(PROV, "wasDerivedFrom"), name.clone()));
    said.push(Triple::new(name.clone(), term(OWL, "deprecated"), retired()));
    said.push(Triple::new(name, term(PROV, "invalidatedAtTime"), moment(at)));
    said
}

/// Class, name and version of a contribution.
fn named(id: &Slug, version: u64) -> Vec<Triple> {
    let name = node(&Kind::Contribution.iri(id));
    let mut said = vec![
        Triple::new(name.clone(), rdf::TYPE.into_owned(), node(&Kind::Contribution.class())),
        Triple::new(name.clone(), term(PES, "version"), integer(version)),
    ];
    for (tag, word) in [("fr", "Apport"), ("en", "Contribution"), ("es", "Aportación")] {
        let label = Literal::new_language_tagged_literal_unchecked(format!("{word} {id}"), tag);
        said.push(Triple::new(name.clone(), term(SKOS, "prefLabel"), label));
    }
    said
}

/// Whether another graph describes the thing of a contribution.
fn is_taken(write: &Write<'_>, release: &Release<'_>) -> Result<bool, GraphError> {
    let (thing, own) = (node(release.content.thing()), node(&graph_of(release.id)));
    for quad in write.transaction().quads_for_pattern(
        Some(thing.as_ref().into()),
        Some(rdf::TYPE),
        None,
        None,
    ) {
        let graph = quad.map_err(GraphError::storage("read"))?.graph_name;
        if !graph.is_default_graph() && graph != own.clone().into() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Replaces the graph of a contribution.
fn put(write: &mut Write<'_>, id: &Slug, triples: &[Triple]) -> Result<(), GraphError> {
    let graph = node(&graph_of(id));
    write.create_graph(graph.as_ref())?;
    write.clear(graph.as_ref())?;
    for triple in triples {
        write.insert(triple.as_ref().in_graph(&graph))?;
    }
    Ok(())
}

/// The graph that a contribution has to itself.
fn graph_of(id: &Slug) -> Iri {
    Iri::trusted(&format!("{GRAPH}contribution/{id}"))
}

/// Whether something in the graph is what a contribution says.
pub(super) fn is_contributed(write: &Write<'_>, thing: &str) -> Result<bool, GraphError> {
    let source = term(PROV, "wasDerivedFrom");
    for quad in write.transaction().quads_for_pattern(
        Some(NamedNodeRef::new_unchecked(thing).into()),
        Some(source.as_ref()),
        None,
        None,
    ) {
        let quad = quad.map_err(GraphError::storage("read"))?;
        if let Term::NamedNode(source) = &quad.object
            && Kind::of(source.as_str()) == Some(Kind::Contribution)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn term(namespace: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{name}"))
}

fn moment(at: Timestamp) -> Term {
    let text = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Literal::new_typed_literal(text, term(XSD, "dateTime")).into()
}

fn integer(value: u64) -> Term {
    Literal::new_typed_literal(value.to_string(), term(XSD, "integer")).into()
}
