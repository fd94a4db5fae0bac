//! Count what the statements say. Counts are of this graph's statements, not
//! of the answers that the charts of a report once showed.

use super::browse::{BrowseError, Filter};
use super::service::Passerelle;
use crate::domain::Iri;
use crate::graph::{GraphError, Query};

/// Which statements to count.
#[derive(Clone, Debug, Default)]
pub struct StatisticsFilter {
    /// All of these must hold.
    pub filters: Vec<Filter>,
}

/// How often a theme recurs in the answers to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// The question.
    pub question: Iri,
    /// The theme; narrower ones count with it.
    pub theme: Iri,
    /// 1 family, 2 domain, 3 theme.
    pub level: u8,
    /// Statements.
    pub statements: u64,
    /// Members that the statements name.
    pub members: u64,
}

/// Recurrence of themes by question, with the size of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// By question, the most frequent theme first.
    pub frequencies: Vec<Frequency>,
    /// Members that responded.
    pub respondents: u64,
}

/// How many members of a region mention a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The theme; narrower ones count with it.
    pub theme: Iri,
    /// The region.
    pub region: Iri,
    /// Members of the region that mention it.
    pub members: u64,
    /// Their statements about it.
    pub statements: u64,
}

/// The sample of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionBase {
    /// The region.
    pub region: Iri,
    /// Its members that responded.
    pub respondents: u64,
    /// Those of whom at least one statement is known.
    pub mentioned: u64,
}

/// Themes by region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeByRegion {
    /// Only cells with a mention; absence of a mention is unknown, not a no.
    pub cells: Vec<Cell>,
    /// The sample sizes, without which no cell may be read.
    pub bases: Vec<RegionBase>,
}

impl StatisticsFilter {
    fn apply(&self, query: Query, except: &[&str]) -> Query {
        self.filters
            .iter()
            .filter(|filter| !except.contains(&filter.name))
            .fold(query, |query, filter| query.with(filter.name, filter.values.iter().cloned()))
    }
}

impl Passerelle {
    /// How often themes recur in the answers to each question.
    ///
    /// # Errors
    /// When a filter names something unknown, or the store fails.
    pub fn recurrence(&self, filter: &StatisticsFilter) -> Result<Recurrence, BrowseError> {
        self.check_filters(&filter.filters)?;
        let query = Query::new(include_str!("../graph/queries/statistics/recurrence.rq"));
        let frequencies = self
            .graph()
            .select(&filter.apply(query, &[]))?
            .iter()
            .map(|row| {
                let level = match (row.text("family")?, row.text("domain")?) {
                    ("true", _) => 1,
                    (_, "true") => 2,
                    _ => 3,
                };
                Ok(Frequency {
                    question: row.iri("question")?,
                    theme: row.iri("theme")?,
                    level,
                    statements: row.integer("statements")?,
                    members: row.integer("members")?,
                })
            })
            .collect::<Result<_, GraphError>>()?;
        let respondents = self.bases(filter)?.iter().map(|base| base.respondents).sum();
        Ok(Recurrence { frequencies, respondents })
    }

    /// How many members of each region mention each theme.
    ///
    /// # Errors
    /// When a filter names something unknown, or the store fails.
    pub fn theme_by_region(&self, filter: &StatisticsFilter) -> Result<ThemeByRegion, BrowseError> {
        self.check_filters(&filter.filters)?;
        let query = Query::new(include_str!("../graph/queries/statistics/theme-by-region.rq"));
        let cells = self
            .graph()
            .select(&filter.apply(query, &[]))?
            .iter()
            .map(|row| {
                Ok(Cell {
                    theme: row.iri("theme")?,
                    region: row.iri("region")?,
                    members: row.integer("members")?,
                    statements: row.integer("statements")?,
                })
            })
            .collect::<Result<_, GraphError>>()?;
        Ok(ThemeByRegion { cells, bases: self.bases(filter)? })
    }

    fn bases(&self, filter: &StatisticsFilter) -> Result<Vec<RegionBase>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/statistics/respondents.rq"));
        self.graph()
            .select(&filter.apply(query, &["question", "kind", "region"]))?
            .iter()
            .map(|row| {
                Ok(RegionBase {
                    region: row.iri("region")?,
                    respondents: row.integer("respondents")?,
                    mentioned: row.integer("mentioned")?,
                })
            })
            .collect()
    }
}
