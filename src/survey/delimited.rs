//! Sheets as CSV: between commas, semicolons or tabs, whichever the first row
//! has most of, in UTF-8 with or without a byte order mark.

use super::grid::{Cell, Form, Grid, SheetError};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::WINDOWS_1252;

const DELIMITERS: [u8; 3] = *b",;\t";

pub(super) fn read(bytes: &[u8]) -> Result<Grid, SheetError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(bytes))
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut grid = Grid::default();
    let mut record = ByteRecord::new();
    let (mut row, mut begin) = (0, 0);
    while reader.read_byte_record(&mut record).map_err(|error| SheetError::unreadable(&error))? {
        row += blank_lines(bytes, begin);
        for (column, cell) in record.iter().enumerate() {
            grid.put(row, column, read_cell(cell))?;
        }
        row += 1;
        begin = usize::try_from(reader.position().byte()).unwrap_or(bytes.len());
    }
    Ok(grid)
}

/// The delimiter that the first row has most of, outside of quotes.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                for (delimiter, count) in DELIMITERS.iter().zip(&mut counts) {
                    *count += usize::from(delimiter == byte);
                }
            }
            _ => {}
        }
    }
    let most = (0..DELIMITERS.len()).rev().max_by_key(|place| counts[*place]);
    DELIMITERS[most.unwrap_or_default()]
}

/// The rows without anything that a record follows, which the parser skips and
/// people count.
fn blank_lines(bytes: &[u8], begin: usize) -> usize {
    let rest = bytes.get(begin..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| [b'\r', b'\n'].contains(byte));
    // A row may end in two bytes, the second of which can be left over.
    let ended = begin > 0 && bytes[begin - 1] == b'\r' && rest.first() == Some(&b'\n');
    let lines = blank.filter(|byte| **byte == b'\n').count();
    lines - usize::from(ended)
}

fn read_cell(bytes: &[u8]) -> Cell {
    if let Ok(text) = str::from_utf8(bytes) {
        return Cell { text: text.to_owned(), form: Form::Text };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Cell { text: text.into_owned(), form: Form::Garbled }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let grid = read(bytes).expect("CSV");
        let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.clone()).collect();
        grid.rows().iter().map(row).collect()
    }

    #[test]
    fn the_delimiter_is_found() {
        for text in ["a,b\n1,2", "a;b\n1;2", "a\tb\n1\t2", "\u{feff}a;b\r\n1;2\r\n"] {
            assert_eq!(texts(text.as_bytes()), [["a", "b"], ["1", "2"]], "{text:?}");
        }
        assert_eq!(texts(b"\"a;b;c\",d"), [["a;b;c", "d"]]);
        assert_eq!(texts(b"alone\nx"), [["alone"], ["x"]]);
    }

    #[test]
    fn rows_are_counted_as_people_see_them() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "", "\"two", "lines\",c", "", "", "d"].join(end);
            let rows = texts(text.as_bytes());
            assert_eq!(rows.len(), 6, "{rows:?}");
            assert_eq!(rows[2][1], "c");
            assert_eq!(rows[5], ["d"]);
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_read_and_marked() {
        let grid = read(b"a,b\nformaci\xF3n,x").expect("CSV");
        assert_eq!(grid.rows()[1][0], Cell { text: "formación".into(), form: Form::Garbled });
        assert_eq!(grid.rows()[1][1].form, Form::Text);
    }
}
