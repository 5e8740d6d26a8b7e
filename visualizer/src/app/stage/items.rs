//! What a queue, or a pool of threads, has in it: a tube of places, and the way in and out.

use egui::{Rect, Stroke, StrokeKind, pos2, vec2};

use super::{CAPTION, Drawing};
use crate::app::threads::line_of;
use crate::look::theme::{radius, size};
use crate::look::{fonts, icons};
use crate::text::tell;

/// The width of a place, with the gap to the next one.
const CELL: f32 = 84.0;

impl Drawing<'_> {
    /// The items in the order in which they leave. The one to leave next stands next to the way out.
    pub(super) fn items(&self, body: Rect, items: &[String], capacity: Option<usize>, unfinished: usize) {
        let t = self.t;
        let is_stack = self.thing.kind == "LifoQueue";
        let is_pool = self.thing.kind == "ThreadPool";
        let cells = capacity.unwrap_or(items.len() + 1).max(items.len()).max(1);
        let y = body.center().y - CAPTION / 2.0;
        let high = 58.0_f32.max((body.height() - CAPTION) * 0.5).min(96.0);
        let wide = (body.width() - 76.0).min(CELL * cells.max(2) as f32 + 18.0);
        let tube = Rect::from_center_size(pos2(body.center().x, y), vec2(wide, high));
        let stroke = Stroke::new(1.5, t.line_strong);
        let way = |left: f32, y: f32, inwards_from_right: bool, words: &str| {
            let (a, b) = (pos2(left, y), pos2(left + 28.0, y));
            let (a, b) = if inwards_from_right { (b, a) } else { (a, b) };
            icons::arrow(&self.painter, a, b, stroke);
            self.text(pos2(left + 14.0, y + 15.0), words, fonts::text(size::SMALL), t.weak);
        };
        let text = self.run.text;
        let (enter, leave) = match is_pool {
            true => (tell!(text, "pool-in"), tell!(text, "pool-out")),
            false => (tell!(text, "queue-in"), tell!(text, "queue-out")),
        };
        if is_stack {
            // What comes last leaves first: both ways are at the same end, and the other is closed.
            way(tube.right() + 6.0, y - 18.0, true, &enter);
            way(tube.right() + 6.0, y + 14.0, false, &leave);
        } else {
            way(tube.left() - 36.0, y, false, &enter);
            way(tube.right() + 6.0, y, false, &leave);
        }
        self.painter.rect(tube, 20.0, t.sunk, stroke, StrokeKind::Inside);
        let inner = tube.shrink2(vec2(12.0, 9.0));
        let shown = cells.min(((inner.width() + 6.0) / 30.0) as usize).max(1);
        let each = ((inner.width() + 6.0) / shown as f32).min(84.0);
        for i in 0..shown {
            let right = inner.right() - each * i as f32;
            let cell = Rect::from_min_max(pos2(right - each + 6.0, inner.top()), pos2(right, inner.bottom()));
            let last = i + 1 == shown;
            match items.get(i) {
                Some(_) if last && items.len() > shown => {
                    let more = format!("+{}", items.len() - shown + 1);
                    self.text(cell.center(), &more, fonts::text(size::SMALL), t.weak);
                }
                Some(item) => {
                    let line = Stroke::new(1.0, t.line_strong);
                    self.painter.rect(cell, radius::SMALL, t.raised, line, StrokeKind::Inside);
                    let width = cell.width() - 6.0;
                    let item = if is_pool { &tell!(text, "task") } else { item };
                    let galley = line_of(self.ui, item, fonts::code(size::CODE), t.text, width);
                    self.painter.galley(cell.center() - galley.size() / 2.0, galley, t.text);
                }
                None => {
                    let line = Stroke::new(1.0, t.line);
                    self.painter.rect_stroke(cell, radius::SMALL, line, StrokeKind::Inside);
                }
            }
        }
        let words = match (capacity, unfinished) {
            (_, n) if n > items.len() && self.thing.reports && !is_pool => {
                tell!(text, "not-reported", count = n)
            }
            (Some(most), _) if items.len() >= most => tell!(text, "full"),
            _ if items.is_empty() => tell!(text, "empty"),
            _ if is_stack => tell!(text, "newest-first"),
            _ if self.thing.kind == "PriorityQueue" => tell!(text, "smallest-first"),
            _ => tell!(text, "oldest-first"),
        };
        self.caption(pos2(body.center().x, tube.bottom() + 4.0), &words, body.width());
    }
}
