//! The desk of a server, from the command line: each command asks the API and prints its answer, as a table or as the JSON
//! that came. Nothing is decided here, and nothing is kept.

mod accounts;
pub mod arguments;
mod at_risk;
mod attachments;
mod bodies;
mod calendars;
mod fields;
mod files;
mod lists;
mod names;
mod outbox;
mod own;
mod pages;
mod panel;
mod parties;
mod policy;
mod pulse;
mod ratings;
mod ready;
mod record;
mod request;
mod requests;
mod scores;
mod server;
mod services;
mod times;
mod today;
mod views;
mod voices;
mod watch;
mod webhooks;

use anyhow::Result;

use arguments::Client;
use server::Server;

pub fn run(command: &Client) -> Result<()> {
    match command {
        Client::Today(remote) => today::run(&Server::new(remote)?),
        Client::Board(remote) => today::board(&Server::new(remote)?),
        Client::AtRisk(on) => at_risk::run(&Server::new(&on.remote)?, &on.verb),
        Client::Search(search) => today::search(&Server::new(&search.remote)?, search),
        Client::Watch(remote) => watch::run(&Server::new(remote)?),
        Client::Request(on) => requests::run(&Server::new(&on.remote)?, &on.verb),
        Client::Party(on) => parties::run(&Server::new(&on.remote)?, &on.verb),
        Client::Team(on) => parties::run_team(&Server::new(&on.remote)?, &on.verb),
        Client::Service(on) => services::run(&Server::new(&on.remote)?, &on.verb),
        Client::Calendar(on) => calendars::run(&Server::new(&on.remote)?, &on.verb),
        Client::Policy(on) => policy::run(&Server::new(&on.remote)?, &on.verb),
        Client::Account(on) => accounts::run(&Server::new(&on.remote)?, &on.verb),
        Client::Token(on) => accounts::run_token(&Server::new(&on.remote)?, &on.verb),
        Client::Session(on) => own::run_session(&Server::new(&on.remote)?, &on.verb),
        Client::View(on) => own::run_view(&Server::new(&on.remote)?, &on.verb),
        Client::Macro(on) => ready::run_macro(&Server::new(&on.remote)?, &on.verb),
        Client::Signature(on) => ready::run_signature(&Server::new(&on.remote)?, &on.verb),
        Client::Rating(on) => ratings::run(&Server::new(&on.remote)?, &on.verb),
        Client::Panel(on) => panel::run(&Server::new(&on.remote)?, &on.verb),
        Client::Pulse(on) => pulse::run(&Server::new(&on.remote)?, &on.verb),
        Client::Demo(on) => own::run_demo(&Server::new(&on.remote)?, &on.verb),
        Client::Record(on) => record::run(&Server::new(&on.remote)?, &on.verb),
        Client::Survey(on) => voices::run_survey(&Server::new(&on.remote)?, &on.verb),
        Client::Feedback(on) => voices::run_feedback(&Server::new(&on.remote)?, &on.verb),
        Client::Review(on) => voices::run_review(&Server::new(&on.remote)?, &on.verb),
        Client::Conversation(on) => voices::run_conversation(&Server::new(&on.remote)?, &on.verb),
        Client::Outcome(on) => voices::run_outcome(&Server::new(&on.remote)?, &on.verb),
        Client::Outbox(on) => outbox::run(&Server::new(&on.remote)?, &on.verb),
        Client::Webhook(on) => webhooks::run(&Server::new(&on.remote)?, &on.verb),
    }
}
