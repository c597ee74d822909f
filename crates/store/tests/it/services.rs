//! What can be asked for, and the plans behind it.

use catena_domain::id::{PartyId, ServiceId};
use catena_store::services::{self, ServiceRow};

use crate::harness::samples::{at, id, read, with_parties, write};
use crate::harness::{Home, on_both_engines};

fn service(number: u128, name: &str, version: i64) -> ServiceRow {
    ServiceRow {
        id: ServiceId(id(number)),
        name: name.to_owned(),
        description: "bound by hand".to_owned(),
        provider: PartyId(id(2)),
        for_customers: true,
        closed: false,
        version,
        plan: format!("[\"plan {version}\"]"),
        revision: version,
    }
}

on_both_engines! {
    fn a_service_has_the_plan_of_its_version_and_keeps_the_others(home: &Home) {
        let store = home.open();
        with_parties(&store);
        let first = service(5, "Bouquet", 1);
        let second = ServiceRow { for_customers: false, closed: true, description: String::new(), ..service(5, "Wreath", 2) };
        let (a, b) = (first.clone(), second.clone());
        write(&store, move |tx| {
            services::save(tx, &a, at(1))?;
            services::save(tx, &b, at(2))
        });
        assert_eq!(read(&store, |sql| services::find(sql, second.id)), Some(second.clone()));
        assert_eq!(read(&store, |sql| services::plan(sql, second.id, 1)), Some(first.plan));
        assert_eq!(read(&store, |sql| services::plan(sql, second.id, 3)), None);
        assert_eq!(read(&store, |sql| services::versions(sql, second.id)), [(2, at(2)), (1, at(1))]);
        assert_eq!(read(&store, |sql| services::find(sql, ServiceId(id(6)))), None);
    }

    fn a_plan_that_is_written_down_does_not_change(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            services::save(tx, &service(5, "Bouquet", 1), at(1))?;
            services::save(tx, &ServiceRow { plan: "[]".to_owned(), ..service(5, "Bunch", 1) }, at(2))
        });
        let found = read(&store, |sql| services::find(sql, ServiceId(id(5)))).unwrap();
        assert_eq!((found.name.as_str(), found.plan.as_str()), ("Bunch", "[\"plan 1\"]"));
    }

    fn services_are_listed_by_name(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            services::save(tx, &service(5, "Wreath", 1), at(1))?;
            services::save(tx, &service(6, "Bouquet", 1), at(1))
        });
        let names: Vec<String> = read(&store, |sql| services::all(sql)).into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["Bouquet", "Wreath"]);
    }
}
