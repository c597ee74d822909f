//! What customers of the simulated shops said: the ratings of the simulator as answers to a survey, with words that fit,
//! and beside them a few public reviews and conversations. Who says what follows from the ratings and the order of the
//! orders alone.

use std::collections::HashMap;

use catena_domain::chain::Chain;
use catena_domain::event::{Event, Fact};
use catena_domain::feedback::when::{ANY_DAYS, WAITS_DAYS, snapshot};
use catena_domain::feedback::{Answer, Csat, Nps, Outcome};
use catena_domain::id::{ActId, AskId, PartyId, SurveyId};
use catena_store::feedback::{self as rows, AskRow};
use catena_store::reviews::{self, HeardRow, OutcomeRow, ReviewRow};
use catena_store::surveys::{self, SurveyRow};
use catena_store::{Tx, parties};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::actions::Refusal;
use crate::actions::feedback::follow_up;
use crate::desk::{Calendars, ChoiceText, Desk, OccasionsText, QuestionText, ScaleWord, SurveyText, WordingText};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What is written beside a rating from 1 to 5; not everybody writes.
const WORDS: [[&str; 6]; 5] = [
    [
        "The birthday was over when the flowers came.",
        "Nobody could tell me where they were. I rang three times.",
        "Half of the tulips hung their heads by the evening.",
        "",
        "I was told noon and it was five. My mother had left by then.",
        "The card was missing, and it was the card that mattered.",
    ],
    [
        "Too late, and no word about it.",
        "Pretty, but not what I had chosen.",
        "",
        "The courier left them at the wrong door.",
        "I had to ask where they were.",
        "",
    ],
    ["In order.", "", "A little late.", "Smaller than in the picture.", "", "Fine, but the vase leaked."],
    [
        "Fresh and on time.",
        "",
        "Friendly on the phone.",
        "Lovely colours. The card could be thicker.",
        "",
        "They lasted ten days!",
    ],
    [
        "She cried. Thank you!",
        "On the minute, and more beautiful than I had hoped.",
        "",
        "You even rang the neighbours. Thank you.",
        "Best peonies in town.",
        "",
    ],
];

const REVIEWS: [(&str, i64, &str, bool, bool); 8] = [
    ("Maps", 5, "Always fresh, and the courier smiles.", true, false),
    ("Maps", 2, "Ordered for eleven, came at three. The flowers were fine, the lunch was over.", true, false),
    ("Town paper", 4, "A shop that remembers what you bought last year.", false, false),
    ("Maps", 5, "I got a rose for writing this, but I would have written it anyway.", true, true),
    ("Maps", 1, "Wilted after a day.", false, false),
    ("Blog", 4, "The wreath of herbs is worth the walk.", false, false),
    ("Maps", 3, "Good bouquets, slow answers.", true, false),
    ("Maps", 5, "They saved our anniversary.", true, false),
];

const HEARD: [(&str, i64); 8] = [
    ("Her mother still talks about the peonies.", 2),
    ("He waited at the door for an hour and was cold and cross.", -2),
    ("She likes that the same voice answers each time.", 1),
    ("They will order the wedding flowers elsewhere, it was too late for them once.", -2),
    ("Asked whether we could bring them before work.", 0),
    ("The vase leaks a little.", -1),
    ("Recommended us to the office on the third floor.", 2),
    ("Found the card too small for what he wanted to say.", -1),
];

/// What is asked, and what was said so far.
pub struct Voices {
    promise: SurveyRow,
    relationship: SurveyRow,
    texts: (SurveyText, SurveyText),
    /// When each customer was asked.
    asked: HashMap<PartyId, Vec<Timestamp>>,
    /// When each customer last ordered.
    ordered: HashMap<PartyId, Timestamp>,
    /// Poor answers, in the order in which they were given to this.
    poor: Vec<AskRow>,
    answered: Vec<PartyId>,
    told: usize,
    now: Timestamp,
}

impl Voices {
    /// Writes down what is asked.
    pub fn begin(desk: &Desk, tx: &mut Tx<'_>, since: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        let texts = (about_the_promise(desk), about_us(desk));
        let promise = survey(desk, "After a delivery", "transactional", 90, &texts.0, since);
        let relationship = survey(desk, "How are we doing?", "relationship", 180, &texts.1, since + HOUR);
        surveys::save(tx, &promise, since)?;
        surveys::save(tx, &relationship, since)?;
        Ok(Self {
            promise,
            relationship,
            texts,
            asked: HashMap::new(),
            ordered: HashMap::new(),
            poor: Vec::new(),
            answered: Vec::new(),
            told: 0,
            now,
        })
    }

    /// The customer of a chain is asked if it is time, and answers if the simulator has them rate it. Returns what the
    /// record says of it.
    pub fn hear(
        &mut self,
        desk: &Desk,
        tx: &mut Tx<'_>,
        calendars: &Calendars,
        chain: &Chain,
        rating: Option<u8>,
    ) -> Result<Vec<Event>, Refusal> {
        let root = chain.root();
        let customer = root.request.customer();
        let ordered = self.ordered.entry(customer).or_insert(root.asked_at);
        *ordered = root.asked_at.max(*ordered);
        let Some(done_at) = root.request.done_at().filter(|_| root.asked.external) else { return Ok(Vec::new()) };
        let links = snapshot(chain, &|id| calendars.find(id), chain.last_at());
        let Some(kept) = links.first().and_then(|link| link.kept) else { return Ok(Vec::new()) };
        let recent = done_at + HOUR * 24 * 20 > self.now;
        if !(rating.is_some() || (recent && self.told.is_multiple_of(3))) || !self.rested(customer, done_at) {
            self.told += usize::from(recent);
            return Ok(Vec::new());
        }
        self.told += 1;
        let answered_at = done_at + HOUR * (1 + (self.told * 7 % 45) as i32);
        let rating = rating.filter(|_| answered_at < self.now);
        if rating.is_none() && !recent {
            return Ok(Vec::new());
        }
        let mut row = Self::ask(desk, &self.promise, customer, done_at);
        row.request = Some(root.id());
        row.service = root.asked.service;
        if kept { "kept" } else { "broken" }.clone_into(&mut row.moment);
        row.kept = Some(kept);
        let answers = rating.map(|rating| self.answers(rating, kept)).unwrap_or_default();
        if rating.is_some() {
            row.answered_at = Some(answered_at);
            row.poor = Some(answers.iter().any(|(_, answer)| answer.is_poor()));
            "answered".clone_into(&mut row.state);
        }
        rows::ask(tx, &row, &desk.secret().key(), &links)?;
        rows::keep_answers(tx, &row, &answers)?;
        self.asked.entry(customer).or_default().push(done_at);
        if row.poor == Some(true) {
            self.poor.push(row.clone());
        }
        if rating.is_some() {
            self.answered.push(customer);
        }
        Ok(record(desk, &row))
    }

    /// Whether somebody was left in peace around an instant.
    fn rested(&self, customer: PartyId, at: Timestamp) -> bool {
        let peace = HOUR * 24 * i32::try_from(ANY_DAYS).unwrap_or(i32::MAX);
        let before = self.asked.get(&customer).map(Vec::as_slice).unwrap_or_default();
        before.iter().all(|&other| at.duration_since(other).abs() >= peace)
    }

    fn ask(desk: &Desk, survey: &SurveyRow, customer: PartyId, at: Timestamp) -> AskRow {
        AskRow {
            id: AskId(desk.id()),
            survey: survey.id,
            version: 1,
            customer,
            request: None,
            service: None,
            moment: "campaign".to_owned(),
            kept: None,
            act: ActId(desk.id()),
            state: "waiting".to_owned(),
            asked_at: at,
            expires_at: at + HOUR * 24 * i32::try_from(WAITS_DAYS).unwrap_or(i32::MAX),
            answered_at: None,
            poor: None,
            follow_up: None,
        }
    }

    fn answers(&self, rating: u8, kept: bool) -> Vec<(Uuid, Answer)> {
        let questions = &self.texts.0.questions;
        let mut answers = Vec::new();
        answers.extend(Csat::new(i64::from(rating)).map(|csat| (questions[0].id, Answer::Csat(csat))));
        if rating <= 3 {
            let choices = &questions[1].choices;
            let wrong = if kept { choices[1 + self.told % 2].id } else { choices[0].id };
            answers.push((questions[1].id, Answer::Choices(vec![wrong])));
        }
        let words = WORDS[usize::from(rating.clamp(1, 5)) - 1][self.told % 6];
        if !words.is_empty() {
            answers.push((questions[2].id, Answer::Text(words.to_owned())));
        }
        answers
    }

    /// What else was said: how likely some are to recommend the shops, what stands in public, what was overheard, and what
    /// those did next who had answered poorly.
    pub fn end(&mut self, desk: &Desk, tx: &mut Tx<'_>) -> Result<Vec<Event>, Refusal> {
        let mut told = self.recommend(desk, tx)?;
        let people: Vec<PartyId> = {
            let inside = parties::internal(tx.sql())?.into_iter().filter(|row| row.kind == "person");
            inside.map(|row| row.id).collect()
        };
        let Some(&clerk) = people.first() else { return Ok(told) };
        for (place, (source, stars, words, verified, incentive)) in REVIEWS.iter().enumerate() {
            let at = self.now - HOUR * 24 * (3 + place as i32 * 11);
            let customer = self.answered.iter().rev().nth(place * 5).copied().filter(|_| *verified);
            let row = ReviewRow {
                id: desk.id(),
                customer,
                request: None,
                source: (*source).to_owned(),
                stars: Some(*stars),
                words: (*words).to_owned(),
                link: String::new(),
                verified: *verified,
                incentive: *incentive,
                at,
                recorded_by: clerk,
                recorded_at: at,
                revision: 1,
            };
            reviews::add_review(tx, &row)?;
            told.push(event(desk, at, clerk, row.id, Fact::ReviewRecorded));
        }
        for (place, (words, feeling)) in HEARD.iter().enumerate() {
            let Some(&customer) = self.answered.iter().rev().nth(3 + place * 4) else { break };
            let at = self.now - HOUR * (20 + place as i32 * 130);
            let heard_by = people[place * 3 % people.len()];
            let row = HeardRow {
                id: desk.id(),
                customer,
                request: None,
                heard_by,
                words: (*words).to_owned(),
                feeling: Some(*feeling),
                at,
                recorded_by: heard_by,
                recorded_at: at,
                revision: 1,
            };
            reviews::add_heard(tx, &row)?;
            told.push(event(desk, at, heard_by, row.id, Fact::ConversationRecorded));
        }
        for (place, row) in self.poor.iter().enumerate() {
            let Some(answered_at) = row.answered_at.filter(|&at| at + HOUR * 24 * 30 < self.now) else { continue };
            let later = self.ordered.get(&row.customer).copied().filter(|&at| at > answered_at);
            let (outcome, at) = match later {
                Some(at) => (Outcome::CameBack, at),
                None if place % 2 == 0 => (Outcome::Left, answered_at + HOUR * 24 * 25),
                None => continue,
            };
            let id = desk.id();
            let what = outcome.word().to_owned();
            let kept = OutcomeRow {
                id,
                customer: row.customer,
                ask: Some(row.id),
                what: what.clone(),
                at,
                recorded_by: clerk,
                recorded_at: at,
                revision: 1,
            };
            reviews::add_outcome(tx, &kept)?;
            told.push(event(desk, at, clerk, id, Fact::OutcomeRecorded { outcome: what }));
        }
        Ok(told)
    }

    /// A campaign six weeks ago; one in three answers.
    fn recommend(&mut self, desk: &Desk, tx: &mut Tx<'_>) -> Result<Vec<Event>, Refusal> {
        let at = self.now - HOUR * 24 * 42;
        let mut customers: Vec<(Timestamp, PartyId)> = self.ordered.iter().map(|(id, at)| (*at, *id)).collect();
        customers.sort_unstable();
        let mut told = Vec::new();
        let chosen = customers.into_iter().filter(|(ordered, _)| *ordered < at).map(|(_, customer)| customer);
        let chosen: Vec<PartyId> = chosen.filter(|&customer| self.rested(customer, at)).take(90).collect();
        let mut act = None;
        for (place, customer) in chosen.into_iter().enumerate() {
            let mut row = Self::ask(desk, &self.relationship, customer, at);
            row.act = *act.get_or_insert(row.act);
            let mut answers = Vec::new();
            if place % 3 == 0 {
                let value = [10, 9, 8, 10, 7, 9, 3, 10, 8, 6][place / 3 % 10];
                let question = self.texts.1.questions[0].id;
                answers.extend(Nps::new(value).map(|nps| (question, Answer::Nps(nps))));
                row.answered_at = Some(at + HOUR * (2 + place as i32));
                row.poor = Some(answers.iter().any(|(_, answer)| answer.is_poor()));
                "answered".clone_into(&mut row.state);
            }
            rows::ask(tx, &row, &desk.secret().key(), &[])?;
            rows::keep_answers(tx, &row, &answers)?;
            self.asked.entry(customer).or_default().push(at);
            told.extend(record(desk, &row));
        }
        Ok(told)
    }

    /// Opens a request for each of the last poor answers, as they are opened when somebody answers poorly.
    pub fn follow(&self, desk: &Desk, tx: &mut Tx<'_>) -> Result<(), Refusal> {
        let mut last: Vec<&AskRow> = self.poor.iter().collect();
        last.sort_by_key(|row| row.answered_at);
        for row in last.into_iter().rev().take(4) {
            follow_up(desk, tx, row, row.act)?;
        }
        Ok(())
    }
}

/// What the record says of a question and its answer.
fn record(desk: &Desk, row: &AskRow) -> Vec<Event> {
    let mut told = vec![event(desk, row.asked_at, PartyId::CATENA, row.id.0, Fact::FeedbackAsked(row.request))];
    if let (Some(at), Some(poor)) = (row.answered_at, row.poor) {
        told.push(event(desk, at, row.customer, row.id.0, Fact::FeedbackGiven { poor }));
    }
    told
}

fn event(desk: &Desk, at: Timestamp, by: PartyId, subject: Uuid, fact: Fact) -> Event {
    Event { seq: 0, at, act: ActId(desk.id()), by, subject, chain: None, fact }
}

fn survey(desk: &Desk, name: &str, purpose: &str, every_days: i64, text: &SurveyText, made_at: Timestamp) -> SurveyRow {
    SurveyRow {
        id: SurveyId(desk.id()),
        name: name.to_owned(),
        purpose: purpose.to_owned(),
        every_days,
        running: true,
        version: 1,
        questions: serde_json::to_string(text).unwrap_or_default(),
        revision: 1,
        made_at,
    }
}

fn wording(en: &str, fr: &str, de: &str) -> WordingText {
    WordingText { en: en.to_owned(), fr: fr.to_owned(), de: de.to_owned() }
}

fn question(desk: &Desk, scale: ScaleWord, label: WordingText, choices: Vec<WordingText>) -> QuestionText {
    let choices = choices.into_iter().map(|label| ChoiceText { id: desk.id(), label }).collect();
    QuestionText { id: desk.id(), scale, label, choices, required: scale == ScaleWord::Csat }
}

fn about_the_promise(desk: &Desk) -> SurveyText {
    let wrong = vec![
        wording("It came late", "C’était en retard", "Es kam zu spät"),
        wording("The flowers were not fresh", "Les fleurs n’étaient pas fraîches", "Die Blumen waren nicht frisch"),
        wording(
            "It was not what I had chosen",
            "Ce n’était pas ce que j’avais choisi",
            "Es war nicht, was ich gewählt hatte",
        ),
        wording("Nobody told me anything", "Personne ne m’a rien dit", "Niemand hat mir etwas gesagt"),
    ];
    SurveyText {
        title: wording("How was it?", "Comment était-ce ?", "Wie war es?"),
        questions: vec![
            question(
                desk,
                ScaleWord::Csat,
                wording(
                    "How satisfied are you with your order?",
                    "Êtes-vous satisfait de votre commande ?",
                    "Wie zufrieden sind Sie mit Ihrer Bestellung?",
                ),
                Vec::new(),
            ),
            question(
                desk,
                ScaleWord::Choices,
                wording(
                    "What could have been better?",
                    "Qu’est-ce qui aurait pu être mieux ?",
                    "Was hätte besser sein können?",
                ),
                wrong,
            ),
            question(
                desk,
                ScaleWord::Text,
                wording(
                    "What else should we know?",
                    "Que devons-nous savoir d’autre ?",
                    "Was sollen wir sonst noch wissen?",
                ),
                Vec::new(),
            ),
        ],
        occasions: OccasionsText { kept: true, broken: true, ..OccasionsText::default() },
    }
}

fn about_us(desk: &Desk) -> SurveyText {
    let recommend = wording(
        "How likely are you to recommend our shops to a friend?",
        "Recommanderiez-vous nos magasins à un ami ?",
        "Wie wahrscheinlich empfehlen Sie unsere Läden weiter?",
    );
    SurveyText {
        title: wording("A question about us", "Une question sur nous", "Eine Frage zu uns"),
        questions: vec![question(desk, ScaleWord::Nps, recommend, Vec::new())],
        occasions: OccasionsText::default(),
    }
}
