//! Deliver webhooks: what changed is written down for each webhook whose owner
//! wants to know it, and what came of each try to send it decides about the
//! next one. Sending is the HTTP side's.

use super::follow_changes::{ChangeCursor, ChangeRequest, FollowError, ReportedChange};
use super::service::Passerelle;
use crate::desk::{Attempt, DeskError, DueDelivery, NewDelivery, Webhook};
use crate::domain::{Changed, DeliveryState, Iri, Kind, Slug, SwitchedOff, WebhookEvent};
use crate::graph::{GraphError, Query};
use crate::outbound::{Answer, NotSent};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How long to wait after each try that failed, as Standard Webhooks advises;
/// after the last one a message is given up.
const DELAYS_S: [i64; 9] = [5, 5 * 60, 30 * 60, 2 * H, 5 * H, 10 * H, 14 * H, 20 * H, 24 * H];
const H: i64 = 60 * 60;
/// Up to this part more, so that what failed together does not come together.
const JITTER_PERCENT: i64 = 20;
/// After a failure nothing is sent to the same webhook for so long, at most.
const PAUSE_MAX_S: i64 = 5 * 60;
/// Longer than this nobody is waited for, whatever they ask.
const RETRY_AFTER_MAX_S: i64 = 24 * H;
/// Nothing was taken for so long: when a message is given up then, the webhook
/// goes off.
const FAILING_MAX_S: i64 = 72 * H;
/// Messages that came to their end are kept for so long.
const KEPT_S: i64 = 30 * 24 * H;
/// Entries of the change log that are written down at once.
const PAGE: usize = 100;
/// With so many messages waiting, a webhook is told no more for now.
const BACKLOG_MAX: u64 = 10_000;
/// How much is kept of an answer, in characters.
const ANSWER_CHARS_MAX: usize = 500;

/// The type of a message after which a follower begins anew.
const RESTARTED: &str = "log.restarted";

/// Messages could not be written down or read.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// Because of the change log.
    #[error("the change log cannot be read")]
    Log(#[from] FollowError),
    /// Because of the graph.
    #[error("what changed cannot be read")]
    Graph(#[from] GraphError),
    /// Because of the desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Passerelle {
    /// Writes down for each webhook what has changed since it was last told.
    /// What fails for one does not keep the others.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn tell_webhooks(&self, now: Timestamp) -> Result<(), DeliveryError> {
        let last = self.last_change()?.to_string();
        for webhook in self.desk().webhooks_on()?.into_iter().filter(|one| one.cursor != last) {
            let id = webhook.id.clone();
            if let Err(error) = self.tell(webhook, now) {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, webhook = id.as_str(), "a webhook is not told");
            }
        }
        Ok(())
    }

    /// Forgets messages that came to their end long ago.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn forget_deliveries(&self, now: Timestamp) -> Result<(), DeskError> {
        self.desk().forget_deliveries(now - SignedDuration::from_secs(KEPT_S))
    }

    /// The change that a message tells of, as it is told now; none when it
    /// tells of none, or the log has it no longer.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn change_told(&self, due: &DueDelivery) -> Result<Option<ReportedChange>, FollowError> {
        let Some(number) = due.delivery.change else { return Ok(None) };
        let found = self.reported_change(number)?;
        // The log may have gone back to a backup, and on from there.
        Ok(found
            .filter(|(cursor, _)| name(&due.webhook, cursor) == Some(due.delivery.id.clone()))
            .map(|(_, change)| change))
    }

    /// Writes down what came of sending a message.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn note_attempt(
        &self,
        due: &DueDelivery,
        came: &Result<Answer, NotSent>,
        now: Timestamp,
    ) -> Result<Attempt, DeskError> {
        let attempt = attempt(due, came, now);
        self.desk().note_attempt(due, &attempt, now)?;
        Ok(attempt)
    }

    /// Tells a webhook what there is, as long as it keeps up.
    fn tell(&self, mut webhook: Webhook, now: Timestamp) -> Result<(), DeliveryError> {
        while self.desk().backlog(&webhook.id)? < BACKLOG_MAX {
            match self.tell_more(&webhook, now)? {
                Some(cursor) => webhook.cursor = cursor,
                None => break,
            }
        }
        Ok(())
    }

    /// Tells a webhook a page of the change log; where to go on, if there is
    /// more.
    fn tell_more(
        &self,
        webhook: &Webhook,
        now: Timestamp,
    ) -> Result<Option<String>, DeliveryError> {
        let request = ChangeRequest {
            after: webhook.cursor.parse().ok(),
            since: None,
            kinds: webhook.given.filter.kinds.clone(),
            limit: PAGE,
        };
        let page = match self.changes(&request) {
            Err(FollowError::UnknownCursor) => return self.restart(webhook, now).map(|()| None),
            page => page?,
        };
        let wanted = self.wanted_by(webhook, page.changes)?;
        let new: Vec<NewDelivery> =
            wanted.iter().filter_map(|change| new_delivery(&webhook.id, change)).collect();
        let cursor = page.cursor.to_string();
        self.desk().tell_webhook(webhook, &cursor, &new, now)?;
        Ok(page.more.then_some(cursor))
    }

    /// The entry that the webhook was last told is not in the log any more: a
    /// backup was restored. It goes on from the end, and its owner is told.
    fn restart(&self, webhook: &Webhook, now: Timestamp) -> Result<(), DeliveryError> {
        let cursor = self.last_change()?;
        let id = format!("{}-restarted-{cursor}", webhook.id).parse().ok();
        let new: Vec<NewDelivery> = id
            .map(|id| NewDelivery {
                id,
                kind: RESTARTED.to_owned(),
                change: None,
                occurred: now.to_string(),
            })
            .into_iter()
            .collect();
        tracing::warn!(webhook = webhook.id.as_str(), "it was told of changes that are not there");
        Ok(self.desk().tell_webhook(webhook, &cursor.to_string(), &new, now)?)
    }

    /// The changes that a webhook tells of. Where nothing is left that says
    /// what a thing was about, everybody is told that it went.
    fn wanted_by(
        &self,
        webhook: &Webhook,
        changes: Vec<ReportedChange>,
    ) -> Result<Vec<ReportedChange>, GraphError> {
        let filter = &webhook.given.filter;
        let events = &filter.events;
        let mut wanted = changes;
        wanted.retain(|change| events.is_empty() || events.contains(&event_of(change)));
        if filter.themes.is_empty() && filter.members.is_empty() {
            return Ok(wanted);
        }
        let themes = self.narrower(&filter.themes)?;
        let members: BTreeSet<Iri> =
            filter.members.iter().map(|slug| Kind::Member.iri(slug)).collect();
        let concerns = self.concerns(&wanted)?;
        wanted.retain(|change| {
            let about = concerns.get(&change.entry.id);
            let fits = |those: &BTreeSet<Iri>| {
                those.is_empty() || about.is_some_and(|about| !about.is_disjoint(those))
            };
            about.is_none() && !change.exists || fits(&themes) && fits(&members)
        });
        Ok(wanted)
    }

    /// Themes with all that are narrower.
    fn narrower(&self, themes: &[Slug]) -> Result<BTreeSet<Iri>, GraphError> {
        if themes.is_empty() {
            return Ok(BTreeSet::new());
        }
        let query = Query::new(include_str!("../graph/queries/changes/narrower.rq"))
            .with("theme", themes.iter().map(|slug| Kind::Theme.iri(slug)));
        self.graph().select(&query)?.iter().map(|row| row.iri("id")).collect()
    }

    /// What things are about and whose they are, or were; and themselves.
    fn concerns(
        &self,
        changes: &[ReportedChange],
    ) -> Result<BTreeMap<Iri, BTreeSet<Iri>>, GraphError> {
        let mut concerns: BTreeMap<Iri, BTreeSet<Iri>> = BTreeMap::new();
        for ReportedChange { entry, exists, .. } in changes {
            let former = entry.former_members.iter().chain(&entry.formerly_about);
            let itself = [&entry.id].into_iter().filter(|_| *exists);
            for concern in former.chain(itself) {
                concerns.entry(entry.id.clone()).or_default().insert(concern.clone());
            }
        }
        let there: BTreeSet<Iri> =
            changes.iter().filter(|change| change.exists).map(|it| it.entry.id.clone()).collect();
        if !there.is_empty() {
            let query =
                Query::new(include_str!("../graph/queries/changes/concerns.rq")).with("id", there);
            for row in self.graph().select(&query)? {
                concerns.entry(row.iri("id")?).or_default().insert(row.iri("concern")?);
            }
        }
        Ok(concerns)
    }
}

fn event_of(change: &ReportedChange) -> WebhookEvent {
    WebhookEvent::of(change.entry.event, change.retired)
}

/// The name of a message: the webhook, and the place in the change log.
fn name(webhook: &Slug, cursor: &ChangeCursor) -> Option<Slug> {
    format!("{webhook}-{cursor}").parse().ok()
}

fn new_delivery(webhook: &Slug, change: &ReportedChange) -> Option<NewDelivery> {
    Some(NewDelivery {
        id: name(webhook, &ChangeCursor::at(&change.entry))?,
        kind: format!("{}.{}", Changed::term(change.changed), event_of(change).as_str()),
        change: Some(change.entry.number),
        occurred: change.entry.published.clone(),
    })
}

/// What follows from an answer, or from none.
fn attempt(due: &DueDelivery, came: &Result<Answer, NotSent>, now: Timestamp) -> Attempt {
    let status = came.as_ref().ok().map(|answer| answer.status);
    let last = |state, off| Attempt {
        state,
        due: None,
        resumes: None,
        off,
        status,
        answer: in_short(came),
    };
    match status {
        Some(200..=299) => return last(DeliveryState::Delivered, None),
        Some(410) => return last(DeliveryState::Dead, Some(SwitchedOff::Gone)),
        _ => {}
    }
    let tries = usize::try_from(due.delivery.attempts).unwrap_or(usize::MAX);
    let Some(delay) = DELAYS_S.get(tries) else {
        let long_ago = now - SignedDuration::from_secs(FAILING_MAX_S);
        let failing = due.failing_since.is_some_and(|since| since <= long_ago);
        return last(DeliveryState::Dead, failing.then_some(SwitchedOff::Failing));
    };
    let delay = delay + jitter(due, *delay);
    let asked = came.as_ref().ok().and_then(|answer| retry_after(answer, now));
    let wait = delay.max(asked.unwrap_or(0));
    let after = |seconds| Some(now + SignedDuration::from_secs(seconds));
    Attempt {
        due: after(wait),
        resumes: after(asked.unwrap_or(delay.min(PAUSE_MAX_S))),
        ..last(DeliveryState::Pending, None)
    }
}

/// The same for the same try, so that it can be told in advance.
fn jitter(due: &DueDelivery, delay: i64) -> i64 {
    let mut hasher = DefaultHasher::new();
    (due.delivery.id.as_str(), due.delivery.attempts).hash(&mut hasher);
    let parts = i64::try_from(hasher.finish() % 1001).unwrap_or(0);
    delay * JITTER_PERCENT * parts / (100 * 1000)
}

/// For how many seconds a receiver that is busy asks to be left alone.
fn retry_after(answer: &Answer, now: Timestamp) -> Option<i64> {
    let text = answer.retry_after.as_deref().filter(|_| [429, 503].contains(&answer.status))?;
    let seconds = text.trim().parse::<i64>().ok().or_else(|| {
        let then = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
        Some(then.as_second() - now.as_second())
    })?;
    Some(seconds.clamp(0, RETRY_AFTER_MAX_S))
}

/// The beginning of an answer, as text; or why there was none.
fn in_short(came: &Result<Answer, NotSent>) -> String {
    let answer = match came {
        Err(reason) => return reason.to_string(),
        Ok(answer) if (300..400).contains(&answer.status) => {
            return "it redirects, and redirects are not followed".to_owned();
        }
        Ok(answer) => answer,
    };
    let text = String::from_utf8_lossy(&answer.body);
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    visible.take(ANSWER_CHARS_MAX).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Delivery;

    fn due(attempts: u32, failing_since: Option<Timestamp>) -> DueDelivery {
        let delivery = Delivery {
            number: 1,
            id: "aaaaaaaaaaaa-1-bbbbbbbb".parse().expect("a slug"),
            kind: "practice.updated".to_owned(),
            change: Some(1),
            occurred: "2026-01-01T00:00:00Z".to_owned(),
            state: DeliveryState::Pending,
            attempts,
            due: None,
            attempted: None,
            status: None,
            answer: None,
            created: Timestamp::UNIX_EPOCH,
        };
        DueDelivery {
            delivery,
            webhook: "aaaaaaaaaaaa".parse().expect("a slug"),
            url: "https://pes.example/hook".to_owned(),
            secrets: Vec::new(),
            failing_since,
            failures: attempts,
        }
    }

    fn answer(status: u16, retry_after: Option<&str>) -> Answer {
        let retry_after = retry_after.map(str::to_owned);
        Answer { status, retry_after, cache_control: None, body: b"no\n".to_vec(), whole: true }
    }

    fn waits(attempt: &Attempt, now: Timestamp) -> i64 {
        attempt.due.map_or(0, |due| due.as_second() - now.as_second())
    }

    #[test]
    fn tries_are_spread_over_days_and_come_to_an_end() {
        let now: Timestamp = "2026-06-01T00:00:00Z".parse().expect("a time");
        let mut total = 0;
        for (tries, delay) in (0..).zip(DELAYS_S) {
            let attempt = attempt(&due(tries, None), &Ok(answer(500, None)), now);
            assert_eq!(attempt.state, DeliveryState::Pending);
            let wait = waits(&attempt, now);
            assert!((delay..=delay + delay / 5).contains(&wait), "{tries}: {wait}");
            let pause = attempt.resumes.map_or(0, |until| until.as_second() - now.as_second());
            assert!(pause <= PAUSE_MAX_S && pause <= wait, "{pause}");
            total += delay;
        }
        assert!(total > FAILING_MAX_S, "a webhook has failed for long when a message is given up");
        let last = due(9, Some(now - SignedDuration::from_secs(total)));
        let given_up = attempt(&last, &Ok(answer(500, None)), now);
        assert_eq!((given_up.state, given_up.due), (DeliveryState::Dead, None));
        assert_eq!(given_up.off, Some(SwitchedOff::Failing));
        let others_come = due(9, Some(now - SignedDuration::from_hours(1)));
        assert_eq!(attempt(&others_come, &Ok(answer(500, None)), now).off, None);
    }

    #[test]
    fn answers_mean_what_the_standard_says() {
        let now = Timestamp::UNIX_EPOCH;
        for status in [200, 201, 202, 204, 299] {
            let attempt = attempt(&due(3, None), &Ok(answer(status, None)), now);
            assert_eq!((attempt.state, attempt.off), (DeliveryState::Delivered, None), "{status}");
        }
        let gone = attempt(&due(0, None), &Ok(answer(410, None)), now);
        assert_eq!((gone.state, gone.off), (DeliveryState::Dead, Some(SwitchedOff::Gone)));
        for status in [100, 199, 301, 302, 307, 400, 401, 404, 429, 500, 503] {
            let attempt = attempt(&due(0, None), &Ok(answer(status, None)), now);
            assert_eq!((attempt.state, attempt.off), (DeliveryState::Pending, None), "{status}");
        }
        let silent = attempt(&due(0, None), &Err(NotSent("it broke off".to_owned())), now);
        assert_eq!((silent.state, silent.status), (DeliveryState::Pending, None));
        assert_eq!(silent.answer, "it broke off");
        let redirected = attempt(&due(0, None), &Ok(answer(302, None)), now);
        assert!(redirected.answer.contains("not followed"));
    }

    #[test]
    fn who_asks_for_time_gets_it() {
        let now: Timestamp = "1994-11-06T08:00:00Z".parse().expect("a time");
        let hour = "Sun, 06 Nov 1994 09:00:00 GMT";
        for (status, said, expected) in [
            (429, "600", 600..=600),
            (503, "600", 600..=600),
            (503, hour, 3600..=3600),
            (429, "0", 5..=6),
            (429, "soon", 5..=6),
            (429, "-5", 5..=6),
            (500, "600", 5..=6),
            (429, "999999999", 86_400..=86_400),
        ] {
            let attempt = attempt(&due(0, None), &Ok(answer(status, Some(said))), now);
            assert!(expected.contains(&waits(&attempt, now)), "{status} {said}");
        }
        let busy = attempt(&due(0, None), &Ok(answer(429, Some("600"))), now);
        assert_eq!(busy.resumes, busy.due, "nothing else is sent meanwhile");
    }
}
