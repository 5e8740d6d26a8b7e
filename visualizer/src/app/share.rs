//! The window from which a run is handed on: as text on the clipboard, or as a file.

use std::path::{Path, PathBuf};

use crossbeam_channel::{self as channel, Receiver};
use egui::{Align, Context, Layout, RichText, Role, Theme, Ui, WidgetInfo};

use super::{App, Command, shell};
use crate::look::theme::{size, space};
use crate::look::widgets::{Emphasis, TextButton, name_field};
use crate::look::{Icon, fonts, tokens};
use crate::share::{self, Format, Shared};
use crate::text::{Text, tell, text};

/// What the window remembers.
#[derive(Default)]
pub(super) struct Sharing {
    /// Where files go; empty before the window was open.
    pub(super) folder: String,
    making: Option<Making>,
    /// What became of the last file: whether it is there, and the sentence.
    told: Option<(bool, String)>,
}

/// A file that is being made, on a thread of its own: a film takes longer than a frame may.
struct Making {
    news: Receiver<News>,
    drawn: Option<(usize, usize)>,
    text: &'static Text,
}

enum News {
    /// So many steps are drawn, of how many.
    Drawn(usize, usize),
    Done(Result<PathBuf, String>),
}

impl Sharing {
    /// The window opens.
    pub(super) fn open(&mut self) {
        self.told = None;
        if self.folder.trim().is_empty() {
            self.folder = share::folder().display().to_string();
        }
    }

    /// Makes a file of the run. Does nothing while another one is made.
    pub(super) fn save(&mut self, format: Format, run: Shared, theme: Theme, ctx: &Context) {
        if self.making.is_some() {
            return;
        }
        let (sender, news) = channel::unbounded();
        let (folder, ctx, text) = (PathBuf::from(self.folder.trim()), ctx.clone(), run.text);
        // Whoever has closed the app needs no news.
        let tell = move |news| {
            sender.send(news).ok();
            ctx.request_repaint();
        };
        let work = move || {
            let content = format.make(&run, theme, &|step, steps| tell(News::Drawn(step, steps)));
            let name = format.file_name(&run);
            let written = content.and_then(|content| {
                share::write_beside(&folder, &name, &content)
                    .map_err(|why| not_saved(text, &folder.join(&name), &why))
            });
            tell(News::Done(written));
        };
        self.told = None;
        match std::thread::Builder::new().name("share".to_owned()).spawn(work) {
            Ok(_) => self.making = Some(Making { news, drawn: None, text }),
            Err(why) => self.told = Some((false, why.to_string())),
        }
    }

    /// Hears how far the file has come. Gives the sentence when it is done.
    pub(super) fn poll(&mut self) -> Option<String> {
        while let Some(Ok(news)) = self.making.as_ref().map(|making| making.news.try_recv()) {
            if let Some(told) = self.heard(news) {
                return Some(told);
            }
        }
        None
    }

    /// Waits until the file is made.
    pub(super) fn settle(&mut self) {
        while let Some(news) = self.making.as_ref().map(|making| making.news.recv()) {
            // A thread that is gone without a word has panicked.
            self.heard(news.unwrap_or_else(|gone| News::Done(Err(gone.to_string()))));
        }
    }

    fn heard(&mut self, news: News) -> Option<String> {
        let making = self.making.as_mut()?;
        match news {
            News::Drawn(step, steps) => {
                making.drawn = Some((step, steps));
                None
            }
            News::Done(written) => {
                let text = making.text;
                self.making = None;
                let told = match written {
                    Ok(path) => (true, tell!(text, "share-saved", file = path.display().to_string())),
                    Err(why) => (false, why),
                };
                Some(self.told.insert(told).1.clone())
            }
        }
    }
}

fn not_saved(text: &Text, file: &Path, why: &std::io::Error) -> String {
    tell!(text, "share-not-saved", file = file.display().to_string(), why = why.to_string())
}

/// What a format is called, and what it is for.
pub(super) fn words(text: &Text, format: Format) -> (String, String) {
    match format {
        Format::Svg => (tell!(text, "share-svg"), tell!(text, "share-svg-for")),
        Format::Png => (tell!(text, "share-png"), tell!(text, "share-png-for")),
        Format::Gif => (tell!(text, "share-gif"), tell!(text, "share-gif-for")),
        Format::Handout => (tell!(text, "share-handout"), tell!(text, "share-handout-for")),
        Format::Mermaid => (tell!(text, "share-mermaid"), tell!(text, "share-mermaid-for")),
        Format::Trace => (tell!(text, "share-trace"), tell!(text, "share-trace-for")),
        Format::Test => (tell!(text, "share-test"), tell!(text, "share-test-for")),
    }
}

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let text = text(ui);
    let App { run: Some(run), sharing, commands, .. } = app else { return };
    let closed = shell::window(ui, &tell!(text, "share-title"), 660.0, |ui| {
        let t = tokens(ui);
        if run.is_fresh() {
            ui.label(RichText::new(tell!(text, "share-nothing")).color(t.weak));
            ui.add_space(space::S);
        }
        ui.label(RichText::new(tell!(text, "share-code")).color(t.weak));
        let code = RichText::new(&run.code).font(fonts::code(14.0)).color(t.text);
        let label = ui.add(egui::Label::new(code).wrap());
        label.widget_info(|| WidgetInfo::labeled(Role::Code, true, &run.code));
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            let copies = [
                (tell!(text, "share-copy-code"), Emphasis::Primary, Command::Copy),
                (tell!(text, "share-copy-mermaid"), Emphasis::Plain, Command::CopyMermaid),
                (tell!(text, "share-copy-transcript"), Emphasis::Plain, Command::CopyTranscript),
            ];
            for (words, emphasis, command) in copies {
                if ui.add(TextButton::new(words).icon(Icon::Copy).emphasis(emphasis)).clicked() {
                    commands.push(command);
                }
            }
        });
        ui.add_space(space::M);
        ui.separator();
        ui.add_space(space::XS);
        let name = tell!(text, "share-folder");
        ui.horizontal(|ui| {
            ui.label(RichText::new(&name).color(t.weak));
            let edit = egui::TextEdit::singleline(&mut sharing.folder)
                .font(fonts::code(14.0))
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(10, 6));
            let field = ui.add(edit);
            name_field(&field, &name);
        });
        ui.add_space(space::XS);
        told(ui, text, sharing);
        let fails = run.fails();
        for format in Format::ALL {
            let able = sharing.making.is_none() && (fails || format != Format::Test);
            if row(ui, text, format, able) {
                commands.push(Command::Save(format));
            }
        }
    });
    if closed {
        app.overlay = None;
    }
}

/// A format, and whether it was pressed.
fn row(ui: &mut Ui, text: &Text, format: Format, able: bool) -> bool {
    let t = tokens(ui);
    let (name, purpose) = words(text, format);
    let mut pressed = false;
    ui.horizontal(|ui| {
        ui.set_min_height(36.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let says = tell!(text, "share-save-as", format = &name);
            let save = TextButton::new(tell!(text, "share-save")).name(says);
            pressed = ui.add_enabled(able, save).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(RichText::new(&name).font(fonts::strong(size::BODY)).color(t.text));
                ui.add(egui::Label::new(RichText::new(&purpose).color(t.weak)).truncate());
            });
        });
    });
    pressed
}

/// How far the file has come, or what became of it. It has its line before there is anything to tell, so that the
/// buttons below stay where they are.
fn told(ui: &mut Ui, text: &Text, sharing: &Sharing) {
    let t = tokens(ui);
    let drawn = sharing.making.as_ref().and_then(|making| Some((making.text, making.drawn?)));
    let (icon, words, color) = match (drawn, &sharing.told) {
        (Some((text, (step, steps))), _) => (Icon::Clock, tell!(text, "share-drawing", step, steps), t.weak),
        (None, Some((true, words))) => (Icon::Check, words.clone(), t.good),
        (None, Some((false, words))) => (Icon::Cross, words.clone(), t.bad),
        (None, None) => (Icon::Question, tell!(text, "share-kept"), t.weak),
    };
    ui.horizontal(|ui| {
        shell::inline_icon(ui, icon, 20.0, color);
        let label = ui.add(egui::Label::new(RichText::new(&words).color(t.text)).wrap());
        label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &words));
    });
}
