//! Custom fields of a service: asked, changed, filtered by, and hidden from customers where they are internal.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, Person, Shop, id};

/// A service with a field of each kind, open to customers; and the fields by their names.
async fn wreath(admin: &Person<'_>, shop: &Shop) -> (String, Value) {
    let fields = json!([
        { "label": "Card", "required": true },
        { "label": "Ribbon", "kind": "choice", "options": ["red", "white"] },
        { "label": "Herbs", "kind": "choices", "options": ["sage", "thyme", "mint"] },
        { "label": "Width", "kind": "number" },
        { "label": "Wedding day", "kind": "date" },
        { "label": "Gift", "kind": "yes_no" },
        { "label": "Margin", "kind": "number", "required": true, "internal": true },
        { "label": "Gossip", "internal": true },
    ]);
    let new = json!({ "name": "Wreath", "provider": shop.clerks, "for_customers": true, "plan": { "fields": fields } });
    let service = admin.post("/services", new).await;
    let fields = service["plan"]["fields"].as_array().unwrap();
    let by_name = fields.iter().map(|field| (field["label"].as_str().unwrap().to_owned(), field["id"].clone()));
    (id(&service), by_name.collect::<serde_json::Map<_, _>>().into())
}

fn filled(fields: &Value, given: &[(&str, &[&str])]) -> Value {
    given.iter().map(|(name, values)| json!({ "field": fields[name], "values": values })).collect()
}

fn shown<'a>(detail: &'a Value, label: &str) -> &'a Value {
    detail["fields"].as_array().unwrap().iter().find(|field| field["label"] == label).unwrap()
}

#[tokio::test]
async fn what_is_asked_is_kept_shown_and_changed_with_a_trace_and_without_its_words_in_the_record() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (service, fields) = wreath(&admin, &shop).await;
    let new = |given: &[(&str, &[&str])]| json!({ "subject": "A wreath", "customer": shop.rosa, "service": service, "fields": filled(&fields, given) });
    assert_eq!(admin.refused("/requests", new(&[("Margin", &["1"])])).await, "invalid", "no card");
    assert_eq!(admin.refused("/requests", new(&[("Card", &["x"]), ("Margin", &["much"])])).await, "invalid");
    assert_eq!(
        admin.refused("/requests", new(&[("Card", &["x"]), ("Margin", &["1"]), ("Card", &["y"])])).await,
        "invalid"
    );
    let all = new(&[
        ("Card", &["For quincy"]),
        ("Ribbon", &["red"]),
        ("Herbs", &["mint", "sage"]),
        ("Width", &["30.50"]),
        ("Wedding day", &["2026-05-01"]),
        ("Gift", &["yes"]),
        ("Margin", &["12"]),
        ("Gossip", &["parsimonious"]),
    ]);
    let asked = admin.post("/requests", all).await;
    let path = format!("/requests/{}", asked["request"].as_str().unwrap());
    let detail = admin.get(&path).await;
    assert_eq!(shown(&detail, "Herbs")["values"], json!(["sage", "mint"]), "in the order of the options");
    assert_eq!(shown(&detail, "Width")["values"], json!(["30.5"]));
    assert_eq!(admin.get("/search?q=quincy").await["hits"].as_array().unwrap().len(), 1);
    assert_eq!(admin.get("/search?q=parsimonious").await["hits"], json!([]), "internal words are not searched");

    let change = json!({ "fields": filled(&fields, &[("Ribbon", &["white"]), ("Gift", &["yes"]), ("Width", &[])]) });
    let answer = admin.send(Method::PATCH, &path, change).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let emptied = json!({ "fields": filled(&fields, &[("Card", &[])]) });
    assert_eq!(admin.send(Method::PATCH, &path, emptied).await.problem(), "invalid");
    let detail = admin.get(&path).await;
    assert_eq!(
        (&shown(&detail, "Ribbon")["values"], &shown(&detail, "Width")["values"]),
        (&json!(["white"]), &json!([]))
    );
    let history = detail["history"].as_array().unwrap();
    let changed: Vec<&Value> =
        history.iter().filter(|event| event["kind"] == "field_changed").map(|event| &event["data"]).collect();
    assert_eq!(changed, [&fields["Ribbon"], &fields["Width"]], "what stayed as it was did not change");
    assert!(!detail["history"].to_string().contains("white"));
}

#[tokio::test]
async fn of_two_people_who_change_fields_the_later_hears_that_they_saw_an_older_request() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (service, fields) = wreath(&admin, &shop).await;
    let given = filled(&fields, &[("Card", &["x"]), ("Margin", &["1"])]);
    let new = json!({ "subject": "A wreath", "customer": shop.rosa, "service": service, "fields": given });
    let asked = admin.post("/requests", new).await;
    let path = format!("/requests/{}", asked["request"].as_str().unwrap());
    let seen = format!("\"{}\"", asked["revision"]);
    let headers = [("if-match", seen.as_str())];
    let change = |ribbon: &str| Some(json!({ "fields": filled(&fields, &[("Ribbon", &[ribbon])]) }));
    let (one, two) = tokio::join!(
        admin.ask(Method::PATCH, &path, change("red"), &headers),
        admin.ask(Method::PATCH, &path, change("white"), &headers)
    );
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::PRECONDITION_FAILED]);
}

#[tokio::test]
async fn customers_fill_in_and_see_their_fields_and_nothing_of_the_internal_ones() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (service, fields) = wreath(&admin, &shop).await;
    let customer = admin.invite("cora", "customer", &[]).await;
    let offers = world.nobody().get("/offers").await;
    let offer = offers["services"].as_array().unwrap().iter().find(|offer| offer["id"] == service).unwrap();
    assert_eq!(offer["fields"].as_array().unwrap().len(), 6);
    for answer in [offers.to_string(), customer.get("/services").await.to_string()] {
        assert!(!answer.contains("Margin") && !answer.contains("Gossip"), "{answer}");
    }

    let form =
        |given: Value| json!({ "service": service, "name": "Sam", "email": "s@x", "subject": "Y", "fields": given });
    let sly = filled(&fields, &[("Card", &["x"]), ("Margin", &["0"])]);
    assert_eq!(world.nobody().refused("/offers", form(sly)).await, "invalid");
    assert_eq!(world.nobody().refused("/offers", form(json!([]))).await, "invalid", "the card has to be answered");
    let link =
        world.nobody().post("/offers", form(filled(&fields, &[("Card", &["For her"]), ("Gift", &["no"])]))).await;
    let page = world.nobody().get(link["path"].as_str().unwrap()).await;
    let told: Vec<&Value> = page["fields"].as_array().unwrap().iter().map(|field| &field["label"]).collect();
    assert_eq!(told, ["Card", "Gift"], "what they answered, and no more");
    let detail = admin.get(&format!("/requests/{}", link["request"].as_str().unwrap())).await;
    assert_eq!(
        (&shown(&detail, "Card")["values"], &shown(&detail, "Margin")["values"]),
        (&json!(["For her"]), &json!([]))
    );

    let own = json!({ "subject": "Mine", "service": service, "fields": filled(&fields, &[("Card", &["Me"])]) });
    let path = format!("/requests/{}", customer.post("/requests", own).await["request"].as_str().unwrap());
    admin
        .send(
            Method::PATCH,
            &path,
            json!({ "fields": filled(&fields, &[("Gossip", &["stingy"]), ("Margin", &["9"])]) }),
        )
        .await;
    let seen = customer.get(&path).await.to_string();
    assert!(seen.contains("Card") && !seen.contains("stingy") && !seen.contains("Margin"), "{seen}");
    let probe = format!("/requests?field={}%3E%3D9", fields["Margin"].as_str().unwrap());
    assert_eq!(customer.ask(Method::GET, &probe, None, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get(&probe).await["count"], 1);
    let link = admin.post(&format!("{path}/links"), json!({})).await;
    let tracked = world.nobody().get(link["path"].as_str().unwrap()).await.to_string();
    assert!(tracked.contains("Card") && !tracked.contains("stingy") && !tracked.contains("Margin"), "{tracked}");
    let change = json!({ "fields": filled(&fields, &[("Card", &["You"])]) });
    assert_eq!(customer.send(Method::PATCH, &path, change).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_request_keeps_the_fields_of_the_version_that_it_began_with() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (service, fields) = wreath(&admin, &shop).await;
    let given = filled(&fields, &[("Card", &["x"]), ("Margin", &["1"]), ("Ribbon", &["red"])]);
    let new = json!({ "subject": "A wreath", "customer": shop.rosa, "service": service, "fields": given });
    let path = format!("/requests/{}", admin.post("/requests", new).await["request"].as_str().unwrap());
    let later = json!([
        { "label": "Ribbon", "kind": "choice", "options": ["blue"] },
        { "label": "Width", "kind": "text" },
        { "id": fields["Card"], "label": "Words on the card" },
    ]);
    let change = json!({ "name": "Wreath", "provider": shop.clerks, "plan": { "fields": later } });
    let saved = admin.put(&format!("/services/{service}"), change.clone()).await;
    let ids: Vec<&Value> = saved["plan"]["fields"].as_array().unwrap().iter().map(|field| &field["id"]).collect();
    assert_eq!((ids[0], ids[2]), (&fields["Ribbon"], &fields["Card"]), "a name, or an id, says which field it was");
    assert_ne!(ids[1], &fields["Width"], "of another kind it is another field");
    assert_eq!(admin.put(&format!("/services/{service}"), change).await["version"], 2, "nothing changed");
    let detail = admin.get(&path).await;
    assert_eq!(detail["fields"].as_array().unwrap().len(), 8);
    assert_eq!(shown(&detail, "Ribbon")["options"], json!(["red", "white"]));
    let still = json!({ "fields": filled(&fields, &[("Ribbon", &["white"])]) });
    assert_eq!(admin.send(Method::PATCH, &path, still).await.status, StatusCode::OK);

    for wrong in [
        json!([{ "label": "A" }, { "label": "A" }]),
        json!([{ "label": "A", "kind": "choice" }]),
        json!([{ "label": "A", "kind": "choice", "options": ["x", " x "] }]),
        json!([{ "label": " " }]),
        json!([{ "label": "A", "id": fields["Card"] }, { "label": "B", "id": fields["Card"] }]),
    ] {
        let body = json!({ "name": "Other", "provider": shop.clerks, "plan": { "fields": wrong } });
        assert_eq!(admin.refused("/services", body).await, "invalid");
    }
}

#[tokio::test]
async fn hand_offs_show_the_fields_of_their_root_and_have_none_of_their_own() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (service, fields) = wreath(&admin, &shop).await;
    let given = filled(&fields, &[("Card", &["x"]), ("Margin", &["1"])]);
    let new = json!({ "subject": "A wreath", "customer": shop.rosa, "service": service, "fields": given });
    let root = admin.post("/requests", new).await;
    let raise = json!({ "subject": "Pick herbs", "provider": shop.designers });
    let raised = admin.post(&format!("/requests/{}/hand-offs", root["request"].as_str().unwrap()), raise).await;
    let path = format!("/requests/{}", raised["request"].as_str().unwrap());
    assert_eq!(shown(&admin.get(&path).await, "Card")["values"], json!(["x"]));
    let change = json!({ "fields": filled(&fields, &[("Card", &["y"])]) });
    assert_eq!(admin.send(Method::PATCH, &path, change).await.problem(), "invalid");
    let narrowed = admin.get(&format!("/requests?field={}%3C%3D1", fields["Margin"].as_str().unwrap())).await;
    assert_eq!(narrowed["count"], 1);
    assert_eq!(admin.ask(Method::GET, "/requests?field=Margin%3D1", None, &[]).await.problem(), "bad_parameter");
}
