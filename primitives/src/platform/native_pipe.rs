//! A pipe of the operating system, through std.

use std::io::{self, PipeReader, PipeWriter, Read, Write};

use super::Instant;

/// An open descriptor for one end of a pipe. Dropping it closes the descriptor.
#[derive(Debug)]
pub(crate) enum PipeEnd {
    Reader(PipeReader),
    Writer(PipeWriter),
}

impl PipeEnd {
    /// A new pipe, the read end first.
    pub(crate) fn pair() -> io::Result<(PipeEnd, PipeEnd)> {
        let (reader, writer) = io::pipe()?;
        Ok((PipeEnd::Reader(reader), PipeEnd::Writer(writer)))
    }

    /// Reads what there is, or waits for it; 0 at the end of the file.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            PipeEnd::Reader(reader) => (&*reader).read(buffer),
            PipeEnd::Writer(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Writes what there is room for, or waits for some.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            PipeEnd::Writer(writer) => (&*writer).write(bytes),
            PipeEnd::Reader(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Another descriptor for the same end, to give to a child process.
    pub(crate) fn duplicate(&self) -> io::Result<Gift> {
        Ok(match self {
            PipeEnd::Reader(reader) => PipeEnd::Reader(reader.try_clone()?),
            PipeEnd::Writer(writer) => PipeEnd::Writer(writer.try_clone()?),
        })
    }
}

/// A duplicate on its way to a child process.
pub(crate) type Gift = PipeEnd;

#[cfg(unix)]
mod unix {
    use std::io;
    use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::{Instant, PipeEnd};

    /// A descriptor that a child process found open at its start.
    pub(crate) type Inherited = OwnedFd;

    impl PipeEnd {
        fn fd(&self) -> BorrowedFd<'_> {
            match self {
                PipeEnd::Reader(reader) => reader.as_fd(),
                PipeEnd::Writer(writer) => writer.as_fd(),
            }
        }

        pub(crate) fn number(&self) -> u32 {
            self.fd().as_raw_fd().unsigned_abs()
        }

        /// Whether a read would not wait; waits for that until then, for ever if there is no such moment.
        pub(crate) fn poll(&self, until: Option<Instant>) -> io::Result<bool> {
            loop {
                let left = until.map(|u| u.saturating_duration_since(Instant::now()));
                // A time too long for the system is as good as for ever.
                let left = left.and_then(|l| Timespec::try_from(l).ok());
                match poll(&mut [PollFd::from_borrowed_fd(self.fd(), PollFlags::IN)], left.as_ref()) {
                    Ok(ready) => return Ok(ready > 0),
                    Err(rustix::io::Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }

        pub(crate) fn inherit(end: Inherited, writes: bool) -> PipeEnd {
            if writes { PipeEnd::Writer(end.into()) } else { PipeEnd::Reader(end.into()) }
        }
    }

    impl From<PipeEnd> for OwnedFd {
        fn from(end: PipeEnd) -> OwnedFd {
            match end {
                PipeEnd::Reader(reader) => reader.into(),
                PipeEnd::Writer(writer) => writer.into(),
            }
        }
    }
}

#[cfg(unix)]
pub(crate) use unix::Inherited;

#[cfg(not(unix))]
mod elsewhere {
    use std::io;
    use std::os::windows::io::AsRawHandle;

    use super::{Instant, PipeEnd};

    /// No descriptor is inherited here.
    #[derive(Debug)]
    pub(crate) enum Inherited {}

    impl PipeEnd {
        /// The handle's number.
        pub(crate) fn number(&self) -> u32 {
            let handle = match self {
                PipeEnd::Reader(reader) => reader.as_raw_handle(),
                PipeEnd::Writer(writer) => writer.as_raw_handle(),
            };
            handle.addr() as u32
        }

        pub(crate) fn poll(&self, _until: Option<Instant>) -> io::Result<bool> {
            Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "this system cannot ask a pipe whether it has bytes",
            ))
        }

        pub(crate) fn inherit(end: Inherited, _writes: bool) -> PipeEnd {
            match end {}
        }
    }
}

#[cfg(not(unix))]
pub(crate) use elsewhere::Inherited;
