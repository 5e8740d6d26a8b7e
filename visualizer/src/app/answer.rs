//! "Find a bug": how far the search has come, and its answer. They stand where the headline is, until the person goes on.

use egui::Ui;
use stepper::Grain;
use stepper::words::count;

use super::headline::{Look, plate};
use super::{Command, Run, capital};
use crate::look::Icon;
use crate::look::widgets::{Emphasis, TextButton};
use crate::narrate;
use crate::protocol::{Conclusion, Does, Found, Progress, Scope};

/// A question to the explorer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// What is searched for.
    pub(super) scope: Scope,
    /// What the worker told last; none as long as nobody needs to wait.
    pub(super) progress: Option<Progress>,
}

/// "1 schedule", "12,345 schedules".
pub(super) fn schedules(number: u64) -> String {
    count(number, "schedule")
}

/// How far the search has come, in words.
pub(super) fn progress(progress: Progress) -> String {
    let ran = schedules(progress.executions);
    match progress.does {
        Does::Tries => format!("{} so far, and none panics or gets stuck.", capital(&ran)),
        Does::Samples => {
            format!(
                "There are too many to try them all, so some at random: {ran}, and none panics or gets stuck."
            )
        }
        Does::Shortens => format!("One fails. Looking for the shortest that does: {ran} so far."),
    }
}

/// How far a search for all outcomes has come, in words.
pub(super) fn tried(progress: Progress) -> String {
    format!("Trying every schedule: {} so far.", schedules(progress.executions))
}

/// What became of a search that was ended.
pub(super) fn stopped(found: &Found) -> String {
    format!(
        "The search was stopped after {}: none of them fails, and it was not all.",
        schedules(found.executions)
    )
}

/// Whether the answer still speaks of what is on the screen.
pub(super) fn is_current(found: &Found, run: &Run) -> bool {
    found.scope == Scope::Bug
        && found.program == run.id
        && match &found.conclusion {
            Conclusion::Bug { schedule, .. } => run.cursor == 0 && run.is_line(schedule),
            _ => true,
        }
}

/// While it is searched.
pub(super) fn searching(ui: &mut Ui, run: &Run, how: Progress, tight: bool, out: &mut Vec<Command>) {
    let title = match run.is_expected_fine() {
        true => "Trying every schedule",
        false => "Looking for a schedule that fails",
    };
    plate(ui, Look::Neutral, tight, title, &progress(how), |ui| {
        if ui.add(TextButton::new("Stop").icon(Icon::Cross).shortcut("Esc")).clicked() {
            out.push(Command::Ask);
        }
    });
}

/// The answer.
pub(super) fn ui(ui: &mut Ui, run: &Run, found: &Found, tight: bool, out: &mut Vec<Command>) {
    let (look, title, text) = words(run, found);
    plate(ui, look, tight, title, &text, |ui| {
        if let Conclusion::Bug { .. } = found.conclusion {
            let walk =
                TextButton::new("Walk it").name("Walk it, step by step").icon(Icon::Next).shortcut("→");
            if ui.add(walk.emphasis(Emphasis::Primary)).clicked() {
                out.push(Command::Forward);
            }
            let play = TextButton::new("Play it").icon(Icon::Play).shortcut("Space");
            if ui.add(play).clicked() {
                out.push(Command::Play);
            }
        }
        if !matches!(found.conclusion, Conclusion::NotDeterministic(_)) {
            let all = TextButton::new("What can come of it").shortcut("O");
            if ui.add(all).clicked() {
                out.push(Command::Outcomes);
            }
        }
        if ui.add(TextButton::new("Close").name("Close the answer").shortcut("Esc")).clicked() {
            out.push(Command::Close);
        }
    });
}

fn words(run: &Run, found: &Found) -> (Look, &'static str, String) {
    let ran = capital(&schedules(found.executions));
    let steps = match found.program.grain {
        Grain::Coarse => "whole calls",
        Grain::Fine => "single operations",
    };
    let (have, them) = match found.executions {
        1 => ("was", "it does not fail"),
        _ => ("were", "none of them fails"),
    };
    match &found.conclusion {
        Conclusion::Bug { schedule, preemptions, shortest, found_after } => {
            let verdict = run.trace.steps.last().and_then(|step| step.verdict.as_ref());
            let what = verdict.map_or_else(String::new, |verdict| {
                format!("{}. ", capital(&narrate::verdict(&run.trace, verdict).0))
            });
            let switches = match preemptions {
                0 => "no preemption".to_owned(),
                n => count(u64::from(*n), "preemption"),
            };
            let steps = count(schedule.len() as u64, "step");
            let rest = match shortest {
                true => format!("It needs {switches}, and with that no fewer than {steps}."),
                false => format!("This one has {steps} and {switches}; a shorter one may exist."),
            };
            let after = schedules(*found_after);
            (Look::Neutral, "Found a schedule that fails", format!("{what}Found after {after}. {rest}"))
        }
        Conclusion::Proved => (
            Look::Good,
            "Proved: every schedule is fine",
            format!("{ran} of {steps} {have} run. Any other only swaps steps that do not touch each other."),
        ),
        Conclusion::TooMany => (
            Look::Neutral,
            "No bug found, and no proof",
            format!("{ran} of {steps} {have} run and {them}, but there are more than that."),
        ),
        Conclusion::NoEnd(most) => (
            Look::Neutral,
            "No bug found, and no proof",
            format!(
                "{ran} of {steps} {have} run and {them}, but some had no end: they were stopped after {}.",
                count(u64::from(*most), "step")
            ),
        ),
        Conclusion::Stopped => (Look::Neutral, "The search was stopped", stopped(found)),
        Conclusion::NotDeterministic(how) => {
            (Look::Bad, "The program does not do the same every time", how.clone())
        }
    }
}
