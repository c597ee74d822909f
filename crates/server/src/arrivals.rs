//! Room for files while they arrive: each takes as much as it has sent so far, so that many large or slow ones cannot eat
//! the memory. What comes without an account has a room of its own and never takes that of colleagues.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many bytes may be on their way from those who signed in.
const KNOWN: usize = 256 << 20;
/// How many bytes may be on their way from everybody else.
const UNKNOWN: usize = 64 << 20;
/// The bytes that are counted as one.
const UNIT: usize = 1 << 10;

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Somebody who signed in.
    Known,
    /// Whoever has a link, or fills in the public form.
    Unknown,
}

/// The rooms of a server.
pub struct Arrivals {
    known: Arc<Semaphore>,
    unknown: Arc<Semaphore>,
}

impl Default for Arrivals {
    fn default() -> Self {
        Self::new(KNOWN, UNKNOWN)
    }
}

impl Arrivals {
    fn new(known: usize, unknown: usize) -> Self {
        Self { known: Arc::new(Semaphore::new(known / UNIT)), unknown: Arc::new(Semaphore::new(unknown / UNIT)) }
    }

    /// A file that begins to arrive.
    pub fn begin(&self, sender: Sender) -> Arrival {
        let room = match sender {
            Sender::Known => &self.known,
            Sender::Unknown => &self.unknown,
        };
        Arrival { room: room.clone(), taken: None, bytes: Vec::new() }
    }
}

/// A file that arrives. It gives its room back when it is dropped.
pub struct Arrival {
    room: Arc<Semaphore>,
    taken: Option<OwnedSemaphorePermit>,
    /// What has come so far.
    pub bytes: Vec<u8>,
}

impl Arrival {
    /// Takes in what came next; false if there is no room for it.
    pub fn grow(&mut self, data: &[u8]) -> bool {
        let held = self.taken.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let needed = (self.bytes.len() + data.len()).div_ceil(UNIT);
        let more = needed.saturating_sub(held) as u32;
        let Ok(permit) = self.room.clone().try_acquire_many_owned(more) else { return false };
        match &mut self.taken {
            Some(taken) => taken.merge(permit),
            none => *none = Some(permit),
        }
        self.bytes.extend_from_slice(data);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_taken_by_what_has_come_and_given_back() {
        let arrivals = Arrivals::new(4 << 10, 1 << 10);
        let (mut one, mut two) = (arrivals.begin(Sender::Known), arrivals.begin(Sender::Known));
        assert!(one.grow(&[1; 2000]) && one.grow(&[2; 48]));
        assert!(two.grow(&[3; 2048]));
        assert!(!two.grow(&[3; 1]), "both together have filled it");
        assert!(!one.grow(&[3; 1]));
        drop(one);
        assert!(two.grow(&[3; 2048]));
        assert_eq!(two.bytes.len(), 4096);
    }

    #[test]
    fn strangers_do_not_take_the_room_of_colleagues() {
        let arrivals = Arrivals::new(1 << 10, 1 << 10);
        assert!(!arrivals.begin(Sender::Unknown).grow(&[1; 2000]));
        let mut stranger = arrivals.begin(Sender::Unknown);
        assert!(stranger.grow(&[1; 1024]));
        assert!(!arrivals.begin(Sender::Unknown).grow(&[1]));
        assert!(arrivals.begin(Sender::Known).grow(&[1; 1024]));
    }
}
