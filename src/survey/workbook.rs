//! Sheets of workbooks: XLSX and ODS. Both are archives that can unpack to far
//! more than they weigh, and ODS repeats cells and rows by a number; so a file
//! is measured before it is read.

use super::grid::{COLUMNS_MAX, Cell, Form, Grid, ROWS_MAX, SheetError};
use calamine::{Data, DataRef, DataType, Ods, Reader, Xlsx};
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// All parts of a workbook together, unpacked, in bytes.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Parts of a workbook.
const PARTS_MAX: usize = 1_000;
/// Sheets of a workbook.
const SHEETS_MAX: usize = 20;
/// Where ODS has its sheets.
const ODS_CONTENT: &str = "content.xml";
/// No row or column of a sheet is further out than in any spreadsheet program.
const REPEATED_MAX: u64 = 1_048_576;

pub(super) fn read(bytes: &[u8], name: Option<&str>) -> Result<Grid, SheetError> {
    if is_ods(bytes)? { read_ods(bytes, name) } else { read_xlsx(bytes, name) }
}

pub(super) fn names(bytes: &[u8]) -> Result<Vec<String>, SheetError> {
    if is_ods(bytes)? {
        let book: Result<Ods<_>, _> = Ods::new(Cursor::new(bytes));
        return Ok(book.map_err(|error| SheetError::unreadable(&error))?.sheet_names());
    }
    let book: Result<Xlsx<_>, _> = Xlsx::new(Cursor::new(bytes));
    Ok(book.map_err(|error| SheetError::unreadable(&error))?.sheet_names())
}

/// Which of the two it is, once it is measured.
fn is_ods(bytes: &[u8]) -> Result<bool, SheetError> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| SheetError::unreadable(&error))?;
    measure(&mut archive)?;
    match archive.by_name(ODS_CONTENT) {
        Ok(content) => measure_repetitions(BufReader::new(content)).map(|()| true),
        Err(_) => Ok(false),
    }
}

/// Unpacks every part and keeps none: what an archive says of its sizes may be
/// a lie.
fn measure(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), SheetError> {
    if archive.len() > PARTS_MAX {
        return Err(SheetError::too_many("parts", PARTS_MAX));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| SheetError::unreadable(&error))?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink())
            .map_err(|error| SheetError::unreadable(&error))?;
        left = left.checked_sub(unpacked).ok_or_else(unpacks_to_too_much)?;
    }
    Ok(())
}

/// Refuses an ODS whose repeated cells, rows or spaces would fill more than a
/// sheet may hold. An empty cell at the end of a row may be repeated at will.
fn measure_repetitions(content: impl BufRead) -> Result<(), SheetError> {
    let mut reader = quick_xml::Reader::from_reader(content);
    let mut buffer = Vec::new();
    let mut sheet = Repetitions::default();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| SheetError::unreadable(&error))? {
            Event::Eof => return Ok(()),
            Event::Start(element) => sheet.enter(&element, false)?,
            Event::Empty(element) => sheet.enter(&element, true)?,
            Event::Text(text) => sheet.hold(text.len() as u64)?,
            _ => {}
        }
    }
}

/// How far a sheet reaches once its repetitions are written out.
#[derive(Default)]
struct Repetitions {
    rows: u64,
    columns: u64,
    row_times: u64,
    cell_times: u64,
    bytes: u64,
}

impl Repetitions {
    fn enter(&mut self, element: &BytesStart<'_>, closed: bool) -> Result<(), SheetError> {
        match element.name().as_ref() {
            "table:table" => *self = Self { bytes: self.bytes, ..Self::default() },
            "table:table-row" => {
                self.row_times = repeated(element, "table:number-rows-repeated")?;
                self.rows += self.row_times;
                self.columns = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell_times = repeated(element, "table:number-columns-repeated")?;
                self.columns += self.cell_times;
                if !closed || has_value(element) {
                    within("rows", self.rows, ROWS_MAX)?;
                    within("columns", self.columns, COLUMNS_MAX)?;
                    self.hold(element.len() as u64)?;
                }
            }
            "text:s" => self.hold(repeated(element, "text:c")?)?,
            _ => {}
        }
        Ok(())
    }

    /// Counts bytes of the cell that is being read, as often as it stands there.
    fn hold(&mut self, bytes: u64) -> Result<(), SheetError> {
        let times = self.row_times.saturating_mul(self.cell_times);
        self.bytes = self.bytes.saturating_add(bytes.saturating_mul(times));
        if self.bytes > UNPACKED_BYTES_MAX {
            return Err(unpacks_to_too_much());
        }
        Ok(())
    }
}

fn within(what: &str, number: u64, most: usize) -> Result<(), SheetError> {
    if number > most as u64 { Err(SheetError::too_many(what, most)) } else { Ok(()) }
}

fn unpacks_to_too_much() -> SheetError {
    SheetError::TooLarge(format!("it unpacks to more than {UNPACKED_BYTES_MAX} bytes"))
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn has_value(element: &BytesStart<'_>) -> bool {
    let names = element.attributes().flatten().map(|attribute| attribute.key.as_ref().to_owned());
    names.into_iter().any(|name| {
        name.starts_with("office:") || name.starts_with("calcext:") || name == "table:formula"
    })
}

/// How often an element stands there.
fn repeated(element: &BytesStart<'_>, name: &str) -> Result<u64, SheetError> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    let Some(found) = found else { return Ok(1) };
    match found.value.parse() {
        Ok(number) if (1..=REPEATED_MAX).contains(&number) => Ok(number),
        _ => Err(SheetError::TooLarge(format!("{name} is {}", found.value))),
    }
}

fn chosen(sheets: &[String], wanted: Option<&str>) -> Result<String, SheetError> {
    if sheets.len() > SHEETS_MAX {
        return Err(SheetError::too_many("sheets", SHEETS_MAX));
    }
    let found = match wanted {
        Some(wanted) => sheets.iter().find(|sheet| *sheet == wanted),
        None => sheets.first(),
    };
    found.cloned().ok_or_else(|| SheetError::NoSheet {
        wanted: wanted.unwrap_or_default().to_owned(),
        known: sheets.to_vec(),
    })
}

fn read_xlsx(bytes: &[u8], name: Option<&str>) -> Result<Grid, SheetError> {
    let unreadable = |error| SheetError::unreadable(&error);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let name = chosen(&book.sheet_names(), name)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut grid = Grid::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        grid.put(place(row.into()), place(column.into()), xlsx_cell(cell.get_value()))?;
    }
    Ok(grid)
}

fn read_ods(bytes: &[u8], name: Option<&str>) -> Result<Grid, SheetError> {
    let unreadable = |error| SheetError::unreadable(&error);
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(unreadable)?;
    let name = chosen(&book.sheet_names(), name)?;
    let range = book.worksheet_range(&name).map_err(unreadable)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Grid::default();
    for (row, column, value) in range.used_cells() {
        grid.put(row + place(top.into()), column + place(left.into()), ods_cell(value))?;
    }
    Ok(grid)
}

fn xlsx_cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell { text: (*text).to_owned(), form: Form::Text },
        DataRef::DateTime(moment) => {
            Cell { text: calendar(moment.to_ymd_hms_milli()), form: Form::Moment }
        }
        other => ods_cell(&Data::from(other.clone())),
    }
}

fn ods_cell(value: &Data) -> Cell {
    let form = match value {
        Data::Int(_) | Data::Float(_) => Form::Number,
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => Form::Moment,
        Data::Error(_) => Form::Failed,
        Data::String(_) | Data::Bool(_) | Data::Empty => Form::Text,
    };
    let text = match value {
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::DateTime(moment) => calendar(moment.to_ymd_hms_milli()),
        Data::Error(error) => error.to_string(),
        other => other.as_string().unwrap_or_default(),
    };
    Cell { text, form }
}

fn calendar((year, month, day, hour, minute, ..): (u16, u8, u8, u8, u8, u8, u16)) -> String {
    if (hour, minute) == (0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    }
}
