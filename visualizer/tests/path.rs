//! A lesson from its story to its last part, by keyboard alone; and what the path takes for done, and what not.

use std::fs;
use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lessons::blanks::Piece;
use lessons::{Blanks, ENGLISH, Lesson, Story};
use stepper::{Choice, Config, Grain, Session, preemptions};
use visualizer::app::{App, Command};
use visualizer::path::{Cost, Next, Part, around_blanks};
use visualizer::progress::{Progress, Store};

mod driven;

use driven::{click, every_program, harness, is_shown, press, run, settle};

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("path").join(name);
    let _ = fs::remove_dir_all(&folder);
    folder.join("progress.json")
}

/// The lesson's first program, with its progress in this file.
fn begin(lesson: &'static Lesson, file: &Path) -> Harness<'static, App> {
    let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
    let ctx = h.ctx.clone();
    let (store, trouble) = Store::open(Some(file.to_owned()));
    h.state_mut().keep(&ctx, store, trouble);
    press(&mut h, Key::Home);
    h
}

fn kept(file: &Path) -> Progress {
    Store::open(Some(file.to_owned())).0.progress().clone()
}

fn path<'a>(h: &'a Harness<'_, App>) -> &'a visualizer::path::Path {
    h.state().path().expect("a lesson with a story has a path")
}

fn next(h: &Harness<'_, App>) -> Next {
    path(h).next(run(h).standing())
}

/// Presses the key that goes on, until the part is another one.
fn go_on(h: &mut Harness<'_, App>, to: Part) {
    assert_eq!(next(h), Next::Go(to), "{:?} is done", path(h).part);
    press(h, Key::N);
    assert_eq!(path(h).part, to);
}

/// Chooses the answer of this number with the keyboard.
fn answer(h: &mut Harness<'_, App>, number: usize) {
    assert_eq!(next(h), Next::Answer);
    press(h, Key::N);
    for _ in 0..number {
        press(h, Key::Tab);
    }
    press(h, Key::Space);
}

fn number_key(n: usize) -> Key {
    const KEYS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    KEYS[n]
}

/// Makes these choices by hand.
fn by_hand(h: &mut Harness<'_, App>, choices: &[Choice]) {
    for &choice in choices {
        match choice {
            Choice::Thread(thread) => press(h, number_key(thread.index())),
            _ => {
                let ctx = h.ctx.clone();
                h.state_mut().act(Command::Choose(choice), &ctx);
                settle(h);
            }
        }
    }
}

fn failing(lesson: &Lesson) -> Vec<Choice> {
    let pin = lesson.pin(&lesson.programs[0]).expect("it is pinned");
    stepper::choices(&pin.schedule).expect("a pinned schedule")
}

fn fix(h: &mut Harness<'_, App>, lesson: &'static Lesson, story: &Story) {
    if lesson.blanks.is_none() {
        let mut tries = 0;
        for number in 0..story.programs.len() {
            answer(h, number);
            tries += 1;
            let cure = path(h).cure.clone().expect("one was chosen");
            assert_eq!(cure.variant, story.programs[number].0);
            if cure.proved == Some(true) {
                break;
            }
            assert_eq!(cure.proved, Some(false));
            assert!(is_shown(h, "This one still fails"));
        }
        assert!(tries > 1, "{}: the first program is among the choices, and no cure", lesson.name);
        return;
    }
    // Every way to fill them, until one is proved.
    let template = lesson.blanks.expect("there are blanks").template;
    let pieces = lessons::blanks::pieces(template).expect("it was compiled");
    let holes: Vec<usize> = pieces.iter().filter_map(Piece::options).map(<[_]>::len).collect();
    let ways: usize = holes.iter().product();
    for way in 0..ways {
        let mut rest = way;
        for (hole, options) in holes.iter().enumerate() {
            let ctx = h.ctx.clone();
            h.state_mut().act(Command::Blank(hole, rest % options), &ctx);
            rest /= options;
        }
        settle(h);
        // It may be further down.
        h.get_by_label("Prove this program").focus();
        press(h, Key::Enter);
        if path(h).is_done(Part::Fix) {
            return;
        }
    }
    panic!("{}: no way to fill the blanks is proved", lesson.name);
}

#[test]
fn every_lesson_is_gone_through_by_keyboard() {
    // One without pins is on its way: the tests of lessons say so.
    for lesson in lessons::ALL.iter().copied().filter(|lesson| !lesson.pinned.is_empty()) {
        let story = lesson.story(ENGLISH).expect("it has a story");
        let file = file(lesson.name);
        let mut h = begin(lesson, &file);
        // The first screen invites, and asks.
        assert!(is_shown(&h, &story.prediction.choices[0].text));
        h.get_by_label(&lesson.invitation(ENGLISH));
        assert_eq!(path(&h).part, Part::Prediction);
        answer(&mut h, 1);
        assert_eq!(path(&h).predicted, Some(1), "{}", lesson.name);

        go_on(&mut h, Part::First);
        let given = path(&h).given.clone();
        assert!(!given.is_empty(), "{}: a schedule is given", lesson.name);
        assert_eq!((run(&h).cursor, run(&h).is_line(&given)), (0, true));
        for _ in &given {
            assert_eq!(next(&h), Next::Forward);
            press(&mut h, Key::N);
        }

        go_on(&mut h, Part::Break);
        assert!(run(&h).is_fresh(), "{}: it begins by hand", lesson.name);
        for number in 1..=story.hints.len() {
            assert_eq!(next(&h), Next::Hint);
            press(&mut h, Key::N);
            assert_eq!(path(&h).hints, number);
        }
        // A schedule that is shown is not one's own.
        assert_eq!(next(&h), Next::Solution);
        press(&mut h, Key::N);
        assert!(run(&h).verdict().is_some_and(|verdict| !verdict.is_fine()));
        assert!(!path(&h).is_done(Part::Break));
        assert_eq!(next(&h), Next::Begin);
        press(&mut h, Key::N);
        by_hand(&mut h, &failing(lesson));
        assert!(path(&h).is_done(Part::Break), "{}", lesson.name);
        assert!(is_shown(&h, "You broke it"));

        go_on(&mut h, Part::Ask);
        assert_eq!(next(&h), Next::Ask);
        press(&mut h, Key::N);
        assert!(path(&h).is_done(Part::Ask));
        let (own, shortest) = (path(&h).own.expect("mine"), path(&h).shortest.expect("the explorer's"));
        assert!(own >= shortest);
        assert!(is_shown(&h, "Your schedule: ") && is_shown(&h, "The shortest: "));

        go_on(&mut h, Part::Fix);
        fix(&mut h, lesson, &story);
        assert!(is_shown(&h, "Proved: no schedule of this program fails"));

        go_on(&mut h, Part::Why);
        let right = story.why.choices.iter().position(|choice| choice.mark == "x").expect("one is right");
        let wrong = (right + 1) % story.why.choices.len();
        answer(&mut h, wrong);
        assert!(is_shown(&h, &story.why.choices[wrong].explanation));
        assert!(!path(&h).is_done(Part::Why));
        answer(&mut h, right);
        assert!(is_shown(&h, &story.why.choices[right].explanation));

        go_on(&mut h, Part::Elsewhere);
        assert!(matches!(next(&h), Next::Leave(_)));
        press(&mut h, Key::N);

        // All of it is in the file, without the app being closed.
        let progress = kept(&file);
        for part in Part::ALL {
            assert!(progress.is_done(lesson.name, part.name()), "{}: {part:?}", lesson.name);
        }
        let answers = &progress.of(lesson.name).expect("something was done").answers;
        let judged = |part: Part| -> Vec<Option<bool>> {
            answers.iter().filter(|given| given.part == part.name()).map(|given| given.right).collect()
        };
        assert_eq!(judged(Part::Why), [Some(false), Some(true)]);
        assert_eq!(judged(Part::Fix).last(), Some(&Some(true)));
        assert_eq!(judged(Part::Prediction).len(), 1);
        assert_eq!(judged(Part::Break), [Some(true)]);
        drop(h);

        // The next start knows, and the list of lessons shows it.
        let mut h = begin(lesson, &file);
        press(&mut h, Key::L);
        assert!(is_shown(&h, "All parts done"));
        h.get_by_label("Copy my progress");
    }
}

#[test]
fn who_plays_freely_has_done_what_was_done() {
    let lesson = lessons::welcome();
    let file = file("free");
    let mut h = begin(lesson, &file);
    press(&mut h, Key::Escape);
    assert!(h.query_by_label("Part 1: Story and prediction").is_none(), "the pane is gone");
    by_hand(&mut h, &failing(lesson));
    assert!(path(&h).is_done(Part::Break));
    press(&mut h, Key::B);
    assert!(path(&h).is_done(Part::Ask));
    assert!(kept(&file).is_done(lesson.name, "break it"));
    // It comes back with one key, where it was left, and knows.
    press(&mut h, Key::N);
    assert_eq!(path(&h).part, Part::Prediction);
    h.get_by_label("Part 3: Break it, done");
    click(&mut h, "Skip this part");
    assert_eq!(path(&h).part, Part::First);
}

#[test]
fn a_run_that_was_loaded_breaks_nothing() {
    let lesson = lessons::welcome();
    let mut h = begin(lesson, &file("loaded"));
    let ctx = h.ctx.clone();
    press(&mut h, Key::B);
    assert_eq!(path(&h).own, None);
    press(&mut h, Key::End);
    press(&mut h, Key::F);
    press(&mut h, Key::C);
    by_hand(&mut h, &[]);
    let code = run(&h).code.clone();
    h.event(egui::Event::Paste(code));
    settle(&mut h);
    assert!(run(&h).verdict().is_some());
    h.state_mut().act(Command::Hint, &ctx);
    settle(&mut h);
    assert!(!path(&h).is_done(Part::Break));
    // Another end of it, made by hand, is one's own.
    press(&mut h, Key::Backspace);
    by_hand(&mut h, &failing(lesson));
    assert!(path(&h).is_done(Part::Break));
}

#[test]
fn the_cost_of_a_run_is_what_the_stepper_counts() {
    for (lesson, program) in every_program() {
        for seed in 0..20 {
            let mut session = Session::new(std::sync::Arc::new(program.main), Config::default());
            let mut dice = stepper::Dice::new(seed);
            for _ in 0..40 {
                let Some(choice) = dice.choose(session.choices()) else { break };
                session.step(choice).expect("it can be chosen");
            }
            let line = session.line().to_vec();
            let counted = preemptions(&(std::sync::Arc::new(program.main) as _), Config::default(), &line);
            let cost = Cost::of(session.trace(), line.len());
            assert_eq!((Some(cost.preemptions), cost.steps), (counted, line.len()), "{}", lesson.name);
        }
    }
}

#[test]
fn a_quiz_is_taken_by_keyboard_and_shows_its_evidence() {
    let lesson = lessons::welcome();
    let file = file("quiz");
    let mut h = begin(lesson, &file);
    press(&mut h, Key::Num2);
    let line = run(&h).trace.clone();
    press(&mut h, Key::Q);
    let all = h.state().quiz().expect("questions").questions.len();
    assert_eq!(all, 3);
    assert_eq!(run(&h).trace, line, "making questions changes nothing");
    for number in 0..all {
        let sitting = h.state().quiz().expect("it goes on");
        assert_eq!(sitting.at, number);
        let options = sitting.question().expect("one more").options.clone();
        // The keyboard is on the first answer.
        for (n, option) in options.iter().enumerate() {
            if n > 0 {
                press(&mut h, Key::Tab);
            }
            // All wrong at first, then all right.
            if option.right == (number > 0) {
                press(&mut h, Key::Space);
            }
        }
        press(&mut h, Key::N);
        assert!(h.state().quiz().expect("it goes on").marks.is_some());
        press(&mut h, Key::N);
    }
    assert!(is_shown(&h, &format!("{} of {all} questions", all - 1)));
    let progress = kept(&file);
    assert!(progress.is_done(lesson.name, "quiz"));
    assert_eq!(progress.of(lesson.name).expect("answers").score(), (all - 1, all));
    // Other questions; and a wrong answer to the first is answered by a schedule.
    press(&mut h, Key::N);
    let options = h.state().quiz().expect("questions").question().expect("one").options.clone();
    press(&mut h, Key::N);
    let shown = options.iter().find_map(|option| option.schedule.clone()).expect("something is possible");
    click_first(&mut h, "This schedule does it");
    assert!(run(&h).is_line(&shown) && run(&h).cursor == 0 && run(&h).id.grain == Grain::Coarse);
    press(&mut h, Key::Q);
    press(&mut h, Key::Escape);
    assert!(h.query_by_label("Check").is_none());
}

fn click_first(h: &mut Harness<'_, App>, name: &str) {
    h.get_all_by_label(name).next().expect("it is there").click();
    settle(h);
}

#[test]
fn every_part_fits_every_size() {
    for lesson in lessons::ALL.iter().copied() {
        let mut h = begin(lesson, &file("sizes"));
        for size in [vec2(1024.0, 640.0), vec2(1440.0, 900.0), vec2(2560.0, 1440.0)] {
            h.set_size(size);
            settle(&mut h);
            for (number, part) in Part::ALL.into_iter().enumerate() {
                let ctx = h.ctx.clone();
                h.state_mut().act(Command::Part(part), &ctx);
                settle(&mut h);
                let on = h.get_all_by_label_contains(&format!("Part {}: ", number + 1)).count();
                assert!(on > 0, "{}: {part:?}", lesson.name);
                for button in ["Skip this part", "Close the lesson pane"] {
                    for node in h.query_all_by_label(button) {
                        let rect = node.rect();
                        assert!(rect.max.x <= size.x && rect.max.y <= size.y, "{button} at {size}: {rect}");
                    }
                }
            }
        }
    }
}

/// Whether words are in sight between the title of the pane and the button that goes on.
fn in_sight(h: &Harness<'_, App>, words: &str) -> bool {
    let node = h.get_by_label_contains(words).rect();
    let title = h.get_by_role_and_label(Role::Heading, "Part 2: First schedule").rect();
    let next = h
        .get_all_by_label_contains("Next")
        .map(|node| node.rect())
        .min_by(|a, b| (a.left() - node.left()).abs().total_cmp(&(b.left() - node.left()).abs()));
    node.top() >= title.bottom() && node.bottom() <= next.expect("a button that goes on").top()
}

#[test]
fn the_text_of_a_part_is_read_by_keyboard_to_its_end_and_back() {
    let first = "Waiter A takes the lock of the shelf";
    let last = "That was all of it.";
    let lesson = lessons::welcome();
    let mut h = begin(lesson, &file("pages"));
    h.set_size(vec2(1024.0, 640.0));
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Part(Part::First), &ctx);
    settle(&mut h);
    assert!(in_sight(&h, first));
    press(&mut h, Key::End);
    assert!(in_sight(&h, last), "what is said at the end comes into sight by itself");
    for _ in 0..5 {
        press(&mut h, Key::PageUp);
    }
    assert!(in_sight(&h, first) && !in_sight(&h, last), "and lets the reader go back");
    press(&mut h, Key::F1);
    press(&mut h, Key::PageDown);
    press(&mut h, Key::Escape);
    assert!(in_sight(&h, first), "what lies over the lesson has the keys");
    for _ in 0..5 {
        press(&mut h, Key::PageDown);
    }
    assert!(in_sight(&h, last));
}

#[test]
fn blanks_stand_in_the_lines_around_them() {
    const TEMPLATE: &str = "fn a() {\n    one();\n    two();\n    three();\n    ⟦x|y⟧();\n}\n\nfn b() {\n    four();\n    \
        five();\n    if six() {\n        seven();\n    }\n    eight(⟦p|⟧, ⟦q|r⟧);\n}\n// The end.\n\n// Beyond it.\n";
    let blanks = Blanks { template: TEMPLATE, programs: &[] };
    let lines = around_blanks(&Lesson { blanks: Some(blanks), ..Lesson::EMPTY });
    let written = lines.iter().map(|line| {
        let pieces = line.iter().map(|piece| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Hole(options) => format!("⟦{}⟧", options.join("|")),
        });
        pieces.collect::<String>().trim().to_owned()
    });
    let written: Vec<String> = written.collect();
    let expected = ["two();", "three();", "⟦x|y⟧();", "}", "", "seven();", "}", "eight(⟦p|⟧, ⟦q|r⟧);", "}"];
    assert_eq!(written, expected);
    assert!(around_blanks(&Lesson::EMPTY).is_empty(), "without blanks there is nothing to fill");
}

#[test]
fn who_fills_blanks_sees_the_program() {
    let mut h = harness(lessons::ALL, "lost-wake-up", "broken");
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Part(Part::Fix), &ctx);
    settle(&mut h);
    let place = |words: &str| h.get_by_label(words).rect().top();
    let order =
        ["Fill blank 1 with (nothing)", "  *letters += 1;", "Fill blank 2 with (nothing)", "  [blank 3]{"];
    assert!(order.map(place).is_sorted());
}

#[test]
fn an_answer_keeps_the_focus_when_it_is_judged() {
    let mut h = harness(lessons::ALL, "producer-consumer", "broken");
    let ctx = h.ctx.clone();
    h.state_mut().act(Command::Part(Part::Why), &ctx);
    settle(&mut h);
    press(&mut h, Key::N);
    let choices = run(&h).story.clone().expect("it has a story").why.choices;
    for (number, choice) in choices.iter().enumerate() {
        press(&mut h, Key::Space);
        assert_eq!(path(&h).why, Some(number));
        let focused = h.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let name = focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default();
        assert!(name.contains(&choice.text), "{name:?} has the focus, not {:?}", choice.text);
        // What is told of the one before goes, and of this one comes.
        press(&mut h, Key::Tab);
    }
}
