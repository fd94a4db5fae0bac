//! In what order the members of a chunk stand: by what they hold in all, so that
//! those of a tile hold about as much, and a tile of those who hold far too much
//! or too little for a list is passed over.
//!
//! The order is taken once. Whoever changes stays where it is, and whoever comes
//! after stands behind the rest: bounds are of those who are in a tile, and hold
//! in any order.

/// Members and lanes of a chunk, each by the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    lanes: Box<[u16]>,
    members: Box<[u16]>,
}

impl Order {
    /// Of members that hold so much in all.
    pub(super) fn by(totals: &[u64]) -> Self {
        let mut members: Vec<u16> = (0..=u16::MAX).take(totals.len()).collect();
        members.sort_by_key(|member| totals[usize::from(*member)]);
        let mut lanes = vec![0; members.len()];
        for (member, lane) in members.iter().zip(0..) {
            lanes[usize::from(*member)] = lane;
        }
        Self { lanes: lanes.into(), members: members.into() }
    }

    /// Where a member stands.
    pub(super) fn lane(&self, member: usize) -> usize {
        self.lanes.get(member).map_or(member, |lane| usize::from(*lane))
    }

    /// Who stands there.
    pub(super) fn member(&self, lane: usize) -> usize {
        self.members.get(lane).map_or(lane, |member| usize::from(*member))
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.lanes) + size_of_val(&*self.members)
    }
}
