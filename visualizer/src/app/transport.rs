//! Forward and back, by hand or by itself; how finely; and the other futures.

use egui::{Align, Layout, RichText, Ui, vec2};
use stepper::{Choice, Grain, words};

use super::{Command, Run, SPEEDS, Settings};
use crate::look::theme::{size, space};
use crate::look::widgets::{Emphasis, IconButton, TextButton};
use crate::look::{Icon, fonts, tokens};
use crate::text::{tell, text};

/// What the app is busy with.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    pub(super) playing: bool,
    pub(super) searching: bool,
}

/// The row over the timeline.
pub(super) fn ui(
    ui: &mut Ui,
    run: &Run,
    height: f32,
    settings: &Settings,
    doing: Doing,
    out: &mut Vec<Command>,
) {
    let t = tokens(ui);
    let text = run.text;
    let wide = ui.available_width() > 1150.0;
    let row = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        let (here, end) = (run.cursor, run.steps());
        let mut icon = |ui: &mut Ui, on: bool, button: IconButton<'_>, command| {
            if ui.add_enabled(on, button).clicked() {
                out.push(command);
            }
        };
        let first = IconButton::new(Icon::First, tell!(text, "to-the-start")).shortcut("Home");
        icon(ui, here > 0, first, Command::First);
        let back = IconButton::new(Icon::Back, tell!(text, "step-back")).shortcut("←");
        icon(ui, here > 0, back, Command::Back);
        let can_go_on = super::can_go_on(run);
        let (picture, name) = match (doing.playing, here < end) {
            (true, _) => (Icon::Pause, tell!(text, "pause")),
            (false, true) => (Icon::Play, tell!(text, "play")),
            (false, false) => (Icon::Play, tell!(text, "play-by-dice")),
        };
        let play = IconButton::new(picture, name).shortcut("Space").diameter(height - 4.0);
        let can_play = doing.playing || here < end || can_go_on;
        icon(ui, can_play, play, Command::Play);
        let next = IconButton::new(Icon::Next, tell!(text, "step-forward")).shortcut("→");
        icon(ui, here < end, next, Command::Forward);
        let last = IconButton::new(Icon::Last, tell!(text, "to-the-end")).shortcut("End");
        icon(ui, here < end, last, Command::Last);
        ui.add_space(space::S);
        let dice = IconButton::new(Icon::Dice, tell!(text, "dice")).shortcut("R");
        icon(ui, !run.here().then.choices.is_empty(), dice, Command::Random);
        let reset =
            IconButton::new(Icon::Reset, tell!(text, "try-again-from-the-start")).shortcut("Backspace");
        icon(ui, end > 0, reset, Command::Reset);
        ui.add_space(space::S);
        ui.scope(|ui| speed(ui, settings, out));
        ui.add_space(space::S);
        let fine = run.id.grain == Grain::Fine;
        for (words, picture, grain, key, name) in [
            (tell!(text, "calls-switch"), Icon::Coarse, Command::Coarse, "C", tell!(text, "steps-are-calls")),
            (
                tell!(text, "operations-switch"),
                Icon::Fine,
                Command::Fine,
                "F",
                tell!(text, "steps-are-operations"),
            ),
        ] {
            let on = fine == (grain == Command::Fine);
            let mut button = TextButton::new(words).name(name).shortcut(key).selected(on);
            if wide {
                button = button.icon(picture);
            }
            if ui.add(button).clicked() && !on {
                out.push(grain);
            }
        }
        ui.add_space(space::S);
        let question =
            if run.is_expected_fine() { tell!(text, "prove-it") } else { tell!(text, "find-a-bug") };
        let name = if doing.searching { tell!(text, "stop-the-search") } else { question.clone() };
        let mut ask = TextButton::new(question).name(name).shortcut("B");
        if wide {
            ask = ask.icon(Icon::Search);
        }
        if ui.add(ask.selected(doing.searching)).clicked() {
            out.push(Command::Ask);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = tell!(text, "step-of", here, end);
            ui.label(RichText::new(words).font(fonts::strong(size::BODY)).color(t.text));
            ui.add_space(space::S);
            branches(ui, run, out);
        });
    });
}

fn speed(ui: &mut Ui, settings: &Settings, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = text(ui);
    let small = |text: &'static str, name: String, key| {
        TextButton::new(text).name(name).shortcut(key).emphasis(Emphasis::Bare)
    };
    ui.spacing_mut().item_spacing.x = 0.0;
    let slower = small("−", tell!(text, "slower"), ",");
    if ui.add_enabled(settings.speed > 0, slower).clicked() {
        out.push(Command::Slower);
    }
    let words = tell!(text, "speed", steps = SPEEDS[settings.speed]);
    ui.allocate_ui_with_layout(
        vec2(38.0, 30.0),
        Layout::centered_and_justified(egui::Direction::LeftToRight),
        |ui| ui.label(RichText::new(words).font(fonts::text(size::SMALL)).color(t.weak)),
    );
    let faster = small("+", tell!(text, "faster"), ".");
    if ui.add_enabled(settings.speed + 1 < SPEEDS.len(), faster).clicked() {
        out.push(Command::Faster);
    }
}

/// "12 → A2 B2 C2…" on a button.
const WIDEST_CHIP: f32 = 150.0;

/// Futures that were left, the newest next to the step count; as many as there is room for.
fn branches(ui: &mut Ui, run: &Run, out: &mut Vec<Command>) {
    let t = tokens(ui);
    if run.branches.is_empty() {
        return;
    }
    let mut hidden = run.branches.len();
    for (index, branch) in run.branches.iter().enumerate().rev() {
        if ui.available_width() < WIDEST_CHIP {
            break;
        }
        let then: Vec<String> = branch.choices[branch.at.min(branch.choices.len())..]
            .iter()
            .take(3)
            .map(|c| match c {
                Choice::Thread(thread) => run.mark(*thread).label.to_owned(),
                Choice::Clock => tell!(run.text, "clock-short"),
                Choice::Spurious(thread) => tell!(run.text, "wakes-short", who = run.mark(*thread).label),
                Choice::Favour(thread) => tell!(run.text, "first-short", who = run.mark(*thread).label),
                Choice::Kill(id) => tell!(run.text, "killed-short", who = words::process(&run.trace, *id)),
            })
            .collect();
        let more = if branch.choices.len() > branch.at + 3 { "…" } else { "" };
        let text = format!("{} → {}{more}", branch.at, then.join(" "));
        let name = tell!(run.text, "future-name", step = branch.at, then = text);
        if ui.add(TextButton::new(&text).name(&name)).clicked() {
            out.push(Command::Branch(index));
        }
        hidden -= 1;
    }
    let words = match hidden {
        0 => tell!(run.text, "futures"),
        count => tell!(run.text, "futures-more", count),
    };
    if ui.available_width() > 120.0 {
        ui.label(RichText::new(words).font(fonts::text(size::SMALL)).color(t.weak));
    }
}
