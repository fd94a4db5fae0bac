//! A wave that nobody answered: real members and real themes, with answers
//! drawn from a seed, clean or with a fault of every kind. The survey's name,
//! its title, its questions, its sheet and each row say that it is synthetic.

use super::mapping::{Mapping, MappingError};
use super::sheet_file::MadeCell;
use crate::domain::{Draw, Iri, Language};
use std::fmt::Write as _;

/// The fewest rows that have room for a fault of every kind.
pub const DIRTY_ROWS_MIN: usize = 20;
/// The columns of a wave that asks each question once.
pub const MADE_COLUMNS: usize = HEADINGS.len();
/// What each row says of itself.
const MARK: &str = "synthetic: nobody said this";
/// The columns of the sheet, in their order.
const HEADINGS: [&str; 8] = [
    "Synthetic",
    "Service",
    "Achievements",
    "Priorities",
    "Challenges",
    "Seeks",
    "Offers",
    "Expectations (anonymous)",
];
/// A question: its kind, form, more keys, and its title.
const QUESTIONS: [(&str, &str, &str, [&str; 3]); 6] = [
    ("achievement", "list", "", ["Réussites", "Achievements", "Logros"]),
    ("priority", "choice", "", ["Priorités", "Priorities", "Prioridades"]),
    ("challenge", "free", "required = true\nlongest = 400\n", ["Défis", "Challenges", "Retos"]),
    ("topicSought", "list", "", ["Échanges souhaités", "Exchange sought", "Intercambios buscados"]),
    (
        "topicOffered",
        "list",
        "",
        ["Échanges proposés", "Exchange offered", "Intercambios ofrecidos"],
    ),
    ("expectation", "free", "anonymous = true\n", ["Attentes", "Expectations", "Expectativas"]),
];
/// How many themes question 2 offers as choices.
const CHOICES: usize = 10;

/// What a wave is made of.
#[derive(Clone, Debug, Default)]
pub struct WaveMaterial {
    /// Each member with the names that it alone goes by.
    pub members: Vec<Vec<String>>,
    /// Each theme with its labels, in the order of [`Language::ALL`].
    pub themes: Vec<(Iri, [String; 3])>,
}

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct WaveSize<'a> {
    /// The year, which is part of the survey's name.
    pub year: u16,
    /// How many rows; beyond the members, they are of services that nobody
    /// knows.
    pub respondents: usize,
    /// Where the drawing begins.
    pub seed: u64,
    /// How many columns; beyond [`MADE_COLUMNS`], the questions come again
    /// under further numbers.
    pub columns: usize,
    /// Whether it has faults.
    pub dirty: bool,
    /// What the sheet is called.
    pub sheet: &'a str,
}

/// A sheet with the mapping that fits it.
#[derive(Clone, Debug)]
pub struct MadeWave {
    /// The heading and the answers.
    pub rows: Vec<Vec<MadeCell>>,
    /// TOML.
    pub mapping: String,
}

/// Makes a wave: the same from the same material and size.
///
/// # Errors
/// When what is made cannot be used; a year has four digits.
pub fn make_wave(material: &WaveMaterial, size: &WaveSize<'_>) -> Result<MadeWave, MappingError> {
    let mut maker = Maker { material, draw: Draw::new(size.seed) };
    let mapping = mapping(material, size);
    Mapping::parse(&mapping)?;
    let order = maker.draw.shuffled(material.members.len());
    let mut rows = vec![headings(size.columns)];
    for place in 0..size.respondents {
        let name = match order.get(place) {
            Some(member) => maker.name(*member),
            None => format!("Made-up service {} (synthetic)", place + 1),
        };
        rows.push(maker.row(&name, size.columns));
    }
    if size.dirty {
        maker.spoil(&mut rows);
    }
    Ok(MadeWave { rows, mapping })
}

struct Maker<'a> {
    material: &'a WaveMaterial,
    draw: Draw,
}

impl Maker<'_> {
    fn name(&mut self, member: usize) -> String {
        let names = &self.material.members[member];
        names[self.draw.index(names.len())].clone()
    }

    fn label(&mut self, language: usize) -> String {
        let theme = self.draw.index(self.material.themes.len());
        self.material.themes[theme].1[language].clone()
    }

    fn row(&mut self, service: &str, columns: usize) -> Vec<MadeCell> {
        let language = self.draw.index(Language::ALL.len());
        let mut row = vec![MARK.to_owned(), service.to_owned()];
        while row.len() < columns.max(MADE_COLUMNS) {
            row.extend([
                self.list(language, 3),
                self.chosen(),
                self.challenges(language),
                self.list(language, 2),
                self.list(language, 2),
                self.expectation(language),
            ]);
        }
        row.truncate(columns.max(MADE_COLUMNS));
        row.into_iter().map(MadeCell::Text).collect()
    }

    /// Labels, and now and then words of the service's own.
    fn list(&mut self, language: usize, most: u64) -> String {
        let count = self.draw.below(most + 1);
        let item = |maker: &mut Self| {
            let label = maker.label(language);
            match maker.draw.below(3) {
                0 => {
                    let before = ["notre travail sur", "our work on", "nuestro trabajo sobre"];
                    format!("{} {label}", before[language])
                }
                _ => label,
            }
        };
        (0..count).map(|_| item(self)).collect::<Vec<_>>().join("; ")
    }

    fn chosen(&mut self) -> String {
        let places = self.draw.shuffled(CHOICES.min(self.material.themes.len()));
        let count = 1 + self.draw.index(3);
        let choices =
            places.into_iter().take(count).map(|place| choice(&self.material.themes[place].1));
        choices.collect::<Vec<_>>().join("; ")
    }

    fn challenges(&mut self, language: usize) -> String {
        let sentences: [[&str; 3]; 3] = [
            ["Nous peinons avec {}.", "We struggle with {}.", "Nos cuesta {}."],
            ["Le plus dur reste {}.", "The hardest part is {}.", "Lo más difícil es {}."],
            [
                "Les équipes manquent de temps pour {}.",
                "Teams lack time for {}.",
                "Los equipos no tienen tiempo para {}.",
            ],
        ];
        let count = 1 + self.draw.index(sentences.len());
        let told = (0..count).map(|place| {
            let label = self.label(language);
            sentences[place][language].replace("{}", &label)
        });
        told.collect::<Vec<_>>().join(" ")
    }

    fn expectation(&mut self, language: usize) -> String {
        let sentence = [
            "Des échanges réguliers sur {}",
            "Regular exchange on {}",
            "Intercambios regulares sobre {}",
        ];
        let label = self.label(language);
        sentence[language].replace("{}", &label)
    }

    /// A fault of every kind, each in a row of its own; but for a name that
    /// several members share, which depends on the members.
    fn spoil(&mut self, rows: &mut Vec<Vec<MadeCell>>) {
        let name = self.name(0);
        let country = self.material.members.iter().flatten().find(|name| name.chars().count() > 5);
        let named = format!("We in {} expect more", country.cloned().unwrap_or_default());
        let faults: [(usize, MadeCell); 13] = [
            (1, text("")),
            (1, MadeCell::Text(misspelt(&name))),
            (3, text("Something else altogether")),
            (4, text("")),
            (4, MadeCell::Text("Much too long. ".repeat(40))),
            (2, text("=SUM(A1:A9)")),
            (2, MadeCell::Number(42.0)),
            (5, MadeCell::Day("2023-05-12".to_owned())),
            (5, text("#N/A")),
            (6, MadeCell::Misread("la formación de desempleados".to_owned())),
            (6, text("ask nobody@example.org")),
            (7, MadeCell::Text(named)),
            (2, text("tele\u{200B}work")),
        ];
        for (row, (column, cell)) in faults.into_iter().enumerate() {
            if let Some(row) = rows.get_mut(row + 3) {
                row[column] = cell;
            }
        }
        if let [heading, first, ..] = &mut rows[..] {
            heading.push(text("Remarks that nobody mapped"));
            let (again, mut second) = (first.clone(), first.clone());
            second[4] = text("We changed our mind about all of this.");
            rows.extend([again, second]);
        }
    }
}

fn text(text: &str) -> MadeCell {
    MadeCell::Text(text.to_owned())
}

/// The heading of each column; where a question comes again, with its number.
fn headings(columns: usize) -> Vec<MadeCell> {
    let again = (HEADINGS.len()..columns).map(|place| heading_of(place - 2));
    HEADINGS.into_iter().map(str::to_owned).chain(again).map(MadeCell::Text).collect()
}

/// The heading of a question, by its place.
fn heading_of(place: usize) -> String {
    let heading = HEADINGS[place % QUESTIONS.len() + 2];
    if place < QUESTIONS.len() { heading.to_owned() } else { format!("{heading} {}", place + 1) }
}

/// Without its third letter.
fn misspelt(name: &str) -> String {
    name.chars().enumerate().filter(|(place, _)| *place != 2).map(|(_, letter)| letter).collect()
}

/// What a choice is called.
fn choice(labels: &[String; 3]) -> String {
    labels[1].clone()
}

fn mapping(material: &WaveMaterial, size: &WaveSize<'_>) -> String {
    let WaveSize { year, sheet, .. } = size;
    let mut toml = format!(
        "# Synthetic: made by `passerelle generate-survey`. Nobody answered this survey.\n\
         sheet = {sheet:?}\nignored = [\"Synthetic\"]\n\n[survey]\n\
         id = \"synthetic-{year}\"\ndate = \"{year}\"\nsynthetic = true\npublish_words = true\n\
         title = {{ fr = \"Enquête synthétique {year}\", en = \"Synthetic survey {year}\", es = \"Encuesta sintética {year}\" }}\n\n\
         [member]\ncolumn = \"Service\"\n"
    );
    let asked = (0..size.columns.max(MADE_COLUMNS) - 2).zip(QUESTIONS.into_iter().cycle());
    for (place, (kind, values, more, [fr, en, es])) in asked {
        let (number, column) = (place + 1, heading_of(place));
        let _ = write!(
            toml,
            "\n[[question]]\nnumber = \"{number}\"\nkind = \"{kind}\"\nvalues = \"{values}\"\ncolumns = [{column:?}]\n{more}\
             title = {{ fr = \"{fr} (synthétique)\", en = \"{en} (synthetic)\", es = \"{es} (sintético)\" }}\n"
        );
        if values == "choice" {
            toml.push_str("[question.choices]\n");
            for (theme, labels) in material.themes.iter().take(CHOICES) {
                let slug = theme.as_str().rsplit('/').next().unwrap_or_default();
                let _ = writeln!(toml, "{:?} = [{slug:?}]", choice(labels));
            }
        }
    }
    toml
}
