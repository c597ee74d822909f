//! Each rule by its example.

use std::collections::BTreeSet;

use catena_pulse::floor::{self, Floor};
use catena_pulse::intake::Intake;
use catena_pulse::measure::{Measure, Question, Range};
use catena_pulse::plan::{Item, Merge, PersonId, Place, Plan, Refusal, Wave};
use catena_pulse::publish;
use catena_pulse::release::{Change, Changed, Digest, Release};
use catena_pulse::sheet::{Comment, Sheet};
use catena_pulse::token::{Issued, Token};
use catena_pulse::tree::UnitId;

use crate::world::{Company, Disk, chance, label, sheet, tokens, unit};

fn item() -> Question {
    Question::Item("rest".into())
}

fn at(n: usize) -> Place {
    Place::Unit(unit(n))
}

/// Teams below one company, of so many people.
fn teams(sizes: &[usize]) -> Company {
    let people = std::iter::once(vec![]).chain(sizes.iter().map(|&n| vec![None; n])).collect();
    Company { parents: vec![0; sizes.len() + 1], people }
}

/// Everybody answers, each the sheet of their number.
fn answered(wave: &Wave, say: impl Fn(usize) -> Sheet) -> Disk {
    let (tokens, issued) = tokens(wave, 11);
    let mut disk = Disk { issued, ..Disk::default() };
    let mut chance = chance(12);
    let mut intake = Intake::open(wave, &disk.issued, &[]).unwrap();
    for (number, token) in tokens.iter().enumerate() {
        if let Some(batch) = intake.receive(token, say(number), &mut chance).unwrap() {
            disk.write(&batch);
        }
    }
    intake.close(&mut chance).iter().for_each(|batch| disk.write(batch));
    disk
}

fn published(plan: Plan, say: impl Fn(usize) -> Sheet) -> Release {
    let wave = plan.launch(&[]).unwrap();
    wave.publish(answered(&wave, say).ledgers(), &[], &mut chance(13)).unwrap()
}

fn varied(number: usize) -> Sheet {
    sheet((number * 7 % 11) as u8, Some((number * 3 % 5) as u8 + 1), "")
}

#[test]
fn the_floor_of_a_wave_is_not_below_that_of_an_earlier_one() {
    let company = teams(&[20]);
    let mut plan = company.plan("spring");
    plan.floor = Floor::new(7).unwrap();
    let spring = plan.launch(&[]).unwrap();
    let refused = company.plan("autumn").launch(std::slice::from_ref(&spring)).unwrap_err();
    assert_eq!(refused, Refusal::Floor(floor::Refusal::Lowered { wanted: 5, promised: 7 }));

    let autumn = company.plan("autumn").launch(&[]).unwrap();
    let first = spring.publish(answered(&spring, varied).ledgers(), &[], &mut chance(1)).unwrap();
    let disk = answered(&autumn, varied);
    let refused = autumn.publish(disk.ledgers(), &[(&spring, &first)], &mut chance(1)).unwrap_err();
    assert_eq!(refused, publish::Refusal::Lowered);
}

#[test]
fn a_higher_floor_asks_for_larger_crowds_everywhere() {
    let mut plan = teams(&[9, 12]).plan("spring");
    plan.floor = Floor::new(10).unwrap();
    let release = published(plan, varied);
    let table = release.table(&item()).unwrap();
    assert_eq!(table.groups.len(), 1, "nine are less than eleven, and take the others along");
    assert_eq!(table.cells.iter().map(|cell| cell.place.clone()).collect::<Vec<_>>(), [at(0)]);
}

#[test]
fn a_plan_says_clearly_what_it_asks_and_of_whom() {
    let company = teams(&[8]);
    let refused = |change: &dyn Fn(&mut Plan)| {
        let mut plan = company.plan("spring");
        change(&mut plan);
        plan.launch(&[]).unwrap_err()
    };
    let named = |n: usize| Item { id: n.to_string(), words: "…".into() };
    assert_eq!(refused(&|plan| plan.items = (0..11).map(named).collect()), Refusal::ManyItems(11));
    assert_eq!(refused(&|plan| plan.items = vec![named(1), named(1)]), Refusal::ItemTwice("1".into()));
    assert_eq!(refused(&|plan| plan.roster.truncate(5)), Refusal::TooFew(6));
    assert_eq!(refused(&|plan| plan.roster[0].unit = unit(9)), Refusal::NoUnit("person 1-0".into()));
    let twice = refused(&|plan| plan.roster[1].person = PersonId("person 1-0".into()));
    assert_eq!(twice, Refusal::PersonTwice("person 1-0".into()));
}

#[test]
fn small_teams_may_be_merged_before_the_launch_and_only_small_ones() {
    let company = teams(&[4, 4, 9]);
    let merged = |teams: &[usize]| {
        let mut plan = company.plan("spring");
        let teams = teams.iter().map(|&n| unit(n)).collect();
        plan.merges.push(Merge { id: UnitId("vans".into()), name: "All vans".into(), teams });
        plan.launch(&[])
    };
    let wave = merged(&[1, 2]).unwrap();
    let cell = wave.cell_of(&PersonId("person 2-3".into())).unwrap();
    assert_eq!(cell.unit, UnitId("vans".into()));
    assert!(wave.tree().find(&unit(1)).is_none(), "the teams have no place of their own");
    let release = wave.publish(answered(&wave, varied).ledgers(), &[], &mut chance(1)).unwrap();
    assert_eq!(release.cell(&item(), &Place::Unit(UnitId("vans".into()))).unwrap().n, 8);

    for wrong in [&[1][..], &[1, 1], &[1, 3], &[0, 1], &[1, 9], &[]] {
        assert_eq!(merged(wrong).unwrap_err(), Refusal::Merge("All vans".into()), "{wrong:?}");
    }
}

#[test]
fn a_wave_is_published_once_and_each_release_names_the_one_before() {
    let company = teams(&[8, 9]);
    let [spring, autumn] = ["spring", "autumn"].map(|name| company.plan(name).launch(&[]).unwrap());
    let disk = answered(&spring, varied);
    let first = spring.publish(disk.ledgers(), &[], &mut chance(1)).unwrap();
    let again = spring.publish(disk.ledgers(), &[(&spring, &first)], &mut chance(1));
    assert_eq!(again.unwrap_err(), publish::Refusal::Again);

    let disk = answered(&autumn, varied);
    let second = autumn.publish(disk.ledgers(), &[(&spring, &first)], &mut chance(1)).unwrap();
    assert!(String::from_utf8(second.bytes()).unwrap().contains(&first.digest().words()));
    let winter = company.plan("winter").launch(&[]).unwrap();
    let disk = answered(&winter, varied);
    for broken in [&[(&autumn, &second)][..], &[(&autumn, &second), (&spring, &first)], &[(&autumn, &first)]] {
        let refused = winter.publish(disk.ledgers(), broken, &mut chance(1)).unwrap_err();
        assert_eq!(refused, publish::Refusal::BrokenChain);
    }
}

#[test]
fn a_release_that_was_changed_is_not_read() {
    let release = published(teams(&[8, 9]).plan("spring"), varied);
    let (bytes, digest) = (release.bytes(), release.digest());
    assert_eq!(Release::read(&bytes, digest).unwrap(), release);
    let blank = [bytes.as_slice(), b" "].concat();
    assert_eq!(Release::read(&blank, digest), Err(Changed));
    let text = String::from_utf8(bytes).unwrap();
    let other = text.replacen("\"n\":8", "\"n\":9", 1);
    assert_ne!(text, other);
    assert_eq!(Release::read(other.as_bytes(), digest), Err(Changed));
    assert_eq!(Release::read(b"{}", digest), Err(Changed));
}

#[test]
fn the_same_ledgers_make_the_same_bytes() {
    let wave = teams(&[8, 40]).plan("spring").launch(&[]).unwrap();
    let mut disk = answered(&wave, varied);
    let once = wave.publish(disk.ledgers(), &[], &mut chance(1)).unwrap();
    disk.answers.reverse();
    disk.used.rotate_left(5);
    assert_eq!(wave.publish(disk.ledgers(), &[], &mut chance(1)).unwrap().bytes(), once.bytes());
}

#[test]
fn ledgers_that_no_intake_left_are_not_published() {
    let wave = teams(&[8, 9]).plan("spring").launch(&[]).unwrap();
    let torn = |change: &dyn Fn(&mut Disk)| {
        let mut disk = answered(&wave, varied);
        change(&mut disk);
        let refused = wave.publish(disk.ledgers(), &[], &mut chance(1)).unwrap_err();
        assert!(matches!(refused, publish::Refusal::Torn(_)), "{refused}");
    };
    torn(&|disk| drop(disk.answers.pop()));
    torn(&|disk| drop(disk.comments.pop()));
    torn(&|disk| disk.used.truncate(12));
    torn(&|disk| disk.used.push(disk.used[0]));
    torn(&|disk| disk.used[0] = Token::read(&"11".repeat(32)).unwrap().hash(wave.id()));
    torn(&|disk| disk.answers[1].id = disk.answers[0].id);
    torn(&|disk| disk.answers[0].label = label(0));
    torn(&|disk| disk.answers.iter_mut().for_each(|row| row.label = label(7)));
    torn(&|disk| disk.issued.clear());
}

#[test]
fn comments_are_shown_of_ten_people_and_beside_no_score() {
    let say = |number: usize| sheet(9, Some(4), &format!("words {number}"));
    let release = published(teams(&[9]).plan("spring"), say);
    assert_eq!(release.comments(&at(0)).count(), 0);
    let release = published(teams(&[10, 12]).plan("spring"), say);
    assert_eq!(release.comments(&at(1)).count(), 10);
    assert_eq!(release.comments(&at(0)).count(), 22);
    let words: Vec<&str> = release.comments(&at(1)).map(Comment::words).collect();
    let mut sorted = words.clone();
    sorted.sort_unstable();
    assert_ne!(words, sorted);
    let release = published(teams(&[9, 12]).plan("spring"), say);
    assert_eq!((release.comments(&at(1)).count(), release.comments(&at(2)).count()), (0, 0));
    assert_eq!(release.comments(&at(0)).count(), 21, "nine alone would be told apart from the twelve");
}

#[test]
fn one_voice_is_not_heard_as_one() {
    for people in [6, 12, 29, 30, 45, 200] {
        for (recommends, rest) in [(10, 5), (0, 1), (8, 3)] {
            let release = published(teams(&[people]).plan("spring"), |_| sheet(recommends, Some(rest), ""));
            for (question, chosen) in [(Question::Enps, recommends), (item(), rest - 1)] {
                for cell in &release.table(&question).unwrap().cells {
                    let full = cell.n;
                    for (measure, range) in &cell.totals {
                        let total = full * measure.weight(chosen);
                        let most = full * measure.most(&question);
                        let is_end = total == 0 || total == most;
                        assert!(!is_end || 10 * (range.high - range.low) >= most, "{people} {measure:?} {range:?}");
                    }
                }
            }
            assert!(release.is_safe(), "{people} people all say {recommends} and {rest}");
        }
    }
}

#[test]
fn no_distribution_is_told_of_nine_and_no_exact_total_of_29() {
    let told = |people: usize| {
        let release = published(teams(&[people]).plan("spring"), varied);
        release.cell(&item(), &at(0)).unwrap().totals.clone()
    };
    assert_eq!(told(9).keys().copied().collect::<Vec<_>>(), [Measure::Favourable, Measure::Steps]);
    assert!(told(10).contains_key(&Measure::Unfavourable));
    assert!(told(29).values().all(|range| range.high - range.low >= 2));
    assert_eq!(told(30)[&Measure::Favourable], Range { low: 12, high: 12 });
}

#[test]
fn a_happy_rest_is_not_found_by_taking_an_exact_team_from_an_exact_company() {
    let say = |number: usize| if number < 30 { varied(number) } else { sheet(10, Some(5), "") };
    let release = published(teams(&[30, 6]).plan("spring"), say);
    let figure = |n: usize| release.cell(&item(), &at(n)).map(|cell| cell.totals[&Measure::Favourable]);
    let (company, team) = (figure(0), figure(1));
    let exact = |range: Option<Range>| range.is_some_and(|range| range.low == range.high);
    assert!(!exact(company) || !exact(team), "{company:?} {team:?}");
    assert!(release.is_safe());
    let varied = published(teams(&[30, 6]).plan("spring"), varied);
    let figure = |n: usize| varied.cell(&item(), &at(n)).map(|cell| cell.totals[&Measure::Favourable]);
    assert!(exact(figure(0)) && exact(figure(1)), "nothing is hidden where nothing has to be");
}

#[test]
fn an_attribute_is_shown_for_the_whole_company_and_where_enough_share_it() {
    let people = vec![
        vec![],
        [vec![Some(true); 7], vec![Some(false); 7]].concat(),
        [vec![Some(true); 2], vec![Some(false); 9]].concat(),
    ];
    let release = published(Company { parents: vec![0; 3], people }.plan("spring"), varied);
    let table = release.table(&Question::Enps).unwrap();
    let n: Vec<(Place, u32)> = table.cells.iter().map(|cell| (cell.place.clone(), cell.n)).collect();
    let attribute = |name: &str| Place::Attribute(name.into());
    // In the second team two work part time: there nobody's is kept.
    assert_eq!(n, [(at(0), 25), (at(1), 14), (at(2), 11), (attribute("full time"), 7), (attribute("part time"), 7)]);
}

#[test]
fn turnout_is_told_where_a_crowd_took_part() {
    let wave = teams(&[10, 12]).plan("spring").launch(&[]).unwrap();
    let (tokens, issued) = tokens(&wave, 11);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    for token in tokens[..7].iter().chain(&tokens[10..14]) {
        assert!(intake.receive(token, varied(3), &mut chance(1)).unwrap().is_none());
    }
    let mut disk = Disk { issued, ..Disk::default() };
    intake.close(&mut chance(1)).iter().for_each(|batch| disk.write(batch));
    let release = wave.publish(disk.ledgers(), &[], &mut chance(1)).unwrap();
    let turnout: Vec<(&Place, u32, u32)> =
        release.turnout().iter().map(|turnout| (&turnout.place, turnout.asked, turnout.answered)).collect();
    assert_eq!(turnout, [(&at(0), 22, 11)], "to tell seven of the first team would tell four of the second");
}

#[test]
fn turnout_is_not_told_of_a_unit_of_which_a_part_counts_elsewhere() {
    let people = [0, 0, 9, 9, 9].map(|n| vec![None; n]).to_vec();
    let wave = Company { parents: vec![0, 0, 1, 1, 0], people }.plan("spring").launch(&[]).unwrap();
    let (tokens, issued) = tokens(&wave, 11);
    let mut intake = Intake::open(&wave, &issued, &[]).unwrap();
    for token in tokens[..7].iter().chain(&tokens[9..12]).chain(&tokens[18..22]) {
        assert!(intake.receive(token, varied(3), &mut chance(1)).unwrap().is_none());
    }
    let mut disk = Disk { issued, ..Disk::default() };
    intake.close(&mut chance(1)).iter().for_each(|batch| disk.write(batch));
    let release = wave.publish(disk.ledgers(), &[], &mut chance(1)).unwrap();
    let turnout: Vec<(&Place, u32)> = release.turnout().iter().map(|it| (&it.place, it.answered)).collect();
    assert_eq!(turnout, [(&at(0), 14), (&at(2), 7)], "seven of ten would be no turnout of unit 1");
}

#[test]
fn what_an_earlier_release_told_of_the_same_people_counts() {
    let say = |number: usize| sheet(5, Some([1, 2, 3, 1, 2, 3, 5, 5, 5, 4, 1, 1][number]), "");
    let [spring, autumn] = ["spring", "autumn"].map(|name| teams(&[6, 6]).plan(name).launch(&[]).unwrap());
    let first = spring.publish(answered(&spring, say).ledgers(), &[], &mut chance(1)).unwrap();
    let disk = answered(&autumn, say);
    let second = autumn.publish(disk.ledgers(), &[(&spring, &first)], &mut chance(1)).unwrap();
    assert_eq!(second.table(&item()).unwrap().cells.len(), 3);
    assert_eq!(second.cell(&item(), &at(2)).unwrap().totals[&Measure::Favourable], Range { low: 3, high: 6 });

    // Had spring said that five of the second team are favourable, its steps would be known to be fifteen as well.
    let text = String::from_utf8(first.bytes()).unwrap();
    let more = text.replace(r#""favourable":{"low":3,"high":6}"#, r#""favourable":{"low":5,"high":5}"#);
    assert_ne!(more, text);
    let first = Release::read(more.as_bytes(), Digest::of(more.as_bytes())).unwrap();
    let second = autumn.publish(disk.ledgers(), &[(&spring, &first)], &mut chance(1)).unwrap();
    assert_eq!(second.cell(&item(), &at(2)), None);
}

#[test]
fn a_change_is_told_unless_it_would_be_about_a_few() {
    let spring = teams(&[12, 14]);
    let mut autumn = spring.clone();
    autumn.people[1].push(None);
    let mut winter = autumn.clone();
    winter.people[1].truncate(12);
    let mut published: Vec<(Wave, Release)> = Vec::new();
    for (name, company) in [("spring", spring), ("autumn", autumn), ("winter", winter)] {
        let wave = company.plan(name).launch(&[]).unwrap();
        let earlier: Vec<(&Wave, &Release)> = published.iter().map(|(wave, release)| (wave, release)).collect();
        let release = wave.publish(answered(&wave, varied).ledgers(), &earlier, &mut chance(1)).unwrap();
        published.push((wave, release));
    }
    let change = |wave: usize, place: usize| published[wave].1.cell(&item(), &at(place)).unwrap().change.clone();
    assert_eq!([change(0, 0), change(0, 1), change(0, 2)], [Change::First, Change::First, Change::First]);
    let since = |wave: usize| Change::Since(published[wave].0.id().clone());
    assert_eq!([change(1, 0), change(1, 1), change(1, 2)], [Change::Withheld, Change::Withheld, since(0)]);
    assert_eq!([change(2, 1), change(2, 2)], [Change::Withheld, since(1)], "autumn had one more");
}

#[test]
fn figures_carry_intervals_that_know_no_more_than_what_is_published() {
    let release = published(teams(&[12]).plan("spring"), varied);
    let cell = release.cell(&item(), &at(0)).unwrap();
    assert!(cell.is_early());
    let (low, high) = cell.estimate(&item(), Measure::Favourable).unwrap();
    let range = cell.totals[&Measure::Favourable];
    assert!((low.value - f64::from(range.low) / 12.0).abs() < 1e-9 && low.low < low.value && high.high > high.value);
    let (low, high) = cell.estimate(&item(), Measure::Steps).unwrap();
    assert!(1.0 <= low.low && low.value < high.value && high.high <= 5.0);
    let cell = release.cell(&Question::Enps, &at(0)).unwrap();
    let (low, high) = cell.estimate(&Question::Enps, Measure::Balance).unwrap();
    assert!(-100.0 <= low.low && low.value < high.value && high.high <= 100.0);
    assert_eq!(cell.estimate(&Question::Enps, Measure::Favourable), None);
}

#[test]
fn what_is_kept_is_read_as_it_was() {
    let wave = teams(&[8, 9]).plan("spring").launch(&[]).unwrap();
    let disk = answered(&wave, |number| sheet((number % 11) as u8, None, "a word"));
    let text = serde_json::to_string(&wave).unwrap();
    assert_eq!(serde_json::from_str::<Wave>(&text).unwrap(), wave);
    let text = serde_json::to_string(&disk.issued).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Issued>>(&text).unwrap(), disk.issued);
    let text = serde_json::to_string(&(&disk.used, &disk.answers, &disk.comments)).unwrap();
    let (used, answers, comments) = serde_json::from_str(&text).unwrap();
    let again = Disk { issued: disk.issued.clone(), used, answers, comments };
    assert_eq!((&again.answers, &again.comments), (&disk.answers, &disk.comments));
    assert_eq!(again.used, disk.used);
}

#[test]
fn tokens_are_long_different_and_secret() {
    let wave = teams(&[8, 9]).plan("spring").launch(&[]).unwrap();
    let (invitations, issued) = wave.invite(&mut chance(3));
    let words: BTreeSet<String> = invitations.iter().map(|invitation| invitation.token.words()).collect();
    assert_eq!((words.len(), issued.len()), (17, 17));
    assert!(words.iter().all(|words| words.len() == 64));
    assert!(issued.is_sorted_by_key(|issued| issued.hash));
    let token = &invitations[0].token;
    assert_eq!(format!("{token:?}"), "Token(…)");
    assert_eq!(&Token::read(&format!(" {} ", token.words())).unwrap(), token);
    assert!(
        Token::read("12").is_err() && Token::read(&"zz".repeat(32)).is_err() && Token::read(&"é".repeat(32)).is_err()
    );
}
