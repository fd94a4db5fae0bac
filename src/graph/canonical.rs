//! Canonical hashes: RDFC-1.0 (W3C Recommendation, 2024) by sophia, then
//! SHA-256. Two graphs have the same hash exactly when they say the same,
//! whatever their blank nodes are called.

use super::error::GraphError;
use oxigraph::model::Triple;
use sha2::{Digest, Sha256};
use sophia::api::dataset::MutableDataset;
use sophia::api::term::SimpleTerm;
use sophia::inmem::dataset::FastDataset;
use sophia::xml::model::Trusted;

/// Lower-case hexadecimal SHA-256 of the canonical N-Quads of `triples`.
pub(super) fn hash(graph: &str, triples: &[Triple]) -> Result<String, GraphError> {
    let failed = |reason: String| GraphError::Canonical { graph: graph.to_owned(), reason };
    let mut dataset = FastDataset::new();
    for triple in triples {
        dataset
            .insert(
                Trusted(triple.subject.as_ref()),
                Trusted(triple.predicate.as_ref()),
                Trusted(triple.object.as_ref()),
                None::<SimpleTerm<'_>>,
            )
            .map_err(|error| failed(error.to_string()))?;
    }
    let mut canonical = Vec::new();
    sophia::c14n::rdfc10::normalize(&dataset, &mut canonical)
        .map_err(|error| failed(error.to_string()))?;
    Ok(hex(&Sha256::digest(&canonical)))
}

/// Lower-case hexadecimal SHA-256 of bytes.
pub(super) fn hash_bytes<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn triples(turtle: &str) -> Vec<Triple> {
        RdfParser::from_format(RdfFormat::Turtle)
            .for_slice(turtle)
            .map(|quad| quad.map(Triple::from).expect("the test's Turtle is well formed"))
            .collect()
    }

    #[test]
    fn names_of_blank_nodes_and_order_do_not_matter() -> Result<(), GraphError> {
        let one = triples("<x:a> <x:p> _:b . _:b <x:q> 1 .");
        let two = triples("_:other <x:q> 1 . <x:a> <x:p> _:other .");
        let three = triples("_:other <x:q> 2 . <x:a> <x:p> _:other .");
        assert_eq!(hash("g", &one)?, hash("g", &two)?);
        assert_ne!(hash("g", &one)?, hash("g", &three)?);
        Ok(())
    }
}
