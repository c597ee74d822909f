//! What happened, for people: with the names that whoever asks may know, as they are now.

use catena_domain::event::{Event, Fact};
use catena_domain::id::{AccountId, CalendarId, PartyId, RequestId, ServiceId, SurveyId};
use catena_store::{Sql, accounts, calendars, pulse, surveys};
use uuid::Uuid;

use super::show::Names;
use crate::actions::{Actor, Refusal};
use crate::views::requests::EventView;

impl Names {
    /// An event for people.
    pub fn event(&mut self, sql: &mut dyn Sql, actor: &Actor, event: &Event) -> Result<EventView, Refusal> {
        let value = serde_json::to_value(&event.fact).unwrap_or_default();
        let (name, number) = self.subject(sql, actor, event)?;
        Ok(EventView {
            seq: event.seq,
            act: event.act.0,
            at: event.at,
            by: (event.by != PartyId::CATENA).then(|| self.party(sql, event.by)).transpose()?,
            kind: value["kind"].as_str().unwrap_or_default().to_owned(),
            subject: event.subject,
            name: name.filter(|name| !name.is_empty()),
            number,
            chain: event.chain.map(|id| id.0),
            data: value.get("data").cloned().unwrap_or_default(),
        })
    }

    /// How that is called to which something happened, and its number.
    fn subject(
        &mut self,
        sql: &mut dyn Sql,
        actor: &Actor,
        event: &Event,
    ) -> Result<(Option<String>, Option<i64>), Refusal> {
        let id = event.subject;
        if event.chain.is_some() {
            let row = self.request(sql, RequestId(id))?.filter(|row| actor.sees(row));
            return Ok((row.as_ref().map(|row| row.subject.clone()), row.map(|row| row.number)));
        }
        let name = match &event.fact {
            // Of the subject of a request hears whoever may know of it.
            Fact::RatingAsked(_) | Fact::RatingGiven(_) | Fact::Thanked => {
                let row = self.request(sql, RequestId(id))?.filter(|row| actor.sees(row));
                return Ok((row.as_ref().map(|row| row.subject.clone()), row.map(|row| row.number)));
            }
            Fact::PartyAdded
            | Fact::PartyChanged
            | Fact::PartyErased
            | Fact::MemberJoined { .. }
            | Fact::MemberLeft { .. }
            | Fact::HandleAdded
            | Fact::HandleRemoved
            | Fact::OwnerChanged(_) => Some(self.party(sql, PartyId(id))?.name),
            Fact::ServiceChanged { .. } => Some(self.service(sql, ServiceId(id))?.name),
            Fact::SurveyChanged { .. } | Fact::SurveyStopped(_) => {
                surveys::find(sql, SurveyId(id))?.map(|row| row.name)
            }
            Fact::PulseLaunched | Fact::PulseReminded | Fact::PulseClosed => pulse::find(sql, id)?.map(|row| row.name),
            Fact::CalendarChanged { .. } => calendar(sql, CalendarId(id))?,
            fact if is_of_account(fact) => self.account(sql, id)?,
            _ => None,
        };
        Ok((name, None))
    }

    fn account(&mut self, sql: &mut dyn Sql, id: Uuid) -> Result<Option<String>, Refusal> {
        let account = accounts::find(sql, AccountId(id))?;
        account.map(|account| Ok(self.party(sql, account.party)?.name)).transpose()
    }
}

fn calendar(sql: &mut dyn Sql, series: CalendarId) -> Result<Option<String>, Refusal> {
    let versions = calendars::all(sql)?;
    Ok(versions.into_iter().find(|row| row.series == series).map(|row| row.name))
}

/// Whether an event happened to an account.
fn is_of_account(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::AccountAdded
            | Fact::LinkMade
            | Fact::LinkUsed
            | Fact::RoleChanged { .. }
            | Fact::PasswordChanged
            | Fact::SecondFactorAdded
            | Fact::SecondFactorRemoved
            | Fact::AccountClosed(_)
            | Fact::IdentityLinked
            | Fact::IdentityUnlinked
            | Fact::SignedIn
            | Fact::SignedOut
    )
}
