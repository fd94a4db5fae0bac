//! Proposed groups, named and put in words.

use super::match_report::{Names, in_all_languages};
use crate::domain::{Confidence, Facet, Iri, Language, Text, language_name};
use crate::matching::{Demand, Group, GroupPart, Met, Participant, ThemeMention};
use serde_json::Value as Json;

/// Groups for a workshop, the best first.
#[derive(Clone, Debug)]
pub struct GroupsReport {
    /// The theme, named.
    pub theme: Json,
    /// Names the state of the graph that was looked at.
    pub epoch: String,
    /// The best confidence of a proposal.
    pub confidence: Confidence,
    /// What there is to choose from, in words.
    pub note: Text,
    /// How many members are known to have to do with the theme.
    pub known: usize,
    /// How many of them fulfil the conditions.
    pub eligible: usize,
    /// The proposals.
    pub proposals: Vec<ProposedGroup>,
}

/// A proposal, named.
#[derive(Clone, Debug)]
pub struct ProposedGroup {
    /// Who.
    pub members: Vec<ProposedMember>,
    /// The working language that all share.
    pub language: Option<String>,
    /// How many regions they come from.
    pub regions: usize,
    /// How many offer something on the theme.
    pub offering: usize,
    /// How many need something on it.
    pub needing: usize,
    /// What was asked for and is so.
    pub satisfied: Vec<StatedDemand>,
    /// What was asked for and is not.
    pub unmet: Vec<StatedDemand>,
    /// The sum of the parts.
    pub score: f64,
    /// What the score is made of.
    pub parts: Vec<StatedPart>,
    /// How surely the members are known to have to do with the theme.
    pub confidence: Confidence,
    /// The same in words.
    pub note: Text,
    /// The statements behind it, as a query.
    pub sparql: String,
}

/// A demand, in words.
#[derive(Clone, Debug)]
pub struct StatedDemand {
    /// How far it is met.
    pub met: Met,
    /// The same in words.
    pub note: Text,
}

/// A part of a score, in words.
#[derive(Clone, Debug)]
pub struct StatedPart {
    /// Which.
    pub part: GroupPart,
    /// What it adds to the score.
    pub contribution: f64,
    /// What it could add at most.
    pub most: f64,
    /// What it counts.
    pub note: Text,
}

/// What a member does in a workshop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkshopRole {
    /// It offers something on the theme.
    Offers,
    /// It needs something.
    Needs,
    /// It does both.
    Both,
}

/// A member of a group, named.
#[derive(Clone, Debug)]
pub struct ProposedMember {
    /// Who.
    pub member: Json,
    /// What it does there; none where nothing is known.
    pub role: Option<WorkshopRole>,
    /// Whether it was asked for.
    pub included: bool,
    /// Working languages; none where they are not known.
    pub languages: Vec<String>,
    /// How much of what it needs on the theme the others offer.
    pub needs_met: Option<f64>,
    /// What it says of the theme.
    pub mentions: Vec<StatedMention>,
}

/// A theme that a member needs or offers, with the statements that say so.
#[derive(Clone, Debug)]
pub struct StatedMention {
    /// Need or offer.
    pub facet: Facet,
    /// The theme, named.
    pub concept: Json,
    /// The statements.
    pub statements: Vec<Json>,
    /// Of a need: the nearest theme that others offer something on, and who.
    pub met: Option<(Json, Vec<Json>)>,
}

/// What a report shows of the proposals.
pub(super) struct Naming {
    pub(super) names: Names,
    /// For each group, the query that lists its statements.
    pub(super) queries: Vec<String>,
}

impl GroupsReport {
    pub(super) fn new(
        theme: &Iri,
        epoch: String,
        (known, eligible): (usize, usize),
        groups: &[Group],
        naming: &Naming,
    ) -> Self {
        let confidence = groups.iter().map(|group| group.confidence).max();
        let proposals = groups.iter().zip(&naming.queries);
        Self {
            theme: naming.names.themes.name(theme).json(),
            epoch,
            confidence: confidence.unwrap_or(Confidence::Insufficient),
            note: note(known, eligible, groups.is_empty()),
            known,
            eligible,
            proposals: proposals.map(|(group, query)| naming.group(group, query)).collect(),
        }
    }
}

impl Naming {
    fn group(&self, group: &Group, query: &str) -> ProposedGroup {
        let stated =
            |met: &Met| StatedDemand { met: *met, note: self.words_for_demand(group, *met) };
        let [satisfied, unmet] = [true, false].map(|holds| {
            group.demands.iter().filter(|met| met.holds() == holds).map(stated).collect()
        });
        let found = |demand| {
            let met = group.demands.iter().find(|met| met.demand == demand);
            met.map_or(0, |met| met.found)
        };
        let members: Vec<ProposedMember> =
            group.members.iter().map(|one| self.member(one)).collect();
        let needs = |one: &&ProposedMember| {
            matches!(one.role, Some(WorkshopRole::Needs | WorkshopRole::Both))
        };
        ProposedGroup {
            language: group.language.clone(),
            regions: found(Demand::Regions),
            offering: found(Demand::Offering),
            needing: members.iter().filter(needs).count(),
            satisfied,
            unmet,
            score: share(group.score()),
            parts: group.parts.iter().map(|(part, points)| stated_part(*part, *points)).collect(),
            confidence: group.confidence,
            note: words_for_confidence(group.confidence),
            sparql: query.to_owned(),
            members,
        }
    }

    fn member(&self, one: &Participant) -> ProposedMember {
        let has = |facet| one.mentions.iter().any(|mention| mention.facet == facet);
        ProposedMember {
            member: self.names.members.member(&one.attendee.member).json(),
            role: match (has(Facet::Offer), has(Facet::Need)) {
                (true, true) => Some(WorkshopRole::Both),
                (true, false) => Some(WorkshopRole::Offers),
                (false, true) => Some(WorkshopRole::Needs),
                (false, false) => None,
            },
            included: one.included,
            languages: one.attendee.languages.iter().cloned().collect(),
            needs_met: one.needs_met.map(share),
            mentions: one
                .mentions
                .iter()
                .map(|mention| self.mention(&one.attendee.member, mention))
                .collect(),
        }
    }

    fn mention(&self, member: &Iri, mention: &ThemeMention) -> StatedMention {
        let bare = |id: &Iri| {
            let mut name = self.names.members.member(id).json();
            if let Some(name) = name.as_object_mut() {
                name.retain(|key, _| ["id", "slug", "label"].contains(&key.as_str()));
            }
            name
        };
        let cited = self.names.members.cited(member, mention.facet, &mention.concept);
        StatedMention {
            facet: mention.facet,
            concept: self.names.themes.name(&mention.concept).json(),
            statements: cited.iter().map(|one| one.json()).collect(),
            met: mention.met.as_ref().map(|(concept, by)| {
                (self.names.themes.name(concept).json(), by.iter().map(bare).collect())
            }),
        }
    }

    fn words_for_demand(&self, group: &Group, met: Met) -> Text {
        let Met { demand, wanted, found } = met;
        in_all_languages(&match (demand, met.holds()) {
            (Demand::Size, true) => [
                format!("Membres : {found} ; au moins {wanted} étaient souhaités."),
                format!("Members: {found}; at least {wanted} were wanted."),
                format!("Miembros: {found}; se deseaban al menos {wanted}."),
            ],
            (Demand::Size, false) => [
                format!("Membres : {found} ; au moins {wanted} étaient souhaités. On ne connaît pas d'autre service concerné par ce thème qui remplisse les conditions."),
                format!("Members: {found}; at least {wanted} were wanted. No other service is known that this theme concerns and that meets the conditions."),
                format!("Miembros: {found}; se deseaban al menos {wanted}. No se conoce ningún otro servicio al que concierna este tema y que cumpla las condiciones."),
            ],
            (Demand::Offering, true) => [
                format!("Membres dont une offre sur ce thème est connue : {found}."),
                format!("Members known to offer something on this theme: {found}."),
                format!("Miembros de los que se conoce una oferta sobre este tema: {found}."),
            ],
            (Demand::Offering, false) => [
                "On ne connaît d'aucun de ces membres une offre sur ce thème : ils peuvent mettre en commun leurs difficultés, mais personne n'est connu pour apporter une solution.".to_owned(),
                "None of these members is known to offer anything on this theme: they can share what they face, but nobody is known to bring a solution.".to_owned(),
                "De ninguno de estos miembros se conoce una oferta sobre este tema: pueden compartir sus dificultades, pero de nadie se sabe que aporte una solución.".to_owned(),
            ],
            (Demand::Regions, _) => [
                format!("Régions représentées : {found} ; au moins {wanted} étaient souhaitées."),
                format!("Regions represented: {found}; at least {wanted} were wanted."),
                format!("Regiones representadas: {found}; se deseaban al menos {wanted}."),
            ],
            (Demand::Language, _) => return self.words_for_language(group, met),
            (Demand::Included, _) => [
                format!("Membres demandés que ce thème concerne, à ce qu'on sait : {found} sur {wanted}."),
                format!("Members asked for that this theme is known to concern: {found} of {wanted}."),
                format!("Miembros solicitados a los que se sabe que concierne este tema: {found} de {wanted}."),
            ],
        })
    }

    fn words_for_language(&self, group: &Group, met: Met) -> Text {
        let Met { wanted, found, .. } = met;
        let tag = group.nearest_language.as_ref().map_or("", |(tag, _)| tag);
        let [french, english, spanish] = Language::ALL.map(|language| language_name(tag, language));
        let unknown = group.members.iter().filter(|one| one.attendee.languages.is_empty()).count();
        let mut words = match (met.holds(), found) {
            (true, _) => [
                format!("Langue de travail commune à tous : {french}."),
                format!("Working language that all share: {english}."),
                format!("Lengua de trabajo común a todos: {spanish}."),
            ],
            (false, 0 | 1) => [
                "Aucune langue de travail commune n'est connue.".to_owned(),
                "No working language in common is known.".to_owned(),
                "No se conoce ninguna lengua de trabajo común.".to_owned(),
            ],
            (false, _) => [
                format!(
                    "Aucune langue de travail connue n'est commune à tous ; la plus partagée ({french}) l'est par {found} sur {wanted}."
                ),
                format!(
                    "No known working language is shared by all; the one that most share ({english}) is by {found} of {wanted}."
                ),
                format!(
                    "Ninguna lengua de trabajo conocida es común a todos; la más compartida ({spanish}) lo es por {found} de {wanted}."
                ),
            ],
        };
        if unknown > 0 {
            let added = [
                format!(
                    " Membres dont les langues sont inconnues, et qui ne peuvent être comptés : {unknown}."
                ),
                format!(
                    " Members whose languages are unknown, and who cannot be counted: {unknown}."
                ),
                format!(
                    " Miembros cuyas lenguas se desconocen y que no pueden contarse: {unknown}."
                ),
            ];
            words.iter_mut().zip(added).for_each(|(words, added)| words.push_str(&added));
        }
        in_all_languages(&words)
    }
}

/// Millionths as a number.
fn share(points: u64) -> f64 {
    f64::from(u32::try_from(points).unwrap_or(u32::MAX)) / 1e6
}

fn stated_part(part: GroupPart, points: u64) -> StatedPart {
    let words = match part {
        GroupPart::NeedsMet => [
            "La part de leurs besoins sur ce thème que les membres couvrent les uns pour les autres.",
            "How much of their needs on this theme the members meet for each other.",
            "La parte de sus necesidades sobre este tema que los miembros se cubren unos a otros.",
        ],
        GroupPart::Language => [
            "Combien travaillent dans la langue la plus partagée.",
            "How many work in the language that most share.",
            "Cuántos trabajan en la lengua más compartida.",
        ],
        GroupPart::Regions => [
            "De combien de régions ils viennent, au-delà de la première.",
            "How many regions they come from, beyond the first.",
            "De cuántas regiones proceden, más allá de la primera.",
        ],
        GroupPart::Evidence => [
            "Avec quelle certitude on sait que ce thème les concerne.",
            "How surely this theme is known to concern them.",
            "Con qué certeza se sabe que este tema les concierne.",
        ],
    };
    StatedPart {
        part,
        contribution: share(points),
        most: share(part.weight()),
        note: in_all_languages(&words.map(str::to_owned)),
    }
}

fn words_for_confidence(confidence: Confidence) -> Text {
    let words = match confidence {
        Confidence::High => [
            "Pour chaque membre, une déclaration explicite ou plusieurs sources disent que ce thème le concerne.",
            "For each member, an explicit statement or several sources say that this theme concerns it.",
            "De cada miembro, una declaración explícita o varias fuentes dicen que este tema le concierne.",
        ],
        Confidence::Medium => [
            "Pour la moitié des membres au moins, une déclaration explicite ou plusieurs sources disent que ce thème les concerne ; pour les autres, une liste d'exemples ou une déduction.",
            "For at least half of the members, an explicit statement or several sources say that this theme concerns them; for the others, a list of examples or an inference.",
            "De al menos la mitad de los miembros, una declaración explícita o varias fuentes dicen que este tema les concierne; de los demás, una lista de ejemplos o una deducción.",
        ],
        Confidence::Low | Confidence::Insufficient => [
            "Pour la plupart des membres, seule une liste d'exemples ou une déduction dit que ce thème les concerne : à vérifier auprès d'eux.",
            "For most of the members, only a list of examples or an inference says that this theme concerns them: check with them first.",
            "De la mayoría de los miembros, solo una lista de ejemplos o una deducción dice que este tema les concierne: conviene comprobarlo con ellos.",
        ],
    };
    in_all_languages(&words.map(str::to_owned))
}

/// What there is to choose from.
fn note(known: usize, eligible: usize, nobody: bool) -> Text {
    let counted = [
        format!(
            "Services connus que ce thème concerne : {known} ; remplissant les conditions : {eligible}."
        ),
        format!(
            "Services that this theme is known to concern: {known}; that meet the conditions: {eligible}."
        ),
        format!(
            "Servicios a los que se sabe que concierne este tema: {known}; que cumplen las condiciones: {eligible}."
        ),
    ];
    let added = match (known, nobody) {
        (0, _) => [
            "On ne connaît aucun service qui évoque ce thème, ni aucun thème plus précis. Cela ne veut pas dire qu'il n'en concerne aucun.",
            "No service is known to mention this theme, or any narrower one. That does not mean that it concerns none.",
            "No se conoce ningún servicio que mencione este tema ni otro más específico. Eso no significa que no concierna a ninguno.",
        ],
        (_, true) => [
            "C'est trop peu pour un échange : aucun groupe n'est proposé.",
            "That is too few for an exchange: no group is proposed.",
            "Son demasiado pocos para un intercambio: no se propone ningún grupo.",
        ],
        (_, false) => [
            "Ce sont des propositions : ce qu'elles ne satisfont pas est dit pour chacune.",
            "These are proposals: what they do not satisfy is said of each.",
            "Son propuestas: de cada una se dice lo que no cumple.",
        ],
    };
    let mut words = counted;
    for (words, added) in words.iter_mut().zip(added) {
        *words = if known == 0 { added.to_owned() } else { format!("{words} {added}") };
    }
    in_all_languages(&words)
}
