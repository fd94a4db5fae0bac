//! `/oembed` (<https://oembed.com>): the page of a member as a frame with its
//! peers, for sites that embed whatever address their authors paste.

use super::description;
use super::parameters::Lenient;
use super::problem::{Problem, ProblemDetails, ProblemKind};
use super::state::AppState;
use crate::domain::{Kind, Language, Slug};
use crate::vocabulary::ID;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io;
use std::num::NonZeroU32;
use utoipa::IntoParams;

/// The size of the frame, in pixels, where there is room for it.
const WIDTH: u32 = 440;
const HEIGHT: u32 = 520;
/// How long a consumer may keep the answer.
const KEPT_S: u32 = 86_400;
/// The formats by the values of the parameter, each with its media types: of
/// the answer, and of links to it.
const FORMATS: [(&str, &str, &str); 2] = [
    ("json", "application/json", "application/json+oembed"),
    ("xml", "text/xml; charset=utf-8", "text/xml+oembed"),
];

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OembedParameters {
    /// The address of the page of a member here, or the member's identifier.
    #[param(format = Uri, example = "https://w3id.org/passerelle/id/member/ke-pes")]
    url: String,
    /// `json` or `xml`.
    #[param(example = "json")]
    format: Option<String>,
    /// The width that there is, in pixels.
    #[param(value_type = Option<u32>, minimum = 1, example = 320)]
    maxwidth: Option<NonZeroU32>,
    /// The height that there is, in pixels.
    #[param(value_type = Option<u32>, minimum = 1, example = 400)]
    maxheight: Option<NonZeroU32>,
}

/// Embed the peers of a member
///
/// Whatever else the consumer adds to the address is ignored.
#[utoipa::path(get, path = "/oembed", operation_id = "get_oembed", tag = "embedding", params(OembedParameters),
    responses((status = 200, description = "A frame of the type `rich`", content((Object = "application/json"), (String = "text/xml"))),
        (status = 400, description = "A parameter is not understood", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "The address is not that of a member's page here", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 501, description = "The format is neither JSON nor XML", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn get_oembed(
    State(state): State<AppState>,
    Lenient(asked): Lenient<OembedParameters>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = asked.format.as_deref().unwrap_or(FORMATS[0].0);
    let known = FORMATS.iter().find(|(name, ..)| *name == format);
    let (_, media_type, _) = known
        .ok_or_else(|| Problem::new(ProblemKind::NotImplemented, "known here are json and xml"))?;
    let base = description::base(&state, &uri, &headers).map(|base| base.to_string());
    let base = base.unwrap_or_default();
    let nothing = || Problem::new(ProblemKind::NotFound, "no page of a member has this address");
    let (language, slug) = member_of(&asked.url, &base).ok_or_else(nothing)?;
    let id = Kind::Member.iri(&slug);
    let wanted = id.clone();
    let names = state.run(move |service| service.references([wanted])).await?;
    let name = names.name(&id)["label"][language.tag()].as_str().map(str::to_owned);
    let frame = Frame {
        address: format!("{base}/embed/{language}/peers/{slug}"),
        title: title(&name.ok_or_else(nothing)?, language),
        width: asked.maxwidth.map_or(WIDTH, NonZeroU32::get).min(WIDTH),
        height: asked.maxheight.map_or(HEIGHT, NonZeroU32::get).min(HEIGHT),
    };
    let answer = frame.answer(&base);
    let body = match format {
        "xml" => xml(&answer).map_err(|error| Problem::internal(&error))?,
        _ => answer.to_string().into_bytes(),
    };
    Ok(([(header::CONTENT_TYPE, *media_type)], body).into_response())
}

/// Where the page of a thing tells consumers to ask, each with its media type;
/// nowhere for kinds that have nothing to embed.
pub(crate) fn oembed_addresses(kind: Kind, page: &str) -> Vec<(String, &'static str)> {
    if kind != Kind::Member {
        return Vec::new();
    }
    let page = utf8_percent_encode(page, NON_ALPHANUMERIC).to_string();
    let address =
        |(format, _, media_type)| (format!("/oembed?url={page}&format={format}"), media_type);
    FORMATS.map(address).to_vec()
}

/// The member whose page or identifier an address is, with the language of the
/// page.
fn member_of(address: &str, base: &str) -> Option<(Language, Slug)> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    if let Some(path) = address.strip_prefix(ID) {
        return Some((Language::ALL[0], member_in(path)?));
    }
    let (start, rest) = address.strip_prefix(base)?.strip_prefix('/')?.split_once('/')?;
    match start {
        "id" => Some((Language::ALL[0], member_in(rest)?)),
        tag => Some((tag.parse().ok()?, member_in(rest)?)),
    }
}

fn member_in(path: &str) -> Option<Slug> {
    path.strip_prefix(Kind::Member.segment())?.strip_prefix('/')?.parse().ok()
}

fn title(name: &str, language: Language) -> String {
    match language {
        Language::French => format!("Pairs de {name}"),
        Language::English => format!("Peers of {name}"),
        Language::Spanish => format!("Pares de {name}"),
    }
}

/// A page that fits into another.
struct Frame {
    address: String,
    title: String,
    width: u32,
    height: u32,
}

impl Frame {
    fn answer(&self, base: &str) -> Value {
        let Self { address, title, width, height } = self;
        let (address, name) = (escape(address), escape(title));
        json!({
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Passerelle",
            "provider_url": format!("{base}/"),
            "cache_age": KEPT_S,
            "width": width,
            "height": height,
            "html": format!("<iframe src=\"{address}\" title=\"{name}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" style=\"border:0\"></iframe>"),
        })
    }
}

/// The same keys as elements.
fn xml(answer: &Value) -> io::Result<Vec<u8>> {
    let mut out = Writer::new(Vec::new());
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), Some("yes"))))?;
    out.create_element("oembed").write_inner_content(|out| {
        for (key, value) in answer.as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            out.create_element(key.as_str()).write_text_content(BytesText::new(&text))?;
        }
        Ok(())
    })?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_known_by_its_page_and_by_its_identifier() {
        let base = "https://p.example";
        let found = |address: &str| {
            member_of(address, base).map(|(language, slug)| format!("{language} {slug}"))
        };
        assert_eq!(
            found("https://p.example/es/member/ke-pes?mode=mutual#peers"),
            Some("es ke-pes".into())
        );
        assert_eq!(found("https://p.example/id/member/ke-pes"), Some("fr ke-pes".into()));
        assert_eq!(found("https://w3id.org/passerelle/id/member/ke-pes"), Some("fr ke-pes".into()));
        for other in [
            "https://p.example.org/es/member/ke-pes",
            "https://p.example/de/member/ke-pes",
            "https://p.example/es/theme/telework",
            "https://p.example/es/member/KE",
            "",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
