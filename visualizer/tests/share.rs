//! What is handed on is read back, by parsers that others wrote.

use std::collections::BTreeMap;

use serde::Deserialize;
use stepper::Grain;
use visualizer::catalog::{self, Entry};
use visualizer::play::{Choose, play};
use visualizer::share::{Format, Shared};
use visualizer::text::english;

/// A run of every program of every lesson at both grains: the lesson's own, and one by dice.
fn every_run() -> impl Iterator<Item = Shared> {
    let programs = lessons::ALL.iter().flat_map(|lesson| lesson.programs.iter().map(move |p| (lesson, p)));
    programs.flat_map(|(lesson, program)| {
        [(Grain::Coarse, Choose::AsTheLessonDoes), (Grain::Fine, Choose::Dice(3))]
            .map(|(grain, choose)| play(Entry { lesson, program }, grain, &choose).shared(english()))
    })
}

fn welcome() -> Shared {
    let entry = catalog::find(english(), "producer-consumer/broken").expect("it is there");
    play(entry, Grain::Coarse, &Choose::AsTheLessonDoes).shared(english())
}

#[test]
fn a_diagram_keeps_to_the_grammar_of_mermaid() {
    for run in every_run() {
        let text = run.mermaid();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("sequenceDiagram"));
        let mut depth: BTreeMap<&str, i32> = BTreeMap::new();
        for line in lines {
            let line = line.strip_prefix("    ").expect(line);
            let (keyword, rest) = line.split_once(' ').expect(line);
            match keyword {
                "accTitle:" | "accDescr:" => {}
                "participant" => {
                    let (actor, name) = rest.split_once(" as ").expect(line);
                    assert!(!name.is_empty() && depth.insert(actor, 0).is_none(), "{line}");
                }
                "activate" => *depth.get_mut(rest).expect(line) += 1,
                "deactivate" => {
                    let depth = depth.get_mut(rest).expect(line);
                    *depth -= 1;
                    assert!(*depth >= 0, "{line} in {text}");
                }
                "Note" => {
                    let (actors, _) =
                        rest.strip_prefix("over ").and_then(|r| r.split_once(": ")).expect(line);
                    assert!(actors.split(',').all(|actor| depth.contains_key(actor)), "{line}");
                }
                arrow => {
                    let (actors, _) = (arrow.strip_suffix(':').expect(line), rest);
                    let (from, to) = actors.split_once("-->>").or(actors.split_once("->>")).expect(line);
                    assert!(depth.contains_key(from) && depth.contains_key(to), "{line}");
                }
            }
            // Whatever could end a statement or begin a comment stands there as its number.
            let text = line.replace("<br/>", "");
            let plain: String = text
                .split('#')
                .enumerate()
                .map(|(n, part)| match n {
                    0 => part,
                    _ => part.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(';').expect(line),
                })
                .collect();
            assert!(!plain.contains([';', '%', '<', '{', '"']), "{line}");
        }
    }
    let text = welcome().mermaid();
    assert!(text.contains("T3-->>T1: wakes, by not_empty"), "{text}");
    assert!(text.contains("    activate T1\n    Note over T1: 1. Waiter A acquires orders.\n"), "{text}");
}

/// The events of a Chrome trace, as its format document has them: other fields, or none, do not get through.
#[derive(Deserialize)]
#[serde(tag = "ph", deny_unknown_fields)]
enum Event {
    X {
        name: String,
        cat: String,
        pid: u64,
        tid: u64,
        ts: u64,
        dur: u64,
        args: Option<serde_json::Value>,
    },
    M {
        name: String,
        pid: u64,
        tid: u64,
        args: Meta,
    },
    #[serde(rename = "i")]
    Instant {
        s: String,
        name: String,
        cat: String,
        pid: u64,
        tid: u64,
        ts: u64,
        args: serde_json::Value,
    },
    #[serde(rename = "s")]
    Start {
        id: u64,
        name: String,
        cat: String,
        pid: u64,
        tid: u64,
        ts: u64,
    },
    #[serde(rename = "f")]
    Finish {
        bp: String,
        id: u64,
        name: String,
        cat: String,
        pid: u64,
        tid: u64,
        ts: u64,
    },
    C {
        name: String,
        pid: u64,
        tid: u64,
        ts: u64,
        args: BTreeMap<String, u64>,
    },
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Meta {
    Name { name: String },
    Sort { sort_index: u64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Profile {
    display_time_unit: String,
    other_data: BTreeMap<String, Option<String>>,
    trace_events: Vec<Event>,
}

#[test]
fn a_profile_has_the_fields_of_a_chrome_trace_and_its_slices_nest() {
    for run in every_run() {
        let text = run.profile().to_string();
        let profile: Profile = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
        assert_eq!(profile.display_time_unit, "ms");
        assert_eq!(profile.other_data["schedule"], Some(run.link().to_string()));
        let mut tracks: BTreeMap<(u64, u64), Vec<(u64, u64)>> = BTreeMap::new();
        let mut named = Vec::new();
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for event in profile.trace_events {
            match event {
                Event::X { name, cat, pid, tid, ts, dur, args } => {
                    assert!(!name.is_empty() && dur > 0 && (cat != "step" || args.is_some()));
                    tracks.entry((pid, tid)).or_default().push((ts, ts + dur));
                }
                Event::M { name, pid, tid, args: Meta::Name { name: label } } => {
                    assert!(matches!(&*name, "thread_name" | "process_name") && !label.is_empty());
                    named.push((pid, tid));
                }
                Event::M { name, args: Meta::Sort { sort_index }, tid, .. } => {
                    assert_eq!((&*name, sort_index + 1), ("thread_sort_index", tid));
                }
                Event::Instant { s, name, cat, pid, tid, ts, args } => {
                    assert_eq!((&*s, &*cat), ("g", "step"), "{name} {pid} {tid} {ts} {args}");
                }
                Event::Start { id, name, cat, pid, tid, ts } => starts.push((id, name, cat, pid, tid, ts)),
                Event::Finish { bp, id, name, cat, pid, tid, ts } => {
                    assert_eq!(bp, "e");
                    ends.push((id, name, cat, pid, tid, ts));
                }
                Event::C { name, pid, tid, ts, args } => {
                    assert!(args.contains_key("count"), "{name} {pid} {tid} {ts}");
                }
            }
        }
        for (track, slices) in &mut tracks {
            assert!(named.contains(track), "a track without a name");
            slices.sort();
            assert!(slices.is_sorted_by(|a, b| a.1 <= b.0), "slices overlap: {slices:?} in {text}");
        }
        // An arrow that ends in no slice is not drawn.
        let inside = |(.., pid, tid, ts): &(u64, String, String, u64, u64, u64)| {
            tracks.get(&(*pid, *tid)).is_some_and(|all| all.iter().any(|s| (s.0..s.1).contains(ts)))
        };
        assert_eq!(starts.len(), ends.len());
        for (start, end) in starts.iter().zip(&ends) {
            assert_eq!((start.0, &start.1, &start.2), (end.0, &end.1, &end.2));
            assert!(start.5 <= end.5 && inside(start) && inside(end), "{start:?} {end:?} in {text}");
        }
    }
    let wake = welcome().profile();
    let arrows = wake["traceEvents"].as_array().expect("a list").iter().filter(|e| e["ph"] == "s");
    assert_eq!(arrows.map(|e| &e["name"]).collect::<Vec<_>>(), ["wakes, by not_empty"]);
}

#[test]
fn a_transcript_tells_every_step_and_how_to_see_it() {
    let run = welcome();
    let text = run.transcript();
    assert!(text.starts_with("A wait needs a loop (producer-consumer/broken)\n\nMain starts"), "{text}");
    assert!(text.contains("\n9. Waiter A releases orders"), "{text}");
    assert!(text.contains("\nWaiter A panicked. “told of an order"), "{text}");
    assert_eq!(text.parse(), Ok(run.link()));
}

#[test]
fn a_picture_is_svg_that_a_renderer_draws_whole() {
    for run in every_run() {
        let svg = run.svg();
        let tree =
            usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap_or_else(|e| panic!("{e}: {svg}"));
        let (size, drawn) = (tree.size(), tree.root().abs_stroke_bounding_box());
        assert!(drawn.left() >= -1.0 && drawn.top() >= -1.0, "{drawn:?}");
        assert!(
            drawn.right() <= size.width() + 1.0 && drawn.bottom() <= size.height() + 1.0,
            "{drawn:?} {size:?}"
        );

        let document = usvg::roxmltree::Document::parse(&svg).expect("it is XML");
        let texts: Vec<&str> =
            document.descendants().filter(|n| n.has_tag_name("text")).filter_map(|n| n.text()).collect();
        let threads = &run.trace.steps[run.trace.steps.len() - 1].then.threads;
        assert!(threads.iter().skip(1).all(|t| texts.contains(&t.name.as_str())), "{texts:?}");
        for step in 1..run.trace.steps.len() {
            assert!(texts.contains(&step.to_string().as_str()), "no row {step}");
        }
        assert!(texts.contains(&run.lesson.title("en")));
        let link: String = texts
            .iter()
            .rev()
            .take_while(|t| !t.contains(' '))
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        assert_eq!(link.parse(), Ok(run.link()));
    }
    // What lasts and what goes across is there, with its name.
    let svg = welcome().svg();
    for words in
        ["Waiter A holds orders", "Waiter A sleeps on not_empty", "Cook wants orders", "wakes, by not_empty"]
    {
        assert!(svg.contains(&format!("<title>{words}</title>")), "{words}");
    }
}

#[test]
fn a_lock_that_is_taken_before_its_giver_has_said_so_stays_taken() {
    // At the fine grain, the next thread can have the lock before the release before it comes to its end.
    let entry = catalog::find(english(), "producer-consumer/fixed").expect("it is there");
    let runs = (0..20).map(|seed| play(entry, Grain::Fine, &Choose::Dice(seed)).shared(english()));
    for run in runs {
        let held = run.profile()["traceEvents"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|e| e["cat"] == "lock")
            .count();
        let acquired = run
            .trace
            .steps
            .iter()
            .flat_map(|step| &step.events)
            .filter(|e| matches!(e.what, stepper::What::Shows { state: stepper::State::Owner(Some(_)) }));
        assert_eq!(held, acquired.count());
    }
}

#[test]
fn a_handout_has_the_story_the_program_the_run_and_the_way_back() {
    for run in every_run() {
        let html = run.handout();
        let page = scraper::Html::parse_document(&html);
        assert_eq!(page.errors, Vec::<std::borrow::Cow<'static, str>>::new(), "{html}");
        let select = |what: &str| {
            let selector = scraper::Selector::parse(what).expect("a selector");
            let found: Vec<String> = page.select(&selector).map(|e| e.text().collect::<String>()).collect();
            found
        };
        assert_eq!(select("h1"), [run.lesson.title("en")]);
        assert_eq!(select("#question").len(), 1);
        let source: Vec<&str> = run.program.source.lines().collect();
        assert_eq!(select("#program li"), source);
        assert_eq!(select("#picture svg").len(), 1);
        assert_eq!(select("#schedule tbody tr").len(), run.trace.steps.len());
        // What has more steps is set closer, to stay on one page.
        assert_eq!(select("body.long").len(), usize::from(run.trace.steps.len() > 13));
        let columns = select("#schedule thead th").len();
        assert_eq!(select("#schedule tbody tr > *").len(), columns * run.trace.steps.len());
        assert_eq!(select("footer code")[0].parse(), Ok(run.link()));
        // It needs no other file, and runs nothing.
        assert!(select("script, link, img, iframe, [src], [onclick]").is_empty());
    }
    let html = welcome().handout();
    assert!(
        html.contains("Can A be sure to find it?") && !html.contains("Aha"),
        "the answer is not for the page"
    );
}

#[test]
fn a_still_is_a_png_of_the_step_that_is_looked_at() {
    let mut run = welcome();
    let mut still = |cursor, theme| {
        run.cursor = cursor;
        let bytes = Format::Png.make(&run, theme, &|_, _| {}).expect("a picture");
        image::load_from_memory_with_format(&bytes, image::ImageFormat::Png).expect("it is PNG").to_rgba8()
    };
    let first = still(1, egui::Theme::Light);
    assert_eq!(first.dimensions(), (2000, 1280));
    assert!(first.pixels().all(|pixel| pixel[3] == 255), "it is opaque");
    assert_eq!(still(1, egui::Theme::Light), first);
    assert_ne!(still(9, egui::Theme::Light), first);
    assert_ne!(still(1, egui::Theme::Dark), first);
}

#[test]
fn a_film_has_a_frame_a_step_with_time_to_read_it() {
    let run = welcome();
    let drawn = std::cell::Cell::new(0);
    let watch = |step, steps| {
        assert_eq!((step, steps), (drawn.replace(step + 1), 9));
    };
    let bytes = Format::Gif.make(&run, egui::Theme::Dark, &watch).expect("a film");
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut film = options.read_info(&*bytes).expect("it is GIF");
    assert_eq!((film.width(), film.height(), film.repeat()), (1000, 640, gif::Repeat::Infinite));
    let mut frames = 0;
    while let Some(frame) = film.read_next_frame().expect("each frame can be read") {
        let words = run.sentences()[frames].split_whitespace().count();
        assert!(usize::from(frame.delay) >= (100 + 20 * words).min(600), "frame {frames} is too short");
        let solid = frame.buffer.chunks(4).filter(|pixel| pixel[3] == 255).count();
        match frames {
            0 => assert_eq!(solid, 1000 * 640),
            _ => assert!((100..1000 * 640).contains(&solid), "frame {frames}: {solid} pixels are new"),
        }
        frames += 1;
    }
    assert_eq!((frames, drawn.get()), (10, 10));
}

#[test]
fn what_cannot_be_made_says_why() {
    let entry = catalog::find(english(), "producer-consumer/fixed").expect("it is there");
    let mut run = play(entry, Grain::Coarse, &Choose::AsTheLessonDoes).shared(english());
    let no =
        |format: Format, run: &Shared| format.make(run, egui::Theme::Dark, &|_, _| {}).expect_err("not this");
    assert!(no(Format::Test, &run).contains("does not fail"));
    while run.trace.steps.len() < 300 {
        run.trace.steps.extend_from_within(1..);
    }
    assert!(no(Format::Gif, &run).contains("would be too large"));
}
