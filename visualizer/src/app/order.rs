//! Arrows on the timeline: which step happens before which step of another thread. The one under the pointer, or with
//! the keyboard, is told in words.

use egui::{Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use stepper::ThreadId;

use super::{Run, capital, facts};
use crate::closer::order::Edge;
use crate::look::theme::mix;
use crate::look::{icons, tokens};

/// How near the pointer has to be.
const NEAR: f32 = 6.0;

/// Paints the arrows; `at` is the middle of a thread's cell at a step, `visible` what of the timeline is seen.
pub(super) fn paint(ui: &Ui, run: &Run, pitch: f32, visible: Rect, at: impl Fn(usize, ThreadId) -> Pos2) {
    let t = tokens(ui);
    let pointer = ui.ctx().pointer_hover_pos().filter(|&pos| visible.contains(pos));
    let mut told = None;
    let mut lit = Vec::new();
    // Of a long run, most arrows are out of sight: no curve is made for those.
    let step_at = |x: f32| ((x - at(0, ThreadId(0)).x) / pitch + 0.5).floor().max(0.0) as usize;
    let (first, last) = (step_at(visible.left()), step_at(visible.right()));
    for (number, edge) in run.order().iter().enumerate() {
        if edge.to < first || edge.from > last {
            continue;
        }
        let line = curve(edge, pitch, &at);
        let Some(bounds) = bounds(&line).filter(|bounds| bounds.intersects(visible)) else {
            continue;
        };
        // A handle in the middle, for the keyboard and for a screen reader.
        let handle = Rect::from_center_size(line[line.len() / 2], vec2(14.0, 14.0));
        let id = ui.scope_id().with(("order", number));
        let response = ui.interact(handle, id, Sense::focusable_noninteractive());
        let words = || capital(&edge.words(run.text, &run.trace));
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words()));
        let near = pointer.is_some_and(|p| bounds.expand(NEAR).contains(p) && distance(&line, p) < NEAR);
        if response.has_focus() || near && told.is_none() {
            told = Some((response, words()));
            lit.push(line);
            continue;
        }
        // Those of this step are strong, and those of the future faint.
        let stroke = match edge.to.cmp(&run.cursor) {
            std::cmp::Ordering::Equal => Stroke::new(2.0, t.text),
            std::cmp::Ordering::Less => Stroke::new(1.5, mix(t.panel, t.text, 0.62)),
            std::cmp::Ordering::Greater => Stroke::new(1.0, mix(t.panel, t.text, 0.35)),
        };
        arrow(ui, line, stroke, t.panel);
    }
    for line in lit {
        arrow(ui, line, Stroke::new(3.0, t.accent), t.panel);
    }
    if let Some((response, words)) = told {
        facts::show(&response, &[words]);
    }
}

/// From the right side of the earlier cell to the left side of the later one.
fn curve(edge: &Edge, pitch: f32, at: impl Fn(usize, ThreadId) -> Pos2) -> Vec<Pos2> {
    let aside = vec2((pitch * 0.5 - 4.0).min(13.0), 0.0);
    let (a, b) = (at(edge.from, edge.giver) + aside, at(edge.to, edge.taker) - aside);
    let bend = vec2(((b.x - a.x) * 0.5).clamp(8.0, 60.0), 0.0);
    let [p1, p2] = [a + bend, b - bend];
    let count = 24;
    let point = |i: usize| {
        let s = i as f32 / count as f32;
        let r = 1.0 - s;
        let sum = a.to_vec2() * (r * r * r)
            + p1.to_vec2() * (3.0 * r * r * s)
            + p2.to_vec2() * (3.0 * r * s * s)
            + b.to_vec2() * (s * s * s);
        pos2(sum.x, sum.y)
    };
    (0..=count).map(point).collect()
}

fn arrow(ui: &Ui, mut line: Vec<Pos2>, stroke: Stroke, ground: egui::Color32) {
    let Some(tip) = line.pop() else { return };
    let Some(&neck) = line.last() else { return };
    // A halo keeps it apart from the cells that it crosses.
    ui.painter().add(Shape::line(line.clone(), Stroke::new(stroke.width + 2.5, ground)));
    ui.painter().add(Shape::line(line, stroke));
    let along = (tip - neck).normalized();
    icons::arrow(ui.painter(), tip - along * 8.0, tip, stroke);
}

fn bounds(line: &[Pos2]) -> Option<Rect> {
    (!line.is_empty()).then(|| Rect::from_points(line))
}

fn distance(line: &[Pos2], to: Pos2) -> f32 {
    let of = |pair: &[Pos2]| {
        let along = pair[1] - pair[0];
        let share = ((to - pair[0]).dot(along) / along.length_sq().max(0.01)).clamp(0.0, 1.0);
        (pair[0] + along * share).distance(to)
    };
    line.windows(2).map(of).fold(f32::INFINITY, f32::min)
}
