//! No story can lie: what a lesson says of its programs is what the explorer finds.

use std::path::Path;
use std::sync::Arc;

use lessons::{ENGLISH, Ending, Lesson, NamedStep, Win, blanks, claims_hold};
use stepper::{Choice, Config, Session, ThreadId};
use visualizer::pin;
use visualizer::text::english;

const CHINESE: &str = "zh-CN";

/// Those on the shelf, and the template.
fn every_lesson() -> impl Iterator<Item = &'static Lesson> {
    lessons::ALL.iter().copied().chain([lessons::TEMPLATE])
}

#[test]
fn what_is_pinned_is_what_the_explorer_finds() {
    for lesson in every_lesson() {
        let found = pin::pinned(english(), lesson).unwrap_or_else(|words| panic!("{words}"));
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons").join(lesson.name).join("pinned.json");
        let pinned = std::fs::read_to_string(file).unwrap_or_default().replace('\r', "");
        let name = lesson.name;
        assert_eq!(found.to_json(), pinned, "{name} changed; if it should, run `threadlab pin {name}`");
    }
}

#[test]
fn each_program_is_broken_as_its_entry_says_or_not_at_all() {
    for lesson in every_lesson() {
        let endings: Vec<(Option<Win>, Ending)> =
            lesson.programs.iter().map(|p| (p.win, lesson.pin(p).expect("it is pinned").ends)).collect();
        for (win, ends) in &endings {
            assert_eq!(win.is_none(), *ends == Ending::Fine, "{}: {win:?}, {ends:?}", lesson.name);
        }
        assert!(endings[0].0.is_some(), "{} begins with a broken program", lesson.name);
        assert!(endings.iter().any(|(win, _)| win.is_none()), "{} has a cure", lesson.name);
    }
}

#[test]
fn some_ways_to_fill_the_blanks_are_cures_and_some_are_not() {
    for lesson in every_lesson() {
        let Some(filled) = lesson.blanks else { continue };
        let pieces = blanks::pieces(filled.template).expect("holes that can be read");
        assert_eq!(filled.programs.len(), blanks::ways(&pieces).len(), "{}", lesson.name);
        for (program, way) in filled.programs.iter().zip(blanks::ways(&pieces)) {
            assert_eq!(program.variant, blanks::variant(&way), "{}", lesson.name);
            assert_eq!(program.source, blanks::fill(&pieces, &way), "{}", lesson.name);
        }
        let fine = |p: &&lessons::Program| lesson.pin(p).expect("it is pinned").ends == Ending::Fine;
        let cures = filled.programs.iter().filter(fine).count();
        assert!(cures > 0 && cures < filled.programs.len(), "{}: {cures} cures", lesson.name);
    }
}

#[test]
fn both_languages_tell_the_same() {
    for lesson in every_lesson() {
        let story = |language: &str| {
            assert!(lesson.stories.iter().any(|(l, _)| *l == language), "{} in {language}", lesson.name);
            lesson.story(language).expect("the build has read it")
        };
        let (english, chinese) = (story(ENGLISH), story(CHINESE));
        english.corresponds(&chinese).unwrap_or_else(|what| panic!("{}: {what}", lesson.name));
        let dense = |text: &str| text.chars().any(|c| c >= '\u{2e80}');
        for text in [&chinese.title, &chinese.situation, &chinese.aha, &chinese.notes] {
            assert!(dense(text), "{}: this is no Chinese: {text}", lesson.name);
        }
    }
}

#[test]
fn a_story_names_every_program_and_a_lesson_to_go_on_with() {
    for lesson in every_lesson() {
        let story = lesson.story(ENGLISH).expect("a story");
        let told: Vec<&str> = story.programs.iter().map(|(variant, _)| variant.as_str()).collect();
        let there: Vec<&str> = lesson.programs.iter().map(|p| p.variant).collect();
        assert_eq!(told, there, "{}", lesson.name);
        if let Some(next) = &story.next {
            assert!(lessons::find(next).is_some(), "{} leads to {next}, which is not there", lesson.name);
        }
        let right = story.why.choices.iter().filter(|choice| choice.mark == "x").count();
        assert_eq!(right, 1, "{}: one answer is right", lesson.name);
        assert!(story.why.choices.iter().all(|c| !c.explanation.is_empty()), "{}", lesson.name);
        assert!(!story.hints.is_empty() && !lesson.tags.is_empty(), "{}", lesson.name);
    }
}

#[test]
fn one_choice_of_each_prediction_is_so() {
    for lesson in every_lesson() {
        let pin = lesson.pin(&lesson.programs[0]).expect("it is pinned");
        let choices = lesson.story(ENGLISH).expect("a story").prediction.choices;
        let hold = |choice: &&lessons::Choice| {
            claims_hold(&choice.mark, &pin).unwrap_or_else(|words| panic!("{}: {words}", lesson.name))
        };
        let right: Vec<&str> = choices.iter().filter(hold).map(|c| c.text.as_str()).collect();
        assert_eq!(right.len(), 1, "{}: these are right: {right:?}", lesson.name);
        assert!(choices.len() > 1, "{}", lesson.name);
    }
}

#[test]
fn a_story_that_names_another_step_is_caught() {
    let lesson: &Lesson = lessons::welcome();
    let story = lesson.story(ENGLISH).expect("a story");
    let mut steps: Vec<NamedStep> = story.first_schedule.into_iter().flat_map(|told| told.steps).collect();
    assert!(pin::follow(english(), lesson, &steps).is_ok());
    steps[1].verb = "notify".to_owned();
    let words = pin::follow(english(), lesson, &steps).unwrap_err();
    assert!(words.contains("step 2") && words.contains("it could be [waiter A: wait not_empty]"), "{words}");
}

/// Whether it is broken as its lesson asks for, when it goes on from where the session stands with threads that have these
/// priorities.
fn is_won_from(session: &mut Session, first: &[Choice], win: Win) -> bool {
    let start = session.cursor();
    let won = loop {
        if pin::is_won(win, session.trace(), session.cursor()) {
            break true;
        }
        let choices = session.choices();
        let next = first.iter().find(|choice| choices.contains(choice)).or(choices.first()).copied();
        let Some(next) = next else { break false };
        session.step(next).expect("it was offered");
    };
    session.jump(start);
    won
}

#[test]
fn a_program_is_broken_in_one_way_and_not_in_another() {
    let won = |name: &str, variant: &str, win: Win| {
        let lesson = lessons::find(name).expect("the lesson");
        let program = lesson.program(variant).expect("the program");
        let main = program.main;
        let mut session = Session::new(Arc::new(main), Config::default());
        session.play(&stepper::choices(&lesson.pin(program).expect("a pin").schedule).expect("choices"));
        pin::is_won(win, session.trace(), session.cursor())
    };
    // Each ends badly, and is won only as it asks for.
    for (name, variant, words, won_by) in [
        ("bounded-buffer", "broken", "this place is empty", "lost, inside, assertion"),
        ("bounded-buffer", "broken", "two at one place", "assertion"),
        ("task-done", "twice", "one report", "lost, inside, misuse"),
        ("lock-order", "broken", "Leo", "deadlock"),
        ("dining-philosophers", "put_back", "fork", "livelock"),
    ] {
        let ways = [
            (Win::LostItem(words), "lost"),
            (Win::TwoInside(words), "inside"),
            (Win::Assertion, "assertion"),
            (Win::Misuse, "misuse"),
            (Win::Deadlock, "deadlock"),
            (Win::Livelock, "livelock"),
        ];
        let won: Vec<&str> =
            ways.into_iter().filter(|(win, _)| won(name, variant, *win)).map(|(_, way)| way).collect();
        assert_eq!(won.join(", "), won_by, "{name}/{variant}");
    }
}

#[test]
fn hints_lead_to_where_the_program_can_still_be_broken() {
    for lesson in every_lesson() {
        let story = lesson.story(ENGLISH).expect("a story");
        let steps: Vec<NamedStep> = story.hints.into_iter().flat_map(|hint| hint.steps).collect();
        assert!(!steps.is_empty(), "{}: some hint names a step", lesson.name);
        let code = pin::follow(english(), lesson, &steps).unwrap_or_else(|words| panic!("{words}"));
        let program = &lesson.programs[0];
        let (main, win) = (program.main, program.win.expect("it can be broken"));
        let mut session = Session::new(Arc::new(main), Config::default());
        session.play(&stepper::choices(&code).expect("choices"));
        assert_eq!(stepper::choices_code(session.line()), code, "{}", lesson.name);
        // Two of the threads one after the other, then the others: that is enough for somebody who has followed.
        let threads = (0..8).map(|n| Choice::Thread(ThreadId(n)));
        let orders = threads.clone().flat_map(|one| threads.clone().map(move |two| [one, two]));
        let won = orders.into_iter().any(|first| is_won_from(&mut session, &first, win));
        assert!(won, "{}: after the hints ({code}) nothing leads to {win:?}", lesson.name);
    }
}

#[test]
fn every_lesson_has_a_place_of_its_own_in_the_curriculum() {
    let mut ids: Vec<&str> = every_lesson().map(|lesson| lesson.id).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
    let fits = |id: &&str| id.starts_with(|c: char| c.is_ascii_uppercase()) && id[1..].parse::<u8>().is_ok();
    assert!(ids.iter().all(fits), "{ids:?}");
}
