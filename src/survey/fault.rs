//! What is wrong or doubtful in a sheet, a cell at a time, in words that an
//! analyst can act on.

use super::grid::letters;
use serde::{Deserialize, Serialize};

/// Characters of a value that are shown.
const SHOWN_CHARS: usize = 200;

/// Whether something can be published with a fault in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It is taken as told, and should be looked at.
    Warning,
    /// It is left out, and nothing is published unless that is accepted.
    Error,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the reasons say it")]
pub enum FaultKind {
    MissingMember,
    UnknownMember,
    AmbiguousMember,
    SecondAnswer,
    DuplicateRow,
    MissingAnswer,
    UnknownChoice,
    TooLong,
    Formula,
    Number,
    Date,
    SpreadsheetError,
    Encoding,
    PersonalData,
    NamesMember,
    Invisible,
    UnmappedColumn,
}

/// Where a cell is. A column that is anonymous has no rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// As people count, from 1.
    pub row: Option<usize>,
    /// The letters of the column.
    pub letters: String,
    /// The heading of the column.
    pub heading: String,
}

/// A faulty or doubtful cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which cell.
    pub place: Place,
    /// What is wrong with it.
    pub kind: FaultKind,
    /// What stands there, cut short; nothing where that may be personal.
    pub value: String,
    /// What may have been meant, or what to do.
    pub suggestion: Option<String>,
}

impl Place {
    pub(super) fn new(row: Option<usize>, column: usize, heading: &str) -> Self {
        Self { row, letters: letters(column), heading: heading.to_owned() }
    }
}

impl Fault {
    pub(super) fn new(
        place: Place,
        kind: FaultKind,
        value: &str,
        suggestion: Option<String>,
    ) -> Self {
        let shown = if kind == FaultKind::PersonalData { "" } else { value };
        let value = shown.chars().take(SHOWN_CHARS).collect();
        Self { place, kind, value, suggestion }
    }
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::MissingMember,
        Self::UnknownMember,
        Self::AmbiguousMember,
        Self::SecondAnswer,
        Self::DuplicateRow,
        Self::MissingAnswer,
        Self::UnknownChoice,
        Self::TooLong,
        Self::Formula,
        Self::Number,
        Self::Date,
        Self::SpreadsheetError,
        Self::Encoding,
        Self::PersonalData,
        Self::NamesMember,
        Self::Invisible,
        Self::UnmappedColumn,
    ];

    /// The word in reports: `unknownMember`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::MissingMember => "missingMember",
            Self::UnknownMember => "unknownMember",
            Self::AmbiguousMember => "ambiguousMember",
            Self::SecondAnswer => "secondAnswer",
            Self::DuplicateRow => "duplicateRow",
            Self::MissingAnswer => "missingAnswer",
            Self::UnknownChoice => "unknownChoice",
            Self::TooLong => "tooLong",
            Self::Formula => "formula",
            Self::Number => "number",
            Self::Date => "date",
            Self::SpreadsheetError => "spreadsheetError",
            Self::Encoding => "encoding",
            Self::PersonalData => "personalData",
            Self::NamesMember => "namesMember",
            Self::Invisible => "invisible",
            Self::UnmappedColumn => "unmappedColumn",
        }
    }

    /// Whether the cell is left out.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::DuplicateRow | Self::MissingAnswer | Self::Invisible | Self::UnmappedColumn => {
                Severity::Warning
            }
            _ => Severity::Error,
        }
    }

    /// Why it is a fault, in the order of `Language::ALL`.
    #[must_use]
    pub fn reasons(self) -> [&'static str; 3] {
        match self {
            Self::MissingMember => [
                "La ligne ne dit pas de quel service elle est.",
                "The row does not say which service it is of.",
                "La fila no dice de qué servicio es.",
            ],
            Self::UnknownMember => [
                "Aucun membre ne porte ce nom.",
                "No member has this name.",
                "Ningún miembro lleva este nombre.",
            ],
            Self::AmbiguousMember => [
                "Plusieurs membres portent ce nom.",
                "Several members have this name.",
                "Varios miembros llevan este nombre.",
            ],
            Self::SecondAnswer => [
                "Ce service a déjà répondu plus haut, autrement.",
                "This service has answered further up, in another way.",
                "Este servicio ya respondió más arriba, de otra manera.",
            ],
            Self::DuplicateRow => [
                "La ligne répète une ligne précédente ; elle compte une fois.",
                "The row repeats an earlier one; it counts once.",
                "La fila repite una anterior; cuenta una sola vez.",
            ],
            Self::MissingAnswer => [
                "Une réponse était obligatoire.",
                "An answer was required.",
                "La respuesta era obligatoria.",
            ],
            Self::UnknownChoice => [
                "Ce n’est pas un des choix proposés.",
                "It is none of the choices.",
                "No es ninguna de las opciones.",
            ],
            Self::TooLong => [
                "La réponse est plus longue que ce que la question permet.",
                "The answer is longer than the question allows.",
                "La respuesta es más larga de lo que permite la pregunta.",
            ],
            Self::Formula => [
                "Un tableur prendrait ce texte pour une formule.",
                "A spreadsheet would take this text for a formula.",
                "Una hoja de cálculo tomaría este texto por una fórmula.",
            ],
            Self::Number => [
                "Un nombre se trouve là où un texte est attendu.",
                "There is a number where a text is expected.",
                "Hay un número donde se espera un texto.",
            ],
            other => other.reasons_on_text(),
        }
    }

    fn reasons_on_text(self) -> [&'static str; 3] {
        match self {
            Self::Date => [
                "Une date se trouve là où un texte est attendu.",
                "There is a date where a text is expected.",
                "Hay una fecha donde se espera un texto.",
            ],
            Self::SpreadsheetError => [
                "La cellule contient l’erreur d’une formule.",
                "The cell holds the error of a formula.",
                "La celda contiene el error de una fórmula.",
            ],
            Self::Encoding => [
                "Le texte a été enregistré dans un autre codage que UTF-8.",
                "The text was saved in another encoding than UTF-8.",
                "El texto se guardó en una codificación distinta de UTF-8.",
            ],
            Self::PersonalData => [
                "La cellule contient une adresse électronique ou un numéro de téléphone.",
                "The cell holds an e-mail address or a telephone number.",
                "La celda contiene una dirección de correo o un número de teléfono.",
            ],
            Self::NamesMember => [
                "Une réponse anonyme, dont les mots seraient publiés, nomme un pays ou un service.",
                "An anonymous answer, whose words would be published, names a country or a service.",
                "Una respuesta anónima, cuyas palabras se publicarían, nombra un país o un servicio.",
            ],
            Self::Invisible => [
                "Des caractères invisibles ont été retirés.",
                "Invisible characters were taken out.",
                "Se han quitado caracteres invisibles.",
            ],
            _ => [
                "La correspondance ne dit rien de cette colonne ; elle n’est pas lue.",
                "The mapping says nothing of this column; it is not read.",
                "La correspondencia no dice nada de esta columna; no se lee.",
            ],
        }
    }
}
