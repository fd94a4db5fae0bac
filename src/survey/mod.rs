//! A survey as it comes back: a sheet with a row a service and a column a
//! question, and what it becomes. Nothing here reads or writes a store.
//!
//! - `grid`: a sheet as texts, within limits; `delimited`, `workbook`: how it is
//!   read from CSV, XLSX and ODS; `sheet_file`: how one is written.
//! - `mapping`: what the columns mean, said by who imports.
//! - `columns`: what stands in them before anybody has said that.
//! - `member_book`: which member a cell names.
//! - `cells`: what is wrong with a cell; `fault`: how that is told.
//! - `reading`: all of a sheet, as respondents, claims and faults.
//! - `claims`: the claims in an answer; `coding`: the themes they may be about;
//!   `precedents`: how like words were coded before.
//! - `sentences`: what is published in place of a respondent's words.
//! - `made_up`: a wave that nobody answered.

mod cells;
mod claims;
mod coding;
mod columns;
mod delimited;
mod fault;
mod grid;
mod made_up;
mod mapping;
mod member_book;
mod precedents;
mod reading;
mod sentences;
mod sheet_file;
mod workbook;

pub use coding::{Coder, Reason, Suggestion};
pub use columns::{ColumnGuess, FoundColumn, find_columns};
pub use fault::{Fault, FaultKind, Place, Severity};
pub use grid::{FILE_BYTES_MAX, Grid, SheetError, read_sheet, sheet_names};
pub use made_up::{DIRTY_ROWS_MIN, MADE_COLUMNS, MadeWave, WaveMaterial, WaveSize, make_wave};
pub use mapping::{Mapping, MappingError, QuestionMapping, ValueForm};
pub use member_book::{MemberBook, MemberName};
pub use precedents::{Precedent, Precedents};
pub use reading::{Claim, ReadError, Reading};
pub use sentences::sentence;
pub use sheet_file::{MadeCell, SheetFormat, write_sheet};
