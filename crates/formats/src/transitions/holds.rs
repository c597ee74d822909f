//! The events of one case become its holds: who held it from when to when.
//!
//! A hold is a run of consecutive events with the same holder, from its first event to the first event of the next
//! hold; the last one lasts until the case ends. Waiting for the customer is a hold of its own. An event that names no
//! team changes none; before any team is named, the case is with the one who gave the promise and nobody holds it.
//! Nothing here knows columns, names or files.

use catena_analysis::Instant;

/// What a state says about the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing that a recipe lists.
    Other,
    /// It waits for the team that holds it.
    Waiting,
    /// The team works on it.
    Working,
    /// The team waits for the customer.
    Customer,
    /// It is done.
    Done,
}

/// Something that happened to the case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// When.
    pub at: Instant,
    /// The team that it names.
    pub team: Option<u32>,
    /// The state after it; `None` leaves it as it was.
    pub state: Option<State>,
}

/// What ends a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// An instant that the log gives, if it does for this case.
    At(Option<Instant>),
    /// The last arrival in a done state, unless the case has left it again.
    Done,
    /// The last event.
    LastEvent,
}

/// Who holds a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// A team.
    Team(u32),
    /// The external customer, for whom everybody waits.
    Customer,
}

/// One hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    /// Who.
    pub holder: Holder,
    /// From when.
    pub from: Instant,
    /// Until when; `None` while it lasts.
    pub to: Option<Instant>,
    /// When work began, as far as states tell.
    pub started: Option<Instant>,
    /// Whether the case had been done before and was reopened.
    pub rework: bool,
    /// The event with which it begins.
    pub event: usize,
}

/// A case as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// When it was opened.
    pub opened: Instant,
    /// When it was closed; `None` while it is open.
    pub closed: Option<Instant>,
    /// Its holds, in order.
    pub holds: Vec<Hold>,
    /// The first event that was left out because the case was over, though it tells of another team or state.
    pub late: Option<usize>,
    /// The first event that was moved to the opening of the case.
    pub early: Option<usize>,
}

/// Reads a case from its `events`, which are in order and at least one. `opened` is when it was opened, if the log
/// tells.
pub(super) fn case(events: &[Event], opened: Option<Instant>, end: End) -> Case {
    let states = states(events);
    let opened = opened.unwrap_or(events[0].at);
    let closed = match end {
        End::At(at) => at,
        End::Done => last_arrival(events, &states),
        End::LastEvent => events.last().map(|event| event.at),
    };
    let last = closed.unwrap_or(Instant::MAX);
    let within = events.partition_point(|event| event.at <= last);
    // Of what happened before the opening, only how it left the case counts.
    let before = events[..within].partition_point(|event| event.at < opened);
    let early = (before > 0).then_some(0);
    let told_then = events[..within].get(before).is_some_and(|event| event.at == opened);
    let first = if told_then { before } else { before.saturating_sub(1) };

    let mut case = Case { opened, closed, holds: Vec::new(), late: None, early };
    if last < opened {
        return case;
    }
    let mut team = events[..first].iter().rev().find_map(|event| event.team);
    let (mut was_done, mut reopened) = (false, false);
    let mut holding = None;
    for index in first..within {
        let (event, state) = (events[index], states[index]);
        let at = event.at.max(opened);
        team = event.team.or(team);
        was_done |= state == State::Done;
        reopened |= was_done && state != State::Done;
        let holder = if state == State::Customer { Some(Holder::Customer) } else { team.map(Holder::Team) };
        if holder != holding {
            if let Some(hold) = case.holds.last_mut().filter(|_| holding.is_some()) {
                hold.to = Some(at);
            }
            if let Some(holder) = holder {
                let rework = reopened && holder != Holder::Customer;
                case.holds.push(Hold { holder, from: at, to: closed, started: None, rework, event: index });
            }
            holding = holder;
        }
        if let Some(hold) = case.holds.last_mut().filter(|_| holding.is_some())
            && state == State::Working
        {
            hold.started.get_or_insert(at);
        }
    }
    // That a case which is done is archived by the same team is no news.
    case.late = (within..events.len())
        .find(|&index| states[index] != State::Done || events[index].team.is_some_and(|other| Some(other) != team));
    end_waiting(&mut case.holds, &events[..within], &states);
    case
}

/// A hold that begins with waiting and never comes to a working state waits until it leaves its waiting states, or
/// until its end.
fn end_waiting(holds: &mut [Hold], events: &[Event], states: &[State]) {
    let mut end = events.len();
    for hold in holds.iter_mut().rev() {
        let waiting = states[hold.event..end].iter().take_while(|state| **state == State::Waiting).count();
        if hold.started.is_none() && waiting > 0 {
            let next = hold.event + waiting;
            hold.started = if next < end { Some(events[next].at.max(hold.from)) } else { hold.to };
        }
        end = hold.event;
    }
}

/// The state after each event.
fn states(events: &[Event]) -> Vec<State> {
    let mut state = State::Other;
    events
        .iter()
        .map(|event| {
            state = event.state.unwrap_or(state);
            state
        })
        .collect()
}

/// When the case arrived in the done state in which it still is.
fn last_arrival(events: &[Event], states: &[State]) -> Option<Instant> {
    let index = match states.iter().rposition(|state| *state != State::Done) {
        Some(index) => index + 1,
        None => 0,
    };
    events.get(index).map(|event| event.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `9A` is an event at nine of team A; small letters behind it are the state: `w`aiting, wo`r`king, `c`ustomer,
    /// `d`one, `o`ther. A `?` is no team.
    fn events(text: &str) -> Vec<Event> {
        text.split(' ')
            .map(|word| {
                let digits = word.find(|letter: char| !letter.is_ascii_digit()).unwrap();
                let mut letters = word[digits..].chars();
                let team = letters.next().filter(|team| *team != '?').map(u32::from);
                let state = letters.next().map(|state| match state {
                    'w' => State::Waiting,
                    'r' => State::Working,
                    'c' => State::Customer,
                    'd' => State::Done,
                    _ => State::Other,
                });
                Event { at: word[..digits].parse().unwrap(), team, state }
            })
            .collect()
    }

    /// The holds as `A 9-12`, with `@10` for when work began and `!` for rework; the customer is `*`.
    fn told(case: &Case) -> String {
        let holds: Vec<String> = case
            .holds
            .iter()
            .map(|hold| {
                let holder = match hold.holder {
                    Holder::Team(team) => char::from_u32(team).unwrap(),
                    Holder::Customer => '*',
                };
                let to = hold.to.map_or(String::new(), |to| to.to_string());
                let started = hold.started.map_or(String::new(), |at| format!("@{at}"));
                format!("{holder} {}-{to}{started}{}", hold.from, if hold.rework { "!" } else { "" })
            })
            .collect();
        holds.join(", ")
    }

    #[test]
    fn a_hold_is_a_run_of_events_with_the_same_team() {
        let cases = [
            ("9A", "A 9-9"),
            ("9A 10A 12B 13A 15A", "A 9-12, B 12-13, A 13-15"),
            ("9A 9B 9A 10A", "A 9-9, B 9-9, A 9-10"),
            ("9? 10A 11? 12B 13?", "A 10-12, B 12-13"),
            ("9? 10?", ""),
        ];
        for (text, holds) in cases {
            assert_eq!(told(&case(&events(text), None, End::LastEvent)), holds, "{text}");
        }
    }

    #[test]
    fn work_begins_with_the_first_working_state_of_a_hold() {
        let cases = [
            ("9Aw 10Ar 11Aw 12Br 14Bd", "A 9-12@10, B 12-14@12"),
            ("9Ar 10B 12B", "A 9-10@9, B 10-12@10"),
            ("9Aw 10Bw 11Bw 12Cd", "A 9-10@10, B 10-12@12, C 12-12"),
            ("9Aw 10Ao 12Bd", "A 9-12@10, B 12-12"),
            ("9Ao 10Aw 12Bd", "A 9-12, B 12-12"),
        ];
        for (text, holds) in cases {
            assert_eq!(told(&case(&events(text), None, End::LastEvent)), holds, "{text}");
        }
    }

    #[test]
    fn waiting_for_the_customer_is_a_hold_of_its_own() {
        let case = case(&events("9Ar 10Ac 11Ac 13Ar 14Bc 15Br 16Bd"), None, End::Done);
        assert_eq!(told(&case), "A 9-10@9, * 10-13, A 13-14@13, * 14-15, B 15-16@15");
    }

    #[test]
    fn a_wait_for_the_customer_ends_before_any_team_is_named() {
        let case = case(&events("7?o 9?c 10?r 11Ar 14Ad"), None, End::Done);
        assert_eq!(told(&case), "* 9-10, A 11-14@11");
    }

    #[test]
    fn a_case_ends_with_its_last_arrival_in_a_done_state() {
        let ended = |text, end| case(&events(text), None, end);
        let twice = ended("9Ar 10Ad 11Ar 12Bd 13Bd 14C", End::Done);
        assert_eq!((told(&twice).as_str(), twice.closed, twice.late), ("A 9-12@9, B 12-12!", Some(12), Some(5)));
        let reopened = ended("9Ar 10Ad 11Br", End::Done);
        assert_eq!((told(&reopened).as_str(), reopened.closed), ("A 9-11@9, B 11-@11!", None));
        let never = ended("9Ar 10Br", End::Done);
        assert_eq!((told(&never).as_str(), never.closed), ("A 9-10@9, B 10-@10", None));
        let column = ended("9A 10B 12C", End::At(Some(11)));
        assert_eq!((told(&column).as_str(), column.late), ("A 9-10, B 10-11", Some(2)));
        assert_eq!(told(&ended("9A 10B", End::At(None))), "A 9-10, B 10-");
        assert_eq!(told(&ended("9Ad", End::Done)), "A 9-9");
    }

    #[test]
    fn what_came_before_the_opening_counts_only_for_who_holds_the_case() {
        let opened = |text, at| case(&events(text), Some(at), End::LastEvent);
        let later = opened("7A 8B 9? 12C 13C", 10);
        assert_eq!((told(&later).as_str(), later.early, later.opened), ("B 10-12, C 12-13", Some(0), 10));
        let earlier = opened("7A 8B 9B", 5);
        assert_eq!((told(&earlier).as_str(), earlier.early, earlier.opened), ("A 7-8, B 8-9", None, 5));
        assert_eq!(told(&opened("7A 8B", 10)), "");
        assert_eq!(told(&opened("8A 9B 10B", 9)), "B 9-10");
        assert_eq!(told(&opened("8A 9? 10B", 9)), "A 9-10, B 10-10");
    }

    #[test]
    fn only_holds_that_begin_after_a_reopening_are_rework() {
        let case = case(&events("9A 10Bd 11Cd 12Ar 13Br 14Bd"), None, End::Done);
        assert_eq!(told(&case), "A 9-10, B 10-11, C 11-12, A 12-13@12!, B 13-14@13!");
    }
}
