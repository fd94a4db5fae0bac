//! What was decided on a page of claims: what is ticked is what a claim is
//! coded to. Only what differs from what holds is a decision.

use super::super::typed::Typed;
use super::super::visit::DeskVisit;
use super::sketch;
use crate::domain::{Iri, Kind};
use crate::operations::{Coding, CodingState, Decisions, ImportReport};
use std::collections::BTreeMap;

/// What was decided, or what is wrong with it by claim.
pub(super) struct Read {
    pub(super) decisions: Decisions,
    pub(super) wrong: BTreeMap<String, String>,
}

/// What is ticked of a claim.
pub(super) struct Ticked {
    /// By the last segments of their identifiers.
    pub(super) themes: Vec<String>,
    /// What was typed besides.
    pub(super) other: String,
    pub(super) uncoded: bool,
}

impl Ticked {
    /// As it was sent; else as the claim is coded.
    pub(super) fn of(coding: &Coding, typed: Option<&Typed>) -> Self {
        let id = &coding.claim.id;
        if let Some(typed) = typed {
            let themes = typed.values(&format!("theme.{id}"));
            return Self {
                themes: themes.into_iter().map(str::to_owned).collect(),
                other: typed.value(&format!("other.{id}")).to_owned(),
                uncoded: typed.value(&format!("uncoded.{id}")) == "on",
            };
        }
        let slugs = coding.themes();
        let slugs = slugs.iter().filter_map(|theme| Kind::slug_of(theme.as_str()));
        Self {
            themes: slugs.map(|slug| slug.to_string()).collect(),
            other: String::new(),
            uncoded: coding.state() == CodingState::Uncoded,
        }
    }
}

/// Reads what was ticked of the claims on a page.
pub(super) fn read(visit: &DeskVisit<'_>, report: &ImportReport, typed: &Typed) -> Read {
    let mut read = Read { decisions: Decisions::new(), wrong: BTreeMap::new() };
    let sent = typed.values("claim");
    for coding in report.codings.iter().filter(|it| sent.contains(&it.claim.id.as_str())) {
        let id = coding.claim.id.clone();
        match wanted(visit, coding, &Ticked::of(coding, Some(typed))) {
            Ok(wanted) if wanted == holds(coding) => {}
            Ok(wanted) => drop(read.decisions.insert(id, wanted)),
            Err(words) => drop(read.wrong.insert(id, words)),
        }
    }
    read
}

/// Whether a claim has its themes by rule alone.
fn is_certain(coding: &Coding) -> bool {
    coding.decided.is_none() && coding.state() == CodingState::Certain
}

/// What a claim is coded to, by whomever.
fn holds(coding: &Coding) -> Option<Vec<Iri>> {
    if is_certain(coding) { Some(coding.themes()) } else { coding.decided.clone() }
}

/// What is wanted of a claim: themes, none of them, or that it stays open.
fn wanted(
    visit: &DeskVisit<'_>,
    coding: &Coding,
    ticked: &Ticked,
) -> Result<Option<Vec<Iri>>, String> {
    let reader = visit.reader();
    let mut themes: Vec<Iri> = Vec::new();
    for name in ticked.themes.iter().map(String::as_str).chain(sketch::names(&ticked.other)) {
        let theme = visit.page.service.theme_meant(name);
        let unknown = || reader.text_with("lack-theme", &[("name", name.into())]);
        let theme = theme.ok_or_else(unknown)?;
        if !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    if ticked.uncoded && !themes.is_empty() {
        return Err(reader.text("coding-both"));
    }
    Ok(match (themes.is_empty(), ticked.uncoded) {
        (false, _) => Some(themes),
        (true, true) => Some(Vec::new()),
        // Taken back, the rule would give its theme again.
        (true, false) if is_certain(coding) => Some(Vec::new()),
        (true, false) => None,
    })
}
