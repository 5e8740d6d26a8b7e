//! The body of a card while it is drawn, and what several pictures have in common: seats, a value, words below.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Align, Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};
use stepper::State;

use crate::app::Run;
use crate::app::motion::{Cast, Look, Piece, Token};
use crate::app::threads::line_of;
use crate::look::theme::{mix, radius, size};
use crate::look::{Icon, Tokens, fonts, icons};
use crate::picture::{Thing, Waiting};
use crate::text::tell;

/// The least radius of a dial.
pub(super) const DIAL: f32 = 27.0;

/// The gap between a dial and what stands beside it.
const BESIDE: f32 = 18.0;

/// The type of a value that has no room in one row: two rows of it fit where one does.
const TINY: f32 = 12.5;

/// A card's body being drawn.
pub(super) struct Drawing<'a> {
    /// The radius of a seat.
    pub(super) seat: f32,
    /// The height of a line of words below the picture.
    pub(super) captions: f32,
    pub(super) ui: &'a Ui,
    pub(super) painter: Painter,
    pub(super) t: &'static Tokens,
    pub(super) run: &'a Run,
    pub(super) thing: &'a Thing,
    pub(super) cast: &'a mut Cast,
}

impl Drawing<'_> {
    /// How the object looked before, if the last step has changed that.
    pub(super) fn before(&self) -> Option<&State> {
        let changed = self.run.cursor > 0 && self.thing.before != self.thing.state;
        self.thing.before.as_ref().filter(|_| changed)
    }

    /// The radius of a dial, which grows with the seats.
    fn radius(&self) -> f32 {
        DIAL.max(0.9 * self.seat)
    }

    /// The thread that made the step, small, beside what it has done.
    pub(super) fn actor(&self, at: Pos2) {
        if let Some(thread) = self.run.acting() {
            icons::token(&self.painter, self.t, self.run.mark(thread), at, 10.0);
        }
    }

    pub(super) fn text(&self, at: Pos2, words: &str, font: FontId, ink: Color32) {
        self.painter.text(at, Align2::CENTER_CENTER, words, font, ink);
    }

    pub(super) fn caption(&self, at: Pos2, words: &str, width: f32) {
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
    pub(super) fn row(&mut self, from: Pos2, step: f32, room: f32, empty: usize) -> f32 {
        let waiting = self.thing.waiting.clone();
        let wanted = waiting.len().max(empty);
        let most = (((room + 1.0) / step.abs()) as usize).max(1);
        let (step, shown) = match waiting.len() > most {
            // Closer together, and then only the first.
            true => (step * 0.6, ((room / (step.abs() * 0.6)) as usize).clamp(1, waiting.len())),
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

    /// A row of those who wait at the foot of the body, if anybody does; returns what is left above.
    pub(super) fn waiters_below(&mut self, body: Rect) -> Rect {
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

    /// A value in a hollow in the middle of `room`, which is hardly wider than the value. A long one is in small type and
    /// goes on in a second row.
    pub(super) fn value(&self, room: Rect, value: &str, font_size: f32) {
        let t = self.t;
        let most = room.width() - 16.0;
        let large = line_of(self.ui, value, fonts::code(font_size), t.text, most);
        let galley = if large.elided { self.two_rows(value, most) } else { large };
        let wide = (galley.size().x + 4.0 * font_size).max(9.0 * font_size).min(room.width());
        let rect = Rect::from_center_size(room.center(), vec2(wide, room.height()));
        let changed = self.thing.changed && self.run.cursor > 0;
        let line = if changed { mix(t.line, t.accent, 0.5) } else { t.line };
        let corner = radius::CONTROL;
        self.painter.rect(rect, corner, t.sunk, Stroke::new(1.0, line), StrokeKind::Inside);
        let at = rect.center() - galley.rect.center().to_vec2();
        self.painter.galley(at, galley, t.text);
    }

    fn two_rows(&self, value: &str, width: f32) -> Arc<Galley> {
        let mut job = LayoutJob::simple(value.to_owned(), fonts::code(TINY), self.t.text, width);
        job.wrap.max_rows = 2;
        job.halign = Align::Center;
        self.painter.layout_job(job)
    }

    /// A dial, and beside it those who sleep until it turns, or in words that nobody does. The dial keeps its place when
    /// somebody comes, unless they need the room. Returns that place.
    pub(super) fn dial(
        &mut self,
        body: Rect,
        icon: Icon,
        ink: Color32,
        sleepers: &str,
        nobody: &str,
    ) -> Pos2 {
        let t = self.t;
        let (seat, dial, count) = (self.seat, self.radius(), self.thing.waiting.len());
        let y = body.center().y - self.captions / 2.0;
        let most = (body.width() - 2.0 * dial - BESIDE).max(60.0);
        let words = self.painter.layout(nobody.to_owned(), fonts::text(size::BODY), t.weak, most);
        let below =
            self.painter.layout_no_wrap(sleepers.to_owned(), fonts::text(size::SMALL), t.weak).size().x;
        let step = 2.4 * seat;
        let wanted = match count {
            0 => 0.0,
            _ => (step * (count - 1) as f32 + 2.0 * seat).max(if self.captions > 0.0 { below } else { 0.0 }),
        };
        let left = body.center().x - (2.0 * dial + BESIDE + words.size().x) / 2.0;
        let left = left.min(body.right() - 2.0 * dial - BESIDE - wanted).max(body.left());
        let at = pos2(left + dial, y);
        let weight = if ink == t.line_strong { 1.0 } else { 2.0 };
        self.painter.circle(at, dial, t.sunk, Stroke::new(weight, ink));
        icons::paint(&self.painter, icon, at, 1.04 * dial, ink);
        let beside = at.x + dial + BESIDE;
        if count == 0 {
            self.painter.galley(pos2(beside, y - words.size().y / 2.0), words, t.weak);
            return at;
        }
        let first = pos2(beside + seat, y);
        let end = self.row(first, step, body.right() - first.x, 0);
        let room = body.right() - at.x - dial;
        let half = below.min(room) / 2.0;
        let middle = ((first.x + end) / 2.0).clamp(at.x + dial + half, body.right() - half);
        self.caption(pos2(middle, y + seat.max(dial) + 6.0), sleepers, room);
        at
    }

    /// A dial that says whether something is set, and those who sleep until it is.
    pub(super) fn flag(&mut self, body: Rect, set: bool, icon: Icon, says: &str, sleepers: &str) {
        let ink = if set { self.t.good } else { self.t.line_strong };
        let nobody = tell!(self.run.text, "nobody-sleeps");
        let at = self.dial(body, icon, ink, sleepers, &nobody);
        if self.run.cursor > 0 && self.thing.before != self.thing.state {
            self.cast.pieces.push(Piece { look: Look::Ring, from: at, to: at, leaves: true });
            self.actor(at + vec2(0.78, -0.78) * self.radius());
        }
        self.caption(at + vec2(0.0, self.radius() + 6.0), says, 90.0);
    }

    /// An object of which nothing is known yet but who waits for it.
    pub(super) fn unused(&mut self, body: Rect) {
        let rest = self.waiters_below(body);
        if self.thing.waiting.is_empty() {
            let words = tell!(self.run.text, "not-used-yet");
            self.text(rest.center(), &words, fonts::text(size::BODY), self.t.weak);
        }
    }
}
