//! What customers of the shop said, asked and unasked.

use catena_domain::feedback::when::Link;
use catena_domain::feedback::{Answer, Csat, Nps};
use catena_domain::id::{ActId, AskId, PartyId, RequestId, SurveyId};
use catena_store::feedback::{self, AskRow};
use catena_store::reviews::{self, HeardRow, OutcomeRow, ReviewRow};
use catena_store::surveys::{self, SurveyRow};
use catena_store::{Error, Tx};

use super::samples::{at, id};
use super::shop::{ADA, BEA, BINDING, CAROL, ORDER, OTHER};

/// What everybody is asked.
pub const SURVEY: SurveyId = SurveyId(uuid::Uuid::from_u128(900));
/// What Ada was asked about her order.
pub const OF_ORDER: AskId = AskId(uuid::Uuid::from_u128(910));
/// How satisfied somebody is, and what they write.
pub const HOW: uuid::Uuid = uuid::Uuid::from_u128(901);
/// What they write.
pub const WHY: uuid::Uuid = uuid::Uuid::from_u128(902);

pub fn survey(version: i64) -> SurveyRow {
    SurveyRow {
        id: SURVEY,
        name: "After a delivery".to_owned(),
        purpose: "transactional".to_owned(),
        every_days: 90,
        running: true,
        version,
        questions: format!("{{\"version\":{version}}}"),
        revision: version,
        made_at: at(0),
    }
}

/// A question to somebody at some second, which waits.
pub fn asked(number: u128, customer: PartyId, request: Option<RequestId>, second: i64) -> AskRow {
    AskRow {
        id: AskId(id(number)),
        survey: SURVEY,
        version: 1,
        customer,
        request,
        service: None,
        moment: "kept".to_owned(),
        kept: Some(true),
        act: ActId(id(300)),
        state: "waiting".to_owned(),
        asked_at: at(second),
        expires_at: at(second + 1_000),
        answered_at: None,
        poor: None,
        follow_up: None,
    }
}

/// Keeps a question; its number is its key.
pub fn ask(tx: &mut Tx<'_>, row: &AskRow, links: &[Link]) -> Result<(), Error> {
    feedback::ask(tx, row, row.id.0.as_bytes(), links)
}

pub fn satisfied(value: i64) -> Answer {
    Answer::Csat(Csat::new(value).unwrap())
}

pub fn promoting(value: i64) -> Answer {
    Answer::Nps(Nps::new(value).unwrap())
}

pub fn review(number: u128, customer: Option<PartyId>, second: i64) -> ReviewRow {
    ReviewRow {
        id: id(number),
        customer,
        request: None,
        source: "Shops of the town".to_owned(),
        stars: Some(4),
        words: "pretty".to_owned(),
        link: "https://reviews.example/1".to_owned(),
        verified: true,
        incentive: false,
        at: at(second),
        recorded_by: CAROL,
        recorded_at: at(99),
        revision: 1,
    }
}

pub fn heard(number: u128, customer: PartyId, second: i64) -> HeardRow {
    HeardRow {
        id: id(number),
        customer,
        request: None,
        heard_by: CAROL,
        words: "the vase leaks".to_owned(),
        feeling: Some(-1),
        at: at(second),
        recorded_by: CAROL,
        recorded_at: at(99),
        revision: 1,
    }
}

/// Ada and Bea answer, are reviewed and overheard.
pub fn fill(tx: &mut Tx<'_>) -> Result<(), Error> {
    surveys::save(tx, &survey(1), at(0))?;
    let links = [
        Link { request: ORDER, provider: PartyId(id(2)), kept: Some(true) },
        Link { request: BINDING, provider: CAROL, kept: None },
    ];
    for (row, words) in [
        (asked(OF_ORDER.0.as_u128(), ADA, Some(ORDER), 70), "my supercalifragilistic roses, says Ada"),
        (asked(911, BEA, Some(OTHER), 71), "like those of Ada Lovelace-Quux, with a ribbon"),
    ] {
        ask(tx, &row, &links)?;
        feedback::answer(tx, &row, &[(HOW, satisfied(2)), (WHY, Answer::Text(words.to_owned()))], true, at(80))?;
    }
    ask(tx, &asked(912, ADA, None, 72), &[])?;
    reviews::add_review(
        tx,
        &ReviewRow {
            source: "Blog of Lovelace".to_owned(),
            words: "an eellogofusciouhipoppokunurious bouquet".to_owned(),
            link: "https://lovelace.example/quux".to_owned(),
            ..review(920, Some(ADA), 81)
        },
    )?;
    let said = "Ada Lovelace-Quux told me to come with a ribbon".to_owned();
    reviews::add_review(tx, &ReviewRow { words: said, ..review(921, Some(BEA), 82) })?;
    let told = "she calls it a taumatawhakatangihanga".to_owned();
    reviews::add_heard(tx, &HeardRow { words: told, request: Some(ORDER), ..heard(930, ADA, 83) })?;
    let outcome = OutcomeRow {
        id: id(940),
        customer: ADA,
        ask: Some(OF_ORDER),
        what: "came_back".to_owned(),
        at: at(84),
        recorded_by: CAROL,
        recorded_at: at(99),
        revision: 1,
    };
    reviews::add_outcome(tx, &outcome)?;
    reviews::set_owner(tx, ADA, Some(PartyId(id(2))))
}
