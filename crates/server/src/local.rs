//! Whoever sits at the machine asks a server that runs: over a socket in the folder of its desk.
//!
//! Only the owner of the folder and the machine's administrator are heard; the system says who asks. The server itself
//! writes what they ask for, so that one process alone writes to the folder and watchers are told at once.

use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream as Asker;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, net::Shutdown};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;

use crate::actions::accounts::reset_here;
use crate::desk::Desk;
use crate::http::in_background;

/// The socket's name in the folder.
const NAME: &str = "admin.sock";
/// How long a question and its answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long it waits where nobody could be let in.
const PAUSE: Duration = Duration::from_secs(1);
/// How many bytes a question may have.
const ROOM: u64 = 4096;

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Question {
    /// A new one-time link for the account of this name.
    Reset(String),
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    /// The link, whole.
    Link(String),
    /// Why not.
    Refused(String),
}

/// Somebody who listens at the socket until dropped.
pub struct Door {
    place: PathBuf,
    _open: oneshot::Sender<()>,
}

impl Drop for Door {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.place);
    }
}

impl Door {
    /// Listens in the folder of a desk, which this process has for itself; none where that cannot be.
    pub fn open(folder: &Path, desk: Arc<Desk>) -> Option<Self> {
        let opened = Self::listen(folder, desk);
        opened
            .inspect_err(|error| tracing::warn!(%error, "`catena admin` works only while this server is stopped"))
            .ok()
    }

    fn listen(folder: &Path, desk: Arc<Desk>) -> io::Result<Self> {
        let place = folder.join(NAME);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&place)?;
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600))?;
        let owner = fs::metadata(&place)?.uid();
        let (open, mut shut) = oneshot::channel();
        in_background(async move {
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    _ = &mut shut => return,
                };
                let Ok((stream, _)) = accepted else {
                    // There is no room for another connection just now.
                    tokio::time::sleep(PAUSE).await;
                    continue;
                };
                let desk = desk.clone();
                in_background(async move {
                    let _ = tokio::time::timeout(PATIENCE, answer(stream, &desk, owner)).await;
                });
            }
        });
        Ok(Self { place, _open: open })
    }
}

async fn answer(mut stream: UnixStream, desk: &Arc<Desk>, owner: u32) -> io::Result<()> {
    let asker = stream.peer_cred()?.uid();
    let answer = if asker == owner || asker == 0 {
        let mut line = String::new();
        BufReader::new((&mut stream).take(ROOM)).read_line(&mut line).await?;
        match serde_json::from_str(&line) {
            Ok(Question::Reset(login)) => reset(desk, login).await,
            Err(error) => Answer::Refused(format!("the question cannot be read: {error}")),
        }
    } else {
        Answer::Refused("the desk belongs to somebody else on this machine".to_owned())
    };
    stream.write_all(&serde_json::to_vec(&answer)?).await?;
    stream.shutdown().await
}

async fn reset(desk: &Arc<Desk>, login: String) -> Answer {
    let own = desk.clone();
    match desk.store.write(move |tx| reset_here(&own, tx, &login)).await {
        Ok(link) => Answer::Link(format!("{}{}", desk.address, link.path)),
        Err(refusal) => Answer::Refused(refusal.to_string()),
    }
}

/// Asks the server that runs on the desk in a folder for a new one-time link for an account: the link, or why not.
pub fn ask_to_reset(folder: &Path, login: &str) -> io::Result<Result<String, String>> {
    let mut stream = Asker::connect(folder.join(NAME))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let question = serde_json::to_string(&Question::Reset(login.to_owned()))?;
    writeln!(stream, "{question}")?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(match serde_json::from_str(&answer)? {
        Answer::Link(link) => Ok(link),
        Answer::Refused(why) => Err(why),
    })
}
