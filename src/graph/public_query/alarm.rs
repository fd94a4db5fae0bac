//! Stops what takes too long in the fast lane. One thread looks at all of it:
//! a timer of the runtime for each query would cost as much as a lookup.

use super::StopToken;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// So many looks at nothing, and the thread sleeps until it is woken.
const IDLE_LOOKS: u32 = 50;

/// Rings for each query at its time.
pub(super) struct Alarm {
    interval: Duration,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    armed: Mutex<Armed>,
    wake: Condvar,
}

#[derive(Default)]
struct Armed {
    next: u64,
    deadlines: Vec<(u64, Instant, StopToken)>,
    /// Whether the thread is there, and needs to be woken.
    started: bool,
    asleep: bool,
}

/// A query that is watched as long as this lives.
pub(super) struct Watched<'a> {
    shared: &'a Shared,
    id: u64,
}

impl Alarm {
    /// It looks four times within `time`, the time that a query has.
    pub(super) fn new(time: Duration) -> Self {
        let interval = (time / 4).max(Duration::from_millis(1));
        Self { interval, shared: Arc::default() }
    }

    /// Stops the query at `deadline`, unless the guard is gone by then.
    pub(super) fn watch(&self, deadline: Instant, stop: StopToken) -> Watched<'_> {
        let mut armed = self.shared.lock();
        let id = armed.next;
        armed.next += 1;
        armed.deadlines.push((id, deadline, stop));
        if !armed.started {
            armed.started = true;
            let (shared, interval) = (Arc::downgrade(&self.shared), self.interval);
            let thread = std::thread::Builder::new().name("alarm".to_owned());
            if let Err(error) = thread.spawn(move || look(&shared, interval)) {
                tracing::error!(%error, "queries in the fast lane are not watched");
            }
        }
        if armed.asleep {
            self.shared.wake.notify_one();
        }
        Watched { shared: &self.shared, id }
    }
}

/// The thread ends when it finds the alarm gone.
impl Drop for Alarm {
    fn drop(&mut self) {
        self.shared.wake.notify_one();
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.shared.lock().deadlines.retain(|(id, ..)| *id != self.id);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Armed> {
        self.armed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn look(shared: &Weak<Shared>, interval: Duration) {
    let mut idle_looks = 0;
    while let Some(shared) = shared.upgrade() {
        let mut armed = shared.lock();
        let now = Instant::now();
        for (_, _, stop) in armed.deadlines.iter().filter(|(_, deadline, _)| *deadline <= now) {
            stop.stop();
        }
        idle_looks = if armed.deadlines.is_empty() { idle_looks + 1 } else { 0 };
        // Asleep, it wakes now and then to see whether the alarm is gone.
        armed.asleep = idle_looks > IDLE_LOOKS;
        let pause = if armed.asleep { Duration::from_secs(1) } else { interval };
        let waited = shared.wake.wait_timeout(armed, pause);
        waited.unwrap_or_else(PoisonError::into_inner).0.asleep = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rings_for_what_is_late_and_only_for_that() {
        let alarm = Alarm::new(Duration::from_millis(4));
        let (late, early, gone) =
            (StopToken::default(), StopToken::default(), StopToken::default());
        let now = Instant::now();
        // Long enough for a busy machine to drop what is gone before it is late.
        let soon = now + Duration::from_millis(300);
        drop(alarm.watch(soon, gone.clone()));
        let _early = alarm.watch(now + Duration::from_hours(1), early.clone());
        let _late = alarm.watch(soon, late.clone());
        while !late.is_stopped() {
            assert!(now.elapsed() < Duration::from_secs(10), "it never rings");
            std::thread::yield_now();
        }
        assert!(!early.is_stopped() && !gone.is_stopped());
    }
}
