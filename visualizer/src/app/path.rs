//! The path of the lesson, beside the stage: its parts, the one that is shown, and the one button that goes on.

mod parts;

use egui::{Align, Layout, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use lessons::Story;

use super::{Command, Run};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, Emphasis, IconButton, TextButton};
use crate::look::{Icon, fonts, icons, title_text, tokens};
use crate::path::{Next, Part, Path};
use crate::text::{tell, text};

/// How wide the cap of a key with one letter is.
const KEY: f32 = 24.0;

/// What the pane reads.
pub(super) struct Pane<'a> {
    pub(super) path: &'a Path,
    pub(super) story: &'a Story,
    pub(super) run: &'a Run,
    /// A search goes on.
    pub(super) searching: bool,
    /// The keyboard goes to the first answer.
    pub(super) focus: bool,
    /// There is little room.
    pub(super) tight: bool,
    /// What belongs to the step at the cursor comes into sight.
    pub(super) scroll: bool,
    /// So many pages on, or back.
    pub(super) pages: f32,
}

/// The pane.
pub(super) fn ui(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = text(ui);
    let path = pane.path;
    let close = |ui: &mut Ui, out: &mut Vec<Command>| {
        let close = IconButton::new(Icon::Cross, tell!(text, "path-close")).shortcut("S");
        if ui.add(close.emphasis(Emphasis::Bare)).clicked() {
            out.push(Command::Story);
        }
    };
    ui.horizontal(|ui| widgets::row_with_end(ui, out, |ui, out| strip(ui, path, out), close));
    ui.add_space(space::XS);
    let number = path.part as usize + 1;
    let words = tell!(text, "part-heading", number, name = path.part.title(text));
    ui.horizontal(|ui| {
        // A title that has no room is said in smaller type.
        let shown = path.part.title(text);
        let wide = ui.painter().layout_no_wrap(shown.clone(), fonts::strong(size::TITLE), t.text).size().x;
        let named = match pane.tight || wide > ui.available_width() - 32.0 {
            true => RichText::new(shown).font(fonts::strong(20.0)).color(t.text),
            false => title_text(shown),
        };
        let title = ui.add(egui::Label::new(named).truncate());
        title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &words));
        if path.is_done(path.part) {
            widgets::icon(ui, Icon::Check, 20.0, t.good, &tell!(text, "part-is-done"));
        }
    });
    ui.add_space(space::XS);
    let foot = 36.0 + space::M;
    let scrolled = ScrollArea::vertical()
        .id_salt(("part", path.lesson.name, number))
        .auto_shrink(false)
        .max_height((ui.available_height() - foot).max(0.0))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            part(ui, pane, out);
            widgets::turn(ui, pane.pages);
        });
    widgets::name_bars(ui, &scrolled, &path.part.title(text));
    ui.add_space(space::S);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| on(ui, pane, out));
}

/// What the part that is shown says and asks.
pub(super) fn part(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    parts::ui(ui, pane, out);
}

/// All parts in a row: which are done, and which is shown.
fn strip(ui: &mut Ui, path: &Path, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = text(ui);
    const SIDE: f32 = 26.0;
    let gap = ((ui.available_width() - 7.0 * SIDE) / 6.0).clamp(2.0, 14.0);
    let (row, _) = ui.allocate_exact_size(vec2(7.0 * SIDE + 6.0 * gap, 36.0), Sense::hover());
    for (number, part) in Part::ALL.into_iter().enumerate() {
        let x = row.left() + SIDE / 2.0 + number as f32 * (SIDE + gap);
        let at = pos2(x, row.center().y);
        let rect = egui::Rect::from_center_size(at, vec2(SIDE, SIDE));
        let response = ui.interact(rect, ui.scope_id().with(("part", number)), Sense::click());
        let (on, done) = (part == path.part, path.is_done(part));
        let name = tell!(text, "part-heading", number = number + 1, name = part.title(text));
        let label = if done { tell!(text, "part-done", part = name.as_str()) } else { name.clone() };
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, &label));
        let painter = ui.painter();
        if number > 0 {
            let line = Stroke::new(1.5, if done { t.good } else { t.line_strong });
            let y = row.center().y;
            painter.line_segment([pos2(x - SIDE / 2.0 - gap, y), pos2(x - SIDE / 2.0, y)], line);
        }
        let (fill, line, ink) = match (on, done) {
            (true, _) => (t.accent, t.accent, t.on_accent),
            (false, true) => (t.good_soft, t.good, t.good),
            (false, false) if response.hovered() => (t.raised, t.accent, t.text),
            (false, false) => (t.sunk, t.line_strong, t.weak),
        };
        painter.circle(at, SIDE / 2.0 - 1.0, fill, Stroke::new(1.5, line));
        match done {
            true => icons::paint(painter, Icon::Check, at, 14.0, ink),
            false => {
                let text = (number + 1).to_string();
                painter.text(at, egui::Align2::CENTER_CENTER, text, fonts::strong(size::SMALL), ink);
            }
        }
        if response.has_focus() {
            widgets::focus_ring(painter, t, rect, (SIDE / 2.0) as u8);
        }
        if response.on_hover_text(name).clicked() {
            out.push(Command::Part(part));
        }
    }
}

/// The button that goes on, and the one that leaves the part out.
fn on(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    let text = text(ui);
    let next = pane.path.next(pane.run.standing());
    let mut short = None;
    let (words, icon, primary) = match next {
        Next::Go(part) => {
            short = Some(part.title(text));
            (tell!(text, "next-part", name = part.title(text)), Icon::Next, true)
        }
        Next::Answer => (tell!(text, "next-answer"), Icon::Question, false),
        Next::Load => (tell!(text, "next-load"), Icon::Play, true),
        Next::Forward => (tell!(text, "next-forward"), Icon::Next, true),
        Next::Begin => (tell!(text, "next-begin"), Icon::Reset, true),
        Next::Hint => (tell!(text, "next-hint"), Icon::Question, false),
        Next::Solution => (tell!(text, "next-solution"), Icon::Search, false),
        Next::Ask if pane.searching => (tell!(text, "next-asking"), Icon::Hourglass, false),
        Next::Ask => (tell!(text, "next-ask"), Icon::Search, true),
        Next::Leave(Some(lesson)) => {
            let title = lessons::find(lesson).map_or(lesson, |l| l.title(&text.language().to_string()));
            short = Some(title.to_owned());
            (tell!(text, "next-lesson", title), Icon::Next, true)
        }
        Next::Leave(None) => (tell!(text, "next-list"), Icon::Lessons, true),
    };
    let emphasis = if primary { Emphasis::Primary } else { Emphasis::Plain };
    let skip = pane.path.part.next().filter(|_| !matches!(next, Next::Go(_) | Next::Leave(_))).map(|part| {
        let button = TextButton::new(tell!(text, "next-skip")).name(tell!(text, "next-skip-name"));
        (button.emphasis(Emphasis::Bare), part)
    });
    let gap = ui.spacing().item_spacing.x;
    let beside = KEY + gap + skip.as_ref().map_or(0.0, |(button, _)| button.width(ui) + gap);
    let room = ui.available_width() - beside - TextButton::new("").icon(icon).width(ui);
    let whole = widgets::clipped(ui, &words, room) == words;
    let shown = widgets::clipped(ui, short.as_ref().filter(|_| !whole).unwrap_or(&words), room);
    let button = TextButton::new(shown).name(words).icon(icon).shortcut("N").emphasis(emphasis);
    if ui.add_enabled(!(next == Next::Ask && pane.searching), button).clicked() {
        out.push(Command::Next);
    }
    widgets::key_cap(ui, "N");
    if let Some((button, part)) = skip
        && ui.add(button).clicked()
    {
        out.push(Command::Part(part));
    }
}

/// Small words in the flow of a part.
fn note(ui: &mut Ui, words: &str) {
    let t = tokens(ui);
    let label = ui.label(RichText::new(words).color(t.weak));
    label.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
}
