//! The palette: every action by its name. What was chosen last comes first; what can do nothing now says why.

mod fuzzy;

use egui::{
    Align, Align2, Id, Key, Layout, Margin, Modal, Modifiers, RichText, Role, ScrollArea, Sense, Ui,
    WidgetInfo, vec2,
};

use super::actions::{self, ACTIONS};
use super::threads::line_of;
use super::{App, Command, Run};
use crate::look::theme::{radius, size, space};
use crate::look::widgets;
use crate::look::{fonts, tokens};
use crate::text::{Text, tell, text};

const ROW: f32 = 38.0;

/// What the palette remembers.
#[derive(Default)]
pub(super) struct Palette {
    wanted: String,
    /// Which row is chosen.
    at: usize,
    /// What was done from here, the last one first.
    recent: Vec<Command>,
}

impl Palette {
    /// It opens.
    pub(super) fn open(&mut self) {
        self.wanted.clear();
        self.at = 0;
    }

    fn done(&mut self, command: &Command) {
        self.recent.retain(|other| other != command);
        self.recent.insert(0, command.clone());
    }
}

/// An action as a row.
struct Row {
    command: Command,
    name: String,
    group: String,
    key: String,
    refusal: Option<String>,
}

/// The rows for what is written in the field, the best first.
fn rows(app: &App, text: &Text) -> Vec<Row> {
    let run = app.run.as_ref();
    let threads = run.map_or(0, |run: &Run| run.here().then.threads.len());
    let there = |command: &Command| !matches!(command, Command::Thread(n) if *n >= threads);
    let listed = ACTIONS.iter().filter(|action| there(&action.command)).map(|action| {
        let key = action.keys.first().map(|key| actions::key_text(*key)).unwrap_or_default();
        (action.command.clone(), actions::group_name(text, action.group), key)
    });
    let programs =
        app.shelf.iter().flat_map(|lesson| lesson.programs.iter().map(|p| (lesson.name, p.variant)));
    let lessons = actions::group_name(text, actions::Group::Lesson);
    let opened =
        programs.map(|(lesson, variant)| (Command::Open(lesson, variant), lessons.clone(), String::new()));
    let mut rows: Vec<(u32, Row)> = Vec::new();
    for (command, group, key) in listed.chain(opened) {
        let name = actions::name(text, run, &command);
        // Its key finds it as well.
        let by_key = !key.is_empty() && key.eq_ignore_ascii_case(app.palette.wanted.trim());
        let Some(points) = fuzzy::score(&app.palette.wanted, &name).or(by_key.then_some(0)) else { continue };
        let points = if by_key { u32::MAX } else { points };
        let refusal = app.refuses(&command);
        rows.push((points, Row { command, name, group, key, refusal }));
    }
    let recent = |row: &Row| app.palette.recent.iter().position(|c| *c == row.command).unwrap_or(usize::MAX);
    rows.sort_by_key(|(points, row)| (std::cmp::Reverse(*points), recent(row)));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let text = text(ui);
    let screen = ui.ctx().content_rect().size();
    let name = tell!(text, "do-palette");
    let margin = Margin::same(space::L as i8);
    let frame = egui::Frame::window(ui.style()).inner_margin(margin);
    let id = Id::unique("palette");
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, (screen.y * 0.1).min(90.0)));
    let mut chosen = None;
    let modal = Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width((screen.x - 80.0).min(680.0));
        let count = rows(app, text).len();
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let moved = if pressed(Key::ArrowDown) {
            1
        } else if pressed(Key::ArrowUp) {
            count.max(1) - 1
        } else {
            0
        };
        let entered = pressed(Key::Enter);
        let before = app.palette.wanted.clone();
        let field = egui::TextEdit::singleline(&mut app.palette.wanted)
            .font(fonts::text(18.0))
            .hint_text(tell!(text, "palette-hint"))
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(12, 9));
        let field = ui.add(field);
        widgets::name_field(&field, &name);
        if std::mem::take(&mut app.opens) {
            field.request_focus();
        }
        let rows = rows(app, text);
        let palette = &mut app.palette;
        palette.at = match palette.wanted == before {
            true => (palette.at + moved) % rows.len().max(1),
            false => 0,
        };
        ui.add_space(space::XS);
        let room = (screen.y * 0.9 - 210.0).clamp(120.0, 11.0 * ROW);
        let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
        let scrolled = area.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (number, row) in rows.iter().enumerate() {
                let response = one(ui, row, number == palette.at);
                if number == palette.at && (moved > 0 || palette.wanted != before) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    chosen = Some(number);
                }
            }
        });
        widgets::name_bars(ui, &scrolled, &name);
        ui.add_space(space::XS);
        foot(ui, text, rows.get(palette.at));
        if entered {
            chosen = Some(palette.at);
        }
        chosen.and_then(|number| rows.into_iter().nth(number))
    });
    let closed = modal.should_close();
    match modal.inner {
        Some(row) if row.refusal.is_none() => {
            app.overlay = None;
            app.palette.done(&row.command);
            app.commands.push(row.command);
        }
        _ if closed => app.overlay = None,
        _ => {}
    }
}

/// A row.
fn one(ui: &mut Ui, row: &Row, on: bool) -> egui::Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let said = [Some(&row.name), Some(&row.key), row.refusal.as_ref()];
    let said: Vec<&str> =
        said.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let said = said.join(", ");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, row.refusal.is_none(), on, &said));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (on, response.hovered()) {
        (true, _) => t.accent_soft,
        (false, true) => t.raised,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, radius::CONTROL, fill);
    if on {
        // Not by its colour alone.
        let bar = egui::Rect::from_min_size(rect.min + vec2(0.0, 8.0), vec2(4.0, ROW - 16.0));
        ui.painter().rect_filled(bar, 2, t.accent);
    }
    if response.has_focus() {
        widgets::focus_ring(ui.painter(), t, rect.shrink(2.0), radius::CONTROL);
    }
    let inner = rect.shrink2(vec2(space::M, 0.0));
    let mut right = inner.right();
    if !row.key.is_empty() {
        let to_left = Layout::right_to_left(Align::Center);
        let mut end = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(to_left));
        right = widgets::key_cap(&mut end, &row.key).rect.left() - space::M;
    }
    let painter = ui.painter();
    let ink = if row.refusal.is_some() { t.faint } else { t.text };
    let name = painter.layout_no_wrap(row.name.clone(), fonts::text(16.0), ink);
    let after = inner.left() + name.size().x + space::M;
    painter.galley(egui::pos2(inner.left(), inner.center().y - name.size().y / 2.0), name, ink);
    let aside = row.refusal.as_ref().unwrap_or(&row.group);
    if right - after > 60.0 {
        let aside = line_of(ui, aside, fonts::text(size::SMALL), t.faint, right - after);
        let at = egui::pos2(right - aside.size().x, inner.center().y - aside.size().y / 2.0);
        painter.galley(at, aside, t.faint);
    }
    response
}

/// What is chosen, told to who listens; and whole, where the row had no room for it.
fn foot(ui: &mut Ui, text: &Text, row: Option<&Row>) {
    let t = tokens(ui);
    let words = match row {
        None => tell!(text, "palette-none"),
        Some(Row { name, refusal: Some(why), .. }) => tell!(text, "palette-not", name, why),
        Some(Row { name, refusal: None, .. }) => tell!(text, "palette-enter", name),
    };
    let label = ui
        .add(egui::Label::new(RichText::new(&words).font(fonts::text(size::SMALL)).color(t.weak)).truncate());
    label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &words));
    widgets::live(&label);
}
