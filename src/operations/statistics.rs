//! Count what the statements say. Counts are of this graph's statements, not
//! of the answers that the charts of a report once showed.

use super::browse::{BrowseError, Filter};
use super::service::Passerelle;
use crate::domain::Iri;
use crate::graph::{GraphError, Query};
use std::collections::BTreeMap;

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

/// A wave of a survey, with the size of its sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    /// The survey.
    pub survey: Iri,
    /// When it was answered, with the precision known.
    pub date: String,
    /// Whether nobody answered it.
    pub synthetic: bool,
    /// Members that responded.
    pub respondents: u64,
    /// Those of whom at least one statement is known.
    pub mentioned: u64,
}

/// How often a wave mentions a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// The theme; narrower ones count with it.
    pub theme: Iri,
    /// The place of the wave, from 0.
    pub wave: usize,
    /// Members that the statements name.
    pub members: u64,
    /// Statements.
    pub statements: u64,
}

/// Themes from wave to wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// The earliest first.
    pub waves: Vec<Wave>,
    /// For each theme that any wave mentions, a point a wave; no mention is
    /// unknown, not a no.
    pub points: Vec<TrendPoint>,
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

    /// How often each wave mentions themes.
    ///
    /// # Errors
    /// When a filter names something unknown, or the store fails.
    pub fn trend(&self, filter: &StatisticsFilter) -> Result<Trend, BrowseError> {
        self.check_filters(&filter.filters)?;
        let waves = self.waves(filter)?;
        let query = Query::new(include_str!("../graph/queries/statistics/trend.rq"));
        let mut counts: BTreeMap<Iri, Vec<(u64, u64)>> = BTreeMap::new();
        for row in self.graph().select(&filter.apply(query, &[]))? {
            let survey = row.iri("survey")?;
            let Some(wave) = waves.iter().position(|wave| wave.survey == survey) else { continue };
            let of_theme =
                counts.entry(row.iri("theme")?).or_insert_with(|| vec![(0, 0); waves.len()]);
            of_theme[wave] = (row.integer("members")?, row.integer("statements")?);
        }
        let points = counts.into_iter().flat_map(|(theme, counts)| {
            let point = move |(wave, (members, statements))| TrendPoint {
                theme: theme.clone(),
                wave,
                members,
                statements,
            };
            counts.into_iter().enumerate().map(point)
        });
        Ok(Trend { points: points.collect(), waves })
    }

    /// The waves that somebody responded to, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn waves(&self, filter: &StatisticsFilter) -> Result<Vec<Wave>, GraphError> {
        let query = Query::new(include_str!("../graph/queries/statistics/waves.rq"));
        self.graph()
            .select(&filter.apply(query, &["theme", "kind"]))?
            .iter()
            .map(|row| {
                Ok(Wave {
                    survey: row.iri("survey")?,
                    date: row.text("date")?.to_owned(),
                    synthetic: row.text("synthetic")? == "true",
                    respondents: row.integer("respondents")?,
                    mentioned: row.integer("mentioned")?,
                })
            })
            .collect()
    }
}
