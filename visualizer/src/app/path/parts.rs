//! What each part of a lesson says and asks.

use egui::{Frame, Margin, RichText, Role, Stroke, Ui, WidgetInfo};
use lessons::Win;
use lessons::blanks::Piece;

use super::{Pane, note};
use crate::app::choice::{self, Stand};
use crate::app::{Command, markdown};
use crate::look::theme::{radius, size, space};
use crate::look::widgets::{self, Emphasis, TextButton};
use crate::look::{Icon, fonts, tokens};
use crate::path::{Cost, Part, around_blanks};
use crate::text::{Text, tell, text};

/// The part that is shown.
pub(super) fn ui(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    match pane.path.part {
        Part::Prediction => prediction(ui, pane, out),
        Part::First => first(ui, pane),
        Part::Break => break_it(ui, pane, out),
        Part::Ask => ask(ui, pane),
        Part::Fix => fix(ui, pane, out),
        Part::Why => why(ui, pane, out),
        Part::Elsewhere => elsewhere(ui, pane, out),
    }
}

fn prediction(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    let text = text(ui);
    let question = &pane.story.prediction;
    markdown::ui(ui, &pane.story.situation);
    strong(ui, &question.text);
    for (number, option) in question.choices.iter().enumerate() {
        let on = pane.path.predicted == Some(number);
        let stand = if on { Stand::Chosen } else { Stand::Open };
        let row = choice::ui(ui, &option.text, stand, false, false);
        if pane.focus && number == 0 {
            row.request_focus();
        }
        if row.clicked() {
            out.push(Command::Predict(number));
        }
    }
    match (pane.path.predicted, pane.path.is_done(Part::Prediction)) {
        (Some(_), _) => note(ui, &tell!(text, "prediction-noted")),
        (None, true) => note(ui, &tell!(text, "prediction-before")),
        (None, false) => {}
    }
}

fn first(ui: &mut Ui, pane: &Pane<'_>) {
    let t = tokens(ui);
    let text = text(ui);
    note(ui, &tell!(text, "first-task"));
    let given = pane.path.is_given(pane.run.standing());
    let mut step = 0;
    for told in &pane.story.first_schedule {
        let before = step;
        step += told.steps.len();
        let made = given && pane.run.cursor >= step;
        let here = given && pane.run.cursor > before && !made || given && pane.run.cursor == step;
        let frame = Frame::new()
            .fill(if here { t.accent_soft } else { t.card })
            .stroke(Stroke::new(1.0, if here { t.accent } else { t.line }))
            .corner_radius(radius::CONTROL)
            .inner_margin(Margin::symmetric(space::M as i8, 6));
        let steps = match told.steps.len() {
            1 => tell!(text, "first-step", step = step),
            _ => tell!(text, "first-steps", first = before + 1, last = step),
        };
        let response = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                let ink = if here { t.text } else { t.weak };
                ui.label(RichText::new(&steps).font(fonts::strong(size::SMALL)).color(ink));
                if made {
                    widgets::icon(ui, Icon::Check, 14.0, t.good, &tell!(text, "first-made"));
                }
            });
            markdown::ui(ui, &told.text);
        });
        if here && pane.scroll {
            response.response.scroll_to_me(None);
        }
    }
    if pane.path.is_done(Part::First) {
        note(ui, &tell!(text, "first-done"));
        if given && pane.run.cursor == step && pane.scroll {
            ui.scroll_to_cursor(None);
        }
    }
}

/// What is to be brought about.
fn goal(text: &Text, win: Win) -> String {
    match win {
        Win::Deadlock => tell!(text, "win-deadlock"),
        Win::Assertion => tell!(text, "win-assertion"),
        Win::Misuse => tell!(text, "win-misuse"),
        Win::TwoInside(_) => tell!(text, "win-two-inside"),
        Win::LostItem(_) => tell!(text, "win-lost-item"),
        Win::Livelock => tell!(text, "win-livelock"),
    }
}

fn break_it(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = text(ui);
    let path = pane.path;
    markdown::ui(ui, &pane.story.task);
    let win = path.lesson.program(path.broken()).and_then(|program| program.win);
    if let Some(win) = win {
        ui.horizontal_wrapped(|ui| {
            crate::app::shell::inline_icon(ui, Icon::Flag, 18.0, t.accent);
            ui.label(RichText::new(goal(text, win)).font(fonts::strong(size::BODY)));
        });
    }
    note(ui, &tell!(text, "break-how"));
    if !path.is_done(Part::Break) && path.misses(pane.run.standing()) {
        strong(ui, &tell!(text, "break-missed"));
    }
    let all = pane.story.hints.len();
    for (number, hint) in pane.story.hints.iter().take(path.hints).enumerate() {
        ui.add_space(space::XS);
        widgets::section(ui, &tell!(text, "hint", number = number + 1, all));
        markdown::ui(ui, &hint.text);
    }
    if path.is_done(Part::Break) {
        well_done(ui, &tell!(text, "break-done"));
        if let Some(own) = path.own {
            note(ui, &tell!(text, "cost-own", cost = cost(text, own)));
        }
    } else if pane.run.standing().variant == path.broken() && path.hints < all {
        let words = tell!(text, "hint-more", number = path.hints + 1, all);
        if ui.add(TextButton::new(words).icon(Icon::Question)).clicked() {
            out.push(Command::MoreHints);
        }
    } else if path.hints >= all {
        let show = TextButton::new(tell!(text, "break-show")).icon(Icon::Search);
        if ui.add(show).clicked() {
            out.push(Command::Hint);
        }
    }
}

/// "2 preemptions, 11 steps"
fn cost(text: &Text, cost: Cost) -> String {
    let Cost { preemptions, steps } = cost;
    tell!(text, "cost", preemptions, steps)
}

fn ask(ui: &mut Ui, pane: &Pane<'_>) {
    let text = text(ui);
    let path = pane.path;
    note(ui, &tell!(text, "ask-task"));
    if pane.searching {
        note(ui, &tell!(text, "next-asking"));
    }
    let Some(shortest) = path.shortest else {
        return;
    };
    match path.own {
        Some(own) => {
            fact(ui, &tell!(text, "cost-own", cost = cost(text, own)));
            fact(ui, &tell!(text, "cost-shortest", cost = cost(text, shortest)));
            let words = match own.cmp(&shortest) {
                std::cmp::Ordering::Greater => tell!(text, "cost-longer"),
                _ => tell!(text, "cost-equal"),
            };
            note(ui, &words);
        }
        None => {
            fact(ui, &tell!(text, "cost-shortest", cost = cost(text, shortest)));
            note(ui, &tell!(text, "cost-none"));
        }
    }
    if let Some(choice) = path.predicted.and_then(|number| pane.story.prediction.choices.get(number)) {
        ui.add_space(space::XS);
        let prediction = choice.text.as_str();
        strong(ui, &tell!(text, "prediction-was", prediction));
        match path.came_true {
            Some(true) => well_done(ui, &tell!(text, "prediction-holds")),
            Some(false) => note(ui, &tell!(text, "prediction-fails")),
            None => {}
        }
        if !choice.explanation.is_empty() {
            markdown::ui(ui, &choice.explanation);
        }
    }
}

fn fix(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    let text = text(ui);
    let path = pane.path;
    markdown::ui(ui, &pane.story.mending);
    let lines = around_blanks(path.lesson);
    if lines.is_empty() {
        note(ui, &tell!(text, "fix-choose"));
        for (number, (variant, sentence)) in pane.story.programs.iter().enumerate() {
            let tried = path.cure.as_ref().filter(|cure| cure.variant == variant);
            let stand = match tried.map(|cure| cure.proved) {
                Some(Some(true)) => Stand::Right,
                Some(Some(false)) => Stand::Wrong,
                Some(None) => Stand::Chosen,
                None => Stand::Open,
            };
            let row = choice::ui(ui, sentence, stand, false, false);
            if pane.focus && number == 0 {
                row.request_focus();
            }
            if let (true, Some(program)) = (row.clicked(), path.lesson.program(variant)) {
                out.push(Command::Cure(program.variant));
            }
        }
    } else {
        note(ui, &tell!(text, "fix-assemble"));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            program(ui, pane, &lines, out);
        });
        let prove = TextButton::new(tell!(text, "fix-prove")).icon(Icon::Search);
        if let (true, Some(variant)) = (ui.add(prove.emphasis(Emphasis::Primary)).clicked(), path.assembled())
        {
            out.push(Command::Cure(variant));
        }
    }
    match path.cure.as_ref().map(|cure| cure.proved) {
        Some(Some(true)) => well_done(ui, &tell!(text, "fix-proved")),
        Some(Some(false)) => note(ui, &tell!(text, "fix-fails")),
        Some(None) if pane.searching => note(ui, &tell!(text, "next-asking")),
        _ => {}
    }
}

/// The program around its blanks, and below each line with blanks what can fill them; in its place, if it is nothing else.
fn program(ui: &mut Ui, pane: &Pane<'_>, lines: &[Vec<Piece<'_>>], out: &mut Vec<Command>) {
    let (t, text) = (tokens(ui), text(ui));
    let indent = |line: &[Piece<'_>]| match line.first() {
        Some(Piece::Text(text)) => text.len() - text.trim_start().len(),
        _ => 0,
    };
    let margin = lines.iter().filter(|line| !line.is_empty()).map(|line| indent(line)).min().unwrap_or(0);
    let mut blanks = 0;
    for line in lines {
        let before = blanks;
        let mut words = String::new();
        for piece in line {
            match piece {
                Piece::Text(text) => words += text,
                Piece::Hole(_) => {
                    blanks += 1;
                    words += &format!("[{}]", tell!(text, "blank", number = blanks));
                }
            }
        }
        // There is little room, so lines go in by half as much.
        let inwards = " ".repeat(indent(line).saturating_sub(margin) / 2);
        let words = if line.is_empty() { "// ...".to_owned() } else { inwards + words.trim() };
        let alone =
            blanks == before + 1 && line.iter().all(|p| !matches!(p, Piece::Text(t) if !t.trim().is_empty()));
        if !alone {
            let ink = if blanks > before { t.text } else { t.weak };
            let label = ui.label(RichText::new(&words).font(fonts::code(size::CODE)).color(ink));
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        }
        for (blank, options) in (before..).zip(line.iter().filter_map(Piece::options)) {
            fill(ui, pane, blank, blanks > before + 1, options, out);
        }
    }
}

/// What can fill a blank, behind its name if there are several in the line.
fn fill(ui: &mut Ui, pane: &Pane<'_>, blank: usize, named: bool, options: &[&str], out: &mut Vec<Command>) {
    let (t, text) = (tokens(ui), text(ui));
    let name = tell!(text, "blank", number = blank + 1);
    let nothing = tell!(text, "blank-nothing");
    ui.horizontal_wrapped(|ui| {
        if named {
            ui.label(RichText::new(&name).font(fonts::text(size::SMALL)).color(t.weak));
        }
        for (number, option) in options.iter().enumerate() {
            let on = pane.path.blanks.get(blank) == Some(&number);
            let option = if option.trim().is_empty() { nothing.as_str() } else { option.trim() };
            let name = tell!(text, "blank-option", blank = name.as_str(), option);
            let row = ui.add(TextButton::new(option).name(name).selected(on));
            if pane.focus && (blank, number) == (0, 0) {
                row.request_focus();
            }
            if row.clicked() {
                out.push(Command::Blank(blank, number));
            }
        }
    });
}

fn why(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    let text = text(ui);
    let question = &pane.story.why;
    strong(ui, &question.text);
    for (number, option) in question.choices.iter().enumerate() {
        let chosen = pane.path.why == Some(number);
        let stand = match (chosen, option.mark == "x") {
            (true, true) => Stand::Right,
            (true, false) => Stand::Wrong,
            (false, _) => Stand::Open,
        };
        let row = choice::ui(ui, &option.text, stand, false, false);
        if pane.focus && number == 0 {
            row.request_focus();
        }
        if row.clicked() {
            out.push(Command::Reason(number));
        }
        if chosen {
            note(ui, &option.explanation);
        }
    }
    if pane.path.is_done(Part::Why) {
        ui.add_space(space::XS);
        widgets::section(ui, &tell!(text, "aha"));
        markdown::ui(ui, &pane.story.aha);
        quiz(ui, out);
    }
}

fn elsewhere(ui: &mut Ui, pane: &Pane<'_>, out: &mut Vec<Command>) {
    markdown::ui(ui, &without_links(&pane.story.elsewhere));
    quiz(ui, out);
}

fn quiz(ui: &mut Ui, out: &mut Vec<Command>) {
    let text = text(ui);
    let quiz = TextButton::new(tell!(text, "quiz-offer")).icon(Icon::Dice).shortcut("Q");
    if ui.add(quiz).clicked() {
        out.push(Command::Quiz);
    }
}

/// A link's words without its target: `[words](target)`.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once("](") {
        let Some((target, after)) = after.split_once(')') else { break };
        let Some((before, words)) = words.rsplit_once('[') else {
            plain.push_str(&format!("{words}]({target})"));
            rest = after;
            continue;
        };
        plain.push_str(before);
        plain.push_str(words);
        rest = after;
    }
    plain + rest
}

fn strong(ui: &mut Ui, words: &str) {
    let t = tokens(ui);
    let label = ui.label(RichText::new(words).font(fonts::strong(16.0)).color(t.text));
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

fn fact(ui: &mut Ui, words: &str) {
    let t = tokens(ui);
    let frame = Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::symmetric(space::M as i8, 6));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let label = ui.label(RichText::new(words).font(fonts::strong(size::BODY)));
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    });
}

fn well_done(ui: &mut Ui, words: &str) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        crate::app::shell::inline_icon(ui, Icon::Check, 20.0, t.good);
        let label = ui.add(egui::Label::new(RichText::new(words).font(fonts::strong(size::BODY))).wrap());
        label.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
    });
}
