//! `/api/v1/surveys`

use crate::api::{problem, slugs_at, values, walk};
use crate::support::{get, get_json};
use axum::http::StatusCode;

#[test]
fn a_survey_is_told_with_all_that_is_known() {
    let survey = get_json("/api/v1/surveys/2022");
    assert_eq!(survey["type"], "Survey");
    assert_eq!(survey["id"], "https://w3id.org/passerelle/id/survey/2022");
    for language in ["fr", "en", "es"] {
        assert!(survey["label"][language].is_string() && survey["title"][language].is_string());
    }
}

#[test]
fn two_waves_are_known_and_one_of_them_has_questions() {
    assert_eq!(slugs_at("/api/v1/surveys"), ["2020-03".to_owned(), "2022".to_owned()].into());
    assert_eq!(get_json("/api/v1/surveys/2020-03/questions")["total"], 0);
}

#[test]
fn the_nine_questions_stand_in_their_order() {
    let questions = walk("/api/v1/surveys/2022/questions");
    let numbers: Vec<String> = (1..=9).map(|number: u8| number.to_string()).collect();
    assert_eq!(values(&questions, "number"), numbers);
    let lines: Vec<u64> =
        questions.iter().filter_map(|question| question["sourceLine"].as_u64()).collect();
    assert!(lines.len() == 9 && lines.is_sorted(), "{lines:?}");
    for question in &questions {
        assert_eq!(question["survey"]["slug"], "2022");
        for language in ["fr", "en", "es"] {
            assert!(question["description"][language].is_string(), "{question}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    problem(&get("/api/v1/surveys/1999"), StatusCode::NOT_FOUND);
    let document = problem(&get("/api/v1/surveys/1999/questions"), StatusCode::NOT_FOUND);
    assert_eq!(document["detail"], "there is no survey '1999'");
}
