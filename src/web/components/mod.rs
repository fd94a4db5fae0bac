//! What pages are put together from.

mod blocks;
mod filters;
mod marks;
mod practices;
mod properties;
mod search_box;
mod statements;

pub(super) use blocks::{
    PAGE_LENGTH, chips, external, fact_list, heading, notice, pager, pages_of, profile_size,
    scrolling, section, thing_list,
};
pub(super) use filters::{
    Choice, Field, concept_choices, few_choices, filter_form, identifier, select, theme_choices,
    thing_choices, thing_field,
};
pub(super) use marks::{certainty, confidence, facet, legend, statement_kind, synthetic, unknown};
pub(super) use practices::practices_on;
pub(super) use properties::{rows, value};
pub(super) use search_box::{search_box, suggesting_search_box};
pub(super) use statements::{claims, member_name, statements};
