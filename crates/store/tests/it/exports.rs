//! Answers, cell by cell.

use catena_domain::feedback::Answer;
use catena_domain::id::AskId;
use catena_store::exports::{self, Cell};
use catena_store::feedback;

use crate::harness::samples::{at, id, read, write};
use crate::harness::shop::{self, ADA};
use crate::harness::voices::{HOW, OF_ORDER, WHY, ask, asked};
use crate::harness::{Home, on_both_engines};

on_both_engines! {
    fn each_answer_stands_in_a_row_of_its_own_and_each_of_several_choices_too(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| {
            let row = asked(950, ADA, None, 90);
            ask(tx, &row, &[])?;
            feedback::answer(tx, &row, &[(HOW, Answer::Choices(vec![id(81), id(82)]))], false, at(91))
        });
        let found = read(&store, |sql| exports::answers(sql, &[OF_ORDER, AskId(id(950))]));
        let cell = |scale: &str| Cell {
            ask: OF_ORDER,
            number: Some(1),
            question: HOW,
            scale: scale.to_owned(),
            value: None,
            chosen: String::new(),
            words: None,
        };
        let chosen = |number| Cell { ask: AskId(id(950)), number: None, chosen: id(number).to_string(), ..cell("choices") };
        let words = Some("my supercalifragilistic roses, says Ada".to_owned());
        let expected = [
            Cell { value: Some(2), ..cell("csat") },
            Cell { question: WHY, words, ..cell("text") },
            chosen(81),
            chosen(82),
        ];
        assert_eq!(found, expected);
        assert_eq!(read(&store, |sql| exports::answers(sql, &[])), []);
    }
}
