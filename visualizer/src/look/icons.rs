//! Icons and the marks of threads, painted from shapes: crisp at every zoom, and never a missing glyph.
//!
//! Icons share one grid of 24 units with the origin in the middle, strokes of one weight with round ends, and a live
//! area of about 18 units. Colours should be opaque: strokes and their caps overlap.

use std::f32::consts::TAU;

use egui::epaint::{CircleShape, PathShape, PathStroke};
use egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2, vec2};

use super::{Tokens, fonts, theme};

macro_rules! icons {
    ($($(#[doc = $doc:literal])+ $icon:ident $name:literal,)+) => {
        /// A picture for an action, an object or a reason.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($(#[doc = $doc])+ $icon,)+
        }

        impl Icon {
            /// Every icon, in the order of a gallery.
            pub const ALL: &[Self] = &[$(Self::$icon),+];

            /// What the icon shows, in words.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$icon => $name,)+ }
            }
        }
    };
}

icons! {
    /// To the first step.
    First "first",
    /// One step back.
    Back "back",
    /// Run on.
    Play "play",
    /// Stop running on.
    Pause "pause",
    /// One step forward.
    Next "next",
    /// To the last step.
    Last "last",
    /// A lock that is held.
    Lock "lock",
    /// A lock that is free.
    Unlocked "unlocked",
    /// A condition variable, or a notification.
    Bell "bell",
    /// An event that is set or clear.
    Flag "flag",
    /// A permit of a semaphore.
    Coin "coin",
    /// A barrier.
    Barrier "barrier",
    /// A queue between threads.
    Queue "queue",
    /// A pipe between processes.
    Pipe "pipe",
    /// A shared variable.
    Variable "variable",
    /// Memory of one thread.
    Drawer "drawer",
    /// A process.
    Process "process",
    /// Time: a timer, a deadline.
    Clock "clock",
    /// Asleep in a wait set.
    Sleep "sleep",
    /// Blocked: waiting for a turn.
    Hourglass "hourglass",
    /// A wake-up, or an interruption.
    Bolt "bolt",
    /// Put before the others in a line.
    Ahead "ahead",
    /// Ended from outside.
    Killed "killed",
    /// A plain operation.
    Dot "dot",
    /// It worked; it is proved.
    Check "check",
    /// It failed; close.
    Cross "cross",
    /// Something to look at.
    Warning "warning",
    /// A random choice.
    Dice "dice",
    /// Zoom in: one atomic operation a step.
    Fine "fine",
    /// Zoom out: one call a step.
    Coarse "coarse",
    /// Start again.
    Reset "reset",
    /// Find something.
    Search "search",
    /// The list of lessons.
    Lessons "lessons",
    /// Show to a class.
    Present "present",
    /// Hand on to others.
    Share "share",
    /// Copy as text.
    Copy "copy",
    /// Settings.
    Gear "settings",
    /// Help.
    Question "question",
    /// The light theme.
    Sun "sun",
    /// The dark theme.
    Moon "moon",
    /// Folded: more to the right.
    Right "right",
    /// Unfolded: more below.
    Down "down",
}

/// Paints `icon` around `center`, `size` points across.
pub fn paint(painter: &Painter, icon: Icon, center: Pos2, size: f32, color: Color32) {
    let pen = Pen { painter, center, unit: size / 24.0, stroke: Stroke::new((size * 0.088).max(1.4), color) };
    match icon {
        Icon::First => {
            pen.stroke(&[(-9.0, -6.5), (-9.0, 6.5)]);
            pen.fill(&[(-6.5, 0.0), (1.5, -6.5), (1.5, 6.5)], 1.0);
            pen.fill(&[(1.5, 0.0), (9.5, -6.5), (9.5, 6.5)], 1.0);
        }
        Icon::Back => {
            pen.stroke(&[(-6.5, -7.0), (-6.5, 7.0)]);
            pen.fill(&[(-3.5, 0.0), (7.0, -7.5), (7.0, 7.5)], 1.2);
        }
        Icon::Play => pen.fill(&[(-5.0, -8.5), (8.5, 0.0), (-5.0, 8.5)], 1.5),
        Icon::Pause => {
            pen.block((-6.5, -7.5), (-2.0, 7.5), 1.2);
            pen.block((2.0, -7.5), (6.5, 7.5), 1.2);
        }
        Icon::Next => {
            pen.fill(&[(-7.0, -7.5), (3.5, 0.0), (-7.0, 7.5)], 1.2);
            pen.stroke(&[(6.5, -7.0), (6.5, 7.0)]);
        }
        Icon::Last => {
            pen.fill(&[(-9.5, -6.5), (-1.5, 0.0), (-9.5, 6.5)], 1.0);
            pen.fill(&[(-1.5, -6.5), (6.5, 0.0), (-1.5, 6.5)], 1.0);
            pen.stroke(&[(9.0, -6.5), (9.0, 6.5)]);
        }
        Icon::Lock => {
            pen.block((-7.0, -1.5), (7.0, 9.0), 2.0);
            pen.shackle(-4.8, -1.5);
        }
        Icon::Unlocked => {
            pen.frame((-7.0, -0.5), (7.0, 9.0), 2.0);
            pen.shackle(-5.8, -4.8);
        }
        Icon::Bell => {
            let mut dome = arc((0.0, -2.5), 5.6, 180.0, 360.0);
            dome.extend([(5.6, 3.0), (-5.6, 3.0)]);
            pen.fill(&dome, 0.0);
            pen.fill(&[(-5.6, 1.0), (5.6, 1.0), (8.8, 5.4), (-8.8, 5.4)], 0.9);
            pen.fill(&arc((0.0, 6.6), 2.5, 0.0, 180.0), 0.0);
            pen.disc((0.0, -8.2), 1.5);
        }
        Icon::Flag => {
            pen.stroke(&[(-6.5, -8.5), (-6.5, 9.0)]);
            pen.fill(&[(-6.5, -8.5), (8.0, -8.5), (4.6, -3.4), (-6.5, -3.4)], 0.4);
            pen.fill(&[(-6.5, -3.6), (4.6, -3.6), (8.0, 1.6), (-6.5, 1.6)], 0.4);
        }
        Icon::Coin => {
            pen.ring((0.0, 0.0), 8.0);
            pen.disc((0.0, 0.0), 4.2);
        }
        Icon::Barrier => {
            for y in [-6.6, 0.0, 6.6] {
                pen.disc((-5.0, y), 2.4);
            }
            pen.stroke(&[(1.6, -8.6), (1.6, 8.6)]);
            pen.stroke(&[(6.4, -8.6), (6.4, 8.6)]);
        }
        Icon::Queue => {
            pen.block((-10.5, -5.0), (-4.5, 5.0), 1.4);
            pen.block((-3.0, -5.0), (3.0, 5.0), 1.4);
            pen.frame((5.5, -4.0), (10.0, 4.0), 0.8);
        }
        Icon::Pipe => {
            pen.stroke(&[(-6.0, -5.8), (6.0, -5.8)]);
            pen.stroke(&[(-6.0, 5.8), (6.0, 5.8)]);
            pen.curve(&squeezed((6.0, 0.0), (3.4, 5.8), 0.0, 360.0));
            pen.curve(&squeezed((-6.0, 0.0), (3.4, 5.8), 90.0, 270.0));
        }
        Icon::Variable => {
            pen.frame((-8.5, -7.5), (8.5, 7.5), 2.5);
            pen.stroke(&[(-3.6, -2.0), (3.6, -2.0)]);
            pen.stroke(&[(-3.6, 2.0), (3.6, 2.0)]);
        }
        Icon::Drawer => {
            pen.frame((-8.0, -8.5), (8.0, 8.5), 2.0);
            pen.stroke(&[(-8.0, 0.0), (8.0, 0.0)]);
            pen.stroke(&[(-2.0, -4.4), (2.0, -4.4)]);
            pen.stroke(&[(-2.0, 4.2), (2.0, 4.2)]);
        }
        Icon::Process => {
            pen.frame((-9.0, -8.0), (9.0, 8.0), 2.5);
            pen.block((-9.0, -8.0), (9.0, -3.4), 2.0);
        }
        Icon::Clock => {
            pen.ring((0.0, 0.0), 8.5);
            pen.stroke(&[(0.0, -4.8), (0.0, 0.0), (3.4, 2.2)]);
        }
        Icon::Sleep => {
            pen.stroke(&[(-8.5, -2.5), (0.0, -2.5), (-8.5, 8.0), (0.0, 8.0)]);
            pen.stroke(&[(3.5, -8.5), (9.0, -8.5), (3.5, -2.0), (9.0, -2.0)]);
        }
        Icon::Hourglass => {
            pen.stroke(&[(-6.5, -9.0), (6.5, -9.0)]);
            pen.stroke(&[(-6.5, 9.0), (6.5, 9.0)]);
            pen.fill(&[(-5.6, -8.5), (5.6, -8.5), (4.4, -4.2), (0.6, 0.5), (-0.6, 0.5), (-4.4, -4.2)], 0.6);
            pen.fill(&[(5.6, 8.5), (-5.6, 8.5), (-4.4, 4.2), (-0.6, -0.5), (0.6, -0.5), (4.4, 4.2)], 0.6);
        }
        Icon::Bolt => {
            pen.fill(&[(2.2, -10.0), (0.6, -1.6), (-0.6, 1.6), (-6.8, 1.6)], 0.5);
            pen.fill(&[(-2.2, 10.0), (-0.6, 1.6), (0.6, -1.6), (6.8, -1.6)], 0.5);
        }
        Icon::Ahead => {
            pen.stroke(&[(-7.5, -9.0), (7.5, -9.0)]);
            pen.stroke(&[(0.0, 9.5), (0.0, -3.5)]);
            pen.stroke(&[(-5.5, 1.5), (0.0, -4.0), (5.5, 1.5)]);
        }
        Icon::Killed => {
            pen.ring((0.0, 0.0), 9.0);
            pen.stroke(&[(-6.3, 6.3), (6.3, -6.3)]);
        }
        Icon::Dot => pen.disc((0.0, 0.0), 4.5),
        Icon::Check => pen.stroke(&[(-7.5, 0.8), (-2.4, 6.0), (7.8, -5.8)]),
        Icon::Cross => {
            pen.stroke(&[(-6.2, -6.2), (6.2, 6.2)]);
            pen.stroke(&[(-6.2, 6.2), (6.2, -6.2)]);
        }
        Icon::Warning => {
            pen.outline(&[(0.0, -10.5), (11.4, 9.0), (-11.4, 9.0)], 2.4);
            pen.stroke(&[(0.0, -2.6), (0.0, 2.2)]);
            pen.disc((0.0, 5.4), 1.35);
        }
        Icon::Dice => {
            pen.frame((-8.5, -8.5), (8.5, 8.5), 3.0);
            for (x, y) in [(-3.8, -3.8), (3.8, -3.8), (0.0, 0.0), (-3.8, 3.8), (3.8, 3.8)] {
                pen.disc((x, y), 1.55);
            }
        }
        Icon::Fine => {
            pen.lens();
            pen.stroke(&[(-5.4, -2.0), (1.4, -2.0)]);
            pen.stroke(&[(-2.0, -5.4), (-2.0, 1.4)]);
        }
        Icon::Coarse => {
            pen.lens();
            pen.stroke(&[(-5.4, -2.0), (1.4, -2.0)]);
        }
        Icon::Search => pen.lens(),
        Icon::Reset => {
            pen.curve(&arc((0.0, 0.0), 8.0, 220.0, 505.0));
            pen.fill(&[(-9.4, -1.0), (-9.6, -8.8), (-2.4, -2.8)], 0.5);
        }
        Icon::Lessons => {
            for y in [-6.5, 0.0, 6.5] {
                pen.disc((-8.0, y), 1.5);
                pen.stroke(&[(-3.5, y), (9.0, y)]);
            }
        }
        Icon::Present => {
            pen.frame((-9.5, -8.5), (9.5, 4.0), 2.0);
            pen.stroke(&[(0.0, 4.0), (0.0, 8.8)]);
            pen.stroke(&[(-5.0, 8.8), (5.0, 8.8)]);
        }
        Icon::Share => {
            pen.stroke(&[(-3.5, -1.8), (4.0, -5.6)]);
            pen.stroke(&[(-3.5, 1.8), (4.0, 5.6)]);
            pen.disc((-6.2, 0.0), 3.2);
            pen.disc((6.4, -6.8), 3.2);
            pen.disc((6.4, 6.8), 3.2);
        }
        Icon::Copy => {
            pen.frame((-3.5, -3.5), (8.8, 8.8), 2.2);
            pen.stroke(&[
                (-6.6, 3.8),
                (-8.0, 3.2),
                (-8.8, 1.8),
                (-8.8, -6.6),
                (-8.2, -8.2),
                (-6.6, -8.8),
                (1.8, -8.8),
                (3.2, -8.0),
                (3.8, -6.6),
            ]);
        }
        Icon::Gear => {
            pen.ring((0.0, 0.0), 5.6);
            for i in 0..8 {
                let (sin, cos) = (i as f32 * TAU / 8.0).sin_cos();
                pen.stroke(&[(cos * 6.4, sin * 6.4), (cos * 9.0, sin * 9.0)]);
            }
            pen.disc((0.0, 0.0), 1.6);
        }
        Icon::Question => {
            pen.ring((0.0, 0.0), 9.0);
            let mut hook = arc((0.0, -2.2), 2.9, 180.0, 400.0);
            hook.push((0.0, 1.9));
            pen.curve(&hook);
            pen.disc((0.0, 5.2), 1.3);
        }
        Icon::Sun => {
            pen.disc((0.0, 0.0), 4.4);
            for i in 0..8 {
                let (sin, cos) = (i as f32 * TAU / 8.0).sin_cos();
                pen.stroke(&[(cos * 7.2, sin * 7.2), (cos * 9.4, sin * 9.4)]);
            }
        }
        Icon::Moon => {
            // Two arcs rather than one loop: at the horns a mitred corner would shoot out of the icon.
            pen.curve(&arc((0.0, 0.0), 8.8, 6.3, 270.7));
            pen.curve(&arc((5.2, -4.6), 6.6, 57.5, 219.5));
        }
        Icon::Right => pen.stroke(&[(-3.0, -6.5), (4.0, 0.0), (-3.0, 6.5)]),
        Icon::Down => pen.stroke(&[(-6.5, -3.0), (0.0, 4.0), (6.5, -3.0)]),
    }
}

/// A point on the 24-unit grid, its origin in the middle.
type Grid = (f32, f32);

/// Points on a circle, from one angle to another in degrees, clockwise from the right when growing.
fn arc(center: Grid, radius: f32, from: f32, to: f32) -> Vec<Grid> {
    squeezed(center, (radius, radius), from, to)
}

/// Points on an ellipse whose axes are upright.
fn squeezed(center: Grid, radii: Grid, from: f32, to: f32) -> Vec<Grid> {
    let steps = ((to - from).abs() / 12.0).ceil().max(1.0) as usize;
    let point = |i: usize| {
        let (sin, cos) = (from + (to - from) * i as f32 / steps as f32).to_radians().sin_cos();
        (center.0 + radii.0 * cos, center.1 + radii.1 * sin)
    };
    (0..=steps).map(point).collect()
}

struct Pen<'a> {
    painter: &'a Painter,
    center: Pos2,
    unit: f32,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, (x, y): Grid) -> Pos2 {
        self.center + vec2(x, y) * self.unit
    }

    fn path(&self, points: &[Grid]) -> Vec<Pos2> {
        points.iter().map(|&point| self.at(point)).collect()
    }

    /// A line with round ends and corners.
    fn stroke(&self, points: &[Grid]) {
        self.painter.line(self.path(points), self.stroke);
        for &point in points {
            self.painter.circle_filled(self.at(point), self.stroke.width / 2.0, self.stroke.color);
        }
    }

    /// A smooth line with round ends.
    fn curve(&self, points: &[Grid]) {
        self.painter.line(self.path(points), self.stroke);
        for &point in points.first().into_iter().chain(points.last()) {
            self.painter.circle_filled(self.at(point), self.stroke.width / 2.0, self.stroke.color);
        }
    }

    /// A closed line around a convex polygon with rounded corners.
    fn outline(&self, corners: &[Grid], radius: f32) {
        let points = rounded(&self.path(corners), radius * self.unit);
        self.painter.add(PathShape::closed_line(points, self.stroke));
    }

    /// A filled convex polygon with rounded corners.
    fn fill(&self, corners: &[Grid], radius: f32) {
        let corners = self.path(corners);
        let points = if radius > 0.0 { rounded(&corners, radius * self.unit) } else { corners };
        self.painter.add(Shape::convex_polygon(points, self.stroke.color, Stroke::NONE));
    }

    fn block(&self, min: Grid, max: Grid, radius: f32) {
        self.fill(&[min, (max.0, min.1), max, (min.0, max.1)], radius);
    }

    fn frame(&self, min: Grid, max: Grid, radius: f32) {
        self.outline(&[min, (max.0, min.1), max, (min.0, max.1)], radius);
    }

    fn disc(&self, center: Grid, radius: f32) {
        self.painter.circle_filled(self.at(center), radius * self.unit, self.stroke.color);
    }

    fn ring(&self, center: Grid, radius: f32) {
        self.painter.circle_stroke(self.at(center), radius * self.unit, self.stroke);
    }

    /// A padlock's bow with its top arc around `top`; the right leg ends at `right`, the left one in the body.
    fn shackle(&self, top: f32, right: f32) {
        let mut bow = vec![(-4.2, -1.0)];
        bow.extend(arc((0.0, top), 4.2, 180.0, 360.0));
        bow.push((4.2, right));
        self.curve(&bow);
    }

    fn lens(&self) {
        self.ring((-2.0, -2.0), 7.0);
        self.stroke(&[(3.4, 3.4), (9.0, 9.0)]);
    }
}

/// The outline of a convex polygon with every corner rounded by `radius`.
pub fn rounded(corners: &[Pos2], radius: f32) -> Vec<Pos2> {
    rounded_each(corners, |_| radius)
}

/// The outline of a convex polygon whose `i`-th corner is rounded by `radius(i)`.
///
/// A corner gives away at most half of its shorter side, so that neighbouring arcs never cross.
fn rounded_each(corners: &[Pos2], radius: impl Fn(usize) -> f32) -> Vec<Pos2> {
    let count = corners.len();
    let mut outline = Vec::with_capacity(count * 6);
    for (i, &corner) in corners.iter().enumerate() {
        let to_previous = corners[(i + count - 1) % count] - corner;
        let to_next = corners[(i + 1) % count] - corner;
        let (back, on) = (to_previous.normalized(), to_next.normalized());
        let half_angle = 0.5 * back.dot(on).clamp(-1.0, 1.0).acos();
        let room = 0.5 * to_previous.length().min(to_next.length());
        let cut = (radius(i) / half_angle.tan().max(1e-3)).min(room);
        let radius = cut * half_angle.tan();
        if radius < 0.05 {
            outline.push(corner);
            continue;
        }
        let center = corner + (back + on).normalized() * (radius / half_angle.sin());
        let first = (corner + back * cut - center).angle();
        let sweep = ((corner + on * cut - center).angle() - first + TAU / 2.0).rem_euclid(TAU) - TAU / 2.0;
        let steps = (sweep.abs() * radius.sqrt() * 2.0).ceil().clamp(2.0, 24.0) as usize;
        outline.extend(
            (0..=steps)
                .map(|step| center + Vec2::angled(first + sweep * step as f32 / steps as f32) * radius),
        );
    }
    outline
}

/// The outline that tells a thread from others of the same hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outline {
    /// A disc.
    Circle,
    /// A square with soft corners.
    Square,
    /// A hexagon standing on a side.
    Hexagon,
    /// A square standing on a corner.
    Diamond,
    /// Flat below, round above.
    Arch,
    /// Two opposite corners round, two sharp.
    Leaf,
}

impl Outline {
    /// Every outline, in the order in which threads get them. Their number shares no factor with the number of hues, so
    /// the pair of both repeats only after their product.
    pub const ALL: [Self; 6] =
        [Self::Circle, Self::Square, Self::Hexagon, Self::Diamond, Self::Arch, Self::Leaf];

    /// The outline of the `index`-th thread.
    pub const fn of(index: usize) -> Self {
        Self::ALL[index % Self::ALL.len()]
    }

    /// The outline around `center`, drawn so that every kind covers about the area of a disc of `radius`.
    pub fn path(self, center: Pos2, radius: f32) -> Vec<Pos2> {
        let scaled = |points: &[Grid], scale: f32| -> Vec<Pos2> {
            points.iter().map(|&(x, y)| center + vec2(x, y) * (radius * scale)).collect()
        };
        let turn = |count: usize, first: f32| -> Vec<Grid> {
            let angle = |i: usize| first + i as f32 * TAU / count as f32;
            (0..count).map(|i| (angle(i).cos(), angle(i).sin())).collect()
        };
        match self {
            Self::Circle => scaled(&turn((radius.max(1.0).sqrt() * 12.0) as usize, 0.0), 1.0),
            Self::Square => rounded(&scaled(&SQUARE, 0.90), 0.26 * radius),
            Self::Hexagon => rounded(&scaled(&turn(6, 0.0), 1.12), 0.18 * radius),
            Self::Diamond => rounded(&scaled(&turn(4, 0.0), 1.27), 0.24 * radius),
            Self::Arch => rounded_each(&scaled(&SQUARE, 0.94), |i| radius * if i < 2 { 0.94 } else { 0.20 }),
            Self::Leaf => {
                rounded_each(&scaled(&SQUARE, 0.95), |i| radius * if i % 2 == 0 { 0.90 } else { 0.10 })
            }
        }
    }
}

const SQUARE: [Grid; 4] = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];

/// What identifies a thread wherever it appears: an index for hue and outline, and one or two letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark<'a> {
    /// Position among the threads of the lesson.
    pub index: usize,
    /// One or two characters.
    pub label: &'a str,
}

impl<'a> Mark<'a> {
    /// The mark of the `index`-th thread.
    pub const fn new(index: usize, label: &'a str) -> Self {
        Self { index, label }
    }

    /// The outline of this thread.
    pub const fn outline(self) -> Outline {
        Outline::of(self.index)
    }
}

/// Paints the mark of a thread: hue and outline and letter, so that none has to be seen for the thread to be known.
pub fn token(painter: &Painter, t: &Tokens, mark: Mark<'_>, center: Pos2, radius: f32) {
    let fill = t.thread(mark.index);
    let keyline = t.keyline(mark.index, (radius * 0.09).clamp(1.0, 2.0));
    painter.add(shape(mark.outline(), center, radius, fill, keyline));
    let wide = mark.label.chars().count() > 1;
    let size = radius * if wide { 0.98 } else { 1.22 };
    let galley = painter.layout_no_wrap(mark.label.to_owned(), fonts::strong(size), theme::ink(fill));
    // Centred by its ink, not by its line: a capital has no descender to make room for.
    let offset = galley.mesh_bounds.center().to_vec2();
    painter.galley(center - offset, galley, Color32::PLACEHOLDER);
}

/// Paints a ring in the outline of a thread, `gap` points outside its token: the owner, the one chosen, the one acting.
pub fn token_ring(painter: &Painter, mark: Mark<'_>, center: Pos2, radius: f32, gap: f32, stroke: Stroke) {
    painter.add(shape(mark.outline(), center, radius + gap, Color32::TRANSPARENT, stroke));
}

/// Paints the place of an absent thread: a hollow that a token of `radius` fills.
pub fn seat(painter: &Painter, t: &Tokens, center: Pos2, radius: f32) {
    painter.add(CircleShape { center, radius, fill: t.sunk, stroke: Stroke::NONE });
    let count = (TAU * radius / 7.0).round().max(8.0);
    let dash = |i: f32| {
        let angle = |share: f32| (i + share) * TAU / count;
        [angle(0.0), angle(0.28), angle(0.56)].map(|a| center + Vec2::angled(a) * radius).to_vec()
    };
    painter
        .extend((0..count as usize).map(|i| Shape::line(dash(i as f32), Stroke::new(1.25, t.line_strong))));
}

fn shape(outline: Outline, center: Pos2, radius: f32, fill: Color32, stroke: Stroke) -> Shape {
    match outline {
        Outline::Circle => CircleShape { center, radius, fill, stroke }.into(),
        other => PathShape {
            points: other.path(center, radius),
            closed: true,
            fill,
            stroke: PathStroke::from(stroke),
        }
        .into(),
    }
}

/// Paints an arrow from `from` to `to` with a filled head: who waits for what, what moves where.
pub fn arrow(painter: &Painter, from: Pos2, to: Pos2, stroke: Stroke) {
    let along = to - from;
    let length = along.length();
    if length < 1.0 {
        return;
    }
    let ahead = along / length;
    let head = (stroke.width * 5.0).clamp(6.0, 12.0).min(length);
    let neck = to - ahead * head;
    let side = ahead.rot90() * head * 0.48;
    painter.line_segment([from, neck + ahead], stroke);
    painter.add(Shape::convex_polygon(vec![to, neck + side, neck - side], stroke.color, Stroke::NONE));
}
