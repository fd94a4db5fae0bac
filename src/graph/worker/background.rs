//! What runs only when nothing else wants to.

use std::io;
use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy,
    set_thread_priority_and_policy, thread_native_id,
};

/// Has this thread, and those it starts, leave the processor to whoever else
/// wants to run. Niceness is not enough: since version 6.6 Linux lets who runs
/// come to the end of its time slice, some milliseconds, before who wakes up,
/// however nice, unless the policy says that it is idle.
pub(super) fn step_back() -> io::Result<()> {
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle)
        .map_err(io::Error::other)
}
