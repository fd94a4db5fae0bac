//! Webhooks of a service that ends: by a crash while a message is under way,
//! and by a stop, which lets it finish.

use crate::contributing::key_of;
use crate::receiver::{Receiver, Reply};
use crate::running::{Service, until};
use crate::seeded::data_directory;
use passerelle::desk::{By, Desk, Webhook, WebhookOwner, WebhookTarget};
use passerelle::domain::{DeliveryState, Role, WebhookFilter};
use std::sync::mpsc::channel;

/// The place before the first change.
const START: &str = "0-00000000";

/// A service whose one webhook is told of graphs that are new.
struct Hooking {
    data: tempfile::TempDir,
    receiver: Receiver,
    desk: Desk,
    webhook: Webhook,
    admin: String,
}

impl Hooking {
    fn new() -> Self {
        let (data, receiver) = (data_directory(), Receiver::start());
        let desk = Desk::open(data.path()).expect("the desk opens");
        let admin = key_of(&desk, Role::Admin, None);
        let filter = WebhookFilter {
            kinds: vec!["graph".parse().expect("a kind")],
            ..WebhookFilter::default()
        };
        let url = format!("{}/hook", receiver.origin());
        let owner = desk.keys().expect("keys").remove(0).id;
        let owner = WebhookOwner { key_id: owner, member: None };
        let target = WebhookTarget { url, label: None, filter };
        let made = (By::COMMAND_LINE, jiff::Timestamp::now());
        let made = desk.create_webhook(&target, &owner, START, made);
        let webhook = made.expect("a webhook").0;
        Self { data, receiver, desk, webhook, admin }
    }

    fn start(&self) -> Service {
        let data = self.data.path().to_str().expect("a path in UTF-8");
        let origin = self.receiver.origin();
        let allow = [("PASSERELLE_WEBHOOK_ALLOW", origin.as_str())];
        Service::start(&["--listen", "127.0.0.1:0", "--data", data], &allow)
    }

    /// A graph that is new.
    fn change(&self, service: &Service, name: &str) {
        let body = "<urn:s> <urn:p> 1 .";
        let mut connection = service.connect();
        connection.send(&format!(
            "PUT /store?graph=urn:hooking:{name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Type: text/turtle\r\nContent-Length: {}\r\n\r\n{body}",
            self.admin,
            body.len()
        ));
        let answer = connection.rest();
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    }

    /// The next message about a graph of the test; the seed has some of its
    /// own.
    fn next(&self) -> crate::receiver::Message {
        loop {
            let message = self.receiver.next();
            if message.body.contains("urn:hooking:") {
                return message;
            }
        }
    }

    fn count(&self, state: DeliveryState) -> usize {
        let found = self.desk.deliveries(&self.webhook.id, Some(state), None, 1000);
        found.expect("the desk answers").len()
    }

    /// Waits until all that there is has been taken.
    fn settle(&self) {
        until(
            || self.count(DeliveryState::Pending) == 0 && self.count(DeliveryState::Delivered) > 0,
            "something is left to send",
        );
    }
}

#[test]
fn what_a_crash_left_unnoted_comes_again_under_its_name() {
    let hooking = Hooking::new();
    let mut service = hooking.start();
    hooking.change(&service, "first");
    hooking.next();
    hooking.settle();
    hooking.receiver.will([Reply::Nothing]);
    hooking.change(&service, "crash");
    let before = hooking.next();
    service.kill();
    let service = hooking.start();
    let after = hooking.next();
    assert_eq!((&after.id, &after.body), (&before.id, &before.body));
    hooking.settle();
    hooking.change(&service, "later");
    assert!(hooking.next().body.contains("urn:hooking:later"), "and once");
}

#[test]
fn a_stop_lets_a_message_finish() {
    let hooking = Hooking::new();
    let mut service = hooking.start();
    hooking.change(&service, "first");
    hooking.next();
    hooking.settle();
    let (tell, told) = channel();
    hooking.receiver.will([Reply::When(told)]);
    hooking.change(&service, "last");
    let last = hooking.next();
    service.terminate();
    service.wait_for_refusal();
    tell.send(()).expect("the receiver waits");
    assert_eq!(service.exit_code(), Some(0));
    let noted = hooking.desk.deliveries(&hooking.webhook.id, None, None, 1).expect("a message");
    assert_eq!(
        (noted[0].id.as_str(), noted[0].state),
        (last.id.as_str(), DeliveryState::Delivered)
    );
}
