//! Who can sign in: one-time links, passwords, second factors, sessions, tokens.

use std::fmt::Write;
use std::net::IpAddr;

use catena_domain::event::Fact;
use catena_domain::id::{AccountId, PartyId};
use catena_domain::party::Role;
use catena_store::accounts::{self as rows, AccountRow, LinkRow, Purpose, SessionRow, TokenRow};
use catena_store::parties::{self, PartyRow};
use catena_store::{Sql, Tx, identities, keep, services};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use totp_rs::{Builder, Totp};
use utoipa::ToSchema;
use uuid::Uuid;

use super::actor::session_end;
use super::requests::{reference, words};
use super::{Actor, Refusal, Scope, record};
use crate::desk::{Desk, guesser, hash_password, key_of, verify_password};
use crate::views::accounts::{
    AccountView, FirstStep, FreshToken, LinkView, Me, OneTimeLink, RecoveryCodes, SecondFactorOffer, SessionView,
    Standpoint, TokenView,
};

/// How long a one-time link works.
const LINK_DAYS: i64 = 3;
/// How many recovery codes are handed out.
const CODES: usize = 10;
/// The shortest password.
const SHORTEST: usize = 10;

/// What somebody signs in with.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Their name to sign in with.
    pub login: String,
    /// Their password.
    pub password: String,
    /// The code of their second factor, or a recovery code.
    pub code: Option<String>,
}

/// From where somebody signs in.
#[derive(Clone, Debug)]
pub struct From {
    /// The address.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub agent: String,
    /// The mark of a browser that signed in before.
    pub known: Option<String>,
}

/// A password that somebody chooses.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one so far; not with a one-time link.
    pub current: Option<String>,
    /// The new one, with ten letters or more.
    pub password: String,
}

/// Somebody who is invited.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Their name; not if they are known already.
    pub name: Option<String>,
    /// Who they are, if they are known already.
    pub person: Option<Uuid>,
    /// The name they will sign in with.
    pub login: String,
    /// What they may do.
    pub role: String,
    /// Their teams.
    #[serde(default)]
    pub teams: Vec<Uuid>,
}

/// What is changed about an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// What they may do.
    pub role: Option<String>,
    /// Whether it can no longer sign in.
    pub closed: Option<bool>,
}

/// A token that somebody makes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// `read`, `write` or `admin`.
    pub scope: String,
    /// After how many days it ends by itself.
    pub days: Option<i64>,
}

/// The keys of a session that begins: for the browser, once.
pub struct Begun {
    /// The key of the session.
    pub session: String,
    /// The mark by which the browser is known again.
    pub browser: String,
}

/// Makes the first administrator if nobody can sign in, and returns their one-time link.
pub fn first_start(desk: &Desk, tx: &mut Tx<'_>) -> Result<Option<OneTimeLink>, Refusal> {
    let accounts = rows::all(tx.sql())?;
    let waiting = match accounts.as_slice() {
        [] => None,
        [only] if only.password.is_none() && identities::of_account(tx.sql(), only.id)?.is_empty() => {
            Some(only.clone())
        }
        _ => return Ok(None),
    };
    let account = match waiting {
        Some(account) => account,
        None => new_account(desk, tx, PartyId::CATENA, "Administrator", "admin", Role::Administrator, None)?,
    };
    hand_out(desk, tx, PartyId::CATENA, &account, Purpose::Password).map(Some)
}

/// A new one-time link for an account, for whoever sits at the machine itself.
pub fn reset_here(desk: &Desk, tx: &mut Tx<'_>, login: &str) -> Result<OneTimeLink, Refusal> {
    let account = rows::find_login(tx.sql(), login)?;
    let account = account.ok_or_else(|| Refusal::Missing(format!("there is no account \"{login}\"")))?;
    hand_out(desk, tx, PartyId::CATENA, &account, Purpose::SecondFactor)
}

/// What a page has to know before it shows anything.
pub fn standpoint(desk: &Desk, actor: Option<&Actor>) -> Result<Standpoint, Refusal> {
    desk.store.read(|sql| {
        let demo = keep::fact(sql, "demo")?.is_some_and(|value| value == "1");
        let Some(actor) = actor else {
            return Ok(Standpoint { desk: true, me: None, demo, first_steps: Vec::new(), sign_on: None });
        };
        let account = rows::find(sql, actor.account)?.ok_or(Refusal::NotSignedIn)?;
        let teams: Vec<PartyId> = actor.teams.iter().map(|(team, _)| *team).collect();
        let teams = teams.into_iter().map(|team| reference(sql, team)).collect::<Result<_, _>>()?;
        let me = Me {
            account: account.id.0,
            person: reference(sql, account.party)?,
            recovery_codes: rows::recovery_codes_left(sql, account.id)?,
            login: account.login,
            role: account.role,
            teams,
            second_factor: account.second_factor,
        };
        let mut first_steps = Vec::new();
        if actor.role == Role::Administrator {
            if parties::teams(sql)?.is_empty() {
                first_steps.push(FirstStep::Team);
            }
            if services::all(sql)?.is_empty() {
                first_steps.push(FirstStep::Service);
            }
            if catena_store::requests::next_number(sql)? == 1 {
                first_steps.push(FirstStep::Request);
            }
        }
        Ok(Standpoint { desk: true, me: Some(me), demo, first_steps, sign_on: None })
    })
}

/// Signs somebody in. Who guesses waits; a browser that signed in before waits for its own guesses alone.
pub fn sign_in(desk: &Desk, with: &SignIn, from: &From) -> Result<Begun, Refusal> {
    let now = desk.now();
    let login = with.login.trim().to_lowercase();
    let account = desk.store.read(|sql| rows::find_login(sql, &login))?;
    let network = guesser(from.address);
    let own = from.known.as_deref().filter(|mark| account.as_ref().is_some_and(|account| is_mark_of(mark, account)));
    let guessers = match own {
        Some(mark) => vec![format!("browser {mark}")],
        None => vec![format!("network {network}"), format!("login {login} from {network}")],
    };
    if let Some(wait) = guessers.iter().filter_map(|who| desk.attempts.wait(who, now)).max() {
        return Err(Refusal::TooOften(wait));
    }
    let wrong = |desk: &Desk| {
        for who in &guessers {
            desk.attempts.failed(who, now);
        }
        Refusal::WrongSecret("the name and the password do not belong together".to_owned())
    };
    let kept = account.as_ref().and_then(|account| account.password.as_deref());
    let right = verify_password(&with.password, kept);
    let account = account.filter(|account| right && !account.closed).ok_or_else(|| wrong(desk))?;
    if account.second_factor {
        let Some(code) = with.code.as_deref().map(str::trim).filter(|code| !code.is_empty()) else {
            return Err(Refusal::SecondFactor);
        };
        if !check_code(desk, &account, code, now)? {
            return Err(wrong(desk));
        }
    }
    for who in &guessers {
        desk.attempts.succeeded(who);
    }
    begin(desk, &account, from)
}

/// Whether a code of the second factor is right. Each code works once, a recovery code for good.
pub(super) fn check_code(desk: &Desk, account: &AccountRow, code: &str, now: Timestamp) -> Result<bool, Refusal> {
    let id = account.id;
    let step = account.secret.as_deref().and_then(|secret| factor(secret)?.check(code, now.as_second().max(0) as u64));
    if let Some(step) = step {
        return desk.store.write_now(move |tx| Ok::<_, Refusal>(rows::use_factor_step(tx, id, step as i64)?));
    }
    let key = key_of(&code.to_lowercase().replace([' ', '-'], ""));
    desk.store.write_now(move |tx| Ok::<_, Refusal>(rows::use_recovery_code(tx, id, &key)?))
}

/// Begins a session.
pub(super) fn begin(desk: &Desk, account: &AccountRow, from: &From) -> Result<Begun, Refusal> {
    let (secret, moment) = (desk.secret(), desk.moment());
    let browser = mark_of(desk, account);
    let (id, person) = (account.id, account.party);
    let session = SessionRow {
        key: secret.key(),
        id: desk.id(),
        account: id,
        created_at: moment.now,
        seen_at: moment.now,
        expires_at: session_end(moment.now),
        agent: from.agent.chars().take(200).collect(),
        outdated: false,
    };
    desk.store.write_now(move |tx| {
        rows::sweep_sessions(tx, moment.now)?;
        rows::add_session(tx, &session)?;
        record::append(tx, moment, person, id.0, Fact::SignedIn)
    })?;
    Ok(Begun { session: secret.text(), browser })
}

/// The mark of a browser that signed in to an account: random, and tied to the account and its password's hash, so that
/// nobody can make one up.
fn mark_of(desk: &Desk, account: &AccountRow) -> String {
    let random = desk.secret().text();
    let seal = seal(&random, account);
    format!("{random}.{seal}")
}

fn is_mark_of(mark: &str, account: &AccountRow) -> bool {
    mark.split_once('.').is_some_and(|(random, given)| seal(random, account) == given)
}

fn seal(random: &str, account: &AccountRow) -> String {
    let kept = account.password.as_deref().unwrap_or_default();
    let key = key_of(&format!("{random} {} {kept}", account.id.0));
    hex(&key[..16])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Signs out.
pub fn sign_out(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<(), Refusal> {
    if let Some(session) = actor.session {
        rows::end_session(tx, actor.account, session)?;
        record::append(tx, desk.moment(), actor.person, actor.account.0, Fact::SignedOut)?;
    }
    Ok(())
}

/// Where somebody is signed in.
pub fn sessions(desk: &Desk, actor: &Actor) -> Result<Vec<SessionView>, Refusal> {
    let found = desk.store.read(|sql| rows::sessions(sql, actor.account))?;
    let view = |row: SessionRow| SessionView {
        this: actor.session == Some(row.id),
        id: row.id,
        agent: row.agent,
        created_at: row.created_at,
        seen_at: row.seen_at,
    };
    Ok(found.into_iter().map(view).collect())
}

/// Ends one of one's own sessions.
pub fn end_session(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    if !rows::end_session(tx, actor.account, id)? {
        return Err(Refusal::Missing("you have no such session".to_owned()));
    }
    record::append(tx, desk.moment(), actor.person, actor.account.0, Fact::SignedOut)
}

/// What a one-time link is for.
pub fn show_link(desk: &Desk, key: &str) -> Result<LinkView, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| {
        let (link, account) = open_link(sql, key, now)?;
        let name = reference(sql, account.party)?.name;
        Ok(LinkView { name, login: account.login, expires_at: link.expires_at })
    })
}

/// Chooses a password with a one-time link, and signs in. All other sessions end.
pub fn redeem_link(desk: &Desk, key: &str, new: &NewPassword, from: &From) -> Result<Begun, Refusal> {
    let password = hashed(&new.password)?;
    let moment = desk.moment();
    let key = key.to_owned();
    let account = desk.store.write_now(move |tx| {
        let (link, mut account) = open_link(tx.sql(), &key, moment.now)?;
        if !rows::use_link(tx, &key_of(&key), moment.now)? {
            return Err(Refusal::WrongSecret("the link was used already".to_owned()));
        }
        account.password = Some(password);
        if link.purpose == Purpose::SecondFactor {
            account.second_factor = false;
            account.secret = None;
            rows::set_recovery_codes(tx, account.id, &[])?;
            if identities::unlink(tx, account.id)? {
                record::append(tx, moment, account.party, account.id.0, Fact::IdentityUnlinked)?;
            }
        }
        identities::end_vouched(tx, account.id)?;
        rows::save(tx, &account)?;
        rows::end_sessions(tx, account.id, None)?;
        record::append(tx, moment, account.party, account.id.0, Fact::LinkUsed)?;
        record::append(tx, moment, account.party, account.id.0, Fact::PasswordChanged)?;
        Ok::<_, Refusal>(account)
    })?;
    begin(desk, &account, from)
}

fn open_link(sql: &mut dyn Sql, key: &str, now: Timestamp) -> Result<(LinkRow, AccountRow), Refusal> {
    let wrong = || Refusal::WrongSecret("the link does not work: it was used, replaced or is too old".to_owned());
    let link = rows::find_link(sql, &key_of(key))?.filter(|link| link.used_at.is_none() && now < link.expires_at);
    let link = link.ok_or_else(wrong)?;
    let account = rows::find(sql, link.account)?.filter(|account| !account.closed).ok_or_else(wrong)?;
    Ok((link, account))
}

/// Chooses another password. All other sessions end.
pub fn change_password(desk: &Desk, actor: &Actor, new: &NewPassword) -> Result<(), Refusal> {
    actor.must_write()?;
    let now = desk.now();
    let who = format!("account {}", actor.account.0);
    if let Some(wait) = desk.attempts.wait(&who, now) {
        return Err(Refusal::TooOften(wait));
    }
    let account = desk.store.read(|sql| rows::find(sql, actor.account))?.ok_or(Refusal::NotSignedIn)?;
    if !verify_password(new.current.as_deref().unwrap_or_default(), account.password.as_deref()) {
        desk.attempts.failed(&who, now);
        return Err(Refusal::WrongSecret("the password so far is another one".to_owned()));
    }
    let password = hashed(&new.password)?;
    let (moment, actor) = (desk.moment(), actor.clone());
    desk.store.write_now(move |tx| {
        let account = rows::find(tx.sql(), actor.account)?.ok_or(Refusal::NotSignedIn)?;
        rows::save(tx, &AccountRow { password: Some(password), ..account })?;
        rows::end_sessions(tx, actor.account, actor.session)?;
        record::append(tx, moment, actor.person, actor.account.0, Fact::PasswordChanged)
    })
}

fn hashed(password: &str) -> Result<String, Refusal> {
    if password.chars().count() < SHORTEST {
        return Err(Refusal::Invalid(format!("a password has {SHORTEST} letters or more")));
    }
    if password.len() > 1_000 {
        return Err(Refusal::Invalid("a password has at most 1,000 bytes".to_owned()));
    }
    hash_password(password).ok_or_else(|| Refusal::Invalid("the password cannot be used".to_owned()))
}

/// Begins to set up a second factor: it is asked for once a code of it was shown.
pub fn offer_second_factor(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<SecondFactorOffer, Refusal> {
    actor.must_write()?;
    let account = rows::find(tx.sql(), actor.account)?.ok_or(Refusal::NotSignedIn)?;
    if account.second_factor {
        return Err(Refusal::NotNow("a second factor is set up: remove it first".to_owned()));
    }
    let secret = key_of(&desk.secret().text())[..20].to_vec();
    let text = totp_rs::Secret::from(secret.clone()).to_base32();
    let uri = format!("otpauth://totp/Catena:{}?secret={text}&issuer=Catena", escaped(&account.login));
    rows::save(tx, &AccountRow { secret: Some(secret), ..account })?;
    Ok(SecondFactorOffer { secret: text, uri })
}

/// Asks for the second factor from now on, after a code of it was shown.
pub fn confirm_second_factor(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    code: &str,
) -> Result<RecoveryCodes, Refusal> {
    actor.must_write()?;
    let account = rows::find(tx.sql(), actor.account)?.ok_or(Refusal::NotSignedIn)?;
    let now = desk.now().as_second().max(0) as u64;
    let step = account.secret.as_deref().and_then(|secret| factor(secret)?.check(code.trim(), now));
    let step = step.ok_or_else(|| Refusal::WrongSecret("the code is not the one of now".to_owned()))?;
    let codes: Vec<String> = (0..CODES)
        .map(|_| {
            let random = key_of(&desk.secret().text());
            let hex = hex(&random[..10]);
            format!("{}-{}-{}-{}", &hex[..5], &hex[5..10], &hex[10..15], &hex[15..])
        })
        .collect();
    let keys: Vec<Vec<u8>> = codes.iter().map(|code| key_of(&code.replace('-', ""))).collect();
    rows::set_recovery_codes(tx, account.id, &keys)?;
    rows::use_factor_step(tx, account.id, step as i64)?;
    rows::save(tx, &AccountRow { second_factor: true, ..account })?;
    rows::end_sessions(tx, actor.account, actor.session)?;
    record::append(tx, desk.moment(), actor.person, actor.account.0, Fact::SecondFactorAdded)?;
    Ok(RecoveryCodes { codes })
}

/// Asks for no second factor any more; the password says that it is them.
pub fn remove_second_factor(desk: &Desk, actor: &Actor, password: &str) -> Result<(), Refusal> {
    actor.must_write()?;
    let now = desk.now();
    let who = format!("account {}", actor.account.0);
    if let Some(wait) = desk.attempts.wait(&who, now) {
        return Err(Refusal::TooOften(wait));
    }
    let account = desk.store.read(|sql| rows::find(sql, actor.account))?.ok_or(Refusal::NotSignedIn)?;
    if !verify_password(password, account.password.as_deref()) {
        desk.attempts.failed(&who, now);
        return Err(Refusal::WrongSecret("the password is another one".to_owned()));
    }
    let (moment, actor) = (desk.moment(), actor.clone());
    desk.store.write_now(move |tx| {
        let account = rows::find(tx.sql(), actor.account)?.ok_or(Refusal::NotSignedIn)?;
        rows::save(tx, &AccountRow { second_factor: false, secret: None, ..account })?;
        rows::set_recovery_codes(tx, actor.account, &[])?;
        record::append(tx, moment, actor.person, actor.account.0, Fact::SecondFactorRemoved)
    })
}

fn factor(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).build().ok()
}

fn escaped(login: &str) -> String {
    login
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// All accounts.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<AccountView>, Refusal> {
    if actor.role != Role::Auditor {
        actor.must_administer()?;
    }
    desk.store.read(|sql| rows::all(sql)?.into_iter().map(|row| view(sql, row)).collect())
}

/// Invites somebody: their one-time link is shown once, to be handed over.
pub fn invite(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &Invitation) -> Result<OneTimeLink, Refusal> {
    actor.must_administer()?;
    let role = Role::of(&new.role).ok_or_else(|| Refusal::Invalid(format!("there is no role \"{}\"", new.role)))?;
    let login = words(&new.login, 200, "the name to sign in with")?.to_lowercase();
    if rows::find_login(tx.sql(), &login)?.is_some() {
        return Err(Refusal::NotNow(format!("somebody signs in as \"{login}\" already")));
    }
    let name = new.name.clone().unwrap_or_default();
    let account = new_account(desk, tx, actor.person, &name, &login, role, new.person.map(PartyId))?;
    for &team in &new.teams {
        super::parties::join(desk, tx, actor, PartyId(team), account.party, false)?;
    }
    hand_out(desk, tx, actor.person, &account, Purpose::Password)
}

/// Makes an account for a new person, or for one who is known.
pub fn new_account(
    desk: &Desk,
    tx: &mut Tx<'_>,
    by: PartyId,
    name: &str,
    login: &str,
    role: Role,
    person: Option<PartyId>,
) -> Result<AccountRow, Refusal> {
    let moment = desk.moment();
    let party = if let Some(person) = person {
        let row = super::parties::load(tx.sql(), person)?;
        if row.kind != "person" || row.internal != role.is_staff() {
            return Err(Refusal::Invalid("only people sign in: colleagues as such, customers as customers".to_owned()));
        }
        if rows::of_party(tx.sql(), person)?.is_some() {
            return Err(Refusal::NotNow(format!("{} can sign in already", row.name)));
        }
        row.id
    } else {
        let row = PartyRow {
            id: PartyId(desk.id()),
            kind: "person".to_owned(),
            internal: role.is_staff(),
            name: words(name, 200, "the name")?,
            parent: None,
            calendar: None,
            confidential: false,
            closed: false,
            erased_at: None,
            created_at: moment.now,
            revision: 1,
        };
        parties::save(tx, &row)?;
        record::append(tx, moment, by, row.id.0, Fact::PartyAdded)?;
        super::parties::make_findable(tx, row.id)?;
        row.id
    };
    let account = AccountRow {
        id: AccountId(desk.id()),
        party,
        login: login.to_lowercase(),
        password: None,
        role: role.word().to_owned(),
        secret: None,
        second_factor: false,
        closed: false,
        created_at: moment.now,
    };
    rows::save(tx, &account)?;
    record::append(tx, moment, by, account.id.0, Fact::AccountAdded)?;
    Ok(account)
}

/// Resets a password, or the second factor too: the one-time link is shown once, to be handed over.
pub fn reset(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AccountId,
    second_factor: bool,
) -> Result<OneTimeLink, Refusal> {
    actor.must_administer()?;
    let account = load(tx.sql(), id)?;
    let purpose = if second_factor { Purpose::SecondFactor } else { Purpose::Password };
    hand_out(desk, tx, actor.person, &account, purpose)
}

fn hand_out(
    desk: &Desk,
    tx: &mut Tx<'_>,
    by: PartyId,
    account: &AccountRow,
    purpose: Purpose,
) -> Result<OneTimeLink, Refusal> {
    let (secret, moment) = (desk.secret(), desk.moment());
    let expires_at = moment.now + SignedDuration::from_hours(24 * LINK_DAYS);
    let link = LinkRow { account: account.id, purpose, expires_at, used_at: None };
    rows::add_link(tx, &secret.key(), &link, moment.now)?;
    record::append(tx, moment, by, account.id.0, Fact::LinkMade)?;
    Ok(OneTimeLink { account: account.id.0, path: format!("/welcome/{}", secret.text()), expires_at })
}

/// Changes what an account may do. Sessions of one that stays open get other keys.
pub fn change(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AccountId,
    change: &AccountChange,
) -> Result<AccountView, Refusal> {
    actor.must_administer()?;
    let mut account = load(tx.sql(), id)?;
    if id == actor.account {
        return Err(Refusal::Invalid("nobody changes their own rights: another administrator has to".to_owned()));
    }
    let moment = desk.moment();
    if let Some(role) = &change.role {
        let role = Role::of(role).ok_or_else(|| Refusal::Invalid(format!("there is no role \"{role}\"")))?;
        let internal = super::parties::load(tx.sql(), account.party)?.internal;
        if role.is_staff() != internal {
            return Err(Refusal::Invalid("customers stay customers, and colleagues colleagues".to_owned()));
        }
        role.word().clone_into(&mut account.role);
        record::append(tx, moment, actor.person, id.0, Fact::RoleChanged { role: account.role.clone() })?;
    }
    if let Some(closed) = change.closed {
        account.closed = closed;
        record::append(tx, moment, actor.person, id.0, Fact::AccountClosed(closed))?;
        if closed {
            rows::revoke_tokens(tx, id, moment.now)?;
        }
    }
    rows::save(tx, &account)?;
    if account.closed {
        rows::end_sessions(tx, id, None)?;
    } else {
        rows::outdate_sessions(tx, id)?;
    }
    view(tx.sql(), account)
}

/// One's own tokens.
pub fn tokens(desk: &Desk, actor: &Actor) -> Result<Vec<TokenView>, Refusal> {
    Ok(desk.store.read(|sql| rows::tokens(sql, actor.account))?.into_iter().map(token_view).collect())
}

/// Makes a token for a program: its secret is shown once.
pub fn make_token(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewToken) -> Result<FreshToken, Refusal> {
    if actor.session.is_none() {
        return Err(Refusal::NotAllowed("a token cannot make tokens: sign in with a browser".to_owned()));
    }
    let scope =
        Scope::of(&new.scope).ok_or_else(|| Refusal::Invalid(format!("there is no scope \"{}\"", new.scope)))?;
    if new.days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return Err(Refusal::Invalid("a token lasts from a day to ten years".to_owned()));
    }
    let (secret, moment) = (desk.secret(), desk.moment());
    let row = TokenRow {
        id: desk.id(),
        account: actor.account,
        name: words(&new.name, 120, "the name")?,
        scopes: scope.word().to_owned(),
        created_at: moment.now,
        used_at: None,
        expires_at: new.days.map(|days| moment.now + SignedDuration::from_hours(24 * days)),
        revoked_at: None,
    };
    let shown = format!("catena_{}", secret.text());
    rows::add_token(tx, &key_of(&shown), &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::TokenMade)?;
    Ok(FreshToken { token: token_view(row), secret: shown })
}

/// Lets a token work no more.
pub fn revoke_token(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    let moment = desk.moment();
    if !rows::revoke_token(tx, actor.account, id, moment.now)? {
        return Err(Refusal::Missing("you have no such token that works".to_owned()));
    }
    record::append(tx, moment, actor.person, id, Fact::TokenRevoked)
}

fn token_view(row: TokenRow) -> TokenView {
    TokenView {
        id: row.id,
        name: row.name,
        scope: row.scopes,
        created_at: row.created_at,
        used_at: row.used_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    }
}

fn load(sql: &mut dyn Sql, id: AccountId) -> Result<AccountRow, Refusal> {
    rows::find(sql, id)?.ok_or_else(|| Refusal::Missing("there is no such account".to_owned()))
}

fn view(sql: &mut dyn Sql, row: AccountRow) -> Result<AccountView, Refusal> {
    Ok(AccountView {
        person: reference(sql, row.party)?,
        id: row.id.0,
        login: row.login,
        active: row.password.is_some() || !identities::of_account(sql, row.id)?.is_empty(),
        role: row.role,
        second_factor: row.second_factor,
        closed: row.closed,
    })
}
