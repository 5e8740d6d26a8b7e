//! Reads a lesson's program, to say on which line a guard is released.
//!
//! `Drop` has no caller: [`std::panic::Location`] tells where a guard was made, never where it ended. So the program
//! is parsed, and the rules of Rust (edition 2024) are followed from the call that made the guard.
//!
//! One rule stands above the others: **never a wrong line**. There are no types here, only syntax; whatever depends
//! on a type, on the path taken or on another function is [`Release::Unknown`], and the app then says "guard from
//! line N". That holds for:
//!
//! - a guard which moves: passed by value, returned, stored, captured by a `move` closure, assigned to or from;
//! - a `return`, `break`, `continue` or `?` on another line, that leaves the guard's scope before its end;
//! - the head of an `if let` that has an `else`: the guard ends after the body, or before the `else`;
//! - code which is not plain: unknown macros, `async`, patterns other than `name`, `_`, `Some(name)`, `Ok(name)`.
//!
//! Answers are for a thread that runs on. One that panics releases its guards while it unwinds, wherever it stands.

mod headline;
mod region;
mod walk;

use std::collections::BTreeMap;
use std::fmt;

/// Where a guard is released. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Release {
    /// At the closing brace of the block in which the guard's name (or its extended temporary) lives.
    Brace {
        /// The line of the brace.
        line: u32,
    },
    /// In an explicit `drop(guard)`, which every path from the guard's birth reaches.
    Drop {
        /// The line of the call.
        line: u32,
    },
    /// The guard is a temporary: it ends with its statement, as in `*total.acquire() += 1;`, or with the smaller
    /// part that Rust ends it with: the condition of an `if` or `while`, an operand of `&&`, an arm of a `match`. In the
    /// head of a `match`, `for`, `if let` or `while let` it ends at the closing brace, whether or not anything matched.
    Statement {
        /// The last line of the statement or part.
        line: u32,
    },
    /// It cannot be told from the text.
    Unknown,
}

impl Release {
    /// The line, where it can be told.
    pub fn line(self) -> Option<u32> {
        match self {
            Self::Brace { line } | Self::Drop { line } | Self::Statement { line } => Some(line),
            Self::Unknown => None,
        }
    }
}

/// A program's text, read once. It keeps plain data only, so it may go to any thread.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    functions: Vec<Function>,
    calls: BTreeMap<Place, Call>,
    /// For steps that are not calls, like `total += 1`.
    statements: BTreeMap<Place, String>,
}

/// A line and a column, as [`std::panic::Location`] counts them: both from 1.
type Place = (u32, u32);

#[derive(Clone, Debug)]
struct Function {
    name: String,
    first: u32,
    last: u32,
}

#[derive(Clone, Debug)]
struct Call {
    text: String,
    release: Release,
}

impl Source {
    /// Reads a program.
    ///
    /// # Errors
    ///
    /// The first place at which the text is not Rust.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let file = syn::parse_file(text).map_err(|error| ParseError::new(&error, text))?;
        Ok(walk::read(&file, text))
    }

    /// Where the guard is released that was made by the call at this place.
    ///
    /// The place is what [`std::panic::Location::caller`] reports inside the call: for `a.b.acquire()` the name of the
    /// method, and for `acquire(&lock)` the first character of the whole call. Operators are not calls. A place where no
    /// call is, is [`Release::Unknown`].
    pub fn release_of(&self, line: u32, column: u32) -> Release {
        self.calls.get(&(line, column)).map_or(Release::Unknown, |call| call.release)
    }

    /// The text of the call at this place, or else of the statement that begins there: on one line and shortened, for
    /// a headline. `not_empty.wait(&mut orders)` stays as it is; a body becomes `{…}`.
    pub fn call_text(&self, line: u32, column: u32) -> Option<String> {
        let place = (line, column);
        let call = self.calls.get(&place).map(|call| &call.text);
        call.or_else(|| self.statements.get(&place)).cloned()
    }

    /// The name of the innermost function around a line. Closures have no name and belong to their function.
    pub fn function_at(&self, line: u32) -> Option<&str> {
        let around = self.functions.iter().filter(|f| (f.first..=f.last).contains(&line));
        around.min_by_key(|f| f.last - f.first).map(|f| f.name.as_str())
    }

    /// The lines of the text, the first being line 1.
    pub fn lines(&self) -> std::str::Lines<'_> {
        self.text.lines()
    }
}

/// Why a text is not a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    line: u32,
    column: u32,
    message: String,
}

impl ParseError {
    fn new(error: &syn::Error, text: &str) -> Self {
        let start = error.span().start();
        let message = match error.to_string() {
            // How syn says that brackets or quotes do not match.
            lexical if lexical.contains("token stream") => "a bracket or a quote without its partner".into(),
            message => message,
        };
        // An error at the end of the text has no token, and so no place of its own.
        if message.starts_with("unexpected end of input") && (start.line, start.column) <= (1, 0) {
            let line = text.lines().count().max(1);
            let column = text.lines().last().map_or(0, |last| last.chars().count()) + 1;
            return Self { line: number(line), column: number(column), message };
        }
        Self { line: number(start.line.max(1)), column: number(start.column + 1), message }
    }

    /// The line of the error, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column of the error, in characters, from 1.
    pub fn column(&self) -> u32 {
        self.column
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ParseError {}

/// Spans count in `usize`, locations in `u32`; no text is long enough for them to differ.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
