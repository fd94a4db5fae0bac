//! The part of a list that a page shows, by the parameter `page`.

use super::super::components::PAGE_LENGTH;
use super::super::error::PageError;
use super::super::reader::{Reader, Visit};
use crate::operations::{Collection, Filter, Listing, Page, Sort};

/// The part of a list that was asked for, with its number.
pub(super) fn part(
    visit: &Visit<'_>,
    collection: Collection,
    filters: Vec<Filter>,
) -> Result<(Page, usize), PageError> {
    let asked = page_asked(visit.reader)?;
    let part = visit.service.list(&Listing {
        collection,
        filters,
        sort: Sort::Id,
        offset: (asked - 1).saturating_mul(PAGE_LENGTH),
        limit: PAGE_LENGTH,
    })?;
    let number = page_number(visit.reader, part.total, PAGE_LENGTH)?;
    Ok((part, number))
}

/// Which part of a list was asked for, from 1; whether there is one so far is
/// for [`page_number`] to tell.
pub(super) fn page_asked(reader: &Reader) -> Result<usize, PageError> {
    let Some(text) = reader.value("page")? else { return Ok(1) };
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| PageError::parameter("page", text))
}

/// Which part of a list of so many things, of which a page shows some, from 1.
pub(in super::super) fn page_number(
    reader: &Reader,
    total: usize,
    length: usize,
) -> Result<usize, PageError> {
    let number = page_asked(reader)?;
    if number > total.div_ceil(length).max(1) {
        return Err(PageError::parameter("page", &number.to_string()));
    }
    Ok(number)
}
