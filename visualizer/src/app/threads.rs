//! "Who runs next?": a card per thread. A click on one that can move makes its step; one that cannot says why.

use egui::{Color32, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use stepper::{Choice, Status, ThreadId, Why};

use super::{Command, Run, chances, facts};
use crate::closer::{self, why::Subject};
use crate::look::theme::{mix, radius, size, space};
use crate::look::{Icon, Tokens, fonts, icons, tokens, widgets};
use crate::text::tell;
use crate::{narrate, picture};

/// The cards. So much height is kept for the source below them.
pub(super) fn ui(ui: &mut Ui, run: &Run, tight: bool, keep: f32, out: &mut Vec<Command>) {
    let over = run.here().then.choices.is_empty();
    let text = run.text;
    let heading = if over { tell!(text, "threads") } else { tell!(text, "who-runs-next") };
    ui.horizontal(|ui| {
        widgets::section(ui, &heading);
    });
    let count = run.here().then.threads.len();
    let height = if tight { 46.0 } else { 54.0 };
    let most = (ui.available_height() - keep).max(2.5 * height);
    let area = egui::ScrollArea::vertical().id_salt("threads").max_height(most).auto_shrink([false, true]);
    let scrolled = area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for number in 0..count {
            card(ui, run, ThreadId(number as u8), height, out);
        }
        besides(ui, run, out);
    });
    widgets::name_bars(ui, &scrolled, &tell!(text, "threads"));
}

/// What can be chosen besides the threads.
fn besides(ui: &mut Ui, run: &Run, out: &mut Vec<Command>) {
    if run.here().then.choices.contains(&Choice::Clock) {
        let clock = widgets::TextButton::new(chances::clock(run)).icon(Icon::Clock);
        if ui.add(clock.shortcut("0")).clicked() {
            out.push(Command::Choose(Choice::Clock));
        }
    }
    chances::ui(ui, run, out);
}

/// The same where there is little room: the threads by name, some beside each other.
pub(super) fn brief(ui: &mut Ui, run: &Run, out: &mut Vec<Command>) {
    const HEIGHT: f32 = 34.0;
    const WIDTH: f32 = 168.0;
    const GAP: f32 = 6.0;
    let count = run.here().then.threads.len();
    let area = egui::ScrollArea::vertical().id_salt("threads in brief").max_height(3.5 * HEIGHT);
    let scrolled = area.auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, GAP);
        let fit = ((ui.available_width() + GAP) / (WIDTH + GAP)).floor().max(1.0);
        let size = vec2((ui.available_width() - GAP * (fit - 1.0)) / fit, HEIGHT);
        let all: Vec<usize> = (0..count).collect();
        for row in all.chunks(fit as usize) {
            ui.horizontal(|ui| {
                row.iter().for_each(|number| chip(ui, run, ThreadId(*number as u8), size, out))
            });
        }
        besides(ui, run, out);
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "threads"));
}

fn chip(ui: &mut Ui, run: &Run, thread: ThreadId, size: egui::Vec2, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let told = told(run, thread);
    let response = press(ui, run, thread, &told, size, out);
    let rect = response.rect;
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter().clone();
    let mark = run.mark(thread);
    let status = &run.here().then.threads[thread.index()].status;
    frame(&painter, t, run, thread, &told, &response);
    icons::token(&painter, t, mark, pos2(rect.left() + 22.0, rect.center().y), 10.0);
    let right = pos2(rect.right() - space::S, rect.center().y);
    let end = match told.ready && told.key <= 9 {
        true => right.x - key_cap(ui, right, &told.key.to_string()),
        false => {
            let (icon, ink) = state_icon(status, t);
            icons::paint(&painter, icon, right - vec2(10.0, 0.0), 15.0, ink);
            right.x - 20.0
        }
    };
    let left = rect.left() + 40.0;
    let ink = if told.ready { t.text } else { t.weak };
    let name = line_of(ui, &title(run, thread), fonts::strong(size::BODY), ink, end - left - space::XS);
    painter.galley(pos2(left, rect.center().y - name.size().y / 2.0), name, ink);
    if response.has_focus() {
        widgets::focus_ring(&painter, t, rect, radius::CONTROL + 2);
    }
}

/// What is said of a thread.
struct Told {
    /// It can run, by this key.
    ready: bool,
    key: usize,
    /// What keeps it, and since when.
    why: Option<String>,
    since: String,
    /// The word for its state, its line, and what it does next.
    word: String,
    place: Option<String>,
    detail: String,
    /// All of it, for a screen reader.
    name: String,
}

fn told(run: &Run, thread: ThreadId) -> Told {
    let view = &run.here().then.threads[thread.index()];
    let ready = run.here().then.choices.contains(&Choice::Thread(thread));
    let spot = run.spot_of(thread);
    let text = run.text;
    let why = narrate::why(text, &run.trace, run.cursor, thread);
    let word = narrate::status(text, &view.status);
    let place = spot.map(|s| match s.guard {
        true => tell!(text, "guard-from-line", line = s.line),
        false => tell!(text, "line", line = s.line),
    });
    let call = run.call_of(thread);
    let standing = closer::facts::standing(text, &run.trace, &run.scene, run.cursor, thread);
    let since = closer::since(text, run.scene.since(thread));
    let detail = match (&standing, &view.status) {
        (Some(standing), _) => standing.clone(),
        (None, Status::Ready) => {
            call.as_ref().map_or_else(String::new, |call| tell!(text, "thread-next", call))
        }
        (None, Status::Panicked { message }) => tell!(text, "quoted", line = message),
        (None, Status::Spinning) => tell!(text, "thread-spins"),
        (None, Status::Killed) => {
            let step = picture::killed_in(&run.trace, run.cursor, thread);
            step.map_or_else(String::new, |step| tell!(text, "thread-killed", step))
        }
        (None, _) => String::new(),
    };
    let key = thread.index() + 1;
    let mut name = vec![tell!(text, "thread-name", name = view.name)];
    if key <= 9 {
        name.push(tell!(text, "thread-key", key));
    }
    match (&standing, &view.status, &call) {
        (Some(standing), ..) => name.extend([word.clone(), standing.clone()]),
        (None, Status::Ready, Some(call)) => name.push(tell!(text, "thread-ready-to", call)),
        (None, Status::Panicked { message }, _) => name.push(tell!(text, "thread-panicked", word, message)),
        (None, Status::Killed, _) => name.push(detail.clone()),
        _ => name.push(word.clone()),
    }
    name.extend(place.clone());
    let mut name = super::listed(text, &name);
    if why.is_some() {
        name += &tell!(text, "and-why");
    }
    Told { ready, key, why, since, word, place, detail, name }
}

/// The room of a thread as a button: a click makes its step, or asks why it cannot.
fn press(
    ui: &mut Ui,
    run: &Run,
    thread: ThreadId,
    told: &Told,
    size: egui::Vec2,
    out: &mut Vec<Command>,
) -> Response {
    let &Told { ready, .. } = told;
    let asks = told.why.is_some();
    let sense = if ready || asks { Sense::click() } else { Sense::focusable_noninteractive() };
    let (_, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ready || asks, &told.name));
    if response.clicked() {
        out.push(match ready {
            true => Command::Choose(Choice::Thread(thread)),
            false => Command::Why(Some(Subject::Thread(thread))),
        });
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let facts = || closer::facts::of_thread(run.text, &run.trace, &run.scene, run.cursor, thread);
    facts::tell(&response, facts);
    if ready || asks {
        return response.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    response
}

/// Its frame, and a bar at the one that made the last step.
fn frame(painter: &Painter, t: &Tokens, run: &Run, thread: ThreadId, told: &Told, response: &Response) {
    let (rect, index) = (response.rect, run.mark(thread).index);
    let (fill, line) = match (told.ready, response.hovered()) {
        (false, true) if told.why.is_some() => (mix(t.panel, t.text, 0.05), Stroke::new(1.0, t.line_strong)),
        (true, true) => (mix(t.raised, t.text, 0.08), Stroke::new(2.0, t.thread_text(index))),
        (true, false) => (t.raised, Stroke::new(1.0, t.line_strong)),
        (false, _) => (t.panel, Stroke::new(1.0, t.line)),
    };
    painter.rect(rect, radius::CONTROL + 2, fill, line, StrokeKind::Inside);
    if run.acting() == Some(thread) {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 8.0), vec2(4.0, rect.height() - 16.0));
        painter.rect_filled(bar, 2, t.thread(index));
    }
}

fn card(ui: &mut Ui, run: &Run, thread: ThreadId, height: f32, out: &mut Vec<Command>) {
    const LEFT: f32 = 56.0;
    const KEY: f32 = 26.0;
    let t = tokens(ui);
    let text = run.text;
    let told = told(run, thread);
    let width = ui.available_width();
    let small = fonts::text(size::SMALL);
    let keyed = told.ready && told.key <= 9;
    let ask = told
        .why
        .as_ref()
        .map(|_| ui.painter().layout_no_wrap(tell!(text, "why"), fonts::strong(size::SMALL), t.accent));
    // A reason that has no room in one line, but has without a part, is told so: since when stands in the place of the
    // state's word then, which the reason begins with. Any other goes on below.
    let right = if keyed { KEY } else { ask.as_ref().map_or(-space::S, |ask| ask.size().x) };
    let room = width - LEFT - space::M - space::S - right;
    let in_one_line = |words: &String| {
        let galley = ui.painter().layout_no_wrap(words.clone(), small.clone(), t.weak);
        (galley.size().x <= room).then_some(galley)
    };
    let whole = told.why.as_ref().and_then(|why| {
        let shorter = tell!(text, "standing", why, since = &told.since);
        [&told.detail, &shorter].into_iter().find_map(in_one_line)
    });
    let shown = match (&told.why, &whole) {
        _ if told.ready => "",
        (Some(_), None) => &told.since,
        _ => &told.word,
    };
    let detail = whole.or_else(|| {
        let words = told.why.as_ref().unwrap_or(&told.detail);
        let mut job = egui::text::LayoutJob::simple(words.clone(), small.clone(), t.weak, room);
        job.wrap.max_rows = 3;
        (!words.is_empty()).then(|| ui.painter().layout_job(job))
    });
    let below =
        detail.as_ref().map_or(0.0, |detail| detail.size().y * (1.0 - 1.0 / detail.rows.len() as f32));

    let response = press(ui, run, thread, &told, vec2(width, height + below), out);
    let rect = response.rect;
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter().clone();
    frame(&painter, t, run, thread, &told, &response);
    let mark = run.mark(thread);
    let token = pos2(rect.left() + 30.0, rect.center().y);
    icons::token(&painter, t, mark, token, (height * 0.29).min(15.0));

    // The right side: the key to press, or the state.
    let status = &run.here().then.threads[thread.index()].status;
    let row = if detail.is_none() { rect.center().y } else { rect.top() + height * 0.5 - 9.0 };
    let mut right = rect.right() - space::M;
    if keyed {
        right -= key_cap(ui, pos2(right, rect.center().y), &told.key.to_string()) + space::S;
    } else if !shown.is_empty() {
        let galley = painter.layout_no_wrap(shown.to_owned(), small.clone(), t.text);
        let pill =
            Rect::from_min_max(pos2(right - galley.size().x - 38.0, row - 11.0), pos2(right, row + 11.0));
        let bad = matches!(status, Status::Panicked { .. } | Status::Spinning | Status::Killed);
        let (fill, line) = match bad {
            true => (t.bad_soft, t.bad),
            false => (t.sunk, t.line),
        };
        painter.rect(pill, 11.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        let (icon, ink) = state_icon(status, t);
        icons::paint(&painter, icon, pos2(pill.left() + 17.0, pill.center().y), 14.0, ink);
        let at = pos2(pill.left() + 28.0, pill.center().y - galley.size().y / 2.0);
        painter.galley(at, galley, t.text);
        right = pill.left() - space::S;
    }

    let left = rect.left() + LEFT;
    let strong = told.ready || detail.is_none();
    let ink = if strong { t.text } else { mix(t.text, t.weak, 0.5) };
    let title = line_of(ui, &title(run, thread), fonts::strong(size::BODY), ink, right - left);
    let after = left + title.size().x + space::S;
    painter.galley(pos2(left, row - title.size().y / 2.0), title, ink);
    if let Some(place) = told.place {
        let galley = painter.layout_no_wrap(place, small, t.weak);
        if galley.size().x <= right - after {
            painter.galley(pos2(after, row - galley.size().y / 2.0 + 0.5), galley, t.weak);
        }
    }
    let line = rect.top() + height * 0.5 + 10.0;
    if let Some(ask) = ask {
        let at = pos2(rect.right() - space::M - ask.size().x, line - ask.size().y / 2.0);
        painter.galley(at, ask, t.accent);
    }
    if let Some(detail) = detail {
        let one = detail.size().y / detail.rows.len() as f32;
        painter.galley(pos2(left, line - one / 2.0), detail, t.weak);
    }
    if response.has_focus() {
        widgets::focus_ring(&painter, t, rect, radius::CONTROL + 2);
    }
}

/// The thread's name, with its process where there are several.
fn title(run: &Run, thread: ThreadId) -> String {
    let view = &run.here().then.threads[thread.index()];
    let processes = &run.trace.processes;
    match processes.get(usize::from(view.process.0)) {
        Some(process) if processes.len() > 1 && *process != view.name => {
            format!("{} · {process}", view.name)
        }
        _ => view.name.clone(),
    }
}

fn state_icon(status: &Status, t: &Tokens) -> (Icon, Color32) {
    match status {
        Status::Ready => (Icon::Dot, t.weak),
        Status::Blocked(Why::Wants { .. }) => (Icon::Hourglass, t.weak),
        Status::Blocked(Why::SleepsOn { .. } | Why::Sleeps) => (Icon::Sleep, t.weak),
        Status::Blocked(_) | Status::Idle(_) => (Icon::Hourglass, t.weak),
        Status::Finished => (Icon::Check, t.weak),
        Status::Panicked { .. } | Status::Spinning => (Icon::Cross, t.bad),
        Status::Killed => (Icon::Killed, t.bad),
    }
}

/// One line of text, cut at `width`.
pub(super) fn line_of(
    ui: &Ui,
    text: &str,
    font: egui::FontId,
    color: Color32,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(8.0));
    ui.painter().layout_job(job)
}

/// A key as a cap, its right edge at `right`; returns its width.
fn key_cap(ui: &Ui, right: egui::Pos2, key: &str) -> f32 {
    let t = tokens(ui);
    let cap = Rect::from_min_size(right - vec2(26.0, 13.0), vec2(26.0, 24.0));
    let painter = ui.painter();
    painter.rect_filled(cap.translate(vec2(0.0, 2.0)), radius::SMALL + 1, t.line_strong);
    let line = Stroke::new(1.0, t.line_strong);
    painter.rect(cap, radius::SMALL + 1, t.card, line, StrokeKind::Inside);
    let center = egui::Align2::CENTER_CENTER;
    painter.text(cap.center(), center, key, fonts::strong(size::BODY), t.text);
    cap.width()
}
