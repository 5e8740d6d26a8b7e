//! The progress for a teacher: as a table, and in words.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{OfLesson, Progress};
use crate::path::Part;
use crate::text::{Text, tell};

impl Progress {
    /// As a table that spreadsheets read (RFC 4180): a row for each part that is done and for each answer.
    pub fn csv(&self) -> String {
        let mut text = "lesson,part,when,question,answer,right\r\n".to_owned();
        for (lesson, of) in &self.lessons {
            for (part, &at) in &of.done {
                row(&mut text, &[lesson, part, &when(at), "", "done", ""]);
            }
            for given in &of.answers {
                let right = match given.right {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "",
                };
                row(
                    &mut text,
                    &[lesson, &given.part, &when(given.at), &given.question, &given.answer, right],
                );
            }
        }
        text
    }

    /// In words, a line for each lesson.
    pub fn text(&self, text: &Text, file: &Path) -> String {
        let file = file.display().to_string();
        if self.lessons.is_empty() {
            return format!("{}\n", tell!(text, "progress-nothing", file));
        }
        let widest = self.lessons.keys().map(String::len).max().unwrap_or(0);
        let mut lines = String::new();
        for (lesson, of) in &self.lessons {
            let lesson = format!("{lesson:<widest$}");
            let parts = of.parts(text);
            let (right, all) = of.score();
            lines += &match all {
                0 => tell!(text, "progress-line", lesson, parts),
                _ => tell!(text, "progress-line-score", lesson, parts, right, all),
            };
            lines.push('\n');
        }
        lines + &tell!(text, "progress-kept-in", file) + "\n"
    }

    /// As JSON: what is in the file.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("plain data is always JSON")
    }
}

impl OfLesson {
    /// The parts that are done, in the order in which they were.
    fn parts(&self, text: &Text) -> String {
        let mut parts: Vec<(&str, u64)> = self.done.iter().map(|(part, &at)| (part.as_str(), at)).collect();
        parts.sort_by_key(|&(_, at)| at);
        // One of another version keeps the name that it has in the file.
        let title = |name: &str| {
            let part = Part::ALL.into_iter().find(|part| part.name() == name);
            part.map_or_else(|| name.to_owned(), |part| part.title(text))
        };
        let titles: Vec<String> = parts.into_iter().map(|(part, _)| title(part)).collect();
        if titles.is_empty() { tell!(text, "progress-no-part") } else { text.list(&titles) }
    }

    /// How many answers were right, and how many were given where there is right and wrong.
    pub fn score(&self) -> (usize, usize) {
        let judged = self.answers.iter().filter_map(|given| given.right);
        judged.fold((0, 0), |(right, all), is| (right + usize::from(is), all + 1))
    }
}

/// The time in a form that everybody reads and every table sorts, in UTC.
fn when(seconds: u64) -> String {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    time.map_or_else(String::new, |time| humantime::format_rfc3339_seconds(time).to_string())
}

fn row(text: &mut String, cells: &[&str]) {
    for (n, cell) in cells.iter().enumerate() {
        let comma = if n > 0 { "," } else { "" };
        match cell.contains([',', '"', '\n', '\r']) {
            true => write!(text, "{comma}\"{}\"", cell.replace('"', "\"\"")),
            false => write!(text, "{comma}{cell}"),
        }
        .expect("a string takes everything");
    }
    text.push_str("\r\n");
}
