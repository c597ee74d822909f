//! Who held a promise when: the critical path through a chain. `docs/definitions.md`, "Critical path".
//!
//! The walk goes backwards from the root's close. It keeps its own stack, so that a chain may be as deep as its input
//! says. The parts it yields are disjoint and sum to the lead time.

use crate::chains::Chain;
use crate::handoffs::{Instant, NEVER};

/// Room for a walk, to be used for one chain after another.
#[derive(Debug, Default)]
pub struct Walk {
    frames: Vec<Frame>,
    /// Awaited children of the hand-offs on the stack, latest close first.
    latest: Vec<u32>,
}

#[derive(Debug)]
struct Frame {
    place: usize,
    low: Instant,
    until: Instant,
    /// Where its children begin in `latest`, and the next one to look at.
    begin: usize,
    next: usize,
}

impl Walk {
    /// Calls `held(place, from, to)` for each part of the root's time, in the order of the walk; `from < to`.
    pub fn parts(&mut self, chain: &Chain, mut held: impl FnMut(usize, Instant, Instant)) {
        self.frames.clear();
        self.latest.clear();
        self.enter(chain, 0, chain.opened[0], chain.closed[0]);
        while let Some(frame) = self.frames.last_mut() {
            let (place, low, until) = (frame.place, frame.low, frame.until);
            let mut found = None;
            while until > low && frame.next < self.latest.len() {
                let child = self.latest[frame.next] as usize;
                frame.next += 1;
                let closed = chain.closed[child];
                if closed <= low {
                    break;
                }
                let from = chain.opened[child].max(low);
                if closed <= until && from < closed {
                    found = Some((child, from, closed));
                    break;
                }
            }
            let Some((child, from, closed)) = found else {
                if until > low {
                    held(place, low, until);
                }
                let begin = frame.begin;
                self.latest.truncate(begin);
                self.frames.pop();
                continue;
            };
            if closed < until {
                held(place, closed, until);
            }
            frame.until = from;
            if chain.awaited[child] == 0 {
                held(child, from, closed);
            } else {
                self.enter(chain, child, from, closed);
            }
        }
    }

    fn enter(&mut self, chain: &Chain, place: usize, low: Instant, until: Instant) {
        let begin = self.latest.len();
        let children = chain.awaited_children(place);
        let first = children.start;
        self.latest.extend(children.map(|child| child as u32));
        // Children stand by opening and id, so that a stable order by close settles ties as defined.
        self.latest[begin..].sort_by(|&a, &b| chain.closed[b as usize].cmp(&chain.closed[a as usize]));
        debug_assert!(self.latest[begin..].iter().all(|&child| child as usize >= first));
        self.frames.push(Frame { place, low, until, begin, next: begin });
    }
}

/// The part of `[from, to)` before the holder of `place` began to work, in seconds; 0 where no beginning is known.
#[inline]
pub fn waiting_seconds(chain: &Chain, place: usize, from: Instant, to: Instant) -> i64 {
    match chain.started[place] {
        NEVER => 0,
        started => (started.min(to) - from).max(0),
    }
}
