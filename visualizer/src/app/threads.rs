//! "Who runs next?": a card per thread. A click on one that can move makes its step; one that cannot says why.

use egui::{Color32, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use stepper::{Choice, Status, ThreadId, Why};

use super::{Command, Run, chances, facts};
use crate::closer::{self, why::Subject};
use crate::look::theme::{mix, radius, size, space};
use crate::look::{Icon, fonts, icons, tokens, widgets};
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
    egui::ScrollArea::vertical().id_salt("threads").max_height(most).auto_shrink([false, true]).show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for number in 0..count {
                card(ui, run, ThreadId(number as u8), height, out);
            }
            if run.here().then.choices.contains(&Choice::Clock) {
                let clock = widgets::TextButton::new(chances::clock(run)).icon(Icon::Clock);
                if ui.add(clock.shortcut("0")).clicked() {
                    out.push(Command::Choose(Choice::Clock));
                }
            }
            chances::ui(ui, run, out);
        },
    );
}

fn card(ui: &mut Ui, run: &Run, thread: ThreadId, height: f32, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let view = &run.here().then.threads[thread.index()];
    let ready = run.here().then.choices.contains(&Choice::Thread(thread));
    let mark = run.mark(thread);
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
    let since = closer::since(text, picture::blocked_since(&run.trace, run.cursor, thread));
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

    let asks = why.is_some();
    let sense = if ready || asks { Sense::click() } else { Sense::focusable_noninteractive() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    if asks {
        name += &tell!(text, "and-why");
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ready || asks, &name));
    if response.clicked() {
        out.push(match ready {
            true => Command::Choose(Choice::Thread(thread)),
            false => Command::Why(Some(Subject::Thread(thread))),
        });
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    facts::tell(&response, || closer::facts::of_thread(text, &run.trace, &run.scene, run.cursor, thread));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter().clone();
    let acted = run.acting() == Some(thread);
    let hue = t.thread_text(mark.index);
    let (fill, line) = match (ready, response.hovered()) {
        (false, true) if asks => (mix(t.panel, t.text, 0.05), Stroke::new(1.0, t.line_strong)),
        (true, true) => (mix(t.raised, t.text, 0.08), Stroke::new(2.0, hue)),
        (true, false) => (t.raised, Stroke::new(1.0, t.line_strong)),
        (false, _) => (t.panel, Stroke::new(1.0, t.line)),
    };
    painter.rect(rect, radius::CONTROL + 2, fill, line, StrokeKind::Inside);
    if acted {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 8.0), vec2(4.0, rect.height() - 16.0));
        painter.rect_filled(bar, 2, t.thread(mark.index));
    }
    let token = pos2(rect.left() + 30.0, rect.center().y);
    icons::token(&painter, t, mark, token, (height * 0.29).min(15.0));

    // The right side: the key to press, or the state.
    let mut right = rect.right() - space::M;
    if ready && key <= 9 {
        right -= key_cap(ui, pos2(right, rect.center().y), &key.to_string());
        right -= space::S;
    }
    let (icon, ink) = state_icon(&view.status, t);
    let left = rect.left() + 56.0;
    let ask = painter.layout_no_wrap(tell!(text, "why"), fonts::strong(size::SMALL), t.accent);
    // As much as there is room for. Where it is little, since when is told in the place of the state's word, which the
    // reason begins with.
    let small = fonts::text(size::SMALL);
    let room = rect.right() - space::M - ask.size().x - space::S - left;
    let fits = |words: &String| painter.layout_no_wrap(words.clone(), small.clone(), t.weak).size().x <= room;
    let told = why.as_ref().and_then(|why| {
        let shorter = tell!(text, "standing", why, since);
        [detail.clone(), shorter].into_iter().find(fits)
    });
    let shown = match (&why, &told) {
        _ if ready => "",
        (Some(_), None) => &since,
        _ => &word,
    };
    let detail = told.or(why.clone()).unwrap_or(detail);
    let one = detail.is_empty();
    let row = if one { rect.center().y } else { rect.top() + height * 0.5 - 9.0 };
    let mut end = right;
    let galley = painter.layout_no_wrap(shown.to_owned(), fonts::text(size::SMALL), t.text);
    if !shown.is_empty() {
        let pill =
            Rect::from_min_max(pos2(right - galley.size().x - 38.0, row - 11.0), pos2(right, row + 11.0));
        let bad = matches!(view.status, Status::Panicked { .. } | Status::Spinning | Status::Killed);
        let (fill, line) = match bad {
            true => (t.bad_soft, t.bad),
            false => (t.sunk, t.line),
        };
        painter.rect(pill, 11.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        icons::paint(&painter, icon, pos2(pill.left() + 17.0, pill.center().y), 14.0, ink);
        let at = pos2(pill.left() + 28.0, pill.center().y - galley.size().y / 2.0);
        painter.galley(at, galley, t.text);
        right = pill.left() - space::S;
        end = rect.right() - space::M;
    }

    let ink = if ready || one { t.text } else { mix(t.text, t.weak, 0.5) };
    let title = line_of(ui, &title(run, thread), fonts::strong(size::BODY), ink, right - left);
    let y = row;
    painter.galley(pos2(left, y - title.size().y / 2.0), title.clone(), ink);
    if let Some(place) = &place {
        let font = fonts::text(size::SMALL);
        let room = right - left - title.size().x - space::S;
        let galley = painter.layout_no_wrap(place.clone(), font, t.weak);
        if galley.size().x <= room {
            let at = pos2(left + title.size().x + space::S, y - galley.size().y / 2.0 + 0.5);
            painter.galley(at, galley, t.weak);
        }
    }
    if asks {
        end -= ask.size().x;
        let at = pos2(end, rect.top() + height * 0.5 + 10.0 - ask.size().y / 2.0);
        painter.galley(at, ask, t.accent);
        end -= space::S;
    }
    if !one {
        let galley = line_of(ui, &detail, small, t.weak, end - left);
        painter.galley(pos2(left, rect.top() + height * 0.5 + 10.0 - galley.size().y / 2.0), galley, t.weak);
    }
    if response.has_focus() {
        widgets::focus_ring(&painter, t, rect, radius::CONTROL + 2);
    }
    if ready || asks {
        response.on_hover_cursor(egui::CursorIcon::PointingHand);
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

fn state_icon(status: &Status, t: &crate::look::Tokens) -> (Icon, Color32) {
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
