//! Members of known groups, to see whether each is shown its own. They are
//! made up, and stand for nobody.

use super::super::concepts::{ConceptError, Concepts};
use super::Settings;
use super::data_set::{DataSet, Said};
use super::hidden::scene_of;
use super::lists::purity;
use super::scene::{Measure, Scene};
use super::statistics::Figure;
use super::tiers::{Tally, TierFigures, figures};
use crate::domain::{Certainty, Draw, Facet, Iri};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// Groups.
const GROUPS: usize = 8;
/// Members, as many in each group.
const MEMBERS: usize = 200;
/// The forest: families, domains in each, leaves in each of those. About the
/// shape of the themes.
const FOREST: (usize, usize, usize) = (3, 5, 5);

/// What to plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlantedSpec {
    /// Leaves that each member mentions.
    pub mentions: usize,
    /// Of a hundred mentions, those drawn from all leaves rather than from
    /// those of the group.
    pub noise_percent: u64,
    /// Leaves that a group speaks of, drawn from all 75: groups overlap.
    pub group_leaves: usize,
}

impl PlantedSpec {
    /// Enough evidence to find one's group, which speaks of as many leaves as a
    /// member mentions.
    pub const CLEAR: Self = Self { mentions: 12, noise_percent: 30, group_leaves: 12 };
    /// The same where groups speak of more, and so have more in common.
    pub const BROAD: Self = Self { group_leaves: 20, ..Self::CLEAR };
    /// Too little evidence: the model must say so.
    pub const THIN: Self = Self { mentions: 3, noise_percent: 60, group_leaves: 12 };
}

/// What became of planted groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlantedReport {
    /// What was planted.
    pub planted: PlantedSpec,
    /// By measure, the share of the ten places that hold the own group.
    pub purity: Vec<(Measure, Figure)>,
    /// Of all pairs, by tier: the share of pairs of one group.
    pub tiers: Vec<TierFigures>,
    /// Of the pairs in the model's lists, by tier.
    pub listed: Vec<TierFigures>,
}

/// Plants groups and looks at the lists.
///
/// # Errors
/// When the forest cannot be arranged, which would be a mistake of this file.
pub fn evaluate_planted(
    spec: PlantedSpec,
    settings: Settings,
) -> Result<PlantedReport, ConceptError> {
    let data = plant(spec, settings.seed)?;
    let scene = scene_of(&data, &data.edition, |_, _| true);
    let purity = |measure: &Measure| {
        let shares = purity(&scene, &data.groups, *measure);
        let mut draw = Draw::new(settings.seed);
        Some((*measure, Figure::mean(&shares, settings.rounds, &mut draw)?))
    };
    let everybody = |who: usize| (0..data.entities()).filter(move |other| *other != who).collect();
    let listed =
        |who: usize| scene.list(Measure::Model, who).iter().map(|listed| listed.who).collect();
    Ok(PlantedReport {
        planted: spec,
        purity: Measure::WITH_LISTS.iter().filter_map(purity).collect(),
        tiers: by_tier(&scene, &data, everybody),
        listed: by_tier(&scene, &data, listed),
    })
}

/// How many pairs of each tier are of one group.
fn by_tier(
    scene: &Scene<'_>,
    data: &DataSet,
    others: impl Fn(usize) -> Vec<usize>,
) -> Vec<TierFigures> {
    let mut tallies = [Tally::default(); 4];
    for who in 0..data.entities() {
        for other in others(who) {
            let tally = &mut tallies[scene.confidence(who, other) as usize];
            tally.pairs += 1;
            tally.judged += 1;
            tally.right += usize::from(data.groups[who] == data.groups[other]);
        }
    }
    figures(&tallies)
}

fn plant(spec: PlantedSpec, seed: u64) -> Result<DataSet, ConceptError> {
    let mut draw = Draw::new(seed);
    let (links, leaves) = forest();
    let concepts = Concepts::arrange(links)?;
    let some = |draw: &mut Draw| draw.shuffled(leaves.len()).into_iter().take(spec.group_leaves);
    let of_group: Vec<Vec<usize>> = (0..GROUPS).map(|_| some(&mut draw).collect()).collect();
    let (mut said, mut groups) = (Vec::new(), HashMap::new());
    for member in 0..MEMBERS {
        let group = member % GROUPS;
        let entity = name(&format!("member:{member:03}"));
        groups.insert(entity.clone(), group.to_string());
        for leaf in mentions(spec, &of_group[group], leaves.len(), &mut draw) {
            said.push(Said {
                entity: entity.clone(),
                facet: Facet::Need,
                concept: leaves[leaf].clone(),
                certainty: Certainty::Explicit,
                source: name("source"),
                denied: false,
            });
        }
    }
    Ok(DataSet::new(concepts, &said, None, &groups))
}

/// Different leaves, most of them of the group.
fn mentions(spec: PlantedSpec, own: &[usize], leaves: usize, draw: &mut Draw) -> BTreeSet<usize> {
    let mut mentioned = BTreeSet::new();
    while mentioned.len() < spec.mentions {
        let noise = draw.below(100) < spec.noise_percent;
        mentioned.insert(if noise { draw.index(leaves) } else { own[draw.index(own.len())] });
    }
    mentioned
}

/// The links of the forest, and its leaves.
fn forest() -> (Vec<(Iri, Option<Iri>)>, Vec<Iri>) {
    let (families, domains, leaves) = FOREST;
    let (mut links, mut all) = (Vec::new(), Vec::new());
    for family in 0..families {
        for domain in 0..domains {
            let place = name(&format!("domain:{family}-{domain}"));
            links.push((place.clone(), Some(name(&format!("family:{family}")))));
            for leaf in 0..leaves {
                let leaf = name(&format!("leaf:{family}-{domain}-{leaf}"));
                links.push((leaf.clone(), Some(place.clone())));
                all.push(leaf);
            }
        }
    }
    (links, all)
}

fn name(text: &str) -> Iri {
    Iri::trusted(&format!("urn:planted:{text}"))
}
