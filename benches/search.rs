//! How fast search is at a hundred thousand documents, beside the full text
//! index of SQLite on the same texts and questions, in the same run. Ours also
//! counts facets, cuts snippets and corrects words; the peer only ranks.
//!
//! `cargo bench --bench search`; with `--check` it fails on a missed demand,
//! `--documents N` sets the size.

use anyhow::{Context, ensure};
use passerelle::domain::{Iri, Kind};
use passerelle::graph::{KnowledgeGraph, StopToken};
use passerelle::search::{Passage, Question, Role, SearchIndex, Thing, Things, read_things};
use rusqlite::{Connection, params};
use std::sync::Arc;
use std::time::{Duration, Instant};

const DOCUMENTS: usize = 100_000;
const ROUNDS: usize = 5;
const SHOWN: usize = 20;
const DEMAND: Duration = Duration::from_millis(10);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let number = arguments.iter().position(|argument| argument == "--documents");
    let count = number.map_or(Ok(DOCUMENTS), |place| arguments[place + 1].parse())?;
    let questions = questions()?;

    let graph = KnowledgeGraph::in_memory()?;
    graph.seed()?;
    let begin = Instant::now();
    let seed = read_things(&graph, &[], &StopToken::default())?;
    println!("the content read in {:.0?}", begin.elapsed());
    let begin = Instant::now();
    let small = SearchIndex::new(seed.clone())?;
    println!("{} documents of the seed indexed in {:.0?}", small.len(), begin.elapsed());
    report("the seed, questions", &mut timed(&questions, |words| ask(&small, words))?);
    report("the seed, names as typed", &mut timed(&questions, |words| suggest(&small, words))?);

    let things = made_up(&seed, count)?;
    let peer = Peer::index(&things)?;
    let begin = Instant::now();
    let index = SearchIndex::new(things)?;
    println!("{} documents indexed in {:.1?}", index.len(), begin.elapsed());
    let changed: Vec<Iri> = seed.keys().take(1).cloned().collect();
    let begin = Instant::now();
    index.with_changes(&graph, &changed)?;
    println!("one change taken up in {:.0?}", begin.elapsed());

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.extend(timed(&questions, |words| ask(&index, words))?);
        theirs.extend(timed(&questions, |words| peer.ask(words))?);
    }
    let (own, other) = (report("questions", &mut ours), report("SQLite FTS5", &mut theirs));
    println!("median, SQLite to ours: {:.1}", other.0.as_secs_f64() / own.0.as_secs_f64());
    report("names as typed", &mut timed(&questions, |words| suggest(&index, words))?);
    if arguments.iter().any(|argument| argument == "--check") {
        ensure!(own.0 <= DEMAND, "half of the questions take longer than {DEMAND:?}");
    }
    Ok(())
}

/// Practitioners' questions.
fn questions() -> anyhow::Result<Vec<String>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/queries.csv");
    let mut reader = csv::Reader::from_path(file)?;
    reader.records().map(|row| Ok(row?[1].to_owned())).collect()
}

/// As many things as asked for with texts of the seed: each has the names of
/// one thing, and its text followed by that of another.
fn made_up(seed: &Things, count: usize) -> anyhow::Result<Things> {
    let mut originals: Vec<&Arc<Thing>> = seed.values().collect();
    originals.sort_by(|one, other| one.id.cmp(&other.id));
    let mut things = seed.clone();
    for number in 0..count.saturating_sub(seed.len()) {
        let original = originals[number % originals.len()];
        let other = originals[number * 7919 % originals.len()];
        let id = Iri::parse(&format!("https://example.org/{number}"))?;
        let kind = if number % 3 == 0 { Kind::Practice } else { Kind::Statement };
        let mut thing = Thing { id: id.clone(), kind, ..Thing::clone(original) };
        thing.links.extend(other.links.iter().take(2).cloned());
        for passage in &mut thing.passages {
            let same = |one: &&Passage| one.role == passage.role && one.tag == passage.tag;
            if passage.role == Role::Text
                && let Some(more) = other.passages.iter().find(same)
            {
                passage.text = format!("{} {} {number}", passage.text, more.text);
            }
        }
        things.insert(id, Arc::new(thing));
    }
    Ok(things)
}

fn ask(index: &SearchIndex, words: &str) -> anyhow::Result<()> {
    let question = Question { text: words.to_owned(), limit: SHOWN, ..Question::default() };
    index.search(&question, |_| Vec::new())?;
    Ok(())
}

fn suggest(index: &SearchIndex, words: &str) -> anyhow::Result<()> {
    index.suggest(words, None, SHOWN)?;
    Ok(())
}

fn timed(
    questions: &[String],
    ask: impl Fn(&str) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Duration>> {
    let once = |words: &String| {
        let begin = Instant::now();
        ask(words)?;
        Ok(begin.elapsed())
    };
    questions.iter().map(once).collect()
}

/// Prints and yields the median and the 95th percentile.
fn report(what: &str, times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    let (median, late) = (at(50), at(95));
    println!("{what}: median {median:.2?}, 95th percentile {late:.2?}, longest {:.2?}", at(100));
    (median, late)
}

/// The full text index of SQLite.
struct Peer(Connection);

impl Peer {
    fn index(things: &Things) -> anyhow::Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE VIRTUAL TABLE things USING fts5(id UNINDEXED, names, texts, tokenize = 'unicode61 remove_diacritics 2');
             BEGIN",
        )?;
        let mut insert = connection.prepare("INSERT INTO things VALUES (?1, ?2, ?3)")?;
        for thing in things.values() {
            let of = |texts: bool| {
                let passages = thing.passages.iter();
                let wanted = passages.filter(|passage| (passage.role == Role::Text) == texts);
                wanted.map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" ")
            };
            insert.execute(params![thing.id.as_str(), of(false), of(true)])?;
        }
        drop(insert);
        connection.execute_batch("COMMIT; INSERT INTO things(things) VALUES ('optimize')")?;
        Ok(Self(connection))
    }

    /// The best documents with any of the words.
    fn ask(&self, words: &str) -> anyhow::Result<()> {
        let quoted: Vec<String> = words
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(|word| format!("\"{word}\""))
            .collect();
        let mut statement = self.0.prepare_cached(
            "SELECT id FROM things WHERE things MATCH ?1 ORDER BY bm25(things, 0, 3, 1) LIMIT ?2",
        )?;
        let mut rows = statement.query(params![quoted.join(" OR "), SHOWN])?;
        while rows.next().context("the peer failed")?.is_some() {}
        Ok(())
    }
}
