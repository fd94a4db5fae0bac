//! The pages: each in each language, whole, well formed, of a light weight, and
//! without a link that leads nowhere. What goes wrong is in `pages_errors`,
//! identifiers are in `linked_data`.

use crate::support::{Answer, get, get_with};
use axum::http::StatusCode;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(crate) const LANGUAGES: [&str; 3] = ["fr", "en", "es"];

/// One page of each kind, and the lists in the forms that they take.
pub(crate) const PAGES: [&str; 52] = [
    "/",
    "/search",
    "/search?q=sampes&year=2022",
    "/members",
    "/members?region=africa&language=fr&theme=digital-services",
    "/member/be-actiris",
    "/member/ke-pes?mode=helps-me",
    "/member/be-actiris?mode=mutual&other_regions=on&peers=all",
    "/member/fr-pes",
    "/country/au",
    "/country/ke",
    "/region/africa",
    "/region/middle-east-and-arab-countries",
    "/themes",
    "/theme/service-offer",
    "/theme/digital-services",
    "/theme/ai-in-services",
    "/programmes",
    "/statements?page=2",
    "/programmes?type=law&country=es",
    "/programme/jobactive",
    "/programme/nesm",
    "/programme/sampes-africa",
    "/practices",
    "/practice/tr-user-experience-unit",
    "/topics",
    "/topic/2022-q8-01",
    "/expectations",
    "/expectation/2022-q9-01",
    "/surveys",
    "/survey/2022",
    "/survey/2022?question=2022-q6&level=2",
    "/survey/2020-03",
    "/statements",
    "/statements?theme=digital-services&kind=priority&certainty=explicit",
    "/statement/2022-q5-l337-au",
    "/statement/2022-q6-l385-1",
    "/fact/nest-trial-start",
    "/finding/2022-q5-l296-human-resources",
    "/compare",
    "/compare?item=programme/nesm",
    "/compare?item=programme/nesm&item=programme/jobactive&item=practice/tr-user-experience-unit",
    "/groups",
    "/groups?theme=service-design&min_size=5&max_size=6&region=africa&region=europe&include=ke-pes",
    "/query",
    "/about",
    "/method",
    "/accessibility",
    "/target-group/young-people",
    "/body/wapes",
    "/question/2022-q6",
    "/programme-type/law",
];

/// A page on a poor line.
const COMPRESSED_BYTES_MAX: usize = 100 * 1024;

pub(crate) fn all(document: &Html, selector: &str) -> Vec<String> {
    elements(document, selector).iter().map(|element| element.text().collect()).collect()
}

fn elements<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document.select(&Selector::parse(selector).expect("a selector")).collect()
}

pub(crate) fn attributes(document: &Html, selector: &str, name: &str) -> Vec<String> {
    let values = elements(document, selector);
    values.iter().filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}

/// A page that is there, read.
pub(crate) fn page(path: &str) -> (Answer, Html) {
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
    let document = Html::parse_document(&answer.text());
    (answer, document)
}

/// What holds for every page, whatever it says.
pub(crate) fn check(path: &str, language: &str, answer: &Answer, document: &Html) {
    assert!(document.errors.is_empty(), "{path}: {:?}", document.errors);
    assert_eq!(answer.header("content-language"), language, "{path}");
    assert_eq!(document.root_element().attr("lang"), Some(language), "{path}");
    assert_eq!(all(document, "h1").len(), 1, "{path} has one heading of the first level");
    assert_eq!(elements(document, "main").len(), 1, "{path}");
    for selector in ["title", "h1", "h2", "h3", "h4", "caption", "dt", "a", "button", "label"] {
        let empty = all(document, selector).iter().any(|text| text.trim().is_empty());
        assert!(!empty, "{path}: an empty {selector}");
    }
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{path}: {policy}"
    );
    assert!(elements(document, "[style], style, iframe, object, embed").is_empty(), "{path}");
    for script in elements(document, "script") {
        let of_data = script.attr("type").is_some_and(|kind| kind.starts_with("application/"));
        let own = script.attr("src").is_some_and(|src| src.starts_with("/assets/"));
        assert!(of_data || own && script.inner_html().is_empty(), "{path}: {}", script.html());
    }
    let runs = elements(document, "script[src]").len();
    assert_eq!(policy.matches("script-src 'self'").count(), runs.min(1), "{path}: {policy}");
    let ids = attributes(document, "[id]", "id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{path}: an id stands twice: {ids:?}");
    headings_descend(path, document);
    no_key_shows_through(path, document);
}

fn headings_descend(path: &str, document: &Html) {
    let mut above = 0;
    for heading in elements(document, "h1, h2, h3, h4") {
        let level = usize::from(heading.value().name().as_bytes()[1] - b'0');
        assert!(level <= above + 1, "{path}: h{level} below h{above}");
        above = level;
    }
}

/// A missing text is shown as its key.
fn no_key_shows_through(path: &str, document: &Html) {
    let keys = [
        "kind-",
        "property-",
        "certainty-",
        "confidence-",
        "mode-",
        "nav-",
        "language-",
        "filter-",
    ];
    for text in document.root_element().text() {
        let key = keys.iter().any(|key| text.trim().starts_with(key));
        assert!(!key, "{path}: {text}");
    }
}

#[test]
fn every_page_is_whole_in_every_language() {
    for language in LANGUAGES {
        for path in PAGES {
            let path = format!("/{language}{path}");
            let (answer, document) = page(&path);
            check(&path, language, &answer, &document);
        }
    }
}

#[test]
fn languages_tell_the_same_in_other_words() {
    for path in PAGES {
        let shown = LANGUAGES.map(|language| page(&format!("/{language}{path}")).1);
        let links = |document: &Html| {
            let hrefs = attributes(document, "main a", "href").into_iter();
            let mut paths: Vec<String> = hrefs
                .map(|href| {
                    LANGUAGES.iter().fold(href, |href, tag| {
                        match href.strip_prefix(&format!("/{tag}/")) {
                            Some(rest) => format!("/{rest}"),
                            None => href,
                        }
                    })
                })
                .collect();
            paths.sort();
            paths
        };
        let [french, english, spanish] = shown.each_ref().map(links);
        assert!(french == english && english == spanish, "{path} leads to the same places");
        let [french, english, spanish] = shown.each_ref().map(|it| all(it, "title").concat());
        assert!(!french.is_empty() && !english.is_empty() && !spanish.is_empty());
    }
}

#[test]
fn the_switch_of_language_stays_on_the_page() {
    let (_, document) = page("/en/member/ke-pes?mode=helps-me&other_regions=on");
    let switch = attributes(&document, ".languages a", "href");
    let path = "/member/ke-pes?mode=helps-me&other_regions=on";
    assert_eq!(switch, LANGUAGES.map(|language| format!("/{language}{path}")));
    let current = attributes(&document, ".languages a[aria-current]", "hreflang");
    assert_eq!(current, ["en"]);
}

#[test]
fn the_head_names_languages_data_and_the_thing() {
    let host = [("host", "pes.example")];
    let answer = get_with("/es/programme/nesm", &host);
    let document = Html::parse_document(&answer.text());
    let one = |selector: &str, name: &str| attributes(&document, selector, name);
    let address = "http://pes.example/es/programme/nesm";
    assert_eq!(one("link[rel=canonical]", "href"), [address]);
    assert_eq!(one("meta[property='og:url']", "content"), [address]);
    assert_eq!(one("link[rel=alternate][hreflang]", "hreflang"), LANGUAGES);
    for (ending, media_type) in [("ttl", "text/turtle"), ("jsonld", "application/ld+json")] {
        let href = one(&format!("link[type='{media_type}']"), "href");
        assert_eq!(href, [format!("/data/programme/nesm.{ending}")]);
    }
    let block = all(&document, "script").concat();
    let block: serde_json::Value = serde_json::from_str(&block).expect("a block of JSON");
    assert_eq!(block["@context"], "https://schema.org");
    let types: Vec<&str> = block["@graph"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it["@type"].as_str())
        .collect();
    assert_eq!(types, ["WebPage", "GovernmentService", "BreadcrumbList"]);
    assert_eq!(block["@graph"][1]["@id"], "https://w3id.org/passerelle/id/programme/nesm");
}

#[test]
fn the_head_names_feeds_that_are_there() {
    let host = [("host", "pes.example")];
    for (path, own) in [
        ("/", None),
        ("/programme/nesm", None),
        ("/member/ke-pes", Some("member/ke-pes")),
        ("/theme/telework", Some("theme/telework")),
        ("/country/ke", Some("country/ke")),
    ] {
        for language in LANGUAGES {
            let document =
                Html::parse_document(&get_with(&format!("/{language}{path}"), &host).text());
            for (media_type, ending) in
                [("application/atom+xml", "atom"), ("application/feed+json", "json")]
            {
                let named = attributes(&document, &format!("link[type='{media_type}']"), "href");
                let feeds = own.into_iter().chain(["news"]);
                let wanted: Vec<String> =
                    feeds.map(|feed| format!("/feeds/{language}/{feed}.{ending}")).collect();
                assert_eq!(named, wanted);
                for feed in named {
                    let answer = get_with(&feed, &host);
                    assert!(answer.header("content-type").starts_with(media_type), "{feed}");
                }
            }
        }
    }
}

#[test]
fn feeds_can_be_seen_where_there_are_any() {
    for (path, feed) in [
        ("/", Some("news")),
        ("/theme/telework", Some("theme/telework")),
        ("/country/ke", Some("country/ke")),
        ("/member/ke-pes", Some("member/ke-pes")),
        ("/programme/nesm", None),
        ("/themes", None),
    ] {
        for language in LANGUAGES {
            let page = Html::parse_document(&get(&format!("/{language}{path}")).text());
            let seen = attributes(&page, "nav.follow a", "href");
            let expected = feed.map(|feed| {
                ["atom", "json"].map(|ending| format!("/feeds/{language}/{feed}.{ending}")).to_vec()
            });
            assert_eq!(seen, expected.unwrap_or_default(), "{language} {path}");
        }
    }
}

#[test]
fn pages_are_light_cached_and_named_after_their_content() {
    for path in PAGES {
        let path = format!("/fr{path}");
        let packed = get_with(&path, &[("accept-encoding", "gzip")]);
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        assert!(packed.body.len() < COMPRESSED_BYTES_MAX, "{path}: {} bytes", packed.body.len());
        let tag = packed.header("etag").to_owned();
        let again = get_with(&path, &[("accept-encoding", "gzip"), ("if-none-match", &tag)]);
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
    }
    let (_, document) = page("/fr/");
    for href in attributes(&document, "link[rel=stylesheet], link[rel=icon]", "href") {
        let asset = get(&href);
        assert_eq!(asset.status, StatusCode::OK, "{href}");
        assert!(asset.header("cache-control").contains("immutable"), "{href}");
        assert!(
            asset.header("content-type").contains("css")
                || asset.header("content-type").contains("svg")
        );
    }
}

/// Every address on a page, without its fragment, and the fragments that it
/// points to on itself.
fn addresses(document: &Html) -> (BTreeSet<String>, Vec<String>) {
    let mut addresses = BTreeSet::new();
    let mut fragments = Vec::new();
    for href in attributes(document, "a, link", "href") {
        let (address, fragment) = href.split_once('#').unwrap_or((&href, ""));
        if address.is_empty() {
            fragments.push(fragment.to_owned());
        } else {
            addresses.insert(address.to_owned());
        }
    }
    addresses.extend(
        attributes(document, "form", "action")
            .into_iter()
            .map(|it| it.split('#').next().unwrap_or_default().to_owned()),
    );
    (addresses, fragments)
}

#[test]
fn no_link_of_some_pages_of_each_kind_leads_nowhere() {
    let pages = followed_from_the_start(6);
    assert!(pages > 80, "{pages} pages");
}

#[test]
#[ignore = "reads every page: .ci/run runs it"]
fn no_link_leads_nowhere() {
    let pages = followed_from_the_start(usize::MAX);
    assert!(pages > 800, "{pages} pages");
}

/// Follows the links of so many pages of each kind; how many pages that were.
fn followed_from_the_start(of_a_kind: usize) -> usize {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut next: VecDeque<(String, String)> = [("/en/".to_owned(), "the start".to_owned())].into();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((address, from)) = next.pop_front() {
        let of_this_kind = kinds.entry(kind_of(&address)).or_default();
        if *of_this_kind >= of_a_kind || !seen.insert(address.clone()) {
            continue;
        }
        let answer = get_with(&address, &[("accept", "text/html, */*;q=0.5")]);
        assert_eq!(answer.status, StatusCode::OK, "{address}, from {from}");
        if !answer.header("content-type").starts_with("text/html") || !address.starts_with("/en/") {
            continue;
        }
        *of_this_kind += 1;
        let document = Html::parse_document(&answer.text());
        check(&address, "en", &answer, &document);
        let (found, fragments) = addresses(&document);
        for fragment in fragments {
            let target = attributes(&document, "[id]", "id");
            assert!(target.contains(&fragment), "{address}: nothing is called #{fragment}");
        }
        next.extend(found.into_iter().filter(|it| followed(it)).map(|it| (it, address.clone())));
    }
    kinds.values().sum()
}

/// Pages of things differ in the third part of their path.
fn kind_of(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let parts = path.split('/').enumerate();
    let parts = parts.map(|(place, part)| if place == 3 { "*" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Within the site and the language; of files of data, one a kind. Where
/// identifiers lead and what the queries of peers answer, other tests ask; the
/// desk asks who one is; a plan of a workshop leads to ever more plans.
fn followed(address: &str) -> bool {
    let local = address.starts_with('/')
        && address != "/"
        && !address.starts_with("/id/")
        && !address.starts_with("/sparql")
        && !address.starts_with("/en/query?query=")
        && !address.starts_with("/en/desk")
        && (!address.starts_with("/en/groups?") || !address.contains("clude="))
        && !address.starts_with("/fr/")
        && !address.starts_with("/es/");
    let data =
        address.starts_with("/data/") && !address.contains("/nesm.") && !address.contains("/2022");
    local && !data
}

#[test]
fn the_root_leads_to_the_language_of_the_browser() {
    for (accepted, expected) in
        [("es-AR,es;q=0.9,en;q=0.5", "/es/"), ("en", "/en/"), ("zh", "/fr/"), ("", "/fr/")]
    {
        let answer = get_with("/", &[("accept-language", accepted)]);
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, expected));
        assert_eq!(answer.header("vary").split(',').next(), Some("accept-language"));
    }
    assert_eq!(get("/en").header("location"), "/en/");
}

#[test]
fn a_silent_member_is_told_of_as_such() {
    let (_, document) = page("/en/member/fr-pes");
    let text = all(&document, "main").concat();
    assert!(text.contains("No statement of this service is known"), "{text}");
    assert!(text.contains("Insufficient evidence"), "{text}");
    assert!(elements(&document, ".peer").is_empty(), "a list is never filled up");
    assert!(elements(&document, ".network").is_empty());
}

#[test]
fn a_peer_stands_with_its_reasons() {
    let (_, document) = page("/en/member/be-actiris");
    let peers = all(&document, ".peer");
    assert_eq!(peers.len(), 5);
    for peer in &peers {
        assert!(peer.contains("confidence") && peer.contains("line "), "{peer}");
    }
    assert_eq!(elements(&document, ".network circle").len(), 6, "five peers around one member");
    assert_eq!(elements(&document, ".ranking tbody tr").len(), 5, "and a row for each");
}

#[test]
fn what_replaced_what_is_drawn_and_written() {
    let (_, document) = page("/en/programme/jobactive");
    assert_eq!(elements(&document, ".succession circle").len(), 3);
    assert_eq!(elements(&document, ".succession-table tbody tr").len(), 2);
    let (_, document) = page("/en/programme/sampes-africa");
    assert!(elements(&document, ".succession").is_empty());
}

#[test]
fn a_comparison_shows_what_is_not_known_and_can_be_taken_along() {
    let query = "item=programme/nesm&item=programme/jobactive";
    let (_, document) = page(&format!("/en/compare?{query}"));
    assert_eq!(elements(&document, ".compare thead th").len(), 2);
    assert!(all(&document, ".compare .unknown").iter().any(|text| text == "not known"));
    let table = get(&format!("/en/compare.csv?{query}"));
    assert!(table.header("content-type").starts_with("text/csv"), "{}", table.text());
    assert_eq!(table.text().lines().count(), 3, "{}", table.text());
    assert!(table.text().contains("programme/nesm"));
}

#[test]
fn counts_say_what_they_are_counts_of() {
    let (_, document) = page("/en/survey/2022");
    let text = all(&document, ".caveat").concat();
    assert!(text.contains("Counted from statements, not from the report’s charts"), "{text}");
    assert_eq!(elements(&document, ".recurrence table").len(), 9, "one a question");
    let cells = all(&document, ".heat td");
    assert_eq!(cells.len(), 15 * 5, "domains by regions");
    assert!(cells.iter().any(|cell| cell.contains("not mentioned")));
    assert!(cells.iter().all(|cell| !cell.starts_with("0 ")), "what nobody mentions is no zero");
}

#[test]
fn the_sitemap_names_every_page() {
    let sitemap = get_with("/sitemap.xml", &[("host", "pes.example")]).text();
    for path in ["/en/", "/fr/member/ke-pes", "/es/statement/2022-q5-l337-au", "/en/method"] {
        assert!(sitemap.contains(&format!("<loc>http://pes.example{path}</loc>")), "{path}");
    }
    assert!(sitemap.matches("<loc>").count() > 2500);
    let robots = get_with("/robots.txt", &[("host", "pes.example")]).text();
    assert!(robots.contains("Sitemap: http://pes.example/sitemap.xml"), "{robots}");
}
