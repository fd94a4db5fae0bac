//! Sends what webhooks are to be told: one message after the other to each, to
//! many at the same time. What is being sent is known in memory alone: after a
//! crash it is sent again, under the same name.

use super::super::background::Background;
use super::super::changes;
use super::super::metrics::{Metrics, ReadingKind, figure};
use super::super::problem::Problem;
use super::super::resource;
use super::super::state::AppState;
use crate::desk::{DeliveryCounts, DueDelivery};
use crate::domain::{DeliveryState, Slug};
use crate::operations::{DeliveryError, Passerelle};
use crate::outbound::{Answer, Courier, NotSent};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};
use tokio::time::MissedTickBehavior;

/// How much of an answer is read.
const ANSWER_BYTES_MAX: u64 = 4096;
/// How often old messages are forgotten.
const FORGET_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// How webhooks are delivered.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// Who sends.
    pub courier: Courier,
    /// Webhooks to which something is sent at the same time.
    pub concurrency_max: usize,
    /// How often it is looked whether there is something to send.
    pub look_every: Duration,
    /// What time it is.
    pub clock: Clock,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            courier: Courier::default(),
            concurrency_max: 8,
            look_every: Duration::from_secs(1),
            clock: Clock::default(),
        }
    }
}

/// Tells the time. Another than that of the system is for tests, which wait
/// for nothing.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that is read like this.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// What is being sent, and what came of it so far.
struct Sending {
    background: Background,
    places: Arc<Semaphore>,
    /// Webhooks that something is being sent to.
    under_way: Mutex<BTreeSet<Slug>>,
    /// Tells that a place is free.
    freed: Notify,
    outcomes: Outcomes,
}

#[derive(Default)]
struct Outcomes {
    delivered: AtomicU64,
    failed: AtomicU64,
    given_up: AtomicU64,
}

/// Delivers for as long as the service is there, where there is a runtime.
pub(in crate::http) fn start(state: &AppState) {
    let settings = state.settings();
    let sending = Arc::new(Sending {
        background: settings.background.clone(),
        places: Arc::new(Semaphore::new(settings.webhooks.concurrency_max.max(1))),
        under_way: Mutex::default(),
        freed: Notify::new(),
        outcomes: Outcomes::default(),
    });
    tell(&settings.metrics, state, &sending);
    let Ok(runtime) = Handle::try_current() else { return };
    let (upgrade, look_every) = (state.weak(), settings.webhooks.look_every);
    let background = settings.background.clone();
    background.spawn(&runtime, async move {
        let mut turns = tokio::time::interval(look_every);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut forgotten = Timestamp::UNIX_EPOCH;
        loop {
            tokio::select! {
                () = sending.background.stopping() => break,
                _ = turns.tick() => {}
                () = sending.freed.notified() => {}
            }
            let Some(state) = upgrade() else { break };
            sending.send_what_is_due(&state, &mut forgotten).await;
        }
    });
}

impl Sending {
    async fn send_what_is_due(self: &Arc<Self>, state: &AppState, forgotten: &mut Timestamp) {
        let now = state.settings().webhooks.clock.now();
        let forget = now.duration_since(*forgotten) >= FORGET_EVERY;
        if forget {
            *forgotten = now;
        }
        let looking = state.run(move |service| {
            let due = due_deliveries(service, now, forget).unwrap_or_else(|error| {
                let error = &error as &dyn Error;
                tracing::error!(error, "webhooks could not be looked after");
                Vec::new()
            });
            Ok::<_, Problem>(due)
        });
        for due in looking.await.unwrap_or_default() {
            let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else { break };
            if !self.under_way().insert(due.webhook.clone()) {
                continue;
            }
            let (sending, state) = (Arc::clone(self), state.clone());
            self.background.spawn(&Handle::current(), async move {
                let webhook = due.webhook.clone();
                let sender = Arc::clone(&sending);
                let sent = tokio::task::spawn_blocking(move || sender.send(&state, &due)).await;
                if let Err(error) = sent {
                    tracing::error!(%error, "sending a message to a webhook failed");
                }
                sending.under_way().remove(&webhook);
                drop(place);
                sending.freed.notify_one();
            });
        }
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, BTreeSet<Slug>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, state: &AppState, due: &DueDelivery) {
        let clock = &state.settings().webhooks.clock;
        let came = sent(state, due, clock.now());
        let noted = state.service().note_attempt(due, &came, clock.now());
        let count = |counter: &AtomicU64| {
            counter.fetch_add(1, Ordering::Relaxed);
        };
        match noted {
            Ok(attempt) => match attempt.state {
                DeliveryState::Delivered => count(&self.outcomes.delivered),
                DeliveryState::Pending => count(&self.outcomes.failed),
                DeliveryState::Dead => count(&self.outcomes.given_up),
            },
            Err(error) => {
                let error = &error as &dyn Error;
                let delivery = due.delivery.id.as_str();
                tracing::error!(error, delivery, "what came of a message was not noted");
            }
        }
    }
}

fn due_deliveries(
    service: &Passerelle,
    now: Timestamp,
    forget: bool,
) -> Result<Vec<DueDelivery>, DeliveryError> {
    if forget {
        service.forget_deliveries(now)?;
    }
    service.tell_webhooks(now)?;
    Ok(service.desk().due_deliveries(now)?)
}

/// Sends a message, signed with each secret that is good.
fn sent(state: &AppState, due: &DueDelivery, now: Timestamp) -> Result<Answer, NotSent> {
    let message = message(state, due).map_err(|words| NotSent(words.to_owned()))?;
    let (id, timestamp) = (due.delivery.id.as_str(), now.as_second());
    let signatures = due.secrets.iter().map(|secret| secret.sign(id, timestamp, &message));
    let signatures: Vec<String> = signatures.collect::<Result<_, _>>().map_err(|error| {
        let error = &error as &dyn Error;
        tracing::error!(error, webhook = due.webhook.as_str(), "a message is not signed");
        NotSent("it could not be signed here".to_owned())
    })?;
    let headers = [
        ("content-type", "application/json"),
        ("webhook-id", id),
        ("webhook-timestamp", &timestamp.to_string()),
        ("webhook-signature", &signatures.join(" ")),
    ];
    state.settings().webhooks.courier.post(&due.url, &headers, &message, ANSWER_BYTES_MAX)
}

/// What a message says: the change as the API tells it now.
fn message(state: &AppState, due: &DueDelivery) -> Result<Vec<u8>, &'static str> {
    let unreadable = |error: &(dyn Error + 'static)| {
        tracing::error!(error, delivery = due.delivery.id.as_str(), "a change cannot be told");
        "it could not be read here"
    };
    let change = state.service().change_told(due).map_err(|error| unreadable(&error))?;
    let mut data: Value = match (change, due.delivery.change) {
        (Some(change), _) => changes::entry(state, change)
            .and_then(serde_json::to_value)
            .map_err(|error| unreadable(&error))?,
        (None, Some(_)) => return Err("the change log does not have this entry any more"),
        (None, None) => json!({ "webhook": due.webhook.as_str() }),
    };
    resource::prune(&mut data);
    let (kind, timestamp) = (&due.delivery.kind, &due.delivery.occurred);
    let message = json!({ "type": kind, "timestamp": timestamp, "data": data });
    serde_json::to_vec(&message).map_err(|error| unreadable(&error))
}

/// Has counted what is sent, and what waits.
fn tell(metrics: &Metrics, state: &AppState, sending: &Arc<Sending>) {
    let count = |of: fn(&Outcomes) -> &AtomicU64| {
        let sending = Arc::clone(sending);
        Box::new(move || figure(of(&sending.outcomes).load(Ordering::Relaxed))) as Box<_>
    };
    metrics.read_each(
        ReadingKind::Counter,
        "passerelle_webhook_attempts_total",
        "Messages sent to webhooks, by what came of it.",
        "outcome",
        vec![
            ("delivered", count(|outcomes| &outcomes.delivered)),
            ("failed", count(|outcomes| &outcomes.failed)),
            ("given-up", count(|outcomes| &outcomes.given_up)),
        ],
    );
    let level = |of: fn(DeliveryCounts) -> u64| {
        state.reading(move |service| Some(figure(of(service.desk().delivery_counts().ok()?))))
    };
    for (name, help, of) in [
        (
            "passerelle_webhook_messages_pending",
            "Messages to webhooks that are to be sent.",
            (|counts| counts.pending) as fn(DeliveryCounts) -> u64,
        ),
        (
            "passerelle_webhook_messages_dead",
            "Messages to webhooks that were given up, and are kept.",
            |counts| counts.dead,
        ),
        (
            "passerelle_webhooks_switched_off",
            "Webhooks that were switched off, as their receivers take nothing.",
            |counts| counts.off,
        ),
    ] {
        metrics.read(ReadingKind::Gauge, name, help, level(of));
    }
}
