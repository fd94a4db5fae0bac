//! One thing that does not fit a shape, in words that a person can act on.

use crate::domain::Text;
use std::fmt;

/// One thing that breaks one shape.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The node that was checked.
    pub node: String,
    /// The path on which it fails; none when the node as a whole does.
    pub path: Option<String>,
    /// What was expected, in English.
    pub expected: String,
    /// The value that is wrong; none when one is missing.
    pub value: Option<String>,
    /// The shape, and the kind of constraint.
    pub shape: String,
    /// What was expected, in each language that the shape has it in.
    pub words: Text,
    /// The shape asks for it, and lets what members bring do without.
    pub is_advice: bool,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.node)?;
        if let Some(path) = &self.path {
            write!(f, "\n  path      {path}")?;
        }
        if let Some(value) = &self.value {
            write!(f, "\n  found     {value}")?;
        }
        write!(f, "\n  expected  {}\n  shape     {}", self.expected, self.shape)
    }
}
