//! What is held in memory follows each write, and is then what it would be if
//! the graph were read anew.

use crate::seeded;
use passerelle::desk::By;
use passerelle::domain::{Kind, Role, Slug};
use passerelle::graph::{DatasetChoice, StopToken, UpdateLimits};
use passerelle::matching::Mode;
use passerelle::operations::{
    Collection, Listing, Opening, Passerelle, PeerRequest, Sort, SurveyFile,
};
use passerelle::survey::{SheetFormat, WaveSize, write_sheet};
use passerelle::vocabulary::GRAPH_DERIVED;

const PREFIXES: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pest: <https://w3id.org/passerelle/id/>
PREFIX g: <https://w3id.org/passerelle/graph/>
";

/// Each changes something else that lists or recommendations show.
const UPDATES: [&str; 10] = [
    // Another statement of a member.
    "INSERT { GRAPH g:test { ?new a pes:Statement ; pes:member <https://w3id.org/passerelle/id/member/ke-pes> ;
        pes:kind pes:challenge ; pes:about <https://w3id.org/passerelle/id/theme/telework> ;
        ?property ?value } }
     WHERE { BIND(<https://w3id.org/passerelle/id/statement/test-1> AS ?new)
        { SELECT ?old { ?old a pes:Statement ; pes:member ?member ; pes:certainty pes:explicit } ORDER BY ?old LIMIT 1 }
        ?old ?property ?value FILTER(?property NOT IN (pes:member, pes:kind, pes:about, pes:hasStatement)) }",
    // It is about something else, and of somebody else.
    "DELETE { GRAPH g:test { ?s pes:about ?theme ; pes:member ?member } }
     INSERT { GRAPH g:test { ?s pes:about <https://w3id.org/passerelle/id/theme/service-digitalisation> ;
        pes:member <https://w3id.org/passerelle/id/member/be-actiris> } }
     WHERE { GRAPH g:test { ?s pes:about ?theme ; pes:member ?member } }",
    // It is less sure.
    "DELETE { GRAPH g:test { ?s pes:certainty ?it } } INSERT { GRAPH g:test { ?s pes:certainty pes:illustrativeList } }
     WHERE { GRAPH g:test { ?s pes:certainty ?it } }",
    // A practice is retired.
    "INSERT { GRAPH g:test { ?practice owl:deprecated true } }
     WHERE { SELECT ?practice { ?practice a pes:Practice } ORDER BY ?practice LIMIT 1 }",
    // Another one is there, beside what has been there.
    "INSERT DATA { GRAPH g:test { <https://w3id.org/passerelle/id/practice/test-2> a pes:Practice ; pes:practisedBy <https://w3id.org/passerelle/id/member/be-actiris> ;
        skos:prefLabel \"Essai\"@fr, \"Trial\"@en, \"Ensayo\"@es ; dct:description \"Un essai.\"@fr, \"A trial.\"@en, \"Un ensayo.\"@es ;
        pes:survey <https://w3id.org/passerelle/id/survey/2022> ;
        pes:addresses <https://w3id.org/passerelle/id/theme/telework> ; pes:stage pes:collected } }",
    // It is about something else.
    "DELETE { GRAPH g:test { ?p pes:addresses ?theme } }
     INSERT { GRAPH g:test { ?p pes:addresses <https://w3id.org/passerelle/id/theme/service-digitalisation> } }
     WHERE { GRAPH g:test { ?p a pes:Practice ; pes:addresses ?theme } }",
    // Another name for a member.
    "INSERT DATA { GRAPH g:test { <https://w3id.org/passerelle/id/member/ke-pes> skos:altLabel \"Huduma\"@sw } }",
    // Another word for a theme.
    "INSERT DATA { GRAPH g:test { <https://w3id.org/passerelle/id/theme/telework> skos:altLabel \"bureau à la maison\"@fr } }",
    // Something that nobody here reads.
    "INSERT DATA { GRAPH <https://example.org/g> { <https://example.org/s> <https://example.org/p> 1 } }",
    // All of it goes.
    "DROP GRAPH g:test",
];

fn listing(collection: Collection, sort: Sort) -> Listing {
    Listing { collection, filters: Vec::new(), sort, offset: 0, limit: usize::MAX }
}

fn slugs(service: &Passerelle, collection: Collection) -> Vec<Slug> {
    let ids = service.identifiers(&listing(collection, Sort::Id)).expect("it can be listed");
    ids.iter().filter_map(|id| Kind::slug_of(id.as_str())).collect()
}

/// All lists in all orders, and what is like each practice.
fn listed(service: &Passerelle) -> Vec<String> {
    let orders = [Sort::Id, Sort::IdDescending, Sort::Modified, Sort::ModifiedDescending];
    let mut listed = Vec::new();
    for collection in Collection::ALL {
        for sort in orders {
            let ids = service.identifiers(&listing(collection, sort)).expect("it can be listed");
            listed.push(format!("{collection:?} {sort:?} {ids:?}"));
        }
    }
    for practice in slugs(service, Collection::Practices) {
        let similar = service.similar_practices(&practice, 100).expect("the store answers");
        listed.push(format!("{practice} {similar:?}"));
    }
    listed
}

/// All that is shown of peers and recommendations, but for the name of the
/// epoch, to one member in four; another quarter each time.
fn shown(service: &Passerelle, turn: usize) -> Vec<String> {
    let mut shown = listed(service);
    for member in slugs(service, Collection::Members).iter().skip(turn % 4).step_by(4) {
        for mode in Mode::ALL {
            let request = PeerRequest { mode, limit: 100, ..PeerRequest::default() };
            let report = service.find_peers(member, &request).expect("filters are right");
            shown.push(format!("{report:?}").replace(&*service.epoch(), ""));
        }
        let report = service.recommend(member, &[], 100).expect("the store answers");
        shown.push(format!("{report:?}").replace(&*service.epoch(), ""));
    }
    shown
}

#[test]
fn after_each_write_the_answers_are_those_of_a_service_that_reads_all_anew() {
    let (service, _directory) = seeded::service(Opening::default());
    let first = shown(&service, 0);
    for (number, update) in UPDATES.into_iter().enumerate() {
        let (using, stop) = (DatasetChoice::default(), StopToken::default());
        let text = format!("{PREFIXES}{update}");
        let change = service.update(&text, &using, &UpdateLimits::default(), &stop);
        let change = change.unwrap_or_else(|error| panic!("{error:?}: {update}"));
        assert!(change.inserted + change.removed > 0, "{update}");
        let followed = shown(&service, number);
        assert!(number > 0 || followed != first, "what members say is seen at once: {update}");
        service.refresh().expect("the graph can be read");
        assert_eq!(followed, shown(&service, number), "{update}");
    }
    assert_eq!(first, shown(&service, 0));
}

/// As many statements are loaded in bulk, and what follows from them is told
/// beforehand.
#[test]
#[ignore = "takes half a minute: .ci/run runs it"]
fn a_large_wave_leaves_what_reading_all_anew_would() {
    let (service, _directory) = seeded::service_with(60);
    let (year, seed, sheet) = (2023, 3, "answers");
    let size = WaveSize { year, respondents: 110, seed, columns: 60, dirty: false, sheet };
    let wave = Passerelle::generate_survey(service.graph(), &size).expect("a wave is made up");
    let bytes = write_sheet(sheet, &wave.rows, SheetFormat::Csv).expect("a sheet is written");
    let file = SurveyFile { name: "wave.csv", bytes: &bytes, mapping: &wave.mapping };
    let (draft, _) = service.draft_survey(&file, By::COMMAND_LINE).expect("it can be read");
    let report = service
        .publish_survey(&draft.id, draft.version, true, Role::Reviewer, By::COMMAND_LINE)
        .expect("it can be published");
    let statements = report.published.map_or(0, |published| published.outcome.statements);
    assert!(statements > 3_000, "{statements}");
    let followed = shown(&service, 0);
    service.refresh().expect("the graph can be read");
    assert_eq!(followed, shown(&service, 0));
    let derived = || {
        let entries = service.graph().hashed_entries().expect("the graphs can be hashed");
        let derived = entries.into_iter().find(|entry| entry.graph.as_str() == GRAPH_DERIVED);
        derived.map(|entry| (entry.triples, entry.canonical_hash))
    };
    let foreseen = derived();
    service.graph().derive().expect("it can be derived anew");
    assert_eq!(foreseen, derived());
}

#[test]
fn answers_are_the_same_with_no_memory_for_what_they_show_and_with_all_of_it_read_ahead() {
    let (with, _directory) = seeded::service(Opening::default());
    let (without, _other) = seeded::service(Opening { card_bytes_max: 0, ..Opening::default() });
    let mut next = Some(0);
    while let Some(from) = next {
        next = with.read_ahead(from).expect("the store answers");
    }
    assert_eq!(without.read_ahead(0).expect("the store answers"), None);
    assert_eq!(shown(&with, 0), shown(&without, 0));
}
