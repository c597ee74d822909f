//! Whether a store is sound: whole as a file, without gaps in its record, and saying in its lists what its events say.
//! Reads only, one consistent state, also beside a server that is running.

use std::collections::{BTreeMap, BTreeSet};

use catena_domain::chain::{Chain, Work};
use catena_domain::id::RequestId;
use catena_domain::request::{Rest, Status};

use crate::error::Error;
use crate::layout::{Table, tables};
use crate::migrations::{SCHEMA, is_known, version};
use crate::requests::RequestRow;
use crate::sql::{Engine, Sql};
use crate::store::{Place, begin_reading, connect_reader};
use crate::{args, events, requests};

/// How many findings of a sort are told one by one.
const TOLD: usize = 20;

/// How many chains are listed at once.
const PAGE: i64 = 1_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The version of the schema.
    pub schema: i64,
    /// How many rows each table has.
    pub rows: BTreeMap<String, i64>,
    /// How many chains were rebuilt from their events.
    pub chains: i64,
    /// What is wrong, in plain sentences; none if the store is sound.
    pub findings: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Looks at a store.
pub fn examine(place: &Place) -> Result<Report, Error> {
    let mut connection = connect_reader(place)?;
    let sql: &mut dyn Sql = &mut *connection;
    sql.batch(begin_reading(sql.engine()))?;
    let schema = match is_known(version(sql)?)? {
        0 => return Err(Error::Unreachable("there is no store".to_owned())),
        found => found,
    };
    let mut report = Report { schema, rows: BTreeMap::new(), chains: 0, findings: Vec::new() };
    let tables = tables(schema)?;
    if !layout_fits(sql, &tables, &mut report)? {
        return Ok(report);
    }
    for Table { name, .. } in &tables {
        let row = sql.first(&format!("select count(*) from {name}"), &[])?;
        report.rows.insert(name.clone(), row.map_or(Ok(0), |row| row.int(0))?);
    }
    if sql.engine() == Engine::Sqlite {
        file_is_whole(sql, &mut report)?;
    }
    record_has_no_gaps(sql, &mut report)?;
    nothing_is_left_over(sql, &mut report)?;
    if schema == SCHEMA {
        lists_say_what_events_say(sql, &mut report)?;
    } else {
        report.findings.push(format!("The schema has version {schema}; opening the store brings it to {SCHEMA}."));
    }
    Ok(report)
}

/// Whether every table has the columns that it should.
fn layout_fits(sql: &mut dyn Sql, tables: &[Table], report: &mut Report) -> Result<bool, Error> {
    let text = match sql.engine() {
        Engine::Sqlite => {
            "select t.name, c.name from pragma_table_list t, pragma_table_info(t.name) c \
             where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'"
        }
        Engine::Postgres => {
            "select table_name::text, column_name::text from information_schema.columns \
             where table_schema = current_schema() and table_name <> 'search'"
        }
    };
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in sql.query(text, &[])? {
        found.entry(row.text(0)?).or_default().insert(row.text(1)?);
    }
    let before = report.findings.len();
    for Table { name, columns, .. } in tables {
        let wanted: BTreeSet<String> = columns.iter().map(|column| column.name.clone()).collect();
        match found.remove(name) {
            None => report.findings.push(format!("The table {name} is missing.")),
            Some(columns) if columns != wanted => {
                report.findings.push(format!("The table {name} has other columns than it should."));
            }
            Some(_) => {}
        }
    }
    let fits = report.findings.len() == before;
    report.findings.extend(found.keys().map(|name| format!("The table {name} does not belong to Catena.")));
    Ok(fits)
}

fn file_is_whole(sql: &mut dyn Sql, report: &mut Report) -> Result<(), Error> {
    for row in sql.query(&format!("pragma integrity_check({TOLD})"), &[])? {
        let said = row.text(0)?;
        if said != "ok" {
            report.findings.push(format!("The file is damaged: {said}."));
        }
    }
    for row in sql.query("select \"table\", parent, count(*) from pragma_foreign_key_check group by 1, 2", &[])? {
        let (table, parent, count) = (row.text(0)?, row.text(1)?, row.int(2)?);
        report.findings.push(format!("{count} rows of {table} refer to rows of {parent} that are not there."));
    }
    Ok(())
}

/// Removing the demonstration takes its events along, and says so: up to there numbers may be missing.
fn record_has_no_gaps(sql: &mut dyn Sql, report: &mut Report) -> Result<(), Error> {
    let removed = "select coalesce(max(seq), 0) from event where kind = 'demo_changed' and data = 'false'";
    let removed = sql.first(removed, &[])?.map_or(Ok(0), |row| row.int(0))?;
    let row = sql.first(
        "select count(*), coalesce(min(seq), $1 + 1), coalesce(max(seq), $1) from event where seq > $1",
        args![removed],
    )?;
    let Some(row) = row else { return Ok(()) };
    let (count, first, last) = (row.int(0)?, row.int(1)?, row.int(2)?);
    if first != removed + 1 || last != removed + count {
        let from = removed + 1;
        report.findings.push(format!(
            "From number {from} on the record has {count} events up to number {last}: some are missing."
        ));
    }
    Ok(())
}

/// Rows that belong to others, which are not there: what is wrong, and the ids of those to which it happened.
const LEFT_OVER: &[(&str, &str)] = &[
    (
        "The request {} has no subject.",
        "select id from request where not exists (select 1 from request_text t where t.request = request.id)",
    ),
    (
        "There is a subject for the request {}, which is not there.",
        "select request from request_text where request not in (select id from request)",
    ),
    (
        "The message {} belongs to a request that is not there.",
        "select id from message where request not in (select id from request)",
    ),
    (
        "The note {} belongs to a request that is not there.",
        "select id from note where request not in (select id from request)",
    ),
    (
        "The note {} mentions somebody and is not there.",
        "select note from mention where note not in (select id from note)",
    ),
    (
        "The file {} belongs to a message that is not there.",
        "select id from message_file where message is not null and message not in (select id from message)",
    ),
    (
        "The file {} belongs to a note that is not there.",
        "select id from note_file where note is not null and note not in (select id from note)",
    ),
    (
        "The file {} has lost its bytes, or some of them.",
        "select id from message_file f where name <> '' and not exists (select 1 from message_file_bytes b \
         where b.file = f.id and length(b.bytes) = f.size) \
         union all select id from note_file f where name <> '' and not exists (select 1 from note_file_bytes b \
         where b.file = f.id and length(b.bytes) = f.size)",
    ),
    (
        "The request {} is not there and has a tag.",
        "select distinct request from tag where request not in (select id from request)",
    ),
    (
        "The request {} is not there and has custom fields.",
        "select request from field_text where request not in (select id from request) \
         union select request from field_value where request not in (select id from request)",
    ),
    (
        "The request {} is not there and is followed.",
        "select distinct request from follower where request not in (select id from request)",
    ),
    (
        "The link {} leads to a request that is not there.",
        "select id from tracking where request not in (select id from request)",
    ),
    (
        "The question {} is about a hand-off that is not there.",
        "select id from rating where request not in (select id from request)",
    ),
    (
        "Nobody was asked {}, and it has an answer.",
        "select id from rating r where asked = 0 and exists (select 1 from rating_answer a where a.rating = r.id)",
    ),
    (
        "The request {} is not there and was thanked for.",
        "select distinct request from thanks where request not in (select id from request)",
    ),
    (
        "The question {} was asked about a request that is not there.",
        "select id from survey_ask where request is not null and request not in (select id from request)",
    ),
    (
        "There are words about {}, which is not there.",
        "select distinct item from feedback_words where item not in (select id from survey_ask) \
         and item not in (select id from review) and item not in (select id from heard)",
    ),
    (
        "The answer {} has no text, and should.",
        "select ask from survey_answer r where r.scale = 'text' and not exists (select 1 from feedback_words w \
         where w.item = r.ask and w.question = r.question)",
    ),
    (
        "The question {} was answered and has no answers.",
        "select id from survey_ask a where a.state = 'answered' \
         and not exists (select 1 from survey_answer r where r.ask = a.id)",
    ),
    (
        "The webhook {} has deliveries and is not there.",
        "select distinct webhook from delivery where webhook not in (select id from webhook)",
    ),
    (
        "The wave {} is over and has no release.",
        "select id from pulse_wave w where state = 'closed' \
         and not exists (select 1 from pulse_release r where r.wave = w.id)",
    ),
    (
        "The wave {} is open and has a release.",
        "select wave from pulse_release where wave in (select id from pulse_wave where state = 'open')",
    ),
    (
        "The wave {} has slips that were used and never issued.",
        "select id from pulse_wave where state = 'open' \
         and exists (select 1 from pulse_used where hash not in (select hash from pulse_issued))",
    ),
    (
        "The wave {} has another number of used slips than of answers.",
        "select id from pulse_wave where state = 'open' \
         and (select count(*) from pulse_used) <> (select count(*) from pulse_comment)",
    ),
    (
        "The ledgers hold {}, and no wave is open.",
        "select id from pulse_answer where not exists (select 1 from pulse_wave where state = 'open') \
         union all select id from pulse_comment where not exists (select 1 from pulse_wave where state = 'open') \
         union all select wave from pulse_secret where wave not in (select id from pulse_wave where state = 'open')",
    ),
    (
        "The request {} belongs to a chain that is not there.",
        "select id from request where root not in (select id from request where parent is null)",
    ),
    (
        "The chain {} has events and no request.",
        "select distinct chain from event where chain is not null and chain not in (select id from request)",
    ),
    (
        "The search knows {}, of which there is no text.",
        "select id from search_entry e where not (\
         (kind = 'subject' and exists (select 1 from request_text t where t.request = e.id)) \
         or (kind = 'message' and exists (select 1 from message m where m.id = e.id)) \
         or (kind = 'note' and exists (select 1 from note n where n.id = e.id)) \
         or (kind = 'message_file' and exists (select 1 from message_file f where f.id = e.id)) \
         or (kind = 'note_file' and exists (select 1 from note_file f where f.id = e.id)) \
         or (kind = 'party' and exists (select 1 from party p where p.id = e.id)))",
    ),
];

fn nothing_is_left_over(sql: &mut dyn Sql, report: &mut Report) -> Result<(), Error> {
    for (wrong, text) in LEFT_OVER {
        let mut findings = Findings::default();
        sql.each(text, &[], &mut |row| {
            findings.add(wrong.replace("{}", &row.id(0)?.to_string()));
            Ok(())
        })?;
        findings.tell(report);
    }
    let key = match sql.engine() {
        Engine::Sqlite => "rowid",
        Engine::Postgres => "entry",
    };
    for (wrong, text) in [
        (
            "The text {} cannot be found: the search has lost its words.",
            format!("select entry from search_entry where entry not in (select {key} from search)"),
        ),
        (
            "The search knows words of the text {}, which is not there.",
            format!("select {key} from search where {key} not in (select entry from search_entry)"),
        ),
    ] {
        let mut findings = Findings::default();
        sql.each(&text, &[], &mut |row| {
            findings.add(wrong.replace("{}", &row.int(0)?.to_string()));
            Ok(())
        })?;
        findings.tell(report);
    }
    Ok(())
}

/// Findings of one sort.
#[derive(Default)]
struct Findings {
    told: Vec<String>,
    more: usize,
}

impl Findings {
    fn add(&mut self, finding: String) {
        if self.told.len() < TOLD {
            self.told.push(finding);
        } else {
            self.more += 1;
        }
    }

    fn tell(self, report: &mut Report) {
        report.findings.extend(self.told);
        if self.more > 0 {
            report.findings.push(format!("The same is wrong {} times more.", self.more));
        }
    }
}

fn lists_say_what_events_say(sql: &mut dyn Sql, report: &mut Report) -> Result<(), Error> {
    let mut findings = Findings::default();
    let mut after = 0;
    loop {
        let page = sql.query(
            "select id, number from request where parent is null and number > $1 order by number limit $2",
            args![after, PAGE],
        )?;
        let Some(last) = page.last() else { break };
        after = last.int(1)?;
        for row in &page {
            compare(sql, RequestId(row.id(0)?), &mut findings)?;
            report.chains += 1;
        }
    }
    findings.tell(report);
    Ok(())
}

fn compare(sql: &mut dyn Sql, root: RequestId, findings: &mut Findings) -> Result<(), Error> {
    let rows = requests::of_chain(sql, root)?;
    let chain = match events::of_chain(sql, root) {
        Ok(events) => Chain::rebuild(&events),
        Err(error) => {
            findings.add(format!("The chain {} cannot be rebuilt: {error}.", root.0));
            return Ok(());
        }
    };
    let Some(chain) = chain else {
        findings.add(format!("The chain {} has no events.", root.0));
        return Ok(());
    };
    for work in chain.works().iter().filter(|work| !rows.iter().any(|row| row.id == work.id())) {
        findings.add(format!("The request {} has events and stands in no list.", work.id().0));
    }
    for row in &rows {
        match chain.find(row.id) {
            None => findings.add(format!("The request {} stands in lists and has no events.", row.id.0)),
            Some(work) => {
                for what in differences(row, work, root) {
                    findings.add(format!("Lists say another {what} of the request {} than its events.", row.id.0));
                }
            }
        }
    }
    Ok(())
}

/// What a row says otherwise than the events; what depends on calendars and on the time of day is left out.
fn differences(row: &RequestRow, work: &Work, root: RequestId) -> Vec<&'static str> {
    let request = &work.request;
    let rests = request.pauses().last().filter(|pause| pause.to.is_none()).map(|pause| rest_word(pause.why));
    let accepted_at = request.holds().last().and_then(|hold| hold.accepted_at);
    let asked = &work.asked;
    let equal = [
        ("root", row.root == root),
        ("parent", row.parent == request.parent()),
        ("customer", row.customer == request.customer()),
        ("provider", row.provider == request.provider()),
        ("side", row.external == asked.external),
        ("service", row.service == asked.service),
        ("step", row.step == asked.step),
        ("priority", row.priority == i64::from(work.priority.0)),
        ("status", row.status == status_word(request.status())),
        ("reason to rest", row.rests.as_deref() == rests),
        ("openness", row.is_open == work.is_open()),
        ("awaiting", row.awaited == work.awaited),
        ("beginning", row.asked_at == work.asked_at && row.opened_at == request.opened_at()),
        ("asker", row.asked_by == work.asked_by),
        ("acceptance", row.accepted_at == accepted_at),
        ("end", row.done_at == request.done_at()),
        ("whole", row.merged == work.merged),
    ];
    equal.into_iter().filter(|(_, equal)| !equal).map(|(what, _)| what).collect()
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Planned => "planned",
        Status::Offered => "offered",
        Status::Accepted => "accepted",
        Status::Returned => "returned",
        Status::Done => "done",
        Status::Received => "received",
        Status::Withdrawn => "withdrawn",
    }
}

fn rest_word(why: Rest) -> &'static str {
    match why {
        Rest::Customer => "customer",
        Rest::Colleague => "colleague",
        Rest::Agreed => "agreed",
    }
}
