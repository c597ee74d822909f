//! What stands in custom fields, and the lists that are filtered by it.

use catena_domain::field::Value;
use catena_store::requests::{self, FieldIs, Filter, Order};
use catena_store::{erase, fields};

use crate::harness::samples::{at, id, keep, read, request, with_parties, write};
use crate::harness::shop::{self, ADA, ORDER, OTHER};
use crate::harness::{Home, on_both_engines};

on_both_engines! {
    fn a_field_holds_what_was_written_into_it_last(home: &Home) {
        let store = home.open();
        let (of, words, colours) = (request(1).id, id(5), id(6));
        let chosen = |option: &str| Value::Chosen(option.to_owned());
        write(&store, move |tx| {
            fields::set(tx, of, words, &[Value::Text("For you".to_owned())])?;
            fields::set(tx, of, colours, &[chosen("white"), chosen("Rot")])?;
            fields::set(tx, of, id(7), &[Value::Measure(-3)])?;
            fields::set(tx, request(2).id, words, &[Value::Text("other".to_owned())])
        });
        let all = read(&store, |sql| fields::of(sql, of));
        assert_eq!(all[0], (words, Value::Text("For you".to_owned())));
        assert_eq!(all.len(), 4);
        write(&store, move |tx| {
            fields::set(tx, of, words, &[Value::Text("For us".to_owned())])?;
            fields::set(tx, of, colours, &[chosen("white")])?;
            fields::set(tx, of, id(7), &[])
        });
        let expected = [(words, Value::Text("For us".to_owned())), (colours, chosen("white"))];
        assert_eq!(read(&store, |sql| fields::of(sql, of)), expected);
    }

    fn lists_are_filtered_by_what_stands_in_fields(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            for number in 1..=4 {
                keep(tx, &request(number))?;
                fields::set(tx, request(number).id, id(7), &[Value::Measure(number * 10)])?;
                let option = if number > 2 { "yes" } else { "no" };
                fields::set(tx, request(number).id, id(8), &[Value::Chosen(option.to_owned())])?;
            }
            Ok(())
        });
        let numbers = |is: &[FieldIs]| {
            let filter = Filter { fields: is.to_vec(), ..Filter::default() };
            let found = read(&store, |sql| requests::list(sql, &filter, Order::Newest, None, 10));
            assert_eq!(read(&store, |sql| requests::count(sql, &filter, 10)), found.len() as i64);
            found.iter().map(|row| row.number).collect::<Vec<_>>()
        };
        let yes = || FieldIs::Chosen(id(8), "yes".to_owned());
        assert_eq!(numbers(&[yes()]), [4, 3]);
        assert_eq!(numbers(&[FieldIs::AtLeast(id(7), 20), FieldIs::AtMost(id(7), 30)]), [3, 2]);
        assert_eq!(numbers(&[yes(), FieldIs::AtMost(id(7), 30)]), [3], "all of them have to be true");
        assert_eq!(numbers(&[FieldIs::AtLeast(id(8), 0)]), [0; 0], "what was chosen has no measure");
        assert_eq!(numbers(&[FieldIs::Chosen(id(9), "yes".to_owned())]), [0; 0], "of another field");
    }

    fn of_an_erased_customer_only_what_was_chosen_from_a_list_stays(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        assert_eq!(read(&store, |sql| fields::of(sql, ORDER)), [(id(26), Value::Chosen("Crimson".to_owned()))]);
        let left = [(id(25), Value::Text("as for …, with a ribbon".to_owned())), (id(26), Value::Measure(78))];
        assert_eq!(read(&store, |sql| fields::of(sql, OTHER)), left);
    }
}
