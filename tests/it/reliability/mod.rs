//! The part of the reliability kit that is Rust: every parser fed with what no
//! client should send, and a mixed load. The rest is in `tests/reliability/`.

mod load;
mod parsers;
