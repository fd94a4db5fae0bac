//! How typed values stand in columns: times as seconds, names as text.

use jiff::Timestamp;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use std::str::FromStr;

/// A time, as seconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Seconds(pub(super) Timestamp);

impl FromSql for Seconds {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let seconds = value.as_i64()?;
        Timestamp::from_second(seconds).map(Self).map_err(|_| FromSqlError::OutOfRange(seconds))
    }
}

impl ToSql for Seconds {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_second().into())
    }
}

/// What has a name of its own, as that name.
pub(super) struct Named<T>(pub(super) T);

impl<T: FromStr<Err: std::error::Error + Send + Sync + 'static>> FromSql for Named<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(FromSqlError::other)
    }
}

/// Names, separated by spaces.
pub(super) struct Words<T>(pub(super) Vec<T>);

impl<T: FromStr<Err: std::error::Error + Send + Sync + 'static>> FromSql for Words<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let words = value.as_str()?.split_ascii_whitespace().map(str::parse);
        words.collect::<Result<_, _>>().map(Self).map_err(FromSqlError::other)
    }
}

/// Names as they stand in a column of [`Words`].
pub(super) fn words<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(" ")
}
