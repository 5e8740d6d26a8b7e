//! Where lessons run: behind a channel in tests, in a child process in the app. Its owner outlives it.

mod client;
mod memory;
mod search;
mod ways;
mod zoom;

use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{self as channel, Receiver};
use lessons::Lesson;
use stepper::{Choice, Config, Grain, Schedule, Session, ThreadId, fingerprint, words};

pub use client::{Client, Happened};

use crate::protocol::{Answer, Beside, Branch, Letter, ProgramId, Progress, Request, Update};
use crate::share::{BadLink, Link};
use crate::text::{self, Text, tell};

/// The lessons that there are to choose from.
pub type Shelf = &'static [&'static Lesson];

/// Serves requests for these lessons, one a line, until the input ends; then it ends the process, also in the middle of a step that
/// would never come to an end by itself. A step that takes more memory than the client allows ends it, too.
///
/// # Errors
/// When an answer cannot be written.
pub fn serve(shelf: Shelf, input: impl BufRead + Send + 'static, mut output: impl Write) -> io::Result<()> {
    let (sender, letters) = channel::unbounded();
    std::thread::spawn(move || {
        for line in input.lines().map_while(Result::ok) {
            if let Ok(letter) = serde_json::from_str::<Letter<Request>>(&line) {
                // The other side is the loop below, which ends only with the process.
                sender.send(letter).ok();
            }
        }
        std::process::exit(0);
    });
    let works = memory::watch();
    let busy = move |is_busy| {
        works.send(is_busy).ok();
    };
    work(shelf, &letters, busy, |letter| {
        // The lesson may have printed half a line, and may print from other threads: a letter is a line of its own, and
        // goes out in one piece.
        let mut line = vec![b'\n'];
        serde_json::to_writer(&mut line, letter)?;
        line.push(b'\n');
        output.write_all(&line)?;
        output.flush()
    })
}

/// How long a search goes on before it tells how far it has come, and then between two times.
const TELL: Duration = Duration::from_millis(100);

/// Answers letters as they come, until there can be no more, or no answer can be sent. `busy` hears when it begins and ends
/// to work on one.
fn work(
    shelf: Shelf,
    letters: &Receiver<Letter<Request>>,
    busy: impl Fn(bool),
    mut send: impl FnMut(&Letter<Answer>) -> io::Result<()>,
) -> io::Result<()> {
    let mut service = Service::new(shelf);
    for Letter { number, language, body } in letters {
        if body == Request::Stop {
            // The search has come to its end by itself.
            continue;
        }
        service.text = language.as_deref().and_then(text::find).unwrap_or(service.text);
        busy(true);
        let mut told = Instant::now();
        let mut sent = Ok(());
        let body = service.answer(body, &mut |progress| {
            if told.elapsed() >= TELL {
                told = Instant::now();
                sent = send(&Letter { number, language: None, body: Answer::Searching(progress) });
            }
            match letters.is_empty() && sent.is_ok() {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        busy(false);
        sent.and_then(|()| send(&Letter { number, language: None, body }))?;
    }
    Ok(())
}

/// Hears how far a search has come, and says whether it goes on.
type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// The session of a worker.
pub struct Service {
    shelf: Shelf,
    open: Option<Open>,
    /// The language in which it answers.
    text: &'static Text,
    /// The trace that the other side has: of this run, made by these choices.
    sent: Option<(u64, Vec<Choice>)>,
    /// Counts runs whose traces have nothing in common.
    run: u64,
}

struct Open {
    id: ProgramId,
    source: &'static str,
    program: stepper::Program,
    session: Session,
    /// The coarse session that was left by zooming in, with the fine line it was turned into.
    coarse: Option<(Session, Vec<Choice>, Vec<usize>)>,
    misfit: Option<usize>,
}

impl Open {
    /// A run of these choices, as far as they fit; the session stays as it is.
    fn beside(&self, choices: Vec<Choice>) -> Beside {
        let mut session = Session::new(Arc::clone(&self.program), self.session.config());
        session.play(&choices);
        Beside { program: self.id.clone(), choices, trace: session.trace().clone() }
    }
}

impl Service {
    /// A worker with these lessons.
    pub fn new(shelf: Shelf) -> Service {
        Service { shelf, open: None, text: text::english(), sent: None, run: 0 }
    }

    /// Does what is asked; `watch` hears of a search every few milliseconds.
    pub fn answer(&mut self, request: Request, watch: &mut Watch<'_>) -> Answer {
        let text = self.text;
        let beside = matches!(request, Request::Search(_) | Request::Ways | Request::Beside(_));
        let answered = match beside {
            true => self.open().map(|open| match request {
                Request::Search(scope) => Answer::Found(Box::new(search::search(text, open, scope, watch))),
                Request::Beside(choices) => Answer::Beside(Box::new(open.beside(choices))),
                _ => Answer::Ways(Box::new(ways::ways(text, open))),
            }),
            false => self.act(request).map(|note| self.update(note)),
        };
        answered.unwrap_or_else(Answer::Refused)
    }

    fn act(&mut self, request: Request) -> Result<Option<String>, String> {
        match request {
            Request::Open(id) => return self.start(id).map(|()| None),
            Request::Load(code) => return self.load(&code),
            Request::Restore { program, branches, line, cursor } => {
                self.start(program)?;
                let open = self.open()?;
                for branch in branches {
                    open.session.play(&branch);
                }
                open.session.play(&line);
                open.session.jump(cursor);
                return Ok(None);
            }
            Request::Grain(grain) => return self.zoom(grain),
            _ => {}
        }
        let open = self.open()?;
        let session = &mut open.session;
        match request {
            Request::Step(choice) => {
                session.step(choice).map_err(|e| e.to_string())?;
                if open.misfit.is_some_and(|step| step > session.line().len()) {
                    open.misfit = None;
                }
            }
            Request::Back => drop(session.back()),
            Request::Forward => drop(session.forward()),
            Request::Jump(step) => session.jump(step),
            Request::Reset => {
                session.play(&[]);
                open.misfit = None;
            }
            Request::Branch(index) => session.take_branch(index),
            Request::Walk(grain, choices) => {
                self.zoom(grain)?;
                let note = self.play(&choices);
                self.open()?.session.jump(0);
                return Ok(note);
            }
            Request::Go(choices) => return Ok(self.play(&choices)),
            Request::Play(choices) => {
                let choices = stepper::choices(&choices).map_err(|e| e.to_string())?;
                if session.config().grain == Grain::Fine {
                    self.zoom(Grain::Coarse)?;
                }
                return Ok(self.play(&choices));
            }
            _ => {}
        }
        Ok(None)
    }

    fn open(&mut self) -> Result<&mut Open, String> {
        self.open.as_mut().ok_or_else(|| tell!(self.text, "refused-nothing-open"))
    }

    fn start(&mut self, id: ProgramId) -> Result<(), String> {
        let lesson = self.shelf.iter().find(|l| l.name == id.lesson);
        let lesson = lesson.ok_or_else(|| tell!(self.text, "refused-no-lesson", lesson = id.lesson))?;
        let program = lesson.program(&id.variant).ok_or_else(|| {
            tell!(self.text, "refused-no-program", lesson = lesson.name, program = id.variant)
        })?;
        let config = Config { grain: id.grain, ..Config::default() };
        let main: stepper::Program = Arc::new(program.main);
        self.run += 1;
        self.open = Some(Open {
            source: program.source,
            session: Session::new(Arc::clone(&main), config),
            program: main,
            coarse: None,
            misfit: None,
            id,
        });
        Ok(())
    }

    fn load(&mut self, code: &str) -> Result<Option<String>, String> {
        let Link { schedule, cursor } = code.parse().map_err(|bad: BadLink| bad.words(self.text))?;
        let (lesson, variant) =
            schedule.program.split_once('/').ok_or_else(|| tell!(self.text, "refused-no-name"))?;
        let id = ProgramId { lesson: lesson.to_owned(), variant: variant.to_owned(), grain: schedule.grain };
        if self.open.as_ref().is_none_or(|open| open.id != id) {
            self.start(id)?;
        }
        let stale = fingerprint(self.open()?.source) != schedule.fingerprint;
        let misfit = self.play(&schedule.choices);
        self.open()?.session.jump(cursor);
        if !stale {
            return Ok(misfit);
        }
        let told = [
            tell!(self.text, "note-program-changed"),
            misfit.unwrap_or_else(|| tell!(self.text, "note-all-fit")),
        ];
        Ok(Some(self.text.join(&told)))
    }

    /// Replays choices as far as they fit, and says so if that is not to their end.
    fn play(&mut self, choices: &[Choice]) -> Option<String> {
        let open = self.open.as_mut()?;
        let fitted = open.session.play(choices);
        open.misfit = (fitted < choices.len()).then_some(fitted + 1);
        let choice = choices.get(fitted)?;
        let (text, trace, of) = (self.text, open.session.trace(), choices.len());
        let name = |thread: ThreadId| words::thread(text, trace, thread);
        Some(match *choice {
            Choice::Thread(thread) => tell!(text, "note-misfit", fitted, of, who = name(thread)),
            Choice::Clock => tell!(text, "note-misfit", fitted, of, who = tell!(text, "the-clock")),
            Choice::Spurious(thread) => tell!(text, "note-misfit-wakes", fitted, of, who = name(thread)),
            Choice::Favour(thread) => tell!(text, "note-misfit-favour", fitted, of, who = name(thread)),
            Choice::Kill(id) => tell!(text, "note-misfit-kill", fitted, of, who = words::process(trace, id)),
        })
    }

    fn zoom(&mut self, grain: Grain) -> Result<Option<String>, String> {
        let text = self.text;
        let open = self.open()?;
        if open.id.grain == grain {
            return Ok(None);
        }
        let mut note = None;
        let cursor = open.session.cursor();
        match grain {
            Grain::Fine => {
                let config = open.session.config();
                let (mut fine, entries) = zoom::refine(open.session.trace(), &open.program, config);
                let last = entries.len() - 1;
                fine.jump(entries[cursor.min(last)]);
                let line = fine.line().to_vec();
                let coarse = std::mem::replace(&mut open.session, fine);
                open.coarse = Some((coarse, line, entries));
            }
            Grain::Coarse => {
                let before = open.coarse.take();
                match before {
                    // Nothing else was chosen meanwhile: it is still the same run.
                    Some((mut coarse, line, entries)) if line == open.session.line() => {
                        coarse.jump(entries.iter().filter(|&&e| e <= cursor).count() - 1);
                        open.session = coarse;
                    }
                    before => {
                        let trace = open.session.trace();
                        let line = zoom::coarsen(trace, trace.steps.len());
                        let here = zoom::coarsen(trace, cursor).len();
                        let mut coarse = match before {
                            Some((coarse, ..)) => coarse,
                            None => {
                                let config = Config { grain, ..open.session.config() };
                                Session::new(Arc::clone(&open.program), config)
                            }
                        };
                        let fitted = coarse.play(&line);
                        coarse.jump(here);
                        open.session = coarse;
                        note =
                            (fitted < line.len()).then(|| tell!(text, "note-cannot-mix", step = fitted + 1));
                    }
                }
            }
        }
        open.id.grain = grain;
        open.misfit = None;
        self.run += 1;
        Ok(note)
    }

    fn update(&mut self, note: Option<String>) -> Answer {
        let Some(open) = &self.open else {
            return Answer::Refused(tell!(self.text, "refused-nothing-open"));
        };
        let session = &open.session;
        let (trace, line) = (session.trace(), session.line());
        let keep = match &self.sent {
            Some((run, sent)) if *run == self.run && session.differs_at().is_none() => {
                1 + sent.iter().zip(line).take_while(|(a, b)| a == b).count()
            }
            _ => 0,
        };
        self.sent = Some((self.run, line.to_vec()));
        let branches = session.branches().iter().map(|b| Branch { at: b.at, choices: b.choices.clone() });
        let schedule = Schedule {
            program: format!("{}/{}", open.id.lesson, open.id.variant),
            grain: open.id.grain,
            fingerprint: fingerprint(open.source),
            choices: line.to_vec(),
        };
        let link = Link { schedule, cursor: session.cursor() };
        let unsteady = session.differs_at().map(|step| tell!(self.text, "note-unsteady", step));
        Answer::Update(Box::new(Update {
            program: open.id.clone(),
            keep,
            steps: trace.steps[keep..].to_vec(),
            objects: trace.objects.clone(),
            processes: trace.processes.clone(),
            line: line.to_vec(),
            cursor: session.cursor(),
            branches: branches.collect(),
            code: link.to_string(),
            note: unsteady.or(note),
            misfit: open.misfit,
        }))
    }
}
