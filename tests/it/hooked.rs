//! A service that delivers webhooks to a receiver on this machine, by a clock
//! that the test sets forward.

use crate::contributing::key_of;
use crate::receiver::Receiver;
use crate::running::until;
use crate::seeded::data_directory;
use crate::support::{Answer, RUNTIME, send_to};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use jiff::Timestamp;
use passerelle::desk::Desk;
use passerelle::domain::Role;
use passerelle::http::{self, Clock, HttpSettings, WebhookSettings};
use passerelle::operations::Passerelle;
use passerelle::outbound::Courier;
use passerelle::web;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

pub(crate) const WEBHOOKS: &str = "/api/v1/webhooks";

pub(crate) struct Hooked {
    app: axum::Router,
    pub(crate) desk: Desk,
    pub(crate) admin: String,
    pub(crate) receiver: Receiver,
    clock: Arc<AtomicI64>,
    _directory: TempDir,
}

impl Hooked {
    pub(crate) fn start() -> Self {
        let receiver = Receiver::start();
        let directory = data_directory();
        let (service, _) = Passerelle::open(directory.path()).expect("the data directory opens");
        let clock = Arc::new(AtomicI64::new(Timestamp::now().as_second()));
        let read = Arc::clone(&clock);
        let allowed = receiver.origin().parse().expect("an origin");
        let webhooks = WebhookSettings {
            courier: Courier::new(allowed, Duration::from_secs(20)),
            look_every: Duration::from_millis(5),
            clock: Clock::new(move || time(read.load(Ordering::SeqCst))),
            ..WebhookSettings::default()
        };
        let settings = HttpSettings { webhooks, ..HttpSettings::default() };
        let inside = RUNTIME.enter();
        let app = http::app(service, settings, web::pages()).expect("an app");
        drop(inside);
        let desk = Desk::open(directory.path()).expect("the desk opens twice");
        let admin = key_of(&desk, Role::Admin, None);
        Self { app, desk, admin, receiver, clock, _directory: directory }
    }

    /// A request of the holder of a key.
    pub(crate) fn ask(&self, key: &str, method: Method, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {key}"))
            .header("if-match", "*")
            .header("content-type", "application/json");
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        send_to(&self.app, request.body(body).expect("a well-formed request"))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(&self.admin, Method::POST, path, body)
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        let answer = self.ask(&self.admin, Method::GET, path, &Value::Null);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    /// Makes a webhook of the administrator's that leads to the receiver.
    pub(crate) fn webhook(&self, also: &Value) -> (String, String) {
        let mut wanted = json!({ "url": format!("{}/hook", self.receiver.origin()) });
        for (key, value) in also.as_object().into_iter().flatten() {
            wanted[key] = value.clone();
        }
        let answer = self.post(WEBHOOKS, &wanted);
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let made = answer.json();
        let text = |key: &str| made[key].as_str().expect("a text").to_owned();
        (text("id"), text("secret"))
    }

    /// Changes something: a graph of this name.
    pub(crate) fn change(&self, name: &str, number: u32) {
        let request = Request::put(format!("/store?graph=urn:hooked:{name}"))
            .header("authorization", format!("Bearer {}", self.admin))
            .header("content-type", "text/turtle")
            .body(Body::from(format!("<urn:s> <urn:p> {number} .")));
        let answer = send_to(&self.app, request.expect("a well-formed request"));
        assert!(answer.status.is_success(), "{}", answer.text());
    }

    /// The last message to a webhook, when it is as it must become.
    pub(crate) fn delivery(&self, webhook: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        until(
            || {
                let page = self.get(&format!("{WEBHOOKS}/{webhook}/deliveries?limit=1"));
                last = page["data"][0].clone();
                is_so(&last)
            },
            "the message did not become what it must",
        );
        last
    }

    pub(crate) fn forward(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets the clock to when a message is due.
    pub(crate) fn forward_to(&self, due: &Value) {
        let due: Timestamp = due.as_str().and_then(|due| due.parse().ok()).expect("a time");
        self.clock.store(due.as_second(), Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}
