//! Somebody at the desk: a reader with a key, and what all pages there have.

use super::super::error::PageError;
use super::super::page::Page;
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::typed::TOKEN;
use crate::domain::{Iri, Kind, Role, Slug};
use crate::operations::Caller;
use axum::http::StatusCode;
use maud::{Markup, html};

/// What the desk has said after a step, by the value of `said`.
const SAID: [&str; 14] = [
    "saved",
    "submitted",
    "incomplete",
    "review",
    "published",
    "returned",
    "retired",
    "erased",
    "imported",
    "known",
    "coded",
    "nothing-coded",
    "wave-published",
    "discarded",
];
/// Those of them that are no success.
const TROUBLE: [&str; 2] = ["incomplete", "nothing-coded"];

/// A reader at the desk.
pub(super) struct DeskVisit<'a> {
    /// As every reader is.
    pub(super) page: Visit<'a>,
    /// By which key.
    pub(super) caller: Caller<'a>,
    /// What forms carry.
    pub(super) form_token: &'a str,
}

/// What became of a form.
pub(super) enum Done {
    /// Go on at a path after the language.
    GoTo(String),
    /// Look at this first.
    Page(StatusCode, Box<Page>),
}

impl<'a> DeskVisit<'a> {
    pub(super) fn reader(&self) -> &'a Reader {
        self.page.reader
    }

    pub(super) fn role(&self) -> Role {
        self.caller.key.role
    }

    pub(super) fn member(&self) -> Option<&'a Slug> {
        self.caller.key.member.as_ref()
    }

    /// A form that this session sends, to a path after the language.
    pub(super) fn form(&self, path: &str, class: &str, body: &Markup) -> Markup {
        html! {
            form method="post" action=(self.reader().href(path)) class=[(!class.is_empty()).then_some(class)] {
                input type="hidden" name=(TOKEN) value=(self.form_token);
                (body)
            }
        }
    }

    /// A page of the desk: who is here and the ways on, then what it shows.
    pub(super) fn page(&self, title: String, body: &Markup) -> Result<Page, PageError> {
        let reader = self.reader();
        let body = html! { (self.bar()?) (self.said()?) (body) };
        Ok(Page::new(title, reader.text("desk-description"), body).unlisted())
    }

    fn bar(&self) -> Result<Markup, PageError> {
        let reader = self.reader();
        let here = |path: &str| (reader.path == path).then_some("page");
        let surveys = self.role() >= Role::Reviewer;
        let ways = [
            ("/desk", "mine"),
            ("/desk/new", "new"),
            ("/desk/seeks-and-offers", "seeks"),
            ("/desk/surveys", "surveys"),
        ];
        let ways = ways.into_iter().filter(|(_, key)| surveys || *key != "surveys");
        let out = html! { button.quiet type="submit" { (reader.text("desk-sign-out")) } };
        Ok(html! {
            div.desk-bar {
                nav aria-label=(reader.text("desk-nav")) {
                    ul {
                        @for (path, key) in ways {
                            li { a href=(reader.href(path)) aria-current=[here(path)] { (reader.text(&format!("desk-nav-{key}"))) } }
                        }
                    }
                }
                p.who { (self.whose()?) " · " (reader.text(&format!("role-{}", self.role()))) }
                (self.form("/sign-out", "", &out))
            }
        })
    }

    /// For whom the key acts.
    fn whose(&self) -> Result<Markup, PageError> {
        match self.member() {
            Some(member) => self.name(&Kind::Member.iri(member)),
            None => Ok(html! { (self.reader().text("desk-no-member")) }),
        }
    }

    /// A thing by its name.
    pub(super) fn name(&self, id: &Iri) -> Result<Markup, PageError> {
        let name = self.page.service.references([id.clone()])?.name(id);
        Ok(html! { (Thing::from(&name).label(self.reader())) })
    }

    /// What came of the step that led here.
    fn said(&self) -> Result<Markup, PageError> {
        let reader = self.reader();
        let Some(said) = reader.value("said")? else { return Ok(html! {}) };
        if !SAID.contains(&said) {
            return Err(PageError::parameter("said", said));
        }
        let class = if TROUBLE.contains(&said) { "notice trouble" } else { "notice done" };
        Ok(
            html! { div class=(class) role="status" { p { (reader.text(&format!("said-{said}"))) } } },
        )
    }
}
