//! A thread-local: a drawer for each thread, with its own value in it.

use egui::{Rect, Stroke, StrokeKind, pos2};

use super::{Drawing, Measure, Picture};
use crate::app::Run;
use crate::app::threads::line_of;
use crate::look::theme::{radius, size};
use crate::look::{Icon, fonts, icons};
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct ThreadLocal;

impl Picture for ThreadLocal {
    fn icon(&self) -> Icon {
        Icon::Drawer
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        tell!(run.text, "note-own", count = thing.own.len())
    }

    fn contents(&self, run: &Run, thing: &Thing) -> Vec<String> {
        let own = |(thread, value): (&stepper::ThreadId, &String)| {
            tell!(run.text, "thread-has", who = run.name(*thread), value)
        };
        thing.own.iter().map(own).collect()
    }

    fn height(&self, run: &Run, _thing: &Thing, _width: f32, _measure: Measure) -> f32 {
        run.here().then.threads.len() as f32 * 34.0
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let t = drawing.t;
        let threads = drawing.run.here().then.threads.len();
        let each = body.height() / threads.max(1) as f32;
        for n in 0..threads {
            let thread = stepper::ThreadId(n as u8);
            let top = body.top() + each * n as f32;
            let y = top + each / 2.0;
            icons::token(&drawing.painter, t, drawing.run.mark(thread), pos2(body.left() + 14.0, y), 11.0);
            let drawer = Rect::from_min_max(pos2(body.left() + 36.0, y - 14.0), pos2(body.right(), y + 14.0));
            let value = drawing.thing.own.get(&thread);
            let acted = drawing.run.acting() == Some(thread) && drawing.thing.changed;
            let line = match (acted, value) {
                (true, _) => Stroke::new(1.5, t.accent),
                (false, Some(_)) => Stroke::new(1.0, t.line_strong),
                (false, None) => Stroke::new(1.0, t.line),
            };
            drawing.painter.rect(drawer, radius::SMALL, t.sunk, line, StrokeKind::Inside);
            // The handle.
            let handle = pos2(drawer.left() + 14.0, y);
            drawing.painter.hline(handle.x - 5.0..=handle.x + 5.0, y, Stroke::new(2.5, line.color));
            let (words, ink) = match value {
                Some(value) => (value.clone(), t.text),
                None => (tell!(drawing.run.text, "no-value"), t.faint),
            };
            let width = drawer.width() - 44.0;
            let galley = line_of(drawing.ui, &words, fonts::code(size::CODE), ink, width);
            let at = pos2(drawer.left() + 32.0, y - galley.size().y / 2.0);
            drawing.painter.galley(at, galley, ink);
        }
    }
}
