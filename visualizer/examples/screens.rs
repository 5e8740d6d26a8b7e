//! Draws screens of the app into PNGs, without a window: `screens FOLDER [PART OF A NAME]`.

use std::path::PathBuf;

use egui::{Theme, vec2};
use visualizer::app::{self, Command, Face, Shot, Tab};
use visualizer::path::Part;
use visualizer::soft;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args().nth(1).ok_or("where to? screens FOLDER")?.into();
    let wanted = std::env::args().nth(2).unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let sizes = [vec2(1440.0, 900.0), vec2(1024.0, 640.0), vec2(3840.0, 2160.0)];
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let choices = lesson.pin(program).map(|pin| pin.schedule).unwrap_or_default();
            let go = |part: Part, then: &[Command]| [&[Command::Part(part)], then].concat();
            let cure = lesson.programs.last().map_or("", |program| program.variant);
            let present = |then: &[Command]| [&[Command::Present], then].concat();
            let moments: [(&str, Option<usize>, Vec<Command>); 33] = [
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
                ("chance", Some(2), vec![]),
                ("woken", Some(2), vec![Command::Wake]),
                ("first", Some(5), vec![Command::Favour]),
                ("killed", Some(5), vec![Command::Kill]),
                ("outcomes", Some(2), vec![Command::Outcomes]),
                ("fine", Some(3), vec![Command::Fine, Command::Story]),
                ("inside", Some(3), vec![Command::Inside, Command::Random, Command::Random]),
                ("part-1", Some(0), vec![Command::Reset, Command::Predict(0)]),
                ("part-2", Some(0), go(Part::First, &[Command::Forward, Command::Forward])),
                ("part-3", Some(0), go(Part::Break, &[Command::MoreHints, Command::MoreHints])),
                ("part-4", Some(0), go(Part::Ask, &[Command::Predict(0), Command::Next])),
                ("part-5", Some(0), go(Part::Fix, &[Command::Cure(cure)])),
                ("part-6", Some(0), go(Part::Why, &[Command::Reason(0), Command::Reason(1)])),
                ("part-7", Some(0), go(Part::Elsewhere, &[])),
                ("quiz", None, vec![Command::Quiz]),
                ("quiz-judged", None, vec![Command::Quiz, Command::Tick(0), Command::Next]),
                ("why", Some(4), vec![Command::Look(Tab::Why)]),
                ("waits", Some(4), vec![Command::Look(Tab::Waits)]),
                ("ways", Some(4), vec![Command::Look(Tab::Ways)]),
                ("compare", Some(2), vec![Command::Thread(3), Command::Look(Tab::Compare)]),
                ("before", Some(6), vec![Command::Order]),
                ("talk-told", Some(0), present(&[Command::Show(Face::Story)])),
                ("talk-stage", Some(4), present(&[Command::Show(Face::Stage)])),
                ("talk-source", Some(4), present(&[Command::Show(Face::Source)])),
                ("talk-end", None, present(&[Command::Show(Face::Stage)])),
            ];
            for (moment, cursor, then) in moments {
                // A part of the lesson opens what it needs.
                let fresh = moment == "start" || moment.starts_with("part-");
                let shot = Shot {
                    program: (lesson.name.into(), program.variant.into()),
                    choices: if fresh { String::new() } else { choices.clone() },
                    cursor,
                    then,
                    ..Shot::default()
                };
                for language in ["en", "zh-CN"] {
                    let shot = Shot { language: Some(language.into()), ..shot.clone() };
                    for size in sizes {
                        for (theme, word) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
                            let name = format!(
                                "{}-{}-{moment}-{language}-{}-{word}.png",
                                lesson.name, program.variant, size.x
                            );
                            if !name.contains(&wanted) {
                                continue;
                            }
                            let picture = app::picture(&shot, theme, size)?;
                            soft::save_png(&picture, &folder.join(name))?;
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
