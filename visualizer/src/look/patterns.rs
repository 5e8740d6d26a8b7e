//! Textures of the timeline: which state a thread is in, readable in greyscale and from the last row.
//!
//! Only what is visible is made, so a segment a thousand screens wide costs what is seen of it.

use egui::epaint::{PathShape, RectShape};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2};

use super::Tokens;
use super::icons::{self, Icon};
use super::theme::{mix, radius};
use crate::text::{Text, tell};

/// What a thread is doing during a segment of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It runs, and holds something others may want: solid.
    Holds,
    /// It runs: a half tone.
    Runs,
    /// It could run, but is not chosen: a thin bar.
    Ready,
    /// It waits for something held by another: diagonal hatching.
    Blocked,
    /// It waits to be told, or for time to pass: dots.
    Waiting,
    /// It has ended: a thin line.
    Done,
    /// It ended badly: a frame with a cross.
    Failed,
}

impl State {
    /// Every state, in the order of a legend.
    pub const ALL: [Self; 7] =
        [Self::Holds, Self::Runs, Self::Ready, Self::Blocked, Self::Waiting, Self::Done, Self::Failed];

    /// The state in words, as a legend names it.
    pub fn name(self, text: &Text) -> String {
        match self {
            Self::Holds => tell!(text, "state-holds"),
            Self::Runs => tell!(text, "state-runs"),
            Self::Ready => tell!(text, "state-ready"),
            Self::Blocked => tell!(text, "state-blocked"),
            Self::Waiting => tell!(text, "state-waits"),
            Self::Done => tell!(text, "state-done"),
            Self::Failed => tell!(text, "state-failed"),
        }
    }

    /// The icon that goes with the state in a pill.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Holds => Icon::Lock,
            Self::Runs => Icon::Play,
            Self::Ready => Icon::Dot,
            Self::Blocked => Icon::Hourglass,
            Self::Waiting => Icon::Sleep,
            Self::Done => Icon::Check,
            Self::Failed => Icon::Cross,
        }
    }
}

/// The colours of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ink {
    /// Areas.
    pub fill: Color32,
    /// Lines, hatching, dots: told apart from the ground even when thin.
    pub line: Color32,
    /// What lies behind the timeline.
    pub ground: Color32,
    /// Failure.
    pub bad: Color32,
}

impl Ink {
    /// The ink of the `index`-th thread on a pane.
    pub fn of_thread(t: &Tokens, index: usize) -> Self {
        Self { fill: t.thread(index), line: t.thread_text(index), ground: t.panel, bad: t.bad }
    }

    /// The ink of a legend: no thread's.
    pub fn neutral(t: &Tokens) -> Self {
        Self { fill: t.weak, line: t.weak, ground: t.panel, bad: t.bad }
    }

    /// The same, faded towards the ground: steps that have not happened, or belong to an abandoned future.
    pub fn faded(self) -> Self {
        let fade = |color| mix(self.ground, color, 0.38);
        Self { fill: fade(self.fill), line: fade(self.line), ground: self.ground, bad: fade(self.bad) }
    }
}

/// Paints the segment of a thread in `state`.
pub fn paint(painter: &Painter, rect: Rect, state: State, ink: Ink) {
    let visible = rect.intersect(painter.clip_rect());
    if !visible.is_positive() {
        return;
    }
    painter.extend(shapes(rect, visible, state, ink));
    if state == State::Failed {
        let size = (rect.height() * 0.62).min(rect.width() * 0.8);
        icons::paint(painter, Icon::Cross, rect.center(), size, ink.bad);
    }
}

/// How round a segment is: hardly, if it is so small that a screen may be full of them, for a corner is many triangles.
fn corner(segment: Rect) -> u8 {
    if segment.width().min(segment.height() * 2.0) < 30.0 { 1 } else { radius::SMALL }
}

/// The texture of `state` in `rect`, of which this much is visible. The cross of one that failed is painted over it.
pub fn shapes(rect: Rect, visible: Rect, state: State, ink: Ink) -> Vec<Shape> {
    let tone = |share| mix(ink.ground, ink.fill, share);
    let framed = |rect: Rect, fill, width, color| {
        Shape::Rect(RectShape::new(rect, corner(rect), fill, Stroke::new(width, color), StrokeKind::Inside))
    };
    match state {
        State::Holds => vec![framed(rect, ink.fill, 1.0, ink.line)],
        State::Runs => vec![framed(rect, tone(0.42), 1.0, ink.line)],
        State::Ready => {
            let bar = Rect::from_x_y_ranges(rect.x_range(), middle(rect, 0.36));
            vec![framed(bar, tone(0.14), 1.0, mix(ink.ground, ink.line, 0.75))]
        }
        State::Blocked => {
            let mut shapes = vec![framed(rect, tone(0.10), 1.0, ink.line)];
            shapes.extend(hatch(rect.shrink(1.0), visible, ink.line));
            shapes
        }
        State::Waiting => dots(rect, visible, ink.line).collect(),
        State::Done => {
            let stroke = Stroke::new(1.5, mix(ink.ground, ink.line, 0.7));
            vec![Shape::hline(rect.x_range(), rect.center().y, stroke)]
        }
        State::Failed => {
            vec![framed(rect, mix(ink.ground, ink.bad, 0.14), 1.5, ink.bad)]
        }
    }
}

/// The vertical range of the middle `share` of a lane.
fn middle(rect: Rect, share: f32) -> egui::Rangef {
    let half = (rect.height() * share * 0.5).max(2.0);
    egui::Rangef::new(rect.center().y - half, rect.center().y + half)
}

/// Distance between stripes along the lane, and the width of one, in points.
const STRIPE_PITCH: f32 = 8.0;
const STRIPE: f32 = 3.4;

/// Diagonal stripes, cut exactly at the edges of `rect`.
fn hatch(rect: Rect, visible: Rect, color: Color32) -> impl Iterator<Item = Shape> {
    let lean = rect.height();
    // A stripe enters at the bottom edge at `x` and leaves `lean` further right at the top.
    let first = ((visible.left() - lean - STRIPE - rect.left()) / STRIPE_PITCH)
        .floor()
        .max((-lean / STRIPE_PITCH).floor());
    let last = ((visible.right() - rect.left()) / STRIPE_PITCH).ceil();
    (first as i32..=last as i32).filter_map(move |i| {
        let x = rect.left() + i as f32 * STRIPE_PITCH;
        let stripe = [
            pos2(x + lean, rect.top()),
            pos2(x + lean + STRIPE, rect.top()),
            pos2(x + STRIPE, rect.bottom()),
            pos2(x, rect.bottom()),
        ];
        let points = cut(&cut(&stripe, rect.left(), 1.0), rect.right(), -1.0);
        (points.len() > 2).then(|| PathShape::convex_polygon(points, color, Stroke::NONE).into())
    })
}

/// The part of a convex polygon right of (`side` 1) or left of (`side` -1) the vertical line at `x`.
fn cut(polygon: &[Pos2], x: f32, side: f32) -> Vec<Pos2> {
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    for (i, &a) in polygon.iter().enumerate() {
        let b = polygon[(i + 1) % polygon.len()];
        let (inside_a, inside_b) = ((a.x - x) * side >= 0.0, (b.x - x) * side >= 0.0);
        if inside_a {
            kept.push(a);
        }
        if inside_a != inside_b {
            kept.push(a.lerp(b, (x - a.x) / (b.x - a.x)));
        }
    }
    kept
}

/// Distance between dots, in points.
const DOT_PITCH: f32 = 9.0;

/// A row of dots along the middle, inset so that two neighbouring segments keep one rhythm.
fn dots(rect: Rect, visible: Rect, color: Color32) -> impl Iterator<Item = Shape> {
    let dot = (rect.height() * 0.09).clamp(1.5, 2.6);
    let count = (rect.width() / DOT_PITCH).floor().max(1.0);
    let pitch = rect.width() / count;
    let first = ((visible.left() - rect.left()) / pitch - 1.0).floor().max(0.0);
    let last = ((visible.right() - rect.left()) / pitch).ceil().min(count);
    (first as usize..last as usize).map(move |i| {
        let x = rect.left() + (i as f32 + 0.5) * pitch;
        Shape::circle_filled(pos2(x, rect.center().y), dot, color)
    })
}
