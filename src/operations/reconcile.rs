//! Reconcile names, as they stand in somebody's table, with things of the
//! graph: who is meant by them, and how surely.

use super::service::Passerelle;
use crate::domain::{Iri, Kind, Text, folded};
use crate::graph::{GraphError, Query, Row};
use crate::search::likeness;
use crate::vocabulary::{PES, SKOS};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The kinds of things whose names are reconciled.
pub const RECONCILED: [Kind; 3] = [Kind::Country, Kind::Member, Kind::Theme];
/// The score of what surely is the same.
pub const SCORE_MAX: f64 = 100.0;
/// What is less alike than this is no candidate.
const SCORE_MIN: f64 = 60.0;

/// A thing by all its names.
#[derive(Clone, Debug)]
pub struct NamedThing {
    /// Its identifier.
    pub id: Iri,
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub label: Text,
    /// All its names, folded.
    names: Vec<String>,
    /// Its ISO 3166 codes, folded, by the name of their property.
    codes: Vec<(&'static str, String)>,
    /// What it is part of, by the name of the property.
    within: Vec<(&'static str, Iri)>,
}

/// A name that somebody has.
#[derive(Clone, Debug, Default)]
pub struct NameQuery {
    /// The name, or an ISO code of a country; none where properties alone say
    /// who is meant.
    pub name: Option<String>,
    /// Only things of these kinds.
    pub kinds: Vec<Kind>,
    /// What else is known: the name of a property, and any of its values.
    pub properties: Vec<(String, Vec<String>)>,
    /// How many candidates at most.
    pub limit: usize,
}

/// Who may be meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The thing.
    pub thing: NamedThing,
    /// How alike it is, to [`SCORE_MAX`].
    pub score: f64,
    /// Whether nobody else can be meant.
    pub is_certain: bool,
}

impl NamedThing {
    fn new(id: Iri, kind: Kind) -> Self {
        let label = Text::default();
        Self { id, kind, label, names: Vec::new(), codes: Vec::new(), within: Vec::new() }
    }

    /// Takes a fact of it.
    fn learn(&mut self, row: &Row) -> Result<(), GraphError> {
        let property = row.iri("property")?;
        let value = row.text("value")?;
        let own = property.as_str().strip_prefix(PES);
        match own.or_else(|| property.as_str().strip_prefix(SKOS)) {
            Some("prefLabel") => {
                self.label.insert(row.maybe_text("language").unwrap_or_default(), value);
                self.names.push(folded(value));
            }
            Some("altLabel") => self.names.push(folded(value)),
            Some("iso2") => self.codes.push(("iso2", folded(value))),
            Some("iso3") => self.codes.push(("iso3", folded(value))),
            Some("country") => self.within.push(("country", row.iri("value")?)),
            Some("broader") => self.within.push(("broader", row.iri("value")?)),
            _ => {}
        }
        Ok(())
    }

    /// How alike a folded name and the nearest of its own are, from 0 to 1. A
    /// code is a name as well.
    fn likeness(&self, name: &str) -> f64 {
        let codes = self.codes.iter().map(|(_, code)| f64::from(u8::from(code == name)));
        let names = self.names.iter().map(|known| likeness(known, name));
        codes.chain(names).fold(0.0, f64::max)
    }

    /// Whether it is called so, in whole.
    fn is_called(&self, name: &str) -> bool {
        let names = self.names.iter().chain(self.codes.iter().map(|(_, code)| code));
        names.into_iter().any(|known| known == name)
    }

    /// Whether one of its names has a word that begins so, and how early.
    fn begins_with(&self, prefix: &str) -> Option<usize> {
        let place = |name: &String| {
            name.match_indices(prefix).map(|(place, _)| place).find(|place| {
                name[..*place].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
            })
        };
        self.names.iter().filter_map(place).min()
    }
}

impl Passerelle {
    /// Who may be meant by each name, best first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reconcile(&self, queries: &[NameQuery]) -> Result<Vec<Vec<Candidate>>, GraphError> {
        let things = self.named_things()?;
        Ok(queries.iter().map(|query| candidates(&things, query)).collect())
    }

    /// The things that have a name with a word that begins so, those first
    /// whose name does.
    ///
    /// # Errors
    /// When the store fails.
    pub fn complete_name(
        &self,
        prefix: &str,
        kinds: &[Kind],
    ) -> Result<Vec<NamedThing>, GraphError> {
        let prefix = folded(prefix.trim());
        let things = self.named_things()?;
        let of_kind = things.iter().filter(|thing| kinds.contains(&thing.kind));
        let mut found: Vec<(usize, &NamedThing)> =
            of_kind.filter_map(|thing| Some((thing.begins_with(&prefix)?, thing))).collect();
        found.sort_by(|one, other| (one.0, &one.1.names).cmp(&(other.0, &other.1.names)));
        Ok(found.into_iter().map(|(_, thing)| thing.clone()).collect())
    }

    /// All that can be meant, past what is remembered.
    pub(super) fn read_named_things(&self) -> Result<Vec<NamedThing>, GraphError> {
        let mut things: BTreeMap<Iri, NamedThing> = BTreeMap::new();
        let query = Query::new(include_str!("../graph/queries/reconcile/names.rq"));
        for row in self.graph().select(&query)? {
            let id = row.iri("id")?;
            let kind = Kind::of(id.as_str()).filter(|kind| RECONCILED.contains(kind));
            let Some(kind) = kind else { continue };
            things.entry(id.clone()).or_insert_with(|| NamedThing::new(id, kind)).learn(&row)?;
        }
        Ok(things.into_values().collect())
    }
}

fn candidates(things: &[NamedThing], query: &NameQuery) -> Vec<Candidate> {
    let name = query.name.as_deref().map(str::trim).map(folded);
    let of_kind = things.iter().filter(|thing| query.kinds.contains(&thing.kind));
    let mut found: Vec<Candidate> = of_kind
        .filter_map(|thing| {
            let by_name = name.as_ref().map(|name| thing.likeness(name));
            let by_rest = agreement(things, thing, &query.properties);
            let score = match (by_name, by_rest) {
                (Some(name), Some(rest)) => name * f64::midpoint(1.0, rest),
                (Some(likeness), None) | (None, Some(likeness)) => likeness,
                (None, None) => 0.0,
            };
            let score = (score * SCORE_MAX * 10.0).round() / 10.0;
            (score >= SCORE_MIN).then(|| Candidate {
                thing: thing.clone(),
                score,
                is_certain: false,
            })
        })
        .collect();
    found.sort_by(|one, other| {
        let by_score = other.score.partial_cmp(&one.score).unwrap_or(Ordering::Equal);
        by_score.then_with(|| one.thing.id.cmp(&other.thing.id))
    });
    let whole = |one: &Candidate| name.as_ref().is_none_or(|name| one.thing.is_called(name));
    let sure = found.iter().filter(|one| one.score >= SCORE_MAX && whole(one)).count();
    if let (1, Some(first)) = (sure, found.first_mut()) {
        first.is_certain = whole(first);
    }
    found.truncate(query.limit);
    found
}

/// Which part of what is known otherwise is true of a thing; none where nothing
/// is known that things have.
fn agreement(
    things: &[NamedThing],
    thing: &NamedThing,
    properties: &[(String, Vec<String>)],
) -> Option<f64> {
    let known = properties.iter().filter(|(name, _)| COMPARED.contains(&name.as_str()));
    let (mut asked, mut true_of_it) = (0.0, 0.0);
    for (name, values) in known {
        asked += 1.0;
        let values: Vec<String> = values.iter().map(|value| folded(value.trim())).collect();
        let by_code = thing.codes.iter().any(|(of, code)| of == name && values.contains(code));
        let mut within = thing.within.iter().filter(|(of, _)| of == name).map(|(_, id)| id);
        let by_place = within.any(|id| {
            let there = things.iter().find(|one| one.id == *id);
            values.iter().any(|value| {
                id.as_str().ends_with(&format!("/{value}"))
                    || there.is_some_and(|there| there.is_called(value))
            })
        });
        if by_code || by_place {
            true_of_it += 1.0;
        }
    }
    (asked > 0.0).then(|| true_of_it / asked)
}

/// The properties by which namesakes are told apart.
pub const COMPARED: [&str; 4] = ["iso2", "iso3", "country", "broader"];

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(path: &str, names: &[&str], codes: &[&str]) -> NamedThing {
        let id = Iri::trusted(&format!("{}{path}", crate::vocabulary::ID));
        let kind = Kind::of(id.as_str()).expect("a kind");
        let mut thing = NamedThing::new(id, kind);
        thing.names = names.iter().map(|name| folded(name)).collect();
        thing.codes = codes.iter().map(|code| ("iso2", folded(code))).collect();
        thing
    }

    fn best(things: &[NamedThing], name: &str, kinds: &[Kind]) -> Option<(String, f64, bool)> {
        let query = NameQuery {
            name: Some(name.to_owned()),
            kinds: kinds.to_vec(),
            limit: 5,
            ..NameQuery::default()
        };
        let found = candidates(things, &query).into_iter().next()?;
        Some((found.thing.id.to_string(), found.score, found.is_certain))
    }

    #[test]
    fn only_a_whole_name_that_nobody_else_has_is_certain() {
        let things = [
            thing("country/ke", &["Kenya", "Kenia"], &["KE"]),
            thing("country/ne", &["Niger"], &["NE"]),
            thing("country/ng", &["Nigéria"], &["NG"]),
            thing("member/ne-pes", &["Niger"], &[]),
        ];
        let country = &[Kind::Country][..];
        let sure = |name: &str| best(&things, name, country).is_some_and(|(.., certain)| certain);
        assert!(sure("kenya") && sure(" KENIA ") && sure("ke") && sure("nigeria") && sure("Niger"));
        assert!(!sure("Kenyaa") && !sure("Nigér ia") && !sure("xy"));
        assert!(best(&things, "Kenyaa", country).is_some_and(|(_, score, _)| score > 80.0));
        assert!(best(&things, "Atlantis", country).is_none());
        let both = best(&things, "Niger", &RECONCILED);
        assert!(both.is_some_and(|(_, score, certain)| score >= SCORE_MAX && !certain));
    }

    #[test]
    fn what_else_is_known_tells_namesakes_apart() {
        let mut one = thing("member/ne-pes", &["ANPE"], &[]);
        one.within.push(("country", Kind::Country.iri(&"ne".parse().expect("a slug"))));
        let mut other = thing("member/bj-anpe", &["ANPE"], &[]);
        other.within.push(("country", Kind::Country.iri(&"bj".parse().expect("a slug"))));
        let country = thing("country/ne", &["Niger"], &["NE"]);
        let things = [country, one, other];
        let ask = |property: &str, value: &str| {
            let query = NameQuery {
                name: Some("anpe".to_owned()),
                kinds: RECONCILED.to_vec(),
                properties: vec![(property.to_owned(), vec![value.to_owned()])],
                limit: 5,
            };
            candidates(&things, &query)
        };
        for value in ["Niger", "ne", "country/ne"] {
            let found = ask("country", value);
            assert_eq!(found[0].thing.id.as_str().rsplit('/').next(), Some("ne-pes"), "{value}");
            // What is said of the place speaks against the other as much as its name for it.
            assert!(found[0].is_certain && found.len() == 1, "{value}");
        }
        assert!(ask("colour", "red").iter().all(|one| !one.is_certain), "nothing is told by it");
    }
}
