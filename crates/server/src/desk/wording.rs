//! What notices say, in each language. All their words stand here.
//!
//! A notice never holds a secret: what people wrote is masked, and a tracking link is mentioned and not repeated. What
//! colleagues wrote among themselves is never quoted.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::mask::mask;

/// What somebody is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Their request was received.
    Received,
    /// Somebody answered them.
    Answered,
    /// What they asked for is done.
    Done,
    /// It was promised for another time.
    DueMoved,
    /// They are asked how it was.
    Feedback,
    /// Something was asked of them.
    Offered,
    /// Something was asked of one of their teams.
    TeamOffered,
    /// Something that they had asked for came back, because something is missing.
    Returned,
    /// A colleague mentioned them.
    Mentioned,
    /// The staff is asked how it is to work here.
    Pulse,
}

impl NoticeKind {
    /// All kinds with their words; the first five are for whoever asked.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Received, "received"),
        (Self::Answered, "answered"),
        (Self::Done, "done"),
        (Self::DueMoved, "due_moved"),
        (Self::Feedback, "feedback"),
        (Self::Offered, "offered"),
        (Self::TeamOffered, "team_offered"),
        (Self::Returned, "returned"),
        (Self::Mentioned, "mentioned"),
        (Self::Pulse, "pulse"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// The kind of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// The languages in which notices are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
    /// German.
    De,
}

impl Language {
    /// All languages with their codes.
    pub const ALL: [(Self, &'static str); 3] = [(Self::En, "en"), (Self::Fr, "fr"), (Self::De, "de")];

    /// Its code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(language, _)| *language == self).map_or("en", |(_, code)| code)
    }

    /// The language of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(language, _)| *language)
    }
}

/// What a notice is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About<'a> {
    /// The number of the request; 0 if it is about none.
    pub number: i64,
    /// What it is about; nothing if whoever is told may not know.
    pub subject: Option<&'a str>,
    /// What was answered.
    pub answer: Option<&'a str>,
    /// Until when it is promised.
    pub due_at: Option<Timestamp>,
    /// Whether a private link shows how it goes.
    pub followable: bool,
    /// The private link to the questions that they are asked; it is masked before it is written.
    pub link: Option<&'a str>,
}

/// The most letters of an answer that a notice quotes.
const QUOTED: usize = 4_000;

/// The subject and the words of a notice.
pub fn write(kind: NoticeKind, language: Language, about: &About<'_>) -> (String, String) {
    use Language::{De, En, Fr};
    let number = about.number;
    let head = match kind {
        NoticeKind::Received => match language {
            En => format!("We have received your request {number}"),
            Fr => format!("Nous avons bien reçu votre demande {number}"),
            De => format!("Wir haben Ihre Anfrage {number} erhalten"),
        },
        NoticeKind::Answered => match language {
            En => format!("An answer to your request {number}"),
            Fr => format!("Une réponse à votre demande {number}"),
            De => format!("Eine Antwort auf Ihre Anfrage {number}"),
        },
        NoticeKind::Done => match language {
            En => format!("Your request {number} is done"),
            Fr => format!("Votre demande {number} est traitée"),
            De => format!("Ihre Anfrage {number} ist erledigt"),
        },
        NoticeKind::DueMoved => match language {
            En => format!("Another time for your request {number}"),
            Fr => format!("Un nouveau délai pour votre demande {number}"),
            De => format!("Ein neuer Termin für Ihre Anfrage {number}"),
        },
        NoticeKind::Feedback if number == 0 => match language {
            En => "May we ask you something?".to_owned(),
            Fr => "Pouvons-nous vous poser une question ?".to_owned(),
            De => "Dürfen wir Sie etwas fragen?".to_owned(),
        },
        NoticeKind::Feedback => match language {
            En => format!("How was it? Your request {number}"),
            Fr => format!("Comment cela s’est-il passé ? Votre demande {number}"),
            De => format!("Wie war es? Ihre Anfrage {number}"),
        },
        NoticeKind::Offered => match language {
            En => format!("Request {number} is asked of you"),
            Fr => format!("La demande {number} vous est confiée"),
            De => format!("Anfrage {number} wartet auf Sie"),
        },
        NoticeKind::TeamOffered => match language {
            En => format!("Request {number} is asked of your team"),
            Fr => format!("La demande {number} est confiée à votre équipe"),
            De => format!("Anfrage {number} wartet auf Ihr Team"),
        },
        NoticeKind::Returned => match language {
            En => format!("Request {number} came back: something is missing"),
            Fr => format!("La demande {number} est revenue : il manque quelque chose"),
            De => format!("Anfrage {number} kam zurück: etwas fehlt"),
        },
        NoticeKind::Mentioned => match language {
            En => format!("You are mentioned in request {number}"),
            Fr => format!("Vous êtes mentionné dans la demande {number}"),
            De => format!("Sie werden in Anfrage {number} erwähnt"),
        },
        NoticeKind::Pulse => pulse_words(language, number).0,
    };
    let title = about.subject.map(mask).filter(|title| !title.is_empty());
    let subject = match &title {
        Some(title) => format!("{head}: {title}"),
        None => head.clone(),
    };
    let mut lines = vec![match &title {
        Some(title) => format!("{head}.\n\n{title}"),
        None => format!("{head}."),
    }];
    if let Some(answer) = about.answer {
        let answer = mask(answer);
        let quoted: String = answer.chars().take(QUOTED).collect();
        let more = if quoted.len() < answer.len() { " …" } else { "" };
        lines.push(format!("{quoted}{more}"));
    }
    if let Some(due) = about.due_at.filter(|_| matches!(kind, NoticeKind::Received | NoticeKind::DueMoved)) {
        let due = due.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC");
        lines.push(match language {
            En => format!("It is promised for {due}."),
            Fr => format!("Elle est promise pour le {due}."),
            De => format!("Versprochen ist sie bis {due}."),
        });
    }
    if kind == NoticeKind::Pulse {
        lines.push(pulse_words(language, number).1.to_owned());
    }
    if let Some(link) = about.link.map(mask) {
        lines.push(match language {
            En => format!("It takes a minute, and you need no account: {link}"),
            Fr => format!("Une minute suffit, sans compte : {link}"),
            De => format!("Es dauert eine Minute und braucht kein Konto: {link}"),
        });
    }
    if about.followable {
        lines.push(
            match language {
                En => "The private link that you were given shows how it goes. It is not repeated here.",
                Fr => "Le lien privé qui vous a été remis montre où elle en est. Il n’est pas répété ici.",
                De => "Der private Link, den Sie bekommen haben, zeigt den Stand. Er wird hier nicht wiederholt.",
            }
            .to_owned(),
        );
    }
    (subject, lines.join("\n\n"))
}

/// That the pulse of a number is open, and how to answer.
fn pulse_words(language: Language, number: i64) -> (String, &'static str) {
    match language {
        Language::En => (
            format!("Pulse {number} is open"),
            "It takes a minute, on the page Pulse. Everybody is told this alike, whether or not they answered.",
        ),
        Language::Fr => (
            format!("Le pouls {number} est ouvert"),
            "Une minute suffit, à la page Pouls. Tout le monde reçoit ce message, qu’il ait répondu ou non.",
        ),
        Language::De => (
            format!("Puls {number} ist offen"),
            "Eine Minute genügt, auf der Seite Puls. Das wird allen gesagt, ob sie geantwortet haben oder nicht.",
        ),
    }
}

/// What a request is about that asks a customer what went wrong, in short and at length.
pub fn follow_up_words(language: Language, number: Option<i64>) -> (String, String) {
    use Language::{De, En, Fr};
    let subject = match (language, number) {
        (En, Some(number)) => format!("Ask what went wrong with request {number}"),
        (En, None) => "Ask a customer what went wrong".to_owned(),
        (Fr, Some(number)) => format!("Demander ce qui n’a pas été : demande {number}"),
        (Fr, None) => "Demander à un client ce qui n’a pas été".to_owned(),
        (De, Some(number)) => format!("Nachfragen, was bei Anfrage {number} schiefging"),
        (De, None) => "Bei einem Kunden nachfragen, was schiefging".to_owned(),
    };
    let details = match language {
        En => "A customer answered poorly. Ask them, make good what can be made good, and record what they did next.",
        Fr => {
            "Un client a mal noté. Demandez-lui pourquoi, réparez ce qui peut l’être et notez ce qu’il a fait ensuite."
        }
        De => {
            "Jemand hat schlecht bewertet. Fragen Sie nach, machen Sie gut, was geht, und halten Sie fest, was folgte."
        }
    };
    (subject, details.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_language_has_a_word_of_its_own() {
        for (kind, word) in NoticeKind::ALL {
            assert_eq!((kind.word(), NoticeKind::of(word)), (word, Some(kind)));
            assert_eq!(serde_json::to_value(kind).unwrap(), word, "pages and the store use one word");
        }
        for (language, code) in Language::ALL {
            assert_eq!((language.code(), Language::of(code)), (code, Some(language)));
            assert_eq!(serde_json::to_value(language).unwrap(), code);
        }
        assert_eq!((NoticeKind::of("spam"), Language::of("tlh")), (None, None));
    }

    #[test]
    fn each_notice_says_its_number_in_every_language_and_differently() {
        let about = About { number: 17, subject: Some("Roses"), ..About::default() };
        let mut seen = std::collections::BTreeSet::new();
        for (kind, _) in NoticeKind::ALL {
            for (language, _) in Language::ALL {
                let (subject, body) = write(kind, language, &about);
                assert!(subject.contains("17") && subject.ends_with(": Roses") && body.contains("Roses"), "{subject}");
                assert!(seen.insert(subject));
            }
        }
    }

    #[test]
    fn no_secret_stands_in_a_notice() {
        let key = "Xq3-9fT_abcdefghijklmnopqrstuvwxyz0123456789";
        let (subject, answer) = (format!("/track/{key}"), format!("Use catena_{key}, or https://x/welcome/{key}"));
        let about = About { subject: Some(&subject), answer: Some(&answer), followable: true, ..About::default() };
        for (kind, _) in NoticeKind::ALL {
            let (subject, body) = write(kind, Language::En, &about);
            assert!(!subject.contains(key) && !body.contains(key), "{subject} {body}");
        }
    }

    #[test]
    fn the_time_that_was_promised_and_the_private_link_are_mentioned() {
        let due_at = "2026-03-02T13:00:00Z".parse().ok();
        let about = About { number: 1, due_at, followable: true, ..About::default() };
        let (subject, body) = write(NoticeKind::Received, Language::De, &about);
        assert_eq!(subject, "Wir haben Ihre Anfrage 1 erhalten");
        assert!(body.contains("bis 2026-03-02 13:00 UTC.") && body.contains("private Link"), "{body}");
        let (_, body) = write(NoticeKind::Done, Language::En, &about);
        assert!(!body.contains("2026"), "what is done has no time to come");
    }
}
