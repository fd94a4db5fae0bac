//! `passerelle evaluate`: the figures that matching must reach, on the outside
//! data where `OUTSIDE_DATA` names its folder, on planted groups and by the laws
//! of the score; and what files of other people's making meet.

use crate::seeded::data_directory;
use crate::support::passerelle;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const MENTIONS: &str = "entity,concept\na,x\na,y\nb,x\nb,y\nc,y\nc,z\nd,x\nd,z\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Files in a folder of the test's own.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a directory for the test");
        for (name, content) in files {
            fs::write(folder.path().join(name), content).expect("the file can be written");
        }
        Self(folder)
    }

    /// Arguments, with those that end in `.csv` or `.svg` in the folder.
    fn arguments(&self, arguments: &[&str]) -> Vec<String> {
        let place = |argument: &&str| match argument.rsplit_once('.') {
            Some((_, "csv" | "svg")) => text(&self.0.path().join(argument)).to_owned(),
            _ => (*argument).to_owned(),
        };
        ["evaluate"].iter().chain(arguments).map(place).collect()
    }

    /// What the command says, when it must succeed.
    fn evaluate(&self, arguments: &[&str]) -> String {
        let arguments = self.arguments(arguments);
        let ran = passerelle(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("UTF-8")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let out = self.evaluate(&[arguments, &["--json", "--rounds", "200"]].concat());
        serde_json::from_str(&out).expect("JSON")
    }

    /// What the command complains of, when it must fail.
    fn refused(&self, arguments: &[&str]) -> String {
        let arguments = self.arguments(arguments);
        let ran = passerelle(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ran.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(ran.stderr).expect("UTF-8")
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// The figures of the model in a list of measures.
fn of_model(list: &Value) -> &Value {
    let found = list.as_array().into_iter().flatten().find(|one| one["measure"] == "model");
    found.unwrap_or_else(|| panic!("the model is not in {list}"))
}

/// The value beside a measure in a list of pairs.
fn paired<'a>(list: &'a Value, measure: &str) -> &'a Value {
    let found = list.as_array().into_iter().flatten().find(|one| one[0] == measure);
    &found.unwrap_or_else(|| panic!("{measure} is not in {list}"))[1]["value"]
}

/// The shares of right pairs never fall as the tier rises.
fn tiers_rise(tiers: &Value) {
    let shares: Vec<f64> = tiers
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tier| tier["precision"].as_f64())
        .collect();
    assert!(shares.len() > 1 && shares.is_sorted(), "{tiers}");
}

#[test]
#[ignore = "takes half a minute: .ci/run runs it"]
fn climate_pledges_reach_the_figures_that_are_demanded() {
    let Some(data) = std::env::var_os("OUTSIDE_DATA") else {
        eprintln!("skipped: OUTSIDE_DATA does not name the folder of the outside data");
        return;
    };
    let files = Files::new(&[]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/quality/ndc");
    let converted = Command::new(script)
        .arg(PathBuf::from(data).join("ndc"))
        .arg(files.0.path())
        .status()
        .expect("Python 3 is installed");
    assert!(converted.success());
    let report = files.json(&[
        "--mentions",
        "mentions.csv",
        "--tree",
        "tree.csv",
        "--groups",
        "groups.csv",
        "--later",
        "later.csv",
        "--negative-column",
        "mentioned",
    ]);
    let figures = &report["dataSet"];
    assert_eq!(figures["entities"], 161);
    let hidden = of_model(&figures["leaveOneOut"]);
    assert!(number(&hidden["ndcg"]["value"]) >= 0.33, "{hidden}");
    assert!(number(&hidden["gain"]["low"]) >= 0.055, "{hidden}");
    assert!(number(paired(&figures["later"]["auc"], "model")) >= 0.62);
    let by_luck = number(paired(&figures["later"]["auc"], "popularity"));
    assert!((by_luck - 0.5).abs() < 1e-9, "popularity cannot tell entities apart: {by_luck}");
    assert!(number(&of_model(&figures["stability"])["rbo"]["value"]) >= 0.55);
    let shown = of_model(&figures["exposure"]);
    assert!(number(&shown["correlation"]["value"]) <= 0.45, "{shown}");
    assert!(number(&shown["neverShown"]) <= 0.02, "{shown}");
    assert!(number(&of_model(&figures["groups"])["overChance"]["value"]) <= 1.9);
    tiers_rise(&figures["tiers"]);
    let diversity = &figures["diversity"];
    assert!(number(&diversity["covered"]["difference"]["low"]) > 0.0, "{diversity}");
    assert!(number(&diversity["errIa"]["difference"]["low"]) > 0.0, "{diversity}");
    assert!(number(&diversity["likeness"]["difference"]["high"]) <= 0.0, "{diversity}");
}

#[test]
fn planted_groups_are_found_and_thin_evidence_is_said() {
    let files = Files::new(&[]);
    let report = files.json(&["--planted"]);
    let [clear, broad, thin] = [0, 1, 2].map(|place| &report["planted"][place]);
    assert!(number(paired(&clear["purity"], "model")) >= 0.87, "{clear}");
    for planted in [clear, broad, thin] {
        tiers_rise(&planted["tiers"]);
    }
    let pairs = |tiers: &[usize]| -> f64 {
        tiers.iter().map(|tier| number(&thin["tiers"][*tier]["pairs"])).sum()
    };
    assert!(pairs(&[0, 1]) >= 0.95 * pairs(&[0, 1, 2, 3]), "{thin}");
    assert!(pairs(&[3]) < 1.0, "{thin}");
    let listed = |tier: usize| number(&thin["listed"][tier]["pairs"]);
    assert!(listed(1) >= 0.95 * (listed(1) + listed(2) + listed(3)), "{thin}");
}

#[test]
fn no_law_of_the_score_is_broken() {
    let report = Files::new(&[]).json(&["--laws", "20000"]);
    let laws = report["laws"].as_array().expect("laws");
    assert_eq!(laws.len(), 8);
    for law in laws {
        assert!(number(&law["cases"]) >= 20_000.0, "{law}");
        assert_eq!(law["violations"], 0, "{law}");
    }
}

#[test]
fn the_same_seed_gives_the_same_figures() {
    let files = Files::new(&[("m.csv", MENTIONS)]);
    let asked = ["--mentions", "m.csv", "--planted", "--seed", "4"];
    assert_eq!(files.json(&asked), files.json(&asked));
    let other = ["--mentions", "m.csv", "--planted", "--seed", "5"];
    assert_ne!(files.json(&asked), files.json(&other));
}

#[test]
fn files_of_any_making_are_read() {
    let wide = "\u{feff}# a comment\nTheme; Country ;coded;year\n\
                w x;ke;yes;2016\n y ;ke;yes;2016\nw x;fr;yes;2016\ny;fr;not mentioned;2016\n\
                z;fr;yes;2016\n# another\nz;ke;yes;2020\n";
    let files = Files::new(&[
        ("wide.csv", wide),
        ("tree.csv", "child,parent\nw x,top\ny,top\nz,top\ntop,\n"),
        ("groups.csv", "country,group\nke,Africa\nfr,Europe\n"),
    ]);
    let columns = [
        "--mentions",
        "wide.csv",
        "--delimiter",
        ";",
        "--entity-column",
        "country",
        "--concept-column",
        "theme",
        "--negative-column",
        "coded",
        "--negative",
        "not mentioned",
        "--split-column",
        "year",
        "--later-value",
        "2020",
    ];
    let figures = &files.json(&columns)["dataSet"];
    assert_eq!(figures["entities"], 2);
    assert_eq!(figures["mentions"], 4, "one is denied, and one is later");
    assert_eq!(figures["concepts"], 3);
    assert!(figures["later"].is_object());

    let plain = Files::new(&[
        ("m.csv", MENTIONS),
        ("tree.csv", "child,parent\nx,top\ny,top\nz,top\n"),
        ("groups.csv", "entity,group\na,1\nb,1\nc,2\nd,2\n"),
    ]);
    let asked =
        ["--mentions", "m.csv", "--tree", "tree.csv", "--groups", "groups.csv", "--plot", "p.svg"];
    let table = plain.evaluate(&asked);
    assert!(table.contains("4 entities mention 8 things; 4 concepts."), "{table}");
    assert!(table.contains("own group, over chance"), "{table}");
    assert!(table.contains("own mentions covered"), "{table}");
    let plot = fs::read_to_string(plain.0.path().join("p.svg")).expect("a plot");
    assert!(plot.starts_with("<svg"), "{plot}");
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    let cases: [(&str, &str, &str, &[&str]); 9] = [
        ("who,concept\na,x\n", "", "", &["m.csv", "no column 'entity'", "who, concept"]),
        ("entity,concept\n", "", "", &["m.csv", "no rows"]),
        ("# nothing\n", "", "", &["m.csv"]),
        ("entity,concept\na,x\nb,\n", "", "", &["m.csv, line 3", "'concept' is empty"]),
        ("entity,concept\na,x\nb\n", "", "", &["m.csv", "line: 3"]),
        (MENTIONS, "child,parent\nx,t\ny,t\n", "", &["m.csv, line 7", "'z' is not in the tree"]),
        (MENTIONS, "child,parent\n# c\nx,y\ny,z\nz,x\n", "", &["t.csv, line", "below itself"]),
        (MENTIONS, "child,parent\nx,y\nz,\nx,z\n", "", &["t.csv, line 4", "'x' has two"]),
        (MENTIONS, "", "entity,group\na,1\na,2\n", &["g.csv, line 3", "'1' and '2'"]),
    ];
    for (mentions, tree, groups, words) in cases {
        let files = Files::new(&[("m.csv", mentions), ("t.csv", tree), ("g.csv", groups)]);
        let mut asked = vec!["--mentions", "m.csv"];
        for (option, name, content) in [("--tree", "t.csv", tree), ("--groups", "g.csv", groups)] {
            if !content.is_empty() {
                asked.extend([option, name]);
            }
        }
        let said = files.refused(&asked);
        assert!(words.iter().all(|word| said.contains(word)), "{words:?}: {said}");
    }
    let files = Files::new(&[("m.csv", "entity,concept,sure\na,x,explicit\na,y,maybe\n")]);
    let said = files.refused(&["--mentions", "m.csv", "--certainty-column", "sure"]);
    assert!(said.contains("line 3: 'maybe' is none of explicit, inferred"), "{said}");
    assert!(files.refused(&["--mentions", "absent.csv"]).contains("absent.csv"));
}

#[test]
fn exchanges_that_took_place_are_held_against_the_lists() {
    let directory = data_directory();
    let arguments = ["--exchanges", "--data", text(directory.path())];
    let judged = Files::new(&[]).json(&arguments)["exchanges"].take();
    assert_eq!((judged["exchanges"].as_u64(), judged["pairs"].as_u64()), (Some(1), Some(2)));
    let modes = judged["modes"].as_array().expect("modes");
    let names: Vec<&str> = modes.iter().filter_map(|mode| mode["mode"].as_str()).collect();
    assert_eq!(names, ["similar", "helps-me", "i-help", "mutual"]);
    for mode in modes {
        assert!(mode["amongFirst"].as_u64() <= mode["listed"].as_u64(), "{mode}");
        assert!(
            mode["meanReciprocalRank"].as_f64().is_some_and(|mean| (0.0..=1.0).contains(&mean))
        );
    }
    assert!(Files::new(&[]).evaluate(&arguments).contains("1 exchanges took place"));
}
