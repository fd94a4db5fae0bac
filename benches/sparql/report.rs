//! The tables, in Markdown.

use super::rounds::{Comparison, Measured, quantile};
use super::servers::Server;

/// How long each server took to load the data.
pub(crate) fn loading(servers: &[&Server], triples: u64) {
    println!("| server | load, s | triples a second | ratio |");
    println!("|---|---|---|---|");
    let ours = servers[0].loaded_in.as_secs_f64();
    for server in servers {
        let seconds = server.loaded_in.as_secs_f64();
        let rate = triples as f64 / seconds;
        println!("| {} | {seconds:.2} | {rate:.0} | {:.2} |", server.name, seconds / ours);
    }
    println!();
}

/// A row for each query and server: times in milliseconds, answers a second
/// with eight clients, and the ratios, above one where we are faster.
pub(crate) fn comparisons(servers: &[&Server], comparisons: &[Comparison]) {
    println!(
        "| query | server | p50 | p95 | ratio | 8 clients: p50 | p95 | a second | ratio | again, p50 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for comparison in comparisons {
        for (place, server) in servers.iter().enumerate() {
            let measured = &comparison.measured[place];
            print!("| {} | {} ", comparison.query, server.name);
            match &measured.failure {
                Some(failure) => {
                    let words: String = failure.chars().take(60).collect();
                    println!("| failed: {} |||||||| ", words.replace(['\n', '|'], " "));
                }
                None => row(comparison, place, measured),
            }
        }
    }
}

fn row(comparison: &Comparison, place: usize, measured: &Measured) {
    let ratio = |value: f64| if place == 0 { "–".to_owned() } else { format!("{value:.2}") };
    println!(
        "| {:.2} | {:.2} | {} | {:.2} | {:.2} | {:.0} | {} | {:.2} |",
        quantile(&measured.alone_ms, 0.5),
        quantile(&measured.alone_ms, 0.95),
        ratio(comparison.latency_ratio(place)),
        quantile(&measured.crowd_ms, 0.5),
        quantile(&measured.crowd_ms, 0.95),
        measured.rate(),
        ratio(comparison.rate_ratio(place)),
        quantile(&measured.again_ms, 0.5),
    );
}
