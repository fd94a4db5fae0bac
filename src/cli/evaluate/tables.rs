//! The figures as tables to read.

use super::Report;
use crate::matching::evaluation::{
    DiversityFigures, Figure, LawResult, Measure, PlantedReport, QualityReport, ThinFigures,
    TierFigures,
};
use crate::operations::ExchangeFigures;
use comfy_table::{ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};

pub(super) fn render(report: &Report) -> String {
    let mut parts = Vec::new();
    if let Some(figures) = &report.data_set {
        parts.push(data_set(figures));
    }
    parts.extend(report.exchanges.as_ref().map(exchanges));
    parts.extend(report.planted.iter().map(planted));
    if !report.laws.is_empty() {
        parts.push(laws(&report.laws));
    }
    if report.data_set.is_some() || !report.planted.is_empty() || !report.laws.is_empty() {
        parts.push(format!(
            "In brackets: 95 % intervals over {} resamples of the entities, seed {}.",
            report.rounds, report.seed
        ));
    }
    parts.join("\n\n")
}

fn exchanges(figures: &ExchangeFigures) -> String {
    let mut table = table(&["", "listed", "among the first ten", "mean reciprocal rank"]);
    for mode in &figures.modes {
        table.add_row([
            mode.mode.to_owned(),
            format!("{} of {}", mode.listed, figures.pairs),
            format!("{} of {}", mode.among_first, figures.pairs),
            format!("{:.3}", mode.mean_reciprocal_rank),
        ]);
    }
    format!(
        "{} exchanges took place, of {} pairs of members; among the first ten by chance: {:.1}.\n{table}",
        figures.exchanges, figures.pairs, figures.among_first_by_chance
    )
}

fn data_set(figures: &QualityReport) -> String {
    let mut text = format!(
        "{} entities mention {} things; {} concepts. Left out, as they mention less than two: {}.\n",
        figures.entities, figures.mentions, figures.concepts, figures.left_out
    );
    text.push_str(&by_measure(figures).to_string());
    if let Some(later) = &figures.later {
        text.push_str(&format!("\nThe later edition was foreseen on {} concepts.", later.concepts));
    }
    if let Some(figures) = &figures.diversity {
        text.push_str("\n\nLists of the model, the best alone and diversified\n");
        text.push_str(&diversity(figures).to_string());
    }
    text.push_str("\n\nWith so many mentions left to each entity, nDCG\n");
    text.push_str(&thin(&figures.thin).to_string());
    text.push_str("\n\nBy tier, what one of a pair mentions and the other is found to as well\n");
    text.push_str(&tiers(&figures.tiers).to_string());
    text
}

fn by_measure(figures: &QualityReport) -> Table {
    let mut table = table(&[
        "",
        "hidden mention, nDCG",
        "gain over popularity",
        "addition, macro-AUC",
        "RBO@10",
        "shown by evidence, r",
        "never shown",
        "own group, over chance",
    ]);
    for measure in Measure::ALL {
        let hidden = figures.leave_one_out.iter().find(|one| one.measure == measure);
        let auc = figures.later.iter().flat_map(|later| &later.auc).find(|one| one.0 == measure);
        let steady = figures.stability.iter().find(|one| one.measure == measure);
        let shown = figures.exposure.iter().find(|one| one.measure == measure);
        let group = figures.groups.iter().find(|one| one.measure == measure);
        let never = shown.map(|one| format!("{:.1} %", one.never_shown * 100.0));
        table.add_row([
            measure.label().to_owned(),
            cell(hidden.map(|one| one.ndcg)),
            cell(hidden.map(|one| one.gain).filter(|_| measure != Measure::Popularity)),
            cell(auc.map(|one| one.1)),
            cell(steady.map(|one| one.rbo)),
            cell(shown.map(|one| one.correlation)),
            never.unwrap_or_else(none),
            cell(group.map(|one| one.over_chance)),
        ]);
    }
    table
}

fn diversity(figures: &DiversityFigures) -> Table {
    let mut table = table(&["", "best alone", "diversified", "difference"]);
    for (name, compared) in [
        ("own mentions covered", figures.covered),
        ("ERR-IA", figures.err_ia),
        ("ranking score, mean", figures.likeness),
        ("hidden mention, nDCG", figures.ndcg),
    ] {
        table.add_row([
            name.to_owned(),
            cell(Some(compared.best)),
            cell(Some(compared.diversified)),
            cell(Some(compared.difference)),
        ]);
    }
    table
}

fn thin(figures: &[ThinFigures]) -> Table {
    let labels = Measure::ALL.map(Measure::label);
    let mut table = table(&[&["mentions", "entities", "luck"][..], &labels[..]].concat());
    for one in figures {
        let mut row =
            vec![one.mentions.to_string(), one.entities.to_string(), format!("{:.3}", one.luck)];
        row.extend(one.measures.iter().map(|one| cell(Some(one.ndcg))));
        table.add_row(row);
    }
    table
}

fn tiers(figures: &[TierFigures]) -> Table {
    let mut table = table(&["tier", "pairs", "right"]);
    for one in figures {
        let precision = one.precision.map(|precision| format!("{:.1} %", precision * 100.0));
        table.add_row([one.tier.to_owned(), one.pairs.to_string(), precision.unwrap_or_else(none)]);
    }
    table
}

fn planted(report: &PlantedReport) -> String {
    let mut purity = table(&["", "purity@10"]);
    for (measure, figure) in &report.purity {
        purity.add_row([measure.label().to_owned(), cell(Some(*figure))]);
    }
    format!(
        "Eight groups planted: {} mentions a member, {} % of them noise, else of {} leaves\n\
         {purity}\n\n\
         All pairs, by tier: of one group\n{}\n\n\
         Pairs in the model's lists, by tier: of one group\n{}",
        report.planted.mentions,
        report.planted.noise_percent,
        report.planted.group_leaves,
        tiers(&report.tiers),
        tiers(&report.listed)
    )
}

fn laws(results: &[LawResult]) -> String {
    let mut table = table(&["law", "cases", "violations"]);
    for one in results {
        table.add_row([one.law.to_owned(), one.cases.to_string(), one.violations.to_string()]);
    }
    table.to_string()
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    table
}

fn cell(figure: Option<Figure>) -> String {
    figure.map_or_else(none, |figure| {
        format!("{:.3} [{:.3}, {:.3}]", figure.value, figure.low, figure.high)
    })
}

fn none() -> String {
    "–".to_owned()
}
