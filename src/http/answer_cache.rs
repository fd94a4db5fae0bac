//! Answers kept for repetition, with strong validators (RFC 9110, section 8.8).
//!
//! The same request in the same epoch of the graph has the same answer, to the
//! byte: it is kept, within a bound, and a client that has it gets a 304.
//! Different formats, languages and encodings are different answers, each with
//! its own `ETag`.

use super::metrics::{Metrics, ReadingKind, figure};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use moka::sync::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What an answer depends on beside the epoch and the path. The host is part of
/// the address, so it is not a matter of `Vary`.
const KEYS: [HeaderName; 3] = [header::HOST, header::ACCEPT, header::ACCEPT_ENCODING];
/// No REST answer comes near this: pages are short.
const ANSWER_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Stored beside the body, for the bound.
const OVERHEAD_BYTES: usize = 512;

/// A bounded cache of whole answers.
#[derive(Clone)]
pub(super) struct AnswerCache {
    answers: Cache<String, Arc<Answer>>,
    /// Names the present state of what answers depend on.
    epoch: Arc<dyn Fn() -> String + Send + Sync>,
    asked: Arc<Asked>,
}

/// How often the cache had the answer.
#[derive(Default)]
struct Asked {
    hits: AtomicU64,
    misses: AtomicU64,
}

struct Answer {
    headers: HeaderMap,
    body: Bytes,
    etag: HeaderValue,
}

impl AnswerCache {
    pub(super) fn new(bytes_max: u64, epoch: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let weigh = |key: &String, answer: &Arc<Answer>| {
            u32::try_from(key.len() + answer.body.len() + OVERHEAD_BYTES).unwrap_or(u32::MAX)
        };
        let answers = Cache::builder().max_capacity(bytes_max).weigher(weigh).build();
        Self { answers, epoch: Arc::new(epoch), asked: Arc::default() }
    }

    /// Has its figures read at each scrape.
    pub(super) fn tell(&self, metrics: &Metrics) {
        let hits = Arc::clone(&self.asked);
        let misses = Arc::clone(&self.asked);
        metrics.read_each(
            ReadingKind::Counter,
            "passerelle_answer_cache_requests_total",
            "Requests that the cache of whole answers could serve or not.",
            "outcome",
            vec![
                ("hit", Box::new(move || figure(hits.hits.load(Ordering::Relaxed)))),
                ("miss", Box::new(move || figure(misses.misses.load(Ordering::Relaxed)))),
            ],
        );
        let answers = self.answers.clone();
        metrics.read(
            ReadingKind::Gauge,
            "passerelle_answer_cache_bytes",
            "Memory that the cache of whole answers takes.",
            move || figure(answers.weighted_size()),
        );
    }
}

/// Answers from the cache, or asks on and keeps a success.
pub(super) async fn remember(
    State(cache): State<AnswerCache>,
    mut request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    if method != Method::GET && method != Method::HEAD {
        return next.run(request).await;
    }
    let key = key(&request, &(cache.epoch)());
    let validators = request.headers().get(header::IF_NONE_MATCH).cloned();
    let answer = if let Some(answer) = cache.answers.get(&key) {
        cache.asked.hits.fetch_add(1, Ordering::Relaxed);
        answer
    } else {
        cache.asked.misses.fetch_add(1, Ordering::Relaxed);
        *request.method_mut() = Method::GET;
        match Answer::take(next.run(request).await).await {
            Ok(answer) => {
                let answer = Arc::new(answer);
                cache.answers.insert(key, Arc::clone(&answer));
                answer
            }
            Err(other) => return *other,
        }
    };
    answer.give(&method, validators.as_ref())
}

fn key(request: &Request, epoch: &str) -> String {
    let mut key = format!("{epoch} {}", request.uri());
    for name in KEYS {
        for value in request.headers().get_all(name) {
            key.push('\n');
            key.push_str(value.to_str().unwrap_or_default());
        }
        key.push('\n');
    }
    key
}

impl Answer {
    /// Takes a whole answer apart; what is no plain success goes on as it is.
    async fn take(response: Response) -> Result<Self, Box<Response>> {
        if response.status() != StatusCode::OK {
            return Err(Box::new(response));
        }
        let (parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, ANSWER_BYTES_MAX).await else {
            return Err(Box::new(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
        };
        let etag = etag(parts.headers.get(header::CONTENT_TYPE), &body);
        let mut headers = parts.headers;
        headers.insert(header::ETAG, etag.clone());
        // What is named after its content says so itself.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept, accept-encoding"));
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::TRANSFER_ENCODING);
        Ok(Self { headers, body, etag })
    }

    fn give(&self, method: &Method, validators: Option<&HeaderValue>) -> Response {
        if validators.is_some_and(|validators| matching_tag(&self.etag, validators).is_some()) {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            for name in [header::ETAG, header::CACHE_CONTROL, header::VARY] {
                if let Some(value) = self.headers.get(&name) {
                    response.headers_mut().insert(name, value.clone());
                }
            }
            return response;
        }
        let body = if *method == Method::HEAD { Body::empty() } else { self.body.clone().into() };
        let mut response = Response::new(body);
        *response.headers_mut() = self.headers.clone();
        response.headers_mut().insert(header::CONTENT_LENGTH, self.body.len().into());
        response
    }
}

/// A strong validator from the content. The same bytes under another media
/// type are another representation.
pub(super) fn etag(media_type: Option<&HeaderValue>, body: &[u8]) -> HeaderValue {
    let mut hasher = blake3::Hasher::new();
    hasher.update(media_type.map_or(&b""[..], HeaderValue::as_bytes)).update(b"\n").update(body);
    HeaderValue::from_str(&format!("\"{}\"", &hasher.finalize().to_hex()[..32]))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// The tag among those of an `If-None-Match` that is ours, as the client has
/// it. The comparison is weak: a `W/` before it does not matter, nor the
/// encoding after it ([`tag_encoding`]).
pub(super) fn matching_tag(etag: &HeaderValue, validators: &HeaderValue) -> Option<HeaderValue> {
    let ours = etag.to_str().ok()?.trim_matches('"');
    let named = validators.to_str().ok()?.split(',').map(str::trim).find(|tag| {
        let tag = tag.trim_start_matches("W/").trim_matches('"');
        tag == "*" || tag.split('-').next() == Some(ours)
    })?;
    if named == "*" { Some(etag.clone()) } else { HeaderValue::from_str(named).ok() }
}

/// The same content in another encoding is another representation: it gets a
/// validator of its own, the first one with the encoding after it. To stand
/// around the compression, where answers are remembered inside of it.
pub(super) async fn tag_encoding(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let tagged = text(header::ETAG).and_then(|etag| {
        let encoding = text(header::CONTENT_ENCODING)?;
        HeaderValue::from_str(&format!("\"{}-{encoding}\"", etag.trim_matches('"'))).ok()
    });
    if let Some(etag) = tagged {
        headers.insert(header::ETAG, etag);
    }
    response
}
