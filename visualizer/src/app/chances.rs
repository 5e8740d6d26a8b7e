//! What may happen that no thread does: the next timeout; and what nobody can count on, a button for each, with what it is
//! and who else has it.

use egui::Ui;
use stepper::{Choice, ObjectInfo, Status, ThreadId, ThreadView, words};

use super::{Command, Run, facts};
use crate::look::{Icon, widgets};
use crate::picture;
use crate::text::{Text, tell};

/// The icon of a choice that is no thread's.
pub(super) const fn icon(choice: Option<Choice>) -> Icon {
    match choice {
        Some(Choice::Spurious(_)) => Icon::Bolt,
        Some(Choice::Favour(_)) => Icon::Ahead,
        Some(Choice::Kill(_)) => Icon::Killed,
        _ => Icon::Clock,
    }
}

/// "Let the clock move on: timer, 5 ms"
pub(super) fn clock(run: &Run) -> String {
    let (who, _, time) = next_timeout(run);
    tell!(run.text, "clock-move", who, time)
}

/// Whose waits end when the clock moves, how many they are, and at what time.
pub(super) fn next_timeout(run: &Run) -> (String, usize, String) {
    let threads = || (0..).map(ThreadId).zip(&run.here().then.threads);
    let waits = |view: &&ThreadView| matches!(view.status, Status::Blocked(_));
    let next = threads().filter(|(_, view)| waits(view)).filter_map(|(_, view)| view.deadline).min();
    let then = threads().filter(|(_, view)| waits(view) && view.deadline == next);
    let names: Vec<String> = then.map(|(id, _)| run.name(id)).collect();
    (run.text.list(&names), names.len(), words::time(next.unwrap_or(run.here().then.now)))
}

/// The first of what may happen that this command asks for.
pub(super) fn first(run: &Run, command: &Command) -> Option<Choice> {
    let asked = |choice: &&Choice| match command {
        Command::Clock => matches!(choice, Choice::Clock),
        Command::Wake => matches!(choice, Choice::Spurious(_)),
        Command::Favour => matches!(choice, Choice::Favour(_)),
        Command::Kill => matches!(choice, Choice::Kill(_)),
        _ => false,
    };
    let then = &run.here().then;
    then.choices.iter().chain(&then.chances).find(asked).copied()
}

/// A button for each.
pub(super) fn ui(ui: &mut Ui, run: &Run, out: &mut Vec<Command>) {
    let text = run.text;
    for &choice in &run.here().then.chances {
        let (words, name, command, key) = match choice {
            Choice::Spurious(thread) => {
                let who = run.name(thread);
                (tell!(text, "wake", who), tell!(text, "wake-name", who), Command::Wake, "U")
            }
            Choice::Favour(thread) => {
                let (who, object) = (run.name(thread), waits_at(run, thread));
                (tell!(text, "favour", who), tell!(text, "favour-name", who, object), Command::Favour, "J")
            }
            Choice::Kill(process) => {
                let process = words::process(&run.trace, process);
                (tell!(text, "kill", process), tell!(text, "kill-name", process), Command::Kill, "X")
            }
            Choice::Thread(_) | Choice::Clock => continue,
        };
        let button = widgets::TextButton::new(words).name(name).icon(icon(Some(choice)));
        let button = button.emphasis(widgets::Emphasis::Bare);
        let has_key = first(run, &command) == Some(choice);
        let button = ui.add(if has_key { button.shortcut(key) } else { button });
        facts::tell(&button, || told(text, choice));
        if button.clicked() {
            out.push(Command::Choose(choice));
        }
    }
}

/// What the explorer and the graph of all ways leave out of this program, in sentences.
pub(super) fn left_out(run: &Run) -> Vec<String> {
    let trace = &run.trace;
    let own = |object: &ObjectInfo| object.kind == "Condition" && object.part_of.is_none();
    let waits = trace.objects.iter().any(own).then(|| tell!(run.text, "no-spurious"));
    let processes = (trace.processes.len() > 1).then(|| tell!(run.text, "no-chances-of-processes"));
    waits.into_iter().chain(processes).collect()
}

fn waits_at(run: &Run, thread: ThreadId) -> String {
    let object = run.here().then.threads.get(thread.index()).and_then(|view| view.object);
    object.map_or_else(String::new, |object| picture::name(run.text, &run.trace, object))
}

/// What it is, who else has it, and who tries it here.
fn told(text: &Text, choice: Choice) -> Vec<String> {
    match choice {
        Choice::Spurious(_) => {
            vec![tell!(text, "spurious"), tell!(text, "spurious-elsewhere"), tell!(text, "spurious-here")]
        }
        Choice::Favour(_) => {
            vec![tell!(text, "favoured"), tell!(text, "favoured-elsewhere"), tell!(text, "favoured-here")]
        }
        Choice::Kill(_) => {
            vec![tell!(text, "killing"), tell!(text, "killing-elsewhere"), tell!(text, "killing-here")]
        }
        Choice::Thread(_) | Choice::Clock => Vec::new(),
    }
}
