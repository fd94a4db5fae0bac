//! `passerelle openapi`: the description of the REST API.

use clap::Args;

/// Print the OpenAPI 3.1 document of the REST API
#[derive(Args)]
#[command(after_help = "Example:
  passerelle openapi > openapi/openapi.json")]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        println!("{}", crate::http::openapi_json()?);
        Ok(())
    }
}
