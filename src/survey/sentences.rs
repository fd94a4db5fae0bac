//! What is published in place of a respondent's words, in the order of
//! `Language::ALL`: who names what as what, and nothing else.

use crate::domain::{Language, StatementKind, Text};

/// A sentence in three languages that names the themes of a claim. Words are
/// added where respondents agreed to that.
#[must_use]
pub fn sentence(
    kind: StatementKind,
    anonymous: bool,
    themes: &[&Text],
    words: Option<&str>,
) -> [String; 3] {
    let who = if anonymous { UNNAMED } else { NAMED };
    let said = said(kind);
    let mut sentences = [String::new(), String::new(), String::new()];
    for (place, language) in Language::ALL.into_iter().enumerate() {
        let names: Vec<&str> =
            themes.iter().filter_map(|theme| theme.get(language)).map(|(_, name)| name).collect();
        let colon = if language == Language::French { " :" } else { ":" };
        let named = format!("{} {}{colon} {}.", who[place], said[place], names.join(", "));
        sentences[place] = match words {
            Some(words) => format!("{named} {}", quoted(words, language)),
            None => named,
        };
    }
    sentences
}

const NAMED: [&str; 3] = ["Le service", "The service", "El servicio"];
const UNNAMED: [&str; 3] = [
    "Un service, qui n’est pas nommé,",
    "A service, which is not named,",
    "Un servicio, que no se nombra,",
];

fn quoted(words: &str, language: Language) -> String {
    match language {
        Language::French => format!("Dans ses mots : « {words} »"),
        Language::English => format!("In its words: “{words}”"),
        Language::Spanish => format!("En sus palabras: «{words}»"),
    }
}

fn said(kind: StatementKind) -> [&'static str; 3] {
    match kind {
        StatementKind::Achievement => {
            ["cite parmi ses réussites", "names among its achievements", "cita entre sus logros"]
        }
        StatementKind::Priority => {
            ["cite parmi ses priorités", "names among its priorities", "cita entre sus prioridades"]
        }
        StatementKind::Challenge => {
            ["cite parmi ses défis", "names among its challenges", "cita entre sus retos"]
        }
        StatementKind::Lever => {
            ["cite parmi ses leviers", "names among its levers", "cita entre sus palancas"]
        }
        StatementKind::PracticeMention => {
            ["signale une pratique", "reports a practice", "señala una práctica"]
        }
        StatementKind::TopicSought => {
            ["cherche à échanger sur", "seeks exchange on", "busca intercambiar sobre"]
        }
        StatementKind::TopicOffered => {
            ["propose d’échanger sur", "offers exchange on", "ofrece intercambiar sobre"]
        }
        StatementKind::Expectation => {
            ["attend du réseau", "expects of the network", "espera de la red"]
        }
        StatementKind::TargetGroupMention => {
            ["cite parmi ses publics", "names among those it serves", "cita entre sus públicos"]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_only_where_they_may_be() {
        let theme: Text = [
            (Language::French, "télétravail"),
            (Language::English, "telework"),
            (Language::Spanish, "teletrabajo"),
        ]
        .into_iter()
        .collect();
        let [fr, en, es] = sentence(StatementKind::Challenge, false, &[&theme], None);
        assert_eq!(fr, "Le service cite parmi ses défis : télétravail.");
        assert_eq!(en, "The service names among its challenges: telework.");
        assert_eq!(es, "El servicio cita entre sus retos: teletrabajo.");
        let [_, en, _] =
            sentence(StatementKind::TopicSought, true, &[&theme], Some("working at home"));
        assert!(
            en.starts_with("A service, which is not named, seeks")
                && en.ends_with("“working at home”")
        );
    }
}
