//! Tokens of an OpenID provider as bearers': the good ones, and every way in
//! which one can be bad.

use crate::api::problem;
use crate::issuer::{AUDIENCE, CLIENT, Issuer, Signer};
use crate::seeded::data_directory;
use crate::support::{Answer, send_to};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use passerelle::desk::Desk;
use passerelle::http::{self, HttpSettings};
use passerelle::identity::{ClientSettings, IssuerSettings, Provider, RoleMapping};
use passerelle::operations::Passerelle;
use passerelle::outbound::Courier;
use passerelle::web;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A provider that is asked again at once.
const EAGER: Duration = Duration::ZERO;
const LAZY: Duration = Duration::from_hours(1);

/// A service that trusts a provider.
pub(crate) struct Trusting {
    pub(crate) app: axum::Router,
    pub(crate) desk: Desk,
    _directory: TempDir,
}

impl Trusting {
    pub(crate) fn new(issuer: &str, refetch_min: Duration) -> Self {
        let directory = data_directory();
        let (service, _) = Passerelle::open(directory.path()).expect("the data directory opens");
        let roles = "pes-desk=contributor, pes-review=reviewer, pes-boss=admin";
        let settings = IssuerSettings {
            issuer: issuer.to_owned(),
            audience: AUDIENCE.to_owned(),
            roles: RoleMapping::new("realm_access.roles", roles).expect("a mapping"),
            member_claim: Some("pes_member".to_owned()),
            client: Some(ClientSettings {
                id: CLIENT.to_owned(),
                secret: None,
                scope: "openid".to_owned(),
            }),
            refetch_min,
        };
        let courier = Courier::new(issuer.parse().expect("an origin"), Duration::from_secs(20));
        let provider = Some(Arc::new(Provider::new(settings, courier)));
        let settings = HttpSettings { provider, ..HttpSettings::default() };
        let app = http::app(service, settings, web::pages()).expect("an app");
        let desk = Desk::open(directory.path()).expect("the desk opens twice");
        Self { app, desk, _directory: directory }
    }

    fn ask(&self, token: &str, method: Method, path: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .body(Body::empty());
        send_to(&self.app, request.expect("a well-formed request"))
    }

    pub(crate) fn list(&self, token: &str) -> Answer {
        self.ask(token, Method::GET, "/api/v1/contributions")
    }
}

fn refused(answer: &Answer, words: &str) {
    let said = problem(answer, StatusCode::UNAUTHORIZED);
    assert!(said["detail"].as_str().is_some_and(|it| it.contains(words)), "{words}: {said}");
    let challenge = "Bearer realm=\"passerelle\", error=\"invalid_token\"";
    assert_eq!(answer.header("www-authenticate"), challenge);
}

#[test]
fn tokens_signed_by_a_key_pair_are_taken() {
    let algorithms = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];
    let names = ["rs", "ps", "es", "ed"];
    let signers: Vec<Signer> =
        names.into_iter().zip(algorithms).map(|(kid, it)| Signer::new(kid, it)).collect();
    let issuer = Issuer::with(&signers.iter().collect::<Vec<_>>());
    let trusting = Trusting::new(&issuer.origin, EAGER);
    for signer in &signers {
        let answer = trusting.list(&signer.sign(&issuer.claims()));
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", signer.kid, answer.text());
    }
    assert_eq!(issuer.asked(), 1, "keys are remembered");
    let keys = trusting.desk.keys().expect("keys");
    assert_eq!(keys.len(), 1, "one person");
    let key = &keys[0];
    assert!(key.is_of_provider() && key.member.as_ref().is_some_and(|it| it.as_str() == "ke-pes"));
    for (typ, taken) in [
        (None, true),
        (Some("at+jwt"), true),
        (Some("application/at+jwt"), true),
        (Some("logout+jwt"), false),
        (Some("dpop+jwt"), false),
    ] {
        let header = Header { typ: typ.map(str::to_owned), ..signers[2].header() };
        let answer = trusting.list(&signers[2].sign_as(&header, &issuer.claims()));
        assert_eq!(answer.status == StatusCode::OK, taken, "{typ:?}: {}", answer.text());
    }
}

#[test]
fn what_somebody_may_follows_from_their_claims() {
    let signer = Signer::new("es", Algorithm::ES256);
    let issuer = Issuer::with(&[&signer]);
    let trusting = Trusting::new(&issuer.origin, EAGER);
    let with = |key: &str, value: Value| {
        let mut claims = issuer.claims();
        claims[key] = value;
        signer.sign(&claims)
    };
    let roles = |roles: Value| with("realm_access", json!({ "roles": roles }));
    let audit = |token: &str| trusting.ask(token, Method::GET, "/api/v1/audit");
    assert_eq!(audit(&roles(json!(["pes-boss"]))).status, StatusCode::OK);
    problem(&audit(&roles(json!(["pes-review"]))), StatusCode::FORBIDDEN);
    for none in [json!([]), json!(["admin"]), json!(null), json!({ "pes-boss": true })] {
        let answer = trusting.list(&roles(none.clone()));
        let said = problem(&answer, StatusCode::FORBIDDEN);
        assert!(said["detail"].to_string().contains("no role"), "{none}: {said}");
        let challenge = "Bearer realm=\"passerelle\", error=\"insufficient_scope\"";
        assert_eq!(answer.header("www-authenticate"), challenge);
    }
    let mut without = issuer.claims();
    without.as_object_mut().expect("claims").remove("realm_access");
    problem(&trusting.list(&signer.sign(&without)), StatusCode::FORBIDDEN);
    refused(&trusting.list(&with("pes_member", json!("Not A Slug"))), "names no member");
    refused(&trusting.list(&with("pes_member", json!(["ke-pes", "fr-pes"]))), "names no member");

    // The audit has no name of a person; a revoked person is out, whatever they bring.
    let entries = trusting.desk.audit(0, 100).expect("the audit");
    let by = entries[0].key_id.clone().expect("a key");
    assert!(by.starts_with("oidc-") && !format!("{entries:?}").contains("amina"));
    let boss = with("sub", json!("boss"));
    assert_eq!(trusting.list(&boss).status, StatusCode::OK);
    trusting.desk.revoke_key(&by, passerelle::desk::By::COMMAND_LINE).expect("revoked");
    refused(&trusting.list(&roles(json!(["pes-boss"]))), "revoked");
    assert_eq!(trusting.list(&boss).status, StatusCode::OK, "another person");
}

#[test]
fn a_token_that_is_no_good_is_refused_in_words() {
    let signer = Signer::new("rs", Algorithm::RS256);
    let issuer = Issuer::with(&[&signer]);
    let trusting = Trusting::new(&issuer.origin, LAZY);
    let now = jiff::Timestamp::now().as_second();
    let with = |key: &str, value: Value| {
        let mut claims = issuer.claims();
        claims[key] = value;
        signer.sign(&claims)
    };
    let without = |key: &str| {
        let mut claims = issuer.claims();
        claims.as_object_mut().expect("claims").remove(key);
        signer.sign(&claims)
    };
    let good = signer.sign(&issuer.claims());
    assert_eq!(trusting.list(&good).status, StatusCode::OK);
    assert_eq!(trusting.list(&with("exp", json!(now - 30))).status, StatusCode::OK, "leeway");
    let payload = good.split('.').nth(1).expect("three parts");
    for (token, words) in [
        (with("exp", json!(now - 120)), "expired"),
        (with("nbf", json!(now + 120)), "not good yet"),
        (with("iat", json!(now + 120)), "not good yet"),
        (with("aud", json!("https://other.example")), "another service"),
        (with("aud", json!([CLIENT])), "another service"),
        (with("iss", json!("https://other.example")), "another issuer"),
        (with("iss", json!([issuer.origin])), "claim iss"),
        (with("exp", json!("soon")), "claim exp"),
        (without("exp"), "claim exp"),
        (without("aud"), "claim aud"),
        (without("iss"), "claim iss"),
        (without("sub"), "is understood"),
        (with("sub", json!("")), "claim sub"),
    ] {
        let answer = trusting.list(&token);
        refused(&answer, words);
        assert!(!answer.text().contains(payload), "no token is repeated");
    }
    assert_eq!(trusting.list(&good).status, StatusCode::OK);
}

#[test]
fn a_token_that_is_forged_is_refused_in_words() {
    let signer = Signer::new("rs", Algorithm::RS256);
    let issuer = Issuer::with(&[&signer]);
    let trusting = Trusting::new(&issuer.origin, LAZY);
    let now = jiff::Timestamp::now().as_second();
    let good = signer.sign(&issuer.claims());
    let parts: Vec<&str> = good.split('.').collect();
    let [head, payload, signature] = parts[..] else { panic!("three parts") };
    let encoded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let boss = encoded(json!({ "realm_access": { "roles": ["pes-boss"] }, "aud": AUDIENCE,
        "iss": issuer.origin, "sub": "amina", "exp": now + 300 }));
    let none = encoded(json!({ "alg": "none", "typ": "JWT" }));
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let tampered = format!("{other}{}", &signature[1..]);
    // With what everybody may know as the secret.
    let public = json!(signer.jwk())["n"].as_str().expect("a modulus").to_owned();
    let shared = EncodingKey::from_secret(public.as_bytes()).expect("a secret");
    let shared_header = Header { kid: Some("rs".to_owned()), ..Header::new(Algorithm::HS256) };
    let shared = encode(&shared_header, &issuer.claims(), &shared).expect("a token");
    let stranger = Signer::new("stranger", Algorithm::ES256);
    let unnamed = Header { kid: None, ..stranger.header() };
    let other_kind = Header { kid: Some("rs".to_owned()), ..stranger.header() };
    for (token, words) in [
        (format!("{none}.{payload}."), "algorithm"),
        (format!("{none}.{payload}.{signature}"), "algorithm"),
        (shared, "algorithm"),
        (
            signer.sign_as(
                &Header { kid: Some("new".to_owned()), ..signer.header() },
                &issuer.claims(),
            ),
            "key",
        ),
        (stranger.sign(&issuer.claims()), "key"),
        (stranger.sign_as(&unnamed, &issuer.claims()), "key"),
        (stranger.sign_as(&other_kind, &issuer.claims()), "key"),
        (format!("{head}.{boss}.{signature}"), "signature"),
        (format!("{head}.{payload}.{tampered}"), "signature"),
        (format!("{head}.{payload}."), "signature"),
        (format!("{head}.{payload}"), "not a key"),
        (format!("{good}.{signature}"), "not a key"),
        ("a.b.c".to_owned(), "is understood"),
    ] {
        let answer = trusting.list(&token);
        refused(&answer, words);
        assert!(!answer.text().contains(payload), "no token is repeated");
    }
    assert_eq!(trusting.list(&good).status, StatusCode::OK);
}

#[test]
fn keys_are_replaced_and_asked_for_with_restraint() {
    let (old, new) = (Signer::new("old", Algorithm::ES256), Signer::new("new", Algorithm::ES256));
    let issuer = Issuer::with(&[&old]);
    let eager = Trusting::new(&issuer.origin, EAGER);
    assert_eq!(eager.list(&old.sign(&issuer.claims())).status, StatusCode::OK);
    issuer.publish(&[&new]);
    assert_eq!(eager.list(&old.sign(&issuer.claims())).status, StatusCode::OK, "remembered");
    assert_eq!(eager.list(&new.sign(&issuer.claims())).status, StatusCode::OK, "asked for anew");
    assert_eq!(issuer.asked(), 2);
    refused(&eager.list(&old.sign(&issuer.claims())), "key");

    let lazy = Trusting::new(&issuer.origin, LAZY);
    for _ in 0..5 {
        refused(&lazy.list(&old.sign(&issuer.claims())), "key");
    }
    assert_eq!(issuer.asked(), 4, "once, and not for every token with a name that is not known");
    assert_eq!(lazy.list(&new.sign(&issuer.claims())).status, StatusCode::OK);
}

#[test]
fn a_provider_that_is_silent_is_no_fault_of_the_token() {
    let signer = Signer::new("es", Algorithm::ES256);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let trusting = Trusting::new(&origin, EAGER);
    let issuer = Issuer::with(&[&signer]);
    let token = signer.sign(&issuer.claims());
    problem(&trusting.list(&token), StatusCode::SERVICE_UNAVAILABLE);
    // One that calls itself otherwise is not believed.
    let other = issuer.origin.replace("127.0.0.1", "localhost");
    let trusting = Trusting::new(&other, EAGER);
    problem(&trusting.list(&token), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(issuer.asked(), 0, "its keys are not asked for");
}
