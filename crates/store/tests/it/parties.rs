//! People, teams, who belongs where and how they are reached.

use catena_domain::id::{CalendarId, PartyId};
use catena_store::Error;
use catena_store::parties::{self, Handle, Member, PartyRow};

use crate::harness::samples::{at, id, person, read, team, with_parties, write};
use crate::harness::{Home, on_both_engines};

fn names(rows: &[PartyRow]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

fn handle(number: u128, party: u128, value: &str) -> Handle {
    Handle {
        id: id(number),
        party: PartyId(id(party)),
        kind: "email".to_owned(),
        value: value.to_owned(),
        evidence: "said so".to_owned(),
        added_at: at(number as i64),
    }
}

on_both_engines! {
    fn a_party_reads_back_as_it_was_saved_and_changed(home: &Home) {
        let store = home.open();
        let mut row = PartyRow {
            parent: Some(PartyId(id(2))),
            calendar: Some(CalendarId(id(9))),
            confidential: true,
            ..person(1, "Ada “the first” Lovelace \u{1F98B}")
        };
        let saved = row.clone();
        write(&store, move |tx| {
            parties::save(tx, &team(2, "Binders"))?;
            parties::save(tx, &saved)
        });
        assert_eq!(read(&store, |sql| parties::find(sql, row.id)), Some(row.clone()));

        row.name = String::from("Ada King");
        row.parent = None;
        row.calendar = None;
        row.confidential = false;
        row.closed = true;
        row.erased_at = Some(at(5));
        row.revision = 2;
        let changed = row.clone();
        write(&store, move |tx| parties::save(tx, &changed));
        assert_eq!(read(&store, |sql| parties::find(sql, row.id)), Some(row));
        assert_eq!(read(&store, |sql| parties::find(sql, PartyId(id(77)))), None);
    }

    fn a_parent_that_is_not_there_is_refused(home: &Home) {
        let store = home.open();
        let orphan = PartyRow { parent: Some(PartyId(id(99))), ..team(1, "Nowhere") };
        let refused = store.write_now(move |tx| parties::save(tx, &orphan));
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }

    fn ones_own_side_is_listed_by_kind_and_name(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            parties::save(tx, &team(1, "Vans"))?;
            parties::save(tx, &team(2, "Binders"))?;
            parties::save(tx, &PartyRow { internal: true, ..person(3, "Zoe") })?;
            parties::save(tx, &person(4, "Outside"))
        });
        assert_eq!(names(&read(&store, |sql| parties::internal(sql))), ["Zoe", "Binders", "Vans"]);
        assert_eq!(names(&read(&store, |sql| parties::teams(sql))), ["Binders", "Vans"]);
    }

    fn parties_are_listed_by_kind_side_and_part_of_a_name_or_address(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            parties::save(tx, &person(1, "Ärmel, Jo"))?;
            parties::save(tx, &person(2, "100% Cotton"))?;
            parties::save(tx, &person(3, "snake_case"))?;
            parties::save(tx, &team(4, "Ada's team"))?;
            parties::save(tx, &PartyRow { erased_at: Some(at(1)), ..person(5, "gone") })?;
            parties::add_handle(tx, &handle(11, 3, "Jo@Example.org"))
        });
        let list = |kind: Option<&str>, internal: Option<bool>, part: &str| {
            let rows = read(&store, |sql| parties::list(sql, kind, internal, part, None, 10));
            let mut found: Vec<u128> = rows.iter().map(|row| row.id.0.as_u128()).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(list(None, None, ""), [1, 2, 3, 4]);
        assert_eq!(list(Some("team"), None, ""), [4]);
        assert_eq!(list(None, Some(false), ""), [1, 2, 3]);
        assert_eq!(list(None, None, "ärmel"), [1]);
        assert_eq!(list(None, None, "0%"), [2]);
        assert_eq!(list(None, None, "e_c"), [3], "an underscore stands for itself");
        assert_eq!(list(None, None, "\\"), [0; 0]);
        assert_eq!(list(None, None, "jo@example"), [3]);
        assert_eq!(list(None, None, "jo"), [1, 3]);
    }

    fn pages_of_parties_meet_without_gaps_or_doubles(home: &Home) {
        let store = home.open();
        write(&store, |tx| (1..=25).try_for_each(|number| parties::save(tx, &person(number, ["b", "a", "c"][number as usize % 3]))));
        let mut seen: Vec<PartyId> = Vec::new();
        let mut after: Option<(String, PartyId)> = None;
        loop {
            let from = after.as_ref().map(|(name, id)| (name.as_str(), *id));
            let page = read(&store, |sql| parties::list(sql, None, None, "", from, 4));
            let Some(last) = page.last() else { break };
            after = Some((last.name.clone(), last.id));
            seen.extend(page.iter().map(|row| row.id));
        }
        let whole = read(&store, |sql| parties::list(sql, None, None, "", None, 100));
        assert_eq!(seen, whole.iter().map(|row| row.id).collect::<Vec<_>>());
        assert_eq!(seen.len(), 25);
    }

    fn what_is_confidential_is_known_by_its_id(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            parties::save(tx, &PartyRow { confidential: true, ..team(1, "Staff") })?;
            parties::save(tx, &team(2, "Binders"))
        });
        assert_eq!(read(&store, |sql| parties::confidential(sql)), [PartyId(id(1))]);
    }

    fn a_department_knows_the_teams_right_below_it(home: &Home) {
        let store = home.open();
        let below = |number, of| PartyRow { parent: Some(PartyId(id(of))), ..team(number, "a team") };
        write(&store, move |tx| {
            parties::save(tx, &team(1, "Workshop"))?;
            parties::save(tx, &below(2, 1))?;
            parties::save(tx, &below(3, 1))?;
            parties::save(tx, &below(4, 2))?;
            parties::save(tx, &PartyRow { kind: "person".to_owned(), ..below(5, 1) })
        });
        let mut found = read(&store, |sql| parties::below(sql, PartyId(id(1))));
        found.sort_unstable();
        assert_eq!(found, [PartyId(id(2)), PartyId(id(3))]);
    }

    fn members_join_lead_and_leave(home: &Home) {
        let store = home.open();
        let member = |person: u128, leads| Member { team: PartyId(id(2)), person: PartyId(id(person)), leads };
        write(&store, move |tx| {
            parties::save(tx, &team(2, "Binders"))?;
            parties::save(tx, &person(3, "Bo"))?;
            parties::save(tx, &person(4, "Cy"))?;
            parties::join(tx, member(3, false))?;
            parties::join(tx, member(4, false))?;
            parties::join(tx, member(3, true))
        });
        assert_eq!(read(&store, |sql| parties::members(sql)), [member(3, true), member(4, false)]);
        assert_eq!(read(&store, |sql| parties::teams_of(sql, PartyId(id(3)))), [member(3, true)]);
        let of_team = read(&store, |sql| parties::members_of(sql, PartyId(id(2))));
        assert_eq!(of_team, [member(3, true), member(4, false)]);
        assert_eq!(read(&store, |sql| parties::members_of(sql, PartyId(id(9)))), []);
        let left = write(&store, |tx| {
            Ok((parties::leave(tx, PartyId(id(2)), PartyId(id(3)))?, parties::leave(tx, PartyId(id(2)), PartyId(id(3)))?))
        });
        assert_eq!(left, (true, false));
        assert_eq!(read(&store, |sql| parties::members(sql)), [member(4, false)]);
    }

    fn an_address_may_reach_several_and_merges_nobody(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            parties::add_handle(tx, &handle(12, 1, "x@example.org"))?;
            parties::add_handle(tx, &handle(11, 1, "y@example.org"))?;
            parties::add_handle(tx, &handle(13, 2, "x@example.org"))
        });
        let reached = |value: &'static str| names(&read(&store, |sql| parties::reached_by(sql, "email", value))).join(" & ");
        assert_eq!(reached("x@example.org"), "Ada Lovelace & Binders");
        assert_eq!(reached("nobody@example.org"), "");
        let mine = |sql: &mut dyn catena_store::Sql| parties::handles(sql, PartyId(id(1)));
        assert_eq!(read(&store, mine), [handle(11, 1, "y@example.org"), handle(12, 1, "x@example.org")]);
        let removed = write(&store, |tx| {
            Ok((
                parties::remove_handle(tx, PartyId(id(2)), id(11))?,
                parties::remove_handle(tx, PartyId(id(1)), id(11))?,
            ))
        });
        assert_eq!(removed, (false, true), "only whom it reaches loses it");
        assert_eq!(read(&store, mine).len(), 1);
    }
}
