//! The columns of a sheet before anybody has said what they mean: what stands
//! in each, and what it may be. A guess is a proposal for the form; nothing is
//! read by it.

use super::cells;
use super::fault::FaultKind;
use super::grid::{Cell, Grid, letters};
use super::mapping::ValueForm;
use super::member_book::{Meant, MemberBook};
use super::reading::ReadError;
use std::collections::BTreeMap;

/// Values that are shown of a column, and how much of each, in characters.
const SHOWN: usize = 3;
const SHOWN_CHARS: usize = 80;
/// A question with more answers than these offered no choices.
const CHOICES_MAX: usize = 30;
/// A choice is a label and no sentence, in characters.
const CHOICE_CHARS_MAX: usize = 80;
/// A choice is taken so often, on average, or more.
const CHOICE_TIMES_MIN: usize = 2;
/// What parts a list.
const SEPARATORS: [char; 2] = [';', '\n'];

/// A column as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundColumn {
    /// Its heading.
    pub heading: String,
    /// Its letters: `A`, `AA`.
    pub letters: String,
    /// Cells with something in them.
    pub filled: usize,
    /// The first values that are answers, cut short.
    pub samples: Vec<String>,
    /// The values that recur, where there are few.
    pub choices: Vec<String>,
    /// What it may be.
    pub guess: ColumnGuess,
}

/// What a column may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnGuess {
    /// It names the member.
    Member,
    /// It holds no answers: dates, numbers, addresses, or nothing.
    Ignored,
    /// It answers a question.
    Question(ValueForm),
}

/// The columns of a sheet that have a heading.
///
/// # Errors
/// When the sheet has none.
pub fn find_columns(grid: &Grid, members: &MemberBook) -> Result<Vec<FoundColumn>, ReadError> {
    let headings = grid.rows().first().filter(|row| !row.is_empty()).ok_or(ReadError::Empty)?;
    let mut columns = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        let heading = heading.text.trim();
        if !heading.is_empty() {
            let cells = grid.rows().iter().skip(1).filter_map(|row| row.get(place));
            let cells: Vec<&Cell> = cells.filter(|cell| !cell.text.trim().is_empty()).collect();
            columns.push((named(&cells, members), column(heading, place, &cells)));
        }
    }
    // One column names the member: the one in which most cells do.
    let most = columns.iter().map(|(named, _)| *named).max().unwrap_or_default();
    let best = columns.iter().position(|(named, _)| *named == most && most > 0);
    if let Some((named, column)) = best.map(|place| &mut columns[place])
        && *named * 2 >= column.filled
    {
        column.guess = ColumnGuess::Member;
    }
    Ok(columns.into_iter().map(|(_, column)| column).collect())
}

/// How many cells name one member.
fn named(cells: &[&Cell], members: &MemberBook) -> usize {
    cells.iter().filter(|cell| matches!(members.known(&cell.text), Some(Meant::One(_)))).count()
}

fn column(heading: &str, place: usize, cells: &[&Cell]) -> FoundColumn {
    let mut answers: Vec<String> = Vec::new();
    let mut other = 0;
    for cell in cells {
        match cells::answer(cell, usize::MAX) {
            Ok(Some(answer)) => answers.push(answer.text),
            Err((FaultKind::Number | FaultKind::Date | FaultKind::PersonalData, _)) => other += 1,
            _ => {}
        }
    }
    let mut samples: Vec<String> = Vec::new();
    for answer in &answers {
        let sample = short(answer);
        if samples.len() < SHOWN && !samples.contains(&sample) {
            samples.push(sample);
        }
    }
    let choices = choices(&answers);
    FoundColumn {
        heading: heading.to_owned(),
        letters: letters(place),
        filled: cells.len(),
        guess: guess(&answers, other, samples.len(), !choices.is_empty()),
        samples,
        choices,
    }
}

fn guess(answers: &[String], other: usize, different: usize, chosen: bool) -> ColumnGuess {
    let same = answers.len() > 1 && different == 1;
    if answers.is_empty() || other > answers.len() || same {
        return ColumnGuess::Ignored;
    }
    let lists = answers.iter().filter(|answer| answer.contains(SEPARATORS)).count();
    ColumnGuess::Question(if chosen {
        ValueForm::Choice
    } else if lists * 3 >= answers.len() {
        ValueForm::List
    } else {
        ValueForm::Free
    })
}

/// What recurs in the answers, parted as lists are; nothing where little does.
fn choices(answers: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for part in answers.iter().flat_map(|answer| answer.split(SEPARATORS)).map(str::trim) {
        if !part.is_empty() {
            *counts.entry(part).or_default() += 1;
        }
    }
    let times: usize = counts.values().sum();
    let short = counts.keys().all(|part| part.chars().count() <= CHOICE_CHARS_MAX);
    let few = (2..=CHOICES_MAX).contains(&counts.len()) && times >= counts.len() * CHOICE_TIMES_MIN;
    if short && few { counts.into_keys().map(str::to_owned).collect() } else { Vec::new() }
}

fn short(answer: &str) -> String {
    let line = answer.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_CHARS {
        return line;
    }
    let kept: String = line.chars().take(SHOWN_CHARS - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Iri;
    use crate::survey::grid::read_sheet;
    use crate::survey::member_book::MemberName;

    #[test]
    fn each_column_is_guessed_by_what_stands_in_it() {
        let text = "When,Service,Mail,Why,Which,What,\n\
            2023-05-12,KE,a@pes.example,We lack staff in rural offices.,Yes,skills; telework,x\n\
            2023-05-13,ES,b@pes.example,Young people leave.,No,youth; data,\n\
            2023-05-14,Nobody,c@pes.example,Budgets shrink.,Yes,staff; offices,\n\
            2023-05-15,FR,,Forms are long.,No,,\n";
        let names = ["KE", "ES", "FR"].map(|name| MemberName {
            member: Iri::parse(&format!("https://example.org/{name}")).expect("an IRI"),
            name: name.to_owned(),
        });
        let grid = read_sheet(text.as_bytes(), None).expect("CSV");
        let columns = find_columns(&grid, &MemberBook::new(names)).expect("headings");
        let guesses: Vec<ColumnGuess> = columns.iter().map(|column| column.guess).collect();
        let question = ColumnGuess::Question;
        assert_eq!(
            guesses,
            [
                ColumnGuess::Ignored,
                ColumnGuess::Member,
                ColumnGuess::Ignored,
                question(ValueForm::Free),
                question(ValueForm::Choice),
                question(ValueForm::List),
            ]
        );
        assert_eq!(columns[4].choices, ["No", "Yes"]);
        assert!(columns[2].samples.is_empty(), "no address is shown");
        assert_eq!((columns[5].letters.as_str(), columns[5].filled), ("F", 3));
        assert!(matches!(
            find_columns(&Grid::default(), &MemberBook::default()),
            Err(ReadError::Empty)
        ));
    }
}
