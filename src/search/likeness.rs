//! How alike two names are.

/// From 0 to 1, by pairs of letters, which words may change places in (Sørensen
/// and Dice), or by what has to be corrected, which finds typing errors (Damerau
/// and Levenshtein): the greater of the two.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    strsim::sorensen_dice(one, other).max(strsim::normalized_damerau_levenshtein(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_words_that_change_places_are_near() {
        assert!(likeness("kenya", "kenyaa") > 0.8);
        assert!(likeness("service public emploi", "emploi service public") > 0.8);
        assert!(likeness("kenya", "niger") < 0.4);
        assert!((likeness("mali", "mali") - 1.0).abs() < f64::EPSILON);
    }
}
