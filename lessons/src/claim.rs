//! What a choice of a prediction claims, and whether it is so: known from what the explorer found, never by hand.
//!
//! | claim                  | holds when                                          |
//! |------------------------|-----------------------------------------------------|
//! | `always ends well`     | every outcome does                                  |
//! | `can end well`         | some outcome does                                   |
//! | `can deadlock`         | in some outcome threads wait for ever               |
//! | `can panic`            | in some outcome a thread panics                     |
//! | `can say WORDS`        | in some outcome somebody says or panics with these  |
//! | `always say WORDS`     | in every outcome                                    |
//!
//! With `cannot` instead of `can`, when there is none. Claims with `;` between them hold together. Where not all outcomes
//! are known, neither is what the others would decide.

use crate::{Ending, Outcome, Pin};

/// Whether all that `claims` says is so.
///
/// # Errors
/// When it cannot be understood, or is not known.
pub fn claims_hold(claims: &str, pin: &Pin) -> Result<bool, String> {
    let parts: Vec<bool> =
        claims.split(';').map(|claim| holds(claim.trim(), pin)).collect::<Result<_, _>>()?;
    Ok(parts.iter().all(|part| *part))
}

fn holds(claim: &str, pin: &Pin) -> Result<bool, String> {
    let (how, what) = claim.split_once(' ').unwrap_or((claim, ""));
    let is: Box<dyn Fn(&Outcome) -> bool> = match what.split_once(' ').unwrap_or((what, "")) {
        ("end" | "ends", "well") => Box::new(ended_well),
        ("deadlock", "") => Box::new(|outcome| matches!(outcome.ends, Ending::Deadlock(_))),
        ("panic", "") => Box::new(|outcome| matches!(outcome.ends, Ending::Panic(..))),
        ("say", words) if !words.is_empty() => Box::new(move |outcome| outcome.says(words)),
        _ => return Err(format!("nobody knows what this claims: {claim}")),
    };
    // What one outcome decides, and what only all of them do.
    let (decided, otherwise) = match how {
        "can" => (pin.outcomes.iter().any(is), false),
        "cannot" => (pin.outcomes.iter().any(is), true),
        "always" => (!pin.outcomes.iter().all(is), true),
        _ => return Err(format!("a claim begins with can, cannot or always: {claim}")),
    };
    match decided || pin.complete {
        true => Ok(decided != otherwise),
        false => Err(format!("not all outcomes are known, so this is not: {claim}")),
    }
}

/// A data race on a plain variable ends no run: what it leads to does.
fn ended_well(outcome: &Outcome) -> bool {
    matches!(outcome.ends, Ending::Fine | Ending::Race(_))
}

impl Outcome {
    /// Whether somebody says these words, perhaps among others, or panics with them.
    pub fn says(&self, words: &str) -> bool {
        let panics = matches!(&self.ends, Ending::Panic(_, message) if message.contains(words));
        panics || self.said.iter().flat_map(|(_, lines)| lines).any(|line| line.contains(words))
    }
}

#[cfg(test)]
mod tests {
    use super::claims_hold;
    use crate::{Ending, Outcome, Pin};

    #[test]
    fn a_claim_is_about_all_outcomes() {
        let says = |line: &str, ends| Outcome { ends, said: vec![("A".to_owned(), vec![line.to_owned()])] };
        let outcomes = vec![
            says("takes order 1", Ending::Fine),
            says("takes order 2", Ending::Panic("B".to_owned(), "no order".to_owned())),
        ];
        let pin =
            Pin { ends: Ending::Fine, schedule: String::new(), executions: 2, complete: true, outcomes };
        let hold = |claims| claims_hold(claims, &pin);
        for right in [
            "can panic",
            "can end well; can panic",
            "always say takes",
            "can say no order",
            "cannot deadlock",
        ] {
            assert_eq!(hold(right), Ok(true), "{right}");
        }
        for wrong in ["always ends well", "can deadlock", "always say order 1", "can panic; can deadlock"] {
            assert_eq!(hold(wrong), Ok(false), "{wrong}");
        }
        for unclear in ["", "can fly", "may panic", "can say"] {
            assert!(hold(unclear).is_err(), "{unclear}");
        }
        let part = Pin { complete: false, ..pin.clone() };
        for known in ["can panic", "cannot panic", "always ends well"] {
            assert_eq!(claims_hold(known, &part), hold(known), "{known}");
        }
        for unknown in ["can deadlock", "cannot deadlock", "always say takes"] {
            assert!(claims_hold(unknown, &part).is_err(), "{unknown}");
        }
    }
}
