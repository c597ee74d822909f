//! Ready texts, and what is written under messages.
//!
//! A macro holds words with placeholders, which whoever writes fills in before they send; the words are never sent by
//! themselves. What it does beside is sent along with them, see [`super::talk::Also`].

use catena_domain::id::PartyId;
use catena_domain::party::Role;
use catena_store::macros::{self as rows, MacroRow};
use catena_store::{Sql, Tx, parties};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{WORDS, optional_words, reference, words};
use super::talk::Also;
use super::{Actor, Refusal};
use crate::desk::Desk;
use crate::views::macros::{Audience, MacroView, Signatures, TeamSignature};
use crate::views::requests::RestWord;

/// What can stand in a macro between double braces.
const PLACES: [&str; 4] = ["customer", "number", "me", "due"];

/// A macro as somebody writes it down.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMacro {
    /// Its name.
    pub name: String,
    /// The words, in Markdown; `{{customer}}`, `{{number}}`, `{{me}}` and `{{due}}` are filled in by whoever writes.
    pub body: String,
    /// Who sees it.
    pub audience: Audience,
    /// The team that shares it, if a team does.
    pub team: Option<Uuid>,
    /// The priority that a request gets when it is sent, from 1 to 4.
    pub priority: Option<u8>,
    /// The tags that a request gets when it is sent.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Why a request rests once it is sent.
    pub rests: Option<RestWord>,
}

/// A signature as somebody writes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSignature {
    /// The words, in Markdown; none takes it away.
    pub words: String,
}

/// The macros that they see, by name.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<MacroView>, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let seen = rows::all(sql)?.into_iter().filter(|row| sees(actor, row));
        seen.map(|row| view(sql, actor, row)).collect()
    })
}

/// Writes down a macro: a new one, or one in the place of another.
pub fn save(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Option<Uuid>,
    new: &NewMacro,
) -> Result<MacroView, Refusal> {
    actor.must_work()?;
    let known = id.map(|id| changeable(tx.sql(), actor, id)).transpose()?;
    let team = new.team.map(PartyId);
    if team.is_some() != (new.audience == Audience::Team) {
        return Err(Refusal::Invalid("say which team shares it, if a team does".to_owned()));
    }
    let also = Also { priority: new.priority, tags: new.tags.clone(), rests: new.rests };
    let row = MacroRow {
        id: known.as_ref().map_or_else(|| desk.id(), |row| row.id),
        owner: known.map_or(actor.person, |row| row.owner),
        team,
        shared: new.audience == Audience::Everybody,
        name: words(&new.name, 120, "the name")?,
        body: words(&new.body, WORDS, "the text")?,
        priority: also.checked_priority()?.map(|priority| i64::from(priority.0)),
        tags: serde_json::to_string(&also.checked_tags()?).unwrap_or_default(),
        rests: new.rests.map(|why| super::work::rest_word(why.into()).to_owned()),
    };
    check_places(&row.body)?;
    if !may_change(actor, &row) {
        return Err(match new.audience {
            Audience::Team => Refusal::Missing("you belong to no such team".to_owned()),
            _ => Refusal::NotAllowed("leads and administrators write what everybody uses".to_owned()),
        });
    }
    if let Some(team) = team
        && parties::find(tx.sql(), team)?.is_none_or(|row| row.kind != "team" || row.closed)
    {
        return Err(Refusal::Missing("there is no such team".to_owned()));
    }
    rows::save(tx, &row)?;
    view(tx.sql(), actor, row)
}

/// Forgets a macro.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    actor.must_work()?;
    let row = changeable(tx.sql(), actor, id)?;
    Ok(rows::remove(tx, row.id)?)
}

/// Refuses placeholders that nothing fills in.
fn check_places(body: &str) -> Result<(), Refusal> {
    for rest in body.split("{{").skip(1) {
        let (place, closed) = rest.split_once("}}").map_or((rest, false), |(place, _)| (place, true));
        let place = place.trim();
        if !closed || !PLACES.contains(&place) {
            let known = PLACES.map(|place| format!("{{{{{place}}}}}")).join(", ");
            let place: String = place.chars().take(40).collect();
            return Err(Refusal::Invalid(format!("nothing fills in \"{{{{{place}}}}}\"; there are {known}")));
        }
    }
    Ok(())
}

fn sees(actor: &Actor, row: &MacroRow) -> bool {
    match row.team {
        Some(team) => may_administer(actor) || actor.parties().contains(&team),
        None => row.shared || row.owner == actor.person,
    }
}

fn may_change(actor: &Actor, row: &MacroRow) -> bool {
    match row.team {
        Some(_) => sees(actor, row),
        None if row.shared => matches!(actor.role, Role::Administrator | Role::Lead),
        None => row.owner == actor.person,
    }
}

fn may_administer(actor: &Actor) -> bool {
    actor.role == Role::Administrator
}

fn changeable(sql: &mut dyn Sql, actor: &Actor, id: Uuid) -> Result<MacroRow, Refusal> {
    let row = rows::find(sql, id)?.filter(|row| sees(actor, row));
    let row = row.ok_or_else(|| Refusal::Missing(format!("there is no macro {id}")))?;
    if may_change(actor, &row) {
        Ok(row)
    } else {
        Err(Refusal::NotAllowed("leads and administrators write what everybody uses".to_owned()))
    }
}

fn view(sql: &mut dyn Sql, actor: &Actor, row: MacroRow) -> Result<MacroView, Refusal> {
    Ok(MacroView {
        may_change: actor.must_work().is_ok() && may_change(actor, &row),
        audience: match (row.team, row.shared) {
            (Some(_), _) => Audience::Team,
            (None, true) => Audience::Everybody,
            (None, false) => Audience::Private,
        },
        team: row.team.map(|team| reference(sql, team)).transpose()?,
        id: row.id,
        name: row.name,
        body: row.body,
        priority: row.priority,
        tags: serde_json::from_str(&row.tags).unwrap_or_default(),
        rests: row.rests.as_deref().map(super::requests::rest_of),
    })
}

/// What they write under messages, and what their teams do.
pub fn signatures(desk: &Desk, actor: &Actor) -> Result<Signatures, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let own = rows::signature(sql, actor.person)?.unwrap_or_default();
        let mut teams = Vec::new();
        for team in actor.parties().into_iter().filter(|&party| party != actor.person) {
            let words = rows::signature(sql, team)?.unwrap_or_default();
            teams.push(TeamSignature { team: reference(sql, team)?, words, may_change: writes_for(actor, team) });
        }
        teams.sort_by(|one, other| (&one.team.name, one.team.id).cmp(&(&other.team.name, other.team.id)));
        Ok(Signatures { own, used: used(sql, actor)?, teams })
    })
}

/// Keeps a signature: their own, or that of a team that they lead.
pub fn sign(tx: &mut Tx<'_>, actor: &Actor, owner: PartyId, new: &NewSignature) -> Result<(), Refusal> {
    actor.must_work()?;
    let is_team = parties::find(tx.sql(), owner)?.is_some_and(|row| row.kind == "team");
    if owner != actor.person && (!is_team || actor.hidden.contains(&owner)) {
        return Err(Refusal::Missing("there is no such signature".to_owned()));
    }
    if owner != actor.person && !writes_for(actor, owner) {
        return Err(Refusal::NotAllowed("who leads a team writes its signature".to_owned()));
    }
    let words = optional_words(&new.words, 2_000, "the signature")?;
    Ok(rows::save_signature(tx, owner, &words)?)
}

fn writes_for(actor: &Actor, team: PartyId) -> bool {
    actor.must_work().is_ok() && (may_administer(actor) || actor.led.contains(&team))
}

/// What is written under their messages: their own signature, else that of the first of their teams, by name.
pub fn used(sql: &mut dyn Sql, actor: &Actor) -> Result<String, Refusal> {
    if let Some(own) = rows::signature(sql, actor.person)? {
        return Ok(own);
    }
    let mut found: Vec<(String, Uuid, String)> = Vec::new();
    for (team, _) in &actor.teams {
        if let Some(words) = rows::signature(sql, *team)? {
            let team = reference(sql, *team)?;
            found.push((team.name, team.id, words));
        }
    }
    Ok(found.into_iter().min().map(|(_, _, words)| words).unwrap_or_default())
}

/// Words with a signature under them. Its lines stay lines.
pub fn signed(words: &str, signature: &str) -> String {
    if signature.is_empty() { words.to_owned() } else { format!("{words}\n\n{}", signature.replace('\n', "  \n")) }
}

#[cfg(test)]
mod tests {
    use super::{check_places, signed};
    use crate::actions::talk::to_html;

    #[test]
    fn only_what_can_be_filled_in_is_a_placeholder() {
        for body in ["", "Dear {{customer}}, {{ number }} is due {{due}}. {{me}}", "{single} }} braces"] {
            assert!(check_places(body).is_ok(), "{body}");
        }
        for body in ["{{}}", "{{Customer}}", "{{customer", "{{{{customer}}}}", "{{password}}"] {
            assert!(check_places(body).is_err(), "{body}");
        }
    }

    #[test]
    fn the_lines_of_a_signature_stay_lines_below_the_words() {
        assert_eq!(to_html(&signed("Soon.", "Ada\nClerks")), "<p>Soon.</p>\n<p>Ada<br />\nClerks</p>\n");
        assert_eq!(signed("Soon.", ""), "Soon.");
    }
}
