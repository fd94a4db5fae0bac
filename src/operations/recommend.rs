//! Recommend to a member what others do, offer and discuss.

use super::brief::Briefs;
use super::browse::References;
use super::cards::Hand;
use super::offered::Offered;
use super::remembered::kept;
use super::service::Passerelle;
use crate::domain::{Confidence, Facet, Iri, Kind, Language, Slug, Text};
use crate::graph::GraphError;
use crate::matching::{MatchingModel, Recommendation, SharedConcept};
use serde_json::Value as Json;
use std::sync::Arc;

/// Themes that a reason names: these at most, and none that is a small part.
const NAMED_MAX: usize = 3;
const NAMED_FROM: f64 = 0.25;

/// What is recommended to a member.
#[derive(Clone, Debug)]
pub struct RecommendationReport {
    /// The member, named.
    pub member: Json,
    /// Names the state of the graph that was looked at.
    pub epoch: String,
    /// The best confidence in the list.
    pub confidence: Confidence,
    /// How sure the list is, in words.
    pub note: Text,
    /// The most useful first, each adding to those before.
    pub recommended: Vec<Recommended>,
}

/// Something recommended.
#[derive(Clone, Debug)]
pub struct Recommended {
    /// A member, or a kind of thing.
    pub kind: Kind,
    /// What, named.
    pub thing: Json,
    /// How much of the member's needs it addresses.
    pub score: f64,
    /// How much it can be relied on.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: Text,
    /// The needs that it addresses.
    pub addresses: Vec<AddressedNeed>,
    /// Whose it is: members, bodies and countries, named.
    pub from: Vec<Json>,
    /// What says the same, named.
    pub see_also: Vec<Json>,
}

/// A need that something addresses.
#[derive(Clone, Debug)]
pub struct AddressedNeed {
    /// The theme.
    pub concept: Json,
    /// Its part of the score.
    pub contribution: f64,
    /// The member's statements of the need.
    pub statements: Vec<Json>,
}

impl Passerelle {
    /// Practices, programmes and topics of the present epoch.
    pub(super) fn offered(&self) -> Result<Arc<Offered>, GraphError> {
        let present = self.present();
        let read = || Offered::read(self.graph(), present.matching.concepts()).map(Arc::new);
        kept(&present.offered, read)
    }

    /// What could help a member; none when there is no such member.
    ///
    /// # Errors
    /// When the store fails.
    pub fn recommend(
        &self,
        member: &Slug,
        kinds: &[Kind],
        limit: usize,
    ) -> Result<Option<RecommendationReport>, GraphError> {
        let id = Kind::Member.iri(member);
        let own = self.references([id.clone()])?;
        let country = own.name(&id)["country"]["id"].as_str().and_then(|id| Iri::parse(id).ok());
        let (model, offered) = (self.matching(), self.offered()?);
        let found = model.recommend(&id, country.as_ref(), offered.things(), kinds, limit);
        let Some(found) = found else { return Ok(None) };
        let names = self.names_of(&id, &model, &found)?;
        let confidence = found.iter().map(|one| one.confidence).max();
        let confidence = confidence.unwrap_or(Confidence::Insufficient);
        Ok(Some(RecommendationReport {
            member: own.name(&id),
            epoch: self.epoch().to_string(),
            confidence,
            note: note(confidence),
            recommended: found.iter().map(|one| names.recommended(&id, one)).collect(),
        }))
    }

    fn names_of(
        &self,
        member: &Iri,
        model: &MatchingModel,
        found: &[Recommendation],
    ) -> Result<Names, GraphError> {
        let ids = found.iter().flat_map(|one| {
            let others = one.owners.iter().chain(&one.countries).chain(&one.see_also);
            others.cloned().chain([one.id.clone()])
        });
        Ok(Names {
            things: self.references(ids)?,
            themes: self.theme_names(),
            own: self.hand(model.scope(), [member.clone()])?,
        })
    }
}

struct Names {
    things: References,
    themes: std::sync::Arc<Briefs>,
    own: Hand,
}

impl Names {
    fn recommended(&self, member: &Iri, one: &Recommendation) -> Recommended {
        let from = one.owners.iter().filter(|owner| **owner != one.id).chain(&one.countries);
        Recommended {
            kind: one.kind,
            thing: self.things.name(&one.id),
            score: one.score.value(),
            confidence: one.confidence,
            reason: self.reason(one.kind, &one.addresses),
            from: from.map(|id| self.things.name(id)).collect(),
            see_also: one.see_also.iter().map(|id| self.things.name(id)).collect(),
            addresses: one.addresses.iter().map(|need| self.need(member, need)).collect(),
        }
    }

    fn need(&self, member: &Iri, shared: &SharedConcept) -> AddressedNeed {
        let cited = self.own.cited(member, Facet::Need, &shared.concept);
        AddressedNeed {
            concept: self.themes.name(&shared.concept).json(),
            contribution: shared.contribution,
            statements: cited.iter().map(|one| one.json()).collect(),
        }
    }

    /// Why it is recommended, with the themes that weigh most.
    fn reason(&self, kind: Kind, addresses: &[SharedConcept]) -> Text {
        let whole: f64 = addresses.iter().map(|one| one.contribution).sum();
        let sentences = Language::ALL.map(|language| {
            let themes: Vec<String> = addresses
                .iter()
                .enumerate()
                .filter(|(place, one)| *place == 0 || one.contribution >= NAMED_FROM * whole)
                .map(|(_, one)| one)
                .take(NAMED_MAX)
                .map(|one| {
                    quoted(language, &label(&self.themes.name(&one.concept).json(), language))
                })
                .collect();
            let themes = themes.join(", ");
            (language, sentence(kind, language, &themes))
        });
        sentences.iter().map(|(language, words)| (*language, words.as_str())).collect()
    }
}

fn label(thing: &Json, language: Language) -> String {
    thing["label"][language.tag()].as_str().unwrap_or_default().to_owned()
}

fn quoted(language: Language, label: &str) -> String {
    match language {
        Language::French => format!("«\u{a0}{label}\u{a0}»"),
        Language::English => format!("\u{201c}{label}\u{201d}"),
        Language::Spanish => format!("«{label}»"),
    }
}

fn sentence(kind: Kind, language: Language, themes: &str) -> String {
    match (kind, language) {
        (Kind::Member, Language::French) => {
            format!(
                "On connaît à ce service quelque chose à offrir là où vous exprimez un besoin : {themes}."
            )
        }
        (Kind::Member, Language::English) => {
            format!(
                "This service is known to have something to offer where you state a need: {themes}."
            )
        }
        (Kind::Member, Language::Spanish) => {
            format!(
                "Se sabe que este servicio tiene algo que ofrecer donde usted expresa una necesidad: {themes}."
            )
        }
        (Kind::Topic, Language::French) => {
            format!("Un sujet d'échange qui touche à vos besoins : {themes}.")
        }
        (Kind::Topic, Language::English) => {
            format!("A subject for exchange that touches your needs: {themes}.")
        }
        (Kind::Topic, Language::Spanish) => {
            format!("Un tema de intercambio relacionado con sus necesidades: {themes}.")
        }
        (_, Language::French) => format!("Porte sur ce dont vous exprimez le besoin : {themes}."),
        (_, Language::English) => format!("Addresses what you state a need for: {themes}."),
        (_, Language::Spanish) => format!("Aborda aquello de lo que expresa necesidad: {themes}."),
    }
}

fn note(confidence: Confidence) -> Text {
    let words: [&str; 3] = match confidence {
        Confidence::Insufficient => [
            "Trop peu de besoins de ce service sont connus, ou rien de connu n'y répond assez, pour recommander quelque chose.",
            "Too few needs of this service are known, or nothing known addresses them enough, to recommend anything.",
            "Se conocen demasiado pocas necesidades de este servicio, o nada conocido las aborda lo suficiente, para recomendar algo.",
        ],
        Confidence::Low => [
            "Les éléments sont minces : ce sont des pistes à vérifier.",
            "The evidence is thin: these are leads to check.",
            "Los indicios son escasos: son pistas por comprobar.",
        ],
        Confidence::Medium | Confidence::High => [
            "Plusieurs éléments étayent ces recommandations.",
            "Several mentions support these recommendations.",
            "Varias menciones respaldan estas recomendaciones.",
        ],
    };
    Language::ALL.into_iter().zip(words).collect()
}
