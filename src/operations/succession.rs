//! What programmes replaced what, as far as sources say.

use super::service::Passerelle;
use crate::domain::Iri;
use crate::graph::{GraphError, Record};
use std::collections::BTreeSet;

/// Longer lines are cut: nobody reads them, and a cycle has no end.
const PROGRAMMES_MAX: usize = 24;

/// Programmes that replaced each other, the oldest first.
#[derive(Clone, Debug)]
pub struct Succession {
    /// The programmes.
    pub programmes: Vec<Record>,
    /// Of which, by place, each older one leads to which newer one.
    pub arrows: Vec<(usize, usize)>,
}

impl Passerelle {
    /// All that a programme replaced or was replaced by, step by step.
    ///
    /// # Errors
    /// When the store fails.
    pub fn succession(&self, programme: &Record) -> Result<Succession, GraphError> {
        let mut programmes = vec![programme.clone()];
        let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
        let mut looked_at = 0;
        while let Some(present) = programmes.get(looked_at).cloned() {
            looked_at += 1;
            let own = id(&present).to_owned();
            let (older, newer) = (linked(&present, "replaces"), linked(&present, "isReplacedBy"));
            pairs.extend(older.iter().map(|older| (older.clone(), own.clone())));
            pairs.extend(newer.iter().map(|newer| (own.clone(), newer.clone())));
            let unknown = |id: &String| !programmes.iter().any(|one| self::id(one) == id);
            let next: BTreeSet<String> = older.into_iter().chain(newer).filter(unknown).collect();
            let next: Vec<Iri> = next.iter().filter_map(|id| Iri::parse(id).ok()).collect();
            let room = PROGRAMMES_MAX.saturating_sub(programmes.len());
            programmes.extend(self.records(&next[..next.len().min(room)])?);
        }
        Ok(arranged(programmes, &pairs))
    }
}

/// The oldest first: who stands at the end of more arrows stands later.
fn arranged(mut programmes: Vec<Record>, pairs: &BTreeSet<(String, String)>) -> Succession {
    let mut ages = vec![0_usize; programmes.len()];
    let place =
        |id: &String, programmes: &[Record]| programmes.iter().position(|one| self::id(one) == id);
    for _ in 0..programmes.len() {
        for (older, newer) in pairs {
            if let (Some(older), Some(newer)) =
                (place(older, &programmes), place(newer, &programmes))
            {
                ages[newer] = ages[newer].max(ages[older] + 1).min(programmes.len());
            }
        }
    }
    let mut order: Vec<usize> = (0..programmes.len()).collect();
    order.sort_by_key(|at| (ages[*at], id(&programmes[*at]).to_owned()));
    programmes = order.iter().map(|at| programmes[*at].clone()).collect();
    let arrows = pairs
        .iter()
        .filter_map(|(older, newer)| Some((place(older, &programmes)?, place(newer, &programmes)?)))
        .collect();
    Succession { programmes, arrows }
}

fn id(record: &Record) -> &str {
    record.as_json()["id"].as_str().unwrap_or_default()
}

fn linked(record: &Record, key: &str) -> Vec<String> {
    let things = record.as_json()[key].as_array().cloned().unwrap_or_default();
    things.iter().filter_map(|thing| thing["id"].as_str().map(str::to_owned)).collect()
}
