//! A wave of a survey as a named graph: the survey, its questions, who
//! responded, what they state, and from which file it was made. It is written
//! once, whole, and never over another.

use super::bulk;
use super::catalogue::Record;
use super::engine::KnowledgeGraph;
use super::error::GraphError;
use super::publication::{Change, Then, node};
use super::telling::{Telling, term, typed};
use crate::domain::{Certainty, Iri, Kind, Language, Role, Slug, StatementKind, Text};
use crate::vocabulary::{DCT, DPV, GRAPH_SURVEYS, ID, PES, PROV, RDF, SCHEMA, SKOS};
use jiff::Timestamp;
use oxigraph::model::{Literal, NamedNode};

/// Statements of a wave that is written as all else is; with more, it is loaded.
const WRITTEN_MAX: usize = 3_000;

/// A wave of a survey.
#[derive(Clone, Debug)]
pub struct SurveyWave {
    /// Its name in identifiers.
    pub id: Slug,
    /// What it is called.
    pub title: Text,
    /// 2023, 2023-05 or 2023-05-12.
    pub date: String,
    /// Whether nobody answered it.
    pub synthetic: bool,
    /// Who responded.
    pub respondents: Vec<Iri>,
    /// What was asked.
    pub questions: Vec<WaveQuestion>,
    /// What was answered.
    pub statements: Vec<WaveStatement>,
    /// Where it comes from.
    pub origin: WaveOrigin,
}

/// A question of a wave.
#[derive(Clone, Debug)]
pub struct WaveQuestion {
    /// Its name in identifiers.
    pub id: Slug,
    /// Its number, kept as text.
    pub number: String,
    /// What it is called.
    pub title: Text,
}

/// A statement of a wave.
#[derive(Clone, Debug)]
pub struct WaveStatement {
    /// Its name in identifiers.
    pub id: Slug,
    /// What it states.
    pub kind: StatementKind,
    /// Whose it is; none where that is not told.
    pub member: Option<Iri>,
    /// At least one.
    pub themes: Vec<Iri>,
    /// The place of its question.
    pub question: usize,
    /// The heading of the column that it stands in.
    pub column: String,
    /// In the order of [`Language::ALL`].
    pub description: [String; 3],
}

/// From what a wave was made, when, and in which role.
#[derive(Clone, Debug)]
pub struct WaveOrigin {
    /// Names the import.
    pub import: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub file_hash: String,
    /// When.
    pub at: Timestamp,
    /// In which role, never by whom.
    pub role: Role,
}

/// The name of the graph of a survey.
#[must_use]
pub fn survey_graph(survey: &Slug) -> Iri {
    Iri::trusted(&format!("{GRAPH_SURVEYS}{survey}"))
}

impl KnowledgeGraph {
    /// Publishes a wave: all of it, or nothing.
    ///
    /// # Errors
    /// [`GraphError::Unprocessable`] when the survey has a graph already,
    /// [`GraphError::Invalid`], or what the store answers.
    pub fn publish_wave(&self, wave: &SurveyWave) -> Result<Change, GraphError> {
        let name = survey_graph(&wave.id);
        let graph = node(&name);
        let told = wave.tell();
        // The loader of a graph in memory waits for the end of what is read.
        if wave.is_large() && self.directory().is_some() {
            return bulk::publish(self, &graph, &wave.origin.file_hash, told.said());
        }
        let source_hashes = vec![(name.clone(), wave.origin.file_hash.clone())];
        let record = Record { commit: 0, hash: true, source_hashes };
        let change = self.write(record, |write| {
            if !write.create_graph(graph.as_ref())? {
                return Err(GraphError::Unprocessable(format!("there is a graph {name} already")));
            }
            for triple in told.said() {
                write.insert(triple.as_ref().in_graph(&graph))?;
            }
            Ok(Then::Checked)
        })?;
        Ok(Change { created: true, ..change })
    }

    /// The SHA-256 of the file that a survey was published from, if it was, and
    /// the commit that last wrote it; no hash for one that came otherwise.
    ///
    /// # Errors
    /// When the store fails.
    pub fn published_file(&self, survey: &Slug) -> Result<Option<(String, u64)>, GraphError> {
        let name = survey_graph(survey);
        let catalogue = self.catalogue()?;
        let entry = catalogue.get(&name);
        Ok(entry.map(|entry| (entry.source_hash.clone().unwrap_or_default(), entry.commit)))
    }
}

impl SurveyWave {
    /// Whether it is loaded as a whole, so that all is read anew after it.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.statements.len() > WRITTEN_MAX
    }

    fn tell(&self) -> Telling {
        let mut about = Telling::default();
        self.tell_origin(&mut about);
        self.tell_survey(&mut about);
        for question in &self.questions {
            about.of(node(&Kind::Question.iri(&question.id)));
            about.say(RDF, "type", term(PES, "Question"));
            about.say(PES, "number", Literal::from(question.number.as_str()));
            about.say(PES, "survey", self.survey());
            about.texts(SKOS, "prefLabel", in_order(&question.title));
        }
        for member in &self.respondents {
            about.of(node(member));
            about.say(PES, "respondedTo", self.survey());
        }
        for statement in &self.statements {
            self.tell_statement(&mut about, statement);
        }
        about
    }

    fn survey(&self) -> NamedNode {
        node(&Kind::Survey.iri(&self.id))
    }

    fn file(&self) -> NamedNode {
        term(ID, &format!("survey-file/{}", self.origin.file_hash))
    }

    fn import(&self) -> NamedNode {
        term(ID, &format!("survey-import/{}", self.origin.import))
    }

    fn tell_origin(&self, about: &mut Telling) {
        let at = typed(&self.origin.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), "dateTime");
        about.of(self.file());
        about.say(RDF, "type", term(PROV, "Entity"));
        about.say(PES, "sourceHash", Literal::from(self.origin.file_hash.as_str()));
        let role = term(ID, &format!("role/{}", self.origin.role));
        about.of(role.clone());
        about.say(RDF, "type", term(PROV, "Role"));
        about.of(self.import());
        about.say(RDF, "type", term(PROV, "Activity"));
        about.say(PROV, "used", self.file());
        about.say(PROV, "endedAtTime", at.clone());
        let association = term(ID, &format!("survey-import/{}-by", self.origin.import));
        about.say(PROV, "qualifiedAssociation", association.clone());
        about.of(association);
        about.say(RDF, "type", term(PROV, "Association"));
        about.say(PROV, "hadRole", role);
        about.of(self.survey());
        about.say(PROV, "wasDerivedFrom", self.file());
        about.say(PROV, "wasGeneratedBy", self.import());
        about.say(PROV, "generatedAtTime", at);
    }

    fn tell_survey(&self, about: &mut Telling) {
        about.of(self.survey());
        about.say(RDF, "type", term(PES, "Survey"));
        about.texts(SKOS, "prefLabel", in_order(&self.title));
        about.say(SCHEMA, "startDate", dated(&self.date));
        about.say(PES, "respondents", typed(&self.respondents.len().to_string(), "integer"));
        if self.synthetic {
            about.say(RDF, "type", term(DPV, "SyntheticData"));
            about.texts(DCT, "description", [
                "Réponses inventées pour des essais : elles ne disent rien d’aucun service réel.".to_owned(),
                "Answers made up for tests: they say nothing of any real service.".to_owned(),
                "Respuestas inventadas para pruebas: no dicen nada de ningún servicio real.".to_owned(),
            ]);
        }
    }

    fn tell_statement(&self, about: &mut Telling, statement: &WaveStatement) {
        let question = &self.questions[statement.question];
        about.of(node(&Kind::Statement.iri(&statement.id)));
        about.say(RDF, "type", term(PES, "Statement"));
        if self.synthetic {
            about.say(RDF, "type", term(DPV, "SyntheticData"));
        }
        about.say(PES, "kind", term(PES, statement.kind.term()));
        match &statement.member {
            Some(member) => about.say(PES, "member", node(member)),
            None => about.say(PES, "scope", Literal::from("unnamed")),
        }
        for theme in &statement.themes {
            about.say(PES, "about", node(theme));
        }
        about.say(PES, "survey", self.survey());
        about.say(PES, "question", node(&Kind::Question.iri(&question.id)));
        about.say(PES, "sourceColumn", Literal::from(statement.column.as_str()));
        about.texts(PES, "locator", self.place(question, &statement.column));
        about.say(PES, "certainty", term(PES, Certainty::Explicit.term()));
        let mut description = statement.description.clone();
        for (text, mark) in description.iter_mut().zip(self.mark()) {
            text.push_str(mark);
        }
        about.texts(DCT, "description", description);
        about.say(DCT, "date", dated(&self.date));
        about.say(PROV, "wasDerivedFrom", self.survey());
    }

    /// Says in words, in the order of [`Language::ALL`], that nobody answered.
    fn mark(&self) -> [&'static str; 3] {
        if self.synthetic { [" (synthétique)", " (synthetic)", " (sintético)"] } else { [""; 3] }
    }

    /// The question and the column, and never the row.
    fn place(&self, question: &WaveQuestion, column: &str) -> [String; 3] {
        let number = &question.number;
        let [fr, en, es] = self.mark();
        [
            format!("Question {number}, colonne « {column} »{fr}"),
            format!("Question {number}, column “{column}”{en}"),
            format!("Pregunta {number}, columna «{column}»{es}"),
        ]
    }
}

/// With the precision that is known.
fn dated(date: &str) -> Literal {
    let datatype = match date.len() {
        4 => "gYear",
        7 => "gYearMonth",
        _ => "date",
    };
    typed(date, datatype)
}

/// In the order of [`Language::ALL`].
fn in_order(text: &Text) -> [String; 3] {
    Language::ALL
        .map(|language| text.get(language).map(|found| found.1.to_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{GRAPH_CATALOGUE, GRAPH_CHANGES};
    use std::collections::BTreeSet;
    use tempfile::TempDir;

    fn graph(directory: &TempDir) -> KnowledgeGraph {
        let graph = KnowledgeGraph::open(directory.path()).expect("a graph opens");
        graph.seed().expect("the seed loads");
        graph
    }

    fn directories() -> [TempDir; 2] {
        [(); 2].map(|()| tempfile::tempdir().expect("a directory"))
    }

    fn named(text: &str) -> Slug {
        text.parse().expect("a name")
    }

    fn three(words: &str) -> Text {
        Language::ALL.map(|language| (language, words)).into_iter().collect()
    }

    /// Two members and one that is not named each state things about these
    /// themes.
    fn wave(themes: &[&str]) -> SurveyWave {
        let members = ["ke-pes", "be-actiris"].map(|slug| Kind::Member.iri(&named(slug)));
        let whose = members.iter().cloned().map(Some).chain([None]);
        let kinds = [StatementKind::Challenge, StatementKind::TopicOffered];
        let each = whose.flat_map(|member| kinds.map(|kind| (member.clone(), kind)));
        let statement = |(number, (member, kind))| WaveStatement {
            id: named(&format!("test-2031-{number}")),
            kind,
            member,
            themes: themes.iter().map(|theme| Kind::Theme.iri(&named(theme))).collect(),
            question: 0,
            column: "Défis".to_owned(),
            description: [
                format!("Énoncé {number}."),
                format!("Statement {number}."),
                format!("Enunciado {number}."),
            ],
        };
        SurveyWave {
            id: named("test-2031"),
            title: three("Essai 2031"),
            date: "2031".to_owned(),
            synthetic: true,
            respondents: members.to_vec(),
            questions: vec![WaveQuestion {
                id: named("test-2031-q1"),
                number: "1".to_owned(),
                title: three("Défis"),
            }],
            statements: each.enumerate().map(statement).collect(),
            origin: WaveOrigin {
                import: "0123456789ab".to_owned(),
                file_hash: "ab".repeat(32),
                at: "2031-05-01T10:00:00Z".parse().expect("a time"),
                role: Role::Reviewer,
            },
        }
    }

    fn load(graph: &KnowledgeGraph, wave: &SurveyWave) -> Result<Change, GraphError> {
        let name = node(&survey_graph(&wave.id));
        bulk::publish(graph, &name, &wave.origin.file_hash, wave.tell().said())
    }

    /// All that is stated and derived, but for what has no name of its own.
    fn held(graph: &KnowledgeGraph) -> BTreeSet<String> {
        let quads = graph.store();
        let quads = quads.iter().map(|quad| quad.expect("it can be read"));
        let of_its_own = [GRAPH_CATALOGUE, GRAPH_CHANGES].map(NamedNode::new_unchecked);
        let held = quads.filter(|quad| {
            !quad.graph_name.is_default_graph()
                && !of_its_own.iter().any(|name| quad.graph_name == name.clone().into())
        });
        held.map(|quad| quad.to_string()).filter(|quad| !quad.contains("_:")).collect()
    }

    #[test]
    fn a_wave_that_is_loaded_is_what_it_would_be_if_it_were_written() {
        let directories = directories();
        let [written, loaded] = directories.each_ref().map(graph);
        let wave = wave(&["telework", "service-digitalisation"]);
        written.publish_wave(&wave).expect("it is written");
        let change = load(&loaded, &wave).expect("it is loaded");
        assert!(change.created && change.meaningful, "{change:?}");
        let (one, other) = (held(&written), held(&loaded));
        assert_eq!(one.symmetric_difference(&other).collect::<Vec<_>>(), Vec::<&String>::new());
        for graph in [&written, &loaded] {
            let file = graph.published_file(&wave.id).expect("the catalogue");
            assert_eq!(file.map(|(hash, _)| hash), Some(wave.origin.file_hash.clone()));
        }
        let again = load(&loaded, &wave).expect_err("it is there");
        assert!(matches!(again, GraphError::Unprocessable(_)), "{again:?}");
    }

    #[test]
    fn a_wave_that_breaks_a_shape_is_not_loaded() {
        let directories = directories();
        let [written, loaded] = directories.each_ref().map(graph);
        let wave = wave(&[]);
        let before = held(&loaded);
        let faults = [written.publish_wave(&wave), load(&loaded, &wave)].map(|refused| {
            let Err(GraphError::Invalid(violations)) = refused else { panic!("{refused:?}") };
            violations
        });
        assert_eq!(faults[0], faults[1]);
        assert_eq!(faults[0].len(), wave.statements.len(), "{faults:?}");
        assert_eq!(held(&loaded), before);
        assert_eq!(loaded.commit_number(), written.commit_number());
    }
}
