//! A bar in a row of a table.

use maud::{Markup, html};

/// A bar that is `part` of the whole width; `class` says of what side.
pub(in super::super) fn bar(part: f64, class: &str) -> Markup {
    let width = format!("{:.1}", part.clamp(0.0, 1.0) * 100.0);
    html! {
        svg class={ "bar " (class) } viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
            rect.track width="100" height="8" {}
            rect.value width=(width) height="8" {}
        }
    }
}
