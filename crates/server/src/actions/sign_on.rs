//! Who somebody is for whom a provider vouches, and their session.
//!
//! A provider's own name for a person decides, once it is known here. It becomes known when they first come: by an e-mail
//! address that the provider vouches for, and that is the name to sign in with of one account, or was recorded for its
//! person by an administrator. An address is never looked at again: it may be handed on to somebody else one day.

use std::collections::BTreeSet;

use catena_domain::event::Fact;
use catena_domain::id::{AccountId, PartyId};
use catena_domain::party::Role;
use catena_store::accounts::{self as rows, AccountRow};
use catena_store::identities::{self, Identity};
use catena_store::{Sql, Tx};
use jiff::SignedDuration;

use super::accounts::{Begun, From, begin, check_code, new_account};
use super::{Refusal, record};
use crate::desk::{Desk, key_of};
use crate::sign_on::{Failure, SignOnSettings, Vouched, Why};

/// How many minutes somebody has for the code of their second factor.
const MINUTES: i64 = 10;

/// How far somebody came for whom a provider vouches.
pub enum Entered {
    /// They are in.
    Begun(Begun),
    /// Their second factor is asked for; the key says for whom the provider vouched.
    Factor(String),
}

impl std::convert::From<catena_store::Error> for Failure {
    fn from(error: catena_store::Error) -> Self {
        Self::new(Why::Failed, error)
    }
}

impl std::convert::From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::new(Why::Failed, refusal)
    }
}

/// Lets somebody in for whom a provider vouches; a second factor of their account is asked for all the same.
pub fn enter(
    desk: &std::sync::Arc<Desk>,
    by: &SignOnSettings,
    person: Vouched,
    from: &From,
) -> Result<Entered, Failure> {
    let (own, by) = (desk.clone(), by.clone());
    let account = desk.store.write_now(move |tx| {
        let known = identities::find(tx.sql(), &by.issuer, &person.subject)?;
        let known = known.map(|id| rows::find(tx.sql(), id)).transpose()?.flatten();
        let account = match known {
            Some(account) => account,
            None => recognise(&own, tx, &by, &person)?,
        };
        if account.closed { Err(Failure::new(Why::Closed, account.id.0)) } else { Ok(account) }
    })?;
    if !account.second_factor {
        return Ok(Entered::Begun(begin(desk, &account, from)?));
    }
    let (secret, now) = (desk.secret(), desk.now());
    let key = secret.key();
    let until = now + SignedDuration::from_mins(MINUTES);
    desk.store.write_now(move |tx| identities::vouch(tx, &key, account.id, now, until))?;
    Ok(Entered::Factor(secret.text()))
}

/// The account of somebody who comes through the provider for the first time; it is theirs from now on.
fn recognise(desk: &Desk, tx: &mut Tx<'_>, by: &SignOnSettings, person: &Vouched) -> Result<AccountRow, Failure> {
    let email = person.email.as_deref().filter(|_| person.is_verified);
    let email = email.ok_or_else(|| Failure::new(Why::NotVerified, "the provider vouches for no address"))?;
    let email = email.to_lowercase();
    let domain = email.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    if by.domain.as_deref().is_some_and(|expected| expected != domain) {
        return Err(Failure::new(Why::OtherDomain, domain));
    }
    let account = match (account_of(tx.sql(), &email)?, by.newcomers.as_deref().and_then(Role::of)) {
        (Some(account), _) => account,
        (None, Some(role)) => {
            let name = person.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&email);
            let name: String = name.chars().take(200).collect();
            new_account(desk, tx, PartyId::CATENA, &name, &email, role, None)?
        }
        (None, None) => return Err(Failure::new(Why::NoAccount, "nobody here has this address")),
    };
    if account.closed {
        return Err(Failure::new(Why::Closed, account.id.0));
    }
    if identities::of_account(tx.sql(), account.id)?.iter().any(|known| known.issuer == by.issuer) {
        return Err(Failure::new(Why::Taken, account.id.0));
    }
    let moment = desk.moment();
    let (issuer, subject) = (by.issuer.clone(), person.subject.clone());
    identities::link(tx, &Identity { issuer, subject, account: account.id, linked_at: moment.now })?;
    record::append(tx, moment, account.party, account.id.0, Fact::IdentityLinked)?;
    Ok(account)
}

/// The one account that an address belongs to. Members record addresses too: those of administrators alone count.
fn account_of(sql: &mut dyn Sql, email: &str) -> Result<Option<AccountRow>, Failure> {
    let mut found: BTreeSet<AccountId> = BTreeSet::new();
    for (account, recorded_by) in identities::holders(sql, email)? {
        let is_theirs = match recorded_by {
            None => true,
            Some(who) => rows::of_party(sql, who)?
                .is_some_and(|account| !account.closed && account.role == Role::Administrator.word()),
        };
        if is_theirs {
            found.insert(account);
        }
    }
    let only = found.first().copied().filter(|_| found.len() == 1);
    Ok(only.map(|id| rows::find(sql, id)).transpose()?.flatten())
}

/// Lets somebody in for whom a provider vouched, with the code of their second factor.
pub fn show_factor(desk: &Desk, key: &str, code: &str, from: &From) -> Result<Begun, Refusal> {
    let (now, key) = (desk.now(), key_of(key));
    let late = || Refusal::Missing("nobody vouches for whoever asks any more: they have to begin anew".to_owned());
    let account = desk.store.read(|sql| {
        let id = identities::vouched(sql, &key, now)?.ok_or_else(late)?;
        rows::find(sql, id)?.filter(|account| !account.closed).ok_or_else(late)
    })?;
    let who = format!("factor {}", account.id.0);
    if let Some(wait) = desk.attempts.wait(&who, now) {
        return Err(Refusal::TooOften(wait));
    }
    if account.second_factor && !check_code(desk, &account, code.trim(), now)? {
        desk.attempts.failed(&who, now);
        return Err(Refusal::WrongSecret("the code is not the one of now".to_owned()));
    }
    if !desk.store.write_now(move |tx| identities::use_vouched(tx, &key))? {
        return Err(late());
    }
    desk.attempts.succeeded(&who);
    begin(desk, &account, from)
}
