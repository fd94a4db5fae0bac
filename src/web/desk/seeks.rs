//! What a service seeks and offers: said in a few words, which are read as
//! themes; whom that meets is seen at once, before anything is published.

use super::super::components::{Choice, heading, notice, section, theme_choices};
use super::super::error::PageError;
use super::super::page::Page;
use super::super::thing::Thing;
use super::contribution::state;
use super::showing::{identifiers, title};
use super::typed::Typed;
use super::visit::{DeskVisit, Done};
use super::{edit, meeting};
use crate::desk::{Contribution, ContributionFilter, ContributionSpan};
use crate::domain::{ContributionKind, ContributionState, Facet, Iri, Kind, Slug, Step};
use crate::operations::{ContributionError, Precondition, Said, StatedProfile};
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};
use uuid::Uuid;

/// As many declarations as are read.
const DECLARED_MAX: usize = 100;
/// The longest text that is read as themes, in characters.
const TEXT_MAX: usize = 5_000;

/// One of the two things that are said.
struct Side {
    facet: Facet,
    text: String,
    /// The themes that count: those that were chosen, and those that the text
    /// speaks of and nobody has taken away.
    chosen: Vec<Iri>,
    /// The themes that the text speaks of, with the words that say so.
    heard: Vec<(Iri, String)>,
}

/// All that was typed.
struct Stated {
    sides: [Side; 2],
    ends: String,
}

/// A declaration at the desk.
struct Declared {
    contribution: Contribution,
    content: Value,
}

pub(super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    page(visit, &Stated::read(visit, &Typed::default())?, None)
}

/// Looks whom it meets, or keeps it as drafts.
pub(super) fn act(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Done, PageError> {
    let stated = Stated::read(visit, typed)?;
    let wanted = typed.value("do");
    let said = stated.sides.iter().any(Side::says_something);
    if !matches!(wanted, "save" | "submit") || visit.member().is_none() {
        let page = page(visit, &stated, (!said).then_some("empty"))?;
        return Ok(Done::Page(StatusCode::OK, Box::new(page)));
    }
    if !said {
        let page = page(visit, &stated, Some("empty"))?;
        return Ok(Done::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(page)));
    }
    let mut incomplete = false;
    for side in stated.sides.iter().filter(|side| side.says_something()) {
        let report = edit::draft(
            visit,
            side.kind(),
            None,
            &side.content(visit, &stated.ends),
            typed.value("once"),
        )?;
        if wanted == "submit" && report.contribution.state == ContributionState::Draft {
            let of = &report.contribution;
            let now = Precondition::OneOf(vec![of.revision]);
            let service = visit.page.service;
            let step = Step::Submit;
            match service.advance_contribution(&visit.caller, &of.id, &now, step, None, None) {
                Ok(_) => {}
                Err(ContributionError::Invalid(_)) => incomplete = true,
                Err(error) => return Err(error.into()),
            }
        }
    }
    let said = match wanted {
        "submit" if incomplete => "incomplete",
        "submit" => "submitted",
        _ => "saved",
    };
    Ok(Done::GoTo(format!("/desk/seeks-and-offers?said={said}")))
}

impl Stated {
    fn read(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Self, PageError> {
        let [need, offer] = Facet::ALL.map(|facet| Side::read(visit, facet, typed));
        Ok(Self { sides: [need?, offer?], ends: typed.value("endDate").to_owned() })
    }
}

impl Side {
    fn read(visit: &DeskVisit<'_>, facet: Facet, typed: &Typed) -> Result<Self, PageError> {
        let name = |part: &str| format!("{}.{part}", facet.term());
        let text: String = typed.value(&name("text")).chars().take(TEXT_MAX).collect();
        let heard = visit.page.service.suggest_themes(&text).into_iter();
        let heard: Vec<(Iri, String)> =
            heard.map(|(theme, words)| (theme.id().clone(), words)).collect();
        let mut chosen = Vec::new();
        for value in typed.values(&name("theme")) {
            chosen.push(theme(value).ok_or_else(|| PageError::parameter("theme", value))?);
        }
        let known_name = name("heard");
        let known = typed.values(&known_name);
        for (id, _) in &heard {
            if !known.contains(&id.as_str()) {
                chosen.push(id.clone());
            }
        }
        chosen.sort();
        chosen.dedup();
        Ok(Self { facet, text, chosen, heard })
    }

    fn says_something(&self) -> bool {
        !self.text.is_empty() || !self.chosen.is_empty()
    }

    fn kind(&self) -> ContributionKind {
        match self.facet {
            Facet::Need => ContributionKind::Need,
            Facet::Offer => ContributionKind::Offer,
        }
    }

    /// What the declaration says.
    fn content(&self, visit: &DeskVisit<'_>, ends: &str) -> Value {
        let mut said = json!({});
        if !self.chosen.is_empty() {
            said["about"] = self.chosen.iter().map(|id| json!({ "id": id.as_str() })).collect();
        }
        if !self.text.is_empty() {
            said["description"] = json!({ visit.reader().language.tag(): self.text });
        }
        if !ends.is_empty() {
            said["endDate"] = json!(ends);
        }
        said
    }
}

/// A theme by its identifier, or by the last segment of that.
fn theme(value: &str) -> Option<Iri> {
    match value.parse::<Slug>() {
        Ok(slug) => Some(Kind::Theme.iri(&slug)),
        Err(_) => Iri::parse(value).ok().filter(|id| Kind::of(id.as_str()) == Some(Kind::Theme)),
    }
}

fn page(visit: &DeskVisit<'_>, stated: &Stated, trouble: Option<&str>) -> Result<Page, PageError> {
    let reader = visit.reader();
    let declared = declared(visit)?;
    let heading_words = html! { p.lead { (reader.text("seeks-lead")) } };
    let title = reader.text("seeks-title");
    let profile = profile(stated, &declared);
    let live = declared.iter().any(|one| one.contribution.live.is_some());
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, heading_words))
        @if let Some(trouble) = trouble {
            div.notice.trouble role="alert" { p { (reader.text(&format!("seeks-{trouble}"))) } }
        }
        @if visit.member().is_none() { (notice(html! { p { (reader.text("seeks-no-member")) } })) }
        (form(visit, stated)?)
        @if let Some(profile) = &profile {
            (section("before", &reader.text("seeks-before"), meeting::before(visit, profile)?))
        }
        @if let (true, Some(member)) = (live, visit.member()) {
            (section("after", &reader.text("seeks-after"), meeting::after(visit, member)?))
        }
        @if !declared.is_empty() {
            (section("declared", &reader.text("seeks-declared"), list(visit, &declared)?))
        }
    };
    visit.page(title, &body)
}

/// What is typed, and what is at the desk and not public yet; none where there
/// is neither.
fn profile(stated: &Stated, declared: &[Declared]) -> Option<StatedProfile> {
    let waiting = declared.iter().filter(|one| one.contribution.live.is_none());
    let mut sides = stated.sides.iter().map(|side| side.chosen.clone()).collect::<Vec<_>>();
    for one in waiting {
        let place = usize::from(one.contribution.kind == ContributionKind::Offer);
        sides[place].extend(identifiers(&one.content["about"]));
    }
    if sides.iter().all(Vec::is_empty) {
        return None;
    }
    let said = |ids: &[Iri]| Said {
        // A declaration can be about other things than themes.
        concepts: ids
            .iter()
            .filter(|id| Kind::of(id.as_str()) == Some(Kind::Theme))
            .map(ToString::to_string)
            .collect(),
        text: String::new(),
    };
    Some(StatedProfile {
        sought: said(&sides[0]),
        offered: said(&sides[1]),
        faced: Said::default(),
    })
}

/// What the service of the key has declared, but for what is retired.
fn declared(visit: &DeskVisit<'_>) -> Result<Vec<Declared>, PageError> {
    let Some(member) = visit.member() else { return Ok(Vec::new()) };
    let states = ContributionState::ALL.into_iter();
    let filter = ContributionFilter {
        kinds: vec![ContributionKind::Need, ContributionKind::Offer],
        states: states.filter(|state| *state != ContributionState::Retired).collect(),
        members: vec![member.clone()],
        ..Default::default()
    };
    let service = visit.page.service;
    let (found, _) =
        service.contributions(&visit.caller, filter, ContributionSpan::latest(DECLARED_MAX))?;
    let read = |contribution: Contribution| {
        let content = service.content_of(&contribution)?;
        Ok(Declared { contribution, content })
    };
    found.into_iter().map(read).collect()
}

fn form(visit: &DeskVisit<'_>, stated: &Stated) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let themes = theme_choices(&visit.page)?.choices;
    let mut sides = Vec::new();
    for side in &stated.sides {
        sides.push(side_fields(visit, side, &themes)?);
    }
    let body = html! {
        input type="hidden" name="once" value=(Uuid::new_v4());
        div.sides { @for side in sides { (side) } }
        @if visit.member().is_some() {
            div.field.short {
                label for="ends" { (reader.text("field-offer-endDate")) }
                p.help #ends-help { (reader.text("field-help-offer-endDate")) }
                input #ends type="date" name="endDate" value=(stated.ends) aria-describedby="ends-help";
            }
        }
        div.actions.last {
            button type="submit" name="do" value="look" { (reader.text("seeks-look")) }
            @if visit.member().is_some() {
                button.quiet type="submit" name="do" value="save" { (reader.text("seeks-save")) }
                button.quiet type="submit" name="do" value="submit" { (reader.text("form-submit")) }
            }
        }
    };
    Ok(visit.form("/desk/seeks-and-offers", "entry whole", &body))
}

/// The words for one side, and the themes that they are taken for.
fn side_fields(
    visit: &DeskVisit<'_>,
    side: &Side,
    themes: &[(String, Vec<Choice>)],
) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let term = side.facet.term();
    let shown = side.chosen.iter().chain(side.heard.iter().map(|(id, _)| id));
    let mut shown: Vec<&Iri> = shown.collect();
    shown.sort();
    shown.dedup();
    let names = visit.page.service.references(shown.iter().map(|id| (*id).clone()))?;
    let unread = !side.text.is_empty() && side.heard.is_empty();
    Ok(html! {
        fieldset class={ "side " (term) } {
            legend { (reader.text(&format!("seeks-{term}"))) }
            div.field {
                label for={ (term) "-text" } { (reader.text(&format!("seeks-{term}-words"))) }
                textarea id={ (term) "-text" } name={ (term) ".text" } rows="3" lang=(reader.language.tag()) { (side.text) }
            }
            @if unread { p.advice { (reader.text("seeks-unread")) } }
            div.field {
                @for id in shown {
                    @let name = names.name(id);
                    @let words = side.heard.iter().find(|(heard, _)| heard == id).map(|(_, words)| words);
                    label.choice {
                        input type="checkbox" name={ (term) ".theme" } value=(id) checked[side.chosen.contains(id)];
                        " " (Thing::from(&name).label(reader))
                        @if let Some(words) = words { " " span.from { (reader.text_with("form-from", &[("words", words.as_str().into())])) } }
                    }
                }
                @for (id, _) in &side.heard { input type="hidden" name={ (term) ".heard" } value=(id); }
                label for={ (term) "-theme" } { (reader.text("form-add-theme")) }
                select id={ (term) "-theme" } name={ (term) ".theme" } {
                    option value="" { (reader.text("form-none")) }
                    @for (group, choices) in themes {
                        optgroup label=(group) { @for choice in choices { option value=(choice.value) { (choice.name) } } }
                    }
                }
            }
        }
    })
}

/// What is declared, and where it stands.
fn list(visit: &DeskVisit<'_>, declared: &[Declared]) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let ids = declared.iter().flat_map(|one| identifiers(&one.content["about"]));
    let names = visit.page.service.references(ids)?;
    Ok(html! {
        ul.entries {
            @for Declared { contribution: one, content } in declared {
                li {
                    p.name {
                        a href=(reader.href(&format!("/desk/contributions/{}", one.id))) {
                            @match title(reader, content) { Some(title) => (title), None => (reader.text("desk-untitled")) }
                        }
                    }
                    p.meta {
                        span { (reader.text(&format!("contribution-kind-{}", one.kind.as_str()))) }
                        (state(reader, one.state))
                        @for id in identifiers(&content["about"]) { @let name = names.name(&id); span { (Thing::from(&name).label(reader)) } }
                        @if let Some(day) = one.ends { span { (reader.text_with("desk-ends", &[("date", reader.date(&day.to_string()).into())])) } }
                    }
                }
            }
        }
    })
}
