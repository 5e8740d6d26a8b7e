//! The window that the app lives in.

use std::panic::{self, AssertUnwindSafe};

use crate::app::{App, SettingsFile};
use crate::progress::{self, Store};
use crate::share::Link;
use crate::text::{self, Text, tell};
use crate::worker::{Client, Shelf};
use egui::{ViewportBuilder, ViewportCommand};

/// What the app opens at its start.
#[derive(Clone, Debug)]
pub enum Start {
    /// A program of a lesson, by the names of both.
    Program(&'static str, &'static str),
    /// A run.
    Run(Link),
    /// What was open when the window was closed last; before there is such a thing, this program.
    LastPlace(&'static str, &'static str),
}

/// Opens the app on a program of one of these lessons, or on a run of it, and returns when the window is closed.
/// The worker is this program once more, with the argument `--worker`.
///
/// # Errors
/// Says in words why there can be no window: no display, no OpenGL, or a panic in the window library.
pub fn open(shelf: Shelf, start: Start, lang: Option<&'static Text>) -> Result<(), String> {
    let said = lang.unwrap_or_else(text::system);
    let program = std::env::current_exe()
        .map_err(|error| tell!(said, "cannot-find-itself", error = error.to_string()))?;
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Threadlab")
            .with_app_id("threadlab")
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([1024.0, 640.0]),
        ..eframe::NativeOptions::default()
    };
    let create: eframe::AppCreator<'static> = Box::new(move |cc| {
        let ctx = cc.egui_ctx.clone();
        let client = Client::process(program, move || ctx.request_repaint());
        let file = progress::folder().map(|folder| folder.join("settings.json"));
        let (file, settings, spoilt) = SettingsFile::open(file);
        if settings.talk {
            // The window was closed in the middle of it, and the window library opens it as it was.
            cc.egui_ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
        }
        let mut app = App::new(&cc.egui_ctx, shelf, client, settings);
        app.keep_settings(file);
        if let Some(lang) = lang {
            app.speak(&cc.egui_ctx, lang);
        }
        let (progress, trouble) = Store::open(progress::file());
        app.keep(&cc.egui_ctx, progress, trouble);
        if let Some(spoilt) = spoilt {
            app.tell(spoilt.words(text::text(&cc.egui_ctx)));
        }
        match (&start, app.last_place()) {
            (Start::Run(link), _) => app.load(&link.to_string()),
            (Start::LastPlace(..), Some(place)) => app.load(&place),
            (Start::Program(lesson, variant) | Start::LastPlace(lesson, variant), _) => {
                app.open(lesson, variant);
            }
        }
        Ok(Box::new(app))
    });
    let run = AssertUnwindSafe(|| eframe::run_native("threadlab", options, create));
    match panic::catch_unwind(run) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(in_words(said, &error)),
        Err(payload) => {
            let words = payload
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            let words = words.unwrap_or_else(|| tell!(said, "no-reason"));
            Err(tell!(said, "window-panicked", words))
        }
    }
}

/// The library's errors name its own files and templates; the last clause of them is for people.
fn in_words(text: &Text, error: &eframe::Error) -> String {
    let whole = error.to_string();
    let error_said = whole.trim_end_matches('.').rsplit(": ").next().unwrap_or(&whole);
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => {
            tell!(text, "no-display", error = error_said)
        }
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
            tell!(text, "no-opengl", error = error_said)
        }
        eframe::Error::AppCreation(_) => whole,
    }
}
