//! `passerelle keys`: make, list and revoke API keys. Works beside a running
//! server, which takes notice at once.

use super::{Shared, settings};
use crate::desk::{By, Desk, Key, NewKey, Revocation};
use crate::domain::{Role, Slug};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::Serialize;
use serde_json::json;
use std::str::FromStr;

/// Create, list and revoke API keys
///
/// A key is shown once, when it is created; only a hash of it is kept. Roles,
/// each of which may do what those before it may: reader, contributor,
/// reviewer, admin. Writing by /update and /store needs admin.
#[derive(Args)]
#[command(after_help = "Examples:
  passerelle keys create --role admin --label 'nightly import' --expires 90d
  KEY=$(passerelle keys create --role admin 2>/dev/null)
  passerelle keys list
  passerelle keys revoke 3f0a9c41d2b7")]
pub(super) struct Keys {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Subcommand)]
enum KeysCommand {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Create a key, and print it on standard output, this once
#[derive(Args)]
#[command(after_help = "Example:
  passerelle keys create --role admin --label 'nightly import' --expires 90d")]
struct Create {
    /// What its holder may do: reader, contributor, reviewer or admin
    #[arg(long)]
    role: Role,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// The member that it acts for
    #[arg(long)]
    member: Option<Slug>,
    /// How long it is good for, such as 12h, 90d, 1y, or never
    #[arg(long, default_value = "365d", value_name = "TIME")]
    expires: Lifetime,
}

/// List the keys, without their secrets
#[derive(Args)]
#[command(after_help = "Example:
  passerelle keys list --json")]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Revoke a key: it is refused from now on
#[derive(Args)]
#[command(after_help = "Example:
  passerelle keys revoke 3f0a9c41d2b7")]
struct Revoke {
    /// The key's identifier, as `keys list` shows it
    id: String,
}

/// How long a key is good for.
#[derive(Clone, Copy)]
enum Lifetime {
    For(Span),
    Forever,
}

impl FromStr for Lifetime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "never" {
            return Ok(Self::Forever);
        }
        match text.parse::<Span>() {
            Ok(span) if span.is_positive() => Ok(Self::For(span)),
            _ => Err("a time such as 12h, 90d or 1y is expected, or never".to_owned()),
        }
    }
}

impl Lifetime {
    fn end(self) -> anyhow::Result<Option<Timestamp>> {
        match self {
            Self::Forever => Ok(None),
            Self::For(span) => {
                let end = Timestamp::now().to_zoned(TimeZone::UTC).checked_add(span);
                Ok(Some(end.context("the key would expire after the end of time")?.timestamp()))
            }
        }
    }
}

impl Keys {
    pub(super) fn run(&self, shared: &Shared) -> anyhow::Result<()> {
        #[derive(Serialize)]
        struct NoFlags {}
        let desk = Desk::open(&settings(shared, &NoFlags {})?.data)?;
        match &self.command {
            KeysCommand::Create(command) => command.run(&desk),
            KeysCommand::List(command) => command.run(&desk),
            KeysCommand::Revoke(command) => command.run(&desk),
        }
    }
}

impl Create {
    fn run(&self, desk: &Desk) -> anyhow::Result<()> {
        let new = NewKey {
            role: self.role,
            label: self.label.clone(),
            member: self.member.clone(),
            expires: self.expires.end()?,
        };
        let (key, secret) = desk.create_key(&new, By::COMMAND_LINE)?;
        let end = key.expires.map_or("never expires".to_owned(), |end| format!("expires {end}"));
        eprintln!("created key {} with role {}, which {end}", key.id, key.role);
        eprintln!("keep it now: it is not shown again");
        println!("{}", secret.reveal());
        Ok(())
    }
}

impl List {
    fn run(&self, desk: &Desk) -> anyhow::Result<()> {
        let keys = desk.keys()?;
        if self.json {
            let keys: Vec<_> = keys.iter().map(as_json).collect();
            println!("{}", serde_json::to_string_pretty(&keys)?);
            return Ok(());
        }
        let mut table = Table::new();
        table.load_style(NOTHING).set_header([
            "id",
            "role",
            "label",
            "member",
            "created",
            "expires",
            "last used",
            "state",
        ]);
        let time = |time: Option<Timestamp>, none: &str| {
            time.map_or(none.to_owned(), |time| time.to_string())
        };
        for key in keys {
            let state = state(&key);
            table.add_row([
                key.id,
                key.role.to_string(),
                key.label.unwrap_or_default(),
                key.member.map(|member| member.to_string()).unwrap_or_default(),
                key.created.to_string(),
                time(key.expires, "never"),
                time(key.last_used, "never"),
                state.to_owned(),
            ]);
        }
        println!("{table}");
        Ok(())
    }
}

impl Revoke {
    fn run(&self, desk: &Desk) -> anyhow::Result<()> {
        match desk.revoke_key(&self.id, By::COMMAND_LINE)? {
            Revocation::Done => eprintln!("revoked key {}", self.id),
            Revocation::DoneBefore => eprintln!("key {} was revoked before", self.id),
            Revocation::UnknownKey => {
                bail!("there is no key '{}': `passerelle keys list` shows them", self.id)
            }
        }
        Ok(())
    }
}

/// Whether a key is accepted now.
fn state(key: &Key) -> &'static str {
    match (key.revoked, key.expires) {
        (Some(_), _) => "revoked",
        (None, Some(end)) if end <= Timestamp::now() => "expired",
        _ => "good",
    }
}

fn as_json(key: &Key) -> serde_json::Value {
    let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
    json!({
        "id": key.id,
        "role": key.role,
        "label": key.label,
        "member": key.member.as_ref().map(Slug::as_str),
        "created": key.created.to_string(),
        "expires": time(key.expires),
        "revoked": time(key.revoked),
        "lastUsed": time(key.last_used),
        "state": state(key),
    })
}
