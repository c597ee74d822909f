//! Files that were sent: each in a folder of its own among the temporary files, deleted when newer ones need the room
//! and when the server ends. Nothing but these files is ever read on behalf of a request.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use catena_formats::Recipe;
use tempfile::TempDir;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::actions::Refusal;
use crate::cache::Cache;
use crate::logs::Loaded;

/// How many readings of each file are kept: the one on the page, and the one before it.
const READINGS: usize = 2;

/// How long a file's name may be, in characters.
const NAME: usize = 100;

/// The files that were sent, the oldest first.
pub struct Uploads {
    /// Made for the first file.
    folder: Mutex<Option<TempDir>>,
    limit: u64,
    count: AtomicU64,
    room: Arc<Semaphore>,
    kept: Mutex<VecDeque<Arc<Upload>>>,
}

impl Uploads {
    /// Room for `room` files of at most `limit` bytes each.
    pub fn new(limit: u64, room: usize) -> Self {
        Self {
            folder: Mutex::default(),
            limit,
            count: AtomicU64::default(),
            room: Arc::new(Semaphore::new(room.max(1))),
            kept: Mutex::default(),
        }
    }

    /// Opens a file called `name` that is about to arrive. Returns the oldest files that had to make room for it; they
    /// are deleted when nobody reads them any more.
    pub fn receive(&self, name: &str) -> Result<(Arriving, Vec<Arc<Upload>>), Refusal> {
        let Ok(place) = self.room.clone().try_acquire_owned() else {
            return Err(Refusal::TooMany(name.to_owned()));
        };
        let displaced = self.displace(self.room.available_permits());
        let folder = self.make_folder()?;
        let name = plain(name);
        let path = folder.path().join(&name);
        let arriving =
            Arriving { file: File::create_new(&path)?, bytes: 0, limit: self.limit, name, path, folder, _place: place };
        Ok((arriving, displaced))
    }

    /// Keeps a file that has arrived.
    pub fn keep(&self, arrived: Arriving) -> Arc<Upload> {
        let upload = Arc::new(Upload {
            id: format!("upload-{}", self.count.fetch_add(1, Ordering::Relaxed) + 1),
            name: arrived.name,
            bytes: arrived.bytes,
            path: arrived.path,
            folder: arrived.folder,
            readings: Cache::new(READINGS),
            log: Mutex::default(),
        });
        self.kept().push_back(upload.clone());
        upload
    }

    /// The file with this id.
    pub fn find(&self, id: &str) -> Option<Arc<Upload>> {
        self.kept().iter().find(|upload| upload.id == id).cloned()
    }

    /// Deletes the file with this id.
    pub fn forget(&self, id: &str) {
        self.kept().retain(|upload| upload.id != id);
    }

    /// An empty folder for one file.
    fn make_folder(&self) -> io::Result<TempDir> {
        let mut parent = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let parent = match &mut *parent {
            Some(parent) => parent,
            none => none.insert(tempfile::Builder::new().prefix("catena-").tempdir()?),
        };
        tempfile::Builder::new().prefix("upload-").tempdir_in(parent.path())
    }

    /// Takes out the oldest files beyond the last `count`.
    fn displace(&self, count: usize) -> Vec<Arc<Upload>> {
        let mut kept = self.kept();
        let beyond = kept.len().saturating_sub(count);
        kept.drain(..beyond).collect()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<Arc<Upload>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file that is arriving. It is deleted if it is not kept.
pub struct Arriving {
    file: File,
    name: String,
    bytes: u64,
    limit: u64,
    path: PathBuf,
    folder: TempDir,
    _place: OwnedSemaphorePermit,
}

impl Arriving {
    /// Where its bytes go.
    pub fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Counts bytes that came in; fails once they are too many.
    pub fn grow(&mut self, bytes: u64) -> Result<(), Refusal> {
        self.bytes += bytes;
        if self.bytes > self.limit {
            return Err(Refusal::TooLarge { name: self.name.clone(), limit: self.limit });
        }
        Ok(())
    }
}

/// A file that was sent.
pub struct Upload {
    /// Its name in addresses.
    pub id: String,
    /// Its name as it was given, as far as a file may be called so.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Where it is.
    pub path: PathBuf,
    folder: TempDir,
    readings: Cache<Recipe, Result<Arc<Loaded>, String>>,
    /// The log that was last made of it, by its id.
    pub log: Mutex<Option<String>>,
}

impl Upload {
    /// What `recipe` makes of the file; `read` is run if it is not known.
    pub fn reading(
        &self,
        recipe: &Recipe,
        read: impl FnOnce() -> Result<Arc<Loaded>, String>,
    ) -> Result<Arc<Loaded>, String> {
        self.readings.ask(recipe.clone(), read).as_ref().clone()
    }

    /// The same text without the folder in which the file lies: that is nobody's business.
    pub fn without_folder(&self, text: &str) -> String {
        text.replace(&format!("{}{}", self.folder.path().display(), std::path::MAIN_SEPARATOR), "")
    }
}

/// A name that a file may have in any folder: the last part of a path, without signs that steer.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: Vec<char> = last.chars().filter(|letter| !letter.is_control() && !"<>:\"|?*".contains(*letter)).collect();
    let kept: String = kept[kept.len().saturating_sub(NAME)..].iter().collect();
    if kept.trim_matches(['.', ' ']).is_empty() { "upload".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        for (given, kept) in [
            ("orders.csv", "orders.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\logs\\orders.csv", "orders.csv"),
            ("..", "upload"),
            ("", "upload"),
            ("a\u{0}b\n.csv", "ab.csv"),
            ("Aufträge 2026.csv.gz", "Aufträge 2026.csv.gz"),
        ] {
            assert_eq!(plain(given), kept);
        }
        assert!(plain(&"ä".repeat(1000)).len() <= 255);
    }

    #[test]
    fn the_oldest_file_makes_room_and_is_deleted() {
        let uploads = Uploads::new(10, 2);
        let send = || uploads.keep(uploads.receive("a.csv").unwrap().0);
        let first = send();
        let path = first.path.clone();
        drop((send(), first));
        assert!(path.exists());
        send();
        assert!(!path.exists());
        assert!(uploads.find("upload-1").is_none());
        assert!(uploads.find("upload-3").is_some());
    }

    #[test]
    fn no_more_files_arrive_at_once_than_there_is_room_for() {
        let uploads = Uploads::new(10, 1);
        let arriving = uploads.receive("a.csv").unwrap();
        assert!(matches!(uploads.receive("b.csv"), Err(Refusal::TooMany(_))));
        drop(arriving);
        assert!(uploads.receive("b.csv").is_ok());
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_and_leaves_nothing_behind() {
        let uploads = Uploads::new(10, 1);
        let (mut arriving, _) = uploads.receive("a.csv").unwrap();
        arriving.grow(10).unwrap();
        assert!(matches!(arriving.grow(1), Err(Refusal::TooLarge { limit: 10, .. })));
        let path = arriving.path.clone();
        drop(arriving);
        assert!(!path.exists());
    }

    #[test]
    fn everything_is_deleted_in_the_end() {
        let uploads = Uploads::new(10, 1);
        uploads.keep(uploads.receive("a.csv").unwrap().0);
        let folder = uploads.folder.lock().unwrap().as_ref().unwrap().path().to_owned();
        assert!(folder.exists());
        drop(uploads);
        assert!(!folder.exists());
    }
}
