//! What a user does, one file each: the things that touch several layers.

mod back_up;
mod browse;
mod citations;
mod compare_epochs;
mod find_peers;
mod follow_changes;
mod generate;
mod generate_survey;
mod group_report;
mod import_survey;
mod load_files;
mod match_profile;
mod match_report;
mod news;
mod plot_quality;
mod present;
mod propose_groups;
mod publish_survey;
mod read_data_set;
mod recommend;
mod remembered;
mod service;
mod statistics;
mod succession;
mod theme_tree;
mod write_graphs;

pub use back_up::{CopyError, back_up, restore};
pub use browse::{BrowseError, Collection, Filter, Listing, Page, References, Sort};
pub use compare_epochs::{Difference, EpochComparison, EpochError};
pub use find_peers::{MemberFilter, PeerRequest};
pub use follow_changes::{
    ChangeCursor, ChangePage, ChangeRequest, Changed, FollowError, InvalidCursor, ReportedChange,
};
pub use generate::{Generated, SyntheticSize, generate};
pub use generate_survey::GenerateSurveyError;
pub use group_report::{
    GroupsReport, ProposedGroup, ProposedMember, StatedDemand, StatedMention, StatedPart,
    WorkshopRole,
};
pub use import_survey::{
    Coding, CodingState, Decisions, ImportReport, ImportSurveyError, Outcome, PublishedSurvey,
    SurveyFile,
};
pub use load_files::LoadError;
pub use match_profile::{Part, ProfileError, ProfileReport, Said, StatedProfile, Understood};
pub use match_report::{MatchReport, MatchedConcept, MatchedPeer, PairReport};
pub use news::{NEWS_MAX, News, NewsItem, NewsSubject};
pub use plot_quality::{PlotError, plot_thin_evidence};
pub use propose_groups::GroupRequest;
pub use read_data_set::{Columns, DataSetError, DataSetFiles, read_data_set};
pub use recommend::{AddressedNeed, RecommendationReport, Recommended};
pub use service::{Opening, Passerelle, ServiceError};
pub use statistics::{
    Cell, Frequency, Recurrence, RegionBase, StatisticsFilter, ThemeByRegion, Trend, TrendPoint,
    Wave,
};
pub use succession::Succession;
pub use theme_tree::ThemeNode;
