//! Ready texts and signatures.

use catena_domain::id::PartyId;
use catena_store::macros::{self, MacroRow};

use crate::harness::samples::{id, read, write};
use crate::harness::{Home, on_both_engines};

fn ready(number: u128, name: &str) -> MacroRow {
    MacroRow {
        id: id(number),
        owner: PartyId(id(1)),
        team: (number == 2).then_some(PartyId(id(2))),
        shared: number == 3,
        name: name.to_owned(),
        body: "Dear {{customer}}".to_owned(),
        priority: (number == 1).then_some(1),
        tags: "[]".to_owned(),
        rests: (number == 1).then(|| "customer".to_owned()),
    }
}

on_both_engines! {
    fn macros_are_kept_by_name_until_they_are_forgotten(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            macros::save(tx, &ready(1, "soon"))?;
            macros::save(tx, &ready(2, "late"))?;
            macros::save(tx, &ready(3, "thanks"))
        });
        assert_eq!(read(&store, |sql| macros::all(sql)), [ready(2, "late"), ready(1, "soon"), ready(3, "thanks")]);
        let changed = MacroRow { owner: PartyId(id(9)), ..ready(1, "at once") };
        write(&store, move |tx| macros::save(tx, &changed));
        assert_eq!(read(&store, |sql| macros::find(sql, id(1))), Some(ready(1, "at once")), "its owner stays");
        write(&store, |tx| macros::remove(tx, id(1)));
        assert_eq!(read(&store, |sql| macros::find(sql, id(1))), None);
        assert_eq!(read(&store, |sql| macros::all(sql)).len(), 2);
    }

    fn a_signature_is_replaced_and_gone_without_words(home: &Home) {
        let store = home.open();
        let (me, team) = (PartyId(id(1)), PartyId(id(2)));
        write(&store, move |tx| {
            macros::save_signature(tx, me, "Ada")?;
            macros::save_signature(tx, team, "The binders")?;
            macros::save_signature(tx, me, "Ada L.")
        });
        assert_eq!(read(&store, |sql| macros::signature(sql, me)), Some("Ada L.".to_owned()));
        write(&store, move |tx| macros::save_signature(tx, me, ""));
        assert_eq!(read(&store, |sql| macros::signature(sql, me)), None);
        assert_eq!(read(&store, |sql| macros::signature(sql, team)), Some("The binders".to_owned()));
    }
}
