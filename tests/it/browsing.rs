//! A browser at the desk: it keeps a cookie, says where its forms come from,
//! and sends what the page before it had in its form.

use crate::contributing::CONTRIBUTING;
use crate::pages::attributes;
use crate::support::{Answer, send_to};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use scraper::Html;

const HOST: &str = "pes.example";
pub(crate) const ORIGIN: (&str, &str) = ("origin", "http://pes.example");

/// A browser with the session of a key.
pub(crate) struct Browser {
    pub(crate) cookie: String,
    token: String,
}

/// A request with a cookie, to the service that is contributed to.
pub(crate) fn ask(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send_to(&CONTRIBUTING.app, request.body(body.into()).expect("a well-formed request"))
}

/// The fields of a form as a browser writes them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// What signing in with a key is answered.
pub(crate) fn try_key(key: &str, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<_> = [("key", key)].into_iter().chain(more.iter().copied()).collect();
    ask(Method::POST, "/en/sign-in", &[ORIGIN], form(&fields))
}

/// The cookie that an answer sets, as it is sent back.
pub(crate) fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// The value of a hidden field.
pub(crate) fn hidden(document: &Html, name: &str) -> String {
    attributes(document, &format!("input[type=hidden][name='{name}']"), "value")
        .into_iter()
        .next()
        .unwrap_or_default()
}

impl Browser {
    pub(crate) fn of(key: &str) -> Self {
        let answer = try_key(key, &[]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let cookie = cookie(&answer);
        let desk = ask(Method::GET, "/en/desk", &[("cookie", &cookie)], Body::empty());
        assert_eq!(desk.status, StatusCode::OK, "{}", desk.text());
        let token = hidden(&Html::parse_document(&desk.text()), "token");
        Self { cookie, token }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        ask(Method::GET, path, &[("cookie", &self.cookie)], Body::empty())
    }

    /// A page that is there, read.
    pub(crate) fn page(&self, path: &str) -> Html {
        let answer = self.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        Html::parse_document(&answer.text())
    }

    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = [("token", self.token.as_str())];
        let fields: Vec<_> = token.into_iter().chain(fields.iter().copied()).collect();
        ask(Method::POST, path, &[("cookie", &self.cookie), ORIGIN], form(&fields))
    }

    /// Begins a contribution in its form, and tells its name.
    pub(crate) fn begin(&self, kind: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(&format!("/en/desk/new/{kind}"), fields);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let place = answer.header("location").strip_prefix("/en/desk/contributions/");
        let place = place.and_then(|rest| rest.split(['?', '#']).next());
        place.expect("a contribution").to_owned()
    }

    /// Sends a form of a contribution as its page shows it now.
    pub(crate) fn act(&self, id: &str, wanted: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/en/desk/contributions/{id}");
        let answer = self.get(&path);
        let revision = hidden(&Html::parse_document(&answer.text()), "revision");
        let own = [("do", wanted), ("revision", revision.as_str())];
        let fields: Vec<_> = own.into_iter().chain(fields.iter().copied()).collect();
        self.post(&path, &fields)
    }
}
