//! Why nothing was done, in words for whoever sent the sheet. What only a
//! program can say, such as where a TOML file breaks off, stays in English.

use super::super::super::reader::Reader;
use crate::operations::ImportSurveyError;
use crate::survey::{ReadError, SheetError};
use maud::{Markup, html};

/// A notice that says why.
pub(super) fn notice(reader: &Reader, words: &Markup) -> Markup {
    html! { div.notice.trouble role="alert" { h2.small { (reader.text("import-trouble")) } (words) } }
}

/// The same by a text of the interface.
pub(super) fn notice_of(reader: &Reader, key: &str) -> Markup {
    notice(reader, &html! { p { (reader.text(key)) } })
}

/// Why a sheet or its mapping cannot be used; none where that is no matter of
/// theirs.
pub(super) fn of(reader: &Reader, error: &ImportSurveyError) -> Option<Markup> {
    let detail = |key: &str, detail: &str| {
        html! { p { (reader.text(key)) } p.note { code lang="en" { (detail) } } }
    };
    let named = |key: &str, names: &[String]| {
        html! { p { (reader.text(key)) } ul { @for name in names { li { (name) } } } }
    };
    Some(match error {
        ImportSurveyError::Mapping(error) => {
            detail("trouble-mapping", &format!("{}: {}", error.place, error.words))
        }
        ImportSurveyError::Sheet(SheetError::TooLarge(words)) => detail("trouble-large", words),
        ImportSurveyError::Sheet(SheetError::Unreadable(words)) => {
            detail("trouble-unreadable", words)
        }
        ImportSurveyError::Sheet(SheetError::NoSheet { known, .. }) => {
            named("trouble-no-sheet", known)
        }
        ImportSurveyError::Columns(ReadError::Empty) => {
            html! { p { (reader.text("trouble-empty")) } }
        }
        ImportSurveyError::Columns(ReadError::MissingColumns { missing, .. }) => {
            named("trouble-no-column", missing)
        }
        ImportSurveyError::Columns(ReadError::ColumnTwice(name)) => {
            named("trouble-column-twice", std::slice::from_ref(name))
        }
        _ => return None,
    })
}
