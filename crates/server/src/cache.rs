//! Answers that are worth keeping: a few of the last ones, each computed once, whoever asks for it meanwhile; and what
//! was read of something that grows.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// The last answers by question. The one that was not asked for longest makes room for a new one.
#[derive(Debug)]
pub struct Cache<K, V> {
    room: usize,
    slots: Mutex<VecDeque<(K, Slot<V>)>>,
}

/// An answer that somebody may still be computing.
type Slot<V> = Arc<OnceLock<Arc<V>>>;

impl<K: PartialEq, V> Cache<K, V> {
    /// Room for so many answers.
    pub fn new(room: usize) -> Self {
        Self { room, slots: Mutex::default() }
    }

    /// The answer to `question`; `answer` is run if it is not known, while others who ask the same wait. If it panics,
    /// the next one who asks runs it again.
    pub fn ask(&self, question: K, answer: impl FnOnce() -> V) -> Arc<V> {
        let slot = self.slot(question);
        slot.get_or_init(|| Arc::new(answer())).clone()
    }

    fn slot(&self, question: K) -> Slot<V> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let known = slots.iter().position(|(other, _)| *other == question).and_then(|place| slots.remove(place));
        let (question, slot) = known.unwrap_or_else(|| (question, Slot::default()));
        slots.push_back((question, slot.clone()));
        while slots.len() > self.room {
            slots.pop_front();
        }
        slot
    }
}

/// What was read of something that grows; read again when it has grown.
#[derive(Debug)]
pub struct Growing<V>(Mutex<Option<Reading<V>>>);

/// What was read, and of which state.
#[derive(Debug)]
struct Reading<V> {
    value: Arc<V>,
    version: i64,
    at: Instant,
    took: Duration,
}

impl<V> Default for Growing<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V> Growing<V> {
    /// What never has to be read, because it is known and does not grow: its version is 0 for ever.
    pub fn known(value: Arc<V>) -> Self {
        Self(Mutex::new(Some(Reading { value, version: 0, at: watch(), took: Duration::ZERO })))
    }

    /// What it says by now. Whoever asks first reads it, the others wait; reading takes a tenth of the time at most, so
    /// one who asks meanwhile gets what was read last.
    pub fn read<E>(&self, version: i64, read: impl FnOnce() -> Result<V, E>) -> Result<Arc<V>, E> {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = reading.as_ref().filter(|reading| !reading.is_old(version)) {
            return Ok(known.value.clone());
        }
        let begun = watch();
        let value = Arc::new(read()?);
        let at = watch();
        *reading = Some(Reading { value: value.clone(), version, at, took: at - begun });
        Ok(value)
    }
}

impl<V> Reading<V> {
    /// Whether it is worth reading again.
    fn is_old(&self, version: i64) -> bool {
        self.version != version && self.at.elapsed() > 9 * self.took
    }
}

/// The time, to tell how long reading took.
#[expect(clippy::disallowed_methods, reason = "how often something is read depends on how long that takes")]
fn watch() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_grown_is_not_read_again() {
        let growing = Growing::default();
        let read = |version, value: Result<u8, ()>| growing.read(version, || value).map(|value| *value);
        assert_eq!(read(1, Err(())), Err(()), "what failed is tried again");
        assert_eq!(read(1, Ok(5)), Ok(5));
        assert_eq!(read(1, Ok(6)), Ok(5));
        let known = Growing::known(Arc::new(3));
        assert_eq!(known.read(0, || Err(())).map(|value| *value), Ok(3));
    }

    #[test]
    fn an_answer_is_computed_once_and_forgotten_when_the_room_is_needed() {
        let cache = Cache::new(2);
        assert_eq!(*cache.ask("a", || 1), 1);
        assert_eq!(*cache.ask("a", || 2), 1);
        cache.ask("b", || 3);
        cache.ask("a", || 4);
        cache.ask("c", || 5);
        assert_eq!(*cache.ask("a", || 6), 1);
        assert_eq!(*cache.ask("b", || 7), 7);
    }

    #[test]
    fn a_panic_leaves_the_question_open() {
        let cache: Cache<u8, u8> = Cache::new(2);
        let fallen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cache.ask(1, || panic!("fallen"))));
        assert!(fallen.is_err());
        assert_eq!(*cache.ask(1, || 5), 5);
    }
}
