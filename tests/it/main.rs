//! Integration tests, one binary. The modules mirror the URLs and commands;
//! `support` makes a test three lines.

mod api;
mod command_line;
mod competency;
mod conventions;
mod countries_and_regions;
mod graphs;
mod jsonld;
mod matches;
mod matching_laws;
mod members;
mod naive_matching;
mod openapi;
mod programmes_and_practices;
mod representations;
mod seeded;
mod shapes;
mod sparql;
mod statements_and_findings;
mod statistics;
mod store;
mod support;
mod surveys;
mod system;
mod themes;
mod topics_and_expectations;
mod traps;
