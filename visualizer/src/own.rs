//! A person's own program in the app: one line in its `main` opens it, with its source.

use std::io::{self, Write};
use std::panic::Location;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

use lessons::{Lesson, Program};
use stepper::{Conclusion, Grain, Schedule, Search, explore, fingerprint};

use crate::catalog::Entry;
use crate::command;
use crate::play::{self, Choose};
use crate::text::{self, Text, tell};
use crate::window::{self, Start};
use crate::worker::{self, Shelf};

/// The program of this process. A worker is the same process again, so it has the same one.
static OWN: OnceLock<Own> = OnceLock::new();

struct Own {
    lesson: &'static Lesson,
    /// Where in the tree of sources its text lies, if that is known.
    file: Option<String>,
    main: Box<dyn Fn() + Send + Sync>,
}

/// Opens `program` in the app, with its `source` beside it, and returns when the window is closed. Where there can be
/// no window, it tells a run of it in the terminal.
///
/// `program` is run many times, under other schedules: it makes all its state itself, and all that its threads share
/// comes from `primitives`. `source` is the text of the file that calls this. A program that starts processes calls
/// `primitives::process::start` before this, and nothing else: the app's worker is the same program, started once more
/// with the argument `--worker`, and from there this never returns.
///
/// ```no_run
/// use primitives::{Thread, Var};
///
/// fn program() {
///     let x = Var::new(0).named("x");
///     Thread::scope(|s| {
///         s.spawn("A", || x.set(x.get() + 1));
///         s.spawn("B", || x.set(x.get() + 1));
///     });
///     assert_eq!(x.get(), 2, "an update was lost");
/// }
///
/// fn main() -> std::process::ExitCode {
///     visualizer::open("my lab", include_str!("own.rs"), program)
/// }
/// ```
///
/// # Errors
/// What is wrong is written to standard error, and the exit code is 2: a second program in one process, or an output
/// that cannot be written. It is 1 when the run in the terminal goes wrong.
#[track_caller]
pub fn open(title: &str, source: &'static str, program: impl Fn() + Send + Sync + 'static) -> ExitCode {
    let caller = Location::caller();
    let line = source.lines().nth(caller.line() as usize - 1);
    let known = line.is_some_and(|line| line.contains("open"));
    let text = text::system();
    let result = shelve(text, title, source, known.then_some(caller.file()), program).and_then(|shelf| {
        match std::env::args_os().nth(1).is_some_and(|first| first == "--worker") {
            true => serve(text, shelf),
            false => show(text, shelf),
        }
    });
    result.unwrap_or_else(|words| {
        eprintln!("{title}: {words}");
        ExitCode::from(2)
    })
}

/// A shelf with `program` alone. `file` is the end of the path of its `source`, as the compiler knows it; without it,
/// nobody can tell on which lines its threads stand.
///
/// # Errors
/// A sentence in this language, when this process has a program already.
pub fn shelve(
    text: &Text,
    title: &str,
    source: &'static str,
    file: Option<&str>,
    program: impl Fn() + Send + Sync + 'static,
) -> Result<Shelf, String> {
    let stem = file.and_then(|file| Path::new(file).file_stem()?.to_str());
    let variant = Box::leak(word(stem.unwrap_or_default(), "main").into_boxed_str());
    // Nobody knows what comes of it, so that is not said anywhere.
    let programs = Box::leak(Box::new([Program::new(variant, source, run)]));
    let stories: Vec<_> = text::languages().map(|text| story(text, title, file.is_some())).collect();
    let lesson = Box::leak(Box::new(Lesson {
        name: Box::leak(word(title, "lab").into_boxed_str()),
        programs,
        stories: stories.leak(),
        ..Lesson::EMPTY
    }));
    let own = Own { lesson, file: file.map(str::to_owned), main: Box::new(program) };
    if OWN.set(own).is_err() {
        return Err(tell!(text, "own-only-one"));
    }
    Ok(Box::leak(Box::new([&*lesson])))
}

/// The least that a story can be, in this language.
fn story(text: &Text, title: &str, is_marked: bool) -> (&'static str, &'static str) {
    let invitation = if is_marked { tell!(text, "own-invitation") } else { tell!(text, "own-unmarked") };
    let leak = |text: String| &*Box::leak(text.into_boxed_str());
    (leak(text.language().to_string()), leak(format!("# {title}\n\n{invitation}\n")))
}

fn run() {
    if let Some(own) = OWN.get() {
        (own.main)();
    }
}

/// Text as a part of a schedule code: "My lab!" is "my-lab".
fn word(text: &str, otherwise: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let text: String = text.chars().map(plain).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { otherwise.to_owned() } else { words.join("-") }
}

/// Whether `lesson` is a person's own program.
pub(crate) fn is(lesson: &Lesson) -> bool {
    OWN.get().is_some_and(|own| std::ptr::eq(own.lesson, lesson))
}

/// Whether a place in `file` is one in the text of `program`.
pub(crate) fn is_file_of(file: &Path, lesson: &Lesson, program: &Program) -> bool {
    match OWN.get().filter(|own| std::ptr::eq(own.lesson, lesson)) {
        Some(own) => own.file.as_ref().is_some_and(|own| file.ends_with(own)),
        None => file.ends_with(Path::new(lesson.name).join(format!("{}.rs", program.variant))),
    }
}

fn serve(text: &Text, shelf: Shelf) -> Result<ExitCode, String> {
    match worker::serve(shelf, io::BufReader::new(io::stdin()), io::stdout()) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(tell!(text, "own-worker-unheard", error = error.to_string())),
    }
}

fn show(text: &Text, shelf: Shelf) -> Result<ExitCode, String> {
    let lesson = shelf[0];
    let program = &lesson.programs[0];
    let Err(why) = window::open(shelf, Start::Program(lesson.name, program.variant), None) else {
        return Ok(ExitCode::SUCCESS);
    };
    let told = in_the_terminal(text, Entry { lesson, program }, &why);
    told.map_err(|error| tell!(text, "cannot-write-output", error = error.to_string()))
}

/// A run in the terminal: one that fails, if there is one.
fn in_the_terminal(text: &Text, entry: Entry, why: &str) -> io::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let meanwhile = tell!(text, "meanwhile-run", title = entry.lesson.title(&text.language().to_string()));
    writeln!(out, "{}\n\n{meanwhile}\n", command::no_window(text, why))?;
    let program: stepper::Program = std::sync::Arc::new(entry.program.main);
    let found = explore(&program, &Search::default(), &mut |_| std::ops::ControlFlow::Continue(()));
    let choose = match found.conclusion {
        Conclusion::Bug(bug) => Choose::Schedule(Schedule {
            program: entry.name(),
            grain: Grain::Coarse,
            fingerprint: fingerprint(entry.program.source),
            choices: bug.schedule,
        }),
        _ => Choose::AsTheLessonDoes,
    };
    let played = play::play(entry, Grain::Coarse, &choose);
    write!(out, "{}", played.table(text, command::terminal_width()))?;
    Ok(match played.verdict() {
        Some(verdict) if !verdict.is_fine() => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    })
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn any_title_is_a_word_of_a_code() {
        assert_eq!(word("My lab!", "lab"), "my-lab");
        assert_eq!(word("a.b/c", "lab"), "a-b-c");
        assert_eq!(word("?!", "lab"), "lab");
    }
}
