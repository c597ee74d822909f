//! Who acts: holding an [`Actor`] means that somebody was let in. What they may do with one request follows from their
//! place in it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use catena_domain::id::{AccountId, PartyId};
use catena_domain::party::{Role, Sides};
use catena_store::accounts::{self, AccountRow};
use catena_store::requests::{Filter, RequestRow};
use catena_store::{Error, Sql, parties};
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

/// What whoever asks shows, as the store knows it.
#[derive(Clone, Debug)]
pub enum Shown {
    /// The key of a browser's session.
    Session(Vec<u8>),
    /// The key of a program's token.
    Token(Vec<u8>),
}

impl Shown {
    /// The key of a session.
    pub fn session(key: &str) -> Self {
        Self::Session(key_of(key))
    }

    /// A token.
    pub fn token(token: &str) -> Self {
        Self::Token(key_of(token))
    }

    fn key(&self) -> &[u8] {
        match self {
            Self::Session(key) | Self::Token(key) => key,
        }
    }
}

/// How far back it may lie that a key was used before that is written down again.
const USED: SignedDuration = SignedDuration::from_mins(1);

/// How many keys are remembered at most.
const MOST: usize = 10_000;

/// Somebody who showed a key.
struct Known {
    actor: Actor,
    key: Vec<u8>,
    ends_at: Option<Timestamp>,
    used_at: Timestamp,
    /// Whether their rights changed since they got the key.
    outdated: bool,
}

/// Who showed which key, so that it need not be looked up each time. What is remembered holds until somebody's rights
/// change, and no longer than a minute.
#[derive(Default)]
pub struct Actors(Mutex<(u64, HashMap<Vec<u8>, Known>)>);

impl Actors {
    fn find(&self, key: &[u8], rights: u64, now: Timestamp) -> Option<Actor> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.1.get(key).filter(|_| all.0 == rights)?;
        let holds = known.ends_at.is_none_or(|end| end > now)
            && known.used_at <= now
            && now.duration_since(known.used_at) <= USED;
        holds.then(|| known.actor.clone())
    }

    fn keep(&self, rights: u64, known: Known) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.0 != rights || all.1.len() >= MOST {
            *all = (rights, HashMap::new());
        }
        all.1.insert(known.key.clone(), known);
    }
}

/// For how many seconds the key before still works after a session got another one.
const OVERLAP: i64 = 60;
/// How long a session lasts that nobody uses.
pub const SESSION_DAYS: i64 = 14;

impl Actor {
    /// Who showed a key a moment ago, if nobody's rights changed since.
    pub fn known(desk: &Desk, shown: &Shown) -> Option<Self> {
        desk.actors.find(shown.key(), desk.store.rights()?, desk.now())
    }

    /// Who shows a key; with another key, if their rights changed since their session got its. The one before works for a
    /// moment still, for what their browser had asked by then. Blocks: call it off the runtime.
    pub fn load(desk: &Desk, shown: &Shown) -> Result<(Self, Option<String>), Refusal> {
        let now = desk.now();
        let rights = desk.store.rights();
        let mut known = desk.store.read(|sql| match shown {
            Shown::Session(key) => Self::of_session(sql, key, now),
            Shown::Token(key) => Self::of_token(sql, key, now),
        })?;
        let actor = known.actor.clone();
        if known.outdated {
            let (fresh, old) = (desk.secret(), known.key);
            let new = fresh.key();
            let renewed = noted(desk.store.write_now(move |tx| accounts::renew_session(tx, &old, &new, now)))?;
            return Ok((actor, renewed.unwrap_or_default().then(|| fresh.text())));
        }
        if now.duration_since(known.used_at) > USED {
            known.used_at = now;
            let key = known.key.clone();
            if matches!(shown, Shown::Session(_)) {
                known.ends_at = Some(session_end(now));
                noted(desk.store.write_now(move |tx| accounts::touch_session(tx, &key, now, session_end(now))))?;
            } else {
                noted(desk.store.write_now(move |tx| accounts::touch_token(tx, &key, now)))?;
            }
        }
        // A key that was renewed is not the session's own any more, and works for a moment only.
        if let Some(rights) = rights.filter(|_| known.key == shown.key()) {
            desk.actors.keep(rights, known);
        }
        Ok((actor, None))
    }

    fn of_session(sql: &mut dyn Sql, shown: &[u8], now: Timestamp) -> Result<Known, Refusal> {
        let session = match accounts::find_session(sql, shown)? {
            Some(session) => Some(session),
            None => accounts::find_renewed(sql, shown, now - SignedDuration::from_secs(OVERLAP))?,
        };
        let session = session.filter(|session| session.expires_at > now).ok_or(Refusal::NotSignedIn)?;
        let account = accounts::find(sql, session.account)?.ok_or(Refusal::NotSignedIn)?;
        Ok(Known {
            actor: Self::with_account(sql, &account, Scope::Admin, Some(session.id))?,
            key: session.key,
            ends_at: Some(session.expires_at),
            used_at: session.seen_at,
            outdated: session.outdated,
        })
    }

    fn of_token(sql: &mut dyn Sql, shown: &[u8], now: Timestamp) -> Result<Known, Refusal> {
        let token = accounts::find_token(sql, shown)?.ok_or(Refusal::NotSignedIn)?;
        if token.revoked_at.is_some() || token.expires_at.is_some_and(|end| end <= now) {
            return Err(Refusal::NotSignedIn);
        }
        let account = accounts::find(sql, token.account)?.ok_or(Refusal::NotSignedIn)?;
        let scope = Scope::of(&token.scopes).unwrap_or(Scope::Read);
        Ok(Known {
            actor: Self::with_account(sql, &account, scope, None)?,
            key: shown.to_vec(),
            ends_at: token.expires_at,
            used_at: token.used_at.unwrap_or(Timestamp::MIN),
            outdated: false,
        })
    }

    /// Who would act with an account, were they to sign in; nobody, if they cannot.
    pub fn of_account(sql: &mut dyn Sql, account: &AccountRow) -> Result<Option<Self>, Refusal> {
        match Self::with_account(sql, account, Scope::Read, None) {
            Err(Refusal::NotSignedIn) => Ok(None),
            loaded => loaded.map(Some),
        }
    }

    fn with_account(
        sql: &mut dyn Sql,
        account: &AccountRow,
        scope: Scope,
        session: Option<Uuid>,
    ) -> Result<Self, Refusal> {
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
        must(self.sees_everything(), "only administrators and auditors see this")
    }

    /// Whether all that happens is theirs to see, not their own departments' alone.
    pub fn sees_everything(&self) -> bool {
        matches!(self.role, Role::Administrator | Role::Auditor)
    }

    /// Lets them go on if they see figures over many chains; [`Insight`](crate::insight::Insight) says over which.
    pub fn must_have_insight(&self) -> Result<(), Refusal> {
        must(self.role.has_insight(), "figures over many chains are for leads, auditors and administrators")
    }

    /// On which side of a request they stand.
    pub fn sides(&self, row: &RequestRow) -> Sides {
        let acts_for = row.asked_by == self.person || (row.external && self.role.works());
        Sides::of(&self.parties(), row.customer, row.provider, acts_for)
    }

    /// Whether they agree on something about a request: of the members only those who take part.
    pub fn has_a_say(&self, row: &RequestRow) -> bool {
        self.sides(row).any() || self.role != Role::Member
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

/// What noting something about a key came to; nothing where nothing can be written at the moment: whoever signed in reads on
/// all the same.
fn noted<T>(done: Result<T, Error>) -> Result<Option<T>, Refusal> {
    match done {
        Err(Error::Full | Error::ReadOnly) => Ok(None),
        done => Ok(Some(done?)),
    }
}

fn must(allowed: bool, why: &str) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed(why.to_owned())) }
}

/// When a session that begins or is used now ends by itself.
pub fn session_end(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * SESSION_DAYS)
}
