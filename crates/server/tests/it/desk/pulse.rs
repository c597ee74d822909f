//! The pulse: who is asked, what of an answer reaches the disk, what is told, and to whom.

use std::collections::BTreeSet;
use std::fs;

use axum::http::{Method, StatusCode};
use catena_server::{end_pulse_due, pause_pulse};
use catena_store::{Place, backup, examine, pulse as rows};
use serde_json::{Value, json};

use super::cluster;
use super::world::{DeskWorld, HOUR, Person, id};
use crate::world::settings;

const DAY: i64 = 24 * HOUR;

fn plan(floor: u16) -> Value {
    let item = |id: &str, en: &str| json!({ "id": id, "words": { "en": en, "fr": "", "de": "" } });
    json!({
        "name": "Spring", "floor": floor, "ends_at": "2026-03-09T09:00:00Z",
        "items": [item("rest", "I can rest."), item("means", "I have what I need.")],
    })
}

/// People of a team.
async fn staff<'a>(admin: &'a Person<'_>, team: &str, count: usize) -> Vec<Person<'a>> {
    let team = admin.team(team, json!({})).await;
    let mut people = Vec::new();
    for number in 0..count {
        people.push(admin.invite(&format!("p{number}-{}", &team[24..]), "member", &[&team]).await);
    }
    people
}

async fn launch(admin: &Person<'_>) -> String {
    id(&admin.post("/pulse/waves", plan(5)).await)
}

async fn slip(person: &Person<'_>, wave: &str) -> String {
    person.get(&format!("/pulse/waves/{wave}/slip")).await["slip"].as_str().unwrap().to_owned()
}

/// What somebody says, with the slip that they took; they are nobody while they say it.
async fn say(person: &Person<'_>, wave: &str, value: u8, comment: &str) -> StatusCode {
    let slip = slip(person, wave).await;
    let answer = json!({ "slip": slip, "recommends": value * 2, "items": [value, null], "comment": comment });
    person.at.nobody().send(Method::POST, &format!("/pulse/waves/{wave}/answers"), answer).await.status
}

/// All bytes of the desk's files, and of a backup that is taken now.
fn bytes(world: &DeskWorld) -> Vec<u8> {
    let mut all = Vec::new();
    for file in fs::read_dir(world.folder.path()).unwrap() {
        all.extend(fs::read(file.unwrap().path()).unwrap_or_default());
    }
    let mut archive = Vec::new();
    backup::backup(&Place::Folder(world.folder.path().to_owned()), &mut archive, world.desk.now()).unwrap();
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut zstd::Decoder::new(&archive[..]).unwrap(), &mut text).unwrap();
    all.extend(text);
    all
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

#[tokio::test]
async fn an_answer_is_taken_once_and_nothing_is_noted_down_of_it() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 7).await;
    let wave = launch(&admin).await;
    let events = admin.get("/record?limit=1").await["events"][0]["seq"].clone();

    let mine = slip(&people[0], &wave).await;
    assert_eq!(slip(&people[0], &wave).await, mine, "nobody has two");
    assert_ne!(slip(&people[1], &wave).await, mine);
    let path = format!("/pulse/waves/{wave}/answers");
    let answer = |slip: &str| json!({ "slip": slip, "recommends": 9, "items": [4, 5], "comment": "tulips" });
    let nobody = world.nobody();
    let before = bytes(&world);
    let taken = nobody.send(Method::POST, &path, answer(&mine)).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT);
    assert!(taken.headers.get("set-cookie").is_none());
    assert_eq!(nobody.refused(&path, answer(&mine)).await, "slip_used", "also while it is only held");
    assert_eq!(people[0].get(&format!("/pulse/waves/{wave}/slip")).await["used"], true);
    assert_eq!(people[1].get(&format!("/pulse/waves/{wave}/slip")).await["used"], false);
    assert!(!holds(&bytes(&world), b"tulips"));
    assert_eq!(bytes(&world).len(), before.len(), "not a byte was written");
    assert_eq!(admin.get("/record?limit=1").await["events"][0]["seq"], events, "no event, so no news and no webhook");
    assert!(examine(&Place::Folder(world.folder.path().to_owned())).unwrap().is_sound());
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_never_repeated() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 7).await;
    let wave = launch(&admin).await;
    let mine = slip(&people[0], &wave).await;
    let path = format!("/pulse/waves/{wave}/answers");
    let nobody = world.nobody();
    let whole = json!({ "slip": mine, "recommends": 9, "items": [4, 5], "comment": null });
    let with = |name: &str, value: Value| {
        let mut other = whole.clone();
        other[name] = value;
        other
    };
    for (other, code) in [
        (with("slip", json!("ab".repeat(32))), "slip_unknown"),
        (with("slip", json!("no slip at all")), "slip_unknown"),
        (with("items", json!([4])), "invalid"),
        (with("items", json!([4, 5, 5])), "invalid"),
        (with("items", json!([4, 6])), "invalid"),
        (with("items", json!([4, 0])), "invalid"),
        (with("recommends", json!(11)), "invalid"),
        (with("recommends", json!(-1)), "invalid"),
        (with("comment", json!("a".repeat(4_001))), "invalid"),
        (with("items", json!("chrysanthemum")), "invalid"),
        (with("chrysanthemum", json!("chrysanthemum")), "invalid"),
        (json!({ "slip": mine, "items": [null, null], "comment": " \u{0} " }), "invalid"),
    ] {
        let answer = nobody.send(Method::POST, &path, other.clone()).await;
        assert_eq!(answer.problem(), code, "{other}");
        assert!(!answer.text().contains("chrysanthemum"), "what is refused stands in the output: {}", answer.text());
    }
    let nowhere = "/pulse/waves/00000000-0000-4000-8000-000000000009/answers";
    assert_eq!(nobody.refused(nowhere, whole.clone()).await, "missing");
    assert_eq!(
        nobody.send(Method::POST, &path, whole).await.status,
        StatusCode::NO_CONTENT,
        "nothing of that used it up"
    );
}

#[tokio::test]
async fn only_who_was_there_at_the_launch_has_a_slip() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    staff(&admin, "Binders", 7).await;
    let customer = admin.invite("rosa", "customer", &[]).await;
    let wave = launch(&admin).await;
    let late = admin.invite("late", "member", &[]).await;
    let path = format!("/pulse/waves/{wave}/slip");
    assert_eq!(late.ask(Method::GET, &path, None, &[]).await.problem(), "missing");
    assert_eq!(late.get("/pulse").await["open"]["mine"], Value::Null);
    assert_eq!(customer.ask(Method::GET, &path, None, &[]).await.problem(), "not_allowed");
    let read = admin.post("/tokens", json!({ "name": "x", "scope": "read" })).await;
    let bearer = format!("Bearer {}", read["secret"].as_str().unwrap());
    let answer = world.nobody().ask(Method::GET, &path, None, &[("authorization", &bearer)]).await;
    assert_eq!(answer.problem(), "not_allowed", "a token that may only read gets nothing to answer with");
}

#[tokio::test]
async fn whoever_reads_the_files_at_every_instant_sees_crowds_and_nothing_of_them_at_the_end() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 20).await;
    let wave = launch(&admin).await;
    let said = |number: usize| format!("wordsofperson{number:02}end");
    let mut seen: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
    let mut used = vec![0];
    let visible = |bytes: &[u8]| -> BTreeSet<usize> {
        (0..people.len()).filter(|&number| holds(bytes, said(number).as_bytes())).collect()
    };
    for (number, person) in people.iter().enumerate() {
        assert_eq!(say(person, &wave, (number % 5) as u8 + 1, &said(number)).await, StatusCode::NO_CONTENT);
        let now = visible(&bytes(&world));
        let ledgers = world.store.read(|sql| rows::ledgers(sql)).unwrap();
        if now != *seen.last().unwrap() {
            seen.push(now);
            used.push(ledgers.used.len());
        }
        assert_eq!(*used.last().unwrap(), ledgers.used.len(), "uses and answers come together");
        assert_eq!(seen.last().unwrap().len(), ledgers.comments.len());
    }
    assert!(seen.len() >= 3, "two batches left: {seen:?}");
    for (earlier, later) in seen.iter().zip(&seen[1..]) {
        assert!(later.is_superset(earlier) && later.len() - earlier.len() >= 6, "{seen:?}");
    }
    // All slips are known to whoever reads this test; still each batch could be of any of its people.
    let ledgers = world.store.read(|sql| rows::ledgers(sql)).unwrap();
    let secret = world.store.read(|sql| rows::secret(sql, wave.parse().unwrap())).unwrap().unwrap();
    assert!(holds(&bytes(&world), &secret));
    admin.post(&format!("/pulse/waves/{wave}/close"), Value::Null).await;
    let after = bytes(&world);
    assert!(!holds(&after, &secret), "the secret is still there");
    for hash in ledgers.used.iter().chain(ledgers.issued.iter().map(|row| &row.hash)) {
        assert!(!holds(&after, hash), "a slip is still there");
    }
    for row in ledgers.answers.iter().chain(&ledgers.comments) {
        assert!(!holds(&after, row.id.as_bytes()), "a row is still there");
    }
    let released = admin.get(&format!("/pulse/waves/{wave}/release")).await;
    let comments = released["comments"][0]["words"].as_array().unwrap().len();
    assert_eq!(comments, 20, "what is released stays: {released}");
    let path = format!("/pulse/waves/{wave}/answers");
    let late = json!({ "slip": "ab".repeat(32), "items": [] });
    assert_eq!(world.nobody().refused(&path, late).await, "pulse_closed");
    assert!(examine(&Place::Folder(world.folder.path().to_owned())).unwrap().is_sound());
}

#[tokio::test]
async fn comments_of_fewer_than_ten_are_in_no_file_after_the_end() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 8).await;
    let wave = launch(&admin).await;
    for person in &people[..7] {
        say(person, &wave, 3, "hydrangeas everywhere").await;
    }
    assert!(!holds(&bytes(&world), b"hydrangeas"), "seven are less than two crowds");
    admin.post(&format!("/pulse/waves/{wave}/close"), Value::Null).await;
    assert!(!holds(&bytes(&world), b"hydrangeas"));
    let released = admin.get(&format!("/pulse/waves/{wave}/release")).await;
    assert_eq!(released["comments"], json!([]));
    assert_eq!(released["questions"][0]["figures"][0]["n"], 7);
}

#[tokio::test]
async fn after_a_crash_the_slips_of_those_who_were_only_held_work_again() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let cookies: Vec<String> = staff(&admin, "Binders", 14).await.into_iter().map(|person| person.cookie).collect();
    let wave = launch(&admin).await;
    for cookie in &cookies[..13] {
        let person = Person { at: &world, cookie: cookie.clone() };
        assert_eq!(say(&person, &wave, 4, "").await, StatusCode::NO_CONTENT);
    }
    let kept = world.store.read(|sql| rows::ledgers(sql)).unwrap().used.len();
    assert_eq!(kept, 6);
    let admin = admin.cookie.clone();
    let world = world.reopen(&settings());
    let mut again = 0;
    for cookie in &cookies {
        let person = Person { at: &world, cookie: cookie.clone() };
        match say(&person, &wave, 4, "").await {
            StatusCode::NO_CONTENT => again += 1,
            status => assert_eq!(status, StatusCode::CONFLICT),
        }
    }
    assert_eq!(again, 8, "all but the six that were written");
    Person { at: &world, cookie: admin }.post(&format!("/pulse/waves/{wave}/close"), Value::Null).await;
    let me = Person { at: &world, cookie: cookies[0].clone() };
    assert_eq!(me.get(&format!("/pulse/waves/{wave}/release")).await["questions"][0]["figures"][0]["n"], 14);
}

#[tokio::test]
async fn an_orderly_stop_writes_what_makes_a_crowd() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 9).await;
    let wave = launch(&admin).await;
    for person in &people[..5] {
        say(person, &wave, 2, "").await;
    }
    let used = || world.store.read(|sql| rows::ledgers(sql)).unwrap().used.len();
    pause_pulse(world.desk.clone()).await;
    assert_eq!(used(), 0, "five are no crowd");
    say(&people[5], &wave, 2, "").await;
    pause_pulse(world.desk.clone()).await;
    assert_eq!(used(), 6);
    say(&people[6], &wave, 2, "").await;
    assert_eq!(used(), 6);
}

#[tokio::test]
async fn everybody_is_reminded_alike_and_no_notice_holds_a_slip() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 7).await;
    let wave = launch(&admin).await;
    let slip = slip(&people[0], &wave).await;
    say(&people[0], &wave, 5, "").await;
    let path = format!("/pulse/waves/{wave}/reminder");
    assert_eq!(admin.refused(&path, Value::Null).await, "not_now", "they were just told");
    world.at(DAY);
    admin.post(&path, Value::Null).await;
    assert_eq!(admin.refused(&path, Value::Null).await, "not_now");
    let outbox = admin.get("/outbox?kind=pulse").await;
    let notices = outbox["notices"].as_array().unwrap();
    assert_eq!(notices.len(), 16, "eight people, at the launch and a day later");
    let said: BTreeSet<String> = notices.iter().map(|notice| notice["body"].to_string()).collect();
    assert_eq!(said.len(), 1, "in the same words: {said:?}");
    assert!(!outbox.to_string().contains(&slip));
}

#[tokio::test]
async fn a_wave_ends_when_its_time_has_come_and_who_looks_is_seen_by_all() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let people = staff(&admin, "Binders", 12).await;
    let wave = launch(&admin).await;
    for (number, person) in people.iter().enumerate() {
        say(person, &wave, (number % 5) as u8 + 1, "").await;
    }
    let release = format!("/pulse/waves/{wave}/release");
    assert_eq!(people[0].ask(Method::GET, &release, None, &[]).await.problem(), "not_now", "no live results");
    let overview = people[0].get("/pulse").await.to_string();
    assert!(!overview.contains("answered"), "not even how many took part: {overview}");
    end_pulse_due(world.desk.clone()).await;
    assert_eq!(admin.get("/pulse").await["open"]["name"], "Spring", "it is not time yet");
    world.at(7 * DAY + HOUR);
    end_pulse_due(world.desk.clone()).await;
    assert_eq!(admin.get("/pulse").await["closed"][0]["name"], "Spring");
    let last = admin.get("/record?limit=1").await["events"][0].clone();
    assert_eq!((&last["kind"], &last["name"], &last["by"]), (&json!("pulse_closed"), &json!("Spring"), &Value::Null));

    let looks = format!("/pulse/waves/{wave}/looks");
    assert_eq!(people[1].get(&looks).await["looks"], json!([]));
    let one = people[0].get(&release).await;
    assert_eq!(admin.get(&release).await, one, "the same for everybody");
    let seen = people[1].get(&looks).await;
    assert_eq!(seen["looks"].as_array().unwrap().len(), 2);
    let csv = people[0].ask(Method::GET, &format!("{release}?format=csv"), None, &[]).await;
    assert!(csv.text().starts_with("wave,unit,unit_name,people,question,"), "{}", csv.text());
    assert!(csv.text().contains(",figure,") && !csv.text().contains(",exact,"));
    let odd = people[0].ask(Method::GET, &format!("{release}?format=pdf"), None, &[]).await;
    assert_eq!(odd.problem(), "bad_parameter");
}

#[tokio::test]
async fn a_small_team_is_not_shown_and_counts_above() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let mut people = staff(&admin, "Binders", 8).await;
    people.extend(staff(&admin, "Clerks", 7).await);
    people.extend(staff(&admin, "Couriers", 3).await);
    let preview = admin.post("/pulse/preview", plan(5)).await;
    assert_eq!((&preview["people"], &preview["teamless"]), (&json!(19), &json!(1)));
    let cells = preview["cells"].as_array().unwrap();
    assert!(cells.iter().all(|cell| cell["people"].as_u64().unwrap() >= 6), "{preview}");
    let wave = launch(&admin).await;
    for person in &people {
        say(person, &wave, 4, "").await;
    }
    admin.post(&format!("/pulse/waves/{wave}/close"), Value::Null).await;
    let released = admin.get(&format!("/pulse/waves/{wave}/release")).await;
    let places = released["places"].as_array().unwrap();
    let couriers = places.iter().find(|place| place["name"] == "Couriers").unwrap();
    assert_eq!((&couriers["people"], &couriers["answered"]), (&json!(0), &Value::Null));
    for question in released["questions"].as_array().unwrap() {
        for figure in question["figures"].as_array().unwrap() {
            assert!(figure["n"].as_u64().unwrap() >= 6 && figure["unit"] != couriers["unit"]);
        }
    }

    // What other pages may say of a team.
    let told = admin.get("/pulse/teams").await;
    assert!(of_team(&told, "Couriers").is_null());
    let now = of_team(&told, "Binders")["now"].clone();
    assert!(
        now["n"].as_u64() >= Some(6) && now["low"].as_f64() > Some(0.5) && now["high"].as_f64() <= Some(1.0),
        "{now}"
    );
    assert!(of_team(&told, "Binders")["before"].is_null());
    let looks = admin.get(&format!("/pulse/waves/{wave}/looks")).await;
    assert!(!looks["looks"].as_array().unwrap().is_empty());
    let again = launch(&admin).await;
    for person in &people {
        say(person, &again, 2, "").await;
    }
    admin.post(&format!("/pulse/waves/{again}/close"), Value::Null).await;
    let told = admin.get("/pulse/teams").await;
    let later = of_team(&told, "Binders");
    assert_eq!(later["before"], now, "the same people were asked the same");
    assert!(later["now"]["high"].as_f64() < now["low"].as_f64());
    let looks = admin.get(&format!("/pulse/waves/{again}/looks")).await;
    assert_eq!(looks["looks"].as_array().unwrap().len(), 1, "that somebody looked is noted");
}

/// What is told of a team.
fn of_team<'a>(told: &'a Value, name: &str) -> &'a Value {
    told["teams"].as_array().unwrap().iter().find(|team| team["team"] == name).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn a_plan_keeps_its_rules() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    staff(&admin, "Binders", 9).await;
    let with = |name: &str, value: Value| {
        let mut other = plan(7);
        other[name] = value;
        other
    };
    let item = |id: &str| json!({ "id": id, "words": { "en": "X", "fr": "", "de": "" } });
    for other in [
        with("floor", json!(4)),
        with("name", json!(" ")),
        with("ends_at", json!("2026-03-02T07:00:00Z")),
        with("ends_at", json!("2027-03-02T07:00:00Z")),
        with("items", json!([item("Rest!")])),
        with("items", json!([item("rest"), item("rest")])),
        with("items", json!([{ "words": { "en": "", "fr": "", "de": "" } }])),
        with("items", Value::Array((0..11).map(|number| item(&format!("i{number}"))).collect())),
        with("merges", json!([{ "name": "Both", "teams": ["00000000-0000-4000-8000-000000000009"] }])),
        with("floor", json!(30)),
    ] {
        assert_eq!(admin.refused("/pulse/preview", other.clone()).await, "invalid", "{other}");
        assert_eq!(admin.refused("/pulse/waves", other).await, "invalid");
    }
    let wave = id(&admin.post("/pulse/waves", plan(7)).await);
    assert_eq!(admin.refused("/pulse/waves", plan(7)).await, "not_now", "one wave follows another");
    admin.post(&format!("/pulse/waves/{wave}/close"), Value::Null).await;
    assert_eq!(admin.get("/pulse").await["least_floor"], 7);
    assert_eq!(admin.refused("/pulse/waves", plan(5)).await, "invalid", "the floor only rises");
    assert_eq!(admin.refused(&format!("/pulse/waves/{wave}/close"), Value::Null).await, "pulse_closed");
    admin.post("/pulse/waves", plan(7)).await;
}

#[tokio::test]
async fn of_two_nodes_one_takes_the_answers() {
    let place = Place::Postgres(tokio::task::spawn_blocking(cluster::database).await.unwrap());
    let one = DeskWorld::open_at(&place, tempfile::tempdir().unwrap(), 0).await;
    let other = DeskWorld::open_at(&place, tempfile::tempdir().unwrap(), 1 << 32).await;
    let admin = other.admin().await;
    let people = staff(&admin, "Binders", 7).await;
    let wave = launch(&admin).await;
    assert_eq!(say(&people[0], &wave, 4, "").await, StatusCode::NO_CONTENT);
    let there = Person { at: &one, cookie: admin.cookie.clone() };
    let path = format!("/pulse/waves/{wave}");
    let forged = json!({ "slip": "ab".repeat(32), "items": [1, 1] });
    assert_eq!(there.refused(&format!("{path}/answers"), forged).await, "pulse_elsewhere");
    assert_eq!(there.refused(&format!("{path}/close"), Value::Null).await, "pulse_elsewhere");
    for person in &people[1..] {
        assert_eq!(say(person, &wave, 4, "").await, StatusCode::NO_CONTENT);
    }
    admin.post(&format!("{path}/close"), Value::Null).await;
    assert_eq!(there.get(&format!("{path}/release")).await["questions"][0]["figures"][0]["n"], 7);
}
