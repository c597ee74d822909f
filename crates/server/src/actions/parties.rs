//! People, teams and organisations.

use catena_domain::event::Fact;
use catena_domain::id::{CalendarId, PartyId};
use catena_domain::party::Role;
use catena_store::parties::{self as rows, Handle, Member, PartyRow};
use catena_store::{Sql, Tx, accounts, search};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{optional_words, reference, summaries, words};
use super::{Actor, Refusal, present, record};
use crate::desk::Desk;
use crate::views::parties::{Directory, HandleView, MemberView, PartyDetail, PartyPage, PartyView};

/// What somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// One human being.
    Person,
    /// Colleagues who are asked together.
    Team,
    /// A company, an association, a household.
    Organisation,
}

impl PartyKind {
    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::Organisation => "organisation",
        }
    }
}

/// A way to reach somebody.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHandle {
    /// `email`, `phone`, `order` …
    pub kind: String,
    /// The address itself.
    pub value: String,
    /// How it is known, such as "told us on the phone".
    #[serde(default)]
    pub evidence: String,
}

/// Somebody new.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// What they are.
    pub kind: PartyKind,
    /// Their name.
    pub name: String,
    /// Whether they belong to the organisation that runs Catena.
    #[serde(default)]
    pub internal: bool,
    /// The department of a team, the organisation of a person.
    pub parent: Option<Uuid>,
    /// The calendar on which they work.
    pub calendar: Option<Uuid>,
    /// Whether only those who take part see what is asked of a team.
    #[serde(default)]
    pub confidential: bool,
    /// How they can be reached.
    #[serde(default)]
    pub handles: Vec<NewHandle>,
}

/// What is changed about somebody.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "a field that is null is not one that is absent")]
pub struct PartyChange {
    /// Their name.
    pub name: Option<String>,
    /// The department of a team, the organisation of a person.
    #[serde(default, deserialize_with = "present")]
    pub parent: Option<Option<Uuid>>,
    /// The calendar on which they work.
    #[serde(default, deserialize_with = "present")]
    pub calendar: Option<Option<Uuid>>,
    /// Whether only those who take part see what is asked of a team.
    pub confidential: Option<bool>,
    /// Whether they can no longer be asked for anything.
    pub closed: Option<bool>,
}

/// Which parties a list holds.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<PartyKind>,
    /// Inside, or outside.
    pub internal: Option<bool>,
    /// Whose name or address contains this.
    pub part: String,
    /// After this name and id.
    pub after: Option<(String, PartyId)>,
    /// So many at most.
    pub limit: i64,
}

/// A page of parties by name.
pub fn list(desk: &Desk, actor: &Actor, wanted: &Wanted) -> Result<PartyPage, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let limit = wanted.limit.clamp(1, 200);
        let after = wanted.after.as_ref().map(|(name, id)| (name.as_str(), *id));
        let kind = wanted.kind.map(PartyKind::word);
        let mut found = rows::list(sql, kind, wanted.internal, &wanted.part, after, limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|row| (row.name.clone(), row.id.0));
        let parties = found.iter().map(|row| view(sql, row)).collect::<Result<_, _>>()?;
        Ok(PartyPage { parties, next: next.map(|(name, id)| format!("{}.{name}", id.simple())) })
    })
}

/// Everybody inside, with who belongs to which team: small enough to be had whole.
pub fn directory(desk: &Desk, actor: &Actor) -> Result<Directory, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let all = rows::internal(sql)?;
        let parties = all.iter().filter(|row| row.erased_at.is_none());
        let parties = parties.map(|row| view(sql, row)).collect::<Result<_, _>>()?;
        let member = |member: Member| MemberView { team: member.team.0, person: member.person.0, leads: member.leads };
        Ok(Directory { parties, members: rows::members(sql)?.into_iter().map(member).collect() })
    })
}

/// Somebody with everything they asked for; of whoever was erased, what remains.
pub fn show(desk: &Desk, actor: &Actor, id: PartyId) -> Result<PartyDetail, Refusal> {
    if id != actor.person {
        actor.must_be_staff()?;
    }
    let now = desk.now();
    desk.store.read(|sql| {
        let row = rows::find(sql, id)?.ok_or_else(|| nobody(id))?;
        let handle = |handle: Handle| HandleView {
            id: handle.id,
            kind: handle.kind,
            value: handle.value,
            evidence: handle.evidence,
            added_at: handle.added_at,
        };
        let handles = rows::handles(sql, id)?.into_iter().map(handle).collect();
        let teams = rows::teams_of(sql, id)?;
        let teams = teams.iter().map(|member| reference(sql, member.team)).collect::<Result<_, _>>()?;
        let mut filter = actor.filter();
        filter.customers = Some(vec![id]);
        filter.roots = Some(true);
        let asked = catena_store::requests::list(sql, &filter, catena_store::requests::Order::Newest, None, 100)?;
        let count = catena_store::requests::count(sql, &filter, 1001)?;
        Ok(PartyDetail {
            party: view(sql, &row)?,
            handles,
            teams,
            requests: summaries(sql, actor, &asked, now)?,
            count,
        })
    })
}

/// Records somebody.
pub fn create(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewParty) -> Result<PartyView, Refusal> {
    if new.internal {
        actor.must_administer()?;
    } else {
        actor.must_work()?;
    }
    if new.kind == PartyKind::Team && !new.internal {
        return Err(Refusal::Invalid("a team belongs to the organisation; others are organisations".to_owned()));
    }
    let moment = desk.moment();
    let row = PartyRow {
        id: PartyId(desk.id()),
        kind: new.kind.word().to_owned(),
        internal: new.internal,
        name: words(&new.name, 200, "the name")?,
        parent: new.parent.map(PartyId),
        calendar: new.calendar.map(CalendarId),
        confidential: new.confidential,
        closed: false,
        erased_at: None,
        created_at: moment.now,
        revision: 1,
    };
    check(tx.sql(), &row)?;
    rows::save(tx, &row)?;
    record::append(tx, moment, actor.person, row.id.0, Fact::PartyAdded)?;
    for handle in &new.handles {
        keep_handle(desk, tx, actor.person, row.id, handle)?;
    }
    make_findable(tx, row.id)?;
    view(tx.sql(), &row)
}

/// Changes what is known about somebody.
pub fn change(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PartyId,
    change: &PartyChange,
    seen: Option<i64>,
) -> Result<PartyView, Refusal> {
    let known = load(tx.sql(), id)?;
    if known.internal {
        actor.must_administer()?;
    } else {
        actor.must_work()?;
    }
    if seen.is_some_and(|seen| seen != known.revision) {
        return Err(Refusal::Stale(format!("{} was changed meanwhile", known.name)));
    }
    let name = change.name.as_deref().map(|name| words(name, 200, "the name")).transpose()?;
    let row = PartyRow {
        name: name.unwrap_or(known.name),
        parent: change.parent.map_or(known.parent, |parent| parent.map(PartyId)),
        calendar: change.calendar.map_or(known.calendar, |calendar| calendar.map(CalendarId)),
        confidential: change.confidential.unwrap_or(known.confidential),
        closed: change.closed.unwrap_or(known.closed),
        revision: known.revision + 1,
        ..known
    };
    check(tx.sql(), &row)?;
    rows::save(tx, &row)?;
    record::append(tx, desk.moment(), actor.person, id.0, Fact::PartyChanged)?;
    make_findable(tx, id)?;
    view(tx.sql(), &row)
}

/// Records a way to reach somebody. Others may be reached by the same: nobody is merged.
pub fn add_handle(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: PartyId, new: &NewHandle) -> Result<(), Refusal> {
    actor.must_work()?;
    load(tx.sql(), id)?;
    keep_handle(desk, tx, actor.person, id, new)?;
    make_findable(tx, id)
}

/// Forgets a way to reach somebody.
pub fn remove_handle(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: PartyId, handle: Uuid) -> Result<(), Refusal> {
    actor.must_work()?;
    if !rows::remove_handle(tx, id, handle)? {
        return Err(Refusal::Missing("there is no such address".to_owned()));
    }
    record::append(tx, desk.moment(), actor.person, id.0, Fact::HandleRemoved)?;
    make_findable(tx, id)
}

fn keep_handle(desk: &Desk, tx: &mut Tx<'_>, by: PartyId, party: PartyId, new: &NewHandle) -> Result<(), Refusal> {
    let kind = words(&new.kind, 40, "the kind of address")?.to_lowercase();
    let value = words(&new.value, 300, "the address")?;
    let moment = desk.moment();
    let handle = Handle {
        id: desk.id(),
        party,
        value: if kind == "email" { value.to_lowercase() } else { value },
        kind,
        evidence: optional_words(&new.evidence, 500, "the evidence")?,
        added_at: moment.now,
    };
    rows::add_handle(tx, &handle)?;
    record::append(tx, moment, by, party.0, Fact::HandleAdded)
}

/// Makes a person a member of a team, or a leader of it.
pub fn join(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    team: PartyId,
    person: PartyId,
    leads: bool,
) -> Result<(), Refusal> {
    actor.must_administer()?;
    if load(tx.sql(), team)?.kind != "team" || load(tx.sql(), person)?.kind != "person" {
        return Err(Refusal::Invalid("people join teams, and nobody else does".to_owned()));
    }
    rows::join(tx, Member { team, person, leads })?;
    renew(tx, person)?;
    record::append(tx, desk.moment(), actor.person, team.0, Fact::MemberJoined { person, leads })
}

/// Ends a membership.
pub fn leave(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, team: PartyId, person: PartyId) -> Result<(), Refusal> {
    actor.must_administer()?;
    if !rows::leave(tx, team, person)? {
        return Err(Refusal::Missing("they are no member of that team".to_owned()));
    }
    renew(tx, person)?;
    record::append(tx, desk.moment(), actor.person, team.0, Fact::MemberLeft { person })
}

/// Erases a person's names and words. Their requests and what happened to them remain.
pub fn erase(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: PartyId) -> Result<(), Refusal> {
    actor.must_administer()?;
    let row = load(tx.sql(), id)?;
    if row.kind != "person" {
        return Err(Refusal::Invalid("only people are erased".to_owned()));
    }
    if id == actor.person {
        return Err(Refusal::Invalid("nobody erases themselves: another administrator has to".to_owned()));
    }
    let moment = desk.moment();
    catena_store::erase::erase_party(tx, id, moment.now)?;
    record::append(tx, moment, actor.person, id.0, Fact::PartyErased)
}

/// Makes erased words disappear from the files too.
pub fn clean_up(desk: &Desk) -> Result<(), Refusal> {
    Ok(catena_store::erase::after_erasure(desk.store.place())?)
}

/// A change of rights: the sessions of whoever it concerns get other keys, and they go on working.
fn renew(tx: &mut Tx<'_>, person: PartyId) -> Result<(), Refusal> {
    if let Some(account) =
        accounts::of_party(tx.sql(), person)?.filter(|account| account.role != Role::Administrator.word())
    {
        accounts::outdate_sessions(tx, account.id)?;
    }
    Ok(())
}

/// Somebody who is there.
pub fn load(sql: &mut dyn Sql, id: PartyId) -> Result<PartyRow, Refusal> {
    let row = rows::find(sql, id)?.filter(|row| row.erased_at.is_none());
    row.ok_or_else(|| nobody(id))
}

fn nobody(id: PartyId) -> Refusal {
    Refusal::Missing(format!("there is nobody {}", id.0))
}

/// Makes somebody findable by their name and addresses.
pub fn make_findable(tx: &mut Tx<'_>, id: PartyId) -> Result<(), Refusal> {
    let name = load(tx.sql(), id)?.name;
    let handles = rows::handles(tx.sql(), id)?;
    let text = handles.iter().fold(name, |text, handle| format!("{text}\n{}", handle.value));
    Ok(search::put(tx, search::Kind::Party, id.0, None, id, &text)?)
}

fn check(sql: &mut dyn Sql, row: &PartyRow) -> Result<(), Refusal> {
    let mut above = row.parent;
    let mut first = true;
    while let Some(id) = above {
        if id == row.id {
            return Err(Refusal::Invalid("a department cannot be inside itself".to_owned()));
        }
        let parent = load(sql, id)?;
        let fits = match row.kind.as_str() {
            "team" => parent.kind == "team",
            _ => parent.kind == "organisation",
        };
        if first && !fits {
            return Err(Refusal::Invalid(
                "a team belongs to a team, a person or an organisation to an organisation".to_owned(),
            ));
        }
        first = false;
        above = parent.parent;
    }
    if let Some(calendar) = row.calendar
        && catena_store::calendars::all(sql)?.iter().all(|known| known.series != calendar)
    {
        return Err(Refusal::Invalid("there is no such calendar".to_owned()));
    }
    Ok(())
}

/// Somebody as pages show them.
pub fn view(sql: &mut dyn Sql, row: &PartyRow) -> Result<PartyView, Refusal> {
    Ok(PartyView {
        id: row.id.0,
        kind: row.kind.clone(),
        internal: row.internal,
        name: row.name.clone(),
        parent: row.parent.map(|id| reference(sql, id)).transpose()?,
        calendar: row.calendar.map(|id| id.0),
        confidential: row.confidential,
        closed: row.closed,
        erased_at: row.erased_at,
        created_at: row.created_at,
        revision: row.revision,
    })
}
