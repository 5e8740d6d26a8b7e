//! A run as a table of text: a column for each thread, a row for each step.

use crate::trace::{AtomicOp, Choice, Event, Grain, Status, Trace, What};
use crate::words;

/// A cell is never wider than this; the words beside the table say the rest.
const WIDEST_CELL: usize = 22;

/// The run as a table for a terminal of this width. Beside each step stands what `told` says of it, where there
/// is room, or else below it; [`words::step`] is the plain way to say it. What repeats to the end of the run stands there once.
///
/// ```
/// use std::sync::Arc;
///
/// use primitives::{Lock, Thread};
/// use stepper::{Config, Session, choices, table, words};
///
/// let program = || {
///     let pen = Lock::new(()).named("pen");
///     Thread::scope(|s| {
///         s.spawn("A", || drop(pen.acquire()));
///         s.spawn("B", || drop(pen.acquire()));
///     });
/// };
/// let mut session = Session::new(Arc::new(program), Config::default());
/// session.play(&choices("b2c2").unwrap());
/// let text = table(session.trace(), 80, |step| words::step(session.trace(), step));
/// assert!(text.starts_with("step  A              B\n"));
/// assert!(text.contains("   1  acquire pen"));
/// ```
pub fn table(trace: &Trace, width: usize, told: impl Fn(usize) -> String) -> String {
    let threads = &trace.steps[trace.steps.len() - 1].then.threads;
    let acted = |t: usize| {
        trace.steps.iter().any(|s| matches!(s.choice, Some(Choice::Thread(id)) if id.index() == t))
    };
    let columns: Vec<usize> = (0..threads.len()).filter(|&t| acted(t)).collect();
    let cells: Vec<String> = (0..trace.steps.len()).map(|step| cell(trace, step)).collect();
    let column_width = |t: &usize| {
        let mine = trace
            .steps
            .iter()
            .zip(&cells)
            .filter(|(s, _)| matches!(s.choice, Some(Choice::Thread(id)) if id.index() == *t));
        let widest = mine.map(|(_, cell)| cell.chars().count()).max().unwrap_or(0);
        widest.max(threads[*t].name.chars().count()).min(WIDEST_CELL)
    };
    let widths: Vec<usize> = columns.iter().map(column_width).collect();
    let left: usize = 6 + widths.iter().map(|w| w + 2).sum::<usize>();
    let words_width = width.saturating_sub(left);
    let beside = words_width >= 30;
    let mut text = String::new();
    let mut row = |number: &str, at: Option<usize>, cell: &str, words: &str| {
        let mut line = format!("{number:>4}  ");
        for (&t, &w) in columns.iter().zip(&widths) {
            let content = if at == Some(t) { shorten(cell, w) } else { String::new() };
            line += &format!("{content:w$}  ");
        }
        if beside {
            for (n, part) in wrap(words, words_width).iter().enumerate() {
                if n > 0 {
                    line += &format!("\n{:left$}", "");
                }
                line += part;
            }
        } else {
            for part in wrap(words, width.saturating_sub(6).max(20)) {
                line = format!("{}\n      {part}", line.trim_end());
            }
        }
        text += &format!("{}\n", line.trim_end());
    };
    let last = trace.steps.len() - 1;
    let round = trace.diagnose(last).and_then(|found| found.round());
    let again = round.map_or(0..0, |round| round.first().end..round.all().end);
    for (step, entry) in trace.steps.iter().enumerate() {
        if let Some(round) = round.filter(|_| again.contains(&step)) {
            if step == again.start {
                row("", None, "", &format!("{}, up to step {last}.", words::repeats(round)));
            }
            continue;
        }
        let words = told(step);
        match entry.choice {
            None if words.is_empty() => {}
            None => row("", None, "", &words),
            Some(Choice::Thread(id)) => row(&step.to_string(), Some(id.index()), &cells[step], &words),
            Some(Choice::Clock) => row(&step.to_string(), None, "", &words),
        }
    }
    let mut head = "step  ".to_owned();
    for (&t, &w) in columns.iter().zip(&widths) {
        head += &format!("{:w$}  ", shorten(&threads[t].name, w));
    }
    format!("{}\n{text}", head.trim_end())
}

/// What the acting thread did, with a mark of how it stood afterwards.
pub(crate) fn cell(trace: &Trace, step: usize) -> String {
    let entry = &trace.steps[step];
    let Some(Choice::Thread(id)) = entry.choice else {
        return String::new();
    };
    let mark = match entry.then.threads.get(id.index()).map(|t| &t.status) {
        Some(Status::Panicked { .. }) => " ✗",
        Some(Status::Finished) => " ✓",
        Some(Status::Blocked(_)) => " …",
        _ => "",
    };
    format!("{}{mark}", call(trace, step))
}

/// What the acting thread of a step did, as short as it can be said: "acquire pen", at the fine grain "0 → 1". Nothing
/// where the clock moved.
pub fn call(trace: &Trace, step: usize) -> String {
    let entry = &trace.steps[step];
    let Some(Choice::Thread(id)) = entry.choice else {
        return String::new();
    };
    let object = |e: &Event| e.object.map_or_else(String::new, |o| words::name(trace, o));
    let coarse = trace.grain == Grain::Coarse;
    let mine = || entry.events.iter().filter(|e| e.thread == id);
    let call = mine().find_map(|e| match &e.what {
        What::Begin { verb } | What::End { verb, .. } if coarse => Some(format!("{verb} {}", object(e))),
        What::Wake => Some("wake".to_owned()),
        What::Park => Some("sleep".to_owned()),
        What::Atomic { op, before, after, .. } => Some(match op {
            AtomicOp::Load => format!("load {before}"),
            AtomicOp::Store => format!("store {after}"),
            AtomicOp::CompareExchange if before == after => format!("finds {before}"),
            _ => format!("{before} → {after}"),
        }),
        _ => None,
    });
    // At the fine grain, a call without an operation on a word.
    let call = call.or_else(|| {
        mine().find_map(|e| match &e.what {
            What::End { verb, .. } => Some(format!("{verb} {}", object(e))),
            _ => None,
        })
    });
    call.unwrap_or_else(|| "goes on".to_owned())
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split([' ', '\n']) {
        let line = lines.last_mut().expect("it starts with one line");
        if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= width {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
