//! `passerelle match`: the peers of a member, as a table to read; or those of all,
//! as CSV.

use super::{Shared, open};
use crate::domain::{Language, Slug};
use crate::matching::{MatchingModel, Mode};
use crate::operations::{MatchReport, MatchedPeer, PeerRequest};
use anyhow::bail;
use clap::Args;
use comfy_table::{Cell, Color, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use serde_json::Value;
use std::io::Write;

/// The least contribution that the table shows; the API shows all.
const SHOWN_FROM: f64 = 0.005;

/// Show the peers of a member, and why; or write down those of all
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle match be-actiris
  passerelle match ke-pes --limit 5 --lang fr
  passerelle match ke-pes --mode helps-me
  passerelle match --all > peers.csv")]
pub(super) struct Match {
    /// The member's identifier, such as be-actiris
    #[arg(required_unless_present = "all")]
    member: Option<Slug>,
    /// The peers of all members, as CSV
    #[arg(long, conflicts_with_all = ["member", "lang"])]
    all: bool,
    /// How many peers at most
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,
    /// What peers: similar, helps-me, i-help or mutual
    #[arg(long, default_value = "similar", value_parser = mode)]
    mode: Mode,
    /// Language of names and notes: fr, en or es
    #[arg(long, default_value = "en")]
    lang: Language,
}

impl Match {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let service = open(shared)?;
        let Some(member) = &self.member else {
            return self.write_all(&service.matching(), std::io::stdout().lock());
        };
        let request = PeerRequest {
            mode: self.mode,
            limit: usize::from(self.limit),
            ..PeerRequest::default()
        };
        let found = service.find_peers(member, &request)?;
        let Some(report) = found else {
            bail!(
                "there is no member '{member}'; list them with: passerelle query 'SELECT ?m {{ ?m a pes:Member }}'"
            );
        };
        println!("{}", self.render(&report));
        Ok(())
    }

    fn write_all(&self, model: &MatchingModel, out: impl Write) -> anyhow::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["member", "rank", "tied", "peer", "score", "confidence"])?;
        for listing in model.all_peers(self.mode, usize::from(self.limit)) {
            csv.write_record([
                listing.member.as_str(),
                &listing.rank.to_string(),
                &listing.tied.to_string(),
                listing.peer.as_str(),
                &format!("{:.4}", listing.score.value()),
                listing.confidence.term(),
            ])?;
        }
        csv.flush()?;
        Ok(())
    }

    fn render(&self, report: &MatchReport) -> String {
        let name = report.member.as_ref().map(|member| label(&member.json(), self.lang));
        let mut text = format!("Peers of {}\n", name.unwrap_or_default());
        if let Some((_, note)) = report.note.get(self.lang) {
            text.push_str(note);
        }
        if !report.peers.is_empty() {
            let mut table = Table::new();
            table
                .load_style(UTF8_HORIZONTAL_ONLY)
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_header(["", "peer", "score", "confidence", "both mention"]);
            for peer in &report.peers {
                table.add_row(self.row(peer));
            }
            text.push_str(&format!("\n{table}"));
        }
        if let Some(count @ 1..) = report.insufficient {
            text.push_str(&format!(
                "\n{count} more members share something, but too little to say anything."
            ));
        }
        text
    }

    fn row(&self, peer: &MatchedPeer) -> Vec<Cell> {
        let color = match peer.confidence.term() {
            "high" => Color::Green,
            "medium" => Color::Yellow,
            _ => Color::DarkGrey,
        };
        let equal = if peer.tied { "=" } else { "" };
        let rank = peer.rank.map(|rank| format!("{rank}{equal}")).unwrap_or_default();
        let shared: Vec<String> = peer
            .shared
            .iter()
            .filter(|one| one.contribution >= SHOWN_FROM)
            .map(|one| {
                format!(
                    "{} ({}, {:.2})",
                    label(&one.concept.json(), self.lang),
                    one.facet.term(),
                    one.contribution
                )
            })
            .collect();
        vec![
            Cell::new(rank),
            Cell::new(label(&peer.member.json(), self.lang)),
            Cell::new(format!("{:.2}", peer.score)),
            Cell::new(peer.confidence.term()).fg(color),
            Cell::new(shared.join("\n")),
        ]
    }
}

fn mode(word: &str) -> Result<Mode, String> {
    let known = Mode::ALL.map(Mode::term);
    let found = Mode::ALL.into_iter().find(|mode| mode.term() == word);
    found.ok_or_else(|| format!("known are {}", known.join(", ")))
}

/// The name in `language`, or whatever name there is.
fn label(thing: &Value, language: Language) -> String {
    let labels = &thing["label"];
    labels[language.tag()]
        .as_str()
        .or_else(|| labels.as_object()?.values().next()?.as_str())
        .or_else(|| thing["id"].as_str())
        .unwrap_or_default()
        .to_owned()
}
