//! The types and properties that are reconciled and told, by name. Properties
//! are keys of the context, as everywhere in the API.

use crate::domain::{Kind, Language};
use crate::operations::RECONCILED;
use crate::vocabulary::PES;

/// A property with the kinds that have it, and its name in each language.
pub(super) struct Property {
    pub(super) id: &'static str,
    pub(super) kinds: &'static [Kind],
    names: [&'static str; 3],
}

/// All properties that are told.
pub(super) const PROPERTIES: [Property; 11] = [
    Property { id: "label", kinds: &RECONCILED, names: ["Nom", "Name", "Nombre"] },
    Property {
        id: "altLabel",
        kinds: &[Kind::Member, Kind::Theme],
        names: ["Autres noms", "Other names", "Otros nombres"],
    },
    Property {
        id: "iso2",
        kinds: &[Kind::Country],
        names: ["Code ISO à deux lettres", "Two-letter ISO code", "Código ISO de dos letras"],
    },
    Property {
        id: "iso3",
        kinds: &[Kind::Country],
        names: ["Code ISO à trois lettres", "Three-letter ISO code", "Código ISO de tres letras"],
    },
    Property { id: "inRegion", kinds: &[Kind::Country], names: ["Région", "Region", "Región"] },
    Property { id: "country", kinds: &[Kind::Member], names: ["Pays", "Country", "País"] },
    Property {
        id: "workingLanguage",
        kinds: &[Kind::Member],
        names: ["Langues de travail", "Working languages", "Lenguas de trabajo"],
    },
    Property {
        id: "definition",
        kinds: &[Kind::Theme],
        names: ["Définition", "Definition", "Definición"],
    },
    Property {
        id: "broader",
        kinds: &[Kind::Theme],
        names: ["Thème plus large", "Broader theme", "Tema más amplio"],
    },
    Property {
        id: "narrower",
        kinds: &[Kind::Theme],
        names: ["Thèmes plus précis", "Narrower themes", "Temas más específicos"],
    },
    Property {
        id: "closeMatch",
        kinds: &[Kind::Theme],
        names: [
            "Concepts proches dans d’autres vocabulaires",
            "Close concepts in other vocabularies",
            "Conceptos próximos en otros vocabularios",
        ],
    },
];

impl Property {
    /// The property of a name.
    pub(super) fn named(id: &str) -> Option<&'static Self> {
        PROPERTIES.iter().find(|property| property.id == id)
    }

    pub(super) fn name(&self, language: Language) -> &'static str {
        in_language(&self.names, language)
    }
}

/// A kind by the name of its class: `Country`.
pub(super) fn type_id(kind: Kind) -> String {
    let class = kind.class();
    class.as_str().strip_prefix(PES).unwrap_or(class.as_str()).to_owned()
}

/// The kind of a type, by the name of its class or its whole identifier.
pub(super) fn kind_of_type(id: &str) -> Option<Kind> {
    let name = id.strip_prefix(PES).unwrap_or(id);
    RECONCILED.into_iter().find(|kind| type_id(*kind) == name)
}

pub(super) fn type_name(kind: Kind, language: Language) -> &'static str {
    let names = match kind {
        Kind::Country => ["Pays", "Country", "País"],
        Kind::Member => {
            ["Service public d’emploi", "Public employment service", "Servicio público de empleo"]
        }
        _ => ["Thème", "Theme", "Tema"],
    };
    in_language(&names, language)
}

fn in_language(names: &[&'static str; 3], language: Language) -> &'static str {
    let place = Language::ALL.iter().position(|known| *known == language);
    names[place.unwrap_or_default()]
}
