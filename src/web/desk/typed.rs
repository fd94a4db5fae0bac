//! What was typed into a form, as its browser sends it.

use crate::http::{self, Problem};
use std::borrow::Cow;

/// The names and values of a form, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// From the body of a form. Lines end as they do elsewhere.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let plain = |text: Cow<'_, str>| text.replace("\r\n", "\n");
        let pairs = http::pairs(body)?;
        Ok(Self(pairs.map(|(name, value)| (name.into_owned(), plain(value))).collect()))
    }

    /// The value of a field without the space around it; empty where there is
    /// none.
    pub(super) fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The values of a field that are not empty, each once.
    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        let mut values: Vec<&str> = Vec::new();
        for (known, value) in &self.0 {
            let value = value.trim();
            if known == name && !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// The lines of a field that are not empty.
    pub(super) fn lines(&self, name: &str) -> Vec<&str> {
        self.value(name).lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }

    /// All that a form of another session would carry as well.
    pub(super) fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().filter(|(name, _)| name != TOKEN)
    }
}

/// The field that says of which session a form is.
pub(super) const TOKEN: &str = "token";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_plain_and_stand_once() {
        let body = b"a=+x+&b=1&b=&b=2&b=1&text=one%0D%0A%0D%0A+two&token=t";
        let typed = Typed::read(body).expect("a form");
        assert_eq!((typed.value("a"), typed.value("none")), ("x", ""));
        assert_eq!(typed.values("b"), ["1", "2"]);
        assert_eq!(typed.lines("text"), ["one", "two"]);
        assert!(typed.kept().all(|(name, _)| name != TOKEN));
    }
}
