//! Draws screens of the app into PNGs, without a window: `screens FOLDER`.

use std::path::PathBuf;

use egui::{Theme, vec2};
use visualizer::app::{self, Command, Shot, Tab};
use visualizer::soft;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args().nth(1).ok_or("where to? screens FOLDER")?.into();
    std::fs::create_dir_all(&folder)?;
    let sizes = [vec2(1440.0, 900.0), vec2(1024.0, 640.0)];
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let choices = lesson.pin(program).map(|pin| pin.schedule).unwrap_or_default();
            let moments: [(&str, Option<usize>, Vec<Command>); 15] = [
                ("start", None, vec![]),
                ("middle", Some(4), vec![]),
                ("end", None, vec![]),
                ("help", None, vec![Command::Help]),
                ("lessons", None, vec![Command::Lessons]),
                (
                    "branch",
                    Some(1),
                    vec![Command::Thread(2), Command::Thread(3), Command::First, Command::Thread(2)],
                ),
                ("ask", Some(2), vec![Command::Ask]),
                ("asked-and-walked", Some(2), vec![Command::Ask, Command::Forward, Command::Forward]),
                ("outcomes", Some(2), vec![Command::Outcomes]),
                ("fine", Some(3), vec![Command::Fine, Command::Story]),
                ("why", Some(4), vec![Command::Look(Tab::Why)]),
                ("waits", Some(4), vec![Command::Look(Tab::Waits)]),
                ("ways", Some(4), vec![Command::Look(Tab::Ways)]),
                ("compare", Some(2), vec![Command::Thread(3), Command::Look(Tab::Compare)]),
                ("before", Some(6), vec![Command::Order]),
            ];
            for (moment, cursor, then) in moments {
                let shot = Shot {
                    program: (lesson.name.into(), program.variant.into()),
                    choices: if moment == "start" { String::new() } else { choices.clone() },
                    cursor,
                    then,
                    ..Shot::default()
                };
                for size in sizes {
                    for (theme, word) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
                        let name =
                            format!("{}-{}-{moment}-{}-{word}.png", lesson.name, program.variant, size.x);
                        let picture = app::picture(&shot, theme, size)?;
                        soft::save_png(&picture, &folder.join(name))?;
                    }
                }
            }
        }
    }
    Ok(())
}
