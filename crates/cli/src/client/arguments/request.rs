//! What can be typed after `catena request`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use uuid::Uuid;

use super::super::fields::FieldIs;
use super::super::times;
use super::{Once, Page, when};

/// A request as people name it: by its number, such as `12` or `#12`, or by its id.
#[derive(Clone, Copy, Debug)]
pub enum RequestName {
    Number(i64),
    Id(Uuid),
}

/// `catena request`.
#[derive(Debug, Subcommand)]
pub enum RequestVerb {
    /// List requests
    List(Box<RequestFilter>),
    /// Show a request with its chain, its promises and what was said
    Show {
        /// The request, by number or id
        request: RequestName,
    },
    /// Ask for something
    Create(Box<Create>),
    /// Ask somebody for a part of a request
    HandOff(Box<HandOff>),
    /// Offer what was planned or given back
    Offer(Act),
    /// Take what was offered
    Accept(Act),
    /// Say that it is done
    Finish(Ending),
    /// Take what was done
    Receive(Act),
    /// Ask again for what was done
    Reopen(Act),
    /// Go on with what rested
    Resume(Act),
    /// Give it back, because something is missing
    Return {
        /// The request, by number or id
        request: RequestName,
        /// What is missing; `-` reads it from standard input
        #[arg(long, value_name = "TEXT")]
        missing: String,
    },
    /// Ask somebody else instead
    Transfer {
        #[command(flatten)]
        act: Act,
        /// Whom, by name or id
        #[arg(long, value_name = "NAME")]
        to: String,
    },
    /// Let it rest
    Pause {
        #[command(flatten)]
        act: Act,
        /// For whom it waits, or that the rest was agreed on
        #[arg(long)]
        why: Why,
    },
    /// Ask for it no longer
    Withdraw(Ending),
    /// Take an act back, within ten seconds
    Undo {
        /// The act, as its answer names it
        act: Uuid,
    },
    /// Say something to the customer, or as the customer
    Reply {
        /// The request, by number or id
        request: RequestName,
        /// The words, in Markdown; `-` reads them from standard input
        #[arg(required_unless_present = "attach")]
        text: Option<String>,
        /// Put your signature under it
        #[arg(long)]
        sign: bool,
        /// A file that goes with it; repeatable
        #[arg(long, value_name = "FILE")]
        attach: Vec<PathBuf>,
    },
    /// Note something among colleagues: no customer ever sees it
    Note {
        /// The request, by number or id
        request: RequestName,
        /// The words, in Markdown; `-` reads them from standard input
        #[arg(required_unless_present = "attach")]
        text: Option<String>,
        /// A file that goes with it; repeatable
        #[arg(long, value_name = "FILE")]
        attach: Vec<PathBuf>,
        /// Who is to look at it, a colleague or a team, by name or id; repeatable
        #[arg(long, value_name = "NAME")]
        mention: Vec<String>,
    },
    /// Save a file that goes with a message or a note
    Save {
        /// The request, by number or id
        request: RequestName,
        /// The file, by its name or its id, as `show` tells them
        file: String,
        /// Where to save it; under its own name in this folder, if nothing is said
        #[arg(long, value_name = "PATH")]
        output: Option<PathBuf>,
    },
    /// Agree on another term, or promise what was not promised yet
    Promise {
        /// The request, by number or id
        request: RequestName,
        /// Until when
        #[arg(long, value_name = "WHEN", value_parser = when)]
        due: Timestamp,
        /// Which promise
        #[arg(long, default_value = "resolution")]
        kind: PromiseKind,
    },
    /// Change what a request is about, how urgent it is, how it is found
    Change(Change),
    /// Make a link with which the customer follows a request: shown once
    Link {
        /// The request, by number or id
        request: RequestName,
    },
    /// Join it to another request of the same customer, which goes on for both
    Merge {
        /// The request that becomes a part, by number or id
        request: RequestName,
        /// The request that goes on, by number or id
        #[arg(long, value_name = "REQUEST")]
        into: RequestName,
    },
    /// Part it from the request that it was joined to: it is what it was before
    Part {
        /// The request, by number or id
        request: RequestName,
    },
    /// List the links that were made, and whether they work
    Links {
        /// The request, by number or id
        request: RequestName,
    },
    /// Let a link work no longer
    Unlink {
        /// The request, by number or id
        request: RequestName,
        /// The link's id
        link: Uuid,
    },
}

/// `catena request list`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag as it is typed")]
pub struct RequestFilter {
    /// Asked of this team or person, by name or id; repeatable
    #[arg(long, value_name = "NAME")]
    pub provider: Vec<String>,
    /// Asked by this customer or colleague, by name or id; repeatable
    #[arg(long, value_name = "NAME")]
    pub customer: Vec<String>,
    /// Only those that are not over
    #[arg(long, conflicts_with = "closed")]
    pub open: bool,
    /// Only those that are over
    #[arg(long)]
    pub closed: bool,
    /// Only roots
    #[arg(long, conflicts_with = "hand_offs")]
    pub roots: bool,
    /// Only hand-offs
    #[arg(long)]
    pub hand_offs: bool,
    /// In this state
    #[arg(long)]
    pub status: Option<Status>,
    /// For this service, by name or id
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// With this priority, from 1 to 4
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub priority: Option<u8>,
    /// With this tag
    #[arg(long)]
    pub tag: Option<String>,
    /// In whose custom field this stands, such as `Ribbon=red` or `Width>=10`; repeatable, with `--service`
    #[arg(long, value_name = "NAME=VALUE", requires = "service")]
    pub field: Vec<FieldIs>,
    /// Due at or before this
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub due_before: Option<Timestamp>,
    /// Whose promise was kept
    #[arg(long, conflicts_with = "broken")]
    pub kept: bool,
    /// Whose promise was broken
    #[arg(long)]
    pub broken: bool,
    /// Asked by paying customers
    #[arg(long, conflicts_with = "internal")]
    pub external: bool,
    /// Asked by colleagues
    #[arg(long)]
    pub internal: bool,
    /// Which come first: what has to begin first, or what was asked for last
    #[arg(long, default_value = "urgency")]
    pub order: Order,
    #[command(flatten)]
    pub page: Page,
}

/// `catena request create`.
#[derive(Debug, Args)]
pub struct Create {
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    pub subject: String,
    /// The same at length; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    pub details: Option<String>,
    /// What is asked for, by name or id
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// Of whom, by name or id; who answers for the service where it is not given
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// For whom, by name, address or id; you where it is not given
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// By when it is promised; what the policy says where it is not given
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub due: Option<Timestamp>,
    /// How urgent, from 1 to 4; 3 where it is not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub priority: Option<u8>,
    /// A tag; repeatable
    #[arg(long)]
    pub tag: Vec<String>,
    /// What stands in a custom field of the service; repeatable, also for several values of one
    #[arg(long, value_name = "NAME=VALUE", requires = "service")]
    pub field: Vec<FieldIs>,
    #[command(flatten)]
    pub once: Once,
}

/// `catena request hand-off`.
#[derive(Debug, Args)]
pub struct HandOff {
    /// The request that needs it
    pub request: RequestName,
    /// Of whom, by name or id
    #[arg(long, value_name = "NAME")]
    pub to: String,
    /// What is needed
    #[arg(long, value_name = "TEXT")]
    pub subject: String,
    /// The same at length; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    pub details: Option<String>,
    /// By when; what the request can spare where it is not given
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub due: Option<Timestamp>,
    /// How much working time it may take, such as `4h` or `1h 30m`
    #[arg(long, value_name = "TIME", value_parser = times::read_seconds)]
    pub takes: Option<i64>,
    /// The request does not wait for it
    #[arg(long)]
    pub not_awaited: bool,
    /// The hand-offs that have to be over before
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub after: Vec<RequestName>,
    #[command(flatten)]
    pub once: Once,
}

/// Something that is done with a request.
#[derive(Debug, Args)]
pub struct Act {
    /// The request, by number or id
    pub request: RequestName,
    /// A note to colleagues; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Something with which a request ends.
#[derive(Debug, Args)]
pub struct Ending {
    #[command(flatten)]
    pub act: Act,
    /// Open hand-offs that are still needed
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub needed: Vec<RequestName>,
    /// Open hand-offs that nobody needs any more
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub no_longer_needed: Vec<RequestName>,
}

/// `catena request change`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag as it is typed")]
pub struct Change {
    /// The request, by number or id
    pub request: RequestName,
    /// What it is about
    #[arg(long, value_name = "TEXT", group = "what")]
    pub subject: Option<String>,
    /// The same at length; `-` reads it from standard input
    #[arg(long, value_name = "TEXT", group = "what")]
    pub details: Option<String>,
    /// How urgent, from 1 to 4
    #[arg(long, value_name = "N", group = "what", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub priority: Option<u8>,
    /// A tag; repeatable, these are all its tags from now on
    #[arg(long, group = "what")]
    pub tag: Vec<String>,
    /// What stands in a custom field from now on, nothing after `NAME=`; repeatable
    #[arg(long, value_name = "NAME=VALUE", group = "what")]
    pub field: Vec<FieldIs>,
    /// Take all its tags away
    #[arg(long, group = "what", conflicts_with = "tag")]
    pub no_tags: bool,
    /// Follow it
    #[arg(long, group = "what")]
    pub follow: bool,
    /// Follow it no longer
    #[arg(long, group = "what", conflicts_with = "follow")]
    pub unfollow: bool,
    /// Set it aside until then
    #[arg(long, value_name = "WHEN", group = "what", value_parser = when)]
    pub snooze: Option<Timestamp>,
    /// Have it back that was set aside
    #[arg(long, group = "what", conflicts_with = "snooze")]
    pub wake: bool,
}

words! {
    #[doc = "Why a request rests."]
    Why { Customer = "customer", Colleague = "colleague", Agreed = "agreed", }
    #[doc = "What is promised."]
    PromiseKind { FirstResponse = "first_response", Resolution = "resolution", }
    #[doc = "Where a request stands."]
    Status {
        Planned = "planned", Offered = "offered", Accepted = "accepted", Returned = "returned", Done = "done",
        Received = "received", Withdrawn = "withdrawn",
    }
    #[doc = "In which order a list is."]
    Order { Urgency = "urgency", Newest = "newest", }
}

/// `request 12`.
impl fmt::Display for RequestName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(out, "request {number}"),
            Self::Id(id) => write!(out, "request {id}"),
        }
    }
}

impl FromStr for RequestName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.strip_prefix('#').unwrap_or(text).parse().ok().filter(|&number| number > 0);
        let id = || text.parse().map(Self::Id).ok();
        number.map(Self::Number).or_else(id).ok_or("expected the number of a request, such as 12, or its id")
    }
}
