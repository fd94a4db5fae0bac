//! Themes by region as a table whose cells are shaded by share: picture and
//! figures at once. A pair that nobody mentions is empty, not zero.

use super::super::components::scrolling;
use super::super::reader::Reader;
use super::super::thing::Thing;
use crate::domain::Iri;
use crate::operations::{References, ThemeByRegion};
use maud::{Markup, html};

/// From these shares on a cell has the next shade.
const SHADES: [f64; 4] = [0.15, 0.3, 0.45, 0.6];

/// The map of the themes given, in their order.
pub(in super::super) fn heat_map(
    reader: &Reader,
    counts: &ThemeByRegion,
    themes: &[Iri],
    names: &References,
) -> Markup {
    let name = |id: &Iri| {
        let name = names.name(id);
        reader.link(Thing::from(&name))
    };
    let table = html! {
        table.heat {
            caption { (reader.text("heat-caption")) }
            thead {
                tr {
                    th scope="col" { (reader.text("property-theme")) }
                    @for base in &counts.bases {
                        th scope="col" {
                            (name(&base.region))
                            span.base { (reader.text_with("heat-base", &[
                                ("mentioned", base.mentioned.into()), ("respondents", base.respondents.into())])) }
                        }
                    }
                }
            }
            tbody {
                @for theme in themes {
                    tr {
                        th scope="row" { (name(theme)) }
                        @for base in &counts.bases { (cell(reader, counts, theme, &base.region, base.respondents)) }
                    }
                }
            }
        }
    };
    scrolling(&reader.text("heat-caption"), table)
}

fn cell(reader: &Reader, counts: &ThemeByRegion, theme: &Iri, region: &Iri, of: u64) -> Markup {
    let found = counts.cells.iter().find(|cell| cell.theme == *theme && cell.region == *region);
    let Some(found) = found.filter(|_| of > 0) else {
        return html! { td.unheard { span.hidden { (reader.text("heat-unheard")) } span aria-hidden="true" { "–" } } };
    };
    #[expect(clippy::cast_precision_loss, reason = "members are few")]
    let share = found.members as f64 / of as f64;
    let shade = SHADES.iter().filter(|from| share >= **from).count();
    html! {
        td class={ "shade-" (shade) } {
            (reader.text_with("heat-cell", &[("members", found.members.into()), ("respondents", of.into())]))
        }
    }
}
