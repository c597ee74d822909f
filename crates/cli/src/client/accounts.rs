//! `catena account` and `catena token`: who can sign in, and what programs sign in with.

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::{AccountVerb, NoticeKind, Role, TokenVerb};
use super::bodies::given;
use super::server::{Answer, Ask, Server};
use super::views::{Account, Accounts, OnceLink, Tokens};
use super::{lists, names, times};
use crate::show::table::Table;
use crate::terminal::{STRONG, paint};

pub fn run(server: &Server, verb: &AccountVerb) -> Result<()> {
    match verb {
        AccountVerb::List => list(server),
        AccountVerb::Invite { login, name, person, role, team } => {
            invite(server, login, name.as_deref(), person.as_deref(), *role, team)
        }
        AccountVerb::Close { account } => {
            let id = names::account(server, account)?;
            let ask = Ask::patch(format!("/accounts/{id}"), json!({ "closed": true }));
            let answer = server.ask(&format!("the account \"{account}\" was not closed"), &ask)?;
            server.print(&answer, |account: Account| Ok(format!("{} can sign in no longer.\n", account.login)))
        }
        AccountVerb::Open { account } => {
            let answer = change(server, account, json!({ "closed": false }))?;
            server.print(&answer, |account: Account| Ok(format!("{} can sign in again.\n", account.login)))
        }
        AccountVerb::Role { account, role } => {
            let answer = change(server, account, json!({ "role": role.word() }))?;
            server.print(&answer, |account: Account| Ok(format!("{} is a {} now.\n", account.login, account.role)))
        }
        AccountVerb::Notices { off, all } => notices(server, off, *all),
        AccountVerb::Reset { account, second_factor } => {
            let id = names::account(server, account)?;
            let ask = Ask::post(format!("/accounts/{id}/link"), json!({ "second_factor": second_factor }));
            let answer = server.ask(&format!("no link was made for the account \"{account}\""), &ask)?;
            hand_over(server, &answer)
        }
    }
}

fn change(server: &Server, account: &str, body: Value) -> Result<Answer> {
    let id = names::account(server, account)?;
    let ask = Ask::patch(format!("/accounts/{id}"), body);
    server.ask(&format!("the account \"{account}\" was not changed"), &ask)
}

#[derive(Debug, Deserialize)]
struct Notices {
    kinds: Vec<String>,
    off: Vec<String>,
}

fn notices(server: &Server, off: &[NoticeKind], all: bool) -> Result<()> {
    let ask = if all || !off.is_empty() {
        let off: Vec<&str> = off.iter().map(|kind| kind.word()).collect();
        Ask::put("/account/notices", json!({ "off": off }))
    } else {
        Ask::get("/account/notices")
    };
    let answer = server.ask("the notices were not chosen", &ask)?;
    server.print(&answer, |chosen: Notices| {
        let mut table = Table::new(&["notice", "told"]);
        for kind in chosen.kinds {
            let told = if chosen.off.contains(&kind) { "no" } else { "yes" };
            table.push(vec![lists::plain(&kind), told.to_owned()]);
        }
        Ok(lists::lines(&table))
    })
}

pub fn run_token(server: &Server, verb: &TokenVerb) -> Result<()> {
    if let TokenVerb::Revoke { token } = verb {
        server.ask("the token was not revoked", &Ask::delete(format!("/tokens/{token}")))?;
        return server.confirm("The token no longer works.");
    }
    let answer = server.ask("the tokens were not listed", &Ask::get("/tokens"))?;
    server.print(&answer, |all: Tokens| {
        let mut table = Table::new(&["name", "scope", "", "made", "last used", "ends", "id"]).with_words(3);
        for token in all.tokens {
            let mark = lists::mark(token.revoked_at.is_some(), "revoked");
            let used = times::show_any(token.used_at);
            let ends = times::show_any(token.expires_at);
            table.push(vec![
                token.name,
                token.scope,
                mark,
                times::show(token.created_at),
                used,
                ends,
                token.id.to_string(),
            ]);
        }
        Ok(lists::lines(&table))
    })
}

fn list(server: &Server) -> Result<()> {
    let answer = server.ask("the accounts were not listed", &Ask::get("/accounts"))?;
    server.print(&answer, |all: Accounts| {
        let mut table = Table::new(&["signs in as", "person", "role", "", "id"]).with_words(5);
        for account in all.accounts {
            let marks = [
                lists::mark(account.closed, "closed"),
                lists::mark(!account.active && !account.closed, "invited"),
                lists::mark(account.second_factor, "second factor"),
            ];
            let marks: Vec<String> = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
            table.push(vec![
                account.login,
                account.person.name,
                account.role,
                marks.join(", "),
                account.id.to_string(),
            ]);
        }
        Ok(lists::lines(&table))
    })
}

fn invite(
    server: &Server,
    login: &str,
    name: Option<&str>,
    person: Option<&str>,
    role: Role,
    teams: &[String],
) -> Result<()> {
    let body = given(json!({
        "login": login,
        "name": name,
        "person": person.map(|name| names::anybody(server, name)).transpose()?,
        "role": role.word(),
        "teams": teams.iter().map(|name| names::team(server, name)).collect::<Result<Vec<Uuid>>>()?,
    }));
    let answer = server.ask(&format!("{login} was not invited"), &Ask::post("/accounts", body))?;
    hand_over(server, &answer)
}

fn hand_over(server: &Server, answer: &Answer) -> Result<()> {
    server.print(answer, |link: OnceLink| {
        let until = link.expires_at.map(|at| format!(", until {}", times::show(at))).unwrap_or_default();
        Ok(format!("Hand over this link, which works once{until}: {}\n", paint(STRONG, &server.page(&link.path))))
    })
}
