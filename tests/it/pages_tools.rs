//! The pages that work rather than tell: the planner of workshops and the query
//! page.

use crate::pages::{LANGUAGES, all, page};
use crate::support::get_with;
use axum::http::StatusCode;
use scraper::{Html, Selector};

fn hrefs(document: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let found = document.select(&selector);
    found.filter_map(|element| element.attr("href")).map(str::to_owned).collect()
}

#[test]
fn a_plan_says_what_the_api_says() {
    // Of what is not said both have the same idea.
    for query in
        ["theme=service-design&min_size=5&max_size=8&include=ke-pes", "theme=service-design"]
    {
        a_plan_says_the_same(query);
    }
}

fn a_plan_says_the_same(query: &str) {
    let answer: serde_json::Value =
        serde_json::from_slice(&get_with(&format!("/api/v1/groups?{query}"), &[]).body)
            .expect("JSON");
    for language in LANGUAGES {
        let (_, document) = page(&format!("/{language}/groups?{query}"));
        let groups = answer["data"].as_array().expect("groups");
        assert_eq!(all(&document, ".peer").len(), groups.len());
        for (place, group) in groups.iter().enumerate() {
            let shown = &all(&document, ".peer")[place];
            for member in group["members"].as_array().expect("members") {
                let name = member["member"]["label"][language].as_str().expect("a name");
                assert!(shown.contains(name), "{name}");
            }
            for demand in group["unmet"].as_array().expect("demands") {
                assert!(shown.contains(demand["note"][language].as_str().expect("words")));
            }
        }
    }
}

#[test]
fn members_are_kept_and_left_out_by_links() {
    let (_, document) = page("/en/groups?theme=service-design");
    let leave = hrefs(&document, ".peer .changes a[href*='exclude=']");
    let slug = leave[0].split("exclude=").nth(1).expect("a member").to_owned();
    let (_, without) = page(&leave[0]);
    assert!(hrefs(&without, ".chosen a").contains(&"/en/groups?theme=service-design".to_owned()));
    let names = hrefs(&without, ".group th a");
    assert!(!names.contains(&format!("/en/member/{slug}")), "{names:?}");
    // Who was left out can be asked for again, and is then not left out.
    let (_, with) = page(&format!("/en/groups?theme=service-design&include={slug}"));
    let leave = hrefs(&with, &format!(".changes a[href*='exclude={slug}']"));
    assert!(leave.iter().all(|href| !href.contains("include=")), "{leave:?}");
}

#[test]
fn where_there_is_nobody_to_invite_words_say_so() {
    for (theme, word) in [("digital-culture", "No service is known"), ("data-security", "too few")]
    {
        let (_, document) = page(&format!("/en/groups?theme={theme}"));
        assert!(all(&document, ".peer").is_empty(), "{theme}");
        assert!(all(&document, ".notice").concat().contains(word), "{theme}");
    }
}

#[test]
fn an_example_or_any_query_opens_in_the_form() {
    for language in LANGUAGES {
        let (_, document) = page(&format!("/{language}/query?example=topics-of-exchange"));
        assert!(all(&document, "#query-text").concat().contains("pes:Topic"));
        let hostile = "SELECT%20*%20%7B%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
        let (_, document) = page(&format!("/{language}/query?query={hostile}"));
        let text = all(&document, "#query-text").concat();
        assert_eq!(text, "SELECT * {</textarea><script>alert(1)</script>");
    }
    let (_, document) = page("/en/query");
    assert!(all(&document, ".example summary").len() > 50);
    assert!(all(&document, ".example").concat().contains("SELECT"));
}

#[test]
fn a_form_names_the_format_of_its_answer() {
    let select = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%201";
    let construct = "/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D";
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (query, accept, format, media_type, file) in [
        (select, browser, "csv", "text/csv", "passerelle.csv"),
        (select, browser, "xml", "application/sparql-results+xml", "passerelle.xml"),
        (select, browser, "ttl", "text/csv", "passerelle.csv"),
        (construct, browser, "ttl", "text/turtle", "passerelle.ttl"),
        (construct, browser, "jsonld", "application/ld+json", "passerelle.jsonld"),
        // A program says what it accepts; what else it sends does not count.
        (select, "application/sparql-results+json", "csv", "application/sparql-results+json", ""),
        (select, "*/*", "csv", "application/sparql-results+json", ""),
    ] {
        let limited = if query == construct { "%20LIMIT%201" } else { "" };
        let answer = get_with(&format!("{query}{limited}&format={format}"), &[("accept", accept)]);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(answer.header("content-type").starts_with(media_type), "{format}");
        let saved = answer.header("content-disposition");
        assert_eq!(saved.is_empty(), file.is_empty(), "{saved}");
        assert!(saved.contains(file), "{saved}");
    }
}

#[test]
fn a_browser_is_led_to_the_query_page_in_its_language() {
    let headers = [("accept", "text/html"), ("accept-language", "es")];
    let led = get_with("/sparql", &headers);
    assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, "/query"));
    let led = get_with("/query", &headers);
    assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, "/es/query"));
    assert!(led.header("vary").contains("accept-language"));
}
