//! The app's side of a worker: asks, waits a while, and replaces a worker that does not come back.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{self as channel, Receiver, RecvTimeoutError, Sender, TryRecvError};

use super::{Shelf, memory, work};
use crate::closer::ways::Ways;
use crate::protocol::{Answer, Beside, Found, Letter, ProgramId, Progress, Request, Update};
use crate::text::{self, Text, tell};

/// What came of a request.
#[derive(Debug)]
pub enum Happened {
    /// The session stands so.
    Update(Box<Update>),
    /// It cannot be done, in words.
    Refused(String),
    /// The search has come so far.
    Searching(Progress),
    /// The search found this.
    Found(Box<Found>),
    /// All ways that the program can take.
    Ways(Box<Ways>),
    /// A run beside the session.
    Beside(Box<Beside>),
    /// The worker was lost over it, in words.
    Lost {
        /// Why the worker is gone.
        why: String,
        /// Over which request.
        over: Request,
        /// The session is being replayed in a new worker; otherwise there was nothing to replay, or that failed.
        replays: bool,
    },
}

/// How a worker is started.
#[derive(Clone, Debug)]
enum Start {
    Thread(Shelf),
    Process(PathBuf),
}

enum Link {
    Thread(Sender<Letter<Request>>),
    Process(Child, ChildStdin),
}

type Wake = Arc<dyn Fn() + Send + Sync>;

struct Pending {
    number: u64,
    request: Request,
    deadline: Instant,
    asked: Asked,
    /// It is a search that was asked to end.
    stopped: bool,
}

/// Why a request is sent.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Once,
    /// A worker was lost over it, and a new one may do better.
    Again,
    /// It brings a new worker to where the lost one was.
    ToReplay,
}

/// A worker, and whatever is needed to replace it.
pub struct Client {
    start: Start,
    wake: Wake,
    link: Option<Link>,
    answers: Receiver<Letter<Answer>>,
    queue: VecDeque<Request>,
    /// The first search of the queue is not wanted any more.
    stops_next: bool,
    pending: Option<Pending>,
    number: u64,
    /// Brings a new worker to where this one stands.
    restore: Option<Request>,
    /// The language of what it says, and of what it lets the worker say.
    pub text: &'static Text,
    /// How long a request may take before the worker is given up.
    pub patience: Duration,
    /// How many bytes of memory a worker process that is started may occupy while it works.
    pub budget: u64,
}

impl Client {
    /// A worker in a thread of this process: it can be given up, but never ended. `wake` is called when an answer has
    /// come.
    pub fn thread(shelf: Shelf, wake: impl Fn() + Send + Sync + 'static) -> Client {
        Client::new(Start::Thread(shelf), Arc::new(wake))
    }

    /// A worker in a process of its own: `program --worker`.
    pub fn process(program: PathBuf, wake: impl Fn() + Send + Sync + 'static) -> Client {
        Client::new(Start::Process(program), Arc::new(wake))
    }

    fn new(start: Start, wake: Wake) -> Client {
        Client {
            start,
            wake,
            link: None,
            answers: channel::never(),
            queue: VecDeque::new(),
            stops_next: false,
            pending: None,
            number: 0,
            restore: None,
            text: text::english(),
            patience: Duration::from_secs(1),
            budget: 1 << 30,
        }
    }

    /// Asks for something. The answer comes out of [`Client::poll`]. A search that goes on is ended for it.
    pub fn send(&mut self, request: Request) {
        self.queue.push_back(request);
    }

    /// Ends the search that goes on, or that waits until what was asked before is answered: what it found until then is
    /// its answer.
    pub fn stop(&mut self) {
        self.stops_next = self.queue.iter().any(|request| matches!(request, Request::Search(_)));
        self.end_search();
    }

    fn end_search(&mut self) {
        let patience = self.patience;
        let searches = |p: &&mut Pending| matches!(p.request, Request::Search(_)) && !p.stopped;
        let Some(pending) = self.pending.as_mut().filter(searches) else {
            return;
        };
        pending.stopped = true;
        pending.deadline = Instant::now() + patience;
        let letter = Letter { number: pending.number, language: None, body: Request::Stop };
        // A worker that cannot be written to is gone, and its answers end.
        self.write(&letter).ok();
    }

    /// Whether something was asked and not answered yet.
    pub fn is_busy(&self) -> bool {
        self.pending.is_some() || !self.queue.is_empty()
    }

    /// The worker's process, if it has one.
    pub fn process_id(&self) -> Option<u32> {
        match &self.link {
            Some(Link::Process(child, _)) => Some(child.id()),
            _ => None,
        }
    }

    /// Ends the worker's process, as if it had died by itself; a thread cannot be ended.
    pub fn kill_worker(&mut self) {
        if let Some(Link::Process(child, _)) = &mut self.link {
            // It may be gone already.
            child.kill().ok();
        }
    }

    /// Waits until everything that was asked is answered, or lost.
    pub fn settle(&mut self) -> Vec<Happened> {
        let mut all = Vec::new();
        loop {
            all.extend(self.poll());
            let Some(pending) = &self.pending else {
                return all;
            };
            let wait = pending.deadline.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(wait.min(Duration::from_millis(20))) {
                Ok(letter) => all.extend(self.receive(letter)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    }

    /// Sends what can be sent, and returns what has happened since. Never blocks.
    pub fn poll(&mut self) -> Vec<Happened> {
        let mut all = Vec::new();
        loop {
            match self.answers.try_recv() {
                Ok(letter) => all.extend(self.receive(letter)),
                Err(TryRecvError::Empty) => {
                    let now = Instant::now();
                    let late = self.pending.as_ref().is_some_and(|p| now >= p.deadline);
                    if late {
                        all.extend(self.lost(tell!(
                            self.text,
                            "lost-no-answer",
                            seconds = self.patience.as_secs_f32()
                        )));
                    }
                    break;
                }
                Err(TryRecvError::Disconnected) => {
                    let why = self.obituary();
                    all.extend(self.lost(why));
                    break;
                }
            }
        }
        while self.pending.is_none()
            && let Some(request) = self.queue.pop_front()
        {
            let searches = matches!(request, Request::Search(_));
            all.extend(self.post(request, Asked::Once));
            if searches && std::mem::take(&mut self.stops_next) {
                self.end_search();
            }
        }
        if !self.queue.is_empty() {
            self.end_search();
        }
        all
    }

    fn receive(&mut self, letter: Letter<Answer>) -> Option<Happened> {
        let pending = self.pending.as_mut().filter(|p| p.number == letter.number)?;
        if let Answer::Searching(progress) = letter.body {
            if !pending.stopped {
                pending.deadline = Instant::now() + self.patience;
            }
            return Some(Happened::Searching(progress));
        }
        let pending = self.pending.take()?;
        Some(match letter.body {
            Answer::Searching(progress) => Happened::Searching(progress),
            Answer::Found(found) => Happened::Found(found),
            Answer::Ways(ways) => Happened::Ways(ways),
            Answer::Beside(beside) => Happened::Beside(beside),
            Answer::Update(update) => {
                self.restore = Some(Request::Restore {
                    program: ProgramId::clone(&update.program),
                    branches: update.branches.iter().map(|b| b.choices.clone()).collect(),
                    line: update.line.clone(),
                    cursor: update.cursor,
                });
                Happened::Update(update)
            }
            Answer::Refused(why) if pending.asked == Asked::ToReplay => Happened::Lost {
                why: tell!(self.text, "lost-replay", why),
                over: pending.request,
                replays: false,
            },
            Answer::Refused(why) => Happened::Refused(why),
        })
    }

    /// Sends a request to the worker, which is started if there is none.
    fn post(&mut self, request: Request, asked: Asked) -> Option<Happened> {
        self.number += 1;
        let language = Some(self.text.language().to_string());
        let letter = Letter { number: self.number, language, body: request.clone() };
        let posted = match self.link.as_mut() {
            Some(_) => Ok(()),
            None => self.begin(),
        };
        let posted = posted.and_then(|()| self.write(&letter));
        self.pending = Some(Pending {
            number: self.number,
            request,
            deadline: Instant::now() + self.patience,
            asked,
            stopped: false,
        });
        let error = posted.err()?;
        let why = match self.link {
            Some(_) => self.obituary(),
            None => tell!(self.text, "lost-start", error = error.to_string()),
        };
        self.lost(why)
    }

    fn write(&mut self, letter: &Letter<Request>) -> io::Result<()> {
        match &mut self.link {
            Some(Link::Thread(sender)) => sender.send(letter.clone()).map_err(io::Error::other),
            Some(Link::Process(_, stdin)) => {
                let mut line = serde_json::to_vec(letter)?;
                line.push(b'\n');
                stdin.write_all(&line).and_then(|()| stdin.flush())
            }
            None => Ok(()),
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        let wake = Arc::clone(&self.wake);
        let (sender, answers) = channel::unbounded();
        let link = match &self.start {
            Start::Thread(shelf) => {
                let shelf = *shelf;
                let (to, requests) = channel::unbounded::<Letter<Request>>();
                std::thread::Builder::new().name("worker".to_owned()).spawn(move || {
                    let send = |letter: &Letter<Answer>| {
                        sender.send(letter.clone()).map_err(io::Error::other)?;
                        wake();
                        Ok(())
                    };
                    // It ends when it is given up.
                    work(shelf, &requests, |_| {}, send).ok();
                })?;
                Link::Thread(to)
            }
            Start::Process(program) => {
                let mut child = Command::new(program)
                    .arg("--worker")
                    .env(memory::BUDGET, self.budget.to_string())
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .spawn()?;
                let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
                    return Err(io::Error::other("it has no pipes"));
                };
                std::thread::spawn(move || {
                    hear(BufReader::new(stdout), |letter| {
                        sender.send(letter).ok()?;
                        wake();
                        Some(())
                    });
                    drop(sender);
                    wake();
                });
                Link::Process(child, stdin)
            }
        };
        self.link = Some(link);
        self.answers = answers;
        Ok(())
    }

    /// The worker is given up. A new one replays the session, once.
    fn lost(&mut self, why: String) -> Option<Happened> {
        self.end();
        let pending = self.pending.take();
        if pending.as_ref().is_some_and(|p| p.asked == Asked::ToReplay) {
            self.restore = None;
        }
        if !pending.as_ref().is_some_and(|p| matches!(p.request, Request::Search(_))) {
            // What was asked after it was meant for the state that it would have led to.
            self.queue.clear();
            self.stops_next = false;
        }
        if let Some(Pending { request, asked: Asked::Once, .. }) = &pending
            && matches!(request, Request::Open(_) | Request::Load(_))
            && self.restore.is_some()
        {
            // It may be the program that was open which cannot be left; a new worker has none to leave.
            return self.post(request.clone(), Asked::Again);
        }
        let restore = self.restore.clone();
        let happened = match (pending, &restore) {
            (Some(pending), _) => Some(pending.request),
            (None, Some(restore)) => Some(restore.clone()),
            (None, None) => None,
        };
        let replays = restore.is_some();
        let happened = happened.map(|over| Happened::Lost { why, over, replays });
        // If not even that can be sent, this says so instead.
        restore.and_then(|r| self.post(r, Asked::ToReplay)).or(happened)
    }

    fn end(&mut self) {
        self.answers = channel::never();
        if let Some(Link::Process(mut child, stdin)) = self.link.take() {
            drop(stdin);
            // It may be gone already.
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// How a worker that is gone came to its end.
    fn obituary(&mut self) -> String {
        match &mut self.link {
            Some(Link::Process(child, _)) => {
                // Its output is closed: it has ended, or is about to.
                for _ in 0..40 {
                    if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
                        break;
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
                child.kill().ok();
                match child.wait() {
                    Ok(status) if status.code() == Some(memory::USED_UP) => {
                        tell!(self.text, "lost-memory", budget = self.budget >> 20)
                    }
                    Ok(status) => tell!(self.text, "lost-ended", status = status.to_string()),
                    Err(error) => tell!(self.text, "lost-gone", error = error.to_string()),
                }
            }
            _ => tell!(self.text, "lost-thread"),
        }
    }
}

/// No letter is longer; the program under study may print without end.
const LONGEST: u64 = 1 << 28;

/// Hands on the letters in what a worker writes, until it ends or nobody wants them any more. All else was printed by the
/// program under study, and may be anything.
fn hear(mut input: impl BufRead, mut letter: impl FnMut(Letter<Answer>) -> Option<()>) {
    let mut line = Vec::new();
    while (&mut input).take(LONGEST).read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        if let Ok(heard) = serde_json::from_slice(&line)
            && letter(heard).is_none()
        {
            return;
        }
        line.clear();
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.end();
    }
}
