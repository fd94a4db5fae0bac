//! Full text: what people type, in three languages at once, and what they find.
//!
//! - `thing`: what can be found, read from the graph; `document`: the same as
//!   it is indexed, with the names of what it is linked to.
//! - `fields`: a field for each role and language; `shard`: an index that never
//!   changes; `index`: one with the changes since; `background`: one that is
//!   being built.
//! - `lexicon`: the words that texts are made of; `likeness`: of whole names.
//! - `reading`: how a question is taken; `question`: as terms of the index;
//!   `scoring`: how well documents fit them.
//! - `finding`: hits and suggestions; `facet`: what hits can be narrowed by;
//!   `snippet`: the part of a text that shows why.
//!
//! Search knows nothing of how words name themes: who asks says so.

mod background;
mod document;
mod error;
mod facet;
mod fields;
mod finding;
mod index;
mod lexicon;
mod likeness;
mod question;
mod reading;
mod scoring;
mod shard;
mod snippet;
mod thing;

pub use background::BackgroundIndex;
pub use error::SearchError;
pub use facet::{Facet, FacetValue, Narrowing};
pub use finding::{Answer, Hit, NamedTheme, Question, Suggestion};
pub use index::SearchIndex;
pub use likeness::likeness;
pub use snippet::Snippet;
pub use thing::{Passage, Role, Thing, Things, read_things};
