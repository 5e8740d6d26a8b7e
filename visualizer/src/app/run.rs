//! What the app knows of the session: a copy of the worker's trace, and what the views fold from it, once per change.

use std::cell::OnceCell;
use std::path::Path;

use lessons::{Lesson, Pin, Program, Story};
use stepper::{Choice, Event, ObjectInfo, Place, Status, Step, ThreadId, Trace, Verdict, What};

use crate::closer::order::{Edge, Order};
use crate::closer::why::{self, Question};
use crate::inside::Depth;
use crate::look::Mark;
use crate::narrate::{self, Log};
use crate::own;
use crate::picture::{self, Lanes, Scene, Scenes};
use crate::protocol::{Branch, ProgramId, Update};
use crate::share::Shared;
use crate::source::Source;
use crate::text::Text;
use crate::worker::Shelf;

/// A session, as far as the views see it.
pub struct Run {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// Its program.
    pub program: &'static Program,
    /// The same by name, with the grain.
    pub id: ProgramId,
    /// The lesson's story, if it has one.
    pub story: Option<Story>,
    /// The lesson's title.
    pub title: &'static str,
    /// One sentence that invites the first step.
    pub invitation: String,
    /// What is known to come of the program.
    pub pin: Option<Pin>,
    /// The program's text, if it can be read.
    pub source: Option<Source>,
    /// The whole line, also what comes after the cursor.
    pub trace: Trace,
    /// How many steps of it are made.
    pub cursor: usize,
    /// Lines that were left.
    pub branches: Vec<Branch>,
    /// The link to the line and the cursor.
    pub code: String,
    /// The first step at which a replayed schedule did not fit.
    pub misfit: Option<usize>,
    /// The language that it is told in.
    pub text: &'static Text,
    /// The objects at the cursor.
    pub scene: Scene,
    /// For every step, what every lane shows.
    pub lanes: Lanes,
    /// For every step, what happened.
    pub log: Log,
    scenes: Scenes,
    labels: Vec<String>,
    order: OnceCell<Order>,
    questions: OnceCell<Vec<Question>>,
    depth: OnceCell<Depth>,
}

/// Where in the program's text a thread stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The line, from 1.
    pub line: u32,
    /// It is only known that a guard made on this line is at its end.
    pub guard: bool,
}

impl Run {
    /// The session that an update speaks of, from its beginning; none if there is no such lesson here.
    pub fn begin(shelf: Shelf, id: &ProgramId, text: &'static Text) -> Option<Run> {
        let lesson = shelf.iter().copied().find(|l| l.name == id.lesson)?;
        let program = lesson.program(&id.variant)?;
        Some(Run::new(lesson, program, id, text))
    }

    /// A run that somebody hands on, at its step.
    pub(super) fn of(shared: &Shared) -> Run {
        let (lesson, program) = (shared.lesson, shared.program);
        let (name, variant) = (lesson.name.to_owned(), program.variant.to_owned());
        let id = ProgramId { lesson: name, variant, grain: shared.trace.grain };
        let mut run = Run::new(lesson, program, &id, shared.text);
        run.trace = shared.trace.clone();
        run.fold(0, 0);
        run.look_at(shared.cursor);
        run
    }

    /// The line, to be handed on in this language.
    pub(super) fn shared(&self, text: &'static Text) -> Shared {
        Shared {
            lesson: self.lesson,
            program: self.program,
            trace: self.trace.clone(),
            cursor: self.cursor,
            text,
        }
    }

    fn new(lesson: &'static Lesson, program: &'static Program, id: &ProgramId, text: &'static Text) -> Run {
        let language = text.language().to_string();
        Run {
            lesson,
            program,
            id: id.clone(),
            story: lesson.story(&language),
            title: lesson.title(&language),
            invitation: lesson.invitation(&language),
            pin: lesson.pin(program),
            source: Source::parse(program.source).ok(),
            trace: Trace::default(),
            cursor: 0,
            branches: Vec::new(),
            code: String::new(),
            misfit: None,
            text,
            scene: Scene::default(),
            lanes: Lanes::default(),
            log: Log::default(),
            scenes: Scenes::default(),
            labels: Vec::new(),
            order: OnceCell::new(),
            questions: OnceCell::new(),
            depth: OnceCell::new(),
        }
    }

    /// Follows the worker.
    pub fn apply(&mut self, update: Update) {
        self.id = update.program;
        let changed = !update.steps.is_empty() || update.keep != self.trace.steps.len();
        // A sentence may name what is in it by how many of its kind there are.
        let told = if are_called_alike(&self.trace.objects, &update.objects) { update.keep } else { 0 };
        self.trace.steps.truncate(update.keep);
        self.trace.steps.extend(update.steps);
        self.trace.grain = self.id.grain;
        self.trace.objects = update.objects;
        self.trace.processes = update.processes;
        self.branches = update.branches;
        self.code = update.code;
        self.misfit = update.misfit;
        if changed {
            self.fold(update.keep, told);
        }
        self.look_at(update.cursor);
    }

    /// Looks at a step of the line, or at its last one.
    pub(super) fn look_at(&mut self, step: usize) {
        self.cursor = step.min(self.trace.steps.len().saturating_sub(1));
        self.questions.take();
        self.depth.take();
        self.scene = match self.trace.steps.is_empty() {
            true => Scene::default(),
            false => self.scenes.at(self.text, &self.trace, self.cursor),
        };
    }

    /// What is the same at every step: the first `keep` entries are as they were, and `told` of them are told already.
    fn fold(&mut self, keep: usize, told: usize) {
        self.log.follow(self.text, &self.trace, told);
        self.scenes.cut(told);
        self.lanes.follow(&self.trace, keep);
        if let Some(order) = self.order.get_mut() {
            order.follow(&self.trace, keep);
        }
        let last = self.trace.steps.last();
        let names = last.map_or(&[][..], |s| &s.then.threads);
        self.labels = labels(names.iter().map(|t| t.name.as_str()));
    }

    /// Tells everything in this language from now on.
    pub fn speak(&mut self, text: &'static Text) {
        let language = text.language().to_string();
        self.text = text;
        self.story = self.lesson.story(&language);
        self.title = self.lesson.title(&language);
        self.invitation = self.lesson.invitation(&language);
        self.log.follow(text, &self.trace, 0);
        self.questions.take();
        if !self.trace.steps.is_empty() {
            self.scene = self.scenes.at(text, &self.trace, self.cursor);
        }
    }

    /// What happens before what in another thread. Known only once somebody asks.
    pub fn order(&self) -> &[Edge] {
        let order = self.order.get_or_init(|| {
            let mut order = Order::default();
            order.follow(&self.trace, 0);
            order
        });
        order.edges()
    }

    /// Everything worth asking "why?" about at the cursor. Known only once somebody asks.
    pub fn questions(&self) -> &[Question] {
        self.questions.get_or_init(|| why::questions(self.text, &self.trace, &self.scene, self.cursor))
    }

    /// The calls that threads are in at the cursor, and the words they use. Known only once somebody asks.
    pub fn depth(&self) -> &Depth {
        self.depth.get_or_init(|| Depth::at(&self.trace, self.cursor))
    }

    /// The choices of the whole line.
    pub fn choices(&self) -> impl Iterator<Item = Choice> {
        self.trace.steps.iter().filter_map(|step| step.choice)
    }

    /// The first choices of the line, `steps` of them or as many as there are.
    pub fn line(&self, steps: usize) -> Vec<Choice> {
        self.choices().take(steps).collect()
    }

    /// The entry of the trace at the cursor.
    pub fn here(&self) -> &Step {
        &self.trace.steps[self.cursor]
    }

    /// The entries of the trace up to the cursor, or from it on.
    pub fn steps(&self) -> usize {
        self.trace.steps.len() - 1
    }

    /// Whether these are the choices of the line.
    pub fn is_line(&self, choices: &[Choice]) -> bool {
        self.trace.steps.iter().skip(1).map(|step| step.choice).eq(choices.iter().copied().map(Some))
    }

    /// Whether the program is meant to end well on every schedule.
    pub fn is_expected_fine(&self) -> bool {
        self.program.win.is_none() && !own::is(self.lesson)
    }

    /// Nothing was chosen yet.
    pub fn is_fresh(&self) -> bool {
        self.cursor == 0 && self.steps() == 0
    }

    /// The thread that made the step at the cursor.
    pub fn acting(&self) -> Option<ThreadId> {
        self.here().thread()
    }

    /// How a thread is marked everywhere.
    pub fn mark(&self, thread: ThreadId) -> Mark<'_> {
        let label = self.labels.get(thread.index()).map_or("?", String::as_str);
        Mark::new(thread.index(), label)
    }

    /// The thread's name.
    pub fn name(&self, thread: ThreadId) -> String {
        narrate::thread(self.text, &self.trace, thread)
    }

    /// Whether the line ends in a failure.
    pub fn fails(&self) -> bool {
        self.trace
            .steps
            .last()
            .and_then(|step| step.verdict.as_ref())
            .is_some_and(|verdict| !verdict.is_fine())
    }

    /// What is wrong at the cursor, or that the run ended well.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.here().verdict.as_ref()
    }

    /// Where `thread` stands at the cursor; none if that is not in the program's text.
    pub fn spot_of(&self, thread: ThreadId) -> Option<Spot> {
        let view = self.here().then.threads.get(thread.index())?;
        match &view.status {
            Status::Finished | Status::Killed => None,
            Status::Panicked { .. } => self.panicked_at(thread),
            _ => self.spot(thread, view.place.as_ref()?),
        }
    }

    /// The line of what the step at the cursor did, and the call on it as written.
    pub fn acted(&self) -> Option<(Spot, Option<String>)> {
        let thread = self.acting()?;
        let event = self.acting_event(|e| self.is_program(e.place.as_ref()))?;
        let place = event.place.as_ref()?;
        let spot = self.spot(thread, place)?;
        let text = match place.dropped {
            true => None,
            false => self.source.as_ref().and_then(|s| s.call_text(place.line, place.column)),
        };
        Some((spot, text))
    }

    /// The line inside the primitive that the step at the cursor carried out.
    pub fn acted_inside(&self) -> Option<String> {
        let fine = |e: &&Event| matches!(e.what, What::Atomic { .. } | What::Park | What::Wake);
        let event =
            self.acting_event(|e| fine(&e) && e.inside.is_some() && !self.is_program(e.inside.as_ref()))?;
        let place = event.inside.as_ref()?;
        let file = place.file.rsplit(['/', '\\']).next()?;
        Some(format!("{file}:{}", place.line))
    }

    fn acting_event(&self, which: impl Fn(&Event) -> bool) -> Option<&Event> {
        let thread = self.acting()?;
        let mut events = self.here().events.iter();
        events.find(|e| e.thread == thread && which(e))
    }

    fn is_program(&self, place: Option<&Place>) -> bool {
        place.is_some_and(|p| own::is_file_of(Path::new(&*p.file), self.lesson, self.program))
    }

    fn spot(&self, thread: ThreadId, place: &Place) -> Option<Spot> {
        if !self.is_program(Some(place)) {
            return None;
        }
        if !place.dropped {
            return Some(Spot { line: place.line, guard: false });
        }
        // A panic releases guards wherever the thread stands, so their ends in the text say nothing then.
        let release = match self.scene.panics.contains_key(&thread) {
            true => None,
            false => self.source.as_ref().and_then(|s| s.release_of(place.line, place.column).line()),
        };
        Some(Spot { line: release.unwrap_or(place.line), guard: release.is_none() })
    }

    fn panicked_at(&self, thread: ThreadId) -> Option<Spot> {
        let event = self.scene.panics.get(&thread)?.of(&self.trace)?;
        let place = event.place.as_ref().filter(|p| self.is_program(Some(p)))?;
        Some(Spot { line: place.line, guard: false })
    }

    /// The call that `thread` is about to make or is in, with the object: "acquire orders".
    pub fn call_of(&self, thread: ThreadId) -> Option<String> {
        let view = self.here().then.threads.get(thread.index())?;
        let verb = view.verb.as_deref()?;
        Some(match view.object {
            Some(object) => format!("{verb} {}", picture::name(self.text, &self.trace, object)),
            None => verb.to_owned(),
        })
    }
}

/// Whether every object of both lists has one name, though one list may be longer. Objects without a name are numbered
/// by how many there are.
fn are_called_alike(a: &[ObjectInfo], b: &[ObjectInfo]) -> bool {
    let (fewer, more) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let (same, others) = more.split_at(fewer.len());
    same == fewer && others.iter().all(|info| info.name.is_some() || info.part_of.is_some())
}

/// One or two characters per thread: what is at the end of "waiter B" and "worker 12", else the first letter; with a
/// number if taken.
pub(crate) fn labels<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for name in names {
        let word = name.split_whitespace().last().unwrap_or("?");
        let length = word.chars().count();
        let whole = length == 1 || length == 2 && word.parse::<u8>().is_ok();
        let letter: String = match name.chars().next() {
            Some(first) if !whole => first.to_uppercase().collect(),
            _ => word.to_uppercase(),
        };
        let number = (2..10).map(|n| format!("{letter}{n}"));
        let free = std::iter::once(letter.clone()).chain(number).find(|l| !labels.contains(l));
        labels.push(free.unwrap_or(letter));
    }
    labels
}
