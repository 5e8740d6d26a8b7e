//! The quiz: one question at a time. A wrong answer is answered by the schedule that shows it, or by the statement that
//! there is none.

use egui::{RichText, Ui};
use stepper::{Choice, Trace};

use super::choice::{self, Stand};
use super::{App, Command, shell};
use crate::look::theme::{size, space};
use crate::look::widgets::{self, Emphasis, TextButton};
use crate::look::{Icon, fonts, tokens};
use crate::narrate;
use crate::protocol::Ending;
use crate::quiz::{Asks, Candidate, Mark, Question, Says, Sitting};
use crate::text::{Text, tell, text};

/// The window.
pub(super) fn ui(app: &mut App, ui: &mut Ui) {
    let words = text(ui);
    let busy = app.asked.is_some();
    let sitting = app.quiz.as_ref();
    let out = &mut app.commands;
    let closed = shell::window(ui, &tell!(words, "quiz"), 640.0, |ui| match sitting {
        Some(sitting) => match sitting.question() {
            Some(question) => ask(ui, sitting, question, out),
            None => over(ui, sitting, out),
        },
        None if busy => {
            ui.label(tell!(words, "quiz-making"));
        }
        None => {
            ui.label(tell!(words, "quiz-none"));
        }
    });
    if closed {
        app.commands.push(Command::Close);
    }
}

fn over(ui: &mut Ui, sitting: &Sitting, out: &mut Vec<Command>) {
    let text = text(ui);
    ui.label(tell!(text, "quiz-over", right = sitting.right, all = sitting.questions.len()));
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let again = TextButton::new(tell!(text, "quiz-again")).icon(Icon::Dice).shortcut("N");
        if ui.add(again.emphasis(Emphasis::Primary)).clicked() {
            out.push(Command::Next);
        }
        if ui.add(TextButton::new(tell!(text, "quiz-close")).shortcut("Esc")).clicked() {
            out.push(Command::Close);
        }
    });
}

fn ask(ui: &mut Ui, sitting: &Sitting, question: &Question, out: &mut Vec<Command>) {
    let t = tokens(ui);
    let text = text(ui);
    let (number, all) = (sitting.at + 1, sitting.questions.len());
    widgets::section(ui, &tell!(text, "quiz-number", number, all));
    if let (Some(run), Asks::Ready { step } | Asks::Next { step, .. }) = (&sitting.found.run, question.asks) {
        so_far(ui, run, step);
    }
    ui.label(RichText::new(words(text, sitting, question)).font(fonts::strong(size::HEADING)));
    let how = if question.is_single() { tell!(text, "quiz-one") } else { tell!(text, "quiz-many") };
    ui.label(RichText::new(how).color(t.weak));
    for (number, option) in question.options.iter().enumerate() {
        let mark = sitting.marks.as_ref().and_then(|marks| marks.get(number).copied());
        let stand = match (mark, sitting.is_ticked(number)) {
            (Some(Mark::Hit), _) => Stand::Right,
            (Some(Mark::Mistaken), _) => Stand::Wrong,
            (Some(Mark::Missed), _) => Stand::Missed,
            (Some(Mark::Passed), _) => Stand::Passed,
            (None, true) => Stand::Chosen,
            (None, false) => Stand::Open,
        };
        let says = says(text, sitting, option);
        let row = choice::ui(ui, &says, stand, !question.is_single(), mark.is_some());
        if number == 0 && mark.is_none() && ui.memory(|m| m.focused().is_none()) {
            row.request_focus();
        }
        if row.clicked() {
            out.push(Command::Tick(number));
        }
        if let Some(mark) = mark {
            evidence(ui, sitting, question, option, mark, out);
        }
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let (words, icon) = match &sitting.marks {
            None => (tell!(text, "quiz-check"), Icon::Check),
            Some(_) => (tell!(text, "quiz-next"), Icon::Next),
        };
        let next = TextButton::new(words).icon(icon).shortcut("N").emphasis(Emphasis::Primary);
        if ui.add(next).clicked() {
            out.push(Command::Next);
        }
        widgets::key_cap(ui, "N");
        if let (Some(marks), Some(line)) = (&sitting.marks, moment(sitting, question)) {
            let words = match marks.iter().all(|mark| mark.is_good()) {
                true => tell!(text, "quiz-right"),
                false => tell!(text, "quiz-wrong"),
            };
            ui.label(words);
            let go = TextButton::new(tell!(text, "quiz-moment")).icon(Icon::Next);
            if ui.add(go).clicked() {
                out.push(line);
            }
        }
    });
}

/// The command that shows the moment a question is about.
fn moment(sitting: &Sitting, question: &Question) -> Option<Command> {
    let (Asks::Ready { step } | Asks::Next { step, .. }) = question.asks else {
        return None;
    };
    let run = sitting.found.run.as_ref()?;
    let line: Vec<Choice> = run.steps.iter().filter_map(|step| step.choice).collect();
    Some(Command::Moment(line, step))
}

/// What happened before the moment that is asked about.
fn so_far(ui: &mut Ui, run: &Trace, step: usize) {
    let t = tokens(ui);
    let text = text(ui);
    let log = narrate::log(text, run);
    const SHOWN: usize = 7;
    let begin = (step + 1).saturating_sub(SHOWN).max(1);
    if begin > 1 {
        ui.label(RichText::new(tell!(text, "quiz-before", steps = begin - 1)).color(t.weak));
    }
    for (number, told) in log.iter().enumerate().take(step + 1).skip(begin) {
        let told = text.join(told);
        let words = tell!(text, "quiz-step", number, told);
        ui.label(RichText::new(words).color(t.weak));
    }
    if step == 0 {
        ui.label(RichText::new(tell!(text, "quiz-at-start")).color(t.weak));
    }
    ui.add_space(space::XS);
}

/// The question as it stands on the screen.
pub(super) fn words(text: &Text, sitting: &Sitting, question: &Question) -> String {
    let thread =
        |id| sitting.found.run.as_ref().map_or_else(String::new, |run| narrate::thread(text, run, id));
    match question.asks {
        Asks::Outputs => tell!(text, "quiz-outputs"),
        Asks::Endings => tell!(text, "quiz-endings"),
        Asks::Ready { .. } => tell!(text, "quiz-ready"),
        Asks::Next { thread: who, .. } => tell!(text, "quiz-happens", who = thread(who)),
    }
}

/// An answer as it stands on the screen.
pub(super) fn says(text: &Text, sitting: &Sitting, option: &Candidate) -> String {
    match &option.says {
        Says::Output(said) if said.iter().all(|(_, lines)| lines.is_empty()) => tell!(text, "says-nothing"),
        Says::Output(said) => {
            let all = said.iter().filter(|(_, lines)| !lines.is_empty());
            let all: Vec<String> = all
                .map(|(who, lines)| {
                    let lines: Vec<String> = lines.iter().map(|line| format!("“{line}”")).collect();
                    tell!(text, "says-lines", who, lines = text.list(&lines))
                })
                .collect();
            all.join("\n")
        }
        Says::Ends(ending) => match ending {
            Ending::Well => tell!(text, "ends-well"),
            Ending::Panic => tell!(text, "ends-panic"),
            Ending::Deadlock => tell!(text, "ends-deadlock"),
            Ending::DataRace => tell!(text, "ends-race"),
            Ending::NoEnd => tell!(text, "ends-never"),
        },
        Says::Runs(choice) => match (choice.thread(), &sitting.found.run) {
            (None, _) => tell!(text, "runs-clock"),
            (Some(id), Some(run)) => narrate::thread(text, run, id),
            (Some(_), None) => String::new(),
        },
        Says::Step(step) => {
            let run = sitting.found.run.as_ref();
            run.map_or_else(String::new, |run| text.join(&narrate::sentences(text, run, *step)))
        }
    }
}

/// What shows that an answer is right or wrong.
fn evidence(
    ui: &mut Ui,
    sitting: &Sitting,
    question: &Question,
    option: &Candidate,
    mark: Mark,
    out: &mut Vec<Command>,
) {
    let t = tokens(ui);
    let text = text(ui);
    match (&option.says, &option.schedule) {
        (Says::Output(_) | Says::Ends(_), Some(schedule)) => {
            let words = tell!(text, "shows-it");
            let walk = TextButton::new(tell!(text, "walk-it")).name(&words).icon(Icon::Next);
            let walk = if mark == Mark::Missed { walk.emphasis(Emphasis::Primary) } else { walk };
            if ui.add(walk).clicked() {
                out.push(Command::Walk(sitting.found.program.grain, schedule.clone()));
            }
        }
        (Says::Output(_) | Says::Ends(_), None) if mark == Mark::Mistaken => {
            let executions = sitting.found.executions;
            ui.label(RichText::new(tell!(text, "shows-none", executions)).color(t.weak));
        }
        (Says::Runs(Choice::Thread(id)), _) => {
            let (Some(run), Asks::Ready { step }) = (&sitting.found.run, question.asks) else { return };
            if let (false, Some(why)) = (option.right, narrate::why_at_length(text, run, step, *id)) {
                ui.label(RichText::new(why).color(t.weak));
            }
        }
        _ => {}
    }
}
