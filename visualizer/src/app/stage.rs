//! The stage: a card per object of the program, drawn by its kind. What changed in this step is lit, the rest is calm.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use stepper::{End, Meeting, ObjectId, State};

use super::motion::{self, Cast, Look, Motion, Piece, Token};
use super::threads::line_of;
use super::{Command, Run, facts};
use crate::closer::{self, why::Subject};
use crate::look::theme::{mix, radius, size, space};
use crate::look::{Icon, Tokens, fonts, icons, tokens, widgets};
use crate::picture::{self, Thing, Waiting};
use crate::text::{Text, tell};

mod items;
mod meeting;
mod word;

const GAP: f32 = 14.0;

/// How much room a card gives to its parts.
#[derive(Clone, Copy)]
struct Measure {
    /// The least width of a card.
    width: f32,
    title: f32,
    /// A line of words below the picture; 0: none, as the title's line says the same.
    caption: f32,
    /// The radius of a seat.
    seat: f32,
    /// The least height of a body.
    body: f32,
}

const AIRY: Measure = Measure { width: 264.0, title: 44.0, caption: 22.0, seat: 20.0, body: 60.0 };

/// For many objects, or little room.
const DENSE: Measure = Measure { width: 226.0, title: 40.0, caption: 0.0, seat: 16.0, body: 36.0 };

/// How high the stage would like to be at this width.
pub(super) fn height(run: &Run, width: f32) -> f32 {
    wanted(run, width, AIRY)
}

fn wanted(run: &Run, width: f32, measure: Measure) -> f32 {
    let rows = rows(run, width, measure);
    let gaps = GAP * rows.len().saturating_sub(1) as f32;
    rows.iter().map(|r| row_height(run, r, width, measure)).sum::<f32>() + gaps
}

/// The cards, in at most `room` points of height.
pub(super) fn ui(
    ui: &mut Ui,
    run: &Run,
    motion: &mut Motion,
    time: Option<f64>,
    room: f32,
    out: &mut Vec<Command>,
) {
    egui::ScrollArea::vertical()
        .id_salt("stage")
        .max_height(room)
        .min_scrolled_height(room)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let width = ui.available_width();
            let measure = if height(run, width) <= room + 1.0 { AIRY } else { DENSE };
            let wanted = wanted(run, width, measure);
            let rows = rows(run, width, measure);
            // Room that is left makes the rows higher, up to a point.
            let more = ((room - wanted) / rows.len().max(1) as f32).clamp(0.0, 170.0);
            let origin = ui.cursor().min;
            ui.spacing_mut().item_spacing.y = GAP;
            let mut cast = Cast::default();
            for row in &rows {
                let high = row_height(run, row, width, measure) + more;
                let (all, _) = ui.allocate_exact_size(vec2(width, high), Sense::hover());
                let count = row.len() as f32;
                let each = (width - GAP * (count - 1.0)) / count;
                for (i, &index) in row.iter().enumerate() {
                    let at = pos2(all.left() + i as f32 * (each + GAP), all.top());
                    let rect = Rect::from_min_size(at, vec2(each, high));
                    card(ui, run, &run.scene.things[index], rect, measure, &mut cast, out);
                }
            }
            if rows.is_empty() {
                let t = tokens(ui);
                let words = tell!(run.text, "stage-empty");
                ui.label(egui::RichText::new(words).color(t.weak));
            }
            motion.paint(ui, run, origin, time, &cast);
        });
}

/// The objects, by index, in rows of equal cards.
fn rows(run: &Run, width: f32, measure: Measure) -> Vec<Vec<usize>> {
    let count = run.scene.things.len();
    if count == 0 {
        return Vec::new();
    }
    let fit = ((width + GAP) / (measure.width + GAP)).floor().max(1.0) as usize;
    let fit = fit.min(3).min(count);
    // Rows as even as they can be: 4 cards are 2 and 2, not 3 and 1.
    let lines = count.div_ceil(fit);
    let each = count.div_ceil(lines);
    let all: Vec<usize> = (0..count).collect();
    all.chunks(each).map(<[usize]>::to_vec).collect()
}

fn row_height(run: &Run, row: &[usize], width: f32, measure: Measure) -> f32 {
    let each = (width - GAP * (row.len() as f32 - 1.0)) / row.len() as f32;
    let wanted = row.iter().map(|&i| {
        let thing = &run.scene.things[i];
        body_height(run, thing, each, measure) + word::height(run, thing)
    });
    measure.title + wanted.fold(measure.body, f32::max) + space::M
}

/// The height of a card's body.
fn body_height(run: &Run, thing: &Thing, width: f32, measure: Measure) -> f32 {
    let seats = 2.0 * measure.seat + measure.caption + 12.0;
    let queue = if thing.waiting.is_empty() { 0.0 } else { seats };
    match (&*thing.kind, &thing.state) {
        ("Lock" | "RLock", Some(State::Value(_))) => seats + 44.0,
        ("Lock" | "RLock", _) => seats,
        ("Condition", _) => seats,
        ("AsyncResult", _) | ("Timer", Some(State::Value(_))) | ("Event", None) => seats + 6.0,
        (_, Some(State::Parties { .. })) => seats + 6.0,
        ("ThreadLocal", _) => run.here().then.threads.len() as f32 * 34.0,
        (_, Some(State::Pipe { ends, .. })) => 84.0 + ends_rows(ends, width) * 28.0 + queue,
        ("ThreadPool", None) | (_, Some(State::Items { .. })) => 76.0 + measure.caption + queue,
        (_, Some(State::Count(_) | State::Flag(_))) => seats + 6.0,
        (_, Some(State::Value(_))) => measure.body + queue,
        _ => 44.0 + queue,
    }
}

/// How much of its strength a card keeps in which nothing has changed in this step.
const CALM: f32 = 0.72;

/// Whether a card steps back, because something has changed in another one.
fn is_calm(run: &Run, thing: &Thing) -> bool {
    run.cursor > 0 && !thing.changed && run.scene.things.iter().any(|thing| thing.changed)
}

fn card(
    ui: &Ui,
    run: &Run,
    thing: &Thing,
    rect: Rect,
    measure: Measure,
    cast: &mut Cast,
    out: &mut Vec<Command>,
) {
    let t = tokens(ui);
    let mut painter = ui.painter_at(rect.expand(3.0));
    let note = note(run, thing);
    let id = ui.scope_id().with(("thing", thing.id.0));
    let response = ui.interact(rect, id, Sense::click());
    let changed = thing.changed && run.cursor > 0;
    let mut name = spoken(run, thing, &note, changed);
    if let Some(words) = word::words(run.text, run, thing) {
        name += &format!(", {words}");
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &name));
    if response.clicked() {
        out.push(Command::Why(Some(Subject::Object(thing.id))));
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    facts::tell(&response, || {
        let mut facts = closer::facts::of_thing(run.text, &run.trace, run.cursor, thing);
        facts.extend(word::legend(run.text, run, thing));
        facts.push(tell!(run.text, "click-to-ask"));
        facts
    });
    if !ui.is_rect_visible(rect) {
        return;
    }
    let (fill, line) = match (changed, response.hovered()) {
        (true, _) => (t.card, Stroke::new(2.0, mix(t.card, t.accent, 0.75))),
        (false, true) => (t.card, Stroke::new(1.0, t.line_strong)),
        (false, false) => (t.card, Stroke::new(1.0, t.line)),
    };
    painter.rect(rect, radius::CARD, fill, line, StrokeKind::Inside);
    if response.has_focus() {
        widgets::focus_ring(&painter, t, rect.shrink(3.0), radius::CARD);
    }
    if changed {
        // A mark and a word, not the colour alone.
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 13.0), vec2(4.0, 22.0));
        painter.rect_filled(bar, 2, t.accent);
    }
    if is_calm(run, thing) {
        painter.set_opacity(CALM);
    }
    let y = rect.top() + 24.0;
    let left = rect.left() + space::L;
    let mut right = rect.right() - space::L;
    icons::paint(&painter, icon(thing), pos2(left + 9.0, y), 18.0, t.weak);
    let kind = painter.layout_no_wrap(thing.kind.clone(), fonts::text(size::SMALL), t.weak);
    let width = right - left - 26.0;
    let title = line_of(ui, &thing.name, fonts::strong(size::HEADING), t.text, width);
    let at = left + 26.0;
    let title_width = title.size().x;
    painter.galley(pos2(at, y - title.size().y / 2.0), title, t.text);
    let mut used = at + title_width + space::S;
    // "a lock" needs no second word for its type.
    let unnamed = run.trace.objects[thing.id.index()].name.is_none();
    let needed = painter.layout_no_wrap(note.clone(), fonts::text(size::SMALL), t.weak).size().x;
    if !unnamed && used + kind.size().x + space::M + needed < right {
        let kind_width = kind.size().x;
        painter.galley(pos2(used, y - kind.size().y / 2.0 + 1.0), kind, t.weak);
        used += kind_width + space::M;
    }
    if changed {
        let word = painter.layout_no_wrap(tell!(run.text, "changed"), fonts::strong(size::SMALL), t.accent);
        let wide = word.size().x;
        if used + wide + space::M + needed.min(150.0) < right {
            painter.galley(pos2(right - wide, y - word.size().y / 2.0), word, t.accent);
            right -= wide + space::M;
        }
    }
    if right - used > 40.0 {
        let galley = line_of(ui, &note, fonts::text(size::SMALL), t.weak, right - used);
        let at = pos2(right - galley.size().x, y - galley.size().y / 2.0);
        painter.galley(at, galley, t.weak);
    }
    let body = Rect::from_min_max(
        pos2(left, rect.top() + measure.title),
        pos2(rect.right() - space::L, rect.bottom() - space::M),
    );
    let (body, foot) = body.split_top_bottom_at_y(body.bottom() - word::height(run, thing));
    word::paint(ui, &painter, run, thing, foot);
    // Seats grow with the card.
    let spare = body.height() - body_height(run, thing, body.width(), measure);
    let least = measure.seat;
    let seat = (least + (spare * 0.18).min((body.width() - 260.0) * 0.06)).clamp(least, 42.0);
    let mut scene = Drawing { seat, captions: measure.caption, ui, painter, t, run, thing, cast };
    scene.body(body);
}

/// What the card says about the object in a few words.
fn note(run: &Run, thing: &Thing) -> String {
    let text = run.text;
    let waits = tell!(text, "note-waits", count = thing.waiting.len());
    match (&*thing.kind, &thing.state) {
        ("RLock", Some(State::Count(depth @ 2..))) if let Some(owner) = thing.owner => {
            tell!(text, "note-held-times", who = run.name(owner), depth = *depth)
        }
        ("Lock" | "RLock", _) => match thing.owner {
            Some(owner) => tell!(text, "note-held", who = run.name(owner)),
            None => tell!(text, "free"),
        },
        ("Condition", _) => waits,
        (_, Some(State::Parties { arrived, of, meeting })) => match meeting {
            Meeting::Filling => tell!(text, "note-arrived", arrived = *arrived, of = *of),
            Meeting::Leaving => tell!(text, "note-leaving", arrived = *arrived, of = *of),
            Meeting::Broken => tell!(text, "barrier-broken"),
        },
        ("ThreadPool", None) => tell!(text, "note-tasks", count = 0),
        ("ThreadPool", Some(State::Items { items, .. })) => tell!(text, "note-tasks", count = items.len()),
        ("Timer", Some(State::Value(word))) => timer(text, word),
        ("Event", None) => tell!(text, "event-not-set"),
        ("AsyncResult", Some(State::Flag(true))) => tell!(text, "result-there"),
        ("AsyncResult", _) => tell!(text, "result-not-there"),
        (_, Some(State::Items { items, capacity, .. })) => match capacity {
            Some(most) => tell!(text, "note-items-of", count = items.len(), most = *most),
            None => tell!(text, "note-items", count = items.len()),
        },
        (_, Some(State::Count(count))) => tell!(text, "note-left", count = *count),
        (_, Some(State::Flag(true))) => tell!(text, "event-set"),
        (_, Some(State::Flag(false))) => tell!(text, "event-not-set"),
        (_, Some(State::Pipe { bytes, capacity, .. })) => {
            tell!(text, "note-bytes", bytes = *bytes, capacity = *capacity)
        }
        ("ThreadLocal", _) => tell!(text, "note-own", count = thing.own.len()),
        _ if thing.waiting.is_empty() => String::new(),
        _ => waits,
    }
}

/// The card for a screen reader: "Lock orders, held by cook, contains [1], waiter B waits".
fn spoken(run: &Run, thing: &Thing, note: &str, changed: bool) -> String {
    let text = run.text;
    let mut parts = vec![format!("{} {}", thing.kind, thing.name)];
    parts.push(note.to_owned());
    match &thing.state {
        Some(State::Value(_)) if thing.kind == "Timer" => {}
        Some(State::Value(value)) => parts.push(tell!(text, "contains", what = value)),
        Some(State::Items { .. }) if thing.kind == "ThreadPool" => {}
        Some(State::Items { items, .. }) if !items.is_empty() => {
            parts.push(tell!(text, "contains", what = items.join(", ")));
        }
        Some(State::Pipe { ends, .. }) => {
            parts.extend(ends.iter().map(|e| end_words(run, e)));
        }
        _ => {}
    }
    for (thread, value) in &thing.own {
        parts.push(tell!(text, "thread-has", who = run.name(*thread), value));
    }
    for waiting in &thing.waiting {
        let who = run.name(waiting.thread);
        parts.push(match waiting.asleep {
            true => tell!(text, "thread-sleeps", who),
            false => tell!(text, "thread-waits", who),
        });
    }
    parts.extend(changed.then(|| tell!(text, "changed-in-this-step")));
    parts.retain(|p| !p.is_empty());
    super::listed(text, &parts)
}

/// A timer's look in words.
fn timer(text: &Text, word: &str) -> String {
    match word {
        "armed" => tell!(text, "timer-armed"),
        "fired" => tell!(text, "timer-fired"),
        "cancelled" => tell!(text, "timer-cancelled"),
        other => other.to_owned(),
    }
}

fn icon(thing: &Thing) -> Icon {
    match &*thing.kind {
        "Lock" | "RLock" if thing.owner.is_none() => Icon::Unlocked,
        kind => icon_of_kind(kind),
    }
}

/// The icon of an object, whatever state it is in.
pub(super) fn icon_of(run: &Run, id: ObjectId) -> Icon {
    icon_of_kind(picture::kind(&run.trace, id))
}

fn icon_of_kind(kind: &str) -> Icon {
    match kind {
        "Lock" | "RLock" => Icon::Lock,
        "Condition" => Icon::Bell,
        "Semaphore" | "BoundedSemaphore" => Icon::Coin,
        "Event" => Icon::Flag,
        "Queue" | "LifoQueue" | "PriorityQueue" | "SimpleQueue" | "RingQueue" => Icon::Queue,
        "ThreadPool" => Icon::Process,
        "AsyncResult" => Icon::Hourglass,
        "Pipe" => Icon::Pipe,
        "Barrier" => Icon::Barrier,
        "ThreadLocal" => Icon::Drawer,
        "Timer" => Icon::Clock,
        "Process" => Icon::Process,
        _ => Icon::Variable,
    }
}

fn end_words(run: &Run, end: &End) -> String {
    let process = run.trace.processes.get(usize::from(end.process.0));
    let (process, descriptor) = (process.map_or("?", String::as_str), end.descriptor);
    match end.writes {
        true => tell!(run.text, "end-writes", process, descriptor),
        false => tell!(run.text, "end-reads", process, descriptor),
    }
}

fn ends_rows(ends: &[End], _width: f32) -> f32 {
    let side = |writes| ends.iter().filter(|e| e.writes == writes).count();
    side(true).max(side(false)).max(1) as f32
}

/// A card's body being drawn.
struct Drawing<'a> {
    /// The radius of a seat.
    seat: f32,
    /// The height of a line of words below the picture.
    captions: f32,
    ui: &'a Ui,
    painter: Painter,
    t: &'static Tokens,
    run: &'a Run,
    thing: &'a Thing,
    cast: &'a mut Cast,
}

impl Drawing<'_> {
    /// How the object looked before, if the last step has changed that.
    fn before(&self) -> Option<&State> {
        let changed = self.run.cursor > 0 && self.thing.before != self.thing.state;
        self.thing.before.as_ref().filter(|_| changed)
    }

    /// The thread that made the step, small, beside what it has done.
    fn actor(&self, at: Pos2) {
        if let Some(thread) = self.run.acting() {
            icons::token(&self.painter, self.t, self.run.mark(thread), at, 10.0);
        }
    }

    fn body(&mut self, body: Rect) {
        let text = self.run.text;
        match (&*self.thing.kind, &self.thing.state) {
            ("Lock" | "RLock", state) => {
                let value = match state {
                    Some(State::Value(value)) => Some(value),
                    _ => None,
                };
                self.lock(body, value);
            }
            ("Condition", _) => self.seats(body),
            ("ThreadLocal", _) => self.drawers(body),
            (_, Some(State::Items { items, capacity, unfinished })) => {
                let rest = self.waiters_below(body);
                self.items(rest, items, *capacity, *unfinished);
            }
            ("ThreadPool", None) => {
                let rest = self.waiters_below(body);
                self.items(rest, &[], None, 0);
            }
            (_, Some(State::Parties { of, meeting, .. })) => self.meeting(body, *of, *meeting),
            ("AsyncResult", state) => {
                let there = matches!(state, Some(State::Flag(true)));
                let words = if there { tell!(text, "result-there") } else { tell!(text, "result-not-there") };
                self.flag(body, there, Icon::Hourglass, &words, &tell!(text, "result-sleepers"));
            }
            ("Timer", Some(State::Value(word))) => {
                let icon = if word == "cancelled" { Icon::Cross } else { Icon::Clock };
                let fired = word == "fired";
                let words = timer(text, word);
                self.flag(body, fired, icon, &words, &tell!(text, "timer-sleepers"));
            }
            // Nobody has set it.
            ("Event", None) => self.event(body, false),
            (_, Some(State::Count(permits))) => self.coins(body, *permits),
            (_, Some(State::Flag(set))) => self.event(body, *set),
            (_, Some(State::Pipe { bytes, capacity, ends })) => {
                let rest = self.waiters_below(body);
                self.pipe(rest, *bytes, *capacity, ends);
            }
            (_, Some(State::Value(value))) => {
                let rest = self.waiters_below(body);
                let value = value.clone();
                let high = rest.height().min(84.0);
                let middle = Rect::from_center_size(rest.center(), vec2(rest.width(), high));
                self.value(middle, &value, 24.0);
            }
            _ => {
                let rest = self.waiters_below(body);
                let words = match self.thing.waiting.is_empty() {
                    true => tell!(text, "not-used-yet"),
                    false => String::new(),
                };
                self.text(rest.center(), &words, fonts::text(size::SMALL), self.t.faint);
            }
        }
    }

    fn text(&self, at: Pos2, words: &str, font: FontId, ink: Color32) {
        self.painter.text(at, Align2::CENTER_CENTER, words, font, ink);
    }

    fn caption(&self, at: Pos2, words: &str, width: f32) {
        if self.captions == 0.0 {
            return;
        }
        let galley = line_of(self.ui, words, fonts::text(size::SMALL), self.t.weak, width);
        self.painter.galley(at - vec2(galley.size().x / 2.0, 0.0), galley, self.t.weak);
    }

    fn sit(&mut self, waiting: Waiting, at: Pos2) {
        self.cast.tokens.push(Token {
            seat: (self.thing.id, waiting.thread),
            at,
            radius: self.seat - 3.0,
            owns: false,
            asleep: waiting.asleep,
        });
    }

    /// Waiting threads in a row of seats from `from` on, `step` apart: longest first. Returns where the row ends.
    fn row(&mut self, from: Pos2, step: f32, room: f32, empty: usize) -> f32 {
        let waiting = self.thing.waiting.clone();
        let wanted = waiting.len().max(empty);
        let most = ((room / step.abs()) as usize).max(1);
        let (step, shown) = match waiting.len() > most {
            // Closer together, and then only the first.
            true => (step * 0.6, ((room / (step.abs() * 0.6)) as usize).max(1)),
            false => (step, wanted.min(most)),
        };
        for i in 0..shown {
            let at = from + vec2(step * i as f32, 0.0);
            icons::seat(&self.painter, self.t, at, self.seat);
            if let Some(&one) = waiting.get(i) {
                self.sit(one, at);
            }
        }
        from.x + step * shown.saturating_sub(1) as f32
    }

    fn lock(&mut self, body: Rect, value: Option<&String>) {
        let t = self.t;
        let text = self.run.text;
        let strip = if value.is_some() { 44.0 } else { 0.0 };
        let room = Rect::from_min_max(body.min, pos2(body.right(), body.bottom() - strip));
        let y = room.center().y - self.captions / 2.0 + 2.0;
        // The group stands in the middle as long as its queue leaves room for that.
        let queue = self.thing.waiting.len().max(2) as f32 - 1.0;
        let half = (2.4 * queue + 4.2) * self.seat / 2.0;
        let owner = pos2((room.center().x + half).min(room.right() - self.seat - 20.0), y);
        self.painter.circle(owner, self.seat + 9.0, t.sunk, Stroke::new(1.0, t.line_strong));
        if let Some(thread) = self.thing.owner {
            self.cast.tokens.push(Token {
                seat: (self.thing.id, thread),
                at: owner,
                radius: self.seat,
                owns: true,
                asleep: false,
            });
        }
        let words = match (self.thing.owner, &self.thing.state) {
            (None, _) => tell!(text, "free"),
            (Some(_), Some(State::Count(depth @ 2..))) => tell!(text, "holds-it-times", depth = *depth),
            (Some(_), _) => tell!(text, "holds-it"),
        };
        self.caption(pos2(owner.x, y + self.seat + 12.0), &words, 90.0);
        // Who waits longest stands next to the seat.
        let step = 2.4 * self.seat;
        let first = pos2(owner.x - 4.2 * self.seat - 8.0, y);
        let space = (first.x - room.left() - self.seat + step).max(step);
        let end = self.row(first, -step, space, 2);
        let from = pos2(first.x + self.seat + 6.0, y);
        let to = pos2(owner.x - self.seat - 14.0, y);
        let ink = if self.thing.waiting.is_empty() { t.line } else { t.line_strong };
        icons::arrow(&self.painter, from, to, Stroke::new(2.0, ink));
        let words = tell!(text, "wait-for-it", count = self.thing.waiting.len());
        let middle = (first.x + end) / 2.0;
        self.caption(pos2(middle, y + self.seat + 12.0), &words, 150.0);
        if let Some(value) = value {
            let at = pos2(body.left(), body.bottom() - 36.0);
            let strip = Rect::from_min_max(at, body.max);
            let value = value.clone();
            self.value(strip, &value, size::CODE);
        }
    }

    /// A value in a hollow.
    fn value(&self, rect: Rect, value: &str, font_size: f32) {
        let t = self.t;
        let changed = self.thing.changed && self.run.cursor > 0;
        let line = if changed { mix(t.line, t.accent, 0.5) } else { t.line };
        let corner = radius::CONTROL;
        self.painter.rect(rect, corner, t.sunk, Stroke::new(1.0, line), StrokeKind::Inside);
        let galley = line_of(self.ui, value, fonts::code(font_size), t.text, rect.width() - 20.0);
        self.painter.galley(rect.center() - galley.size() / 2.0, galley, t.text);
    }

    fn seats(&mut self, body: Rect) {
        let y = body.center().y - self.captions / 2.0;
        let shown = self.thing.waiting.len().max(3) as f32;
        let step = (2.6 * self.seat).min((body.width() - 2.0 * self.seat) / (shown - 1.0).max(1.0));
        let first = pos2(body.center().x - step * (shown - 1.0) / 2.0, y);
        self.row(first, step, body.width() + 8.0, 3);
        let words = tell!(self.run.text, "wait-set", count = self.thing.waiting.len());
        self.caption(pos2(body.center().x, y + self.seat + 10.0), &words, body.width());
    }

    /// A row of those who wait at the foot of the body, if anybody does; returns what is left above.
    fn waiters_below(&mut self, body: Rect) -> Rect {
        if self.thing.waiting.is_empty() {
            return body;
        }
        let high = 2.0 * self.seat + self.captions + 12.0;
        let y = body.bottom() - high + self.seat + 8.0;
        let names: Vec<String> = self
            .thing
            .waiting
            .iter()
            .map(|w| {
                let view = &self.run.here().then.threads[w.thread.index()];
                match &view.verb {
                    Some(verb) => tell!(self.run.text, "thread-in-call", who = view.name, verb = &**verb),
                    None => view.name.clone(),
                }
            })
            .collect();
        let count = names.len() as f32;
        let step = 2.4 * self.seat;
        let first = pos2(body.center().x - step * (count - 1.0) / 2.0, y);
        self.row(first, step, body.width(), 0);
        let words = tell!(self.run.text, "waiting-names", names = self.run.text.list(&names));
        self.caption(pos2(body.center().x, y + self.seat + 6.0), &words, body.width());
        Rect::from_min_max(body.min, pos2(body.right(), body.bottom() - high))
    }

    fn coins(&mut self, body: Rect, permits: u64) {
        let t = self.t;
        let y = body.center().y - self.captions / 2.0;
        let before = match self.before() {
            Some(State::Count(before)) => *before,
            _ => permits,
        };
        let half = body.width() / 2.0;
        let step = 2.3 * self.seat;
        let most = ((half / 34.0) as u64).clamp(1, 8);
        let shown = permits.min(most);
        // The group stands in the middle as long as its queue leaves room for that.
        let coins = 32.0 * (shown.max(1) - 1) as f32 + 30.0;
        let seats = step * (self.thing.waiting.len().max(2) - 1) as f32 + 2.0 * self.seat;
        let group = (seats + 42.0 + coins).min(body.width() - 36.0);
        let right = body.center().x + group / 2.0 - 15.0;
        for i in 0..shown.max(1) {
            let at = pos2(right - 32.0 * i as f32, y);
            match permits {
                0 => icons::seat(&self.painter, t, at, 15.0),
                // One that has just come is on its way.
                _ if permits > before && i + 1 == shown => {}
                _ => motion::coin(&self.painter, t, at),
            }
        }
        if permits != before {
            let place = pos2(right - 32.0 * shown.max(before.min(most)).saturating_sub(1) as f32, y);
            let door = pos2((right + 50.0).min(body.right() - 12.0), y);
            let (from, to) = if permits > before { (door, place) } else { (place, door) };
            self.cast.pieces.push(Piece { look: Look::Coin, from, to, leaves: permits < before });
            self.actor(door + vec2(0.0, 24.0));
        }
        let middle = right - 16.0 * (shown.max(1) - 1) as f32;
        let words = tell!(self.run.text, "permits", count = permits);
        self.caption(pos2(middle, y + self.seat + 10.0), &words, 2.0 * (body.right() - middle));
        let edge = right - 32.0 * (shown.max(1) - 1) as f32 - 15.0;
        let first = pos2(edge - self.seat - 42.0, y);
        let end = self.row(first, -step, (first.x - body.left()).max(step), 2);
        let ink = if self.thing.waiting.is_empty() { t.line } else { t.line_strong };
        let from = pos2(first.x + self.seat + 5.0, y);
        icons::arrow(&self.painter, from, pos2(edge - 8.0, y), Stroke::new(2.0, ink));
        let words = tell!(self.run.text, "waiting", count = self.thing.waiting.len());
        self.caption(pos2((first.x + end) / 2.0, y + self.seat + 10.0), &words, half);
    }

    fn event(&mut self, body: Rect, set: bool) {
        let text = self.run.text;
        let words = if set { tell!(text, "event-set") } else { tell!(text, "event-not-set") };
        self.flag(body, set, Icon::Flag, &words, &tell!(text, "event-sleepers"));
    }

    fn flag(&mut self, body: Rect, set: bool, icon: Icon, says: &str, sleepers: &str) {
        let t = self.t;
        let y = body.center().y - self.captions / 2.0;
        let below = y + self.seat.max(27.0) + 6.0;
        let step = 2.4 * self.seat;
        let seats = step * (self.thing.waiting.len().max(3) - 1) as f32 + 2.0 * self.seat;
        let group = (27.0 + 64.0 + seats).min(body.width() - 26.0);
        let at = pos2(body.center().x - group / 2.0 + 27.0, y);
        let ink = if set { t.good } else { t.line_strong };
        self.painter.circle(at, 27.0, t.sunk, Stroke::new(if set { 2.0 } else { 1.0 }, ink));
        icons::paint(&self.painter, icon, at, 28.0, ink);
        if self.run.cursor > 0 && self.thing.before != self.thing.state {
            self.cast.pieces.push(Piece { look: Look::Ring, from: at, to: at, leaves: true });
            self.actor(at + vec2(21.0, -21.0));
        }
        self.caption(pos2(at.x, below), says, 90.0);
        let first = pos2(at.x + 64.0 + self.seat, y);
        let end = self.row(first, step, body.right() - first.x, 3);
        let nobody = tell!(self.run.text, "nobody-sleeps");
        let words = if self.thing.waiting.is_empty() { &nobody } else { sleepers };
        self.caption(pos2((first.x + end) / 2.0, below), words, body.right() - first.x + 40.0);
    }

    fn pipe(&mut self, body: Rect, bytes: usize, capacity: usize, ends: &[End]) {
        let t = self.t;
        let y = body.top() + 26.0;
        let tube = Rect::from_min_max(pos2(body.left() + 6.0, y - 17.0), pos2(body.right() - 6.0, y + 17.0));
        let stroke = Stroke::new(1.5, t.line_strong);
        self.painter.rect(tube, 17.0, t.sunk, stroke, StrokeKind::Inside);
        let share = (bytes as f32 / capacity.max(1) as f32).clamp(0.0, 1.0);
        if bytes > 0 {
            // A few bytes in a large pipe must still be seen.
            let width = (share * (tube.width() - 8.0)).max(26.0);
            let right = tube.right() - 4.0;
            let fill =
                Rect::from_min_max(pos2(right - width, tube.top() + 4.0), pos2(right, tube.bottom() - 4.0));
            self.painter.rect_filled(fill, 13.0, mix(t.sunk, t.accent, 0.55));
        }
        let text = self.run.text;
        let words = tell!(text, "bytes", count = bytes);
        self.text(tube.center(), &words, fonts::text(size::SMALL), t.text);
        if let Some(State::Pipe { bytes: before, .. }) = self.before()
            && *before != bytes
        {
            let words = tell!(text, "some-bytes", count = bytes.abs_diff(*before));
            let (into, out) = (tube.left() + 34.0, tube.right() - 34.0);
            let (from, to, door) = match bytes > *before {
                true => (into, tube.center().x, tube.left() + 12.0),
                false => (tube.center().x, out, tube.right() - 12.0),
            };
            let (from, to) = (pos2(from, y), pos2(to, y));
            self.cast.pieces.push(Piece { look: Look::Bytes(words), from, to, leaves: true });
            self.actor(pos2(door, y));
        }
        let half = body.width() / 2.0 - 6.0;
        for writes in [true, false] {
            let left = if writes { body.left() } else { body.right() - half };
            let held = ends.iter().filter(|e| e.writes == writes);
            let title = if writes { tell!(text, "write-ends") } else { tell!(text, "read-ends") };
            let at = pos2(left + 4.0, tube.bottom() + 16.0);
            let (font, ink) = (fonts::strong(size::SMALL), t.weak);
            let mut any = false;
            self.painter.text(at, Align2::LEFT_CENTER, title, font, ink);
            for (i, end) in held.enumerate() {
                any = true;
                let top = tube.bottom() + 30.0 + 28.0 * i as f32;
                let slot = Rect::from_min_size(pos2(left, top), vec2(half, 24.0));
                let line = Stroke::new(1.0, t.line);
                self.painter.rect(slot, radius::SMALL, t.raised, line, StrokeKind::Inside);
                let process = self.run.trace.processes.get(usize::from(end.process.0));
                let process = process.map_or("?", String::as_str);
                let words = tell!(text, "end-of-process", process, descriptor = end.descriptor);
                let font = fonts::text(size::SMALL);
                let galley = line_of(self.ui, &words, font, t.text, half - 16.0);
                let at = pos2(slot.left() + 8.0, slot.center().y - galley.size().y / 2.0);
                self.painter.galley(at, galley, t.text);
            }
            if !any {
                let words = if writes { tell!(text, "no-write-end") } else { tell!(text, "no-read-end") };
                let at = pos2(left + 8.0, tube.bottom() + 42.0);
                let font = fonts::text(size::SMALL);
                self.painter.text(at, Align2::LEFT_CENTER, words, font, t.weak);
            }
        }
    }

    fn drawers(&self, body: Rect) {
        let t = self.t;
        let threads = self.run.here().then.threads.len();
        let each = body.height() / threads.max(1) as f32;
        for n in 0..threads {
            let thread = stepper::ThreadId(n as u8);
            let top = body.top() + each * n as f32;
            let y = top + each / 2.0;
            icons::token(&self.painter, t, self.run.mark(thread), pos2(body.left() + 14.0, y), 11.0);
            let drawer = Rect::from_min_max(pos2(body.left() + 36.0, y - 14.0), pos2(body.right(), y + 14.0));
            let value = self.thing.own.get(&thread);
            let acted = self.run.acting() == Some(thread) && self.thing.changed;
            let line = match (acted, value) {
                (true, _) => Stroke::new(1.5, t.accent),
                (false, Some(_)) => Stroke::new(1.0, t.line_strong),
                (false, None) => Stroke::new(1.0, t.line),
            };
            self.painter.rect(drawer, radius::SMALL, t.sunk, line, StrokeKind::Inside);
            // The handle.
            let handle = pos2(drawer.left() + 14.0, y);
            self.painter.hline(handle.x - 5.0..=handle.x + 5.0, y, Stroke::new(2.5, line.color));
            let (words, ink) = match value {
                Some(value) => (value.clone(), t.text),
                None => (tell!(self.run.text, "no-value"), t.faint),
            };
            let width = drawer.width() - 44.0;
            let galley = line_of(self.ui, &words, fonts::code(size::CODE), ink, width);
            let at = pos2(drawer.left() + 32.0, y - galley.size().y / 2.0);
            self.painter.galley(at, galley, ink);
        }
    }
}
