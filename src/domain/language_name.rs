//! What languages are called: those that members work in, and others that a
//! label may be in.

use super::language::Language;

/// By BCP 47 tag, in order: in French, English and Spanish, as in
/// [`Language::ALL`].
const NAMES: [(&str, [&str; 3]); 62] = [
    ("ar", ["arabe", "Arabic", "árabe"]),
    ("az", ["azéri", "Azerbaijani", "azerí"]),
    ("bg", ["bulgare", "Bulgarian", "búlgaro"]),
    ("bs", ["bosnien", "Bosnian", "bosnio"]),
    ("ca", ["catalan", "Catalan", "catalán"]),
    ("cs", ["tchèque", "Czech", "checo"]),
    ("da", ["danois", "Danish", "danés"]),
    ("de", ["allemand", "German", "alemán"]),
    ("el", ["grec", "Greek", "griego"]),
    ("en", ["anglais", "English", "inglés"]),
    ("es", ["espagnol", "Spanish", "español"]),
    ("et", ["estonien", "Estonian", "estonio"]),
    ("fa", ["persan", "Persian", "persa"]),
    ("fi", ["finnois", "Finnish", "finés"]),
    ("fr", ["français", "French", "francés"]),
    ("ga", ["irlandais", "Irish", "irlandés"]),
    ("he", ["hébreu", "Hebrew", "hebreo"]),
    ("hi", ["hindi", "Hindi", "hindi"]),
    ("hr", ["croate", "Croatian", "croata"]),
    ("hu", ["hongrois", "Hungarian", "húngaro"]),
    ("hy", ["arménien", "Armenian", "armenio"]),
    ("id", ["indonésien", "Indonesian", "indonesio"]),
    ("is", ["islandais", "Icelandic", "islandés"]),
    ("it", ["italien", "Italian", "italiano"]),
    ("ja", ["japonais", "Japanese", "japonés"]),
    ("ka", ["géorgien", "Georgian", "georgiano"]),
    ("kk", ["kazakh", "Kazakh", "kazajo"]),
    ("km", ["khmer", "Khmer", "jemer"]),
    ("ko", ["coréen", "Korean", "coreano"]),
    ("ky", ["kirghize", "Kyrgyz", "kirguís"]),
    ("lb", ["luxembourgeois", "Luxembourgish", "luxemburgués"]),
    ("lt", ["lituanien", "Lithuanian", "lituano"]),
    ("lv", ["letton", "Latvian", "letón"]),
    ("mg", ["malgache", "Malagasy", "malgache"]),
    ("mk", ["macédonien", "Macedonian", "macedonio"]),
    ("mn", ["mongol", "Mongolian", "mongol"]),
    ("ms", ["malais", "Malay", "malayo"]),
    ("mt", ["maltais", "Maltese", "maltés"]),
    ("nl", ["néerlandais", "Dutch", "neerlandés"]),
    ("no", ["norvégien", "Norwegian", "noruego"]),
    ("pl", ["polonais", "Polish", "polaco"]),
    ("pt", ["portugais", "Portuguese", "portugués"]),
    ("ro", ["roumain", "Romanian", "rumano"]),
    ("ru", ["russe", "Russian", "ruso"]),
    ("rw", ["kinyarwanda", "Kinyarwanda", "kinyarwanda"]),
    ("si", ["cingalais", "Sinhala", "cingalés"]),
    ("sk", ["slovaque", "Slovak", "eslovaco"]),
    ("sl", ["slovène", "Slovene", "esloveno"]),
    ("so", ["somali", "Somali", "somalí"]),
    ("sq", ["albanais", "Albanian", "albanés"]),
    ("sr", ["serbe", "Serbian", "serbio"]),
    ("sv", ["suédois", "Swedish", "sueco"]),
    ("sw", ["swahili", "Swahili", "suajili"]),
    ("ta", ["tamoul", "Tamil", "tamil"]),
    ("th", ["thaï", "Thai", "tailandés"]),
    ("tr", ["turc", "Turkish", "turco"]),
    ("uk", ["ukrainien", "Ukrainian", "ucraniano"]),
    ("ur", ["ourdou", "Urdu", "urdu"]),
    ("uz", ["ouzbek", "Uzbek", "uzbeko"]),
    ("vi", ["vietnamien", "Vietnamese", "vietnamita"]),
    ("wo", ["wolof", "Wolof", "wolof"]),
    ("zh", ["chinois", "Chinese", "chino"]),
];

/// The name of a language; its tag where no name is known here.
#[must_use]
pub fn language_name(tag: &str, language: Language) -> &str {
    let place = NAMES.binary_search_by_key(&tag, |(known, _)| known);
    let name = |place: usize| {
        let spoken = Language::ALL.iter().zip(NAMES[place].1);
        spoken.filter(|(known, _)| **known == language).map(|(_, name)| name).next()
    };
    place.ok().and_then(name).unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_can_be_found() {
        for (tag, [french, english, spanish]) in NAMES {
            assert_eq!(language_name(tag, Language::French), french);
            assert_eq!(language_name(tag, Language::English), english);
            assert_eq!(language_name(tag, Language::Spanish), spanish);
        }
        assert_eq!(language_name("tlh", Language::English), "tlh");
    }
}
