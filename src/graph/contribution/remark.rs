//! What is wrong with a contribution, or could be better, in words that its
//! author can act on: the field, the value, what is expected.

use super::content::Content;
use super::fields;
use crate::domain::{ContributionKind, Language, Text};
use crate::graph::context::CONTEXT;
use crate::graph::violation::Violation;
use crate::vocabulary::ID;

/// One thing to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where, as a JSON pointer into the content; empty for the whole.
    pub pointer: String,
    /// What stands there; none when something is missing.
    pub value: Option<String>,
    /// What is expected, in three languages.
    pub expected: Text,
    /// Whether it keeps the contribution out of the graph.
    pub blocks: bool,
}

impl Remark {
    /// What a shape says, in the keys of the content.
    pub(super) fn of(violation: &Violation, content: &Content) -> Self {
        let own = violation.node == content.thing().as_str();
        let part = violation.node.strip_prefix(ID).and_then(|rest| rest.split_once('/'));
        let within = match part {
            _ if own => Some(String::new()),
            Some(("budget", _)) if content.speaks_of(&violation.node) => Some("/budget".to_owned()),
            _ => None,
        };
        let key = violation.path.as_deref().and_then(|path| CONTEXT.key(path));
        let field = key.map(|key| format!("/{}", key.name)).unwrap_or_default();
        Self {
            pointer: within.as_ref().map(|within| format!("{within}{field}")).unwrap_or_default(),
            value: match &within {
                Some(_) => violation.value.clone(),
                None => Some(violation.node.clone()),
            },
            expected: violation.words.clone(),
            blocks: !(violation.is_advice && own),
        }
    }
}

fn remark(pointer: &str, value: Option<String>, words: &[String; 3]) -> Remark {
    let [fr, en, es] = words;
    let expected = [
        (Language::French, fr.as_str()),
        (Language::English, en.as_str()),
        (Language::Spanish, es.as_str()),
    ];
    Remark {
        pointer: pointer.to_owned(),
        value,
        expected: expected.into_iter().collect(),
        blocks: true,
    }
}

pub(super) fn unknown_field(kind: ContributionKind, name: &str) -> Remark {
    let known = fields::of(kind).join(", ");
    let words = [
        format!("Ce champ n’existe pas ici ; les champs connus sont : {known}."),
        format!("There is no such field here; known are {known}."),
        format!("Este campo no existe aquí; los campos conocidos son: {known}."),
    ];
    remark(&format!("/{}", name.replace('~', "~0").replace('/', "~1")), None, &words)
}

pub(super) fn one_thing(kind: ContributionKind) -> Remark {
    let segment = kind.thing().segment();
    let words = [
        format!("Un apport décrit une seule chose, ici de la nature « {segment} »."),
        format!("A contribution describes exactly one thing, here of the kind '{segment}'."),
        format!("Una aportación describe una sola cosa, aquí del tipo «{segment}»."),
    ];
    remark("", None, &words)
}

pub(super) fn about_others(subject: &str) -> Remark {
    let words = [
        "Un apport ne décrit que sa propre chose ; de toute autre, il ne peut dire que ce que le graphe dit déjà.",
        "A contribution describes its own thing alone; of any other it may only repeat what the graph says already.",
        "Una aportación describe solo su propia cosa; de cualquier otra solo puede repetir lo que el grafo ya dice.",
    ];
    remark("", Some(subject.to_owned()), &words.map(str::to_owned))
}

pub(super) fn foreign_context() -> Remark {
    let words = [
        "Seul le contexte de ce service est admis : « /context.jsonld », ou aucun.",
        "Only the context of this service is taken: \"/context.jsonld\", or none.",
        "Solo se admite el contexto de este servicio: «/context.jsonld», o ninguno.",
    ];
    remark("/@context", None, &words.map(str::to_owned))
}

pub(super) fn wrong_class(kind: ContributionKind, found: &str) -> Remark {
    let class = kind.thing().class();
    let class = super::content::local_name(class.as_str()).to_owned();
    let words = [
        format!("Le type est « {class} », ou n’est pas indiqué."),
        format!("The type is '{class}', or left out."),
        format!("El tipo es «{class}», o no se indica."),
    ];
    remark("/type", Some(found.to_owned()), &words)
}

pub(super) fn wrong_identifier(kind: ContributionKind, found: &str) -> Remark {
    let example = format!("{ID}{}/…", kind.thing().segment());
    let words = [
        format!("L’identifiant a la forme {example}, en minuscules, ou n’est pas indiqué."),
        format!("The identifier reads {example}, in lower case, or is left out."),
        format!("El identificador tiene la forma {example}, en minúsculas, o no se indica."),
    ];
    remark("/id", Some(found.to_owned()), &words)
}

pub(super) fn other_identifier(kept: &str, found: &str) -> Remark {
    let words = [
        format!("L’identifiant reste le même dans toutes les versions : {kept}."),
        format!("The identifier stays the same in all versions: {kept}."),
        format!("El identificador es el mismo en todas las versiones: {kept}."),
    ];
    remark("/id", Some(found.to_owned()), &words)
}

pub(super) fn taken() -> Remark {
    let words = [
        "Le graphe décrit déjà une chose de ce nom : choisir un autre identifiant, ou envoyer une correction.",
        "The graph describes a thing of this name already: choose another identifier, or send a correction.",
        "El grafo ya describe una cosa con este nombre: elija otro identificador o envíe una corrección.",
    ];
    remark("/id", None, &words.map(str::to_owned))
}

pub(super) fn another_member(field: &str, member: &str) -> Remark {
    let words = [
        format!(
            "L’apport est de {member} : ce service membre y figure, ou le champ n’est pas rempli."
        ),
        format!("The contribution is of {member}: name that member here, or leave the field out."),
        format!("La aportación es de {member}: indique aquí ese servicio, o deje el campo vacío."),
    ];
    remark(&format!("/{field}"), None, &words)
}

pub(super) fn fixed(field: &str, term: &str, found: String) -> Remark {
    let words = [
        format!("Ici, la valeur est toujours « {term} » ; le champ peut rester vide."),
        format!("Here the value is always '{term}'; the field can be left out."),
        format!("Aquí el valor es siempre «{term}»; el campo puede quedar vacío."),
    ];
    remark(&format!("/{field}"), Some(found), &words)
}

pub(super) fn no_thing(field: &str, found: &str) -> Remark {
    let words = [
        "Un identifiant d’une chose du graphe, une adresse complète, ou {\"@value\": \"…\"} pour des mots.",
        "The identifier of a thing of the graph, a full address, or {\"@value\": \"…\"} for words.",
        "Un identificador de una cosa del grafo, una dirección completa, o {\"@value\": \"…\"} para palabras.",
    ];
    remark(&format!("/{field}"), Some(found.to_owned()), &words.map(str::to_owned))
}
