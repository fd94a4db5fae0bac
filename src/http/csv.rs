//! JSON objects as CSV (RFC 4180): one row a thing, one column a key, one
//! column a language for texts.

use crate::graph::language_map_key;
use serde_json::{Map, Value};

/// The languages that a text has columns for.
const LANGUAGES: [&str; 3] = ["fr", "en", "es"];
/// Between several values of one cell.
const SEPARATOR: &str = " | ";

/// A table with a header row, whose columns are the keys of `blank`: also an
/// empty list has its header.
pub(crate) fn write(blank: &Value, rows: &[Value]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let columns = blank.as_object().map(columns).unwrap_or_default();
    writer.write_record(columns.iter().map(Column::title))?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| harmless(column.cell(row))))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

struct Column {
    key: String,
    language: Option<&'static str>,
}

fn columns(object: &Map<String, Value>) -> Vec<Column> {
    let mut columns = Vec::new();
    for key in object.keys() {
        if language_map_key(key) {
            let of = |language| Column { key: key.clone(), language: Some(language) };
            columns.extend(LANGUAGES.map(of));
        } else {
            columns.push(Column { key: key.clone(), language: None });
        }
    }
    columns
}

impl Column {
    fn title(&self) -> String {
        match self.language {
            Some(language) => format!("{}_{language}", self.key),
            None => self.key.clone(),
        }
    }

    fn cell(&self, row: &Value) -> String {
        match self.language {
            Some(language) => text(&row[&self.key][language]),
            None => text(&row[&self.key]),
        }
    }
}

/// A value in one cell: things by their slug or address, lists joined.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(SEPARATOR),
        Value::Object(object) => object
            .get("slug")
            .or_else(|| object.get("id"))
            .or_else(|| object.get("@value"))
            .map(text)
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

/// A cell that a spreadsheet would take for a formula is made plain text.
fn harmless(cell: String) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn formulas_are_made_harmless_and_texts_have_columns() -> Result<(), Box<dyn std::error::Error>>
    {
        let rows = [json!({
            "slug": "=HYPERLINK(\"x\")",
            "label": {"fr": "un, deux", "en": null},
            "value": "-3.5",
            "about": [{"slug": "a"}, {"id": "http://b"}],
        })];
        let csv = String::from_utf8(write(&rows[0], &rows)?)?;
        assert_eq!(
            csv,
            "slug,label_fr,label_en,label_es,value,about\n\
             \"'=HYPERLINK(\"\"x\"\")\",\"un, deux\",,,-3.5,a | http://b\n"
        );
        Ok(())
    }
}
