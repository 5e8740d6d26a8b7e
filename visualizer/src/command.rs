//! The command line: what can be said, and what is answered.
//!
//! Exit codes: 0 fine, 1 the program under study failed, 2 wrong use.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use stepper::{Grain, Schedule, Verdict};

use crate::catalog::{self, Entry};
use crate::play::{self, Choose};
use crate::run;

const FAILED: u8 = 1;
const WRONG_USE: u8 = 2;

/// Learn concurrency by being the scheduler of real code.
///
/// Without a command, opens the app on its first lesson.
#[derive(Parser)]
#[command(
    name = "threadlab",
    version,
    after_help = "Examples:
  threadlab                                  open the app
  threadlab play producer-consumer           watch the bug happen, in the terminal
  threadlab play producer-consumer/fixed --seed 7
  threadlab run pipe/fixed                   the same program on real processes

Exit codes: 0 fine, 1 the program under study failed, 2 wrong use."
)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// List the lessons and their programs
    List,
    /// Step a program in the terminal: one column per thread, one row per step
    Play(Play),
    /// Run a program on real threads and real processes
    Run {
        /// The lesson, and which of its programs
        #[arg(value_name = "LESSON[/VARIANT]")]
        program: String,
    },
}

#[derive(Args)]
struct Play {
    /// The lesson, and which of its programs
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: String,
    /// Replay this schedule code
    #[arg(long, value_name = "CODE", conflicts_with = "seed")]
    schedule: Option<String>,
    /// Choose by dice, always the same for the same number
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Step single atomic operations instead of calls
    #[arg(long)]
    fine: bool,
    /// Print the whole trace as JSON
    #[arg(long)]
    json: bool,
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let line = Line::parse();
    let result = match line.command {
        None => list(),
        Some(Command::List) => list(),
        Some(Command::Play(play)) => play.run(),
        Some(Command::Run { program }) => run(&program),
    };
    match result {
        Ok(code) => code,
        Err(Problem::Use(words)) => {
            eprintln!("threadlab: {words}");
            ExitCode::from(WRONG_USE)
        }
        // Whoever reads our output has seen enough.
        Err(Problem::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Problem::Output(error)) => {
            eprintln!("threadlab: cannot write the output: {error}");
            ExitCode::from(WRONG_USE)
        }
    }
}

enum Problem {
    Use(String),
    Output(io::Error),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Problem {
        Problem::Output(error)
    }
}

impl From<String> for Problem {
    fn from(words: String) -> Problem {
        Problem::Use(words)
    }
}

fn list() -> Result<ExitCode, Problem> {
    let mut out = io::stdout().lock();
    let widest = lessons::ALL.iter().map(|l| l.name.len()).max().unwrap_or(0);
    for lesson in lessons::ALL {
        let variants: Vec<&str> = lesson.programs.iter().map(|p| p.variant).collect();
        writeln!(out, "{:widest$}  {} ({})", lesson.name, lesson.title, variants.join(", "))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn run(program: &str) -> Result<ExitCode, Problem> {
    let entry = catalog::find(program)?;
    Ok(run::run(entry.lesson, entry.program))
}

impl Play {
    fn run(self) -> Result<ExitCode, Problem> {
        let mut entry = catalog::find(&self.program)?;
        let mut grain = if self.fine { Grain::Fine } else { Grain::Coarse };
        let mut note = None;
        let choose = match (&self.schedule, self.seed) {
            (Some(code), _) => {
                let schedule: Schedule = code.parse().map_err(|e: stepper::BadCode| e.to_string())?;
                if !self.program.contains('/')
                    && let Ok(meant) = catalog::find(&schedule.program)
                    && meant.lesson.name == entry.lesson.name
                {
                    entry = meant;
                }
                grain = schedule.grain;
                note = entry.mismatch(&schedule);
                Choose::Schedule(schedule)
            }
            (None, Some(seed)) => Choose::Dice(seed),
            (None, None) => Choose::AsTheLessonDoes,
        };
        if let Some(note) = &note {
            eprintln!("threadlab: {note}; it is replayed as far as it fits");
        }
        let played = play::play(entry, grain, &choose);
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{}", played.json())?;
        } else {
            writeln!(out, "{}\n", title(entry))?;
            write!(out, "{}", played.table(terminal_width()))?;
        }
        Ok(match played.verdict() {
            _ if played.unfit.is_some() => ExitCode::from(WRONG_USE),
            Some(verdict) if !verdict.is_fine() => ExitCode::from(FAILED),
            Some(Verdict::Finished) | None | Some(_) => ExitCode::SUCCESS,
        })
    }
}

fn title(entry: Entry) -> String {
    format!("{} — {}", entry.lesson.title, entry.name())
}

fn terminal_width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    told.unwrap_or(120).clamp(40, 240)
}
