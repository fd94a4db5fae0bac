//! Made-up members as RDF: fit for the shapes, over the real themes and
//! countries, and marked as synthetic in their graph, their source, their names
//! and their texts. What they say is drawn in `domain::synthetic`.

mod world;

use super::dump::serializer;
use super::error::GraphError;
use super::public_query::GraphFormat;
use super::telling::{Telling, term, typed};
use crate::domain::{Kind, StatementKind, SyntheticMember, SyntheticStatement};
use crate::vocabulary::{DCT, DPV, GRAPH, ID, ORG, PES, PROV, RDF, SCHEMA, SKOS};
use oxigraph::io::WriterQuadSerializer;
use oxigraph::model::{GraphName, Literal, NamedNode, Triple};
use std::io::Write;
use world::World;

/// The year for which nobody was asked.
const YEAR: &str = "2025";
/// The questions that nobody was asked.
const QUESTIONS: [(&str, [&str; 3]); 4] = [
    ("1", ["Réalisations (synthétique)", "Achievements (synthetic)", "Logros (sintético)"]),
    ("2", ["Priorités (synthétique)", "Priorities (synthetic)", "Prioridades (sintético)"]),
    ("3", ["Défis (synthétique)", "Challenges (synthetic)", "Desafíos (sintético)"]),
    ("4", ["Échanges (synthétique)", "Exchanges (synthetic)", "Intercambios (sintético)"]),
];

/// Writes made-up members as they come.
pub struct SyntheticWriter<W: Write> {
    out: WriterQuadSerializer<W>,
    has_graphs: bool,
    seed: u64,
    world: World,
    triples: u64,
}

impl<W: Write> SyntheticWriter<W> {
    /// Begins with what the members speak of: themes, countries and regions as
    /// they are, in a graph of their own, and the survey that never was.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(seed: u64, format: GraphFormat, out: W) -> Result<Self, GraphError> {
        let world = World::read()?;
        let mut writer = Self {
            out: serializer(format.rdf()).for_writer(out),
            has_graphs: format.has_graphs(),
            seed,
            world,
            triples: 0,
        };
        let reference = std::mem::take(&mut writer.world.reference);
        writer.put("reference", &reference)?;
        let survey = writer.survey_and_questions();
        writer.write(&survey)?;
        Ok(writer)
    }

    /// How many themes there are to speak of.
    #[must_use]
    pub fn themes(&self) -> usize {
        self.world.themes.len()
    }

    /// How many countries there are to be of.
    #[must_use]
    pub fn countries(&self) -> usize {
        self.world.countries.len()
    }

    /// How many triples were written.
    #[must_use]
    pub fn triples(&self) -> u64 {
        self.triples
    }

    /// Writes a description into the graph of the seed.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&mut self, description: &Telling) -> Result<(), GraphError> {
        self.put(&self.seed.to_string(), description.said())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(self) -> Result<(), GraphError> {
        self.out.finish().and_then(|mut out| out.flush()).map_err(GraphError::Output)
    }

    fn put(&mut self, graph: &str, triples: &[Triple]) -> Result<(), GraphError> {
        let graph = if self.has_graphs {
            term(GRAPH, &format!("synthetic/{graph}")).into()
        } else {
            GraphName::DefaultGraph
        };
        for triple in triples {
            let quad = triple.as_ref().in_graph(&graph);
            self.out.serialize_quad(quad).map_err(GraphError::Output)?;
        }
        self.triples += triples.len() as u64;
        Ok(())
    }

    fn survey_and_questions(&self) -> Telling {
        let (seed, survey) = (self.seed, self.thing(Kind::Survey, ""));
        let mut about = Telling::default();
        about.of(survey.clone());
        about.say(RDF, "type", term(PES, "Survey"));
        about.say(RDF, "type", term(DPV, "SyntheticData"));
        about.say(SCHEMA, "startDate", typed(YEAR, "gYear"));
        about.texts(
            SKOS,
            "prefLabel",
            [
                format!("Enquête synthétique {seed}"),
                format!("Synthetic survey {seed}"),
                format!("Encuesta sintética {seed}"),
            ],
        );
        about.texts(DCT, "description", [
            "Données tirées au sort pour des essais de charge : elles ne disent rien d’aucun service réel.".to_owned(),
            "Data drawn by lot for load tests: they say nothing of any real service.".to_owned(),
            "Datos sacados a suertes para pruebas de carga: no dicen nada de ningún servicio real.".to_owned(),
        ]);
        for (number, labels) in QUESTIONS {
            about.of(self.thing(Kind::Question, &format!("-q{number}")));
            about.say(RDF, "type", term(PES, "Question"));
            about.say(PES, "number", Literal::from(number));
            about.say(PES, "survey", survey.clone());
            about.texts(SKOS, "prefLabel", labels.map(str::to_owned));
        }
        about
    }

    /// All that is said of a member: itself, its statements, its practice.
    #[must_use]
    pub fn describe(&self, member: &SyntheticMember) -> Telling {
        let number = member.number;
        let country = &self.world.countries[member.country];
        let survey = self.thing(Kind::Survey, "");
        let [fr, en, es] = &country.labels;
        let mut about = Telling::default();
        about.of(self.thing(Kind::Member, &format!("-{number}")));
        about.say(RDF, "type", term(PES, "Member"));
        about.say(RDF, "type", term(ORG, "Organization"));
        about.texts(
            SKOS,
            "prefLabel",
            [
                format!("SPE synthétique {number} ({fr})"),
                format!("Synthetic PES {number} ({en})"),
                format!("SPE sintético {number} ({es})"),
            ],
        );
        about.say(PES, "country", country.node.clone());
        about.say(PES, "nameStatus", term(PES, "labelledByCountry"));
        about.say(PES, "workingLanguage", Literal::from(member.working_language));
        about.say(PES, "respondedTo", survey.clone());
        about.say(DCT, "source", survey);
        about.say(DCT, "modified", moment(member.modified_s));
        for (place, statement) in member.statements.iter().enumerate() {
            self.statement(&mut about, number, place + 1, statement);
        }
        if let Some(themes) = &member.practice {
            self.practice(&mut about, member, themes);
        }
        about
    }

    fn statement(
        &self,
        about: &mut Telling,
        member: u64,
        place: usize,
        statement: &SyntheticStatement,
    ) {
        let (question, survey) = (question(statement.kind), self.thing(Kind::Survey, ""));
        about.of(self.thing(Kind::Statement, &format!("-{member}-{place}")));
        about.say(RDF, "type", term(PES, "Statement"));
        about.say(PES, "kind", term(PES, statement.kind.term()));
        about.say(PES, "member", self.thing(Kind::Member, &format!("-{member}")));
        for theme in &statement.themes {
            about.say(PES, "about", self.world.themes[*theme].node.clone());
        }
        about.say(PES, "survey", survey.clone());
        about.say(PES, "question", self.thing(Kind::Question, &format!("-q{question}")));
        about.say(PES, "sourceLine", typed(&statement.source_line.to_string(), "integer"));
        about.texts(
            PES,
            "locator",
            [
                format!("Question {question} (synthétique)"),
                format!("Question {question} (synthetic)"),
                format!("Pregunta {question} (sintética)"),
            ],
        );
        about.say(PES, "certainty", term(PES, statement.certainty.term()));
        let [fr, en, es] = self.first_theme(&statement.themes);
        about.texts(
            DCT,
            "description",
            [
                format!("Énoncé synthétique {member}-{place} : {fr}"),
                format!("Synthetic statement {member}-{place}: {en}"),
                format!("Enunciado sintético {member}-{place}: {es}"),
            ],
        );
        about.say(DCT, "date", typed(YEAR, "gYear"));
        about.say(PROV, "wasDerivedFrom", survey);
    }

    fn practice(&self, about: &mut Telling, member: &SyntheticMember, themes: &[usize]) {
        let (number, survey) = (member.number, self.thing(Kind::Survey, ""));
        about.of(self.thing(Kind::Practice, &format!("-{number}")));
        about.say(RDF, "type", term(PES, "Practice"));
        let [fr, en, es] = self.first_theme(themes);
        about.texts(
            SKOS,
            "prefLabel",
            [
                format!("Pratique synthétique {number} : {fr}"),
                format!("Synthetic practice {number}: {en}"),
                format!("Práctica sintética {number}: {es}"),
            ],
        );
        about.texts(
            DCT,
            "description",
            [
                format!("Pratique que personne n’a menée, du SPE synthétique {number}."),
                format!("A practice that nobody had, of synthetic PES {number}."),
                format!("Práctica que nadie ha llevado a cabo, del SPE sintético {number}."),
            ],
        );
        for theme in themes {
            about.say(PES, "addresses", self.world.themes[*theme].node.clone());
        }
        about.say(PES, "practisedBy", self.thing(Kind::Member, &format!("-{number}")));
        about.say(PES, "stage", term(PES, "collected"));
        about.say(PES, "evidenceGrade", term(PES, "none"));
        about.say(PES, "survey", survey.clone());
        about.say(DCT, "modified", moment(member.modified_s));
        about.say(PROV, "wasDerivedFrom", survey);
    }

    fn first_theme(&self, themes: &[usize]) -> &[String; 3] {
        &self.world.themes[themes[0]].labels
    }

    /// `…/id/member/synthetic-42-17`: the seed is part of the name, so that two
    /// graphs can stand side by side.
    fn thing(&self, kind: Kind, rest: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{ID}{}/synthetic-{}{rest}", kind.segment(), self.seed))
    }
}

fn question(kind: StatementKind) -> u8 {
    match kind {
        StatementKind::Priority => 2,
        StatementKind::Challenge => 3,
        StatementKind::TopicSought | StatementKind::TopicOffered => 4,
        _ => 1,
    }
}

fn moment(seconds: i64) -> Literal {
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    typed(&moment.to_string(), "dateTime")
}
