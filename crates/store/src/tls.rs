//! How a PostgreSQL server is reached: what the address says, and how the way there is kept secret.
//!
//! `sslmode` in the address says how: `disable` never, `prefer` (where nothing is said) if the server can, `require`
//! always, `verify-full` always and only with a certificate that names the server and that somebody trusted vouches for:
//! the system's own authorities, or those in the PEM file of `sslrootcert`. The first three do not look at the certificate,
//! as everywhere else with PostgreSQL: they keep out who listens, not who stands in between. A socket of this machine needs
//! none of it.

use std::path::PathBuf;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::Error;

/// What is needed to connect to the server of an address.
pub(crate) fn reach(url: &str) -> Result<(Config, MakeRustlsConnect), Error> {
    let asked = Asked::of(url)?;
    let mut config: Config = asked.url.parse()?;
    let is_local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
    config.ssl_mode(match asked.mode {
        _ if is_local => SslMode::Disable,
        Mode::Disable => SslMode::Disable,
        Mode::Prefer => SslMode::Prefer,
        Mode::Require | Mode::VerifyFull => SslMode::Require,
    });
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| refused(&error))?;
    let tls = match (asked.mode, asked.roots) {
        (Mode::VerifyFull, Some(file)) => builder.with_root_certificates(read_roots(&file)?).with_no_client_auth(),
        (Mode::VerifyFull, None) if !is_local => {
            builder.with_platform_verifier().map_err(|error| refused(&error))?.with_no_client_auth()
        }
        _ => {
            let anybody = Anybody { provider: builder.crypto_provider().clone() };
            builder.dangerous().with_custom_certificate_verifier(Arc::new(anybody)).with_no_client_auth()
        }
    };
    Ok((config, MakeRustlsConnect::new(tls)))
}

fn refused(error: &dyn std::error::Error) -> Error {
    Error::Unreachable(format!("no encrypted connection can be made: {error}"))
}

/// The certificates of those who are trusted to vouch for a server.
fn read_roots(file: &PathBuf) -> Result<RootCertStore, Error> {
    let unreadable = |why: &dyn std::fmt::Display| Error::Unreachable(format!("sslrootcert {}: {why}", file.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() {
        return Err(unreadable(&"there is no certificate in it"));
    }
    Ok(roots)
}

/// How secret the way to the server has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyFull,
}

/// What an address says, and the rest of it.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    url: String,
    mode: Mode,
    roots: Option<PathBuf>,
}

impl Asked {
    fn of(url: &str) -> Result<Self, Error> {
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut rest) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(Mode::of(value)?),
                Some(("sslrootcert", value)) => {
                    let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned();
                    roots = Some(PathBuf::from(value)).filter(|file| file.as_os_str() != "system");
                }
                _ => rest.push(pair),
            }
        }
        let mode = mode.unwrap_or(Mode::Prefer);
        if roots.is_some() && mode != Mode::VerifyFull {
            return Err(Error::Unreachable("sslrootcert is of use with sslmode=verify-full alone".to_owned()));
        }
        let url = if rest.is_empty() { place.to_owned() } else { format!("{place}?{}", rest.join("&")) };
        Ok(Self { url, mode, roots })
    }
}

impl Mode {
    fn of(word: &str) -> Result<Self, Error> {
        Ok(match word {
            "disable" => Self::Disable,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-full" => Self::VerifyFull,
            _ => {
                return Err(Error::Unreachable(format!(
                    "sslmode is disable, prefer, require or verify-full, and not \"{word}\""
                )));
            }
        })
    }
}

/// Takes any certificate, as `prefer` and `require` say; the other side still has to hold its key.
#[derive(Debug)]
struct Anybody {
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_of_secrecy_is_taken_out_of_it() {
        let asked =
            Asked::of("postgres://a@b/c?sslmode=verify-full&connect_timeout=3&sslrootcert=%2Fetc%2Fmy%20ca.pem");
        let expected = Asked {
            url: "postgres://a@b/c?connect_timeout=3".to_owned(),
            mode: Mode::VerifyFull,
            roots: Some(PathBuf::from("/etc/my ca.pem")),
        };
        assert_eq!(asked, Ok(expected));
        let plain = Asked::of("postgres://a@b/c").unwrap();
        assert_eq!((plain.url.as_str(), plain.mode), ("postgres://a@b/c", Mode::Prefer));
        let system = Asked::of("postgres://a@b/c?sslmode=verify-full&sslrootcert=system").unwrap();
        assert_eq!((system.url.as_str(), system.roots), ("postgres://a@b/c", None));
    }

    #[test]
    fn what_would_keep_nothing_secret_is_refused() {
        for query in ["sslmode=verify-ca", "sslmode=", "sslmode=require&sslrootcert=%2Fca.pem", "sslrootcert=ca.pem"] {
            assert!(Asked::of(&format!("postgres://a@b/c?{query}")).is_err(), "{query}");
        }
    }
}
