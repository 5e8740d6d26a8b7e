//! The screen of a talk: a headline, one thing under it, and a foot that says where one is.

use egui::{
    Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, Role, ScrollArea, Stroke, Ui,
    ViewportBuilder, ViewportId, WidgetInfo,
};

use super::{Face, Show};
use crate::app::rooms::{self, Rows};
use crate::app::{App, Command, Run, SPEEDS, answer, headline, markdown, motion, path, shell, source, stage};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, Emphasis, IconButton, TextButton};
use crate::look::{self, Icon, Tokens, fonts, title_text, tokens};
use crate::path::Part;
use crate::text::{Text, tell, text};

/// The whole screen.
pub(in crate::app) fn ui(app: &mut App, ui: &mut Ui) {
    let t = tokens(ui);
    let pane =
        |fill, x: f32, y: f32| Frame::new().fill(fill).inner_margin(Margin::symmetric(x as i8, y as i8));
    Panel::bottom("foot").exact_size(44.0).resizable(false).frame(pane(t.panel, space::XL, 0.0)).show(
        ui,
        |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| foot(app, ui));
        },
    );
    notes(app, ui);
    CentralPanel::default().frame(pane(t.bg, space::XL, space::L)).show(ui, |ui| {
        headline::notices(app, ui);
        match app.face() {
            Some(Face::Story) if app.guide.story().is_some() => story(app, ui),
            face => program(app, ui, face == Some(Face::Source)),
        }
    });
    shell::overlays(app, ui);
    if let Some(run) = &app.run {
        app.scrolled_to = Some(run.cursor);
    }
    let pointing = app.show.as_ref().is_some_and(|show| show.pointer);
    if pointing || ui.input(|i| i.pointer.secondary_down()) {
        ring(ui, t);
    }
    look::widen(ui, 2.0);
}

/// What the part of the lesson says, in a column that can be read.
fn story(app: &mut App, ui: &mut Ui) {
    let (Some(path), Some(story), Some(run)) = (&app.guide.path, app.guide.story(), &app.run) else { return };
    let text = text(ui);
    let searching = app.asked.is_some();
    let scroll = app.scrolled_to != Some(run.cursor);
    let pane = path::Pane { path, story, run, searching, focus: false, tight: false, scroll, pages: 0.0 };
    ui.horizontal(|ui| {
        let words = path.part.title(text);
        let title = ui.label(title_text(&words));
        title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &words));
        ui.label(RichText::new(run.title).font(fonts::text(size::HEADING)).color(tokens(ui).weak));
    });
    ui.add_space(space::S);
    let scrolled = ScrollArea::vertical()
        .id_salt(("told", path.lesson.name, path.part as usize))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0));
            ui.spacing_mut().item_spacing.y = space::S;
            path::part(ui, &pane, &mut app.commands);
        });
    widgets::name_bars(ui, &scrolled, &path.part.title(text));
}

/// What the last step did, and the stage or the program's text.
fn program(app: &mut App, ui: &mut Ui, source_face: bool) {
    let still = app.settings.less_motion || ui.style().animation_time == 0.0;
    let pace = app.playing.map(|_| SPEEDS[app.settings.speed]);
    let time = (!still).then(|| motion::time(pace));
    let App { run: Some(run), motion, commands, scrolled_to, asked, found, .. } = app else { return };
    let found = found.as_deref().filter(|found| answer::is_current(found, run));
    let searching = asked.and_then(|asked| asked.progress);
    let top = ui.cursor().top();
    let rows = Rows { brief: ui.available_height() < 380.0, ..rooms::rows(ui.available_height(), 0.0) };
    match (searching, found) {
        (Some(progress), _) => answer::searching(ui, run, progress, rows, commands),
        (None, Some(found)) => answer::ui(ui, run, found, rows, commands),
        (None, None) if run.cursor == 0 => invitation(ui, run),
        (None, None) => headline::ui(ui, run, rows, commands),
    }
    // What is under it stays where it is when the sentence gets longer by a line.
    ui.add_space((top + 92.0 - ui.cursor().top()).max(space::S));
    match source_face {
        true => source::ui(ui, run, *scrolled_to != Some(run.cursor), commands),
        false => stage::ui(ui, run, motion, time, ui.available_height(), commands),
    }
}

/// Before the first step.
fn invitation(ui: &mut Ui, run: &Run) {
    let t = tokens(ui);
    let title = ui.label(RichText::new(run.title).font(fonts::text(size::HEADING)).color(t.weak));
    title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, run.title));
    let words = run.invitation.as_str();
    let label = ui.label(RichText::new(words).font(fonts::strong(24.0)).color(t.text));
    label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}

/// Where one is, and what can be done.
fn foot(app: &mut App, ui: &mut Ui) {
    let text = text(ui);
    widgets::row_with_end(ui, app, |ui, app| whereabouts(ui, text, app), |ui, app| faces(ui, text, app));
}

fn icon(ui: &mut Ui, icon: Icon, name: String, key: &str) -> bool {
    let button = IconButton::new(icon, name).shortcut(key).diameter(32.0).emphasis(Emphasis::Bare);
    ui.add(button).clicked()
}

/// How far the talk is, and the way on.
fn whereabouts(ui: &mut Ui, text: &Text, app: &mut App) {
    let Some(show) = &app.show else { return };
    let out = &mut app.commands;
    if icon(ui, Icon::Back, tell!(text, "do-backward"), "PageUp") {
        out.push(Command::Backward);
    }
    if icon(ui, Icon::Next, tell!(text, "do-onward"), "PageDown") {
        out.push(Command::Onward);
    }
    let words = place(text, show, app.run.as_ref());
    let width = ui.available_width() - space::M;
    let short = show.talk.as_ref().map(|talk| {
        let (slides, number) = talk.count();
        tell!(text, "show-slide", number, slides)
    });
    let said = match short.filter(|_| widgets::clipped(ui, &words, width) != words) {
        Some(short) => short,
        None => widgets::clipped(ui, &words, width),
    };
    let label = ui.label(RichText::new(said).color(tokens(ui).text));
    label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &words));
}

/// What can fill the screen, and the end of the talk.
fn faces(ui: &mut Ui, text: &Text, app: &mut App) {
    let Some(show) = &app.show else { return };
    let out = &mut app.commands;
    let mut toggle = |ui: &mut Ui, words, key, on, command| {
        let button = TextButton::new(words).shortcut(key).selected(on).emphasis(Emphasis::Bare);
        if ui.add(button).clicked() {
            out.push(command);
        }
    };
    for face in Face::ALL {
        let words = match face {
            Face::Stage => tell!(text, "face-stage"),
            Face::Source => tell!(text, "face-source"),
            Face::Story => tell!(text, "face-story"),
        };
        if face != Face::Story || app.guide.story().is_some() {
            toggle(ui, words, "V", show.face == face, Command::Show(face));
        }
    }
    ui.add_space(space::S);
    if app.guide.story().is_some() {
        toggle(ui, tell!(text, "show-notes"), "M", show.notes, Command::Notes);
    }
    toggle(ui, tell!(text, "show-pointer"), "P", show.pointer, Command::Pointer);
    if icon(ui, Icon::Cross, tell!(text, "show-end"), "Esc") {
        out.push(Command::Present);
    }
}

/// "3 of 21: Part 2: First schedule, step 2 of 9"
fn place(text: &Text, show: &Show, run: Option<&Run>) -> String {
    let (here, end) = run.map_or((0, 0), |run| (run.cursor, run.steps()));
    let Some(talk) = &show.talk else { return tell!(text, "show-step", step = here, steps = end) };
    let slide = talk.slide();
    let (slides, number) = talk.count();
    let part = tell!(text, "part-heading", number = slide.part as usize + 1, name = slide.part.title(text));
    match slide.step {
        None => tell!(text, "show-part", number, slides, part),
        Some(_) => tell!(text, "show-part-step", number, slides, part, step = here, steps = end),
    }
}

/// What the speaker wants to remember: in a window of its own, which can be on another screen; or under the talk, where
/// there is only one window.
fn notes(app: &mut App, ui: &mut Ui) {
    let (true, Some(story)) = (app.show.as_ref().is_some_and(|show| show.notes), app.guide.story()) else {
        return;
    };
    let text = text(ui);
    let title = tell!(text, "show-notes-title");
    let words = story.notes.clone();
    let part = app.guide.path.as_ref().map_or(Part::Prediction, |path| path.part);
    let content = |ui: &mut Ui| {
        widgets::section(ui, &tell!(text, "show-notes-at", title = &title, part = part.title(text)));
        let scrolled = ScrollArea::vertical()
            .id_salt("notes")
            .auto_shrink([false, false])
            .show(ui, |ui| markdown::ui(ui, &words));
        widgets::name_bars(ui, &scrolled, &title);
    };
    let frame =
        Frame::new().fill(tokens(ui).panel).inner_margin(Margin::symmetric(space::XL as i8, space::M as i8));
    if ui.embed_viewports() {
        let height = (ui.available_height() * 0.4).max(150.0);
        Panel::bottom("notes").exact_size(height).resizable(false).frame(frame).show(ui, content);
        return;
    }
    let id = ViewportId::from_hash_of("notes");
    let builder = ViewportBuilder::default().with_title(&title).with_inner_size([520.0, 420.0]);
    let ctx = ui.ctx().clone();
    ctx.show_viewport_immediate(id, builder, |ui, _| {
        CentralPanel::default().frame(frame).show(ui, content);
        app.hear_keys(ui);
        if ui.input(|i| i.viewport().close_requested()) {
            app.commands.push(Command::Notes);
        }
    });
}

/// A ring around the mouse.
fn ring(ui: &Ui, t: &Tokens) {
    let Some(at) = ui.input(|i| i.pointer.latest_pos()) else { return };
    let painter =
        ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("the pointer")));
    painter.circle(at, 34.0, t.accent.gamma_multiply(0.16), Stroke::new(8.0, t.bg));
    painter.circle_stroke(at, 34.0, Stroke::new(5.0, t.accent));
}
