//! What the explorer found in a lesson's programs, as `threadlab pin` wrote it down. Tests compare it with what is
//! found now, so that no story can lie; nobody edits it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// All that is pinned of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// The first schedule that the story tells: its choices, as in a schedule code, for the lesson's first program.
    pub first_schedule: String,
    /// Each program by its variant.
    pub programs: BTreeMap<String, Pin>,
}

/// What was found in a program, at the coarse grain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// How its shortest schedule that fails ends; fine if there is none, which is proved.
    pub ends: Ending,
    /// The choices of that schedule, as in a schedule code; empty if every schedule is fine.
    pub schedule: String,
    /// How many executions the explorer needed to know these outcomes.
    pub executions: u64,
    /// Whether these are all the outcomes there are. A program that can go on for ever has no end of them to look through.
    #[serde(default = "yes")]
    pub complete: bool,
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
}

/// What is not said in a pin: nearly all of them are complete.
fn yes() -> bool {
    true
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub ends: Ending,
    /// Every thread that said something, and what.
    pub said: Vec<(String, Vec<String>)>,
}

/// How a run ends, in names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Well.
    Fine,
    /// This thread panics, with these words.
    Panic(String, String),
    /// These threads wait for ever.
    Deadlock(Vec<String>),
    /// Nothing orders two accesses to this object.
    Race(String),
    /// It never ends.
    NoEnd,
    /// This thread spins within one step.
    Spins(String),
}

impl Pinned {
    /// Reads what [`Pinned::to_json`] wrote.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(json: &str) -> Result<Pinned, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// As JSON in which every outcome is a line, so that a change can be read.
    pub fn to_json(&self) -> String {
        let mut text =
            format!("{{\n  \"first_schedule\": {},\n  \"programs\": {{", json(&self.first_schedule));
        for (number, (variant, pin)) in self.programs.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let outcomes: Vec<String> = pin.outcomes.iter().map(|o| format!("        {}", json(o))).collect();
            let complete = if pin.complete { "" } else { "\n      \"complete\": false," };
            write!(
                text,
                "{comma}\n    {}: {{\n      \"ends\": {},\n      \"schedule\": {},\n      \"executions\": {},{complete}\n      \
                 \"outcomes\": [\n{}\n      ]\n    }}",
                json(variant),
                json(&pin.ends),
                json(&pin.schedule),
                pin.executions,
                outcomes.join(",\n")
            )
            .expect("a string grows");
        }
        text + "\n  }\n}\n"
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data is always JSON")
}
