//! Real child processes: the same program, started again, which enters through the first line of `main`.
//!
//! A child gets its descriptors as 3, 4, and so on, and its arguments through its standard input. That stays
//! open as long as the parent lives: at the parent's end, in whatever way it comes, the child ends too. So no
//! child is ever left behind, one that hangs included.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Gift, Inherited};

/// The first argument of a child, followed by the process's name, its function, and the number of descriptors.
const MARK: &str = "--child-process";

/// What Rust's runtime exits with when `main` panics.
const PANICKED: i32 = 101;

static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();

/// `main` of this program sends children where they belong.
static PREPARED: AtomicBool = AtomicBool::new(false);

/// Which program children run; the first call counts.
pub(crate) fn set_executable(path: PathBuf) {
    let _ = EXECUTABLE.set(path);
}

/// A child process.
#[derive(Debug)]
pub(crate) struct ChildProcess {
    child: std::process::Child,
    /// Its standard input. When this is closed, the child ends.
    lifeline: Option<ChildStdin>,
}

/// Starts a child, in which `function` is to be called with `arguments`. Its body is for other platforms.
pub(crate) fn start_process(
    name: &str,
    function: &str,
    arguments: Vec<u8>,
    gifts: Vec<Gift>,
    _body: Box<dyn FnOnce(Vec<u8>, Vec<Inherited>)>,
) -> io::Result<ChildProcess> {
    if !PREPARED.load(Ordering::Relaxed) && EXECUTABLE.get().is_none() {
        // The child would run `main` as we do, and start a child.
        return Err(io::Error::other("`main` must begin with `primitives::process::start`"));
    }
    let executable = EXECUTABLE.get().cloned().map_or_else(std::env::current_exe, Ok)?;
    let mut command = Command::new(executable);
    command.args([MARK, name, function, &gifts.len().to_string()]).stdin(Stdio::piped());
    hand_over(&mut command, gifts)?;
    let mut child = command.spawn()?;
    // With our duplicates of the gifts: nobody must wait for an end that only this forgotten copy holds open.
    drop(command);
    let mut lifeline = child.stdin.take();
    if let Some(stdin) = &mut lifeline {
        let length = arguments.len() as u64;
        // A child that cannot be told what to do has ended; its exit status says so.
        let _ = stdin.write_all(&length.to_be_bytes()).and_then(|()| stdin.write_all(&arguments));
    }
    Ok(ChildProcess { child, lifeline })
}

/// The gifts become 3, 4, and so on. Nothing that `Command` opens for itself is overwritten: it is opened after
/// the gifts, which fill as many of the lowest free numbers as there are gifts.
#[cfg(unix)]
fn hand_over(command: &mut Command, gifts: Vec<Gift>) -> io::Result<()> {
    use command_fds::{CommandFdExt, FdMapping};
    let mappings =
        gifts.into_iter().zip(3..).map(|(gift, child_fd)| FdMapping { parent_fd: gift.into(), child_fd });
    command.fd_mappings(mappings.collect()).map_err(io::Error::other)?;
    Ok(())
}

#[cfg(not(unix))]
fn hand_over(_command: &mut Command, gifts: Vec<Gift>) -> io::Result<()> {
    if gifts.is_empty() {
        return Ok(());
    }
    let text = "this system has no safe way to give an end of a pipe to a child process";
    Err(io::Error::new(io::ErrorKind::Unsupported, text))
}

impl ChildProcess {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has ended; its exit code, or minus the signal that ended it.
    pub(crate) fn wait(mut self) -> i32 {
        self.child.wait().map_or(PANICKED, |status| status.code().unwrap_or_else(|| -signal(status)))
    }
}

impl Drop for ChildProcess {
    /// Left alone, the child goes on. For one that has ended, there is nothing to keep open.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            std::mem::forget(self.lifeline.take());
        }
    }
}

#[cfg(unix)]
fn signal(status: std::process::ExitStatus) -> i32 {
    std::os::unix::process::ExitStatusExt::signal(&status).unwrap_or(0)
}

#[cfg(not(unix))]
fn signal(_status: std::process::ExitStatus) -> i32 {
    0
}

/// What a child was started for.
pub(crate) struct Called<I = Inherited> {
    pub(crate) name: String,
    pub(crate) function: String,
    pub(crate) arguments: Vec<u8>,
    pub(crate) inherited: Vec<I>,
}

/// What this process was started for, if it is a child. Must be the first that `main` does, and done once.
pub(crate) fn called() -> Option<Called> {
    PREPARED.store(true, Ordering::Relaxed);
    let words: Vec<String> = std::env::args_os().skip(1).map(|w| w.to_string_lossy().into_owned()).collect();
    let [mark, name, function, descriptors] = <[String; 4]>::try_from(words).ok()?;
    let descriptors = descriptors.parse().ok().filter(|_| mark == MARK)?;
    let mut length = [0; 8];
    let mut stdin = io::stdin().lock();
    stdin.read_exact(&mut length).ok()?;
    let mut arguments = vec![0; usize::try_from(u64::from_be_bytes(length)).ok()?];
    stdin.read_exact(&mut arguments).ok()?;
    Some(Called { name, function, arguments, inherited: inherited(descriptors) })
}

#[cfg(unix)]
fn inherited(descriptors: u16) -> Vec<Inherited> {
    use std::os::fd::{FromRawFd, OwnedFd};
    let take = |number: i32| {
        // SAFETY: the parent opened these numbers for us before our first instruction, and said how many they
        // are; `main` has done nothing yet that could have closed or taken them.
        let end = unsafe { OwnedFd::from_raw_fd(number) };
        // They were inherited; our own children get only what they are given. Fails only for a closed one.
        let _ = rustix::io::fcntl_setfd(&end, rustix::io::FdFlags::CLOEXEC);
        end
    };
    (3..).take(descriptors.into()).map(take).collect()
}

#[cfg(not(unix))]
fn inherited(_descriptors: u16) -> Vec<Inherited> {
    Vec::new()
}

/// Runs a child's life: `body` on a thread of its name, up to its end or its parent's.
pub(crate) fn live(name: String, body: Box<dyn FnOnce() + Send>) -> ! {
    let life = move || {
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body));
        std::process::exit(if ended.is_ok() { 0 } else { PANICKED });
    };
    std::thread::Builder::new().name(name).spawn(life).expect("the system cannot start another thread");
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    std::process::exit(PANICKED);
}
