//! What can be found: the words of each thing and what it is linked to, as the
//! graph says them.

use crate::domain::{Iri, Kind, Language, Text};
use crate::graph::{GraphError, KnowledgeGraph, Query, Row, StopToken};
use crate::vocabulary::PES;
use std::collections::HashMap;
use std::sync::Arc;

/// Things by their identifier.
pub type Things = HashMap<Iri, Arc<Thing>>;

/// Something that people look for, or by whose name they look for others.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its identifier.
    pub id: Iri,
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub passages: Vec<Passage>,
    /// What it is about, for whom, whose and where.
    pub links: Vec<Iri>,
    /// Working languages of a member, BCP 47.
    pub languages: Vec<String>,
    /// The years it is dated to.
    pub years: Vec<u16>,
    /// How much what it says can be relied on: per mille more, or less, than
    /// what nothing is known of.
    pub evidence: i16,
}

/// A text of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// What it is to the thing.
    pub role: Role,
    /// The words.
    pub text: String,
    /// BCP 47; empty where none is said.
    pub tag: String,
}

/// What a text is to the thing that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Its name.
    Label,
    /// Another name of it.
    Synonym,
    /// What is said of it.
    Text,
    /// The name of something it is linked to.
    Linked,
}

impl Passage {
    /// The language whose rules its words follow; none when it is no language
    /// of the interface.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.tag.split('-').next().unwrap_or_default().parse().ok()
    }
}

impl Thing {
    /// A thing without words or links.
    #[must_use]
    pub fn new(id: Iri, kind: Kind) -> Self {
        let (passages, links, languages, years) = Default::default();
        Self { id, kind, passages, links, languages, years, evidence: 0 }
    }

    /// All that it is called.
    pub(super) fn names(&self) -> impl Iterator<Item = &Passage> {
        let named = |passage: &&Passage| matches!(passage.role, Role::Label | Role::Synonym);
        self.passages.iter().filter(named)
    }

    /// Its names.
    #[must_use]
    pub fn label(&self) -> Text {
        let mut label = Text::default();
        for passage in self.passages.iter().filter(|passage| passage.role == Role::Label) {
            label.insert(&passage.tag, &passage.text);
        }
        label
    }

    /// Whether it is found itself; others only lend their names.
    pub(super) fn is_found(&self) -> bool {
        Kind::FOUND.contains(&self.kind)
    }
}

/// Reads the things among `ids`; all when none is named.
///
/// # Errors
/// When the store fails, or it is told to stop.
pub fn read_things(
    graph: &KnowledgeGraph,
    ids: &[Iri],
    stop: &StopToken,
) -> Result<Things, GraphError> {
    let goes_on = |row| if stop.is_stopped() { Err(GraphError::GivenUp) } else { row };
    let rows = |text: &'static str| {
        let rows = graph.rows(&Query::new(text).with("id", ids.iter().cloned()))?;
        Ok::<_, GraphError>(rows.map(goes_on))
    };
    let mut things: HashMap<Iri, Thing> = HashMap::new();
    for row in rows(include_str!("../graph/queries/search/things.rq"))? {
        let row = row?;
        let (Some(id), Some(kind)) = (row.maybe_iri("id"), kind(&row)) else { continue };
        let thing = things.entry(id.clone()).or_insert_with(|| Thing::new(id, kind));
        // A finding is a fact as well, and an expectation may be two things.
        if thing.kind == Kind::Fact {
            thing.kind = kind;
        }
    }
    for row in rows(include_str!("../graph/queries/search/texts.rq"))? {
        let row = row?;
        if let Some(thing) = named(&mut things, &row) {
            thing.passages.push(passage(&row)?);
        }
    }
    for row in rows(include_str!("../graph/queries/search/links.rq"))? {
        let row = row?;
        if let (Some(thing), Some(target)) = (named(&mut things, &row), row.maybe_iri("target")) {
            thing.links.push(target);
        }
    }
    for row in rows(include_str!("../graph/queries/search/qualities.rq"))? {
        let row = row?;
        if let Some(thing) = named(&mut things, &row) {
            thing.take(row.text("quality")?, row.maybe_text("value").unwrap_or_default());
        }
    }
    Ok(things.into_iter().map(|(id, thing)| (id, Arc::new(thing.ordered()))).collect())
}

fn kind(row: &Row) -> Option<Kind> {
    let class = row.maybe_iri("class")?;
    let name = class.as_str().strip_prefix(PES)?;
    Kind::ALL.into_iter().find(|kind| kind.class().as_str().strip_prefix(PES) == Some(name))
}

fn named<'a>(things: &'a mut HashMap<Iri, Thing>, row: &Row) -> Option<&'a mut Thing> {
    things.get_mut(&row.maybe_iri("id")?)
}

fn passage(row: &Row) -> Result<Passage, GraphError> {
    let role = match row.text("role")? {
        "label" => Role::Label,
        "synonym" => Role::Synonym,
        _ => Role::Text,
    };
    let tag = row.maybe_text("lang").unwrap_or_default().to_owned();
    Ok(Passage { role, text: row.text("text")?.to_owned(), tag })
}

impl Thing {
    fn take(&mut self, quality: &str, value: &str) {
        match quality {
            "year" => self.years.extend(value.parse::<u16>().ok()),
            "language" => self.languages.push(value.to_owned()),
            "evidence" => self.evidence += permille(value.strip_prefix(PES).unwrap_or_default()),
            _ => self.evidence += SOURCED,
        }
    }

    /// What the store gives in no order is put in one; the years between two
    /// belong to what lasted from one to the other.
    fn ordered(mut self) -> Self {
        self.passages.sort_by(|a, b| (a.role, &a.tag, &a.text).cmp(&(b.role, &b.tag, &b.text)));
        self.links.sort();
        self.links.dedup();
        self.languages.sort();
        self.years.sort_unstable();
        if let (Some(&first), Some(&last)) = (self.years.first(), self.years.last())
            && last.saturating_sub(first) <= YEARS_MAX
        {
            self.years = (first..=last).collect();
        }
        self
    }
}

/// Longer than any programme lasts: a slip of the pen.
const YEARS_MAX: u16 = 60;
/// What has a source, beside what has none.
const SOURCED: i16 = 40;

/// How a grade of evidence, a stage, a certainty or a confidence weighs: enough
/// to order what fits equally well, too little to outdo what fits better.
fn permille(term: &str) -> i16 {
    match term {
        "evaluated" => 80,
        "monitored" | "good" => 50,
        "selfReported" | "promising" => 25,
        "low" | "discontinued" => -40,
        "inferred" | "illustrativeList" => -80,
        _ => 0,
    }
}
