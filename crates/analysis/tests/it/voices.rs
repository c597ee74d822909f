//! What holds for scores of any counts and for any answers.

use catena_analysis::change::{Arrow, Change};
use catena_analysis::estimate::{Estimate, Share};
use catena_analysis::funnel::{Funnel, Place};
use catena_analysis::mix::standardise;
use catena_analysis::sampled::{Answer, Chance, Rolled, Sampled};
use catena_analysis::score::{Counts, Csat, Nps};
use proptest::prelude::*;

fn nps() -> impl Strategy<Value = Counts<Nps>> {
    prop::array::uniform11(0_u64..60).prop_map(|times| Counts::of(times).unwrap())
}

fn csat() -> impl Strategy<Value = Counts<Csat>> {
    prop::array::uniform5(0_u64..300).prop_map(|times| Counts::of(times).unwrap())
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let answer = (0_u32..6, any::<bool>(), prop::sample::select(vec![0.05, 0.2, 0.5, 1.0]))
        .prop_map(|(rater, good, chance)| Answer { rater, good, asked: Chance::of(chance).unwrap() });
    prop::collection::vec(answer, 0..60)
}

fn holds(estimate: &impl Estimate, low: f64, high: f64) -> bool {
    let (from, to) = estimate.interval();
    let around = 1e-9 * (high - low);
    low <= from && from <= estimate.value() + around && estimate.value() - around <= to && to <= high
}

fn mirrored(forth: &Change, back: &Change) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let arrow = match forth.arrow {
        Some(Arrow::Up) => Some(Arrow::Down),
        Some(Arrow::Down) => Some(Arrow::Up),
        None => None,
    };
    near(forth.by, -back.by)
        && near(forth.interval.0, -back.interval.1)
        && near(forth.interval.1, -back.interval.0)
        && arrow == back.arrow
}

proptest! {
    #[test]
    fn a_score_lies_in_its_interval_and_the_interval_on_its_scale(nps in nps(), csat in csat()) {
        prop_assert!(nps.net().is_none_or(|net| holds(&net, -100.0, 100.0)));
        prop_assert!(csat.good().is_none_or(|share| holds(&share, 0.0, 1.0)));
        prop_assert_eq!(nps.net().is_none(), nps.n() < 5);
    }

    #[test]
    fn pooling_is_the_same_in_any_order(a in csat(), b in csat(), c in csat()) {
        prop_assert_eq!(a + b + c, c + (b + a));
        prop_assert_eq!((a + b).n(), a.n() + b.n());
    }

    #[test]
    fn a_change_there_is_the_change_back_turned_round(a in csat(), b in csat(), c in nps(), d in nps()) {
        if let (Some(forth), Some(back)) = (b.good_since(&a), a.good_since(&b)) {
            prop_assert!(mirrored(&forth, &back), "{:?} {:?}", forth, back);
            prop_assert!(forth.interval.0 >= -1.0 && forth.interval.1 <= 1.0);
        }
        if let (Some(forth), Some(back)) = (b.mean_since(&a), a.mean_since(&b)) {
            prop_assert!(mirrored(&forth, &back), "{:?} {:?}", forth, back);
        }
        if let (Some(forth), Some(back)) = (d.net_since(&c), c.net_since(&d)) {
            prop_assert!(mirrored(&forth, &back), "{:?} {:?}", forth, back);
        }
    }

    #[test]
    fn a_standardised_score_lies_between_those_of_its_parts(a in csat(), b in csat(), weight in 0.01_f64..100.0) {
        if let (Some(a), Some(b)) = (a.good(), b.good()) {
            let both = standardise(&[(1.0, Some(a)), (weight, Some(b))]).unwrap();
            prop_assert!(a.share.min(b.share) - 1e-12 <= both.value && both.value <= a.share.max(b.share) + 1e-12);
            prop_assert!(both.interval.0 >= 0.0 && both.interval.1 <= 1.0);
        }
    }

    #[test]
    fn drawn_answers_have_a_share_in_an_open_interval_or_none(answers in answers(), more in answers()) {
        let sampled = Sampled::of(&answers);
        let mut raters: Vec<u32> = answers.iter().map(|answer| answer.rater).collect();
        raters.sort_unstable();
        raters.dedup();
        prop_assert_eq!(sampled.is_some(), answers.len() >= 5 && raters.len() >= 3);
        if let Some(sampled) = sampled {
            prop_assert!(holds(&sampled, 0.0, 1.0) && sampled.interval.1 > sampled.interval.0, "{:?}", sampled);
            let rolled = Rolled::of(&[&[sampled][..], Sampled::of(&more).as_slice()].concat()).unwrap();
            prop_assert!(rolled.share <= sampled.share && rolled.interval.0 <= rolled.share + 1e-12);
            prop_assert!(rolled.share <= rolled.interval.1 + 1e-12 && rolled.interval.1 <= 1.0, "{:?}", rolled);
        }
    }

    #[test]
    fn a_shrunk_share_lies_between_its_own_and_that_of_all(groups in prop::collection::vec((0_u64..40, 0_u64..40), 2..9)) {
        let groups: Vec<(u32, u64, u64)> = (0..).zip(groups).map(|(group, (k, more))| (group, k, k + more)).collect();
        if let Some(funnel) = Funnel::of(&groups) {
            for point in funnel.points {
                let (low, high) = (point.share.share.min(funnel.target), point.share.share.max(funnel.target));
                prop_assert!(low - 1e-9 <= point.shrunk && point.shrunk <= high + 1e-9, "{:?}", point);
                let (inner, outer) = (point.limits.inner, point.limits.outer);
                prop_assert!(outer.0 <= inner.0 && inner.0 <= inner.1 && inner.1 <= outer.1, "{:?}", point);
                prop_assert!(point.place == Place::Expected || point.share.share < inner.0 || point.share.share > inner.1);
                prop_assert_eq!(Share::of(point.share.k, point.share.n), Some(point.share));
            }
        }
    }
}
