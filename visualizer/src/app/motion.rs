//! Threads' tokens on the stage: where they are, and how they get there.

use std::collections::HashMap;

use egui::{Pos2, Stroke, Ui, Vec2};
use stepper::{ObjectId, ThreadId};

use super::run::Run;
use crate::look::{Icon, icons, tokens};

/// How long a token is on its way, in seconds.
const TIME: f64 = 0.25;

/// A token's seat: this thread, at this object.
type Seat = (ObjectId, ThreadId);

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

/// Where tokens were before the last step, and since when they move.
#[derive(Default)]
pub(super) struct Motion {
    before: HashMap<Seat, Vec2>,
    now: HashMap<Seat, Vec2>,
    shown: Option<(String, usize)>,
    begun: f64,
}

impl Motion {
    /// Paints the tokens of a frame, over everything else on the stage. Asks for another frame only while one moves.
    pub(super) fn paint(&mut self, ui: &Ui, run: &Run, origin: Pos2, still: bool, all: &[Token]) {
        let time = ui.input(|i| i.time);
        let shown = Some((format!("{}/{}", run.id.lesson, run.id.variant), run.cursor));
        if self.shown != shown {
            let same_program = match (&self.shown, &shown) {
                (Some((a, _)), Some((b, _))) => a == b,
                _ => false,
            };
            self.before = std::mem::take(&mut self.now);
            if !same_program {
                self.before.clear();
            }
            self.shown = shown;
            self.begun = time;
        }
        let share = match still || self.before.is_empty() {
            true => 1.0,
            false => ((time - self.begun) / TIME).clamp(0.0, 1.0) as f32,
        };
        self.now = all.iter().map(|t| (t.seat, t.at - origin)).collect();
        if share < 1.0 {
            ui.ctx().request_repaint();
        }
        let eased = egui::emath::easing::cubic_in_out(share);
        let t = tokens(ui);
        for token in all {
            let left = self
                .before
                .iter()
                .filter(|(seat, _)| seat.1 == token.seat.1 && !self.now.contains_key(seat))
                .map(|(_, at)| at)
                .min_by(|a, b| a.x.total_cmp(&b.x));
            let from = self.before.get(&token.seat).or(left);
            let to = token.at - origin;
            let at = origin + from.map_or(to, |from| *from + (to - *from) * eased);
            let mark = run.mark(token.seat.1);
            let painter = ui.painter();
            icons::token(painter, t, mark, at, token.radius);
            if token.owns {
                let stroke = Stroke::new(2.5, t.thread_text(mark.index));
                icons::token_ring(painter, mark, at, token.radius, 5.0, stroke);
            }
            if token.asleep {
                let corner = at + Vec2::new(0.8, -0.85) * token.radius;
                painter.circle(corner, 10.0, t.sunk, Stroke::new(1.0, t.line_strong));
                icons::paint(painter, Icon::Sleep, corner, 13.0, t.text);
            }
        }
    }
}
