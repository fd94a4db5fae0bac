//! Pages for people, in French, English and Spanish, written on the server and
//! complete without scripts. What they show, the operations give; which status
//! an error has, `http` says.
//!
//! - `routes`: the whole table.
//! - `pages`: one file a page. `components`, `charts`: what pages share.
//! - `desk`: pages for those who are signed in, and how one signs in.
//! - `embed`: small pages inside those of others; `scripts` the component.
//! - `page`, `layout`: the frame around each. `error`: pages for what fails.
//! - `reader`: who reads, in which language, and what was asked.
//! - `thing`: a record of the graph, as a reader sees it. `schema_org`: as
//!   search engines do.
//! - `texts`, `wording`: the words of the interface, numbers and dates.
//! - `assets`: styles and icon, named after their content. `sitemap`.

mod assets;
mod charts;
mod components;
mod desk;
mod embed;
mod error;
mod layout;
mod page;
mod pages;
mod reader;
mod routes;
mod schema_org;
mod sitemap;
mod texts;
mod thing;
mod wording;

pub use error::problem_page;
pub use routes::pages;
