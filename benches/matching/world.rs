//! Made-up members as profiles over the real themes, and the clock.

use passerelle::domain::{Certainty, Iri, SyntheticMember, SyntheticMembers};
use passerelle::graph::{KnowledgeGraph, Query};
use passerelle::matching::{Concepts, Item, Profile};
use rustix::time::{ClockId, clock_gettime};

const SEED: u64 = 1;
/// None enters a profile.
const COUNTRIES: usize = 43;
const LEAVES: &str = "PREFIX pes: <https://w3id.org/passerelle/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?theme WHERE {
  ?theme a pes:Theme FILTER NOT EXISTS { ?narrower skos:broader ?theme }
} ORDER BY ?theme";

/// The tree of themes, with those under which there are none.
pub(crate) struct World {
    pub(crate) concepts: Concepts,
    leaves: Vec<usize>,
}

impl World {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let graph = KnowledgeGraph::in_memory()?;
        graph.seed()?;
        let concepts = Concepts::read(&graph)?;
        let rows = graph.select(&Query::new(LEAVES))?;
        let leaves: Vec<Iri> = rows.iter().map(|row| row.iri("theme")).collect::<Result<_, _>>()?;
        let leaves = leaves.iter().filter_map(|leaf| concepts.index(leaf)).collect();
        Ok(Self { concepts, leaves })
    }

    /// Members of whom each says what `gathered` made-up ones say.
    pub(crate) fn profiles(&self, count: usize, gathered: usize) -> Vec<Profile> {
        let mut members = SyntheticMembers::new(SEED, self.leaves.len(), COUNTRIES);
        let mut one = || {
            let mut profile = Profile::empty(&self.concepts);
            members.by_ref().take(gathered).for_each(|member| self.hold(&mut profile, &member));
            profile
        };
        (0..count).map(|_| one()).collect()
    }

    fn hold(&self, profile: &mut Profile, member: &SyntheticMember) {
        for statement in &member.statements {
            let Some(facet) = statement.kind.facet() else { continue };
            let level = if statement.certainty == Certainty::Explicit { 4 } else { 3 };
            for theme in &statement.themes {
                let item = Item { facet, concept: self.leaves[*theme] };
                profile.raise(&self.concepts, item, level);
            }
        }
    }
}

/// CPU time of this thread.
pub(crate) fn cpu_s(work: impl FnOnce()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let begin = now();
    work();
    now() - begin
}
