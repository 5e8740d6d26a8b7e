//! Processes: start one with a name and arguments, wait for its end, take its exit status.
//!
//! A child process has memory and descriptors of its own. A closure cannot go there: what a child runs is a
//! function without captures, found by its name, and its arguments travel as bytes.

use std::any::type_name;
use std::fmt;
use std::path::PathBuf;

use serde::de::DeserializeOwned;

use crate::handover::{decode, encode};
use crate::platform::{self, Called, ChildProcess, Inherited};

mod arguments;

pub use arguments::Arguments;

/// A child process that was started. Python's `multiprocessing.Process`, started by `spawn`.
///
/// Dropping it leaves the process running; a real one ends with its parent at the latest. A process ends when
/// its function returns; threads that it started should be joined before that.
///
/// ```standalone_crate,ignore-windows
/// use primitives::process::{self, Child};
/// use primitives::{Connection, Pipe, Process};
///
/// fn main() {
///     process::start(&[Child::new(greet)]);
///     let (reader, writer) = Pipe::simplex().split();
///     let child = Process::spawn("greeter", greet, (&writer, &7));
///     writer.close();
///     assert_eq!(reader.recv::<String>().unwrap(), "hello from number 7");
///     assert!(child.join().success());
/// }
///
/// fn greet((writer, number): (Connection, u32)) {
///     writer.send(&format!("hello from number {number}")).unwrap();
/// }
/// ```
#[derive(Debug)]
pub struct Process {
    name: String,
    child: ChildProcess,
}

impl Process {
    /// Starts a process that runs `child(arguments)`. What the arguments refer to arrives as values; of a
    /// connection, the child gets a duplicate, and the caller keeps its own.
    ///
    /// # Panics
    /// When the system cannot start another one, or cannot give it a connection (Windows); when `main` did not
    /// begin with [`start`]; when `child` is a closure; when the arguments cannot be encoded.
    #[track_caller]
    pub fn spawn<A, F>(name: &str, child: F, arguments: A) -> Process
    where
        A: Arguments,
        F: Fn(A::Owned) + Copy + Send + 'static,
    {
        let function = function_name::<F>();
        let encoded = encode(&arguments);
        let (bytes, gifts) =
            encoded.unwrap_or_else(|e| panic!("the arguments of process {name} cannot be encoded: {e}"));
        let body = Box::new(move |bytes: Vec<u8>, inherited| run(child, &bytes, inherited));
        let started = platform::start_process(name, function, bytes, gifts, body);
        let child = started.unwrap_or_else(|e| panic!("process {name} cannot be started: {e}"));
        Process { name: name.to_owned(), child }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its number: the system's, or the execution's.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn join(self) -> ExitStatus {
        ExitStatus(self.child.wait())
    }
}

/// How a process ended.
///
/// ```standalone_crate
/// use primitives::Process;
/// use primitives::process::{self, Child};
///
/// fn main() {
///     process::start(&[Child::new(divide)]);
///     let status = Process::spawn("divider", divide, (&1, &0)).join();
///     assert_eq!((status.success(), status.code()), (false, 101));
///     assert!(Process::spawn("divider", divide, (&1, &1)).join().success());
/// }
///
/// fn divide((a, b): (i32, i32)) {
///     println!("{}", a / b);
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a child's panic is seen only here"]
pub struct ExitStatus(i32);

impl ExitStatus {
    /// Whether its function returned.
    pub fn success(self) -> bool {
        self.0 == 0
    }

    /// 0 if its function returned, 101 if that panicked, minus the signal if one ended it.
    pub fn code(self) -> i32 {
        self.0
    }
}

impl fmt::Display for ExitStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit status {}", self.0)
    }
}

/// A function that child processes can run. See [`start`].
#[derive(Clone, Copy)]
pub struct Child {
    name: fn() -> &'static str,
    run: fn(&[u8], Vec<Inherited>),
}

impl Child {
    /// An entry for this function.
    pub const fn new<F, T>(function: F) -> Child
    where
        F: Fn(T) + Copy + Send + 'static,
        T: DeserializeOwned,
    {
        const { assert!(size_of::<F>() == 0, "a child process can only run a function without captures") };
        let _ = function;
        Child { name: function_name::<F>, run: run_unseen::<F, T> }
    }
}

impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Child").field(&(self.name)()).finish()
    }
}

/// The name by which a child process finds its function.
fn function_name<F>() -> &'static str {
    const { assert!(size_of::<F>() == 0, "a child process can only run a function without captures") };
    let name = type_name::<F>();
    assert!(
        !name.contains("{{closure}}"),
        "a child process can only run a named function, and this is a closure"
    );
    name
}

fn run<F: Fn(T), T: DeserializeOwned>(function: F, bytes: &[u8], inherited: Vec<Inherited>) {
    let arguments = decode(bytes, inherited);
    function(arguments.unwrap_or_else(|e| panic!("the arguments of this process cannot be decoded: {e}")));
}

fn run_unseen<F: Fn(T) + Copy, T: DeserializeOwned>(bytes: &[u8], inherited: Vec<Inherited>) {
    // SAFETY: F is Copy and has no bytes, so another value of it is as good as read from anywhere; and
    // `Child::new`, which alone leads here, was given one.
    let function = unsafe { std::ptr::NonNull::<F>::dangling().read() };
    run(function, bytes, inherited);
}

/// Must be the first line of `main` in a program that starts processes. In a child, it runs the child's function
/// and never returns; otherwise it does nothing.
///
/// `children` are all functions that are given to [`Process::spawn`].
pub fn start(children: &[Child]) {
    let Some(Called { name, function, arguments, inherited }) = platform::called() else {
        return;
    };
    let Some(child) = children.iter().find(|c| (c.name)() == function) else {
        eprintln!("process {name}: {function} is not among the functions that `process::start` was given");
        std::process::exit(2);
    };
    let run = child.run;
    platform::live(name, Box::new(move || run(&arguments, inherited)));
}

/// Sets the program that child processes run: one whose `main` begins with [`start`]. Without this, it is the
/// running program. Only the first call counts.
pub fn set_executable(path: impl Into<PathBuf>) {
    platform::set_executable(path.into());
}
