//! A pipe: bytes that go from one process to another, through the kernel.
//!
//! | the pipe is                     | `recv`                | `send`        |
//! |---------------------------------|-----------------------|---------------|
//! | empty, with a writer somewhere  | waits                 | goes through  |
//! | empty, and nobody can write     | [`PipeError::Eof`]    | -             |
//! | full, with a reader somewhere   | takes the first value | waits         |
//! | such that nobody can read       | -                     | `BrokenPipe`  |
//!
//! Invariant: a value is one frame, its length (4 bytes, the most significant first) and then its bytes. An end
//! is open as long as any process has a descriptor for it, a forgotten one included: the kernel counts
//! descriptors, not good intentions.
//!
//! Memory ordering: none is needed. No memory is shared; the kernel copies the bytes.

use std::cell::{Cell, Ref, RefCell};
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::platform::{Await, PipeEnd, Place, deadline};

mod errors;
mod frame;

pub use errors::PipeError;

/// A pipe, before its two connections go their ways. Python's `multiprocessing.Pipe`.
///
/// ```
/// use primitives::Pipe;
///
/// let (reader, writer) = Pipe::simplex().named("letters").split();
/// writer.send("dear reader").unwrap();
/// writer.close();
/// assert_eq!(reader.recv::<String>().unwrap(), "dear reader");
/// assert_eq!(reader.recv::<String>().unwrap_err().to_string(), "end of file");
/// ```
#[derive(Debug)]
pub struct Pipe {
    ends: (Connection, Connection),
}

impl Pipe {
    /// A pipe that goes one way: the first connection reads what the second one sends.
    ///
    /// # Panics
    /// When the system cannot open another one.
    #[track_caller]
    pub fn simplex() -> Pipe {
        let (reader, writer) = pair();
        Pipe { ends: (Connection::new(Some(reader), None), Connection::new(None, Some(writer))) }
    }

    /// A pipe that goes both ways: two pipes, side by side, with a reader and a writer in each connection.
    ///
    /// # Panics
    /// When the system cannot open another one.
    #[track_caller]
    pub fn duplex() -> Pipe {
        let ((there, to), (back, fro)) = (pair(), pair());
        Pipe { ends: (Connection::new(Some(back), Some(to)), Connection::new(Some(there), Some(fro))) }
    }

    /// Gives it a name for pictures and messages.
    pub fn named(self, name: &str) -> Pipe {
        let (first, second) = &self.ends;
        let name_it = |end: &RefCell<Option<PipeEnd>>, name| end.borrow().iter().for_each(|e| e.name(name));
        name_it(&second.reader, name);
        name_it(&first.reader, name);
        if first.writer.borrow().is_some() {
            name_it(&first.reader, &format!("{name} (back)"));
        }
        self
    }

    /// Its two connections; of a simplex pipe, the one that reads comes first.
    pub fn split(self) -> (Connection, Connection) {
        self.ends
    }
}

fn pair() -> (PipeEnd, PipeEnd) {
    PipeEnd::pair().expect("the system cannot open another pipe")
}

/// One connection of a [`Pipe`]: sends values, receives values, or both.
///
/// It belongs to one thread at a time, and can be given to a child process with [`Process::spawn`], which
/// duplicates it. Dropping it closes it.
///
/// [`Process::spawn`]: crate::Process::spawn
#[derive(Debug)]
pub struct Connection {
    pub(crate) reader: RefCell<Option<PipeEnd>>,
    pub(crate) writer: RefCell<Option<PipeEnd>>,
    closed: Cell<bool>,
    place: Place,
}

impl Connection {
    #[track_caller]
    pub(crate) fn new(reader: Option<PipeEnd>, writer: Option<PipeEnd>) -> Connection {
        let closed = Cell::new(reader.is_none() && writer.is_none());
        let (reader, writer) = (RefCell::new(reader), RefCell::new(writer));
        Connection { reader, writer, closed, place: Place::here() }
    }

    /// Sends a value; waits while the pipe is full.
    ///
    /// # Errors
    /// `BrokenPipe` when nobody can read it any more, `ReadOnly`, `Closed`, `Encode`.
    #[track_caller]
    pub fn send<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), PipeError> {
        let writer = self.open(&self.writer, PipeError::ReadOnly)?;
        let frame = frame::encode(value)?;
        let mut call = writer.call("send", Await::Room(frame.len()), None);
        call.answer(format_args!("{} bytes", frame.len()));
        Ok(frame::write(&writer, &frame).inspect_err(|error| call.answer(error))?)
    }

    /// Receives the next value; waits while the pipe is empty and anybody, this process included, can write.
    /// `T` must be the type that was sent: bytes do not tell, and may well be another value of another type.
    ///
    /// # Errors
    /// `Eof` when the pipe is empty and nobody can write to it any more, `WriteOnly`, `Closed`, `Decode` when
    /// the next value is not a `T`, `Truncated`.
    #[track_caller]
    pub fn recv<T: DeserializeOwned>(&self) -> Result<T, PipeError> {
        let reader = self.open(&self.reader, PipeError::WriteOnly)?;
        let mut call = reader.call("recv", Await::Bytes, None);
        let bytes = frame::read(&reader).inspect_err(|error| {
            if let PipeError::Eof = error {
                call.answer(error);
            }
        })?;
        call.answer(format_args!("{} bytes", frame::HEADER + bytes.len()));
        frame::decode(&bytes)
    }

    /// Whether [`Connection::recv`] would find something now: a value, or the end. Does not wait.
    ///
    /// # Errors
    /// `WriteOnly`, `Closed`.
    #[track_caller]
    pub fn poll(&self) -> Result<bool, PipeError> {
        self.poll_timeout(Duration::ZERO)
    }

    /// As [`Connection::poll`], but waits for that, at most for `timeout`.
    ///
    /// # Errors
    /// `WriteOnly`, `Closed`.
    #[track_caller]
    pub fn poll_timeout(&self, timeout: Duration) -> Result<bool, PipeError> {
        let reader = self.open(&self.reader, PipeError::WriteOnly)?;
        let until = deadline(timeout);
        let mut call =
            reader.call("poll", if timeout.is_zero() { Await::Nothing } else { Await::Bytes }, until);
        let ready = reader.poll(until).map_err(PipeError::from)?;
        call.answer(ready);
        Ok(ready)
    }

    /// Closes this process's descriptor. Others may hold the same end, and it stays open as long as one does.
    /// A second close does nothing.
    #[track_caller]
    pub fn close(&self) {
        self.shut(Place::here(), false);
    }

    fn shut(&self, place: Place, dropped: bool) {
        self.closed.set(true);
        for end in [&self.reader, &self.writer] {
            if let Some(end) = end.take() {
                end.close(place, dropped);
            }
        }
    }

    fn open<'a>(
        &'a self,
        end: &'a RefCell<Option<PipeEnd>>,
        otherwise: PipeError,
    ) -> Result<Ref<'a, PipeEnd>, PipeError> {
        if self.closed.get() {
            return Err(PipeError::Closed);
        }
        Ref::filter_map(end.borrow(), Option::as_ref).map_err(|_| otherwise)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.shut(self.place, true);
    }
}

/// What it is, as in "descriptor 3, which reads".
impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&*self.reader.borrow(), &*self.writer.borrow()) {
            (Some(r), None) => write!(f, "descriptor {}, which reads", r.number()),
            (None, Some(w)) => write!(f, "descriptor {}, which writes", w.number()),
            (Some(r), Some(w)) => {
                write!(f, "descriptors {}, which reads, and {}, which writes", r.number(), w.number())
            }
            (None, None) => f.write_str("closed"),
        }
    }
}
