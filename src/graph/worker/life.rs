//! The life of a worker's process as its parent has it in hand: ended at once,
//! buried without haste.

use super::background::step_back;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::io;
use std::os::fd::OwnedFd;
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use tokio::sync::SetOnce;

/// What the thread that waits for a process needs.
const STACK_BYTES: usize = 64 * 1024;

/// A process that is killed when this is dropped.
pub(super) struct Life {
    process: OwnedFd,
    end: Arc<SetOnce<Option<ExitStatus>>>,
}

impl Life {
    /// Takes charge of a process, with a thread of its own that waits for its
    /// end and stands as far back as the process does. Whoever takes a dead
    /// process off the list spins until its last thread is through with
    /// `/proc`; before that thread in rank it would keep the processor from it,
    /// and a thread that serves connections stood still for a second.
    pub(super) fn watch(mut child: Child) -> io::Result<Self> {
        let process = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let process = process.ok_or_else(|| io::Error::other("a process without a number"))?;
        let life = Self {
            process: pidfd_open(process, PidfdFlags::empty())?,
            end: Arc::new(SetOnce::new()),
        };
        let end = Arc::clone(&life.end);
        std::thread::Builder::new().name("bury".to_owned()).stack_size(STACK_BYTES).spawn(
            move || {
                if let Err(error) = step_back() {
                    tracing::warn!(%error, "a thread could not step back");
                }
                // It fails only for a process that somebody else waited for.
                let _ = end.set(child.wait().ok());
            },
        )?;
        Ok(life)
    }

    /// Ends the process if it runs.
    pub(super) fn kill(&self) {
        match pidfd_send_signal(&self.process, Signal::KILL) {
            Ok(()) | Err(rustix::io::Errno::SRCH) => {}
            Err(error) => tracing::warn!(%error, "a worker could not be killed"),
        }
    }

    /// How the process ended, when it has; none when nobody can tell.
    pub(super) async fn end(&self) -> Option<ExitStatus> {
        *self.end.wait().await
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.kill();
    }
}
