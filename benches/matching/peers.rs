//! The same question put to others: a sparse product of float rows, and SPARQL.

use super::world::{World, cpu_s};
use anyhow::{Context, ensure};
use passerelle::domain::{Facet, Iri, StatementKind};
use passerelle::graph::{KnowledgeGraph, Query};
use passerelle::matching::Profile;
use passerelle::matching::index::Index;
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Questions that `sparse_dot_topn` is asked, and rows of all pairs.
const ASKED: usize = 25;
/// Products of two rows that a sample of all pairs may cost.
const PRODUCTS: usize = 40_000_000;
/// Questions that SPARQL is asked.
const SPARQL_ASKED: usize = 7;
const MEMBERS: usize = 10_000;

/// What `sparse_dot_topn` took.
pub(crate) struct Sparse {
    pub(crate) one_ms: f64,
    pub(crate) sample_rows: u64,
    pub(crate) all_pairs_s: f64,
}

pub(crate) fn sparse(python: &Path, index: &Index, profiles: &[Profile]) -> anyhow::Result<Sparse> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("members");
    write_matrix(&file, &index.item_weights(), profiles)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/matching/sparse.py");
    let rows = (PRODUCTS / profiles.len()).clamp(20, 2_000);
    let output = Command::new(python)
        .arg(script)
        .arg(&file)
        .args([ASKED.to_string(), rows.to_string()])
        .output()
        .context("cannot run Python")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let figures: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(Sparse {
        one_ms: figures["one_ms"].as_f64().context("no figure")?,
        sample_rows: figures["sample_rows"].as_u64().context("no figure")?,
        all_pairs_s: figures["all_pairs_s"].as_f64().context("no figure")?,
    })
}

/// Rows of `√(w·level)`, as `sparse.py` reads them.
fn write_matrix(file: &PathBuf, weights: &[u64], profiles: &[Profile]) -> anyhow::Result<()> {
    let held = |profile: &Profile| -> Vec<(i32, f32)> {
        let items = profile.levels().iter().zip(weights).zip(0..);
        let held = items.filter(|((level, weight), _)| **level > 0 && **weight > 0);
        held.map(|((level, weight), item)| (item, root(*weight * u64::from(*level)))).collect()
    };
    let rows: Vec<Vec<(i32, f32)>> = profiles.iter().map(held).collect();
    let cells: usize = rows.iter().map(Vec::len).sum();
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    for size in [rows.len(), weights.len(), cells] {
        out.write_all(&(size as u64).to_le_bytes())?;
    }
    let mut end = 0_i64;
    out.write_all(&end.to_le_bytes())?;
    for row in &rows {
        end += i64::try_from(row.len())?;
        out.write_all(&end.to_le_bytes())?;
    }
    for (item, _) in rows.iter().flatten() {
        out.write_all(&item.to_le_bytes())?;
    }
    for (_, value) in rows.iter().flatten() {
        out.write_all(&value.to_le_bytes())?;
    }
    out.flush()?;
    Ok(())
}

#[expect(clippy::cast_possible_truncation, reason = "single precision is what they take")]
fn root(number: u64) -> f32 {
    (number as f64).sqrt() as f32
}

/// The median of what the question takes in SPARQL over as many made-up
/// members, in this process and in memory: who shares most of what a member
/// mentions, by the weights of the model.
pub(crate) fn sparql(world: &World, index: &Index, profiles: &[Profile]) -> anyhow::Result<f64> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("members.nt");
    let status = Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .args(["generate", "--seed", "1", "--members", &MEMBERS.to_string(), "--output"])
        .arg(&file)
        .status()?;
    ensure!(status.success(), "`passerelle generate` failed");
    let graph = KnowledgeGraph::in_memory()?;
    let name = Iri::parse("https://w3id.org/passerelle/graph/synthetic")?;
    graph.load_trusted(vec![(file, name)])?;
    let weights = index.item_weights();
    let mut times = Vec::new();
    for who in (0..SPARQL_ASKED).map(|place| place * profiles.len() / SPARQL_ASKED) {
        let query =
            Query::new(Box::leak(question(world, &weights, &profiles[who]).into_boxed_str()));
        let mut found = Ok(Vec::new());
        times.push(1e3 * cpu_s(|| found = graph.select(&query)));
        ensure!(!found?.is_empty(), "SPARQL finds nobody");
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

fn question(world: &World, weights: &[u64], own: &Profile) -> String {
    let (concepts, mut items, mut kinds) = (&world.concepts, String::new(), String::new());
    for (place, (level, weight)) in own.levels().iter().zip(weights).enumerate() {
        let (facet, concept) = (place / concepts.len(), concepts.iri(place % concepts.len()));
        if *level > 0 {
            let weight = weight * u64::from(*level);
            let _ = write!(items, "(\"{}\" <{concept}> {weight}) ", Facet::ALL[facet].term());
        }
    }
    for kind in StatementKind::ALL {
        if let Some(facet) = kind.facet() {
            let _ = write!(kinds, "(\"{}\" pes:{}) ", facet.term(), kind.term());
        }
    }
    format!(
        "PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?member (SUM(?weight) AS ?shared) WHERE {{
  {{ SELECT DISTINCT ?member ?facet ?theme ?weight WHERE {{
    VALUES (?facet ?theme ?weight) {{ {items} }}
    VALUES (?facet ?kind) {{ {kinds} }}
    ?about skos:broader* ?theme .
    ?statement pes:about ?about ; pes:kind ?kind ; pes:member ?member .
  }} }}
}} GROUP BY ?member ORDER BY DESC(?shared) ?member LIMIT 10"
    )
}
