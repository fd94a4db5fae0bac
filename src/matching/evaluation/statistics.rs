//! The textbook formulas, each with its source, and intervals by resampling.

use crate::domain::Draw;
use serde::Serialize;
use std::cmp::Ordering;

/// A measured value with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// On the whole data set.
    pub value: f64,
    /// The 2.5th percentile of the resamples.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

impl Figure {
    /// The percentile bootstrap (Efron and Tibshirani 1993, chapter 13): the
    /// statistic of `count` entities, and of as many drawn with replacement,
    /// `rounds` times. `statistic` takes places of entities, and gives none
    /// where they do not determine it.
    pub(super) fn bootstrap(
        count: usize,
        rounds: usize,
        draw: &mut Draw,
        statistic: impl Fn(&[usize]) -> Option<f64>,
    ) -> Option<Self> {
        let all: Vec<usize> = (0..count).collect();
        let value = statistic(&all)?;
        let mut resampled: Vec<f64> = (0..rounds)
            .filter_map(|_| {
                let sample: Vec<usize> = (0..count).map(|_| draw.index(count)).collect();
                statistic(&sample)
            })
            .collect();
        resampled.sort_by(f64::total_cmp);
        let percentile = |per_mille: usize| {
            let place = resampled.len().saturating_sub(1) * per_mille / 1000;
            resampled.get(place).copied().unwrap_or(value)
        };
        Some(Self { value, low: percentile(25), high: percentile(975) })
    }

    /// The mean of a number for each entity, with its interval.
    pub(super) fn mean(values: &[f64], rounds: usize, draw: &mut Draw) -> Option<Self> {
        Self::bootstrap(values.len(), rounds, draw, |sample| {
            mean(sample.iter().map(|&place| values[place]))
        })
    }
}

/// The mean, none of nothing.
pub(super) fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// nDCG where one item of a ranking is relevant, `1 / log2(1 + rank)` (Järvelin
/// and Kekäläinen 2002); among equals, its mean over their ranks (McSherry and
/// Najork 2008).
pub(super) fn ndcg(wanted: f64, others: impl IntoIterator<Item = f64>) -> f64 {
    let (mut above, mut equal) = (0_u32, 0_u32);
    for other in others {
        match other.total_cmp(&wanted) {
            Ordering::Greater => above += 1,
            Ordering::Equal => equal += 1,
            Ordering::Less => {}
        }
    }
    mean_gain(above, equal + 1)
}

/// What luck alone gives: the mean nDCG over all ranks of so many items.
pub(super) fn ndcg_by_luck(items: usize) -> f64 {
    mean_gain(0, u32::try_from(items).unwrap_or(u32::MAX))
}

fn mean_gain(above: u32, equal: u32) -> f64 {
    let gains = (1..=equal).map(|rank| 1.0 / (1.0 + f64::from(above) + f64::from(rank)).log2());
    gains.sum::<f64>() / f64::from(equal.max(1))
}

/// The area under the ROC curve: how often a positive stands above a negative,
/// equals counting half (Hanley and McNeil 1982). None without both.
pub(super) fn auc(scores: &mut [(f64, bool)]) -> Option<f64> {
    scores.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut below, mut positives, mut area) = (0.0, 0.0, 0.0);
    for equals in scores.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let (mut yes, mut no) = (0.0, 0.0);
        for (_, positive) in equals {
            if *positive { yes += 1.0 } else { no += 1.0 }
        }
        area += yes * (below + no / 2.0);
        below += no;
        positives += yes;
    }
    (positives > 0.0 && below > 0.0).then(|| area / (positives * below))
}

/// Expected reciprocal rank (Chapelle, Metzler, Zhang and Grinspan 2009): `Σ
/// 1/r · R_r · Π (1 − R_i)` over the ranks, `R` from 0 to 1 how likely what
/// stands there is enough.
pub(super) fn expected_reciprocal_rank(relevances: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut rank, mut open) = (0.0, 0.0, 1.0);
    for relevance in relevances {
        rank += 1.0;
        sum += open * relevance / rank;
        open *= 1.0 - relevance;
    }
    sum
}

/// Rank-biased overlap of two lists, extrapolated from their depth (Webber,
/// Moffat and Zobel 2010, equation 30), with persistence `p`. None when both are empty.
pub(super) fn rbo(one: &[usize], other: &[usize], p: f64) -> Option<f64> {
    let depth = one.len().max(other.len());
    let (mut sum, mut agreement, mut weight) = (0.0, 0.0, 1.0);
    for depth in 1..=depth {
        let top = |list: &[usize]| list[..depth.min(list.len())].to_vec();
        let (one, other) = (top(one), top(other));
        let shared = one.iter().filter(|who| other.contains(who)).count();
        agreement = super::scene::ratio(shared, depth);
        weight *= p;
        sum += agreement * weight;
    }
    (depth > 0).then(|| agreement * weight + sum * (1.0 - p) / p)
}

/// Pearson's correlation; none where one side does not vary.
pub(super) fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let (x, y) = (mean(pairs.iter().map(|pair| pair.0))?, mean(pairs.iter().map(|pair| pair.1))?);
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let together = sum(&|pair| (pair.0 - x) * (pair.1 - y));
    let apart = sum(&|pair| (pair.0 - x).powi(2)) * sum(&|pair| (pair.1 - y).powi(2));
    (apart > 0.0).then(|| together / apart.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn one_relevant_item_gains_by_its_rank_and_equals_share() {
        close(ndcg(0.9, [0.1, 0.2]), 1.0);
        close(ndcg(0.1, [0.5, 0.2]), 0.5);
        close(ndcg(0.5, [0.5]), f64::midpoint(1.0, 1.0 / 3_f64.log2()));
        close(ndcg_by_luck(1), 1.0);
    }

    #[test]
    fn the_area_counts_pairs_and_equals_by_half() {
        let area = |mut scores: Vec<(f64, bool)>| auc(&mut scores);
        close(
            area(vec![(0.9, true), (0.8, false), (0.7, true), (0.1, false)]).unwrap_or(0.0),
            0.75,
        );
        close(area(vec![(0.5, true), (0.5, false)]).unwrap_or(0.0), 0.5);
        assert_eq!(area(vec![(0.5, true)]), None);
    }

    #[test]
    fn equal_lists_overlap_wholly_and_disjoint_ones_not_at_all() {
        close(rbo(&[1, 2, 3], &[1, 2, 3], 0.9).unwrap_or(0.0), 1.0);
        close(rbo(&[1, 2], &[3, 4], 0.9).unwrap_or(1.0), 0.0);
        // By hand: agreements 0 and 1 at the depths 1 and 2.
        close(rbo(&[1, 2], &[2, 1], 0.9).unwrap_or(0.0), 0.81 + 0.1 * 0.9);
        assert_eq!(rbo(&[], &[], 0.9), None);
    }

    #[test]
    fn what_is_found_once_is_worth_less_again() {
        close(expected_reciprocal_rank([1.0, 1.0]), 1.0);
        close(expected_reciprocal_rank([0.0, 1.0]), 0.5);
        close(expected_reciprocal_rank([0.5, 0.5]), 0.5 + 0.5 * 0.5 / 2.0);
        close(expected_reciprocal_rank([]), 0.0);
    }

    #[test]
    fn what_rises_together_correlates() {
        close(correlation(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]).unwrap_or(0.0), 1.0);
        assert_eq!(correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
    }

    #[test]
    fn an_interval_holds_its_value_and_narrows_with_more_entities() {
        let width = |count: u32| {
            let values: Vec<f64> = (0..count).map(|place| f64::from(place % 2)).collect();
            let figure = Figure::mean(&values, 500, &mut Draw::new(1)).expect("a mean");
            assert!(figure.low <= figure.value && figure.value <= figure.high, "{figure:?}");
            figure.high - figure.low
        };
        assert!(width(400) < width(40));
    }
}
