//! Somebody between the store and PostgreSQL who cuts the connection when it hurts most.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use tempfile::TempDir;

use crate::harness::cluster;

/// What is cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// The word to commit does not reach the server.
    Commit,
    /// It does, and the answer does not come back.
    AnswerToCommit,
}

pub struct Proxy {
    /// The database, through this.
    pub url: String,
    orders: Arc<Orders>,
    _folder: TempDir,
}

#[derive(Default)]
struct Orders {
    next: Mutex<Option<Cut>>,
    refuse: AtomicBool,
}

impl Proxy {
    pub fn before(url: &str) -> Self {
        let folder = TempDir::with_prefix_in("catena-proxy", "/tmp").unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let orders = Arc::new(Orders::default());
        let (shared, server) = (orders.clone(), cluster::shared().socket());
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, orders, server) = (client.unwrap(), shared.clone(), server.clone());
                if !orders.refuse.load(Ordering::SeqCst) {
                    thread::spawn(move || serve(client, &server, &orders));
                }
            }
        });
        let (_, name) = url.rsplit_once('/').unwrap();
        let host = folder.path().display().to_string().replace('/', "%2F");
        Self { url: format!("postgres://postgres@{host}/{name}"), orders, _folder: folder }
    }

    /// Cuts a connection at the next commit.
    pub fn cut_next(&self, cut: Cut) {
        *self.orders.next.lock().unwrap() = Some(cut);
    }

    pub fn has_cut(&self) -> bool {
        self.orders.next.lock().unwrap().is_none()
    }

    /// Lets nobody in, or everybody again.
    pub fn refuse(&self, refuse: bool) {
        self.orders.refuse.store(refuse, Ordering::SeqCst);
    }
}

fn serve(mut client: UnixStream, server: &PathBuf, orders: &Orders) {
    let mut server = UnixStream::connect(server).unwrap();
    let (mut answers, mut to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let muted = Arc::new(AtomicBool::new(false));
    let mute = muted.clone();
    let answering = thread::spawn(move || {
        let mut bytes = [0; 8_192];
        while let Ok(count @ 1..) = answers.read(&mut bytes) {
            if mute.load(Ordering::SeqCst) || to_client.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to_client.shutdown(std::net::Shutdown::Both);
    });
    let mut bytes = [0; 8_192];
    while let Ok(count @ 1..) = client.read(&mut bytes) {
        let said = &bytes[..count];
        let commits = said.windows(8).any(|window| window == b"commit; ");
        let cut = if commits { orders.next.lock().unwrap().take() } else { None };
        if cut == Some(Cut::Commit) {
            break;
        }
        muted.store(cut.is_some(), Ordering::SeqCst);
        if server.write_all(said).is_err() || cut.is_some() {
            break;
        }
    }
    if muted.load(Ordering::SeqCst) {
        // The server has answered, and nobody hears it.
        let _ = answering.join();
    }
    let _ = server.shutdown(std::net::Shutdown::Both);
    let _ = client.shutdown(std::net::Shutdown::Both);
}
