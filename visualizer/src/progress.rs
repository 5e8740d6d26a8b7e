//! What a person has done in the lessons, and what was answered: plain data, and its file.
//!
//! It is made to be kept for years: lessons and parts are known by their names, and what this version does not know
//! stays in the file as it is.

mod export;
mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::path::Cost;

pub(crate) use store::folder;
pub use store::{Store, Trouble, file, read};

/// What was done in all lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The form of the file.
    pub version: u32,
    /// By the lesson's name.
    #[serde(default)]
    pub lessons: BTreeMap<String, OfLesson>,
}

/// The form of the file that this version writes.
const VERSION: u32 = 1;

/// What was done in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfLesson {
    /// The parts that are done, by name, and when: in seconds since 1970.
    #[serde(default)]
    pub done: BTreeMap<String, u64>,
    /// What was answered, in order, wrong answers too.
    #[serde(default)]
    pub answers: Vec<Given>,
    /// The best schedule made by hand that breaks the lesson's first program, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Cost>,
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// When, in seconds since 1970.
    pub at: u64,
    /// In which part of the lesson.
    pub part: String,
    /// To what, as it stood on the screen.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// Whether that is right; none where there is no right or wrong, as in a prediction.
    pub right: Option<bool>,
}

impl Progress {
    /// What was done in this lesson.
    pub fn of(&self, lesson: &str) -> Option<&OfLesson> {
        self.lessons.get(lesson)
    }

    /// Whether this part of the lesson is done.
    pub fn is_done(&self, lesson: &str, part: &str) -> bool {
        self.of(lesson).is_some_and(|of| of.done.contains_key(part))
    }

    /// Takes in what `other` knows and this does not: nothing that either has is lost.
    fn merge(&mut self, other: &Progress) {
        for (name, theirs) in &other.lessons {
            let ours = self.lessons.entry(name.clone()).or_default();
            for (part, &at) in &theirs.done {
                let known = ours.done.entry(part.clone()).or_insert(at);
                *known = at.min(*known);
            }
            for given in &theirs.answers {
                if !ours.answers.contains(given) {
                    ours.answers.push(given.clone());
                }
            }
            ours.answers.sort_by_key(|given| given.at);
            ours.own = ours.own.into_iter().chain(theirs.own).min();
        }
    }
}
