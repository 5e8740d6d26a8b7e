//! What moves on the stage: threads' tokens from seat to seat, and what they put, take and signal. Every moment reads as
//! well when it stands still; with less motion, a dashed line shows where a thing came from.

use std::collections::HashMap;

use egui::{Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2};
use stepper::{ObjectId, ThreadId};

use super::run::Run;
use super::threads::line_of;
use crate::look::theme::{radius, size};
use crate::look::{Icon, Tokens, fonts, icons, tokens};

/// How long something is on its way when steps are made by hand, in seconds.
const BY_HAND: f64 = 0.35;
/// How far a thread is seen to come or go that had no seat before, or has none now.
const ASIDE: Vec2 = Vec2::new(-34.0, 0.0);

/// A token's seat: this thread, at this object.
type Seat = (ObjectId, ThreadId);

/// Everything of a frame that can move.
#[derive(Default)]
pub(super) struct Cast {
    pub(super) tokens: Vec<Token>,
    pub(super) pieces: Vec<Piece>,
}

/// A token to be painted.
pub(super) struct Token {
    pub(super) seat: Seat,
    pub(super) at: Pos2,
    pub(super) radius: f32,
    /// It has the object: a ring says so.
    pub(super) owns: bool,
    /// It sleeps there.
    pub(super) asleep: bool,
}

/// Something that the last step has moved.
pub(super) struct Piece {
    pub(super) look: Look,
    pub(super) from: Pos2,
    pub(super) to: Pos2,
    /// It is gone once it is there.
    pub(super) leaves: bool,
}

/// What a piece looks like.
pub(super) enum Look {
    /// An item of a queue, in a cell of this size.
    Item(String, Vec2),
    /// A permit.
    Coin,
    /// Bytes on their way through a pipe.
    Bytes(String),
    /// Something happens here: a ring that grows.
    Ring,
}

/// Where tokens were before the last step, and since when they move.
#[derive(Default)]
pub(super) struct Motion {
    before: HashMap<Seat, (Vec2, f32)>,
    now: HashMap<Seat, (Vec2, f32)>,
    shown: Option<(String, usize)>,
    /// The last step was made forward.
    forward: bool,
    begun: f64,
}

/// How long a step's motion takes while the app plays so many steps a second.
pub(super) fn time(steps_per_second: Option<f32>) -> f64 {
    steps_per_second.map_or(BY_HAND, |pace| (0.8 / f64::from(pace)).clamp(0.1, 0.5))
}

impl Motion {
    /// Paints what can move, over everything else on the stage, `time` seconds from place to place; none: at once. Asks for
    /// another frame only while something moves.
    pub(super) fn paint(&mut self, ui: &Ui, run: &Run, origin: Pos2, time: Option<f64>, cast: &Cast) {
        let clock = ui.input(|i| i.time);
        let shown = Some((format!("{}/{}", run.id.lesson, run.id.variant), run.cursor));
        if self.shown != shown {
            let step = match (&self.shown, &shown) {
                (Some((a, from)), Some((b, to))) if a == b => Some((*from, *to)),
                _ => None,
            };
            self.before = std::mem::take(&mut self.now);
            if step.is_none() {
                self.before.clear();
            }
            self.forward = step.is_some_and(|(from, to)| to == from + 1);
            self.shown = shown;
            self.begun = clock;
        }
        let moves = !self.before.is_empty() || self.forward && !cast.pieces.is_empty();
        let share = match time {
            Some(time) if moves => ((clock - self.begun) / time).clamp(0.0, 1.0) as f32,
            _ => 1.0,
        };
        self.now = cast.tokens.iter().map(|t| (t.seat, (t.at - origin, t.radius))).collect();
        if share < 1.0 {
            ui.ctx().request_repaint();
        }
        let way = Way { share: egui::emath::easing::cubic_in_out(share), trail: time.is_none() };
        self.leave(ui, run, origin, &way, cast);
        for token in &cast.tokens {
            self.token(ui, run, origin, &way, token);
        }
        for piece in &cast.pieces {
            let from = if self.forward { piece.from } else { piece.to };
            if !(piece.leaves && (share == 1.0 || !self.forward)) {
                piece.paint(ui, from.lerp(piece.to, way.share), &way);
            }
            if way.trail && self.forward {
                trail(ui, piece.from, piece.to);
            }
        }
    }

    fn token(&self, ui: &Ui, run: &Run, origin: Pos2, way: &Way, token: &Token) {
        let t = tokens(ui);
        let left = self
            .before
            .iter()
            .filter(|(seat, _)| seat.1 == token.seat.1 && !self.now.contains_key(seat))
            .map(|(_, at)| at)
            .min_by(|a, b| a.0.x.total_cmp(&b.0.x));
        let from = self.before.get(&token.seat).or(left).map(|(at, _)| *at);
        let to = token.at - origin;
        let mut painter = ui.painter().clone();
        let at = match from {
            Some(from) => from + (to - from) * way.share,
            None if self.before.is_empty() => to,
            None => {
                painter.set_opacity(way.share);
                to + ASIDE * (1.0 - way.share)
            }
        };
        if let Some(from) = from.filter(|_| way.trail) {
            trail(ui, origin + from, token.at);
        }
        let at = origin + at;
        let mark = run.mark(token.seat.1);
        icons::token(&painter, t, mark, at, token.radius);
        if token.owns {
            let stroke = Stroke::new(2.5, t.thread_text(mark.index));
            icons::token_ring(&painter, mark, at, token.radius, 5.0, stroke);
        }
        if token.asleep {
            let corner = at + Vec2::new(0.8, -0.85) * token.radius;
            painter.circle(corner, 10.0, t.sunk, Stroke::new(1.0, t.line_strong));
            icons::paint(&painter, Icon::Sleep, corner, 13.0, t.text);
        }
    }

    /// Threads that had a seat and have none any more go aside.
    fn leave(&self, ui: &Ui, run: &Run, origin: Pos2, way: &Way, cast: &Cast) {
        if way.share == 1.0 {
            return;
        }
        let mut painter = ui.painter().clone();
        painter.set_opacity(1.0 - way.share);
        for (seat, (at, radius)) in &self.before {
            if !cast.tokens.iter().any(|token| token.seat.1 == seat.1) {
                let at = origin + *at + ASIDE * way.share;
                icons::token(&painter, tokens(ui), run.mark(seat.1), at, *radius);
            }
        }
    }
}

/// How far everything is on its way.
struct Way {
    share: f32,
    /// Nothing moves; a line shows where it came from.
    trail: bool,
}

fn trail(ui: &Ui, from: Pos2, to: Pos2) {
    if from.distance(to) > 4.0 {
        let stroke = Stroke::new(1.5, tokens(ui).line_strong);
        ui.painter().extend(Shape::dashed_line(&[from, to], stroke, 5.0, 5.0));
    }
}

impl Piece {
    fn paint(&self, ui: &Ui, at: Pos2, way: &Way) {
        let t = tokens(ui);
        let mut painter = ui.painter().clone();
        if self.leaves {
            // The last part of the way it fades.
            painter.set_opacity(((1.0 - way.share) * 2.5).min(1.0));
        }
        match &self.look {
            Look::Item(words, wide) => item(ui, &painter, t, Rect::from_center_size(at, *wide), words),
            Look::Coin => coin(&painter, t, at),
            Look::Bytes(words) => {
                let words = painter.layout_no_wrap(words.clone(), fonts::text(size::SMALL), t.text);
                let chip = Rect::from_center_size(at, words.size() + Vec2::new(16.0, 6.0));
                let line = Stroke::new(1.0, t.accent);
                painter.rect(chip, chip.height() / 2.0, t.accent_soft, line, StrokeKind::Inside);
                painter.galley(chip.center() - words.size() / 2.0, words, t.text);
            }
            Look::Ring => {
                painter.circle_stroke(at, 27.0 + 16.0 * way.share, Stroke::new(2.5, t.accent));
            }
        }
    }
}

/// An item in its cell.
pub(super) fn item(ui: &Ui, painter: &egui::Painter, t: &Tokens, cell: Rect, words: &str) {
    let line = Stroke::new(1.0, t.line_strong);
    painter.rect(cell, radius::SMALL, t.raised, line, StrokeKind::Inside);
    let galley = line_of(ui, words, fonts::code(size::CODE), t.text, cell.width() - 6.0);
    painter.galley(cell.center() - galley.size() / 2.0, galley, t.text);
}

/// A permit.
pub(super) fn coin(painter: &egui::Painter, t: &Tokens, at: Pos2) {
    painter.circle(at, 15.0, t.raised, Stroke::new(1.5, t.accent));
    icons::paint(painter, Icon::Coin, at, 20.0, t.accent);
}
