//! A private PostgreSQL server: made when the first test needs it, from the programs that are installed, reachable
//! through a socket in a folder of its own, and stopped and removed when this process ends, however it ends.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use postgres::{Client, NoTls};

/// A running server.
pub struct Cluster {
    folder: PathBuf,
    /// Stops the server when the other end of its input is closed: when this process ends.
    _guard: Child,
}

/// Makes the server, in memory if there is room, tells where it is, waits for the end of its input, and takes the server away. It ends last, and
/// does not let itself be interrupted before that.
const GUARD: &str = r#"
trap '' INT TERM HUP
room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
[ "${room:-0}" -gt 2000000 ] && base=/dev/shm || base=/tmp
folder=$(mktemp -d $base/catena-pg.XXXXXX)
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
else
  as() { "$@"; }
fi
cd "$folder"
if as "$BIN/initdb" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync -D "$folder/data" >"$folder/log" 2>&1 &&
  as "$BIN/pg_ctl" -w -s -D "$folder/data" -l "$folder/data/log" -o "-c listen_addresses='' -k $folder $OPTIONS" start \
    </dev/null >>"$folder/log" 2>&1
then echo "$folder"
else sed 's/^/! /' "$folder/log" "$folder/data/log"
fi
cat >/dev/null
as "$BIN/pg_ctl" -s -D "$folder/data" -m immediate stop >/dev/null 2>&1
cd /
rm -rf "$folder"
"#;

impl Cluster {
    /// Starts a server with these options.
    pub fn start(options: &str) -> Self {
        let mut guard = Command::new("sh")
            .args(["-c", GUARD])
            .env("BIN", programs())
            .env("OPTIONS", options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(guard.stdout.take().unwrap());
        let mut folder = String::new();
        said.read_line(&mut folder).unwrap();
        assert!(folder.starts_with('/'), "PostgreSQL did not start: {folder}");
        Self { folder: PathBuf::from(folder.trim_end()), _guard: guard }
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("store_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let mut client = client(&self.url("postgres"));
        client.batch_execute(&format!("create database {name} strategy wal_log")).unwrap();
        self.url(&name)
    }

    /// The address of a database.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://postgres@{}/{name}", self.folder.display().to_string().replace('/', "%2F"))
    }

    /// Where its files are.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where its socket is.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }
}

/// The server that all tests share. It is faster than it is safe, since it does not outlive them.
pub fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| {
        Cluster::start("-c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB")
    })
}

/// The address of a new, empty database of the server that all tests share.
pub fn database() -> String {
    shared().database()
}

/// Takes a database away, so that its files need not be written first.
pub fn remove(url: &str) {
    let name = url.rsplit('/').next().unwrap_or_default();
    if let Ok(mut client) = Client::connect(&shared().url("postgres"), NoTls) {
        let _ = client.batch_execute(&format!("drop database if exists {name} with (force)"));
    }
}

/// A client of a database, beside the store.
pub fn client(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap()
}

/// The folder with the programs of the newest PostgreSQL that is installed.
fn programs() -> PathBuf {
    let has_all = |folder: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).exists());
    let of_debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = of_debian.map(|version| version.path().join("bin")).collect();
    versions.sort_by_key(|folder| folder.to_string_lossy().split('/').find_map(|part| part.parse::<u32>().ok()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions.reverse();
    let found = versions.into_iter().chain(std::env::split_paths(&path)).find(|folder| has_all(folder));
    found.expect("PostgreSQL is not installed, and half of the suite runs on it: sh scripts/install postgres")
}
