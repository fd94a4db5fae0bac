//! The statements behind what an answer shows: read for the answer, as the
//! matching model keeps none.

use super::browse::References;
use super::service::Passerelle;
use crate::domain::{Facet, Iri};
use crate::graph::GraphError;
use crate::matching::{Evidence, MatchingModel, Testimony};
use serde_json::Value as Json;
use std::collections::HashMap;

/// What is cited: who, on which side, about what.
pub(super) type Place = (Iri, Facet, Iri);

/// The statements at the places that an answer cites.
pub(super) struct Citations {
    at: HashMap<Place, Vec<Iri>>,
    /// In short: kind, certainty, line, description.
    statements: References,
}

impl Citations {
    /// Reads what `places` cite of the evidence that `model` was made of.
    pub(super) fn read(
        service: &Passerelle,
        model: &MatchingModel,
        places: impl IntoIterator<Item = Place>,
    ) -> Result<Self, GraphError> {
        let places: Vec<Place> = places.into_iter().collect();
        let members = places.iter().map(|(member, ..)| member.clone());
        let evidence = service.evidence_of(members)?;
        let counts = |one: &&Evidence| model.scope().admits(one);
        let testimony = Testimony::of(evidence.values().flat_map(|all| all.iter()).filter(counts));
        let cited = |place: Place| {
            let (member, facet, concept) = &place;
            let statements = testimony.about(model.concepts(), member, *facet, concept);
            (place, statements)
        };
        let at: HashMap<Place, Vec<Iri>> = places.into_iter().map(cited).collect();
        let statements = service.statements_in_short(at.values().flatten().cloned())?;
        Ok(Self { at, statements })
    }

    /// The statements of a member, on one side, about a theme.
    pub(super) fn of(&self, member: &Iri, facet: Facet, theme: &Iri) -> Vec<Json> {
        let place = (member.clone(), facet, theme.clone());
        let statements = self.at.get(&place).into_iter().flatten();
        statements.map(|one| self.statements.name(one)).collect()
    }
}
