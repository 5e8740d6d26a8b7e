//! A lane per thread, a column per step. The column of the cursor is framed; what comes after it is dimmed, because it
//! is only one of many futures. Clicking or dragging goes there.

use egui::emath::GuiRounding as _;
use egui::{Key, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use stepper::{Choice, Event, Status, ThreadId, What, Why};

use super::{Command, Run, chances};
use crate::look::patterns::{self, Ink, State};
use crate::look::stamps::Stamps;
use crate::look::theme::{mix, radius, size, space};
use crate::look::{Icon, fonts, icons, tokens, widgets};
use crate::narrate;
use crate::picture::{self, Cell, Lane};
use crate::text::tell;

const NUMBERS: f32 = 22.0;

/// How high a lane is, and how high all of them are with their numbers, within at most `most` points.
pub(super) fn heights(run: &Run, most: f32) -> (f32, f32) {
    let threads = run.lanes.count().max(1) as f32;
    let lane = ((most - NUMBERS) / threads).clamp(20.0, 32.0);
    (lane, (NUMBERS + lane * threads).min(most))
}

/// The lanes, at most `most` points high.
pub(super) fn ui(ui: &mut Ui, run: &Run, most: f32, order: bool, out: &mut Vec<Command>) {
    let threads = run.lanes.count();
    let (lane, _) = heights(run, most);
    let names = names_width(ui, run, threads);
    let height = NUMBERS + lane * threads as f32;
    let area = egui::ScrollArea::vertical().id_salt("lanes").max_height(most).auto_shrink([false, true]);
    let scrolled = area.show(ui, |ui| {
        let width = ui.available_width();
        let (all, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        labels(ui, run, all, lane, names, threads);
        let track = Rect::from_min_max(pos2(all.left() + names, all.top()), all.max);
        let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(track));
        columns(&mut inner, run, track, lane, order, out);
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "timeline"));
}

fn names_width(ui: &Ui, run: &Run, threads: usize) -> f32 {
    let font = fonts::text(size::SMALL);
    let widths = (0..threads).map(|n| {
        let name = run.name(ThreadId(n as u8));
        ui.painter().layout_no_wrap(name, font.clone(), egui::Color32::WHITE).size().x
    });
    (widths.fold(40.0, f32::max) + 44.0).min(190.0)
}

fn labels(ui: &Ui, run: &Run, all: Rect, lane: f32, names: f32, threads: usize) {
    let t = tokens(ui);
    for n in 0..threads {
        let thread = ThreadId(n as u8);
        let y = all.top() + NUMBERS + lane * (n as f32 + 0.5);
        let mark = run.mark(thread);
        icons::token(ui.painter(), t, mark, pos2(all.left() + 12.0, y), 9.5);
        let font = fonts::text(size::SMALL);
        let galley = super::threads::line_of(ui, &run.name(thread), font, t.text, names - 42.0);
        let at = pos2(all.left() + 30.0, y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, t.text);
    }
}

fn columns(ui: &mut Ui, run: &Run, track: Rect, lane: f32, order: bool, out: &mut Vec<Command>) {
    let steps = run.steps();
    let pitch = ((track.width() - 8.0) / (steps + 1) as f32).clamp(26.0, 72.0);
    let area = egui::ScrollArea::horizontal().id_salt("time").auto_shrink([false, false]);
    let scrolled = area.show(ui, |ui| {
        let width = (pitch * (steps + 1) as f32).max(ui.available_width());
        let (rect, response) = ui.allocate_exact_size(vec2(width, track.height()), Sense::click_and_drag());
        let label = tell!(run.text, "timeline-name", step = run.cursor, steps);
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &label));
        let column = |step: usize| {
            let left = rect.left() + pitch * step as f32;
            Rect::from_min_max(pos2(left, rect.top()), pos2(left + pitch, rect.bottom()))
        };
        if let Some(at) = response.interact_pointer_pos()
            && (response.clicked() || response.dragged())
        {
            let step = ((at.x - rect.left()) / pitch).floor().max(0.0) as usize;
            out.push(Command::Jump(step.min(steps)));
        }
        let target = column(run.cursor).expand2(vec2(pitch, 0.0));
        let remembered = egui::Id::unique("timeline cursor");
        let now = (run.cursor, steps);
        let known = ui.data(|d| d.get_temp::<(usize, usize)>(remembered));
        if known != Some(now) && !response.dragged() {
            ui.scroll_to_rect_animation(target, None, egui::style::ScrollAnimation::none());
            ui.data_mut(|d| d.insert_temp(remembered, now));
        }
        paint(ui, run, rect, pitch, lane);
        if order {
            let visible = ui.clip_rect().intersect(rect);
            super::order::paint(ui, run, pitch, visible, |step, thread| {
                let y = NUMBERS + lane * (thread.index() as f32 + 0.5);
                rect.min + vec2(pitch * (step as f32 + 0.5), y)
            });
        }
        if response.has_focus() {
            widgets::focus_ring(ui.painter(), tokens(ui), rect.shrink(3.0), 4);
            let keys = [(Key::PageUp, -10_isize), (Key::PageDown, 10)];
            for (key, by) in keys {
                if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, key)) {
                    out.push(Command::Jump(run.cursor.saturating_add_signed(by).min(steps)));
                }
            }
        }
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "timeline"));
}

fn paint(ui: &Ui, run: &Run, rect: Rect, pitch: f32, lane: f32) {
    let threads = run.lanes.count();
    let t = tokens(ui);
    let painter = ui.painter();
    let steps = run.steps();
    let visible = ui.clip_rect().intersect(rect);
    let step_at = |x: f32| ((x - rect.left()) / pitch).floor().max(0.0) as usize;
    let (first, last) = (step_at(visible.left()), step_at(visible.right()).min(steps));
    let x = |step: usize| rect.left() + pitch * step as f32;

    let here = Rect::from_min_max(pos2(x(run.cursor), rect.top()), pos2(x(run.cursor + 1), rect.bottom()));
    painter.rect_filled(here, radius::SMALL + 2, mix(t.panel, t.accent, 0.16));
    // Numbers that have no room beside each other are left out, but never that of the cursor.
    let widest = painter.layout_no_wrap(last.to_string(), fonts::strong(size::SMALL), t.text).size().x;
    let apart = |steps: usize| pitch * steps as f32 >= widest + space::S;
    let every = [1, 2, 5, 10, 20, 50].into_iter().find(|&every| apart(every)).unwrap_or(100);
    for step in first..=last {
        let on = step == run.cursor;
        if !on && (step % every != 0 || !apart(step.abs_diff(run.cursor))) {
            continue;
        }
        let center = pos2(x(step) + pitch / 2.0, rect.top() + NUMBERS / 2.0 - 1.0);
        let (font, ink) = match (on, step < run.cursor) {
            (true, _) => (fonts::strong(size::SMALL), t.text),
            (false, true) => (fonts::text(size::SMALL), t.weak),
            (false, false) => (fonts::text(size::SMALL), t.faint),
        };
        let words = if step == 0 { tell!(run.text, "timeline-start") } else { step.to_string() };
        if pitch >= 34.0 || step > 0 {
            painter.text(center, egui::Align2::CENTER_CENTER, words, font, ink);
        }
    }
    // More threads than fit are scrolled.
    let lane_at = |y: f32| ((y - rect.top() - NUMBERS) / lane).floor().max(0.0) as usize;
    let pixels = ui.ctx().pixels_per_point();
    // Within a rectangle of its own, what is stamped is copied to the screen in one piece.
    let below = Rect::from_min_max(pos2(visible.left(), rect.top() + NUMBERS), visible.max);
    let mut stamps = Stamps::new(&painter.with_clip_rect(below.intersect(visible)), "timeline");
    for n in lane_at(visible.top())..threads.min(lane_at(visible.bottom()) + 1) {
        let top = rect.top() + NUMBERS + lane * n as f32;
        let rows = egui::Rangef::new(top + 3.0, top + lane - 3.0);
        let ink = Ink::of_thread(t, n);
        let mut step = first;
        while step <= last {
            let Some(&cell) = run.lanes[step].get(n) else {
                step += 1;
                continue;
            };
            let future = step > run.cursor;
            let ink = if future { ink.faded() } else { ink };
            let goes_on =
                |end: &usize| run.lanes[*end].get(n) == Some(&cell) && (*end > run.cursor) == future;
            let end = match cell.lane {
                Lane::Ran => step + 1,
                _ => (step + 1..=last).find(|end| !goes_on(end)).unwrap_or(last + 1),
            };
            let span = Rect::from_x_y_ranges(x(step) + 1.0..=x(end) - 1.0, rows).round_to_pixels(pixels);
            if cell.lane == Lane::Failed {
                patterns::paint(painter, span, State::Failed, ink);
            } else if visible.contains_rect(span) {
                let size = (span.size() * pixels).round();
                let key = (cell, ink, size.x as u32, size.y as u32);
                stamps.put(key, span.min, || segment(span, span, cell, ink));
            } else {
                painter.extend(segment(span, span.intersect(visible), cell, ink));
            }
            if cell.lane == Lane::Ran {
                event(ui, run, step, ThreadId(n as u8), span, future);
            }
            step = end;
        }
    }
    stamps.paint();
    // What was done to threads that did nothing themselves.
    for step in first..=last {
        let cell = |n: usize| {
            let top = rect.top() + NUMBERS + lane * n as f32;
            Rect::from_x_y_ranges(x(step)..=x(step + 1), top + 3.0..=top + lane - 3.0)
        };
        let dim = step > run.cursor;
        match run.trace.steps[step].choice {
            Some(Choice::Favour(thread)) => mark(ui, Icon::Ahead, cell(thread.index()), dim),
            Some(Choice::Kill(_)) => {
                let is = |step: usize, n: usize| run.lanes[step].get(n).map(|c| c.lane) == Some(Lane::Killed);
                let now = (0..threads).filter(|&n| is(step, n) && !is(step - 1, n));
                now.for_each(|n| killed(ui, run, cell(n), dim));
            }
            _ => {}
        }
    }
    if let Some(misfit) = run.misfit.filter(|&m| m > 0) {
        let at = x(misfit) - 1.0;
        painter.vline(at, rect.y_range(), Stroke::new(2.0, t.bad));
        let flag = pos2(at + 9.0, rect.top() + NUMBERS / 2.0);
        icons::paint(painter, Icon::Warning, flag, 15.0, t.bad);
    }
    let stroke = Stroke::new(2.0, t.accent);
    painter.rect_stroke(here, radius::SMALL + 2, stroke, StrokeKind::Inside);
}

fn segment(span: Rect, visible: Rect, cell: Cell, ink: Ink) -> Vec<Shape> {
    let state = match cell.lane {
        Lane::Ready | Lane::Ran if cell.holds => State::Holds,
        Lane::Ran => State::Runs,
        Lane::Ready => State::Ready,
        Lane::Blocked => State::Blocked,
        Lane::Asleep => State::Waiting,
        Lane::Done | Lane::Killed => State::Done,
        Lane::Failed => State::Failed,
    };
    let mut shapes = patterns::shapes(span, visible, state, ink);
    // To hold one thing while waiting for another is what deadlocks are made of.
    if cell.holds && matches!(cell.lane, Lane::Blocked | Lane::Asleep) {
        let bar = Rect::from_min_max(pos2(span.left(), span.bottom() - 5.0), span.max);
        shapes.push(Shape::rect_filled(bar, 1, ink.fill));
    }
    shapes
}

/// The icon of what a step did, in its cell.
fn event(ui: &Ui, run: &Run, step: usize, thread: ThreadId, span: Rect, dim: bool) {
    let entry = &run.trace.steps[step];
    let own = |e: &&Event| e.thread == thread;
    let status = entry.then.threads.get(thread.index()).map(|v| &v.status);
    // The call that the step was about; one that begins at its end belongs to the next.
    let verb = entry.events.iter().filter(own).find_map(|e| match &e.what {
        What::Begin { verb } | What::End { verb, .. } => {
            Some((e.object.map_or("", |o| picture::kind(&run.trace, o)), &**verb))
        }
        _ => None,
    });
    let icon = match (status, verb) {
        (Some(Status::Finished), _) => Icon::Check,
        (Some(Status::Panicked { .. }), _) => Icon::Cross,
        _ if entry.choice.is_some_and(Choice::is_chance) => chances::icon(entry.choice),
        (Some(Status::Blocked(Why::SleepsOn { .. } | Why::Sleeps)), _) => Icon::Sleep,
        (_, Some(("Condition", "notify" | "notify_all" | "notify_n"))) => Icon::Bell,
        (_, Some(("Event", _))) => Icon::Flag,
        (_, Some(("Semaphore", _))) => Icon::Coin,
        (_, Some(("Lock" | "RLock" | "Condition", "acquire" | "wait"))) => Icon::Lock,
        (_, Some((_, "release"))) => Icon::Unlocked,
        _ => Icon::Dot,
    };
    mark(ui, icon, span, dim);
}

/// An icon in a cell.
fn mark(ui: &Ui, icon: Icon, cell: Rect, dim: bool) {
    let t = tokens(ui);
    let fill = if dim { mix(t.panel, t.card, 0.5) } else { t.bg };
    let ink = if dim { t.faint } else { t.text };
    let size = (cell.height() - 4.0).min(20.0);
    ui.painter().circle_filled(cell.center(), size / 2.0, fill);
    icons::paint(ui.painter(), icon, cell.center(), size * 0.68, ink);
}

/// The end of a lane whose process was killed: an icon, and the word beside it.
fn killed(ui: &Ui, run: &Run, cell: Rect, dim: bool) {
    let t = tokens(ui);
    let ink = if dim { t.faint } else { t.bad };
    let word = narrate::status(run.text, &Status::Killed);
    let word = ui.painter().layout_no_wrap(word, fonts::text(size::SMALL), ink);
    let at = pos2(cell.right() + 2.0, cell.center().y - word.size().y / 2.0);
    let ground = Rect::from_min_size(at, word.size()).expand2(vec2(3.0, 0.0));
    ui.painter().rect_filled(ground, 0, t.panel);
    ui.painter().galley(at, word, ink);
    mark(ui, Icon::Killed, cell, dim);
}
