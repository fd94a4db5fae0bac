//! The form of a contribution: a new one, and one that is written on. It is
//! saved as a draft at any time, and whatever keeps it from being saved, what
//! was typed stays in it.

use super::super::assets;
use super::super::components::{heading, notice, thing_choices};
use super::super::error::PageError;
use super::super::page::Page;
use super::content::content;
use super::contribution::{self, Look};
use super::controls::Form;
use super::fields::{self, Control};
use super::typed::Typed;
use super::visit::{DeskVisit, Done};
use crate::desk::{Contribution, DeskError, Ticket};
use crate::domain::{ContributionKind, Role, Slug, Step};
use crate::graph::{Remark, UploadFormat};
use crate::operations::{
    Collection, ContributionError, ContributionReport, Precondition, SentContent,
};
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The form of a new contribution of the kind in the address.
pub(super) fn show_new(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let kind = kind(visit)?;
    let mut said = Map::new();
    if let Some(thing) = visit.reader().value("corrects")? {
        said.insert("corrects".to_owned(), json!(thing));
    }
    new_page(visit, kind, &Value::Object(said), &[], "")
}

/// Begins a contribution as a draft.
pub(super) fn begin(visit: &DeskVisit<'_>, typed: &Typed) -> Result<Done, PageError> {
    let kind = kind(visit)?;
    let chosen = typed.value("for");
    let member = match chosen.parse::<Slug>() {
        _ if chosen.is_empty() => None,
        Ok(member) => Some(member),
        Err(_) => return Err(PageError::parameter("for", chosen)),
    };
    let own = member.as_ref().or(visit.member());
    let said = content(kind, &Value::Null, own, typed);
    match draft(visit, kind, member.as_ref(), &said, typed.value("once")) {
        Ok(report) => saved(visit, typed.value("do"), &report.contribution),
        Err(ContributionError::Invalid(remarks)) => {
            let page = new_page(visit, kind, &said, &remarks, chosen)?;
            Ok(Done::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(page)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A new draft. `once` names the form: sent twice, it begins one draft; sent
/// again with other words, another.
pub(super) fn draft(
    visit: &DeskVisit<'_>,
    kind: ContributionKind,
    member: Option<&Slug>,
    said: &Value,
    once: &str,
) -> Result<ContributionReport, ContributionError> {
    let body = said.to_string().into_bytes();
    let ticket = (!once.is_empty() && once.len() <= Uuid::nil().to_string().len())
        .then(|| Ticket::new(format!("page {kind:?} {once}"), [body.as_slice()]));
    let begin = |ticket: Option<&Ticket>| {
        let sent = SentContent { body: body.clone(), format: UploadFormat::JsonLd };
        visit.page.service.draft_contribution(&visit.caller, kind, member.cloned(), sent, ticket)
    };
    let begun = match begin(ticket.as_ref()) {
        Err(ContributionError::Desk(DeskError::OtherRequest)) => begin(None),
        begun => begun,
    };
    begun.map(|(report, _)| report)
}

/// Gives a contribution the content that was typed, and submits it where that
/// was asked for.
pub(super) fn save(visit: &DeskVisit<'_>, id: &Slug, typed: &Typed) -> Result<Done, PageError> {
    let service = visit.page.service;
    let of = service.readable_contribution(&visit.caller, id)?;
    let before = service.content_of(&of)?;
    let said = content(of.kind, &before, of.member.as_ref(), typed);
    let wanted = contribution::precondition(typed);
    if is_alike(&said, &before) && wanted_is_present(&wanted, of.revision) {
        return saved(visit, typed.value("do"), &of);
    }
    let sent = SentContent { body: said.to_string().into_bytes(), format: UploadFormat::JsonLd };
    let look = Look { typed: Some(&said), ..Look::default() };
    let again = |status: StatusCode, look: Look<'_>| {
        let report = service.contribution(&visit.caller, id)?;
        Ok(Done::Page(status, Box::new(contribution::page(visit, &report, &look)?)))
    };
    match service.edit_contribution(&visit.caller, id, &wanted, sent) {
        Ok(report) => saved(visit, typed.value("do"), &report.contribution),
        Err(ContributionError::Stale) => {
            again(StatusCode::PRECONDITION_FAILED, Look { trouble: Some("stale"), ..look })
        }
        Err(ContributionError::Refused(refused)) if !refused.is_about_the_actor() => {
            again(StatusCode::CONFLICT, Look { trouble: Some("closed"), ..look })
        }
        Err(ContributionError::Invalid(remarks)) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, Look { remarks: Some(&remarks), ..look })
        }
        Err(error) => Err(error.into()),
    }
}

/// Where one goes on from a draft that is saved.
fn saved(visit: &DeskVisit<'_>, wanted: &str, of: &Contribution) -> Result<Done, PageError> {
    let path = format!("/desk/contributions/{}", of.id);
    Ok(Done::GoTo(match wanted {
        "submit" => {
            let now = Precondition::OneOf(vec![of.revision]);
            let advanced = visit.page.service.advance_contribution(
                &visit.caller,
                &of.id,
                &now,
                Step::Submit,
                None,
                None,
            );
            match advanced {
                Ok(_) => format!("{path}?said=submitted"),
                Err(ContributionError::Invalid(_)) => format!("{path}?said=incomplete"),
                Err(error) => return Err(error.into()),
            }
        }
        "suggest" => {
            let themes =
                fields::of(of.kind).iter().find(|it| matches!(it.control, Control::Themes));
            let fragment = themes.map(|field| format!("#f-{}", field.key)).unwrap_or_default();
            format!("{path}?said=saved{fragment}")
        }
        _ => format!("{path}?said=saved"),
    }))
}

/// The form of a contribution that is at the desk.
pub(super) fn form(
    visit: &DeskVisit<'_>,
    report: &ContributionReport,
    said: &Value,
    remarks: &[Remark],
    may_save: bool,
) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let of = &report.contribution;
    let form = Form::new(visit, of.kind, said, remarks)?;
    let fields = form.fields()?;
    let body = html! {
        input type="hidden" name="revision" value=(of.revision);
        (fields)
        @if may_save { (buttons(visit)) }
    };
    let path = format!("/desk/contributions/{}", of.id);
    Ok(html! {
        (form.summary(reader.value("said")? == Some("incomplete")))
        (visit.form(&path, "entry", &body))
    })
}

fn buttons(visit: &DeskVisit<'_>) -> Markup {
    let reader = visit.reader();
    html! {
        div.actions.last {
            button type="submit" name="do" value="submit" { (reader.text("form-submit")) }
            button.quiet type="submit" name="do" value="save" { (reader.text("form-save")) }
        }
        p.note { (reader.text("form-buttons-words")) }
    }
}

fn new_page(
    visit: &DeskVisit<'_>,
    kind: ContributionKind,
    said: &Value,
    remarks: &[Remark],
    chosen: &str,
) -> Result<Page, PageError> {
    let reader = visit.reader();
    let title = reader.text(&format!("new-{}", kind.as_str()));
    let form = Form::new(visit, kind, said, remarks)?;
    let fields = form.fields()?;
    let body = html! {
        input type="hidden" name="once" value=(Uuid::new_v4());
        @if visit.member().is_none() { (whose(visit, chosen)?) }
        (fields)
        (buttons(visit))
    };
    let lead = html! { p.lead { (reader.text(&format!("kind-words-{}", kind.as_str()))) } };
    let body = html! {
        (heading(&reader.text("desk-nav-new"), &title, lead))
        (notice(html! { p { (reader.text("form-privacy")) } }))
        (form.summary(true))
        (visit.form(&reader.path, "entry", &body))
    };
    let page = visit.page(title, &body)?;
    Ok(scripted(page))
}

/// A page with a form that suggests themes while one types.
pub(super) fn scripted(mut page: Page) -> Page {
    page.scripts.push(&assets::THEMES);
    page
}

/// For whom it is written, where the key does not say.
fn whose(visit: &DeskVisit<'_>, chosen: &str) -> Result<Markup, PageError> {
    let reader = visit.reader();
    let members = thing_choices(&visit.page, Collection::Members)?;
    Ok(html! {
        div.field {
            label for="for" { (reader.text("form-for")) }
            select #for name="for" {
                option value="" { (reader.text(if visit.role() == Role::Contributor { "form-none" } else { "form-for-nobody" })) }
                @for member in &members { option value=(member.value) selected[member.value == chosen] { (member.name) } }
            }
        }
    })
}

fn kind(visit: &DeskVisit<'_>) -> Result<ContributionKind, PageError> {
    visit.page.slug.parse().map_err(|_| PageError::NoSuchPage)
}

fn wanted_is_present(wanted: &Precondition, revision: u64) -> bool {
    matches!(wanted, Precondition::OneOf(revisions) if revisions.contains(&revision))
}

/// Whether two contents say the same, in whatever order.
fn is_alike(one: &Value, other: &Value) -> bool {
    sorted(one) == sorted(other)
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(values) => {
            let mut values: Vec<Value> = values.iter().map(sorted).collect();
            values.sort_by_key(Value::to_string);
            Value::Array(values)
        }
        // A reference says no more than what it refers to.
        Value::Object(object) if object.len() == 2 && object.contains_key("slug") => {
            json!({ "id": object["id"] })
        }
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_no_difference() {
        let kept = json!({ "about": [{ "id": "a", "slug": "a" }, { "id": "b", "slug": "b" }] });
        assert!(is_alike(&kept, &json!({ "about": [{ "id": "b" }, { "id": "a" }] })));
        assert!(!is_alike(&kept, &json!({ "about": [{ "id": "b" }] })));
    }
}
