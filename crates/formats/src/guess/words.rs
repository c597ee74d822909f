//! What headers and values are called, in English, French and German.
//!
//! A header is compared word by word, without case, accents and punctuation: `Sys Updated-At`, `sysUpdatedAt` and
//! `sys_updated_at` are the same.

/// What a column can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The id of a piece of work.
    Id,
    /// The id of the work that it serves.
    Parent,
    /// The case that several rows belong to.
    Case,
    /// When an event happened.
    Time,
    /// Who does the work: a team.
    Team,
    /// Who does the work: a person.
    Person,
    /// What was done.
    Activity,
    /// The state of a case.
    State,
    /// Who asked.
    Customer,
    /// When work was asked for.
    Opened,
    /// When work began.
    Started,
    /// When work was done.
    Closed,
    /// When it was promised for.
    Due,
    /// The customer's verdict.
    Rating,
    /// What a promise may depend on.
    Priority,
}

/// The words for each role, the usual ones first, parted by `|`. Several words have to follow each
/// other.
fn words(role: Role) -> &'static str {
    match role {
        Role::Id => "id|key|number|uuid|nr|no|nummer|numero|identifiant|schlussel|ref",
        Role::Parent => {
            "parent|parent id|parent task|epic|serves|belongs to|part of|caused by|gehort zu|teil von|ubergeordnet|eltern|hauptaufgabe|\
            tache parente|parente|appartient a|fait partie de"
        }
        Role::Case => {
            "case id|case|case concept name|ticket id|ticket|incident id|incident|order id|order|request id|\
            request|issue id|issue|number|ticket number|fall|fall id|vorgang|vorgangsnummer|auftrag|\
            auftragsnummer|bestellung|bestellnummer|dossier|commande|demande|no dossier|numero de commande|\
            cas"
        }
        Role::Time => {
            "timestamp|time|event time|complete timestamp|time timestamp|updated at|changed at|updated|\
            changed|date|datetime|occurred at|zeitstempel|zeitpunkt|zeit|geandert|datum|horodatage|heure|\
            modifie le|date de modification"
        }
        Role::Team => {
            "assignment group|team|group|provider|department|queue|org group|assigned group|support team|\
            responsible team|unit|org unit|workgroup|gruppe|abteilung|bereich|zustandige gruppe|\
            bearbeitergruppe|equipe|groupe|service|groupe affecte|role|org role|rolle|line|support section|\
            responsible section"
        }
        Role::Person => {
            "assignee|assigned to|opened by|created by|updated by|resolved by|closed by|resource|org resource|agent|owner|user|employee|person|worker|operator|\
            handler|responsible|performer|bearbeiter|mitarbeiter|zugewiesen an|benutzer|verantwortlich|\
            responsable|utilisateur|employe|collaborateur|intervenant|attribue a"
        }
        Role::Activity => {
            "activity|task|step|event|concept name|action|operation|event type|aktivitat|tatigkeit|schritt|\
            aufgabe|ereignis|activite|etape|tache|evenement"
        }
        Role::State => {
            "state|status|ident state|incident state|ticket status|lifecycle transition|new status|zustand|\
            stand|etat|statut"
        }
        Role::Customer => {
            "customer|client|caller|requester|reporter|requested by|customer name|customer id|kunde|\
            auftraggeber|melder|anforderer|kundenname|kundennummer|demandeur|client nom"
        }
        Role::Opened => {
            "opened|opened at|created|created at|created on|open date|creation date|submitted at|received at|\
            ordered at|order purchase timestamp|requested at|start time|start date|start|begin|from|\
            purchase|order date|eroffnet|erstellt|erstellt am|eingang|eingegangen|beginn|angelegt|\
            angelegt am|bestellt am|von|ouvert|ouvert le|cree|cree le|date de creation|date d ouverture|\
            debut|recu le|commande le"
        }
        Role::Started => {
            "started|started at|accepted at|work started|work start|work began|began|actual start|in progress since|first response|\
            begonnen|gestartet|angenommen|arbeitsbeginn|commence|commence le|demarre|accepte le"
        }
        Role::Closed => {
            "closed|closed at|done|completed at|finished at|done at|end time|end date|end|finished|completed|\
            resolved at|delivered at|delivered|close date|completion date|delivery date|resolved|until|to|\
            order delivered customer date|geschlossen|geschlossen am|erledigt|erledigt am|abgeschlossen|\
            abgeschlossen am|ende|fertig|geliefert|geliefert am|bis|ferme|ferme le|clos|clos le|cloture|\
            termine|termine le|fin|resolu le|livre le|date de cloture|date de fin|date de livraison"
        }
        Role::Due => {
            "due|due at|due date|deadline|promised|promised at|promised for|target date|sla due|expected|\
            expected at|estimated|estimated delivery|sla target|eta|planned end|required by|fallig|\
            fallig am|falligkeit|frist|termin|zugesagt|liefertermin|solltermin|echeance|date limite|promis|\
            promis le|date prevue|prevu le|delai"
        }
        Role::Rating => "rating|csat|score|review score|satisfaction|stars|nps|bewertung|note|zufriedenheit|evaluation",
        Role::Priority => "priority|severity|urgency|prioritat|dringlichkeit|priorite|urgence",
    }
}

/// How well a header fits a role, from 0 to 1.
pub(super) fn fit(header: &str, role: Role) -> f64 {
    let header = normal(header);
    let mut best: f64 = 0.0;
    for (place, words) in words(role).split('|').enumerate() {
        let score = if header == words {
            // Of two headers that both say it, the one that says it the usual way.
            1.0 - 0.0001 * place as f64
        } else if follows(&header, words) {
            // The more of the header is accounted for, the surer.
            0.4 + 0.4 * words.len() as f64 / header.len() as f64
        } else {
            0.0
        };
        best = best.max(score);
    }
    best
}

/// Whether `words` stand in `text` as whole words next to each other.
fn follows(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = at == 0 || text.as_bytes()[at - 1] == b' ';
        let after = at + words.len();
        before && (after == text.len() || text.as_bytes()[after] == b' ')
    })
}

/// Lower case, without accents, words parted by one blank: `sys updated at`.
pub(super) fn normal(header: &str) -> String {
    let mut text = String::with_capacity(header.len());
    let mut lower = false;
    for letter in header.chars() {
        if letter.is_uppercase() && lower {
            text.push(' ');
        }
        lower = letter.is_lowercase();
        for plain in letter.to_lowercase() {
            match plain {
                'ä' | 'à' | 'â' => text.push('a'),
                'é' | 'è' | 'ê' | 'ë' => text.push('e'),
                'ï' | 'î' => text.push('i'),
                'ö' | 'ô' => text.push('o'),
                'ü' | 'û' | 'ù' => text.push('u'),
                'ç' => text.push('c'),
                'ß' => text.push_str("ss"),
                other if other.is_alphanumeric() => text.push(other),
                _ => text.push(' '),
            }
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a state of a case says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Customer,
    Done,
    Working,
    Waiting,
}

/// Words of states, parted by `|`. The first list that has a word of the state decides.
const STATES: [(Meaning, &str); 4] = [
    (
        Meaning::Customer,
        "awaiting user|awaiting customer|awaiting client|awaiting caller|awaiting requester|\
            waiting for customer|waiting for user|waiting on customer|waiting on client|wait user|\
            wait customer|pending customer|pending user|pending client|customer action|user info|\
            info requested|warten auf kunde|warten auf kunden|wartet auf kunde|wartet auf kunden|\
            ruckfrage kunde|attente client|attente utilisateur|attente du client|en attente client",
    ),
    (
        Meaning::Done,
        "closed|resolved|solved|completed|complete|done|finished|cancelled|canceled|delivered|geschlossen|\
            gelost|erledigt|abgeschlossen|fertig|storniert|ferme|clos|cloture|resolu|termine|annule|livre",
    ),
    (
        Meaning::Waiting,
        "awaiting|waiting|wait|pending|on hold|hold|queued|new|open|backlog|to do|todo|assigned|reopened|\
            wartend|wartet|neu|offen|zugewiesen|pausiert|attente|en attente|nouveau|ouvert|assigne|suspendu|\
            a faire",
    ),
    (
        Meaning::Working,
        "in progress|progress|active|work in progress|working|started|doing|processing|in bearbeitung|\
            in arbeit|aktiv|begonnen|en cours|actif|en traitement",
    ),
];

/// What a state says, if its words tell.
pub(super) fn meaning(state: &str) -> Option<Meaning> {
    let state = normal(state);
    STATES.iter().find(|(_, words)| words.split('|').any(|words| follows(&state, words))).map(|&(meaning, _)| meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_by_their_words() {
        for header in ["sys_updated_at", "Sys Updated-At", "sysUpdatedAt", " SYS UPDATED AT "] {
            assert_eq!(normal(header), "sys updated at", "{header}");
        }
        assert_eq!(normal("Geschlößen à la Française"), "geschlossen a la francaise");
    }

    #[test]
    fn headers_fit_roles_in_three_languages() {
        let cases = [
            ("assignment_group", Role::Team),
            ("Équipe", Role::Team),
            ("Abteilung", Role::Team),
            ("order_estimated_delivery_date", Role::Due),
            ("Fällig am", Role::Due),
            ("échéance", Role::Due),
            ("Erstellt am", Role::Opened),
            ("date de clôture", Role::Closed),
            ("Bearbeiter", Role::Person),
            ("parent_id", Role::Parent),
        ];
        for (header, role) in cases {
            assert!(fit(header, role) > 0.5, "{header}: {}", fit(header, role));
        }
        assert!(fit("residue", Role::Due) < 0.1);
    }

    #[test]
    fn states_are_told_apart_by_their_words() {
        let cases = [
            ("Awaiting User Info", Some(Meaning::Customer)),
            ("Wait - Customer", Some(Meaning::Customer)),
            ("Awaiting Vendor", Some(Meaning::Waiting)),
            ("New", Some(Meaning::Waiting)),
            ("In Bearbeitung", Some(Meaning::Working)),
            ("Active", Some(Meaning::Working)),
            ("Résolu", Some(Meaning::Done)),
            ("Closed", Some(Meaning::Done)),
            ("-100", None),
        ];
        for (state, expected) in cases {
            assert_eq!(meaning(state), expected, "{state}");
        }
    }
}
