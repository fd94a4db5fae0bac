//! The answer to a query: from the cache, whole when it is short, streamed
//! when it is long, cut off hard when it fails half way.

use super::super::answer_cache::{etag, matching_tag};
use super::super::problem::Problem;
use super::super::state::AppState;
use super::format::{accepted, media_type};
use super::request::SparqlRequest;
use super::result_cache::{ANSWER_BYTES_MAX, Outcome, ResultCache, Turn, WholeAnswer};
use super::slow_query::SlowQuery;
use crate::graph::{
    AnswerFormat, PublicAnswer, QueryCounters, QueryRequest, QuerySummary, RunningQuery,
};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use std::io;
use std::sync::Arc;

/// Up to this much an answer waits to be whole. One that fails within it still
/// gets a status of its own.
const WHOLE_BYTES_MAX: usize = 256 * 1024;

/// Answers from the cache, with another's answer to the same query, or anew.
pub(super) async fn answer(
    state: &AppState,
    headers: &HeaderMap,
    request: SparqlRequest,
) -> Result<Response, Problem> {
    let asked = Asked::new(state, headers, request);
    let counters = state.queries().counters();
    let validators = headers.get(header::IF_NONE_MATCH);
    let lead = loop {
        if let Some(answer) = state.results().get(&asked.key) {
            QueryCounters::add(&counters.cache_hits);
            return Ok(answer.give(validators));
        }
        match state.results().turn(asked.turn()) {
            Turn::Lead(lead) => break Some(lead),
            Turn::Follow(mut outcome) => {
                match outcome.wait_for(Option::is_some).await.map(|outcome| outcome.clone()) {
                    Ok(Some(Outcome::Whole(answer))) => {
                        QueryCounters::add(&counters.cache_shared);
                        return Ok(answer.give(validators));
                    }
                    Ok(Some(Outcome::Failed(problem))) => return Err(problem),
                    Ok(_) => break None,
                    // The one who led is gone.
                    Err(_) => {}
                }
            }
        }
    };
    QueryCounters::add(&counters.cache_misses);
    let answer = asked.run(state).await;
    if let Some(lead) = lead {
        lead.tell(match &answer {
            Ok(Answer::Whole(answer)) if answer.etag.is_some() => {
                Outcome::Whole(Arc::clone(answer))
            }
            Ok(_) => Outcome::Alone,
            Err(problem) => Outcome::Failed(problem.clone()),
        });
    }
    Ok(match answer? {
        Answer::Whole(answer) => answer.give(validators),
        Answer::Long(long) => long.stream(),
    })
}

/// A query with what its answer depends on.
struct Asked {
    request: QueryRequest,
    key: String,
    slow: SlowQuery,
}

enum Answer {
    Whole(Arc<WholeAnswer>),
    Long(Box<Long>),
}

impl Asked {
    fn new(state: &AppState, headers: &HeaderMap, request: SparqlRequest) -> Self {
        let mut limits = state.settings().query_limits;
        limits.timeout = request.timeout.unwrap_or(limits.timeout).min(limits.timeout);
        let slow = SlowQuery::watch(&request.query, state.settings().slow_query);
        let accepted = accepted(headers, &request);
        let commit = state.service().graph().commit_number();
        let key = format!("{commit} {accepted:?} {:?}\n{}", request.dataset, request.query);
        let SparqlRequest { query: text, dataset, .. } = request;
        Self { request: QueryRequest { text, dataset, accepted, limits }, key, slow }
    }

    /// Who has less time does not lead for those who have more.
    fn turn(&self) -> String {
        format!("{:?} {}", self.request.limits.timeout, self.key)
    }

    async fn run(mut self, state: &AppState) -> Result<Answer, Problem> {
        let asked = self.request.clone();
        let answer = match state.queries().ask(asked).await {
            Ok(PublicAnswer::Whole { format, bytes, summary }) => Ok(Ok((format, bytes, summary))),
            Ok(PublicAnswer::Running(query)) => gather(query).await,
            Err(error) => Err(error.into()),
        };
        match answer {
            Ok(Ok((format, bytes, summary))) => {
                self.slow.answered(summary.rows);
                let answer = Arc::new(WholeAnswer::new(format, bytes, &summary));
                if answer.etag.is_some() {
                    state.results().keep(self.key, Arc::clone(&answer));
                }
                Ok(Answer::Whole(answer))
            }
            Ok(Err((query, begun))) => {
                let keep = Some(begun.clone());
                let state = state.clone();
                Ok(Answer::Long(Box::new(Long { query, begun, keep, asked: self, state })))
            }
            Err(problem) => {
                self.slow.failed();
                Err(problem)
            }
        }
    }
}

type Gathered = Result<(AnswerFormat, Bytes, QuerySummary), (Box<RunningQuery>, BytesMut)>;

/// Waits for the answer to be whole, or too long to wait for.
async fn gather(mut query: Box<RunningQuery>) -> Result<Gathered, Problem> {
    let mut begun = BytesMut::new();
    while begun.len() <= WHOLE_BYTES_MAX {
        match query.next().await? {
            Ok(bytes) => begun.extend_from_slice(&bytes),
            Err(summary) => return Ok(Ok((query.format(), begun.freeze(), summary))),
        }
    }
    Ok(Err((query, begun)))
}

impl WholeAnswer {
    fn new(format: AnswerFormat, body: Bytes, summary: &QuerySummary) -> Self {
        let media_type = HeaderValue::from_static(media_type(format));
        let etag = summary.repeatable.then(|| etag(Some(&media_type), &body));
        Self { format, body, etag }
    }

    fn give(&self, validators: Option<&HeaderValue>) -> Response {
        let no_cache = [(header::CACHE_CONTROL, "no-cache")];
        let Some(etag) = &self.etag else {
            let content_type = [(header::CONTENT_TYPE, media_type(self.format))];
            return (no_cache, content_type, self.body.clone()).into_response();
        };
        if let Some(tag) = validators.and_then(|validators| matching_tag(etag, validators)) {
            return (StatusCode::NOT_MODIFIED, no_cache, [(header::ETAG, tag)]).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, media_type(self.format))];
        let etag = [(header::ETAG, etag.clone())];
        (no_cache, content_type, etag, self.body.clone()).into_response()
    }
}

/// An answer that is sent as it comes.
struct Long {
    query: Box<RunningQuery>,
    begun: BytesMut,
    /// A copy, as long as it is short enough to be kept for the next who ask.
    keep: Option<BytesMut>,
    asked: Asked,
    state: AppState,
}

impl Long {
    fn stream(mut self) -> Response {
        let content_type = [(header::CONTENT_TYPE, media_type(self.query.format()))];
        let begun = self.begun.split().freeze();
        let rest = stream::unfold(Some((Some(begun), self)), |state| async {
            let (begun, mut long) = state?;
            let chunk = match begun {
                Some(begun) => Ok(begun),
                None => match long.query.next().await {
                    Ok(Ok(bytes)) => Ok(long.copy(bytes)),
                    Ok(Err(summary)) => {
                        long.end(&summary);
                        return None;
                    }
                    Err(error) => {
                        long.asked.slow.failed();
                        tracing::info!(%error, "an answer was cut off");
                        // The connection is reset: nobody takes a part for the whole.
                        return Some((Err(io::Error::other(error)), None));
                    }
                },
            };
            Some((chunk, Some((None, long))))
        });
        // The compression asks again after the end, which only a fused stream allows.
        (content_type, [(header::CACHE_CONTROL, "no-cache")], Body::from_stream(rest.fuse()))
            .into_response()
    }

    fn copy(&mut self, bytes: Bytes) -> Bytes {
        match &mut self.keep {
            Some(kept) if kept.len() + bytes.len() <= ANSWER_BYTES_MAX => {
                kept.extend_from_slice(&bytes);
            }
            _ => self.keep = None,
        }
        bytes
    }

    fn end(mut self, summary: &QuerySummary) {
        self.asked.slow.answered(summary.rows);
        let format = self.query.format();
        let cache: &ResultCache = self.state.results();
        if let Some(kept) = self.keep.filter(|_| summary.repeatable) {
            let answer = WholeAnswer::new(format, kept.freeze(), summary);
            cache.keep(self.asked.key, Arc::new(answer));
        }
    }
}
