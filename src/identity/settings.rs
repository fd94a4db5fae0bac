//! The provider that is trusted, and what its claims mean here.

use crate::domain::{Role, Slug, UnknownRole};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A provider, and what is believed of it.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// Its identifier, as it stands in `iss`, to the letter.
    pub issuer: String,
    /// What stands in `aud` of tokens for this service.
    pub audience: String,
    /// The claim that has roles, and what they are called here.
    pub roles: RoleMapping,
    /// The claim that names a member of the graph.
    pub member_claim: Option<String>,
    /// As what this service is known there, for people who sign in.
    pub client: Option<ClientSettings>,
    /// Its keys are not fetched again sooner, whatever tokens name.
    pub refetch_min: Duration,
}

/// As what this service is known to a provider.
#[derive(Clone)]
pub struct ClientSettings {
    /// The identifier of the client.
    pub id: String,
    /// Its secret, if it has one.
    pub secret: Option<String>,
    /// What is asked for; `openid` at least.
    pub scope: String,
}

impl fmt::Debug for ClientSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSettings").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Which role a claim gives. Names that are not on the list give none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleMapping {
    /// The claim; with dots for what is nested, such as `realm_access.roles`.
    pub claim: String,
    /// Names there, with roles here.
    pub names: Vec<(String, Role)>,
}

/// A mapping that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// A part of it is no pair.
    #[error("'{0}' is not NAME=ROLE")]
    NoPair(String),
    /// The role is none.
    #[error(transparent)]
    Role(#[from] UnknownRole),
}

impl RoleMapping {
    /// Reads `NAME=ROLE, NAME=ROLE`.
    ///
    /// # Errors
    /// [`MappingError`].
    pub fn new(claim: &str, names: &str) -> Result<Self, MappingError> {
        let entries = names.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let names = entries.map(|entry| {
            let pair = entry.rsplit_once('=').map(|(name, role)| (name.trim(), role.trim()));
            match pair {
                Some((name, role)) if !name.is_empty() => Ok((name.to_owned(), role.parse()?)),
                _ => Err(MappingError::NoPair(entry.to_owned())),
            }
        });
        Ok(Self { claim: claim.to_owned(), names: names.collect::<Result<_, MappingError>>()? })
    }

    /// The highest role that the claims give.
    pub(super) fn role(&self, claims: &Value) -> Option<Role> {
        let said = texts(claim(claims, &self.claim)?);
        let given = self.names.iter().filter(|(name, _)| said.contains(&name.as_str()));
        given.map(|(_, role)| *role).max()
    }
}

impl IssuerSettings {
    /// The member that the claims name; an error when what they name is none.
    pub(super) fn member(&self, claims: &Value) -> Result<Option<Slug>, ()> {
        let named = self.member_claim.as_deref().and_then(|name| claim(claims, name));
        match named.map(texts).as_deref() {
            None | Some([]) => Ok(None),
            Some([one]) => Slug::from_str(one).map(Some).map_err(drop),
            Some(_) => Err(()),
        }
    }
}

/// A claim by its name, or by its way.
fn claim<'a>(claims: &'a Value, name: &str) -> Option<&'a Value> {
    claims.get(name).or_else(|| name.split('.').try_fold(claims, |value, part| value.get(part)))
}

/// The texts of a list, or the words of a text, as of `scope`.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => text.split_ascii_whitespace().collect(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_highest_role_that_is_on_the_list_counts() {
        let mapping =
            RoleMapping::new("realm_access.roles", "pes-desk=contributor, pes boss=admin");
        let mapping = mapping.expect("a mapping");
        let role = |roles: Value| mapping.role(&json!({ "realm_access": { "roles": roles } }));
        assert_eq!(role(json!(["pes-desk", "pes boss"])), Some(Role::Admin));
        assert_eq!(role(json!(["other", "pes-desk"])), Some(Role::Contributor));
        assert_eq!(role(json!("pes-desk offline_access")), Some(Role::Contributor));
        for none in [json!([]), json!(["admin"]), json!({}), json!(null), json!([["pes-desk"]])] {
            assert_eq!(role(none.clone()), None, "{none}");
        }
        let literal = RoleMapping::new("https://pes.example/roles", "a=reader").expect("a mapping");
        assert_eq!(literal.role(&json!({ "https://pes.example/roles": "a" })), Some(Role::Reader));
        for bad in ["admin", "=admin", "a=boss", "a="] {
            assert!(RoleMapping::new("roles", bad).is_err(), "{bad}");
        }
    }
}
