//! News in one language, with the addresses of this service: what both formats
//! say.

use super::Format;
use crate::domain::{Iri, Kind, Language, Text};
use crate::http::links;
use crate::operations::{News, NewsItem, NewsSubject};
use crate::vocabulary::BASE;

/// The name of the service in titles.
pub(super) const SERVICE: &str = "Passerelle";
/// Under what the data may be used.
pub(super) const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
/// Characters of a title that is taken from a description.
const TITLE_MAX: usize = 120;

/// A feed in one language.
pub(super) struct Edition {
    /// Its name, the same wherever the service runs and in both formats.
    pub(super) id: String,
    pub(super) language: Language,
    pub(super) title: String,
    /// What to know of it.
    pub(super) note: Option<Words>,
    /// The page on what it is about.
    pub(super) page: String,
    /// Its own address, without the ending.
    address: String,
    pub(super) updated: String,
    pub(super) items: Vec<Item>,
}

/// An entry.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) title: Words,
    pub(super) summary: Words,
    pub(super) page: String,
    pub(super) api: Option<String>,
    pub(super) author: String,
    pub(super) contributors: Vec<String>,
    pub(super) categories: Vec<(Iri, String)>,
    pub(super) published: String,
    pub(super) updated: String,
}

/// A text with the tag of its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) language: String,
}

impl Words {
    /// The text in a language, or in the one it falls back to.
    fn of(text: &Text, language: Language) -> Option<Self> {
        let (tag, words) = text.get(language)?;
        Some(Self { text: words.to_owned(), language: tag.to_owned() })
    }
}

impl Edition {
    pub(super) fn new(news: &News, subject: &NewsSubject, language: Language, base: &str) -> Self {
        let path = path(subject);
        let words = |text: &Option<Text>| text.as_ref().and_then(|text| Words::of(text, language));
        let page = match subject {
            NewsSubject::All => format!("{base}/{language}/"),
            _ => format!("{base}/{language}/{path}"),
        };
        let name = words(&news.subject).map(|name| name.text);
        Self {
            id: format!("{BASE}feeds/{language}/{path}"),
            language,
            title: title(subject, name.as_deref().unwrap_or_default(), language),
            note: words(&news.note),
            page,
            address: format!("{base}/feeds/{language}/{path}"),
            updated: news.updated.clone(),
            items: news.items.iter().filter_map(|item| Item::new(item, language, base)).collect(),
        }
    }

    /// Where it is in a format.
    pub(super) fn address(&self, format: Format) -> String {
        format!("{}.{}", self.address, format.ending())
    }
}

impl Item {
    fn new(item: &NewsItem, language: Language, base: &str) -> Option<Self> {
        let named = |text: &Text| Words::of(text, language).map(|words| words.text);
        let summary = Words::of(&item.description, language)?;
        let contributors: Vec<String> = item.members.iter().filter_map(named).collect();
        let title = match &item.label {
            Some(label) => Words::of(label, language)?,
            None => Words {
                text: headline(contributors.first(), &summary.text, language),
                language: summary.language.clone(),
            },
        };
        let slug = Kind::slug_of(item.thing.as_str())?;
        let author = item.source.as_ref().and_then(named).unwrap_or_else(|| SERVICE.to_owned());
        let themes = item.themes.iter();
        Some(Self {
            id: item.id.clone(),
            title,
            summary,
            page: format!("{base}{}", links::page_path(language, item.kind, &slug)),
            api: links::api_path(&item.thing).map(|path| format!("{base}{path}")),
            author,
            contributors,
            categories: themes.filter_map(|(id, name)| Some((id.clone(), named(name)?))).collect(),
            published: item.published.clone(),
            updated: item.updated.clone(),
        })
    }
}

/// What a feed's address has after the language.
pub(super) fn path(subject: &NewsSubject) -> String {
    match subject {
        NewsSubject::All => "news".to_owned(),
        NewsSubject::Theme(slug) => format!("theme/{slug}"),
        NewsSubject::Country(slug) => format!("country/{slug}"),
        NewsSubject::Member(slug) => format!("member/{slug}"),
    }
}

fn title(subject: &NewsSubject, name: &str, language: Language) -> String {
    match (subject, language) {
        (NewsSubject::All, Language::French) => format!("{SERVICE} : nouveautés"),
        (NewsSubject::All, Language::English) => format!("{SERVICE}: news"),
        (NewsSubject::All, Language::Spanish) => format!("{SERVICE}: novedades"),
        (NewsSubject::Member(_), Language::French) => {
            format!("{SERVICE} : recommandations pour {name}")
        }
        (NewsSubject::Member(_), Language::English) => {
            format!("{SERVICE}: recommendations for {name}")
        }
        (NewsSubject::Member(_), Language::Spanish) => {
            format!("{SERVICE}: recomendaciones para {name}")
        }
        (_, language) => format!("{SERVICE}{}{name}", colon(language)),
    }
}

/// A title for what has none: whose it is, and how its description begins.
fn headline(member: Option<&String>, description: &str, language: Language) -> String {
    let mut title = member.map(|member| format!("{member}{}", colon(language))).unwrap_or_default();
    if description.chars().count() <= TITLE_MAX {
        title.push_str(description);
        return title;
    }
    let cut: String = description.chars().take(TITLE_MAX).collect();
    title.push_str(cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words));
    title.push('…');
    title
}

fn colon(language: Language) -> &'static str {
    match language {
        Language::French => "\u{a0}: ",
        Language::English | Language::Spanish => ": ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_ends_at_a_word() {
        let long = "mot ".repeat(60);
        let title = headline(Some(&"SPE".to_owned()), &long, Language::French);
        assert!(title.starts_with("SPE\u{a0}: mot mot"), "{title}");
        assert!(title.ends_with("mot…") && title.chars().count() < TITLE_MAX + 10, "{title}");
        assert_eq!(headline(None, "Court.", Language::English), "Court.");
    }
}
