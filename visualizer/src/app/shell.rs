//! Where everything stands on the screen.

use egui::{
    Align, CentralPanel, Frame, Layout, Margin, Panel, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{
    App, Command, Overlay, SPEEDS, answer, closer, headline, help, inside, lessons, outcomes, palette, path,
    quiz, rooms, source, stage, threads, timeline, transport,
};
use crate::look::theme::{radius, size, space};
use crate::look::widgets::{self, Emphasis, IconButton, TextButton};
use crate::look::{Icon, fonts, icons, tokens};
use crate::protocol::Scope;
use crate::text::{self, tell, text};

/// The whole screen.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let t = tokens(ui);
    let screen = ui.available_size();
    let pane =
        |fill, x: f32, y: f32| Frame::new().fill(fill).inner_margin(Margin::symmetric(x as i8, y as i8));
    let columns = rooms::columns(screen);
    let tight = columns.tight;
    let margin = if tight { space::M } else { space::L };

    Panel::top("bar")
        .exact_size(52.0)
        .resizable(false)
        .frame(pane(t.panel, space::L, 0.0))
        .show(ui, |ui| bar(app, ui));
    if app.run.as_ref().is_none_or(|r| r.trace.steps.is_empty()) {
        CentralPanel::default().frame(pane(t.bg, space::XL, space::XL)).show(ui, |ui| nothing_yet(app, ui));
        overlays(app, ui);
        return;
    }
    let row = if tight { 42.0 } else { 50.0 };
    let most = screen.y * 0.4 - row - 3.0 * space::S;
    let lanes =
        app.run.as_ref().map_or(0.0, |r| timeline::heights(r, most.min(if tight { 110.0 } else { 400.0 })).1);
    // The room first, and what is in it in the order in which it is read: so the focus goes.
    let frame = pane(t.panel, margin, space::XS + 2.0);
    let below = Panel::bottom("time").resizable(false).exact_size(row + lanes + 2.0 * space::S + 6.0);
    let below = room(ui, below.frame(frame));
    let guided = app.settings.guide && app.guide.path.is_some() && app.guide.story().is_some();
    // What a person has made of one arrangement, or in one size of type, says nothing about the other.
    let id = ("threads and source", columns.lesson.is_some(), (ui.zoom_factor() * 100.0).round() as u32);
    let left = Panel::left(egui::Id::unique(id))
        .resizable(true)
        .default_size(columns.left)
        .size_range(280.0..=columns.most)
        .frame(pane(t.panel, margin, margin));
    let left = room(ui, left);
    let right = columns.lesson.filter(|_| guided).map(|width| {
        let right = Panel::right("lesson")
            .resizable(true)
            .default_size(width)
            .size_range(260.0..=width * 1.3)
            .frame(pane(t.panel, margin, margin));
        room(ui, right)
    });
    let focus = std::mem::take(&mut app.guide.focus);
    let searching = app.asked.is_some();
    let pages = std::mem::take(&mut app.guide.pages);
    let lesson = |ui: &mut Ui, app: &mut App| {
        if let (Some(path), Some(story), Some(run)) = (&app.guide.path, app.guide.story(), &app.run) {
            let scroll = app.scrolled_to != Some(run.cursor);
            let pane = path::Pane { path, story, run, searching, focus, tight, scroll, pages };
            path::ui(ui, &pane, &mut app.commands);
        }
    };
    fill(ui, "left", left, |ui| {
        let Some(run) = &app.run else { return };
        if guided && right.is_none() {
            threads::brief(ui, run, &mut app.commands);
            ui.add_space(space::S);
            lesson(ui, app);
            return;
        }
        // The source keeps a few lines; inside, the way there is told as well.
        let keep = if app.inside.is_some() { 230.0 } else { 155.0 };
        threads::ui(ui, run, tight, keep, &mut app.commands);
        ui.add_space(space::S);
        let scroll = app.scrolled_to != Some(run.cursor);
        match app.inside {
            Some(_) => inside::ui(ui, run, scroll, &mut app.commands),
            None => source::ui(ui, run, scroll, &mut app.commands),
        }
    });
    CentralPanel::default()
        .frame(pane(t.bg, if tight { space::L } else { space::XL }, margin))
        .show(ui, |ui| middle(app, ui));
    if let Some(right) = right {
        fill(ui, "right", right, |ui| lesson(ui, app));
    }
    fill(ui, "below", below, |ui| {
        let Some(run) = &app.run else { return };
        ui.spacing_mut().item_spacing.y = space::XS;
        let doing = transport::Doing { playing: app.playing.is_some(), searching: app.asked.is_some() };
        transport::ui(ui, run, row, &app.settings, doing, &mut app.commands);
        timeline::ui(ui, run, lanes, app.closer.order, &mut app.commands);
    });
    if let Some(run) = &app.run {
        app.scrolled_to = Some(run.cursor);
    }
    overlays(app, ui);
    // Whatever has the focus comes first.
    if app.overlay.is_none() {
        app.guide.pages = widgets::pages(ui);
        if app.guide.pages != 0.0 {
            ui.request_repaint();
        }
    }
}

/// The inside of a panel that is filled later.
fn room(ui: &mut Ui, panel: Panel) -> Rect {
    let take = |ui: &mut Ui| ui.allocate_space(ui.available_size()).1;
    panel.show(ui, take).inner
}

/// Puts this into the inside of a panel.
fn fill(ui: &mut Ui, salt: &str, room: Rect, content: impl FnOnce(&mut Ui)) {
    let mut inside = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(room));
    // What is painted around a card or a focused button may reach into the margin.
    inside.set_clip_rect(room.expand(space::S));
    content(&mut inside);
}

fn middle(app: &mut App, ui: &mut Ui) {
    headline::notices(app, ui);
    let still = app.settings.less_motion || ui.style().animation_time == 0.0;
    let pace = app.playing.map(|_| SPEEDS[app.settings.speed]);
    let time = (!still).then(|| super::motion::time(pace));
    let App { run: Some(run), settings, motion, commands, scrolled_to, closer, asked, found, .. } = app
    else {
        return;
    };
    let all = ui.available_height();
    let tabs = closer::TABS + 2.0 * ui.spacing().item_spacing.y;
    let rows = rooms::rows(all, tabs + space::S);
    let top = ui.cursor().top();
    let found = found.as_deref().filter(|found| answer::is_current(found, run));
    let searching = asked.filter(|asked| asked.scope == Scope::Bug).and_then(|asked| asked.progress);
    // So much is said at times that the stage would be left without room: then the words scroll.
    let head = egui::ScrollArea::vertical().id_salt(("head", run.cursor)).max_height(rows.head);
    let head = head.auto_shrink([false, true]).show(ui, |ui| match (searching, found) {
        (Some(progress), _) => answer::searching(ui, run, progress, rows, commands),
        (None, Some(found)) => answer::ui(ui, run, found, rows, commands),
        (None, None) => headline::ui(ui, run, rows, commands),
    });
    widgets::name_bars(ui, &head, &tell!(run.text, "headline"));
    // The stage stays where it is when the sentence above it gets longer or shorter by a line.
    let least = if rows.brief { 64.0 } else { 104.0 };
    ui.add_space((top + least - ui.cursor().top()).max(space::XS));
    let room = ui.available_height();
    let scroll = *scrolled_to != Some(run.cursor);
    let list = if settings.log { closer.least() } else { 0.0 };
    // Two things of which neither could be read are worse than one.
    let least = stage::least(run, ui.available_width());
    if rows.brief || room < least + tabs + list {
        closer.tabs(ui, commands);
        match closer.alone {
            true => closer.content(ui, run, scroll, commands),
            false => stage::ui(ui, run, motion, time, ui.available_height(), commands),
        }
        return;
    }
    // The stage gets what it has use for, as long as what is under it keeps its least.
    let stage_height = match settings.log {
        true => stage::height(run, ui.available_width(), room - tabs - list),
        false => room - tabs,
    };
    stage::ui(ui, run, motion, time, stage_height, commands);
    closer.framed(ui, run, settings.log, scroll, commands);
}

fn bar(app: &mut App, ui: &mut Ui) {
    let t = tokens(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Threadlab"));
        for (i, (from, to)) in [(0.0, 0.62), (0.22, 1.0), (0.0, 0.44)].into_iter().enumerate() {
            let y = rect.top() + 6.0 + i as f32 * 8.0;
            let x = |share: f32| rect.left() + share * rect.width();
            let stroke = Stroke::new(4.5, t.thread(i));
            ui.painter().line_segment([pos2(x(from), y), pos2(x(to), y)], stroke);
        }
        ui.add_space(space::XS);
        let room = ui.available_width() - title_width(ui, app.run.as_ref());
        let all = [Words::WithIcons, Words::Alone, Words::None, Words::Small];
        let words = all.into_iter().find(|words| buttons_width(ui, app, *words) <= room);
        let words = words.unwrap_or(Words::Small);
        let start = |ui: &mut Ui, app: &mut App| title(ui, app.run.as_ref());
        widgets::row_with_end(ui, app, start, |ui, app| buttons(ui, app, words));
    });
}

fn title(ui: &mut Ui, run: Option<&super::Run>) {
    let t = tokens(ui);
    let Some(run) = run else { return };
    let title = RichText::new(run.title).font(fonts::strong(size::HEADING)).color(t.text);
    let name = RichText::new(run.lesson.name).font(fonts::text(size::SMALL)).color(t.weak);
    let label = ui.add(egui::Label::new(title).truncate());
    label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, run.title));
    let wanted = ui.painter().layout_no_wrap(run.lesson.name.to_owned(), fonts::text(size::SMALL), t.weak);
    if ui.available_width() > wanted.size().x + space::M && !crate::own::is(run.lesson) {
        ui.add(egui::Label::new(name).extend());
    }
}

fn title_width(ui: &Ui, run: Option<&super::Run>) -> f32 {
    let words = run.map_or("", |run| run.title).to_owned();
    ui.painter().layout_no_wrap(words, fonts::strong(size::HEADING), tokens(ui).text).size().x + space::L
}

/// How much the buttons of the bar say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    WithIcons,
    Alone,
    /// Only what is pointed at.
    None,
    /// The same, closer together, and the names of the programs are small.
    Small,
}

impl Words {
    /// The margin beside the name of a program.
    fn margin(self) -> f32 {
        match self {
            Words::WithIcons | Words::Alone => space::M,
            Words::None => space::S,
            Words::Small => space::XS,
        }
    }

    /// The gap between buttons; those without a frame have a margin of their own.
    fn gap(self) -> f32 {
        if self == Words::Small { 2.0 } else { space::S }
    }

    /// The type of the name of a program.
    fn font(self) -> egui::FontId {
        fonts::text(if self == Words::Small { size::SMALL } else { size::BODY })
    }
}

/// The buttons that have words where there is room: what they say, and what they do.
fn worded(ui: &Ui, app: &App) -> Vec<(TextButton<'static>, IconButton<'static>, Icon, Command)> {
    let text = text(ui);
    let button = |words: String, icon, key, on, command| {
        let long = TextButton::new(words.clone()).shortcut(key).selected(on);
        let short = IconButton::new(icon, words).shortcut(key).selected(on).emphasis(Emphasis::Bare);
        (long, short, icon, command)
    };
    let open = app.overlay == Some(Overlay::Lessons);
    let mut all = vec![button(tell!(text, "lessons"), Icon::Lessons, "L", open, Command::Lessons)];
    if app.run.as_ref().is_none_or(|run| run.story.is_some()) {
        let words = tell!(text, "path-button");
        all.push(button(words, Icon::Present, "S", app.settings.guide, Command::Story));
    }
    all
}

/// The button of the next language.
fn language(ui: &Ui) -> TextButton<'static> {
    let next = text::after(text(ui));
    TextButton::new(tell!(next, "language-short"))
        .name(tell!(next, "language-switch", name = tell!(next, "language-name")))
        .shortcut("Ctrl+L")
        .emphasis(Emphasis::Bare)
}

const ICONS: f32 = 4.0;

/// The room that the buttons take.
fn buttons_width(ui: &Ui, app: &App, words: Words) -> f32 {
    let gap = words.gap();
    let switch = app.run.as_ref().filter(|run| run.lesson.programs.len() > 1);
    let switch = switch.map_or(0.0, |run| programs(ui, run, words).1 + gap);
    let worded: f32 = worded(ui, app)
        .into_iter()
        .map(|(long, _, icon, _)| match words {
            Words::WithIcons => long.icon(icon).width(ui) + gap,
            Words::Alone => long.width(ui) + gap,
            Words::None | Words::Small => 36.0 + gap,
        })
        .sum();
    switch + space::S + worded + space::XS + language(ui).width(ui) + gap + ICONS * (36.0 + gap)
}

fn buttons(ui: &mut Ui, app: &mut App, words: Words) {
    let all = worded(ui, app);
    let out = &mut app.commands;
    ui.spacing_mut().item_spacing.x = words.gap();
    if let Some(run) = &app.run {
        if run.lesson.programs.len() > 1 {
            variants(ui, run, words, out);
        }
        ui.add_space(space::S);
    }
    for (long, short, icon, command) in all {
        let button = match words {
            Words::WithIcons => ui.add(long.icon(icon)),
            Words::Alone => ui.add(long),
            Words::None | Words::Small => ui.add(short),
        };
        if button.clicked() {
            out.push(command);
        }
    }
    ui.add_space(space::XS);
    let switch = language(ui);
    if ui.add(switch).clicked() {
        out.push(Command::Language);
    }
    let text = text(ui);
    let mut icon = |ui: &mut Ui, icon, name: String, key, command| {
        let button = IconButton::new(icon, name).shortcut(key).emphasis(Emphasis::Bare);
        if ui.add(button).clicked() {
            out.push(command);
        }
    };
    icon(ui, Icon::Search, tell!(text, "code-open"), "Ctrl+V", Command::Paste);
    icon(ui, Icon::Share, tell!(text, "share-title"), "E", Command::Share);
    let theme = match ui.theme() {
        egui::Theme::Dark => (Icon::Sun, tell!(text, "theme-light")),
        egui::Theme::Light => (Icon::Moon, tell!(text, "theme-dark")),
    };
    icon(ui, theme.0, theme.1, "T", Command::Theme);
    icon(ui, Icon::Question, tell!(text, "help"), "F1", Command::Help);
}

/// The names of the programs, and the width of the switch.
fn programs(
    ui: &Ui,
    run: &super::Run,
    words: Words,
) -> (Vec<(&'static ::lessons::Program, std::sync::Arc<egui::Galley>)>, f32) {
    let galley = |program: &'static ::lessons::Program| {
        (program, ui.painter().layout_no_wrap(program.variant.to_owned(), words.font(), tokens(ui).text))
    };
    let all: Vec<_> = run.lesson.programs.iter().map(galley).collect();
    let width: f32 = all.iter().map(|(_, galley)| galley.size().x + 2.0 * words.margin()).sum();
    (all, width + 6.0)
}

/// The programs of the lesson, joined into one switch.
fn variants(ui: &mut Ui, run: &super::Run, words: Words, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let (galleys, width) = programs(ui, run, words);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 34.0), Sense::hover());
    let corner = f32::from(radius::CONTROL) + 2.0;
    ui.painter().rect(rect, corner, t.sunk, Stroke::new(1.0, t.line), StrokeKind::Inside);
    let mut x = rect.left() + 3.0;
    for (program, galley) in galleys {
        let part = egui::Rect::from_min_size(
            pos2(x, rect.top() + 3.0),
            vec2(galley.size().x + 2.0 * words.margin(), rect.height() - 6.0),
        );
        x = part.right();
        let id = ui.scope_id().with(("variant", program.variant));
        let response = ui.interact(part, id, Sense::click());
        let on = program.variant == run.program.variant;
        let name = tell!(run.text, "the-program", variant = program.variant);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &name));
        let (fill, ink) = match (on, response.hovered()) {
            (true, _) => (t.accent_soft, t.text),
            (false, true) => (t.raised, t.text),
            (false, false) => (t.sunk, t.weak),
        };
        let line = if on { Stroke::new(1.0, t.accent) } else { Stroke::NONE };
        ui.painter().rect(part, radius::CONTROL, fill, line, StrokeKind::Inside);
        let at = part.center() - galley.size() / 2.0;
        ui.painter().galley_with_override_text_color(at, galley, ink);
        if response.has_focus() {
            crate::look::widgets::focus_ring(ui.painter(), t, part, radius::CONTROL);
        }
        if response.clicked() && !on {
            out.push(Command::Open(run.lesson.name, program.variant));
        }
    }
}

/// Before the worker has answered, or when it never will.
fn nothing_yet(app: &mut App, ui: &mut Ui) {
    headline::notices(app, ui);
    if app.lost.is_some() || app.notice.is_some() {
        let button = TextButton::new(tell!(text(ui), "lessons")).icon(Icon::Lessons).shortcut("L");
        if ui.add(button).clicked() {
            app.commands.push(Command::Lessons);
        }
    }
}

pub(super) fn overlays(app: &mut App, ui: &mut Ui) {
    match app.overlay {
        Some(Overlay::Lessons) => lessons::ui(app, ui),
        Some(Overlay::Help) => help::ui(app, ui),
        Some(Overlay::Outcomes) => outcomes::ui(app, ui),
        Some(Overlay::Palette) => palette::ui(app, ui),
        Some(Overlay::Share) => super::share::ui(app, ui),
        Some(Overlay::Paste) => super::code::ui(app, ui),
        Some(Overlay::Quiz) => quiz::ui(app, ui),
        None => {}
    }
}

/// A window over the lesson. Returns whether it should be closed.
pub(super) fn window(ui: &Ui, name: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let screen = ui.ctx().content_rect().size();
    let width = width.min(screen.x - 120.0).max(120.0);
    let frame = Frame::window(ui.style()).inner_margin(Margin::same(space::XL as i8));
    let modal = egui::Modal::new(egui::Id::unique(name)).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        let mut closed = false;
        ui.horizontal(|ui| {
            let title = ui.label(crate::look::title_text(name));
            title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = IconButton::new(Icon::Cross, tell!(text(ui), "close")).shortcut("Esc");
                closed = ui.add(button.emphasis(Emphasis::Bare)).clicked();
            });
        });
        ui.add_space(space::S);
        let most = (screen.y - 180.0).max(60.0);
        let area = egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most);
        let scrolled = area.show(ui, |ui| {
            ui.set_width(width - space::M);
            content(ui);
            widgets::turn(ui, widgets::pages(ui));
        });
        widgets::name_bars(ui, &scrolled, name);
        closed
    });
    modal.inner || modal.should_close()
}

/// An icon in the flow of a row.
pub(super) fn inline_icon(ui: &mut Ui, icon: Icon, side: f32, color: egui::Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    icons::paint(ui.painter(), icon, rect.center(), side, color);
}
