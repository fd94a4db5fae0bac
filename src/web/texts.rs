//! The words of the interface: Fluent, one file a language in `texts/`.
//! Words of the graph are not here: they come with its things.

use super::wording::grouped;
use crate::domain::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

/// What a text leaves open.
pub(super) type Arguments<'a> = [(&'a str, FluentValue<'a>)];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

/// The text for a key.
pub(super) fn text(language: Language, key: &str, arguments: &Arguments<'_>) -> String {
    let place = Language::ALL.iter().position(|known| *known == language).unwrap_or_default();
    let bundle = &BUNDLES[place];
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let Some(pattern) = pattern else {
        tracing::error!(key, %language, "a text is missing");
        return key.to_owned();
    };
    let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
    bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
}

/// Whether there is a text for a key.
pub(super) fn has(language: Language, key: &str) -> bool {
    let place = Language::ALL.iter().position(|known| *known == language).unwrap_or_default();
    BUNDLES[place].has_message(key)
}

fn source(language: Language) -> &'static str {
    match language {
        Language::French => include_str!("texts/fr.ftl"),
        Language::English => include_str!("texts/en.ftl"),
        Language::Spanish => include_str!("texts/es.ftl"),
    }
}

fn bundle(language: Language) -> Bundle {
    let resource = FluentResource::try_new(source(language).to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{language}.ftl is committed: {errors:?}"));
    let tag = language.tag().parse().expect("fr, en and es are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_formatter(Some(match language {
        Language::French => |value, _| whole(Language::French, value),
        Language::English => |value, _| whole(Language::English, value),
        Language::Spanish => |value, _| whole(Language::Spanish, value),
    }));
    // The marks would end up in titles and in what readers copy.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("no key stands twice in a file, as a test shows");
    bundle
}

/// A whole number as the language writes it.
fn whole(language: Language, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    (number.value.fract() == 0.0).then(|| grouped(language, &format!("{:.0}", number.value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    /// Keys with the names of what they leave open.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut last = String::new();
        for line in source(language).lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =")
                && !line.starts_with(' ')
            {
                last = key.to_owned();
                assert!(!keys.contains_key(key), "{language}: {key} stands twice");
            }
            let open = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()
            });
            keys.entry(last.clone()).or_default().extend(open);
        }
        keys.retain(|key, _| !key.is_empty());
        keys
    }

    #[test]
    fn every_text_is_in_every_language_and_leaves_the_same_open() {
        let french = keys(Language::French);
        assert!(french.len() > 200, "{} texts", french.len());
        for language in Language::ALL {
            let own = keys(language);
            let missing: Vec<_> =
                french.iter().filter(|(key, _)| !own.contains_key(*key)).collect();
            let added: Vec<_> = own.iter().filter(|(key, _)| !french.contains_key(*key)).collect();
            assert!(missing.is_empty() && added.is_empty(), "{language}: {missing:?} {added:?}");
            for (key, open) in own {
                assert_eq!(french[&key], open, "{language}: {key}");
                assert!(has(language, &key), "{language}: {key}");
            }
        }
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                sources(&entry.path(), found);
            } else if entry.path().extension().is_some_and(|ending| ending == "rs") {
                found.push_str(&fs::read_to_string(entry.path()).unwrap_or_default());
            }
        }
    }

    #[test]
    fn every_text_is_used() {
        let mut code = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut code);
        let named = |start: &str| {
            code.contains(&format!("\"{start}\"")) || code.contains(&format!("\"{start}-{{"))
        };
        // Whole, or from a start that is completed by a term, a number or a name.
        let used = |key: &String| {
            named(key) || key.match_indices('-').any(|(place, _)| named(&key[..place]))
        };
        let unused: Vec<String> =
            keys(Language::French).into_keys().filter(|key| !used(key)).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn numbers_choose_their_form() {
        let count =
            |language, count: u64| text(language, "count-statements", &[("count", count.into())]);
        assert_eq!(count(Language::French, 1), "1 déclaration");
        assert_eq!(count(Language::French, 37_522), "37\u{202f}522 déclarations");
        assert_eq!(count(Language::English, 1_050), "1,050 statements");
        assert_eq!(count(Language::English, 0), "0 statements");
        assert_eq!(count(Language::Spanish, 2), "2 declaraciones");
    }
}
