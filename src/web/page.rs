//! A page, before the frame is put around it.

use super::assets::{self, Asset};
use super::reader::Reader;
use crate::domain::{Kind, Slug};
use maud::Markup;
use serde_json::Value;

/// What a page is made of.
pub(super) struct Page {
    /// Its heading, without the name of the site.
    pub(super) title: String,
    /// A sentence or two for lists of results.
    pub(super) description: String,
    /// What stands above it, broadest first: name and path.
    pub(super) crumbs: Vec<(String, String)>,
    /// The thing that it is about, whose data are linked.
    pub(super) thing: Option<(Kind, Slug)>,
    /// The same as a table, where there is one.
    pub(super) table: Option<String>,
    /// Whether it has the large search box in place of the small one.
    pub(super) searches: bool,
    /// Whether search engines may list it.
    pub(super) listed: bool,
    /// What it is about, in the terms of schema.org.
    pub(super) schema: Value,
    /// Styles beside those of all pages.
    pub(super) styles: Vec<&'static Asset>,
    /// Scripts that run on it; it is whole without them.
    pub(super) scripts: Vec<&'static Asset>,
    pub(super) body: Markup,
}

/// What a path is answered by.
pub(super) enum Shown {
    Page(Box<Page>),
    /// A table for spreadsheets, by its file name.
    Csv(String, Vec<u8>),
    /// JSON to keep, by its file name.
    Json(String, Vec<u8>),
}

impl From<Page> for Shown {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

impl Page {
    pub(super) fn new(
        title: impl Into<String>,
        description: impl Into<String>,
        body: Markup,
    ) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            crumbs: Vec::new(),
            thing: None,
            table: None,
            searches: false,
            listed: true,
            schema: Value::Null,
            styles: Vec::new(),
            scripts: Vec::new(),
            body,
        }
    }

    /// Below another page.
    pub(super) fn under(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.crumbs.push((name.into(), path.into()));
        self
    }

    /// Below the list of its kind.
    pub(super) fn under_list(self, reader: &Reader, list: &str) -> Self {
        self.under(reader.text(&format!("nav-{list}")), format!("/{list}"))
    }

    pub(super) fn about(mut self, kind: Kind, slug: Slug) -> Self {
        self.thing = Some((kind, slug));
        self
    }

    pub(super) fn schema(mut self, schema: Value) -> Self {
        self.schema = schema;
        self
    }

    /// With the large search box.
    pub(super) fn searching(mut self) -> Self {
        self.searches = true;
        self.scripts.push(&assets::SUGGESTIONS);
        self
    }

    /// One of very many, of which none is worth finding.
    pub(super) fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }

    pub(super) fn table(mut self, href: String) -> Self {
        self.table = Some(href);
        self
    }
}
