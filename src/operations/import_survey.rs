//! Take in a sheet of answers: a dry run that tells what is wrong with it, kept
//! until it is coded and published (`publish_survey`).

use super::service::Passerelle;
use crate::desk::{Action, By, Deed, DeskError, SurveyImport};
use crate::domain::{Iri, Language, Slug};
use crate::graph::{GraphError, Query};
use crate::survey::{
    Claim, Coder, Mapping, MappingError, MemberBook, MemberName, Precedent, Precedents, ReadError,
    Reading, SheetError, Suggestion, read_sheet,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::str::FromStr;
use std::thread;

/// Hexadecimal digits of the name of an import.
const NAME_DIGITS: usize = 16;
/// How long the name of a file may be, in characters.
const FILE_NAME_MAX: usize = 120;

/// A sheet with what its columns mean.
#[derive(Clone, Copy, Debug)]
pub struct SurveyFile<'a> {
    /// What the file is called.
    pub name: &'a str,
    /// CSV, XLSX or ODS.
    pub bytes: &'a [u8],
    /// The mapping, TOML or JSON.
    pub mapping: &'a str,
}

/// What is known of an import.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// Names it: the same for the same file and mapping.
    pub id: String,
    /// When it came.
    pub created: Timestamp,
    /// What its file was called.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub file_hash: String,
    /// What the columns mean.
    pub mapping: Mapping,
    /// What was read; of what is published, no claims.
    pub reading: Reading,
    /// Each claim with the themes that it may be about.
    pub codings: Vec<Coding>,
    /// Counts the changes to it, from 1.
    pub version: u64,
    /// What became of it.
    pub published: Option<PublishedSurvey>,
}

/// An import in a list of them.
#[derive(Clone, Debug)]
pub struct ImportEntry {
    /// Names it.
    pub id: String,
    /// When it came.
    pub created: Timestamp,
    /// What its file was called.
    pub file_name: String,
    /// What the columns mean.
    pub mapping: Mapping,
    /// What became of it.
    pub published: Option<PublishedSurvey>,
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedSurvey {
    /// When.
    pub at: Timestamp,
    /// The commit of the graph that it became.
    pub commit: u64,
    /// What was published and what was not.
    pub outcome: Outcome,
}

/// What was published, and what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Statements.
    pub statements: usize,
    /// Members that responded.
    pub respondents: usize,
    /// Claims that were left out as nobody coded them.
    pub uncoded: usize,
    /// Cells that were left out for their faults.
    pub faulty: usize,
}

/// A claim with the themes that it may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    /// The claim.
    pub claim: Claim,
    /// The likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// What a reviewer decided; no theme: it stays uncoded.
    pub decided: Option<Vec<Iri>>,
}

/// How far a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodingState {
    /// Its themes are certain by rule.
    Certain,
    /// A reviewer gave it themes.
    Coded,
    /// A reviewer left it without.
    Uncoded,
    /// Themes are suggested, and wait for a reviewer.
    Suggested,
    /// Nothing is suggested.
    Open,
}

/// What a reviewer decides of claims, by their names: themes, or none of them;
/// nothing takes back what was decided.
pub type Decisions = BTreeMap<String, Option<Vec<Iri>>>;

/// A sheet cannot be taken in or published.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ImportSurveyError {
    #[error(transparent)]
    Mapping(#[from] MappingError),
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error("the sheet does not fit the mapping: {0}")]
    Columns(#[from] ReadError),
    #[error("there is no survey import '{0}'")]
    Unknown(String),
    #[error("there is no claim '{0}' in this import")]
    UnknownClaim(String),
    #[error("claim {claim}: there is no theme '{theme}'")]
    UnknownTheme { claim: String, theme: Iri },
    #[error("it has changed since version {0} was read")]
    Stale(u64),
    #[error("it is published: nothing of it can be changed")]
    Published,
    #[error("the survey '{0}' has a graph already, which was not made from this file")]
    Taken(Slug),
    #[error(
        "{faulty} cells have errors and {open} claims are not coded: correct them, or publish without them by --incomplete (?incomplete=true)"
    )]
    Incomplete { faulty: usize, open: usize },
    #[error("nothing of it is coded: there is nothing to publish")]
    Nothing,
    #[error("the name '{0}' is too long: give the survey a shorter id")]
    LongName(String),
    #[error("what the desk keeps of it is damaged")]
    Damaged(#[from] serde_json::Error),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl CodingState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Certain, Self::Coded, Self::Uncoded, Self::Suggested, Self::Open];

    /// The word in answers.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Coded => "coded",
            Self::Uncoded => "uncoded",
            Self::Suggested => "suggested",
            Self::Open => "open",
        }
    }

    /// Whether somebody has to look at it.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Suggested | Self::Open)
    }
}

impl FromStr for CodingState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.term() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::term).join(", ");
            format!("'{text}' is no state of a claim: known are {known}")
        })
    }
}

impl Coding {
    /// How far it is.
    #[must_use]
    pub fn state(&self) -> CodingState {
        match &self.decided {
            Some(themes) if themes.is_empty() => CodingState::Uncoded,
            Some(_) => CodingState::Coded,
            None if self.suggestions.iter().any(Suggestion::is_certain) => CodingState::Certain,
            None if self.suggestions.is_empty() => CodingState::Open,
            None => CodingState::Suggested,
        }
    }

    /// What it is about, as far as that is settled.
    #[must_use]
    pub fn themes(&self) -> Vec<Iri> {
        let certain = self.suggestions.iter().filter(|suggestion| suggestion.is_certain());
        let certain = || certain.map(|suggestion| suggestion.theme.clone()).collect();
        self.decided.clone().unwrap_or_else(certain)
    }
}

impl ImportReport {
    /// How many claims are in each state.
    #[must_use]
    pub fn count(&self, state: CodingState) -> usize {
        self.codings.iter().filter(|coding| coding.state() == state).count()
    }

    /// How many claims somebody has to look at.
    #[must_use]
    pub fn undecided(&self) -> usize {
        self.codings.iter().filter(|coding| coding.state().is_undecided()).count()
    }
}

impl Passerelle {
    /// Reads a sheet, and keeps nothing of it.
    ///
    /// # Errors
    /// When the mapping or the sheet cannot be used.
    pub fn try_survey(&self, file: &SurveyFile<'_>) -> Result<ImportReport, ImportSurveyError> {
        let import = self.read_import(file)?;
        self.report(&import)
    }

    /// Reads a sheet, and keeps what was read until it is published. The same
    /// file with the same mapping is the same import; and one that is published
    /// is answered with what became of it. True when it is new.
    ///
    /// # Errors
    /// When the mapping or the sheet cannot be used.
    pub fn draft_survey(
        &self,
        file: &SurveyFile<'_>,
        by: By<'_>,
    ) -> Result<(ImportReport, bool), ImportSurveyError> {
        let mut import = self.read_import(file)?;
        let is_there = self.graph().published_file(&import.survey)?.is_some();
        let published = self.desk().published_import(&import.file_hash, &import.survey)?;
        if let Some(published) = published.filter(|_| is_there) {
            return Ok((self.report(&published)?, false));
        }
        match self.desk().import(&import.id)? {
            Some(known) if known.published.is_none() => return Ok((self.report(&known)?, false)),
            // Its graph was taken away since.
            Some(former) => import.version = former.version + 1,
            None => {}
        }
        let deed = Deed::by(by, Action::SurveyImportCreate, &import.id);
        self.desk().keep_import(&import, &deed)?;
        Ok((self.report(&import)?, true))
    }

    /// What is known of an import.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn survey_import(&self, id: &str) -> Result<ImportReport, ImportSurveyError> {
        let import = self.desk().import(id)?;
        self.report(&import.ok_or_else(|| ImportSurveyError::Unknown(id.to_owned()))?)
    }

    /// Every import, the latest first.
    ///
    /// # Errors
    /// When the desk fails, or what it keeps is damaged.
    pub fn survey_imports(&self) -> Result<Vec<ImportEntry>, ImportSurveyError> {
        let entry = |import: SurveyImport| {
            Ok(ImportEntry {
                mapping: serde_json::from_str(&import.mapping)?,
                published: published(&import)?,
                id: import.id,
                created: import.created,
                file_name: import.file_name,
            })
        };
        self.desk().imports()?.into_iter().map(entry).collect()
    }

    /// What earlier statements say is read meanwhile: the report compares with
    /// it.
    fn read_import(&self, file: &SurveyFile<'_>) -> Result<SurveyImport, ImportSurveyError> {
        thread::scope(|scope| {
            scope.spawn(|| self.precedents());
            self.read_sheet(file)
        })
    }

    fn read_sheet(&self, file: &SurveyFile<'_>) -> Result<SurveyImport, ImportSurveyError> {
        let mapping = Mapping::parse(file.mapping)?;
        for (place, theme) in mapping.themes() {
            if self.matching().concepts().index(&theme).is_none() {
                let words = format!("there is no theme {theme}");
                return Err(MappingError { place, words }.into());
            }
        }
        let grid = read_sheet(file.bytes, mapping.sheet.as_deref())?;
        let reading = Reading::of(&grid, &mapping, &*self.member_book()?)?;
        let file_hash = hexadecimal(&Sha256::digest(file.bytes));
        let mapping_text = mapping.to_text()?;
        let mut id = hexadecimal(&Sha256::digest(format!("{file_hash} {mapping_text}")));
        id.truncate(NAME_DIGITS);
        let last = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        Ok(SurveyImport {
            id,
            created: Timestamp::now(),
            survey: mapping.survey.id.clone(),
            file_name: last.chars().take(FILE_NAME_MAX).collect(),
            file_hash,
            mapping: mapping_text,
            reading: serde_json::to_string(&reading)?,
            decisions: "{}".to_owned(),
            version: 1,
            published: None,
        })
    }

    pub(super) fn report(&self, import: &SurveyImport) -> Result<ImportReport, ImportSurveyError> {
        let reading: Reading = serde_json::from_str(&import.reading)?;
        let decisions: BTreeMap<String, Vec<Iri>> = serde_json::from_str(&import.decisions)?;
        Ok(ImportReport {
            id: import.id.clone(),
            created: import.created,
            file_name: import.file_name.clone(),
            file_hash: import.file_hash.clone(),
            mapping: serde_json::from_str(&import.mapping)?,
            codings: self.codings(&reading, &decisions)?,
            reading,
            version: import.version,
            published: published(import)?,
        })
    }

    fn codings(
        &self,
        reading: &Reading,
        decisions: &BTreeMap<String, Vec<Iri>>,
    ) -> Result<Vec<Coding>, GraphError> {
        // Of what is published no words are kept.
        if reading.claims.is_empty() {
            return Ok(Vec::new());
        }
        let (wording, precedents, memory) = (self.wording(), self.precedents()?, self.memory());
        let coder = Coder { wording: &wording, precedents: &precedents };
        let coding = |claim: &Claim| Coding {
            claim: claim.clone(),
            suggestions: match &claim.chosen {
                Some(themes) => themes.iter().cloned().map(Suggestion::of_choice).collect(),
                None => memory.suggestions(coder, &claim.words).to_vec(),
            },
            decided: decisions.get(&claim.id).cloned(),
        };
        Ok(reading.claims.iter().map(coding).collect())
    }

    pub(super) fn read_member_book(&self) -> Result<MemberBook, GraphError> {
        let query = Query::new(include_str!("../graph/queries/survey/names.rq"));
        let rows = self.graph().select(&query)?;
        let name = |row: &crate::graph::Row| {
            Ok(MemberName { member: row.iri("member")?, name: row.text("name")?.to_owned() })
        };
        Ok(MemberBook::new(rows.iter().map(name).collect::<Result<Vec<_>, GraphError>>()?))
    }

    pub(super) fn read_precedents(&self) -> Result<Precedents, GraphError> {
        let query = Query::new(include_str!("../graph/queries/survey/precedents.rq"));
        let mut precedents: Vec<Precedent> = Vec::new();
        for row in self.graph().select(&query)? {
            let (statement, theme) = (row.iri("statement")?, row.iri("theme")?);
            let Ok(language) = row.text("lang")?.parse::<Language>() else { continue };
            match precedents.last_mut() {
                Some(last) if last.statement == statement && last.language == language => {
                    last.themes.push(theme);
                }
                _ => {
                    let text = row.text("text")?.to_owned();
                    precedents.push(Precedent { statement, text, language, themes: vec![theme] });
                }
            }
        }
        Ok(Precedents::new(precedents))
    }
}

/// What became of it.
fn published(import: &SurveyImport) -> serde_json::Result<Option<PublishedSurvey>> {
    let Some(published) = &import.published else { return Ok(None) };
    let outcome = serde_json::from_str(&published.outcome)?;
    Ok(Some(PublishedSurvey { at: published.at, commit: published.commit, outcome }))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
