//! The connections that are open: how many there may be, who gives way when
//! there are too many, and who has waited too long.
//!
//! A new connection is always let in while another one waits for its client:
//! the one that has waited longest gives way. So thousands of idle or slow
//! connections keep nobody out, health checks least of all. When every
//! connection is being answered, a reserve is left that answers health checks.

use super::super::metrics::{Limit, Metrics};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Connections beyond the bound, for health checks.
const RESERVE: usize = 64;
/// The same for each client.
const RESERVE_OF_CLIENT: usize = 16;
/// A client that has sent or taken nothing for so long is stalled, and may
/// have to give way.
const STALLED: Duration = Duration::from_secs(1);
/// How long a head may still take once the service is stopping.
const HEAD_TIME_STOPPING: Duration = Duration::from_secs(1);

/// Bounds on connections. A bound of nought is none.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// Connections at the same time.
    pub connections_max: usize,
    /// Connections of one address at the same time.
    pub connections_of_client_max: usize,
    /// Time for the head of a request, from its first byte.
    pub head_time: Duration,
    /// Time between two requests.
    pub idle_time: Duration,
    /// Time that a client may take nothing of its answer.
    pub write_time: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections_max: 1024,
            connections_of_client_max: 512,
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_mins(1),
            write_time: Duration::from_secs(30),
        }
    }
}

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The head of a request is expected or on its way.
    Head = 0,
    /// Between two requests.
    Idle = 1,
    /// The body of a request is on its way.
    Body = 2,
    /// The answer is made and sent.
    Answer = 3,
}

/// An open connection, as the sweep sees it. Times are milliseconds since the
/// start of the server.
pub(super) struct Connection {
    id: u64,
    peer: IpAddr,
    /// Answers nothing but health checks.
    pub(super) only_health: bool,
    clock: Instant,
    /// The phase in the lowest two bits, the time it began above them.
    phase: AtomicU64,
    last_read: AtomicU64,
    /// When the client stopped taking; nought while it takes.
    stalled: AtomicU64,
    /// Whether a body has been begun and not been read to its end.
    body_left: AtomicBool,
    pub(super) close: CancellationToken,
    pub(super) metrics: Metrics,
}

impl Connection {
    fn now(&self) -> u64 {
        // Never nought, which means that nothing has stalled.
        u64::try_from(self.clock.elapsed().as_millis()).unwrap_or(u64::MAX >> 2) + 1
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.phase.store((self.now() << 2) | phase as u64, Ordering::Relaxed);
    }

    fn phase(&self) -> (Phase, u64) {
        let packed = self.phase.load(Ordering::Relaxed);
        let phase = match packed & 3 {
            0 => Phase::Head,
            1 => Phase::Idle,
            2 => Phase::Body,
            _ => Phase::Answer,
        };
        (phase, packed >> 2)
    }

    /// The head of a request is there.
    pub(super) fn head_read(&self, body_follows: bool) {
        self.body_left.store(body_follows, Ordering::Relaxed);
        self.enter(if body_follows { Phase::Body } else { Phase::Answer });
    }

    /// The body of a request is there.
    pub(super) fn body_read(&self) {
        self.body_left.store(false, Ordering::Relaxed);
        self.enter(Phase::Answer);
    }

    /// Whether the client may be sending what nobody will read.
    pub(super) fn has_unread(&self) -> bool {
        let head = self.phase().0 == Phase::Head && self.last_read.load(Ordering::Relaxed) != 0;
        head || self.body_left.load(Ordering::Relaxed)
    }

    /// The client sent something.
    pub(super) fn was_read(&self, bytes: usize) {
        self.metrics.received(bytes);
        self.last_read.store(self.now(), Ordering::Relaxed);
        if self.phase().0 == Phase::Idle {
            self.enter(Phase::Head);
        }
    }

    /// The client took something.
    pub(super) fn was_written(&self, bytes: usize) {
        self.metrics.sent(bytes);
        if self.stalled.load(Ordering::Relaxed) != 0 {
            self.stalled.store(0, Ordering::Relaxed);
        }
    }

    /// The client takes no more for now.
    pub(super) fn write_stalled(&self) {
        if self.stalled.load(Ordering::Relaxed) == 0 {
            self.stalled.store(self.now(), Ordering::Relaxed);
        }
    }

    /// The order in which connections give way, lowest first; none while the
    /// service has work to do for this one.
    fn gives_way(&self, now: u64) -> Option<(u8, u64)> {
        let stalled_ms = millis(STALLED);
        match self.phase() {
            (Phase::Head | Phase::Idle, since) => Some((0, since)),
            (Phase::Body, since) => {
                let last = self.last_read.load(Ordering::Relaxed);
                (now.saturating_sub(last) >= stalled_ms).then_some((1, since))
            }
            (Phase::Answer, _) => {
                let stalled = self.stalled.load(Ordering::Relaxed);
                (stalled != 0 && now.saturating_sub(stalled) >= stalled_ms).then_some((2, stalled))
            }
        }
    }

    /// The bound on time that is over, if one is.
    fn overdue(&self, now: u64, limits: &ConnectionLimits, stopping: bool) -> Option<Limit> {
        let over = |since: u64, bound: Duration| {
            !bound.is_zero() && now.saturating_sub(since) >= millis(bound)
        };
        let stalled = self.stalled.load(Ordering::Relaxed);
        if stalled != 0 && over(stalled, limits.write_time) {
            return Some(Limit::WriteTime);
        }
        let head_time = if stopping { HEAD_TIME_STOPPING } else { limits.head_time };
        match self.phase() {
            (Phase::Head, since) => over(since, head_time).then_some(Limit::HeadTime),
            (Phase::Idle, since) => over(since, limits.idle_time).then_some(Limit::IdleTime),
            // Bodies and answers have bounds of their own, with words.
            (Phase::Body | Phase::Answer, _) => None,
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// All open connections.
pub(super) struct Connections {
    limits: ConnectionLimits,
    metrics: Metrics,
    clock: Instant,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next_id: u64,
    by_id: HashMap<u64, Arc<Connection>>,
}

impl Connections {
    pub(super) fn new(limits: ConnectionLimits, metrics: Metrics) -> Self {
        Self { limits, metrics, clock: Instant::now(), open: Mutex::default() }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a connection in; others may have to give way. None when there is
    /// no place even in the reserve. An `exempt` peer, a proxy, may have as
    /// many connections as there are.
    pub(super) fn admit(&self, peer: IpAddr, exempt: bool) -> Option<Arc<Connection>> {
        let mut open = self.open();
        let mut only_health = false;
        let of_client = self.limits.connections_of_client_max;
        if of_client > 0 && !exempt {
            let held = open.by_id.values().filter(|one| one.peer == peer).count();
            if held >= of_client && !self.make_way(&mut open, Some(peer)) {
                if held >= of_client + RESERVE_OF_CLIENT {
                    return None;
                }
                only_health = true;
            }
        }
        let all = self.limits.connections_max;
        if all > 0 && open.by_id.len() >= all && !self.make_way(&mut open, None) {
            if open.by_id.len() >= all + RESERVE {
                return None;
            }
            only_health = true;
        }
        let id = open.next_id;
        open.next_id += 1;
        let connection = Arc::new(Connection {
            id,
            peer,
            only_health,
            clock: self.clock,
            phase: AtomicU64::new(0),
            last_read: AtomicU64::new(0),
            stalled: AtomicU64::new(0),
            body_left: AtomicBool::new(false),
            close: CancellationToken::new(),
            metrics: self.metrics.clone(),
        });
        connection.enter(Phase::Head);
        open.by_id.insert(id, Arc::clone(&connection));
        self.metrics.connection_accepted();
        Some(connection)
    }

    /// Closes the connection that has kept the service waiting longest.
    fn make_way(&self, open: &mut Open, of: Option<IpAddr>) -> bool {
        let now = millis(self.clock.elapsed());
        let oldest = open
            .by_id
            .values()
            .filter(|one| of.is_none_or(|peer| one.peer == peer))
            .filter_map(|one| Some((one.gives_way(now)?, one.id)))
            .min();
        let Some(gone) = oldest.and_then(|(_, id)| open.by_id.remove(&id)) else { return false };
        let limit = if of.is_some() { Limit::ConnectionsOfClient } else { Limit::Connections };
        self.closed(&gone, limit);
        true
    }

    /// Makes way when the system has no more descriptors.
    pub(super) fn shed(&self) {
        self.make_way(&mut self.open(), None);
    }

    /// Closes what has waited too long.
    pub(super) fn sweep(&self, stopping: bool) {
        let now = millis(self.clock.elapsed());
        self.open().by_id.retain(|_, connection| {
            match connection.overdue(now, &self.limits, stopping) {
                Some(limit) => {
                    self.closed(connection, limit);
                    false
                }
                None => true,
            }
        });
    }

    fn closed(&self, connection: &Connection, limit: Limit) {
        self.metrics.hit(limit);
        self.metrics.connection_closed();
        connection.close.cancel();
    }

    /// Closes all that are left.
    pub(super) fn cut(&self) -> usize {
        let open = self.open();
        for connection in open.by_id.values() {
            connection.close.cancel();
        }
        open.by_id.len()
    }

    /// The connection has ended.
    pub(super) fn leave(&self, connection: &Connection) {
        if self.open().by_id.remove(&connection.id).is_some() {
            self.metrics.connection_closed();
        }
    }
}
