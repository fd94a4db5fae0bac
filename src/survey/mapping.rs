//! What the columns of a sheet mean, said by who imports it, in TOML or JSON.
//! `docs/survey-import.md` explains each key.

use crate::domain::{Iri, Kind, Language, Slug, StatementKind, Text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// Begins the name of every survey that nobody answered.
const SYNTHETIC: &str = "synthetic-";
/// How long the name of a survey may be: names of statements begin with it.
const SURVEY_NAME_MAX: usize = 40;
/// How long the number of a question may be.
const NUMBER_MAX: usize = 10;
/// How many questions a survey may have.
const QUESTIONS_MAX: usize = 100;
/// Answers that are longer are told as a fault, in characters.
const ANSWER_CHARS_MAX: usize = 2_000;

/// What a sheet is, and what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The survey that the sheet is an answer to.
    pub survey: SurveyMapping,
    /// The sheet, where a workbook has several; else the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Which column names the member.
    pub member: MemberMapping,
    /// What was asked.
    #[serde(rename = "question")]
    pub questions: Vec<QuestionMapping>,
    /// Columns that are left out.
    #[serde(default)]
    pub ignored: Vec<String>,
}

/// A survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyMapping {
    /// Its name in identifiers: `2023`.
    #[serde(serialize_with = "as_text")]
    pub id: Slug,
    /// What it is called.
    pub title: Text,
    /// When it was answered: `2023`, `2023-05` or `2023-05-12`.
    pub date: String,
    /// Whether nobody answered it.
    #[serde(default)]
    pub synthetic: bool,
    /// Whether respondents agreed that their words are published.
    #[serde(default)]
    pub publish_words: bool,
}

/// The column that names the member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberMapping {
    /// Its heading.
    pub column: String,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionMapping {
    /// Its number, kept as text.
    pub number: String,
    /// What it is called.
    pub title: Text,
    /// What an answer to it states.
    #[serde(deserialize_with = "kind_of", serialize_with = "kind_as_text")]
    pub kind: StatementKind,
    /// The headings of the columns with its answers.
    pub columns: Vec<String>,
    /// How answers are written.
    pub values: ValueForm,
    /// What stands between the answers of a list.
    #[serde(default = "separators")]
    pub separators: Vec<String>,
    /// What each choice is about.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, Vec<String>>,
    /// Whether everybody had to answer.
    #[serde(default)]
    pub required: bool,
    /// Whether nobody may learn who answered what.
    #[serde(default)]
    pub anonymous: bool,
    /// How long an answer may be, in characters.
    #[serde(default = "answer_chars")]
    pub longest: usize,
}

/// How the answers to a question are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueForm {
    /// In sentences.
    Free,
    /// As a list of short answers.
    List,
    /// As one or several of the choices.
    Choice,
}

/// A mapping that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the mapping cannot be used: {place}: {words}")]
pub struct MappingError {
    /// Where in it.
    pub place: String,
    /// What is wrong there.
    pub words: String,
}

fn separators() -> Vec<String> {
    [";", "\n"].map(str::to_owned).to_vec()
}

fn answer_chars() -> usize {
    ANSWER_CHARS_MAX
}

fn as_text<S: Serializer>(slug: &Slug, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(slug.as_str())
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn kind_as_text<S: Serializer>(kind: &StatementKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.term())
}

fn kind_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StatementKind, D::Error> {
    let text = String::deserialize(deserializer)?;
    StatementKind::ALL.into_iter().find(|kind| kind.term() == text).ok_or_else(|| {
        let known: Vec<&str> = StatementKind::ALL.iter().map(|kind| kind.term()).collect();
        serde::de::Error::custom(format!("'{text}' is no kind: known are {}", known.join(", ")))
    })
}

impl Mapping {
    /// Reads TOML, or JSON with the same keys.
    ///
    /// # Errors
    /// When it is malformed, or contradicts itself.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| fault("JSON", error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| fault("TOML", error.to_string()))?
        };
        mapping.check()?;
        Ok(mapping)
    }

    /// As text that says the same for the same mapping, however it was written.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Each theme that a choice names, with its place.
    pub fn themes(&self) -> impl Iterator<Item = (String, Iri)> {
        self.questions.iter().flat_map(|question| {
            question.choices.iter().flat_map(move |(choice, themes)| {
                let place = format!("question {}, choice '{choice}'", question.number);
                themes.iter().filter_map(move |theme| Some((place.clone(), theme_named(theme)?)))
            })
        })
    }

    /// What a question is called in identifiers, behind the name of its survey.
    #[must_use]
    pub fn question_name(&self, question: &QuestionMapping) -> String {
        format!("{}-q{}", self.survey.id, question.number)
    }

    fn check(&self) -> Result<(), MappingError> {
        let survey = &self.survey;
        if survey.id.as_str().len() > SURVEY_NAME_MAX {
            return Err(fault("survey.id", format!("it has more than {SURVEY_NAME_MAX} letters")));
        }
        if survey.synthetic != survey.id.as_str().starts_with(SYNTHETIC) {
            let words = format!("a survey is synthetic if, and only if, its id begins {SYNTHETIC}");
            return Err(fault("survey.synthetic", words));
        }
        if !is_date(&survey.date) {
            return Err(fault("survey.date", "2023, 2023-05 or 2023-05-12 is expected"));
        }
        in_three_languages("survey.title", &survey.title)?;
        if self.questions.is_empty() || self.questions.len() > QUESTIONS_MAX {
            return Err(fault("question", format!("1 to {QUESTIONS_MAX} are expected")));
        }
        let mut numbers = BTreeSet::new();
        for question in &self.questions {
            question.check(&self.question_name(question))?;
            if !numbers.insert(&question.number) {
                return Err(fault(&question.place(), "there are two questions of this number"));
            }
        }
        let mut columns = BTreeSet::from([&self.member.column]);
        let others = self.questions.iter().flat_map(|question| &question.columns);
        match others.chain(&self.ignored).find(|column| !columns.insert(column)) {
            Some(twice) => Err(fault("columns", format!("'{twice}' is named twice"))),
            None => Ok(()),
        }
    }
}

impl QuestionMapping {
    fn place(&self) -> String {
        format!("question {}", self.number)
    }

    fn check(&self, name: &str) -> Result<(), MappingError> {
        let place = self.place();
        // Without hyphens, names of claims can be told apart.
        let joined = self.number.contains('-');
        if joined || self.number.len() > NUMBER_MAX || name.parse::<Slug>().is_err() {
            return Err(fault(&place, "a number such as 3 or 3b is expected"));
        }
        in_three_languages(&format!("{place}, title"), &self.title)?;
        if self.columns.is_empty() {
            return Err(fault(&place, "it names no column"));
        }
        if self.separators.iter().any(String::is_empty) {
            return Err(fault(&place, "a separator is empty"));
        }
        if (self.values == ValueForm::Choice) == self.choices.is_empty() {
            return Err(fault(&place, "choices go with values = \"choice\", and only with it"));
        }
        let mut themes = self.choices.values().flatten();
        match themes.find(|theme| theme_named(theme).is_none()) {
            Some(theme) => Err(fault(&place, format!("'{theme}' is no theme"))),
            None => Ok(()),
        }
    }
}

/// A theme by the last segment of its identifier.
pub(super) fn theme_named(name: &str) -> Option<Iri> {
    name.parse().ok().map(|slug| Kind::Theme.iri(&slug))
}

fn fault(place: &str, words: impl Into<String>) -> MappingError {
    MappingError { place: place.to_owned(), words: words.into() }
}

fn in_three_languages(place: &str, text: &Text) -> Result<(), MappingError> {
    let given = |language: &Language| {
        text.iter().any(|(tag, words)| tag == language.tag() && !words.trim().is_empty())
    };
    match Language::ALL.iter().find(|language| !given(language)) {
        Some(missing) => {
            Err(fault(place, format!("it is wanted in fr, en and es; {missing} is missing")))
        }
        None => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        ignored = ["Time"]
        [survey]
        id = "2023"
        date = "2023-05"
        title = { fr = "Enquête", en = "Survey", es = "Encuesta" }
        [member]
        column = "Service"
        [[question]]
        number = "1"
        kind = "challenge"
        columns = ["A", "B"]
        values = "choice"
        title = { fr = "Défis", en = "Challenges", es = "Retos" }
        choices = { Digital = ["digital-transformation"], None = [] }
    "#;

    #[test]
    fn toml_and_json_say_the_same() -> Result<(), MappingError> {
        let mapping = Mapping::parse(GOOD)?;
        assert_eq!(mapping.questions[0].kind, StatementKind::Challenge);
        assert_eq!(mapping.themes().count(), 1);
        let text = mapping.to_text().expect("JSON");
        assert_eq!(Mapping::parse(&text)?, mapping);
        Ok(())
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_its_place() {
        for (from, to, place) in [
            ("id = \"2023\"", "id = \"2023\"\nsynthetic = true", "survey.synthetic"),
            ("id = \"2023\"", "id = \"synthetic-1\"", "survey.synthetic"),
            ("\"2023-05\"", "\"May 2023\"", "survey.date"),
            ("\"2023-05\"", "\"2023-13\"", "survey.date"),
            (", es = \"Encuesta\"", "", "survey.title"),
            ("\"A\", \"B\"", "\"A\", \"A\"", "columns"),
            ("\"A\", \"B\"", "\"Service\"", "columns"),
            ("\"choice\"", "\"free\"", "question 1"),
            ("number = \"1\"", "number = \"1.b\"", "question 1.b"),
            ("\"digital-transformation\"", "\"Digital!\"", "question 1"),
            ("\"challenge\"", "\"trouble\"", "TOML"),
            ("[member]", "[member]\nname = 1", "TOML"),
        ] {
            let text = GOOD.replace(from, to);
            assert_ne!(text, GOOD, "{from}");
            let error = Mapping::parse(&text).expect_err(to);
            assert_eq!(error.place, place, "{error}");
        }
    }
}
