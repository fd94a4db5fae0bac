//! Which things the shapes cannot tell apart: one of them is checked for all.
//!
//! Of what is said of a thing, a shape sees the property and, of the value, what
//! kind of node it is, its classes, its datatype and language, which patterns it
//! fits, and on which side of a bound it lies. A value counts as itself where a
//! shape names it, where nothing here can tell what a shape sees of it, and
//! where the thing says it twice, since properties may be compared.

use super::error::GraphError;
use super::numbers::Numbers;
use super::shapes;
use super::sight::Sight;
use crate::vocabulary::SH;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term};
use rudof_rdf::rdf_core::utils::RDFRegex;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// The constraints that bound a number.
const BOUNDS: [&str; 4] = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"];

/// Puts together what the shapes cannot tell apart.
pub(super) fn groups<'a>(
    sight: &Sight<'_>,
    things: impl Iterator<Item = &'a NamedOrBlankNode>,
) -> Result<Vec<Vec<&'a NamedOrBlankNode>>, GraphError> {
    let mut glance = Glance::new(sight);
    let mut places = HashMap::new();
    let mut groups: Vec<Vec<&NamedOrBlankNode>> = Vec::new();
    for thing in things {
        let place = *places.entry(glance.look(thing)?).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(thing),
            None => groups.push(vec![thing]),
        }
    }
    Ok(groups)
}

/// What shapes see of a value, where they do not see it as itself.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Look {
    /// A text in this language, or in none, that fits these patterns.
    Text(Option<String>, Vec<bool>),
    /// A whole number that fits these patterns and stands so to the bounds.
    Number(Vec<bool>, Vec<Ordering>),
    /// An IRI of these classes that fits these patterns.
    Iri(BTreeSet<String>, Vec<bool>),
}

/// A value as shapes see it; both are numbers that stand for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Seen {
    Itself(u32),
    Like(u32),
}

/// What shapes see of a thing: itself, and of each property, by its number, the
/// values.
type Appearance = (Seen, Vec<(u32, Seen)>);

/// Looks at things, and remembers what it has met.
struct Glance<'a> {
    sight: &'a Sight<'a>,
    watched: &'static Watched,
    properties: Numbers<NamedNode>,
    values: Numbers<Term>,
    looks: Numbers<Look>,
    /// How each value is seen, by its number.
    seen: HashMap<u32, Seen>,
}

impl<'a> Glance<'a> {
    fn new(sight: &'a Sight<'a>) -> Self {
        Self {
            sight,
            watched: Watched::get(),
            properties: Numbers::default(),
            values: Numbers::default(),
            looks: Numbers::default(),
            seen: HashMap::new(),
        }
    }

    fn look(&mut self, thing: &NamedOrBlankNode) -> Result<Appearance, GraphError> {
        let own = Term::from(thing.clone());
        let own_number = self.values.of(&own);
        let triples = self.sight.said_of(thing.as_ref(), None)?;
        let named = triples.iter().filter(|triple| self.watched.names(&triple.predicate));
        let mut said = Vec::with_capacity(triples.len());
        for triple in named {
            let numbers = (self.properties.of(&triple.predicate), self.values.of(&triple.object));
            said.push((numbers, triple));
        }
        said.sort_unstable_by_key(|(numbers, _)| *numbers);
        said.dedup_by_key(|(numbers, _)| *numbers);
        let mut values: Vec<u32> = said.iter().map(|((_, value), _)| *value).collect();
        values.push(own_number);
        values.sort_unstable();
        let twice: HashSet<u32> =
            values.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        let mut appearance = Vec::with_capacity(said.len());
        for ((property, value), triple) in said {
            let as_itself = triple.predicate == rdf::TYPE || twice.contains(&value);
            let seen =
                if as_itself { Seen::Itself(value) } else { self.see(value, &triple.object)? };
            appearance.push((property, seen));
        }
        appearance.sort_unstable();
        Ok((self.see(own_number, &own)?, appearance))
    }

    fn see(&mut self, number: u32, value: &Term) -> Result<Seen, GraphError> {
        if let Some(seen) = self.seen.get(&number) {
            return Ok(*seen);
        }
        let seen = match self.look_of(value)? {
            Some(look) => Seen::Like(self.looks.of(&look)),
            None => Seen::Itself(number),
        };
        self.seen.insert(number, seen);
        Ok(seen)
    }

    /// None where it is seen as itself.
    fn look_of(&self, value: &Term) -> Result<Option<Look>, GraphError> {
        let watched = self.watched;
        if watched.values.contains(value) {
            return Ok(None);
        }
        Ok(match value {
            Term::NamedNode(iri) => {
                let classes = self.sight.classes_of(iri.as_ref().into())?;
                let classes = classes.iter().map(|triple| triple.object.to_string());
                Some(Look::Iri(classes.collect(), watched.fits(iri.as_str())))
            }
            Term::Literal(literal) => watched.look_of(literal),
            _ => None,
        })
    }
}

/// What the shapes watch for.
struct Watched {
    /// All that they name: properties, classes, values.
    values: HashSet<Term>,
    properties: HashSet<NamedNode>,
    patterns: Vec<RDFRegex>,
    bounds: Vec<f64>,
}

impl Watched {
    fn get() -> &'static Self {
        static WATCHED: LazyLock<Watched> = LazyLock::new(Watched::read);
        &WATCHED
    }

    fn names(&self, property: &NamedNode) -> bool {
        *property == rdf::TYPE || self.properties.contains(property)
    }

    fn fits(&self, text: &str) -> Vec<bool> {
        self.patterns.iter().map(|pattern| pattern.is_match(text)).collect()
    }

    /// None where it is seen as itself.
    fn look_of(&self, literal: &Literal) -> Option<Look> {
        let value = literal.value();
        let datatype = literal.datatype();
        if datatype == xsd::STRING || datatype == rdf::LANG_STRING {
            return Some(Look::Text(literal.language().map(str::to_owned), self.fits(value)));
        }
        let number = value.parse::<i32>().ok().filter(|_| datatype == xsd::INTEGER)?;
        let sides = self.bounds.iter().map(|bound| f64::from(number).total_cmp(bound));
        Some(Look::Number(self.fits(value), sides.collect()))
    }

    fn read() -> Self {
        let (mut values, mut patterns, mut bounds) = (HashSet::new(), BTreeSet::new(), Vec::new());
        for quad in shapes::said() {
            match (quad.predicate.as_str().strip_prefix(SH), &quad.object) {
                (Some("pattern"), Term::Literal(pattern)) => {
                    patterns.insert(pattern.value().to_owned());
                }
                (Some(bound), Term::Literal(value)) if BOUNDS.contains(&bound) => {
                    bounds.extend(value.value().parse::<f64>());
                }
                _ => {}
            }
            values.insert(quad.object);
        }
        let named = values.iter().filter_map(|value| match value {
            Term::NamedNode(named) => Some(named.clone()),
            _ => None,
        });
        let properties = named.collect();
        let patterns = patterns.iter().filter_map(|pattern| RDFRegex::new(pattern, None).ok());
        Self { properties, patterns: patterns.collect(), bounds, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::BASE;
    use oxigraph::model::Triple;

    /// The words of SHACL whose verdict things share that look alike here.
    const KNOWN: [&str; 29] = [
        "class",
        "datatype",
        "declare",
        "disjoint",
        "in",
        "languageIn",
        "maxCount",
        "message",
        "minCount",
        "minExclusive",
        "minInclusive",
        "namespace",
        "nodeKind",
        "not",
        "or",
        "path",
        "pattern",
        "prefix",
        "prefixes",
        "property",
        "qualifiedMinCount",
        "qualifiedValueShape",
        "select",
        "severity",
        "sparql",
        "targetClass",
        "targetObjectsOf",
        "uniqueLang",
        "xone",
    ];

    #[test]
    fn shapes_tell_nothing_apart_that_is_alike_here() {
        let mut patterns = BTreeSet::new();
        for quad in shapes::said() {
            let Some(word) = quad.predicate.as_str().strip_prefix(SH) else { continue };
            assert!(KNOWN.contains(&word), "sh:{word} may see more: look at it");
            if word == "path" {
                assert!(matches!(quad.object, Term::NamedNode(_)), "{quad} goes further");
            }
            if word == "pattern" {
                patterns.insert(quad.object.to_string());
            }
        }
        assert_eq!(Watched::get().patterns.len(), patterns.len());
        assert!(!Watched::get().bounds.is_empty());
    }

    fn iri(name: &str) -> NamedNode {
        let name =
            if name == "a" { rdf::TYPE.as_str().to_owned() } else { format!("{BASE}{name}") };
        NamedNode::new_unchecked(name)
    }

    /// The group of each thing, in order of their names.
    fn grouped(told: &[(&str, &str, Term)]) -> Vec<usize> {
        let triple = |(thing, property, value): &(&str, &str, Term)| {
            Triple::new(iri(thing), iri(property), value.clone())
        };
        let triples: Vec<Triple> = told.iter().map(triple).collect();
        let names: BTreeSet<&str> = told.iter().map(|(thing, ..)| *thing).collect();
        let things: Vec<NamedOrBlankNode> =
            names.into_iter().map(|name| iri(name).into()).collect();
        let sight = Sight::whole(&triples);
        let groups = groups(&sight, things.iter()).expect("nothing is looked up");
        let place = |thing| groups.iter().position(|group| group.contains(&thing));
        things.iter().filter_map(place).collect()
    }

    #[test]
    fn texts_and_numbers_are_alike_unless_a_pattern_or_a_bound_tells_them_apart() {
        let text = |words: &str, language: &str| {
            Term::from(Literal::new_language_tagged_literal_unchecked(words, language))
        };
        let told = [
            ("id/statement/a", "ontology#locator", text("page 1", "en")),
            ("id/statement/b", "ontology#locator", text("page 2", "en")),
            ("id/statement/c", "ontology#locator", text("page 2", "fr")),
            ("id/statement/d", "ontology#locator", text("ask a.b@example.org", "en")),
            ("id/statement/e", "ontology#locator", text(" ", "en")),
        ];
        assert_eq!(grouped(&told), [0, 0, 1, 2, 3]);
        let told = [
            ("id/statement/a", "ontology#sourceLine", Literal::from(8).into()),
            ("id/statement/b", "ontology#sourceLine", Literal::from(9).into()),
            ("id/statement/c", "ontology#sourceLine", Literal::from(0).into()),
            ("id/statement/d", "ontology#sourceLine", Literal::from("9").into()),
        ];
        assert_eq!(grouped(&told), [0, 0, 1, 2]);
    }

    #[test]
    fn what_is_linked_to_counts_by_its_class_and_what_is_said_twice_as_itself() {
        let told = [
            ("id/statement/a", "ontology#about", iri("id/theme/x").into()),
            ("id/statement/b", "ontology#about", iri("id/theme/y").into()),
            ("id/statement/c", "ontology#about", iri("id/theme/unknown").into()),
            ("id/statement/d", "ontology#about", iri("id/theme/x").into()),
            ("id/statement/d", "ontology#addresses", iri("id/theme/x").into()),
            ("id/statement/e", "ontology#about", iri("id/theme/x").into()),
            ("id/statement/e", "ontology#addresses", iri("id/theme/y").into()),
            ("id/theme/x", "a", iri("ontology#Theme").into()),
            ("id/theme/y", "a", iri("ontology#Theme").into()),
        ];
        assert_eq!(grouped(&told), [0, 0, 1, 2, 3, 4, 4]);
    }
}
