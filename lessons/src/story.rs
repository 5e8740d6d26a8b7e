//! The prose of a lesson, read from Markdown: `story.md`, and one `story.LANGUAGE.md` for each translation.
//!
//! A title, an invitation below it, and then the sections of [`SECTIONS`], in that order. In English they have these
//! headings; a translation has headings of its own, in the same order. What stands in square brackets at the start of
//! an item is for the machine: it is the same in every language, and tests check it. `docs/writing-lessons.md` shows
//! how to write one. The build script reads stories too, so this file stands alone.

use std::fmt;

/// The headings of an English story.
pub const SECTIONS: [&str; 9] = [
    "Story",
    "Prediction",
    "First schedule",
    "Break it",
    "Mend it",
    "Aha",
    "Why",
    "The same idea elsewhere",
    "Speaker notes",
];

/// A story, in one language. Texts are Markdown; each paragraph is one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// The title on the screen.
    pub title: String,
    /// One sentence that invites the first step.
    pub invitation: String,
    /// The situation.
    pub situation: String,
    /// Asked before the first step. A choice is marked with what it claims of the lesson's first program: see
    /// [`claims_hold`](crate::claims_hold).
    pub prediction: Question,
    /// The given first schedule, told.
    pub first_schedule: Vec<Told>,
    /// What to do: break it.
    pub task: String,
    /// Hints for it, each says more than the one before. One that names steps says which they are; together they lead to
    /// where the program can still be broken.
    pub hints: Vec<Told>,
    /// What to do then: mend it.
    pub mending: String,
    /// What each program does otherwise: its variant, and a sentence.
    pub programs: Vec<(String, String)>,
    /// What there was to understand.
    pub aha: String,
    /// Asked at the end. The right choice is marked with `x`.
    pub why: Question,
    /// The same idea in another dress.
    pub elsewhere: String,
    /// The lesson to which that leads, by its name.
    pub next: Option<String>,
    /// For who stands in front of a class.
    pub notes: String,
}

/// A question with choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// What can be answered.
    pub choices: Vec<Choice>,
}

/// An answer that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What stood in its brackets: `x` when it is right, nothing when it is wrong, or what it claims.
    pub mark: String,
    /// The answer.
    pub text: String,
    /// What to say to who chose it; empty if the explorer says it.
    pub explanation: String,
}

/// Steps of a schedule, told in a sentence or two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The steps, in order.
    pub steps: Vec<NamedStep>,
    /// What they mean.
    pub text: String,
}

/// A step as a story names it: `[waiter A: acquire orders]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedStep {
    /// The thread's name, or `clock`.
    pub thread: String,
    /// What it does: the name of the call. Empty for the clock.
    pub verb: String,
    /// With which object; empty if with none.
    pub object: String,
}

/// What cannot be understood of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there, and what should be.
    pub words: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.words)
    }
}

impl std::error::Error for Mistake {}

impl fmt::Display for NamedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.thread)?;
        if !self.verb.is_empty() {
            write!(f, ": {}", self.verb)?;
        }
        if !self.object.is_empty() {
            write!(f, " {}", self.object)?;
        }
        Ok(())
    }
}

/// The title of a story, from its first line.
pub(crate) fn title(text: &str) -> &str {
    text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().trim()
}

/// The invitation: what stands between the title and the first section.
pub(crate) fn invitation(text: &str) -> String {
    let head = text.lines().skip(1).take_while(|line| !line.starts_with("## "));
    paragraphs(head)
}

/// Reads a story. `english` says whether its headings are those of [`SECTIONS`].
///
/// # Errors
/// The first mistake.
pub fn read(text: &str, english: bool) -> Result<Story, Mistake> {
    let wrong = |line: usize, words: String| Err(Mistake { line, words });
    if title(text).is_empty() {
        return wrong(1, "a story begins with its title: # A title".to_owned());
    }
    let invitation = invitation(text);
    if invitation.is_empty() {
        return wrong(2, "below the title stands one sentence that invites the first step".to_owned());
    }
    let mut sections: Vec<Section<'_>> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(heading) = line.strip_prefix("## ") {
            let wanted = SECTIONS.get(sections.len());
            match wanted {
                None => return wrong(number + 1, format!("there is no section after {}", SECTIONS[8])),
                Some(wanted) if english && *wanted != heading.trim() => {
                    return wrong(number + 1, format!("here comes the section: ## {wanted}"));
                }
                Some(_) => sections.push(Section { line: number + 1, lines: Vec::new() }),
            }
        } else if let Some(section) = sections.last_mut() {
            section.lines.push(line);
        }
    }
    let Ok([story, prediction, first, task, mend, aha, why, elsewhere, notes]) =
        <[Section<'_>; 9]>::try_from(sections)
    else {
        let end = text.lines().count();
        let all = SECTIONS.join(", ");
        return wrong(end, format!("a section is missing at the end; a story has these nine: {all}"));
    };
    let elsewhere = elsewhere.text()?;
    let (mending, programs) = mend.list("- ")?;
    Ok(Story {
        title: title(text).to_owned(),
        invitation,
        situation: story.text()?,
        prediction: prediction.question(|mark| !mark.is_empty())?,
        first_schedule: first.told()?,
        task: task.list("- ")?.0,
        hints: task.list("- ")?.1.into_iter().map(Item::hint).collect::<Result<_, _>>()?,
        mending,
        programs: programs.into_iter().map(Item::program).collect::<Result<_, _>>()?,
        aha: aha.text()?,
        why: why.question(|mark| matches!(mark, "" | "x"))?,
        next: link(&elsewhere),
        elsewhere,
        notes: notes.text()?,
    })
}

/// The folder of the lesson to which a text links: `[Lock order](../lock-order/story.md)`.
fn link(text: &str) -> Option<String> {
    let target = text.split("](../").nth(1)?;
    target.split_once("/story").map(|(lesson, _)| lesson.to_owned())
}

/// A section: the line of its heading, and the lines below.
struct Section<'a> {
    line: usize,
    lines: Vec<&'a str>,
}

struct Item {
    line: usize,
    /// What stands in brackets at its start, if anything does.
    mark: Option<String>,
    text: String,
    explanation: String,
}

impl Section<'_> {
    fn wrong<T>(&self, words: &str) -> Result<T, Mistake> {
        Err(Mistake { line: self.line, words: words.to_owned() })
    }

    fn text(&self) -> Result<String, Mistake> {
        let text = paragraphs(self.lines.iter().copied());
        if text.is_empty() { self.wrong("this section is empty") } else { Ok(text) }
    }

    /// The text of a section, and the items of the list below it, which has one or more.
    fn list(&self, bullet: &str) -> Result<(String, Vec<Item>), Mistake> {
        let begins = |line: &&str| bulleted(line, bullet).is_some();
        let first = self.lines.iter().position(begins).unwrap_or(self.lines.len());
        let mut items: Vec<Item> = Vec::new();
        let mut parts: Vec<&str> = Vec::new();
        let close = |items: &mut Vec<Item>, parts: &mut Vec<&str>| {
            let (why, text): (Vec<&str>, Vec<&str>) = parts.drain(..).partition(|part| part.starts_with('>'));
            if let Some(item) = items.last_mut() {
                item.text = paragraphs(text.into_iter());
                item.explanation = paragraphs(why.into_iter().map(|part| part.trim_start_matches('>')));
            }
        };
        for (number, line) in self.lines.iter().enumerate().skip(first) {
            if let Some(rest) = bulleted(line, bullet) {
                close(&mut items, &mut parts);
                let (mark, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                    Some((mark, rest)) if !rest.starts_with('(') => (Some(mark.trim().to_owned()), rest),
                    _ => (None, rest),
                };
                let line = self.line + number + 1;
                items.push(Item { line, mark, text: String::new(), explanation: String::new() });
                parts.push(rest.trim());
            } else if line.starts_with(' ') || line.trim().is_empty() {
                parts.push(line.trim());
            } else {
                let words = "after an item comes the next one, or a line that belongs to it and is indented";
                return Err(Mistake { line: self.line + number + 1, words: words.to_owned() });
            }
        }
        close(&mut items, &mut parts);
        let text = paragraphs(self.lines[..first].iter().copied());
        match (text.is_empty(), items.is_empty()) {
            (true, _) => self.wrong("this section begins with a sentence, before its list"),
            (_, true) => self.wrong("this section has a list below its text"),
            _ => Ok((text, items)),
        }
    }

    fn question(&self, fits: impl Fn(&str) -> bool) -> Result<Question, Mistake> {
        let (text, items) = self.list("- ")?;
        let choices = items.into_iter().map(|item| match item.mark {
            Some(mark) if fits(&mark) => Ok(Choice { mark, text: item.text, explanation: item.explanation }),
            _ => Err(Mistake {
                line: item.line,
                words: "a choice begins with a mark: [x] right, [ ] wrong, in a prediction [what it claims]"
                    .to_owned(),
            }),
        });
        Ok(Question { text, choices: choices.collect::<Result<_, _>>()? })
    }

    fn told(&self) -> Result<Vec<Told>, Mistake> {
        let mut lines = vec!["."];
        lines.extend(&self.lines);
        let section = Section { line: self.line - 1, lines };
        section.list("1. ")?.1.into_iter().map(Item::told).collect()
    }
}

impl Item {
    fn program(self) -> Result<(String, String), Mistake> {
        match self.mark {
            Some(variant) => Ok((variant, self.text)),
            None => Err(Mistake {
                line: self.line,
                words: "a program begins with its file's name: [broken]".to_owned(),
            }),
        }
    }

    /// A hint may name steps.
    fn hint(self) -> Result<Told, Mistake> {
        match self.mark {
            Some(_) => self.told(),
            None => Ok(Told { steps: Vec::new(), text: self.text }),
        }
    }

    fn told(self) -> Result<Told, Mistake> {
        let mistake = || Mistake {
            line: self.line,
            words: "a step begins with who does what: [waiter A: acquire orders], or [clock]".to_owned(),
        };
        let marks = self.mark.as_ref().ok_or_else(mistake)?;
        let steps = marks.split(';').map(|mark| match mark.trim().split_once(": ") {
            Some((thread, call)) => {
                let (verb, object) = call.trim().split_once(' ').unwrap_or((call.trim(), ""));
                Ok(NamedStep { thread: thread.to_owned(), verb: verb.to_owned(), object: object.to_owned() })
            }
            None if mark.trim() == "clock" => {
                Ok(NamedStep { thread: "clock".to_owned(), ..NamedStep::default() })
            }
            None => Err(mistake()),
        });
        Ok(Told { steps: steps.collect::<Result<_, _>>()?, text: self.text.clone() })
    }
}

/// What follows the bullet; numbered items have any number.
fn bulleted<'a>(line: &'a str, bullet: &str) -> Option<&'a str> {
    if bullet == "- " {
        return line.strip_prefix("- ");
    }
    let (number, rest) = line.split_once(". ")?;
    number.parse::<u32>().ok().map(|_| rest)
}

/// Lines as paragraphs: each in one line, with an empty line between two.
fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut apart = false;
    for line in lines.map(str::trim) {
        if line.is_empty() {
            apart = !text.is_empty();
            continue;
        }
        // Chinese and Japanese have no spaces, so a line's end is none.
        let dense = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
        let joined = dense(text.chars().last()) || dense(line.chars().next());
        match apart {
            true => text.push_str("\n\n"),
            false if text.is_empty() || joined => {}
            false => text.push(' '),
        }
        apart = false;
        text.push_str(line);
    }
    text
}

impl Story {
    /// Whether `other` is a translation of this one: as many choices, steps and hints, with the same marks and links.
    ///
    /// # Errors
    /// What differs.
    pub fn corresponds(&self, other: &Story) -> Result<(), String> {
        let marks = |question: &Question| -> Vec<String> {
            question.choices.iter().map(|c| c.mark.clone()).collect()
        };
        let told = |told: &[Told]| -> Vec<String> {
            let steps =
                |told: &Told| told.steps.iter().map(NamedStep::to_string).collect::<Vec<_>>().join("; ");
            told.iter().map(steps).collect()
        };
        let variants =
            |story: &Story| -> Vec<String> { story.programs.iter().map(|(v, _)| v.clone()).collect() };
        let explained = |story: &Story| -> Vec<String> {
            let choices = story.prediction.choices.iter().chain(&story.why.choices);
            choices.map(|c| c.explanation.is_empty().to_string()).collect()
        };
        let same = |what: &str, one: Vec<String>, two: Vec<String>| match one == two {
            true => Ok(()),
            false => Err(format!("{what} differ: {one:?}, and in the translation {two:?}")),
        };
        same("the choices of the prediction", marks(&self.prediction), marks(&other.prediction))?;
        same("the steps of the first schedule", told(&self.first_schedule), told(&other.first_schedule))?;
        same("the steps of the hints", told(&self.hints), told(&other.hints))?;
        same("the programs", variants(self), variants(other))?;
        same("the choices of the why question", marks(&self.why), marks(&other.why))?;
        same("the explained choices", explained(self), explained(other))?;
        let next = |story: &Story| story.next.iter().cloned().collect();
        same("the links to another lesson", next(self), next(other))
    }
}
