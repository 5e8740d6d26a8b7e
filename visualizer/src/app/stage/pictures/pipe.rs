//! A pipe: the bytes that are in it, and who has its ends.

use egui::{Align2, Rect, Stroke, StrokeKind, pos2, vec2};
use stepper::{End, State};

use super::{Drawing, Measure, Picture, queue};
use crate::app::Run;
use crate::app::motion::{Look, Piece};
use crate::app::threads::line_of;
use crate::look::theme::{mix, radius, size};
use crate::look::{Icon, fonts};
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Pipe;

impl Picture for Pipe {
    fn icon(&self) -> Icon {
        Icon::Pipe
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        match thing.state {
            Some(State::Pipe { bytes, capacity, .. }) => tell!(run.text, "note-bytes", bytes, capacity),
            _ => String::new(),
        }
    }

    fn contents(&self, run: &Run, thing: &Thing) -> Vec<String> {
        match &thing.state {
            Some(State::Pipe { ends, .. }) => ends.iter().map(|end| end_words(run, end)).collect(),
            _ => Vec::new(),
        }
    }

    fn weight(&self, _thing: &Thing) -> f32 {
        1.5
    }

    fn height(&self, _run: &Run, thing: &Thing, _width: f32, measure: Measure) -> f32 {
        let rows = match &thing.state {
            Some(State::Pipe { ends, .. }) => {
                let side = |writes| ends.iter().filter(|e| e.writes == writes).count();
                side(true).max(side(false)).max(1)
            }
            _ => 1,
        };
        72.0 + rows as f32 * 28.0 + queue(thing, measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let Some(State::Pipe { bytes, capacity, ends }) = &drawing.thing.state else {
            drawing.unused(body);
            return;
        };
        let (bytes, capacity) = (*bytes, *capacity);
        let body = drawing.waiters_below(body);
        let t = drawing.t;
        let y = body.top() + 26.0;
        let tube = Rect::from_min_max(pos2(body.left() + 6.0, y - 17.0), pos2(body.right() - 6.0, y + 17.0));
        let stroke = Stroke::new(1.5, t.line_strong);
        drawing.painter.rect(tube, 17.0, t.sunk, stroke, StrokeKind::Inside);
        let share = (bytes as f32 / capacity.max(1) as f32).clamp(0.0, 1.0);
        if bytes > 0 {
            // A few bytes in a large pipe must still be seen.
            let width = (share * (tube.width() - 8.0)).max(26.0);
            let right = tube.right() - 4.0;
            let fill =
                Rect::from_min_max(pos2(right - width, tube.top() + 4.0), pos2(right, tube.bottom() - 4.0));
            drawing.painter.rect_filled(fill, 13.0, mix(t.sunk, t.accent, 0.55));
        }
        let text = drawing.run.text;
        let words = tell!(text, "bytes", count = bytes);
        drawing.text(tube.center(), &words, fonts::text(size::SMALL), t.text);
        if let Some(State::Pipe { bytes: before, .. }) = drawing.before()
            && *before != bytes
        {
            let words = tell!(text, "some-bytes", count = bytes.abs_diff(*before));
            let (into, out) = (tube.left() + 34.0, tube.right() - 34.0);
            let (from, to, door) = match bytes > *before {
                true => (into, tube.center().x, tube.left() + 12.0),
                false => (tube.center().x, out, tube.right() - 12.0),
            };
            let (from, to) = (pos2(from, y), pos2(to, y));
            drawing.cast.pieces.push(Piece { look: Look::Bytes(words), from, to, leaves: true });
            drawing.actor(pos2(door, y));
        }
        let half = body.width() / 2.0 - 6.0;
        for writes in [true, false] {
            let left = if writes { body.left() } else { body.right() - half };
            let held = ends.iter().filter(|e| e.writes == writes);
            let title = if writes { tell!(text, "write-ends") } else { tell!(text, "read-ends") };
            let at = pos2(left + 4.0, tube.bottom() + 16.0);
            let (font, ink) = (fonts::strong(size::SMALL), t.weak);
            let mut any = false;
            drawing.painter.text(at, Align2::LEFT_CENTER, title, font, ink);
            for (i, end) in held.enumerate() {
                any = true;
                let top = tube.bottom() + 30.0 + 28.0 * i as f32;
                let slot = Rect::from_min_size(pos2(left, top), vec2(half, 24.0));
                let line = Stroke::new(1.0, t.line);
                drawing.painter.rect(slot, radius::SMALL, t.raised, line, StrokeKind::Inside);
                let process = drawing.run.trace.processes.get(usize::from(end.process.0));
                let process = process.map_or("?", String::as_str);
                let words = tell!(text, "end-of-process", process, descriptor = end.descriptor);
                let font = fonts::text(size::SMALL);
                let galley = line_of(drawing.ui, &words, font, t.text, half - 16.0);
                let at = pos2(slot.left() + 8.0, slot.center().y - galley.size().y / 2.0);
                drawing.painter.galley(at, galley, t.text);
            }
            if !any {
                let words = if writes { tell!(text, "no-write-end") } else { tell!(text, "no-read-end") };
                let at = pos2(left + 8.0, tube.bottom() + 42.0);
                let font = fonts::text(size::SMALL);
                drawing.painter.text(at, Align2::LEFT_CENTER, words, font, t.weak);
            }
        }
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
