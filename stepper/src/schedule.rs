//! Schedules as short text codes that can be pasted into a chat and replayed anywhere.
//!
//! `tl1.producer-consumer/broken.c.1f0c9a2e.a2b3t.q7`: the format's version, the program, the grain (`c`
//! or `f`), the program's fingerprint, the choices, and two characters that catch a slip of the hand.
//!
//! | choice | means                                                    |
//! |--------|----------------------------------------------------------|
//! | `a`    | thread 0 goes on (`a` to `p`)                            |
//! | `t`    | the clock moves on                                       |
//! | `sa`   | thread 0 wakes up for no reason                          |
//! | `wa`   | thread 0 will be woken first of those it waits with      |
//! | `xb`   | process 1 is killed                                      |
//! | `a3`   | so often; also of what is in parentheses, as in `(ab)10` |

use std::fmt;
use std::str::FromStr;

use crate::rounds::at_end;
use crate::tell;
use crate::text::Text;
use crate::trace::{Choice, Grain, ProcessId, ThreadId};

/// A list of choices, with what is needed to know which program they are for.
///
/// ```
/// use stepper::{Grain, Schedule, choices, fingerprint};
///
/// let schedule = Schedule {
///     program: "pipe/broken".to_owned(),
///     grain: Grain::Coarse,
///     fingerprint: fingerprint("fn main() {}"),
///     choices: choices("a4b2").unwrap(),
/// };
/// let code = schedule.to_string();
/// assert!(code.starts_with("tl1.pipe/broken.c."));
/// assert_eq!(code.parse(), Ok(schedule));
/// assert_eq!("tl1".parse::<Schedule>().unwrap_err().at, 3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Lesson and variant: "producer-consumer/broken".
    pub program: String,
    /// The grain of the steps.
    pub grain: Grain,
    /// [`fingerprint`] of the program's source.
    pub fingerprint: u32,
    /// The choices, in order.
    pub choices: Vec<Choice>,
}

/// A short hash (FNV-1a) of a program's source, by which a schedule code notices that the program has changed.
pub fn fingerprint(source: &str) -> u32 {
    // Line ends differ between systems; the program does not.
    source
        .bytes()
        .filter(|&b| b != b'\r')
        .fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

fn check(text: &str) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let hash = fingerprint(text);
    [hash & 31, hash >> 5 & 31].map(|i| char::from(DIGITS[i as usize])).iter().collect()
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grain = match self.grain {
            Grain::Coarse => 'c',
            Grain::Fine => 'f',
        };
        let code = choices_code(&self.choices);
        let text = format!("tl1.{}.{grain}.{:08x}.{code}", self.program, self.fingerprint);
        write!(f, "{text}.{}", check(&text))
    }
}

/// A schedule code that cannot be read: where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCode {
    /// The offending character, counted from 1.
    pub at: usize,
    /// What is wrong there.
    pub why: Fault,
}

/// What is wrong with a schedule code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not begin as a schedule code does.
    NoCode,
    /// It is of another version of the format.
    OtherVersion,
    /// It has so many parts, and should have another number of them.
    Parts(usize),
    /// It names no lesson.
    NoLesson,
    /// The letter of the grain is none.
    Grain,
    /// The program's fingerprint is no number.
    Fingerprint,
    /// This character is no choice.
    Choice(char),
    /// This parenthesis has no place here.
    Misplaced(char),
    /// This parenthesis is not closed.
    Open,
    /// A choice is repeated so often, and cannot be.
    Repeats(String),
    /// The check characters are those of another code.
    Check,
}

impl BadCode {
    /// What is wrong, and where, in a sentence of this language.
    pub fn words(&self, text: &Text) -> String {
        let why = match &self.why {
            Fault::NoCode => tell!(text, "code-none"),
            Fault::OtherVersion => tell!(text, "code-version"),
            Fault::Parts(count) => tell!(text, "code-parts", count = *count),
            Fault::NoLesson => tell!(text, "code-lesson"),
            Fault::Grain => tell!(text, "code-grain"),
            Fault::Fingerprint => tell!(text, "code-fingerprint"),
            Fault::Choice(letter) => tell!(text, "code-choice", letter = letter.to_string()),
            Fault::Misplaced(letter) => tell!(text, "code-misplaced", letter = letter.to_string()),
            Fault::Open => tell!(text, "code-unclosed"),
            Fault::Repeats(count) => tell!(text, "code-repeats", count),
            Fault::Check => tell!(text, "code-check"),
        };
        tell!(text, "code-broken", at = self.at, why)
    }
}

impl fmt::Display for BadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Text::english()))
    }
}

impl std::error::Error for BadCode {}

impl FromStr for Schedule {
    type Err = BadCode;

    fn from_str(code: &str) -> Result<Schedule, BadCode> {
        // A code that a mail or a chat broke into lines is still good; errors tell the place in the text given.
        let bare: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        read(&bare).map_err(|bad| {
            let kept = code.chars().enumerate().filter(|(_, c)| !c.is_whitespace());
            let places: Vec<usize> = kept.map(|(place, _)| place + 1).collect();
            let at = places.get(bad.at - 1).or(places.last()).copied().unwrap_or(1);
            BadCode { at, ..bad }
        })
    }
}

/// Choices as they stand in a schedule code: "b2d3t". [`choices`] reads them. What a long run repeats to its end stands
/// there once: "b2(cd3)800".
pub fn choices_code(choices: &[Choice]) -> String {
    let (before, round, times) = round_at_end(choices);
    let mut text = each_in_turn(before);
    if times > 0 {
        text += &format!("({}){times}", each_in_turn(round));
    }
    text
}

/// What goes before, the shortest stretch of choices that repeats to the end, and how often it does: none if that is not
/// often enough to be worth the while.
fn round_at_end(choices: &[Choice]) -> (&[Choice], &[Choice], usize) {
    const LEAST: usize = 10;
    let rounds = at_end(choices, 2..=choices.len(), LEAST, Choice::eq);
    let (length, times) = rounds.map_or((0, 0), |rounds| (rounds.length, rounds.times));
    let (before, rounds) = choices.split_at(choices.len() - length * times);
    (before, &rounds[..length], times)
}

fn each_in_turn(choices: &[Choice]) -> String {
    let mut text = String::new();
    for run in choices.chunk_by(|a, b| a == b) {
        let (mark, number) = match run[0] {
            Choice::Thread(id) => (None, Some(id.0)),
            Choice::Clock => (Some('t'), None),
            Choice::Spurious(id) => (Some('s'), Some(id.0)),
            Choice::Favour(id) => (Some('w'), Some(id.0)),
            Choice::Kill(id) => (Some('x'), Some(id.0)),
        };
        text.extend(mark.into_iter().chain(number.map(|number| char::from(b'a' + number))));
        if run.len() > 1 {
            text.push_str(&run.len().to_string());
        }
    }
    text
}

/// Reads choices as they stand in a schedule code: "b2d3t".
///
/// # Errors
/// Says at which character the text is broken.
pub fn choices(text: &str) -> Result<Vec<Choice>, BadCode> {
    read_choices(text, 1)
}

fn read(code: &str) -> Result<Schedule, BadCode> {
    let parts: Vec<&str> = code.split('.').collect();
    let start = |part: usize| 1 + parts[..part].iter().map(|p| p.chars().count() + 1).sum::<usize>();
    let bad = |at: usize, why: Fault| Err(BadCode { at, why });
    if parts[0] != "tl1" {
        let newer = parts[0].strip_prefix("tl").is_some_and(|v| v.parse::<u32>().is_ok());
        return match newer {
            true => bad(1, Fault::OtherVersion),
            false => bad(1, Fault::NoCode),
        };
    }
    let &[_, program, grain, print, choices, sum] = parts.as_slice() else {
        return bad(start(parts.len().min(6)) - 1, Fault::Parts(parts.len()));
    };
    if program.is_empty() {
        return bad(start(1), Fault::NoLesson);
    }
    let grain = match grain {
        "c" => Grain::Coarse,
        "f" => Grain::Fine,
        _ => return bad(start(2), Fault::Grain),
    };
    let Ok(fingerprint) = u32::from_str_radix(print, 16) else {
        return bad(start(3), Fault::Fingerprint);
    };
    let choices = read_choices(choices, start(4))?;
    if sum != check(&code[..code.len() - sum.len() - 1]) {
        return bad(start(5), Fault::Check);
    }
    Ok(Schedule { program: program.to_owned(), grain, fingerprint, choices })
}

/// More than any run has: a slip in a repeat count must not eat the memory.
const MOST_CHOICES: usize = 1_000_000;

fn read_choices(text: &str, start: usize) -> Result<Vec<Choice>, BadCode> {
    let number = |letter: char| letter as u8 - b'a';
    let mut choices = Vec::new();
    // Where the stretch in parentheses begins, in the text and among the choices.
    let mut open: Option<(usize, usize)> = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let bad = |at: usize, why: Fault| Err(BadCode { at: start + at, why });
        let from = match (c, open) {
            ('a'..='p', _) => {
                choices.push(Choice::Thread(ThreadId(number(c))));
                choices.len() - 1
            }
            ('s' | 'w' | 'x', _) => {
                let Some((_, whose)) = rest.next_if(|(_, c)| ('a'..='p').contains(c)) else {
                    return bad(at, Fault::Choice(c));
                };
                let whose = number(whose);
                choices.push(match c {
                    's' => Choice::Spurious(ThreadId(whose)),
                    'w' => Choice::Favour(ThreadId(whose)),
                    _ => Choice::Kill(ProcessId(whose)),
                });
                choices.len() - 1
            }
            ('t', _) => {
                choices.push(Choice::Clock);
                choices.len() - 1
            }
            ('(', None) => {
                open = Some((at, choices.len()));
                continue;
            }
            (')', Some((_, from))) if from < choices.len() => {
                open = None;
                from
            }
            ('(' | ')', _) => return bad(at, Fault::Misplaced(c)),
            _ => return bad(at, Fault::Choice(c)),
        };
        let mut digits = String::new();
        while let Some((_, d)) = rest.next_if(|(_, d)| d.is_ascii_digit()) {
            digits.push(d);
        }
        let times = if digits.is_empty() { Some(1) } else { digits.parse().ok() };
        let length = choices.len() - from;
        let room = (MOST_CHOICES - from) / length;
        match times {
            Some(n) if (1..=room).contains(&n) => {
                (1..n).for_each(|_| choices.extend_from_within(from..from + length));
            }
            _ => return bad(at + 1, Fault::Repeats(digits)),
        }
    }
    match open {
        Some((at, _)) => Err(BadCode { at: start + at, why: Fault::Open }),
        None => Ok(choices),
    }
}
