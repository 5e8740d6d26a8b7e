//! A run as a line that can be pasted anywhere: `threadlab:tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft@5`.
//!
//! It is a schedule code with a name in front, by which people know what to open it with, and behind it the step to
//! look at; without that, the last one. Wherever a link is read, a bare schedule code is one too.

use std::fmt;
use std::str::FromStr;

use stepper::{BadCode, Schedule};

use crate::text::{Text, english, tell};

/// A schedule, and the step of it to look at.
///
/// ```
/// use visualizer::share::Link;
///
/// let code = "tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft";
/// let link: Link = format!("Look at this:\n> <threadlab:{code}@5>.").parse().unwrap();
/// assert_eq!(link.cursor, 5);
/// assert_eq!(link.to_string(), format!("threadlab:{code}@5"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The program and the whole line.
    pub schedule: Schedule,
    /// How many steps of the line are made.
    pub cursor: usize,
}

impl Link {
    /// A link to the end of a schedule.
    pub fn to_end(schedule: Schedule) -> Link {
        Link { cursor: schedule.choices.len(), schedule }
    }

    /// Whether there is something in `text` that begins as a link or a schedule code does.
    pub fn is_in(text: &str) -> bool {
        start(text).is_some()
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "threadlab:{}", self.schedule)?;
        if self.cursor == self.schedule.choices.len() {
            return Ok(());
        }
        write!(f, "@{}", self.cursor)
    }
}

/// A link that cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadLink {
    /// Its schedule code cannot be read.
    Code(BadCode),
    /// It points at this step, and its schedule has so many.
    Beyond(String, usize),
}

impl BadLink {
    /// What is wrong, in a sentence of this language.
    pub fn words(&self, text: &Text) -> String {
        match self {
            BadLink::Code(bad) => bad.words(text),
            BadLink::Beyond(step, steps) => tell!(text, "link-beyond", step, steps = *steps),
        }
    }
}

impl fmt::Display for BadLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(english()))
    }
}

impl std::error::Error for BadLink {}

impl FromStr for Link {
    type Err = BadLink;

    /// Reads the first link in a text. Spaces, line breaks and quotation marks may stand before, behind and within it.
    fn from_str(text: &str) -> Result<Link, BadLink> {
        let from = start(text).unwrap_or(0);
        let (code, cursor) = cut(&text[from..]);
        let schedule: Schedule = code.parse().map_err(BadLink::Code)?;
        let steps = schedule.choices.len();
        match cursor {
            None => Ok(Link::to_end(schedule)),
            Some(digits) => match digits.parse() {
                Ok(cursor) if cursor <= steps => Ok(Link { schedule, cursor }),
                _ => Err(BadLink::Beyond(digits.to_owned(), steps)),
            },
        }
    }
}

/// Where the first code of a text begins: at "tl1.", or at that of another version.
fn start(text: &str) -> Option<usize> {
    let begins = |&(at, _): &(usize, &str)| {
        let version = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_digit());
        let inside_a_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        version.len() < text.len() - at - 2 && version.starts_with('.') && !inside_a_word
    };
    text.match_indices("tl").find(begins).map(|(at, _)| at)
}

/// The schedule code that `text` begins with, without what does not belong to it; and the digits behind its @.
fn cut(text: &str) -> (String, Option<&str>) {
    // Five dots, and two characters for the check: that is where a code ends, whatever follows.
    const DOTS: usize = 5;
    const CHECK: usize = 2;
    let (mut code, mut dots, mut check) = (String::new(), 0, 0);
    for (at, c) in text.char_indices() {
        // What a mail or a chat puts around and between the lines that it breaks.
        if c.is_whitespace() || "\"'`<>“”„‘’«»*|\u{200b}\u{feff}".contains(c) {
            continue;
        }
        if dots == DOTS && check == CHECK {
            let digits = text[at..].strip_prefix('@').map(|rest| {
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                &rest[..end]
            });
            return (code, digits.filter(|digits| !digits.is_empty()));
        }
        check += usize::from(dots == DOTS);
        dots += usize::from(c == '.');
        code.push(c);
    }
    (code, None)
}

#[cfg(test)]
mod tests {
    use super::{BadLink, Link};

    const CODE: &str = "tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft";

    fn read(text: &str) -> Result<(String, usize), BadLink> {
        text.parse().map(|link: Link| (link.schedule.to_string(), link.cursor))
    }

    #[test]
    fn a_link_is_found_wherever_it_was_pasted() {
        let broken = CODE.replace("er-con", "er-\n> con").replace("b2d", " b2\r\n>   d");
        for (text, cursor) in [
            (CODE.to_owned(), 9),
            (format!("threadlab:{CODE}"), 9),
            (format!("  threadlab:{CODE}@3\n"), 3),
            (format!("“{CODE}@0”"), 0),
            (format!("<a href=\"threadlab:{CODE}@4\">look</a>"), 4),
            (format!("Try `threadlab:{CODE}@2`, or tl1.something.else."), 2),
            (format!("The little title says: {CODE}. Do you see it?"), 9),
            (format!("{CODE} @ home"), 9),
            (format!("> threadlab:{broken}@5 is where it goes wrong"), 5),
        ] {
            assert_eq!(read(&text), Ok((CODE.to_owned(), cursor)), "{text}");
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        for cursor in 0..=9 {
            let link = Link { cursor, ..CODE.parse().expect("a code") };
            assert_eq!(link.to_string().parse(), Ok(link));
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (text, why) in [
            ("", "begins with tl1"),
            ("hello", "begins with tl1"),
            ("threadlab:tl2.future", "another version"),
            (&format!("{CODE}@10"), "points at step 10, but its schedule has 9"),
            (&format!("{CODE}@99999999999999999999"), "points at step 99999999999999999999"),
            (&CODE.replace("b2d3", "b3d2"), "check characters do not fit"),
            (&CODE[..30], "it should have 6 parts"),
        ] {
            let bad = read(text).expect_err(text).to_string();
            assert!(bad.contains(why), "{text}: {bad}");
        }
    }
}
