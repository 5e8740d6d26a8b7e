//! Presenting: the lesson as a talk, in large type and one thing at a time.

mod screen;

use egui::{Context, Vec2, ViewportCommand};
use stepper::Grain;

use super::App;
use crate::look;
use crate::protocol::Request;
use crate::talk::Talk;
use crate::text::tell;

pub(super) use screen::ui;

/// What fills the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The objects of the program.
    #[default]
    Stage,
    /// The program's text.
    Source,
    /// What the part of the lesson says.
    Story,
}

impl Face {
    /// All, in the order in which one key shows them.
    pub const ALL: [Face; 3] = [Face::Stage, Face::Source, Face::Story];
}

/// A talk that is given.
pub(super) struct Show {
    /// None if the program has no story: then it is stepped.
    talk: Option<Talk>,
    face: Face,
    notes: bool,
    pointer: bool,
    /// How much larger than usual a person wishes it.
    scale: f32,
    before: Before,
}

/// What comes back when the talk is over.
struct Before {
    guide: bool,
    fullscreen: bool,
}

impl App {
    /// What fills the screen while somebody presents.
    pub fn face(&self) -> Option<Face> {
        self.show.as_ref().map(|show| show.face)
    }

    /// Begins the talk at the part of the lesson that is shown, or ends it.
    pub(super) fn present(&mut self, ctx: &Context) {
        if self.show.is_some() {
            self.leave(ctx);
            return;
        }
        self.overlay = None;
        let talk = self.guide.path.as_ref().map(Talk::new);
        let told = talk.as_ref().is_some_and(|talk| talk.slide().step.is_none());
        let fullscreen = ctx.input(|i| i.viewport().fullscreen == Some(true));
        self.show = Some(Show {
            talk,
            face: if told { Face::Story } else { Face::Stage },
            notes: false,
            pointer: false,
            scale: 1.0,
            before: Before { guide: self.settings.guide, fullscreen },
        });
        self.scrolled_to = None;
        look::strengthen(ctx, true);
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
    }

    /// Ends the talk. The session stays where it is; the screen is as it was.
    pub(super) fn leave(&mut self, ctx: &Context) {
        if let Some(Show { before, .. }) = self.show.take() {
            self.settings.guide = before.guide;
            self.scrolled_to = None;
            look::strengthen(ctx, false);
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(before.fullscreen));
        }
    }

    /// Shows the next slide, or the one before.
    pub(super) fn turn(&mut self, forward: bool) {
        let (Some(show), Some(run)) = (&mut self.show, &self.run) else { return };
        if show.talk.as_ref().map(|talk| talk.lesson.name) != self.guide.path.as_ref().map(|p| p.lesson.name)
        {
            show.talk = self.guide.path.as_ref().map(Talk::new);
        }
        let Some(talk) = &mut show.talk else {
            let request = if forward { Request::Forward } else { Request::Back };
            self.send(request);
            return;
        };
        let part = talk.slide().part;
        if !talk.turn(forward) {
            self.notice = Some(match forward {
                true => tell!(self.text, "show-last"),
                false => tell!(self.text, "show-first"),
            });
            return;
        }
        let slide = talk.slide();
        if part != slide.part {
            show.face = if slide.step.is_some() { Face::Stage } else { Face::Story };
        }
        if let Some(path) = &mut self.guide.path {
            path.part = slide.part;
        }
        let Some(step) = slide.step else {
            self.notice = None;
            return;
        };
        let line = talk.line(slide.part).to_vec();
        if !(run.is_line(&line) && self.is_at_broken() && run.id.grain == Grain::Coarse) {
            self.take_up(line);
        }
        self.send(Request::Jump(step));
    }

    /// Whether the wall shows words and no steps: the keys that step turn the page.
    pub(super) fn tells(&self) -> bool {
        self.face() == Some(Face::Story)
    }

    pub(super) fn turn_face(&mut self) {
        if let Some(show) = &mut self.show {
            let at = Face::ALL.iter().position(|face| *face == show.face).unwrap_or(0);
            show.face = Face::ALL[(at + 1) % Face::ALL.len()];
        }
    }

    pub(super) fn show_face(&mut self, face: Face) {
        if let Some(show) = &mut self.show {
            show.face = face;
        }
    }

    pub(super) fn show_notes(&mut self) {
        if let Some(show) = &mut self.show {
            show.notes = !show.notes;
        }
    }

    pub(super) fn show_pointer(&mut self) {
        if let Some(show) = &mut self.show {
            show.pointer = !show.pointer;
        }
    }

    /// Makes all of it larger for the talk. Returns false if there is none.
    pub(super) fn scale_show(&mut self, factor: f32) -> bool {
        let Some(show) = &mut self.show else { return false };
        show.scale = (show.scale * factor).clamp(0.5, 2.0);
        true
    }
}

impl Show {
    /// Whether the window fills the screen for the talk alone.
    pub(super) fn fills(&self) -> bool {
        !self.before.fullscreen
    }

    /// How much larger than usual it is shown on a screen of so many points.
    pub(super) fn zoom(&self, screen: Vec2) -> f32 {
        // Words are told in larger type than what is shown is named in.
        let told = if self.face == Face::Story { 1.25 } else { 1.0 };
        zoom(screen) * self.scale * told
    }
}

/// How much larger than usual a talk is on a screen of so many points: all screens show about the same.
fn zoom(screen: Vec2) -> f32 {
    let fits = (screen.x / 960.0).min(screen.y / 540.0);
    // A small screen shows less, but not in smaller type.
    let least = (screen.x / 850.0).min(1.5);
    (fits.max(least) * 20.0).floor() / 20.0
}

#[cfg(test)]
mod tests {
    use super::zoom;
    use egui::vec2;

    #[test]
    fn a_larger_screen_shows_larger_and_not_more() {
        assert_eq!(zoom(vec2(1920.0, 1080.0)), 2.0);
        assert_eq!(zoom(vec2(3840.0, 2160.0)), 4.0);
        assert_eq!(zoom(vec2(1280.0, 720.0)), 1.5);
    }
}
