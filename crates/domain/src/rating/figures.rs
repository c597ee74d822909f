//! What is shown of many ratings: nothing below five by three people, and nothing of a team of fewer than three, so that
//! no figure stands for a person. Counts are given for each chance of being asked, from which shares are estimated: to
//! add up answers of different chances would say more of breaks than there are.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Chance, Occasion, Reason};
use crate::id::PartyId;

/// How many ratings a figure needs …
pub const RATINGS: usize = 5;
/// … by how many people …
pub const RATERS: usize = 3;
/// … about a team of how many.
pub const PEOPLE: usize = 3;

/// A hand-off about which somebody was asked, once what they answered may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    /// Who was asked.
    pub rater: PartyId,
    /// Why.
    pub occasion: Occasion,
    /// How likely they were to be asked.
    pub chance: Chance,
    /// What they answered, if they did.
    pub answer: Option<Answer>,
}

/// Those who were asked for one reason with one chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many were asked.
    pub asked: u64,
    /// How many answered.
    pub answered: u64,
    /// How many of those had it complete and right the first time.
    pub right: u64,
    /// How many of those could do their part well with what they got: 4 or 5 of 5.
    pub well: u64,
}

/// What can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// How many people answered.
    pub raters: u64,
    /// Those who were asked, by why and with which chance.
    pub groups: BTreeMap<(Occasion, Chance), Group>,
    /// How many answered each of 1 to 5.
    pub eases: [u64; 5],
    /// How often each reason was given.
    pub reasons: BTreeMap<Reason, u64>,
    /// All minutes that were said to be lost.
    pub lost_minutes: u64,
}

impl Figures {
    /// How many were asked.
    pub fn asked(&self) -> u64 {
        self.groups.values().map(|group| group.asked).sum()
    }

    /// How many answered.
    pub fn answered(&self) -> u64 {
        self.groups.values().map(|group| group.answered).sum()
    }
}

/// The figures of ratings of a team of so many people; none if they would say too much of somebody.
pub fn figures(rated: &[Rated], people: usize) -> Option<Figures> {
    let raters: BTreeSet<PartyId> = rated.iter().filter(|one| one.answer.is_some()).map(|one| one.rater).collect();
    let answered = rated.iter().filter(|one| one.answer.is_some()).count();
    if answered < RATINGS || raters.len() < RATERS || people < PEOPLE {
        return None;
    }
    let mut figures = Figures {
        raters: raters.len() as u64,
        groups: BTreeMap::new(),
        eases: [0; 5],
        reasons: BTreeMap::new(),
        lost_minutes: 0,
    };
    for one in rated {
        let group = figures.groups.entry((one.occasion, one.chance)).or_default();
        group.asked += 1;
        let Some(answer) = one.answer else { continue };
        group.answered += 1;
        group.right += u64::from(answer.right);
        group.well += u64::from(answer.ease.is_some_and(|ease| ease >= 4));
        if let Some(count) = answer.ease.and_then(|ease| figures.eases.get_mut(usize::from(ease).wrapping_sub(1))) {
            *count += 1;
        }
        if let Some(reason) = answer.reason {
            *figures.reasons.entry(reason).or_default() += 1;
        }
        figures.lost_minutes += u64::from(answer.lost_minutes.unwrap_or(0));
    }
    Some(figures)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn rated(rater: u128, right: Option<bool>) -> Rated {
        let answer = right.map(|right| Answer {
            right,
            ease: Some(if right { 5 } else { 2 }),
            reason: (!right).then_some(Reason::Missing),
            lost_minutes: (!right).then_some(30),
        });
        Rated { rater: PartyId(Uuid::from_u128(rater)), occasion: Occasion::Drawn, chance: Chance(200_000), answer }
    }

    #[test]
    fn nothing_is_shown_below_five_ratings_by_three_people_of_a_team_of_three() {
        let yes = Some(true);
        let five = [rated(1, yes), rated(1, yes), rated(2, yes), rated(2, yes), rated(3, yes)];
        assert!(figures(&five, 3).is_some());
        assert_eq!(figures(&five, 2), None, "it would say how one of two works");
        assert_eq!(figures(&five[..4], 3), None);
        let by_two = [rated(1, yes), rated(1, yes), rated(2, yes), rated(2, yes), rated(2, yes), rated(3, None)];
        assert_eq!(figures(&by_two, 3), None, "who was asked and did not answer is no rater");
    }

    #[test]
    fn answers_of_different_chances_are_not_added_up() {
        let certain = Rated { occasion: Occasion::Broken, chance: Chance::ONE, ..rated(3, Some(false)) };
        let all = [rated(1, Some(true)), rated(1, Some(true)), rated(2, Some(true)), rated(2, None), certain, certain];
        let known = figures(&all, 9).unwrap();
        let group = |asked, answered, right, well| Group { asked, answered, right, well };
        let groups: Vec<_> = known.groups.iter().map(|(key, group)| (*key, *group)).collect();
        assert_eq!(
            groups,
            [
                ((Occasion::Drawn, Chance(200_000)), group(4, 3, 3, 3)),
                ((Occasion::Broken, Chance::ONE), group(2, 2, 0, 0)),
            ]
        );
        assert_eq!((known.asked(), known.answered(), known.raters), (6, 5, 3));
        assert_eq!((known.eases, known.reasons[&Reason::Missing], known.lost_minutes), ([0, 2, 0, 0, 3], 2, 60));
    }
}
