//! What leads see of the desk's own log: the chains in which a team of their departments took part, and no figure, name or
//! id of any other.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, PASSWORD, Person, cookie_of, id, link};

/// Two departments with a team each, a team of neither, and four orders that are over: R1 by the northern team, R2 by the
/// southern one, R3 begun in the north and passed on to the south, R4 by the team of neither.
pub struct Group<'a> {
    pub admin: Person<'a>,
    pub north: Person<'a>,
    pub south: Person<'a>,
    pub teams: [String; 3],
}

pub async fn group(world: &DeskWorld) -> Group<'_> {
    let admin = world.admin().await;
    let (above_north, above_south) = (admin.team("North", json!({})).await, admin.team("South", json!({})).await);
    let north = admin.team("Roses of the north", json!({ "parent": above_north })).await;
    let south = admin.team("Tulips of the south", json!({ "parent": above_south })).await;
    let neither = admin.team("Ferns", json!({})).await;
    let group = Group {
        north: lead(&admin, "nora", &above_north).await,
        south: lead(&admin, "sue", &above_south).await,
        admin,
        teams: [north, south, neither],
    };
    let [north, south, neither] = &group.teams;
    for (subject, team) in [("Red", north), ("Yellow", south), ("Both", north), ("Green", neither)] {
        world.at(0);
        let order = ask(&group.admin, subject, team).await;
        world.at(HOUR);
        if subject == "Both" {
            let acts = format!("/requests/{order}/acts");
            group.admin.post(&acts, json!({ "act": "transfer", "to": south })).await;
        }
        world.at(2 * HOUR);
        group.admin.act(&order, "finish").await;
    }
    group
}

async fn ask(admin: &Person<'_>, subject: &str, team: &str) -> String {
    let due = admin.at.desk.now() + jiff::SignedDuration::from_mins(90);
    let customer = json!({ "kind": "person", "name": format!("Customer of {subject}") });
    let customer = id(&admin.post("/parties", customer).await);
    let new = json!({ "subject": subject, "provider": team, "customer": customer, "due_at": due });
    admin.post("/requests", new).await["request"].as_str().unwrap().to_owned()
}

async fn lead<'a>(admin: &Person<'a>, login: &str, team: &str) -> Person<'a> {
    let new = json!({ "name": login, "login": login, "role": "lead" });
    let link = admin.post("/accounts", new).await;
    let person = admin.at.redeem(link["path"].as_str().unwrap()).await;
    let me = person_of(&person).await;
    admin.put(&format!("/teams/{team}/members/{me}"), json!({ "leads": true })).await;
    // Their rights changed: the key that they got by the link works for a moment only.
    let sign_in = json!({ "login": login, "password": PASSWORD });
    let answer = person.at.nobody().send(Method::POST, "/session", sign_in).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    Person { cookie: cookie_of(&answer), ..person }
}

async fn person_of(person: &Person<'_>) -> String {
    id(&person.get("/session").await["me"]["person"])
}

/// The roots of the chains that somebody finds.
async fn roots(person: &Person<'_>, query: &str) -> Vec<String> {
    let page = person.get(&format!("/logs/desk/chains?sort=root&internal=false{query}")).await;
    assert_eq!(page["total"], page["rows"].as_array().unwrap().len());
    page["rows"].as_array().unwrap().iter().map(|row| row["root"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_lead_sees_the_chains_in_which_their_departments_took_part_and_no_others() {
    let world = DeskWorld::open().await;
    let group = group(&world).await;
    assert_eq!(roots(&group.admin, "").await, ["R1", "R2", "R3", "R4"]);
    assert_eq!(roots(&group.north, "").await, ["R1", "R3"], "also what they passed on");
    assert_eq!(roots(&group.south, "").await, ["R2", "R3"]);
    let auditor = group.admin.invite("audrey", "auditor", &[]).await;
    assert_eq!(roots(&auditor, "").await, ["R1", "R2", "R3", "R4"]);
    let nobodys = group.admin.invite("nick", "lead", &[]).await;
    assert_eq!(roots(&nobodys, "").await, [""; 0], "who leads no team has no department");
}

#[tokio::test]
async fn every_figure_of_the_log_is_one_of_their_own_departments() {
    let world = DeskWorld::open().await;
    let Group { admin, north, south, .. } = group(&world).await;
    // The administrator, then one lead, then the other: what was computed for one is not shown to the next.
    for (person, chains, own) in [(&admin, 4, None), (&north, 2, Some("Roses")), (&south, 2, Some("Tulips"))] {
        let listed = person.get("/logs").await["logs"][0].clone();
        let shown = person.get("/logs/desk").await;
        for about in [&listed, &shown] {
            assert_eq!((&about["chains"], &about["complete_chains"]), (&json!(chains), &json!(chains)), "{about}");
            assert_eq!(about["departments_only"], own.is_some());
        }
        let report = person.get("/logs/desk/analysis").await;
        assert_eq!(report["broken_promises"], json!(chains), "{report}");
        let quality = person.get("/logs/desk/quality").await;
        let csv = person.ask(Method::GET, "/logs/desk/chains.csv", None, &[]).await.text();
        assert_eq!(csv.lines().count(), chains + 1, "{csv}");
        // The chain of both has a hold of each.
        let holds = if own.is_some() { 3 } else { 5 };
        assert_eq!(quality["hand_offs"], json!(holds), "{quality}");
        let recipe = person.ask(Method::GET, "/logs/desk/recipe", None, &[]).await;
        assert_eq!(recipe.status, StatusCode::OK);
        if own.is_some() {
            for said in [shown.to_string(), report.to_string(), csv, quality.to_string()] {
                assert!(!said.contains("Ferns"), "{said}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_lead_guesses_is_not_there_in_the_words_for_what_never_was() {
    let world = DeskWorld::open().await;
    let Group { admin, north, south, .. } = group(&world).await;
    assert_eq!(admin.get("/logs/desk/chain?root=R2").await["root"], "R2");
    let said = |answer: crate::world::Answer| {
        let mut problem = answer.json();
        problem["request_id"] = Value::Null;
        (answer.status, problem.to_string())
    };
    for (person, own, guesses) in [(&north, ["R1", "R3"], ["R2", "R4"]), (&south, ["R2", "R3"], ["R1", "R4"])] {
        for root in own {
            assert_eq!(person.get(&format!("/logs/desk/chain?root={root}")).await["root"], root);
        }
        let asked = async |root: &str| {
            let answer = person.ask(Method::GET, &format!("/logs/desk/chain?root={root}"), None, &[]).await;
            said(answer)
        };
        let (status, never) = asked("R99").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        for root in guesses {
            assert_eq!(asked(root).await, (status, never.replace("R99", root)));
            // A part of an id finds nothing either, nor does the name of whoever asked.
            assert_eq!(roots(person, &format!("&q={root}")).await, [""; 0]);
        }
        assert_eq!(roots(person, "&where=provider=Ferns").await, [""; 0]);
        for guess in ["chains?provider=Ferns", "chains.csv?broke=Ferns", "what-if?repair=Ferns"] {
            let answer = person.ask(Method::GET, &format!("/logs/desk/{guess}"), None, &[]).await;
            let unknown = guess.replace("Ferns", "Mosses");
            let other = person.ask(Method::GET, &format!("/logs/desk/{unknown}"), None, &[]).await;
            let (status, words) = said(answer);
            assert_eq!((status, words), (StatusCode::BAD_REQUEST, said(other).1.replace("Mosses", "Ferns")));
        }
    }
    let tried = north.get("/logs/desk/what-if?repair=Roses%20of%20the%20north").await;
    assert_eq!(tried["broken_promises"], 2);
}

#[tokio::test]
async fn a_team_that_moves_takes_its_chains_along_at_once() {
    let world = DeskWorld::open().await;
    let Group { admin, north, south, teams } = group(&world).await;
    assert_eq!(roots(&north, "").await, ["R1", "R3"]);
    let above = admin.get("/directory").await;
    let mut all = above["parties"].as_array().unwrap().iter();
    let south_above = all.find(|party| party["name"] == "South").unwrap();
    let change = json!({ "parent": south_above["id"] });
    let moved = admin.send(Method::PATCH, &format!("/parties/{}", teams[0]), change).await;
    assert!(moved.status.is_success(), "{}", moved.text());
    assert_eq!(roots(&north, "").await, [""; 0]);
    assert_eq!(roots(&south, "").await, ["R1", "R2", "R3"]);
}

#[tokio::test]
async fn what_a_person_held_counts_for_the_team_under_which_they_appear() {
    let world = DeskWorld::open().await;
    let Group { admin, north, south, teams } = group(&world).await;
    let ann = admin.invite("ann", "member", &[&teams[0]]).await;
    let me = person_of(&ann).await;
    world.at(3 * HOUR);
    let order = ask(&admin, "By hand", &me).await;
    world.at(4 * HOUR);
    admin.act(&order, "finish").await;
    assert_eq!(roots(&north, "").await, ["R1", "R3", "R5"]);
    assert_eq!(roots(&south, "").await, ["R2", "R3"]);
    let detail = admin.get(&format!("/requests/{order}")).await;
    assert_eq!(link(&detail, "By hand")["number"], 5);
}

#[tokio::test]
async fn logs_that_came_from_files_are_shown_in_full_to_every_lead() {
    let world = DeskWorld::open().await;
    world
        .world
        .state
        .open_later("flower-shop.csv", catena_server::Source::File, None, || Ok(crate::world::flower_shop()));
    let Group { north, .. } = group(&world).await;
    let shown = north.get("/logs/flower-shop").await;
    assert_eq!((&shown["chains"], &shown["departments_only"]), (&json!(1), &json!(false)));
    assert_eq!(north.get("/logs/flower-shop/chain?root=O1").await["root"], "O1");
}
