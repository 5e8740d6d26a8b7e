//! Two runs side by side: what they share in one row, then step by step from the first difference on.

use egui::{Align2, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use stepper::{Choice, Trace};

use super::{Other, nothing};
use crate::app::threads::line_of;
use crate::app::{Command, Run, capital, chances};
use crate::look::theme::{mix, radius, size, space};
use crate::look::widgets::{self, TextButton};
use crate::look::{Icon, fonts, icons, tokens};
use crate::narrate;
use crate::text::{Text, tell};

const ROW: f32 = 27.0;

/// This line on the left, the other one on the right.
pub(super) fn ui(
    ui: &mut Ui,
    run: &Run,
    with: Option<&[Choice]>,
    other: Option<&Other>,
    out: &mut Vec<Command>,
) {
    if run.branches.is_empty() {
        nothing(ui, &tell!(run.text, "compare-nothing"));
        return;
    }
    let chosen = with.and_then(|line| run.branches.iter().rposition(|branch| branch.choices == line));
    choose(ui, run, chosen, out);
    let Some(other) = other.filter(|other| Some(&other.beside.choices[..]) == with) else {
        nothing(ui, &tell!(run.text, "compare-runs"));
        return;
    };
    columns(ui, run, other, out);
}

/// Which of the runs that were left.
fn choose(ui: &mut Ui, run: &Run, chosen: Option<usize>, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.add_space(space::M);
        let text = run.text;
        let words = tell!(text, "compare-beside", count = run.branches.len());
        ui.label(RichText::new(words).font(fonts::text(size::SMALL)).color(tokens(ui).weak));
        if run.branches.len() > 1 {
            for (index, branch) in run.branches.iter().enumerate().rev() {
                let words = tell!(text, "compare-left", step = branch.at);
                let name = tell!(text, "compare-with", number = index + 1, step = branch.at);
                if ui.add(TextButton::new(words).name(name).selected(chosen == Some(index))).clicked() {
                    out.push(Command::Compare(index));
                }
            }
        }
        if let Some(index) = chosen
            && ui.add(TextButton::new(tell!(text, "take-it-up")).name(tell!(text, "take-up-name"))).clicked()
        {
            out.push(Command::Branch(index));
        }
    });
}

/// The step at which two runs differ first; none if one is the beginning of the other.
fn first_difference(one: &Trace, other: &Trace) -> Option<usize> {
    let pairs = one.steps.iter().zip(&other.steps);
    let same = pairs.take_while(|(a, b)| a.choice == b.choice).count();
    (same < one.steps.len() && same < other.steps.len()).then_some(same)
}

/// A row of the table.
enum Row {
    /// Both make these steps.
    Same(String),
    /// From here on they differ.
    Difference(String),
    /// This step of each.
    Step(usize),
    /// How each of them ends.
    End,
}

fn rows(run: &Run, other: &Trace) -> Vec<Row> {
    let both = run.trace.steps.len().min(other.steps.len());
    let first = first_difference(&run.trace, other);
    let from = first.unwrap_or(both);
    let same = tell!(run.text, "same-steps", count = from - 1);
    let difference = match first {
        Some(step) => tell!(run.text, "first-difference", step),
        None => tell!(run.text, "one-goes-on"),
    };
    let longest = run.trace.steps.len().max(other.steps.len());
    let mut rows = vec![Row::Same(same), Row::Difference(difference)];
    rows.extend((from..longest).map(Row::Step));
    rows.push(Row::End);
    rows
}

fn columns(ui: &mut Ui, run: &Run, other: &Other, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let this = Side { name: &tell!(run.text, "this-line"), trace: &run.trace, log: &run.log, here: true };
    let that = Side {
        name: &tell!(run.text, "the-other"),
        trace: &other.beside.trace,
        log: &other.log,
        here: false,
    };
    let rows = rows(run, that.trace);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = egui::ScrollArea::vertical().id_salt("compare").auto_shrink([false, false]);
    let scrolled = area.show_rows(ui, ROW, rows.len(), |ui, range| {
        for row in &rows[range] {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            let (left, right) = rect.split_left_right_at_fraction(0.5);
            match row {
                Row::Same(words) => head(ui, rect, words, false),
                Row::Difference(words) => head(ui, rect, words, true),
                Row::Step(step) => {
                    if cell(ui, run, &this, *step, left) {
                        out.push(Command::Jump(*step));
                    }
                    cell(ui, run, &that, *step, right);
                }
                Row::End => {
                    end(ui, run.text, &this, left);
                    end(ui, run.text, &that, right);
                }
            }
            if !matches!(row, Row::Same(_) | Row::Difference(_)) {
                ui.painter().vline(rect.center().x, rect.y_range(), Stroke::new(1.0, t.line));
            }
        }
    });
    widgets::name_bars(ui, &scrolled, &tell!(run.text, "compare"));
}

fn head(ui: &Ui, rect: Rect, words: &str, strong: bool) {
    let t = tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with(("compare", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let (font, ink) = match strong {
        true => (fonts::strong(size::BODY), t.text),
        false => (fonts::text(size::BODY), t.weak),
    };
    if strong {
        ui.painter().rect_filled(rect.shrink2(vec2(4.0, 2.0)), radius::SMALL, t.accent_soft);
        icons::paint(ui.painter(), Icon::Warning, pos2(rect.left() + 22.0, rect.center().y), 15.0, t.accent);
    }
    ui.painter().text(pos2(rect.left() + 40.0, rect.center().y), Align2::LEFT_CENTER, words, font, ink);
}

/// One of the two runs.
struct Side<'a> {
    name: &'a str,
    trace: &'a Trace,
    log: &'a [Vec<String>],
    /// It is the one on the screen, so its steps can be gone to.
    here: bool,
}

/// A step of one run; whether it was clicked.
fn cell(ui: &Ui, run: &Run, side: &Side<'_>, step: usize, rect: Rect) -> bool {
    let t = tokens(ui);
    let Some(entry) = side.trace.steps.get(step) else {
        return false;
    };
    let words: Vec<String> = side.log[step].iter().map(|s| capital(s)).collect();
    let words = run.text.join(&words);
    let sense = if side.here { Sense::click() } else { Sense::focusable_noninteractive() };
    let response = ui.interact(rect, ui.scope_id().with(("compare", side.name, step)), sense);
    let name = tell!(run.text, "side-step", side = side.name, step, words);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
    let painter = ui.painter_at(rect);
    if response.hovered() && side.here {
        painter.rect_filled(rect.shrink2(vec2(4.0, 1.0)), radius::SMALL, mix(t.card, t.raised, 0.8));
    }
    let number = pos2(rect.left() + 36.0, rect.center().y);
    painter.text(number, Align2::RIGHT_CENTER, step, fonts::text(size::SMALL), t.faint);
    let token = pos2(rect.left() + 54.0, rect.center().y);
    match entry.thread() {
        Some(thread) => icons::token(&painter, t, run.mark(thread), token, 8.5),
        None => icons::paint(&painter, chances::icon(entry.choice), token, 16.0, t.weak),
    }
    let left = rect.left() + 72.0;
    let galley = line_of(ui, &words, fonts::text(size::BODY), t.text, rect.right() - left - 8.0);
    let elided = galley.elided;
    painter.galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, t.text);
    if response.has_focus() {
        crate::look::widgets::focus_ring(ui.painter(), t, rect.shrink(3.0), radius::SMALL);
    }
    let clicked = response.clicked();
    if elided {
        response.on_hover_text(words);
    }
    clicked
}

/// How a run ends, or that it goes on.
fn end(ui: &Ui, text: &Text, side: &Side<'_>, rect: Rect) {
    let t = tokens(ui);
    let trace = side.trace;
    let verdict = trace.steps.last().and_then(|step| step.verdict.as_ref());
    let (icon, ink, words) = match verdict {
        Some(verdict) if verdict.is_fine() => {
            (Icon::Check, t.good, capital(&narrate::verdict(text, trace, verdict).0))
        }
        Some(verdict) => (Icon::Cross, t.bad, capital(&narrate::verdict(text, trace, verdict).0)),
        None => (Icon::Right, t.weak, tell!(text, "it-can-go-on")),
    };
    let response = ui.interact(rect, ui.scope_id().with(("compare end", side.name)), Sense::hover());
    let name = tell!(text, "side-end", side = side.name, words);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    icons::paint(ui.painter(), icon, pos2(rect.left() + 54.0, rect.center().y), 16.0, ink);
    let galley = line_of(ui, &words, fonts::strong(size::BODY), t.text, rect.width() - 80.0);
    ui.painter().galley(pos2(rect.left() + 72.0, rect.center().y - galley.size().y / 2.0), galley, t.text);
}
