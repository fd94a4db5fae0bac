//! Find peers for a profile that nobody has stated yet: concepts, or words that
//! are mapped to concepts, sought, offered and faced.

use super::brief::Brief;
use super::browse::BrowseError;
use super::find_peers::PeerRequest;
use super::match_report::MatchReport;
use super::service::Passerelle;
use crate::domain::{Facet, Iri, Kind, Language, Slug};
use crate::matching::{Concepts, Item, LEVEL_MAX, Profile};
use std::sync::Arc;

/// A part of a stated profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is sought from others.
    Sought,
    /// What is offered to others.
    Offered,
    /// The challenges that are faced.
    Faced,
}

/// What is said in one part.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Themes, by identifier or its last segment.
    pub concepts: Vec<String>,
    /// Words in French, English or Spanish.
    pub text: String,
}

/// What somebody seeks, offers and faces.
#[derive(Clone, Debug, Default)]
pub struct StatedProfile {
    /// What is sought from others.
    pub sought: Said,
    /// What is offered to others.
    pub offered: Said,
    /// The challenges that are faced.
    pub faced: Said,
}

/// How something that was said is understood.
#[derive(Clone, Debug)]
pub struct Understood {
    /// Where it was said.
    pub part: Part,
    /// The theme, named.
    pub concept: Arc<Brief>,
    /// For words: those of the text, the label that they match, its language.
    pub by: Option<(String, String, Language)>,
}

/// The peers for a stated profile.
#[derive(Clone, Debug)]
pub struct ProfileReport {
    /// The list; its member is null.
    pub report: MatchReport,
    /// What the profile was taken to say.
    pub understood: Vec<Understood>,
    /// The parts whose text speaks of no theme that is known.
    pub not_understood: Vec<Part>,
}

/// A stated profile cannot be matched.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// A concept is no theme.
    #[error("there is no theme '{value}'")]
    UnknownConcept {
        /// Where it was named.
        part: Part,
        /// The place among the concepts of that part, from 0.
        place: usize,
        /// What was named.
        value: String,
    },
    /// Nothing was said at all.
    #[error("the profile says nothing: name concepts, or write what is sought, offered or faced")]
    Empty,
    /// No part says anything that is understood.
    #[error("no theme is known for these words")]
    NotUnderstood(Vec<Part>),
    /// A filter is wrong, or the graph failed.
    #[error(transparent)]
    Browse(#[from] BrowseError),
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Sought, Self::Offered, Self::Faced];

    /// The word in requests and answers.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Sought => "sought",
            Self::Offered => "offered",
            Self::Faced => "faced",
        }
    }

    fn facet(self) -> Facet {
        match self {
            Self::Sought | Self::Faced => Facet::Need,
            Self::Offered => Facet::Offer,
        }
    }
}

impl StatedProfile {
    fn part(&self, part: Part) -> &Said {
        match part {
            Part::Sought => &self.sought,
            Part::Offered => &self.offered,
            Part::Faced => &self.faced,
        }
    }
}

/// A profile on its way from what was said.
struct Reading {
    profile: Profile,
    understood: Vec<Understood>,
    not_understood: Vec<Part>,
    said: bool,
}

impl Passerelle {
    /// The peers of whoever has this profile.
    ///
    /// # Errors
    /// When it says nothing that is understood or names an unknown theme, when
    /// a filter is wrong, or the store fails.
    pub fn match_profile(
        &self,
        stated: &StatedProfile,
        request: &PeerRequest,
    ) -> Result<ProfileReport, ProfileError> {
        if request.filter.other_regions {
            let words = "a stated profile has no region of its own: use exclude_region";
            let words = words.to_owned();
            return Err(BrowseError::Contradiction { name: "other_regions", words }.into());
        }
        let model = self.matching_within(&request.scope).map_err(BrowseError::from)?;
        let reading = self.read_profile(stated, model.concepts())?;
        let admitted = self.admitted(None, &request.filter)?;
        let admitted = admitted.map(|ids| model.admitted(&ids));
        let list = model.peers_of(&reading.profile, request.wanted(admitted.as_ref()));
        let found = list.peers.iter().map(|peer| &peer.found);
        let names = self.names(&model, found, None).map_err(BrowseError::from)?;
        let epoch = self.epoch().to_string();
        Ok(ProfileReport {
            report: MatchReport::new(None, request.mode, epoch, list, &names),
            understood: reading.understood,
            not_understood: reading.not_understood,
        })
    }

    /// The themes that a text speaks of, each with the words that led to it.
    #[must_use]
    pub fn suggest_themes(&self, text: &str) -> Vec<(Arc<Brief>, String)> {
        let names = self.theme_names();
        let mentions = self.wording().find(text).into_iter();
        mentions.map(|mention| (names.name(&mention.concept), mention.words)).collect()
    }

    fn read_profile(
        &self,
        stated: &StatedProfile,
        concepts: &Concepts,
    ) -> Result<Reading, ProfileError> {
        let mut reading = Reading {
            profile: Profile::empty(concepts),
            understood: Vec::new(),
            not_understood: Vec::new(),
            said: false,
        };
        for part in Part::ALL {
            self.read_concepts(part, stated.part(part), concepts, &mut reading)?;
            self.read_text(part, stated.part(part), concepts, &mut reading);
        }
        match (reading.said, reading.understood.is_empty()) {
            (false, _) => Err(ProfileError::Empty),
            (true, true) => Err(ProfileError::NotUnderstood(reading.not_understood)),
            (true, false) => Ok(reading),
        }
    }

    fn read_concepts(
        &self,
        part: Part,
        said: &Said,
        concepts: &Concepts,
        reading: &mut Reading,
    ) -> Result<(), ProfileError> {
        for (place, value) in said.concepts.iter().enumerate() {
            reading.said = true;
            let iri = theme(value).filter(|iri| concepts.index(iri).is_some());
            let Some(iri) = iri else {
                let value = value.chars().take(200).collect();
                return Err(ProfileError::UnknownConcept { part, place, value });
            };
            self.take(part, &iri, None, concepts, reading);
        }
        Ok(())
    }

    fn read_text(&self, part: Part, said: &Said, concepts: &Concepts, reading: &mut Reading) {
        if said.text.trim().is_empty() {
            return;
        }
        reading.said = true;
        let mentions = self.wording().find(&said.text);
        if mentions.is_empty() {
            reading.not_understood.push(part);
        }
        for mention in mentions {
            let by = Some((mention.words, mention.label, mention.language));
            self.take(part, &mention.concept, by, concepts, reading);
        }
    }

    fn take(
        &self,
        part: Part,
        concept: &Iri,
        by: Option<(String, String, Language)>,
        concepts: &Concepts,
        reading: &mut Reading,
    ) {
        if let Some(place) = concepts.index(concept) {
            let item = Item { facet: part.facet(), concept: place };
            reading.profile.raise(concepts, item, LEVEL_MAX);
            let concept = self.theme_names().name(concept);
            reading.understood.push(Understood { part, concept, by });
        }
    }
}

/// A theme by its identifier or the last segment of it.
fn theme(value: &str) -> Option<Iri> {
    match value.parse::<Slug>() {
        Ok(slug) => Some(Kind::Theme.iri(&slug)),
        Err(_) => Iri::parse(value).ok(),
    }
}
