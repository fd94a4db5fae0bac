//! A sheet before it has a mapping: what its columns are, while whoever sent
//! it says what they mean. The file is held in memory alone, for a while, and
//! for the one who sent it: it holds who answered what, and is never kept.

use super::import_survey::{ImportSurveyError, hexadecimal};
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Slug};
use crate::survey::{
    Coder, FoundColumn, Precedents, Suggestion, find_columns, read_sheet, sheet_names,
};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// For so long a sheet waits for its mapping, since it was last asked for.
const HELD_FOR: Duration = Duration::from_hours(2);
/// All sheets that wait, in bytes.
const HELD_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A sheet that waits for its mapping.
#[derive(Debug)]
pub struct HeldSheet {
    /// What the file is called.
    pub name: String,
    /// CSV, XLSX or ODS.
    pub bytes: Vec<u8>,
}

/// The sheets that wait, by the key of who sent them and the hash of the file.
pub(super) struct HeldSheets(Cache<(String, String), Arc<HeldSheet>>);

/// What a file holds.
#[derive(Clone, Debug)]
pub struct SheetColumns {
    /// Its sheets, where it is a workbook.
    pub sheets: Vec<String>,
    /// The columns of the sheet that was looked into.
    pub columns: Vec<FoundColumn>,
}

impl Default for HeldSheets {
    fn default() -> Self {
        let bytes = |_: &(String, String), sheet: &Arc<HeldSheet>| {
            u32::try_from(sheet.bytes.len()).unwrap_or(u32::MAX)
        };
        let sheets = Cache::builder().weigher(bytes).max_capacity(HELD_BYTES_MAX);
        Self(sheets.time_to_idle(HELD_FOR).build())
    }
}

impl Passerelle {
    /// Holds a sheet for the holder of a key; the answer names it.
    #[must_use]
    pub fn hold_sheet(&self, key_id: &str, sheet: HeldSheet) -> String {
        let hash = hexadecimal(&Sha256::digest(&sheet.bytes));
        self.sheets().0.insert((key_id.to_owned(), hash.clone()), Arc::new(sheet));
        hash
    }

    /// A sheet that the holder of a key has sent, if it is still held.
    #[must_use]
    pub fn held_sheet(&self, key_id: &str, hash: &str) -> Option<Arc<HeldSheet>> {
        self.sheets().0.get(&(key_id.to_owned(), hash.to_owned()))
    }

    /// Holds a sheet no longer.
    pub fn let_sheet_go(&self, key_id: &str, hash: &str) {
        self.sheets().0.invalidate(&(key_id.to_owned(), hash.to_owned()));
    }

    /// The columns of a sheet: of the one that is named, or else the first.
    ///
    /// # Errors
    /// When the file cannot be read, or the sheet is empty.
    pub fn survey_columns(
        &self,
        bytes: &[u8],
        sheet: Option<&str>,
    ) -> Result<SheetColumns, ImportSurveyError> {
        let sheets = sheet_names(bytes)?;
        let known = sheet.filter(|name| sheets.iter().any(|sheet| sheet == name));
        let grid = read_sheet(bytes, known)?;
        Ok(SheetColumns { sheets, columns: find_columns(&grid, &*self.member_book()?)? })
    }

    /// The theme that somebody means by a label of it, or by the last segment
    /// of its identifier; none where that is not certain.
    #[must_use]
    pub fn theme_meant(&self, words: &str) -> Option<Iri> {
        let slug = words.trim().parse::<Slug>().ok();
        let theme = slug.map(|slug| Kind::Theme.iri(&slug));
        let known = theme.filter(|theme| self.matching().concepts().index(theme).is_some());
        known.or_else(|| {
            let coder = Coder { wording: &self.wording(), precedents: &Precedents::default() };
            let first = coder.suggest(words).into_iter().next();
            first.filter(Suggestion::is_certain).map(|it| it.theme)
        })
    }
}
