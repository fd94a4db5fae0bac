//! The pairs of a query string or a form. What is not UTF-8 below its percent
//! signs is refused: read otherwise, it would be another text than was sent.

use super::problem::{Problem, ProblemKind};
use form_urlencoded::Parse;
use percent_encoding::percent_decode;

/// The names and values, decoded.
pub(crate) fn pairs(form: &[u8]) -> Result<Parse<'_>, Problem> {
    match percent_decode(form).decode_utf8() {
        Ok(_) => Ok(form_urlencoded::parse(form)),
        Err(error) => Err(Problem::new(
            ProblemKind::InvalidParameter,
            format!("the parameters are not UTF-8: {error}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf_8_is_refused() {
        assert_eq!(
            pairs(b"q=%C3%A9+%2B").expect("UTF-8").collect::<Vec<_>>(),
            [("q".into(), "é +".into())]
        );
        for form in [b"q=%FF".as_slice(), b"q=%C3&r=%A9", b"q=\xFF", b"%FF="] {
            assert!(pairs(form).is_err(), "{form:?}");
        }
    }
}
