//! A sheet as a grid of texts, whose rows and columns are counted as people
//! see them. Whatever a file promises, no more is held of it than the limits
//! allow.

use super::{delimited, workbook};

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Rows of a sheet.
pub(super) const ROWS_MAX: usize = 5_000;
/// Columns of a sheet.
pub(super) const COLUMNS_MAX: usize = 200;
/// What a cell can hold in a spreadsheet program, in characters.
const CELL_CHARS_MAX: usize = 32_767;
/// All texts of a sheet together, in bytes. A workbook can name one long text
/// in each of its cells.
const TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What a file holds in a cell, beside its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// Text, or nothing.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day or a time.
    Moment,
    /// The error of a formula, such as `#N/A`.
    Failed,
    /// Bytes that are not UTF-8.
    Garbled,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) form: Form,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    rows: Vec<Vec<Cell>>,
    text_bytes: usize,
}

/// A file that no sheet can be read from.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// It is larger than is read here.
    #[error("the file is too large: {0}")]
    TooLarge(String),
    /// It is none of the formats, or a damaged one.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// It has no sheet of this name.
    #[error("the file has no sheet '{wanted}': it has {}", .known.join(", "))]
    NoSheet {
        /// The name that was looked for.
        wanted: String,
        /// The names of its sheets.
        known: Vec<String>,
    },
}

impl SheetError {
    pub(super) fn too_many(what: &str, most: usize) -> Self {
        Self::TooLarge(format!("it has more than {most} {what}"))
    }

    pub(super) fn unreadable(error: &dyn std::fmt::Display) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Reads a sheet from a file of CSV, XLSX or ODS, told apart by what they
/// begin with: the one that is named, or else the first.
///
/// # Errors
/// When it is none of these, damaged, or larger than is read here.
pub fn read_sheet(bytes: &[u8], name: Option<&str>) -> Result<Grid, SheetError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(SheetError::too_many("bytes", FILE_BYTES_MAX));
    }
    match bytes {
        [b'P', b'K', 3, 4, ..] => workbook::read(bytes, name),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            Err(SheetError::unreadable(&"it is a workbook of an old kind: save it as XLSX or ODS"))
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            Err(SheetError::unreadable(&"it is UTF-16: save it as CSV in UTF-8"))
        }
        bytes if bytes.contains(&0) => {
            Err(SheetError::unreadable(&"it is neither CSV, XLSX nor ODS"))
        }
        bytes => delimited::read(bytes),
    }
}

/// The names of the sheets of a workbook; CSV has none.
///
/// # Errors
/// As [`read_sheet`].
pub fn sheet_names(bytes: &[u8]) -> Result<Vec<String>, SheetError> {
    match bytes {
        [b'P', b'K', 3, 4, ..] if bytes.len() <= FILE_BYTES_MAX => workbook::names(bytes),
        _ => Ok(Vec::new()),
    }
}

impl Grid {
    /// Its rows, of which the first has the number 1.
    pub(super) fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Fills a cell, both places counted from 0.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), SheetError> {
        if cell.text.is_empty() {
            return Ok(());
        }
        if row >= ROWS_MAX {
            return Err(SheetError::too_many("rows", ROWS_MAX));
        }
        if column >= COLUMNS_MAX {
            return Err(SheetError::too_many("columns", COLUMNS_MAX));
        }
        if cell.text.chars().nth(CELL_CHARS_MAX).is_some() {
            let place = format!("{}{}", letters(column), row + 1);
            let words = format!("cell {place} has more than {CELL_CHARS_MAX} characters");
            return Err(SheetError::TooLarge(words));
        }
        self.text_bytes += cell.text.len();
        if self.text_bytes > TEXT_BYTES_MAX {
            return Err(SheetError::too_many("bytes of text", TEXT_BYTES_MAX));
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize_with(column + 1, Cell::default);
        }
        cells[column] = cell;
        Ok(())
    }
}

/// The letters of a column, counted from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).expect("less than 26");
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        let found = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn limits_hold() {
        let cell = |length: usize| Cell { text: "x".repeat(length), form: Form::Text };
        let mut grid = Grid::default();
        assert!(grid.put(ROWS_MAX - 1, COLUMNS_MAX - 1, cell(CELL_CHARS_MAX)).is_ok());
        assert!(grid.put(ROWS_MAX, 0, cell(1)).is_err());
        assert!(grid.put(0, COLUMNS_MAX, cell(1)).is_err());
        assert!(grid.put(0, 0, cell(CELL_CHARS_MAX + 1)).is_err());
        assert!(grid.put(9_000_000, 9_000_000, Cell::default()).is_ok(), "nothing is held");
        let most = TEXT_BYTES_MAX / CELL_CHARS_MAX;
        assert!((0..=most).any(|row| grid.put(row, 0, cell(CELL_CHARS_MAX)).is_err()));
    }

    #[test]
    fn what_is_no_sheet_is_refused_in_words() {
        let refused = |bytes: &[u8]| read_sheet(bytes, None).map_err(|error| error.to_string());
        assert!(refused(b"\xD0\xCF\x11\xE0rest").is_err_and(|words| words.contains("XLSX")));
        assert!(refused(b"\xFF\xFEa\0").is_err_and(|words| words.contains("UTF-16")));
        assert!(refused(b"a\0b").is_err_and(|words| words.contains("neither")));
        assert!(refused(b"PK\x03\x04nothing").is_err());
        assert!(refused(&vec![b'a'; FILE_BYTES_MAX + 1]).is_err());
    }
}
