//! Descriptors: the system calls on pipes. The kernel is plain data; here a call announces itself and waits.

use std::panic::Location;

use super::calls::begin;
use super::stop::point;
use super::{Reading, with};
use crate::kernel::Descriptor;
use crate::trace::*;
use crate::world::{Frame, Ready, World};

/// Why a system call could not be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemError {
    /// The process has no such descriptor, or not for this.
    BadDescriptor,
    /// Nobody can read from the pipe any more.
    BrokenPipe,
}

/// Makes a pipe that `capacity` bytes fit into; returns descriptors for its read end and its write end.
pub fn pipe(kind: &'static str, capacity: usize) -> (u32, u32) {
    with(|world| {
        let object = world.add_object(kind, None, (0, Reading::UNKNOWN));
        world.objects[object.index()].part_of = None;
        let process = world.me().process;
        world.uses_table(true);
        let ends = world.kernel.add_pipe(process, object, capacity);
        if let Some(reader) = world.kernel.find(process, ends.0) {
            world.show_pipe(reader.pipe);
        }
        ends
    })
}

/// Gives the object behind a descriptor its name.
pub fn name_descriptor(descriptor: u32, name: &str) {
    with(|world| {
        let process = world.me().process;
        world.uses_table(true);
        if let Some(open) = world.kernel.find(process, descriptor) {
            let object = world.kernel.pipe(open.pipe).object;
            world.objects[object.index()].name = Some(name.to_owned());
            world.renamed = true;
        }
    });
}

/// What a call on a descriptor waits for before it can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Await {
    /// Nothing.
    Nothing,
    /// Something to read: bytes, or the end of the file.
    Bytes,
    /// Room to write so many bytes, or nobody to read them.
    Room(usize),
}

/// As [`call`](super::call), of the object behind a descriptor. At the coarse grain it cannot be chosen before what it waits
/// for has come, or the time `deadline`. False, and nothing has begun, when the descriptor is not open any more, because the
/// process has ended: a thread that was left behind then is unwound.
pub fn call_on(
    descriptor: u32,
    verb: &'static str,
    place: &'static Location<'static>,
    dropped: bool,
    awaits: Await,
    deadline: Option<u64>,
) -> bool {
    if with(|world| world.kernel.find(world.threads[world.current.index()].process, descriptor)).is_none() {
        return false;
    }
    begin(deadline, |world| {
        let process = world.me().process;
        world.uses_table(false);
        let open = world.kernel.find(process, descriptor).expect("a call on an open descriptor");
        let ready = match awaits {
            Await::Nothing => Ready::Always,
            Await::Bytes => Ready::Readable(open.pipe),
            Await::Room(bytes) => Ready::Writable(open.pipe, bytes),
        };
        (Frame { object: world.kernel.pipe(open.pipe).object, verb, place, dropped, whole: true }, ready)
    });
    true
}

/// Announces a system call. Where it has to wait in the middle of a coarse step, it stops there.
fn system_call(ready: Ready, deadline: Option<u64>, at: &'static Location<'static>) {
    with(|world| {
        let waits = !world.is_ready(&ready) && deadline.is_none_or(|d| d > world.now);
        world.me().inline &= !waits;
    });
    point(ready, None, deadline, Some(at));
}

fn find(descriptor: u32, writes: bool) -> Result<Descriptor, SystemError> {
    let open = with(|world| {
        world.uses_table(false);
        world.kernel.find(world.threads[world.current.index()].process, descriptor)
    });
    open.filter(|d| d.writes == writes).ok_or(SystemError::BadDescriptor)
}

/// Reads what there is, up to `max` bytes; waits as long as there is nothing and somebody can write. No bytes:
/// the end of the file.
///
/// # Errors
/// When the descriptor cannot be read from.
#[track_caller]
pub fn read(descriptor: u32, max: usize) -> Result<Vec<u8>, SystemError> {
    let at = Location::caller();
    system_call(Ready::Readable(find(descriptor, false)?.pipe), None, at);
    let open = find(descriptor, false)?;
    with(|world| {
        world.uses_pipe(open.pipe, true);
        let (bytes, clock, from) = world.kernel.read(open.pipe, max);
        world.me().clock.join(&clock);
        let object = world.kernel.pipe(open.pipe).object;
        let what = || What::System { call: SystemCall::Read, descriptor, bytes: bytes.len() };
        world.record(Some(object), what, from);
        if !bytes.is_empty() {
            world.show_pipe(open.pipe);
        }
        Ok(bytes)
    })
}

/// Writes what there is room for, and returns how much that was; waits while there is no room (for all of it,
/// if it is at most 4096 bytes and fits into the empty pipe) and somebody can read.
///
/// # Errors
/// When the descriptor cannot be written to, or nobody can read any more.
#[track_caller]
pub fn write(descriptor: u32, bytes: &[u8]) -> Result<usize, SystemError> {
    let at = Location::caller();
    system_call(Ready::Writable(find(descriptor, true)?.pipe, bytes.len()), None, at);
    let open = find(descriptor, true)?;
    with(|world| {
        world.uses_pipe(open.pipe, true);
        // A thread that unwinds out of an abandoned execution waits for nobody.
        if world.kernel.holders(open.pipe, false).next().is_none() || world.aborting {
            return Err(SystemError::BrokenPipe);
        }
        world.hears_text(bytes);
        let me = world.current.index();
        let written = world.kernel.write(open.pipe, bytes, world.threads[me].clock, world.events_total);
        let object = world.kernel.pipe(open.pipe).object;
        world.record(
            Some(object),
            || What::System { call: SystemCall::Write, descriptor, bytes: written },
            None,
        );
        world.me().clock.tick(me);
        world.show_pipe(open.pipe);
        Ok(written)
    })
}

/// Whether a read would not wait; waits for that until `deadline`, for ever if there is none.
///
/// # Errors
/// When the descriptor cannot be read from.
#[track_caller]
pub fn poll(descriptor: u32, deadline: Option<u64>) -> Result<bool, SystemError> {
    let at = Location::caller();
    system_call(Ready::Readable(find(descriptor, false)?.pipe), deadline, at);
    let open = find(descriptor, false)?;
    Ok(with(|world| {
        world.uses_pipe(open.pipe, false);
        world.kernel.is_readable(open.pipe)
    }))
}

/// Gives a descriptor up. A pipe whose last writer does so has an end of file; one whose last reader does so
/// is broken.
///
/// # Errors
/// When it is not open.
#[track_caller]
pub fn close(descriptor: u32) -> Result<(), SystemError> {
    point(Ready::Always, None, None, Some(Location::caller()));
    with(|world| {
        let process = world.me().process;
        world.uses_table(true);
        if let Some(open) = world.kernel.find(process, descriptor) {
            world.uses_pipe(open.pipe, true);
        }
        let open = world.kernel.close(process, descriptor).ok_or(SystemError::BadDescriptor)?;
        closed(world, descriptor, open);
        Ok(())
    })
}

/// The running thread has closed a descriptor.
pub(super) fn closed(world: &mut World, descriptor: u32, open: Descriptor) {
    let me = world.current.index();
    if open.writes {
        world.kernel.note_closed(open.pipe, &world.threads[me].clock, world.events_total);
    }
    let object = world.kernel.pipe(open.pipe).object;
    world.record(Some(object), || What::System { call: SystemCall::Close, descriptor, bytes: 0 }, None);
    world.me().clock.tick(me);
    world.show_pipe(open.pipe);
}
