//! Pages that cannot be shown: the status, in the language of the reader; and
//! that nothing which anybody wrote becomes markup.

use crate::api::problem;
use crate::pages::{LANGUAGES, PAGES, all, check};
use crate::seeded::data_directory;
use crate::support::{RUNTIME, get, get_with, send_to};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use passerelle::graph::{DatasetChoice, StopToken, UpdateLimits};
use passerelle::http::{self, Asked, HttpSettings, ProblemSummary};
use passerelle::operations::Passerelle;
use passerelle::web;
use scraper::Html;

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

/// What is asked for, the status, and a word of the English page.
const BAD: [(&str, u16, &str); 43] = [
    ("/member/no-such-thing", 404, "Member service"),
    ("/member/NO%20SLUG", 404, "Member service"),
    ("/member/%FF", 404, "does not exist"),
    ("/member/ke", 404, "Country"),
    ("/theme/nesm", 404, "Programme"),
    ("/nothing", 404, "does not exist"),
    ("/nothing/at-all", 404, "does not exist"),
    ("/member/ke-pes/more", 404, "does not exist"),
    ("/members?colour=red", 400, "colour"),
    ("/members?region=atlantis", 400, "atlantis"),
    ("/members?theme=%00", 400, "theme"),
    ("/member/ke-pes?mode=absurd", 400, "absurd"),
    ("/member/ke-pes?mode=similar&mode=mutual", 400, "mutual"),
    ("/member/ke-pes?peers=1000000000000", 400, "1000000000000"),
    ("/member/ke-pes?other_regions=perhaps", 400, "perhaps"),
    ("/programmes?page=0", 400, "page"),
    ("/programmes?page=99999999999999999999", 400, "page"),
    ("/statements?kind=gossip", 400, "gossip"),
    ("/survey/2022?level=7", 400, "level"),
    ("/compare?item=member/ke-pes", 400, "member/ke-pes"),
    ("/groups?theme=no-such-theme", 400, "no-such-theme"),
    ("/groups?theme=telework&theme=service-design", 400, "service-design"),
    ("/groups?theme=telework&min_size=4", 400, "min_size"),
    ("/groups?theme=telework&min_size=8&max_size=5", 400, "min_size"),
    ("/groups?theme=telework&include=ke-pes&exclude=ke-pes", 400, "ke-pes"),
    ("/groups?theme=telework&include=nobody", 400, "nobody"),
    ("/query?example=no-such-example", 400, "no-such-example"),
    ("/query?query=ASK%20%7B%7D&example=topics-of-exchange", 400, "example"),
    ("/compare?item=programme/nowhere", 400, "programme/nowhere"),
    ("/compare.csv?item=x", 400, "item"),
    ("/members?q=%FF", 400, "not understood"),
    ("/search?q=%20", 400, "no word"),
    ("/search?q=***", 400, "no word"),
    ("/search?q=a", 400, "nothing to look for"),
    ("/search?q=work&q=home", 400, "home"),
    ("/search?q=work&kind=chart", 400, "chart"),
    ("/search?q=work&theme=nothing", 400, "nothing"),
    ("/search?q=work&region=atlantis", 400, "atlantis"),
    ("/search?q=work&language=xx", 400, "xx"),
    ("/search?q=work&year=soon", 400, "soon"),
    ("/search?q=work&page=0", 400, "page"),
    ("/search?q=work&page=99999999999999999999", 400, "page"),
    ("/members?%3Cscript%3Ealert(1)%3C/script%3E=1", 400, "<script>alert(1)"),
];

#[test]
fn bad_addresses_are_told_of_in_the_language_of_the_page() {
    for (path, status, word) in BAD {
        let mut titles = Vec::new();
        for language in LANGUAGES {
            let address = format!("/{language}{path}");
            let answer = get_with(&address, &[BROWSER]);
            assert_eq!(answer.status.as_u16(), status, "{address}");
            assert!(answer.header("content-type").starts_with("text/html"), "{address}");
            let document = Html::parse_document(&answer.text());
            check(&address, language, &answer, &document);
            let text = all(&document, "main").concat();
            assert!(language != "en" || text.contains(word), "{address}: {text}");
            titles.push(all(&document, "h1").concat());
        }
        titles.dedup();
        assert_eq!(titles.len(), 3, "{path}: {titles:?}");
    }
}

#[test]
fn nothing_is_told_of_the_inside() {
    for (path, ..) in BAD {
        let text = get_with(&format!("/en{path}"), &[BROWSER]).text();
        for inside in ["src/", "panicked", "SELECT ", "Error {", "RwLock"] {
            assert!(!text.contains(inside), "{path} tells of {inside}");
        }
    }
}

#[test]
fn an_unknown_language_is_told_of_in_that_of_the_browser() {
    for (accepted, language) in [("es", "es"), ("de,en;q=0.5", "en"), ("", "fr")] {
        let answer = get_with("/de/members", &[BROWSER, ("accept-language", accepted)]);
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-language"), language);
    }
}

#[test]
fn programs_are_told_in_their_own_way() {
    problem(&get("/de/members"), StatusCode::NOT_FOUND);
    problem(&get("/nothing"), StatusCode::NOT_FOUND);
    for path in ["/api/v1/members/zz", "/api/v1/nothing", "/data/member/zz.ttl", "/store?graph=zz"]
    {
        let answer = get_with(path, &[BROWSER]);
        assert!(answer.status.is_client_error(), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[test]
fn who_takes_no_page_is_told_where_data_are() {
    for accept in ["application/json", "text/turtle", "image/png"] {
        let answer = get_with("/en/members", &[("accept", accept)]);
        assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
        assert!(answer.text().contains("/api/"));
    }
    let answer = get_with("/en/compare.csv?item=programme/nesm", &[("accept", "text/html")]);
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn parameters_come_out_as_text() {
    let attack =
        "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E";
    for path in PAGES.iter().filter(|path| !path.contains('?')) {
        for name in ["theme", "region", "item", "mode", "question", "member", "language", attack] {
            let answer = get_with(&format!("/en{path}?{name}={attack}"), &[BROWSER]);
            let text = answer.text();
            assert!(!text.contains("<script>") && !text.contains("<img"), "{path}?{name}");
            assert!(
                answer.status == StatusCode::BAD_REQUEST || answer.status == StatusCode::OK,
                "{path}?{name}: {}",
                answer.status
            );
        }
    }
}

/// Words of others that are markup, in every place that pages show.
const HOSTILE: &str = r#"PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX programme: <https://w3id.org/passerelle/id/programme/>
PREFIX country: <https://w3id.org/passerelle/id/country/>
PREFIX type: <https://w3id.org/passerelle/id/programme-type/>
INSERT DATA { GRAPH <https://example.org/hostile> {
  programme:hostile a pes:Programme ;
    skos:prefLabel "<script>alert('fr')</script>"@fr , "</title><script>alert('en')</script>"@en , "<b>\" onmouseover=alert(1) x=\""@es ;
    skos:altLabel "</script><script>alert(2)</script>"@en ;
    dct:type type:law ; pes:country country:ke ;
    owl:deprecated true ; dct:isReplacedBy programme:nesm ;
    rdfs:seeAlso <javascript:alert(3)> ;
    dct:source <https://example.org/a%22b> , "<iframe>" .
} }"#;

#[test]
fn words_of_others_come_out_as_text_and_retired_things_say_so() {
    let directory = data_directory();
    let (service, _) = Passerelle::open(directory.path()).expect("the data directory opens");
    let (using, stop) = (DatasetChoice::default(), StopToken::default());
    service.update(HOSTILE, &using, &UpdateLimits::default(), &stop).expect("the update fits");
    let app = http::app(service, HttpSettings::default(), web::pages()).expect("an app");
    for language in LANGUAGES {
        for path in [
            "/programme/hostile",
            "/programmes",
            "/country/ke",
            "/compare?item=programme/hostile&item=programme/nesm",
            "/member/ke-pes",
        ] {
            let address = format!("/{language}{path}");
            let request = Request::get(&address).body(Body::empty()).expect("a request");
            let answer = send_to(&app, request);
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
            let document = Html::parse_document(&answer.text());
            check(&address, language, &answer, &document);
            let text = answer.text();
            for markup in ["<script>", "<iframe", "href=\"javascript", "<b>", "</script><script"] {
                assert!(!text.contains(markup), "{address}: {markup}");
            }
        }
    }
    let request = Request::get("/en/programme/hostile").body(Body::empty()).expect("a request");
    let text = send_to(&app, request).text();
    assert!(text.contains("has been retired") && text.contains("/en/programme/nesm"), "{text}");
}

#[test]
fn a_service_that_cannot_answer_says_so_in_the_language_of_the_address() {
    for (name, status) in [("busy", 503), ("query-crash", 500), ("too-many-requests", 429)] {
        for language in LANGUAGES {
            let reader = Asked { path: format!("/{language}/members"), languages: "de".into() };
            let status = StatusCode::from_u16(status).expect("a status");
            let request_id = Some("\"><b>".to_owned());
            let problem = ProblemSummary { status, name, request_id, reader };
            let response = web::problem_page(&problem).expect("a page");
            assert_eq!(response.status(), status);
            let body = RUNTIME.block_on(response.into_body().collect()).expect("a body").to_bytes();
            let document = Html::parse_document(std::str::from_utf8(&body).expect("UTF-8"));
            assert!(document.errors.is_empty(), "{:?}", document.errors);
            assert_eq!(document.root_element().attr("lang"), Some(language));
            let refers = all(&document, "main").concat().contains("\"><b>");
            assert_eq!(
                refers,
                status.is_server_error(),
                "the log is referred to for our own failures"
            );
        }
    }
}
