//! Every question that is made has exactly the right answers: each is tried, on every schedule that there is.

use std::ops::ControlFlow;
use std::sync::Arc;

use lessons::{ENGLISH, Lesson, Program};
use primitives::{Thread, Var, say};
use stepper::{Choice, Config, Execution, Grain, Session};
use visualizer::narrate;
use visualizer::protocol::{Answer, Ending, Found, ProgramId, Request, Scope};
use visualizer::quiz::{self, Asks, Mark, Question, Says};
use visualizer::text::english;
use visualizer::worker::{Service, Shelf};

type Said = Vec<(String, Vec<String>)>;

/// Who said what, and how it ended, of every run to its end: by trying every choice everywhere.
fn all_runs(program: &'static Program, most: usize) -> Option<Vec<(Said, Ending)>> {
    let mut all = Vec::new();
    let mut open: Vec<Vec<Choice>> = vec![Vec::new()];
    let mut runs = 0;
    while let Some(path) = open.pop() {
        runs += 1;
        if runs > most {
            return None;
        }
        let mut run = Execution::start(Config { record: true, ..Config::default() }, program.main);
        for &choice in &path {
            run.step(choice).expect("it could be chosen before");
        }
        let mut path = path;
        loop {
            let mut choices = run.choices().iter();
            let Some(first) = choices.next() else { break };
            open.extend(choices.map(|other| [&path[..], &[other]].concat()));
            run.step(first).expect("it can be chosen");
            path.push(first);
            // A program that goes round and round has no end of schedules.
            if path.len() > 1_000 {
                return None;
            }
        }
        let ending = Ending::from(run.verdict().expect("it is over"));
        let mut said: Said = Vec::new();
        for event in run.trace().steps.iter().flat_map(|step| &step.events) {
            if let stepper::What::Say { text } = &event.what {
                let name = narrate::thread(english(), run.trace(), event.thread);
                match said.iter_mut().find(|(who, _)| *who == name) {
                    Some((_, lines)) => lines.push(text.clone()),
                    None => said.push((name, vec![text.clone()])),
                }
            }
        }
        said.sort();
        if !all.contains(&(said.clone(), ending)) {
            all.push((said, ending));
        }
    }
    Some(all)
}

fn search(shelf: Shelf, lesson: &Lesson, program: &Program, seed: u64) -> Found {
    let mut service = Service::new(shelf);
    let id = ProgramId {
        lesson: lesson.name.to_owned(),
        variant: program.variant.to_owned(),
        grain: Grain::Coarse,
    };
    let goes_on = &mut |_| ControlFlow::Continue(());
    service.answer(Request::Open(id), goes_on);
    match service.answer(Request::Search(Scope::Quiz(seed)), goes_on) {
        Answer::Found(found) => *found,
        other => panic!("{other:?}"),
    }
}

/// Reads twice and adds: an output depends on who is between.
fn counts() {
    let x = Var::new(0).named("x");
    Thread::scope(|s| {
        for name in ["A", "B"] {
            let x = &x;
            s.spawn(name, move || {
                let seen = x.get();
                x.set(seen + 1);
                say!("saw {seen}");
            });
        }
    });
    say!("x is {}", x.get());
}

const COUNTS: Lesson = Lesson {
    name: "counts",
    programs: &[Program::new("broken", "", counts)],
    stories: &[(ENGLISH, "# Two threads count\n\nCount.\n")],
    ..Lesson::EMPTY
};

fn questions(found: &Found, seed: u64) -> Vec<Question> {
    let log = found.run.as_ref().map(|run| narrate::log(english(), run)).unwrap_or_default();
    quiz::make(found, &log, seed)
}

/// Tries each answer, and says of which kind the questions were.
fn certify(shelf: Shelf, lesson: &Lesson, program: &'static Program) -> Vec<&'static str> {
    let what = format!("{}/{}", lesson.name, program.variant);
    let all = all_runs(program, 20_000);
    let mut kinds = Vec::new();
    // Of a program that goes round and round only what can be seen in one run is asked, and each search of it is long.
    let seeds = if search(shelf, lesson, program, 0).complete { 25 } else { 3 };
    for seed in 0..seeds {
        let found = search(shelf, lesson, program, seed);
        let run = found.run.as_ref().expect("a run to ask about");
        let made = questions(&found, seed);
        assert_eq!(made, questions(&search(shelf, lesson, program, seed), seed), "{what}: by seed");
        for question in made {
            let right: Vec<bool> = question.options.iter().map(|option| option.right).collect();
            assert!(right.contains(&true), "{what}: {question:?}");
            assert!(question.options.len() > 1, "{what}: {question:?}");
            assert!(question.grade(&right).iter().all(|mark| mark.is_good()));
            for (n, option) in question.options.iter().enumerate() {
                assert!(question.options[..n].iter().all(|other| other.says != option.says), "{what}: twice");
                let is = match (&option.says, &all) {
                    (Says::Output(said), Some(all)) => all.iter().any(|(s, _)| s == said),
                    (Says::Ends(ending), Some(all)) => all.iter().any(|(_, e)| e == ending),
                    // More schedules than can be tried one by one.
                    (Says::Output(_) | Says::Ends(_), None) => option.right,
                    (Says::Runs(choice), _) => {
                        let Asks::Ready { step } = question.asks else { panic!("{question:?}") };
                        let mut again = replay(program, run, step);
                        again.step(*choice).is_ok()
                    }
                    (Says::Step(other), _) => {
                        let Asks::Next { step, thread } = question.asks else { panic!("{question:?}") };
                        let mut again = replay(program, run, step);
                        again.step(Choice::Thread(thread)).expect("it is asked what happens then");
                        let told = narrate::sentences(english(), again.trace(), step + 1);
                        let says = narrate::sentences(english(), run, *other);
                        assert!(told == says || says.iter().all(|s| !told.contains(s)), "{what}: half true");
                        told == says
                    }
                };
                assert_eq!(is, option.right, "{what}, seed {seed}: {:?} {:?}", question.asks, option.says);
                if let Some(schedule) = &option.schedule {
                    let mut shown = Session::new(Arc::new(program.main), Config::default());
                    assert_eq!(shown.play(schedule), schedule.len(), "{what}: it can be walked");
                    assert!(option.right);
                }
            }
            kinds.push(match question.asks {
                Asks::Outputs => "outputs",
                Asks::Endings => "endings",
                Asks::Ready { .. } => "ready",
                Asks::Next { .. } => "next",
            });
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn replay(program: &'static Program, run: &stepper::Trace, step: usize) -> Session {
    let mut again = Session::new(Arc::new(program.main), Config::default());
    for choice in run.steps[1..=step].iter().filter_map(|entry| entry.choice) {
        again.step(choice).expect("the run was made so");
    }
    again
}

#[test]
fn every_answer_is_as_it_is_on_every_schedule() {
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let kinds = certify(lessons::ALL, lesson, program);
            let what = format!("{}/{}: {kinds:?}", lesson.name, program.variant);
            // Of a program that can go round and round not all is known.
            let asked = kinds.contains(&"outputs") || kinds.contains(&"endings");
            assert_eq!(asked, lesson.pin(program).is_some_and(|pin| pin.complete), "{what}");
            assert!(kinds.len() >= 2, "{what}");
        }
    }
}

#[test]
fn numbers_that_nobody_can_see_are_offered() {
    static SHELF: &[&Lesson] = &[&COUNTS];
    let kinds = certify(SHELF, &COUNTS, &COUNTS.programs[0]);
    assert!(kinds.contains(&"outputs") && kinds.contains(&"ready"), "{kinds:?}");
    let offered = |wanted: &str| {
        (0..50).any(|seed| {
            let made = questions(&search(SHELF, &COUNTS, &COUNTS.programs[0], seed), seed);
            made.iter().flat_map(|q| &q.options).any(|option| match &option.says {
                Says::Output(said) => !option.right && said.iter().any(|(_, lines)| lines[0] == wanted),
                _ => false,
            })
        })
    };
    assert!(offered("x is 0") && offered("x is 3"));
}

#[test]
fn without_all_outcomes_nothing_is_asked_of_them() {
    let lesson = lessons::welcome();
    let mut found = search(lessons::ALL, lesson, &lesson.programs[0], 1);
    found.complete = false;
    let asked: Vec<Asks> = questions(&found, 1).iter().map(|q| q.asks).collect();
    assert!(!asked.is_empty());
    assert!(!asked.iter().any(|asks| matches!(asks, Asks::Outputs | Asks::Endings)), "{asked:?}");
}

#[test]
fn an_answer_is_judged_one_by_one() {
    let lesson = lessons::welcome();
    let found = search(lessons::ALL, lesson, &lesson.programs[0], 1);
    let question = questions(&found, 1).remove(0);
    let ticked: Vec<bool> = question.options.iter().map(|option| !option.right).collect();
    for (option, mark) in question.options.iter().zip(question.grade(&ticked)) {
        assert_eq!(mark, if option.right { Mark::Missed } else { Mark::Mistaken });
        assert!(!mark.is_good());
    }
    // Nothing ticked at all.
    let passed = question.grade(&[]).iter().filter(|mark| mark.is_good()).count();
    assert_eq!(passed, question.options.iter().filter(|option| !option.right).count());
}
