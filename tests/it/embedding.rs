//! What other sites embed: oEmbed, the frame with the peers of a member, and
//! the component.

use crate::api::problem;
use crate::support::{get, get_json, get_with};
use axum::http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;
use scraper::{Html, Selector};
use std::collections::BTreeMap;

const HOST: (&str, &str) = ("host", "p.example");

fn select(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|one| one.text().collect::<String>()).collect()
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).filter_map(|one| one.attr(name)).map(str::to_owned).collect()
}

/// The texts of the elements of a flat document.
fn elements(xml: &str) -> BTreeMap<String, String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut open) = (BTreeMap::<String, String>::new(), String::new());
    loop {
        let text = match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => {
                tag.name().into_inner().clone_into(&mut open);
                continue;
            }
            Event::Text(text) => text.to_string(),
            Event::GeneralRef(name) => match &*name {
                "lt" => "<".to_owned(),
                "gt" => ">".to_owned(),
                "quot" => "\"".to_owned(),
                other => panic!("&{other};"),
            },
            Event::Eof => return found,
            _ => continue,
        };
        found.entry(open.clone()).or_default().push_str(&text);
    }
}

#[test]
fn the_page_of_a_member_is_embedded_as_a_frame() {
    let page = Html::parse_document(&get_with("/en/member/ke-pes?mode=mutual", &[HOST]).text());
    for (kind, media_type) in [("json", "application/json"), ("xml", "text/xml; charset=utf-8")] {
        let selector = format!("link[rel=alternate][type$=\"{kind}+oembed\"]");
        let [address] = attributes(&page, &selector, "href").try_into().expect("one link");
        let path = address.strip_prefix("http://p.example").expect("absolute");
        let answer = get_with(path, &[HOST]);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), media_type);
    }
    let asked = "/oembed?url=http://p.example/en/member/ke-pes%3Fmode=mutual&maxwidth=300&maxheight=9999&other=1";
    let told = get_with(asked, &[HOST]).json();
    assert_eq!((&told["version"], &told["type"]), (&"1.0".into(), &"rich".into()));
    assert_eq!(told["title"], "Peers of PES of Kenya");
    assert_eq!((told["width"].as_u64(), told["height"].as_u64()), (Some(300), Some(520)));
    let frame = Html::parse_fragment(told["html"].as_str().expect("markup"));
    assert_eq!(attributes(&frame, "iframe", "src"), ["http://p.example/embed/en/peers/ke-pes"]);
    assert_eq!(attributes(&frame, "iframe", "title"), ["Peers of PES of Kenya"]);
    let xml = elements(&get_with(&format!("{asked}&format=xml"), &[HOST]).text());
    for (key, value) in told.as_object().expect("an object") {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        assert_eq!(xml[key], text, "{key}");
    }
    let identifier = get_json("/oembed?url=https://w3id.org/passerelle/id/member/ke-pes");
    assert_eq!(identifier["title"], "Pairs de SPE du Kenya");
}

#[test]
fn only_pages_of_members_are_embedded() {
    let theme = Html::parse_document(&get_with("/en/theme/telework", &[HOST]).text());
    assert!(attributes(&theme, "link[type*=oembed]", "href").is_empty());
    for url in [
        "http://p.example/en/theme/telework",
        "http://p.example/en/member/no-such-member",
        "http://other.example/en/member/ke-pes",
        "http://p.example.org/en/member/ke-pes",
        "nonsense",
    ] {
        problem(&get_with(&format!("/oembed?url={url}"), &[HOST]), StatusCode::NOT_FOUND);
    }
    let known = "url=https://w3id.org/passerelle/id/member/ke-pes";
    problem(&get(&format!("/oembed?{known}&format=yaml")), StatusCode::NOT_IMPLEMENTED);
    for wrong in ["maxwidth=0", "maxwidth=wide", "maxheight=-1"] {
        problem(&get(&format!("/oembed?{known}&{wrong}")), StatusCode::BAD_REQUEST);
    }
    problem(&get("/oembed"), StatusCode::BAD_REQUEST);
}

#[test]
fn the_frame_shows_the_peers_that_the_api_gives() {
    for (language, mode) in
        [("fr", "similar"), ("en", "helps-me"), ("es", "i-help"), ("en", "mutual")]
    {
        let answer = get(&format!("/embed/{language}/peers/ke-pes?mode={mode}&limit=2"));
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-language"), language);
        let page = Html::parse_document(&answer.text());
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        let api = get_json(&format!(
            "/api/v1/members/ke-pes/matches?mode={mode}&limit=2&lang={language}"
        ));
        let peers: Vec<&str> = api["data"]
            .as_array()
            .expect("peers")
            .iter()
            .filter_map(|one| one["member"]["label"].as_str())
            .collect();
        assert_eq!(select(&page, ".peers .name"), peers, "{language} {mode}");
        let reasons = select(&page, ".peers .reason");
        for (reason, one) in reasons.iter().zip(api["data"].as_array().expect("peers")) {
            let theme = one["shared"][0]["concept"]["label"].as_str().expect("a theme");
            assert!(reason.contains(theme), "{reason}");
        }
        assert!(select(&page, ".note").concat().contains(api["note"].as_str().expect("a note")));
        for link in attributes(&page, "a", "href") {
            assert_eq!(
                get(link.split('#').next().unwrap_or_default()).status,
                StatusCode::OK,
                "{link}"
            );
        }
    }
}

#[test]
fn thin_evidence_is_said_in_the_frame() {
    let answer = get("/embed/en/peers/fr-pes");
    let page = Html::parse_document(&answer.text());
    assert!(select(&page, ".peers li").is_empty());
    assert!(select(&page, ".note").concat().contains("Insufficient evidence"), "{}", answer.text());
}

#[test]
fn the_frame_alone_may_be_framed_and_runs_nothing() {
    let policy = |path: &str| get(path).header("content-security-policy").to_owned();
    let frame = policy("/embed/en/peers/ke-pes");
    assert!(frame.contains("frame-ancestors *") && frame.contains("default-src 'none'"), "{frame}");
    assert!(!frame.contains("script"), "{frame}");
    for path in ["/en/member/ke-pes", "/en/", "/api/v1/members/ke-pes/matches"] {
        assert!(policy(path).contains("frame-ancestors 'none'"), "{path}");
    }
    let page = Html::parse_document(&get("/embed/en/peers/ke-pes").text());
    assert!(select(&page, "script").is_empty());
    let [style] = attributes(&page, "link[rel=stylesheet]", "href").try_into().expect("one style");
    assert_eq!(get(&style).header("content-type"), "text/css; charset=utf-8");
}

#[test]
fn a_frame_that_cannot_be_shown_says_so() {
    for (path, status) in [
        ("/embed/en/peers/no-such-member", StatusCode::NOT_FOUND),
        ("/embed/en/peers/NO", StatusCode::NOT_FOUND),
        ("/embed/en/peers/ke-pes?limit=11", StatusCode::BAD_REQUEST),
        ("/embed/en/peers/ke-pes?mode=odd", StatusCode::BAD_REQUEST),
        ("/embed/en/peers/ke-pes?theme=telework", StatusCode::BAD_REQUEST),
    ] {
        let answer = get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors *"), "{path}");
        assert_eq!(select(&Html::parse_document(&answer.text()), "h1").len(), 1, "{path}");
    }
    problem(&get("/embed/de/peers/ke-pes"), StatusCode::NOT_FOUND);
}

#[test]
fn the_component_comes_with_its_texts_to_any_origin() {
    let answer = get_with("/assets/passerelle-peers.js", &[("origin", "https://platform.example")]);
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(
        !answer.header("etag").is_empty() && answer.header("cache-control").contains("max-age")
    );
    let module = answer.text();
    let words = module.lines().find_map(|line| line.strip_prefix("const WORDS = "));
    let words: serde_json::Value =
        serde_json::from_str(words.expect("the texts").trim_end_matches(';')).expect("JSON");
    for language in ["fr", "en", "es"] {
        let own = words[language].as_object().expect("texts");
        assert_eq!(own.len(), 13, "{own:?}");
        for (key, text) in own {
            assert_eq!(
                key.starts_with("embed-because"),
                text.as_str().is_some_and(|it| it.contains("{themes}")),
                "{key}"
            );
        }
    }
    for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
        assert!(!module.contains(forbidden), "no text becomes markup: {forbidden}");
    }
}
