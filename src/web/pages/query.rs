//! The query page: a plain form for `/sparql`, over which YASGUI is laid where
//! scripts run, and the example queries of the graph.

use super::super::assets;
use super::super::components::{heading, section};
use super::super::error::PageError;
use super::super::page::{Page, Shown};
use super::super::reader::{Reader, Visit};
use super::super::thing::{Thing, Words};
use crate::domain::Language;
use crate::graph::Record;
use crate::operations::Collection;
use crate::vocabulary::PREFIXES;
use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

pub(in super::super) const PARAMETERS: [&str; 2] = ["query", "example"];

const ENDPOINT: &str = "/sparql";
/// What the editor holds when nothing else is asked for.
const FIRST: &str = "challenges-by-members";
/// The forms of a query, as an example says which is its.
const FORMS: [&str; 4] = ["select", "ask", "construct", "describe"];
/// Formats of an answer, those of rows first.
const FORMATS: [(&str, &str, &str); 7] = [
    ("rows", "csv", "CSV"),
    ("rows", "json", "JSON"),
    ("rows", "xml", "XML"),
    ("rows", "tsv", "TSV"),
    ("graph", "ttl", "Turtle"),
    ("graph", "jsonld", "JSON-LD"),
    ("graph", "nt", "N-Triples"),
];
/// The classes and properties that the description of the data set counts.
const VOCABULARY: &str = "PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?kind ?term WHERE {
  { ?of void:class ?term BIND(\"classes\" AS ?kind) } UNION { ?of void:property ?term BIND(\"properties\" AS ?kind) }
} ORDER BY ?term";

pub(in super::super) fn show(visit: &Visit<'_>) -> Result<Shown, PageError> {
    let reader = visit.reader;
    let examples = visit.list(Collection::Examples, Vec::new())?;
    let text = asked(reader, &examples)?;
    let title = reader.text("query-title");
    let body = html! {
        (heading(&reader.text("query-eyebrow"), &title, html! { p.lead { (reader.text("query-lead")) } }))
        (editor(reader, text))
        (section("examples", &reader.text("query-examples"), html! {
            p.intro { (reader.text("query-examples-words")) }
            @for example in &examples { (shown(reader, example.into())) }
        }))
        (section("clients", &reader.text("query-clients"), clients(reader)))
    };
    let mut page = Page::new(title, reader.text("query-lead"), body);
    if let Some(yasgui) = assets::yasgui() {
        page.styles.extend([&yasgui.style, &assets::QUERY_STYLE]);
        page.scripts.extend([&yasgui.script, &assets::QUERY_SCRIPT]);
    }
    Ok(page.into())
}

/// The query that the page is opened with.
fn asked<'a>(reader: &'a Reader, examples: &'a [Record]) -> Result<&'a str, PageError> {
    match (reader.value("query")?, reader.value("example")?) {
        (Some(query), None) => Ok(query),
        (Some(_), Some(example)) => Err(PageError::parameter("example", example)),
        (None, wanted) => {
            let slug = wanted.unwrap_or(FIRST);
            let mut things = examples.iter().map(Thing::from);
            let found = things.find(|example| example.slug() == slug).and_then(query_of);
            match (found, wanted) {
                (Some(text), _) => Ok(text),
                (None, Some(unknown)) => Err(PageError::parameter("example", unknown)),
                (None, None) => Ok(""),
            }
        }
    }
}

fn query_of(example: Thing<'_>) -> Option<&str> {
    FORMS.iter().find_map(|form| example.string(form))
}

fn editor(reader: &Reader, text: &str) -> Markup {
    let formats = |of: &'static str| FORMATS.into_iter().filter(move |format| format.0 == of);
    html! {
        form.query #query-form method="get" action=(ENDPOINT) {
            label for="query-text" { (reader.text("query-text")) }
            textarea #query-text name="query" rows="16" spellcheck="false" autocapitalize="off" required { (text) }
            div.actions {
                label for="query-format" { (reader.text("query-format")) }
                select #query-format name="format" {
                    @for (of, key) in [("rows", "query-rows"), ("graph", "query-graph")] {
                        optgroup label=(reader.text(key)) {
                            @for (_, ending, name) in formats(of) { option value=(ending) { (name) } }
                        }
                    }
                }
                button type="submit" { (reader.text("query-run")) }
            }
        }
        div #query-editor lang=(Language::English.tag()) hidden {}
        div.ways #query-formats hidden {
            p { (reader.text("query-as")) }
            ul {
                @for (of, ending, name) in FORMATS {
                    li { a href=(ENDPOINT) data-of=(of) data-format=(ending) { (name) } }
                }
            }
        }
        script #query-settings type="application/json" { (PreEscaped(settings(reader))) }
    }
}

/// What the script has to know, as JSON that ends no element.
fn settings(reader: &Reader) -> String {
    let prefixes: Map<String, Value> =
        PREFIXES.iter().map(|(name, iri)| ((*name).to_owned(), (*iri).into())).collect();
    let names: Map<String, Value> = ["editor", "answer", "size", "filter"]
        .map(|name| (name.to_owned(), reader.text(&format!("query-name-{name}")).into()))
        .into_iter()
        .collect();
    json!({ "endpoint": ENDPOINT, "prefixes": prefixes, "vocabulary": VOCABULARY, "names": names })
        .to_string()
        .replace('<', "\\u003c")
}

/// An example with its text, and a way to open it above.
fn shown(reader: &Reader, example: Thing<'_>) -> Markup {
    let Some(text) = query_of(example) else { return html! {} };
    let href = format!("{}?example={}", reader.href("/query"), example.slug());
    let title = example.words("title", reader);
    html! {
        details.example {
            summary { @match title { Some(title) => (title), None => (example.slug()) } }
            @if let Some(words) = words(reader, example) { p { (words) } }
            pre tabindex="0" lang="" { code { (text) } }
            p { a.button.quiet href=(href) { (reader.text("query-open")) span.hidden { " " @match title { Some(title) => (title), None => (example.slug()) } } } }
        }
    }
}

/// What it asks. English stands apart, as clients show every comment that
/// there is.
fn words<'a>(reader: &Reader, example: Thing<'a>) -> Option<Words<'a>> {
    let english = || example.words("reason", reader);
    match reader.language {
        Language::English => english(),
        _ => example.words("description", reader).or_else(english),
    }
}

/// Where programs ask, and how.
fn clients(reader: &Reader) -> Markup {
    let endpoint = reader.absolute(ENDPOINT);
    html! {
        p { (reader.text("query-endpoint")) " " code { (endpoint) } }
        pre tabindex="0" lang="" { code {
            "curl -H 'Accept: text/csv' --data-urlencode query@query.rq " (endpoint)
        } }
        p { (reader.text("query-limits")) }
        p.note { (reader.text("query-yasgui")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_end_no_element() {
        let settings = settings(&Reader::of(Language::French));
        assert!(!settings.contains('<'), "{settings}");
        assert!(serde_json::from_str::<Value>(&settings).is_ok());
    }
}
