//! "Find a bug": how far the search has come, and its answer. They stand where the headline is, until the person goes on.

use egui::Ui;
use stepper::Grain;

use super::headline::{Buttons, Look, plate};
use super::rooms::Rows;
use super::{Command, Run, capital, chances};
use crate::look::Icon;
use crate::look::widgets::{Emphasis, TextButton};
use crate::narrate;
use crate::protocol::{Conclusion, Does, Found, Progress, Scope};
use crate::text::{Text, tell};

/// A question to the explorer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// What is searched for.
    pub(super) scope: Scope,
    /// What the worker told last; none as long as nobody needs to wait.
    pub(super) progress: Option<Progress>,
}

/// How far the search has come, in words.
pub(super) fn progress(text: &Text, progress: Progress) -> String {
    let schedules = progress.executions;
    match progress.does {
        Does::Tries => tell!(text, "search-tries", schedules),
        Does::Samples => tell!(text, "search-samples", schedules),
        Does::Shortens => tell!(text, "search-shortens", schedules),
        Does::Bounds => tell!(text, "search-bounds", schedules),
        Does::Rolls => tell!(text, "outcomes-rolls", schedules),
    }
}

/// How far a search for all outcomes has come, in words.
pub(super) fn tried(text: &Text, progress: Progress) -> String {
    match progress.does {
        Does::Rolls => self::progress(text, progress),
        _ => tell!(text, "outcomes-tries", schedules = progress.executions),
    }
}

/// What became of a search that was ended.
pub(super) fn stopped(text: &Text, found: &Found) -> String {
    tell!(text, "search-stopped-after", schedules = found.executions)
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
pub(super) fn searching(ui: &mut Ui, run: &Run, how: Progress, rows: Rows, out: &mut Vec<Command>) {
    let title = match run.is_expected_fine() {
        true => tell!(run.text, "search-trying"),
        false => tell!(run.text, "search-looking"),
    };
    plate(ui, Look::Neutral, Buttons::beside(rows), &title, &progress(run.text, how), |ui| {
        if ui.add(TextButton::new(tell!(run.text, "stop")).icon(Icon::Cross).shortcut("Esc")).clicked() {
            out.push(Command::Ask);
        }
    });
}

/// The answer.
pub(super) fn ui(ui: &mut Ui, run: &Run, found: &Found, rows: Rows, out: &mut Vec<Command>) {
    let text = run.text;
    let (look, title, why) = words(run, found);
    plate(ui, look, Buttons::below(rows), &title, &why, |ui| {
        if let Conclusion::Bug { .. } = found.conclusion {
            let walk = TextButton::new(tell!(text, "walk-it"))
                .name(tell!(text, "walk-it-name"))
                .icon(Icon::Next)
                .shortcut("→");
            if ui.add(walk.emphasis(Emphasis::Primary)).clicked() {
                out.push(Command::Forward);
            }
            let play = TextButton::new(tell!(text, "play-it")).icon(Icon::Play).shortcut("Space");
            if ui.add(play).clicked() {
                out.push(Command::Play);
            }
        }
        if !matches!(found.conclusion, Conclusion::NotDeterministic(_)) {
            let all = TextButton::new(tell!(text, "outcomes")).shortcut("O");
            if ui.add(all).clicked() {
                out.push(Command::Outcomes);
            }
        }
        let close = TextButton::new(tell!(text, "close")).name(tell!(text, "answer-close")).shortcut("Esc");
        if ui.add(close).clicked() {
            out.push(Command::Close);
        }
    });
}

fn words(run: &Run, found: &Found) -> (Look, String, String) {
    let text = run.text;
    let schedules = found.executions;
    let steps = match found.program.grain {
        Grain::Coarse => tell!(text, "of-whole-calls"),
        Grain::Fine => tell!(text, "of-single-operations"),
    };
    match &found.conclusion {
        Conclusion::Bug { schedule, preemptions, shortest, found_after } => {
            let verdict = run.trace.steps.last().and_then(|step| step.verdict.as_ref());
            let what = verdict.map(|verdict| {
                tell!(text, "sentence", words = capital(&narrate::verdict(text, &run.trace, verdict).0))
            });
            let (preemptions, steps) = (*preemptions, schedule.len());
            let rest = match shortest {
                true => tell!(text, "answer-shortest", preemptions, steps),
                false => tell!(text, "answer-not-shortest", preemptions, steps),
            };
            let after = tell!(text, "answer-found-after", schedules = *found_after);
            let told: Vec<String> = what.into_iter().chain([after, rest]).collect();
            (Look::Neutral, tell!(text, "answer-bug"), text.join(&told))
        }
        Conclusion::Proved => {
            let mut why = vec![tell!(text, "answer-proved-why", schedules, steps)];
            why.extend(chances::left_out(run));
            if found.waits {
                why.push(tell!(text, "proved-waits"));
            }
            (Look::Good, tell!(text, "answer-proved"), text.join(&why))
        }
        Conclusion::TooMany => {
            let made = stepper::words::searched(text, found.sampled, found.bound);
            let told: Vec<String> =
                [tell!(text, "answer-too-many", schedules, steps)].into_iter().chain(made).collect();
            (Look::Neutral, tell!(text, "answer-no-bug"), text.join(&told))
        }
        Conclusion::NoEnd(most) => (
            Look::Neutral,
            tell!(text, "answer-no-bug"),
            tell!(text, "answer-no-end", schedules, steps, most = *most),
        ),
        Conclusion::Counts => {
            (Look::Neutral, tell!(text, "answer-no-bug"), tell!(text, "answer-counts", schedules, steps))
        }
        Conclusion::Stopped => (Look::Neutral, tell!(text, "answer-stopped"), stopped(text, found)),
        Conclusion::NotDeterministic(how) => {
            (Look::Bad, tell!(text, "answer-not-deterministic"), how.clone())
        }
    }
}
