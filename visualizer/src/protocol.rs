//! What the app and its worker say to each other: plain data, one JSON value a line.
//!
//! The app never holds an execution, so a lesson that loops, overflows its stack or aborts takes only the worker with
//! it. Every request gets exactly one answer, with the request's number. Only a search tells on its way how far it has
//! come, and only [`Request::Stop`] has no answer: it hurries that of the search whose number it bears.

use serde::{Deserialize, Serialize};
use stepper::{Choice, Grain, Luck, ObjectInfo, Sampling, Step, Trace, Verdict};

use crate::closer::ways::Ways;

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
    /// Open the program of a link or schedule code, replay it as far as it fits, and go to its step.
    Load(String),
    /// Replay these choices of a schedule code, in the program that is open, as far as they fit.
    Play(String),
    /// Make a branch the line.
    Branch(usize),
    /// Show the same run in steps of this grain.
    Grain(Grain),
    /// Search the schedules of the program that is open, in steps of its grain. The session stays as it is. Whatever
    /// is asked meanwhile ends the search.
    Search(Scope),
    /// End the search.
    Stop,
    /// Make these choices the line, in steps of this grain, with the cursor at the start.
    Walk(Grain, Vec<Choice>),
    /// Make these choices the line, with the cursor at the end.
    Go(Vec<Choice>),
    /// Map all ways that the open program can take, in steps of its grain. The session stays as it is.
    Ways,
    /// Run the open program with these choices, beside the session, which stays as it is.
    Beside(Vec<Choice>),
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

/// What is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// A schedule that fails, or the proof that there is none.
    Bug,
    /// Everything that can come of the program.
    Outcomes,
    /// The same, and a run to ask about: the dice of this seed choose it.
    Quiz(u64),
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
    /// The search goes on: this is not its answer yet.
    Searching(Progress),
    /// What the search found.
    Found(Box<Found>),
    /// All ways that there are.
    Ways(Box<Ways>),
    /// What these choices lead to.
    Beside(Box<Beside>),
}

/// A run beside the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The program, and the grain of the steps.
    pub program: ProgramId,
    /// What was chosen.
    pub choices: Vec<Choice>,
    /// What came of it.
    pub trace: Trace,
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Schedules that were run.
    pub executions: u64,
    /// What it does now.
    pub does: Does,
}

/// What a search does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Does {
    /// Tries one schedule after the other.
    Tries,
    /// Tries some at random: there are too many.
    Samples,
    /// Knows one that fails, and looks for the shortest.
    Shortens,
    /// Tries those with few preemptions: there are too many, and none was found at random.
    Bounds,
    /// Knows what can come of the program, and tries some at random to see how often one fails.
    Rolls,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The program that was searched, and the grain of the steps.
    pub program: ProgramId,
    /// What for.
    pub scope: Scope,
    /// The answer.
    pub conclusion: Conclusion,
    /// Schedules that were run.
    pub executions: u64,
    /// How many of them at random, and how.
    pub sampled: Option<(u64, Sampling)>,
    /// Where there are too many: no schedule with fewer preemptions fails.
    pub bound: Option<u32>,
    /// What came of the program, each once, in the order in which it was seen.
    pub outcomes: Vec<Outcome>,
    /// How many more there were than are told here.
    pub untold: usize,
    /// Whether nothing else can come of it.
    pub complete: bool,
    /// Whether that holds only as long as threads that ask in vain, and let the others go first, go on to do so until something
    /// changes.
    pub waits: bool,
    /// How many of some random schedules fail, for [`Scope::Outcomes`] where one of them can.
    pub luck: Option<Luck>,
    /// A run of the program to its end, for [`Scope::Quiz`].
    pub run: Option<Trace>,
}

/// The answer to a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conclusion {
    /// Every schedule ends well.
    Proved,
    /// This one does not.
    Bug {
        /// Its choices, up to the step at which something is wrong.
        schedule: Vec<Choice>,
        /// How often it leaves a thread that could have gone on.
        preemptions: u32,
        /// No schedule fails with fewer preemptions, nor with as many in fewer steps.
        shortest: bool,
        /// After how many runs the first one was found.
        found_after: u64,
    },
    /// None of those that were run fails, and there was no time for all.
    TooMany,
    /// None of those that were run fails, but some were stopped after so many steps.
    NoEnd(u32),
    /// None of those that were run fails, but a thread does something else after each number of rounds.
    Counts,
    /// The search was ended.
    Stopped,
    /// The program does not do the same every time: how, in words.
    NotDeterministic(String),
}

/// One of the things that can come of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ends, in words.
    pub ending: String,
    /// Why that is not well, in words; empty if it is.
    pub why: String,
    /// How it ends.
    pub end: Ending,
    /// Who said what, in order.
    pub said: Vec<(String, Vec<String>)>,
    /// A schedule that leads there.
    pub schedule: Vec<Choice>,
}

/// The ways in which a program can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// Every thread comes to its end, and nothing is wrong.
    Well,
    /// A thread panics, and nobody deals with it.
    Panic,
    /// Threads wait for what never comes.
    Deadlock,
    /// Every thread comes to its end, but two accesses to plain memory had nothing to order them.
    DataRace,
    /// It goes on for so long that it was stopped.
    NoEnd,
}

impl From<&Verdict> for Ending {
    fn from(verdict: &Verdict) -> Ending {
        match verdict {
            Verdict::Finished => Ending::Well,
            Verdict::Panicked { .. } => Ending::Panic,
            Verdict::Deadlock { .. } => Ending::Deadlock,
            Verdict::DataRace(_) => Ending::DataRace,
            Verdict::NoEnd { .. } | Verdict::Spins { .. } => Ending::NoEnd,
        }
    }
}

impl Outcome {
    /// Whether that is well.
    pub fn is_fine(&self) -> bool {
        self.end == Ending::Well
    }
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
    /// The link to the line and the cursor.
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
    /// The language of the answer's words, by its tag; none in an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it says.
    pub body: T,
}
