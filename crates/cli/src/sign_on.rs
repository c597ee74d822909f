//! Signing in through a provider: what can be said of it when the server starts.
//!
//! The secret is never typed on the command line, where everybody on the machine could read it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use catena_server::{SignOn, SignOnSettings};
use clap::{Args, ValueHint};

/// Where the secret stands if it stands in no file.
const SECRET: &str = "CATENA_OIDC_SECRET";

/// A provider through which people sign in, beside their passwords.
#[derive(Debug, Args)]
#[expect(clippy::struct_field_names, reason = "the options are called so")]
pub struct Provider {
    /// Let people sign in through this `OpenID` Connect provider too; its secret stands in `CATENA_OIDC_SECRET` or in a file.
    /// It has to send people back to `ADDRESS/api/v1/sign-on/reply`
    #[arg(long, value_name = "URL", env = "CATENA_OIDC_ISSUER", hide_env_values = true, requires = "oidc_client")]
    pub oidc_issuer: Option<String>,
    /// By what the provider knows this server
    #[arg(long, value_name = "ID", env = "CATENA_OIDC_CLIENT", hide_env_values = true)]
    pub oidc_client: Option<String>,
    /// The file with the secret that belongs to it
    #[arg(long, value_name = "FILE", env = "CATENA_OIDC_SECRET_FILE", hide_env_values = true)]
    #[arg(value_hint = ValueHint::FilePath)]
    pub oidc_secret_file: Option<PathBuf>,
    /// What the provider is called on its button
    #[arg(long, value_name = "NAME", env = "CATENA_OIDC_NAME", hide_env_values = true)]
    pub oidc_name: Option<String>,
    /// Let only people in who have an e-mail address of this domain when they first come
    #[arg(long, value_name = "DOMAIN", env = "CATENA_OIDC_DOMAIN", hide_env_values = true)]
    pub oidc_domain: Option<String>,
    /// Give people of that domain an account with this role when they first come. Else only those are
    /// let in who have one, under their e-mail address
    #[arg(long, value_name = "ROLE", env = "CATENA_OIDC_NEWCOMERS", hide_env_values = true, requires = "oidc_domain")]
    #[arg(value_parser = ["member", "lead", "auditor", "customer"])]
    pub oidc_newcomers: Option<String>,
}

impl Provider {
    /// The provider that is meant, for a server that browsers reach at `address`; none if none is.
    pub fn open(&self, address: &str) -> Result<Option<SignOn>> {
        let (Some(issuer), Some(client)) = (&self.oidc_issuer, &self.oidc_client) else { return Ok(None) };
        let settings = SignOnSettings {
            issuer: issuer.clone(),
            client: client.clone(),
            secret: self.secret()?,
            name: self.oidc_name.clone().unwrap_or_else(|| "OpenID Connect".to_owned()),
            address: address.to_owned(),
            domain: self.oidc_domain.clone(),
            newcomers: self.oidc_newcomers.clone(),
        };
        SignOn::new(settings).map(Some).context("nobody can sign in through the provider")
    }

    fn secret(&self) -> Result<String> {
        if let Some(file) = &self.oidc_secret_file {
            let text = fs::read_to_string(file);
            return Ok(text.with_context(|| format!("{}: cannot be read", file.display()))?.trim().to_owned());
        }
        match std::env::var(SECRET) {
            Ok(secret) => Ok(secret),
            Err(_) => bail!(
                "the provider's secret is missing: put it into {SECRET}, or name its file with --oidc-secret-file"
            ),
        }
    }
}
