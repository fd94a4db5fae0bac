//! Where one types what to look for: a form, which works by itself.

use super::super::reader::Reader;
use crate::domain::Kind;
use crate::operations::QUESTION_CHARS_MAX;
use maud::{Markup, html};
use serde_json::{Map, Value};

/// The small one in the head of every page.
pub(in super::super) fn search_box(reader: &Reader) -> Markup {
    let input = html! {
        input #search type="search" name="q" maxlength=(QUESTION_CHARS_MAX) autocomplete="off" placeholder=(reader.text("search-placeholder"));
    };
    form(reader, "search", &input)
}

/// The large one, which suggests names where scripts run.
pub(in super::super) fn suggesting_search_box(reader: &Reader, question: &str) -> Markup {
    let input = html! {
        input #question type="search" name="q" value=(question) maxlength=(QUESTION_CHARS_MAX) autocomplete="off"
            placeholder=(reader.text("search-placeholder"))
            data-suggestions="/api/v1/search/suggestions" data-language=(reader.language.tag())
            data-list=(reader.text("search-suggestions")) data-kinds=(kind_names(reader));
    };
    html! { div.large { (form(reader, "question", &input)) } }
}

fn form(reader: &Reader, id: &str, input: &Markup) -> Markup {
    html! {
        form.search role="search" method="get" action=(reader.href("/search")) {
            label.hidden for=(id) { (reader.text("search-label")) }
            div.typed { (input) }
            button type="submit" { (reader.text("search-submit")) }
        }
    }
}

/// What the kinds of things are called, for the script.
fn kind_names(reader: &Reader) -> Value {
    let name = |kind: Kind| {
        let text = reader.text(&format!("kind-of-thing-{}", kind.segment()));
        (kind.segment().to_owned(), Value::String(text))
    };
    Value::Object(Kind::FOUND.into_iter().map(name).collect::<Map<String, Value>>())
}
