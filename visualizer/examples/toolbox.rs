//! Draws runs of a small program for each primitive into PNGs, and tells them in words: `toolbox FOLDER [NAME]`.

use std::path::PathBuf;

use egui::{Theme, vec2};
use stepper::Grain;
use visualizer::app::{self, Shot};
use visualizer::catalog::Entry;
use visualizer::play::{Choose, play};
use visualizer::soft;

#[path = "../tests/toolbox/programs.rs"]
mod programs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args().nth(1).ok_or("where to? toolbox FOLDER [NAME]")?.into();
    let only = std::env::args().nth(2);
    std::fs::create_dir_all(&folder)?;
    for lesson in programs::SHELF.iter().filter(|l| only.as_ref().is_none_or(|name| l.name == name)) {
        let entry = Entry { lesson, program: &lesson.programs[0] };
        let played = play(entry, Grain::Coarse, &Choose::Dice(7));
        println!("{}\n\n{}", lesson.name, played.table(visualizer::text::english(), 160));
        let steps = played.session.line().len();
        let code = played.schedule().to_string();
        let choices = code.split('.').nth(4).ok_or("a schedule has choices")?;
        for (moment, cursor) in [("third", steps / 3), ("half", steps / 2), ("late", steps * 5 / 6)] {
            let shot = Shot {
                program: (lesson.name.into(), "main".into()),
                choices: choices.into(),
                cursor: Some(cursor),
                then: vec![],
                ..Shot::default()
            };
            for (theme, word) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
                let picture = app::picture_of(programs::SHELF, &shot, theme, vec2(1440.0, 900.0))?;
                soft::save_png(&picture, &folder.join(format!("{}-{moment}-{word}.png", lesson.name)))?;
            }
        }
    }
    Ok(())
}
