//! Files that go with messages and notes: what they are taken for, who can fetch them, and who never can.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, Request, StatusCode, header};
use http_body::Frame;
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, Person, Shop, id};
use crate::world::Answer;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
const MIB: usize = 1 << 20;

async fn send(person: &Person<'_>, path: &str, name: &str, body: impl Into<Body>) -> Answer {
    let address = format!("/api/v1{path}?{}", serde_html_form::to_string([("name", name)]).unwrap());
    let request = Request::post(address).header(header::COOKIE, &person.cookie);
    person.at.world.ask(request.body(body.into()).unwrap()).await
}

/// Sends a file that is taken, and returns what is said of it.
async fn sent(person: &Person<'_>, path: &str, name: &str, bytes: &[u8]) -> Value {
    let answer = send(person, path, name, bytes.to_vec()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{name}: {}", answer.text());
    answer.json()
}

async fn fetch(person: &Person<'_>, path: &str) -> Answer {
    person.ask(Method::GET, path, None, &[]).await
}

/// Rosa's order with an account and a link for her.
async fn order<'a>(world: &'a DeskWorld, admin: &Person<'a>, shop: &Shop) -> (String, Person<'a>, String) {
    let order = admin.order(shop, "Red roses").await;
    let account = json!({ "person": shop.rosa, "login": "rosa", "role": "customer" });
    let invited = admin.post("/accounts", account).await;
    let rosa = world.redeem(invited["path"].as_str().unwrap()).await;
    let link = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    (format!("/requests/{order}"), rosa, link["path"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_file_that_goes_with_a_message_is_something_to_save() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, rosa, link) = order(&world, &admin, &shop).await;
    let file = sent(&admin, &format!("{order}/message-files"), "Größe \"A\".png", PNG).await;
    assert_eq!(
        (&file["name"], &file["size"], &file["shown"]),
        (&json!("Größe A.png"), &json!(PNG.len()), &json!(true))
    );
    admin.post(&format!("{order}/messages"), json!({ "body": "", "files": [file["id"]] })).await;
    for seen in [admin.get(&order).await, rosa.get(&order).await, world.nobody().get(&link).await] {
        assert_eq!(seen["messages"][0]["files"], json!([file]));
    }
    let own = format!("{order}/message-files/{}", id(&file));
    let by_link = format!("{link}/files/{}", id(&file));
    for (person, path) in [(&admin, &own), (&rosa, &own), (&world.nobody(), &by_link)] {
        let answer = fetch(person, path).await;
        assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, PNG));
        let header = |name| answer.header(name).to_owned();
        assert_eq!(header("content-type"), "image/png");
        assert_eq!(
            header("content-disposition"),
            "attachment; filename=\"Gr__e A.png\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20A.png"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("cache-control"), "private, no-store");
        let opened = fetch(person, &format!("{path}?open=true")).await;
        assert!(opened.header("content-disposition").starts_with("inline; "), "an image may be looked at");
        assert_eq!(opened.header("content-security-policy"), "sandbox; default-src 'none'");
    }
}

#[tokio::test]
async fn what_a_file_calls_itself_is_not_believed() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, ..) = order(&world, &admin, &shop).await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (name, bytes) in [
        ("roses.png", &b"<!DOCTYPE html><script>alert(document.cookie)</script>"[..]),
        ("roses.svg", svg),
        ("roses.gif", b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\" xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("roses.jpeg", b"alert(1)//"),
        ("roses.webp", b"RIFF....WAVEfmt "),
        ("roses.pdf", b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>"),
        ("roses.png", b"MZ\x90\0\x03"),
    ] {
        let file = sent(&admin, &format!("{order}/message-files"), name, bytes).await;
        assert_eq!(file["shown"], false, "{name}");
        admin.post(&format!("{order}/messages"), json!({ "body": "x", "files": [file["id"]] })).await;
        for more in ["", "?open=true"] {
            let answer = fetch(&admin, &format!("{order}/message-files/{}{more}", id(&file))).await;
            assert_eq!(answer.header("content-type"), "application/octet-stream", "{name}");
            assert!(answer.header("content-disposition").starts_with("attachment; "), "{name}");
            assert_eq!(answer.body, bytes, "{name}");
        }
    }
    // What begins as a picture and goes on as a page stays a picture, also for whoever asks for a page.
    let both = [PNG, b"<html><script>alert(1)</script>"].concat();
    let file = sent(&admin, &format!("{order}/message-files"), "both.html", &both).await;
    admin.post(&format!("{order}/messages"), json!({ "body": "x", "files": [file["id"]] })).await;
    let path = format!("{order}/message-files/{}?open=true", id(&file));
    let answer = admin.ask(Method::GET, &path, None, &[("accept", "text/html")]).await;
    assert_eq!((answer.header("content-type"), answer.header("x-content-type-options")), ("image/png", "nosniff"));
}

#[tokio::test]
async fn a_file_that_is_empty_or_too_large_is_refused() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, _, link) = order(&world, &admin, &shop).await;
    let nobody = world.nobody();
    let ways = [
        (&admin, format!("{order}/message-files"), 10 * MIB),
        (&admin, format!("{order}/note-files"), 10 * MIB),
        (&nobody, format!("{link}/files"), 10 * MIB),
        (&nobody, "/offers/files".to_owned(), 5 * MIB),
    ];
    for (person, path, limit) in ways {
        assert_eq!(send(person, &path, "a.txt", "").await.problem(), "file_empty", "{path}");
        assert_eq!(send(person, &path, "a.txt", vec![1; limit]).await.status, StatusCode::CREATED, "{path}");
        let refused = send(person, &path, "../big.bin", vec![1; limit + 1]).await;
        assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "file_too_large"));
        assert!(
            refused.text().contains(&format!("\\\"big.bin\\\" is larger than the {limit} bytes")),
            "{}",
            refused.text()
        );
        let refused = send(person, &path, "endless", Body::new(Endless)).await;
        assert_eq!(refused.problem(), "file_too_large", "what does not say how long it is is read no further");
    }
}

/// A body that never ends and never says how long it is.
struct Endless;

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[0; 8 << 10])))))
    }
}

#[tokio::test]
async fn only_so_many_files_go_together() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, ..) = order(&world, &admin, &shop).await;
    for (files, texts) in [("message-files", "messages"), ("note-files", "notes")] {
        let mut few = Vec::new();
        for _ in 0..11 {
            few.push(sent(&admin, &format!("{order}/{files}"), "a", b"a").await["id"].clone());
        }
        let path = format!("{order}/{texts}");
        assert_eq!(admin.refused(&path, json!({ "body": "x", "files": few })).await, "too_many_files");
        admin.post(&path, json!({ "body": "x", "files": few[1..] })).await;
        let mut large = Vec::new();
        for _ in 0..3 {
            large.push(sent(&admin, &format!("{order}/{files}"), "a", &vec![1; 9 * MIB]).await["id"].clone());
        }
        assert_eq!(admin.refused(&path, json!({ "body": "x", "files": large })).await, "too_many_files");
        assert_eq!(admin.refused(&path, json!({ "body": " ", "files": [] })).await, "invalid");
        let twice = json!({ "body": "x", "files": [large[0], large[0]] });
        assert_eq!(admin.refused(&path, twice).await, "file_gone");
        admin.post(&path, json!({ "body": "x", "files": large[..2] })).await;
    }
    let detail = admin.get(&order).await;
    assert_eq!(detail["messages"].as_array().unwrap().len(), 2, "what is refused says nothing");
    assert_eq!(detail["message_files"].as_array().unwrap().len(), 2, "and what waited goes on waiting");
}

#[tokio::test]
async fn a_file_waits_for_whoever_sent_it_alone() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, rosa, link) = order(&world, &admin, &shop).await;
    let carl = admin.invite("carl", "member", &[&shop.clerks]).await;
    let file = sent(&carl, &format!("{order}/message-files"), "a.png", PNG).await;
    let own = format!("{order}/message-files/{}", id(&file));
    let mine = |detail: &Value| detail["message_files"].clone();
    assert_eq!(mine(&carl.get(&order).await), json!([file]));
    assert_eq!(mine(&admin.get(&order).await), json!([]));
    for person in [&carl, &admin, &rosa] {
        assert_eq!(fetch(person, &own).await.problem(), "missing", "nobody fetches what goes with nothing");
    }
    assert_eq!(fetch(&world.nobody(), &format!("{link}/files/{}", id(&file))).await.problem(), "missing");
    let message = json!({ "body": "x", "files": [file["id"]] });
    for person in [&admin, &rosa] {
        assert_eq!(person.refused(&format!("{order}/messages"), message.clone()).await, "file_gone");
        assert_eq!(person.ask(Method::DELETE, &own, None, &[]).await.problem(), "missing");
    }
    assert_eq!(world.nobody().refused(&format!("{link}/messages"), message.clone()).await, "file_gone");
    let form = json!({ "service": shop.bouquet, "name": "S", "email": "s@e", "subject": "T", "files": [file["id"]] });
    assert_eq!(world.nobody().refused("/offers", form).await, "file_gone");
    carl.post(&format!("{order}/messages"), message.clone()).await;
    assert_eq!(carl.refused(&format!("{order}/messages"), message).await, "file_gone", "a file goes with one message");
    assert_eq!(carl.ask(Method::DELETE, &own, None, &[]).await.problem(), "missing", "what was said stays");
    let other = sent(&carl, &format!("{order}/note-files"), "b.png", PNG).await;
    let other = format!("{order}/note-files/{}", id(&other));
    assert_eq!(carl.ask(Method::DELETE, &other, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(carl.get(&order).await["note_files"], json!([]));
}

#[tokio::test]
async fn a_file_of_a_note_never_reaches_the_customer_by_any_way_that_they_have() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, rosa, link) = order(&world, &admin, &shop).await;
    let file = sent(&admin, &format!("{order}/note-files"), "zebra.png", PNG).await;
    let note = json!({ "body": "Look", "files": [file["id"]] });
    assert_eq!(admin.refused(&format!("{order}/messages"), note.clone()).await, "file_gone");
    admin.post(&format!("{order}/notes"), note).await;
    let own = format!("{order}/note-files/{}", id(&file));
    assert_eq!(fetch(&admin, &own).await.body, PNG);
    assert_eq!(fetch(&rosa, &own).await.problem(), "not_allowed");
    let as_message = format!("{order}/message-files/{}", id(&file));
    for (person, path) in [(&rosa, &as_message), (&admin, &as_message)] {
        assert_eq!(fetch(person, path).await.problem(), "missing");
    }
    let nobody = world.nobody();
    assert_eq!(fetch(&nobody, &format!("{link}/files/{}", id(&file))).await.problem(), "missing");
    assert_eq!(fetch(&nobody, &own).await.problem(), "not_signed_in");
    assert_eq!(send(&rosa, &format!("{order}/note-files"), "a", "a").await.problem(), "not_allowed");
    for answer in [rosa.get(&order).await, rosa.get("/search?q=zebra").await, nobody.get(&link).await] {
        assert!(!answer.to_string().contains("zebra"), "{answer}");
    }
    assert_eq!(rosa.get("/search?q=zebra").await["count"], 0);
    let hits = admin.get("/search?q=zebra").await;
    assert_eq!((&hits["hits"][0]["kind"], &hits["hits"][0]["request"]["number"]), (&json!("note_file"), &json!(1)));
}

#[tokio::test]
async fn files_of_a_confidential_team_are_not_there_for_strangers() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let payroll = admin.team("Payroll", json!({ "confidential": true })).await;
    let (pia, carl) =
        (admin.invite("pia", "member", &[&payroll]).await, admin.invite("carl", "member", &[&shop.clerks]).await);
    let dora = admin.invite("dora", "member", &[&shop.designers]).await;
    let asked = dora.post("/requests", json!({ "subject": "My salary", "provider": payroll })).await;
    let path = format!("/requests/{}", asked["request"].as_str().unwrap());
    let (told, noted) = (
        sent(&pia, &format!("{path}/message-files"), "quince.pdf", b"%PDF-1.7").await,
        sent(&pia, &format!("{path}/note-files"), "quince.txt", b"little").await,
    );
    pia.post(&format!("{path}/messages"), json!({ "body": "", "files": [told["id"]] })).await;
    pia.post(&format!("{path}/notes"), json!({ "body": "", "files": [noted["id"]] })).await;
    let (told, noted) = (format!("message-files/{}", id(&told)), format!("note-files/{}", id(&noted)));
    let order = admin.order(&shop, "Another").await;
    for file in [&told, &noted] {
        assert_eq!(fetch(&dora, &format!("{path}/{file}")).await.status, StatusCode::OK);
        assert_eq!(fetch(&carl, &format!("{path}/{file}")).await.problem(), "missing");
        let elsewhere = format!("/requests/{order}/{file}");
        for person in [&carl, &pia] {
            assert_eq!(fetch(person, &elsewhere).await.problem(), "missing", "a file is of one chain");
        }
    }
    for files in ["message-files", "note-files"] {
        assert_eq!(send(&carl, &format!("{path}/{files}"), "a", "a").await.problem(), "missing");
    }
    assert_eq!(carl.get("/search?q=quince").await["hits"], json!([]));
    assert_eq!(pia.get("/search?q=quince").await["hits"].as_array().unwrap().len(), 2);
    // Who sees the request at the top does not see what a confidential team notes below it.
    let top = admin.order(&shop, "With a discount").await;
    let hand_off = json!({ "subject": "Allow it", "provider": payroll });
    let below = admin.post(&format!("/requests/{top}/hand-offs"), hand_off).await;
    let below = format!("/requests/{}", below["request"].as_str().unwrap());
    let hidden = sent(&pia, &format!("{below}/note-files"), "cap.txt", b"ten").await;
    pia.post(&format!("{below}/notes"), json!({ "body": "", "files": [hidden["id"]] })).await;
    let by_top = format!("/requests/{top}/note-files/{}", id(&hidden));
    assert_eq!(fetch(&pia, &by_top).await.status, StatusCode::OK);
    assert_eq!(dora.get(&format!("/requests/{top}")).await["notes"], json!([]));
    assert_eq!(fetch(&dora, &by_top).await.problem(), "missing");
    // Another customer has nothing to do with any of it.
    let (_, rosa, link) = self::order(&world, &admin, &shop).await;
    assert_eq!(fetch(&rosa, &format!("{path}/{told}")).await.problem(), "missing");
    let by_link = told.replace("message-files", &format!("{link}/files"));
    assert_eq!(fetch(&world.nobody(), &by_link).await.problem(), "missing");
}

#[tokio::test]
async fn a_customer_attaches_by_the_link_as_long_as_it_works() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, _, link) = order(&world, &admin, &shop).await;
    let file = sent(&world.nobody(), &format!("{link}/files"), "door.png", PNG).await;
    let answer = json!({ "body": "", "files": [file["id"]] });
    let other = admin.post(&format!("{order}/links"), json!({})).await;
    let other_path = other["path"].as_str().unwrap().to_owned();
    assert_eq!(world.nobody().refused(&format!("{other_path}/messages"), answer.clone()).await, "file_gone");
    world.nobody().post(&format!("{link}/messages"), answer).await;
    let detail = admin.get(&order).await;
    assert_eq!((&detail["messages"][0]["outward"], &detail["messages"][0]["files"]), (&json!(false), &json!([file])));
    assert_eq!(admin.get("/search?q=door").await["hits"][0]["kind"], "message_file");
    let revoke = format!("{order}/links/{}", id(&other));
    assert_eq!(admin.ask(Method::DELETE, &revoke, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(send(&world.nobody(), &format!("{other_path}/files"), "a", "a").await.problem(), "missing");
    assert_eq!(fetch(&world.nobody(), &format!("{other_path}/files/{}", id(&file))).await.problem(), "missing");
    for _ in 0..8 {
        send(&world.nobody(), &format!("{link}/files"), "a", "a").await;
    }
    let patience = send(&world.nobody(), &format!("{link}/files"), "a", "a").await;
    assert_eq!(patience.problem(), "too_often");
}

#[tokio::test]
async fn a_public_form_brings_its_files_as_the_first_message() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let nobody = world.nobody();
    let file = sent(&nobody, "/offers/files", "C:\\photos\\vase.png", PNG).await;
    let form = json!({
        "service": shop.bouquet, "name": "Sam", "email": "sam@example.org", "subject": "Tulips", "files": [file["id"]],
    });
    let link = nobody.post("/offers", form.clone()).await;
    let detail = admin.get(&format!("/requests/{}", link["request"].as_str().unwrap())).await;
    assert_eq!(detail["messages"][0]["files"][0]["name"], "vase.png");
    assert_eq!(detail["messages"][0]["author"]["name"], "Sam");
    let page = nobody.get(link["path"].as_str().unwrap()).await;
    assert_eq!((&page["messages"][0]["from_you"], &page["messages"][0]["files"]), (&json!(true), &json!([file])));
    assert_eq!(nobody.refused("/offers", form).await, "file_gone");
    let mut many = Vec::new();
    for _ in 0..6 {
        many.push(sent(&nobody, "/offers/files", "a", b"a").await["id"].clone());
    }
    let form = json!({ "service": shop.bouquet, "name": "S", "email": "s@e", "subject": "T", "files": many });
    assert_eq!(nobody.refused("/offers", form).await, "too_many_files");
    assert_eq!(admin.get("/requests?roots=true").await["count"], 1, "a form that is refused asks for nothing");
}

#[tokio::test]
async fn what_nothing_names_is_forgotten_after_a_day_and_the_oldest_make_room() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, ..) = order(&world, &admin, &shop).await;
    let path = format!("{order}/message-files");
    let names = |detail: &Value| {
        let files = detail["message_files"].as_array().unwrap().clone();
        files.iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    sent(&admin, &path, "old", b"a").await;
    world.at(23 * HOUR);
    sent(&admin, &path, "young", b"a").await;
    assert_eq!(names(&admin.get(&order).await), ["old", "young"]);
    world.at(25 * HOUR);
    sent(&admin, &format!("{order}/note-files"), "other", b"a").await;
    assert_eq!(names(&admin.get(&order).await), ["young"]);
    for number in 0..30 {
        world.at(25 * HOUR + number);
        sent(&admin, &path, &number.to_string(), b"a").await;
    }
    let left = names(&admin.get(&order).await);
    assert_eq!((left.len(), left[0].as_str(), left[29].as_str()), (30, "0", "29"));
    // A desk that nobody sends anything to forgets as well.
    world.at(50 * HOUR);
    let house = tokio::spawn(catena_server::keep_house(world.desk.clone()));
    while !names(&admin.get(&order).await).is_empty() {}
    house.abort();
}

#[tokio::test]
async fn a_message_with_files_is_said_once_for_a_key() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, ..) = order(&world, &admin, &shop).await;
    let file = sent(&admin, &format!("{order}/message-files"), "a.png", PNG).await;
    let message = |files: &[&Value]| Some(json!({ "body": "Look", "files": files }));
    let key = [("idempotency-key", "one")];
    let path = format!("{order}/messages");
    let first = admin.ask(Method::POST, &path, message(&[&file["id"]]), &key).await;
    let second = admin.ask(Method::POST, &path, message(&[&file["id"]]), &key).await;
    assert_eq!((first.status, first.json()), (StatusCode::CREATED, second.json()));
    assert_eq!(admin.ask(Method::POST, &path, message(&[]), &key).await.problem(), "key_reused");
    assert_eq!(admin.get(&order).await["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn erasing_a_customer_takes_the_bytes_and_names_of_what_they_attached() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (order, rosa, link) = order(&world, &admin, &shop).await;
    let file = sent(&rosa, &format!("{order}/message-files"), "xylophone.txt", b"pneumonoultramicroscopic").await;
    rosa.post(&format!("{order}/messages"), json!({ "body": "", "files": [file["id"]] })).await;
    sent(&world.nobody(), &format!("{link}/files"), "glockenspiel.txt", b"silicovolcanoconiosis").await;
    admin.post(&format!("/parties/{}/erasure", shop.rosa), json!({})).await;
    let detail = admin.get(&order).await;
    assert_eq!(detail["messages"][0]["files"][0]["name"], "");
    let path = format!("{order}/message-files/{}", id(&file));
    assert_eq!(fetch(&admin, &path).await.problem(), "missing");
    for kept in std::fs::read_dir(world.folder.path()).unwrap() {
        let bytes = std::fs::read(kept.unwrap().path()).unwrap();
        for word in ["xylophone", "pneumonoultramicroscopic", "glockenspiel", "silicovolcanoconiosis"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} is still in the files");
        }
    }
}
