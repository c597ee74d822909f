//! What all actions of the desk share: the store, the time, chance, calendars that were read once, live news.

mod calendars;
mod feed;
mod forecasts;
mod kinds;
pub mod log;
mod mask;
pub mod panel;
mod plan;
pub mod pulse;
mod returns;
mod secrets;
mod survey;
pub mod voices;
pub mod wording;

use std::sync::{Arc, Mutex};

use catena_domain::id::ActId;
use catena_store::Store;
use jiff::Timestamp;
use uuid::Uuid;

use crate::actions::Actors;
use crate::cache::{Cache, Growing};
use crate::insight::Insight;
pub use calendars::{CalendarText, Calendars};
pub use feed::{Feed, News};
pub use forecasts::{Forecasts, Look};
pub use kinds::KINDS;
pub use plan::{Field, FieldKind, PlanText, StepText};
pub use returns::{Customer, Returns};
pub use secrets::{Attempts, Secret, guesser, hash_password, key_of, verify_password};
pub use survey::{ChoiceText, OccasionsText, PurposeWord, QuestionText, ScaleWord, SurveyText, WordingText};
pub use voices::Voices;

/// Where the time and chance come from; both are replaced in tests.
pub struct Surroundings {
    /// The time.
    pub now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Sixteen random bytes.
    pub random: Box<dyn Fn() -> [u8; 16] + Send + Sync>,
}

#[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
impl Default for Surroundings {
    /// The system's own.
    fn default() -> Self {
        let random = || {
            let mut bytes = [0; 16];
            // A system without a source of randomness must not hand out keys.
            getrandom::fill(&mut bytes).expect("the system has random bytes");
            bytes
        };
        Self { now: Box::new(Timestamp::now), random: Box::new(random) }
    }
}

/// A desk that is open.
pub struct Desk {
    /// What it remembers.
    pub store: Store,
    /// What just happened, for those who watch.
    pub feed: Feed,
    /// Who tried to sign in how often.
    pub attempts: Attempts,
    /// Who showed which key a moment ago.
    pub actors: Actors,
    /// Answers of the staff that wait to be a crowd.
    pub pulse: pulse::Pulse,
    /// Where customers and colleagues reach it, for links; without a slash at the end.
    pub address: String,
    surroundings: Surroundings,
    calendars: Mutex<Option<Arc<Calendars>>>,
    forecasts: Forecasts,
    returns: Returns,
    voices: Cache<Insight, Growing<Voices>>,
    panels: panel::Panels,
}

/// For how many insights all voices are kept.
const VIEWS: usize = 16;

/// What an action takes in once and passes down.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// When it happens.
    pub now: Timestamp,
    /// What happens at once.
    pub act: ActId,
}

impl Desk {
    /// Opens a desk on a store.
    pub fn new(store: Store, address: String, surroundings: Surroundings) -> Arc<Self> {
        let feed = Feed::start(&store);
        Arc::new(Self {
            store,
            feed,
            attempts: Attempts::default(),
            actors: Actors::default(),
            pulse: pulse::Pulse::default(),
            address,
            surroundings,
            calendars: Mutex::default(),
            forecasts: Forecasts::default(),
            returns: Returns::default(),
            voices: Cache::new(VIEWS),
            panels: panel::Panels::default(),
        })
    }

    /// The time, to the microsecond: what is kept is what was said.
    pub fn now(&self) -> Timestamp {
        let now = (self.surroundings.now)();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// A new id, which sorts by the time at which it was made.
    pub fn id(&self) -> Uuid {
        let random = (self.surroundings.random)();
        let mut tail = [0; 10];
        tail.copy_from_slice(&random[..10]);
        uuid::Builder::from_unix_timestamp_millis(self.now().as_millisecond().max(0) as u64, &tail).into_uuid()
    }

    /// A secret that is handed out once.
    pub fn secret(&self) -> Secret {
        let (one, other) = ((self.surroundings.random)(), (self.surroundings.random)());
        Secret::new([one, other].concat())
    }

    /// A number by chance.
    pub fn chance(&self) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&(self.surroundings.random)()[..8]);
        u64::from_be_bytes(bytes)
    }

    /// The time and an id for what happens now.
    pub fn moment(&self) -> Moment {
        Moment { now: self.now(), act: ActId(self.id()) }
    }

    /// What past chains of each service took.
    pub fn forecasts(&self) -> &Forecasts {
        &self.forecasts
    }

    /// What past customers did after what they had met with.
    pub fn returns(&self) -> &Returns {
        &self.returns
    }

    /// All that customers and colleagues said, as far as somebody has insight; read again when the record has grown.
    pub fn voices(&self, insight: &Insight) -> Result<Arc<Voices>, catena_store::Error> {
        let version = *self.store.progress().borrow();
        self.voices.ask(insight.clone(), Growing::default).read(version, || voices::read(self, insight))
    }

    /// Panels that were worked out before.
    pub fn panels(&self) -> &panel::Panels {
        &self.panels
    }

    /// All calendars as the store has them.
    pub fn calendars(&self, sql: &mut dyn catena_store::Sql) -> Result<Arc<Calendars>, catena_store::Error> {
        calendars::current(&self.calendars, sql)
    }
}
