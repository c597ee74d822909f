//! `catena survey`, `feedback`, `review`, `conversation` and `outcome`: what customers say, asked and unasked.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::{
    AudienceFilter, ConversationVerb, ExportFilter, FeedbackFilter, FeedbackVerb, NewConversation, NewReview, Occasion,
    OutcomeVerb, ReviewVerb, SurveyVerb,
};
use super::bodies::{given, words};
use super::lists::plain;
use super::names::{self, Candidate};
use super::pages::{self, By};
use super::server::{Answer, Ask, Server};
use super::views::Named;
use super::{files, lists, scores, times};
use crate::show::table::{Table, cut};
use crate::show::words::count;
use crate::terminal::{self, FAINT, STRONG, paint};

#[derive(Debug, Deserialize)]
struct Surveys {
    surveys: Vec<Survey>,
}

#[derive(Debug, Deserialize)]
struct Survey {
    id: Uuid,
    name: String,
    purpose: String,
    running: bool,
    version: i64,
    waiting: u64,
    answered: u64,
    title: Wording,
    questions: Vec<Question>,
}

#[derive(Debug, Deserialize)]
struct Question {
    scale: String,
    label: Wording,
}

/// The same words in each language.
#[derive(Debug, Deserialize)]
struct Wording {
    en: String,
    fr: String,
    de: String,
}

impl Wording {
    /// The first words that there are.
    fn any(&self) -> &str {
        [&self.en, &self.fr, &self.de].into_iter().find(|words| !words.is_empty()).map_or("", String::as_str)
    }
}

#[derive(Debug, Deserialize)]
struct Campaign {
    asked: Vec<Link>,
    resting: Vec<Value>,
    unknown: Vec<Uuid>,
}

#[derive(Debug, Deserialize)]
struct Audience {
    found: u64,
    more: bool,
    ready: u64,
    resting_any: u64,
    resting_same: u64,
}

#[derive(Debug, Deserialize)]
struct Campaigns {
    campaigns: Vec<PastCampaign>,
}

#[derive(Debug, Deserialize)]
struct PastCampaign {
    asked_at: Timestamp,
    asked: u64,
    answered: u64,
}

#[derive(Debug, Deserialize)]
struct Link {
    path: String,
}

#[derive(Debug, Deserialize)]
struct FeedbackPage {
    feedback: Vec<Feedback>,
    count: u64,
}

#[derive(Debug, Deserialize)]
struct Feedback {
    id: Uuid,
    customer: Named,
    request: Option<AboutRequest>,
    kept: Option<bool>,
    asked_at: Timestamp,
    answered_at: Option<Timestamp>,
    answers: Vec<Given>,
    follow_up: Option<AboutRequest>,
}

#[derive(Debug, Deserialize)]
struct AboutRequest {
    number: i64,
    status: String,
}

#[derive(Debug, Deserialize)]
struct Given {
    scale: String,
    value: Option<u8>,
    chosen: Vec<Wording>,
    words: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Reviews {
    reviews: Vec<Review>,
}

#[derive(Debug, Deserialize)]
struct Review {
    id: Uuid,
    customer: Option<Named>,
    source: String,
    stars: Option<i64>,
    words: String,
    verified: bool,
    incentive: bool,
    at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct Conversations {
    conversations: Vec<Conversation>,
}

#[derive(Debug, Deserialize)]
struct Conversation {
    id: Uuid,
    customer: Named,
    heard_by: Named,
    words: String,
    feeling: Option<i64>,
    at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Debug, Deserialize)]
struct Outcome {
    id: Uuid,
    what: String,
    at: Timestamp,
    recorded_by: Named,
}

#[derive(Debug, Deserialize)]
struct Recorded {
    id: Uuid,
}

pub fn run_survey(server: &Server, verb: &SurveyVerb) -> Result<()> {
    match verb {
        SurveyVerb::List => list_surveys(server),
        SurveyVerb::Show { survey } => {
            let id = survey_named(server, survey)?;
            let ask = Ask::get(format!("/surveys/{id}"));
            let answer = server.ask(&format!("the survey \"{survey}\" was not shown"), &ask)?;
            server.print(&answer, |survey: Survey| Ok(page(&survey)))
        }
        SurveyVerb::Save { file } => save_survey(server, file),
        SurveyVerb::Stop { survey } => run(server, survey, false),
        SurveyVerb::Start { survey } => run(server, survey, true),
        SurveyVerb::Ask { survey, customers } => {
            let id = survey_named(server, survey)?;
            let customers = customers.iter().map(|name| names::anybody(server, name)).collect::<Result<Vec<_>>>()?;
            let ask = Ask::post(format!("/surveys/{id}/campaign"), json!({ "customers": customers }));
            let answer = server.ask("nobody was asked", &ask)?;
            server.print(&answer, |done: Campaign| {
                let mut lines: Vec<String> = done.asked.iter().map(|link| server.page(&link.path)).collect();
                let (asked, resting, unknown) = (done.asked.len(), done.resting.len(), done.unknown.len());
                lines.push(format!("{asked} asked, {resting} left in peace, {unknown} who cannot be asked.\n"));
                Ok(lines.join("\n"))
            })
        }
        SurveyVerb::Audience(filter) => show_audience(server, filter),
        SurveyVerb::Campaigns { survey } => {
            let id = survey_named(server, survey)?;
            let ask = Ask::get(format!("/surveys/{id}/campaigns"));
            let answer = server.ask(&format!("the campaigns of \"{survey}\" were not listed"), &ask)?;
            server.print(&answer, |all: Campaigns| {
                if all.campaigns.is_empty() {
                    return Ok("Nobody was asked at once yet.\n".to_owned());
                }
                let mut table = Table::new(&["asked at", "asked", "answered"]);
                for one in all.campaigns {
                    table.push(vec![times::show(one.asked_at), count(one.asked), count(one.answered)]);
                }
                Ok(lists::lines(&table))
            })
        }
    }
}

pub fn run_feedback(server: &Server, verb: &FeedbackVerb) -> Result<()> {
    match verb {
        FeedbackVerb::List(filter) => list_feedback(server, filter),
        FeedbackVerb::Scores(filter) => scores::scores(server, filter),
        FeedbackVerb::Experience(period) => scores::experience(server, period),
        FeedbackVerb::Link { ask } => {
            let answer = server.ask("no link was made", &Ask::post(format!("/asks/{ask}/link"), json!({})))?;
            server.print(&answer, |link: Link| {
                Ok(format!("The link is shown this once: {}\n", paint(STRONG, &server.page(&link.path))))
            })
        }
        FeedbackVerb::Export(filter) => export(server, filter),
    }
}

pub fn run_review(server: &Server, verb: &ReviewVerb) -> Result<()> {
    match verb {
        ReviewVerb::List { customer, page } => {
            let ask = Ask::get("/reviews").with_any("customer", of(server, customer.as_deref())?);
            let answer = pages::some(server, "the reviews were not listed", page, ask, "reviews", By::Cursor)?;
            server.print(&answer, |all: Reviews| {
                let mut table = Table::new(&["written", "where", "stars", "by", "", "words", "id"]).with_words(6);
                for one in all.reviews {
                    let marks = [lists::mark(one.verified, "verified"), lists::mark(one.incentive, "incentive")];
                    let marks: Vec<String> = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
                    let stars = one.stars.map_or_else(String::new, |stars| stars.to_string());
                    let by = one.customer.map_or_else(String::new, |customer| customer.name);
                    let (at, marks, id) = (times::show(one.at), marks.join(", "), one.id.to_string());
                    table.push(vec![at, one.source, stars, by, marks, short(&one.words), id]);
                }
                Ok(lists::lines(&table))
            })
        }
        ReviewVerb::Add(new) => {
            let ask = Ask::post("/reviews", review(server, new)?).once(new.once.key.as_deref())?;
            record(server, "the review", &ask)
        }
        ReviewVerb::Change { id, new } => {
            change(server, "the review", &Ask::put(format!("/reviews/{id}"), review(server, new)?))
        }
        ReviewVerb::Remove { id } => remove(server, "the review", &Ask::delete(format!("/reviews/{id}"))),
    }
}

pub fn run_conversation(server: &Server, verb: &ConversationVerb) -> Result<()> {
    match verb {
        ConversationVerb::List { customer, page } => {
            let ask = Ask::get("/conversations").with_any("customer", of(server, customer.as_deref())?);
            let answer =
                pages::some(server, "the conversations were not listed", page, ask, "conversations", By::Cursor)?;
            server.print(&answer, |all: Conversations| {
                let mut table = Table::new(&["said", "by", "to", "felt", "words", "id"]).with_words(5);
                for one in all.conversations {
                    let felt = one.feeling.map_or_else(String::new, |feeling| format!("{feeling:+}"));
                    let (by, to) = (one.customer.name, one.heard_by.name);
                    table.push(vec![times::show(one.at), by, to, felt, short(&one.words), one.id.to_string()]);
                }
                Ok(lists::lines(&table))
            })
        }
        ConversationVerb::Add(new) => {
            let ask = Ask::post("/conversations", conversation(server, new)?).once(new.once.key.as_deref())?;
            record(server, "what they said", &ask)
        }
        ConversationVerb::Change { id, new } => {
            change(server, "what they said", &Ask::put(format!("/conversations/{id}"), conversation(server, new)?))
        }
        ConversationVerb::Remove { id } => {
            remove(server, "what they said", &Ask::delete(format!("/conversations/{id}")))
        }
    }
}

pub fn run_outcome(server: &Server, verb: &OutcomeVerb) -> Result<()> {
    match verb {
        OutcomeVerb::List { customer } => {
            let id = names::anybody(server, customer)?;
            let ask = Ask::get("/outcomes").with("customer", &id);
            let answer = server.ask(&format!("what {customer} did next was not listed"), &ask)?;
            server.print(&answer, |all: Outcomes| {
                let mut table = Table::new(&["when", "what", "recorded by", "id"]);
                for one in all.outcomes {
                    let (at, what, id) = (times::show(one.at), plain(&one.what), one.id.to_string());
                    table.push(vec![at, what, one.recorded_by.name, id]);
                }
                Ok(lists::lines(&table))
            })
        }
        OutcomeVerb::Add { customer, what, ask, at, once } => {
            let id = names::anybody(server, customer)?;
            let body = given(json!({ "customer": id, "what": what.word(), "ask": ask, "at": at }));
            let ask = Ask::post("/outcomes", body).once(once.key.as_deref())?;
            record(server, "what they did next", &ask)
        }
        OutcomeVerb::Change { id, customer, what, ask, at } => {
            let customer = names::anybody(server, customer)?;
            let body = given(json!({ "customer": customer, "what": what.word(), "ask": ask, "at": at }));
            change(server, "what they did next", &Ask::put(format!("/outcomes/{id}"), body))
        }
        OutcomeVerb::Remove { id } => remove(server, "what they did next", &Ask::delete(format!("/outcomes/{id}"))),
    }
}

fn list_surveys(server: &Server) -> Result<()> {
    let answer = server.ask("the surveys were not listed", &Ask::get("/surveys"))?;
    server.print(&answer, |all: Surveys| {
        if all.surveys.is_empty() {
            return Ok("Nobody is asked anything yet.\n".to_owned());
        }
        let mut table = Table::new(&["name", "about", "", "version", "waiting", "answered", "id"]).with_words(3);
        for one in all.surveys {
            table.push(vec![
                cut(&one.name, terminal::width() / 3),
                about(&one.purpose).to_owned(),
                lists::mark(!one.running, "stopped"),
                one.version.to_string(),
                count(one.waiting),
                count(one.answered),
                one.id.to_string(),
            ]);
        }
        Ok(lists::lines(&table))
    })
}

/// What a survey is about.
fn about(purpose: &str) -> &'static str {
    if purpose == "relationship" { "the relationship" } else { "a promise" }
}

fn page(survey: &Survey) -> String {
    let stopped = lists::mark(!survey.running, "  stopped");
    let mut lines = vec![
        format!("{}{stopped}", paint(STRONG, &survey.name)),
        format!("about {}, version {}", about(&survey.purpose), survey.version),
        paint(FAINT, &survey.id.to_string()),
        String::new(),
        survey.title.any().to_owned(),
    ];
    lines.extend(survey.questions.iter().map(|one| format!("  {} ({})", one.label.any(), one.scale)));
    lines.join("\n") + "\n"
}

/// Saves what a file holds: in the place of the survey with its id or its name, or as a new one.
fn save_survey(server: &Server, file: &Path) -> Result<()> {
    let mut written: Value = files::read(file)?;
    let Some(fields) = written.as_object_mut() else { bail!("{}: a survey is an object", file.display()) };
    let id: Option<Uuid> = fields.remove("id").and_then(|id| serde_json::from_value(id).ok());
    let seen = fields.remove("revision").and_then(|revision| revision.as_i64());
    for shown in ["version", "running", "made_at", "waiting", "answered"] {
        fields.remove(shown);
    }
    let name = fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known: Surveys = server.ask("the surveys were not listed", &Ask::get("/surveys"))?.read()?;
    let place = match id {
        Some(id) => known.surveys.iter().find(|survey| survey.id == id),
        None => known.surveys.iter().find(|survey| survey.name == name),
    };
    if let (Some(id), None) = (id, place) {
        bail!("{}: there is no survey {id}; leave the id out to make a new one", file.display());
    }
    let ask = match place {
        Some(survey) => Ask::put(format!("/surveys/{}", survey.id), written).seen(seen),
        None => Ask::post("/surveys", written),
    };
    let answer = server.ask(&format!("the survey \"{name}\" was not saved"), &ask)?;
    server.print(&answer, |survey: Survey| {
        let name = paint(STRONG, &survey.name);
        Ok(format!("{name} was saved: version {}.\n{}\n", survey.version, paint(FAINT, &survey.id.to_string())))
    })
}

fn run(server: &Server, name: &str, running: bool) -> Result<()> {
    let id = survey_named(server, name)?;
    let ask = Ask::put(format!("/surveys/{id}/running"), json!({ "running": running }));
    let answer: Answer = server.ask(&format!("the survey \"{name}\" was not changed"), &ask)?;
    server.print(&answer, |survey: Survey| {
        let now = if survey.running { "asks" } else { "asks nobody" };
        Ok(format!("{} {now} from now on.\n", paint(STRONG, &survey.name)))
    })
}

fn list_feedback(server: &Server, filter: &FeedbackFilter) -> Result<()> {
    let survey = filter.survey.as_ref().map(|name| survey_named(server, name)).transpose()?;
    let ask = Ask::get("/feedback")
        .with("state", filter.state.word())
        .with_any("survey", survey)
        .with_any("customer", of(server, filter.customer.as_deref())?)
        .with_any("request", filter.request.map(|name| names::request(server, name)).transpose()?)
        .with_any("service", filter.service.as_ref().map(|name| names::service(server, name)).transpose()?)
        .with_any("team", filter.team.as_ref().map(|name| names::team(server, name)).transpose()?)
        .with_any("moment", filter.occasion.map(Occasion::word))
        .with_any("kept", filter.kept)
        .with_any("poor", filter.poor);
    let answer = pages::some(server, "the feedback was not listed", &filter.page, ask, "feedback", By::Cursor)?;
    server.print(&answer, |page: FeedbackPage| {
        if page.feedback.is_empty() {
            return Ok("Nobody said anything like that.\n".to_owned());
        }
        let header = ["when", "customer", "request", "promise", "answers", "words", "follow-up", "id"];
        let mut table = Table::new(&header).with_words(5);
        for one in page.feedback {
            let said = one.answers.iter().filter_map(|given| given.words.as_deref()).collect::<Vec<_>>().join(" ");
            let promise = one.kept.map_or("", |kept| if kept { "kept" } else { "broken" });
            table.push(vec![
                times::show(one.answered_at.unwrap_or(one.asked_at)),
                cut(&one.customer.name, terminal::width() / 6),
                one.request.map_or_else(String::new, |request| request.number.to_string()),
                promise.to_owned(),
                one.answers.iter().filter_map(shown).collect::<Vec<_>>().join(", "),
                short(&said),
                one.follow_up.map_or_else(String::new, |request| format!("{} {}", request.number, request.status)),
                one.id.to_string(),
            ]);
        }
        Ok(format!("{}{}\n", lists::lines(&table), paint(FAINT, &format!("{} in all", count(page.count)))))
    })
}

/// An answer that is no words.
fn shown(given: &Given) -> Option<String> {
    let chosen: Vec<&str> = given.chosen.iter().map(Wording::any).collect();
    match given.value {
        Some(value) => Some(format!("{} {value}", given.scale.to_uppercase())),
        None => (!chosen.is_empty()).then(|| chosen.join(" + ")),
    }
}

fn review(server: &Server, new: &NewReview) -> Result<Value> {
    Ok(given(json!({
        "source": new.source,
        "stars": new.stars,
        "words": words(&new.words)?,
        "link": new.link,
        "customer": of(server, new.customer.as_deref())?,
        "request": new.request.map(|name| names::request(server, name)).transpose()?,
        "verified": new.verified,
        "incentive": new.incentive,
        "at": new.at,
    })))
}

fn conversation(server: &Server, new: &NewConversation) -> Result<Value> {
    Ok(given(json!({
        "customer": names::anybody(server, &new.customer)?,
        "words": words(&new.words)?,
        "request": new.request.map(|name| names::request(server, name)).transpose()?,
        "heard_by": new.heard_by.as_ref().map(|name| names::person(server, name)).transpose()?,
        "feeling": new.feeling,
        "at": new.at,
    })))
}

fn record(server: &Server, what: &str, ask: &Ask) -> Result<()> {
    let answer = server.ask(&format!("{what} was not recorded"), ask)?;
    server.print(&answer, |made: Recorded| Ok(format!("It is recorded: {}\n", made.id)))
}

fn change(server: &Server, what: &str, ask: &Ask) -> Result<()> {
    let answer = server.ask(&format!("{what} was not changed"), ask)?;
    server.print(&answer, |made: Recorded| Ok(format!("It is written down anew: {}\n", made.id)))
}

fn remove(server: &Server, what: &str, ask: &Ask) -> Result<()> {
    server.ask(&format!("{what} was not removed"), ask)?;
    server.confirm("It is removed.")
}

fn show_audience(server: &Server, filter: &AudienceFilter) -> Result<()> {
    let id = survey_named(server, &filter.survey)?;
    let service = filter.service.as_ref().map(|name| names::service(server, name)).transpose()?;
    let ask = Ask::get(format!("/surveys/{id}/audience"))
        .with_any("service", service)
        .with_any("tag", filter.tag.as_ref())
        .with_any("since", filter.since)
        .with_any("until", filter.until)
        .with_any("rested_since", filter.rested_since);
    let answer = server.ask("nobody was looked for", &ask)?;
    server.print(&answer, |audience: Audience| {
        let found = if audience.more { format!("more than {}", count(audience.found)) } else { count(audience.found) };
        let (ready, any, same) = (count(audience.ready), count(audience.resting_any), count(audience.resting_same));
        Ok(format!(
            "{found} found: {ready} can be asked now, {any} were asked something not long ago, {same} were asked the \
             same.\n"
        ))
    })
}

/// Writes what was said to a file that is not there yet, or to standard output.
fn export(server: &Server, filter: &ExportFilter) -> Result<()> {
    let failed = "nothing was taken out";
    let ask = Ask::get("/feedback/export")
        .with("what", filter.what.word())
        .with("format", filter.format.word())
        .with_any("since", filter.since)
        .with_any("until", filter.until);
    let Some(path) = &filter.output else { return server.copy(failed, &ask, &mut io::stdout().lock()) };
    let shown = path.display();
    let mut out = File::create_new(path).with_context(|| format!("{shown}: cannot be made"))?;
    if let Err(error) = server.copy(failed, &ask, &mut out) {
        // Half a file looks like a whole one.
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    terminal::print(&format!("{shown} was saved.\n"))
}

/// The customer that a filter names.
fn of(server: &Server, customer: Option<&str>) -> Result<Option<Uuid>> {
    customer.map(|name| names::anybody(server, name)).transpose()
}

pub fn survey_named(server: &Server, name: &str) -> Result<Uuid> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let all: Surveys = server.ask("the surveys were not listed", &Ask::get("/surveys"))?.read()?;
    let candidate = |survey: Survey| Candidate { id: survey.id, name: survey.name, kind: survey.purpose };
    let known: Vec<Candidate> = all.surveys.into_iter().map(candidate).collect();
    Ok(names::choose("survey", name, &known)?.id)
}

/// Words in a column.
fn short(words: &str) -> String {
    cut(&words.replace('\n', " "), terminal::width() / 3)
}
