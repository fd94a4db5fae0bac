//! What a user does, one file each: the things that touch several layers.

mod back_up;
mod browse;
mod citations;
mod find_peers;
mod generate;
mod load_files;
mod match_profile;
mod match_report;
mod plot_quality;
mod read_data_set;
mod recommend;
mod remembered;
mod search;
mod service;
mod statistics;
mod theme_tree;
mod write_graphs;

pub use back_up::{CopyError, back_up, restore};
pub use browse::{BrowseError, Collection, Filter, Listing, Page, References, Sort};
pub use find_peers::{MemberFilter, PeerRequest};
pub use generate::{Generated, SyntheticSize, generate};
pub use load_files::LoadError;
pub use match_profile::{Part, ProfileError, ProfileReport, Said, StatedProfile, Understood};
pub use match_report::{MatchReport, MatchedConcept, MatchedPeer, PairReport};
pub use plot_quality::{PlotError, plot_thin_evidence};
pub use read_data_set::{Columns, DataSetError, DataSetFiles, read_data_set};
pub use recommend::{AddressedNeed, RecommendationReport, Recommended};
pub use search::{
    FacetCount, FoundThing, SearchReport, SearchRequest, SuggestedThing, UnderstoodWords,
};
pub use service::{Opening, Passerelle, ServiceError};
pub use statistics::{Cell, Frequency, Recurrence, RegionBase, StatisticsFilter, ThemeByRegion};
pub use theme_tree::ThemeNode;
