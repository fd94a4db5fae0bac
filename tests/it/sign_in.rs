//! `/{lang}/sign-in` and what a session is: who gets one, when it ends, which
//! forms are taken in it, and that nobody keeps its pages.

use crate::browsing::{Browser, ORIGIN, ask, cookie, form, hidden, try_key};
use crate::contributing::{CONTRIBUTING, key_of};
use crate::pages::{LANGUAGES, all, check};
use crate::seeded;
use crate::support::{get, send_to};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use passerelle::desk::{By, NewKey};
use passerelle::domain::Role;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Opening;
use passerelle::web;
use scraper::Html;

/// A page of each kind at the desk.
const DESK: [&str; 6] = [
    "/desk",
    "/desk/new",
    "/desk/new/practice",
    "/desk/new/exchange",
    "/desk/seeks-and-offers",
    "/desk?said=saved",
];

#[test]
fn a_key_opens_a_session_with_a_cookie_of_its_own() {
    let answer = try_key(&CONTRIBUTING.kenya, &[("to", "/desk/new/offer")]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/en/desk/new/offer");
    let set = answer.header("set-cookie");
    for part in ["passerelle-session=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "Max-Age=43200"]
    {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Secure"), "no cookie would come back in the clear: {set}");
    let first = Browser::of(&CONTRIBUTING.kenya);
    let second = Browser::of(&CONTRIBUTING.kenya);
    assert_ne!(first.cookie, second.cookie);
    let desk = first.page("/en/desk");
    assert!(all(&desk, ".desk-bar").concat().contains("Kenya"));
}

#[test]
fn behind_https_the_cookie_is_of_this_host_alone() {
    let (service, _directory) = seeded::service(Opening::default());
    let new = NewKey { role: Role::Admin, label: None, member: None, expires: None };
    let key = service.desk().create_key(&new, By::COMMAND_LINE).expect("a key").1;
    let url = Some("https://pes.example".to_owned());
    let settings = HttpSettings { public_url: url, ..HttpSettings::default() };
    let app = http::app(service, settings, web::pages()).expect("an app");
    let sign_in = |origin: &str| {
        let request = Request::post("/fr/sign-in").header("origin", origin);
        let body = form(&[("key", key.reveal())]);
        send_to(&app, request.body(body.into()).expect("a request"))
    };
    for origin in ["http://pes.example", "https://pes.example:8443", "https://other.example"] {
        assert_eq!(sign_in(origin).status, StatusCode::FORBIDDEN, "{origin}");
    }
    let answer = sign_in("https://pes.example");
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-passerelle-session=") && set.ends_with("; Secure"), "{set}");
    let request = Request::get("/fr/desk").header("cookie", cookie(&answer));
    let desk = send_to(&app, request.body(Body::empty()).expect("a request"));
    assert_eq!(desk.status, StatusCode::OK);
}

#[test]
fn no_other_key_opens_one() {
    let desk = &CONTRIBUTING.desk;
    let revoked = key_of(desk, Role::Contributor, Some("ke-pes"));
    let id = revoked.split('_').nth(1).expect("an identifier");
    desk.revoke_key(id, By::COMMAND_LINE).expect("it is revoked");
    let expires = Some(Timestamp::now() - SignedDuration::from_secs(1));
    let new = NewKey { role: Role::Admin, label: None, member: None, expires };
    let expired = desk.create_key(&new, By::COMMAND_LINE).expect("a key").1.reveal().to_owned();
    let mut wrong = CONTRIBUTING.kenya.clone();
    let last = if wrong.ends_with('0') { '1' } else { '0' };
    wrong.pop();
    wrong.push(last);
    let reader = key_of(desk, Role::Reader, Some("ke-pes"));
    for (key, status) in [
        (revoked.as_str(), StatusCode::UNAUTHORIZED),
        (&expired, StatusCode::UNAUTHORIZED),
        (&wrong, StatusCode::UNAUTHORIZED),
        ("", StatusCode::UNAUTHORIZED),
        ("psl_<script>", StatusCode::UNAUTHORIZED),
        (&reader, StatusCode::FORBIDDEN),
    ] {
        let answer = try_key(key, &[]);
        assert_eq!(answer.status, status, "{key}");
        assert_eq!(answer.header("set-cookie"), "", "{key}");
        let text = answer.text();
        assert!(key.is_empty() || !text.contains(key), "a key is not repeated");
        let document = Html::parse_document(&text);
        assert_eq!(all(&document, "[role=alert] p").len(), 1);
        check("/en/sign-in", "en", &answer, &document);
    }
}

#[test]
fn a_session_ends_with_its_key_on_demand_and_by_another() {
    let desk = &CONTRIBUTING.desk;
    let key = key_of(desk, Role::Contributor, Some("ke-pes"));
    let leaves = |browser: &Browser| {
        let answer = browser.get("/en/desk/new/offer");
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location"), "/en/sign-in?to=%2Fdesk%2Fnew%2Foffer");
    };
    let signed_out = Browser::of(&key);
    let answer = signed_out.post("/en/sign-out", &[]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "the cookie goes");
    leaves(&signed_out);
    let first = Browser::of(&key);
    let headers = [ORIGIN, ("cookie", first.cookie.as_str())];
    let again = ask(Method::POST, "/en/sign-in", &headers, form(&[("key", &key)]));
    assert_ne!(cookie(&again), first.cookie);
    leaves(&first);
    let last = Browser::of(&key);
    let id = key.split('_').nth(1).expect("an identifier");
    desk.revoke_key(id, By::COMMAND_LINE).expect("it is revoked");
    leaves(&last);
}

#[test]
fn a_form_is_taken_from_our_own_pages_alone() {
    let browser = Browser::of(&CONTRIBUTING.kenya);
    let other = Browser::of(&CONTRIBUTING.kenya);
    let token = hidden(&browser.page("/en/desk/new/offer"), "token");
    let foreign = hidden(&other.page("/en/desk/new/offer"), "token");
    let drafts = || browser.page("/en/desk").html().matches("/desk/contributions/").count();
    let before = drafts();
    let send = |headers: &[(&str, &str)], token: &str| {
        let mut all = vec![("cookie", browser.cookie.as_str())];
        all.extend(headers);
        let fields = [("token", token), ("description.en", "Taken?"), ("do", "save")];
        ask(Method::POST, "/en/desk/new/offer", &all, form(&fields))
    };
    let strange = [
        vec![],
        vec![("origin", "http://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "http://pes.example.evil.example")],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site"), ORIGIN],
        vec![("sec-fetch-site", "none")],
        vec![("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")],
    ];
    for headers in &strange {
        let answer = send(headers, &token);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(!answer.text().contains("Taken?"), "{headers:?}");
    }
    for token in ["", "0", &foreign] {
        let answer = send(&[ORIGIN], token);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
        let page = Html::parse_document(&answer.text());
        assert_eq!(hidden(&page, "description.en"), "Taken?", "what was typed is kept");
    }
    assert_eq!(drafts(), before, "nothing was done");
    assert_eq!(send(&[("sec-fetch-site", "same-origin")], &token).status, StatusCode::SEE_OTHER);
    assert_eq!(send(&[ORIGIN], &token).status, StatusCode::SEE_OTHER);
}

#[test]
fn what_was_typed_outlives_the_session() {
    let fields = [
        ("token", "of a session that is over"),
        ("description.en", "A long\nstory"),
        ("do", "save"),
    ];
    let answer = ask(Method::POST, "/en/desk/new/offer", &[ORIGIN], form(&fields));
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let page = Html::parse_document(&answer.text());
    check("/en/desk/new/offer", "en", &answer, &page);
    let (kept, to) = (hidden(&page, "kept"), hidden(&page, "to"));
    let wrong = try_key("psl_", &[("kept", &kept), ("to", &to)]);
    let page = Html::parse_document(&wrong.text());
    let kept = hidden(&page, "kept");
    let answer = try_key(&CONTRIBUTING.kenya, &[("kept", &kept), ("to", &to)]);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let page = Html::parse_document(&answer.text());
    let [token, story] = ["token", "description.en"].map(|name| hidden(&page, name));
    assert_eq!(story, "A long\nstory");
    let cookie = cookie(&answer);
    let fields = [("token", token.as_str()), ("description.en", &story), ("do", "save")];
    let headers = [ORIGIN, ("cookie", cookie.as_str())];
    let sent = ask(Method::POST, &format!("/en{to}"), &headers, form(&fields));
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

#[test]
fn nobody_is_led_elsewhere() {
    for to in ["//evil.example", "https://evil.example", "/deskevil", "", "/en/desk", "/sign-out"] {
        let answer = try_key(&CONTRIBUTING.kenya, &[("to", to)]);
        assert_eq!(answer.header("location"), "/en/desk", "{to}");
    }
}

#[test]
fn nobody_keeps_a_page_of_the_desk() {
    let browser = Browser::of(&CONTRIBUTING.kenya);
    let id = browser.begin("offer", &[("description.en", "Kept by nobody"), ("do", "save")]);
    let own = [format!("/desk/contributions/{id}"), format!("/desk/contributions/{id}/versions")];
    for language in LANGUAGES {
        for path in DESK.into_iter().chain(own.iter().map(String::as_str)) {
            let path = format!("/{language}{path}");
            let answer = browser.get(&path);
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            let document = Html::parse_document(&answer.text());
            check(&path, language, &answer, &document);
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert_eq!(answer.header("etag"), "", "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert!(answer.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
            let packed = ask(
                Method::GET,
                &path,
                &[("cookie", &browser.cookie), ("accept-encoding", "gzip")],
                Body::empty(),
            );
            assert_eq!(packed.header("content-encoding"), "", "{path}");
        }
        let answer = ask(Method::GET, &format!("/{language}/sign-in"), &[], Body::empty());
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        check("sign-in", language, &answer, &Html::parse_document(&answer.text()));
    }
    let sitemap = get("/sitemap.xml").text();
    assert!(!sitemap.contains("/desk") && !sitemap.contains("/sign-in"));
}

#[test]
fn all_other_pages_are_the_same_for_everybody() {
    let browser = Browser::of(&CONTRIBUTING.kenya);
    for path in ["/en/", "/fr/member/ke-pes", "/es/about", "/api/v1/members?limit=3"] {
        let open = ask(Method::GET, path, &[], Body::empty());
        let signed_in = browser.get(path);
        assert_eq!(open.body, signed_in.body, "{path}");
        assert_eq!(open.header("etag"), signed_in.header("etag"), "{path}");
    }
}
