//! A primitive's own source in place of the program's: the way there, and a marker for every thread that is in it.

use egui::{RichText, Role, Ui, WidgetInfo};
use stepper::{Grain, ThreadId};

use super::source::{self, Sheet};
use super::{App, Command, Run, Spot};
use crate::inside::{self, Line};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, TextButton};
use crate::look::{Icon, fonts, tokens};
use crate::picture;
use crate::text::tell;

/// That a person looks inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inside {
    /// The steps to come back to.
    back: Grain,
}

/// Where to look.
struct Sight {
    thread: ThreadId,
    line: Line,
    /// The thread stands there; otherwise it has just made that operation, and is in no primitive any more.
    stands: bool,
}

impl Sight {
    /// First where the thread that made the last step is, then where somebody is who can move, then anybody.
    fn of(run: &Run) -> Option<Sight> {
        let stands = |thread: ThreadId| {
            let line = inside::stands(&run.trace, run.cursor, thread)?;
            Some(Sight { thread, line, stands: true })
        };
        let did = || {
            let (thread, line) = inside::did(&run.trace, run.cursor)?;
            Some(Sight { thread, line, stands: false })
        };
        let ready = || run.here().then.choices.iter().filter_map(|choice| choice.thread());
        let mut all = ready().chain(threads(run));
        run.acting().and_then(stands).or_else(did).or_else(|| all.find_map(stands))
    }

    /// The program's line, the calls on the way, and the primitive's line.
    fn path(&self, run: &Run) -> String {
        let text = run.text;
        let named = |file: &str, line: u32| tell!(text, "inside-line", file, line = line.to_string());
        let spot = match self.stands {
            true => run.spot_of(self.thread),
            false => run.acted().map(|(spot, _)| spot),
        };
        let own = spot.map(|spot| {
            let file = format!("{}.rs", run.program.variant);
            match spot.guard {
                true => tell!(text, "inside-guard", file, line = spot.line.to_string()),
                false => named(&file, spot.line),
            }
        });
        let calls: &[inside::Call] = if self.stands { run.depth().calls(self.thread) } else { &[] };
        let call = |(verb, object): &inside::Call| match object {
            Some(object) => format!("{verb} {}", picture::name(text, &run.trace, *object)),
            None => verb.clone(),
        };
        let mut path: Vec<String> = own.into_iter().collect();
        path.extend(calls.iter().map(call));
        path.push(named(self.line.file, self.line.number));
        path.join(" › ")
    }
}

fn threads(run: &Run) -> impl Iterator<Item = ThreadId> {
    (0..run.here().then.threads.len()).map(|n| ThreadId(n as u8))
}

impl App {
    /// Looks into the primitives, in single operations; or back at the program, in the steps of before.
    pub(super) fn look_inside(&mut self) {
        let Some(run) = &self.run else { return };
        let grain = run.id.grain;
        self.scrolled_to = None;
        match self.inside.take() {
            Some(Inside { back }) if back != grain => self.regrain(back),
            Some(_) => {}
            None => {
                self.inside = Some(Inside { back: grain });
                if grain != Grain::Fine {
                    self.regrain(Grain::Fine);
                }
            }
        }
    }
}

/// The primitive's source; the program's own while nobody is in a primitive.
pub(super) fn ui(ui: &mut Ui, run: &Run, scroll: bool, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = run.text;
    let sight = Sight::of(run);
    let program = format!("{}.rs", run.program.variant);
    let file = sight.as_ref().map_or(program.as_str(), |sight| sight.line.file);
    let back = tell!(text, "inside-back", file = program.as_str());
    source::heading(ui, file, TextButton::new(back).icon(Icon::Back), out);
    // Who it is about stands beside it; only a screen reader needs that in words.
    let (shown, words) = match &sight {
        Some(sight) => {
            let (who, path) = (run.name(sight.thread), sight.path(run));
            match sight.stands {
                true => (path.clone(), tell!(text, "inside-path", who, path)),
                false => {
                    let words = tell!(text, "inside-did", who, path);
                    (words.clone(), words)
                }
            }
        }
        None => (tell!(text, "inside-nobody"), tell!(text, "inside-nobody")),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if let Some(sight) = &sight {
            widgets::thread_token(ui, run.mark(sight.thread), 9.0, &run.name(sight.thread));
        }
        let shown = RichText::new(shown).font(fonts::text(size::SMALL)).color(t.weak);
        let label = ui.add(egui::Label::new(shown).wrap());
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    });
    let Some(sight) = sight else {
        source::program(ui, run, scroll);
        return;
    };
    let here = |line: &Line| line.file == sight.line.file;
    let spot = |line: Line| Spot { line: line.number, guard: false };
    let spots = threads(run).filter_map(|thread| {
        let line = inside::stands(&run.trace, run.cursor, thread).filter(here)?;
        Some((thread, spot(line)))
    });
    let did = inside::did(&run.trace, run.cursor).filter(|(_, line)| here(line));
    let sheet = Sheet {
        file: sight.line.file,
        text: sight.line.text,
        spots: spots.collect(),
        acted: did.map(|(thread, line)| (thread, spot(line))),
        failed: None,
        first: Some(sight.line.number),
    };
    source::sheet(ui, run, &sheet, scroll);
}
