//! What colleagues think of what they get: the truth that ratings of hand-offs are drawn from.
//!
//! Each team is complete and right the first time in a share of its hand-offs, and one is truly weak. What is thought of
//! one hand-off follows from the seed and its id alone, whoever is asked and whenever.

use crate::chance::Chance;
use crate::group::WEAK_LINK;

/// What both sides think of a hand-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// It was complete and right the first time.
    pub right: bool,
    /// How well whoever relied on it could go on, from 1 to 5.
    pub ease: u8,
    /// What was amiss: `late`, `missing`, `wrong`, `unclear`, `no_answer` or `tone`.
    pub reason: Option<&'static str>,
    /// Minutes that were lost.
    pub lost_minutes: Option<u32>,
    /// What was asked was complete and clear to those who did it.
    pub clear: bool,
    /// They say thanks.
    pub thanks: bool,
}

/// The share of a team's hand-offs that are complete and right the first time; none if it is no team.
pub fn right_first_time(team: &str) -> Option<f64> {
    Some(match team {
        WEAK_LINK => 0.78,
        "Flower auction" => 0.85,
        "Shopkeepers" => 0.88,
        "Couriers West" | "Customer care" => 0.9,
        "Design North" => 0.91,
        "Couriers South" => 0.92,
        "Couriers North" | "Design West" => 0.93,
        "Clerks South" => 0.94,
        "Clerks North" => 0.95,
        "Clerks West" => 0.96,
        _ => return None,
    })
}

/// What colleagues think of the hand-off `id` that `team` did, in time or late; none if it is no team.
pub fn verdict(seed: u64, team: &str, id: &str, late: bool) -> Option<Verdict> {
    const WELL: [(u8, f64); 4] = [(2, 0.02), (3, 0.1), (4, 0.4), (5, 0.48)];
    const BADLY: [(u8, f64); 4] = [(1, 0.15), (2, 0.4), (3, 0.35), (4, 0.1)];
    const AMISS: [(&str, f64); 5] =
        [("missing", 0.35), ("wrong", 0.3), ("unclear", 0.2), ("no_answer", 0.1), ("tone", 0.05)];
    let mut chance = Chance::new(seed, stream(id));
    let right = chance.happens(right_first_time(team)?);
    let (well, says_why, amiss) = (right && !late, chance.happens(0.7), chance.pick(&AMISS));
    let ease = chance.pick(if well { &WELL } else { &BADLY });
    let lost = chance.happens(0.5).then(|| (20.0 * (1.0 + chance.overrun())) as u32);
    Some(Verdict {
        right,
        ease,
        reason: (!well && says_why).then_some(if right { "late" } else { amiss }),
        lost_minutes: lost.filter(|_| !well),
        clear: chance.happens(0.88),
        thanks: well && chance.happens(0.12),
    })
}

/// A number drawn for the hand-off `id` and one purpose, from all numbers alike.
pub fn lot(seed: u64, id: &str, purpose: &str) -> u64 {
    Chance::new(seed, stream(&format!("{id} {purpose}"))).whole(i64::MIN, i64::MAX) as u64
}

/// A stream for each id: its FNV-1a sum.
pub fn stream(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::teams;

    #[test]
    fn every_team_has_a_share_of_its_own_and_one_is_truly_weak() {
        for team in teams() {
            let share = right_first_time(team.name).unwrap();
            assert!((0.85..=0.96).contains(&share) || (team.name == WEAK_LINK && share < 0.8), "{} {share}", team.name);
        }
        assert_eq!((right_first_time("Customer 00001"), verdict(1, "Nobody", "a", false)), (None, None));
    }

    #[test]
    fn what_is_thought_of_many_hand_offs_recovers_the_share() {
        for team in teams() {
            let right = (0..20_000).filter(|n| verdict(7, team.name, &format!("G02-{n}"), n % 4 == 0).unwrap().right);
            let share = right.count() as f64 / 20_000.0;
            assert!((share - right_first_time(team.name).unwrap()).abs() < 0.012, "{}: {share}", team.name);
        }
    }

    #[test]
    fn what_is_thought_of_one_follows_from_the_seed_and_its_id() {
        let of = |seed, id: &str| verdict(seed, WEAK_LINK, id, false).unwrap();
        assert_eq!(of(7, "G02-2026-000001-D1"), of(7, "G02-2026-000001-D1"));
        let many = |seed| (0..50).map(|n| of(seed, &n.to_string())).collect::<Vec<_>>();
        assert_ne!(many(7), many(8));
        for one in many(7) {
            assert!((1..=5).contains(&one.ease) && (one.right || one.ease < 5));
            assert!(one.reason != Some("late") && (!one.right || one.lost_minutes.is_none()));
        }
    }
}
