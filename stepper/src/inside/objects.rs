//! Objects: which one something is, what it is called, and what it looks like.

use std::sync::atomic::{AtomicU64, Ordering};

use super::with;
use crate::trace::*;
use crate::world::World;

/// How a word reads: some of its bits, their value (none: they are a number) and what they mean.
pub type Reads<V> = &'static [(V, Option<V>, &'static str)];

/// How a word reads, be it single or double.
#[derive(Clone, Copy, Debug)]
pub enum Reading {
    /// A word.
    Word(Reads<u32>),
    /// A double word.
    WideWord(Reads<u64>),
}

impl Default for Reading {
    fn default() -> Reading {
        Reading::UNKNOWN
    }
}

impl Reading {
    /// Nobody said.
    pub(crate) const UNKNOWN: Reading = Reading::Word(&[]);

    pub(crate) fn meanings(self) -> Vec<Meaning> {
        let meaning = |bits, value, name: &'static str| Meaning { bits, value, name: name.into() };
        match self {
            Reading::Word(reads) => {
                reads.iter().map(|&(b, v, name)| meaning(b.into(), v.map(u64::from), name)).collect()
            }
            Reading::WideWord(reads) => reads.iter().map(|&(b, v, name)| meaning(b, v, name)).collect(),
        }
    }
}

/// Which object of which execution something is. Part of every primitive's memory; empty until it is named
/// or first used, and worthless in the next execution.
#[derive(Debug, Default)]
pub struct Identity {
    known: AtomicU64,
    reading: Reading,
}

impl Identity {
    /// Not yet known to any execution.
    pub const fn new() -> Identity {
        Identity::reading(Reading::UNKNOWN)
    }

    /// The same, of a word that reads so.
    pub const fn reading(reading: Reading) -> Identity {
        Identity { known: AtomicU64::new(0), reading }
    }

    fn is(&self, world: &World, id: ObjectId) {
        self.known.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
    }

    pub(super) fn known(&self, world: &World) -> Option<ObjectId> {
        let known = self.known.load(Ordering::Relaxed);
        (known >> 16 == world.serial).then_some(ObjectId(known as u16))
    }

    pub(super) fn resolve(
        &self,
        world: &mut World,
        kind: &'static str,
        value: impl FnOnce() -> u64,
    ) -> ObjectId {
        if let Some(id) = self.known(world) {
            return id;
        }
        let id = world.add_object(kind, None, (value(), self.reading));
        self.is(world, id);
        id
    }
}

/// Gives an object its name. One that is known already keeps its place.
pub fn name(identity: &Identity, kind: &'static str, name: &str) {
    with(|world| {
        let id = match identity.known(world) {
            Some(id) => {
                world.objects[id.index()].name = Some(name.to_owned());
                id
            }
            None => {
                let id = world.add_object(kind, Some(name), (0, Reading::UNKNOWN));
                identity.is(world, id);
                id
            }
        };
        world.record(Some(id), || What::Named, None);
    });
}

/// Makes `part`, which nobody has used yet, a part of `whole`, with a name of its own.
pub fn name_part(
    (whole, whole_kind): (&Identity, &'static str),
    (part, kind): (&Identity, &'static str),
    name: &str,
) {
    with(|world| {
        let whole = whole.resolve(world, whole_kind, || 0);
        let id = world.add_object(kind, Some(name), (0, Reading::UNKNOWN));
        world.objects[id.index()].part_of = Some(whole);
        part.is(world, id);
    });
}

/// The running thread holds the object now, or nobody does.
pub fn hold(identity: &Identity, kind: &'static str, held: bool) {
    with(|world| {
        let object = identity.resolve(world, kind, || 0);
        let owner = held.then_some(world.current);
        world.objects[object.index()].owner = owner;
        world.record(Some(object), || What::Shows { state: State::Owner(owner) }, None);
    });
}

/// The object looks like this now.
pub fn show(identity: &Identity, kind: &'static str, state: State) {
    with(|world| {
        let object = identity.resolve(world, kind, || 0);
        world.record(Some(object), || What::Shows { state }, None);
    });
}

/// The call is against the rules of its primitive, and says so with the error `text`.
pub fn misuse(identity: &Identity, kind: &'static str, text: &str) {
    with(|world| {
        let object = identity.resolve(world, kind, || 0);
        world.record(Some(object), || What::Misuse { text: text.to_owned() }, None);
    });
}
