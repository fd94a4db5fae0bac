//! `/{lang}/sign-in/oidc`: a browser is sent to the provider, and comes back
//! with a code.

use crate::bearers::Trusting;
use crate::issuer::{AUDIENCE, CLIENT, Issuer, Signer};
use crate::support::{Answer, send_to};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;

/// A service, its provider, and a browser that was sent there.
struct Sent {
    trusting: Trusting,
    issuer: Issuer,
    signer: Signer,
    cookie: String,
    query: BTreeMap<String, String>,
}

fn get(trusting: &Trusting, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).header("host", "pes.example").header("cookie", cookie);
    send_to(&trusting.app, request.body(Body::empty()).expect("a well-formed request"))
}

fn cookie_of(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax; "), "{cookie}");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

impl Sent {
    fn new(to: &str) -> Self {
        let signer = Signer::new("es", Algorithm::ES256);
        let issuer = Issuer::with(&[&signer]);
        let trusting = Trusting::new(&issuer.origin, Duration::ZERO);
        let away = get(&trusting, &format!("/en/sign-in/oidc?to={to}"), "");
        assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.text());
        let (address, query) = away.header("location").split_once('?').expect("a query");
        assert_eq!(address, format!("{}/authorize", issuer.origin));
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let cookie = cookie_of(&away);
        Self { trusting, issuer, signer, cookie, query }
    }

    /// The claims of an ID token for this sign-in.
    fn claims(&self) -> Value {
        let mut claims = self.issuer.claims();
        claims["aud"] = json!(CLIENT);
        claims["nonce"] = json!(self.query["nonce"]);
        claims
    }

    fn back(&self, claims: &Value) -> Answer {
        self.issuer.gives(json!({ "id_token": self.signer.sign(claims) }));
        self.back_with(&format!("code=a-code&state={}", self.query["state"]))
    }

    fn back_with(&self, query: &str) -> Answer {
        get(&self.trusting, &format!("/en/sign-in/oidc/callback?{query}"), &self.cookie)
    }
}

#[test]
fn somebody_signs_in_where_their_organisation_does() {
    let sent = Sent::new("/desk/new");
    let asked = |key: &str| sent.query[key].as_str();
    assert_eq!((asked("response_type"), asked("client_id")), ("code", CLIENT));
    assert_eq!((asked("scope"), asked("code_challenge_method")), ("openid", "S256"));
    assert_eq!(asked("redirect_uri"), "http://pes.example/en/sign-in/oidc/callback");
    let back = sent.back(&sent.claims());
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert_eq!(back.header("location"), "/en/desk/new");
    let session = cookie_of(&back);
    let desk = get(&sent.trusting, "/en/desk", &session);
    assert_eq!(desk.status, StatusCode::OK, "{}", desk.text());
    let (credentials, form) = sent.issuer.forms().remove(0);
    let form: BTreeMap<String, String> =
        form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    assert_eq!(challenge, asked("code_challenge"), "the code is worth nothing to others");
    assert_eq!(
        (form["code"].as_str(), form["redirect_uri"].as_str()),
        ("a-code", asked("redirect_uri"))
    );
    assert_eq!((credentials.as_str(), form["client_id"].as_str()), ("", CLIENT));
    let keys = sent.trusting.desk.keys().expect("keys");
    assert!(keys.len() == 1 && keys[0].is_of_provider());
    assert_eq!(sent.back(&sent.claims()).status, StatusCode::BAD_REQUEST, "it is good once");
    let page = get(&sent.trusting, "/en/sign-in", "").text();
    assert!(page.contains("href=\"/en/sign-in/oidc?to=%2Fdesk\""), "{page}");
    // What tells who signed in allows nothing by itself.
    let id_token = sent.signer.sign(&sent.claims());
    assert_eq!(sent.trusting.list(&id_token).status, StatusCode::UNAUTHORIZED);
}

#[test]
fn what_a_browser_was_not_sent_for_signs_nobody_in() {
    let changed = |sent: &Sent, key: &str, value: Value| {
        let mut claims = sent.claims();
        claims[key] = value;
        claims
    };
    for (key, value) in [
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("aud", json!(AUDIENCE)),
        ("aud", json!([CLIENT, "another"])),
        ("azp", json!("another")),
        ("iss", json!("https://other.example")),
        ("exp", json!(1)),
        ("realm_access", json!({ "roles": [] })),
    ] {
        let sent = Sent::new("");
        let back = sent.back(&changed(&sent, key, value.clone()));
        assert_eq!(back.status, StatusCode::FORBIDDEN, "{key} {value}: {}", back.text());
        assert_eq!(back.header("set-cookie"), "", "{key} {value}");
        assert!(sent.trusting.desk.keys().expect("keys").is_empty());
    }
    let sent = Sent::new("https://evil.example/");
    sent.issuer.gives(json!({ "id_token": sent.signer.sign(&sent.claims()) }));
    let state = sent.query["state"].clone();
    for query in ["code=a".to_owned(), format!("code=a&state={}", "0".repeat(64))] {
        assert_eq!(sent.back_with(&query).status, StatusCode::BAD_REQUEST, "{query}");
    }
    let other = format!("/en/sign-in/oidc/callback?code=a&state={state}");
    assert_eq!(get(&sent.trusting, &other, "").status, StatusCode::BAD_REQUEST, "another browser");
    let mixed = format!("code=a&state={state}&iss=https://other.example");
    assert_eq!(sent.back_with(&mixed).status, StatusCode::FORBIDDEN, "another provider's code");
    assert!(sent.issuer.forms().is_empty(), "no code was shown to anybody");

    let sent = Sent::new("https://evil.example/");
    let denied = format!("error=access_denied&state={}", sent.query["state"]);
    assert_eq!(sent.back_with(&denied).status, StatusCode::FORBIDDEN);
    let sent = Sent::new("//evil.example/");
    assert_eq!(sent.back(&sent.claims()).header("location"), "/en/desk");
}
