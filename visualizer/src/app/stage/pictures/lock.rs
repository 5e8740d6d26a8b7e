//! A lock: the seat of its owner, the queue of those who want it, and the value that it guards.

use egui::{Rect, Stroke, pos2};
use stepper::State;

use super::{Drawing, Measure, Picture, seats};
use crate::app::Run;
use crate::app::motion::Token;
use crate::look::theme::size;
use crate::look::{Icon, icons};
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Lock;

impl Picture for Lock {
    fn icon(&self) -> Icon {
        Icon::Lock
    }

    fn icon_now(&self, thing: &Thing) -> Icon {
        if thing.owner.is_none() { Icon::Unlocked } else { Icon::Lock }
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        match (thing.owner, &thing.state) {
            (Some(owner), Some(State::Count(depth @ 2..))) => {
                tell!(run.text, "note-held-times", who = run.name(owner), depth = *depth)
            }
            (Some(owner), _) => tell!(run.text, "note-held", who = run.name(owner)),
            (None, _) => tell!(run.text, "free"),
        }
    }

    fn weight(&self, thing: &Thing) -> f32 {
        if matches!(thing.state, Some(State::Value(_))) { 1.25 } else { 1.0 }
    }

    fn height(&self, _run: &Run, thing: &Thing, _width: f32, measure: Measure) -> f32 {
        match thing.state {
            Some(State::Value(_)) => seats(measure) + 44.0,
            _ => seats(measure),
        }
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let value = match &drawing.thing.state {
            Some(State::Value(value)) => Some(value.clone()),
            _ => None,
        };
        let t = drawing.t;
        let text = drawing.run.text;
        let strip = if value.is_some() { 44.0 } else { 0.0 };
        let room = Rect::from_min_max(body.min, pos2(body.right(), body.bottom() - strip));
        let y = room.center().y - drawing.captions / 2.0 + 2.0;
        // The group stands in the middle: the queue, the arrow and the seat.
        let waiting = drawing.thing.waiting.len();
        let beside = drawing.seat + 10.0;
        let queue = if waiting == 0 { beside } else { (2.4 * waiting as f32 + 2.8) * drawing.seat + 8.0 };
        let owner = pos2((room.center().x + (queue - beside) / 2.0).min(room.right() - beside), y);
        drawing.painter.circle(owner, drawing.seat + 9.0, t.sunk, Stroke::new(1.0, t.line_strong));
        if drawing.thing.owner.is_none() {
            icons::paint(&drawing.painter, Icon::Unlocked, owner, drawing.seat * 1.1, t.line_strong);
        }
        if let Some(thread) = drawing.thing.owner {
            drawing.cast.tokens.push(Token {
                seat: (drawing.thing.id, thread),
                at: owner,
                radius: drawing.seat,
                owns: true,
                asleep: false,
            });
        }
        let words = match (drawing.thing.owner, &drawing.thing.state) {
            (None, _) => tell!(text, "free"),
            (Some(_), Some(State::Count(depth @ 2..))) => tell!(text, "holds-it-times", depth = *depth),
            (Some(_), _) => tell!(text, "holds-it"),
        };
        drawing.caption(pos2(owner.x, y + drawing.seat + 12.0), &words, 90.0);
        if let Some(value) = &value {
            let strip = Rect::from_min_max(pos2(body.left(), body.bottom() - strip + 8.0), body.max);
            drawing.value(strip, value, size::HEADING);
        }
        if waiting == 0 {
            return;
        }
        // Who waits longest stands next to the seat.
        let step = 2.4 * drawing.seat;
        let first = pos2(owner.x - 4.2 * drawing.seat - 8.0, y);
        let space = (first.x - room.left() - drawing.seat + step).max(step);
        let end = drawing.row(first, -step, space, 0);
        let from = pos2(first.x + drawing.seat + 6.0, y);
        let to = pos2(owner.x - drawing.seat - 14.0, y);
        icons::arrow(&drawing.painter, from, to, Stroke::new(2.0, t.line_strong));
        let words = tell!(text, "wait-for-it", count = waiting);
        let middle = (first.x + end) / 2.0;
        drawing.caption(pos2(middle, y + drawing.seat + 12.0), &words, 150.0);
    }
}
