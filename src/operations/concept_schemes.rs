//! The concept schemes: what their concepts are called, and which stand above
//! and below which. They are read whole, once an epoch: there are never many.

use super::service::Passerelle;
use crate::domain::{Iri, Kind, Slug, Text};
use crate::graph::{GraphError, Query, Row};
use crate::vocabulary::{OWL, RDF, SKOS};
use std::collections::{BTreeMap, BTreeSet};

/// A scheme with its concepts.
#[derive(Clone, Debug)]
pub struct ConceptScheme {
    /// Its identifier.
    pub id: Iri,
    /// The last segment of that: `target-groups`.
    pub name: Slug,
    /// What it is called.
    pub title: Text,
    concepts: BTreeMap<Iri, Concept>,
}

/// A concept of a scheme.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Its identifier.
    pub id: Iri,
    /// Its classes.
    pub classes: Vec<Iri>,
    /// Its name.
    pub label: Text,
    /// Its other names, each with the tag of its language.
    pub other_labels: Vec<(String, String)>,
    /// What stands directly above it.
    pub broader: BTreeSet<Iri>,
    /// What stands directly below it.
    pub narrower: BTreeSet<Iri>,
    /// Whether the scheme begins with it.
    pub is_top: bool,
    /// Whether it is not to be used any more.
    pub is_retired: bool,
}

impl ConceptScheme {
    /// A concept by its identifier.
    #[must_use]
    pub fn concept(&self, id: &Iri) -> Option<&Concept> {
        self.concepts.get(id)
    }

    /// All concepts, in order of identifier.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.values()
    }

    /// A concept with all that stand above it, each once.
    #[must_use]
    pub fn with_ancestors<'a>(&'a self, concept: &'a Concept) -> Vec<&'a Concept> {
        let mut lineage = vec![concept];
        let mut place = 0;
        while let Some(one) = lineage.get(place) {
            let above = one.broader.iter().filter_map(|id| self.concept(id));
            let new: Vec<_> =
                above.filter(|above| lineage.iter().all(|known| known.id != above.id)).collect();
            lineage.extend(new);
            place += 1;
        }
        lineage
    }
}

impl Concept {
    fn new(id: Iri) -> Self {
        Self {
            id,
            classes: Vec::new(),
            label: Text::default(),
            other_labels: Vec::new(),
            broader: BTreeSet::new(),
            narrower: BTreeSet::new(),
            is_top: false,
            is_retired: false,
        }
    }

    /// Takes a fact of it.
    fn learn(&mut self, row: &Row) -> Result<(), GraphError> {
        let property = row.iri("property")?;
        let language = row.maybe_text("language").unwrap_or_default();
        let value = row.text("value")?;
        match property.as_str().strip_prefix(SKOS) {
            Some("prefLabel") => self.label.insert(language, value),
            Some("altLabel") => self.other_labels.push((language.to_owned(), value.to_owned())),
            Some("broader") => self.broader.extend(row.maybe_iri("value")),
            Some("topConceptOf") => self.is_top = true,
            _ if property.as_str().starts_with(RDF) => self.classes.extend(row.maybe_iri("value")),
            _ if property.as_str().starts_with(OWL) => self.is_retired = value == "true",
            _ => {}
        }
        Ok(())
    }
}

impl Passerelle {
    /// Every scheme that has an identifier here, by name, past what is
    /// remembered.
    pub(super) fn read_concept_schemes(&self) -> Result<Vec<ConceptScheme>, GraphError> {
        let mut schemes: BTreeMap<Iri, ConceptScheme> = BTreeMap::new();
        let titles = Query::new(include_str!("../graph/queries/concepts/schemes.rq"));
        for row in self.graph().select(&titles)? {
            let id = row.iri("scheme")?;
            let Some(name) = Kind::slug_of(id.as_str()) else { continue };
            let scheme = schemes.entry(id.clone()).or_insert_with(|| ConceptScheme {
                id,
                name,
                title: Text::default(),
                concepts: BTreeMap::new(),
            });
            scheme.title.insert(row.maybe_text("language").unwrap_or_default(), row.text("title")?);
        }
        let facts = Query::new(include_str!("../graph/queries/concepts/concepts.rq"));
        for row in self.graph().select(&facts)? {
            let Some(scheme) = schemes.get_mut(&row.iri("scheme")?) else { continue };
            let id = row.iri("concept")?;
            scheme.concepts.entry(id.clone()).or_insert_with(|| Concept::new(id)).learn(&row)?;
        }
        let mut schemes: Vec<ConceptScheme> = schemes.into_values().collect();
        for scheme in &mut schemes {
            scheme.look_down();
        }
        schemes.sort_by(|one, other| one.name.as_str().cmp(other.name.as_str()));
        Ok(schemes)
    }
}

impl ConceptScheme {
    /// Finds what is narrower from what is broader, which alone is stated.
    fn look_down(&mut self) {
        let links: Vec<(Iri, Iri)> = self
            .concepts()
            .flat_map(|below| below.broader.iter().map(|above| (above.clone(), below.id.clone())))
            .collect();
        for (above, below) in links {
            if let Some(above) = self.concepts.get_mut(&above) {
                above.narrower.insert(below);
            }
        }
    }
}
