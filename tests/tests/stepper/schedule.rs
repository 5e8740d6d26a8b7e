//! Schedule codes: what is written is read, and what is broken is refused.

use stepper::{Choice, Fault, Grain, ProcessId, Schedule, ThreadId, choices, choices_code, fingerprint};

use crate::programs::Dice;

fn schedule(dice: &mut Dice) -> Schedule {
    let length = dice.below(60);
    let mut choices = Vec::new();
    while choices.len() < length {
        let choice = match dice.below(20) {
            16 => Choice::Clock,
            17 => Choice::Spurious(ThreadId(dice.below(16) as u8)),
            18 => Choice::Favour(ThreadId(dice.below(16) as u8)),
            19.. => Choice::Kill(ProcessId(dice.below(16) as u8)),
            t => Choice::Thread(ThreadId(t as u8)),
        };
        let times = if dice.below(3) == 0 { 1 + dice.below(120) } else { 1 };
        choices.extend(std::iter::repeat_n(choice, times));
    }
    if dice.below(3) == 0 {
        let round = choices.split_off(choices.len().saturating_sub(2 + dice.below(30)));
        choices.extend(round.repeat(1 + dice.below(30)));
    }
    Schedule {
        program: ["producer-consumer/broken", "x", "naïve/größer"][dice.below(3)].to_owned(),
        grain: [Grain::Coarse, Grain::Fine][dice.below(2)],
        fingerprint: dice.roll() as u32,
        choices,
    }
}

#[test]
fn a_round_trip() {
    let mut dice = Dice(10);
    for _ in 0..5_000 {
        let schedule = schedule(&mut dice);
        let code = schedule.to_string();
        assert_eq!(code.parse().as_ref(), Ok(&schedule), "{code}");
        let middle = code.char_indices().nth(code.chars().count() / 2).map_or(0, |(at, _)| at);
        let (head, tail) = code.split_at(middle);
        assert_eq!(format!(" {head}\r\n  {tail}\n").parse().as_ref(), Ok(&schedule), "broken into lines");
    }
}

/// Also tells that places are within the text.
fn refused(code: &str) -> usize {
    let bad = code.parse::<Schedule>().expect_err(code);
    let length = code.chars().count();
    assert!(1 <= bad.at && bad.at <= length.max(1), "{bad}: {code}");
    bad.at
}

#[test]
fn what_repeats_to_the_end_stands_there_once() {
    let round = choices("b4c4b2c2").expect("choices");
    let line: Vec<Choice> =
        [Choice::Clock, Choice::Thread(ThreadId(0))].into_iter().chain(round.repeat(500)).collect();
    assert_eq!(choices_code(&line), "ta(b4c4b2c2)500");
    for (broken, at) in [("(b", 1), ("b)", 2), ("()3", 2), ("((b)2)2", 2), ("(b)0", 4), ("(b2c)999999999", 6)]
    {
        assert_eq!(choices(broken).map_err(|bad| bad.at), Err(at), "{broken}");
    }
}

#[test]
fn every_character_counts() {
    let mut dice = Dice(11);
    for _ in 0..60 {
        let code = schedule(&mut dice).to_string();
        let characters: Vec<char> = code.chars().collect();
        for at in 0..characters.len() {
            for other in ('!'..='~').chain(['é', '→', '\u{1f980}']) {
                if other != characters[at] {
                    let mut wrong = characters.clone();
                    wrong[at] = other;
                    refused(&wrong.iter().collect::<String>());
                }
            }
        }
    }
}

#[test]
fn what_is_cut_off_is_refused() {
    let mut dice = Dice(12);
    for _ in 0..100 {
        let code = schedule(&mut dice).to_string();
        for (end, _) in code.char_indices() {
            refused(&code[..end]);
        }
    }
    assert_eq!(refused(""), 1);
    assert_eq!(refused("   "), 1);
}

#[test]
fn the_place_is_that_of_the_text_given() {
    let schedule = Schedule { program: "x".into(), grain: Grain::Coarse, fingerprint: 1, choices: vec![] };
    let code = schedule.to_string();
    assert!(code.starts_with("tl1.x.c.00000001.."), "{code}");
    assert_eq!(refused("tl1.x.q.00000001..zz"), 7);
    assert_eq!(refused("tl1.x.\n\nq.00000001..zz"), 9);
    assert_eq!(refused("tl1.x.c.00000001.aaZ.zz"), 20);
    assert_eq!(refused("tl1.x.c.0000000g.a.zz"), 9);
    assert_eq!(refused("tl1..c.00000001.a.zz"), 5);
}

#[test]
fn another_version_is_named_so() {
    for (code, version) in
        [("tl2.x.c.00000001.a.zz", true), ("tl77.anything", true), ("hello", false), ("tlx.a", false)]
    {
        let bad = code.parse::<Schedule>().expect_err(code);
        assert_eq!(bad.why == Fault::OtherVersion, version, "{bad}");
        assert_eq!(bad.at, 1);
    }
}

#[test]
fn an_absurd_number_of_repeats_eats_no_memory() {
    for repeats in ["0", "1000001", "4294967296", "18446744073709551615", "99999999999999999999999999"] {
        assert_eq!(refused(&format!("tl1.x.c.00000001.ba{repeats}.zz")), 20, "{repeats}");
    }
    refused(&format!("tl1.x.c.00000001.{}.zz", "a999999".repeat(1_000)));
}

#[test]
fn line_ends_do_not_change_a_fingerprint() {
    assert_eq!(fingerprint("fn main() {\r\n}\r\n"), fingerprint("fn main() {\n}\n"));
    assert_ne!(fingerprint("fn main() {\n}\n"), fingerprint("fn main() { }\n"));
}
