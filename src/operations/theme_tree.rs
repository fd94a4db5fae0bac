//! The themes as a tree: families, domains, themes.

use super::browse::{BrowseError, Collection, Listing, Sort};
use super::service::Passerelle;
use crate::graph::Record;
use serde_json::Value;
use std::collections::BTreeMap;

/// A theme with what is narrower.
#[derive(Clone, Debug)]
pub struct ThemeNode {
    /// The theme itself.
    pub theme: Record,
    /// In order of identifier.
    pub narrower: Vec<ThemeNode>,
}

impl Passerelle {
    /// Every family with its branches, past what is remembered.
    pub(super) fn read_theme_tree(&self) -> Result<Vec<ThemeNode>, BrowseError> {
        let listing = Listing {
            collection: Collection::Themes,
            filters: Vec::new(),
            sort: Sort::Id,
            offset: 0,
            limit: usize::MAX,
        };
        let mut below: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for record in self.list(&listing)?.records {
            below.entry(broader(&record)).or_default().push(record);
        }
        Ok(branch(NO_THEME, &below))
    }
}

/// What the families stand below.
const NO_THEME: &str = "";

fn broader(record: &Record) -> String {
    let broader = &record.as_json()["broader"];
    let first = broader.as_array().and_then(|list| list.first()).unwrap_or(broader);
    first["id"].as_str().unwrap_or(NO_THEME).to_owned()
}

fn branch(parent: &str, below: &BTreeMap<String, Vec<Record>>) -> Vec<ThemeNode> {
    let children = below.get(parent).map_or(&[][..], Vec::as_slice);
    children
        .iter()
        .map(|theme| ThemeNode {
            theme: theme.clone(),
            narrower: theme.as_json()["id"].as_str().map_or_else(Vec::new, |id| branch(id, below)),
        })
        .collect()
}

impl ThemeNode {
    /// The theme's object with its branch in place of the links to narrower
    /// themes.
    #[must_use]
    pub fn into_json(self) -> Value {
        let mut object = self.theme.into_json();
        object["narrower"] = self.narrower.into_iter().map(Self::into_json).collect();
        object
    }
}
