//! What the app costs, window and graphics card left aside: its first frame, a frame of every lesson and of a run that is
//! larger than any, and memory. `cargo bench -p threadlab --bench frame`; after `-- synthetic`, of the large run alone.
//! All but the first frame is time on a processor, where the system tells it, so that other work hardly matters.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use egui::{Context, FullOutput, Pos2, RawInput, Rect, ViewportId, vec2};
use stepper::{
    Choice, Event, Moment, ObjectId, ObjectInfo, ProcessId, State, Status, Step, ThreadId, ThreadView, What,
    Why,
};
use visualizer::app::{App, Command, Settings};
use visualizer::protocol::{ProgramId, Update};
use visualizer::worker::Client;

const FRAMES: usize = 301;

fn main() {
    let start = Instant::now();
    let (mut app, ctx) = open("producer-consumer", "broken");
    draw(&mut app, &ctx, 0);
    let first = start.elapsed();
    println!("first frame: {:.0} ms after start, its worker included and no window\n", ms(first));
    println!("memory with the first lesson: {}\n", memory());
    drop(app);

    println!(
        "a frame's own work at 1600x1000, median of {FRAMES} frames: building the screen, then its triangles\n"
    );
    println!("| program | steps | screen | triangles | together | asks for another frame |");
    println!("|---|--:|--:|--:|--:|---|");
    let alone = std::env::args().any(|argument| argument == "synthetic");
    for lesson in lessons::ALL.iter().filter(|_| !alone) {
        for program in lesson.programs {
            let (mut app, ctx) = played(lesson.name, program.variant);
            row(&format!("{}/{}, operations", lesson.name, program.variant), &mut app, &ctx);
        }
    }
    let (mut app, ctx) = open("producer-consumer", "broken");
    app.follow(large(0, STEPS));
    row(&format!("synthetic: {THREADS} threads, {EVENTS} events"), &mut app, &ctx);
    app.act(Command::Order, &ctx);
    row("the same with what happens before what", &mut app, &ctx);
    println!("\n| of the synthetic run | until it can be drawn | its frame |\n|---|--:|--:|");
    let further = (0..51).map(|n| large(STEPS + n, STEPS + n + 1));
    moved("a further step", further.collect(), &mut app, &ctx);
    let back = (0..51).map(|n| Update { cursor: STEPS - n, ..large(STEPS + 51, STEPS + 51) });
    moved("a step back", back.collect(), &mut app, &ctx);
    let other = (0..51).map(|n| large(STEPS / 2 - n, STEPS / 2 - n + 1));
    moved("another choice in its middle", other.collect(), &mut app, &ctx);
    println!("memory with it: {}", memory());
    let program = std::fs::metadata(env!("CARGO_BIN_EXE_threadlab")).map_or(0, |file| file.len());
    println!("the program, as benches are built: {:.1} MB", program as f64 / 1e6);
}

/// How long this thread was on a processor.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// How long the program runs.
#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// What this process occupies, where the system tells it in a file.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    resident.map_or_else(|| "not told by this system".to_owned(), |kilobytes| kilobytes.trim().to_owned())
}

fn open(lesson: &str, variant: &str) -> (App, Context) {
    let ctx = Context::default();
    let english = Settings { language: Some("en".to_owned()), ..Settings::default() };
    let mut app = App::new(&ctx, lessons::ALL, Client::thread(lessons::ALL, || {}), english);
    app.open(lesson, variant);
    app.settle();
    (app, ctx)
}

/// The program at its end, in single operations.
fn played(lesson: &str, variant: &str) -> (App, Context) {
    let (mut app, ctx) = open(lesson, variant);
    app.act(Command::Fine, &ctx);
    app.settle();
    let mut before = usize::MAX;
    while app.run().is_some_and(|run| run.steps() != before) {
        before = app.run().map_or(0, |run| run.steps());
        app.act(Command::Random, &ctx);
        app.settle();
    }
    (app, ctx)
}

/// Draws this moment again and again.
fn row(name: &str, app: &mut App, ctx: &Context) {
    let mut times = [Vec::new(), Vec::new()];
    let mut idle = false;
    // Motion ends within the first hundred frames.
    for frame in 0..FRAMES + 100 {
        let (screen, triangles, output) = draw(app, ctx, frame);
        if frame >= 100 {
            times[0].push(screen);
            times[1].push(triangles);
            idle = output.viewport_output[&ViewportId::ROOT].repaint_delay > Duration::from_secs(3600);
        }
    }
    let [screen, triangles] = times.map(median);
    let steps = app.run().map_or(0, |run| run.steps());
    let asks = if idle { "no" } else { "yes" };
    let sum = screen + triangles;
    println!("| {name} | {steps} | {screen:.2} ms | {triangles:.2} ms | {sum:.2} ms | {asks} |");
}

/// Shows these moments one after another, a frame each.
fn moved(name: &str, moments: Vec<Update>, app: &mut App, ctx: &Context) {
    let mut times = [Vec::new(), Vec::new()];
    for moment in moments {
        let start = now();
        app.follow(moment);
        times[0].push(now() - start);
        let (screen, triangles, _) = draw(app, ctx, FRAMES);
        times[1].push(screen + triangles);
    }
    let [folded, drawn] = times.map(median);
    println!("| {name} | {folded:.2} ms | {drawn:.2} ms |");
}

fn median(mut all: Vec<Duration>) -> f64 {
    all.sort();
    ms(all[all.len() / 2])
}

fn draw(app: &mut App, ctx: &Context, frame: usize) -> (Duration, Duration, FullOutput) {
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
        time: Some(frame as f64 / 60.0),
        ..RawInput::default()
    };
    let start = now();
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    let screen = now() - start;
    output.textures_delta.clear();
    let start = now();
    drop(ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point));
    (screen, now() - start, output)
}

const THREADS: usize = 50;
const LOCKS: usize = 20;
/// As many as the stepper makes before it stops a run.
const STEPS: usize = 5_000;
const EVENTS: usize = STEPS * 5 * 4;

/// A run of so many steps, in which every thread in turn takes and gives back four locks, from its step `keep` on.
fn large(keep: usize, steps: usize) -> Update {
    let object = |name: String| ObjectInfo {
        kind: Cow::Borrowed("Lock"),
        name: Some(name),
        part_of: None,
        process: ProcessId(0),
        reads: Vec::new(),
    };
    Update {
        program: ProgramId {
            lesson: "producer-consumer".to_owned(),
            variant: "broken".to_owned(),
            ..ProgramId::default()
        },
        keep,
        steps: (keep..steps).map(step).collect(),
        objects: (0..LOCKS).map(|n| object(format!("lock {n}"))).collect(),
        processes: vec!["main".to_owned()],
        line: Vec::new(),
        cursor: steps - 1,
        ..Update::default()
    }
}

fn step(number: usize) -> Step {
    let thread = ThreadId((number % THREADS) as u8);
    let now = number as u64;
    let mut events = Vec::new();
    for n in 0..4 {
        let object = ObjectId(((number + n) % LOCKS) as u16);
        let verb = || Cow::Borrowed("acquire");
        let owner = |owner| What::Shows { state: State::Owner(owner) };
        for what in [
            What::Begin { verb: verb() },
            owner(Some(thread)),
            What::Touch,
            owner(None),
            What::End { verb: verb(), value: None },
        ] {
            let clock = vec![number as u32 / THREADS as u32; THREADS];
            events.push(Event {
                thread,
                what,
                object: Some(object),
                place: None,
                inside: None,
                clock,
                after: None,
                woke: Vec::new(),
                now,
            });
        }
    }
    let view = |n: usize| ThreadView {
        gave_way: false,
        name: format!("worker {n}"),
        process: ProcessId(0),
        status: match (n + number) % 3 {
            0 => Status::Blocked(Why::Wants { object: ObjectId((n % LOCKS) as u16), holder: None }),
            _ => Status::Ready,
        },
        verb: Some(Cow::Borrowed("acquire")),
        object: Some(ObjectId((n % LOCKS) as u16)),
        place: None,
        inside: None,
        deadline: None,
    };
    let choices = (0..THREADS).map(|n| Choice::Thread(ThreadId(n as u8))).collect();
    Step {
        choice: (number > 0).then_some(Choice::Thread(thread)),
        events,
        then: Moment { threads: (0..THREADS).map(view).collect(), choices, chances: Vec::new(), now },
        verdict: None,
    }
}
