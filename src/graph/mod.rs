//! The sole door to RDF: the embedded store, what enters it, what is asked of
//! it. Nothing outside this folder names a type of the engine.
//!
//! - `engine`: opens the data directory, answers the program's own queries.
//! - `query`: those queries, kept in `queries/*.rq`, and the rows they yield.
//! - `record`, `context`: a thing of the graph as a JSON-LD object.
//! - `public_query`: queries that strangers send; `planner`: their joins;
//!   `worker`: the processes that answer them; `checkpoint`: what those read.
//! - `source`, `rdf_xml`, `seed`: RDF that comes in, and the binary's own.
//! - `example`: the example queries as data.
//! - `shapes`: SHACL; `spoken_of`: what it can say anything about; `checking`:
//!   what a write can have broken.
//! - `canonical`: RDFC-1.0 hashes.
//! - `write`: a transaction that keeps the union of all graphs; `delta`: what it
//!   changes, while that is little.
//! - `publication`: the one way in: validate, derive, record, commit.
//! - `derivation`: what is computed from the rest; `statistics`: counts, kept up.
//! - `federation`: `SERVICE` and `LOAD`, by an allow-list.
//! - `update`, `template`, `patch`: SPARQL Update; `upload`, `bulk`: whole graphs.
//! - `catalogue`: what is recorded of each graph; the epoch.
//! - `tally`: what a write does to each thing; `change_log`: what was done;
//!   `event_stream`: that as pages.
//! - `layout`, `migration`, `durability`, `reserve`: the data directory.
//! - `dump`, `backup`: the way out; `format`: what formats are called.
//! - `text_functions`: what queries may call to compare words.
//! - `contribution`: what members bring, checked, let in, withdrawn.
//! - `survey_wave`: a wave of a survey as a graph.
//! - `synthetic`: made-up members for load tests, as RDF; `telling`: triples
//!   that are put together.
//! - `description`: what the service says of itself.

mod alike;
mod backup;
mod bulk;
mod canonical;
mod catalogue;
mod change_log;
mod checking;
mod checkpoint;
mod context;
mod contribution;
mod delta;
mod derivation;
mod description;
mod dump;
mod durability;
mod engine;
mod error;
mod event_stream;
mod example;
mod federation;
mod format;
mod layout;
mod migration;
mod nesting;
mod numbers;
mod order;
mod patch;
mod planner;
mod public_query;
mod publication;
mod query;
mod rdf_xml;
#[cfg(test)]
mod reach;
mod record;
mod reserve;
mod seed;
mod shapes;
mod sight;
mod source;
mod spoken_of;
mod statistics;
mod survey_wave;
mod synthetic;
mod tally;
mod telling;
mod template;
mod text_functions;
mod update;
mod upload;
mod violation;
mod worker;
mod write;

pub use backup::restore;
pub use catalogue::{Catalogue, GraphEntry};
pub use change_log::{LoggedChange, LoggedEpoch};
pub use checkpoint::Checkpoint;
pub use context::{CONTEXT_JSON, language_map_key};
pub use contribution::{Content, ContentError, ContentFrame, Release, Released, Remark};
pub use description::{Description, Endpoint, Stated, StatedValue};
pub use engine::{KnowledgeGraph, OpenOptions};
pub use error::{GraphError, Position};
pub use event_stream::EventPage;
pub use federation::Federation;
pub use format::UnknownFormat;
pub use public_query::{
    Accepted, AnswerFormat, DatasetChoice, ExplanationFormat, GraphFormat, PublicAnswer,
    PublicQueries, PublicQuery, PublicQuerySettings, QueryCounters, QueryForm, QueryLimits,
    QueryRequest, QuerySummary, ResultFormat, RunningQuery, StopToken, without_literals,
};
pub use publication::{Change, Publication};
pub use query::{Query, Row, Value};
pub use record::Record;
pub use seed::{SeedFile, files as seed_files};
pub use shapes::shape_iris;
pub use source::{Draft, RdfFile, Upload, UploadFormat};
pub use survey_wave::{SurveyWave, WaveOrigin, WaveQuestion, WaveStatement, survey_graph};
pub use synthetic::SyntheticWriter;
pub use tally::{ChangedThing, ChangedThings};
pub use telling::Telling;
pub use update::UpdateLimits;
pub use upload::{GraphRef, UploadMode};
pub use violation::Violation;
pub use worker::{WorkerSettings, run_worker};
