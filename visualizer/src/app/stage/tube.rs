//! A tube of places with its way in and its way out: the items of a queue, the tasks of a pool.

use egui::{Pos2, Rect, Stroke, StrokeKind, pos2, vec2};
use stepper::State;

use super::drawing::Drawing;
use crate::app::motion::{self, Look, Piece};
use crate::look::theme::{radius, size};
use crate::look::{fonts, icons};
use crate::text::tell;

/// The width of a place, with the gap to the next one.
const CELL: f32 = 84.0;

impl Drawing<'_> {
    /// The items in the order in which they leave. The one to leave next stands next to the way out.
    pub(super) fn tube(&mut self, body: Rect, items: &[String], capacity: Option<usize>, unfinished: usize) {
        let t = self.t;
        let is_stack = self.thing.kind == "LifoQueue";
        let is_pool = self.thing.kind == "ThreadPool";
        let cells = capacity.unwrap_or(items.len() + 1).max(items.len()).max(1);
        let y = body.center().y - self.captions / 2.0;
        let high = 58.0_f32.max((body.height() - self.captions) * 0.5).min(96.0);
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
        let cell = |i: usize| {
            let right = inner.right() - each * i as f32;
            Rect::from_min_max(pos2(right - each + 6.0, inner.top()), pos2(right, inner.bottom()))
        };
        let before = match self.before() {
            Some(State::Items { items, .. }) => &items[..],
            Some(_) => &[],
            // It was not used before.
            None if self.run.cursor > 0 && self.thing.before.is_none() => &[],
            None => items,
        };
        let change = change(before, items);
        let say = |item: &str| if is_pool { tell!(text, "task") } else { item.to_owned() };
        let mut pieces = Vec::new();
        for i in 0..shown {
            let cell_here = cell(i);
            let overflows = i + 1 == shown && items.len() > shown;
            match items.get(i) {
                Some(_) if overflows => {
                    let more = format!("+{}", items.len() - shown + 1);
                    self.text(cell_here.center(), &more, fonts::text(size::SMALL), t.weak);
                }
                Some(item) => {
                    let from = match change {
                        Some(Change::Put(at)) if at == i => Some(door(&tube, is_stack, true)),
                        Some(Change::Put(at)) if at < i => Some(cell(i - 1).center()),
                        Some(Change::Took(at)) if at <= i => Some(cell(i + 1).center()),
                        _ => None,
                    };
                    match from {
                        Some(from) => pieces.push(Piece {
                            look: Look::Item(say(item), cell_here.size()),
                            from,
                            to: cell_here.center(),
                            leaves: false,
                        }),
                        None => motion::item(self.ui, &self.painter, t, cell_here, &say(item)),
                    }
                }
                None => {
                    let line = Stroke::new(1.0, t.line);
                    self.painter.rect_stroke(cell_here, radius::SMALL, line, StrokeKind::Inside);
                }
            }
        }
        let enters = matches!(change, Some(Change::Put(_)));
        if let Some(Change::Took(at)) = change
            && let Some(item) = before.get(at)
        {
            let (from, to) = (cell(at.min(shown - 1)).center(), door(&tube, is_stack, false));
            pieces.push(Piece { look: Look::Item(say(item), cell(0).size()), from, to, leaves: true });
        }
        if change.is_some() {
            let lift = if is_stack { 0.0 } else { -24.0 };
            self.actor(door(&tube, is_stack, enters) + vec2(0.0, lift));
        }
        self.cast.pieces.extend(pieces);
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

/// Where a queue's items come in, or go out.
fn door(tube: &Rect, is_stack: bool, enters: bool) -> Pos2 {
    match (is_stack, enters) {
        (true, true) => pos2(tube.right() + 20.0, tube.center().y - 30.0),
        (true, false) => pos2(tube.right() + 20.0, tube.center().y + 34.0),
        (false, true) => pos2(tube.left() - 22.0, tube.center().y),
        (false, false) => pos2(tube.right() + 20.0, tube.center().y),
    }
}

/// What a step did to a row of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// One came in at this place.
    Put(usize),
    /// The one at this place went out.
    Took(usize),
}

/// One item more or less; none if nothing or more than that has changed.
fn change(before: &[String], now: &[String]) -> Option<Change> {
    let same = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    if now.len() == before.len() + 1 {
        (now[same + 1..] == before[same..]).then_some(Change::Put(same))
    } else if now.len() + 1 == before.len() {
        (before[same + 1..] == now[same..]).then_some(Change::Took(same))
    } else {
        None
    }
}
