//! `passerelle changes`: what happened between two epochs.

use super::{Shared, open};
use crate::domain::{Event, Iri, Kind, Language};
use crate::graph::LoggedEpoch;
use crate::operations::{Difference, EpochComparison, Passerelle, References};
use clap::{Args, ValueEnum};
use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Write, stdout};

/// Things that the table names; the other formats name all.
const NAMED_MAX: usize = 20;

/// Show what changed between two epochs: things, evidence of members, mentions of themes
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle changes
  passerelle changes --from 3f9a --to 81c2
  passerelle changes --from 3f9a --format csv > changes.csv")]
pub(super) struct Changes {
    /// The earlier epoch, or how it begins [default: the one before]
    #[arg(long, value_name = "EPOCH", value_parser = prefix)]
    from: Option<String>,
    /// The later epoch, or how it begins [default: the present one]
    #[arg(long, value_name = "EPOCH", value_parser = prefix)]
    to: Option<String>,
    /// How to write it; CSV has a row a thing
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of names in the table: fr, en or es
    #[arg(long, default_value = "en")]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl Changes {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        let service = open(shared)?;
        let found = service.compare_epochs(self.from.as_deref(), self.to.as_deref())?;
        let names = names(&service, &found)?;
        match self.format {
            Format::Table => println!("{}", self.table(&found, &names)),
            Format::Json => {
                println!("{}", serde_json::to_string_pretty(&document(&found, &names))?);
            }
            Format::Csv => write_csv(&found)?,
        }
        Ok(())
    }

    fn table(&self, found: &EpochComparison, names: &References) -> String {
        let state = |epoch: &Option<LoggedEpoch>| match epoch {
            Some(epoch) => format!("{} (commit {}, {})", epoch.id, epoch.commit, epoch.published),
            None => "the beginning".to_owned(),
        };
        let mut text = format!("From {}\nto   {}\n", state(&found.from), state(&found.to));
        if found.things.is_empty() && found.graphs.is_empty() {
            text.push_str("Nothing changed.");
            return text;
        }
        text.push_str(&format!("\n{}\n", by_kind(found)));
        for thing in found.things.iter().take(NAMED_MAX) {
            let name = self.name(names, &thing.id);
            text.push_str(&format!("{} {} {name}\n", thing.event.term(), short(&thing.id)));
        }
        let more = found.things.len().saturating_sub(NAMED_MAX);
        if more > 0 {
            text.push_str(&format!("and {more} more: --format csv or json names all\n"));
        }
        for (graph, event) in &found.graphs {
            text.push_str(&format!(
                "{} {graph}: what has no identifier here cannot be told apart\n",
                event.term()
            ));
        }
        text.push_str(&self.differences("members whose evidence changed", &found.members, names));
        text.push_str(&self.differences("themes that members mention", &found.themes, names));
        text
    }

    fn differences(
        &self,
        title: &str,
        found: &BTreeMap<Iri, Difference>,
        names: &References,
    ) -> String {
        if found.is_empty() {
            return format!("\n{title}: none\n");
        }
        let mut table = Table::new();
        let header = [title, "statements gained", "changed", "lost"];
        table.load_style(UTF8_HORIZONTAL_ONLY).set_header(header);
        for (id, difference) in found {
            let counts = [difference.gained, difference.changed, difference.lost];
            let counts = counts.map(|count| count.to_string());
            table.add_row([self.name(names, id)].into_iter().chain(counts));
        }
        format!("\n{table}\n")
    }

    /// The name in the language that was asked for, or the identifier.
    fn name(&self, names: &References, id: &Iri) -> String {
        let label = &names.name(id)["label"];
        let name = label[self.lang.tag()].as_str().map(str::to_owned);
        name.unwrap_or_else(|| short(id).to_owned())
    }
}

/// An epoch's name, or its beginning.
fn prefix(text: &str) -> Result<String, String> {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.is_empty() || !text.bytes().all(hexadecimal) {
        return Err("hexadecimal digits are expected, as in the epochs of answers".to_owned());
    }
    Ok(text.to_owned())
}

fn names(service: &Passerelle, found: &EpochComparison) -> anyhow::Result<References> {
    let things = found.things.iter().map(|thing| &thing.id);
    let ids = things.chain(found.members.keys()).chain(found.themes.keys());
    Ok(service.references(ids.cloned())?)
}

/// `statement/2022-q5-l337-au`
fn short(id: &Iri) -> &str {
    id.as_str().strip_prefix(crate::vocabulary::ID).unwrap_or(id.as_str())
}

fn counted(found: &EpochComparison) -> BTreeMap<&'static str, [usize; 3]> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for thing in &found.things {
        let place = Event::ALL.iter().position(|event| *event == thing.event).unwrap_or_default();
        counts.entry(Kind::segment(thing.kind)).or_default()[place] += 1;
    }
    counts
}

fn by_kind(found: &EpochComparison) -> Table {
    let mut table = Table::new();
    let header = ["things"].into_iter().chain(Event::ALL.map(Event::term));
    table.load_style(UTF8_HORIZONTAL_ONLY).set_header(header);
    for (kind, counts) in counted(found) {
        let counts = counts.map(|count| count.to_string());
        table.add_row([kind.to_owned()].into_iter().chain(counts));
    }
    table
}

fn document(found: &EpochComparison, names: &References) -> Value {
    let epoch = |epoch: &LoggedEpoch| json!({ "id": epoch.id, "commit": epoch.commit, "modified": epoch.published });
    let difference = |(id, difference): (&Iri, &Difference)| {
        let mut one = names.name(id);
        for (key, count) in [
            ("gained", difference.gained),
            ("changed", difference.changed),
            ("lost", difference.lost),
        ] {
            one[key] = json!(count);
        }
        one
    };
    let things = found.things.iter().map(|thing| {
        json!({ "id": thing.id, "kind": thing.kind.segment(), "event": thing.event.term() })
    });
    let kinds = counted(found).into_iter().map(|(kind, [created, updated, deleted])| {
        json!({ "kind": kind, "created": created, "updated": updated, "deleted": deleted })
    });
    let graphs = found.graphs.iter();
    json!({
        "from": found.from.as_ref().map(epoch),
        "to": found.to.as_ref().map(epoch),
        "kinds": kinds.collect::<Vec<_>>(),
        "things": things.collect::<Vec<_>>(),
        "graphs": graphs.map(|(id, event)| json!({ "id": id, "event": event.term() })).collect::<Vec<_>>(),
        "members": found.members.iter().map(difference).collect::<Vec<_>>(),
        "themes": found.themes.iter().map(difference).collect::<Vec<_>>(),
    })
}

fn write_csv(found: &EpochComparison) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(stdout().lock());
    out.write_record(["event", "kind", "id"])?;
    for thing in &found.things {
        out.write_record([thing.event.term(), thing.kind.segment(), thing.id.as_str()])?;
    }
    for (graph, event) in &found.graphs {
        out.write_record([event.term(), "graph", graph.as_str()])?;
    }
    out.into_inner().map_err(csv::IntoInnerError::into_error)?.flush()?;
    Ok(())
}
