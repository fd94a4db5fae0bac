//! One file a page, or two where they belong together: what it asks of the
//! operations, and how it is laid out.

pub(super) mod about;
pub(super) mod compare;
pub(super) mod country;
pub(super) mod expectations;
pub(super) mod fact;
pub(super) mod groups;
pub(super) mod home;
pub(super) mod member;
pub(super) mod members;
mod paging;
mod peers;
pub(super) mod practice;
pub(super) mod practices;
pub(super) mod programme;
pub(super) mod programmes;
pub(super) mod query;
mod recommendations;
pub(super) mod region;
pub(super) mod search;
mod search_facets;
pub(super) mod statement;
pub(super) mod statements;
pub(super) mod survey;
mod survey_counts;
pub(super) mod theme;
pub(super) mod themes;
pub(super) mod thing;
pub(super) mod topic;
pub(super) mod topics;
mod trend;

pub(super) use paging::page_number;
pub(super) use peers::peer_mode;
