//! From what was typed into a form to what a contribution says: in the keys of
//! the API, over what it said before. What a form has no field for stays.

use super::fields::{self, Control, Field};
use super::typed::Typed;
use crate::domain::{ContributionKind, Iri, Kind, Language, Slug};
use serde_json::{Map, Value, json};

/// What a contribution says once what was typed is taken over. `own` is the
/// member whose it is.
pub(super) fn content(
    kind: ContributionKind,
    before: &Value,
    own: Option<&Slug>,
    typed: &Typed,
) -> Value {
    let mut said = before.as_object().cloned().unwrap_or_default();
    for field in fields::of(kind) {
        let value = value(field, said.get(field.key), typed);
        // In the place where it was: what is said keeps its order.
        match value {
            Value::Null => drop(said.shift_remove(field.key)),
            value => drop(said.insert(field.key.to_owned(), value)),
        }
    }
    if let (ContributionKind::Exchange, Some(own)) = (kind, own) {
        take_part(&mut said, own);
    }
    Value::Object(said)
}

/// Whoever brings an exchange took part in it.
fn take_part(said: &mut Map<String, Value>, own: &Slug) {
    let own = reference(&Kind::Member.iri(own));
    let members = said.entry("member").or_insert_with(|| json!([]));
    if let Some(members) = members.as_array_mut()
        && !members.contains(&own)
    {
        members.push(own);
    }
}

/// The value of a field; null where nothing was typed.
fn value(field: &Field, before: Option<&Value>, typed: &Typed) -> Value {
    let key = field.key;
    match field.control {
        Control::Words(_) => in_languages(before, |name| text(typed.value(&name)), key),
        Control::Names => in_languages(before, |name| list(typed.lines(&name), text), key),
        Control::Themes => list(typed.values(key), |value| named(value, Kind::Theme)),
        Control::Things(choices, _) => {
            list(typed.values(key), |value| named(value, choices.kind()))
        }
        Control::Thing(choices) => match typed.value(key) {
            "" => Value::Null,
            value => named(value, choices.kind()),
        },
        Control::Terms(..) | Control::Day | Control::Date => text(typed.value(key)),
        Control::Addresses => list(typed.lines(key), address),
        Control::Page => list(typed.lines(key), page),
        Control::Budget => budget(before, typed),
    }
}

/// A text in each language of the form, beside those in others.
fn in_languages(before: Option<&Value>, typed: impl Fn(String) -> Value, key: &str) -> Value {
    let mut texts = before.and_then(Value::as_object).cloned().unwrap_or_default();
    for language in Language::ALL {
        match typed(format!("{key}.{language}")) {
            Value::Null => drop(texts.shift_remove(language.tag())),
            text => drop(texts.insert(language.tag().to_owned(), text)),
        }
    }
    if texts.is_empty() { Value::Null } else { Value::Object(texts) }
}

fn text(typed: &str) -> Value {
    if typed.is_empty() { Value::Null } else { json!(typed) }
}

fn list(typed: Vec<&str>, value: impl Fn(&str) -> Value) -> Value {
    if typed.is_empty() { Value::Null } else { typed.into_iter().map(value).collect() }
}

fn reference(id: &Iri) -> Value {
    json!({ "id": id.as_str() })
}

/// A thing by its identifier, or by the last segment of that.
fn named(typed: &str, kind: Kind) -> Value {
    match typed.parse::<Slug>() {
        Ok(slug) => reference(&kind.iri(&slug)),
        Err(_) => Iri::parse(typed).map_or_else(|_| words(typed), |id| reference(&id)),
    }
}

fn words(typed: &str) -> Value {
    json!({ "@value": typed })
}

/// An address on the web, or words.
fn address(typed: &str) -> Value {
    let is_web = typed.starts_with("https://") || typed.starts_with("http://");
    match Iri::parse(typed) {
        Ok(address) if is_web => json!(address.as_str()),
        _ => words(typed),
    }
}

/// Something that this site has a page of, by the address of that or by its
/// identifier.
fn page(typed: &str) -> Value {
    let path = typed.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let mut parts = path.rsplit('/');
    let (slug, segment) = (parts.next(), parts.next());
    let kind = segment.and_then(Kind::of_segment);
    match (kind, slug.and_then(|slug| slug.parse::<Slug>().ok())) {
        (Some(kind), Some(slug)) => reference(&kind.iri(&slug)),
        _ => words(typed),
    }
}

/// The first budget; others stay.
fn budget(before: Option<&Value>, typed: &Typed) -> Value {
    let mut budgets = before.and_then(Value::as_array).cloned().unwrap_or_default();
    let first = if budgets.is_empty() { None } else { Some(budgets.remove(0)) };
    let mut first = first.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    let parts = [
        ("amount", amount(typed.value("budget.amount"))),
        ("currency", typed.value("budget.currency").to_owned()),
        ("period", typed.value("budget.period").to_owned()),
    ];
    let said = parts.iter().any(|(_, part)| !part.is_empty());
    for (name, part) in parts {
        match text(&part) {
            Value::Null => drop(first.shift_remove(name)),
            part => drop(first.insert(name.to_owned(), part)),
        }
    }
    if said {
        budgets.insert(0, Value::Object(first));
    }
    if budgets.is_empty() { Value::Null } else { Value::Array(budgets) }
}

/// An amount as it is kept: `1 200 000,50` is `1200000.50`.
fn amount(typed: &str) -> String {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.contains('.') { digits.replace(',', "") } else { digits.replace(',', ".") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let mut form = form_urlencoded::Serializer::new(String::new());
        Typed::read(form.extend_pairs(pairs).finish().as_bytes()).expect("a form")
    }

    #[test]
    fn what_the_form_does_not_have_stays() {
        let before = json!({
            "id": "https://w3id.org/passerelle/id/practice/x",
            "label": { "fr": "Avant", "de": "Zuvor" },
            "stage": "good",
            "practisedBy": [{ "id": "https://w3id.org/passerelle/id/member/ke-pes" }],
        });
        let typed = typed(&[
            ("label.fr", ""),
            ("label.en", "After"),
            ("addresses", "telework"),
            ("addresses", "https://w3id.org/passerelle/id/theme/skills"),
        ]);
        let said = content(ContributionKind::Practice, &before, None, &typed);
        assert_eq!(said["label"], json!({ "de": "Zuvor", "en": "After" }));
        assert_eq!(said["stage"], Value::Null, "it was taken out");
        assert_eq!(said["practisedBy"], before["practisedBy"]);
        let theme =
            |slug: &str| json!({ "id": format!("https://w3id.org/passerelle/id/theme/{slug}") });
        assert_eq!(said["addresses"], json!([theme("telework"), theme("skills")]));
    }

    #[test]
    fn who_brings_an_exchange_took_part() {
        let own = "ke-pes".parse().expect("a slug");
        let typed =
            typed(&[("member", "be-actiris"), ("source", "https://example.org/a\nA report")]);
        let said = content(ContributionKind::Exchange, &Value::Null, Some(&own), &typed);
        assert_eq!(said["member"].as_array().map(Vec::len), Some(2));
        assert_eq!(said["source"], json!(["https://example.org/a", { "@value": "A report" }]));
    }

    #[test]
    fn a_page_or_an_amount_is_read_as_people_write_it() {
        let id = json!({ "id": "https://w3id.org/passerelle/id/statement/2022-q5-l337-au" });
        for typed in [
            "https://pes.example/en/statement/2022-q5-l337-au?x=y#main",
            "/fr/statement/2022-q5-l337-au",
            "https://w3id.org/passerelle/id/statement/2022-q5-l337-au",
        ] {
            assert_eq!(page(typed), id, "{typed}");
        }
        assert_eq!(page("the third one"), json!({ "@value": "the third one" }));
        assert_eq!(amount("1\u{202f}200\u{a0}000,50"), "1200000.50");
        assert_eq!(amount("1,200,000.50"), "1200000.50");
    }
}
