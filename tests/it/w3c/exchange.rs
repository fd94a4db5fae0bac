//! Tests that are exchanges over HTTP: the SPARQL Protocol and the Graph Store
//! Protocol, in the vocabulary of their manifests. The paths of the manifests
//! (`/sparql/`, `/gsp`) become those of the service; nothing else is changed.

use super::data::{Content, Loaded};
use super::manifest::{Case, Node};
use super::results::{Format, Results, answered, isomorphic, read_graph};
use super::service::{Answer, Asked};
use anyhow::{Context, bail, ensure};
use oxigraph::io::RdfFormat;

/// What a manifest calls the store, where it needs an absolute address.
const STORE: &str = "$STORE$";

/// Sends the requests of a test in their order and judges every answer. With
/// `afresh`, the service is emptied before.
pub(crate) fn exchange(loaded: &mut Loaded<'_>, case: &Case, afresh: bool) -> anyhow::Result<()> {
    if afresh {
        loaded.hold(&Content::of(&case.node))?;
    }
    loaded.forget();
    let requests = case.node.need("mf:action")?.need("ht:requests")?.list();
    for (place, request) in requests.iter().enumerate() {
        send(loaded, case, request).with_context(|| format!("request {}", place + 1))?;
    }
    Ok(())
}

fn send(loaded: &mut Loaded<'_>, case: &Case, request: &Node) -> anyhow::Result<()> {
    let asked = asked(loaded, case, request)?;
    let url = asked.url.clone();
    let answer = loaded.service.send(asked)?;
    let expected = request.need("ht:resp")?;
    judge(&answer, &expected)?;
    if let Some(body) = expected.get("ht:body") {
        let wanted = fill(loaded, body.need("cnt:chars")?.text());
        judge_body(&answer, &wanted, &url)?;
    }
    if let Some(variable) = expected.get("mf:expectedLocation") {
        let given = answer.header("location");
        ensure!(!given.is_empty(), "no Location");
        let given = oxiri::Iri::parse(url.as_str())?.resolve(given)?.into_inner();
        loaded.location = Some((variable.text().to_owned(), given));
    }
    Ok(())
}

/// The request that a manifest describes, at the addresses of the service.
fn asked<'a>(loaded: &Loaded<'_>, case: &Case, request: &Node) -> anyhow::Result<Asked<'a>> {
    let headers = fields(request)?;
    let method = method(request);
    let body = request.get("ht:body").map(|body| body.need("cnt:chars")).transpose()?;
    let body = encoded(&fill(loaded, body.as_ref().map_or("", Node::text)), &headers);
    let path = fill(loaded, request.need("ht:absolutePath")?.text());
    let at = &loaded.service.at;
    if let Some(rest) = path.strip_prefix("/sparql/") {
        let writes = is_update(case, &headers);
        let url = format!("{}{rest}", if writes { &at.update } else { &at.query });
        return Ok(Asked { method, url, headers, body, writes });
    }
    let url = match path.strip_prefix("/gsp") {
        Some(rest) => format!("{}{rest}", at.store),
        None => path,
    };
    Ok(Asked { method, url, headers, body, writes: !["GET", "HEAD"].contains(&method) })
}

fn fill(loaded: &Loaded<'_>, text: &str) -> String {
    let text = text.replace(STORE, &loaded.service.at.store);
    match &loaded.location {
        Some((variable, value)) => text.replace(variable.as_str(), value),
        None => text,
    }
}

/// The answer says, up to the names of blank nodes, what is expected.
fn judge_body(answer: &Answer, wanted: &str, url: &str) -> anyhow::Result<()> {
    let wanted = read_graph(wanted.as_bytes(), RdfFormat::Turtle, url)?;
    let Format::Rdf(format) = Format::of_answer(answer)? else { bail!("no RDF") };
    let found = read_graph(&answer.body, format, url)?;
    ensure!(isomorphic(found.clone(), wanted.clone()), "answered\n{found}instead of\n{wanted}");
    Ok(())
}

fn method(request: &Node) -> &'static str {
    let named = request.get("ht:methodName");
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];
    let named = named.as_ref().map_or("", Node::text);
    known.into_iter().find(|method| *method == named).unwrap_or("GET")
}

fn fields(message: &Node) -> anyhow::Result<Vec<(String, String)>> {
    let list = message.get("ht:headers");
    let fields = list.iter().flat_map(Node::list);
    fields
        .map(|field| {
            let name = field.need("ht:fieldName")?.text().to_owned();
            Ok((name, field.need("ht:fieldValue")?.text().to_owned()))
        })
        .collect()
}

/// The manifests have one path for both; a test of updates asks queries only
/// to see what was done.
fn is_update(case: &Case, fields: &[(String, String)]) -> bool {
    let name = case.iri.rsplit('#').next().unwrap_or_default();
    let query = fields.iter().any(|(_, value)| value == "application/sparql-query");
    name.contains("update") && !query
}

/// A body in the encoding that its header names.
fn encoded(body: &str, fields: &[(String, String)]) -> Vec<u8> {
    if fields.iter().any(|(_, value)| value.to_ascii_lowercase().contains("utf-16")) {
        return body.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    body.as_bytes().to_vec()
}

/// Status, format, truth value and headers are as expected.
fn judge(answer: &Answer, expected: &Node) -> anyhow::Result<()> {
    let allowed = expected.all("mf:expectedStatus");
    let fits = allowed.iter().any(|status| fits(status.text(), answer.status));
    let names: Vec<&str> =
        allowed.iter().filter_map(|status| status.text().rsplit('#').next()).collect();
    ensure!(fits, "expects {} and not {}", names.join(", "), answer.words());
    if let Some(format) = expected.get("mf:expectedFormat") {
        let given = Format::of_answer(answer)?;
        let right = match format.text() {
            "RDF" => matches!(given, Format::Rdf(_)),
            _ => matches!(given, Format::Results(_)),
        };
        ensure!(right, "{} is not in a format for {}", answer.media_type(), format.text());
    }
    if let Some(value) = expected.get("mf:expectedBoolean") {
        let Results::Boolean(found) = answered(answer)? else { bail!("answered no truth value") };
        ensure!(value.text() == found.to_string(), "answered {found}");
    }
    for (name, value) in fields(expected)? {
        // A parameter such as charset is the service's choice.
        let wanted = value.split(';').next().unwrap_or_default();
        let given = answer.header(&name).split(';').next().unwrap_or_default();
        ensure!(given == wanted, "{name} is {given:?} and not {wanted:?}");
    }
    Ok(())
}

fn fits(name: &str, status: u16) -> bool {
    match name.rsplit('#').next().unwrap_or_default() {
        "OK" => status == 200,
        "Created" => status == 201,
        "NoContent" => status == 204,
        "NotFound" => status == 404,
        "StatusCode2xx" => status / 100 == 2,
        "StatusCode3xx" => status / 100 == 3,
        "StatusCode4xx" => status / 100 == 4,
        _ => false,
    }
}
