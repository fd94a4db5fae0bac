//! Pages of a network that is larger than a page shows: they say so, and what is
//! left out can be reached.

use crate::seeded;
use crate::support::{Answer, send_to};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use passerelle::http::{self, HttpSettings};
use passerelle::web;
use scraper::{Html, Selector};

/// More than can be chosen from a list.
const MEMBERS: u64 = 1_050;
/// Entries that a page shows of a list.
const SHOWN: usize = 1_000;

fn get(app: &Router, path: &str) -> Answer {
    let answer = send_to(app, Request::get(path).body(Body::empty()).expect("a request"));
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&Selector::parse(selector).expect("a selector")).count()
}

/// What the page says of itself at its end.
fn notices(page: &Html) -> Vec<String> {
    let notices = Selector::parse(".notice").expect("a selector");
    page.select(&notices).map(|notice| notice.text().collect()).collect()
}

#[test]
#[ignore = "loads a thousand members: .ci/run runs it"]
fn pages_of_a_large_network_are_short_and_say_so() {
    let (service, _directory) = seeded::service_with(MEMBERS);
    let app = http::app(service, HttpSettings::default(), web::pages()).expect("it starts");

    let total = get(&app, "/api/v1/members?limit=1").json()["total"].as_u64().expect("a count");
    let members = Html::parse_document(&get(&app, "/en/members").text());
    assert_eq!(count(&members, ".member-list li"), SHOWN);
    let (thousands, rest) = (total / 1_000, total % 1_000);
    let told = format!("Of {thousands},{rest:03} entries the first 1,000 are shown");
    assert!(
        notices(&members).iter().any(|notice| notice.contains(&told)),
        "{:?}",
        notices(&members)
    );
    assert_eq!(count(&members, "h2 .count"), 0, "of a part they would mislead");
    let few = Html::parse_document(&get(&app, "/en/members?region=africa&language=ar").text());
    assert!(count(&few, ".member-list li") > 0 && notices(&few).is_empty(), "{:?}", notices(&few));

    // Who cannot be chosen is written down.
    let statements = Html::parse_document(&get(&app, "/en/statements").text());
    assert_eq!(count(&statements, "input#filter-member"), 1);
    assert_eq!(count(&statements, "select#filter-question"), 1);
    let own = get(&app, "/en/statements?member=ke-pes").text();
    assert!(own.contains(r#"value="ke-pes""#), "{own}");
    let groups = Html::parse_document(&get(&app, "/en/groups").text());
    assert_eq!(count(&groups, "input#groups-include"), 1);
    let compared = "/en/compare?item=practice%2Ftr-user-experience-unit";
    let compare = Html::parse_document(&get(&app, compared).text());
    assert_eq!(count(&compare, "select[name=item]"), 4);

    for path in ["/en/", "/en/region/africa", "/en/theme/digital-services", "/en/compare"] {
        let bytes = get(&app, path).body.len();
        assert!(bytes < 1_000_000, "{path}: {bytes} bytes");
    }
}
