//! Who acts: holding an [`Actor`] means that somebody was let in. What they may do with one request follows from their
//! place in it.

use catena_domain::id::{AccountId, PartyId};
use catena_domain::party::{Role, Sides};
use catena_store::accounts::{self, AccountRow};
use catena_store::requests::{Filter, RequestRow};
use catena_store::{Sql, parties};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::Refusal;
use crate::desk::{Desk, key_of};

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// To look.
    Read,
    /// To work as well.
    Write,
    /// For everything that its account may do.
    Admin,
}

impl Scope {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    /// The scope of a word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Read, Self::Write, Self::Admin].into_iter().find(|scope| scope.word() == word)
    }
}

/// Somebody who was let in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// With which account.
    pub account: AccountId,
    /// Who.
    pub person: PartyId,
    /// What they may do in general.
    pub role: Role,
    /// Their teams, and whether they lead them.
    pub teams: Vec<(PartyId, bool)>,
    /// Teams below those that they lead.
    pub led: Vec<PartyId>,
    /// Confidential teams that they do not belong to.
    pub hidden: Vec<PartyId>,
    /// How much of that a token lets them do.
    pub scope: Scope,
    /// The session in which they act; none for a token.
    pub session: Option<Uuid>,
}

/// How long a session lasts that nobody uses.
pub const SESSION_DAYS: i64 = 14;

impl Actor {
    /// Who shows the key of a session.
    pub fn of_session(desk: &Desk, key: &str) -> Result<Self, Refusal> {
        let now = desk.now();
        let key = key_of(key);
        let (actor, seen_at) = desk.store.read(|sql| {
            let session = accounts::find_session(sql, &key)?.filter(|session| session.expires_at > now);
            let session = session.ok_or(Refusal::NotSignedIn)?;
            let account = accounts::find(sql, session.account)?.ok_or(Refusal::NotSignedIn)?;
            Ok::<_, Refusal>((Self::load(sql, &account, Scope::Admin, Some(session.id))?, session.seen_at))
        })?;
        if now.duration_since(seen_at) > SignedDuration::from_mins(1) {
            let expires_at = now + SignedDuration::from_hours(24 * SESSION_DAYS);
            desk.store.write_now(move |tx| accounts::touch_session(tx, &key, now, expires_at))?;
        }
        Ok(actor)
    }

    /// Who shows a token.
    pub fn of_token(desk: &Desk, token: &str) -> Result<Self, Refusal> {
        let now = desk.now();
        let (actor, token) = desk.store.read(|sql| {
            let token = accounts::find_token(sql, &key_of(token))?.ok_or(Refusal::NotSignedIn)?;
            if token.revoked_at.is_some() || token.expires_at.is_some_and(|end| end <= now) {
                return Err(Refusal::NotSignedIn);
            }
            let account = accounts::find(sql, token.account)?.ok_or(Refusal::NotSignedIn)?;
            let scope = Scope::of(&token.scopes).unwrap_or(Scope::Read);
            Ok::<_, Refusal>((Self::load(sql, &account, scope, None)?, token))
        })?;
        if token.used_at.is_none_or(|used| now.duration_since(used) > SignedDuration::from_mins(1)) {
            desk.store.write_now(move |tx| accounts::touch_token(tx, token.id, now))?;
        }
        Ok(actor)
    }

    /// Whoever holds an account; nobody who can no longer sign in.
    pub fn load(sql: &mut dyn Sql, account: &AccountRow, scope: Scope, session: Option<Uuid>) -> Result<Self, Refusal> {
        let role = Role::of(&account.role).filter(|_| !account.closed).ok_or(Refusal::NotSignedIn)?;
        let teams: Vec<(PartyId, bool)> =
            parties::teams_of(sql, account.party)?.iter().map(|member| (member.team, member.leads)).collect();
        let mut led: Vec<PartyId> = teams.iter().filter(|(_, leads)| *leads).map(|(team, _)| *team).collect();
        let mut next = 0;
        while next < led.len() {
            let below = parties::below(sql, led[next])?;
            next += 1;
            let fresh: Vec<PartyId> = below.into_iter().filter(|team| !led.contains(team)).collect();
            led.extend(fresh);
        }
        let mine = |team: PartyId| led.contains(&team) || teams.iter().any(|(known, _)| *known == team);
        let hidden = if matches!(role, Role::Administrator | Role::Auditor) {
            Vec::new()
        } else {
            parties::confidential(sql)?.into_iter().filter(|&team| !mine(team)).collect()
        };
        Ok(Self { account: account.id, person: account.party, role, teams, led, hidden, scope, session })
    }

    /// Everybody as whom they act: themselves and their teams.
    pub fn parties(&self) -> Vec<PartyId> {
        let mut parties = vec![self.person];
        parties.extend(self.teams.iter().map(|(team, _)| *team));
        parties.extend(self.led.iter().filter(|team| !self.teams.iter().any(|(known, _)| known == *team)));
        parties
    }

    /// Lets them go on if they belong to the organisation.
    pub fn must_be_staff(&self) -> Result<(), Refusal> {
        must(self.role.is_staff(), "this is for those who work here")
    }

    /// Lets them go on if they change requests.
    pub fn must_work(&self) -> Result<(), Refusal> {
        must(self.role.works(), "this account looks on and changes nothing")?;
        must(self.scope >= Scope::Write, "the token may only read")
    }

    /// Lets them go on if they may send anything at all.
    pub fn must_write(&self) -> Result<(), Refusal> {
        must(self.scope >= Scope::Write, "the token may only read")
    }

    /// Lets them go on if they say who may do what.
    pub fn must_administer(&self) -> Result<(), Refusal> {
        must(self.role == Role::Administrator, "only administrators may do this")?;
        must(self.scope >= Scope::Admin, "the token may not administer")
    }

    /// Lets them go on if they see all that happens.
    pub fn must_audit(&self) -> Result<(), Refusal> {
        must(matches!(self.role, Role::Administrator | Role::Auditor), "only administrators and auditors see this")
    }

    /// Lets them go on if they see the figures over all chains.
    pub fn must_have_insight(&self) -> Result<(), Refusal> {
        must(self.role.has_insight(), "figures over all chains are for leads, auditors and administrators")
    }

    /// On which side of a request they stand.
    pub fn sides(&self, row: &RequestRow) -> Sides {
        let acts_for = row.asked_by == self.person || (row.external && self.role.works());
        Sides::of(&self.parties(), row.customer, row.provider, acts_for)
    }

    /// Whether they may know of a request.
    pub fn sees(&self, row: &RequestRow) -> bool {
        let parties = self.parties();
        let takes_part = parties.contains(&row.customer) || parties.contains(&row.provider);
        let hidden = self.hidden.contains(&row.provider) || self.hidden.contains(&row.customer);
        if self.role.is_staff() { takes_part || !hidden } else { row.parent.is_none() && row.customer == self.person }
    }

    /// A filter that leaves them what they may know of.
    pub fn filter(&self) -> Filter {
        let mut filter = Filter { hidden: self.hidden.clone(), mine: self.parties(), ..Filter::default() };
        if !self.role.is_staff() {
            filter.customers = Some(vec![self.person]);
            filter.roots = Some(true);
        }
        filter
    }
}

fn must(allowed: bool, why: &str) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed(why.to_owned())) }
}

/// When a session that begins or is used now ends by itself.
pub fn session_end(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * SESSION_DAYS)
}
