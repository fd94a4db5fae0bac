//! Make up a wave of a survey out of what the graph knows: its members and its
//! themes.

use super::service::Passerelle;
use crate::domain::{Iri, Language};
use crate::graph::{GraphError, KnowledgeGraph, Query};
use crate::survey::{MadeWave, MappingError, WaveMaterial, WaveSize, make_wave};
use std::collections::{BTreeMap, BTreeSet};

/// A wave cannot be made up.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum GenerateSurveyError {
    #[error(transparent)]
    Mapping(#[from] MappingError),
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl Passerelle {
    /// Makes up a wave: the same from the same graph and size.
    ///
    /// # Errors
    /// When the graph fails, or the year has not four digits.
    pub fn generate_survey(
        graph: &KnowledgeGraph,
        size: &WaveSize<'_>,
    ) -> Result<MadeWave, GenerateSurveyError> {
        let material = WaveMaterial { members: names(graph)?, themes: themes(graph)? };
        Ok(make_wave(&material, size)?)
    }
}

/// The names that each member alone goes by.
fn names(graph: &KnowledgeGraph) -> Result<Vec<Vec<String>>, GraphError> {
    let query = Query::new(include_str!("../graph/queries/survey/names.rq"));
    let mut owners: BTreeMap<String, BTreeSet<Iri>> = BTreeMap::new();
    for row in graph.select(&query)? {
        owners.entry(row.text("name")?.to_owned()).or_default().insert(row.iri("member")?);
    }
    let mut names: BTreeMap<Iri, Vec<String>> = BTreeMap::new();
    for (name, members) in owners {
        let mut members = members.into_iter();
        if let (Some(member), None) = (members.next(), members.next()) {
            names.entry(member).or_default().push(name);
        }
    }
    Ok(names.into_values().collect())
}

/// The labels of each theme; the first of each language is the preferred one.
fn themes(graph: &KnowledgeGraph) -> Result<Vec<(Iri, [String; 3])>, GraphError> {
    let query = Query::new(include_str!("../graph/queries/survey/themes.rq"));
    let theme = |row: &crate::graph::Row| {
        let labels = row.translations("label");
        let label = |language| labels.get(language).map(|found| found.1.to_owned());
        Ok((row.iri("theme")?, Language::ALL.map(|language| label(language).unwrap_or_default())))
    };
    graph.select(&query)?.iter().map(theme).collect()
}
