//! The import of surveys in pages: a made-up wave with faults goes from the
//! upload over its columns, its faults and its codings to the public page; what
//! is wrong is told, and nothing that was typed is lost.

use crate::browsing::{ORIGIN, cookie, form, hidden};
use crate::pages::{LANGUAGES, all, attributes, check};
use crate::seeded;
use crate::support::{Answer, send_to};
use crate::survey_files::{sheet, wave};
use crate::writable::key;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use passerelle::desk::Desk;
use passerelle::domain::Role;
use passerelle::http::{self, HttpSettings};
use passerelle::operations::Opening;
use passerelle::survey::SheetFormat;
use passerelle::web;
use scraper::Html;
use tempfile::TempDir;

const BOUNDARY: &str = "between-the-parts";
const LIST: &str = "/en/desk/surveys";

/// A service of its own, and a browser in which somebody is signed in.
struct Bureau {
    app: axum::Router,
    _directory: TempDir,
    cookie: String,
    token: String,
}

/// What is chosen in a field for files.
type File<'a> = (&'a str, &'a str, &'a [u8]);

impl Bureau {
    fn of(role: Role) -> Self {
        let (service, directory) = seeded::service(Opening::default());
        let app = http::app(service, HttpSettings::default(), web::pages()).expect("an app");
        let desk = Desk::open(directory.path()).expect("the desk opens twice");
        let mut bureau =
            Self { app, _directory: directory, cookie: String::new(), token: String::new() };
        let key = key(&desk, role);
        let answer = bureau.send(Method::POST, "/en/sign-in", &[ORIGIN], form(&[("key", &key)]));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        bureau.cookie = cookie(&answer);
        bureau.token = hidden(&bureau.page("/en/desk"), "token");
        bureau
    }

    fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "pes.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookie.is_empty() {
            request = request.header("cookie", &self.cookie);
        }
        send_to(&self.app, request.body(body.into()).expect("a well-formed request"))
    }

    fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty())
    }

    fn page(&self, path: &str) -> Html {
        let answer = self.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        Html::parse_document(&answer.text())
    }

    /// A form without files.
    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = [("token", self.token.as_str())];
        let fields: Vec<_> = token.into_iter().chain(fields.iter().copied()).collect();
        self.send(Method::POST, path, &[ORIGIN], form(&fields))
    }

    /// A form with files.
    fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
        self.upload_with(&self.token, path, fields, files)
    }

    fn upload_with(
        &self,
        token: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Answer {
        let mut body = Vec::new();
        let token = [("token", token)];
        for (name, value) in token.iter().chain(fields) {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file_name, bytes) in files {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n").bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &[ORIGIN, ("content-type", &content_type)], body)
    }

    /// Sends a sheet with its mapping; the path of its page.
    fn import(&self, file: &[u8], mapping: &str) -> String {
        let answer = self.upload(
            LIST,
            &[],
            &[("file", "wave", file), ("mapping", "wave.toml", mapping.as_bytes())],
        );
        goes_to(&answer)
    }
}

/// The path that a form leads to, without what the desk says there.
fn goes_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").split('?').next().unwrap_or_default().to_owned()
}

/// All fields of a form as a browser sends them back.
fn fields(document: &Html) -> Vec<(String, String)> {
    let selector =
        scraper::Selector::parse("main form.columns :is(input, select)").expect("a selector");
    let option = scraper::Selector::parse("option[selected]").expect("a selector");
    let mut found = Vec::new();
    for element in document.select(&selector) {
        let value = element.value();
        let Some(name) = value.attr("name").filter(|name| *name != "token") else { continue };
        let unticked = value.attr("type") == Some("checkbox") && value.attr("checked").is_none();
        if unticked || value.attr("type") == Some("file") {
            continue;
        }
        let chosen = element.select(&option).next().and_then(|option| option.value().attr("value"));
        let text = chosen.or(value.attr("value")).unwrap_or_default();
        found.push((name.to_owned(), text.to_owned()));
    }
    found
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// What a page of claims would send if the first suggestion of each were ticked.
fn ticked(page: &Html) -> Vec<(String, String)> {
    let mut sent: Vec<(String, String)> =
        ["version", "state"].map(|name| (name.to_owned(), hidden(page, name))).into();
    for claim in attributes(page, "input[name=claim]", "value") {
        let theme = format!("theme.{claim}");
        let first = attributes(page, &format!("input[name='{theme}']"), "value").into_iter().next();
        sent.push(("claim".to_owned(), claim));
        sent.extend(first.map(|slug| (theme, slug)));
    }
    sent
}

#[test]
fn a_wave_goes_from_upload_to_page() {
    goes_from_upload_to_page(SheetFormat::Xlsx, "fr");
}

#[test]
#[ignore = "the same in other formats and languages: .ci/run runs it"]
fn a_wave_goes_from_upload_to_page_in_other_formats_and_languages() {
    goes_from_upload_to_page(SheetFormat::Csv, "en");
    goes_from_upload_to_page(SheetFormat::Ods, "es");
}

/// The whole way: tried, looked at, coded, published, found.
fn goes_from_upload_to_page(format: SheetFormat, language: &str) {
    let bureau = Bureau::of(Role::Reviewer);
    let wave = wave(true, 11);
    let path = bureau.import(&sheet(&wave, format), &wave.mapping);
    let id = path.rsplit('/').next().expect("a name");
    let own = format!("/{language}/desk/surveys/{id}");
    for (path, texts) in [
        (own.clone(), "table.faults tbody tr"),
        (format!("{own}/codings"), "fieldset.claim-coding"),
        (format!("{own}/publish"), ".left-out li"),
        (format!("/{language}/desk/surveys"), ".entries li"),
    ] {
        let answer = bureau.get(&path);
        let page = Html::parse_document(&answer.text());
        check(&path, language, &answer, &page);
        assert!(!all(&page, texts).is_empty(), "{path}: {texts}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    faults_are_filtered(&bureau, &own);
    all_is_coded(&bureau, &own);
    it_is_published(&bureau, language, &own);
}

fn faults_are_filtered(bureau: &Bureau, own: &str) {
    let rows =
        |query: &str| all(&bureau.page(&format!("{own}{query}")), "table.faults tbody tr").len();
    let every = rows("");
    assert!(every > 10 && rows("?severity=warning") < every);
    assert_eq!(rows("?severity=error") + rows("?severity=warning"), every);
    assert!(rows("?fault=formula") == 1 && rows("?column=B") > 1);
    assert_eq!(bureau.get(&format!("{own}?fault=nothing")).status, StatusCode::BAD_REQUEST);
    let csv = bureau.get(&format!("{own}/faults.csv"));
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(
        csv.text().lines().next().map(|head| head.starts_with("row,column,heading")),
        Some(true)
    );
    let mapping = bureau.get(&format!("{own}/mapping.json"));
    assert!(mapping.header("content-disposition").contains("synthetic-2023-mapping.json"));
    assert_eq!(mapping.json()["survey"]["id"], "synthetic-2023");
}

/// Page after page, until nothing waits; the last claim is left without a theme.
fn all_is_coded(bureau: &Bureau, own: &str) {
    let path = format!("{own}/codings");
    for round in 0.. {
        assert!(round < 30, "coding does not end");
        let page = bureau.page(&path);
        let mut sent = ticked(&page);
        let claims: Vec<String> = attributes(&page, "input[name=claim]", "value");
        let Some(first) = claims.first() else { break };
        if round == 0 {
            contradictions_are_told(bureau, &path, &sent, first);
            let theme = format!("theme.{first}");
            sent.retain(|(name, _)| *name != theme);
            sent.push((format!("uncoded.{first}"), "on".to_owned()));
        }
        for claim in &claims {
            let named = [format!("theme.{claim}"), format!("uncoded.{claim}")];
            if !sent.iter().any(|(name, _)| named.contains(name)) {
                sent.push((format!("other.{claim}"), "telework".to_owned()));
            }
        }
        let answer = bureau.post(&path, &pairs(&sent));
        assert_eq!(goes_to(&answer), path);
        assert!(answer.header("location").ends_with("said=coded"));
        if round == 0 {
            sent.retain(|(name, _)| *name != format!("uncoded.{first}"));
            sent.push((format!("other.{first}"), "telework".to_owned()));
            let stale = bureau.post(&path, &pairs(&sent));
            assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{}", stale.text());
            let page = Html::parse_document(&stale.text());
            let kept = attributes(&page, "input[data-theme][checked]", "value").len();
            assert!(kept > 5, "what was ticked is still there: {kept}");
        }
    }
    let uncoded = bureau.page(&format!("{path}?state=uncoded"));
    assert_eq!(attributes(&uncoded, "input[data-uncoded][checked]", "name").len(), 1);
    let nothing = bureau.post(&path, &[("version", "1")]);
    assert!(nothing.header("location").ends_with("said=nothing-coded"));
}

fn contradictions_are_told(bureau: &Bureau, path: &str, sent: &[(String, String)], claim: &str) {
    let both = format!("uncoded.{claim}");
    let other = format!("other.{claim}");
    for more in [(both.as_str(), "on"), (other.as_str(), "No such theme; telework")] {
        let fields: Vec<_> = pairs(sent).into_iter().chain([more]).collect();
        let answer = bureau.post(path, &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
        let page = Html::parse_document(&answer.text());
        assert_eq!(all(&page, "fieldset.claim-coding .remark").len(), 1, "{more:?}");
    }
}

fn it_is_published(bureau: &Bureau, language: &str, own: &str) {
    let path = format!("{own}/publish");
    let page = bureau.page(&path);
    let left = all(&page, ".left-out li");
    assert_eq!(left.len(), 2, "faulty cells and a claim without a theme: {left:?}");
    let version = hidden(&page, "version");
    let refused = bureau.post(&path, &[("version", &version)]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let agreed = [("version", "1"), ("incomplete", "on")];
    assert_eq!(bureau.post(&path, &agreed).status, StatusCode::PRECONDITION_FAILED);
    let done = bureau.post(&path, &[("version", &version), ("incomplete", "on")]);
    assert_eq!(goes_to(&done), own);
    let survey = format!("/{language}/survey/synthetic-2023");
    let page = bureau.page(own);
    assert!(attributes(&page, "main a", "href").contains(&survey));
    assert!(all(&page, "table.faults .value").iter().all(String::is_empty), "no words are kept");
    let answer = bureau.get(&survey);
    let page = Html::parse_document(&answer.text());
    check(&survey, language, &answer, &page);
    assert!(!all(&page, ".mark.synthetic").is_empty(), "it says that it is synthetic");
    the_trend_is_seen(bureau, language);
    assert_eq!(goes_to(&bureau.post(&path, &[("version", &version)])), own, "once");
}

fn the_trend_is_seen(bureau: &Bureau, language: &str) {
    let theme = format!("/{language}/theme/digital-services");
    let answer = bureau.get(&theme);
    let page = Html::parse_document(&answer.text());
    check(&theme, language, &answer, &page);
    let waves = all(&page, "section[aria-labelledby=trend] tbody tr").len();
    assert_eq!((waves, all(&page, "svg.trend g").len()), (2, 2));
    assert_eq!(all(&page, "svg.trend g.synthetic .warning").len(), 1);
    let links = attributes(&page, "section[aria-labelledby=trend] .ending a", "href");
    let csv = bureau.get(&links[0]);
    assert_eq!(csv.text().lines().count(), 3, "{}", csv.text());
}

#[test]
fn one_wave_is_no_trend() {
    let page = |path: &str| Html::parse_document(&crate::support::get(path).text());
    for path in ["/fr/theme/telework", "/en/survey/2022", "/es/theme/digital-services"] {
        let page = page(path);
        assert_eq!(all(&page, "section[aria-labelledby=trend] > p").len(), 1, "{path}");
        assert!(all(&page, "svg.trend").is_empty(), "{path}");
    }
}

/// Without a mapping: the columns are shown, what they mean is said in the
/// form, what is missing is told, and the mapping can be used again.
#[test]
fn the_mapping_is_made_in_a_form() {
    let bureau = Bureau::of(Role::Reviewer);
    let wave = wave(false, 5);
    let file = sheet(&wave, SheetFormat::Ods);
    let sent = bureau.upload(LIST, &[], &[("file", "wave.ods", &file)]);
    assert_eq!(goes_to(&sent), "/en/desk/surveys/columns");
    let page = bureau.page(sent.header("location"));
    assert_eq!(all(&page, "fieldset.column").len(), 8);
    let mut said = fields(&page);
    let guess =
        |name: &str| said.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(guess("c1.meaning"), Some("member"));
    assert_eq!(guess("c0.meaning"), Some("ignored"), "all cells say the same");
    assert_eq!((guess("c3.meaning"), guess("c3.values")), (Some("question"), Some("choice")));

    let columns = "/en/desk/surveys/columns";
    let missing = bureau.upload(columns, &pairs(&said), &[]);
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = Html::parse_document(&missing.text());
    let links = attributes(&told, ".notice.trouble a", "href");
    assert!(
        links.contains(&"#id".to_owned()) && links.contains(&"#c2.kind".to_owned()),
        "{links:?}"
    );

    for (name, value) in [("id", "synthetic-2031"), ("date", "2031"), ("synthetic", "on")] {
        set(&mut said, name, value);
    }
    let kinds =
        ["achievement", "priority", "challenge", "topicSought", "topicOffered", "expectation"];
    for language in LANGUAGES {
        set(&mut said, &format!("title.{language}"), "Essai");
        for place in 2..8 {
            set(&mut said, &format!("c{place}.title.{language}"), &format!("Question {place}"));
        }
    }
    for (place, kind) in (2..8).zip(kinds) {
        set(&mut said, &format!("c{place}.kind"), kind);
    }
    set(&mut said, "c7.anonymous", "on");
    set(&mut said, "c3.themes.0", "No theme at all");
    let wrong = bureau.upload(columns, &pairs(&said), &[]);
    let told = Html::parse_document(&wrong.text());
    let trouble = attributes(&told, ".notice.trouble a", "href");
    assert_eq!(trouble, ["#c3.themes.0"], "{}", wrong.text());
    assert_eq!(fields(&told).len(), said.len(), "nothing that was said is lost");
    set(&mut said, "c3.themes.0", "Telework; digital-services");
    let path = goes_to(&bureau.upload(columns, &pairs(&said), &[]));
    let mapping = bureau.get(&format!("{path}/mapping.json"));
    let question = &mapping.json()["question"][1];
    let choices = question["choices"].as_object().expect("choices");
    assert_eq!(choices.values().next(), Some(&serde_json::json!(["telework", "digital-services"])));
    assert_eq!(mapping.json()["question"][5]["anonymous"], true);
    is_anonymous(&bureau, &path, &mapping.json()["question"][5]["number"]);
    assert_eq!(bureau.import(&file, &mapping.text()), path, "the same file and mapping again");
    asks_for_the_file_again(&bureau, &said, &file, &path);
}

/// Nobody's name stands beside the claims of a question.
fn is_anonymous(bureau: &Bureau, path: &str, number: &serde_json::Value) {
    let number = number.as_str().expect("a number");
    let codings = bureau.page(&format!("{path}/codings?state=all&question={number}"));
    let whose = all(&codings, ".meta .who");
    assert!(!whose.is_empty() && whose.iter().all(|who| who.contains("Anonymous")), "{whose:?}");
}

/// Held no longer: what was said is still there, and the file is asked for.
fn asks_for_the_file_again(bureau: &Bureau, said: &[(String, String)], file: &[u8], path: &str) {
    let columns = "/en/desk/surveys/columns";
    let gone = bureau.upload(columns, &pairs(said), &[]);
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = Html::parse_document(&gone.text());
    assert_eq!(attributes(&told, "#file[required]", "name"), ["file"]);
    assert_eq!(
        goes_to(&bureau.upload(columns, &pairs(&fields(&told)), &[("file", "wave.ods", file)])),
        path
    );
}

#[test]
fn what_cannot_be_used_is_told() {
    let bureau = Bureau::of(Role::Reviewer);
    let wave = wave(true, 11);
    let file = sheet(&wave, SheetFormat::Csv);
    let renamed = wave.mapping.replace("\"Challenges\"", "\"Retos\"");
    let trouble = |files: &[File<'_>]| {
        let answer = bureau.upload(LIST, &[], files);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        let page = Html::parse_document(&answer.text());
        assert_eq!(all(&page, "[role=alert]").len(), 1);
        (all(&page, "[role=alert]").concat(), all(&page, "fieldset.column").len())
    };
    assert!(trouble(&[]).0.contains("Choose the file"));
    assert!(trouble(&[("file", "a.csv", b"a\0b")]).0.contains("cannot be read"));
    assert!(trouble(&[("file", "a.csv", b"")]).0.contains("empty"));
    let (words, columns) = trouble(&[("file", "a.csv", &file), ("mapping", "m.toml", b"[survey")]);
    assert!(words.contains("mapping cannot be used") && columns > 5, "{words}");
    let (words, columns) =
        trouble(&[("file", "a.csv", &file), ("mapping", "m.toml", renamed.as_bytes())]);
    assert!(words.contains("Retos") && columns > 5, "{words}");
    assert_eq!(bureau.get("/en/desk/surveys/0123456789abcdef").status, StatusCode::NOT_FOUND);
    let large = vec![b'a'; 9 * 1024 * 1024];
    let refused = bureau.upload(LIST, &[], &[("file", "a.csv", &large)]);
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn an_import_is_thrown_away_after_a_question() {
    let bureau = Bureau::of(Role::Reviewer);
    let wave = wave(false, 7);
    let path = bureau.import(&sheet(&wave, SheetFormat::Csv), &wave.mapping);
    let question = format!("{path}/discard");
    assert!(attributes(&bureau.page(&path), ".ways a", "href").contains(&question));
    let version = hidden(&bureau.page(&question), "version");
    let stale = bureau.post(&question, &[("version", "9")]);
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(all(&Html::parse_document(&stale.text()), "[role=alert]").len(), 1);
    let gone = bureau.post(&question, &[("version", &version)]);
    assert_eq!(goes_to(&gone), LIST);
    let told = bureau.page(gone.header("location"));
    assert!(all(&told, "[role=status]").concat().contains("Thrown away"));
    assert_eq!(bureau.get(&path).status, StatusCode::NOT_FOUND);
}

#[test]
fn only_reviewers_in_their_own_session_import() {
    let reviewer = Bureau::of(Role::Reviewer);
    let wave = wave(true, 11);
    let file = sheet(&wave, SheetFormat::Csv);
    let files: [File<'_>; 2] =
        [("file", "a.csv", &file), ("mapping", "m.toml", wave.mapping.as_bytes())];
    let path = reviewer.import(&file, &wave.mapping);
    for token in ["", "another"] {
        let answer = reviewer.upload_with(token, LIST, &[("id", "2030")], &files);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
        let page = Html::parse_document(&answer.text());
        assert_eq!(hidden(&page, "id"), "2030", "what was typed is kept");
        let fields = [("token", token), ("version", "1")];
        for step in ["publish", "discard"] {
            let path = format!("{path}/{step}");
            let answer = reviewer.send(Method::POST, &path, &[ORIGIN], form(&fields));
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}, {step}");
        }
    }
    let foreign = [("origin", "https://elsewhere.example")];
    let answer = reviewer.send(Method::POST, LIST, &foreign, form(&[("token", &reviewer.token)]));
    assert_eq!(answer.status, StatusCode::FORBIDDEN);

    let officer = Bureau::of(Role::Contributor);
    for path in [
        LIST,
        "/en/desk/surveys/columns",
        &path,
        &format!("{path}/codings"),
        &format!("{path}/publish"),
        &format!("{path}/discard"),
        &format!("{path}/faults.csv"),
    ] {
        assert_eq!(officer.get(path).status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(officer.upload(LIST, &[], &files).status, StatusCode::FORBIDDEN);
    for step in ["codings", "discard"] {
        let answer = officer.post(&format!("{path}/{step}"), &[]);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{step}");
    }
    assert!(!attributes(&officer.page("/en/desk"), "main a", "href").contains(&LIST.to_owned()));

    let nobody = Bureau { cookie: String::new(), ..reviewer };
    let answer = nobody.upload(LIST, &[("id", "2030")], &[]);
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(hidden(&Html::parse_document(&answer.text()), "kept").contains("id=2030"));
    assert_eq!(nobody.get(LIST).status, StatusCode::SEE_OTHER);
}
