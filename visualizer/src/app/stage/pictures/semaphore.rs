//! A semaphore: a coin for each permit, and the queue of those who want one.

use egui::{Rect, Stroke, pos2, vec2};
use stepper::State;

use super::{Drawing, Measure, Picture, seats};
use crate::app::Run;
use crate::app::motion::{self, Look, Piece};
use crate::look::{Icon, icons};
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Semaphore;

impl Picture for Semaphore {
    fn icon(&self) -> Icon {
        Icon::Coin
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        match thing.state {
            Some(State::Count(count)) => tell!(run.text, "note-left", count),
            _ => String::new(),
        }
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        seats(measure) + 6.0
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let Some(State::Count(permits)) = drawing.thing.state else {
            drawing.unused(body);
            return;
        };
        let t = drawing.t;
        let y = body.center().y - drawing.captions / 2.0;
        let before = match drawing.before() {
            Some(State::Count(before)) => *before,
            _ => permits,
        };
        let half = body.width() / 2.0;
        let step = 2.3 * drawing.seat;
        let most = ((half / 34.0) as u64).clamp(1, 8);
        let shown = permits.min(most);
        // The group stands in the middle: the queue, the arrow and the coins.
        let coins = 32.0 * (shown.max(1) - 1) as f32 + 30.0;
        let waiting = drawing.thing.waiting.len();
        let queue = match waiting {
            0 => 0.0,
            _ => step * (waiting - 1) as f32 + 2.0 * drawing.seat + 42.0,
        };
        let end = body.center().x + (queue + coins) / 2.0;
        let right = end.min(body.right() - 26.0) - 15.0;
        for i in 0..shown.max(1) {
            let at = pos2(right - 32.0 * i as f32, y);
            match permits {
                0 => icons::seat(&drawing.painter, t, at, 15.0),
                // One that has just come is on its way.
                _ if permits > before && i + 1 == shown => {}
                _ => motion::coin(&drawing.painter, t, at),
            }
        }
        if permits != before {
            let place = pos2(right - 32.0 * shown.max(before.min(most)).saturating_sub(1) as f32, y);
            let door = pos2((right + 50.0).min(body.right() - 12.0), y);
            let (from, to) = if permits > before { (door, place) } else { (place, door) };
            drawing.cast.pieces.push(Piece { look: Look::Coin, from, to, leaves: permits < before });
            drawing.actor(door + vec2(0.0, 24.0));
        }
        let middle = right - 16.0 * (shown.max(1) - 1) as f32;
        let words = tell!(drawing.run.text, "permits", count = permits);
        drawing.caption(pos2(middle, y + drawing.seat + 10.0), &words, 2.0 * (body.right() - middle));
        if waiting == 0 {
            return;
        }
        let edge = right - 32.0 * (shown.max(1) - 1) as f32 - 15.0;
        let first = pos2(edge - drawing.seat - 42.0, y);
        let end = drawing.row(first, -step, (first.x - body.left() - drawing.seat + step).max(step), 0);
        let from = pos2(first.x + drawing.seat + 5.0, y);
        icons::arrow(&drawing.painter, from, pos2(edge - 8.0, y), Stroke::new(2.0, t.line_strong));
        let words = tell!(drawing.run.text, "waiting", count = waiting);
        drawing.caption(pos2((first.x + end) / 2.0, y + drawing.seat + 10.0), &words, half);
    }
}
