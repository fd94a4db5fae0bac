//! Read what is at the desk: contributions, their versions, and what differs
//! between two.

use super::contributions::{Caller, ContributionError, ContributionReport};
use super::service::Passerelle;
use crate::desk::{Contribution, ContributionFilter, ContributionSpan};
use crate::domain::{Role, Slug, Step};
use crate::graph::Content;
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A version as it is told.
#[derive(Clone, Debug)]
pub struct VersionReport {
    /// Its number, from 1.
    pub number: u64,
    /// In which role it was written.
    pub by: Role,
    /// When.
    pub written: Timestamp,
    /// What it says, in the keys of the API.
    pub content: Value,
}

/// A field that two versions do not have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// Its key.
    pub field: String,
    /// Its value in the one version; none where it has none.
    pub before: Option<Value>,
    /// Its value in the other.
    pub after: Option<Value>,
}

impl Passerelle {
    /// One contribution.
    ///
    /// # Errors
    /// When there is none, or the caller may not read it.
    pub fn contribution(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
    ) -> Result<ContributionReport, ContributionError> {
        self.report_of(self.readable_contribution(caller, id)?)
    }

    /// A part of the contributions that the caller may read, and how many there
    /// are in all.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn contributions(
        &self,
        caller: &Caller<'_>,
        mut filter: ContributionFilter,
        span: ContributionSpan,
    ) -> Result<(Vec<Contribution>, u64), ContributionError> {
        if caller.key.role <= Role::Contributor {
            filter.seen_by = Some((caller.key.member.clone(), caller.key.id.clone()));
        }
        Ok(self.desk().contributions(&filter, span)?)
    }

    /// All versions of a contribution, the first one first.
    ///
    /// # Errors
    /// When there is none, or the caller may not read it.
    pub fn contribution_versions(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
    ) -> Result<Vec<VersionReport>, ContributionError> {
        let of = self.readable_contribution(caller, id)?;
        let versions = self.desk().versions(&of.id)?.into_iter();
        let told = versions.map(|version| {
            let content = Content::from_text(of.kind, &of.thing, &version.content)?.to_json();
            let (number, by, written) = (version.number, version.by, version.written);
            Ok(VersionReport { number, by, written, content })
        });
        told.collect()
    }

    /// The fields in which one version differs from another.
    ///
    /// # Errors
    /// When there is no such contribution or version, or the caller may not
    /// read it.
    pub fn contribution_differences(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
        from: u64,
        to: u64,
    ) -> Result<Vec<FieldDifference>, ContributionError> {
        let versions = self.contribution_versions(caller, id)?;
        let content = |number: u64| {
            let found = versions.iter().find(|version| version.number == number);
            let object = found.and_then(|version| version.content.as_object());
            object.ok_or(ContributionError::UnknownVersion(number))
        };
        Ok(differences(content(from)?, content(to)?))
    }

    /// The steps that the caller may take now.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn possible_steps(
        &self,
        caller: &Caller<'_>,
        of: &Contribution,
    ) -> Result<Vec<Step>, ContributionError> {
        let actor = caller.actor(self.desk(), of)?;
        let is_possible = |step: &Step| {
            actor.may(*step, of.state).is_ok() && of.state.after(*step, of.live.is_some()).is_ok()
        };
        Ok(Step::ALL.into_iter().filter(is_possible).collect())
    }

    /// What the last version of a contribution says, in the keys of the API,
    /// to those who have it before them.
    ///
    /// # Errors
    /// When the desk fails.
    pub fn content_of(&self, of: &Contribution) -> Result<Value, ContributionError> {
        Ok(self.last_version(of)?.1.to_json())
    }

    /// Where a contribution stands: what is missing from it, which takes a while
    /// to find out, is not told.
    ///
    /// # Errors
    /// When there is none, or the caller may not read it.
    pub fn readable_contribution(
        &self,
        caller: &Caller<'_>,
        id: &Slug,
    ) -> Result<Contribution, ContributionError> {
        let found = self.find_contribution(id)?;
        caller.actor(self.desk(), &found)?.may_read()?;
        Ok(found)
    }
}

/// The fields in which one content differs from another.
#[must_use]
pub fn differences(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<FieldDifference> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter(|key| before.get(*key) != after.get(*key))
        .map(|key| FieldDifference {
            field: key.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let one = json!({ "a": 1, "b": [1, 2], "c": "x" });
        let other = json!({ "a": 1, "b": [1], "d": "y" });
        let told = differences(one.as_object().expect("one"), other.as_object().expect("other"));
        let fields: Vec<&str> = told.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["b", "c", "d"]);
        assert_eq!((told[1].before.clone(), told[1].after.clone()), (Some(json!("x")), None));
    }
}
