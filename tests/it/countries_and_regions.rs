//! `/api/v1/countries` and `/api/v1/regions`

use crate::api::{problem, slugs, slugs_at, walk};
use crate::support::{get, get_json};
use axum::http::StatusCode;

#[test]
fn a_country_is_told_with_all_that_is_known() {
    insta::assert_json_snapshot!("country", get_json("/api/v1/countries/ke"));
}

#[test]
fn a_region_is_told_with_all_that_is_known() {
    let region = get_json("/api/v1/regions/middle-east-and-arab-countries");
    assert_eq!(region["type"], "Region");
    assert_eq!(region["label"]["en"], "Middle East and Arab countries");
    assert!(region["definition"]["fr"].is_string());
}

#[test]
fn every_country_has_names_codes_and_a_region() {
    for country in walk("/api/v1/countries") {
        for language in ["fr", "en", "es"] {
            assert!(country["label"][language].is_string(), "{country}");
        }
        let iso2 = country["iso2"].as_str().unwrap_or_default();
        let iso3 = country["iso3"].as_str().unwrap_or_default();
        assert_eq!(country["slug"], iso2.to_lowercase());
        assert!(iso2.len() == 2 && iso2.bytes().all(|b| b.is_ascii_uppercase()), "{country}");
        assert!(iso3.len() == 3 && iso3.bytes().all(|b| b.is_ascii_uppercase()), "{country}");
        let authority = format!("http://publications.europa.eu/resource/authority/country/{iso3}");
        let matches = country["exactMatch"].as_array().expect("a list");
        assert!(matches.iter().any(|one| *one == authority), "{country}");
        assert!(country["inRegion"]["label"]["es"].is_string(), "{country}");
    }
}

#[test]
fn regions_are_the_association_s_own_and_divide_the_countries() {
    let regions = slugs_at("/api/v1/regions");
    let expected =
        ["africa", "americas", "asia-pacific", "europe", "middle-east-and-arab-countries"];
    assert_eq!(regions, expected.map(str::to_owned).into());
    let mut countries = 0;
    for region in &regions {
        let of_region = walk(&format!("/api/v1/countries?region={region}"));
        assert!(of_region.iter().all(|country| country["inRegion"]["slug"] == *region.as_str()));
        countries += of_region.len();
    }
    assert_eq!(countries, walk("/api/v1/countries").len());
}

#[test]
fn several_regions_are_a_union() {
    let both = slugs_at("/api/v1/countries?region=africa&region=americas");
    let mut one_by_one = slugs(&walk("/api/v1/countries?region=africa"));
    one_by_one.extend(slugs_at("/api/v1/countries?region=americas"));
    assert_eq!(both, one_by_one);
}

#[test]
fn what_is_not_there_is_not_found() {
    for path in ["/api/v1/countries/zz", "/api/v1/countries/KE", "/api/v1/regions/atlantis"] {
        problem(&get(path), StatusCode::NOT_FOUND);
    }
}
