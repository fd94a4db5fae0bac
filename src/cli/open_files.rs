//! How many files and connections the process may have open.

use rustix::process::{Resource, getrlimit, setrlimit};

/// As many as are asked for; the hard limit may be a thousand times that.
const WANTED: u64 = 65_536;
/// Those of the store, of workers and of the process itself.
const OTHER_FILES: u64 = 768;

/// Raises the limit on open files, and says how many connections fit beside
/// the other files: `wanted`, or fewer.
pub(super) fn room_for(wanted: usize) -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    let hard = limit.maximum.unwrap_or(WANTED);
    if limit.current.is_some_and(|soft| soft < WANTED.min(hard)) {
        limit.current = Some(WANTED.min(hard));
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::warn!(%error, "cannot raise the limit on open files");
            limit = getrlimit(Resource::Nofile);
        }
    }
    let Some(soft) = limit.current else { return wanted };
    let room = usize::try_from(soft.saturating_sub(OTHER_FILES).max(soft / 2)).unwrap_or(wanted);
    if wanted > 0 && wanted <= room {
        return wanted;
    }
    tracing::warn!(wanted, room, "the limit on open files leaves room for fewer connections");
    room
}
