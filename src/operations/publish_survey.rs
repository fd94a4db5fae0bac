//! Code a sheet of answers, and publish it as a graph of its own: once, all of
//! it, or nothing.

use super::import_survey::{Coding, Decisions, ImportReport, ImportSurveyError, Outcome};
use super::present::ForeseenModel;
use super::service::Passerelle;
use crate::desk::{Action, By, Deed, PublishedImport};
use crate::domain::{Certainty, Iri, Kind, Role, Slug, Text};
use crate::graph::{GraphError, SurveyWave, WaveOrigin, WaveQuestion, WaveStatement};
use crate::matching::Evidence;
use crate::survey::sentence;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::PoisonError;

impl Passerelle {
    /// Keeps what a reviewer decided of claims: all of it, or nothing.
    ///
    /// # Errors
    /// When the import has another version than was read, or is published; or
    /// when a claim or a theme is not known.
    pub fn code_survey(
        &self,
        id: &str,
        version: u64,
        decisions: Decisions,
        by: By<'_>,
    ) -> Result<ImportReport, ImportSurveyError> {
        let report = self.survey_import(id)?;
        if report.published.is_some() {
            return Err(ImportSurveyError::Published);
        }
        let mut kept: BTreeMap<String, Vec<Iri>> = BTreeMap::new();
        for coding in &report.codings {
            kept.extend(coding.decided.clone().map(|themes| (coding.claim.id.clone(), themes)));
        }
        for (claim, themes) in decisions {
            self.check_decision(&report, &claim, themes.as_deref().unwrap_or_default())?;
            match themes {
                Some(themes) => drop(kept.insert(claim, themes)),
                None => drop(kept.remove(&claim)),
            }
        }
        let deed = Deed::by(by, Action::SurveyImportCode, id);
        if self.desk().decide_import(id, version, &serde_json::to_string(&kept)?, &deed)? {
            self.survey_import(id)
        } else {
            Err(ImportSurveyError::Stale(version))
        }
    }

    fn check_decision(
        &self,
        report: &ImportReport,
        claim: &str,
        themes: &[Iri],
    ) -> Result<(), ImportSurveyError> {
        if !report.codings.iter().any(|coding| coding.claim.id == claim) {
            return Err(ImportSurveyError::UnknownClaim(claim.to_owned()));
        }
        let matching = self.matching();
        match themes.iter().find(|theme| matching.concepts().index(theme).is_none()) {
            Some(theme) => {
                let (claim, theme) = (claim.to_owned(), theme.clone());
                Err(ImportSurveyError::UnknownTheme { claim, theme })
            }
            None => Ok(()),
        }
    }

    /// Publishes an import. One that is published stays as it is. What is
    /// faulty or not coded is left out where `incomplete` allows that. The
    /// words of respondents are kept no longer.
    ///
    /// # Errors
    /// When the import has another version than was read, when the survey has
    /// another graph, when something is faulty or not coded, or the whole would
    /// break a shape. Nothing is published then.
    pub fn publish_survey(
        &self,
        id: &str,
        version: u64,
        incomplete: bool,
        role: Role,
        by: By<'_>,
    ) -> Result<ImportReport, ImportSurveyError> {
        // A large wave takes its time, and keeps nobody from contributing.
        let turn = self.ending_imports().lock().unwrap_or_else(PoisonError::into_inner);
        let published = self.publish_now(id, version, incomplete, role, by);
        drop(turn);
        published
    }

    /// Throws an import away that is not published, with all that was read and
    /// decided.
    ///
    /// # Errors
    /// When the import has another version than was read, or is published.
    pub fn discard_survey(
        &self,
        id: &str,
        version: u64,
        by: By<'_>,
    ) -> Result<(), ImportSurveyError> {
        let turn = self.ending_imports().lock().unwrap_or_else(PoisonError::into_inner);
        let report = self.survey_import(id)?;
        let published = self.graph().published_file(&report.mapping.survey.id)?;
        // The graph may have it without the desk's knowing.
        let is_there = published.is_some_and(|(hash, _)| hash == report.file_hash);
        if is_there || report.published.is_some() {
            return Err(ImportSurveyError::Published);
        }
        let deed = Deed::by(by, Action::SurveyImportDiscard, id);
        let gone = self.desk().discard_import(id, version, &deed)?;
        drop(turn);
        gone.then_some(()).ok_or(ImportSurveyError::Stale(version))
    }

    fn publish_now(
        &self,
        id: &str,
        version: u64,
        incomplete: bool,
        role: Role,
        by: By<'_>,
    ) -> Result<ImportReport, ImportSurveyError> {
        let report = self.survey_import(id)?;
        if report.published.is_some() {
            return Ok(report);
        }
        let (faulty, open) = (report.reading.errors(), report.undecided());
        if !incomplete && faulty + open > 0 {
            return Err(ImportSurveyError::Incomplete { faulty, open });
        }
        let wave = self.wave(&report, role)?;
        // From here on nobody decides anything of it.
        if !self.desk().claim_import(id, version)? {
            return Err(ImportSurveyError::Stale(version));
        }
        let survey = &report.mapping.survey.id;
        let commit = match self.graph().published_file(survey)? {
            None => {
                let foreseen = wave.is_large().then(|| self.foresee(&wave)).transpose()?;
                let change = self.graph().publish_wave(&wave)?;
                self.take_up_as(&change, foreseen);
                change.commit
            }
            // It was published, and the desk did not learn of it.
            Some((hash, commit)) if hash == report.file_hash => commit,
            Some(_) => return Err(ImportSurveyError::Taken(survey.clone())),
        };
        let outcome = Outcome {
            statements: wave.statements.len(),
            respondents: wave.respondents.len(),
            uncoded: report.codings.len() - wave.statements.len(),
            faulty,
        };
        let reading = report.reading.without_words();
        let outcome = serde_json::to_string(&outcome)?;
        let published = PublishedImport { at: wave.origin.at, commit, outcome };
        let deed = Deed { commit: Some(commit), ..Deed::by(by, Action::SurveyImportPublish, id) };
        self.desk().settle_import(id, &serde_json::to_string(&reading)?, &published, &deed)?;
        self.survey_import(id)
    }

    /// The model with what a wave says: to read that again would take longer
    /// than to publish it.
    fn foresee(&self, wave: &SurveyWave) -> Result<ForeseenModel, GraphError> {
        let present = self.present();
        let source = Kind::Survey.iri(&wave.id);
        let mut evidence = Vec::new();
        for statement in wave.statements.iter().filter(|one| one.kind.facet().is_some()) {
            let Some(member) = &statement.member else { continue };
            evidence.extend(statement.themes.iter().map(|theme| Evidence {
                member: member.clone(),
                kind: statement.kind,
                concept: theme.clone(),
                source: source.clone(),
                certainty: Certainty::Explicit,
                statement: Kind::Statement.iri(&statement.id),
                year: wave.date.get(..4).and_then(|year| year.parse().ok()),
            }));
        }
        let matching = present.matching.joined(self.graph(), evidence)?;
        Ok(ForeseenModel { commit: present.commit, matching })
    }

    fn wave(&self, report: &ImportReport, role: Role) -> Result<SurveyWave, ImportSurveyError> {
        let mapping = &report.mapping;
        let mut statements = Vec::new();
        let mut labels = HashMap::new();
        for coding in report.codings.iter().filter(|coding| !coding.themes().is_empty()) {
            statements.push(self.wave_statement(report, coding, &mut labels)?);
        }
        if statements.is_empty() {
            return Err(ImportSurveyError::Nothing);
        }
        let mut questions = Vec::new();
        for question in &mapping.questions {
            questions.push(WaveQuestion {
                id: named(&mapping.question_name(question))?,
                number: question.number.clone(),
                title: question.title.clone(),
            });
        }
        Ok(SurveyWave {
            id: mapping.survey.id.clone(),
            title: mapping.survey.title.clone(),
            date: mapping.survey.date.clone(),
            synthetic: mapping.survey.synthetic,
            respondents: report.reading.respondents.iter().cloned().collect(),
            questions,
            statements,
            origin: WaveOrigin {
                import: report.id.clone(),
                file_hash: report.file_hash.clone(),
                at: Timestamp::now(),
                role,
            },
        })
    }

    fn wave_statement(
        &self,
        report: &ImportReport,
        coding: &Coding,
        labels: &mut HashMap<Iri, Text>,
    ) -> Result<WaveStatement, ImportSurveyError> {
        let Coding { claim, .. } = coding;
        let survey = &report.mapping.survey;
        let kind = report.mapping.questions[claim.question].kind;
        let themes = coding.themes();
        for theme in &themes {
            if !labels.contains_key(theme) {
                let label = self.theme_names().name(theme).json()["label"].take();
                labels.insert(theme.clone(), serde_json::from_value(label)?);
            }
        }
        let names: Vec<&Text> = themes.iter().filter_map(|theme| labels.get(theme)).collect();
        // A choice is in the words of who asked.
        let own = survey.publish_words && claim.chosen.is_none();
        let words = own.then_some(claim.words.as_str());
        Ok(WaveStatement {
            id: named(&format!("{}-{}", survey.id, claim.id))?,
            kind,
            member: claim.member.clone(),
            description: sentence(kind, claim.member.is_none(), &names, words),
            themes,
            question: claim.question,
            column: claim.heading.clone(),
        })
    }
}

/// A name that is put together of names.
fn named(name: &str) -> Result<Slug, ImportSurveyError> {
    name.parse().map_err(|_| ImportSurveyError::LongName(name.to_owned()))
}
