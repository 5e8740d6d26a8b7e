//! All ways of a small program as a graph, with the line marked. A click on a state goes there.

use egui::{
    Align2, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use stepper::Choice;

use super::{Map, nothing};
use crate::app::{Command, Run, capital, chances, facts};
use crate::closer::ways::{MOST, Ways};
use crate::look::theme::{mix, radius, size, space};
use crate::look::widgets::{self, TextButton};
use crate::look::{Icon, fonts, icons, tokens};
use crate::text::{Text, tell};

/// The graph, with its ends by name above it.
pub(super) fn ui(ui: &mut Ui, run: &Run, map: Option<&Map>, out: &mut Vec<Command>) {
    let Some(Map { ways, layout }) = map else {
        nothing(ui, &tell!(run.text, "ways-looking"));
        return;
    };
    let path = ways.path(run.choices());
    // Many ends have many names: in a low window the graph is below them.
    let area = egui::ScrollArea::vertical().id_salt("ends and ways").auto_shrink([false, false]);
    let scrolled = area.show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(space::M);
            let words = RichText::new(words(run, ways)).font(fonts::text(size::SMALL));
            ui.label(words.color(tokens(ui).weak));
            for (title, fine, count, nearest) in ends(ways) {
                let name = tell!(run.text, "ways-go-to-end", title);
                let title = capital(&title);
                let text = if count == 1 { title } else { tell!(run.text, "ways-ends-alike", title, count) };
                let icon = if fine { Icon::Check } else { Icon::Cross };
                if ui.add(TextButton::new(text).name(name).icon(icon)).clicked() {
                    go(run, ways, nearest, out);
                }
            }
        });
        graph(ui, run, ways, layout, &path, out);
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "all-ways"));
}

/// The least height of a graph in which its states can be told apart.
const LEAST: f32 = 120.0;

/// "43 states, 3 of them ends."; and what is not there.
fn words(run: &Run, ways: &Ways) -> String {
    let (fine, bad) = ways.ends();
    let mut words = vec![match ways.more {
        true => tell!(run.text, "ways-more", most = MOST),
        false => tell!(run.text, "ways", states = ways.nodes.len(), fine, bad),
    }];
    words.extend(chances::left_out(run));
    let left = run.choices().position(Choice::is_chance);
    words.extend(left.map(|before| tell!(run.text, "ways-left-in", step = before + 1)));
    run.text.join(&words)
}

/// Each kind of end once: how it is called, whether it is well, how often it is there, and the first of them.
fn ends(ways: &Ways) -> Vec<(String, bool, usize, usize)> {
    let mut ends: Vec<(String, bool, usize, usize)> = Vec::new();
    for (number, node) in ways.nodes.iter().enumerate() {
        let Some((title, fine)) = &node.end else { continue };
        match ends.iter_mut().find(|end| end.0 == *title) {
            Some(end) => end.2 += 1,
            None => ends.push((title.clone(), *fine, 1, number)),
        }
    }
    ends.sort_by_key(|end| end.1);
    ends
}

fn go(run: &Run, ways: &Ways, node: usize, out: &mut Vec<Command>) {
    let line: Vec<_> = run.choices().collect();
    let path = ways.path(line.iter().copied());
    match path.iter().position(|&passed| passed == node) {
        Some(step) => out.push(Command::Jump(step)),
        None => out.extend(ways.route(&line, node).map(Command::Go)),
    }
}

fn graph(
    ui: &mut Ui,
    run: &Run,
    ways: &Ways,
    layout: &[(usize, f32)],
    path: &[usize],
    out: &mut Vec<Command>,
) {
    let t = tokens(ui);
    let deepest = layout.iter().map(|at| at.0).max().unwrap_or(0);
    let layer = |depth| layout.iter().filter(|at| at.0 == depth).count();
    let widest = (0..=deepest).map(layer).max().unwrap_or(1);
    let area = egui::ScrollArea::horizontal().id_salt("ways").auto_shrink([false, false]);
    let scrolled = area.show(ui, |ui| {
        let room = (ui.available_size() - vec2(2.0, 10.0)).max(vec2(0.0, LEAST));
        let pitch = ((room.x - 40.0) / deepest.max(1) as f32).clamp(15.0, 64.0);
        let (all, figure) =
            ui.allocate_exact_size(vec2((pitch * deepest as f32 + 40.0).max(room.x), room.y), Sense::hover());
        let name = run.text.join(&[tell!(run.text, "ways-name"), words(run, ways)]);
        figure.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &name));
        let row = ((all.height() - 24.0) / (widest.max(2) - 1) as f32).min(34.0);
        let high = row * (widest.max(2) - 1) as f32 / 2.0;
        let dot = (pitch.min(row) * 0.34).clamp(2.5, 9.0);
        let left = all.center().x - pitch * deepest as f32 / 2.0;
        let at = |node: usize| -> Pos2 {
            let (depth, place) = layout[node];
            pos2(left + pitch * depth as f32, all.center().y + place * high)
        };
        let painter = ui.painter().clone();
        let plain = Stroke::new(1.0, mix(t.card, t.line_strong, 0.7));
        for (number, node) in ways.nodes.iter().enumerate() {
            for &(_, to) in &node.next {
                // To one that is left out, only the beginning.
                let end = to.map_or_else(|| at(number) + vec2(pitch * 0.4, 0.0), &at);
                painter.add(Shape::line_segment([at(number), end], plain));
            }
        }
        for (step, pair) in path.windows(2).enumerate() {
            let made = step < run.cursor;
            let stroke = match made {
                true => Stroke::new(3.0, t.accent),
                false => Stroke::new(2.0, mix(t.card, t.accent, 0.5)),
            };
            painter.line_segment([at(pair[0]), at(pair[1])], stroke);
        }
        for (number, node) in ways.nodes.iter().enumerate() {
            let place = at(number);
            if !ui.is_rect_visible(Rect::from_center_size(place, vec2(30.0, 30.0))) {
                continue;
            }
            let here = path.get(run.cursor) == Some(&number);
            let passed = path.contains(&number);
            let side = (dot * 2.0).max(12.0_f32.min(pitch.min(row)));
            let room = Rect::from_center_size(place, vec2(side, side));
            let response = ui.interact(room, ui.scope_id().with(("way", number)), Sense::CLICK);
            let name = || named(run.text, ways, number, here, passed);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
            if response.clicked() {
                go(run, ways, number, out);
            }
            let lit = response.hovered();
            match &node.end {
                Some((_, false)) => {
                    let side = vec2(1.0, 1.0) * (dot * 2.0).max(9.0);
                    let square = Rect::from_center_size(place, side);
                    let line = Stroke::new(1.5, t.bad);
                    painter.rect(square, radius::SMALL / 2, t.bad_soft, line, StrokeKind::Inside);
                    icons::paint(&painter, Icon::Cross, place, side.x * 0.8, t.bad);
                }
                Some((_, true)) => {
                    painter.circle(place, dot.max(4.5), t.good_soft, Stroke::new(1.5, t.good));
                    icons::paint(&painter, Icon::Check, place, dot.max(4.5) * 1.5, t.good);
                }
                None => {
                    let fill = if passed { t.accent } else { t.card };
                    let line = if passed { t.accent } else { t.line_strong };
                    painter.circle(place, dot, fill, Stroke::new(1.25, line));
                }
            }
            if here || lit {
                let stroke = Stroke::new(2.0, if here { t.text } else { t.line_strong });
                painter.circle_stroke(place, dot.max(5.0) + 3.5, stroke);
            }
            if here {
                let above = place - vec2(0.0, dot.max(5.0) + 5.0);
                painter.text(
                    above,
                    Align2::CENTER_BOTTOM,
                    tell!(run.text, "ways-here"),
                    fonts::strong(size::SMALL),
                    t.text,
                );
            }
            if lit {
                let way = (!passed).then(|| leads(run, ways, number)).flatten();
                facts::show(&response, &[vec![name()], way.into_iter().collect()].concat());
            }
        }
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "all-ways"));
}

/// How one comes there: "From step 2: cook, then waiter A."
fn leads(run: &Run, ways: &Ways, node: usize) -> Option<String> {
    let line: Vec<_> = run.choices().collect();
    let route = ways.route(&line, node)?;
    let common = route.iter().zip(&line).take_while(|(a, b)| a == b).count();
    let name = |choice: &Choice| choice.thread().map(|thread| run.name(thread));
    let names =
        route[common..].iter().map(|choice| name(choice).unwrap_or_else(|| tell!(run.text, "the-clock")));
    let way = names.reduce(|way, next| tell!(run.text, "ways-then", way, next))?;
    Some(tell!(run.text, "ways-from", step = common, way))
}

fn named(text: &Text, ways: &Ways, number: usize, here: bool, passed: bool) -> String {
    let node = &ways.nodes[number];
    let mut name = vec![tell!(text, "state-after", number, steps = node.depth)];
    name.extend(node.end.as_ref().map(|(title, _)| title.clone()));
    match (here, passed) {
        (true, _) => name.push(tell!(text, "ways-here")),
        (false, true) => name.push(tell!(text, "ways-on-your-line")),
        (false, false) => {}
    }
    crate::app::listed(text, &name)
}
