//! An OpenID provider on this machine, with key pairs of its own, whose tokens
//! are as good or as bad as a test wants them.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

pub(crate) const AUDIENCE: &str = "https://passerelle.example";
pub(crate) const CLIENT: &str = "passerelle-pages";

/// A key pair of the fixtures under a name.
pub(crate) struct Signer {
    pub(crate) kid: &'static str,
    pub(crate) algorithm: Algorithm,
    key: EncodingKey,
}

impl Signer {
    pub(crate) fn new(kid: &'static str, algorithm: Algorithm) -> Self {
        let key = match algorithm {
            Algorithm::ES256 => EncodingKey::from_ec_der(include_bytes!("../fixtures/oidc/ec.der")),
            Algorithm::EdDSA => EncodingKey::from_ed_der(include_bytes!("../fixtures/oidc/ed.der")),
            _ => EncodingKey::from_rsa_der(include_bytes!("../fixtures/oidc/rsa.der")),
        };
        Self { kid, algorithm, key }
    }

    pub(crate) fn jwk(&self) -> Jwk {
        let mut jwk = Jwk::from_encoding_key(&self.key, self.algorithm).expect("a public key");
        jwk.common.key_id = Some(self.kid.to_owned());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        jwk
    }

    pub(crate) fn header(&self) -> Header {
        Header { kid: Some(self.kid.to_owned()), ..Header::new(self.algorithm) }
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_as(&self.header(), claims)
    }

    pub(crate) fn sign_as(&self, header: &Header, claims: &Value) -> String {
        encode(header, claims, &self.key).expect("a token")
    }
}

/// What it serves.
#[derive(Default)]
struct Served {
    keys: Vec<Value>,
    /// What `/token` answers, and what it was sent.
    tokens: Value,
    forms: Vec<(String, String)>,
}

pub(crate) struct Issuer {
    pub(crate) origin: String,
    served: Arc<Mutex<Served>>,
    asked: Arc<AtomicUsize>,
}

impl Issuer {
    pub(crate) fn with(signers: &[&Signer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let served = Arc::<Mutex<Served>>::default();
        let asked = Arc::<AtomicUsize>::default();
        let issuer = Self { origin, served: Arc::clone(&served), asked: Arc::clone(&asked) };
        issuer.publish(signers);
        let origin = issuer.origin.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let _ = answer(&stream, &origin, &served, &asked);
            }
        });
        issuer
    }

    /// Has other keys from now on.
    pub(crate) fn publish(&self, signers: &[&Signer]) {
        let keys = signers.iter().map(|signer| json!(signer.jwk()));
        // One that nobody here understands, and one that is a shared secret.
        let others = [json!({ "kty": "new", "kid": "x" }), json!({ "kty": "oct", "k": "AAAA" })];
        self.served.lock().expect("nobody failed").keys = keys.chain(others).collect();
    }

    /// What a code is worth from now on.
    pub(crate) fn gives(&self, tokens: Value) {
        self.served.lock().expect("nobody failed").tokens = tokens;
    }

    /// What `/token` was sent: the credentials, and the form.
    pub(crate) fn forms(&self) -> Vec<(String, String)> {
        self.served.lock().expect("nobody failed").forms.clone()
    }

    /// How often its keys were asked for.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// The claims of a contributor of Kenya's service, for requests.
    pub(crate) fn claims(&self) -> Value {
        let now = jiff::Timestamp::now().as_second();
        json!({
            "iss": self.origin, "aud": AUDIENCE, "sub": "amina", "iat": now, "exp": now + 300,
            "realm_access": { "roles": ["offline", "pes-desk"] }, "pes_member": "ke-pes",
        })
    }
}

fn answer(
    stream: &TcpStream,
    origin: &str,
    served: &Mutex<Served>,
    asked: &AtomicUsize,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let mut served = served.lock().expect("nobody failed");
    let said = match head.split(' ').nth(1)? {
        "/.well-known/openid-configuration" => json!({
            "issuer": origin, "jwks_uri": format!("{origin}/jwks"),
            "authorization_endpoint": format!("{origin}/authorize"),
            "token_endpoint": format!("{origin}/token"),
        }),
        "/jwks" => {
            asked.fetch_add(1, Ordering::SeqCst);
            json!({ "keys": served.keys })
        }
        "/token" => {
            served.forms.push((header("authorization"), String::from_utf8(body).ok()?));
            served.tokens.clone()
        }
        _ => Value::Null,
    };
    let (status, body) =
        if said.is_null() { ("400 No", String::new()) } else { ("200 OK", said.to_string()) };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    (&mut &*stream).write_all((head + &body).as_bytes()).ok()
}
