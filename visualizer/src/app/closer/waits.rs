//! Who waits for whom, as a picture and in words: an arrow leads from who waits to what it waits for, and from there to
//! who has it. A circle is drawn as one.

use std::collections::HashMap;

use egui::{
    Painter, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use stepper::ObjectId;

use crate::app::threads::line_of;
use crate::app::{Run, capital, stage};
use crate::closer::waits::{self, Edge, Graph, Node};
use crate::look::theme::{radius, size, space};
use crate::look::{Icon, fonts, icons, tokens, widgets};
use crate::text::tell;

const TOKEN: f32 = 17.0;

/// The room for a half of a name.
const NAME: f32 = 56.0;

/// The picture on the left, the words on the right.
pub(super) fn ui(ui: &mut Ui, run: &Run) {
    let t = tokens(ui);
    let graph = waits::graph(&run.trace, run.cursor);
    let words = waits::sentences(run.text, &run.trace, run.cursor, &graph);
    let words: Vec<String> = words.iter().map(|s| capital(s)).collect();
    if graph.nodes.is_empty() {
        super::nothing(ui, &words[0]);
        return;
    }
    let all = ui.available_rect_before_wrap();
    // Side by side, or where it is narrow one above the other.
    let (picture, beside) = match all.width() < 640.0 {
        true => all.split_top_bottom_at_fraction(0.62),
        false => all.split_left_right_at_fraction(0.58),
    };
    let picture = picture.shrink(6.0);
    let response = ui.interact(picture, ui.scope_id().with("waits"), Sense::focusable_noninteractive());
    let name = run.text.join(&[&[tell!(run.text, "waits-name")], &words[..]].concat());
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &name));
    paint(ui, run, &graph, picture);
    if response.has_focus() {
        widgets::focus_ring(ui.painter(), t, picture.shrink(2.0), radius::SMALL);
    }
    let beside = beside.with_min_x(beside.left() + space::M).with_min_y(beside.top() + 4.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(beside), |ui| {
        let area = egui::ScrollArea::vertical().id_salt("waits in words").auto_shrink([false, false]);
        let scrolled = area.show(ui, |ui| {
            for (n, sentence) in words.iter().enumerate() {
                let circle = n == 0 && !graph.cycle.is_empty();
                let font = if circle { fonts::strong(size::BODY) } else { fonts::text(size::BODY) };
                let ink = if n == 0 && !circle { t.weak } else { t.text };
                let label = ui.add(egui::Label::new(RichText::new(sentence).font(font).color(ink)).wrap());
                label.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
            }
        });
        widgets::name_bars(ui, &scrolled, &tell!(run.text, "who-waits"));
    });
    ui.advance_cursor_after_rect(all);
}

/// A node's place, and the room it takes.
#[derive(Clone, Copy)]
struct Spot {
    rect: Rect,
    round: bool,
}

impl Spot {
    fn holds(&self, at: Pos2) -> bool {
        match self.round {
            true => self.rect.center().distance(at) < self.rect.width() / 2.0 + 5.0,
            false => self.rect.expand(4.0).contains(at),
        }
    }
}

fn paint(ui: &Ui, run: &Run, graph: &Graph, area: Rect) {
    let t = tokens(ui);
    let painter = ui.painter_at(area.expand(6.0));
    let spots = places(ui, run, graph, area);
    let circle = Circle::of(graph, area);
    for &edge in &graph.edges {
        let (from, to) = (spots[&edge.from], spots[&edge.to]);
        match graph.is_in_cycle(edge) {
            true => path(&painter, &circle.arc(graph, edge), from, to, Stroke::new(2.5, t.bad)),
            false => {
                let line: Vec<Pos2> =
                    (0..=60).map(|i| from.rect.center().lerp(to.rect.center(), i as f32 / 60.0)).collect();
                path(&painter, &line, from, to, Stroke::new(2.0, t.line_strong));
            }
        }
    }
    if !graph.cycle.is_empty() {
        icons::paint(&painter, Icon::Cross, circle.center - vec2(0.0, 9.0), 18.0, t.bad);
        let words = match graph.for_ever {
            true => tell!(run.text, "circle"),
            false => tell!(run.text, "circle-now"),
        };
        let center = egui::Align2::CENTER_CENTER;
        painter.text(circle.center + vec2(0.0, 10.0), center, words, fonts::strong(size::SMALL), t.bad);
    }
    for node in &graph.nodes {
        let at = spots[node].rect.center();
        match node {
            Node::Thread(id) => {
                icons::token(&painter, t, run.mark(*id), at, TOKEN);
                let name = line_of(ui, &run.name(*id), fonts::text(size::SMALL), t.text, 120.0);
                let under = pos2(at.x - name.size().x / 2.0, at.y + TOKEN + 2.0);
                painter.galley(under, name, t.text);
            }
            Node::Object(id) => pill(ui, run, *id, &painter, spots[node].rect),
        }
    }
}

fn pill(ui: &Ui, run: &Run, id: ObjectId, painter: &Painter, rect: Rect) {
    let t = tokens(ui);
    painter.rect(rect, radius::CONTROL, t.sunk, Stroke::new(1.0, t.line_strong), StrokeKind::Inside);
    icons::paint(painter, stage::icon_of(run, id), pos2(rect.left() + 15.0, rect.center().y), 15.0, t.weak);
    let name = label(ui, run, id);
    painter.galley(pos2(rect.left() + 27.0, rect.center().y - name.size().y / 2.0), name, t.text);
}

fn label(ui: &Ui, run: &Run, id: ObjectId) -> std::sync::Arc<egui::Galley> {
    let name = crate::picture::name(run.text, &run.trace, id);
    line_of(ui, &name, fonts::text(size::SMALL), tokens(ui).text, 110.0)
}

/// Where the circle is drawn.
struct Circle {
    center: Pos2,
    radius: egui::Vec2,
}

impl Circle {
    fn of(graph: &Graph, area: Rect) -> Circle {
        let high = (area.height() / 2.0 - TOKEN - 14.0).clamp(40.0, 120.0);
        // Half of a name on each side; and who waits behind the circle has a place on the left.
        let behind = if graph.nodes.len() > graph.cycle.len() { 100.0 } else { 0.0 };
        let wide = ((area.width() - behind) / 2.0 - NAME).clamp(40.0, high * 1.5);
        let x = if behind > 0.0 { area.right() - wide - NAME } else { area.center().x };
        Circle { center: pos2(x, area.center().y - 6.0), radius: vec2(wide, high) }
    }

    fn at(&self, share: f32) -> Pos2 {
        let angle = (share - 0.25) * std::f32::consts::TAU;
        self.center + vec2(angle.cos(), angle.sin()) * self.radius
    }

    fn place(&self, graph: &Graph, node: Node) -> Option<Pos2> {
        let index = graph.cycle.iter().position(|&n| n == node)?;
        Some(self.at(index as f32 / graph.cycle.len() as f32))
    }

    fn arc(&self, graph: &Graph, edge: Edge) -> Vec<Pos2> {
        let count = graph.cycle.len() as f32;
        let index = graph.cycle.iter().position(|&n| n == edge.from).unwrap_or(0) as f32;
        (0..=80).map(|i| self.at((index + i as f32 / 80.0) / count)).collect()
    }
}

/// Columns from left to right: each node stands left of what it waits for. The circle has a place of its own.
fn places(ui: &Ui, run: &Run, graph: &Graph, area: Rect) -> HashMap<Node, Spot> {
    let mut columns: Vec<Vec<Node>> = Vec::new();
    let circle = Circle::of(graph, area);
    let mut spots = HashMap::new();
    let spot = |node: Node, at: Pos2| match node {
        Node::Thread(_) => Spot { rect: Rect::from_center_size(at, vec2(2.0, 2.0) * TOKEN), round: true },
        Node::Object(id) => {
            let wide = label(ui, run, id).size().x + 38.0;
            Spot { rect: Rect::from_center_size(at, vec2(wide, 30.0)), round: false }
        }
    };
    for &node in &graph.nodes {
        match circle.place(graph, node) {
            Some(at) => drop(spots.insert(node, spot(node, at))),
            None => {
                let column = rank(graph, node, graph.nodes.len());
                columns.resize_with(columns.len().max(column + 1), Vec::new);
                columns[column].push(node);
            }
        }
    }
    let right = match graph.cycle.is_empty() {
        true => area.right() - NAME,
        false => (circle.center.x - circle.radius.x - 90.0).max(area.left() + TOKEN + 10.0),
    };
    let room = (right - area.left() - NAME).max(0.0);
    let gap = (room / (columns.len().max(2) - 1) as f32).min(150.0);
    // Few columns stand in the middle.
    let wide = gap * columns.len().saturating_sub(1) as f32;
    let spare = if graph.cycle.is_empty() { (room - wide) / 2.0 } else { 0.0 };
    for (column, nodes) in columns.iter().enumerate() {
        let x = right - spare - gap * column as f32;
        for (row, &node) in nodes.iter().enumerate() {
            let alone = area.top() + area.height() * (row as f32 + 0.5) / nodes.len() as f32 - 6.0;
            // One that waits for the circle stands as high as what it waits for: no arrow crosses the circle.
            let target = graph.next(node).find_map(|next| circle.place(graph, next));
            let y = target.filter(|_| nodes.len() == 1).map_or(alone, |target| target.y);
            spots.insert(node, spot(node, pos2(x, y)));
        }
    }
    spots
}

/// How many arrows lead from a node to the right end, or to the circle.
fn rank(graph: &Graph, node: Node, most: usize) -> usize {
    let next = graph.next(node).filter(|next| !graph.cycle.contains(next));
    if most == 0 { 0 } else { next.map(|next| rank(graph, next, most - 1) + 1).max().unwrap_or(0) }
}

/// An arrow along these points, from the edge of one node to the edge of another.
fn path(painter: &Painter, points: &[Pos2], from: Spot, to: Spot, stroke: Stroke) {
    let mut points: Vec<Pos2> =
        points.iter().copied().filter(|&at| !from.holds(at) && !to.holds(at)).collect();
    // The last bit is the head.
    let head = points.len().saturating_sub(4);
    let Some(tip) = points.pop() else { return };
    let neck = points.get(head.min(points.len().saturating_sub(1))).copied().unwrap_or(tip);
    points.truncate(head + 1);
    painter.add(Shape::line(points, stroke));
    let along = (tip - neck).normalized();
    icons::arrow(painter, tip - along * 12.0, tip, stroke);
}
