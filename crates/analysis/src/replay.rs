//! When would a chain have ended? `docs/definitions.md`, "Replay" and "Own excess".
//!
//! [`Gaps`] holds what each hand-off did by itself: the gaps between its own events, and which child released which
//! event. [`Program`] is the same as a list of steps, each a maximum and a sum, in which a set of providers can be
//! repaired again and again at the cost of one pass over an array.

use hashbrown::HashMap;

use crate::budget::Budgets;
use crate::chains::Chain;

/// The child releases nothing: nobody awaits it, or it ends after its parent.
const NOTHING: u32 = 0;

/// The own events of each hand-off of a chain: openings of awaited children in order, then its closing.
#[derive(Debug, Default)]
pub struct Gaps {
    /// Where the gaps of each place begin, and the end of the last.
    starts: Vec<u32>,
    /// Seconds from the last release to the event, one for each own event after the opening.
    seconds: Vec<i64>,
    /// By place: the number of the parent's event that its close releases, counted from 1, or [`NOTHING`].
    releases: Vec<u32>,
    /// By place: whether only awaited hand-offs lie between it and the root.
    reached: Vec<bool>,
    ready: Vec<i64>,
}

impl Gaps {
    /// Reads the own events of every hand-off of `chain`.
    pub fn read(&mut self, chain: &Chain) {
        let count = chain.len();
        self.starts.clear();
        self.seconds.clear();
        self.releases.clear();
        self.releases.resize(count, NOTHING);
        self.reached.clear();
        self.reached.resize(count, false);
        self.reached[0] = true;
        for place in 0..count {
            let begin = self.seconds.len();
            self.starts.push(begin as u32);
            let children = chain.awaited_children(place);
            let closed = chain.closed[place];
            let mut before = chain.opened[place];
            for &opened in chain.opened[children.clone()].iter().chain(std::iter::once(&closed)) {
                self.seconds.push(opened - before);
                before = opened;
            }
            let openings = &chain.opened[children.clone()];
            for (index, child) in children.enumerate() {
                self.reached[child] = self.reached[place];
                let ended = chain.closed[child];
                if ended > closed {
                    continue;
                }
                // The first event behind the child's own opening that is not before its end.
                let later = &openings[index + 1..];
                let skipped = if later.len() < 8 {
                    later.iter().take_while(|&&opened| opened < ended).count()
                } else {
                    later.partition_point(|&opened| opened < ended)
                };
                let event = index + 1 + skipped;
                self.releases[child] = event as u32 + 1;
                let at = openings.get(event).copied().unwrap_or(closed);
                let gap = &mut self.seconds[begin + event];
                *gap = (*gap).min(at - ended);
            }
        }
        self.starts.push(self.seconds.len() as u32);
    }

    /// The gaps of `place`, in seconds, in the order of its own events.
    pub fn of(&self, place: usize) -> &[i64] {
        &self.seconds[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// Whether only awaited hand-offs lie between `place` and the root.
    pub fn is_reached(&self, place: usize) -> bool {
        self.reached[place]
    }

    /// Seconds by which `place` was late by itself: its parent's, children's and siblings' delays taken out.
    pub fn own_excess(&mut self, chain: &Chain, budgets: &Budgets, place: usize) -> i64 {
        let Some(budget) = budgets.of(chain, place) else { return 0 };
        let gaps = &self.seconds[self.starts[place] as usize..self.starts[place + 1] as usize];
        let children = chain.awaited_children(place);
        if children.is_empty() {
            return gaps[0].min((gaps[0] - budget).max(0));
        }
        self.ready.clear();
        self.ready.resize(gaps.len() + 1, 0);
        let mut at = 0;
        let mut own = 0;
        for (index, gap) in gaps.iter().enumerate() {
            own += gap;
            at = self.ready[index].max(at) + gap;
            let child = children.start + index;
            if child < children.end && self.releases[child] != NOTHING {
                let took = chain.closed[child] - chain.opened[child];
                let promised = budgets.of(chain, child).map_or(took, |budget| took.min(budget.max(0)));
                let ready = &mut self.ready[self.releases[child] as usize - 1];
                *ready = (*ready).max(at + promised);
            }
        }
        own.min((at - budget).max(0))
    }
}

/// One step of a replay: the later of two earlier steps, and then a gap.
#[derive(Clone, Copy, Debug)]
struct Step {
    after: u32,
    and_after: u32,
    gap: i64,
    /// What a repair of `player` takes from the gap.
    cut: i64,
    player: u32,
}

const NOBODY: u32 = u32::MAX;

/// A chain's replay as steps. Instants are seconds since the root opened.
#[derive(Clone, Debug, Default)]
pub struct Program {
    steps: Vec<Step>,
    /// Providers whose repair can change the end of the chain, in the order of their first step.
    players: Vec<u32>,
}

/// How many sets of players are replayed at once.
pub const LANES: usize = 8;

/// Room for the making and running of programs.
#[derive(Debug, Default)]
pub struct Bench {
    live: Vec<bool>,
    ends: Vec<u32>,
    /// The first child released by each event, and the next one after each child.
    first_released: Vec<u32>,
    next_released: Vec<u32>,
    frames: Vec<Frame>,
    /// Numbers of players by provider, used where there are many.
    numbers: HashMap<u32, u32>,
    at: Vec<i64>,
    lanes: Vec<[i64; LANES]>,
    selected: Vec<[i64; LANES]>,
}

/// A hand-off that is being written down.
#[derive(Debug)]
struct Frame {
    place: usize,
    /// Its next own event.
    event: usize,
    /// Its last step so far.
    last: u32,
    /// What is left of its own excess.
    excess: i64,
}

impl Program {
    /// Writes down the replay of `chain`, given its gaps and the own excess of each place (0 on places that are not
    /// reached). Parts of the chain from which nothing can be taken become one step.
    pub fn write(&mut self, chain: &Chain, gaps: &Gaps, excess: &[i64], bench: &mut Bench) {
        const END: u32 = u32::MAX;
        self.steps.clear();
        self.players.clear();
        let count = chain.len();
        bench.live.clear();
        bench.live.extend(excess.iter().map(|&seconds| seconds > 0));
        bench.first_released.clear();
        bench.first_released.resize(gaps.seconds.len(), END);
        bench.next_released.clear();
        bench.next_released.resize(count, END);
        for place in (1..count).rev() {
            if chain.is_awaited(place) && gaps.releases[place] != NOTHING {
                let parent = chain.parents[place] as usize;
                bench.live[parent] |= bench.live[place];
                let event = (gaps.starts[parent] + gaps.releases[place] - 1) as usize;
                bench.next_released[place] = bench.first_released[event];
                bench.first_released[event] = place as u32;
            }
        }
        bench.ends.clear();
        bench.ends.resize(count, 0);
        self.steps.push(Step { after: 0, and_after: 0, gap: 0, cut: 0, player: NOBODY });
        if !bench.live[0] {
            self.steps.push(Step { after: 0, and_after: 0, gap: chain.lead_seconds(), cut: 0, player: NOBODY });
            return;
        }
        bench.frames.clear();
        bench.numbers.clear();
        bench.frames.push(Frame { place: 0, event: 0, last: 0, excess: excess[0] });
        while let Some(frame) = bench.frames.last_mut() {
            let (place, event, mut last) = (frame.place, frame.event, frame.last);
            let begin = gaps.starts[place] as usize;
            let gap = gaps.seconds[begin + event];
            let cut = gap.min(frame.excess);
            let mut released = bench.first_released[begin + event];
            let mut other = last;
            while released != END {
                other = bench.ends[released as usize];
                released = bench.next_released[released as usize];
                if released != END {
                    last = self.push(Step { after: last, and_after: other, gap: 0, cut: 0, player: NOBODY });
                }
            }
            let player = if cut > 0 { self.player(chain.providers[place], &mut bench.numbers) } else { NOBODY };
            last = self.push(Step { after: last, and_after: other, gap, cut, player });
            if begin + event + 1 == gaps.starts[place + 1] as usize {
                bench.ends[place] = last;
                bench.frames.pop();
                continue;
            }
            frame.event = event + 1;
            frame.last = last;
            frame.excess -= cut;
            let child = chain.awaited_children(place).start + event;
            if gaps.releases[child] == NOTHING {
                continue;
            }
            if bench.live[child] {
                bench.frames.push(Frame { place: child, event: 0, last, excess: excess[child] });
            } else {
                let gap = chain.closed[child] - chain.opened[child];
                bench.ends[child] = self.push(Step { after: last, and_after: last, gap, cut: 0, player: NOBODY });
            }
        }
    }

    fn push(&mut self, step: Step) -> u32 {
        self.steps.push(step);
        self.steps.len() as u32 - 1
    }

    fn player(&mut self, provider: u32, numbers: &mut HashMap<u32, u32>) -> u32 {
        const FEW: usize = 32;
        if self.players.len() < FEW {
            if let Some(player) = self.players.iter().position(|&player| player == provider) {
                return player as u32;
            }
        } else {
            if numbers.is_empty() {
                numbers.extend(self.players.iter().zip(0..).map(|(&provider, player)| (provider, player)));
            }
            if let Some(&player) = numbers.get(&provider) {
                return player;
            }
            numbers.insert(provider, self.players.len() as u32);
        }
        self.players.push(provider);
        self.players.len() as u32 - 1
    }

    /// The providers that matter, by number of player.
    pub fn players(&self) -> &[u32] {
        &self.players
    }

    /// When the root closes, in seconds after it opened, if the players that `repaired` names are repaired.
    pub fn end(&self, bench: &mut Bench, repaired: impl Fn(u32) -> bool) -> i64 {
        let at = &mut bench.at;
        at.clear();
        at.push(0);
        for step in &self.steps[1..] {
            let cut = if step.cut > 0 && repaired(step.player) { step.cut } else { 0 };
            at.push(at[step.after as usize].max(at[step.and_after as usize]) + step.gap - cut);
        }
        at.last().copied().unwrap_or(0)
    }

    /// The same if the providers for which `repaired` holds are.
    pub fn end_with(&self, bench: &mut Bench, repaired: impl Fn(u32) -> bool) -> i64 {
        self.end(bench, |player| repaired(self.players[player as usize]))
    }

    /// The same for [`LANES`] sets of players at once: set `first + lane` as a bit mask over `bits`, which names the
    /// player of each bit.
    pub fn ends(&self, bench: &mut Bench, bits: &[u32], first: u32) -> [i64; LANES] {
        bench.selected.clear();
        bench.selected.resize(self.players.len(), [0; LANES]);
        for (bit, &player) in bits.iter().enumerate() {
            let lanes = &mut bench.selected[player as usize];
            for (lane, selected) in lanes.iter_mut().enumerate() {
                *selected = -i64::from((first + lane as u32) >> bit & 1);
            }
        }
        let at = &mut bench.lanes;
        at.clear();
        at.push([0; LANES]);
        for step in &self.steps[1..] {
            let (left, right) = (at[step.after as usize], at[step.and_after as usize]);
            let mut lanes = [0; LANES];
            for lane in 0..LANES {
                lanes[lane] = left[lane].max(right[lane]) + step.gap;
            }
            if step.cut > 0 {
                let selected = &bench.selected[step.player as usize];
                for lane in 0..LANES {
                    lanes[lane] -= step.cut & selected[lane];
                }
            }
            at.push(lanes);
        }
        at.last().copied().unwrap_or_default()
    }
}
