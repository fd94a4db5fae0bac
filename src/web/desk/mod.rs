//! The desk in pages: for those who are signed in to write, follow and review
//! contributions, and to declare what their service seeks and offers.
//!
//! - `routes`: the whole table, and what goes for each page: who may see it,
//!   which forms are taken. `sign_in`: how one comes in and goes;
//!   `sign_in_elsewhere`: by the login of one's organisation.
//! - `visit`: who is at the desk. `typed`: what was typed into a form.
//! - `home`: what is mine, and what waits for a reviewer, each `list` begun.
//!   `begin`: a new one.
//! - `contribution`: one of them, and the steps that it can take; `edit`: its
//!   form; `versions`: what it said before.
//! - `fields`: what each kind has a field for; `content`: from what was typed
//!   to what is said; `controls`: from that to what is shown in a form;
//!   `showing`: and where it is only read.
//! - `surveys`: the import of surveys, for reviewers.
//! - `seeks`: what a service seeks and offers, and `meeting` whom that meets.

mod begin;
mod content;
mod contribution;
mod controls;
mod edit;
mod fields;
mod home;
mod list;
mod meeting;
mod routes;
mod seeks;
mod showing;
mod sign_in;
mod sign_in_elsewhere;
mod surveys;
mod typed;
mod versions;
mod visit;

pub(super) use routes::routes;
pub(super) use surveys::uploads;
