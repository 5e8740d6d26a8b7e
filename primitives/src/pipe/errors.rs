//! Why a connection of a pipe could not do what it was asked to.

use std::fmt;
use std::io;

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
