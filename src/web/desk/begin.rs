//! What can be written: the kinds of contributions, each in a sentence.

use super::super::components::heading;
use super::super::error::PageError;
use super::super::page::Page;
use super::visit::DeskVisit;
use crate::domain::ContributionKind;
use maud::html;

pub(super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    let reader = visit.reader();
    let title = reader.text("begin-title");
    let body = html! {
        (heading(&reader.text("nav-desk"), &title, html! { p.lead { (reader.text("begin-lead")) } }))
        ul.cards {
            @for kind in ContributionKind::ALL.map(ContributionKind::as_str) {
                li.card {
                    h2.small { a href=(reader.href(&format!("/desk/new/{kind}"))) { (reader.text(&format!("contribution-kind-{kind}"))) } }
                    p { (reader.text(&format!("kind-words-{kind}"))) }
                }
            }
        }
        p { a href=(reader.href("/desk/seeks-and-offers")) { (reader.text("begin-seeks")) } }
    };
    visit.page(title, &body)
}
