//! Who reads: the language, the address that was asked for, and its
//! parameters. A page knows nothing else of a request.

use super::error::PageError;
use super::texts::{self, Arguments};
use super::thing::Thing;
use crate::domain::{Iri, Kind, Language, Slug, language_name};
use crate::graph::Record;
use crate::http::page_path;
use crate::operations::{Collection, Filter, Listing, Page, Passerelle, Sort};
use maud::{Markup, html};
use std::cell::Cell;

/// A reader.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    /// In which language.
    pub(super) language: Language,
    /// What addresses of this service begin with; empty when it is not known.
    pub(super) base: String,
    /// The path after the language: `/member/ke-pes`.
    pub(super) path: String,
    /// The parameters that have a value.
    pub(super) query: Vec<(String, String)>,
    /// Whether one can sign in where one's organisation does.
    pub(super) elsewhere: bool,
}

impl Reader {
    /// Somebody of whom only the language is known.
    pub(super) fn of(language: Language) -> Self {
        Self {
            language,
            base: String::new(),
            path: "/".to_owned(),
            query: Vec::new(),
            elsewhere: false,
        }
    }

    /// A text of the interface.
    pub(super) fn text(&self, key: &str) -> String {
        texts::text(self.language, key, &[])
    }

    /// A text of the interface, completed.
    pub(super) fn text_with(&self, key: &str, arguments: &Arguments<'_>) -> String {
        texts::text(self.language, key, arguments)
    }

    /// A text that counts: `3 statements`.
    pub(super) fn count(&self, key: &str, count: usize) -> String {
        self.text_with(key, &[("count", count.into())])
    }

    /// The text for the first of these keys that there is one for.
    pub(super) fn first_text(&self, keys: &[String]) -> Option<String> {
        let known = keys.iter().find(|key| texts::has(self.language, key))?;
        Some(self.text(known))
    }

    /// A text for a term of the ontology; the bare term where it is not ours.
    pub(super) fn term(&self, prefix: &str, term: &str) -> String {
        let key = format!("{prefix}-{term}");
        if texts::has(self.language, &key) { self.text(&key) } else { term.to_owned() }
    }

    /// What a language is called, in the reader's; its tag where no name is known.
    pub(super) fn language_name(&self, tag: &str) -> String {
        language_name(tag, self.language).to_owned()
    }

    /// The address of a page: `/members` is `/fr/members`.
    pub(super) fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.language)
    }

    /// The address of the page of a thing.
    pub(super) fn href_of(&self, kind: Kind, slug: &Slug) -> String {
        page_path(self.language, kind, slug)
    }

    /// This page with its parameters, in another language.
    pub(super) fn href_in(&self, language: Language) -> String {
        format!("/{language}{}{}", self.path, self.query_string(&[]))
    }

    /// This page with other values for some of its parameters; an empty value
    /// takes one away.
    pub(super) fn href_with(&self, changes: &[(&str, &str)]) -> String {
        format!("{}{}", self.href(&self.path), self.query_string(changes))
    }

    /// This page with one more value of a parameter, or without it where it has
    /// that; of what is paged, the first page.
    pub(super) fn href_toggled(&self, name: &str, value: &str) -> String {
        let is_it = |pair: &&(String, String)| pair.0 == name && pair.1 == value;
        let mut query: Vec<(String, String)> = self.query.clone();
        query.retain(|pair| !is_it(&pair) && pair.0 != "page");
        if !self.query.iter().any(|pair| is_it(&pair)) {
            query.push((name.to_owned(), value.to_owned()));
        }
        Self { query, ..self.clone() }.href_with(&[])
    }

    fn query_string(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let changed = changes.iter().copied().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> = kept.chain(changed).collect();
        if pairs.is_empty() {
            return String::new();
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("?{}", query.extend_pairs(pairs).finish())
    }

    /// An absolute address, for those who read the page elsewhere.
    pub(super) fn absolute(&self, href: &str) -> String {
        format!("{}{href}", self.base)
    }

    /// A link to a thing, by its name.
    pub(super) fn link(&self, thing: Thing<'_>) -> Markup {
        let name = thing.label(self);
        let href = thing.kind_and_slug().map(|(kind, slug)| self.href_of(kind, &slug));
        html! { @if let Some(href) = href { a href=(href) { (name) } } @else { (name) } }
    }

    /// The values of a parameter.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The one value of a parameter.
    pub(super) fn value<'a>(&'a self, name: &'static str) -> Result<Option<&'a str>, PageError> {
        let mut values = self.values(name);
        match (values.next(), values.next()) {
            (_, Some(value)) => Err(PageError::parameter(name, value)),
            (value, None) => Ok(value),
        }
    }

    /// The slugs that a parameter names.
    pub(super) fn slugs(&self, name: &'static str) -> Result<Vec<Slug>, PageError> {
        self.values(name)
            .map(|value| value.parse().map_err(|_| PageError::parameter(name, value)))
            .collect()
    }

    /// A parameter that is there or not: `other_regions=on`.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, PageError> {
        match self.value(name)? {
            None => Ok(false),
            Some("on") => Ok(true),
            Some(other) => Err(PageError::parameter(name, other)),
        }
    }
}

/// Things of a list that a page shows; who wants more narrows the list down, or
/// asks the API.
pub(super) const LISTED_MAX: usize = 1_000;

/// A reader before the service: all that a page is made of.
pub(super) struct Visit<'a> {
    pub(super) service: &'a Passerelle,
    pub(super) reader: &'a Reader,
    /// The last part of the path, where the page is about one thing.
    pub(super) slug: &'a str,
    /// How long the longest list is of which not all is shown.
    cut: Cell<Option<usize>>,
}

impl<'a> Visit<'a> {
    pub(super) fn new(service: &'a Passerelle, reader: &'a Reader, slug: &'a str) -> Self {
        Self { service, reader, slug, cut: Cell::new(None) }
    }

    /// How long the longest list is of which not all was given.
    pub(super) fn cut(&self) -> Option<usize> {
        self.cut.get()
    }

    /// The thing that the page is about.
    pub(super) fn thing(&self, kind: Kind) -> Result<(Slug, Record), PageError> {
        let unknown = || PageError::NoSuchThing { kind, others: Vec::new() };
        let slug: Slug = self.slug.parse().map_err(|_| unknown())?;
        match self.service.get(kind, &slug)? {
            Some(record) => Ok((slug, record)),
            None if self.service.is_withdrawn(kind, &slug)? => Err(PageError::Withdrawn),
            None => Err(PageError::NoSuchThing { kind, others: self.kinds_of(&slug)? }),
        }
    }

    /// Things of other kinds that have this slug.
    fn kinds_of(&self, slug: &Slug) -> Result<Vec<(Kind, Slug)>, PageError> {
        let ids: Vec<Iri> = Kind::ALL.map(|kind| kind.iri(slug)).into();
        let found = self.service.records(&ids)?;
        let found = found.iter().filter(|record| !record.is_tombstone());
        let ids = found.filter_map(|record| Kind::read(record.as_json()["id"].as_str()?));
        Ok(ids.collect())
    }

    /// The things of a collection that the filters let through, the first where
    /// they are more than a page shows.
    pub(super) fn list(
        &self,
        collection: Collection,
        filters: Vec<Filter>,
    ) -> Result<Vec<Record>, PageError> {
        Ok(self.part(collection, filters)?.records)
    }

    /// The same, with how many there are.
    pub(super) fn part(
        &self,
        collection: Collection,
        filters: Vec<Filter>,
    ) -> Result<Page, PageError> {
        let listing = Listing { collection, filters, sort: Sort::Id, offset: 0, limit: LISTED_MAX };
        let part = self.service.list(&listing)?;
        self.note(part.total);
        Ok(part)
    }

    /// The first of these, where they are more than a page shows.
    pub(super) fn first<T>(&self, mut all: Vec<T>) -> Vec<T> {
        self.note(all.len());
        all.truncate(LISTED_MAX);
        all
    }

    fn note(&self, total: usize) {
        if total > LISTED_MAX {
            self.cut.set(self.cut.get().max(Some(total)));
        }
    }

    /// How many they are.
    pub(super) fn count(
        &self,
        collection: Collection,
        filters: Vec<Filter>,
    ) -> Result<usize, PageError> {
        let listing = Listing { collection, filters, sort: Sort::Id, offset: 0, limit: 0 };
        Ok(self.service.list(&listing)?.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_is_not_changed() {
        let query =
            vec![("mode".to_owned(), "mutual".to_owned()), ("x".to_owned(), "<é>".to_owned())];
        let reader = Reader { path: "/member/ke".into(), query, ..Reader::of(Language::English) };
        assert_eq!(reader.href_in(Language::Spanish), "/es/member/ke?mode=mutual&x=%3C%C3%A9%3E");
        assert_eq!(
            reader.href_with(&[("x", ""), ("mode", "similar")]),
            "/en/member/ke?mode=similar"
        );
    }
}
