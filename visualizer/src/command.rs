//! The command line: what can be said, and what is answered.
//!
//! Exit codes: 0 fine, 1 the program under study failed (for `check`: not as its lesson says), 2 wrong use.

pub mod help;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, FromArgMatches, Parser, Subcommand};
use lessons::{Lesson, TEMPLATE};
use stepper::{Grain, Verdict};

use crate::ask::{self, Question};
use crate::catalog::{self, Entry};
use crate::play::{self, Choose};
use crate::share::{self, BadLink, Format, Link};
use crate::text::{self, Text, tell};
use crate::window::{self, Start};
use crate::{app, pin, progress, run, soft, worker};
use help::Wants;

const FAILED: u8 = 1;
const WRONG_USE: u8 = 2;

/// What can be typed. What `--help` says of it is in the files of each language: [`help`].
#[derive(Parser)]
#[command(name = "threadlab", version)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[arg(long, hide = true)]
    worker: bool,
    #[arg(long, value_name = "TAG", global = true, value_parser = language)]
    lang: Option<&'static Text>,
}

fn language(tag: &str) -> Result<&'static Text, Wants> {
    text::find(tag).ok_or(Wants(|text| {
        let known = text::languages().map(|text| text.language().to_string()).collect::<Vec<_>>();
        tell!(text, "wants-language", known = known.join(", "))
    }))
}

fn number(text: &str) -> Result<u64, Wants> {
    text.parse().map_err(|_| Wants(|text| tell!(text, "wants-number")))
}

#[derive(Subcommand)]
enum Command {
    List,
    Play(Play),
    Check(Check),
    Outcomes(Outcomes),
    Open(Open),
    Export(Export),
    /// Draw the app's screen into a PNG file, without a window
    #[command(hide = true)]
    Picture(Picture),
    Progress(ShowProgress),
    Pin {
        lesson: Option<String>,
    },
    Run {
        #[arg(value_name = "LESSON[/VARIANT]")]
        program: String,
    },
}

#[derive(Args)]
struct Play {
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: String,
    #[arg(long, value_name = "CODE", conflicts_with = "seed")]
    schedule: Option<String>,
    #[arg(long, value_name = "N", value_parser = number)]
    seed: Option<u64>,
    #[arg(long)]
    fine: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Check {
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: Option<String>,
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    how: How,
    #[arg(long, value_name = "FILE", conflicts_with = "all", requires = "program")]
    export: Option<PathBuf>,
}

#[derive(Args)]
struct Outcomes {
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: String,
    #[command(flatten)]
    how: How,
}

/// How a program is searched.
#[derive(Args)]
struct How {
    #[arg(long)]
    fine: bool,
    #[arg(long)]
    json: bool,
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    budget: Duration,
}

fn seconds(text: &str) -> Result<Duration, Wants> {
    let seconds = text.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
    // A year is more than anyone waits, and can still be added to any moment.
    let sensible = seconds.filter(|s| !s.is_zero() && s.as_secs() < 365 * 24 * 3600);
    sensible.ok_or(Wants(|text| tell!(text, "wants-seconds")))
}

#[derive(Args)]
struct Open {
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: Option<String>,
    #[arg(long, value_name = "CODE")]
    schedule: Option<String>,
}

#[derive(Args)]
struct Export {
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: String,
    #[arg(long, value_name = "CODE")]
    schedule: Option<String>,
    #[arg(long = "as", value_name = "FORMAT", value_enum)]
    format: Format,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long)]
    force: bool,
    #[arg(long)]
    dark: bool,
}

#[derive(Args)]
struct ShowProgress {
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    #[arg(long)]
    csv: bool,
}

/// For whoever works on the app, so its help is no part of any language.
#[derive(Args)]
struct Picture {
    #[arg(value_name = "LESSON[/VARIANT]")]
    program: String,
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Choices to make, as in a schedule code: b2d3
    #[arg(long, default_value = "")]
    choices: String,
    /// How many of them to have made
    #[arg(long)]
    cursor: Option<usize>,
    /// Letter keys to press after that
    #[arg(long, default_value = "")]
    press: String,
    #[arg(long)]
    light: bool,
    #[arg(long, default_value_t = 1600)]
    width: u16,
    #[arg(long, default_value_t = 1000)]
    height: u16,
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let text = help::language(&arguments);
    let mut command = help::command(text);
    let matches = command.try_get_matches_from_mut(&arguments);
    let line = match matches.and_then(|matches| Line::from_arg_matches(&matches)) {
        Ok(line) => line,
        Err(error) if error.use_stderr() => {
            eprintln!("threadlab: {}", help::wrong(text, &command, &arguments, &error));
            return ExitCode::from(WRONG_USE);
        }
        Err(asked) => {
            // Whoever reads no help needs none.
            asked.print().ok();
            return ExitCode::SUCCESS;
        }
    };
    let lang = line.lang;
    let result = match line.command {
        None if line.worker => serve(),
        None => first_light(text, lang),
        Some(Command::List) => list(text),
        Some(Command::Play(play)) => play.run(text),
        Some(Command::Check(check)) => check.run(text),
        Some(Command::Outcomes(outcomes)) => outcomes.run(text),
        Some(Command::Open(open)) => open.run(text, lang),
        Some(Command::Export(export)) => export.run(text),
        Some(Command::Picture(picture)) => picture.run(text, lang),
        Some(Command::Progress(show)) => show.run(text),
        Some(Command::Pin { lesson }) => pin(text, lesson.as_deref()),
        Some(Command::Run { program }) => run(text, &program),
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
            eprintln!("threadlab: {}", tell!(text, "cannot-write-output", error = error.to_string()));
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

fn serve() -> Result<ExitCode, Problem> {
    worker::serve(lessons::ALL, io::BufReader::new(io::stdin()), io::stdout())?;
    Ok(ExitCode::SUCCESS)
}

/// The app where it was left, at first on its first lesson; where no window can be had, that lesson in the terminal.
fn first_light(text: &Text, lang: Option<&'static Text>) -> Result<ExitCode, Problem> {
    let lesson = lessons::welcome();
    let entry = Entry { lesson, program: &lesson.programs[0] };
    let start = Start::LastPlace(lesson.name, entry.program.variant);
    let Err(why) = window::open(lessons::ALL, start, lang) else {
        return Ok(ExitCode::SUCCESS);
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", no_window(text, &why))?;
    writeln!(out, "{}\n", tell!(text, "meanwhile-lesson", title = title(text, entry)))?;
    let played = play::play(entry, Grain::Coarse, &Choose::AsTheLessonDoes);
    write!(out, "{}", played.table(text, terminal_width()))?;
    writeln!(out, "\n{}", tell!(text, "more-in-the-terminal"))?;
    Ok(ExitCode::SUCCESS)
}

/// Why there is no window, and how to get one.
pub(crate) fn no_window(text: &Text, why: &str) -> String {
    let why = why.trim_end_matches('.');
    format!("{}\n{}", tell!(text, "no-window", why), tell!(text, "how-to-get-a-window"))
}

fn list(text: &Text) -> Result<ExitCode, Problem> {
    let mut out = io::stdout().lock();
    let widest = lessons::ALL.iter().map(|l| l.name.len()).max().unwrap_or(0);
    for lesson in lessons::ALL {
        let variants: Vec<&str> = lesson.programs.iter().map(|p| p.variant).collect();
        writeln!(
            out,
            "{:widest$}  {} ({})",
            lesson.name,
            lesson.title(&text.language().to_string()),
            variants.join(", ")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The program and the run that a command line names: a code says both, wherever it stands.
fn named(
    text: &Text,
    program: Option<String>,
    code: Option<String>,
) -> Result<(Option<String>, Option<Link>), String> {
    let read = |code: String| code.parse().map_err(|bad: BadLink| bad.words(text));
    match (program, code) {
        (Some(code), None) if Link::is_in(&code) => Ok((None, Some(read(code)?))),
        (program, code) => Ok((program, code.map(read).transpose()?)),
    }
}

impl Open {
    fn run(self, text: &Text, lang: Option<&'static Text>) -> Result<ExitCode, Problem> {
        let (program, link) = named(text, self.program, self.schedule)?;
        let welcome = lessons::welcome().name.to_owned();
        let meant = link.as_ref().map(|link| link.schedule.program.clone());
        let name = program.or(meant).unwrap_or(welcome);
        let mut entry = catalog::find(text, &name)?;
        if let Some(link) = &link {
            let meant = catalog::find(text, &link.schedule.program)?;
            if meant.lesson.name != entry.lesson.name || name.contains('/') && meant.name() != entry.name() {
                return Err(Problem::Use(tell!(
                    text,
                    "made-for-another",
                    made = meant.name(),
                    program = name
                )));
            }
            entry = meant;
        }
        let start = match link {
            Some(link) => Start::Run(link),
            None => Start::Program(entry.lesson.name, entry.program.variant),
        };
        match window::open(lessons::ALL, start, lang) {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(why) => Err(Problem::Use(text.join(&[
                tell!(text, "no-window", why = why.trim_end_matches('.')),
                tell!(text, "how-to-get-a-window"),
                tell!(text, "play-in-the-terminal", program = entry.name()),
            ]))),
        }
    }
}

impl Picture {
    fn run(self, text: &Text, lang: Option<&'static Text>) -> Result<ExitCode, Problem> {
        let entry = catalog::find(text, &self.program)?;
        let shot = app::Shot {
            program: (entry.lesson.name.to_owned(), entry.program.variant.to_owned()),
            choices: self.choices,
            cursor: self.cursor,
            language: lang.map(|text| text.language().to_string()),
            then: self.press.chars().filter_map(app::Command::of_letter).collect(),
        };
        let theme = if self.light { egui::Theme::Light } else { egui::Theme::Dark };
        let size = egui::vec2(f32::from(self.width), f32::from(self.height));
        let image = app::picture(&shot, theme, size)?;
        soft::save_png(&image, &self.file)
            .map_err(|error| cannot_write(text, &self.file, &error.to_string()))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Export {
    fn run(self, text: &'static Text) -> Result<ExitCode, Problem> {
        let (program, link) = named(text, Some(self.program), self.schedule)?;
        let meant = link.as_ref().map(|link| link.schedule.program.as_str());
        let mut entry = catalog::find(text, program.as_deref().or(meant).unwrap_or_default())?;
        let mut grain = Grain::Coarse;
        let mut choose = Choose::AsTheLessonDoes;
        if let Some(Link { schedule, .. }) = &link {
            let meant = catalog::find(text, &schedule.program)?;
            if program.as_ref().is_some_and(|name| name.contains('/')) {
                if let Some(note) = entry.mismatch(text, schedule) {
                    eprintln!("threadlab: {note}");
                }
            } else if meant.lesson.name == entry.lesson.name {
                entry = meant;
            }
            (grain, choose) = (schedule.grain, Choose::Schedule(schedule.clone()));
        }
        let played = play::play(entry, grain, &choose);
        if let Some(differs) = played.differs(text) {
            return Err(Problem::Use(text.join(&[differs, tell!(text, "nothing-written")])));
        }
        let mut run = played.shared(text);
        if let Some(link) = &link {
            run.cursor = link.cursor;
        }
        let theme = if self.dark { egui::Theme::Dark } else { egui::Theme::Light };
        let content = self.format.make(&run, theme, &|_, _| {})?;
        match self.output {
            Some(file) if file.as_os_str() == "-" => io::stdout().lock().write_all(&content)?,
            file => {
                let file = file.unwrap_or_else(|| PathBuf::from(self.format.file_name(&run)));
                share::write(&file, &content, self.force).map_err(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => {
                        tell!(text, "is-there-already", file = file.display().to_string())
                    }
                    _ => cannot_write(text, &file, &error.to_string()),
                })?;
                writeln!(io::stdout(), "{}", file.display())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl ShowProgress {
    fn run(self, text: &Text) -> Result<ExitCode, Problem> {
        let file = progress::file().ok_or_else(|| tell!(text, "no-place-for-progress"))?;
        let progress = progress::read(text, &file)?;
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{}", progress.json())?;
        } else if self.csv {
            write!(out, "{}", progress.csv())?;
        } else {
            write!(out, "{}", progress.text(text, &file))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn pin(text: &Text, lesson: Option<&str>) -> Result<ExitCode, Problem> {
    let chosen = match lesson {
        Some(name) if name == TEMPLATE.name => vec![TEMPLATE],
        Some(name) => vec![catalog::find(text, name)?.lesson],
        None => lessons::ALL.iter().copied().chain([TEMPLATE]).collect(),
    };
    for lesson in chosen {
        let folder = Path::new("lessons").join(lesson.name);
        if !folder.is_dir() {
            let folder = folder.display().to_string();
            return Err(Problem::Use(tell!(text, "no-folder-here", folder)));
        }
        let file = folder.join("pinned.json");
        let json = pin::pinned(text, lesson)?.to_json();
        std::fs::write(&file, json).map_err(|error| cannot_write(text, &file, &error.to_string()))?;
        writeln!(io::stdout(), "{}", file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn run(text: &Text, program: &str) -> Result<ExitCode, Problem> {
    let entry = catalog::find(text, program)?;
    Ok(run::run(text, entry.lesson, entry.program))
}

impl Play {
    fn run(self, text: &Text) -> Result<ExitCode, Problem> {
        let (program, link) = named(text, Some(self.program), self.schedule)?;
        let meant = link.as_ref().map(|link| link.schedule.program.as_str());
        let name = program.as_deref().or(meant).unwrap_or_default();
        let mut entry = catalog::find(text, name)?;
        let mut grain = if self.fine { Grain::Fine } else { Grain::Coarse };
        let mut note = None;
        let choose = match (&link, self.seed) {
            (Some(Link { schedule, .. }), _) => {
                if !name.contains('/')
                    && let Ok(meant) = catalog::find(text, &schedule.program)
                    && meant.lesson.name == entry.lesson.name
                {
                    entry = meant;
                }
                grain = schedule.grain;
                note = entry.mismatch(text, schedule);
                Choose::Schedule(schedule.clone())
            }
            (None, Some(seed)) => Choose::Dice(seed),
            (None, None) => Choose::AsTheLessonDoes,
        };
        if let Some(note) = &note {
            eprintln!("threadlab: {}", tell!(text, "replayed-as-far-as-it-fits", note));
        }
        let played = play::play(entry, grain, &choose);
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{}", played.json())?;
        } else {
            writeln!(out, "{}\n", title(text, entry))?;
            write!(out, "{}", played.table(text, terminal_width()))?;
        }
        Ok(match played.verdict() {
            _ if played.unfit.is_some() => ExitCode::from(WRONG_USE),
            Some(verdict) if !verdict.is_fine() => ExitCode::from(FAILED),
            Some(Verdict::Finished) | None | Some(_) => ExitCode::SUCCESS,
        })
    }
}

impl How {
    fn ask(&self, entry: Entry) -> Question {
        let grain = if self.fine { Grain::Fine } else { Grain::Coarse };
        Question { entry, grain, budget: self.budget }
    }
}

impl Check {
    fn run(self, text: &'static Text) -> Result<ExitCode, Problem> {
        let chosen = self.program.as_deref().map(|name| catalog::find(text, name)).transpose()?;
        let answers = match chosen {
            Some(entry) if !self.all => return self.one(text, entry),
            Some(entry) => self.every(text, &[entry.lesson]),
            None => self.every(text, lessons::ALL),
        }?;
        let wrong = answers.iter().filter(|answer| !answer.as_expected).count();
        let mut out = io::stdout().lock();
        if self.how.json {
            let all: Vec<_> = answers.iter().map(ask::Answer::json).collect();
            writeln!(out, "{:#}", serde_json::Value::from(all))?;
        } else {
            writeln!(out, "\n{}", tell!(text, "checked", count = answers.len(), wrong))?;
        }
        Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
    }

    /// Every program of these lessons, each told as soon as it is known.
    fn every(&self, text: &'static Text, lessons: &[&'static Lesson]) -> Result<Vec<ask::Answer>, Problem> {
        let programs =
            |&lesson: &&'static Lesson| lesson.programs.iter().map(move |program| Entry { lesson, program });
        let entries: Vec<Entry> = lessons.iter().flat_map(programs).collect();
        let widest = entries.iter().map(|entry| entry.name().len()).max().unwrap_or(0);
        let mut answers = Vec::new();
        for entry in entries {
            let answer = self.how.ask(entry).check(text);
            if !self.how.json {
                writeln!(io::stdout(), "{}", answer.line(widest))?;
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    fn one(&self, text: &'static Text, entry: Entry) -> Result<ExitCode, Problem> {
        let answer = self.how.ask(entry).check(text);
        if let Some(file) = &self.export {
            let Some(schedule) = answer.schedule() else {
                let why = answer.sentence();
                let file = file.display().to_string();
                return Err(Problem::Use(tell!(text, "nothing-to-export", file, why)));
            };
            std::fs::write(file, ask::export(entry, &schedule))
                .map_err(|error| cannot_write(text, file, &error.to_string()))?;
        }
        let mut out = io::stdout().lock();
        if self.how.json {
            writeln!(out, "{:#}", answer.json())?;
        } else {
            writeln!(out, "{}\n", title(text, entry))?;
            write!(out, "{}", answer.text(terminal_width()))?;
        }
        Ok(if answer.as_expected { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
    }
}

impl Outcomes {
    fn run(self, text: &'static Text) -> Result<ExitCode, Problem> {
        let entry = catalog::find(text, &self.program)?;
        let outcomes = self.how.ask(entry).outcomes(text);
        let mut out = io::stdout().lock();
        if self.how.json {
            writeln!(out, "{:#}", outcomes.json())?;
        } else {
            writeln!(out, "{}\n", title(text, entry))?;
            write!(out, "{}", outcomes.text())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn cannot_write(text: &Text, file: &Path, error: &str) -> String {
    tell!(text, "cannot-write", file = file.display().to_string(), error)
}

fn title(text: &Text, entry: Entry) -> String {
    format!("{} — {}", entry.lesson.title(&text.language().to_string()), entry.name())
}

pub(crate) fn terminal_width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    told.unwrap_or(120).clamp(40, 240)
}
