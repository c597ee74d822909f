//! Calendars and policies in all their versions.

use catena_domain::id::CalendarId;
use catena_store::Error;
use catena_store::calendars::{self, CalendarRow, PolicyRow};

use crate::harness::samples::{at, id, read, write};
use crate::harness::{Home, on_both_engines};

fn calendar(number: u128, series: u128, version: i64) -> CalendarRow {
    CalendarRow {
        id: CalendarId(id(number)),
        series: CalendarId(id(series)),
        version,
        name: format!("hours {version}"),
        hours: "{\"zone\":\"Europe/Berlin\"}".to_owned(),
        made_at: at(version),
    }
}

on_both_engines! {
    fn calendars_keep_all_versions_the_last_first(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            calendars::add(tx, &calendar(1, 1, 1))?;
            calendars::add(tx, &calendar(5, 5, 1))?;
            calendars::add(tx, &calendar(6, 1, 2))
        });
        assert_eq!(read(&store, |sql| calendars::all(sql)), [calendar(6, 1, 2), calendar(1, 1, 1), calendar(5, 5, 1)]);
        assert_eq!(read(&store, |sql| calendars::count(sql)), 3);
        let twice = store.write_now(|tx| calendars::add(tx, &calendar(7, 1, 2)));
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }

    fn policies_keep_all_versions_the_last_first(home: &Home) {
        let store = home.open();
        let policy = |version| PolicyRow { version, rules: format!("[{version}]"), made_at: at(version) };
        write(&store, move |tx| {
            calendars::add_policy(tx, &policy(1))?;
            calendars::add_policy(tx, &policy(2))
        });
        assert_eq!(read(&store, |sql| calendars::policies(sql)), [policy(2), policy(1)]);
        assert_eq!(read(&store, |sql| calendars::policy(sql)), Some(policy(2)));
        let twice = store.write_now(move |tx| calendars::add_policy(tx, &policy(2)));
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }
}
