//! An OCEL 2.0 log in memory: objects and events under dense numbers, and who refers to whom.
//!
//! A [`Builder`] takes statements in any order, since a relation may name an object that comes later in the file;
//! [`Builder::finish`] drops the relations whose other end never came, counts them, and sorts the rest. Nothing here
//! knows what a case is; that is the walk's business.

use catena_analysis::Instant;
use catena_analysis::names::Names;

use crate::instants::{Day, Instants};
use crate::quality::{Quality, Rule};

/// What stands where nothing is known: the type of an object that was never declared, the time of an event without one.
pub(super) const NO_TYPE: u32 = u32::MAX;

/// One end of a relation as seen from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The object or event at the other end.
    pub to: u32,
    /// What the relation says about it: a code in [`Ocel::qualifiers`].
    pub qualifier: u32,
}

/// What an object or an event says of itself.
#[derive(Clone, Copy, Debug)]
struct Value {
    owner: u32,
    key: u32,
    time: Instant,
    text: u32,
}

/// Lists of links, one for each owner.
#[derive(Debug, Default)]
pub(super) struct Links {
    starts: Vec<u32>,
    links: Vec<Link>,
}

impl Links {
    /// Groups `(owner, link)` by owner, keeping the order within an owner.
    fn group(owners: usize, pairs: &[(u32, Link)]) -> Self {
        let mut starts = vec![0_u32; owners + 1];
        for (owner, _) in pairs {
            starts[*owner as usize + 1] += 1;
        }
        for index in 0..owners {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut links = vec![Link { to: 0, qualifier: 0 }; pairs.len()];
        for (owner, link) in pairs {
            let place = &mut next[*owner as usize];
            links[*place as usize] = *link;
            *place += 1;
        }
        Self { starts, links }
    }

    /// The links of `owner`.
    pub fn of(&self, owner: u32) -> &[Link] {
        &self.links[self.starts[owner as usize] as usize..self.starts[owner as usize + 1] as usize]
    }
}

/// A log of objects and events.
#[derive(Debug, Default)]
pub(super) struct Ocel {
    /// Ids of objects; an object's number is its code.
    pub objects: Names,
    /// The type of each object; [`NO_TYPE`] for one that is only referred to.
    pub object_types: Vec<u32>,
    /// The objects that were declared, in the order of the file.
    pub declared: Vec<u32>,
    /// The types of objects.
    pub kinds: Names,
    /// Ids of events; an event's number is its place.
    pub events: Vec<Box<str>>,
    /// The type of each event.
    pub event_types: Vec<u32>,
    /// The types of events.
    pub activities: Names,
    /// When each event happened; `None` where the file does not say it legibly.
    pub times: Vec<Option<Instant>>,
    /// The line of each event; 0 where the format has none.
    pub lines: Vec<u32>,
    /// What relations say about their far end.
    pub qualifiers: Names,
    /// The objects of each event, in the order of the file.
    pub event_objects: Links,
    /// The events of each object, by time and within a second in the order of the file; those without a time come
    /// first.
    pub object_events: Links,
    /// The objects to which each object refers, in the order of the file.
    pub outgoing: Links,
    /// The objects that refer to each object, in the order of the file.
    pub incoming: Links,
    keys: Names,
    texts: Names,
    object_values: Vec<Value>,
    event_values: Vec<Value>,
}

impl Ocel {
    /// The number of the object type `name`, if the log has it.
    pub fn kind(&self, name: &str) -> Option<u32> {
        self.kinds.find(name)
    }

    /// What the object last said about `key`.
    pub fn object_value(&self, object: u32, key: &str) -> Option<&str> {
        self.last(&self.object_values, object, key)
    }

    /// What the event says about `key`.
    pub fn event_value(&self, event: u32, key: &str) -> Option<&str> {
        self.last(&self.event_values, event, key)
    }

    /// The names of the attributes of objects (or of events), with an example of each, in the order of the file.
    pub fn attribute_names(&self, objects_of: Option<u32>) -> Vec<(&str, &str)> {
        let mut seen = vec![false; self.keys.len()];
        let mut names = Vec::new();
        let values = if objects_of.is_some() { &self.object_values } else { &self.event_values };
        for value in values {
            let asked = objects_of.is_none_or(|kind| self.object_types[value.owner as usize] == kind);
            if asked && !std::mem::replace(&mut seen[value.key as usize], true) {
                names.push((self.keys.name(value.key), self.texts.name(value.text)));
            }
        }
        names
    }

    /// The last value of `key` among the sorted `values` of `owner`.
    fn last(&self, values: &[Value], owner: u32, key: &str) -> Option<&str> {
        let key = self.keys.find(key)?;
        let behind = values.partition_point(|value| (value.owner, value.key) <= (owner, key));
        let value = values.get(behind.checked_sub(1)?)?;
        ((value.owner, value.key) == (owner, key)).then(|| self.texts.name(value.text))
    }
}

/// Takes in an OCEL log statement by statement.
#[derive(Debug, Default)]
pub(super) struct Builder {
    ocel: Ocel,
    relations: Vec<(u32, Link)>,
    links: Vec<(u32, Link)>,
    file: String,
    instants: Instants,
    quality: Quality,
}

impl Builder {
    /// A log that is read from `file`, with its instants written as `instants` says.
    pub fn new(file: &str, instants: Instants) -> Self {
        Self { file: file.to_owned(), instants, ..Self::default() }
    }

    fn instant(&self, text: &str) -> Option<Instant> {
        self.instants.read(text, Day::First).map(|moment| moment.at)
    }

    /// The number of the object `id`, declared or not.
    fn number(&mut self, id: &str) -> u32 {
        let object = self.ocel.objects.code(id);
        if object as usize == self.ocel.object_types.len() {
            self.ocel.object_types.push(NO_TYPE);
        }
        object
    }

    /// Declares an object.
    pub fn object(&mut self, id: &str, kind: &str, line: u32) -> u32 {
        let object = self.number(id);
        let code = self.ocel.kinds.code(kind);
        let known = &mut self.ocel.object_types[object as usize];
        if *known == NO_TYPE {
            *known = code;
            self.ocel.declared.push(object);
        } else {
            self.quality.add(Rule::DuplicateObject, &self.file, line, None, id);
        }
        object
    }

    /// Declares an event; `time` is as the file has it.
    pub fn event(&mut self, id: &str, kind: &str, time: &str, line: u32) -> u32 {
        let instant = self.instant(time);
        if instant.is_none() {
            self.quality.add(Rule::EventWithoutTime, &self.file, line, None, time);
        }
        let ocel = &mut self.ocel;
        ocel.events.push(id.into());
        ocel.event_types.push(ocel.activities.code(kind));
        ocel.times.push(instant);
        ocel.lines.push(line);
        self.quality.rows += 1;
        (self.ocel.events.len() - 1) as u32
    }

    /// `event` concerns the object `object`.
    pub fn relate(&mut self, event: u32, object: &str, qualifier: &str) {
        let link = Link { to: self.number(object), qualifier: self.ocel.qualifiers.code(qualifier) };
        self.relations.push((event, link));
    }

    /// The object `source` refers to the object `target`.
    pub fn link(&mut self, source: &str, target: &str, qualifier: &str) {
        let source = self.number(source);
        let link = Link { to: self.number(target), qualifier: self.ocel.qualifiers.code(qualifier) };
        self.links.push((source, link));
    }

    /// What an object says of itself from `time` on; a time that cannot be read counts as always.
    pub fn object_value(&mut self, object: u32, key: &str, time: &str, value: &str) {
        let time = self.instant(time).unwrap_or(Instant::MIN);
        let value = Value { owner: object, key: self.ocel.keys.code(key), time, text: self.ocel.texts.code(value) };
        self.ocel.object_values.push(value);
    }

    /// What an event says of itself.
    pub fn event_value(&mut self, event: u32, key: &str, value: &str) {
        let value = Value { owner: event, key: self.ocel.keys.code(key), time: 0, text: self.ocel.texts.code(value) };
        self.ocel.event_values.push(value);
    }

    /// A statement about an event that the log has not.
    pub fn unknown_event(&mut self, event: &str) {
        self.quality.add(Rule::UnknownReference, &self.file, 0, None, event);
    }

    /// The log, and what was wrong with it.
    pub fn finish(self) -> (Ocel, Quality) {
        let Self { mut ocel, mut relations, mut links, file, mut quality, .. } = self;
        let known = |object: u32| ocel.object_types[object as usize] != NO_TYPE;
        relations.retain(|&(event, link)| {
            let known = known(link.to);
            if !known {
                let line = ocel.lines[event as usize];
                quality.add(Rule::UnknownReference, &file, line, None, ocel.objects.name(link.to));
            }
            known
        });
        links.retain(|&(source, link)| {
            let unknown = [source, link.to].into_iter().find(|&object| !known(object));
            if let Some(object) = unknown {
                quality.add(Rule::UnknownReference, &file, 0, None, ocel.objects.name(object));
            }
            unknown.is_none()
        });
        let objects = ocel.object_types.len();
        let flipped = |pairs: &[(u32, Link)]| -> Vec<(u32, Link)> {
            pairs.iter().map(|&(owner, link)| (link.to, Link { to: owner, ..link })).collect()
        };
        ocel.event_objects = Links::group(ocel.events.len(), &relations);
        let mut backwards = flipped(&relations);
        backwards.sort_by_key(|&(_, link)| (ocel.times[link.to as usize], link.to));
        ocel.object_events = Links::group(objects, &backwards);
        ocel.outgoing = Links::group(objects, &links);
        ocel.incoming = Links::group(objects, &flipped(&links));
        ocel.object_values.sort_by_key(|value| (value.owner, value.key, value.time));
        ocel.event_values.sort_by_key(|value| (value.owner, value.key));
        (ocel, quality)
    }
}
