//! The OpenID provider of the settings.

use crate::config::Config;
use crate::identity::{ClientSettings, IssuerSettings, Provider, RoleMapping};
use crate::outbound::Courier;
use anyhow::{Context, ensure};
use std::time::Duration;

/// The time of one request to the provider: somebody waits for it.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Its keys are not fetched again sooner, whatever tokens name.
const REFETCH_MIN: Duration = Duration::from_secs(10);

/// The provider, if there is one. Nobody is asked yet.
pub(super) fn provider(config: &Config) -> anyhow::Result<Option<Provider>> {
    let issuer = &config.oidc_issuer;
    if issuer.is_empty() {
        return Ok(None);
    }
    let courier = Courier::new(config.oidc_allow.parse().context("oidc_allow")?, TIMEOUT);
    courier.admit(issuer).context("oidc_issuer")?;
    let roles = RoleMapping::new(&config.oidc_role_claim, &config.oidc_roles);
    let roles = roles.context("oidc_roles")?;
    ensure!(!roles.names.is_empty(), "oidc_roles: which names give which roles is not said");
    ensure!(!config.oidc_audience.is_empty(), "oidc_audience: tokens for whom is not said");
    // Otherwise what tells who signed in could be sent as what allows something.
    ensure!(
        config.oidc_audience != config.oidc_client_id,
        "oidc_audience: it has to be another name than oidc_client_id"
    );
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let client = said(&config.oidc_client_id).map(|id| ClientSettings {
        id,
        secret: said(&config.oidc_client_secret),
        scope: config.oidc_scope.clone(),
    });
    let settings = IssuerSettings {
        issuer: issuer.clone(),
        audience: config.oidc_audience.clone(),
        roles,
        member_claim: said(&config.oidc_member_claim),
        client,
        refetch_min: REFETCH_MIN,
    };
    Ok(Some(Provider::new(settings, courier)))
}
