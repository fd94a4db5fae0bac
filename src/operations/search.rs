//! Search: things of every kind by words, with the themes that the words name,
//! and names as they are typed.

use super::browse::{BrowseError, Filter};
use super::service::Passerelle;
use crate::domain::{Iri, Kind, Language, Slug, Text};
use crate::search::{
    Facet, Hit, NamedTheme, Narrowing, Question, SearchError, Snippet, Suggestion,
};
use serde_json::{Value as Json, json};

/// How long a question may be.
pub const QUESTION_CHARS_MAX: usize = 300;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct SearchRequest {
    /// Words in French, English or Spanish.
    pub text: String,
    /// The reader's language, if it is known.
    pub language: Option<Language>,
    /// Only these kinds.
    pub kinds: Vec<Kind>,
    /// Only what is about one of these themes, or narrower ones.
    pub themes: Vec<Slug>,
    /// Only what is of one of these regions.
    pub regions: Vec<Slug>,
    /// Only what is of one of these countries.
    pub countries: Vec<Slug>,
    /// Only what is meant for one of these groups, or narrower ones.
    pub target_groups: Vec<Slug>,
    /// Only what is of members that work in one of these languages (BCP 47).
    pub languages: Vec<String>,
    /// Only what is dated to one of these years.
    pub years: Vec<u16>,
    /// How many to leave out.
    pub offset: usize,
    /// How many to show.
    pub limit: usize,
}

/// What was found, with how the words were taken.
#[derive(Clone, Debug)]
pub struct SearchReport {
    /// Names the state of the graph that was searched.
    pub epoch: String,
    /// The best first.
    pub found: Vec<FoundThing>,
    /// How many there are.
    pub total: usize,
    /// The offset of the next page, if there is one.
    pub next: Option<usize>,
    /// What it can be narrowed down by.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
    /// The themes that the words were taken for.
    pub understood: Vec<UnderstoodWords>,
    /// Words that nobody uses, each with the one it was taken for.
    pub corrected: Vec<(String, String)>,
    /// Words that tell nothing.
    pub ignored: Vec<String>,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct FoundThing {
    /// `{"id", "slug", "label"}`.
    pub thing: Json,
    /// What it is.
    pub kind: Kind,
    /// How well it fits; to be compared within one answer only.
    pub score: f64,
    /// The part of its text that shows why.
    pub snippet: Option<Snippet>,
    /// Themes, named, by which it was found.
    pub via: Vec<Json>,
}

/// A value to narrow down by.
#[derive(Clone, Debug)]
pub struct FacetCount {
    /// As the parameter takes it.
    pub value: String,
    /// Its names, where it is a thing.
    pub label: Option<Text>,
    /// How many hits have it.
    pub count: u32,
}

/// Words, with the theme that they were taken for.
#[derive(Clone, Debug)]
pub struct UnderstoodWords {
    /// The words.
    pub words: String,
    /// The theme, named.
    pub theme: Json,
    /// Its label that they match.
    pub label: String,
    /// The language of that label.
    pub language: Language,
}

/// Something whose name begins as typed.
#[derive(Clone, Debug)]
pub struct SuggestedThing {
    /// `{"id", "slug", "label"}`.
    pub thing: Json,
    /// What it is.
    pub kind: Kind,
    /// The name that begins so.
    pub name: Snippet,
}

impl Passerelle {
    /// Finds things by words.
    ///
    /// # Errors
    /// When a filter names something unknown, or the graph or the index fails.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchReport, BrowseError> {
        self.check_filters(&request.filters())?;
        let present = self.present();
        let index = present.search.get()?;
        let mut understood = Vec::new();
        let answer = index.search(&request.question(), |text| {
            let mentions = present.wording.find(text);
            let named = mentions.iter().map(|mention| NamedTheme {
                theme: mention.concept.clone(),
                words: mention.words.clone(),
            });
            let named = named.collect();
            understood = mentions;
            named
        })?;
        let end = request.offset + answer.hits.len();
        let label = |value: &str| {
            let id = Iri::parse(value).ok()?;
            Some(index.thing(&id)?.label())
        };
        let facets = answer.facets.iter().map(|(facet, counts)| {
            let counts = counts.iter().map(|(value, count)| FacetCount {
                value: Kind::slug_of(value).map_or_else(|| value.to_string(), |it| it.to_string()),
                label: label(value),
                count: *count,
            });
            (*facet, counts.collect())
        });
        Ok(SearchReport {
            epoch: present.epoch.to_string(),
            facets: facets.collect(),
            next: (end < answer.total && !answer.hits.is_empty()).then_some(end),
            total: answer.total,
            understood: understood
                .into_iter()
                .map(|mention| UnderstoodWords {
                    theme: present.theme_names.name(&mention.concept).json(),
                    words: mention.words,
                    label: mention.label,
                    language: mention.language,
                })
                .collect(),
            found: found(answer.hits, |theme| present.theme_names.name(theme).json()),
            corrected: answer.corrected,
            ignored: answer.ignored,
        })
    }

    /// Names that begin as typed.
    ///
    /// # Errors
    /// When the index fails.
    pub fn suggest(
        &self,
        text: &str,
        language: Option<Language>,
        limit: usize,
    ) -> Result<Vec<SuggestedThing>, SearchError> {
        let found = self.present().search.get()?.suggest(text, language, limit)?;
        let suggested = found.into_iter().map(|Suggestion { id, kind, label, name }| {
            SuggestedThing { thing: named(&id, &label), kind, name }
        });
        Ok(suggested.collect())
    }
}

impl SearchRequest {
    /// What must exist.
    fn filters(&self) -> [Filter; 4] {
        [
            Filter::things("theme", Kind::Theme, self.themes.iter().cloned()),
            Filter::things("region", Kind::Region, self.regions.iter().cloned()),
            Filter::things("country", Kind::Country, self.countries.iter().cloned()),
            Filter::things("target_group", Kind::TargetGroup, self.target_groups.iter().cloned()),
        ]
    }

    fn question(&self) -> Question {
        let ids = |kind: Kind, slugs: &[Slug]| {
            slugs.iter().map(|slug| kind.iri(slug).to_string()).collect::<Vec<_>>()
        };
        let narrowing = Narrowing::default()
            .with(Facet::Kind, self.kinds.iter().map(|kind| kind.segment()))
            .with(Facet::Theme, ids(Kind::Theme, &self.themes))
            .with(Facet::Region, ids(Kind::Region, &self.regions))
            .with(Facet::Country, ids(Kind::Country, &self.countries))
            .with(Facet::TargetGroup, ids(Kind::TargetGroup, &self.target_groups))
            .with(Facet::Language, self.languages.iter().cloned())
            .with(Facet::Year, self.years.iter().map(ToString::to_string));
        Question {
            text: self.text.clone(),
            language: self.language,
            narrowing,
            offset: self.offset,
            limit: self.limit,
        }
    }
}

fn found(hits: Vec<Hit>, name: impl Fn(&Iri) -> Json) -> Vec<FoundThing> {
    let thing = |hit: Hit| FoundThing {
        thing: named(&hit.id, &hit.label),
        kind: hit.kind,
        score: (f64::from(hit.score) * 100.0).round() / 100.0,
        snippet: hit.snippet,
        via: hit.via.iter().map(&name).collect(),
    };
    hits.into_iter().map(thing).collect()
}

fn named(id: &Iri, label: &Text) -> Json {
    let slug = Kind::slug_of(id.as_str()).map(|slug| slug.to_string());
    json!({ "id": id, "slug": slug, "label": (!label.is_empty()).then_some(label) })
}
