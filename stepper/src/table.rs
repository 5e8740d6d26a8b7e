//! A run as a table of text: a column for each thread, a row for each step.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tell;
use crate::text::Text;
use crate::trace::{AtomicOp, Event, Grain, Status, Step, ThreadId, Trace, What};
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
/// use stepper::{Config, Session, Text, choices, table, words};
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
/// let english = Text::english();
/// let table = table(english, session.trace(), 80, |step| words::step(english, session.trace(), step));
/// assert!(table.starts_with("step  A              B\n"));
/// assert!(table.contains("   1  acquire pen"));
/// ```
pub fn table(text: &Text, trace: &Trace, width: usize, told: impl Fn(usize) -> String) -> String {
    let threads = &trace.steps[trace.steps.len() - 1].then.threads;
    let acts = |step: &Step, t: usize| step.lane().is_some_and(|id| id.index() == t);
    let acted = |t: usize| trace.steps.iter().any(|s| acts(s, t));
    let columns: Vec<usize> = (0..threads.len()).filter(|&t| acted(t)).collect();
    let cells: Vec<String> = (0..trace.steps.len()).map(|step| cell(text, trace, step)).collect();
    let column_width = |t: &usize| {
        let mine = trace.steps.iter().zip(&cells).filter(|(s, _)| acts(s, *t));
        let widest = mine.map(|(_, cell)| cell.width()).max().unwrap_or(0);
        widest.max(threads[*t].name.width()).min(WIDEST_CELL)
    };
    let widths: Vec<usize> = columns.iter().map(column_width).collect();
    let left: usize = 6 + widths.iter().map(|w| w + 2).sum::<usize>();
    let words_width = width.saturating_sub(left);
    let beside = words_width >= 30;
    let mut rows = String::new();
    let mut row = |number: &str, at: Option<usize>, cell: &str, words: &str| {
        let mut line = format!("{number:>4}  ");
        for (&t, &w) in columns.iter().zip(&widths) {
            let content = if at == Some(t) { cell } else { "" };
            line += &format!("{}  ", fit(content, w));
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
        rows += &format!("{}\n", line.trim_end());
    };
    let last = trace.steps.len() - 1;
    let round = trace.diagnose(last).and_then(|found| found.round());
    let again = round.map_or(0..0, |round| round.first().end..round.all().end);
    for (step, entry) in trace.steps.iter().enumerate() {
        if let Some(round) = round.filter(|_| again.contains(&step)) {
            if step == again.start {
                let repeats = words::repeats(text, round);
                row("", None, "", &tell!(text, "repeats-until", repeats, last = round.until));
            }
            continue;
        }
        let words = told(step);
        match (entry.choice, entry.lane()) {
            (None, _) if words.is_empty() => {}
            (None, _) => row("", None, "", &words),
            (Some(_), id) => row(&step.to_string(), id.map(ThreadId::index), &cells[step], &words),
        }
    }
    let mut head = format!("{}  ", fit(&tell!(text, "table-step"), 4));
    for (&t, &w) in columns.iter().zip(&widths) {
        head += &format!("{}  ", fit(&threads[t].name, w));
    }
    format!("{}\n{rows}", head.trim_end())
}

/// What the thread of a step did, with a mark of how it stood afterwards.
pub(crate) fn cell(text: &Text, trace: &Trace, step: usize) -> String {
    let entry = &trace.steps[step];
    let Some(id) = entry.lane() else {
        return String::new();
    };
    let mark = match entry.then.threads.get(id.index()).map(|t| &t.status) {
        Some(Status::Panicked { .. } | Status::Killed) => " ✗",
        Some(Status::Finished) => " ✓",
        Some(Status::Blocked(_)) => " …",
        _ => "",
    };
    format!("{}{mark}", call(text, trace, step))
}

/// What the thread of a step did, or what was done to it, as short as it can be said: "acquire pen", at the fine grain "0 → 1". Nothing
/// where the clock moved.
pub fn call(text: &Text, trace: &Trace, step: usize) -> String {
    let entry = &trace.steps[step];
    let Some(id) = entry.lane() else {
        return String::new();
    };
    let object = |e: &Event| e.object.map_or_else(String::new, |o| words::name(text, trace, o));
    let coarse = trace.grain == Grain::Coarse;
    let mine = || entry.events.iter().filter(|e| e.thread == id);
    let call = mine().find_map(|e| match &e.what {
        What::Begin { verb } | What::End { verb, .. } if coarse => Some(format!("{verb} {}", object(e))),
        What::Wake => Some("wake".to_owned()),
        What::Park => Some("sleep".to_owned()),
        What::Spurious => Some(tell!(text, "table-wakes-up")),
        What::Favoured => Some(tell!(text, "table-comes-first")),
        What::Killed { .. } => Some(tell!(text, "table-killed")),
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
    call.unwrap_or_else(|| tell!(text, "table-goes-on"))
}

/// The text in so many columns of a terminal: cut, or filled up. A Chinese character takes two.
fn fit(text: &str, columns: usize) -> String {
    let mut cut = text.to_owned();
    if text.width() > columns {
        while cut.width() >= columns && cut.pop().is_some() {}
        cut.push('…');
    }
    let rest = columns.saturating_sub(cut.width());
    cut + &" ".repeat(rest)
}

/// The text in lines of so many columns. It breaks at blanks, and beside any wide character that no mark of
/// punctuation follows: Chinese has no blanks.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split([' ', '\n']) {
        for (nth, piece) in pieces(word).into_iter().enumerate() {
            let line = lines.last_mut().expect("it starts with one line");
            let blank = if nth == 0 && !line.is_empty() { " " } else { "" };
            if line.is_empty() || line.width() + blank.len() + piece.width() <= columns {
                *line += blank;
                *line += piece;
            } else {
                lines.push(piece.to_owned());
            }
        }
    }
    lines
}

/// What stays together of a word without blanks.
fn pieces(word: &str) -> Vec<&str> {
    let wide = |c: char| c.width() == Some(2);
    let closes = |c: char| "，。；：、！？）”…".contains(c);
    let mut ends: Vec<usize> = word
        .char_indices()
        .zip(word.chars().skip(1))
        .filter(|((_, c), next)| (wide(*c) || wide(*next)) && *c != '（' && *c != '“' && !closes(*next))
        .map(|((at, c), _)| at + c.len_utf8())
        .collect();
    ends.push(word.len());
    let starts = std::iter::once(0).chain(ends.clone());
    starts.zip(ends).map(|(from, to)| &word[from..to]).collect()
}

#[cfg(test)]
mod tests {
    use super::{fit, wrap};

    #[test]
    fn lines_break_at_blanks_and_between_wide_characters() {
        assert_eq!(wrap("A takes a pen", 8), ["A takes", "a pen"]);
        assert_eq!(wrap("A 获取 pen，然后继续。", 10), ["A 获取", "pen，然后", "继续。"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn a_cell_is_as_wide_as_its_column() {
        assert_eq!(fit("pen", 5), "pen  ");
        assert_eq!(fit("步", 4), "步  ");
        assert_eq!(fit("acquire", 4), "acq…");
        assert_eq!(fit("休眠休眠", 5), "休眠…");
    }
}
