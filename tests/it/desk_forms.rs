//! Contributions in their forms: written, followed and reviewed in pages, by
//! whom it may be, and by nobody else.

use crate::browsing::{Browser, hidden};
use crate::contributing::{CONTRIBUTING, key_of, see};
use crate::pages::{LANGUAGES, all, attributes, check};
use axum::http::StatusCode;
use passerelle::domain::Role;
use scraper::Html;
use std::sync::LazyLock;

const KINDS: [&str; 7] =
    ["practice", "programme", "statement", "offer", "need", "exchange", "correction"];
const STEPS: [&str; 5] = ["review", "publish", "return", "retire", "erase"];
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";

static KENYA: LazyLock<Browser> = LazyLock::new(|| Browser::of(&CONTRIBUTING.kenya));
static REVIEWER: LazyLock<Browser> = LazyLock::new(|| Browser::of(&CONTRIBUTING.reviewer));

/// What an offer says that can be submitted as it is.
const OFFER: [(&str, &str); 3] = [
    ("description.en", "A visit to our unit for telework."),
    ("about", "telework"),
    ("endDate", "2099-12-31"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().chain(more).copied().collect()
}

fn of(id: &str) -> String {
    format!("/en/desk/contributions/{id}")
}

/// Sends a form that is taken.
fn done(browser: &Browser, id: &str, wanted: &str, fields: &[(&str, &str)], said: &str) {
    let answer = browser.act(id, wanted, fields);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{wanted}: {}", answer.text());
    let place = answer.header("location").split('#').next().unwrap_or_default().to_owned();
    assert!(place.ends_with(&format!("said={said}")), "{wanted}: {place}");
    let page = browser.page(&place);
    assert_eq!(all(&page, "[role=status] p").len(), 1, "{place}");
}

/// Brings an offer of Kenya to where it can be published.
fn in_review() -> String {
    let id = KENYA.begin("offer", &with(&OFFER, &[("do", "submit")]));
    done(&REVIEWER, &id, "review", &[], "review");
    id
}

#[test]
fn every_kind_has_a_form_in_every_language() {
    for kind in KINDS {
        for language in LANGUAGES {
            let path = format!("/{language}/desk/new/{kind}");
            let answer = KENYA.get(&path);
            let page = Html::parse_document(&answer.text());
            check(&path, language, &answer, &page);
            for name in attributes(&page, "label[for]", "for") {
                let named = attributes(&page, &format!("[id='{name}']"), "name");
                assert_eq!(named.len(), 1, "{path}: the label of {name}");
            }
            for ids in attributes(&page, "[aria-describedby]", "aria-describedby") {
                for id in ids.split(' ') {
                    assert_eq!(
                        attributes(&page, &format!("[id='{id}']"), "id").len(),
                        1,
                        "{path}: {id}"
                    );
                }
            }
            for text in page.root_element().text() {
                let key =
                    ["field-", "form-", "desk-", "new-", "state-", "role-", "stage-", "grade-"];
                assert!(!key.iter().any(|key| text.trim().starts_with(key)), "{path}: {text}");
            }
        }
    }
    assert_eq!(KENYA.get("/en/desk/new/poem").status, StatusCode::NOT_FOUND);
    assert_eq!(KENYA.get("/en/desk/contributions/none").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_practice_comes_into_being() {
    let fields = [
        ("label.en", "Mobile offices on market days"),
        (
            "description.en",
            "Advisers travel to markets, for jobseekers who telework or live far away.",
        ),
    ];
    let id = KENYA.begin("practice", &with(&fields, &[("do", "suggest")]));
    let page = KENYA.page(&of(&id));
    let missing = attributes(&page, ".notice li a", "href");
    assert_eq!(missing, ["#f-addresses", "#f-stage"], "what is missing, with links");
    for field in missing {
        assert_eq!(attributes(&page, &format!("[id='{}']", &field[1..]), "id").len(), 1);
    }
    let suggested = attributes(&page, "[data-suggested] input", "value");
    let theme = suggested.iter().find(|theme| theme.ends_with("/telework")).expect("a suggestion");
    done(&KENYA, &id, "submit", &fields, "incomplete");
    assert_eq!(all(&KENYA.page(&format!("{}?said=incomplete", of(&id))), "[role=alert]").len(), 1);
    let whole = with(
        &fields,
        &[("addresses", theme), ("stage", "collected"), ("label.fr", "Bureaux mobiles")],
    );
    done(&KENYA, &id, "submit", &whole, "submitted");
    let queue = all(&REVIEWER.page("/en/desk"), "section[aria-labelledby=queue]").concat();
    assert!(queue.contains("Mobile offices on market days"), "{queue}");
    done(&REVIEWER, &id, "review", &[], "review");
    let unsaid = REVIEWER.act(&id, "return", &[("reasons", " ")]);
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&REVIEWER, &id, "return", &[("reasons", "Say since when.\nAnd for whom.")], "returned");
    let page = KENYA.page(&of(&id));
    assert!(all(&page, ".notice p").contains(&"And for whom.".to_owned()));
    let dated = with(&whole, &[("startDate", "2024-05")]);
    done(&KENYA, &id, "submit", &dated, "submitted");
    done(&REVIEWER, &id, "review", &[], "review");
    done(&REVIEWER, &id, "publish", &[], "published");
    let public = attributes(&KENYA.page(&of(&id)), ".page-header a[href*='/practice/']", "href");
    let seen = see(public.first().expect("a public page"));
    assert!(seen.status.is_success() && seen.text().contains("Mobile offices on market days"));
    let versions = KENYA.page(&format!("{}/versions?from=1&to=3", of(&id)));
    let differing = all(&versions, ".compare tbody th");
    assert!(differing.contains(&"Since".to_owned()), "{differing:?}");
    let again = KENYA.page(&format!("{}?edit=on", of(&id)));
    assert_eq!(attributes(&again, "#f-startDate", "value"), ["2024-05"]);
    done(&KENYA, &id, "retire", &[], "retired");
    assert_eq!(see(&public[0]).status, StatusCode::GONE);
}

#[test]
fn every_page_of_a_thing_leads_to_a_correction_of_it() {
    for path in ["/es/theme/telework", "/fr/member/ke-pes", "/en/statement/2022-q5-l337-au"] {
        let page = KENYA.get(path);
        let links = attributes(&Html::parse_document(&page.text()), ".report a", "href");
        assert_eq!(links.len(), 1, "{path}: {}", page.status);
        let form = KENYA.page(&links[0]);
        let id = format!("https://w3id.org/passerelle/id{}", &path[3..]);
        assert_eq!(attributes(&form, "#f-corrects", "value"), [id], "{path}");
    }
}

#[test]
fn long_lists_have_a_page_of_their_own() {
    let someone = key_of(&CONTRIBUTING.desk, Role::Contributor, Some("jp-pes"));
    let someone = Browser::of(&someone);
    for number in 0..21 {
        someone.begin("offer", &[("description.en", &format!("Offer {number}"))]);
    }
    let home = someone.page("/en/desk");
    assert_eq!(all(&home, "section[aria-labelledby=draft] .entries li").len(), 20);
    let links = attributes(&home, "section[aria-labelledby=draft] .note a", "href");
    assert_eq!(links, ["/en/desk/contributions?state=draft"]);
    assert_eq!(all(&someone.page(&links[0]), ".entries li").len(), 21);
    let none = someone.page("/fr/desk/contributions?state=retired");
    assert!(all(&none, ".entries").is_empty());
    for wrong in ["state=draft&page=2", "state=draft&page=0", "state=queue", "state=lost", ""] {
        let answer = someone.get(&format!("/en/desk/contributions?{wrong}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let queue = REVIEWER.page("/es/desk/contributions?state=queue");
    assert_eq!(all(&queue, "h1"), ["Por revisar"]);
}

#[test]
fn what_is_saved_twice_is_one_draft() {
    let count = || KENYA.page("/en/desk").html().matches("said once and for all").count();
    let fields = with(
        &[("description.en", "It is said once and for all")],
        &[("once", "7d0a"), ("do", "save")],
    );
    let first = KENYA.begin("need", &fields);
    assert_eq!((KENYA.begin("need", &fields), count()), (first.clone(), 1), "the same form");
    let other = with(
        &[("description.en", "It is not said once and for all")],
        &[("once", "7d0a"), ("do", "save")],
    );
    assert_ne!(KENYA.begin("need", &other), first, "with other words, another draft");
}

/// Each role by each form: what the page offers is what is taken.
#[test]
fn what_is_not_allowed_is_not_offered_and_not_taken() {
    let keys = [
        ("the author", CONTRIBUTING.kenya.clone()),
        ("another of the member", key_of(&CONTRIBUTING.desk, Role::Contributor, Some("ke-pes"))),
        ("another member", CONTRIBUTING.actiris.clone()),
        ("a reviewer", CONTRIBUTING.reviewer.clone()),
        ("a reviewer of the member", key_of(&CONTRIBUTING.desk, Role::Reviewer, Some("ke-pes"))),
        ("an administrator", CONTRIBUTING.admin.clone()),
    ];
    // From a draft, one submitted, one in review, one published, in this order.
    let expected: [(&str, [&[&str]; 4]); 6] = [
        ("the author", [&["save", "erase"], &["erase"], &[], &["retire"]]),
        ("another of the member", [&["save", "erase"], &["erase"], &[], &["retire"]]),
        ("another member", [&[], &[], &[], &[]]),
        ("a reviewer", [&[], &["review"], &["publish", "return"], &["retire"]]),
        ("a reviewer of the member", [&["save", "erase"], &["erase"], &[], &["retire"]]),
        (
            "an administrator",
            [&["save", "erase"], &["review", "erase"], &["publish", "return"], &["retire"]],
        ),
    ];
    let draft = KENYA.begin("offer", &with(&OFFER, &[("do", "save")]));
    let submitted = KENYA.begin("offer", &with(&OFFER, &[("do", "submit")]));
    let reviewed = in_review();
    let published = in_review();
    done(&REVIEWER, &published, "publish", &[], "published");
    let places = [&draft, &submitted, &reviewed, &published];
    for ((who, key), (named, offered)) in keys.iter().zip(expected) {
        assert_eq!(*who, named);
        let browser = Browser::of(key);
        for (id, offered) in places.into_iter().zip(offered) {
            let answer = browser.get(&of(id));
            let page = Html::parse_document(&answer.text());
            let shown = attributes(&page, "button[name=do]", "value");
            let known = |value: &&String| *value == "save" || STEPS.contains(&value.as_str());
            let shown: Vec<&String> = shown.iter().filter(known).collect();
            assert_eq!(shown, offered, "{who}, {id}");
            let revision = hidden(&KENYA.page(&of(id)), "revision");
            for step in STEPS.into_iter().filter(|step| !offered.contains(step)) {
                let fields = [("do", step), ("revision", revision.as_str()), ("reasons", "No.")];
                let status = browser.post(&of(id), &fields).status;
                let refused =
                    [StatusCode::FORBIDDEN, StatusCode::CONFLICT, StatusCode::PRECONDITION_FAILED];
                assert!(refused.contains(&status), "{who}, {step}, {id}: {status}");
            }
        }
    }
    let states = places.map(|id| all(&KENYA.page(&of(id)), ".page-header .state").concat());
    let states: Vec<&str> = states.iter().map(|state| state.trim()).collect();
    assert_eq!(states, ["Draft", "Submitted", "In review", "Published"], "nothing has moved");
}

#[test]
fn a_stale_form_loses_nothing() {
    let id = KENYA.begin("offer", &with(&OFFER, &[("do", "save")]));
    let revision = hidden(&KENYA.page(&of(&id)), "revision");
    let other = [
        ("description.en", "What a colleague wrote"),
        ("about", "telework"),
        ("endDate", "2099-01-31"),
    ];
    done(&KENYA, &id, "save", &other, "saved");
    let mine = [
        ("do", "save"),
        ("revision", revision.as_str()),
        ("description.en", "What I wrote"),
        ("description.fr", "Ce que j’ai écrit"),
        ("about", "telework"),
        ("endDate", "2099-12-31"),
    ];
    let answer = KENYA.post(&of(&id), &mine);
    assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
    let page = Html::parse_document(&answer.text());
    check(&of(&id), "en", &answer, &page);
    assert_eq!(all(&page, "textarea[name='description.en']"), ["What I wrote"]);
    assert_eq!(all(&page, "textarea[name='description.fr']"), ["Ce que j’ai écrit"]);
    assert_eq!(attributes(&page, "input[name=endDate]", "value"), ["2099-12-31"]);
    let told = all(&page, "[role=alert]").concat();
    assert!(
        told.contains("What a colleague wrote") && told.contains("31\u{a0}January 2099"),
        "{told}"
    );
    let kept = all(&KENYA.page(&of(&id)), "textarea[name='description.en']");
    assert_eq!(kept, ["What a colleague wrote"], "nothing was saved");
    let revision = hidden(&page, "revision");
    let again = [("revision", revision.as_str())];
    let again: Vec<_> =
        again.into_iter().chain(mine.into_iter().filter(|it| it.0 != "revision")).collect();
    assert_eq!(KENYA.post(&of(&id), &again).status, StatusCode::SEE_OTHER, "knowingly");
    let stale = [("do", "erase"), ("revision", "1")];
    assert_eq!(KENYA.post(&of(&id), &stale).status, StatusCode::PRECONDITION_FAILED);
}

#[test]
fn reasons_of_a_stale_return_are_kept() {
    let id = in_review();
    let fields = [("do", "return"), ("revision", "1"), ("reasons", "Long and thoughtful.")];
    let answer = REVIEWER.post(&of(&id), &fields);
    assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
    let page = Html::parse_document(&answer.text());
    assert_eq!(all(&page, "textarea[name=reasons]"), ["Long and thoughtful."]);
}

#[test]
fn markup_in_a_field_comes_out_as_text() {
    let fields = [
        ("label.en", HOSTILE),
        ("description.en", HOSTILE),
        ("altLabel.en", HOSTILE),
        ("source", HOSTILE),
        ("seeAlso", "javascript:alert(1)"),
        ("startDate", HOSTILE),
        ("stage", HOSTILE),
        ("addresses", HOSTILE),
        ("do", "save"),
    ];
    let answer = KENYA.post("/en/desk/new/practice", &fields);
    assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.text());
    let refused = Html::parse_document(&answer.text());
    let some: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "addresses").collect();
    let id = KENYA.begin("practice", &some);
    done(&KENYA, &id, "save", &[("label.en", "Another")], "saved");
    done(&KENYA, &id, "save", &some, "saved");
    let versions = format!("{}/versions?from=1&to=2", of(&id));
    let pages = [of(&id), "/en/desk".to_owned(), versions].map(|path| KENYA.page(&path));
    for page in pages.iter().chain([&refused]) {
        assert_eq!(all(page, "img, main script").len(), 0, "{}", page.html());
        assert_eq!(attributes(page, "a[href^='javascript']", "href").len(), 0);
    }
    assert!(all(&pages[1], ".entries a").iter().any(|name| name.contains("<script>alert(1)")));
    assert_eq!(attributes(&pages[0], "#f-label", "value"), [HOSTILE]);
}

#[test]
fn a_form_keeps_what_it_has_no_field_for() {
    let body = serde_json::json!({ "kind": "programme", "content": {
        "label": { "en": "A plan", "pt": "Um plano" },
        "isReplacedBy": [{ "id": "https://w3id.org/passerelle/id/programme/nesm" }],
        "budget": [{ "amount": "5", "currency": "EUR" }],
    } });
    let id = crate::contributing::begin(&CONTRIBUTING.kenya, &body);
    let page = KENYA.page(&of(&id));
    assert_eq!(attributes(&page, "#f-budget-amount", "value"), ["5"]);
    let fields =
        [("label.en", "A better plan"), ("budget.amount", "6,5"), ("budget.currency", "EUR")];
    done(&KENYA, &id, "save", &fields, "saved");
    let path = format!("{}/{id}", crate::contributing::CONTRIBUTIONS);
    let kenya = &CONTRIBUTING.kenya;
    let told = crate::contributing::ask(
        kenya,
        axum::http::Method::GET,
        &path,
        &[],
        axum::body::Body::empty(),
    );
    let content = &told.json()["content"];
    assert_eq!(content["label"]["pt"], "Um plano");
    assert_eq!(content["label"]["en"], "A better plan");
    assert_eq!(content["isReplacedBy"][0]["slug"], "nesm");
    assert_eq!(content["budget"][0]["amount"], "6.5");
    assert_eq!(content["budget"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_sought_and_offered_is_met_before_and_after() {
    let browser = Browser::of(&key_of(&CONTRIBUTING.desk, Role::Contributor, Some("lu-adem")));
    let path = "/en/desk/seeks-and-offers";
    let typed = [("need.text", "AI in services"), ("offer.text", "a user-experience unit")];
    let look = browser.post(path, &with(&typed, &[("do", "look")]));
    assert_eq!(look.status, StatusCode::OK, "{}", look.text());
    let page = Html::parse_document(&look.text());
    check(path, "en", &look, &page);
    let taken = attributes(&page, "input[name='need.theme'][checked]", "value");
    assert!(taken.iter().any(|theme| theme.ends_with("/ai-in-services")), "{taken:?}");
    assert_eq!(all(&page, "#before").len(), 1);
    assert_eq!(all(&page, ".meets").len(), 3, "three questions");
    assert!(!all(&page, ".met > li").is_empty(), "somebody is met");
    assert!(
        !attributes(&page, ".met .name a", "href").iter().any(|href| href.ends_with("/lu-adem"))
    );
    // Whoever takes a suggestion away is not asked again.
    let heard = ("need.heard", taken[0].as_str());
    let page = Html::parse_document(
        &browser.post(path, &with(&typed[..1], &[heard, ("do", "look")])).text(),
    );
    assert!(attributes(&page, "input[name='need.theme'][checked]", "value").is_empty());
    let incomplete = browser.post(path, &with(&typed, &[("do", "submit")]));
    assert_eq!(incomplete.header("location"), "/en/desk/seeks-and-offers?said=incomplete");
    let whole = with(&typed, &[("endDate", "2099-12-31"), ("do", "submit")]);
    assert_eq!(
        browser.post(path, &whole).header("location"),
        "/en/desk/seeks-and-offers?said=submitted"
    );
    let page = browser.page(path);
    let links = attributes(&page, "section[aria-labelledby=declared] .name a", "href");
    assert_eq!(links.len(), 4);
    assert_eq!(all(&page, "#after").len(), 0, "nothing is published yet");
    for link in &links[..2] {
        let id = link.rsplit('/').next().expect("a name");
        done(&REVIEWER, id, "review", &[], "review");
        done(&REVIEWER, id, "publish", &[], "published");
    }
    let page = browser.page(path);
    assert_eq!(all(&page, "#after").len(), 1);
    assert_eq!(all(&page, "#before").len(), 1, "two are still drafts");
    for link in &links[..2] {
        done(&browser, link.rsplit('/').next().expect("a name"), "retire", &[], "retired");
    }
    let nothing = browser.post(path, &[("do", "submit")]);
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}
