//! A barrier: a seat for each whom it takes, and the bar that opens when all seats are taken.

use egui::{Rect, Stroke, pos2};
use stepper::{Meeting, State};

use super::{Drawing, Measure, Picture, seats};
use crate::app::Run;
use crate::look::{Icon, icons};
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Barrier;

impl Picture for Barrier {
    fn icon(&self) -> Icon {
        Icon::Barrier
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        let Some(State::Parties { arrived, of, meeting }) = thing.state else { return String::new() };
        match meeting {
            Meeting::Filling => tell!(run.text, "note-arrived", arrived, of),
            Meeting::Leaving => tell!(run.text, "note-leaving", arrived, of),
            Meeting::Broken => tell!(run.text, "barrier-broken"),
        }
    }

    fn weight(&self, _thing: &Thing) -> f32 {
        1.2
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        seats(measure) + 6.0
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let Some(State::Parties { of, meeting, .. }) = drawing.thing.state else {
            drawing.unused(body);
            return;
        };
        let t = drawing.t;
        let text = drawing.run.text;
        let y = body.center().y - drawing.captions / 2.0;
        let below = y + drawing.seat.max(27.0) + 6.0;
        let waiting = drawing.thing.waiting.len();
        // More than one seat each: of a round that leaves, while the next one is waiting already.
        let seats = of.max(waiting).max(1);
        let room = body.width() - 2.0 * drawing.seat - 27.0 - 64.0;
        let fit = ((room / (2.4 * drawing.seat)) as usize + 1).max(1);
        let shown = seats.min(fit.max(waiting));
        let wide = 2.4 * drawing.seat * (shown - 1) as f32 + 2.0 * drawing.seat;
        let group = (wide + 64.0 + 27.0).min(body.width() - 8.0);
        let first = pos2(body.center().x - group / 2.0 + drawing.seat, y);
        let end = drawing.row(first, 2.4 * drawing.seat, (room + drawing.seat).max(1.0), shown);
        let bar = pos2((end + drawing.seat + 64.0).min(body.right() - 27.0), y);
        let (ink, words) = match meeting {
            Meeting::Filling => (t.line_strong, tell!(text, "barrier-closed")),
            Meeting::Leaving => (t.good, tell!(text, "barrier-open")),
            Meeting::Broken => (t.bad, tell!(text, "barrier-broken")),
        };
        let weight = if meeting == Meeting::Filling { 1.0 } else { 2.0 };
        drawing.painter.circle(bar, 27.0, t.sunk, Stroke::new(weight, ink));
        let icon = if meeting == Meeting::Broken { Icon::Cross } else { Icon::Barrier };
        icons::paint(&drawing.painter, icon, bar, 28.0, ink);
        drawing.caption(pos2(bar.x, below), &words, 90.0);
        let line = if waiting == 0 { t.line } else { t.line_strong };
        let (from, to) = (pos2(end + drawing.seat + 6.0, y), pos2(bar.x - 32.0, y));
        icons::arrow(&drawing.painter, from, to, Stroke::new(2.0, line));
        let words = match meeting {
            Meeting::Filling if waiting == 0 => tell!(text, "barrier-nobody"),
            Meeting::Filling => tell!(text, "barrier-others"),
            Meeting::Leaving if waiting == 0 => tell!(text, "barrier-go-on"),
            Meeting::Leaving => tell!(text, "barrier-next-round"),
            Meeting::Broken => tell!(text, "barrier-error"),
        };
        drawing.caption(pos2((first.x + end) / 2.0, below), &words, body.width() - 110.0);
    }
}
