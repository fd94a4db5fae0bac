//! How fast matching is: made-up members over the real themes, in every mode, on
//! every kernel of this machine, and the same question put to `sparse_dot_topn`
//! and to SPARQL, in the same run. All figures are CPU time of one thread.
//!
//! Nothing is claimed of an index that does not find what the plain search finds.
//!
//! `benches/matching/run` starts it; docs/matching-speed.md says what came of it.
#![expect(clippy::cast_precision_loss, reason = "counts become figures for people")]

mod peers;
mod world;

use anyhow::ensure;
use clap::Parser;
use passerelle::matching::index::{Index, Population, Search};
use passerelle::matching::{Mode, Profile, plain};
use std::path::PathBuf;
use world::{World, cpu_s};

/// As in the service.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// One more than is shown: it says whether the last has an equal.
const LIMIT: usize = 11;
/// How many of those who share enough are counted, as in answers.
const COUNTED: usize = 1_000;
/// Rows of all pairs that are asked for at once.
const ROWS: usize = 65_536;
/// Lists that are held against those of the plain search, in each mode.
const CHECKED: usize = 3;

/// Time matching beside sparse_dot_topn and SPARQL
#[derive(Parser)]
struct Arguments {
    /// How many members
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000, 1_000_000])]
    members: Vec<usize>,
    /// What so many made-up members say counts as what one says
    #[arg(long, default_value_t = 1)]
    gathered: usize,
    /// Questions of each kind
    #[arg(long, default_value_t = 2_000)]
    questions: usize,
    /// A Python that has sparse_dot_topn; without it, that is left out
    #[arg(long)]
    python: Option<PathBuf>,
    /// What cargo tells each benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let world = World::read()?;
    for members in &arguments.members {
        measure(&world, *members, &arguments)?;
    }
    Ok(())
}

fn measure(world: &World, members: usize, arguments: &Arguments) -> anyhow::Result<()> {
    let profiles = world.profiles(members, arguments.gathered);
    let items: usize =
        profiles.iter().flat_map(Profile::levels).filter(|level| **level > 0).count();
    println!("\n## {members} members, {:.1} items each\n", items as f64 / members as f64);
    let mut index = None;
    let build_s = cpu_s(|| {
        let population = Population::of(&world.concepts, &profiles);
        index = Some(Index::learned(&world.concepts, population));
    });
    let Some(index) = index else { return Ok(()) };
    check(&index, &profiles)?;
    let publication_s = cpu_s(|| {
        let changes = [(members / 2, profiles[0].clone()), (members - 1, profiles[1].clone())];
        std::hint::black_box(index.changed(&world.concepts, changes));
    });
    println!("| build | publication of two members | bytes a member |\n|---|---|---|");
    let bytes = index.bytes() as f64 / members as f64;
    println!("| {build_s:.3} s | {:.2} ms | {bytes:.1} |\n", 1e3 * publication_s);
    let one_ms = questions(&index, arguments.questions);
    let rows = members.min(ROWS);
    let sample: Vec<usize> = (0..rows).map(|row| row * members / rows).collect();
    let all_s = cpu_s(|| {
        std::hint::black_box(index.best_of_each(&sample, Mode::Similar, LIMIT));
    });
    let all_s = all_s * members as f64 / rows as f64;
    println!("\nAll pairs, `similar`, from {rows} rows: {all_s:.1} s");
    if let Some(python) = &arguments.python {
        let theirs = peers::sparse(python, &index, &profiles)?;
        println!("\n| against sparse_dot_topn | theirs | ours | ratio |\n|---|---|---|---|");
        for (kernel, ours) in &one_ms {
            let ratio = theirs.one_ms / ours;
            println!(
                "| one question, {kernel} | {:.3} ms | {ours:.4} ms | {ratio:.0} |",
                theirs.one_ms
            );
        }
        let (ratio, sample) = (theirs.all_pairs_s / all_s, theirs.sample_rows);
        println!(
            "| all pairs (theirs from {sample} rows) | {:.1} s | {all_s:.1} s | {ratio:.0} |",
            theirs.all_pairs_s
        );
    }
    if members == 10_000 {
        let sparql_ms = peers::sparql(world, &index, &profiles)?;
        let ours = one_ms[0].1;
        println!(
            "\n| against SPARQL | {sparql_ms:.0} ms | {ours:.4} ms | {:.0} |",
            sparql_ms / ours
        );
    }
    Ok(())
}

fn asked(mode: Mode, who: usize, counted: usize) -> Search<'static> {
    Search { mode, limit: LIMIT, except: Some(who), admitted: None, counted }
}

/// Refuses an index that does not find what the plain search finds.
fn check(index: &Index, profiles: &[Profile]) -> anyhow::Result<()> {
    for mode in Mode::ALL {
        for who in (0..CHECKED).map(|place| place * profiles.len() / CHECKED) {
            let (weights, prior) = (index.weights(), index.prior());
            let own = &profiles[who];
            let expected =
                plain::search(weights, &prior, profiles, own, mode, |member| member != who);
            for index in index.on_each_kernel() {
                for counted in [usize::MAX, COUNTED] {
                    let found = index.best(own, asked(mode, who, counted));
                    let sufficient = expected.sufficient.min(counted);
                    let whole = sufficient < counted;
                    let same = found.best == expected.best[..LIMIT.min(expected.best.len())]
                        && found.sufficient == sufficient
                        && found.insufficient == expected.insufficient.filter(|_| whole);
                    ensure!(same, "{}: {} of member {who} is wrong", index.kernel(), mode.term());
                }
                let each = index.best_of_each(&[who], mode, LIMIT).swap_remove(0);
                let same = each == expected.best[..LIMIT.min(expected.best.len())];
                ensure!(same, "{}: all pairs are wrong", index.kernel());
            }
        }
    }
    Ok(())
}

/// Times questions on each kernel, and prints them; the median of `similar`.
fn questions(index: &Index, count: usize) -> Vec<(&'static str, f64)> {
    println!("| kernel | mode | p50 ms | p99 ms |\n|---|---|---|---|");
    let mut medians = Vec::new();
    for index in index.on_each_kernel() {
        for mode in Mode::ALL {
            let mut times: Vec<f64> = (0..count)
                .map(|question| {
                    let who = question * 7919 % index.population().len();
                    let own = index.population().profile(who);
                    let search = asked(mode, who, COUNTED);
                    cpu_s(|| {
                        std::hint::black_box(index.best(&own, search));
                    })
                })
                .collect();
            times.sort_by(f64::total_cmp);
            let [p50, p99] = [count / 2, count * 99 / 100].map(|place| 1e3 * times[place]);
            println!("| {} | {} | {p50:.4} | {p99:.4} |", index.kernel(), mode.term());
            if mode == Mode::Similar {
                medians.push((index.kernel(), p50));
            }
        }
    }
    medians
}
