//! Lessons that do what no lesson should, each in a real worker process: this test itself, started again with `--worker`.
//! Neither the app nor its session is lost over them. No limit of time decides here: a worker that is known to hang is given
//! no patience at all, and any other all that it wants.

use std::io::{self, BufReader, Write as _};
use std::sync::Mutex;
use std::time::Duration;

use egui::Key;
use egui_kittest::Harness;
use lessons::{ENGLISH, Lesson, Program};
use primitives::Lock;
use stepper::{Choice, Grain, ThreadId, Verdict};
use visualizer::app::{App, Command, Settings};
use visualizer::protocol::{Ending, Found, ProgramId, Request, Scope, Update};
use visualizer::worker::{self, Client, Happened, Shelf};

mod driven;

use driven::{NEVER, is_shown, press, run, settle};

/// Two steps, and in the second one `deed`.
fn with(deed: impl FnOnce()) {
    let x = Lock::new(0).named("x");
    drop(x.acquire());
    deed();
    drop(x.acquire());
}

fn innocent() {
    with(|| {});
}

fn panics() {
    with(|| panic!("it had enough"));
}

fn loops() {
    with(|| {
        loop {
            std::hint::spin_loop();
        }
    });
}

fn sleeps() {
    with(|| std::thread::sleep(Duration::from_secs(3600)));
}

fn locks_twice() {
    with(|| {
        let lock = Mutex::new(());
        let _first = lock.lock();
        let _second = lock.lock();
    });
}

/// It never gets a line: the worker reads them first.
fn reads() {
    with(|| {
        loop {
            io::stdin().read_line(&mut String::new()).ok();
        }
    });
}

fn prints_without_end() {
    with(|| {
        loop {
            print!("and on ");
        }
    });
}

fn takes_all_memory() {
    with(|| {
        let mut all = Vec::new();
        loop {
            all.push(std::hint::black_box(vec![1_u8; 1 << 20]));
        }
    });
}

fn asks_for_too_much() {
    with(|| drop(std::hint::black_box(Vec::<u8>::with_capacity(1 << 60))));
}

fn deeper(depth: u64) -> u64 {
    let deeper = if std::hint::black_box(true) { deeper(depth + 1) } else { 0 };
    std::hint::black_box(deeper) + depth
}

fn overflows() {
    with(|| {
        std::hint::black_box(deeper(0));
    });
}

fn aborts() {
    with(|| std::process::abort());
}

fn exits() {
    with(|| std::process::exit(0));
}

/// Whoever leaves it in the middle waits for ever.
fn clings() {
    struct Clings;
    impl Drop for Clings {
        fn drop(&mut self) {
            loops();
        }
    }
    let _clings = Clings;
    with(|| {});
}

fn prints() {
    with(|| {
        print!("half a line, and then ");
        io::stdout().write_all(b"no text: \xff\xfe").ok();
        println!("{{\"number\":1}}");
        print!("half a line");
    });
}

macro_rules! shelf {
    ($($deed:ident),*) => {
        &[$(&Lesson {
            name: stringify!($deed),
            programs: &[Program {
                no_loom: Some("it is a test"),
                ..Program::new("broken", "", $deed)
            }],
            stories: &[(ENGLISH, "# A test\n\nBegin.\n")],
            ..Lesson::EMPTY
        }),*]
    };
}

static SHELF: Shelf = shelf!(
    innocent,
    panics,
    loops,
    sleeps,
    locks_twice,
    reads,
    prints_without_end,
    takes_all_memory,
    asks_for_too_much,
    overflows,
    aborts,
    exits,
    clings,
    prints
);

/// They hang: only that no answer comes tells it.
const HANG: &[&str] = &["loops", "sleeps", "locks_twice", "reads", "prints_without_end"];

/// They end their process.
const END: &[&str] = &["asks_for_too_much", "overflows", "aborts", "exits"];

/// As a test's: small enough for any machine.
const BUDGET: u64 = 256 << 20;

const MAIN: Request = Request::Step(Choice::Thread(ThreadId(0)));

fn client() -> Client {
    let program = std::env::current_exe().expect("this test is a program");
    let mut client = Client::process(program, || {});
    client.patience = NEVER;
    client.budget = BUDGET;
    client
}

fn id(lesson: &str) -> ProgramId {
    ProgramId { lesson: lesson.to_owned(), variant: "broken".to_owned(), grain: Grain::Coarse }
}

#[track_caller]
fn update(happened: &[Happened]) -> &Update {
    match happened {
        [Happened::Update(update)] => update,
        other => panic!("{other:?}"),
    }
}

/// A client one step before the deed, and the session there.
fn before(lesson: &str) -> (Client, Update) {
    let mut client = client();
    client.send(Request::Open(id(lesson)));
    update(&client.settle());
    client.send(MAIN);
    let before = update(&client.settle()).clone();
    assert_eq!(before.cursor, 1, "{lesson}");
    (client, before)
}

/// Asks for what will hang, and gives it up.
fn gives_up(client: &mut Client, request: Request) -> Vec<Happened> {
    client.patience = Duration::ZERO;
    client.send(request);
    let mut happened = client.poll();
    client.patience = NEVER;
    happened.extend(client.settle());
    happened
}

/// The worker was lost for this reason, and a new one stands where it stood.
#[track_caller]
fn is_back(happened: &[Happened], reason: &str, before: &Update, lesson: &str) {
    let [Happened::Lost { why, replays: true, .. }, Happened::Update(after)] = happened else {
        panic!("{lesson}: {happened:?}");
    };
    assert!(why.contains(reason), "{lesson}: {why}");
    assert_eq!((&after.line, after.cursor), (&before.line, 1), "{lesson}");
    assert_eq!(after.steps.len(), 2, "{lesson}: the new worker tells it all");
}

fn a_step_that_hangs_is_given_up() {
    for lesson in HANG {
        let (mut client, before) = before(lesson);
        let happened = gives_up(&mut client, MAIN);
        is_back(&happened, "it gave no answer", &before, lesson);
        client.send(Request::Back);
        assert_eq!(update(&client.settle()).cursor, 0, "{lesson}: it goes on");
    }
}

fn a_step_that_ends_the_process_is_told() {
    for lesson in END {
        let (mut client, before) = before(lesson);
        client.send(MAIN);
        is_back(&client.settle(), "its process ended (", &before, lesson);
        client.send(Request::Back);
        assert_eq!(update(&client.settle()).cursor, 0, "{lesson}: it goes on");
    }
}

fn a_step_that_takes_all_memory_is_stopped() {
    let (mut client, before) = before("takes_all_memory");
    client.send(MAIN);
    is_back(&client.settle(), "it took more than 256 MB of memory", &before, "takes_all_memory");
    client.send(Request::Back);
    assert_eq!(update(&client.settle()).cursor, 0, "it goes on");
}

fn a_panic_is_a_verdict() {
    let (mut client, _) = before("panics");
    let worker = client.process_id();
    client.send(MAIN);
    let happened = client.settle();
    let verdict = update(&happened).steps.last().and_then(|step| step.verdict.as_ref());
    assert!(matches!(verdict, Some(Verdict::Panicked { .. })), "{verdict:?}");
    assert_eq!(client.process_id(), worker, "nothing was lost");
}

fn what_a_lesson_prints_disturbs_nobody() {
    let (mut client, _) = before("prints");
    for cursor in [2, 3] {
        client.send(MAIN);
        assert_eq!(update(&client.settle()).cursor, cursor);
    }
    client.send(Request::Search(Scope::Outcomes));
    let happened = client.settle();
    assert!(matches!(&happened[..], [.., Happened::Found(_)]), "{happened:?}");
}

fn a_search_or_a_quiz_over_it_is_given_up() {
    for scope in [Scope::Bug, Scope::Outcomes, Scope::Quiz(1)] {
        for lesson in ["sleeps", "loops"] {
            let (mut client, before) = before(lesson);
            let happened = gives_up(&mut client, Request::Search(scope));
            is_back(&happened, "it gave no answer", &before, lesson);
        }
        for lesson in ["aborts", "overflows"] {
            let (mut client, before) = before(lesson);
            client.send(Request::Search(scope));
            is_back(&client.settle(), "its process ended (", &before, lesson);
        }
    }
    // A panic is what a search is for.
    let (mut client, _) = before("panics");
    client.send(Request::Search(Scope::Outcomes));
    let found = client.settle().into_iter().find_map(|happened| match happened {
        Happened::Found(found) => Some(found),
        _ => None,
    });
    let Found { outcomes, .. } = *found.expect("an answer");
    assert_eq!(outcomes[0].end, Ending::Panic);
}

fn a_lesson_that_cannot_be_left_is_left() {
    let (mut client, _) = before("clings");
    let happened = gives_up(&mut client, Request::Open(id("innocent")));
    assert_eq!(update(&happened).program, id("innocent"));
    client.send(MAIN);
    assert_eq!(update(&client.settle()).cursor, 1);
}

fn a_worker_that_cannot_start_is_told() {
    let mut client = Client::process("/no/such/program".into(), || {});
    client.send(Request::Open(id("innocent")));
    let happened = client.settle();
    let [Happened::Lost { why, replays: false, .. }] = &happened[..] else {
        panic!("{happened:?}");
    };
    assert!(why.contains("could not be started"), "{why}");
}

/// Does what will hang, and gives the worker up.
fn hangs(h: &mut Harness<'_, App>, command: Command) {
    let ctx = h.ctx.clone();
    let app = h.state_mut();
    app.client().patience = Duration::ZERO;
    app.act(command, &ctx);
    // It is sent, and nothing is heard yet.
    app.logic(&ctx);
    app.client().patience = NEVER;
    settle(h);
}

fn the_app_says_so_and_goes_on() {
    let build = |cc: &mut eframe::CreationContext<'_>| {
        let english = Settings { language: Some("en".to_owned()), ..Settings::default() };
        let mut app = App::new(&cc.egui_ctx, SHELF, client(), english);
        app.open("sleeps", "broken");
        app.settle();
        app
    };
    let builder = Harness::builder().with_size([1440.0, 900.0]).with_step_dt(0.1).allow_missing_glyphs();
    let mut h: Harness<'_, App> = builder.build_eframe(build);
    h.run();
    press(&mut h, Key::Num1);
    let step = Command::Thread(0);
    for (command, during) in [
        (step, "when main made its step"),
        (Command::Ask, "while it searched"),
        (Command::Outcomes, "while it searched"),
        (Command::Quiz, "while it searched"),
    ] {
        hangs(&mut h, command.clone());
        assert!(is_shown(&h, &format!("{during}: it gave no answer")), "{command:?}");
        assert!(is_shown(&h, "You are back where you were before"), "{command:?}");
        assert_eq!((run(&h).cursor, run(&h).steps()), (1, 1));
        // No window lies over it, and the lesson has its keys.
        press(&mut h, Key::Home);
        assert_eq!(run(&h).cursor, 0, "{command:?}");
        press(&mut h, Key::End);
        assert_eq!(run(&h).cursor, 1, "{command:?}");
    }
    // Whoever leaves it in the middle of a release runs on into the sleep.
    hangs(&mut h, Command::Open("innocent", "broken"));
    press(&mut h, Key::Num1);
    assert_eq!((run(&h).lesson.name, run(&h).cursor), ("innocent", 1));
}

macro_rules! tests {
    ($($test:ident),*) => { &[$((stringify!($test), $test)),*] };
}

const TESTS: &[(&str, fn())] = tests!(
    a_step_that_hangs_is_given_up,
    a_step_that_ends_the_process_is_told,
    a_step_that_takes_all_memory_is_stopped,
    a_panic_is_a_verdict,
    what_a_lesson_prints_disturbs_nobody,
    a_search_or_a_quiz_over_it_is_given_up,
    a_lesson_that_cannot_be_left_is_left,
    a_worker_that_cannot_start_is_told,
    the_app_says_so_and_goes_on
);

/// As the usual harness does: a word names the tests to run.
fn main() -> io::Result<()> {
    if std::env::args().any(|argument| argument == "--worker") {
        return worker::serve(SHELF, BufReader::new(io::stdin()), io::stdout());
    }
    let word = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    for (name, test) in TESTS.iter().filter(|(name, _)| name.contains(&word)) {
        test();
        println!("test {name} ... ok");
    }
    Ok(())
}
