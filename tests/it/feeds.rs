//! `/feeds`: valid, the same news in both formats, in three languages.

use crate::support::{Answer, get, get_json, get_with};
use axum::http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::BTreeSet;

const ALL: [&str; 4] = ["news", "theme/digital-services", "country/ke", "member/ke-pes"];

/// An element with its attributes and its text.
#[derive(Debug, Default)]
struct Element {
    path: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// All elements in order of their beginnings; well-formed, or it fails.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let (mut elements, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().expect("well-formed XML");
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().into_inner();
                let above = open.last().map_or("", |place| elements[*place].path.as_str());
                let path = format!("{above}/{name}");
                let attributes = tag
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.expect("a well-formed attribute");
                        let key = attribute.key.into_inner().to_owned();
                        let value = quick_xml::escape::unescape(&attribute.value).expect("escaped");
                        (key, value.into_owned())
                    })
                    .collect();
                if matches!(event, Event::Start(_)) {
                    open.push(elements.len());
                }
                elements.push(Element { path, attributes, text: String::new() });
            }
            Event::End(_) => drop(open.pop().expect("it was open")),
            Event::Text(text) => {
                if let Some(place) = open.last() {
                    elements[*place].text.push_str(text);
                }
            }
            Event::GeneralRef(_) => {
                if let Some(place) = open.last() {
                    elements[*place].text.push('?');
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "all are closed");
    elements
}

/// The texts of the elements at a path, in order.
fn texts<'a>(elements: &'a [Element], path: &str) -> Vec<&'a str> {
    elements.iter().filter(|one| one.path == path).map(|one| one.text.as_str()).collect()
}

fn feed(path: &str) -> Answer {
    let answer = get_with(path, &[("host", "pes.example")]);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer
}

#[test]
fn atom_has_what_rfc_4287_asks_for() {
    for name in ALL {
        let answer = feed(&format!("/feeds/fr/{name}.atom"));
        assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
        assert_eq!(answer.header("content-language"), "fr");
        let elements = elements(&answer.text());
        assert_eq!(elements[0].path, "/feed");
        assert_eq!(elements[0].attribute("xmlns"), "http://www.w3.org/2005/Atom");
        assert_eq!(elements[0].attribute("xml:lang"), "fr");
        for one in ["/feed/id", "/feed/title", "/feed/updated", "/feed/author/name"] {
            assert_eq!(texts(&elements, one).len(), 1, "{name}: {one}");
        }
        let own = format!("http://pes.example/feeds/fr/{name}.atom");
        let is_own =
            |one: &&Element| one.attribute("rel") == "self" && one.attribute("href") == own;
        assert!(elements.iter().find(is_own).is_some(), "{name}: it names itself");
        let entries = texts(&elements, "/feed/entry").len();
        assert!((1..=50).contains(&entries), "{name}: {entries}");
        for one in ["id", "title", "summary", "updated", "published", "author/name"] {
            let found = texts(&elements, &format!("/feed/entry/{one}"));
            assert_eq!(found.len(), entries, "{name}: {one}");
            assert!(found.iter().all(|text| !text.is_empty()), "{name}: {one}");
        }
        let ids = texts(&elements, "/feed/entry/id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), entries, "{name}: each once");
        assert!(ids.iter().all(|id| id.starts_with("https://w3id.org/passerelle/id/")));
        let newest = texts(&elements, "/feed/entry/updated").into_iter().max();
        assert_eq!(Some(texts(&elements, "/feed/updated")[0]), newest);
    }
}

#[test]
fn json_feed_says_the_same_in_its_own_words() {
    for name in ALL {
        let answer = feed(&format!("/feeds/en/{name}.json"));
        assert_eq!(answer.header("content-type"), "application/feed+json; charset=utf-8");
        let json = answer.json();
        assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(json["feed_url"], format!("http://pes.example/feeds/en/{name}.json"));
        let items = json["items"].as_array().expect("a list");
        for item in items {
            for key in ["id", "url", "title", "content_text", "date_published", "date_modified"] {
                assert!(item[key].is_string(), "{name}: {key}: {item}");
            }
            assert!(item["authors"][0]["name"].is_string() && item["tags"].is_array(), "{item}");
            assert_eq!(item["language"], "en");
        }
        let atom = elements(&feed(&format!("/feeds/en/{name}.atom")).text());
        let ids: Vec<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
        assert_eq!(ids, texts(&atom, "/feed/entry/id"), "{name}");
    }
}

#[test]
fn a_theme_has_what_is_narrower_and_a_country_what_is_its_own() {
    let slugs = |path: &str| -> BTreeSet<String> {
        let json = feed(path).json();
        let items = json["items"].as_array().expect("a list").iter();
        items.filter_map(|item| item["id"].as_str()).map(str::to_owned).collect()
    };
    let theme = slugs("/feeds/en/theme/ai-in-services.json");
    let page = get_json("/api/v1/statements?theme=ai-in-services&limit=100");
    for statement in page["data"].as_array().expect("a list") {
        assert!(theme.contains(statement["id"].as_str().expect("an id")), "{statement}");
    }
    let country = slugs("/feeds/en/country/ke.json");
    let page = get_json("/api/v1/statements?country=ke&limit=100");
    for statement in page["data"].as_array().expect("a list") {
        assert!(country.contains(statement["id"].as_str().expect("an id")), "{statement}");
    }
    assert!(!country.iter().any(|id| theme.contains(id) && id.ends_with("-au")));
}

#[test]
fn a_member_has_its_recommendations_with_their_reasons() {
    let json = feed("/feeds/es/member/ke-pes.json").json();
    let recommended = get_json("/api/v1/members/ke-pes/recommendations?limit=50&lang=es");
    let data = recommended["data"].as_array().expect("a list");
    let items = json["items"].as_array().expect("a list");
    assert_eq!(items.len(), data.len());
    for (item, one) in items.iter().zip(data) {
        let id = format!("{}#for-ke-pes", one["thing"]["id"].as_str().expect("an id"));
        assert_eq!(item["id"], id);
        assert_eq!(item["content_text"], one["reason"]);
        assert_eq!(item["title"], one["thing"]["label"]);
    }
    assert_eq!(json["description"], recommended["note"]);
    let silent = feed("/feeds/en/member/fr-pes.json").json();
    assert_eq!(silent["items"], Value::Array(Vec::new()), "nothing is padded");
}

#[test]
fn a_feed_is_found_from_its_thing_and_kept_by_its_readers() {
    for (path, feed) in [
        ("/api/v1/members/ke-pes", "member/ke-pes"),
        ("/api/v1/themes/telework", "theme/telework"),
        ("/api/v1/countries/ke", "country/ke"),
    ] {
        let answer = get(path);
        let links: Vec<&str> =
            answer.headers.get_all("link").iter().filter_map(|link| link.to_str().ok()).collect();
        assert_eq!(links.len(), 6, "{links:?}");
        for link in links {
            let address = link.strip_prefix('<').and_then(|link| link.split_once('>'));
            let (address, rest) = address.expect("an address");
            assert!(address.contains(feed) && rest.contains("rel=\"alternate\""), "{link}");
            assert_eq!(get(address).status, StatusCode::OK, "{address}");
        }
    }
    let answer = get("/feeds/fr/news.atom");
    let again = get_with("/feeds/fr/news.atom", &[("if-none-match", answer.header("etag"))]);
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[test]
fn without_a_language_the_client_is_led_to_the_one_it_prefers() {
    for (path, feed) in [
        ("/feeds/news.atom", "/feeds/es/news.atom"),
        ("/feeds/news.json", "/feeds/es/news.json"),
        ("/feeds/theme/telework.json", "/feeds/es/theme/telework.json"),
        ("/feeds/member/ke-pes.atom", "/feeds/es/member/ke-pes.atom"),
    ] {
        let answer = get_with(path, &[("accept-language", "de, es;q=0.9, en;q=0.5")]);
        let led = (answer.status, answer.header("location"));
        assert_eq!(led, (StatusCode::SEE_OTHER, feed), "{path}");
        assert!(answer.header("vary").starts_with("accept-language"), "{path}");
        assert_eq!(get(feed).status, StatusCode::OK, "{feed}");
    }
    assert_eq!(get("/feeds/news.atom").header("location"), "/feeds/fr/news.atom");
}

#[test]
fn what_is_no_feed_is_not_found_and_parameters_are_refused() {
    for path in [
        "/feeds/de/news.atom",
        "/feeds/fr/news.rss",
        "/feeds/fr/news",
        "/feeds/fr/olds.atom",
        "/feeds/fr/theme/nothing.atom",
        "/feeds/fr/theme/TELEWORK.atom",
        "/feeds/fr/region/africa.atom",
        "/feeds/fr/member/..%2Fke.json",
        "/feeds/fr/country/ke.json.atom",
        "/feeds/news",
        "/feeds/olds.atom",
        "/feeds/region/africa.atom",
        "/feeds/theme/TELEWORK.atom",
    ] {
        let answer = get(path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
    for path in ["/feeds/fr/news.atom?lang=en", "/feeds/news.atom?lang=en"] {
        let answer = get(path);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/query/lang", "{path}");
    }
}
