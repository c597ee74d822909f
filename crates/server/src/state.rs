//! What all requests share: the logs, the uploads, the settings. Cheap to clone.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use catena_formats::{Import, Recipe, read};

use crate::actions::{Refusal, in_full};
use crate::arrivals::Arrivals;
use crate::desk::{Desk, log as desk_log};
use crate::insight::Insight;
use crate::logs::{Loaded, Logs, Source};
use crate::outside::{Net, Poster};
use crate::sign_on::SignOn;
use crate::uploads::Uploads;

/// Who can reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This machine alone: other host names than its own are turned away.
    Loopback,
    /// Whoever the network lets through.
    Network,
}

/// What can be chosen when a server is made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The size of the largest file that can be uploaded, in bytes.
    pub upload_limit: u64,
    /// How many uploaded files are kept; the oldest one makes room for the next.
    pub uploads_kept: usize,
    /// How long an answer may take.
    pub time_limit: Duration,
    /// Networks inside that webhooks may lead to; the public internet is always reached.
    pub webhook_allow: Vec<Net>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { upload_limit: 512 << 20, uploads_kept: 8, time_limit: Duration::from_mins(1), webhook_allow: Vec::new() }
    }
}

/// The logs and uploads of a running server.
#[derive(Clone)]
pub struct AppState {
    pub(crate) logs: Arc<Logs>,
    pub(crate) uploads: Arc<Uploads>,
    /// Room for files that are to be attached.
    pub(crate) arrivals: Arc<Arrivals>,
    pub(crate) time_limit: Duration,
    pub(crate) reach: Reach,
    pub(crate) poster: Arc<Poster>,
    /// The desk; none on a server that looks at logs only.
    pub(crate) desk: Option<Arc<Desk>>,
    /// The provider through which people sign in, if there is one.
    pub(crate) sign_on: Option<Arc<SignOn>>,
}

impl AppState {
    /// No logs yet. Uploaded files go to a folder of their own among the temporary files, made for the first of them and
    /// deleted when the last clone of the state is dropped.
    pub fn new(settings: &Settings) -> Self {
        Self {
            logs: Arc::default(),
            uploads: Arc::new(Uploads::new(settings.upload_limit, settings.uploads_kept)),
            arrivals: Arc::default(),
            time_limit: settings.time_limit,
            reach: Reach::Loopback,
            poster: Arc::new(Poster::new(settings.webhook_allow.clone())),
            desk: None,
            sign_on: None,
        }
    }

    /// What sends messages to other machines.
    pub fn poster(&self) -> Arc<Poster> {
        self.poster.clone()
    }

    /// The same with a desk: from now on people sign in.
    #[must_use]
    pub fn with_desk(self, desk: Arc<Desk>) -> Self {
        let (own, progress) = (desk.clone(), desk.store.progress());
        let read = move |insight: &Insight| desk_log::read(&own, &own.store, insight).map_err(Refusal::Store);
        let description = "What happened on this desk, up to now".to_owned();
        self.logs.add_growing("Our desk", description, Box::new(read), Box::new(move || *progress.borrow()));
        Self { desk: Some(desk), ..self }
    }

    /// The same with a provider through which people sign in, too.
    #[must_use]
    pub fn with_sign_on(self, provider: SignOn) -> Self {
        Self { sign_on: Some(Arc::new(provider)), ..self }
    }

    /// Reads a file and opens it as a log; without a recipe it has to say itself how it is read. Returns the log's id.
    pub fn open_file(&self, path: &Path, recipe: Option<&Recipe>) -> Result<String, catena_formats::Error> {
        let loaded = Loaded::new(read(&[path.to_owned()], recipe, &())?);
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Ok(self.logs.add_loaded(&name, Source::File, Arc::new(loaded)))
    }

    /// Adds a log that `read` reads when it is first asked for, and returns its id.
    pub fn open_later(
        &self,
        name: &str,
        source: Source,
        description: Option<String>,
        read: impl Fn() -> Result<Import, catena_formats::Error> + Send + Sync + 'static,
    ) -> String {
        let read = move |_: &Insight| read().map_err(|error| Refusal::Unreadable(in_full(&error)));
        self.logs.add(name, source, description, Box::new(read))
    }
}
