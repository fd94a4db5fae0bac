//! Who somebody is, by what an OpenID provider says: tokens that are sent as a
//! bearer's, and people who sign in by their browser. What they may do follows
//! from claims that the settings name; nothing is kept here.
//!
//! - `settings`: the provider, and what its claims mean here.
//! - `provider`: its description and its keys, fetched and remembered.
//! - `token`: whether a token is good, and whose it is.
//! - `sign_in`: the way by a browser: authorization code, PKCE, state, nonce.

mod provider;
mod settings;
mod sign_in;
mod token;

pub use provider::Provider;
pub use settings::{ClientSettings, IssuerSettings, MappingError, RoleMapping};
pub use sign_in::{PendingSignIn, SignInRefused};
pub use token::{Person, TokenRefused};
