//! Sheets of answers as files: the three formats say the same, a fault of every
//! kind is told with its cell, anonymous answers lead back to no row, and the
//! command line takes a sheet in once.

use crate::seeded::{self, SEEDED, data_directory};
use crate::support::passerelle;
use passerelle::operations::{ImportReport, Opening, Passerelle, SurveyFile};
use passerelle::survey::{FaultKind, MADE_COLUMNS, MadeWave, SheetFormat, WaveSize, write_sheet};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

const SHEET: &str = "Synthetic answers";

/// A service that nothing is published to.
static SERVICE: LazyLock<(Passerelle, TempDir)> =
    LazyLock::new(|| seeded::service(Opening::default()));

/// A made-up wave of 40 rows.
pub(crate) fn wave(dirty: bool, seed: u64) -> MadeWave {
    let columns = MADE_COLUMNS;
    let size = WaveSize { year: 2023, respondents: 40, seed, columns, dirty, sheet: SHEET };
    Passerelle::generate_survey(&SEEDED, &size).expect("a wave can be made up")
}

pub(crate) fn sheet(wave: &MadeWave, format: SheetFormat) -> Vec<u8> {
    write_sheet(SHEET, &wave.rows, format).expect("a sheet can be written")
}

fn read(bytes: &[u8], mapping: &str) -> ImportReport {
    SERVICE
        .0
        .try_survey(&SurveyFile { name: "wave", bytes, mapping })
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A sheet of CSV with a column of free answers and an anonymous one.
fn read_csv(text: &str) -> ImportReport {
    let mapping = r#"
        [survey]
        id = "2024"
        date = "2024"
        title = { fr = "Enquête", en = "Survey", es = "Encuesta" }
        [member]
        column = "Service"
        [[question]]
        number = "1"
        kind = "challenge"
        columns = ["Challenges"]
        values = "free"
        title = { fr = "Défis", en = "Challenges", es = "Retos" }
        [[question]]
        number = "2"
        kind = "expectation"
        columns = ["Expectations"]
        values = "list"
        anonymous = true
        title = { fr = "Attentes", en = "Expectations", es = "Expectativas" }
    "#;
    read(text.as_bytes(), mapping)
}

#[test]
fn every_format_says_the_same() {
    let wave = wave(true, 7);
    let mut readings = [SheetFormat::Csv, SheetFormat::Xlsx, SheetFormat::Ods].map(|format| {
        let mut reading = read(&sheet(&wave, format), &wave.mapping).reading;
        // What a mistaken encoding looks like depends on the format.
        reading.faults.iter_mut().for_each(|fault| fault.suggestion = None);
        reading.faults.iter_mut().filter(|it| it.kind == FaultKind::Encoding).for_each(|fault| {
            fault.value = String::new();
        });
        reading
    });
    let [csv, xlsx, ods] = &mut readings;
    assert_eq!(csv, xlsx);
    assert_eq!(xlsx, ods);
}

#[test]
fn a_fault_of_every_kind_is_told() {
    let wave = wave(true, 7);
    let report = read(&sheet(&wave, SheetFormat::Xlsx), &wave.mapping);
    let told: BTreeSet<FaultKind> = report.reading.faults.iter().map(|fault| fault.kind).collect();
    let missing: Vec<FaultKind> =
        FaultKind::ALL.into_iter().filter(|kind| !told.contains(kind)).collect();
    // No two members of the seed share a name.
    assert_eq!(missing, [FaultKind::AmbiguousMember]);
    for fault in &report.reading.faults {
        let anonymous = fault.place.heading == "Expectations (anonymous)";
        assert_eq!(fault.place.row.is_none(), anonymous, "{fault:?}");
    }
    assert!(report.reading.faults.iter().all(|fault| !fault.value.contains('@')));
}

#[test]
fn a_clean_wave_has_no_faults_but_of_services_that_nobody_knows() {
    let wave = wave(false, 3);
    let report = read(&sheet(&wave, SheetFormat::Csv), &wave.mapping);
    assert_eq!((report.reading.rows, report.reading.respondents.len()), (40, 36));
    let faults = &report.reading.faults;
    assert!(faults.iter().all(|fault| fault.kind == FaultKind::UnknownMember), "{faults:?}");
    assert_eq!(faults.len(), 4);
    assert!(report.codings.len() > 100 && report.undecided() > 20, "{}", report.codings.len());
}

#[test]
fn a_wave_can_be_wide() {
    let size =
        WaveSize { year: 2024, respondents: 30, seed: 4, columns: 60, dirty: true, sheet: SHEET };
    let wave = Passerelle::generate_survey(&SEEDED, &size).expect("a wave can be made up");
    let report = read(&sheet(&wave, SheetFormat::Xlsx), &wave.mapping);
    assert_eq!(report.mapping.questions.len(), 58);
    assert!(wave.rows[2].len() == 60 && report.codings.len() > 1_000, "{}", report.codings.len());
}

#[test]
fn the_same_seed_is_the_same_file() {
    for format in [SheetFormat::Csv, SheetFormat::Xlsx, SheetFormat::Ods] {
        assert_eq!(sheet(&wave(true, 5), format), sheet(&wave(true, 5), format));
    }
    assert_ne!(sheet(&wave(true, 5), SheetFormat::Csv), sheet(&wave(true, 6), SheetFormat::Csv));
}

#[test]
fn members_are_known_by_every_name_and_near_misses_are_suggested() {
    let report = read_csv(
        "Service;Challenges;Expectations\nACTIRIS;a b;\nKEN;a b;\nde;a b;\nEspaña;a b;\nKenia;a b;\nBelgiqe;a b;\n",
    );
    let respondents: Vec<&str> =
        report.reading.respondents.iter().filter_map(|it| it.as_str().rsplit('/').next()).collect();
    assert_eq!(respondents.len(), 4, "{respondents:?}");
    let told: Vec<(FaultKind, Option<usize>)> =
        report.reading.faults.iter().map(|fault| (fault.kind, fault.place.row)).collect();
    assert_eq!(told, [(FaultKind::SecondAnswer, Some(6)), (FaultKind::UnknownMember, Some(7))]);
    let near = report.reading.faults[1].suggestion.as_deref();
    assert!(near.is_some_and(|near| near.starts_with("belgique")), "{near:?}");
}

/// Rows in another order are the same anonymous claims: their order tells
/// nothing, and nothing else of them does.
#[test]
fn anonymous_answers_lead_back_to_no_row() {
    let rows = [
        "ACTIRIS;one two;\"zeal; alpha words\"",
        "KEN;three four;better news",
        "DE;five six;alpha words",
    ];
    let plain = |rows: &[&str]| {
        let text = format!("Service;Challenges;Expectations\n{}\n", rows.join("\n"));
        let claims = read_csv(&text).reading.claims;
        claims.into_iter().filter(|claim| claim.question == 1).collect::<Vec<_>>()
    };
    let forwards = plain(&rows);
    let backwards = plain(&[rows[2], rows[1], rows[0]]);
    assert_eq!(forwards, backwards);
    let words: Vec<&str> = forwards.iter().map(|claim| claim.words.as_str()).collect();
    assert_eq!(words, ["alpha words", "alpha words", "better news", "zeal"]);
    assert!(forwards.iter().all(|claim| claim.member.is_none()));
}

#[test]
fn a_sheet_that_does_not_fit_is_refused_in_words() {
    let wave = wave(false, 1);
    let refused = |bytes: &[u8], mapping: &str| {
        let file = SurveyFile { name: "wave", bytes, mapping };
        SERVICE.0.try_survey(&file).err().map_or_else(String::new, |error| error.to_string())
    };
    let csv = sheet(&wave, SheetFormat::Csv);
    let renamed = wave.mapping.replace("column = \"Service\"", "column = \"Servicio\"");
    assert!(refused(&csv, &renamed).contains("no column 'Servicio'"));
    let unknown = wave.mapping.replace("[\"active-measures\"]", "[\"no-such-theme\"]");
    assert!(refused(&csv, &unknown).contains("no-such-theme"));
    let other = wave.mapping.replace(SHEET, "Other");
    let xlsx = sheet(&wave, SheetFormat::Xlsx);
    assert!(refused(&xlsx, &other).contains(SHEET));
    assert!(refused(b"", &wave.mapping).contains("empty"));
    assert!(refused(b"\0\0\0", &wave.mapping).contains("neither CSV"));
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = passerelle(arguments);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_takes_a_sheet_in_once() {
    let data = data_directory();
    let path = |name: &str| data.path().join(name).to_str().expect("UTF-8").to_owned();
    let (sheet, mapping, directory) = (path("wave.ods"), path("wave.toml"), path(""));
    let made = run(&["generate-survey", "--dirty", "--output", &sheet, "--mapping", &mapping]);
    assert_eq!(made.0, Some(0), "{}", made.2);

    let import = |more: &[&str]| {
        let arguments = ["import-survey", &sheet, "--mapping", &mapping, "--data", &directory];
        run(&[&arguments[..], more].concat())
    };
    let (code, out, err) = import(&["--dry-run", "--report", "csv"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(
        out.starts_with(
            "row,column,heading,severity,fault,value,suggestion,note_fr,note_en,note_es\n"
        ),
        "{out}"
    );
    assert!(err.contains("cells have errors"), "{err}");

    let (code, out, err) = import(&[]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("unknownMember") || out.contains("No member has this name"), "{out}");
    assert!(err.contains("--incomplete"), "{err}");

    let (code, out, err) = import(&["--incomplete"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("survey synthetic-2023: "), "{out}");
    let hash = || run(&["hash", "--data", &directory]).1;
    let before = hash();
    let (code, out, _) = import(&[]);
    assert_eq!(code, Some(0));
    assert!(out.contains("is published already, and nothing changes"), "{out}");
    assert_eq!(hash(), before);
    assert!(Path::new(&sheet).exists());
    assert_eq!(run(&["import-survey", &sheet]).0, Some(2), "the mapping is missing");
}
