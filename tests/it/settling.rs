//! Between the desk and the graph: what a crash leaves, and what ends by
//! itself.

use crate::seeded::data_directory;
use jiff::civil::date;
use passerelle::desk::{By, Contribution, Desk, Key, NewKey, Pending};
use passerelle::domain::{ContributionKind, ContributionState, Role, Slug, Step};
use passerelle::graph::{Content, KnowledgeGraph, Release, UploadFormat};
use passerelle::operations::{Caller, Passerelle, Precondition, SentContent};
use std::path::Path;

fn key(desk: &Desk, role: Role, member: Option<&str>) -> Key {
    let member = member.map(|member| member.parse().expect("a slug"));
    let new = NewKey { role, label: None, member, expires: None };
    desk.create_key(&new, By::COMMAND_LINE).expect("a key").0
}

fn open(directory: &Path) -> Passerelle {
    Passerelle::open(directory).expect("it opens").0
}

/// An offer of Kenya's service that a reviewer has.
fn in_review(directory: &Path) -> (Slug, Key) {
    let service = open(directory);
    let author = key(service.desk(), Role::Contributor, Some("ke-pes"));
    let reviewer = key(service.desk(), Role::Reviewer, None);
    let body = br#"{ "about": ["theme/telework"], "description": { "en": "A visit." }, "endDate": "2027-06-30" }"#;
    let sent = SentContent { body: body.to_vec(), format: UploadFormat::JsonLd };
    let caller = Caller { key: &author, request_id: None };
    let (report, _) = service
        .draft_contribution(&caller, ContributionKind::Offer, None, sent, None)
        .expect("a draft");
    let id = report.contribution.id;
    advance(&service, &author, &id, Step::Submit);
    advance(&service, &reviewer, &id, Step::Review);
    (id, reviewer)
}

fn advance(service: &Passerelle, key: &Key, id: &Slug, step: Step) {
    let caller = Caller { key, request_id: None };
    service
        .advance_contribution(&caller, id, &Precondition::Any, step, None, None)
        .unwrap_or_else(|error| panic!("{step:?}: {error}"));
}

fn kept(desk: &Desk, id: &Slug) -> Contribution {
    desk.contribution(id).expect("the desk answers").expect("it is there")
}

fn begun(desk: &Desk, id: &Slug, step: Step, by: &Key) {
    let pending = Pending { step, key_id: Some(by.id.clone()) };
    desk.intend(&kept(desk, id), Some(&pending)).expect("it is noted");
}

#[test]
fn a_publication_that_did_not_reach_the_graph_was_never_made() {
    let directory = data_directory();
    let (id, reviewer) = in_review(directory.path());
    begun(&Desk::open(directory.path()).expect("the desk"), &id, Step::Publish, &reviewer);
    let service = open(directory.path());
    let settled = kept(service.desk(), &id);
    assert_eq!((settled.state, settled.pending), (ContributionState::InReview, None));
    assert_eq!(service.graph().released(&id).expect("an answer"), None);
    advance(&service, &reviewer, &id, Step::Publish);
}

#[test]
fn a_publication_that_reached_the_graph_is_written_down() {
    let directory = data_directory();
    let (id, reviewer) = in_review(directory.path());
    {
        let desk = Desk::open(directory.path()).expect("the desk");
        begun(&desk, &id, Step::Publish, &reviewer);
        let (was, version) = (kept(&desk, &id), desk.versions(&id).expect("versions").remove(0));
        let content =
            Content::from_text(was.kind, &was.thing, &version.content).expect("N-Triples");
        let graph = KnowledgeGraph::open(directory.path()).expect("the graph");
        let release = Release {
            id: &id,
            content: &content,
            version: 1,
            replaces: None,
            member: was.member.as_ref(),
            prepared_as: version.by,
            published_as: Role::Reviewer,
            at: was.modified,
        };
        graph.release(&release).expect("it is let in");
    }
    let service = open(directory.path());
    let settled = kept(service.desk(), &id);
    assert_eq!((settled.state, settled.live), (ContributionState::Published, Some(1)));
    assert_eq!((settled.pending, settled.ends), (None, Some(date(2027, 6, 30))));
    let audit = service.desk().audit(0, 100).expect("the audit");
    let last = audit.last().expect("a deed");
    assert_eq!(
        (last.action.as_str(), last.key_id.as_ref()),
        ("contribution.publish", Some(&reviewer.id))
    );
    drop(service);

    // The same with the way out.
    let desk = Desk::open(directory.path()).expect("the desk");
    begun(&desk, &id, Step::Retire, &reviewer);
    let was = kept(&desk, &id);
    {
        let graph = KnowledgeGraph::open(directory.path()).expect("the graph");
        graph.withdraw(&id, &was.thing, was.modified, 1).expect("it leaves");
    }
    let service = open(directory.path());
    assert_eq!(kept(service.desk(), &id).state, ContributionState::Retired);
}

#[test]
fn an_offer_leaves_after_its_last_day_and_not_on_it() {
    let directory = data_directory();
    let (id, reviewer) = in_review(directory.path());
    let service = open(directory.path());
    advance(&service, &reviewer, &id, Step::Publish);
    assert_eq!(service.retire_ended(date(2027, 6, 30)).expect("a sweep"), 0);
    assert_eq!(service.retire_ended(date(2027, 7, 1)).expect("a sweep"), 1);
    assert_eq!(service.retire_ended(date(2027, 7, 1)).expect("a sweep"), 0);
    assert_eq!(kept(service.desk(), &id).state, ContributionState::Retired);
    assert!(service.graph().released(&id).expect("an answer").expect("a tombstone").withdrawn);
}
