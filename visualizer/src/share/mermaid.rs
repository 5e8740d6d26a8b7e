//! A run as a Mermaid sequence diagram, which many sites and editors draw from its text.

use std::fmt::Write as _;

use stepper::{ThreadId, words};

use super::Shared;
use super::spans::{Arrow, Does, arrows, spans};
use crate::text::tell;

/// A note is broken into lines of about so many characters.
const LINE: usize = 32;

/// The diagram: a lifeline a thread, a note a step, an arrow for each wake-up and each item on its way. A lifeline is
/// thick while its thread holds a lock.
pub(super) fn diagram(run: &Shared) -> String {
    let mut text = format!(
        "sequenceDiagram\n    accTitle: {}\n    accDescr: {}\n",
        escape(&format!("{} ({})", run.title(), run.name())),
        escape(&tell!(run.text, "share-steps", steps = run.trace.steps.len() - 1)),
    );
    let threads = run.threads();
    for &id in &threads {
        let name = escape(&words::thread(run.text, &run.trace, id));
        _ = writeln!(text, "    participant {} as {name}", actor(id));
    }
    let (spans, arrows) = (spans(&run.trace), arrows(run.text, &run.trace));
    let all = match threads.as_slice() {
        [first, .., last] => format!("{},{}", actor(*first), actor(*last)),
        one => one.iter().map(|&id| actor(id)).collect(),
    };
    let locks = || spans.iter().filter(|s| matches!(s.does, Does::Holds(_)) && threads.contains(&s.thread));
    for (step, sentence) in run.sentences().iter().enumerate() {
        if sentence.is_empty() {
            continue;
        }
        let number = if step == 0 { String::new() } else { format!("{step}. ") };
        let note = lines(&format!("{number}{sentence}"));
        let over = run.call(step).map_or_else(|| all.clone(), |(id, _)| actor(id));
        for span in locks().filter(|span| span.from == step) {
            _ = writeln!(text, "    activate {}", actor(span.thread));
        }
        _ = writeln!(text, "    Note over {over}: {note}");
        for arrow in arrows.iter().filter(|arrow| arrow.to.1 == step) {
            let both = [arrow.from.0, arrow.to.0];
            if both.iter().all(|id| threads.contains(id)) {
                let [from, to] = both.map(actor);
                _ = writeln!(text, "    {from}{}{to}: {}", line(arrow), escape(&said(run, arrow)));
            }
        }
        for span in locks().filter(|span| span.to == step) {
            _ = writeln!(text, "    deactivate {}", actor(span.thread));
        }
    }
    if let Some((_, title, words)) = run.verdict() {
        _ = writeln!(text, "    Note over {all}: {}", lines(&format!("{title}. {words}")));
    }
    text
}

fn actor(id: ThreadId) -> String {
    format!("T{}", id.0)
}

fn line(arrow: &Arrow) -> &'static str {
    if arrow.item.is_some() { "->>" } else { "-->>" }
}

/// What stands at an arrow.
pub(super) fn said(run: &Shared, arrow: &Arrow) -> String {
    let name = arrow.object.map(|object| words::name(run.text, &run.trace, object));
    match (&arrow.item, name) {
        (Some(item), Some(object)) => tell!(run.text, "share-hands-over", item, object),
        (Some(item), None) => item.clone(),
        (None, Some(object)) => tell!(run.text, "share-wakes-by", object),
        (None, None) => tell!(run.text, "share-wakes"),
    }
}

/// Text that ends no statement, begins no comment and is no markup.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\n' | '\r' => out.push(' '),
            ';' | '#' | '%' | '<' | '>' | '&' | '"' | '{' | '}' => _ = write!(out, "#{};", c as u32),
            c => out.push(c),
        }
        out
    })
}

/// The text in lines.
fn lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br/>")
}
