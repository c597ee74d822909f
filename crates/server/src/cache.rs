//! Answers that are worth keeping: a few of the last ones, each computed once, whoever asks for it meanwhile.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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

#[cfg(test)]
mod tests {
    use super::*;

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
