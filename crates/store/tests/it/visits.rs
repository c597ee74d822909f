//! What customers outside asked for, in one pass.

use catena_domain::id::{AskId, PartyId};
use catena_store::feedback;
use catena_store::requests::RequestRow;
use catena_store::reviews::{self, OutcomeRow};
use catena_store::visits::{self, VisitRow};

use crate::harness::samples::{at, id, keep, read, request, write};
use crate::harness::shop::{self, ADA, BEA, CAROL};
use crate::harness::voices::{HOW, ask, asked, satisfied};
use crate::harness::{Home, on_both_engines};

/// A root that a customer asked for at some second and that was over ten seconds later.
fn order(number: i64, customer: PartyId, second: i64) -> RequestRow {
    RequestRow {
        customer,
        external: true,
        status: "received".to_owned(),
        is_open: false,
        asked_at: at(second),
        done_at: Some(at(second + 10)),
        kept: Some(false),
        merged: None,
        ..request(number)
    }
}

fn numbers(rows: &[VisitRow]) -> Vec<i64> {
    rows.iter().map(|row| row.number).collect()
}

on_both_engines! {
    fn what_each_customer_asked_for_comes_in_the_order_of_asking_with_what_they_said(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let (one, two) = (order(71, BEA, 9_000), order(72, ADA, 9_500));
        let rows = [
            order(73, ADA, 9_100),
            RequestRow { is_open: true, ..order(74, ADA, 9_900) },
            RequestRow { status: "withdrawn".to_owned(), ..order(75, ADA, 9_200) },
            RequestRow { merged: Some(two.id), ..order(76, ADA, 9_300) },
            RequestRow { external: false, ..order(77, ADA, 9_400) },
            RequestRow { parent: Some(two.id), root: two.id, ..order(78, ADA, 9_600) },
            order(79, ADA, 9_700),
        ];
        let all: Vec<RequestRow> = rows.into_iter().chain([one.clone(), two.clone()]).collect();
        write(&store, move |tx| {
            all.iter().try_for_each(|row| keep(tx, row))?;
            let (first, again) = (asked(2_001, ADA, Some(two.id), 9_511), asked(2_002, ADA, Some(two.id), 9_512));
            ask(tx, &first, &[])?;
            ask(tx, &again, &[])?;
            feedback::answer(tx, &again, &[(HOW, satisfied(1))], true, at(9_520))?;
            // Somebody asks what went wrong: that is no wish of the customer's.
            feedback::follow_up(tx, AskId(id(2_002)), order(79, ADA, 0).id)
        });
        let found = read(&store, |sql| visits::since(sql, at(9_000)));
        assert_eq!(numbers(&found), [73, 72, 72, 74, 71], "by customer, then in the order of asking");
        assert_eq!((found[0].customer, found[4].customer), (ADA, BEA));
        assert_eq!((found[1].questioned_at, found[1].answered_at, found[1].poor), (Some(at(9_511)), None, false));
        assert_eq!(
            (found[2].questioned_at, found[2].answered_at, found[2].poor),
            (Some(at(9_512)), Some(at(9_520)), true)
        );
        assert_eq!((found[3].ended_at, found[3].kept), (None, None), "what is open has not ended, whatever was once done");
        assert_eq!(found[4].ended_at, one.done_at);
        assert_eq!((found[4].kept, found[4].request, found[4].provider), (Some(false), one.id, one.provider));
        assert_eq!(numbers(&read(&store, |sql| visits::since(sql, at(9_001)))), [73, 72, 72, 74]);
    }

    fn what_customers_did_next_comes_in_the_order_of_time(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let known = read(&store, visits::outcomes).len();
        let outcome = |number: u128, customer, what: &str, second| OutcomeRow {
            id: id(number),
            customer,
            ask: None,
            what: what.to_owned(),
            at: at(second),
            recorded_by: CAROL,
            recorded_at: at(second),
            revision: 1,
        };
        let both = [outcome(2_011, ADA, "left", 90_020), outcome(2_012, BEA, "came_back", 90_010)];
        write(&store, move |tx| both.iter().try_for_each(|row| reviews::add_outcome(tx, row)));
        let found = read(&store, |sql| visits::outcomes(sql));
        assert_eq!(found[known..], [(BEA, "came_back".to_owned(), at(90_010)), (ADA, "left".to_owned(), at(90_020))]);
    }
}
