//! Rounds: each server in turn gets the same variants of a query, the order
//! turned about every time.

use super::client::{Connection, Question};
use super::queries::{Constants, Query};
use super::servers::Server;
use anyhow::{Context, ensure};
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Clients that ask at the same time, in the second half.
const CLIENTS: usize = 8;
const MOST_IN_A_ROUND: usize = 200;

/// How long to go on.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// What a round of one server is to take, once its queries are known.
    pub(crate) round_length: Duration,
    /// After so long no further round of a query begins.
    pub(crate) deadline: Duration,
}

/// What was seen of one server.
#[derive(Default)]
pub(crate) struct Measured {
    /// Milliseconds of each answer, one client.
    pub(crate) alone_ms: Vec<f64>,
    /// The median of each round, in milliseconds.
    round_ms: Vec<f64>,
    /// Milliseconds of each answer, eight clients.
    pub(crate) crowd_ms: Vec<f64>,
    /// Answers a second of each round, eight clients.
    round_rates: Vec<f64>,
    /// Milliseconds of the same query again and again.
    pub(crate) again_ms: Vec<f64>,
    /// Why it did not take part.
    pub(crate) failure: Option<String>,
}

impl Measured {
    pub(crate) fn rate(&self) -> f64 {
        quantile(&self.round_rates, 0.5)
    }
}

/// One query on all servers; the first is ours.
pub(crate) struct Comparison {
    pub(crate) query: &'static str,
    pub(crate) measured: Vec<Measured>,
}

impl Comparison {
    /// A peer's time by ours, the median over the rounds: above one we are faster.
    pub(crate) fn latency_ratio(&self, peer: usize) -> f64 {
        self.ratio(&self.measured[peer].round_ms, &self.measured[0].round_ms)
    }

    /// Our answers a second by a peer's, the median over the rounds.
    pub(crate) fn rate_ratio(&self, peer: usize) -> f64 {
        self.ratio(&self.measured[0].round_rates, &self.measured[peer].round_rates)
    }

    fn ratio(&self, above: &[f64], below: &[f64]) -> f64 {
        let pairs: Vec<f64> = above.iter().zip(below).map(|(above, below)| above / below).collect();
        quantile(&pairs, 0.5)
    }
}

/// Asks every server the same.
pub(crate) async fn compare(
    query: &Query,
    constants: &Constants,
    servers: &[&Server],
    plan: &Plan,
) -> anyhow::Result<Comparison> {
    let mut next = 0;
    let mut fresh = |count: usize| {
        let numbers = next..next + count;
        next += count;
        numbers.map(|number| query.variant(number, constants)).collect::<Vec<_>>()
    };
    let mut measured: Vec<Measured> = servers.iter().map(|_| Measured::default()).collect();
    let slowest = warm(query, servers, &mut measured, &fresh(3)).await?;
    let count = fitting(plan.round_length, slowest);

    let begin = Instant::now();
    for round in 0..plan.rounds {
        if round > 2 && begin.elapsed() > plan.deadline {
            break;
        }
        let variants = fresh(count);
        let crowd = fresh(count.max(CLIENTS));
        for place in turn(round, servers.len()) {
            let measured = &mut measured[place];
            if measured.failure.is_some() {
                continue;
            }
            let server = servers[place];
            let times = alone(server, query, &variants).await?;
            measured.round_ms.push(quantile(&times, 0.5));
            measured.alone_ms.extend(times);
            let (times, rate) = together(server, query, &crowd).await?;
            measured.crowd_ms.extend(times);
            measured.round_rates.push(rate);
            let again = vec![variants[0].clone(); count.clamp(3, 50)];
            measured.again_ms.extend(alone(server, query, &again).await?);
        }
    }
    Ok(Comparison { query: query.name, measured })
}

/// The first answers, which nobody counts: they fill the servers' own caches of
/// pages, show how long a round will be, and that all servers say the same.
/// The time of the fastest server.
async fn warm(
    query: &Query,
    servers: &[&Server],
    measured: &mut [Measured],
    variants: &[String],
) -> anyhow::Result<Duration> {
    let mut shortest = Duration::MAX;
    let mut sizes: Vec<Option<usize>> = Vec::new();
    for (server, measured) in servers.iter().zip(measured) {
        let begin = Instant::now();
        match size(server, query, &variants[0]).await {
            Ok(size) => sizes.push(Some(size)),
            Err(error) if server.may_fail => {
                measured.failure = Some(format!("{error:#}"));
                sizes.push(None);
                continue;
            }
            Err(error) => return Err(error.context(format!("{}: {}", server.name, query.name))),
        }
        alone(server, query, &variants[1..]).await?;
        let count = u32::try_from(variants.len())?;
        shortest = shortest.min(begin.elapsed() / count);
    }
    for (server, size) in servers.iter().zip(&sizes) {
        let same = *size == sizes[0] || server.may_fail;
        ensure!(same, "{} answers {} with {size:?}, not {:?}", server.name, query.name, sizes[0]);
        if size.is_some() && *size != sizes[0] {
            eprintln!("{}: {} answers {size:?}, not {:?}", query.name, server.name, sizes[0]);
        }
    }
    Ok(shortest)
}

/// Rows, triples, or the answer of an ASK.
async fn size(server: &Server, query: &Query, text: &str) -> anyhow::Result<usize> {
    let mut connection = Connection::open(&server.address).await?;
    let question = Question::new(&server.endpoint, text, query.accept);
    let text = connection.text(&question).await?;
    if query.accept == super::client::TRIPLES {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        return Ok(lines.count());
    }
    let answer: serde_json::Value = serde_json::from_str(&text).context("no JSON")?;
    Ok(match answer["boolean"].as_bool() {
        Some(answer) => usize::from(answer),
        None => answer["results"]["bindings"].as_array().context("no rows")?.len(),
    })
}

fn fitting(length: Duration, one: Duration) -> usize {
    let count = length.as_secs_f64() / one.as_secs_f64().max(1e-6);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let count = count.clamp(1.0, MOST_IN_A_ROUND as f64) as usize;
    count
}

/// The servers in the order of this round.
fn turn(round: usize, servers: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..servers).collect();
    if round % 2 == 1 {
        order.reverse();
    }
    order
}

async fn alone(server: &Server, query: &Query, variants: &[String]) -> anyhow::Result<Vec<f64>> {
    let questions: Vec<Question> =
        variants.iter().map(|text| Question::new(&server.endpoint, text, query.accept)).collect();
    let mut connection = Connection::open(&server.address).await?;
    let mut times = Vec::with_capacity(questions.len());
    for question in &questions {
        let begin = Instant::now();
        connection.length(question).await?;
        times.push(begin.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// Eight clients that share the variants; the times, and answers a second.
async fn together(
    server: &Server,
    query: &Query,
    variants: &[String],
) -> anyhow::Result<(Vec<f64>, f64)> {
    let questions: Rc<[Question]> =
        variants.iter().map(|text| Question::new(&server.endpoint, text, query.accept)).collect();
    let next = Rc::new(Cell::new(0));
    let local = tokio::task::LocalSet::new();
    let mut connections = Vec::new();
    for _ in 0..CLIENTS {
        connections.push(Connection::open(&server.address).await?);
    }
    let begin = Instant::now();
    let mut clients = Vec::new();
    for mut connection in connections {
        let (questions, next) = (Rc::clone(&questions), Rc::clone(&next));
        clients.push(local.spawn_local(async move {
            let mut times = Vec::new();
            while let Some(question) = questions.get(next.replace(next.get() + 1)) {
                let begin = Instant::now();
                connection.length(question).await?;
                times.push(begin.elapsed().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(times)
        }));
    }
    local.await;
    let seconds = begin.elapsed().as_secs_f64();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    let rate = times.len() as f64 / seconds;
    Ok((times, rate))
}

/// The value below which `share` of the values lie; not a number for none.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in it")]
    let place = (sorted.len() as f64 * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
