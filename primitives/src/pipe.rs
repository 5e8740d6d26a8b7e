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
use std::io;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::platform::{Await, PipeEnd, Place, deadline};

/// As in CPython, a longer frame would need a header of another form.
const LONGEST: usize = i32::MAX as usize;

/// So much is believed of an announced length before the bytes are there.
const CHUNK: usize = 65_536;

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
        let mut frame =
            postcard::to_extend(value, vec![0; 4]).map_err(|e| PipeError::Encode(e.to_string()))?;
        let length = frame.len() - 4;
        if length > LONGEST {
            return Err(PipeError::Encode(format!("it has {length} bytes")));
        }
        frame[..4].copy_from_slice(&(length as u32).to_be_bytes());
        let mut call = writer.call("send", Await::Room(frame.len()), None);
        call.answer(format_args!("{} bytes", frame.len()));
        let mut rest = frame.as_slice();
        while !rest.is_empty() {
            let written = again(|| writer.write(rest)).inspect_err(|error| call.answer(error))?;
            rest = &rest[written..];
        }
        Ok(())
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
        let mut header = [0; 4];
        match fill(&reader, &mut header)? {
            0 => {
                call.answer(PipeError::Eof);
                return Err(PipeError::Eof);
            }
            4 => {}
            _ => return Err(PipeError::Truncated),
        }
        let length = u32::from_be_bytes(header) as usize;
        if length > LONGEST {
            return Err(PipeError::Decode(format!("it has {length} bytes")));
        }
        let mut bytes = Vec::new();
        while bytes.len() < length {
            let start = bytes.len();
            bytes.resize(length.min(start + CHUNK), 0);
            if fill(&reader, &mut bytes[start..])? < bytes.len() - start {
                return Err(PipeError::Truncated);
            }
        }
        call.answer(format_args!("{} bytes", 4 + length));
        postcard::from_bytes(&bytes).map_err(|e| PipeError::Decode(e.to_string()))
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

/// A signal may interrupt a system call; that is no result.
#[track_caller]
fn again(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Reads until the buffer is full or the file ends; how much that was.
#[track_caller]
fn fill(reader: &PipeEnd, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match again(|| reader.read(&mut buffer[filled..]))? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Why a connection could not do what it was asked to. The texts are CPython's, where it has one.
#[derive(Debug)]
#[non_exhaustive]
pub enum PipeError {
    /// The pipe is empty, and nobody can write to it any more.
    Eof,
    /// The file ended in the middle of a value.
    Truncated,
    /// Nobody can read from the pipe any more.
    BrokenPipe,
    /// The connection cannot send.
    ReadOnly,
    /// The connection cannot receive.
    WriteOnly,
    /// The connection was closed here.
    Closed,
    /// The value cannot be written as bytes, or not as fewer than two thousand million.
    Encode(String),
    /// The bytes are not a value of the type that was asked for.
    Decode(String),
    /// The system could not do it.
    Os(io::Error),
}

impl fmt::Display for PipeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PipeError::Eof => f.write_str("end of file"),
            PipeError::Truncated => f.write_str("got end of file during message"),
            PipeError::BrokenPipe => f.write_str("Broken pipe"),
            PipeError::ReadOnly => f.write_str("connection is read-only"),
            PipeError::WriteOnly => f.write_str("connection is write-only"),
            PipeError::Closed => f.write_str("handle is closed"),
            PipeError::Encode(error) => write!(f, "the value cannot be sent: {error}"),
            PipeError::Decode(error) => write!(f, "what was received is no such value: {error}"),
            PipeError::Os(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PipeError {}

impl From<io::Error> for PipeError {
    fn from(error: io::Error) -> PipeError {
        match error.kind() {
            io::ErrorKind::BrokenPipe => PipeError::BrokenPipe,
            _ => PipeError::Os(error),
        }
    }
}
