//! Forms that narrow a list: sent as parameters of the address, no script.

use super::super::error::PageError;
use super::super::reader::{Reader, Visit};
use super::super::thing::Thing;
use super::super::wording::without_accents;
use crate::domain::{Iri, Kind};
use crate::operations::{Collection, ConceptScheme, Listing, Sort};
use maud::{Markup, html};

/// A value that can be chosen, with its name.
pub(in super::super) struct Choice {
    pub(in super::super) value: String,
    pub(in super::super) name: String,
}

/// A parameter, with what it can be; in groups where these are named.
pub(in super::super) struct Field {
    pub(in super::super) parameter: &'static str,
    pub(in super::super) choices: Vec<(String, Vec<Choice>)>,
    /// Whether none may be chosen; otherwise the first one holds unless said.
    pub(in super::super) optional: bool,
    /// Whether it is written down, as there is too much to choose from.
    written: bool,
}

/// What can be chosen from a list; of more, the identifier is written down.
const CHOICES_MAX: usize = 1_000;

impl Field {
    /// A parameter whose values stand in no groups.
    pub(in super::super) fn flat(parameter: &'static str, choices: Vec<Choice>) -> Self {
        Self::grouped(parameter, vec![(String::new(), choices)])
    }

    /// A parameter whose values stand in groups.
    fn grouped(parameter: &'static str, choices: Vec<(String, Vec<Choice>)>) -> Self {
        Self { parameter, choices, optional: true, written: false }
    }

    /// A parameter that always has a value.
    pub(in super::super) fn required(parameter: &'static str, choices: Vec<Choice>) -> Self {
        Self { optional: false, ..Self::flat(parameter, choices) }
    }
}

/// The form.
pub(in super::super) fn filter_form(reader: &Reader, fields: &[Field]) -> Markup {
    let filtered = fields.iter().any(|field| reader.values(field.parameter).next().is_some());
    html! {
        form.filters method="get" action=(reader.href(&reader.path)) {
            @for field in fields { (select(reader, field)) }
            div.actions {
                button type="submit" { (reader.text("filter-apply")) }
                @if filtered { a href=(reader.href(&reader.path)) { (reader.text("filter-clear")) } }
            }
        }
    }
}

/// A parameter with its name, to be chosen.
pub(in super::super) fn select(reader: &Reader, field: &Field) -> Markup {
    let id = format!("filter-{}", field.parameter);
    let chosen: Vec<&str> = reader.values(field.parameter).collect();
    let option = |choice: &Choice| {
        let selected = chosen.contains(&choice.value.as_str());
        html! { option value=(choice.value) selected[selected] { (choice.name) } }
    };
    if field.written {
        let chosen = chosen.first().copied().unwrap_or_default();
        return html! {
            div.field {
                label for=(id) { (reader.text(&id)) }
                (identifier(reader, &id, field.parameter, chosen))
            }
        };
    }
    html! {
        div.field {
            label for=(id) { (reader.text(&id)) }
            select id=(id) name=(field.parameter) {
                @if field.optional { option value="" { (reader.text("filter-any")) } }
                @for (group, choices) in &field.choices {
                    @if group.is_empty() { @for choice in choices { (option(choice)) } }
                    @else { optgroup label=(group) { @for choice in choices { (option(choice)) } } }
                }
            }
        }
    }
}

/// Where an identifier is written down that cannot be chosen from a list.
pub(in super::super) fn identifier(
    reader: &Reader,
    id: &str,
    parameter: &str,
    written: &str,
) -> Markup {
    html! {
        input id=(id) name=(parameter) type="text" value=(written) placeholder=(reader.text("filter-written"));
    }
}

/// Things of a collection as choices, by name; none, where there are too many to
/// choose from.
pub(in super::super) fn few_choices(
    visit: &Visit<'_>,
    collection: Collection,
) -> Result<Option<Vec<Choice>>, PageError> {
    let is_short = visit.count(collection, Vec::new())? <= CHOICES_MAX;
    is_short.then(|| thing_choices(visit, collection)).transpose()
}

/// A parameter that names a thing of a collection.
pub(in super::super) fn thing_field(
    visit: &Visit<'_>,
    parameter: &'static str,
    collection: Collection,
) -> Result<Field, PageError> {
    let choices = few_choices(visit, collection)?;
    let written = choices.is_none();
    Ok(Field { written, ..Field::flat(parameter, choices.unwrap_or_default()) })
}

/// All things of a collection as choices, by name.
pub(in super::super) fn thing_choices(
    visit: &Visit<'_>,
    collection: Collection,
) -> Result<Vec<Choice>, PageError> {
    let listing = Listing { collection, filters: Vec::new(), sort: Sort::Id, offset: 0, limit: 0 };
    let ids = visit.service.identifiers(&listing)?;
    let names = visit.service.references(ids.iter().cloned())?;
    let choice = |id: &Iri| {
        let name = names.name(id);
        let thing = Thing::from(&name);
        Choice { value: thing.slug().to_owned(), name: thing.label(visit.reader).text.to_owned() }
    };
    let mut choices: Vec<Choice> = ids.iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| without_accents(&choice.name));
    Ok(choices)
}

/// The concepts of a scheme as choices, by name.
pub(in super::super) fn concept_choices(
    visit: &Visit<'_>,
    scheme: &str,
    kind: Kind,
) -> Result<Vec<Choice>, PageError> {
    let schemes = visit.service.concept_schemes()?;
    let all =
        schemes.iter().filter(|one| one.name.as_str() == scheme).flat_map(ConceptScheme::concepts);
    let of_kind = all.filter(|one| !one.is_retired && Kind::of(one.id.as_str()) == Some(kind));
    let mut choices: Vec<Choice> = of_kind
        .map(|one| Choice {
            value: Kind::slug_in(one.id.as_str()).unwrap_or_default().to_owned(),
            name: one.label.get(visit.reader.language).map_or("", |(_, name)| name).to_owned(),
        })
        .collect();
    choices.sort_by_cached_key(|choice| without_accents(&choice.name));
    Ok(choices)
}

/// Themes as choices, each domain with its themes.
pub(in super::super) fn theme_choices(visit: &Visit<'_>) -> Result<Field, PageError> {
    let reader = visit.reader;
    let choice = |thing: Thing<'_>| Choice {
        value: thing.slug().to_owned(),
        name: thing.label(reader).text.to_owned(),
    };
    let mut groups = Vec::new();
    for family in visit.service.theme_tree()?.iter() {
        for domain in &family.narrower {
            let head = Thing::from(&domain.theme);
            let mut choices = vec![choice(head)];
            choices.extend(domain.narrower.iter().map(|node| choice((&node.theme).into())));
            groups.push((head.label(reader).text.to_owned(), choices));
        }
    }
    Ok(Field::grouped("theme", groups))
}
