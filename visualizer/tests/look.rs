//! The design system keeps its promises: readable colours, no missing glyph, exact pictures, a name for every widget.

use std::collections::HashSet;

use egui::epaint::{ClippedPrimitive, ImageDelta, Mesh, Primitive, Vertex, textures::TextureOptions};
use egui::{
    Color32, ColorImage, Context, FullOutput, Key, Pos2, Rect, Shape, Stroke, TextureId, TexturesDelta,
    Theme, Ui, pos2, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, TestRenderer};
use visualizer::look::icons::{Icon, Mark, Outline};
use visualizer::look::patterns::{self, Ink, State};
use visualizer::look::stamps::Stamps;
use visualizer::look::theme::{self, HUES, contrast, ink, mix};
use visualizer::look::widgets::{IconButton, TextButton};
use visualizer::look::{self, fonts, gallery};
use visualizer::soft::{self, Camera, Rasterizer};

const THEMES: [Theme; 2] = [Theme::Dark, Theme::Light];

/// Lets kittest draw with the rasteriser, so that no test needs a GPU.
#[derive(Default)]
struct Soft(Rasterizer);

impl TestRenderer for Soft {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.update(delta);
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<image::RgbaImage, String> {
        let picture = self.0.frame(ctx, output);
        let [width, height] = picture.size.map(|side| side as u32);
        image::RgbaImage::from_raw(width, height, picture.as_raw().to_vec())
            .ok_or_else(|| "wrong size".to_owned())
    }
}

fn picture(camera: Camera, ui: impl FnMut(&mut Ui)) -> ColorImage {
    let ctx = Context::default();
    look::install(&ctx);
    soft::picture(&ctx, camera, ui)
}

#[track_caller]
fn assert_contrast(what: &str, color: Color32, ground: Color32, least: f32) {
    let ratio = contrast(color, ground);
    assert!(ratio >= least, "{what}: {color:?} on {ground:?} has {ratio:.2}, wanted {least}");
}

#[test]
fn contrast_is_that_of_wcag() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-4);
    assert!((contrast(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 1e-6);
    // The textbook pair: the lightest grey that passes 4.5 on white.
    assert!((contrast(Color32::from_gray(0x76), Color32::WHITE) - 4.54).abs() < 0.01);
}

#[test]
fn words_are_readable_on_every_surface() {
    for theme in THEMES {
        let t = theme::of(theme);
        let surfaces = [t.bg, t.panel, t.card, t.raised, t.sunk];
        let soft = [t.accent_soft, t.bad_soft, t.good_soft];
        for ground in surfaces.into_iter().chain(soft) {
            assert_contrast("text", t.text, ground, 7.0);
            assert_contrast("weak", t.weak, ground, 4.5);
        }
        for ground in surfaces {
            assert_contrast("faint", t.faint, ground, 4.5);
            for (what, color) in [("accent", t.accent), ("bad", t.bad), ("good", t.good)] {
                assert_contrast(what, color, ground, 4.5);
            }
        }
        for (what, color, ground) in
            [("accent", t.accent, t.accent_soft), ("bad", t.bad, t.bad_soft), ("good", t.good, t.good_soft)]
        {
            assert_contrast(what, color, ground, 4.5);
        }
        assert_contrast("on accent", t.on_accent, t.accent, 4.5);
        for ground in [t.bg, t.panel, t.card, t.sunk] {
            assert_contrast("strong line", t.line_strong, ground, 3.0);
        }
    }
}

#[test]
fn threads_stand_out_and_their_letters_can_be_read() {
    for theme in THEMES {
        let t = theme::of(theme);
        for index in 0..HUES {
            let fill = t.thread(index);
            assert_contrast("letter", ink(fill), fill, 4.5);
            for ground in [t.card, t.panel, t.sunk] {
                assert_contrast("thread text", t.thread_text(index), ground, 4.5);
            }
            let edge = if t.keyline { t.thread_text(index) } else { fill };
            assert_contrast("edge of a token", edge, t.card, 3.0);
            assert_contrast("text on a thread's line", t.text, t.thread_soft(index), 7.0);
        }
    }
}

#[test]
fn source_is_readable_also_on_the_line_of_a_thread() {
    for theme in THEMES {
        let t = theme::of(theme);
        let c = t.code;
        for color in [c.plain, c.keyword, c.type_name, c.call, c.literal, c.comment] {
            assert_contrast("code", color, t.card, 4.5);
            for index in 0..HUES {
                assert_contrast("code on a thread's line", color, t.thread_soft(index), 4.5);
            }
        }
    }
}

#[test]
fn no_text_is_small() {
    let ctx = Context::default();
    look::install(&ctx);
    for theme in THEMES {
        for (style, font) in &ctx.style_of(theme).text_styles {
            assert!(font.size >= 14.0, "{style:?} in {theme:?} has {} points", font.size);
        }
    }
}

#[test]
fn a_theme_follows_the_system() {
    let ctx = Context::default();
    look::install(&ctx);
    for system in THEMES {
        let input = egui::RawInput { system_theme: Some(system), ..Default::default() };
        let mut output = ctx.run_ui(input, |ui| assert_eq!(look::tokens(ui).card, theme::of(system).card));
        output.textures_delta.clear();
    }
}

#[test]
fn every_character_has_a_glyph_in_every_family() {
    let ctx = Context::default();
    look::install(&ctx);
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        let ascii: String = (' '..='~').collect();
        for font in [fonts::text(15.0), fonts::code(15.0), fonts::strong(15.0), fonts::strong_code(15.0)] {
            for character in ascii.chars().chain(fonts::SYMBOLS.chars()) {
                let found = ui.fonts_mut(|fonts| fonts.has_glyph(&font, character));
                assert!(found, "no {character:?} in {:?}", font.family);
            }
        }
    });
    output.textures_delta.clear();
}

#[test]
fn code_keeps_its_columns() {
    let ctx = Context::default();
    look::install(&ctx);
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        let width =
            |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x;
        for operator in ["!=", "->", "=>", "==", "<=", "//", "::", "&&"] {
            let plain = width(operator, fonts::code(15.0));
            assert!((plain - width("ab", fonts::code(15.0))).abs() < 0.1, "{operator}");
            assert!((plain - width(operator, fonts::strong_code(15.0))).abs() < 0.1, "bold {operator}");
        }
    });
    output.textures_delta.clear();
}

#[test]
fn no_two_threads_share_hue_and_outline() {
    let pairs: HashSet<_> =
        (0..HUES * Outline::ALL.len()).map(|index| (index % HUES, Outline::of(index))).collect();
    assert_eq!(pairs.len(), 42);
}

#[test]
fn outlines_cover_about_the_same_area() {
    for outline in Outline::ALL {
        let points = outline.path(pos2(0.0, 0.0), 20.0);
        let twice: f32 = (0..points.len())
            .map(|i| (points[i], points[(i + 1) % points.len()]))
            .map(|(a, b)| a.x * b.y - b.x * a.y)
            .sum();
        let share = twice / 2.0 / (std::f32::consts::PI * 400.0);
        assert!((0.9..1.1).contains(&share), "{outline:?} covers {share:.2} of a disc");
    }
}

#[test]
fn every_icon_is_a_picture_of_its_own() {
    let mut seen = HashSet::new();
    for &icon in Icon::ALL {
        let drawn = picture(Camera::new(32.0, 32.0, Theme::Dark), |ui| {
            look::icons::paint(ui.painter(), icon, pos2(16.0, 16.0), 24.0, Color32::WHITE);
        });
        let ground = theme::DARK.panel;
        let border = |x: usize, y: usize| x < 2 || y < 2 || x > 29 || y > 29;
        for (i, &pixel) in drawn.pixels.iter().enumerate() {
            assert!(pixel == ground || !border(i % 32, i / 32), "{icon:?} leaves its grid");
        }
        assert!(drawn.pixels.iter().any(|&pixel| pixel != ground), "{icon:?} is empty");
        assert!(seen.insert(drawn.pixels), "{icon:?} looks like another icon");
    }
}

/// The lightness of a lane's middle, as a greyscale projector would show it.
fn grey_lane(state: State, theme: Theme) -> Vec<f32> {
    let t = theme::of(theme);
    let drawn = picture(Camera::new(80.0, 30.0, theme), |ui| {
        patterns::paint(
            ui.painter(),
            Rect::from_min_size(pos2(0.0, 1.0), vec2(80.0, 28.0)),
            state,
            Ink::neutral(t),
        );
    });
    drawn.pixels.iter().map(|pixel| contrast(*pixel, Color32::BLACK).ln()).collect()
}

#[test]
fn states_differ_without_hue() {
    for theme in THEMES {
        let lanes = State::ALL.map(|state| (state, grey_lane(state, theme)));
        for (i, (a, left)) in lanes.iter().enumerate() {
            for (b, right) in &lanes[i + 1..] {
                let differing = left.iter().zip(right).filter(|(l, r)| (*l - *r).abs() > 0.25).count();
                assert!(differing > 80, "{a:?} and {b:?} in {theme:?} differ in {differing} pixels");
            }
        }
    }
}

#[test]
fn a_segment_costs_what_is_seen_of_it() {
    picture(Camera::new(400.0, 60.0, Theme::Dark), |ui| {
        for state in State::ALL {
            let count = |ui: &Ui| {
                let mut shapes = 0;
                ui.painter().for_each_shape(|_| shapes += 1);
                shapes
            };
            let before = count(ui);
            let endless = Rect::from_min_max(pos2(-1.0e5, 10.0), pos2(1.0e5, 40.0));
            patterns::paint(ui.painter(), endless, state, Ink::neutral(&theme::DARK));
            let cost = count(ui) - before;
            assert!(cost < 80, "{state:?} made {cost} shapes");
        }
    });
}

#[test]
fn what_is_stamped_looks_like_what_is_painted_in_every_frame() {
    let see_through = Color32::from_rgba_unmultiplied(200, 80, 20, 90);
    let shapes = |at: Pos2, tall: bool| {
        let size = vec2(20.0, if tall { 24.0 } else { 12.0 });
        let corner = [at + vec2(5.0, 3.0), at + vec2(17.0, 4.0), at + vec2(9.0, 10.0)];
        vec![
            Shape::rect_filled(Rect::from_min_size(at, size), 4, see_through),
            Shape::convex_polygon(corner.to_vec(), see_through, Stroke::NONE),
        ]
    };
    let places = [
        (pos2(3.0, 4.0), true),
        (pos2(40.0, 4.0), false),
        (pos2(12.0, 20.0), true),
        (pos2(70.0, 40.0), false),
    ];
    let painted = picture(Camera::new(120.0, 80.0, Theme::Dark), |ui| {
        places.iter().for_each(|&(at, tall)| ui.painter().extend(shapes(at, tall)));
    });
    let mut asked = 0;
    let stamped = picture(Camera::new(120.0, 80.0, Theme::Dark), |ui| {
        asked = 0;
        let mut stamps = Stamps::new(ui.painter(), "test");
        for (at, tall) in places {
            stamps.put(tall, at, || {
                asked += 1;
                shapes(at, tall)
            });
        }
        stamps.paint();
    });
    assert!(stamped == painted);
    assert_eq!(asked, 2, "one for each look");
}

#[test]
fn fading_goes_towards_the_ground() {
    for theme in THEMES {
        let strong = Ink::of_thread(theme::of(theme), 0);
        let faded = strong.faded();
        assert!(contrast(faded.fill, faded.ground) < contrast(strong.fill, strong.ground));
        assert_eq!(mix(Color32::BLACK, Color32::WHITE, 0.0), Color32::BLACK);
        assert_eq!(mix(Color32::BLACK, Color32::WHITE, 1.0), Color32::WHITE);
    }
}

/// Draws triangles of one colour on black, without anti-aliasing and without egui.
fn raster(size: usize, color: Color32, triangles: &[[[f32; 2]; 3]]) -> ColorImage {
    let mut soft = Rasterizer::default();
    let mut delta = TexturesDelta::default();
    let white = ColorImage::filled([1, 1], Color32::WHITE);
    delta.push(TextureId::default(), ImageDelta::full(white, TextureOptions::LINEAR));
    soft.update(&mut delta);

    let mut mesh = Mesh::default();
    for &[x, y] in triangles.iter().flatten() {
        mesh.indices.push(mesh.vertices.len() as u32);
        mesh.vertices.push(Vertex { pos: pos2(x, y), uv: pos2(0.5, 0.5), color });
    }
    let clip_rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(size as f32, size as f32));
    let primitives = [ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(mesh) }];
    soft.paint([size, size], Color32::BLACK, 1.0, &primitives)
}

/// One character a pixel: `#` where something was drawn.
fn mask(drawn: &ColorImage) -> Vec<String> {
    let character = |pixel: &Color32| if *pixel == Color32::BLACK { '.' } else { '#' };
    drawn.pixels.chunks(drawn.width()).map(|row| row.iter().map(character).collect()).collect()
}

#[test]
fn a_triangle_covers_the_pixels_whose_centres_it_owns() {
    // Centres on the left and top edges belong to it; those on the slanted right edge do not.
    let drawn = raster(6, Color32::WHITE, &[[[0.5, 0.5], [5.5, 0.5], [0.5, 5.5]]]);
    assert_eq!(mask(&drawn), ["#####.", "####..", "###...", "##....", "#.....", "......"]);
    // The order of the corners does not matter.
    let turned = raster(6, Color32::WHITE, &[[[0.5, 0.5], [0.5, 5.5], [5.5, 0.5]]]);
    assert_eq!(drawn, turned);
}

#[test]
fn a_rectangle_has_no_seam() {
    // Half-transparent, so that a pixel drawn twice or never along the diagonal would show.
    let half = Color32::from_rgba_premultiplied(100, 50, 0, 128);
    let (a, b, c, d) = ([1.0, 1.0], [7.0, 1.0], [7.0, 7.0], [1.0, 7.0]);
    let drawn = raster(8, half, &[[a, b, c], [a, c, d]]);
    for (i, pixel) in drawn.pixels.iter().enumerate() {
        let inside = (1..7).contains(&(i % 8)) && (1..7).contains(&(i / 8));
        let expected = if inside { Color32::from_rgb(100, 50, 0) } else { Color32::BLACK };
        assert_eq!(*pixel, expected, "at {}, {}", i % 8, i / 8);
    }
}

#[test]
fn a_fan_around_an_odd_centre_has_no_seam() {
    let half = Color32::from_rgba_premultiplied(60, 60, 60, 60);
    let center = [4.37, 3.91];
    let ring =
        [[0.0, 0.0], [5.3, 0.0], [9.0, 0.0], [9.0, 6.1], [9.0, 9.0], [2.2, 9.0], [0.0, 9.0], [0.0, 3.3]];
    let fan: Vec<_> = (0..ring.len()).map(|i| [center, ring[i], ring[(i + 1) % ring.len()]]).collect();
    let drawn = raster(9, half, &fan);
    assert!(drawn.pixels.iter().all(|&pixel| pixel == drawn.pixels[0]));
    assert_ne!(drawn.pixels[0], Color32::BLACK);
}

#[test]
fn what_lies_outside_is_clipped() {
    let drawn = raster(4, Color32::WHITE, &[[[-50.0, -50.0], [90.0, -50.0], [-50.0, 90.0]]]);
    assert!(drawn.pixels.iter().all(|&pixel| pixel == Color32::WHITE));
    let nothing = raster(
        4,
        Color32::WHITE,
        &[[[9.0, 0.0], [12.0, 0.0], [9.0, 4.0]], [[1.0, 1.0], [3.0, 3.0], [2.0, 2.0]]],
    );
    assert!(nothing.pixels.iter().all(|&pixel| pixel == Color32::BLACK));
}

#[test]
fn a_rect_of_egui_is_drawn_exactly() {
    let red = Color32::from_rgb(200, 30, 40);
    for pixels_per_point in [1.0, 2.0] {
        let camera = Camera { pixels_per_point, ..Camera::new(20.0, 12.0, Theme::Light) };
        let drawn = picture(camera, |ui| {
            ui.painter().rect_filled(Rect::from_min_max(pos2(4.0, 3.0), pos2(15.0, 9.0)), 0.0, red);
        });
        let scale = pixels_per_point as usize;
        assert_eq!(drawn.size, [20 * scale, 12 * scale]);
        for (i, &pixel) in drawn.pixels.iter().enumerate() {
            let (x, y) = (i % (20 * scale), i / (20 * scale));
            let inside = (4 * scale..15 * scale).contains(&x) && (3 * scale..9 * scale).contains(&y);
            assert_eq!(pixel, if inside { red } else { theme::LIGHT.panel }, "at {x}, {y}, scale {scale}");
        }
    }
}

#[test]
fn the_same_screen_gives_the_same_bytes() {
    for theme in THEMES {
        let camera = Camera::new(gallery::SIZE.x, gallery::SIZE.y, theme);
        let (first, second) = (picture(camera, gallery::ui), picture(camera, gallery::ui));
        assert!(first == second, "{theme:?} differs from run to run");
    }
}

#[test]
fn a_picture_survives_its_file() {
    let camera = Camera::new(64.0, 40.0, Theme::Dark);
    let drawn = picture(camera, |ui| drop(ui.label("B takes 7")));
    let path = std::env::temp_dir().join(format!("threadlab-look-{}.png", std::process::id()));
    soft::save_png(&drawn, &path).expect("the temporary directory is writable");
    let read = image::open(&path).expect("what was written can be read").into_rgba8();
    std::fs::remove_file(&path).expect("the file is ours");
    assert_eq!(read.into_raw(), drawn.as_raw());
}

#[test]
fn the_gallery_has_no_unnamed_widget() {
    for theme in THEMES {
        let mut harness = Harness::builder()
            .with_size(gallery::SIZE)
            .with_theme(theme)
            .with_context_setup(look::install)
            .renderer(Soft::default())
            .build_ui(gallery::ui);
        harness.run();
        assert_eq!(harness.unnamed_widgets(), Vec::<String>::new());
        for name in [
            "Step forward",
            "Run A",
            "C waits for m",
            "Thread P, radius 13",
            "blocked on m",
            "Ctrl+Shift+C",
            "Threads",
        ] {
            harness.get_by_label(name);
        }
        let drawn = harness.render().expect("the rasteriser draws");
        assert_eq!(
            [drawn.width(), drawn.height()].map(|side| side as f32),
            [gallery::SIZE.x, gallery::SIZE.y]
        );
    }
}

#[derive(Default)]
struct Pressed {
    next: u32,
    run: u32,
}

fn pressable<'a>() -> Harness<'a, Pressed> {
    Harness::builder()
        .with_size([240.0, 80.0])
        .with_context_setup(look::install)
        .renderer(Soft::default())
        .build_ui_state(
            |ui, pressed: &mut Pressed| {
                ui.horizontal(|ui| {
                    ui.add_space(12.0);
                    pressed.next += u32::from(
                        ui.add(IconButton::new(Icon::Next, "Step forward").shortcut("→")).clicked(),
                    );
                    pressed.run +=
                        u32::from(ui.add(TextButton::new("Run A").mark(Mark::new(0, "A"))).clicked());
                    let off = ui.add_enabled(false, TextButton::new("Run B").name("B waits for m"));
                    assert!(!off.clicked());
                });
            },
            Pressed::default(),
        )
}

#[test]
fn buttons_obey_pointer_and_keyboard() {
    let mut harness = pressable();
    harness.get_by_label("Step forward").click();
    harness.run();
    harness.get_by_label("Run A").click();
    harness.run();
    assert_eq!((harness.state().next, harness.state().run), (1, 1));

    harness.get_by_label("Step forward").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!((harness.state().next, harness.state().run), (2, 2));
    assert!(harness.get_by_label("B waits for m").accesskit_node().is_disabled());
}

#[test]
fn focus_is_seen() {
    let mut harness = pressable();
    harness.run();
    for name in ["Step forward", "Run A"] {
        let accent = |harness: &mut Harness<'_, Pressed>| {
            let drawn = harness.render().expect("the rasteriser draws");
            drawn.pixels().filter(|pixel| pixel.0 == theme::DARK.accent.to_array()).count()
        };
        let before = accent(&mut harness);
        harness.get_by_label(name).focus();
        harness.run();
        assert!(accent(&mut harness) > before + 20, "no ring around {name}");
        harness.key_press(Key::Escape);
        harness.run();
    }
}

#[test]
fn a_tooltip_names_the_key() {
    let mut harness = pressable();
    harness.get_by_label("Step forward").hover();
    harness.run_ok();
    harness.run_steps(8);
    harness.get_by_label("→");
}
