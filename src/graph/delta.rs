//! What a write changes, triple by triple, as long as that is little. What is
//! checked and computed again is then what the change can reach, and not the
//! whole graph.

use oxigraph::model::{Quad, QuadRef};
use std::collections::HashMap;

/// Triples that are told apart in one write. With more, to look around each
/// would cost more than to look at everything.
const TRIPLES_MAX: usize = 2_000;

/// The triples that graphs hold after a write and did not before, or the other
/// way round.
pub(super) enum Delta {
    /// These and no others; true for what was inserted.
    Few(HashMap<Quad, bool>),
    /// More than are told apart.
    Many,
}

impl Default for Delta {
    fn default() -> Self {
        Self::Few(HashMap::new())
    }
}

impl Delta {
    /// Notes a triple that goes in or out. One that does both is as it was.
    pub(super) fn note(&mut self, quad: QuadRef<'_>, inserted: bool) {
        let Self::Few(quads) = self else { return };
        let quad = quad.into_owned();
        if quads.remove(&quad).is_none() {
            quads.insert(quad, inserted);
        }
        if quads.len() > TRIPLES_MAX {
            *self = Self::Many;
        }
    }

    /// What was changed, and true for what was inserted; none when it is too
    /// much to tell.
    pub(super) fn few(&self) -> Option<&HashMap<Quad, bool>> {
        match self {
            Self::Few(quads) => Some(quads),
            Self::Many => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{GraphName, NamedNode};

    fn quad(name: usize) -> Quad {
        let node = NamedNode::new_unchecked(format!("urn:{name}"));
        Quad::new(node.clone(), node.clone(), node, GraphName::DefaultGraph)
    }

    #[test]
    fn what_goes_out_and_in_again_is_no_change() {
        let mut delta = Delta::default();
        for (name, inserted) in [(1, false), (2, true), (1, true), (3, false)] {
            delta.note(quad(name).as_ref(), inserted);
        }
        let told = delta.few().expect("little was changed");
        assert_eq!(told.len(), 2);
        assert_eq!((told.get(&quad(2)), told.get(&quad(3))), (Some(&true), Some(&false)));
    }

    #[test]
    fn much_is_not_told() {
        let mut delta = Delta::default();
        (0..=TRIPLES_MAX).for_each(|name| delta.note(quad(name).as_ref(), true));
        assert!(delta.few().is_none());
    }
}
