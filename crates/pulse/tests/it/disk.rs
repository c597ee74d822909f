//! Whoever holds the files of every instant, and knows whose each token is: how many people could have given an answer?

use std::collections::{BTreeMap, BTreeSet};

use catena_pulse::batch::{AnswerRow, Batch, CommentRow, Value};
use catena_pulse::intake::{Intake, Misfit, Refusal};
use catena_pulse::plan::Wave;
use catena_pulse::scale::Score;
use catena_pulse::sheet::Sheet;
use catena_pulse::token::{Issued, Token, TokenHash};
use catena_pulse::tree::Label;
use proptest::prelude::*;
use rand::RngExt;

use crate::world::{Company, Disk, chance, company, label, sheet, team, tokens, unit};

/// What changed on disk between two instants.
struct Difference<'a> {
    used: Vec<TokenHash>,
    answers: Vec<&'a AnswerRow>,
}

/// For each label, and each cell of which somebody answered, whether people of the cell could have given the answers under
/// the label: whether the rest could still be handed out.
fn suspects(wave: &Wave, cells: &BTreeMap<TokenHash, Label>, difference: &Difference<'_>) -> Vec<(Label, usize)> {
    let enps = difference.answers.iter().filter(|row| matches!(row.value, Value::Enps(_)));
    let rows: Vec<&Label> = enps.map(|row| &row.label).collect();
    let people: Vec<&Label> = difference.used.iter().map(|hash| &cells[hash]).collect();
    assert_eq!(rows.len(), people.len(), "as many answers as people");
    let fits = |row: usize, person: usize| {
        wave.tree().is_within(&people[person].unit, &rows[row].unit)
            && rows[row].attribute.as_ref().is_none_or(|value| people[person].attribute.as_ref() == Some(value))
    };
    let labels: BTreeSet<&Label> = rows.iter().copied().collect();
    let mut found = Vec::new();
    for label in labels {
        let row = rows.iter().position(|row| *row == label).unwrap();
        let could = |cell: &&Label| {
            let person = people.iter().position(|person| person == cell).unwrap();
            fits(row, person) && matches(rows.len(), &fits, row, person)
        };
        let distinct: BTreeSet<&Label> = people.iter().copied().collect();
        let guilty: BTreeSet<&Label> = distinct.into_iter().filter(could).collect();
        found.push((label.clone(), people.iter().filter(|person| guilty.contains(*person)).count()));
    }
    found
}

/// Whether all rows can be handed out, each to one person, with one of them settled.
fn matches(n: usize, fits: &impl Fn(usize, usize) -> bool, row: usize, person: usize) -> bool {
    fn place(
        row: usize,
        n: usize,
        fits: &dyn Fn(usize, usize) -> bool,
        seen: &mut [bool],
        of: &mut [Option<usize>],
    ) -> bool {
        for person in 0..n {
            if fits(row, person) && !seen[person] {
                seen[person] = true;
                if of[person].is_none_or(|other| place(other, n, fits, seen, of)) {
                    of[person] = Some(row);
                    return true;
                }
            }
        }
        false
    }
    let mut of = vec![None; n];
    (0..n).filter(|&other| other != row).all(|other| {
        let mut seen = vec![false; n];
        seen[person] = true;
        place(other, n, fits, &mut seen, &mut of)
    })
}

/// Runs a wave and looks at the disk after each transaction.
fn instants(wave: &Wave, share: f64, seed: u64) -> (Disk, Vec<(usize, usize)>) {
    let mut chance = chance(seed);
    let (invitations, issued) = wave.invite(&mut chance);
    let mut disk = Disk { issued, ..Disk::default() };
    let mut instants = vec![(0, 0)];
    let mut intake = Intake::open(wave, &disk.issued, &[]).unwrap();
    let write = |disk: &mut Disk, batches: Vec<Batch>, instants: &mut Vec<(usize, usize)>| {
        for batch in batches {
            disk.write(&batch);
            instants.push((disk.used.len(), disk.answers.len()));
        }
    };
    for invitation in &invitations {
        if chance.random_bool(share) {
            let sheet = sheet(chance.random_range(0..=10), Some(chance.random_range(1..=5)), "");
            let batch = intake.receive(&invitation.token, sheet, &mut chance).unwrap();
            write(&mut disk, batch.into_iter().collect(), &mut instants);
        }
        if chance.random_bool(0.04) {
            if chance.random_bool(0.5) {
                let batches = intake.pause(&mut chance);
                write(&mut disk, batches, &mut instants);
            }
            intake = Intake::open(wave, &disk.issued, &disk.used).unwrap();
        }
    }
    let batches = intake.close(&mut chance);
    write(&mut disk, batches, &mut instants);
    (disk, instants)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn between_any_two_instants_six_people_could_have_given_each_answer(
        company in company(6, 16), share in 0.2..1.0_f64, seed: u64,
    ) {
        let Ok(wave) = company.plan("spring").launch(&[]) else { return Ok(()) };
        let (disk, instants) = instants(&wave, share, seed);
        let cells: BTreeMap<TokenHash, Label> = disk.issued.iter().map(|it| (it.hash, it.cell.clone())).collect();
        for (at, from) in instants.iter().enumerate() {
            for to in &instants[at + 1..] {
                let difference = Difference {
                    used: disk.used[from.0..to.0].to_vec(),
                    answers: disk.answers[from.1..to.1].iter().collect(),
                };
                prop_assert!(difference.used.len() >= 6);
                for (label, people) in suspects(&wave, &cells, &difference) {
                    prop_assert!(people >= 6, "{label:?} could be of {people} people");
                }
            }
        }
    }

    #[test]
    fn two_people_of_a_batch_can_be_exchanged_and_the_files_stay_the_same(
        company in company(4, 20), seed: u64, who in any::<[prop::sample::Index; 2]>(),
    ) {
        let Ok(wave) = company.plan("spring").launch(&[]) else { return Ok(()) };
        let (tokens, issued) = tokens(&wave, seed);
        let files = |numbers: &[usize]| {
            let mut chance = chance(seed);
            let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
            let mut batches = Vec::new();
            for (token, &number) in tokens.iter().zip(numbers) {
                let sheet = sheet((number % 11) as u8, Some((number % 5) as u8 + 1), &format!("number {number}"));
                batches.extend(intake.receive(token, sheet, &mut chance).unwrap());
            }
            batches.extend(intake.close(&mut chance));
            batches
        };
        let plain: Vec<usize> = (0..tokens.len()).collect();
        let before = files(&plain);
        let [one, two] = who.map(|who| who.index(tokens.len()));
        let batch_of = |person: usize| {
            let hash = tokens[person].hash(wave.id());
            before.iter().position(|batch| batch.used().contains(&hash))
        };
        prop_assume!(batch_of(one).is_some() && batch_of(one) == batch_of(two));
        let mut exchanged = plain;
        exchanged.swap(one, two);
        let after = files(&exchanged);
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(content(before), content(after));
        }
    }
}

/// What a batch holds, whatever its ids and its order.
fn content(batch: &Batch) -> (BTreeSet<TokenHash>, Vec<String>) {
    let answers = batch.answers().iter().map(|row| format!("{:?} {:?}", row.label, row.value));
    let comments = batch.comments().iter().map(|row| format!("{:?} {:?}", row.label, row.comment));
    let mut rows: Vec<String> = answers.chain(comments).collect();
    rows.sort_unstable();
    (batch.used().iter().copied().collect(), rows)
}

/// All twelve of a team answer in the order of their numbers; the first batch.
fn first_batch(seed: u64) -> (Vec<TokenHash>, Batch) {
    let (wave, tokens, issued) = team(12);
    let mut chance = chance(seed);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    let mut batch = None;
    for (number, token) in tokens.iter().enumerate() {
        let sheet = sheet((number % 11) as u8, Some(3), &number.to_string());
        batch = intake.receive(token, sheet, &mut chance).unwrap();
        assert_eq!(batch.is_some(), number == 11, "nothing leaves before two crowds wait");
    }
    (tokens.iter().map(|token| token.hash(wave.id())).collect(), batch.unwrap())
}

#[test]
fn the_order_on_disk_says_nothing_of_the_order_of_answers() {
    let mut used_at = BTreeMap::new();
    let mut comment_at = BTreeMap::new();
    let mut same_place = 0;
    let mut drawn = BTreeMap::new();
    for seed in 0..1200 {
        let (hashes, batch) = first_batch(seed);
        let place_of = |number: usize| batch.used().iter().position(|hash| *hash == hashes[number]);
        let comment_of = |number: usize| {
            let words = number.to_string();
            batch.comments().iter().position(|row| row.comment.as_ref().is_some_and(|it| it.words() == words))
        };
        for number in 0..12 {
            let Some(place) = place_of(number) else { continue };
            *drawn.entry(number).or_insert(0) += 1;
            if number == 0 {
                *used_at.entry(place).or_insert(0) += 1;
                *comment_at.entry(comment_of(number).unwrap()).or_insert(0) += 1;
            }
            same_place += usize::from(comment_of(number) == Some(place));
        }
    }
    // Six places for the first of twelve, who is drawn in half of 1,200 batches: 100 each, with a standard deviation of
    // nine.
    for counts in [&used_at, &comment_at] {
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|&times: &i32| (60..=140).contains(&times)), "{counts:?}");
    }
    assert!(drawn.len() == 12 && drawn.values().all(|times| (500..=700).contains(times)), "{drawn:?}");
    assert!((1050..=1350).contains(&same_place), "a comment stands where its token does in a sixth: {same_place}");
}

#[test]
fn the_order_of_the_last_batch_is_not_that_in_which_its_answers_came() {
    let (wave, tokens, issued) = team(12);
    let mut used_at = BTreeMap::new();
    let mut comment_at = BTreeMap::new();
    for seed in 0..700 {
        let mut chance = chance(seed);
        let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
        for (number, token) in tokens[..7].iter().enumerate() {
            assert!(intake.receive(token, sheet(5, None, &number.to_string()), &mut chance).unwrap().is_none());
        }
        let batch = &intake.close(&mut chance)[0];
        let first = tokens[0].hash(wave.id());
        *used_at.entry(batch.used().iter().position(|hash| *hash == first)).or_insert(0) += 1;
        let is_first = |row: &CommentRow| row.comment.as_ref().is_some_and(|it| it.words() == "0");
        *comment_at.entry(batch.comments().iter().position(is_first)).or_insert(0) += 1;
    }
    for counts in [&used_at, &comment_at] {
        assert!(counts.len() == 7 && counts.values().all(|&times: &i32| (60..=140).contains(&times)), "{counts:?}");
    }
}

#[test]
fn values_of_one_person_do_not_stand_together() {
    let mut next = 0;
    for seed in 0..1200 {
        let (_, batch) = first_batch(seed);
        let enps = batch.answers().iter().position(|row| matches!(row.value, Value::Enps(_))).unwrap();
        next += usize::from(matches!(batch.answers().get(enps + 1).map(|row| row.value), Some(Value::Item(..))));
    }
    assert!((500..=700).contains(&next), "the row after a score is an item half of the times: {next}");
}

#[test]
fn a_batch_holds_ids_labels_values_and_words_and_nothing_else() {
    let (_, batch) = first_batch(1);
    let json = serde_json::to_value(&batch).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["answers", "comments", "label", "used"]);
    assert_eq!(keys(&json["answers"][0]), ["id", "label", "value"]);
    assert_eq!(keys(&json["comments"][0]), ["comment", "id", "label"]);
    for row in batch.answers() {
        assert_eq!((row.id.bytes()[6] >> 4, row.id.bytes()[8] >> 6), (4, 2), "a version 4 id has no time in it");
    }
    let ids: BTreeSet<_> = batch.answers().iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), 12);
}

fn answer(intake: &mut Intake, token: &Token) -> Result<Option<Batch>, Refusal> {
    intake.receive(token, sheet(9, Some(4), ""), &mut chance(5))
}

#[test]
fn a_token_works_once() {
    let (wave, tokens, issued) = team(20);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    let forged = Token::read(&"5a".repeat(32)).unwrap();
    assert_eq!(answer(&mut intake, &forged).unwrap_err(), Refusal::UnknownToken);
    assert!(answer(&mut intake, &tokens[0]).unwrap().is_none());
    assert_eq!(answer(&mut intake, &tokens[0]).unwrap_err(), Refusal::UsedToken, "it waits");
    let mut batch = None;
    for token in &tokens[1..12] {
        batch = answer(&mut intake, token).unwrap();
    }
    let used = batch.unwrap().used().to_vec();
    assert!(tokens[..12].iter().all(|token| answer(&mut intake, token).unwrap_err() == Refusal::UsedToken));
    let mut again = Intake::open(&wave, &issued, &used).unwrap();
    for token in &tokens[..12] {
        let is_written = used.contains(&token.hash(wave.id()));
        assert_eq!(again.is_open(token), !is_written, "what was lost can be said again, what was kept cannot");
        assert_eq!(answer(&mut again, token).is_err(), is_written);
    }
}

#[test]
fn a_token_of_one_wave_is_none_of_another() {
    let (wave, tokens, _) = team(12);
    let spring = wave.id().clone();
    let next = Company { parents: vec![0], people: vec![vec![None; 12]] }.plan("autumn").launch(&[wave]).unwrap();
    let autumn = next.id().clone();
    let (_, issued) = next.invite(&mut chance(8));
    let mut intake = Intake::open(&next, &issued, &[]).unwrap();
    assert_eq!(answer(&mut intake, &tokens[0]).unwrap_err(), Refusal::UnknownToken);
    assert_ne!(tokens[0].hash(&spring), tokens[0].hash(&autumn), "not even where chance draws the same");
}

#[test]
fn a_refused_sheet_leaves_its_token_usable() {
    let (wave, tokens, issued) = team(12);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    let mut chance = chance(1);
    let empty = Sheet { recommends: None, items: vec![None], comment: None };
    assert_eq!(intake.receive(&tokens[0], empty, &mut chance).unwrap_err(), Refusal::NothingSaid);
    let long = Sheet { recommends: Some(Score::new(3).unwrap()), items: vec![None; 2], comment: None };
    assert_eq!(intake.receive(&tokens[0], long, &mut chance).unwrap_err(), Refusal::OtherItems(1));
    assert!(intake.is_open(&tokens[0]));
}

#[test]
fn ledgers_of_another_wave_open_no_intake() {
    let (wave, tokens, issued) = team(12);
    let stray = Token::read(&"00".repeat(32)).unwrap().hash(wave.id());
    assert_eq!(Intake::open(&wave, &issued, &[stray]).unwrap_err(), Misfit::StrayUse);
    let twice = [tokens[0].hash(wave.id()); 2];
    assert_eq!(Intake::open(&wave, &issued, &twice).unwrap_err(), Misfit::StrayUse);
    let elsewhere = [Issued { hash: stray, cell: label(3) }];
    assert_eq!(Intake::open(&wave, &elsewhere, &[]).unwrap_err(), Misfit::StrayToken);
}

/// How many of each team answer, and the labels and sizes of the batches at the end.
fn closed(parents: &[usize], teams: &[usize], answering: &[usize]) -> Vec<(String, usize)> {
    let people = teams.iter().map(|&n| vec![None; n]).collect();
    let wave = Company { parents: parents.to_vec(), people }.plan("spring").launch(&[]).unwrap();
    let (tokens, issued) = tokens(&wave, 3);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    let mut from = 0;
    for (&team, &n) in teams.iter().zip(answering) {
        for token in &tokens[from..from + n] {
            assert!(answer(&mut intake, token).unwrap().is_none());
        }
        from += team;
    }
    let batches = intake.close(&mut chance(2));
    batches.iter().map(|batch| (batch.label().unit.0.clone(), batch.used().len())).collect()
}

#[test]
fn at_the_end_small_rests_count_where_enough_of_them_meet() {
    let at = |n: usize, answers: usize| (unit(n).0, answers);
    assert_eq!(closed(&[0, 0, 0], &[0, 9, 9], &[0, 7, 7]), [at(1, 7), at(2, 7)]);
    assert_eq!(closed(&[0, 0, 0], &[0, 9, 9], &[0, 4, 5]), [at(0, 9)]);
    assert_eq!(closed(&[0, 0, 0], &[0, 9, 9], &[0, 7, 3]), [at(0, 10)], "three take seven along");
    assert_eq!(closed(&[0, 0, 0], &[0, 9, 9], &[0, 2, 3]), [], "five are too few for ever");
    assert_eq!(closed(&[0, 0, 1, 1, 0], &[0, 0, 9, 9, 9], &[0, 0, 3, 4, 8]), [at(1, 7), at(4, 8)]);
}

#[test]
fn an_orderly_stop_writes_what_is_a_crowd_and_forgets_the_rest() {
    let people = vec![vec![], vec![None; 9], vec![None; 9]];
    let wave = Company { parents: vec![0, 0, 0], people }.plan("spring").launch(&[]).unwrap();
    let (tokens, issued) = tokens(&wave, 3);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    for token in tokens[..7].iter().chain(&tokens[9..14]) {
        answer(&mut intake, token).unwrap();
    }
    let batches = intake.pause(&mut chance(2));
    assert_eq!(batches.len(), 1);
    assert_eq!((batches[0].label(), batches[0].used().len()), (&label(1), 7));
    assert!(answer(&mut intake, &tokens[9]).is_err(), "the others are held on");
}
