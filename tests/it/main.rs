//! Integration tests, one binary. The modules mirror the URLs and commands;
//! `support` makes a test three lines.

mod abuse;
mod api;
mod backup;
mod bodies;
