//! Who may be found, where not everybody may.

use super::adders::{Column, NOBODY};
use super::population::Population;

/// Some members of a population.
#[derive(Clone, Debug)]
pub struct Admitted(Vec<Column>);

impl Admitted {
    /// These; who is not of the population is left out.
    #[must_use]
    pub fn of(population: &Population, members: impl IntoIterator<Item = usize>) -> Self {
        let mut tiles = vec![NOBODY; population.tiles()];
        for member in members.into_iter().filter(|member| *member < population.len()) {
            let (tile, lane) = population.stand(member);
            tiles[tile].set(lane);
        }
        Self(tiles)
    }

    /// Those of a tile.
    pub(super) fn tile(&self, tile: usize) -> &Column {
        self.0.get(tile).unwrap_or(&NOBODY)
    }
}
