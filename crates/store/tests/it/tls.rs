//! The way to a PostgreSQL server, kept secret: a server of its own, with a certificate made for the test.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use catena_store::{Error, Place, Store, backup, examine};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use crate::harness::cluster::{self, Cluster};
use crate::harness::samples::{at, read};

/// A server that listens on a port of this machine.
struct Server {
    cluster: Cluster,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off");
        Self { cluster: Cluster::start(&options), port }
    }

    fn url(&self, host: &str, query: &str) -> String {
        format!("postgres://postgres@{host}:{}/postgres?{query}", self.port)
    }

    fn open(&self, host: &str, query: &str) -> Result<Store, Error> {
        Store::open(&Place::Postgres(self.url(host, query)))
    }

    /// Whether a store that is opened like this is reached in secret.
    fn is_secret(&self, host: &str, query: &str) -> bool {
        let store = self.open(host, query).unwrap();
        let text = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
        read(&store, |sql| sql.first(text, &[])).unwrap().flag(0).unwrap()
    }

    fn refuses(&self, host: &str, query: &str) -> String {
        match self.open(host, query) {
            Err(Error::Unreachable(why)) => why,
            other => panic!("{query}: {:?}", other.err()),
        }
    }

    /// Gives it a certificate for `localhost`.
    fn certify(&self, authority: &CertifiedIssuer<'_, KeyPair>) {
        let key = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, authority).unwrap();
        let owner = fs::metadata(self.cluster.data()).unwrap();
        for (name, text) in [("server.crt", certificate.pem()), ("server.key", key.serialize_pem())] {
            let path = self.cluster.data().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            chown(&path, Some(owner.uid()), Some(owner.gid())).unwrap();
        }
        let url = self.url("127.0.0.1", "");
        cluster::client(&url).batch_execute("alter system set ssl = on").unwrap();
        cluster::client(&url).batch_execute("select pg_reload_conf()").unwrap();
        let is_on = || cluster::client(&url).query_one("show ssl", &[]).unwrap().get::<_, String>(0) == "on";
        while !is_on() {}
    }
}

/// Somebody who vouches for servers, and the file that says so.
fn authority(folder: &Path, name: &str) -> (CertifiedIssuer<'static, KeyPair>, PathBuf) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let file = folder.join(name);
    fs::write(&file, authority.pem()).unwrap();
    (authority, file)
}

#[test]
fn the_way_to_the_server_is_as_secret_as_the_address_says() {
    let folder = TempDir::new().unwrap();
    let (ours, our_file) = authority(folder.path(), "ours.pem");
    let (_, other_file) = authority(folder.path(), "other.pem");
    let server = Server::start();

    assert!(!server.is_secret("localhost", ""), "a server that cannot is reached all the same");
    let why = server.refuses("localhost", "sslmode=require");
    assert!(why.contains("server does not support TLS"), "{why}");

    server.certify(&ours);
    assert!(!server.is_secret("localhost", "sslmode=disable"));
    for query in ["", "sslmode=prefer", "sslmode=require"] {
        assert!(server.is_secret("localhost", query), "{query}");
    }
    let with = |file: &Path| format!("sslmode=verify-full&sslrootcert={}", file.display());
    assert!(server.is_secret("localhost", &with(&our_file)));
    let why = server.refuses("127.0.0.1", &with(&our_file));
    assert!(why.contains("not valid for name"), "another name: {why}");
    for query in [with(&other_file), "sslmode=verify-full".to_owned()] {
        let why = server.refuses("localhost", &query);
        assert!(why.contains("invalid peer certificate"), "an unknown issuer: {why}");
    }
    fs::write(&other_file, "no certificate").unwrap();
    for file in [other_file, folder.path().join("missing")] {
        let why = server.refuses("localhost", &with(&file));
        assert!(why.contains("sslrootcert"), "{why}");
    }

    // Whatever connects does so in the same way.
    let place = Place::Postgres(server.url("localhost", &with(&our_file)));
    assert!(examine(&place).unwrap().is_sound());
    backup::backup(&place, Vec::new(), at(0)).unwrap();
    let wrong = Place::Postgres(server.url("127.0.0.1", &with(&our_file)));
    assert!(examine(&wrong).is_err());
    assert!(backup::backup(&wrong, Vec::new(), at(0)).is_err());
}

#[test]
fn a_socket_of_this_machine_needs_no_secrecy() {
    let url = cluster::database();
    for mode in ["prefer", "require", "verify-full"] {
        Store::open(&Place::Postgres(format!("{url}?sslmode={mode}"))).unwrap();
    }
    cluster::remove(&url);
}
