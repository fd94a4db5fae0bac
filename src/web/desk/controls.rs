//! A form for a contribution: a control a field, filled in with what is said,
//! each with its help and with what is remarked of it.

use super::super::components::{Choice, concept_choices, theme_choices, thing_choices};
use super::super::error::PageError;
use super::super::reader::Reader;
use super::super::thing::Thing;
use super::fields::{self, Choices, Control, Field, Weight};
use super::showing::{identifiers, texts};
use super::visit::DeskVisit;
use crate::domain::{ContributionKind, Iri, Kind, Language};
use crate::graph::Remark;
use crate::operations::{Brief, References};
use maud::{Markup, html};
use serde_json::Value;
use std::sync::Arc;

/// So many choices stand side by side; more are in a list.
const RADIOS_MAX: usize = 4;

/// A form while it is written.
pub(super) struct Form<'a> {
    visit: &'a DeskVisit<'a>,
    kind: ContributionKind,
    content: &'a Value,
    remarks: &'a [Remark],
    names: References,
    /// Themes that the texts speak of, with the words that say so.
    suggested: Vec<(Arc<Brief>, String)>,
    /// The language that is written in; the others are translations.
    language: Language,
}

impl<'a> Form<'a> {
    pub(super) fn new(
        visit: &'a DeskVisit<'a>,
        kind: ContributionKind,
        content: &'a Value,
        remarks: &'a [Remark],
    ) -> Result<Self, PageError> {
        let service = visit.page.service;
        let spoken = ["label", "description"].map(|key| texts(content, key)).concat();
        let suggested = service.suggest_themes(&spoken.join("\n"));
        let names = service.references(identifiers(content))?;
        let language = language(visit.reader().language, content);
        Ok(Self { visit, kind, content, remarks, names, suggested, language })
    }

    fn reader(&self) -> &Reader {
        self.visit.reader()
    }

    /// What is missing or wrong, with links to the fields.
    pub(super) fn summary(&self, urgent: bool) -> Markup {
        let reader = self.reader();
        let blocking: Vec<&Remark> = self.remarks.iter().filter(|one| one.blocks).collect();
        html! {
            @if !blocking.is_empty() {
                div.notice.trouble[urgent] role=[urgent.then_some("alert")] {
                    h2.small { (reader.text(if urgent { "form-wrong" } else { "form-missing" })) }
                    ul {
                        @for remark in blocking {
                            li {
                                @match fields::at(self.kind, &remark.pointer) {
                                    Some(field) => a href={ "#f-" (field.key) } { (label(reader, self.kind, field.key)) },
                                    None => (reader.text("form-whole")),
                                }
                                (reader.text("form-colon")) " " (self.told(remark))
                            }
                        }
                    }
                }
            }
        }
    }

    /// All fields; those that few need stand closed until they say something.
    pub(super) fn fields(&self) -> Result<Markup, PageError> {
        let mut shown = Vec::new();
        let mut more = Vec::new();
        let mut open = false;
        for field in fields::of(self.kind) {
            let control = self.control(field)?;
            if field.weight == Weight::More {
                open |= self.content.get(field.key).is_some() || self.remarks_of(field).count() > 0;
                more.push(control);
            } else {
                shown.push(control);
            }
        }
        Ok(html! {
            @for control in shown { (control) }
            @if !more.is_empty() {
                details.more-fields open[open] {
                    summary { (self.reader().text("form-more")) }
                    @for control in more { (control) }
                }
            }
        })
    }

    fn control(&self, field: &Field) -> Result<Markup, PageError> {
        let value = self.content.get(field.key).unwrap_or(&Value::Null);
        Ok(match field.control {
            Control::Words(lines) => self.words(field, lines, value),
            Control::Names => self.words(field, 2, value),
            Control::Themes => self.themes(field, value)?,
            Control::Things(choices, places) => self.things(field, value, choices, places)?,
            Control::Thing(choices) => self.thing(field, value, choices)?,
            Control::Terms(start, known) => self.terms(field, value, start, known),
            Control::Day | Control::Date | Control::Page => self.line(field, value),
            Control::Addresses => self.lines(field, value),
            Control::Budget => self.budget(field, value),
        })
    }

    /// A text in the language that is written in, and its translations.
    fn words(&self, field: &Field, lines: u8, value: &Value) -> Markup {
        let reader = self.reader();
        let said = |language: Language| written(&value[language.tag()]);
        let others: Vec<Language> =
            Language::ALL.into_iter().filter(|one| *one != self.language).collect();
        let translated = others.iter().any(|language| !said(*language).is_empty());
        let id = format!("f-{}", field.key);
        html! {
            div.field {
                label for=(id) { (self.label(field)) }
                (self.help(field))
                (self.told_of(field, true))
                (self.box_of(field, &id, self.language, lines, &said(self.language), true))
                details open[translated] {
                    summary { (reader.text("form-translations")) span.hidden { ": " (label(reader, self.kind, field.key)) } }
                    (self.told_of(field, false))
                    @for language in others {
                        @let id = format!("{id}-{language}");
                        label for=(id) { (label(reader, self.kind, field.key)) " " span.tongue { (reader.language_name(language.tag())) } }
                        (self.box_of(field, &id, language, lines, &said(language), false))
                    }
                }
            }
        }
    }

    /// The box for a text in a language.
    fn box_of(
        &self,
        field: &Field,
        id: &str,
        language: Language,
        lines: u8,
        said: &str,
        first: bool,
    ) -> Markup {
        let name = format!("{}.{language}", field.key);
        let described = if first { self.described(field) } else { None };
        let tells = matches!(field.key, "label" | "description").then_some("");
        html! {
            @if lines == 1 {
                input id=(id) type="text" name=(name) value=(said) lang=(language.tag()) aria-describedby=[described] data-tells=[tells];
            } @else {
                textarea id=(id) name=(name) rows=(lines) lang=(language.tag()) aria-describedby=[described] data-tells=[tells] { (said) }
            }
        }
    }

    /// Themes that were chosen, those that the text speaks of, and all others.
    fn themes(&self, field: &Field, value: &Value) -> Result<Markup, PageError> {
        let reader = self.reader();
        let chosen = identifiers(value);
        let new = self.suggested.iter().filter(|(theme, _)| !chosen.contains(theme.id()));
        let all = theme_choices(&self.visit.page)?.choices;
        let id = format!("f-{}", field.key);
        let body = html! {
            (self.chosen(field, &chosen))
            div data-suggested=(field.key) data-language=(reader.language.tag()) data-from=(reader.text_with("form-from", &[("words", "{words}".into())])) {
                @for (theme, words) in new {
                    @let name = theme.json();
                    label.choice {
                        input type="checkbox" name=(field.key) value=(theme.id());
                        " " (Thing::from(&name).label(reader)) " "
                        span.from { (reader.text_with("form-from", &[("words", words.as_str().into())])) }
                    }
                }
            }
            div.actions {
                button.quiet type="submit" name="do" value="suggest" { (reader.text("form-suggest")) }
            }
            label for={ (id) "-add" } { (reader.text("form-add-theme")) }
            select id={ (id) "-add" } name=(field.key) {
                option value="" { (reader.text("form-none")) }
                @for (group, choices) in &all { optgroup label=(group) { (options(choices, "")) } }
            }
        };
        Ok(self.group(field, &body))
    }

    fn things(
        &self,
        field: &Field,
        value: &Value,
        choices: Choices,
        places: u8,
    ) -> Result<Markup, PageError> {
        let reader = self.reader();
        let all = self.choices(choices)?;
        let id = format!("f-{}", field.key);
        let body = html! {
            (self.chosen(field, &identifiers(value)))
            @for place in 1..=places {
                @let id = format!("{id}-{place}");
                label for=(id) {
                    @if places > 1 { (reader.text(&format!("kind-of-thing-{}", choices.kind().segment()))) " " (place) }
                    @else { (reader.text("form-add")) }
                }
                select id=(id) name=(field.key) {
                    option value="" { (reader.text("form-none")) }
                    (options(&all, ""))
                }
            }
        };
        Ok(self.group(field, &body))
    }

    fn thing(&self, field: &Field, value: &Value, choices: Choices) -> Result<Markup, PageError> {
        let chosen = identifiers(value).into_iter().next();
        let chosen = chosen.and_then(|id| Kind::slug_of(id.as_str()));
        let chosen = chosen.as_ref().map(ToString::to_string).unwrap_or_default();
        let all = self.choices(choices)?;
        let id = format!("f-{}", field.key);
        Ok(html! {
            div.field {
                label for=(id) { (self.label(field)) }
                (self.help(field))
                (self.told_of(field, true))
                select id=(id) name=(field.key) aria-describedby=[self.described(field)] {
                    option value="" { (self.reader().text("form-none")) }
                    (options(&all, &chosen))
                }
            }
        })
    }

    fn terms(&self, field: &Field, value: &Value, start: &str, known: &[&str]) -> Markup {
        let reader = self.reader();
        let chosen = written(value);
        let name = |term: &str| reader.term(start, term);
        if known.len() <= RADIOS_MAX {
            let body = html! {
                @for term in known {
                    label.choice {
                        input type="radio" name=(field.key) value=(term) checked[*term == chosen];
                        " " (name(term))
                    }
                }
            };
            return self.group(field, &body);
        }
        let id = format!("f-{}", field.key);
        html! {
            div.field {
                label for=(id) { (self.label(field)) }
                (self.help(field))
                (self.told_of(field, true))
                select id=(id) name=(field.key) aria-describedby=[self.described(field)] {
                    option value="" { (reader.text("form-none")) }
                    @for term in known { option value=(term) selected[*term == chosen] { (name(term)) } }
                }
            }
        }
    }

    fn line(&self, field: &Field, value: &Value) -> Markup {
        let id = format!("f-{}", field.key);
        let kind = if matches!(field.control, Control::Day) { "date" } else { "text" };
        html! {
            div.field.short[!matches!(field.control, Control::Page)] {
                label for=(id) { (self.label(field)) }
                (self.help(field))
                (self.told_of(field, true))
                input id=(id) type=(kind) name=(field.key) value=(written(value)) aria-describedby=[self.described(field)];
            }
        }
    }

    fn lines(&self, field: &Field, value: &Value) -> Markup {
        let id = format!("f-{}", field.key);
        html! {
            div.field {
                label for=(id) { (self.label(field)) }
                (self.help(field))
                (self.told_of(field, true))
                textarea id=(id) name=(field.key) rows="2" aria-describedby=[self.described(field)] { (written(value)) }
            }
        }
    }

    fn budget(&self, field: &Field, value: &Value) -> Markup {
        let reader = self.reader();
        let first = value.get(0).unwrap_or(&Value::Null);
        let body = html! {
            div.parts {
                @for part in ["amount", "currency", "period"] {
                    @let id = format!("f-{}-{part}", field.key);
                    div {
                        label for=(id) { (reader.text(&format!("field-budget-{part}"))) }
                        input id=(id) type="text" name={ (field.key) "." (part) } value=(written(&first[part]))
                            inputmode=[(part == "amount").then_some("decimal")];
                    }
                }
            }
        };
        self.group(field, &body)
    }

    /// Several controls that are one field.
    fn group(&self, field: &Field, body: &Markup) -> Markup {
        html! {
            fieldset.field #{ "f-" (field.key) } tabindex="-1" aria-describedby=[self.described(field)] {
                legend { (self.label(field)) }
                (self.help(field))
                (self.told_of(field, true))
                (body)
            }
        }
    }

    /// What is chosen already, to be kept or not.
    fn chosen(&self, field: &Field, chosen: &[Iri]) -> Markup {
        html! {
            @for id in chosen {
                @let name = self.names.name(id);
                label.choice {
                    input type="checkbox" name=(field.key) value=(id) checked;
                    " " (Thing::from(&name).label(self.reader()))
                }
            }
        }
    }

    fn choices(&self, choices: Choices) -> Result<Vec<Choice>, PageError> {
        match choices {
            Choices::Listed(collection) => thing_choices(&self.visit.page, collection),
            Choices::Concepts(scheme, kind) => concept_choices(&self.visit.page, scheme, kind),
        }
    }

    fn label(&self, field: &Field) -> Markup {
        let reader = self.reader();
        html! {
            (label(reader, self.kind, field.key))
            @if field.weight == Weight::Needed { " " span.needed { (reader.text("form-needed")) } }
        }
    }

    fn help(&self, field: &Field) -> Markup {
        let help = help(self.reader(), self.kind, field.key);
        html! { @if let Some(help) = help { p.help #{ "f-" (field.key) "-help" } { (help) } } }
    }

    fn remarks_of(&self, field: &Field) -> impl Iterator<Item = &'a Remark> {
        let (kind, key) = (self.kind, field.key);
        self.remarks
            .iter()
            .filter(move |one| fields::at(kind, &one.pointer).is_some_and(|at| at.key == key))
    }

    /// What keeps a field from being published; or what would make it better.
    fn told_of(&self, field: &Field, blocking: bool) -> Markup {
        let remarks: Vec<&Remark> =
            self.remarks_of(field).filter(|one| one.blocks == blocking).collect();
        let class = if blocking { "remark" } else { "advice" };
        html! {
            @if !remarks.is_empty() {
                div class=(class) id=[blocking.then(|| format!("f-{}-remark", field.key))] {
                    @for remark in remarks { p { (self.told(remark)) } }
                }
            }
        }
    }

    /// What a remark says; of what is not there, no more than that.
    fn told(&self, remark: &Remark) -> Markup {
        let reader = self.reader();
        let key = remark.pointer.split('/').nth(1).unwrap_or_default();
        if !key.is_empty() && remark.blocks && self.content.get(key).is_none() {
            return html! { (reader.text("form-needed-words")) };
        }
        let expected = remark.expected.get(reader.language).map(|(_, words)| words);
        html! {
            (expected.unwrap_or_default())
            @if let Some(value) = &remark.value { " " (reader.text_with("form-found", &[("value", value.as_str().into())])) }
        }
    }

    /// The elements that describe a control.
    fn described(&self, field: &Field) -> Option<String> {
        let help = help(self.reader(), self.kind, field.key).is_some();
        let remark = self.remarks_of(field).any(|one| one.blocks);
        let ids = [(help, "help"), (remark, "remark")].into_iter().filter(|(there, _)| *there);
        let ids: Vec<String> = ids.map(|(_, id)| format!("f-{}-{id}", field.key)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What a field is called.
pub(super) fn label(reader: &Reader, kind: ContributionKind, key: &str) -> String {
    let keys = [format!("field-{}-{key}", kind.as_str()), format!("field-{key}")];
    reader.first_text(&keys).unwrap_or_else(|| key.to_owned())
}

fn help(reader: &Reader, kind: ContributionKind, key: &str) -> Option<String> {
    let keys = [format!("field-help-{}-{key}", kind.as_str()), format!("field-help-{key}")];
    reader.first_text(&keys)
}

fn options(choices: &[Choice], chosen: &str) -> Markup {
    html! {
        @for choice in choices {
            option value=(choice.value) selected[choice.value == chosen] { (choice.name) }
        }
    }
}

/// The language that is written in: that of the reader, unless nothing is said
/// in it and something in another.
fn language(reader: Language, content: &Value) -> Language {
    let says = |language: &Language| {
        let mut keys = ["label", "description"].into_iter();
        keys.any(|key| content[key].get(language.tag()).is_some())
    };
    std::iter::once(reader).chain(Language::ALL).find(says).unwrap_or(reader)
}

/// A value as it was typed, several of them line by line.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(written).collect::<Vec<_>>().join("\n"),
        Value::Object(object) => {
            let named = object.get("@value").or_else(|| object.get("id"));
            named.and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null => String::new(),
    }
}
