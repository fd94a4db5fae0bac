//! From wave to wave: how many members mention a theme, each number beside the
//! size of its wave. Waves that nobody answered say so in words and in shape.

use super::super::charts::{self, WaveColumn};
use super::super::components::{scrolling, section, synthetic};
use super::super::error::PageError;
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use crate::domain::{Iri, Kind, Slug};
use crate::operations::{Filter, References, StatisticsFilter, Trend, TrendPoint, Wave};
use maud::{Markup, html};

const CSV: &str = "/api/v1/statistics/trend?format=csv";

/// A theme in each wave.
pub(super) fn of_theme(visit: &Visit<'_>, slug: &Slug) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let filters = vec![Filter::things("theme", Kind::Theme, [slug.clone()])];
    let trend = counted(visit, filters)?;
    let theme = Kind::Theme.iri(slug);
    let names = names(visit, &trend, [theme.clone()])?;
    let (label, csv) = (label(reader, &names, &theme), format!("{CSV}&theme={slug}"));
    let shown = || {
        let worded = |key| reader.text_with(key, &[("theme", label.as_str().into())]);
        let (title, caption) = (worded("trend-picture"), worded("trend-figures"));
        let point = |wave: usize| trend.points.iter().find(|point| point.wave == wave);
        let counts: Vec<_> =
            trend.waves.iter().enumerate().map(|(at, it)| (it, point(at))).collect();
        html! {
            figure.trend {
                (scrolling(&title, charts::trend(reader, &title, &columns(reader, &names, &counts))))
                figcaption.note { (reader.text("trend-reading")) }
            }
            (scrolling(&caption, table_of_theme(reader, &names, &counts, &caption)))
        }
    };
    Ok(told(reader, &trend, &names, &csv, shown))
}

/// The domains in each wave, seen from one of them.
pub(super) fn of_survey(visit: &Visit<'_>, survey: &Slug) -> Result<Markup, PageError> {
    let reader = visit.reader;
    let trend = counted(visit, Vec::new())?;
    let families = visit.service.theme_tree()?;
    let domains = families.iter().flat_map(|family| &family.narrower);
    let domains: Vec<Iri> = domains.filter_map(|node| Thing::from(&node.theme).iri()).collect();
    let names = names(visit, &trend, domains.iter().cloned())?;
    let here = Kind::Survey.iri(survey);
    let shown = || {
        let caption = reader.text("trend-caption");
        scrolling(&caption, table_of_domains(reader, &trend, &domains, &names, &here))
    };
    Ok(told(reader, &trend, &names, CSV, shown))
}

/// The waves with their counts, which nobody needs of a single one.
fn counted(visit: &Visit<'_>, filters: Vec<Filter>) -> Result<Trend, PageError> {
    let filter = StatisticsFilter { filters };
    let waves = visit.service.waves(&filter)?;
    if waves.len() < 2 {
        return Ok(Trend { waves, points: Vec::new() });
    }
    Ok(visit.service.trend(&filter)?)
}

/// What is to be said of it in any case; with one wave, that there is nothing
/// to compare.
fn told(
    reader: &Reader,
    trend: &Trend,
    names: &References,
    csv: &str,
    shown: impl FnOnce() -> Markup,
) -> Markup {
    let body = match &trend.waves[..] {
        [] => return html! {},
        [one] => {
            let wave = label(reader, names, &one.survey);
            html! { p { (reader.text_with("trend-one-wave", &[("wave", wave.into())])) } }
        }
        waves => html! {
            p.caveat { (reader.text("trend-caveat")) }
            @if waves.iter().any(|wave| wave.synthetic) { p.caveat { (synthetic(reader)) " " (reader.text("trend-synthetic")) } }
            (shown())
            p.ending { a href=(csv) type="text/csv" { (reader.text("counts-csv")) } }
        },
    };
    section("trend", &reader.text("trend-title"), body)
}

fn names(
    visit: &Visit<'_>,
    trend: &Trend,
    themes: impl IntoIterator<Item = Iri>,
) -> Result<References, PageError> {
    let waves = trend.waves.iter().map(|wave| wave.survey.clone());
    Ok(visit.service.references(waves.chain(themes))?)
}

fn label(reader: &Reader, names: &References, id: &Iri) -> String {
    Thing::from(&names.name(id)).label(reader).text.to_owned()
}

fn columns(
    reader: &Reader,
    names: &References,
    counts: &[(&Wave, Option<&TrendPoint>)],
) -> Vec<WaveColumn> {
    let column = |(wave, point): &(&Wave, Option<&TrendPoint>)| WaveColumn {
        name: label(reader, names, &wave.survey),
        members: point.map_or(0, |point| point.members),
        mentioned: wave.mentioned,
        respondents: wave.respondents,
        synthetic: wave.synthetic,
    };
    counts.iter().map(column).collect()
}

fn table_of_theme(
    reader: &Reader,
    names: &References,
    counts: &[(&Wave, Option<&TrendPoint>)],
    caption: &str,
) -> Markup {
    html! {
        table {
            caption { (caption) }
            thead { tr {
                th scope="col" { (reader.text("property-survey")) }
                @for key in ["trend-members", "trend-known", "trend-responded", "trend-statements"] {
                    th.figure scope="col" { (reader.text(key)) }
                }
            } }
            tbody {
                @for (wave, point) in counts {
                    tr class=[wave.synthetic.then_some("synthetic")] {
                        th scope="row" { (wave_name(reader, names, wave)) }
                        @match point.filter(|point| point.members > 0) {
                            Some(point) => td.figure { (point.members) },
                            None => td.figure { (unheard(reader)) },
                        }
                        td.figure { (wave.mentioned) }
                        td.figure { (wave.respondents) }
                        td.figure { (point.map_or(0, |point| point.statements)) }
                    }
                }
            }
        }
    }
}

/// A row a domain, and a bar a wave: picture and table at once.
fn table_of_domains(
    reader: &Reader,
    trend: &Trend,
    domains: &[Iri],
    names: &References,
    here: &Iri,
) -> Markup {
    let point = |theme: &Iri, wave: usize| {
        trend.points.iter().find(|it| it.wave == wave && it.theme == *theme && it.members > 0)
    };
    html! {
        table.counts.waves {
            caption { (reader.text("trend-caption")) }
            thead { tr {
                th scope="col" { (reader.text("property-theme")) }
                @for wave in &trend.waves {
                    th scope="col" class=[wave.synthetic.then_some("synthetic")] aria-current=[(wave.survey == *here).then_some("true")] {
                        (wave_name(reader, names, wave))
                        span.base { (reader.text_with("heat-base", &[
                            ("mentioned", wave.mentioned.into()), ("respondents", wave.respondents.into())])) }
                    }
                }
            } }
            tbody {
                @for theme in domains {
                    tr {
                        th scope="row" { (reader.link((&names.name(theme)).into())) }
                        @for (place, wave) in trend.waves.iter().enumerate() {
                            td.measure {
                                @match point(theme, place) {
                                    Some(point) => {
                                        (charts::bar(part(point.members, wave.respondents), if wave.synthetic { "synthetic" } else { "plain" }))
                                        span { (point.members) }
                                    }
                                    None => (unheard(reader)),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn wave_name(reader: &Reader, names: &References, wave: &Wave) -> Markup {
    html! {
        (reader.link((&names.name(&wave.survey)).into()))
        @if wave.synthetic { " " (synthetic(reader)) }
    }
}

/// No mention: not known, and no zero.
fn unheard(reader: &Reader) -> Markup {
    html! { span.unheard { (reader.text("heat-unheard")) } }
}

#[expect(clippy::cast_precision_loss, reason = "members are few")]
fn part(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}
