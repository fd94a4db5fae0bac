//! What a user does, one file each: the things that touch several layers.

mod back_up;
mod brief;
mod browse;
mod cards;
mod compare_epochs;
mod concept_schemes;
mod contributions;
mod deliver_webhooks;
mod draft_contributions;
mod find_labels;
mod find_peers;
mod follow_changes;
mod follow_contributions;
mod generate;
mod generate_survey;
mod group_report;
mod import_survey;
mod judge_exchanges;
mod load_files;
mod match_profile;
mod match_report;
mod news;
mod offered;
mod plot_quality;
mod present;
mod propose_groups;
mod publish_survey;
mod read_data_set;
mod recommend;
mod reconcile;
mod remembered;
mod review_contributions;
mod roll;
mod search;
mod service;
mod statistics;
mod succession;
mod survey_columns;
mod theme_mentions;
mod theme_tree;
mod webhooks;
mod write_graphs;

pub use back_up::{CopyError, back_up, restore};
pub use brief::{Brief, Briefs, Showing, Written};
pub use browse::{BrowseError, Collection, Filter, Listing, Page, References, Sort};
pub use compare_epochs::{Difference, EpochComparison, EpochError};
pub use concept_schemes::{Concept, ConceptScheme};
pub use contributions::{Caller, ContributionError, ContributionReport, Precondition};
pub use deliver_webhooks::DeliveryError;
pub use draft_contributions::SentContent;
pub use find_labels::{FoundLabel, LabelSearch};
pub use find_peers::{MemberFilter, PeerRequest};
pub use follow_changes::{
    ChangeCursor, ChangePage, ChangeRequest, FollowError, InvalidCursor, ReportedChange,
};
pub use follow_contributions::{FieldDifference, VersionReport, differences};
pub use generate::{Generated, SyntheticSize, generate};
pub use generate_survey::GenerateSurveyError;
pub use group_report::{
    GroupsReport, ProposedGroup, ProposedMember, StatedDemand, StatedMention, StatedPart,
    WorkshopRole,
};
pub use import_survey::{
    Coding, CodingState, Decisions, ImportEntry, ImportReport, ImportSurveyError, Outcome,
    PublishedSurvey, SurveyFile,
};
pub use judge_exchanges::{ExchangeFigures, ExchangeModeFigures};
pub use load_files::LoadError;
pub use match_profile::{Part, ProfileError, ProfileReport, Said, StatedProfile, Understood};
pub use match_report::{MatchReport, MatchedConcept, MatchedPeer, PairReport};
pub use news::{NEWS_MAX, News, NewsItem, NewsSubject};
pub use plot_quality::{PlotError, plot_thin_evidence};
pub use propose_groups::GroupRequest;
pub use read_data_set::{Columns, DataSetError, DataSetFiles, read_data_set};
pub use recommend::{AddressedNeed, RecommendationReport, Recommended};
pub use reconcile::{COMPARED, Candidate, NameQuery, NamedThing, RECONCILED, SCORE_MAX};
pub use search::{
    FacetCount, FoundThing, QUESTION_CHARS_MAX, SearchReport, SearchRequest, SuggestedThing,
    UnderstoodWords,
};
pub use service::{Opening, Passerelle, ServiceError};
pub use statistics::{
    Cell, Frequency, Recurrence, RegionBase, StatisticsFilter, ThemeByRegion, Trend, TrendPoint,
    Wave,
};
pub use succession::Succession;
pub use survey_columns::{HeldSheet, SheetColumns};
pub use theme_mentions::ThemeMentions;
pub use theme_tree::ThemeNode;
pub use webhooks::WebhookError;
