//! A value on its way through a pipe: its length, in 4 bytes with the most significant first, and then its bytes.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::PipeError;
use crate::platform::PipeEnd;

/// How many bytes the length takes.
pub(super) const HEADER: usize = 4;

/// As in CPython, a longer frame would need a header of another form.
const LONGEST: usize = i32::MAX as usize;

/// So much is believed of an announced length before the bytes are there.
const CHUNK: usize = 65_536;

/// The frame of a value.
pub(super) fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, PipeError> {
    let mut frame =
        postcard::to_extend(value, vec![0; HEADER]).map_err(|e| PipeError::Encode(e.to_string()))?;
    let length = frame.len() - HEADER;
    if length > LONGEST {
        return Err(PipeError::Encode(format!("it has {length} bytes")));
    }
    frame[..HEADER].copy_from_slice(&(length as u32).to_be_bytes());
    Ok(frame)
}

/// The value of these bytes, which were a frame's.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, PipeError> {
    postcard::from_bytes(bytes).map_err(|e| PipeError::Decode(e.to_string()))
}

/// Writes all of a frame; waits while the pipe is full.
#[track_caller]
pub(super) fn write(writer: &PipeEnd, frame: &[u8]) -> io::Result<()> {
    let mut rest = frame;
    while !rest.is_empty() {
        let written = again(|| writer.write(rest))?;
        rest = &rest[written..];
    }
    Ok(())
}

/// Reads the next frame's bytes, without the length.
#[track_caller]
pub(super) fn read(reader: &PipeEnd) -> Result<Vec<u8>, PipeError> {
    let mut header = [0; HEADER];
    match fill(reader, &mut header)? {
        0 => return Err(PipeError::Eof),
        HEADER => {}
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
        if fill(reader, &mut bytes[start..])? < bytes.len() - start {
            return Err(PipeError::Truncated);
        }
    }
    Ok(bytes)
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
