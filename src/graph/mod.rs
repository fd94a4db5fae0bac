//! The sole door to RDF: the embedded store, what enters it, what is asked of
//! it. Nothing outside this folder names a type of the engine.
//!
//! - `engine`: opens the data directory, answers the program's own queries.
//! - `query`: those queries, kept in `queries/*.rq`, and the rows they yield.
//! - `record`, `context`: a thing of the graph as a JSON-LD object.
//! - `public_query`: queries that strangers send; `worker`: the processes that
//!   answer them; `checkpoint`: what those read.
//! - `source`, `seed`: files that hold RDF, on disk and in the binary.
//! - `shapes`: SHACL; `canonical`: RDFC-1.0 hashes.
//! - `publication`: the one way in: validate, replace, derive, record.
//! - `dump`: the way out.

mod canonical;
mod checkpoint;
mod context;
mod dump;
mod engine;
mod error;
mod public_query;
mod publication;
mod query;
mod record;
mod seed;
mod shapes;
mod source;
mod violation;
mod worker;

pub use checkpoint::Checkpoint;
pub use context::{CONTEXT_JSON, language_map_key};
pub use dump::{DumpFormat, UnknownDumpFormat};
pub use engine::KnowledgeGraph;
pub use error::{GraphError, Position};
pub use public_query::{
    Accepted, AnswerFormat, DatasetChoice, ExplanationFormat, GraphFormat, PublicAnswer,
    PublicQueries, PublicQuery, PublicQuerySettings, QueryCounters, QueryForm, QueryLimits,
    QueryRequest, QuerySummary, ResultFormat, RunningQuery, StopToken,
};
pub use publication::{GraphEntry, Publication};
pub use query::{Query, Row, Value};
pub use record::Record;
pub use seed::{SeedFile, files as seed_files};
pub use shapes::shape_iris;
pub use source::{Draft, RdfFile};
pub use violation::Violation;
pub use worker::{WorkerSettings, run_worker};
