//! Sheets written as CSV, XLSX and ODS: as little of each format as it takes
//! to hold texts, numbers and days.

use quick_xml::escape::escape;
use std::fmt::Write as _;
use std::io::{self, Cursor, Write};
use std::str::FromStr;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A format of sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the formats")]
pub enum SheetFormat {
    Csv,
    Xlsx,
    Ods,
}

/// What is written into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum MadeCell {
    /// A text, or nothing.
    Text(String),
    /// A text in another encoding, where the format allows that.
    Misread(String),
    /// A number.
    Number(f64),
    /// A day: 2023-05-12.
    Day(String),
}

impl FromStr for SheetFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            "ods" => Ok(Self::Ods),
            _ => Err(format!("'{text}' is no format of sheets: known are csv, xlsx and ods")),
        }
    }
}

/// Writes a sheet.
///
/// # Errors
/// When the archive cannot be made.
pub fn write_sheet(name: &str, rows: &[Vec<MadeCell>], format: SheetFormat) -> io::Result<Vec<u8>> {
    match format {
        SheetFormat::Csv => csv(rows),
        SheetFormat::Xlsx => archive(&[
            ("[Content_Types].xml", XLSX_TYPES.to_owned()),
            ("_rels/.rels", XLSX_ROOT.to_owned()),
            ("xl/workbook.xml", xlsx_book(name)),
            ("xl/_rels/workbook.xml.rels", XLSX_PARTS.to_owned()),
            ("xl/worksheets/sheet1.xml", xlsx_sheet(rows)),
        ]),
        SheetFormat::Ods => archive(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
            ("META-INF/manifest.xml", ODS_MANIFEST.to_owned()),
            ("content.xml", ods_content(name, rows)),
        ]),
    }
}

const XLSX_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const XLSX_ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const XLSX_PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ODS_MANIFEST: &str = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

/// Parts without a time, so that the same sheet is the same bytes.
fn archive(parts: &[(&str, String)]) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let method = match *name {
            "mimetype" => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        archive.start_file(*name, SimpleFileOptions::default().compression_method(method))?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Between semicolons, as where a comma is in numbers, with a byte order mark.
fn csv(rows: &[Vec<MadeCell>]) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            MadeCell::Text(text) | MadeCell::Day(text) => text.clone().into_bytes(),
            MadeCell::Misread(text) => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
            MadeCell::Number(number) => number.to_string().into_bytes(),
        });
        writer.write_record(cells)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A text as another program shows it that takes its UTF-8 for Windows-1252.
fn misread(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn xlsx_book(name: &str) -> String {
    format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        escape(name)
    )
}

fn xlsx_sheet(rows: &[Vec<MadeCell>]) -> String {
    let mut xml = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (place, row) in rows.iter().enumerate() {
        let number = place + 1;
        let _ = write!(xml, r#"<row r="{number}">"#);
        for (column, cell) in row.iter().enumerate() {
            let place = format!("{}{number}", super::grid::letters(column));
            let text = |text: &str| {
                let text = escape(text);
                format!(
                    r#"<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#
                )
            };
            xml.push_str(&match cell {
                MadeCell::Text(words) if words.is_empty() => String::new(),
                MadeCell::Text(words) => text(words),
                MadeCell::Misread(words) => text(&misread(words)),
                MadeCell::Number(number) => format!(r#"<c r="{place}"><v>{number}</v></c>"#),
                MadeCell::Day(day) => format!(r#"<c r="{place}" t="d"><v>{day}</v></c>"#),
            });
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn ods_content(name: &str, rows: &[Vec<MadeCell>]) -> String {
    let mut xml = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="{}">"#,
        escape(name)
    );
    for row in rows {
        xml.push_str("<table:table-row>");
        for cell in row {
            xml.push_str(&ods_cell(cell));
        }
        xml.push_str("</table:table-row>");
    }
    xml.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    xml
}

fn ods_cell(cell: &MadeCell) -> String {
    let text = |words: &str| {
        let lines: String =
            words.split('\n').map(|line| format!("<text:p>{}</text:p>", escape(line))).collect();
        format!(r#"<table:table-cell office:value-type="string">{lines}</table:table-cell>"#)
    };
    match cell {
        MadeCell::Text(words) if words.is_empty() => "<table:table-cell/>".to_owned(),
        MadeCell::Text(words) => text(words),
        MadeCell::Misread(words) => text(&misread(words)),
        MadeCell::Number(number) => format!(
            r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
        ),
        MadeCell::Day(day) => format!(
            r#"<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>"#
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::grid::{Form, read_sheet};

    #[test]
    fn what_is_written_can_be_read() -> Result<(), Box<dyn std::error::Error>> {
        let text = |text: &str| MadeCell::Text(text.to_owned());
        let rows = [
            vec![text("Service"), text("What & \"how\" <much>")],
            vec![text(""), text("two\nlines")],
            vec![
                MadeCell::Number(42.0),
                MadeCell::Day("2023-05-12".into()),
                MadeCell::Misread("né".into()),
            ],
        ];
        for format in [SheetFormat::Csv, SheetFormat::Xlsx, SheetFormat::Ods] {
            let grid = read_sheet(&write_sheet("Made up", &rows, format)?, None)?;
            let text = |row: usize, column: usize| grid.rows()[row][column].text.as_str();
            assert_eq!(text(0, 1), "What & \"how\" <much>", "{format:?}");
            assert_eq!((text(1, 0), text(1, 1)), ("", "two\nlines"), "{format:?}");
            assert_eq!((text(2, 0), text(2, 1)), ("42", "2023-05-12"), "{format:?}");
            let form = grid.rows()[2][1].form;
            assert!(form == Form::Moment || format == SheetFormat::Csv, "{format:?}");
            assert_eq!(
                write_sheet("Made up", &rows, format)?,
                write_sheet("Made up", &rows, format)?
            );
        }
        assert!(
            read_sheet(&write_sheet("Made up", &rows, SheetFormat::Ods)?, Some("Other")).is_err()
        );
        Ok(())
    }

    /// Repetitions of ODS are few bytes, and would fill any memory.
    #[test]
    fn what_would_fill_the_memory_is_refused() -> io::Result<()> {
        let bomb = |cell: &str, row: &str| {
            let content = ods_content("x", &[vec![MadeCell::Text("long ".repeat(2_000))]]);
            let content = content
                .replace("<table:table-cell ", &format!("<table:table-cell {cell} "))
                .replace("<table:table-row>", &format!("<table:table-row {row}>"));
            let kind = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
            let manifest = ODS_MANIFEST.to_owned();
            let parts = [kind, manifest, content];
            let names = ["mimetype", "META-INF/manifest.xml", "content.xml"];
            archive(&names.into_iter().zip(parts).collect::<Vec<_>>())
        };
        for (cell, row) in [
            (r#"table:number-columns-repeated="16000""#, ""),
            ("", r#"table:number-rows-repeated="1000000""#),
            (r#"table:number-columns-repeated="190""#, r#"table:number-rows-repeated="4900""#),
            (r#"table:number-columns-repeated="99999999999""#, ""),
        ] {
            assert!(read_sheet(&bomb(cell, row)?, None).is_err(), "{cell} {row}");
        }
        if let Err(error) = read_sheet(&bomb("", "")?, None) {
            panic!("{error}");
        }
        let zeros = archive(&[("content.xml", " ".repeat(65 * 1024 * 1024))])?;
        assert!(zeros.len() < 1024 * 1024);
        let refused = read_sheet(&zeros, None).expect_err("too large").to_string();
        assert!(refused.contains("unpacks"), "{refused}");
        Ok(())
    }
}
