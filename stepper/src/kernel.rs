//! The kernel of an execution: the descriptor tables of its processes, its pipes, and how processes ended.
//!
//! Plain data. It never waits and never chooses: `inside` announces a system call with its guard, and calls
//! in here when its thread was chosen.
//!
//! | pipe                  | read                   | write                          |
//! |-----------------------|------------------------|--------------------------------|
//! | empty, open to write  | waits                  | puts its bytes in              |
//! | empty, no writer left | end of file (no bytes) | -                              |
//! | some bytes            | takes up to `max`      | puts in what there is room for |
//! | full                  | takes up to `max`      | waits                          |
//! | no reader left        | -                      | broken pipe                    |
//!
//! Invariant: who holds an end of a pipe is what the descriptor tables say, and nothing else counts it.

use std::collections::{BTreeMap, VecDeque};

use crate::clock::Clock;
use crate::trace::{End, ObjectId, ProcessId, State};

/// A write of at most so many bytes goes in whole, or waits (`PIPE_BUF` of Linux).
const ATOMIC: usize = 4096;

/// The first number a program gets: 0, 1 and 2 are the standard streams.
const FIRST: u32 = 3;

/// How a process has ended that was killed: by signal 9.
pub(crate) const KILLED: i32 = -9;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PipeId(u16);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    pub(crate) pipe: PipeId,
    pub(crate) writes: bool,
}

/// What one write put in, as far as it has not been read: the reader learns from it what its writer knew.
struct Chunk {
    bytes: usize,
    clock: Clock,
    event: u32,
}

pub(crate) struct Pipe {
    pub(crate) object: ObjectId,
    bytes: VecDeque<u8>,
    capacity: usize,
    chunks: VecDeque<Chunk>,
    /// What those knew who closed a write end, and the last of these events.
    closed: (Clock, Option<u32>),
}

#[derive(Default)]
struct Process {
    descriptors: BTreeMap<u32, Descriptor>,
    status: Option<i32>,
}

pub(crate) struct Kernel {
    processes: Vec<Process>,
    pipes: Vec<Pipe>,
}

impl Kernel {
    /// With the first process.
    pub(crate) fn new() -> Kernel {
        Kernel { processes: vec![Process::default()], pipes: Vec::new() }
    }

    /// As it was when it was new.
    pub(crate) fn clear(&mut self) {
        self.pipes.clear();
        self.processes.truncate(1);
        let first = self.process(ProcessId(0));
        // A tree takes itself down even where there is nothing in it.
        if !first.descriptors.is_empty() {
            first.descriptors.clear();
        }
        first.status = None;
    }

    fn process(&mut self, process: ProcessId) -> &mut Process {
        &mut self.processes[usize::from(process.0)]
    }

    /// A process without descriptors.
    pub(crate) fn add_process(&mut self) {
        self.processes.push(Process::default());
    }

    pub(crate) fn status(&self, process: ProcessId) -> Option<i32> {
        self.processes[usize::from(process.0)].status
    }

    /// The process ends; returns what it had open, all closed now.
    pub(crate) fn end_process(&mut self, process: ProcessId, status: i32) -> Vec<(u32, Descriptor)> {
        let process = self.process(process);
        process.status = Some(status);
        if process.descriptors.is_empty() {
            return Vec::new();
        }
        std::mem::take(&mut process.descriptors).into_iter().collect()
    }

    /// A pipe with a descriptor for each end, the read end first.
    pub(crate) fn add_pipe(&mut self, process: ProcessId, object: ObjectId, capacity: usize) -> (u32, u32) {
        let pipe = PipeId(self.pipes.len() as u16);
        let (bytes, chunks) = (VecDeque::new(), VecDeque::new());
        self.pipes.push(Pipe { object, bytes, capacity, chunks, closed: Default::default() });
        let reader = self.open(process, Descriptor { pipe, writes: false });
        (reader, self.open(process, Descriptor { pipe, writes: true }))
    }

    /// A new descriptor, with the lowest number that is free.
    pub(crate) fn open(&mut self, process: ProcessId, descriptor: Descriptor) -> u32 {
        let table = &mut self.process(process).descriptors;
        let number =
            (FIRST..).find(|n| !table.contains_key(n)).expect("there are more numbers than descriptors");
        table.insert(number, descriptor);
        number
    }

    pub(crate) fn open_descriptors(&self, process: ProcessId) -> Vec<Descriptor> {
        self.processes[usize::from(process.0)].descriptors.values().copied().collect()
    }

    pub(crate) fn find(&self, process: ProcessId, number: u32) -> Option<Descriptor> {
        self.processes[usize::from(process.0)].descriptors.get(&number).copied()
    }

    pub(crate) fn close(&mut self, process: ProcessId, number: u32) -> Option<Descriptor> {
        self.process(process).descriptors.remove(&number)
    }

    pub(crate) fn pipe(&self, pipe: PipeId) -> &Pipe {
        &self.pipes[usize::from(pipe.0)]
    }

    /// The pipe that is this object.
    pub(crate) fn pipe_of(&self, object: ObjectId) -> Option<PipeId> {
        (0..).map(PipeId).zip(&self.pipes).find(|(_, pipe)| pipe.object == object).map(|(id, _)| id)
    }

    /// Who holds an end of the pipe.
    pub(crate) fn ends(&self, pipe: PipeId) -> impl Iterator<Item = End> {
        self.processes.iter().zip(0..).flat_map(move |(process, id)| {
            let here = process.descriptors.iter().filter(move |(_, d)| d.pipe == pipe);
            here.map(move |(&descriptor, d)| End { process: ProcessId(id), descriptor, writes: d.writes })
        })
    }

    /// Who holds the write end of the pipe, or else the read end.
    pub(crate) fn holders(&self, pipe: PipeId, writes: bool) -> impl Iterator<Item = End> {
        self.ends(pipe).filter(move |end| end.writes == writes)
    }

    /// Whether a read need not wait.
    pub(crate) fn is_readable(&self, pipe: PipeId) -> bool {
        !self.pipe(pipe).bytes.is_empty() || self.holders(pipe, true).next().is_none()
    }

    /// Whether a write of so many bytes need not wait.
    pub(crate) fn is_writable(&self, id: PipeId, bytes: usize) -> bool {
        let pipe = self.pipe(id);
        pipe.has_room(bytes, pipe.bytes.len()) || self.holders(id, false).next().is_none()
    }

    /// All that guards on the pipe look at, as one number.
    pub(crate) fn readiness(&self, pipe: PipeId) -> u64 {
        let open = |writes| u64::from(self.holders(pipe, writes).next().is_some());
        (self.pipe(pipe).bytes.len() as u64) << 2 | open(true) << 1 | open(false)
    }

    /// As [`Kernel::is_writable`], at the moment of that readiness.
    pub(crate) fn was_writable(&self, pipe: PipeId, bytes: usize, readiness: u64) -> bool {
        self.pipe(pipe).has_room(bytes, (readiness >> 2) as usize) || readiness & 1 == 0
    }

    /// Takes up to `max` bytes, with what their writers knew and the last of their events; when there are
    /// none, what those knew who closed it.
    pub(crate) fn read(&mut self, pipe: PipeId, max: usize) -> (Vec<u8>, Clock, Option<u32>) {
        let pipe = &mut self.pipes[usize::from(pipe.0)];
        let bytes: Vec<u8> = pipe.bytes.drain(..max.min(pipe.bytes.len())).collect();
        let (mut clock, mut event) = if bytes.is_empty() { pipe.closed } else { Default::default() };
        let mut left = bytes.len();
        while left > 0
            && let Some(chunk) = pipe.chunks.front_mut()
        {
            let taken = left.min(chunk.bytes);
            clock.join(&chunk.clock);
            event = Some(chunk.event);
            left -= taken;
            chunk.bytes -= taken;
            if chunk.bytes == 0 {
                pipe.chunks.pop_front();
            }
        }
        (bytes, clock, event)
    }

    /// Puts in what there is room for; returns how much that was. The caller has seen that there are readers.
    pub(crate) fn write(&mut self, pipe: PipeId, bytes: &[u8], clock: Clock, event: u32) -> usize {
        let pipe = &mut self.pipes[usize::from(pipe.0)];
        let fit = bytes.len().min(pipe.room());
        pipe.bytes.extend(&bytes[..fit]);
        pipe.chunks.push_back(Chunk { bytes: fit, clock, event });
        fit
    }

    /// Remembers what the one knew who closed a write end.
    pub(crate) fn note_closed(&mut self, pipe: PipeId, clock: &Clock, event: u32) {
        let closed = &mut self.pipes[usize::from(pipe.0)].closed;
        closed.0.join(clock);
        closed.1 = Some(event);
    }

    /// The picture of a pipe.
    pub(crate) fn state(&self, id: PipeId) -> State {
        let pipe = self.pipe(id);
        State::Pipe { bytes: pipe.bytes.len(), capacity: pipe.capacity, ends: self.ends(id).collect() }
    }
}

impl Pipe {
    /// Whether there is room for a write of `bytes` beside so many others.
    fn has_room(&self, bytes: usize, others: usize) -> bool {
        let whole = bytes <= ATOMIC.min(self.capacity);
        self.capacity - others >= if whole { bytes } else { 1 }
    }

    fn room(&self) -> usize {
        self.capacity - self.bytes.len()
    }
}

/// As [`Kernel::is_readable`], at the moment of that readiness.
pub(crate) fn was_readable(readiness: u64) -> bool {
    readiness >> 2 > 0 || readiness & 2 == 0
}
