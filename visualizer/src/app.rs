//! The app: one screen on which a person is the scheduler.
//!
//! It holds no execution. It sends [`Request`]s to a worker, keeps a copy of the worker's trace ([`run::Run`]), and
//! every view is a function that reads this copy and answers with [`Command`]s.

mod actions;
mod answer;
mod chances;
mod choice;
mod closer;
mod code;
mod command;
mod facts;
pub(crate) mod film;
mod guide;
mod headline;
mod help;
mod inside;
mod lessons;
mod log;
mod markdown;
mod motion;
mod order;
mod outcomes;
mod palette;
mod path;
mod present;
mod quiz;
mod rooms;
mod run;
mod settings;
mod share;
mod shell;
mod source;
mod stage;
mod threads;
mod timeline;
mod transport;

use egui::{ColorImage, Context, Theme, ThemePreference, Ui, Vec2};
use stepper::{Choice, Dice, Grain};

pub use actions::{ACTIONS, Action, Group, When};
pub use closer::Tab;
pub use command::Command;
pub use present::Face;
pub(crate) use run::labels;
pub use run::{Run, Spot};
pub use settings::{SPEEDS, Settings, SettingsFile, Trouble as SettingsTrouble};

use crate::protocol::{Conclusion, Found, ProgramId, Request, Scope, Update};
use crate::quiz::Sitting;
use crate::share::Link;
use crate::soft;
pub(crate) use crate::text::capital;
use crate::text::{self, Text, tell, text};
use crate::worker::{Client, Happened, Shelf};
use crate::{catalog, look};

/// What lies over the lesson, or beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Overlay {
    Lessons,
    Help,
    Outcomes,
    Palette,
    Paste,
    Quiz,
    Share,
}

/// What the app is doing by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Playing {
    /// The dice choose; otherwise it follows the line.
    dice: bool,
    /// When the next step is due, in seconds.
    next: f64,
}

/// The worker was lost, and why.
#[derive(Clone, Debug)]
struct Lost {
    words: String,
    /// The session goes on in a new worker.
    replays: bool,
}

/// The app's state.
pub struct App {
    shelf: Shelf,
    client: Client,
    run: Option<Run>,
    settings: Settings,
    settings_file: SettingsFile,
    overlay: Option<Overlay>,
    /// What lies over the lesson has just opened: its field, if it has one, takes the keyboard.
    opens: bool,
    guide: guide::Guide,
    quiz: Option<Sitting>,
    /// The language in use.
    text: &'static Text,
    closer: closer::Closer,
    inside: Option<inside::Inside>,
    pasted: String,
    notice: Option<String>,
    lost: Option<Lost>,
    playing: Option<Playing>,
    /// The question that is being searched.
    asked: Option<answer::Asked>,
    /// The answer to the last one.
    found: Option<Box<Found>>,
    /// All that can come of the program, as far as it is known.
    outcomes: Option<Box<Found>>,
    sharing: share::Sharing,
    palette: palette::Palette,
    show: Option<present::Show>,
    /// How large the window was in the last frame, in points; and how large it is without any zoom.
    seen: Vec2,
    screen: Vec2,
    /// It was seen to that the window has its place on the screen.
    placed: bool,
    dice: Dice,
    motion: motion::Motion,
    commands: Vec<Command>,
    /// The step that the views were last scrolled to.
    scrolled_to: Option<usize>,
}

impl App {
    /// The app with its lessons behind `client`, in a fresh context. `settings` is what [`App::settings`] gave before.
    pub fn new(ctx: &Context, shelf: Shelf, mut client: Client, settings: Settings) -> App {
        look::install(ctx);
        let language = settings.language.as_deref().and_then(text::find);
        let text = language.unwrap_or_else(text::system);
        if let Some(dark) = settings.dark {
            ctx.set_theme(if dark { Theme::Dark } else { Theme::Light });
        }
        text::speak(ctx, text);
        client.text = text;
        if settings.zoom != 1.0 {
            ctx.set_zoom_factor(settings.zoom);
        }
        // The app has keys of its own for the size of text, which are remembered.
        ctx.options_mut(|o| o.zoom_with_keyboard = false);
        App {
            shelf,
            client,
            run: None,
            settings,
            settings_file: SettingsFile::default(),
            overlay: None,
            opens: false,
            guide: guide::Guide::default(),
            quiz: None,
            text,
            closer: closer::Closer::default(),
            inside: None,
            pasted: String::new(),
            notice: None,
            lost: None,
            playing: None,
            asked: None,
            found: None,
            outcomes: None,
            sharing: share::Sharing::default(),
            palette: palette::Palette::default(),
            show: None,
            seen: Vec2::ZERO,
            screen: Vec2::ZERO,
            placed: false,
            dice: Dice::new(seed()),
            motion: motion::Motion::default(),
            commands: Vec::new(),
            scrolled_to: None,
        }
    }

    /// Lets the dice fall as this seed makes them; otherwise they fall differently at every start.
    pub fn seed(&mut self, seed: u64) {
        self.dice = Dice::new(seed);
    }

    /// Opens a program of a lesson, at its start.
    pub fn open(&mut self, lesson: &str, variant: &str) {
        self.client.send(Request::Open(ProgramId {
            lesson: lesson.to_owned(),
            variant: variant.to_owned(),
            grain: Grain::Coarse,
        }));
    }

    /// Opens a link or a schedule code.
    pub fn load(&mut self, code: &str) {
        self.client.send(Request::Load(code.to_owned()));
    }

    /// Shows a session that somebody else steps, as it stands now.
    pub fn follow(&mut self, update: Update) {
        self.happened(Happened::Update(Box::new(update)));
    }

    /// The session as it stands; none before the first answer.
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref()
    }

    /// The worker.
    pub fn client(&mut self) -> &mut Client {
        &mut self.client
    }

    /// Files of a run are saved in this folder, until a person names another.
    pub fn save_in(&mut self, folder: &std::path::Path) {
        self.sharing.folder = folder.display().to_string();
    }

    /// Keeps the settings in this file from now on.
    pub fn keep_settings(&mut self, file: SettingsFile) {
        self.settings_file = file;
    }

    /// The settings, with the run that is open.
    pub fn settings(&self) -> Settings {
        // A program of somebody's own is opened by its own `main`.
        let open = self.run.as_ref().filter(|run| ::lessons::find(run.lesson.name).is_some());
        let place = open.map(|run| run.code.clone()).or_else(|| self.settings.place.clone());
        let talk = self.show.as_ref().is_some_and(present::Show::fills);
        Settings { place, talk, ..self.settings.clone() }
    }

    /// The run that was open when the settings were stored, if it can be opened.
    pub fn last_place(&self) -> Option<String> {
        let link: Link = self.settings.place.as_deref()?.parse().ok()?;
        catalog::find(self.text, &link.schedule.program).ok()?;
        self.settings.place.clone()
    }

    /// Waits until the worker has answered everything.
    pub fn settle(&mut self) {
        loop {
            for happened in self.client.settle() {
                self.happened(happened);
            }
            if !self.client.is_busy() {
                self.sharing.settle();
                return;
            }
        }
    }

    /// Whether it waits for the worker.
    pub fn is_busy(&self) -> bool {
        self.client.is_busy()
    }

    /// Whether it plays by itself.
    pub fn is_playing(&self) -> bool {
        self.playing.is_some()
    }

    /// Whether the schedules of the program are being searched.
    pub fn is_searching(&self) -> bool {
        self.asked.is_some()
    }

    /// The answer to the last question, until something else is on the screen.
    pub fn answer(&self) -> Option<&Found> {
        let run = self.run.as_ref()?;
        self.found.as_deref().filter(|found| answer::is_current(found, run))
    }

    /// What is told to the person at the moment, outside of the lesson.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// A frame's work without the picture: news from the worker, and playing.
    pub fn logic(&mut self, ctx: &Context) {
        for happened in self.client.poll() {
            self.happened(happened);
        }
        if self.client.is_busy() {
            // To notice a worker that never comes back; an answer wakes the app by itself.
            ctx.request_repaint_after(std::time::Duration::from_millis(60));
        }
        if let Some(told) = self.sharing.poll()
            && self.overlay != Some(Overlay::Share)
        {
            self.notice = Some(told);
        }
        self.play(ctx);
    }

    /// A frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.text = text(ui);
        self.tell_story(ui);
        self.fit(ui);
        self.hear_keys(ui);
        match self.show {
            Some(_) => present::ui(self, ui),
            None => shell::ui(self, ui),
        }
        for command in std::mem::take(&mut self.commands) {
            self.act(command, ui.ctx());
        }
        // Otherwise the next frame is laid out for another size, and the panels keep what that made of them.
        self.fit(ui);
        for happened in self.client.poll() {
            self.happened(happened);
        }
    }

    /// Takes the keys that were pressed in the window of `ctx`.
    fn hear_keys(&mut self, ctx: &Context) {
        let covered = self.overlay.is_some();
        let presents = self.show.is_some();
        command::from_keys(ctx, covered, presents, &mut self.commands);
    }

    fn happened(&mut self, happened: Happened) {
        match happened {
            Happened::Update(update) => {
                let same = self.run.as_ref().is_some_and(|r| {
                    r.id.lesson == update.program.lesson && r.id.variant == update.program.variant
                });
                if !same {
                    self.run = Run::begin(self.shelf, &update.program, self.client.text);
                    self.playing = None;
                    self.inside = None;
                }
                // Outcomes are told with schedules, and those have a grain.
                self.outcomes.take_if(|known| known.program != update.program);
                self.quiz.take_if(|quiz| {
                    let asked = &quiz.found.program;
                    (&asked.lesson, &asked.variant) != (&update.program.lesson, &update.program.variant)
                });
                if update.note.is_some() {
                    self.notice.clone_from(&update.note);
                }
                if let Some(run) = &mut self.run {
                    if run.id != update.program {
                        self.closer.forget();
                    }
                    run.apply(*update);
                    // A whole call shows nothing of what is inside.
                    let whole = run.id.grain == Grain::Coarse && !self.client.is_busy();
                    if self.inside.take_if(|_| whole).is_some() || self.inside.is_some() {
                        self.scrolled_to = None;
                    }
                }
                self.followed();
                self.look_closer();
            }
            Happened::Searching(progress) => {
                if let Some(asked) = &mut self.asked {
                    asked.progress = Some(progress);
                }
            }
            Happened::Found(found) => {
                self.found(found);
                self.look_closer();
            }
            Happened::Ways(ways) => self.closer.mapped(ways),
            Happened::Beside(beside) => self.closer.ran(self.client.text, beside),
            Happened::Refused(why) => {
                self.playing = None;
                self.asked = None;
                self.notice = Some(capital(&tell!(self.client.text, "refused", why)));
            }
            Happened::Lost { why, over, replays } => {
                self.playing = None;
                self.asked = None;
                // What they would show is lost, and they would hide why.
                self.overlay.take_if(|open| {
                    matches!(over, Request::Search(_)) && matches!(open, Overlay::Quiz | Overlay::Outcomes)
                });
                let text = self.client.text;
                let stopped = match (&over, &self.run) {
                    (Request::Search(_), _) => tell!(text, "lost-searching", why),
                    (Request::Step(Choice::Thread(thread)), Some(run)) => {
                        tell!(text, "lost-stepping", who = run.name(*thread), why)
                    }
                    _ => tell!(text, "lost", why),
                };
                let then = match replays {
                    true => tell!(text, "lost-back"),
                    false => tell!(text, "lost-again"),
                };
                self.lost = Some(Lost { words: text.join(&[stopped, then]), replays });
            }
        }
    }

    fn found(&mut self, found: Box<Found>) {
        // Otherwise the program was left for another one.
        if self.asked.take().is_none() {
            return;
        }
        self.heard(&found);
        if let Scope::Quiz(_) = found.scope {
            self.examine(found);
            return;
        }
        if found.complete || found.scope == Scope::Outcomes && found.conclusion != Conclusion::Stopped {
            self.outcomes = Some(found.clone());
        }
        match (&found.conclusion, found.scope) {
            (Conclusion::Stopped, _) => self.notice = Some(answer::stopped(self.client.text, &found)),
            (_, Scope::Outcomes) => {}
            (Conclusion::Bug { .. }, _) if self.client.is_busy() => {
                self.notice = Some(tell!(self.client.text, "search-stopped-with-bug"));
            }
            (Conclusion::Bug { schedule, .. }, _) => {
                self.client.send(Request::Walk(found.program.grain, schedule.clone()));
                self.found = Some(found);
            }
            _ => self.found = Some(found),
        }
    }

    /// Asks the worker for what is looked at, unless it searches: that would end the search.
    fn look_closer(&mut self) {
        if self.asked.is_none()
            && let Some(run) = &self.run
            && let Some(request) = self.closer.wants(run)
        {
            self.client.send(request);
        }
    }

    fn ask(&mut self, scope: Scope) {
        if self.run.is_some() {
            self.send(Request::Search(scope));
            self.asked = Some(answer::Asked { scope, progress: None });
        }
    }

    /// Does what a person asks for.
    pub fn act(&mut self, command: Command, ctx: &Context) {
        self.text = text(ctx);
        self.tell_story(ctx);
        if !command.goes_on_playing() {
            self.playing = None;
        }
        match command {
            Command::Thread(number) => {
                let Some(run) = &self.run else { return };
                let Ok(id) = u8::try_from(number) else { return };
                let thread = stepper::ThreadId(id);
                if run.here().then.threads.len() <= number {
                    return;
                }
                if run.here().then.choices.contains(&Choice::Thread(thread)) {
                    self.step(Choice::Thread(thread));
                } else {
                    let why = crate::narrate::why(run.text, &run.trace, run.cursor, thread);
                    let why = why.unwrap_or_else(|| tell!(run.text, "cannot-move"));
                    self.notice =
                        Some(tell!(run.text, "waits-notice", who = capital(&run.name(thread)), why));
                }
            }
            Command::Choose(choice) => self.step(choice),
            Command::Random => self.roll(),
            Command::Back if self.tells() => self.turn(false),
            Command::Forward if self.tells() => self.turn(true),
            Command::Clock | Command::Wake | Command::Favour | Command::Kill => {
                let chance = self.run.as_ref().and_then(|run| chances::first(run, &command));
                match (chance, self.refuses(&command)) {
                    (Some(chance), _) => self.step(chance),
                    (None, why) => self.notice = why.map(|words| tell!(self.text, "sentence", words)),
                }
            }
            Command::Back => self.send(Request::Back),
            Command::Forward => self.send(Request::Forward),
            Command::First => self.send(Request::Jump(0)),
            Command::Last => self.send(Request::Jump(usize::MAX)),
            Command::Jump(step) => {
                if self.run.as_ref().is_some_and(|r| r.cursor != step) {
                    self.send(Request::Jump(step));
                }
            }
            Command::Play => self.toggle_play(ctx),
            Command::Faster => self.settings.speed = (self.settings.speed + 1).min(SPEEDS.len() - 1),
            Command::Slower => self.settings.speed = self.settings.speed.saturating_sub(1),
            Command::Reset => match (&self.run, &self.lost) {
                // The worker could not be brought back to where it was: begin anew.
                (Some(run), Some(lost)) if !lost.replays => {
                    let id = run.id.clone();
                    self.send(Request::Open(id));
                }
                _ => {
                    if let Some(path) = &mut self.guide.path {
                        path.loaded(&[]);
                    }
                    self.send(Request::Reset);
                }
            },
            Command::Coarse => self.regrain(Grain::Coarse),
            Command::Fine => self.regrain(Grain::Fine),
            Command::Zoom => {
                let fine = self.run.as_ref().is_some_and(|r| r.id.grain == Grain::Fine);
                self.regrain(if fine { Grain::Coarse } else { Grain::Fine });
            }
            Command::Inside => self.look_inside(),
            Command::Branch(index) => self.send(Request::Branch(index)),
            Command::Open(lesson, variant) => {
                self.overlay = None;
                self.lost = None;
                self.notice = None;
                self.asked = None;
                self.found = None;
                if let Some(path) = &mut self.guide.path {
                    path.loaded(&[]);
                }
                self.open(lesson, variant);
            }
            Command::Hint => {
                let Some(run) = &self.run else { return };
                if let Some(pin) = &run.pin {
                    let schedule = pin.schedule.clone();
                    self.loads();
                    self.send(Request::Play(schedule));
                }
            }
            Command::Ask => match &self.asked {
                Some(_) => self.client.stop(),
                None => self.ask(Scope::Bug),
            },
            Command::Outcomes => {
                self.toggle(Overlay::Outcomes);
                let open = self.overlay == Some(Overlay::Outcomes);
                match &self.asked {
                    Some(asked) if !open && asked.scope == Scope::Outcomes => self.client.stop(),
                    None if open && self.outcomes.is_none() => self.ask(Scope::Outcomes),
                    _ => {}
                }
            }
            Command::Walk(grain, choices) => {
                self.overlay = None;
                self.loads();
                self.send(Request::Walk(grain, choices));
            }
            Command::Copy => {
                if let Some(run) = &self.run {
                    ctx.copy_text(run.code.clone());
                    self.notice = Some(tell!(text(ctx), "share-copied-code"));
                }
            }
            Command::CopyMermaid => {
                if let Some(run) = &self.run {
                    ctx.copy_text(run.shared(text(ctx)).mermaid());
                    self.notice = Some(tell!(text(ctx), "share-copied-mermaid"));
                }
            }
            Command::CopyTranscript => {
                if let Some(run) = &self.run {
                    ctx.copy_text(run.shared(text(ctx)).transcript());
                    self.notice = Some(tell!(text(ctx), "share-copied-transcript"));
                }
            }
            Command::Share => {
                if self.run.is_some() {
                    self.sharing.open();
                    self.toggle(Overlay::Share);
                }
            }
            Command::Save(format) => {
                if let Some(run) = &self.run {
                    self.sharing.save(format, run.shared(text(ctx)), ctx.theme(), ctx);
                }
            }
            Command::Load(code) => {
                self.overlay = None;
                self.pasted.clear();
                self.notice = None;
                self.found = None;
                self.loads();
                self.load(code.trim());
            }
            Command::Paste => self.toggle(Overlay::Paste),
            Command::Theme => {
                let dark = ctx.theme() == Theme::Dark;
                self.settings.dark = Some(!dark);
                ctx.set_theme(match dark {
                    true => ThemePreference::Light,
                    false => ThemePreference::Dark,
                });
            }
            Command::Language => self.speak(ctx, text::after(self.client.text)),
            Command::Larger => self.zoom(1.1),
            Command::Smaller => self.zoom(1.0 / 1.1),
            Command::LessMotion => self.settings.less_motion = !self.settings.less_motion,
            Command::Help => self.toggle(Overlay::Help),
            Command::Palette => {
                self.palette.open();
                self.toggle(Overlay::Palette);
            }
            Command::Lessons => self.toggle(Overlay::Lessons),
            Command::Story => self.settings.guide = !self.settings.guide,
            Command::Next => self.next(ctx),
            Command::Part(part) => self.go(part),
            Command::Predict(number) => self.predict(number),
            Command::Reason(number) => self.answer_why(number),
            Command::MoreHints => {
                if let Some(path) = &mut self.guide.path {
                    path.hints += 1;
                }
            }
            Command::Blank(hole, option) => {
                if let Some(blank) = self.guide.path.as_mut().and_then(|path| path.blanks.get_mut(hole)) {
                    *blank = option;
                }
            }
            Command::Cure(variant) => self.cure(variant),
            Command::Quiz => self.open_quiz(),
            Command::Tick(number) => {
                if let Some(quiz) = &mut self.quiz {
                    quiz.tick(number);
                }
            }
            Command::Moment(line, step) => {
                self.overlay = None;
                self.loads();
                self.send(Request::Walk(Grain::Coarse, line));
                self.send(Request::Jump(step));
            }
            Command::CopyProgress => self.copy_progress(ctx, text(ctx)),
            Command::Log => self.closer.log(&mut self.settings),
            Command::Look(tab) => {
                self.closer.look(tab, &mut self.settings);
                self.look_closer();
            }
            Command::Why(None) => self.closer.ask_all(),
            Command::Why(Some(subject)) => {
                if let Some(run) = &self.run {
                    self.closer.ask(run, subject, &mut self.settings);
                }
            }
            Command::Order => self.closer.order = !self.closer.order,
            Command::Go(choices) => {
                self.loads();
                self.send(Request::Go(choices));
            }
            Command::Compare(branch) => {
                if let Some(run) = &self.run {
                    self.closer.compare(run, branch);
                }
                self.look_closer();
            }
            Command::Present => self.present(ctx),
            Command::Onward => self.turn(true),
            Command::Backward => self.turn(false),
            Command::Face => self.turn_face(),
            Command::Show(face) => self.show_face(face),
            Command::Notes => self.show_notes(),
            Command::Pointer => self.show_pointer(),
            Command::Close => self.close(ctx),
            Command::Dismiss => {
                self.notice = None;
                self.lost = None;
            }
        }
    }

    /// Closes what is on top.
    fn close(&mut self, ctx: &Context) {
        let overlay = self.overlay.take();
        let searches = self.asked.is_some()
            && overlay.is_none_or(|open| matches!(open, Overlay::Outcomes | Overlay::Quiz));
        match (overlay, &self.notice) {
            _ if searches => self.client.stop(),
            (Some(_), _) => {}
            (None, _) if self.show.is_some() => self.leave(ctx),
            (None, Some(_)) => self.notice = None,
            (None, None) if self.answer().is_some() => self.found = None,
            (None, None) if self.inside.is_some() => self.look_inside(),
            (None, None) if self.closer.is_open() => self.closer.close(),
            (None, None) => self.settings.guide = false,
        }
    }

    /// Puts a notice on the screen, in sentences, after what stands there already.
    pub fn tell(&mut self, notice: String) {
        self.notice = Some(match self.notice.take() {
            Some(before) => self.text.join(&[before, notice]),
            None => notice,
        });
    }

    fn send(&mut self, request: Request) {
        // What is told at the start stays until the first program is there and something is done with it.
        if self.run.is_some() {
            self.notice = None;
        }
        self.lost = None;
        // The way to a bug can be walked again from the start; any other answer was read.
        self.found.take_if(|found| !matches!(found.conclusion, Conclusion::Bug { .. }));
        self.client.send(request);
    }

    fn step(&mut self, choice: Choice) {
        self.send(Request::Step(choice));
    }

    fn roll(&mut self) {
        let Some(run) = &self.run else { return };
        if let Some(choice) = self.dice.choose(&run.here().then.choices) {
            self.step(choice);
        }
    }

    fn toggle(&mut self, overlay: Overlay) {
        self.overlay = match self.overlay {
            Some(open) if open == overlay => None,
            _ => Some(overlay),
        };
        self.opens = self.overlay.is_some();
    }

    fn zoom(&mut self, factor: f32) {
        if self.scale_show(factor) {
            return;
        }
        // Whole percents, and back to exactly 1.
        let zoom = (self.settings.zoom * factor * 100.0).round() / 100.0;
        let zoom = if (zoom - 1.0).abs() < 0.02 { 1.0 } else { zoom };
        self.settings.zoom = zoom.clamp(0.5, 3.0);
    }

    /// Makes everything as large as the window and a person's wish ask for.
    fn fit(&mut self, ctx: &Context) {
        let seen = ctx.content_rect().size();
        if seen != self.seen {
            self.seen = seen;
            self.screen = seen * ctx.zoom_factor();
        }
        let zoom = match &self.show {
            Some(show) => show.zoom(self.screen),
            None => rooms::scale(self.screen) * self.settings.zoom,
        };
        if (zoom - ctx.zoom_factor()).abs() > 0.001 {
            ctx.set_zoom_factor(zoom);
        }
    }

    /// A window that would reach beyond the screen takes all there is of it.
    fn place(&mut self, ctx: &Context) {
        let (monitor, window, full) = ctx.input(|i| {
            let v = i.viewport();
            (v.monitor_size, v.inner_rect, v.fullscreen == Some(true))
        });
        let (false, Some(monitor), Some(window)) = (self.placed, monitor, window) else { return };
        self.placed = true;
        if !full && !rooms::has_place(window.size(), monitor) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(true));
        }
    }

    /// Says everything in this language from now on.
    pub fn speak(&mut self, ctx: &Context, text: &'static Text) {
        text::speak(ctx, text);
        self.settings.language = Some(text.language().to_string());
        self.client.text = text;
        if let Some(run) = &mut self.run {
            run.speak(text);
            self.closer.speak(text, run);
        }
        // These were told in the language before.
        self.notice = None;
        if self.outcomes.take().is_some() && self.overlay == Some(Overlay::Outcomes) {
            self.ask(Scope::Outcomes);
        }
    }

    fn toggle_play(&mut self, ctx: &Context) {
        self.playing = match (&self.playing, &self.run) {
            (None, Some(run)) if run.cursor < run.steps() || can_go_on(run) => {
                Some(Playing { dice: run.cursor == run.steps(), next: ctx.input(|i| i.time) })
            }
            _ => None,
        };
    }

    /// Makes the step that is due, and asks to be woken for the next one.
    fn play(&mut self, ctx: &Context) {
        let (Some(playing), Some(run)) = (self.playing, &self.run) else {
            return;
        };
        let more = match playing.dice {
            true => can_go_on(run),
            false => run.cursor < run.steps(),
        };
        if !more {
            self.playing = None;
            return;
        }
        if self.client.is_busy() {
            return;
        }
        let time = ctx.input(|i| i.time);
        let pause = f64::from(1.0 / SPEEDS[self.settings.speed]);
        if time >= playing.next {
            match playing.dice {
                true => self.roll(),
                false => self.send(Request::Forward),
            }
            self.playing = Some(Playing { next: time + pause, ..playing });
        }
        let next = self.playing.map_or(time, |p| p.next);
        ctx.request_repaint_after(std::time::Duration::from_secs_f64((next - time).max(0.0)));
    }
}

/// At the end of the line, something can be chosen and nothing is wrong yet.
fn can_go_on(run: &Run) -> bool {
    let end = run.trace.steps.last();
    end.is_some_and(|s| s.verdict.is_none() && !s.then.choices.is_empty())
}

/// A seed that differs from start to start.
fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |d| d.as_nanos() as u64)
}

/// Parts of a name, as one is read: "Thread A, key 1, ready".
fn listed(text: &Text, parts: &[String]) -> String {
    let add = |list: String, next: &String| tell!(text, "list-next", list, next);
    parts.iter().skip(1).fold(parts.first().cloned().unwrap_or_default(), add)
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.place(ctx);
        App::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        App::ui(self, ui);
    }

    /// How large everything is shown would be among it: then the least size of the next window is that many times as large,
    /// after a talk more than a screen.
    fn persist_egui_memory(&self) -> bool {
        false
    }

    /// The window library asks for it now and then, and at the end; what it stores itself is where the window was.
    fn save(&mut self, _storage: &mut dyn eframe::Storage) {
        if let Some(trouble) = self.settings_file.keep(&self.settings()) {
            self.notice = Some(trouble.words(self.text));
        }
    }
}

/// What a picture of the app shows.
#[derive(Clone, Debug, Default)]
pub struct Shot {
    /// The lesson and the program.
    pub program: (String, String),
    /// The choices, as in a schedule code.
    pub choices: String,
    /// How many of them are made; none: all.
    pub cursor: Option<usize>,
    /// Commands to give after that.
    pub then: Vec<Command>,
    /// The language, by its tag; otherwise English.
    pub language: Option<String>,
}

/// The app's screen, drawn without a window.
///
/// # Errors
/// When the lesson or the schedule does not exist.
pub fn picture(shot: &Shot, theme: Theme, size: Vec2) -> Result<ColorImage, String> {
    picture_of(::lessons::ALL, shot, theme, size)
}

/// As [`picture`], of a program on this shelf.
///
/// # Errors
/// As [`picture`].
pub fn picture_of(shelf: Shelf, shot: &Shot, theme: Theme, size: Vec2) -> Result<ColorImage, String> {
    let ctx = Context::default();
    let client = Client::thread(shelf, || {});
    let language = Some(shot.language.clone().unwrap_or_else(|| "en".to_owned()));
    let settings = Settings { language, ..Settings::default() };
    let mut app = App::new(&ctx, shelf, client, settings);
    app.open(&shot.program.0, &shot.program.1);
    if !shot.choices.is_empty() {
        app.client.send(Request::Play(shot.choices.clone()));
    }
    if let Some(cursor) = shot.cursor {
        app.client.send(Request::Jump(cursor));
    }
    app.settle();
    if let (None, Some(notice)) = (&app.run, &app.notice) {
        return Err(notice.clone());
    }
    for command in &shot.then {
        app.act(command.clone(), &ctx);
        app.settle();
    }
    let camera = soft::Camera { size, pixels_per_point: 1.0, theme };
    Ok(soft::picture(&ctx, camera, |ui| app.ui(ui)))
}
