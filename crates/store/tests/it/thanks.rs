//! Thank-yous.

use catena_domain::id::{PartyId, RequestId};
use catena_store::thanks::{self, Thanks};
use catena_store::{examine, parties};

use crate::harness::samples::{at, id, keep, person, read, request, with_parties, write};
use crate::harness::{Home, on_both_engines};

const ADA: PartyId = PartyId(uuid::Uuid::from_u128(1));
const BINDERS: PartyId = PartyId(uuid::Uuid::from_u128(2));
const BEN: PartyId = PartyId(uuid::Uuid::from_u128(3));

fn thank_you(number: i64) -> Thanks {
    Thanks {
        request: request(number).id,
        done_at: at(number),
        giver: ADA,
        provider: BINDERS,
        doer: Some(BEN),
        at: at(100 + number),
    }
}

on_both_engines! {
    fn one_is_given_once_for_each_time_that_the_work_was_done(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            parties::save(tx, &person(3, "Ben"))?;
            keep(tx, &request(1))?;
            keep(tx, &request(2))
        });
        assert!(write(&store, |tx| thanks::give(tx, &thank_you(1))));
        assert!(!write(&store, |tx| thanks::give(tx, &Thanks { at: at(500), ..thank_you(1) })));
        let later = Thanks { done_at: at(7), at: at(107), doer: None, ..thank_you(1) };
        assert!(write(&store, move |tx| thanks::give(tx, &later)));
        assert!(write(&store, |tx| thanks::give(tx, &thank_you(2))));
        assert_eq!(read(&store, |sql| thanks::of_request(sql, request(1).id)), [later, thank_you(1)]);
        assert_eq!(read(&store, |sql| thanks::given(sql, ADA, 2)), [later, thank_you(2)]);
        assert_eq!(read(&store, |sql| thanks::got(sql, BINDERS, 10)), [later, thank_you(2), thank_you(1)]);
        assert_eq!(read(&store, |sql| thanks::got(sql, BEN, 10)), [thank_you(2), thank_you(1)]);
        assert_eq!(read(&store, |sql| thanks::given(sql, BEN, 10)), []);
        let all = [later, thank_you(2), thank_you(1)];
        let between = |from, to, after, limit| read(&store, |sql| thanks::between(sql, at(from), at(to), after, limit));
        assert_eq!(between(0, 200, None, 10), all);
        assert_eq!(between(102, 107, None, 10), all[1..2]);
        assert_eq!(between(0, 200, None, 1), all[..1]);
        assert_eq!(between(0, 200, Some(later), 10), all[1..]);
        assert_eq!(between(102, 200, Some(thank_you(2)), 10), []);
    }

    fn one_for_a_hand_off_that_is_gone_is_found(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            parties::save(tx, &person(3, "Ben"))?;
            thanks::give(tx, &Thanks { request: RequestId(id(999)), ..thank_you(1) })
        });
        let findings = examine(home.place()).unwrap().findings;
        assert_eq!(findings, [format!("The request {} is not there and was thanked for.", id(999))]);
    }
}
