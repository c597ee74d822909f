//! Whom and what people mean: ids as they are, numbers of requests, and names. A name that several have is never guessed:
//! the error lists them with their ids.

use anyhow::{Context, Result, bail};
use uuid::Uuid;

use super::arguments::RequestName;
use super::pages::{self, By};
use super::server::{Ask, Server};
use super::views::{Accounts, Calendars, Directory, PartyPage, Services, Summary};

/// How many of the same name are listed at most.
const LISTED: usize = 10;

/// Something that has a name.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: Uuid,
    pub name: String,
    /// What tells it from others of the same name.
    pub kind: String,
}

/// The id of a request.
pub fn request(server: &Server, name: RequestName) -> Result<Uuid> {
    match name {
        RequestName::Id(id) => Ok(id),
        RequestName::Number(number) => {
            let ask = Ask::get(format!("/requests/{number}"));
            let found: Summary = server.ask(&format!("request {number} was not found"), &ask)?.read()?;
            Ok(found.id)
        }
    }
}

/// The ids of requests.
pub fn requests(server: &Server, names: &[RequestName]) -> Result<Vec<Uuid>> {
    names.iter().map(|&name| request(server, name)).collect()
}

/// A team or person inside.
pub fn colleague(server: &Server, name: &str) -> Result<Uuid> {
    inside(server, name, "team or colleague", |_| true)
}

/// A team.
pub fn team(server: &Server, name: &str) -> Result<Uuid> {
    inside(server, name, "team", |kind| kind == "team")
}

/// A person inside.
pub fn person(server: &Server, name: &str) -> Result<Uuid> {
    inside(server, name, "colleague", |kind| kind == "person")
}

/// Anybody, inside or outside, by name or by an address that they alone have.
pub fn anybody(server: &Server, name: &str) -> Result<Uuid> {
    pick("party", name, || {
        let mut known = everybody_inside(server)?;
        let ask = Ask::get("/parties").with("q", name);
        let page: PartyPage = pages::all(server, "the parties were not listed", &ask, "parties", By::Cursor)?.read()?;
        let by_address = name.contains('@');
        for party in page.parties {
            if known.iter().any(|known| known.id == party.id) {
                continue;
            }
            let name = if by_address { name.to_owned() } else { party.name.clone() };
            let kind = if by_address { party.name } else { format!("{}, outside", party.kind) };
            known.push(Candidate { id: party.id, name, kind });
        }
        Ok(known)
    })
}

/// A service.
pub fn service(server: &Server, name: &str) -> Result<Uuid> {
    pick("service", name, || services(server))
}

/// A calendar.
pub fn calendar(server: &Server, name: &str) -> Result<Uuid> {
    pick("calendar", name, || calendars(server))
}

/// An account, by the name that somebody signs in with.
pub fn account(server: &Server, login: &str) -> Result<Uuid> {
    pick("account", login, || {
        let all: Accounts = server.ask("the accounts were not listed", &Ask::get("/accounts"))?.read()?;
        let candidate = |account: super::views::Account| Candidate {
            id: account.id,
            name: account.login,
            kind: account.person.name,
        };
        Ok(all.accounts.into_iter().map(candidate).collect())
    })
}

/// All services.
pub fn services(server: &Server) -> Result<Vec<Candidate>> {
    let all: Services = server.ask("the services were not listed", &Ask::get("/services"))?.read()?;
    let candidate =
        |service: super::views::Service| Candidate { id: service.id, name: service.name, kind: service.provider.name };
    Ok(all.services.into_iter().map(candidate).collect())
}

/// All calendars.
pub fn calendars(server: &Server) -> Result<Vec<Candidate>> {
    let all: Calendars = server.ask("the calendars were not listed", &Ask::get("/calendars"))?.read()?;
    let candidate = |calendar: super::views::Calendar| Candidate {
        id: calendar.id,
        name: calendar.name,
        kind: calendar.hours.zone,
    };
    Ok(all.calendars.into_iter().map(candidate).collect())
}

/// Teams and people inside.
pub fn everybody_inside(server: &Server) -> Result<Vec<Candidate>> {
    let all: Directory = server.ask("the directory was not read", &Ask::get("/directory"))?.read()?;
    let candidate = |party: super::views::Party| Candidate { id: party.id, name: party.name, kind: party.kind };
    Ok(all.parties.into_iter().map(candidate).collect())
}

/// The one of `candidates` that `text` means: an id, a name, or a name but for upper and lower case.
pub fn choose<'a>(noun: &str, text: &str, candidates: &'a [Candidate]) -> Result<&'a Candidate> {
    let same: Vec<&Candidate> = candidates.iter().filter(|known| known.name == text).collect();
    let lower = text.to_lowercase();
    let alike = || candidates.iter().filter(|known| known.name.to_lowercase() == lower).collect();
    let found: Vec<&Candidate> = if same.is_empty() { alike() } else { same };
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let near: Vec<&str> = candidates
                .iter()
                .map(|known| known.name.as_str())
                .filter(|name| !lower.is_empty() && name.to_lowercase().contains(&lower))
                .take(5)
                .collect();
            let hint = if near.is_empty() { String::new() } else { format!("; there is {}", near.join(", ")) };
            bail!("there is no {noun} \"{text}\"{hint}")
        }
        several => {
            let one = |known: &&Candidate| format!("{} ({}, {})", known.name, known.kind, known.id);
            let listed: Vec<String> = several.iter().take(LISTED).map(one).collect();
            let more = several.len().saturating_sub(LISTED);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            bail!("\"{text}\" names more than one {noun}, say by its id which: {}{more}", listed.join("; "))
        }
    }
}

fn inside(server: &Server, name: &str, noun: &str, fits: impl Fn(&str) -> bool) -> Result<Uuid> {
    pick(noun, name, || {
        let mut known = everybody_inside(server)?;
        known.retain(|candidate| fits(&candidate.kind));
        Ok(known)
    })
}

fn pick(noun: &str, text: &str, candidates: impl FnOnce() -> Result<Vec<Candidate>>) -> Result<Uuid> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let candidates = candidates().with_context(|| format!("the {noun} \"{text}\" was not found"))?;
    Ok(choose(noun, text, &candidates)?.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> Vec<Candidate> {
        let candidate = |(index, name): (usize, &&str)| Candidate {
            id: Uuid::from_u128(index as u128 + 1),
            name: (*name).to_owned(),
            kind: "team".to_owned(),
        };
        names.iter().enumerate().map(candidate).collect()
    }

    #[test]
    fn the_name_as_it_is_written_comes_before_one_in_other_letters() {
        let known = known(&["designers", "Designers", "Élise"]);
        assert_eq!(choose("team", "Designers", &known).unwrap().id, known[1].id);
        assert_eq!(choose("team", "élise", &known).unwrap().id, known[2].id);
    }

    #[test]
    fn a_name_that_several_have_lists_them() {
        let known = known(&["Anna", "Anna"]);
        let error = choose("colleague", "Anna", &known).unwrap_err().to_string();
        assert!(known.iter().all(|one| error.contains(&one.id.to_string())), "{error}");
    }

    #[test]
    fn a_part_of_a_name_is_not_enough_but_helps() {
        let error = choose("team", "desig", &known(&["Designers", "Couriers"])).unwrap_err().to_string();
        assert_eq!(error, "there is no team \"desig\"; there is Designers");
    }
}
