//! Objects: which one something is, what it is called, and what it looks like.

use std::sync::atomic::{AtomicU64, Ordering};

use super::with;
use crate::trace::*;
use crate::world::World;

/// Which object of which execution something is. Part of every primitive's memory; empty until it is named
/// or first used, and worthless in the next execution.
#[derive(Debug, Default)]
pub struct Identity(AtomicU64);

impl Identity {
    /// Not yet known to any execution.
    pub const fn new() -> Identity {
        Identity(AtomicU64::new(0))
    }

    fn known(&self, world: &World) -> Option<ObjectId> {
        let known = self.0.load(Ordering::Relaxed);
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
        let id = world.add_object(kind, None, value());
        self.0.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
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
                let id = world.add_object(kind, Some(name), 0);
                identity.0.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
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
        let id = world.add_object(kind, Some(name), 0);
        world.objects[id.index()].part_of = Some(whole);
        part.0.store(world.serial << 16 | u64::from(id.0), Ordering::Relaxed);
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
