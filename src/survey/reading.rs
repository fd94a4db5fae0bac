//! All of a sheet: who responded, what they claim, what is wrong. Of an
//! anonymous column nothing is kept that leads back to a row: neither the row,
//! nor the order of rows, nor which claims stood in one cell.

use super::cells::{self, Answer};
use super::claims::claims;
use super::fault::{Fault, FaultKind, Place, Severity};
use super::grid::{Cell, Grid};
use super::mapping::{Mapping, QuestionMapping, ValueForm, theme_named};
use super::member_book::{Meant, MemberBook, plain};
use crate::domain::{Iri, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How like a choice must be to be suggested, from 0 to 1 (Jaro and Winkler).
const CHOICE_LIKENESS_MIN: f64 = 0.8;

/// What a sheet says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Rows with something in them, the heading left out.
    pub rows: usize,
    /// The members that responded.
    pub respondents: BTreeSet<Iri>,
    /// What they claim.
    pub claims: Vec<Claim>,
    /// What is wrong or doubtful, by row and column.
    pub faults: Vec<Fault>,
}

/// One thing that a respondent claims.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Claim {
    /// Names it within its survey.
    pub id: String,
    /// The place of its question in the mapping.
    pub question: usize,
    /// Whose it is; nobody's in an anonymous column.
    pub member: Option<Iri>,
    /// The heading of its column.
    pub heading: String,
    /// In the respondent's words.
    pub words: String,
    /// What the mapping says that it is about.
    pub chosen: Option<Vec<Iri>>,
}

/// A sheet that does not fit the mapping.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The sheet has no heading.
    #[error("the sheet is empty")]
    Empty,
    /// The mapping names columns that are not there.
    #[error("the sheet has no column {}: it has {}", quoted(.missing), quoted(.known))]
    MissingColumns {
        /// Those that are not there.
        missing: Vec<String>,
        /// Those that are.
        known: Vec<String>,
    },
    /// A column that the mapping names is there twice.
    #[error("the sheet has two columns '{0}'")]
    ColumnTwice(String),
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

impl Reading {
    /// Reads a sheet.
    ///
    /// # Errors
    /// When its columns are not those of the mapping.
    pub fn of(grid: &Grid, mapping: &Mapping, members: &MemberBook) -> Result<Self, ReadError> {
        let headings = Headings::of(grid)?;
        let mut reader = Reader {
            mapping,
            members,
            member_column: headings.find(&mapping.member.column)?,
            columns: headings.answers(mapping)?,
            rows: HashMap::new(),
            answered: BTreeSet::new(),
            reading: Self { faults: headings.unmapped(mapping), ..Self::default() },
        };
        for (place, row) in grid.rows().iter().enumerate().skip(1) {
            if row.iter().any(|cell| !cell.text.trim().is_empty()) {
                reader.row(place + 1, row);
            }
        }
        Ok(reader.finish())
    }

    /// The same without anything that a respondent wrote.
    #[must_use]
    pub fn without_words(mut self) -> Self {
        self.claims.clear();
        for fault in &mut self.faults {
            fault.value.clear();
            fault.suggestion = None;
        }
        self
    }

    /// How many faults keep something out.
    #[must_use]
    pub fn errors(&self) -> usize {
        let severe = |fault: &&Fault| fault.kind.severity() == Severity::Error;
        self.faults.iter().filter(severe).count()
    }
}

/// The first row.
struct Headings(Vec<String>);

impl Headings {
    fn of(grid: &Grid) -> Result<Self, ReadError> {
        let first = grid.rows().first().filter(|row| !row.is_empty()).ok_or(ReadError::Empty)?;
        Ok(Self(first.iter().map(|cell| cell.text.trim().to_owned()).collect()))
    }

    fn find(&self, heading: &str) -> Result<usize, ReadError> {
        let mut found = (0..self.0.len()).filter(|place| self.0[*place] == heading.trim());
        match (found.next(), found.next()) {
            (Some(place), None) => Ok(place),
            (Some(_), Some(_)) => Err(ReadError::ColumnTwice(heading.to_owned())),
            (None, _) => Err(self.missing(vec![heading.to_owned()])),
        }
    }

    fn missing(&self, missing: Vec<String>) -> ReadError {
        let known = self.0.iter().filter(|heading| !heading.is_empty()).cloned().collect();
        ReadError::MissingColumns { missing, known }
    }

    /// The columns with answers, each with the place of its question.
    fn answers(&self, mapping: &Mapping) -> Result<Vec<Column>, ReadError> {
        let wanted = mapping.questions.iter().flat_map(|question| &question.columns);
        let missing: Vec<String> = wanted
            .filter(|heading| !self.0.iter().any(|known| known == heading.trim()))
            .cloned()
            .collect();
        if !missing.is_empty() {
            return Err(self.missing(missing));
        }
        let mut columns = Vec::new();
        for (question, asked) in mapping.questions.iter().enumerate() {
            for heading in &asked.columns {
                columns.push(Column {
                    question,
                    place: self.find(heading)?,
                    heading: heading.clone(),
                });
            }
        }
        Ok(columns)
    }

    fn unmapped(&self, mapping: &Mapping) -> Vec<Fault> {
        let questions = mapping.questions.iter().flat_map(|question| &question.columns);
        let mapped: BTreeSet<&str> = questions
            .chain(&mapping.ignored)
            .chain([&mapping.member.column])
            .map(|heading| heading.trim())
            .collect();
        let unmapped =
            self.0.iter().enumerate().filter(|(_, heading)| !mapped.contains(heading.as_str()));
        unmapped
            .filter(|(_, heading)| !heading.is_empty())
            .map(|(place, heading)| {
                let place = Place::new(Some(1), place, heading);
                Fault::new(place, FaultKind::UnmappedColumn, heading, Some("ignored".to_owned()))
            })
            .collect()
    }
}

/// A column with answers.
#[derive(Clone)]
struct Column {
    question: usize,
    place: usize,
    heading: String,
}

/// Reads row after row.
struct Reader<'a> {
    mapping: &'a Mapping,
    members: &'a MemberBook,
    member_column: usize,
    columns: Vec<Column>,
    /// The texts of each row, with its number.
    rows: HashMap<Vec<String>, usize>,
    answered: BTreeSet<Iri>,
    reading: Reading,
}

impl Reader<'_> {
    fn row(&mut self, number: usize, row: &[Cell]) {
        self.reading.rows += 1;
        let texts: Vec<String> = row.iter().map(|cell| cell.text.trim().to_owned()).collect();
        let member = row.get(self.member_column).cloned().unwrap_or_default();
        let place = Place::new(Some(number), self.member_column, &self.mapping.member.column);
        if let Some(first) = self.rows.get(&texts) {
            let fault =
                Fault::new(place, FaultKind::DuplicateRow, &member.text, Some(format!("{first}")));
            self.reading.faults.push(fault);
            return;
        }
        self.rows.insert(texts, number);
        let member = match self.member(&member.text) {
            Ok(member) => member,
            Err((kind, suggestion)) => {
                self.reading.faults.push(Fault::new(place, kind, &member.text, suggestion));
                return;
            }
        };
        self.reading.respondents.insert(member.clone());
        for column in self.columns.clone() {
            let cell = row.get(column.place).cloned().unwrap_or_default();
            self.cell(number, &column, &cell, &member);
        }
        self.required(number, row);
    }

    /// Whose row it is.
    fn member(&mut self, name: &str) -> Result<Iri, cells::Refused> {
        if name.trim().is_empty() {
            return Err((FaultKind::MissingMember, None));
        }
        let joined = |names: Vec<String>| (!names.is_empty()).then(|| names.join(" | "));
        match self.members.meant(name) {
            Meant::One(member) if self.answered.insert(member.clone()) => Ok(member),
            Meant::One(_) => Err((FaultKind::SecondAnswer, None)),
            Meant::Several(members) => {
                let slugs = members.iter().filter_map(|member| Kind::slug_of(member.as_str()));
                Err((
                    FaultKind::AmbiguousMember,
                    joined(slugs.map(|slug| slug.to_string()).collect()),
                ))
            }
            Meant::Nobody(near) => Err((FaultKind::UnknownMember, joined(near))),
        }
    }

    fn cell(&mut self, row: usize, column: &Column, cell: &Cell, member: &Iri) {
        let question = &self.mapping.questions[column.question];
        let place = Place::new((!question.anonymous).then_some(row), column.place, &column.heading);
        let read =
            cells::answer(cell, question.longest).and_then(|answer| self.told(answer, question));
        match read {
            Ok(None) => {}
            Ok(Some(answer)) => {
                if answer.cleaned {
                    let fault = Fault::new(place.clone(), FaultKind::Invisible, &answer.text, None);
                    self.reading.faults.push(fault);
                }
                self.claims(&answer.text, question, column, member, &place);
            }
            Err((kind, suggestion)) => {
                self.reading.faults.push(Fault::new(place, kind, cell.text.trim(), suggestion));
            }
        }
    }

    /// Refuses an anonymous answer that would tell who gave it.
    fn told(
        &self,
        answer: Option<Answer>,
        question: &QuestionMapping,
    ) -> Result<Option<Answer>, cells::Refused> {
        let Some(answer) = answer else { return Ok(None) };
        let tells = question.anonymous && self.mapping.survey.publish_words;
        match tells.then(|| self.members.spoken_of(&answer.text)).flatten() {
            Some(name) => Err((FaultKind::NamesMember, Some(name.to_owned()))),
            None => Ok(Some(answer)),
        }
    }

    fn claims(
        &mut self,
        text: &str,
        question: &QuestionMapping,
        column: &Column,
        member: &Iri,
        place: &Place,
    ) {
        for words in claims(text, question) {
            let chosen = match question.values {
                ValueForm::Free | ValueForm::List => None,
                ValueForm::Choice => match chosen(&words, question) {
                    Ok(themes) if themes.is_empty() => continue,
                    Ok(themes) => Some(themes),
                    Err(near) => {
                        let fault =
                            Fault::new(place.clone(), FaultKind::UnknownChoice, &words, near);
                        self.reading.faults.push(fault);
                        continue;
                    }
                },
            };
            self.reading.claims.push(Claim {
                id: String::new(),
                question: column.question,
                member: (!question.anonymous).then(|| member.clone()),
                heading: column.heading.clone(),
                words,
                chosen,
            });
        }
    }

    /// Tells each required question that has no answer in any of its columns.
    fn required(&mut self, number: usize, row: &[Cell]) {
        let filled = |column: &&Column| {
            row.get(column.place).is_some_and(|cell| !cell.text.trim().is_empty())
        };
        for (question, asked) in self.mapping.questions.iter().enumerate() {
            let mut of_question = self.columns.iter().filter(|column| column.question == question);
            let first = of_question.clone().next();
            if let Some(column) =
                first.filter(|_| asked.required && !of_question.any(|it| filled(&it)))
            {
                let row = (!asked.anonymous).then_some(number);
                let place = Place::new(row, column.place, &column.heading);
                self.reading.faults.push(Fault::new(place, FaultKind::MissingAnswer, "", None));
            }
        }
    }

    /// Claims by question and member, and anonymous ones by their words: so
    /// their order says nothing of the rows.
    fn finish(self) -> Reading {
        let mut reading = self.reading;
        reading.claims.sort();
        let mut counts: BTreeMap<(usize, Option<Iri>), usize> = BTreeMap::new();
        for claim in &mut reading.claims {
            let count = counts.entry((claim.question, claim.member.clone())).or_default();
            *count += 1;
            let member = claim.member.as_ref().and_then(|member| Kind::slug_of(member.as_str()));
            let whose = member.map_or_else(|| "unnamed".to_owned(), |slug| slug.to_string());
            let number = &self.mapping.questions[claim.question].number;
            claim.id = format!("q{number}-{whose}-{count}");
        }
        reading.faults.sort_by(|one, other| {
            let key = |fault: &Fault| {
                (fault.place.row, fault.place.letters.len(), fault.place.letters.clone())
            };
            key(one).cmp(&key(other)).then_with(|| one.value.cmp(&other.value))
        });
        reading
    }
}

/// The themes of a choice; for none of them, the one that is like it.
fn chosen(words: &str, question: &QuestionMapping) -> Result<Vec<Iri>, Option<String>> {
    let wanted = plain(words);
    if let Some((_, themes)) = question.choices.iter().find(|(choice, _)| plain(choice) == wanted) {
        return Ok(themes.iter().filter_map(|theme| theme_named(theme)).collect());
    }
    let like = |choice: &&String| strsim::jaro_winkler(&plain(choice), &wanted);
    let nearest = question.choices.keys().max_by(|one, other| like(one).total_cmp(&like(other)));
    Err(nearest.filter(|choice| like(choice) >= CHOICE_LIKENESS_MIN).cloned())
}
