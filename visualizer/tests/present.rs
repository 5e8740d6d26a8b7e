//! A talk: the lesson on a projector, driven by the keys of a presenter's remote.

use egui::accesskit::Role;
use egui::{Key, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use visualizer::app::{self, App, Command, Face, Settings, Shot};
use visualizer::look::theme::{self, mix};
use visualizer::path::Part;

mod driven;

use driven::{harness, is_shown, press, run, settle};

fn talk() -> Harness<'static, App> {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    press(&mut h, Key::F5);
    h
}

fn part(h: &Harness<'_, App>) -> Part {
    h.state().path().expect("the lesson has a path").part
}

#[test]
fn a_remote_goes_through_every_lesson_and_back() {
    for lesson in lessons::ALL {
        let mut h = harness(lessons::ALL, lesson.name, lesson.programs[0].variant);
        press(&mut h, Key::F5);
        assert_eq!(h.state().face(), Some(Face::Story), "a talk begins with the situation");
        let mut parts = vec![part(&h)];
        let mut failed = false;
        let mut slides = 0;
        while !is_shown(&h, "This was the last slide.") {
            press(&mut h, Key::PageDown);
            slides += 1;
            if part(&h) != *parts.last().unwrap() {
                parts.push(part(&h));
            }
            failed |= part(&h) == Part::Ask && run(&h).verdict().is_some_and(|verdict| !verdict.is_fine());
            assert!(slides < 200, "{}: the talk has no end", lesson.name);
        }
        assert_eq!(parts, Part::ALL, "{}", lesson.name);
        assert!(failed, "{}: the schedule that fails is shown", lesson.name);
        while !is_shown(&h, "This is the first slide.") {
            press(&mut h, Key::PageUp);
            slides -= 1;
        }
        assert_eq!(slides, 0, "{}: as many back as there were onward", lesson.name);
        assert_eq!(part(&h), Part::Prediction);
    }
}

#[test]
fn a_talk_finds_its_way_back_after_free_play() {
    let mut h = talk();
    press(&mut h, Key::PageDown);
    assert_eq!((part(&h), run(&h).cursor), (Part::First, 0));
    assert_eq!(h.state().face(), Some(Face::Stage));
    press(&mut h, Key::PageDown);
    let told = run(&h).line(1);
    // The audience wants to see something else.
    press(&mut h, Key::Home);
    press(&mut h, Key::R);
    press(&mut h, Key::R);
    press(&mut h, Key::R);
    press(&mut h, Key::PageDown);
    assert_eq!(run(&h).cursor, 2);
    assert_eq!(run(&h).line(1), told);
}

#[test]
fn where_only_words_are_shown_the_arrows_turn_the_page() {
    let mut h = talk();
    press(&mut h, Key::ArrowRight);
    assert_eq!((part(&h), h.state().face()), (Part::First, Some(Face::Stage)));
    press(&mut h, Key::ArrowRight);
    assert_eq!((part(&h), run(&h).cursor), (Part::First, 1), "here it is a step");
    press(&mut h, Key::PageUp);
    press(&mut h, Key::PageUp);
    press(&mut h, Key::PageDown);
    press(&mut h, Key::V);
    press(&mut h, Key::V);
    assert_eq!(h.state().face(), Some(Face::Story));
    press(&mut h, Key::ArrowLeft);
    assert_eq!(part(&h), Part::Prediction);
}

#[test]
fn escape_leaves_a_talk_and_the_screen_is_as_before() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    let shown = |h: &Harness<'_, App>| {
        (h.ctx.zoom_factor(), is_shown(h, "Timeline, step"), is_shown(h, "Close the lesson pane"))
    };
    let before = shown(&h);
    let settings = h.state().settings();
    press(&mut h, Key::F5);
    assert!(h.ctx.zoom_factor() >= 1.5);
    assert!(!is_shown(&h, "Timeline, step"), "one thing at a time");
    press(&mut h, Key::V);
    press(&mut h, Key::M);
    press(&mut h, Key::P);
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Plus);
    settle(&mut h);
    press(&mut h, Key::PageDown);
    // First what lies over it.
    press(&mut h, Key::F1);
    press(&mut h, Key::Escape);
    assert!(h.state().face().is_some());
    press(&mut h, Key::Escape);
    assert_eq!(h.state().face(), None);
    assert_eq!(shown(&h), before);
    // The talk has moved to its prepared schedule; nothing else is another.
    assert_eq!(h.state().settings(), Settings { place: h.state().settings().place, ..settings });
}

#[test]
fn one_thing_fills_the_screen_and_the_notes_come_on_demand() {
    let mut h = talk();
    assert!(!is_shown(&h, "Speaker notes, at"));
    press(&mut h, Key::M);
    assert!(is_shown(&h, "Speaker notes, at"));
    press(&mut h, Key::M);
    assert!(!is_shown(&h, "Speaker notes, at"));
    press(&mut h, Key::V);
    assert_eq!(h.state().face(), Some(Face::Stage));
    press(&mut h, Key::V);
    assert_eq!(h.state().face(), Some(Face::Source));
    h.get_by_label("Stage").click();
    settle(&mut h);
    assert_eq!(h.state().face(), Some(Face::Stage));
    h.get_by_label("End the talk").click();
    settle(&mut h);
    assert_eq!(h.state().face(), None);
}

#[test]
fn the_keys_of_a_talk_do_nothing_outside_of_one() {
    let welcome = lessons::welcome();
    let mut h = harness(lessons::ALL, welcome.name, welcome.programs[0].variant);
    for key in [Key::PageDown, Key::PageUp, Key::V, Key::M, Key::P] {
        press(&mut h, key);
    }
    assert!(run(&h).is_fresh());
    assert_eq!(h.state().face(), None);
}

#[test]
fn nothing_is_faint_on_a_projector() {
    // As the cards of a stage step back in which nothing has changed.
    const CALM: f32 = 0.72;
    for t in [&theme::STRONG_DARK, &theme::STRONG_LIGHT] {
        for behind in [t.bg, t.panel, t.card, t.sunk, t.raised, t.accent_soft, t.good_soft, t.bad_soft] {
            for ink in [t.text, t.weak] {
                assert!(theme::contrast(mix(behind, ink, CALM), behind) >= 4.5, "{ink:?} on {behind:?}");
            }
            assert!(theme::contrast(t.faint, behind) >= 4.5, "{:?} on {behind:?}", t.faint);
        }
        for line in [t.line, t.line_strong] {
            assert!(theme::contrast(line, t.card) >= 3.0, "{line:?}");
        }
    }
}

#[test]
fn a_talk_looks_the_same_on_every_projector() {
    let welcome = lessons::welcome();
    for theme in [Theme::Dark, Theme::Light] {
        for size in [vec2(1280.0, 720.0), vec2(3840.0, 2160.0)] {
            let shot = Shot {
                program: (welcome.name.into(), welcome.programs[0].variant.into()),
                then: vec![Command::Present, Command::Onward, Command::Onward],
                ..Shot::default()
            };
            let picture = app::picture(&shot, theme, size).unwrap();
            assert_eq!(picture.size, [size.x as usize, size.y as usize]);
        }
    }
}

#[test]
fn a_talk_uses_the_screen_up_to_its_edges() {
    let mut h = talk();
    for size in [vec2(1920.0, 1080.0), vec2(1440.0, 900.0)] {
        h.set_size(size);
        press(&mut h, Key::PageDown);
        let ctx = h.ctx.clone();
        h.state_mut().act(Command::Show(Face::Stage), &ctx);
        settle(&mut h);
        let screen = h.ctx.content_rect();
        let end = h.get_by_label("End the talk").rect();
        assert!(end.right() > screen.right() - 40.0, "{size}: {end} on {screen}");
        let card = h.get_by_label_contains("Lock orders").rect();
        assert!(card.bottom() > screen.bottom() - 44.0 - 40.0, "{size}: {card} on {screen}");
    }
}

#[test]
fn a_window_that_was_closed_in_a_talk_opens_as_it_was_before() {
    let mut h = talk();
    assert!(h.state().settings().talk, "the window fills the screen for the talk alone");
    press(&mut h, Key::Escape);
    assert!(!h.state().settings().talk);
}

#[test]
fn a_talk_leaves_the_panels_as_wide_as_they_were() {
    let mut h = harness(lessons::ALL, "pipe", "broken");
    h.set_size(vec2(1024.0, 640.0));
    settle(&mut h);
    let stage = h.get_by_role_and_label(Role::Group, "Stage").rect();
    press(&mut h, Key::F5);
    press(&mut h, Key::Escape);
    assert_eq!(h.get_by_role_and_label(Role::Group, "Stage").rect(), stage);
}
