//! Who mentions themes, on which side of its profile.

use super::service::Passerelle;
use crate::domain::{Facet, Iri, Kind, Slug, StatementKind};
use crate::graph::{GraphError, Query};
use crate::vocabulary::PES;
use std::collections::{BTreeMap, BTreeSet};

/// Whose statements are about themes, or about anything narrower.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeMentions {
    /// Members on each side, with the kinds of their statements.
    pub sides: BTreeMap<Facet, BTreeMap<Iri, BTreeSet<StatementKind>>>,
    /// Statements about nobody by name.
    pub unnamed: u64,
}

impl Passerelle {
    /// Who mentions any of these themes; of none, nobody does.
    ///
    /// # Errors
    /// When the store fails.
    pub fn theme_mentions(&self, themes: &[Slug]) -> Result<ThemeMentions, GraphError> {
        let mut mentions = ThemeMentions::default();
        if themes.is_empty() {
            return Ok(mentions);
        }
        let query = Query::new(include_str!("../graph/queries/statistics/theme-mentions.rq"));
        let themes = themes.iter().map(|theme| Kind::Theme.iri(theme));
        for row in &self.graph().select(&query.with("theme", themes))? {
            let Some(member) = row.maybe_iri("member") else {
                mentions.unnamed += row.integer("statements")?;
                continue;
            };
            let kind = row.iri("kind")?;
            let known =
                |known: &StatementKind| kind.as_str().strip_prefix(PES) == Some(known.term());
            let kind = StatementKind::ALL.into_iter().find(known);
            if let Some((kind, side)) = kind.and_then(|kind| Some((kind, kind.facet()?))) {
                mentions.sides.entry(side).or_default().entry(member).or_default().insert(kind);
            }
        }
        Ok(mentions)
    }
}
