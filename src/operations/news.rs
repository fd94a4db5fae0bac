//! News: what people read, the last changed first, by what it is about; and
//! for a member what is recommended to it.

use super::browse::BrowseError;
use super::recommend::RecommendationReport;
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Language, Slug, Text};
use crate::graph::{GraphError, LoggedChange, Query, Record, Value};
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};

/// News that are given, at most.
pub const NEWS_MAX: usize = 50;
/// Entries of the change log that are looked at for the latest news of all.
const EXAMINED_MAX: u64 = 10_000;
/// The kinds of things that people read.
const KINDS: [Kind; 8] = [
    Kind::Practice,
    Kind::Programme,
    Kind::Topic,
    Kind::Expectation,
    Kind::Statement,
    Kind::Fact,
    Kind::Finding,
    Kind::Exchange,
];

/// What news are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewsSubject {
    /// Everything.
    All,
    /// A theme, and all that are narrower.
    Theme(Slug),
    /// A country: its members, programmes, facts.
    Country(Slug),
    /// A member: what is recommended to it.
    Member(Slug),
}

/// News about something.
#[derive(Clone, Debug)]
pub struct News {
    /// What they are about, by name; none when about everything.
    pub subject: Option<Text>,
    /// How sure recommendations are, in words.
    pub note: Option<Text>,
    /// When anything of it last changed, RFC 3339; that of the log when there
    /// are no news.
    pub updated: String,
    /// The last changed first; recommendations in their own order.
    pub items: Vec<NewsItem>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// Its name, the same in all editions: of a recommendation, that of the
    /// thing with the member after it.
    pub id: String,
    /// The thing.
    pub thing: Iri,
    /// Its kind.
    pub kind: Kind,
    /// Its label; none for what has only a description.
    pub label: Option<Text>,
    /// What it says.
    pub description: Text,
    /// Whose it is, where a source tells.
    pub members: Vec<Text>,
    /// The themes that it is about.
    pub themes: Vec<(Iri, Text)>,
    /// Where it comes from, as the source is called.
    pub source: Option<Text>,
    /// When it was first published, RFC 3339.
    pub published: String,
    /// When it last changed.
    pub updated: String,
}

impl Passerelle {
    /// The news about something; none when there is no such thing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn news(&self, subject: &NewsSubject) -> Result<Option<News>, BrowseError> {
        let (kind, slug) = match subject {
            NewsSubject::All => return Ok(Some(self.news_of(None, self.latest()?)?)),
            NewsSubject::Theme(slug) => (Kind::Theme, slug),
            NewsSubject::Country(slug) => (Kind::Country, slug),
            NewsSubject::Member(slug) => return self.recommended_news(slug),
        };
        let Some(record) = self.get(kind, slug)? else { return Ok(None) };
        let name = texts(&record.as_json()["label"]);
        let place = if kind == Kind::Theme { "theme" } else { "country" };
        let candidates = Query::new(include_str!("../graph/queries/news/candidates.rq"))
            .with(place, [Value::Iri(kind.iri(slug))]);
        let rows = self.graph().select(&candidates)?;
        let ids = rows.iter().map(|row| row.iri("id")).collect::<Result<Vec<_>, _>>()?;
        let mut dated = self.dated(ids)?;
        dated.sort_by_key(|one| std::cmp::Reverse(one.last.number));
        dated.truncate(NEWS_MAX);
        Ok(Some(self.news_of(name, dated)?))
    }

    /// The last changed of all, read backwards from the end of the log.
    fn latest(&self) -> Result<Vec<Dated>, GraphError> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let end = self.graph().log_length()?;
        for number in (end.saturating_sub(EXAMINED_MAX) + 1..=end).rev() {
            let Some(last) = self.graph().logged_change(number)? else { continue };
            let is_news = Kind::of(last.id.as_str()).is_some_and(|kind| KINDS.contains(&kind));
            if is_news && seen.insert(last.id.clone()) {
                found.push(last.id);
            }
            if found.len() == NEWS_MAX {
                break;
            }
        }
        self.dated(found)
    }

    /// When things first and last changed. What was loaded past the log has no
    /// date, and is no news.
    fn dated(&self, ids: Vec<Iri>) -> Result<Vec<Dated>, GraphError> {
        let graph = self.graph();
        let mut dated = Vec::with_capacity(ids.len());
        for id in ids {
            let numbers = graph.changes_of(&id)?;
            if let (Some(first), Some(last)) = (numbers.first(), numbers.last())
                && let Some(first) = graph.logged_change(*first)?
                && let Some(last) = graph.logged_change(*last)?
            {
                dated.push(Dated { published: first.published, last });
            }
        }
        Ok(dated)
    }

    fn news_of(&self, subject: Option<Text>, dated: Vec<Dated>) -> Result<News, GraphError> {
        let ids: Vec<Iri> = dated.iter().map(|one| one.last.id.clone()).collect();
        let records = by_id(self.records(&ids)?);
        let items: Vec<NewsItem> = dated
            .into_iter()
            .filter_map(|one| NewsItem::read(records.get(one.last.id.as_str())?, one))
            .collect();
        Ok(News { subject, note: None, updated: self.updated(&items)?, items })
    }

    /// When the newest of them changed; when anything did, where there is none.
    fn updated(&self, items: &[NewsItem]) -> Result<String, GraphError> {
        let newest = items.iter().map(|item| item.updated.clone()).max();
        match newest {
            Some(newest) => Ok(newest),
            None => Ok(self.graph().log_modified()?.unwrap_or_else(|| EPOCH.to_owned())),
        }
    }

    fn recommended_news(&self, member: &Slug) -> Result<Option<News>, BrowseError> {
        let Some(report) = self.recommend(member, &[], NEWS_MAX)? else { return Ok(None) };
        let RecommendationReport { member: name, note, recommended, .. } = report;
        let thing = |thing: &Json| thing["id"].as_str().and_then(|id| Iri::parse(id).ok());
        let ids: Vec<Iri> = recommended.iter().filter_map(|one| thing(&one.thing)).collect();
        let records = by_id(self.records(&ids)?);
        let dated: HashMap<Iri, Dated> =
            self.dated(ids)?.into_iter().map(|one| (one.last.id.clone(), one)).collect();
        let mut items = Vec::new();
        for one in &recommended {
            let Some(mut item) = thing(&one.thing)
                .and_then(|id| NewsItem::read(records.get(id.as_str())?, dated.get(&id)?.clone()))
            else {
                continue;
            };
            item.id = format!("{}#for-{member}", item.thing);
            item.description = one.reason.clone();
            item.themes = one.addresses.iter().filter_map(|need| theme(&need.concept)).collect();
            items.push(item);
        }
        let updated = self.updated(&items)?;
        Ok(Some(News { subject: texts(&name["label"]), note: Some(note), updated, items }))
    }
}

/// What a log without entries is as old as.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// A thing with its first and its last change.
#[derive(Clone)]
struct Dated {
    published: String,
    last: LoggedChange,
}

impl NewsItem {
    /// None for what is retired, or says nothing that can be read.
    fn read(record: &Json, dated: Dated) -> Option<Self> {
        if record["deprecated"].as_bool() == Some(true) {
            return None;
        }
        let label = texts(&record["label"]);
        let description = texts(&record["description"]).or_else(|| label.clone())?;
        let named = |key: &str| things(&record[key]).filter_map(|thing| texts(&thing["label"]));
        let members = ["member", "practisedBy", "operatedBy", "raisedBy"];
        let themes = ["addresses", "about"].into_iter().flat_map(|key| things(&record[key]));
        Some(Self {
            id: dated.last.id.to_string(),
            kind: Kind::of(dated.last.id.as_str())?,
            label,
            description,
            members: members.into_iter().flat_map(named).collect(),
            themes: themes.filter_map(theme).collect(),
            source: source(record),
            published: dated.published,
            updated: dated.last.published,
            thing: dated.last.id,
        })
    }
}

/// A theme with its name; none for what is something else.
fn theme(thing: &Json) -> Option<(Iri, Text)> {
    let id = thing["id"].as_str().filter(|id| Kind::of(id) == Some(Kind::Theme))?;
    Some((Iri::parse(id).ok()?, texts(&thing["label"])?))
}

/// What its source is called.
fn source(record: &Json) -> Option<Text> {
    let everywhere =
        |words: &str| Language::ALL.map(|language| (language, words)).into_iter().collect();
    let mut surveys =
        ["survey", "derivedFrom", "source"].into_iter().flat_map(|key| things(&record[key]));
    let named = surveys.find_map(|survey| texts(&survey["label"]));
    let cited = record["citation"].as_str().map(everywhere);
    let address = things(&record["source"])
        .find_map(|source| source.as_str().or_else(|| source["@value"].as_str()));
    named.or(cited).or_else(|| address.map(everywhere))
}

/// One thing, or several.
fn things(value: &Json) -> impl Iterator<Item = &Json> {
    let several = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let one = value.is_object() || value.is_string();
    several.iter().chain(one.then_some(value))
}

/// A language map as a text; none when there is nothing in it.
fn texts(value: &Json) -> Option<Text> {
    serde_json::from_value::<Text>(value.clone()).ok().filter(|text| !text.is_empty())
}

fn by_id(records: Vec<Record>) -> HashMap<String, Json> {
    let records = records.into_iter().map(Record::into_json);
    records.filter_map(|json| Some((json["id"].as_str()?.to_owned(), json))).collect()
}
