//! What the app and its worker say to each other: plain data, one JSON value a line.
//!
//! The app never holds an execution, so a lesson that loops, overflows its stack or aborts takes only the worker with
//! it. Every request gets exactly one answer, with the request's number.

use serde::{Deserialize, Serialize};
use stepper::{Choice, Grain, ObjectInfo, Step};

/// What the app asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Start a program from the beginning, with nothing chosen yet.
    Open(ProgramId),
    /// Make a choice at the cursor.
    Step(Choice),
    /// One step back.
    Back,
    /// One step forward along the line.
    Forward,
    /// To a step of the line, or to its end if it is shorter.
    Jump(usize),
    /// To the start, with an empty line; the old one becomes a branch.
    Reset,
    /// Open the program of a schedule code, and replay the code as far as it fits.
    Load(String),
    /// Replay these choices of a schedule code, in the program that is open, as far as they fit.
    Play(String),
    /// Make a branch the line.
    Branch(usize),
    /// Show the same run in steps of this grain.
    Grain(Grain),
    /// Open a program and bring its session to where it was in a worker that is gone.
    Restore {
        /// The program.
        program: ProgramId,
        /// The lines that were left, oldest first.
        branches: Vec<Vec<Choice>>,
        /// The line.
        line: Vec<Choice>,
        /// How many of its steps are made.
        cursor: usize,
    },
}

/// A program, and how finely it is stepped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramId {
    /// The lesson's name.
    pub lesson: String,
    /// The program's name within the lesson.
    pub variant: String,
    /// The grain of the steps.
    pub grain: Grain,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// How the session stands now.
    Update(Box<Update>),
    /// The request cannot be met, in words; nothing has changed.
    Refused(String),
}

/// How a session stands, as a change from the update before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// The program that is open.
    pub program: ProgramId,
    /// How many entries of the trace stay as they were.
    pub keep: usize,
    /// The entries that follow them, to the end of the line.
    pub steps: Vec<Step>,
    /// Every object of the line, by id.
    pub objects: Vec<ObjectInfo>,
    /// The name of every process of the line, by id.
    pub processes: Vec<String>,
    /// The choices of the line.
    pub line: Vec<Choice>,
    /// How many steps of the line are made.
    pub cursor: usize,
    /// The lines that were left, oldest first.
    pub branches: Vec<Branch>,
    /// The schedule code of what was chosen up to the cursor.
    pub code: String,
    /// Something to tell about this answer.
    pub note: Option<String>,
    /// The first step at which a replayed schedule does not fit the program any more.
    pub misfit: Option<usize>,
}

/// A line that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// After how many steps.
    pub at: usize,
    /// All its choices.
    pub choices: Vec<Choice>,
}

/// A request or an answer on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter<T> {
    /// The number of the request.
    pub number: u64,
    /// What it says.
    pub body: T,
}
