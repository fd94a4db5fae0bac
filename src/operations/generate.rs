//! Make up members for load tests and write them down.

use crate::domain::SyntheticMembers;
use crate::graph::{GraphError, GraphFormat, SyntheticWriter};
use std::io::Write;

/// How much to make up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntheticSize {
    /// So many members.
    Members(u64),
    /// As many members as fit into so many triples, the last whole.
    Triples(u64),
}

/// What was made up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// Members.
    pub members: u64,
    /// Triples, those about themes, countries and regions included.
    pub triples: u64,
}

/// Writes the made-up members of `seed` to `out`, one after the other. The same
/// seed and size give the same bytes.
///
/// # Errors
/// When `out` cannot be written.
pub fn generate(
    seed: u64,
    size: SyntheticSize,
    format: GraphFormat,
    out: impl Write,
) -> Result<Generated, GraphError> {
    let mut writer = SyntheticWriter::new(seed, format, out)?;
    let mut members = 0;
    for member in SyntheticMembers::new(seed, writer.themes(), writer.countries()) {
        let description = writer.describe(&member);
        let fits = match size {
            SyntheticSize::Members(most) => members < most,
            SyntheticSize::Triples(most) => writer.triples() + description.triples() <= most,
        };
        if !fits {
            break;
        }
        writer.write(&description)?;
        members += 1;
    }
    let triples = writer.triples();
    writer.finish()?;
    Ok(Generated { members, triples })
}
