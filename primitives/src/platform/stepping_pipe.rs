//! Pipes and processes of the stepper's kernel inside an execution, of the system elsewhere.

use std::io;
use std::panic::Location;

use stepper::ProcessId;
use stepper::inside::{self, SystemError};

use super::super::{Await, native};
use super::{Call, Instant, Place};

pub(crate) use native::{live, set_executable};

/// What fits into a pipe of Linux.
const CAPACITY: usize = 65_536;

/// An open descriptor for one end of a pipe, until [`PipeEnd::close`].
#[derive(Debug)]
pub(crate) enum PipeEnd {
    Real(native::PipeEnd),
    Stepped(u32),
}

/// A duplicate on its way to a child process.
#[derive(Debug)]
pub(crate) enum Gift {
    Real(native::Gift),
    Stepped(u32),
}

/// A descriptor that a child process found open at its start.
#[derive(Debug)]
pub(crate) enum Inherited {
    Real(native::Inherited),
    Stepped(u32),
}

/// What this process was started for, if it is a child.
pub(crate) type Called = native::Called<Inherited>;

pub(crate) fn called() -> Option<Called> {
    let native::Called { name, function, arguments, inherited } = native::called()?;
    let inherited = inherited.into_iter().map(Inherited::Real).collect();
    Some(Called { name, function, arguments, inherited })
}

fn failed(error: SystemError) -> io::Error {
    match error {
        SystemError::BadDescriptor => io::ErrorKind::Unsupported.into(),
        SystemError::BrokenPipe => io::ErrorKind::BrokenPipe.into(),
    }
}

impl PipeEnd {
    pub(crate) fn pair() -> io::Result<(PipeEnd, PipeEnd)> {
        if inside::active() {
            let (reader, writer) = inside::pipe("Pipe", CAPACITY);
            return Ok((PipeEnd::Stepped(reader), PipeEnd::Stepped(writer)));
        }
        let (reader, writer) = native::PipeEnd::pair()?;
        Ok((PipeEnd::Real(reader), PipeEnd::Real(writer)))
    }

    pub(crate) fn name(&self, name: &str) {
        if let PipeEnd::Stepped(descriptor) = self {
            inside::name_descriptor(*descriptor, name);
        }
    }

    pub(crate) fn number(&self) -> u32 {
        match self {
            PipeEnd::Real(end) => end.number(),
            PipeEnd::Stepped(descriptor) => *descriptor,
        }
    }

    /// Begins a call: the next step of the running thread, once what it waits for has come.
    #[track_caller]
    pub(crate) fn call(&self, verb: &'static str, awaits: Await, until: Option<Instant>) -> Call {
        self.begin(verb, Location::caller(), false, awaits, until)
    }

    fn begin(
        &self,
        verb: &'static str,
        place: &'static Location<'static>,
        dropped: bool,
        awaits: Await,
        until: Option<Instant>,
    ) -> Call {
        let PipeEnd::Stepped(descriptor) = self else {
            return Call::new(false);
        };
        if !inside::active() {
            return Call::new(false);
        }
        let awaits = match awaits {
            Await::Nothing => inside::Await::Nothing,
            Await::Bytes => inside::Await::Bytes,
            Await::Room(bytes) => inside::Await::Room(bytes),
        };
        let until = until.and_then(Instant::nanoseconds);
        Call::new(inside::call_on(*descriptor, verb, place, dropped, awaits, until))
    }

    /// Closes the descriptor. `dropped`: a destructor does it, of something acquired at `place`.
    #[track_caller]
    pub(crate) fn close(self, place: Place, dropped: bool) {
        let _call = self.begin("close", place.0, dropped, Await::Nothing, None);
        // What outlives its execution has nothing left to close.
        if let PipeEnd::Stepped(descriptor) = self
            && inside::active()
        {
            let _ = inside::close(descriptor);
        }
    }

    #[track_caller]
    pub(crate) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            PipeEnd::Real(end) => end.read(buffer),
            PipeEnd::Stepped(descriptor) => {
                let bytes = inside::read(*descriptor, buffer.len()).map_err(failed)?;
                buffer[..bytes.len()].copy_from_slice(&bytes);
                Ok(bytes.len())
            }
        }
    }

    #[track_caller]
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            PipeEnd::Real(end) => end.write(bytes),
            PipeEnd::Stepped(descriptor) => inside::write(*descriptor, bytes).map_err(failed),
        }
    }

    #[track_caller]
    pub(crate) fn poll(&self, until: Option<Instant>) -> io::Result<bool> {
        match self {
            PipeEnd::Real(end) => end.poll(until.and_then(Instant::real)),
            PipeEnd::Stepped(descriptor) => {
                inside::poll(*descriptor, until.and_then(Instant::nanoseconds)).map_err(failed)
            }
        }
    }

    pub(crate) fn duplicate(&self) -> io::Result<Gift> {
        Ok(match self {
            PipeEnd::Real(end) => Gift::Real(end.duplicate()?),
            PipeEnd::Stepped(descriptor) => Gift::Stepped(*descriptor),
        })
    }

    pub(crate) fn inherit(end: Inherited, writes: bool) -> PipeEnd {
        match end {
            Inherited::Real(end) => PipeEnd::Real(native::PipeEnd::inherit(end, writes)),
            Inherited::Stepped(descriptor) => PipeEnd::Stepped(descriptor),
        }
    }
}

/// A child process.
#[derive(Debug)]
pub(crate) enum ChildProcess {
    Real(native::ChildProcess),
    Stepped(ProcessId),
}

/// Starts a child, in which `function` is to be called with `arguments`; `body` does that.
pub(crate) fn start_process(
    name: &str,
    function: &str,
    arguments: Vec<u8>,
    gifts: Vec<Gift>,
    body: Box<dyn FnOnce(Vec<u8>, Vec<Inherited>)>,
) -> io::Result<ChildProcess> {
    if inside::active() {
        let stepped = |gift: &Gift| match gift {
            Gift::Stepped(descriptor) => Ok(*descriptor),
            Gift::Real(_) => {
                Err(io::Error::other("a pipe made outside of an execution does not exist inside"))
            }
        };
        let numbers: Vec<u32> = gifts.iter().map(stepped).collect::<io::Result<_>>()?;
        let inherited = (3..).take(numbers.len()).map(Inherited::Stepped).collect();
        let body = Box::new(move || body(arguments, inherited));
        return Ok(ChildProcess::Stepped(inside::spawn_process(name, &numbers, body)));
    }
    let real = |gift| match gift {
        Gift::Real(end) => Ok(end),
        Gift::Stepped(_) => Err(io::Error::other("a pipe of an execution does not exist outside")),
    };
    let gifts = gifts.into_iter().map(real).collect::<io::Result<_>>()?;
    native::start_process(name, function, arguments, gifts, Box::new(|_, _| ())).map(ChildProcess::Real)
}

impl ChildProcess {
    pub(crate) fn id(&self) -> u32 {
        match self {
            ChildProcess::Real(child) => child.id(),
            ChildProcess::Stepped(process) => process.0.into(),
        }
    }

    #[track_caller]
    pub(crate) fn wait(self) -> i32 {
        match self {
            ChildProcess::Real(child) => child.wait(),
            ChildProcess::Stepped(process) => inside::await_process(process),
        }
    }
}
