//! What one frame of the app costs, window and graphics card left aside: `cargo bench -p threadlab`.

use std::time::{Duration, Instant};

use egui::{Context, Pos2, RawInput, Rect, ViewportId, vec2};
use visualizer::app::{App, Command};
use visualizer::worker::Client;

const FRAMES: usize = 301;

fn main() {
    println!(
        "a frame's own work at 1600x1000, median of {FRAMES} frames: building the screen, then its triangles\n"
    );
    println!("| lesson | steps | screen | triangles | together | asks for another frame |");
    println!("|---|--:|--:|--:|--:|---|");
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let (screen, triangles, steps, idle) = measure(lesson.name, program.variant);
            let ms = |d: Duration| format!("{:.2} ms", d.as_secs_f64() * 1e3);
            println!(
                "| {}/{}, operations | {steps} | {} | {} | {} | {} |",
                lesson.name,
                program.variant,
                ms(screen),
                ms(triangles),
                ms(screen + triangles),
                if idle { "no" } else { "yes" }
            );
        }
    }
}

/// Plays the program to its end in single operations, and draws that moment again and again.
fn measure(lesson: &'static str, variant: &'static str) -> (Duration, Duration, usize, bool) {
    let ctx = Context::default();
    let mut app = App::new(&ctx, lessons::ALL, Client::thread(lessons::ALL, || {}), None);
    app.open(lesson, variant);
    app.settle();
    app.act(Command::Fine, &ctx);
    app.settle();
    let mut before = usize::MAX;
    while app.run().is_some_and(|run| run.steps() != before) {
        before = app.run().map_or(0, |run| run.steps());
        app.act(Command::Random, &ctx);
        app.settle();
    }
    let steps = app.run().map_or(0, |run| run.steps());
    let mut times = [Vec::new(), Vec::new()];
    let mut idle = false;
    // Motion ends within the first hundred frames.
    for frame in 0..FRAMES + 100 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(frame as f64 / 60.0),
            ..RawInput::default()
        };
        let start = Instant::now();
        let mut output = ctx.run_ui(input, |ui| app.ui(ui));
        let screen = start.elapsed();
        output.textures_delta.clear();
        let delay = output.viewport_output[&ViewportId::ROOT].repaint_delay;
        let start = Instant::now();
        let triangles = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let tessellation = start.elapsed();
        drop(triangles);
        if frame >= 100 {
            times[0].push(screen);
            times[1].push(tessellation);
            idle = delay > Duration::from_secs(3600);
        }
    }
    let [screen, triangles] = times.map(|mut all| {
        all.sort();
        all[all.len() / 2]
    });
    (screen, triangles, steps, idle)
}
