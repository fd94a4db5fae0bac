//! What was said so far of the columns of a sheet, however incomplete: read
//! from a form, from a mapping, or guessed; and the mapping that it becomes.

use super::super::super::reader::Reader;
use super::super::super::thing::Thing;
use super::super::typed::Typed;
use super::super::visit::DeskVisit;
use crate::domain::{Kind, Language, Slug, Text};
use crate::operations::SheetColumns;
use crate::survey::{ColumnGuess, FoundColumn, Mapping, QuestionMapping, ValueForm};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// As many columns as are read of a form.
const COLUMNS_MAX: usize = 200;
/// Between the themes of a choice.
pub(super) const THEME_SEPARATOR: char = ';';
/// How a line break is written among separators.
const LINE_BREAK: &str = "\\n";

/// What a column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Meaning {
    #[default]
    Ignored,
    Member,
    Question,
}

impl Meaning {
    pub(super) const ALL: [Self; 3] = [Self::Ignored, Self::Member, Self::Question];

    pub(super) fn term(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Member => "member",
            Self::Question => "question",
        }
    }
}

/// All that was said.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    pub(super) id: String,
    pub(super) date: String,
    pub(super) titles: [String; 3],
    pub(super) publish_words: bool,
    pub(super) synthetic: bool,
    pub(super) sheet: String,
    pub(super) columns: Vec<ColumnSketch>,
}

/// What was said of a column. Of the columns of one question the first says
/// what goes for all.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnSketch {
    pub(super) heading: String,
    pub(super) meaning: Meaning,
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) values: String,
    pub(super) titles: [String; 3],
    pub(super) separators: String,
    pub(super) longest: String,
    pub(super) required: bool,
    pub(super) anonymous: bool,
    /// Each choice, and the names of the themes that it is about.
    pub(super) choices: Vec<(String, String)>,
}

/// What keeps a sketch from being a mapping: the field, and the key of a text.
#[derive(Clone, Debug)]
pub(super) struct Lack {
    pub(super) field: String,
    pub(super) key: &'static str,
    /// What the text is about, where it names something.
    pub(super) name: String,
}

impl Sketch {
    /// What the columns look like.
    pub(super) fn guessed(found: &SheetColumns) -> Self {
        let mut columns: Vec<ColumnSketch> = found.columns.iter().map(ColumnSketch::of).collect();
        let questions = columns.iter_mut().filter(|column| column.meaning == Meaning::Question);
        for (place, column) in questions.enumerate() {
            column.number = (place + 1).to_string();
        }
        Self { columns, ..Self::default() }
    }

    /// What a mapping says of the columns that were found.
    pub(super) fn of(visit: &DeskVisit<'_>, mapping: &Mapping, found: &SheetColumns) -> Self {
        let survey = &mapping.survey;
        let column = |found: &FoundColumn| {
            let has = |heading: &String| heading.trim() == found.heading;
            let question = mapping.questions.iter().find(|it| it.columns.iter().any(has));
            match question {
                Some(question) => ColumnSketch::asked(visit, question, &found.heading),
                None if has(&mapping.member.column) => {
                    ColumnSketch { meaning: Meaning::Member, ..ColumnSketch::blank(found) }
                }
                None => ColumnSketch::blank(found),
            }
        };
        Self {
            id: survey.id.to_string(),
            date: survey.date.clone(),
            titles: titles(&survey.title),
            publish_words: survey.publish_words,
            synthetic: survey.synthetic,
            sheet: mapping.sheet.clone().unwrap_or_default(),
            columns: found.columns.iter().map(column).collect(),
        }
    }

    /// What was typed.
    pub(super) fn typed(typed: &Typed) -> Self {
        let text = |name: &str| typed.value(name).to_owned();
        let is_there = |place: &usize| !typed.value(&format!("c{place}.heading")).is_empty();
        Self {
            id: text("id"),
            date: text("date"),
            titles: Language::ALL.map(|language| text(&format!("title.{language}"))),
            publish_words: typed.value("publish_words") == "on",
            synthetic: typed.value("synthetic") == "on",
            sheet: text("name"),
            columns: (0..COLUMNS_MAX)
                .take_while(is_there)
                .map(|place| ColumnSketch::typed(typed, place))
                .collect(),
        }
    }

    /// Lists what can be chosen where a question offers choices and none are
    /// listed yet. True where that happened.
    pub(super) fn list_choices(&mut self, found: &SheetColumns) -> bool {
        let mut listed = false;
        for column in &mut self.columns {
            let of_choice = column.meaning == Meaning::Question && column.values == "choice";
            let found = found.columns.iter().find(|it| it.heading == column.heading);
            if let Some(found) = found.filter(|_| of_choice && column.choices.is_empty()) {
                column.choices = unexplained(found);
                listed |= !column.choices.is_empty();
            }
        }
        listed
    }

    /// What is missing or wrong, in the order of the form.
    pub(super) fn lacks(&self, visit: &DeskVisit<'_>) -> Vec<Lack> {
        let mut lacks = Vec::new();
        let mut lack = |field: &str, key: &'static str| {
            lacks.push(Lack { field: field.to_owned(), key, name: String::new() });
        };
        if self.id.parse::<Slug>().is_err() {
            lack("id", "lack-id");
        } else if self.synthetic != self.id.starts_with("synthetic-") {
            lack("id", "lack-synthetic");
        }
        if self.date.is_empty() {
            lack("date", "lack-date");
        }
        if let Some(place) = self.titles.iter().position(String::is_empty) {
            lack(&format!("title.{}", Language::ALL[place]), "lack-title");
        }
        let members = self.columns.iter().filter(|it| it.meaning == Meaning::Member).count();
        if members != 1 {
            lack("c0.meaning", if members == 0 { "lack-member" } else { "lack-members" });
        }
        if !self.columns.iter().any(|column| column.meaning == Meaning::Question) {
            lack("c0.meaning", "lack-question");
        }
        let mut numbers = BTreeSet::new();
        for (place, column) in self.columns.iter().enumerate() {
            if column.meaning == Meaning::Question {
                let first = numbers.insert(column.number.as_str());
                column.lacks(visit, place, first, &mut lacks);
            }
        }
        lacks
    }

    /// The mapping as JSON, whether it can be used or not.
    pub(super) fn to_json(&self, visit: &DeskVisit<'_>) -> Value {
        let mut questions: Vec<(&str, Value)> = Vec::new();
        for column in self.columns.iter().filter(|it| it.meaning == Meaning::Question) {
            let known = questions.iter_mut().find(|(number, _)| *number == column.number);
            match known.and_then(|(_, question)| question["columns"].as_array_mut()) {
                Some(columns) => columns.push(json!(column.heading)),
                None => questions.push((&column.number, column.to_json(visit))),
            }
        }
        let of = |meaning: Meaning| {
            let columns = self.columns.iter().filter(move |column| column.meaning == meaning);
            columns.map(|column| column.heading.as_str())
        };
        let mut mapping = json!({
            "survey": {
                "id": self.id, "date": self.date, "title": in_languages(&self.titles),
                "publish_words": self.publish_words, "synthetic": self.synthetic,
            },
            "member": { "column": of(Meaning::Member).next() },
            "question": questions.into_iter().map(|(_, question)| question).collect::<Vec<_>>(),
            "ignored": of(Meaning::Ignored).collect::<Vec<_>>(),
        });
        if !self.sheet.is_empty() {
            mapping["sheet"] = json!(self.sheet);
        }
        mapping
    }
}

impl ColumnSketch {
    fn of(found: &FoundColumn) -> Self {
        let (meaning, values) = match found.guess {
            ColumnGuess::Member => (Meaning::Member, ValueForm::Free),
            ColumnGuess::Ignored => (Meaning::Ignored, ValueForm::Free),
            ColumnGuess::Question(values) => (Meaning::Question, values),
        };
        let choices = if values == ValueForm::Choice { unexplained(found) } else { Vec::new() };
        Self { meaning, values: form_name(values).to_owned(), choices, ..Self::blank(found) }
    }

    fn blank(found: &FoundColumn) -> Self {
        Self {
            heading: found.heading.clone(),
            values: form_name(ValueForm::Free).to_owned(),
            ..Self::default()
        }
    }

    fn asked(visit: &DeskVisit<'_>, question: &QuestionMapping, heading: &str) -> Self {
        let named = |(choice, themes): (&String, &Vec<String>)| {
            let names: Vec<String> = themes.iter().map(|theme| theme_name(visit, theme)).collect();
            (choice.clone(), names.join("; "))
        };
        let separator = |separator: &String| separator.replace('\n', LINE_BREAK);
        let separators: Vec<String> = question.separators.iter().map(separator).collect();
        Self {
            heading: heading.to_owned(),
            meaning: Meaning::Question,
            number: question.number.clone(),
            kind: question.kind.term().to_owned(),
            values: form_name(question.values).to_owned(),
            titles: titles(&question.title),
            separators: separators.join(" "),
            longest: question.longest.to_string(),
            required: question.required,
            anonymous: question.anonymous,
            choices: question.choices.iter().map(named).collect(),
        }
    }

    fn typed(typed: &Typed, place: usize) -> Self {
        let text = |name: &str| typed.value(&format!("c{place}.{name}")).to_owned();
        let meaning = text("meaning");
        let choices = (0..).map_while(|choice| {
            let name = text(&format!("choice.{choice}"));
            (!name.is_empty()).then(|| (name, text(&format!("themes.{choice}"))))
        });
        Self {
            heading: text("heading"),
            meaning: Meaning::ALL
                .into_iter()
                .find(|known| known.term() == meaning)
                .unwrap_or_default(),
            number: text("number"),
            kind: text("kind"),
            values: text("values"),
            titles: Language::ALL.map(|language| text(&format!("title.{language}"))),
            separators: text("separators"),
            longest: text("longest"),
            required: text("required") == "on",
            anonymous: text("anonymous") == "on",
            choices: choices.collect(),
        }
    }

    /// `first` where no column before it is of the same question.
    fn lacks(&self, visit: &DeskVisit<'_>, place: usize, first: bool, lacks: &mut Vec<Lack>) {
        let mut lack = |field: &str, key: &'static str, name: &str| {
            lacks.push(Lack { field: format!("c{place}.{field}"), key, name: name.to_owned() });
        };
        if self.number.is_empty() {
            lack("number", "lack-number", "");
        }
        if !first {
            return;
        }
        if self.kind.is_empty() {
            lack("kind", "lack-kind", "");
        }
        if let Some(language) = self.titles.iter().position(String::is_empty) {
            lack(&format!("title.{}", Language::ALL[language]), "lack-title", "");
        }
        if !self.longest.is_empty() && self.longest.parse::<usize>().is_err() {
            lack("longest", "lack-longest", "");
        }
        if self.values != "choice" {
            return;
        }
        if self.choices.is_empty() {
            lack("values", "lack-choices", "");
        }
        for (choice, (_, themes)) in self.choices.iter().enumerate() {
            let unknown = names(themes).find(|name| visit.page.service.theme_meant(name).is_none());
            if let Some(name) = unknown {
                lack(&format!("themes.{choice}"), "lack-theme", name);
            }
        }
    }

    fn to_json(&self, visit: &DeskVisit<'_>) -> Value {
        let mut question = json!({
            "number": self.number, "kind": self.kind, "values": self.values,
            "columns": [self.heading], "title": in_languages(&self.titles),
            "required": self.required, "anonymous": self.anonymous,
        });
        if let Ok(longest) = self.longest.parse::<usize>() {
            question["longest"] = json!(longest);
        }
        let separators = self.separators.split_whitespace();
        let separators: Vec<String> = separators.map(|it| it.replace(LINE_BREAK, "\n")).collect();
        if !separators.is_empty() {
            question["separators"] = json!(separators);
        }
        if self.values == "choice" {
            let themes = |themes: &str| -> Vec<String> {
                let meant = names(themes).filter_map(|name| visit.page.service.theme_meant(name));
                let slugs = meant.filter_map(|theme| Kind::slug_of(theme.as_str()));
                slugs.map(|slug| slug.to_string()).collect()
            };
            let choices: Map<String, Value> = self
                .choices
                .iter()
                .map(|(choice, words)| (choice.clone(), json!(themes(words))))
                .collect();
            question["choices"] = Value::Object(choices);
        }
        question
    }
}

/// The names of themes that were typed one after the other.
pub(super) fn names(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(THEME_SEPARATOR).map(str::trim).filter(|name| !name.is_empty())
}

pub(super) fn form_name(values: ValueForm) -> &'static str {
    match values {
        ValueForm::Free => "free",
        ValueForm::List => "list",
        ValueForm::Choice => "choice",
    }
}

/// What recurs in a column, each without themes yet.
fn unexplained(found: &FoundColumn) -> Vec<(String, String)> {
    found.choices.iter().map(|choice| (choice.clone(), String::new())).collect()
}

fn theme_name(visit: &DeskVisit<'_>, slug: &str) -> String {
    let Ok(name) = slug.parse::<Slug>() else { return slug.to_owned() };
    let theme = Kind::Theme.iri(&name);
    let names = visit.page.service.references([theme.clone()]);
    let label = |reader: &Reader, value: &Value| Thing::from(value).label(reader).text.to_owned();
    names.map_or_else(|_| slug.to_owned(), |names| label(visit.reader(), &names.name(&theme)))
}

fn titles(text: &Text) -> [String; 3] {
    Language::ALL
        .map(|language| text.get(language).map_or_else(String::new, |(_, words)| words.to_owned()))
}

fn in_languages(titles: &[String; 3]) -> Value {
    let pairs = Language::ALL.into_iter().zip(titles);
    pairs
        .map(|(language, title)| (language.tag().to_owned(), json!(title)))
        .collect::<Map<_, _>>()
        .into()
}
