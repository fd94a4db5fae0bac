//! What a statement can be: its kind, its certainty, and the facet of a
//! member's profile that it speaks to.

/// The kind of a statement: the individuals of `pes:StatementKind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the ontology's terms")]
pub enum StatementKind {
    Achievement,
    Priority,
    Challenge,
    Lever,
    PracticeMention,
    TopicSought,
    TopicOffered,
    Expectation,
    TargetGroupMention,
}

impl StatementKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Achievement,
        Self::Priority,
        Self::Challenge,
        Self::Lever,
        Self::PracticeMention,
        Self::TopicSought,
        Self::TopicOffered,
        Self::Expectation,
        Self::TargetGroupMention,
    ];

    /// The local name in the ontology: `topicSought`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Achievement => "achievement",
            Self::Priority => "priority",
            Self::Challenge => "challenge",
            Self::Lever => "lever",
            Self::PracticeMention => "practiceMention",
            Self::TopicSought => "topicSought",
            Self::TopicOffered => "topicOffered",
            Self::Expectation => "expectation",
            Self::TargetGroupMention => "targetGroupMention",
        }
    }

    /// The facet that the statement is evidence for; none for levers,
    /// expectations and target groups, which describe no theme need or offer.
    #[must_use]
    pub fn facet(self) -> Option<Facet> {
        match self {
            Self::Challenge | Self::Priority | Self::TopicSought => Some(Facet::Need),
            Self::Achievement | Self::PracticeMention | Self::TopicOffered => Some(Facet::Offer),
            Self::Lever | Self::Expectation | Self::TargetGroupMention => None,
        }
    }
}

/// A side of a member's profile. Facets stay apart: to have achieved
/// something is not to need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Challenges, priorities and topics sought.
    Need,
    /// Achievements, practices and topics offered.
    Offer,
}

impl Facet {
    /// Both facets.
    pub const ALL: [Self; 2] = [Self::Need, Self::Offer];

    /// The word in answers: `need` or `offer`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Offer => "offer",
        }
    }
}

/// How surely a source attributes a statement to its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The member stands in a list of examples: a sample, not a census.
    IllustrativeList,
    /// A reader must conclude it.
    Inferred,
    /// The sentence says it of this member.
    Explicit,
}

impl Certainty {
    /// Every certainty, least first.
    pub const ALL: [Self; 3] = [Self::IllustrativeList, Self::Inferred, Self::Explicit];

    /// The local name in the ontology: `illustrativeList`.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::IllustrativeList => "illustrativeList",
            Self::Inferred => "inferred",
            Self::Explicit => "explicit",
        }
    }
}

/// How much a match can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Too little shared evidence to say anything.
    Insufficient,
    /// A hint.
    Low,
    /// Worth a conversation.
    Medium,
    /// Well supported.
    High,
}

impl Confidence {
    /// Every confidence, least first.
    pub const ALL: [Self; 4] = [Self::Insufficient, Self::Low, Self::Medium, Self::High];

    /// The word in answers.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
