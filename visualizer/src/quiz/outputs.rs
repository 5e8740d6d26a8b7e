//! "Which of these outputs are possible?": some that are, and some that look like it. One is impossible when it is not
//! among all the outcomes there are, so the question is asked only when all are known.

use stepper::Dice;

use super::{Asks, Candidate, Question, Says, shuffle};
use crate::protocol::{Ending, Found};

/// Who says what.
type Said = Vec<(String, Vec<String>)>;

/// As many answers as fit on a screen with what is learnt from them.
const MOST: usize = 4;

/// The question of the outputs; none when not all are known, or nothing looks like one and is none.
pub(super) fn outputs(found: &Found, dice: &mut Dice) -> Option<Question> {
    if !knows_all(found) {
        return None;
    }
    let mut right: Vec<Candidate> = Vec::new();
    for outcome in &found.outcomes {
        let says = Says::Output(outcome.said.clone());
        if !right.iter().any(|known| known.says == says) {
            right.push(Candidate { says, right: true, schedule: Some(outcome.schedule.clone()) });
        }
    }
    let possible: Vec<&Said> = found.outcomes.iter().map(|outcome| &outcome.said).collect();
    let mut wrong: Vec<Said> = Vec::new();
    for said in lookalikes(&possible) {
        if !possible.contains(&&said) && !wrong.contains(&said) {
            wrong.push(said);
        }
    }
    if wrong.is_empty() {
        return None;
    }
    shuffle(&mut right, dice);
    shuffle(&mut wrong, dice);
    // At least one of each kind, and not always as many.
    let most = right.len().min(MOST - 1);
    right.truncate(1 + dice.roll(most));
    wrong.truncate(MOST - right.len());
    let wrong = wrong.into_iter().map(|s| Candidate { says: Says::Output(s), right: false, schedule: None });
    let mut options: Vec<Candidate> = right.into_iter().chain(wrong).collect();
    shuffle(&mut options, dice);
    Some(Question { asks: Asks::Outputs, options })
}

/// The question of the endings: those that a program can have, possible here or not.
pub(super) fn endings(found: &Found, dice: &mut Dice) -> Option<Question> {
    if !knows_all(found) {
        return None;
    }
    let mut options: Vec<Candidate> = Vec::new();
    for ending in [Ending::Well, Ending::Panic, Ending::Deadlock, Ending::DataRace, Ending::NoEnd] {
        let outcome = found.outcomes.iter().find(|outcome| outcome.end == ending);
        // Two that few programs have are not offered where they are not possible.
        if outcome.is_some() || matches!(ending, Ending::Well | Ending::Panic | Ending::Deadlock) {
            let schedule = outcome.map(|outcome| outcome.schedule.clone());
            options.push(Candidate { says: Says::Ends(ending), right: schedule.is_some(), schedule });
        }
    }
    shuffle(&mut options, dice);
    Some(Question { asks: Asks::Endings, options })
}

fn knows_all(found: &Found) -> bool {
    found.complete && found.untold == 0
}

/// Outputs that are put together from those that there are: who does not try it out might think them possible.
fn lookalikes(possible: &[&Said]) -> Vec<Said> {
    let mut all = Vec::new();
    let mut numbers: Vec<&str> =
        possible.iter().copied().flatten().flat_map(|(_, lines)| lines).filter_map(|l| number(l)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for said in possible {
        for one in 0..said.len() {
            // As in another outcome, but for this thread alone.
            for other in possible.iter().copied().flatten().filter(|(name, _)| *name == said[one].0) {
                all.push(with(said, one, other.1.clone()));
            }
            // What another thread says.
            for other in one + 1..said.len() {
                let mut swapped = said.to_vec();
                swapped[one].1 = said[other].1.clone();
                swapped[other].1 = said[one].1.clone();
                all.push(swapped);
            }
            for line in 0..said[one].1.len() {
                let changed = |text: String| {
                    let mut lines = said[one].1.clone();
                    lines[line] = text;
                    with(said, one, lines)
                };
                // Another number that somebody says, and the ones beside this one.
                let text = &said[one].1[line];
                if let Some(here) = number(text) {
                    let beside = here.parse::<u32>().ok().into_iter();
                    let beside = beside.flat_map(|n| [n.checked_sub(1), n.checked_add(1)]).flatten();
                    let others = numbers.iter().map(|n| (*n).to_owned()).chain(beside.map(|n| n.to_string()));
                    all.extend(others.map(|n| changed(text.replacen(here, &n, 1))));
                }
            }
            // In the other order.
            let mut lines = said[one].1.clone();
            lines.reverse();
            all.push(with(said, one, lines));
        }
    }
    all
}

fn with(said: &Said, one: usize, lines: Vec<String>) -> Said {
    let mut said = said.clone();
    said[one].1 = lines;
    said
}

/// The first number in a line.
fn number(line: &str) -> Option<&str> {
    let start = line.find(|c: char| c.is_ascii_digit())?;
    let rest = &line[start..];
    Some(&rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())])
}
