//! Long work shows a spinner on a terminal and plain lines elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Work that is being done.
pub(super) struct Task {
    spinner: Option<ProgressBar>,
    started: Instant,
}

impl Task {
    /// Says what is being done, on standard error.
    pub(super) fn start(what: &str) -> Self {
        let spinner = std::io::stderr().is_terminal().then(|| {
            let spinner = ProgressBar::new_spinner().with_message(what.to_owned());
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            if let Ok(style) = style {
                spinner.set_style(style);
            }
            spinner.enable_steady_tick(Duration::from_millis(100));
            spinner
        });
        Self { spinner, started: Instant::now() }
    }

    /// Ends it with a line that tells how long it took.
    pub(super) fn done(self, what: &str) {
        let elapsed = self.started.elapsed();
        self.done_silently();
        eprintln!("{what} in {:.2} s", elapsed.as_secs_f64());
    }

    /// Ends it without a word.
    pub(super) fn done_silently(self) {
        if let Some(spinner) = self.spinner {
            spinner.finish_and_clear();
        }
    }
}
