//! A closer look: what happened, why, who waits for whom, all ways, and another run beside this one. One of them at a
//! time, under the stage; in a small window, in its place.

mod compare;
mod reasons;
mod waits;
mod ways;

use egui::{Align, Frame, Layout, Margin, Rect, RichText, Stroke, Ui, UiBuilder, vec2};
use stepper::Choice;

use super::{Command, Run, Settings, log};
use crate::closer::ways::Ways;
use crate::closer::why::{self, Question, Subject};
use crate::look::theme::{radius, space};
use crate::look::tokens;
use crate::look::widgets::TextButton;
use crate::protocol::{Beside, Request};
use crate::text::{Text, tell, text};
use crate::{narrate, picture};

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Every step in words.
    #[default]
    Happened,
    /// What made a thread wait, or a value what it is.
    Why,
    /// Who waits for whom.
    Waits,
    /// The graph of all states.
    Ways,
    /// Another run beside this one.
    Compare,
}

impl Tab {
    const ALL: [Tab; 5] = [Tab::Happened, Tab::Why, Tab::Waits, Tab::Ways, Tab::Compare];

    fn title(self, text: &Text) -> String {
        match self {
            Tab::Happened => tell!(text, "log"),
            Tab::Why => tell!(text, "why"),
            Tab::Waits => tell!(text, "who-waits"),
            Tab::Ways => tell!(text, "all-ways"),
            Tab::Compare => tell!(text, "compare"),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Tab::Happened => "G",
            Tab::Why => "Y",
            Tab::Waits => "W",
            Tab::Ways => "A",
            Tab::Compare => "D",
        }
    }

    fn command(self) -> Command {
        match self {
            Tab::Happened => Command::Log,
            tab => Command::Look(tab),
        }
    }
}

/// A question that was asked, and at which moment.
struct Asked {
    at: usize,
    /// The choices up to there: the answer holds as long as the line begins with them.
    line: Vec<Choice>,
    question: Question,
}

/// A run beside this one, with its steps in words.
struct Other {
    beside: Box<Beside>,
    log: Vec<Vec<String>>,
}

/// All ways of a program, and where they are drawn.
struct Map {
    ways: Box<Ways>,
    layout: Vec<(usize, f32)>,
}

/// What is looked at more closely.
#[derive(Default)]
pub(super) struct Closer {
    pub(super) tab: Tab,
    /// In a small window, it has the place of the stage.
    pub(super) alone: bool,
    /// Arrows on the timeline show what happens before what.
    pub(super) order: bool,
    asked: Option<Asked>,
    map: Option<Map>,
    other: Option<Other>,
    /// The line to compare with.
    with: Option<Vec<Choice>>,
    /// What the worker was asked for last.
    requested: Option<Request>,
}

impl Closer {
    /// Opens this tab, or goes back to what happened.
    pub(super) fn look(&mut self, tab: Tab, settings: &mut Settings) {
        self.asked = None;
        if self.tab == tab {
            self.close();
            return;
        }
        self.tab = tab;
        self.alone = true;
        settings.log = true;
    }

    /// Shows or hides what happened.
    pub(super) fn log(&mut self, settings: &mut Settings) {
        match self.tab {
            Tab::Happened => {
                settings.log = !settings.log;
                self.alone = !self.alone;
            }
            _ => self.look(Tab::Happened, settings),
        }
    }

    /// Whether something is open that was asked for.
    pub(super) fn is_open(&self) -> bool {
        self.tab != Tab::Happened
    }

    /// Back to what is there without being asked for.
    pub(super) fn close(&mut self) {
        self.tab = Tab::Happened;
        self.alone = false;
    }

    /// Asks why.
    pub(super) fn ask(&mut self, run: &Run, subject: Subject, settings: &mut Settings) {
        self.tab = Tab::Why;
        self.alone = true;
        settings.log = true;
        let question = why::question(run.text, &run.trace, &run.scene, run.cursor, subject);
        self.asked = question.map(|question| Asked { at: run.cursor, line: run.line(run.cursor), question });
    }

    /// Asks about everything.
    pub(super) fn ask_all(&mut self) {
        self.asked = None;
    }

    /// Compares with this branch.
    pub(super) fn compare(&mut self, run: &Run, branch: usize) {
        self.with = run.branches.get(branch).map(|branch| branch.choices.clone());
    }

    /// What the worker has to be asked for what is shown; none if it is known, or asked for already.
    pub(super) fn wants(&mut self, run: &Run) -> Option<Request> {
        let wanted = match self.tab {
            Tab::Ways if self.map(run).is_none() => Request::Ways,
            Tab::Compare => {
                let is_left = |line: &&Vec<Choice>| run.branches.iter().any(|b| b.choices == **line);
                let with = self.with.as_ref().filter(is_left);
                let with = with.or_else(|| run.branches.last().map(|b| &b.choices))?.clone();
                self.with = Some(with.clone());
                let known = |o: &Other| o.beside.program == run.id && o.beside.choices == with;
                if self.other.as_ref().is_some_and(known) {
                    return None;
                }
                Request::Beside(with)
            }
            _ => return None,
        };
        if self.requested.as_ref() == Some(&wanted) {
            return None;
        }
        self.requested = Some(wanted.clone());
        Some(wanted)
    }

    /// The program is another one, or is stepped in another grain.
    pub(super) fn forget(&mut self) {
        self.requested = None;
        self.asked = None;
    }

    /// The worker has mapped the ways.
    pub(super) fn mapped(&mut self, ways: Box<Ways>) {
        let layout = ways.layout();
        self.map = Some(Map { ways, layout });
    }

    /// The worker has run another line.
    pub(super) fn ran(&mut self, text: &Text, beside: Box<Beside>) {
        self.requested = None;
        let log = narrate::log(text, &beside.trace);
        self.other = Some(Other { beside, log });
    }

    /// Tells everything in this language from now on; what others have put into words is asked for anew.
    pub(super) fn speak(&mut self, text: &Text, run: &Run) {
        self.requested = None;
        self.map = None;
        if let Some(other) = &mut self.other {
            other.log = narrate::log(text, &other.beside.trace);
        }
        if let Some(asked) = &mut self.asked {
            let Question { subject, .. } = asked.question;
            let scene = picture::scene(text, &run.trace, asked.at.min(run.steps()));
            match why::question(text, &run.trace, &scene, asked.at.min(run.steps()), subject) {
                Some(question) => asked.question = question,
                None => self.asked = None,
            }
        }
    }

    /// The map of this program, if it is there.
    fn map(&self, run: &Run) -> Option<&Map> {
        self.map.as_ref().filter(|map| map.ways.program == run.id)
    }

    /// The question that was asked, if it still speaks of this line.
    fn asked(&self, run: &Run) -> Option<&Asked> {
        self.asked.as_ref().filter(|asked| run.line(asked.at) == asked.line)
    }

    /// How high its content would like to be.
    fn height(&self, run: &Run) -> f32 {
        match self.tab {
            Tab::Happened => log::height(run),
            _ => f32::INFINITY,
        }
    }

    /// How high its content has to be at least, even where the stage would like to have the room.
    pub(super) fn least(&self) -> f32 {
        if self.is_open() { 300.0 } else { 96.0 }
    }

    /// In a frame under the stage, which can be folded.
    pub(super) fn framed(&self, ui: &mut Ui, run: &Run, open: bool, scroll: bool, out: &mut Vec<Command>) {
        let t = tokens(ui);
        row(ui, |ui| {
            Tab::ALL.into_iter().for_each(|tab| self.tab_button(ui, tab, open, out));
            self.order_button(ui, out);
        });
        if !open {
            return;
        }
        let frame = Frame::new()
            .fill(t.card)
            .stroke(Stroke::new(1.0, t.line))
            .corner_radius(radius::CARD)
            .inner_margin(Margin::symmetric(4, 6));
        let room = ui.available_rect_before_wrap();
        // A frame around nothing would look unfinished.
        let high = (self.height(run) + 12.0).min(room.height());
        let room = Rect::from_min_size(room.min, vec2(room.width(), high));
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            frame.show(ui, |ui| self.content(ui, run, scroll, out));
        });
    }

    /// The tabs, with the stage as the first one.
    pub(super) fn tabs(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        row(ui, |ui| {
            let stage = TextButton::new(tell!(text(ui), "stage")).selected(!self.alone).slim();
            if ui.add(stage.shortcut(self.tab.key())).clicked() && self.alone {
                out.push(self.tab.command());
            }
            Tab::ALL.into_iter().for_each(|tab| self.tab_button(ui, tab, self.alone, out));
            self.order_button(ui, out);
        });
        ui.add_space(space::XS);
    }

    fn tab_button(&self, ui: &mut Ui, tab: Tab, open: bool, out: &mut Vec<Command>) {
        let text = text(ui);
        let on = open && self.tab == tab;
        let words = if tab == Tab::Happened { tell!(text, "log-tab") } else { tab.title(text) };
        let button = TextButton::new(words).name(tab.title(text)).selected(on).shortcut(tab.key()).slim();
        // What is there without being asked for can be folded.
        if ui.add(button).clicked() && (!on || tab == Tab::Happened) {
            out.push(tab.command());
        }
    }

    /// Where there is no room for it, the key and the list of all actions are left.
    fn order_button(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        let text = text(ui);
        let button = TextButton::new(tell!(text, "order")).name(tell!(text, "order-name")).slim();
        let button = button.selected(self.order).shortcut("H");
        if button.width(ui) <= ui.available_width() && ui.add(button).clicked() {
            out.push(Command::Order);
        }
    }

    /// What is looked at.
    pub(super) fn content(&self, ui: &mut Ui, run: &Run, scroll: bool, out: &mut Vec<Command>) {
        match self.tab {
            Tab::Happened => log::ui(ui, run, scroll, out),
            Tab::Why => reasons::ui(ui, run, self.asked(run), out),
            Tab::Waits => waits::ui(ui, run),
            Tab::Ways => ways::ui(ui, run, self.map(run), out),
            Tab::Compare => compare::ui(ui, run, self.with.as_deref(), self.other.as_ref(), out),
        }
    }
}

/// The room for the tabs.
pub(super) const TABS: f32 = 32.0;

/// A row of tabs.
fn row(ui: &mut Ui, tabs: impl FnOnce(&mut Ui)) {
    let room = vec2(ui.available_width(), TABS);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        tabs(ui);
    });
}

/// A sentence where there is nothing else to show.
fn nothing(ui: &mut Ui, words: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.add_space(space::M);
        ui.label(RichText::new(words).color(tokens(ui).weak));
    });
    ui.allocate_space(ui.available_size());
}
