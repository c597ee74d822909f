//! Finding texts by their words: the same on both engines.

use std::cell::Cell;

use catena_domain::id::{PartyId, RequestId};
use catena_store::Store;
use catena_store::search::{self, Kind};
use proptest::prelude::*;

use crate::harness::samples::{id, read, write};
use crate::harness::{Home, on_both_engines};

fn put(store: &Store, number: u128, text: &'static str) {
    write(store, move |tx| search::put(tx, Kind::Message, id(number), Some(RequestId(id(1))), PartyId(id(2)), text));
}

fn found(store: &Store, words: &str) -> Vec<u128> {
    let matches = read(store, |sql| search::find(sql, words, None, 100));
    assert_eq!(read(store, |sql| search::count(sql, words, 100)), matches.len() as i64, "{words}");
    matches.iter().map(|found| found.id.as_u128()).collect()
}

on_both_engines! {
    fn texts_are_found_by_all_their_words_and_the_beginnings_of_them(home: &Home) {
        let store = home.open();
        put(&store, 1, "The white roses were late again");
        put(&store, 2, "A white vase, broken");
        assert_eq!(found(&store, "white"), [2, 1], "the newest first");
        assert_eq!(found(&store, "WHITE ros"), [1]);
        assert_eq!(found(&store, "vase white"), [2]);
        assert_eq!(found(&store, "oses"), [0; 0], "not from the middle of a word");
        assert_eq!(found(&store, "white tulips"), [0; 0]);
        assert_eq!(found(&store, "  \t"), [0; 0]);
    }

    fn accents_ligatures_and_capitals_make_no_difference(home: &Home) {
        let store = home.open();
        put(&store, 1, "Crème brûlée für Łukasz und ΣΊΣΥΦΟΣ");
        put(&store, 2, "cre\u{300}me, decomposed");
        put(&store, 3, "the of\u{FB01}ce");
        put(&store, 4, "наш Ёж и чай");
        for (words, expected) in [
            ("creme", &[2, 1][..]),
            ("CRÈME", &[2, 1]),
            ("brulée fur", &[1]),
            ("łuk", &[1]),
            ("σισυφοσ", &[1]),
            ("office", &[3]),
            ("еж", &[4]),
        ] {
            assert_eq!(found(&store, words), expected, "{words}");
        }
    }

    fn what_is_no_letter_or_digit_parts_words_and_is_no_operator(home: &Home) {
        let store = home.open();
        put(&store, 1, "Order #4711-B for anna@example.org, 3.14 kg at 12:30; see /a/b_c");
        for words in [
            "4711", "order-4711", "4711-b", "anna", "example", "anna@example.org", "org", "3.14", "14", "12:30", "a/b", "b_c",
            "\"order\"", "order*", "-order", "order & anna", "(order", "order:*", "^order", "'order", "order\\", "+4711",
            "{order}", "order;--", "order\0anna",
        ] {
            assert_eq!(found(&store, words), [1], "{words}");
        }
        for words in ["order NOT anna", "order OR tulips", "NEAR(order anna)", "body:order", "order AND anna"] {
            assert_eq!(found(&store, words), [0; 0], "{words}: a word, no operator");
        }
        for words in ["\"", "*", "'", "&|!", ":", "()", "\\"] {
            assert_eq!(found(&store, words), [0; 0], "{words}");
        }
    }

    fn words_that_look_like_numbers_are_found_as_they_are_written(home: &Home) {
        let store = home.open();
        put(&store, 1, "1e5 0x1F -12 007 1.000,50 v2.3.1 2026-11-22T10:00Z");
        for words in ["1e5", "0x1f", "12", "007", "000", "50", "v2", "2026", "22t10", "00z"] {
            assert_eq!(found(&store, words), [1], "{words}");
        }
        assert_eq!(found(&store, "7"), [0; 0]);
    }

    fn a_text_with_new_words_is_found_by_those_alone_and_a_removed_one_not_at_all(home: &Home) {
        let store = home.open();
        put(&store, 1, "old words");
        put(&store, 2, "other words");
        put(&store, 1, "new words");
        assert_eq!(found(&store, "old"), [0; 0]);
        assert_eq!(found(&store, "words"), [1, 2], "what was changed last is the newest");
        write(&store, |tx| search::remove(tx, id(1)));
        write(&store, |tx| search::remove(tx, id(9)));
        assert_eq!(found(&store, "words"), [2]);
    }

    fn a_match_says_what_it_is_and_pages_go_on_before_it(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            for (number, kind) in [Kind::Subject, Kind::Message, Kind::Note, Kind::Party].into_iter().enumerate() {
                let request = (kind != Kind::Party).then(|| RequestId(id(7)));
                search::put(tx, kind, id(number as u128), request, PartyId(id(2)), "the same words")?;
            }
            Ok(())
        });
        let first = read(&store, |sql| search::find(sql, "same", None, 2));
        let kinds: Vec<&str> = first.iter().map(|found| found.kind.as_str()).collect();
        assert_eq!(kinds, ["party", "note"]);
        assert_eq!((first[0].request, first[1].request), (None, Some(RequestId(id(7)))));
        let second = read(&store, |sql| search::find(sql, "same", Some(first[1].entry), 2));
        let kinds: Vec<&str> = second.iter().map(|found| found.kind.as_str()).collect();
        assert_eq!(kinds, ["message", "subject"]);
        assert_eq!(read(&store, |sql| search::find(sql, "same", Some(second[1].entry), 2)), []);
        assert_eq!(read(&store, |sql| search::count(sql, "same", 3)), 3);
    }

    fn very_long_words_and_texts_are_taken(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            let many = (0..150_000).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ");
            search::put(tx, Kind::Note, id(1), None, PartyId(id(2)), &format!("{} {many}", "ab".repeat(5_000)))
        });
        assert_eq!(found(&store, &"ab".repeat(4_000)), [1]);
        assert_eq!(found(&store, "word1234"), [1]);
    }

    fn whatever_is_searched_for_both_engines_answer_alike(home: &Home) {
        let (here, there) = (home.open(), home.other());
        let there = there.open();
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 24, ..ProptestConfig::default() });
        let last = Cell::new(0);
        runner.run(&("\\PC{0,40}", "[a-c '\"*:&|!()é.-]{0,8}"), |(text, words)| {
            let number = last.get() + 1;
            last.set(number);
            for store in [&here, &there] {
                let text = text.clone();
                let kept = store.write_now(move |tx| {
                    search::put(tx, Kind::Note, id(number), None, PartyId(id(2)), &text)
                });
                prop_assert_eq!(kept, Ok(()));
            }
            let begin: String = text.chars().skip(3).take(6).collect();
            for words in [&words, &text, &begin] {
                prop_assert_eq!(found(&here, words), found(&there, words), "{} in {}", words, text);
            }
            let parts = text.split(|letter: char| !letter.is_alphanumeric()).any(|part| !part.is_empty());
            prop_assert!(!parts || found(&here, &text).contains(&number), "{} finds itself", text);
            Ok(())
        }).unwrap();
    }
}
