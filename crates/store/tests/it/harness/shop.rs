//! A small shop in which every table has rows.

use catena_domain::chain::Chain;
use catena_domain::event::Fact;
use catena_domain::field::Value;
use catena_domain::id::{
    AccountId, ActId, CalendarId, MessageFileId, MessageId, NoteFileId, NoteId, PartyId, RequestId, ServiceId,
};
use catena_domain::request::{Act, Answer};
use catena_store::accounts::{self, AccountRow, LinkRow, Purpose, SessionRow, TokenRow};
use catena_store::calendars::{self, CalendarRow, PolicyRow};
use catena_store::fields;
use catena_store::files::{self, FileRow, OfMessages, OfNotes};
use catena_store::identities::{self, Identity};
use catena_store::keep::{self, Given, SavedView, Tracking};
use catena_store::macros::{self, MacroRow};
use catena_store::outbox::{self, Choice, Notice};
use catena_store::parties::{self, Handle, Member, PartyRow};
use catena_store::ratings::{self, AnswerRow, RatingRow};
use catena_store::search::{self, Kind};
use catena_store::services::{self, ServiceRow};
use catena_store::talk::{self, Draft, MessageRow, NoteRow};
use catena_store::thanks::{self, Thanks};
use catena_store::{Error, Place, Sql, Store, Tx, args, requests};

use super::samples::{asked, at, begin, event, go_on, id, person, rows, stamp, team, write};

/// The customer.
pub const ADA: PartyId = PartyId(uuid::Uuid::from_u128(1));
/// Another customer.
pub const BEA: PartyId = PartyId(uuid::Uuid::from_u128(4));
/// A colleague with an account.
pub const CAROL: PartyId = PartyId(uuid::Uuid::from_u128(3));
/// Ada's account.
pub const OF_ADA: AccountId = AccountId(uuid::Uuid::from_u128(11));
/// Carol's account.
pub const OF_CAROL: AccountId = AccountId(uuid::Uuid::from_u128(13));
/// The root of Ada's chain.
pub const ORDER: RequestId = RequestId(uuid::Uuid::from_u128(100));
/// The hand-off behind it.
pub const BINDING: RequestId = RequestId(uuid::Uuid::from_u128(101));
/// Bea's chain.
pub const OTHER: RequestId = RequestId(uuid::Uuid::from_u128(200));

/// Puts rows into every table.
pub fn fill(store: &Store) {
    write(store, |tx| {
        people(tx)?;
        work(tx)?;
        words(tx)?;
        attached(tx)?;
        sign_in(tx)?;
        super::voices::fill(tx)?;
        super::pulse::fill(tx)?;
        kept(tx)
    });
}

fn people(tx: &mut Tx<'_>) -> Result<(), Error> {
    // Teams come by their names, departments by their ids: some stand before the one they belong to.
    parties::save(tx, &PartyRow { parent: None, ..team(90, "Workshop") })?;
    parties::save(
        tx,
        &PartyRow { parent: Some(PartyId(id(90))), calendar: Some(CalendarId(id(20))), ..team(2, "Binders") },
    )?;
    parties::save(tx, &person(ADA.0.as_u128(), "Ada Lovelace-Quux"))?;
    parties::save(tx, &person(BEA.0.as_u128(), "Bea Müller"))?;
    parties::save(tx, &PartyRow { internal: true, ..person(CAROL.0.as_u128(), "Carol Example") })?;
    parties::join(tx, Member { team: PartyId(id(2)), person: CAROL, leads: true })?;
    for (number, party, kind, value) in [
        (30, ADA, "email", "ada.quux@example.org"),
        (31, ADA, "phone", "+49 30 901820"),
        (32, BEA, "email", "bea@example.org"),
    ] {
        let (kind, value, evidence) = (kind.to_owned(), value.to_owned(), "on her card".to_owned());
        parties::add_handle(tx, &Handle { id: id(number), party, kind, value, evidence, added_at: at(1) })?;
    }
    let hours = "{\"zone\":\"Europe/Berlin\"}".to_owned();
    let name = "Workshop".to_owned();
    calendars::add(
        tx,
        &CalendarRow { id: CalendarId(id(20)), series: CalendarId(id(20)), version: 1, name, hours, made_at: at(0) },
    )?;
    calendars::add_policy(tx, &PolicyRow { version: 1, rules: "[]".to_owned(), made_at: at(0) })?;
    let service = ServiceRow {
        id: ServiceId(id(21)),
        name: "Bouquet".to_owned(),
        description: "bound by hand".to_owned(),
        provider: PartyId(id(2)),
        for_customers: true,
        closed: false,
        version: 1,
        plan: "[]".to_owned(),
        revision: 1,
    };
    services::save(tx, &service, at(0))
}

fn work(tx: &mut Tx<'_>) -> Result<(), Error> {
    let mut chain: Chain = begin(tx, ORDER.0.as_u128(), 10)?;
    let raised = chain.raise(BINDING, asked(Some(ORDER), 2, 3), stamp(300, 3, 20)).unwrap();
    go_on(tx, &chain, raised)?;
    let done = chain.act(BINDING, Act::Finish, &[], stamp(301, 3, 30)).unwrap();
    go_on(tx, &chain, done)?;
    let (mut other, mut events) = Chain::ask(OTHER, asked(None, BEA.0.as_u128(), 2), stamp(302, 4, 40));
    events.extend(other.offer(stamp(302, 4, 40)).unwrap());
    events.extend(other.act(OTHER, Act::Withdraw, &[(ORDER, Answer::GoesOn)], stamp(303, 4, 50)).unwrap());
    tx.append(events)?;
    tx.append(vec![event(1, Fact::PartyAdded)])?;
    for row in rows(&other, 50) {
        requests::save(tx, &row)?;
    }
    requests::describe(
        tx,
        ORDER,
        "Roses for Ada Lovelace-Quux",
        "to be brought to Quuxgasse, says ada.quux@example.org",
    )?;
    requests::describe(tx, BINDING, "Bind what Ada wants", "twelve")?;
    requests::describe(tx, OTHER, "Tulips", "as Ada Lovelace-Quux had them, call +49 30 901820")?;
    search::put(tx, Kind::Subject, ORDER.0, Some(ORDER), ADA, "Roses for Ada Lovelace-Quux\nto Quuxgasse")?;
    search::put(tx, Kind::Subject, BINDING.0, Some(BINDING), CAROL, "Bind what Ada wants\ntwelve")?;
    search::put(
        tx,
        Kind::Subject,
        OTHER.0,
        Some(OTHER),
        BEA,
        "Tulips\nas Ada Lovelace-Quux had them, call +49 30 901820",
    )?;
    search::put(tx, Kind::Party, ADA.0, None, ADA, "Ada Lovelace-Quux ada.quux@example.org +49 30 901820")?;
    search::put(tx, Kind::Party, BEA.0, None, BEA, "Bea Müller bea@example.org")?;
    requests::tag(tx, ORDER, "wedding")?;
    requests::tag(tx, ORDER, "Ärger")?;
    fields::set(tx, ORDER, id(25), &[Value::Text("engraved: Ada, incomprehensibilities".to_owned())])?;
    fields::set(tx, ORDER, id(26), &[Value::Measure(77), Value::Chosen("Crimson".to_owned())])?;
    fields::set(tx, OTHER, id(25), &[Value::Text("as for Ada Lovelace-Quux, with a ribbon".to_owned())])?;
    fields::set(tx, OTHER, id(26), &[Value::Measure(78)])?;
    requests::tag(tx, OTHER, "zebra")
}

fn words(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (number, request, author, body) in [
        (40, ORDER, ADA, "When will my sesquipedalian roses come? Ada"),
        (41, ORDER, CAROL, "Dear Ada, tomorrow at noon. We write to ada.quux@example.org then."),
        (42, OTHER, BEA, "I want what ADA LOVELACE-QUUX had"),
    ] {
        let row = MessageRow {
            id: MessageId(id(number)),
            request,
            author,
            outward: author == CAROL,
            at: at(60),
            body: body.to_owned(),
        };
        talk::add_message(tx, &row)?;
        search::put(tx, Kind::Message, id(number), Some(request), author, body)?;
    }
    for (number, request, author, body) in [
        (50, BINDING, CAROL, "Quux is picky; the radar is not, adage"),
        (51, ORDER, ADA, "floccinaucinihilipilification"),
    ] {
        let row = NoteRow { id: NoteId(id(number)), request, author, at: at(61), body: body.to_owned() };
        talk::add_note(tx, &row, &[ADA, CAROL])?;
        search::put(tx, Kind::Note, id(number), Some(request), author, body)?;
    }
    let draft = |body: &str| Draft { kind: "message".to_owned(), body: body.to_owned(), changed_at: at(62) };
    talk::save_draft(tx, OF_CAROL, ORDER, &draft("Dear Ada, once more"))?;
    talk::save_draft(tx, OF_ADA, ORDER, &draft("a draft of antidisestablishmentarianism"))
}

/// Ada and Carol both attach something to the conversation and to a note; Ada began to attach another.
fn attached(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (number, text, author, name, bytes) in [
        (95, Some(40), ADA, "quux family.png", "pseudopseudohypoparathyroidism"),
        (96, Some(41), CAROL, "Offer for Ada.pdf", "two hundred roses"),
        (97, None, ADA, "another quux.png", "honorificabilitudinitatibus"),
    ] {
        let row = FileRow::<OfMessages> {
            id: MessageFileId(id(number)),
            text: text.map(|text| MessageId(id(text))),
            request: Some(ORDER),
            author: Some(author),
            holder: if author == ADA { OF_ADA.0 } else { OF_CAROL.0 },
            name: name.to_owned(),
            kind: "image/png".to_owned(),
            size: bytes.len() as i64,
            at: at(63),
        };
        files::add(tx, &row, bytes.as_bytes().to_vec())?;
        if text.is_some() {
            search::put(tx, Kind::MessageFile, id(number), Some(ORDER), author, name)?;
        }
    }
    for (number, text, author, name, bytes) in [
        (98, 50, CAROL, "Back of Quux.jpg", "the back door"),
        (99, 51, ADA, "plan of lovelace.txt", "hippopotomonstrosesquippedaliophobia"),
    ] {
        let row = FileRow::<OfNotes> {
            id: NoteFileId(id(number)),
            text: Some(NoteId(id(text))),
            request: Some(ORDER),
            author: Some(author),
            holder: OF_CAROL.0,
            name: name.to_owned(),
            kind: "text/plain".to_owned(),
            size: bytes.len() as i64,
            at: at(64),
        };
        files::add(tx, &row, bytes.as_bytes().to_vec())?;
        search::put(tx, Kind::NoteFile, id(number), Some(ORDER), author, name)?;
    }
    Ok(())
}

fn sign_in(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (account, party, login) in [(OF_ADA, ADA, "ada.quux@example.org"), (OF_CAROL, CAROL, "carol")] {
        accounts::save(
            tx,
            &AccountRow {
                id: account,
                party,
                login: login.to_owned(),
                password: Some(format!("$argon2id$ of {login}")),
                role: "member".to_owned(),
                secret: Some(format!("secret of {login}").into_bytes()),
                second_factor: true,
                closed: false,
                created_at: at(0),
            },
        )?;
        let key = |kind: u8| vec![kind ^ account.0.as_bytes()[15]; 32];
        accounts::add_session(
            tx,
            &SessionRow {
                key: key(1),
                id: id(account.0.as_u128() + 500),
                account,
                created_at: at(0),
                seen_at: at(1),
                expires_at: at(2),
                agent: format!("the browser of {login}"),
                outdated: false,
            },
        )?;
        let link = LinkRow { account, purpose: Purpose::Password, expires_at: at(9), used_at: None };
        accounts::add_link(tx, &key(2), &link, at(1))?;
        accounts::set_recovery_codes(tx, account, &[key(3), key(4)])?;
        let (issuer, subject) = ("https://id.example.org".to_owned(), format!("the subject of {login}"));
        identities::link(tx, &Identity { issuer, subject, account, linked_at: at(1) })?;
        identities::vouch(tx, &key(7), account, at(1), at(9))?;
        accounts::add_token(
            tx,
            &key(5),
            &TokenRow {
                id: id(account.0.as_u128() + 600),
                account,
                name: format!("the token of {login}"),
                scopes: "read".to_owned(),
                created_at: at(0),
                used_at: None,
                expires_at: None,
                revoked_at: None,
            },
        )?;
        let body = format!("{{\"name\":\"Ada Lovelace-Quux\",\"for\":\"{login}\"}}").into_bytes();
        keep::remember(tx, account, "key", &Given { digest: key(6), status: 201, body }, at(1))?;
    }
    Ok(())
}

fn kept(tx: &mut Tx<'_>) -> Result<(), Error> {
    keep::set_fact(tx, "demo", "no")?;
    for person in [ADA, CAROL] {
        keep::follow(tx, ORDER, person)?;
        keep::snooze(tx, ORDER, person, Some(at(99)))?;
    }
    keep::follow(tx, OTHER, CAROL)?;
    let view = |number, owner, name: &str| SavedView {
        id: id(number),
        owner,
        name: name.to_owned(),
        query: "q=Ada Lovelace-Quux".to_owned(),
        shared: true,
    };
    keep::save_view(tx, &view(70, ADA, "what Ada looks at"))?;
    keep::save_view(tx, &view(71, CAROL, "pending"))?;
    let ready = |number, owner, shared, body: &str| MacroRow {
        id: id(number),
        owner,
        team: None,
        shared,
        name: "later".to_owned(),
        body: body.to_owned(),
        priority: Some(2),
        tags: "[\"late\"]".to_owned(),
        rests: None,
    };
    macros::save(tx, &ready(74, ADA, false, "a hippopotomonstrosesquippedaliophobia of one's own"))?;
    macros::save(tx, &ready(75, ADA, true, "Ask Ada Lovelace-Quux about the orchids"))?;
    macros::save_signature(tx, ADA, "Yours, pneumonoultramicroscopicsilicovolcanoconiosis")?;
    macros::save_signature(tx, CAROL, "Carol, in the place of Ada Lovelace-Quux")?;
    keep::add_tracking(tx, &[8; 32], &Tracking { id: id(72), request: ORDER, made_at: at(3), revoked_at: None })?;
    keep::add_tracking(tx, &[9; 32], &Tracking { id: id(73), request: OTHER, made_at: at(3), revoked_at: None })?;
    for (number, recipient, request, address) in [
        (80, ADA, ORDER, "ada.quux@example.org"),
        (81, CAROL, ORDER, "carol@example.org"),
        (82, CAROL, OTHER, "carol@example.org"),
    ] {
        outbox::save(
            tx,
            &Notice {
                id: id(number),
                request: Some(request),
                act: ActId(id(300)),
                recipient,
                kind: "answered".to_owned(),
                address: address.to_owned(),
                subject: "Roses for Ada Lovelace-Quux".to_owned(),
                body: if request == ORDER { "sesquipedalian" } else { "look" }.to_owned(),
                state: "waiting".to_owned(),
                reason: None,
                attempts: 0,
                made_at: at(5),
                next_at: at(6),
            },
        )?;
    }
    for account in [OF_ADA, OF_CAROL] {
        outbox::set_choice(tx, account, &Choice { language: Some("de".to_owned()), off: vec!["done".to_owned()] })?;
    }
    rated(tx)?;
    fill_the_rest(tx)
}

/// Carol did what Ada received, and each says how it was.
fn rated(tx: &mut Tx<'_>) -> Result<(), Error> {
    let row = RatingRow {
        id: id(85),
        request: BINDING,
        done_at: at(30),
        customer: PartyId(id(2)),
        provider: CAROL,
        rater: ADA,
        doer: Some(CAROL),
        prompted: true,
        occasion: "drawn".to_owned(),
        chance: 200_000,
        asked: true,
        asked_at: at(70),
        act: ActId(id(304)),
        taken_back: false,
    };
    ratings::add(tx, &row)?;
    for side in ["customer", "provider"] {
        let (reason, ease) = (Some("late".to_owned()), (side == "customer").then_some(4));
        let row = AnswerRow { side: side.to_owned(), complete: false, ease, reason, lost_minutes: None, at: at(71) };
        ratings::answer(tx, id(85), &row)?;
    }
    let given = Thanks { request: BINDING, done_at: at(30), giver: ADA, provider: CAROL, doer: None, at: at(72) };
    thanks::give(tx, &given)?;
    Ok(())
}

/// Gives tables that nothing above fills a row that is made from the kinds of their columns.
fn fill_the_rest(tx: &mut Tx<'_>) -> Result<(), Error> {
    for table in tables(tx.sql()) {
        if !tx.sql().query(&format!("select 1 from {table} limit 1"), &[])?.is_empty() {
            continue;
        }
        let columns = columns(tx.sql(), &table);
        let values = columns.iter().enumerate().map(|(place, (_, kind))| match kind.as_str() {
            "blob" | "bytea" => catena_store::Value::Bytes(vec![7; 16]),
            "uuid" => id(7).into(),
            "integer" | "bigint" => (place as i64).into(),
            _ => format!("text {place}").into(),
        });
        let values: Vec<catena_store::Value> = values.collect();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        let text = format!("insert into {table} ({}) values ({})", names.join(", "), places.join(", "));
        tx.sql().execute(&text, &values)?;
    }
    Ok(())
}

/// The names of all tables that the engine knows, but for those in which it keeps the search.
pub fn tables(sql: &mut dyn Sql) -> Vec<String> {
    let text = match sql.engine() {
        catena_store::Engine::Sqlite => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' \
             and name not in ('search', 'search_data', 'search_idx', 'search_content', 'search_docsize', 'search_config') \
             order by name"
        }
        catena_store::Engine::Postgres => {
            "select table_name::text from information_schema.tables where table_schema = 'public' \
             and table_name <> 'search' order by table_name collate \"C\""
        }
    };
    sql.query(text, &[]).unwrap().iter().map(|row| row.text(0).unwrap()).collect()
}

/// The columns of a table with the names of their types.
pub fn columns(sql: &mut dyn Sql, table: &str) -> Vec<(String, String)> {
    let text = match sql.engine() {
        catena_store::Engine::Sqlite => "select name, lower(type) from pragma_table_info($1) order by cid",
        catena_store::Engine::Postgres => {
            "select column_name::text, data_type::text from information_schema.columns \
             where table_schema = 'public' and table_name = $1 order by ordinal_position"
        }
    };
    let rows = sql.query(text, args![table]).unwrap();
    rows.iter().map(|row| (row.text(0).unwrap(), row.text(1).unwrap())).collect()
}

/// Every row of every table, as one engine and the other would show it; texts that are found are by their words.
pub fn everything(place: &Place) -> Vec<(String, Vec<String>)> {
    let store = Store::open(place).unwrap();
    let shown = |value: &catena_store::Value| match value {
        catena_store::Value::Id(id) => format!("{:?}", id.as_bytes().to_vec()),
        catena_store::Value::Bytes(bytes) => format!("{bytes:?}"),
        other => format!("{other:?}"),
    };
    store
        .read(|sql| {
            let mut all = Vec::new();
            let mut names = tables(sql);
            names.push("search".to_owned());
            for table in names {
                let text = match (table.as_str(), sql.engine()) {
                    ("search", catena_store::Engine::Sqlite) => "select rowid, body from search".to_owned(),
                    ("search", catena_store::Engine::Postgres) => {
                        "select entry, (select string_agg(word, ' ' order by word collate \"C\") \
                     from unnest(tsvector_to_array(body)) word) from search"
                            .to_owned()
                    }
                    _ => {
                        let columns = columns(sql, &table);
                        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
                        format!("select {} from {table}", names.join(", "))
                    }
                };
                let rows = sql.query(&text, &[])?;
                let mut rows: Vec<String> =
                    rows.iter().map(|row| row.0.iter().map(shown).collect::<Vec<_>>().join(" | ")).collect();
                rows.sort();
                all.push((table, rows));
            }
            Ok::<_, Error>(all)
        })
        .unwrap()
}
