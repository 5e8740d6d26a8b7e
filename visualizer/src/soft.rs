//! Draws an egui frame on the CPU: pictures for tests, for exports and for documentation, without a window or a GPU.
//!
//! Coverage is decided in integers (positions snapped to 1/256 of a pixel, edge functions, the top-left rule), so
//! neighbouring triangles neither overlap nor leave a gap, and the same frame gives the same bytes on every run.
//! Colours follow what a GPU does for egui: premultiplied alpha, blended in gamma space.
//!
//! It never runs paint callbacks, and it clamps textures at their border: the app uses neither callbacks nor tiling.

use std::collections::HashMap;
use std::path::Path;

use egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex};
use egui::{
    Color32, ColorImage, Context, FullOutput, Pos2, RawInput, Rect, TextureFilter, TextureId, TexturesDelta,
    Theme, Ui, Vec2, ViewportId,
};

/// What a picture is taken with.
#[derive(Clone, Copy, Debug)]
pub struct Camera {
    /// The size of the screen, in points.
    pub size: Vec2,
    /// Pixels of the picture per point of the screen.
    pub pixels_per_point: f32,
    /// The theme to draw in.
    pub theme: Theme,
}

impl Camera {
    /// A screen of `width` by `height` points in `theme`, one pixel per point.
    pub const fn new(width: f32, height: f32, theme: Theme) -> Self {
        Self { size: Vec2::new(width, height), pixels_per_point: 1.0, theme }
    }
}

/// Passes before a picture is kept. Layouts that measure themselves settle in the second; the third shows the result.
const PASSES: u32 = 3;

/// Runs `ui` headless in `ctx`, which must be fresh, until its layout has settled, and draws the last pass.
pub fn picture(ctx: &Context, camera: Camera, ui: impl FnMut(&mut Ui)) -> ColorImage {
    Studio::new(ctx.clone(), camera).picture(ui)
}

/// Takes pictures one after the other, in one context.
pub struct Studio {
    ctx: Context,
    camera: Camera,
    soft: Rasterizer,
    passes: u32,
}

impl Studio {
    /// `ctx` must be fresh: its textures reach only the rasteriser that has seen it from its first frame. Animations are
    /// switched off, so that a picture is the state a motion ends in.
    pub fn new(ctx: Context, camera: Camera) -> Studio {
        ctx.set_theme(camera.theme);
        ctx.all_styles_mut(|style| style.animation_time = 0.0);
        Studio { ctx, camera, soft: Rasterizer::default(), passes: 0 }
    }

    /// Runs `ui` until its layout has settled, and draws the last pass.
    pub fn picture(&mut self, mut ui: impl FnMut(&mut Ui)) -> ColorImage {
        let mut picture = ColorImage::default();
        for pass in 1..=PASSES {
            self.passes += 1;
            // As in a window: larger text leaves less room.
            let size = self.camera.size / self.ctx.zoom_factor();
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
                time: Some(f64::from(self.passes) * 0.1),
                ..RawInput::default()
            };
            if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
                viewport.native_pixels_per_point = Some(self.camera.pixels_per_point);
            }
            let mut output = self.ctx.run_ui(input, &mut ui);
            self.soft.update(&mut output.textures_delta);
            if pass == PASSES {
                picture = self.soft.frame(&self.ctx, &output);
            }
        }
        picture
    }
}

/// Writes an opaque picture as PNG.
///
/// # Errors
/// When `path` cannot be written.
pub fn save_png(picture: &ColorImage, path: &Path) -> image::ImageResult<()> {
    let [width, height] = picture.size.map(|side| side as u32);
    image::save_buffer(path, picture.as_raw(), width, height, image::ColorType::Rgba8)
}

/// The textures of one [`Context`], and the means to draw its frames.
#[derive(Default)]
pub struct Rasterizer {
    textures: HashMap<TextureId, Texture>,
}

impl Rasterizer {
    /// Takes over the texture changes of a pass. Every pass must be handed in, also those that are not drawn.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                match (change.pos, self.textures.get_mut(&id)) {
                    (Some(at), Some(texture)) => texture.patch(at, image),
                    (Some(_), None) => {} // a part of a texture that was freed in the same pass
                    (None, _) => {
                        let nearest = change.options.magnification == TextureFilter::Nearest;
                        self.textures.insert(id, Texture { image: image.as_ref().clone(), nearest });
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    /// Draws a finished pass on the theme's window background.
    pub fn frame(&self, ctx: &Context, output: &FullOutput) -> ColorImage {
        let pixels_per_point = output.pixels_per_point;
        let size = ctx.content_rect().size() * pixels_per_point;
        let primitives = ctx.tessellate(output.shapes.clone(), pixels_per_point);
        let background = ctx.global_style().visuals.panel_fill;
        self.paint(
            [size.x.round() as usize, size.y.round() as usize],
            background,
            pixels_per_point,
            &primitives,
        )
    }

    /// Draws tessellated primitives on a picture of `size` pixels filled with an opaque `background`.
    pub fn paint(
        &self,
        size: [usize; 2],
        background: Color32,
        pixels_per_point: f32,
        primitives: &[ClippedPrimitive],
    ) -> ColorImage {
        let mut canvas = ColorImage::filled(size, background);
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else {
                continue;
            };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                continue;
            };
            let clip = Clip::new(*clip_rect, pixels_per_point, size);
            if clip.x.0 < clip.x.1 && clip.y.0 < clip.y.1 {
                paint_mesh(&mut canvas, texture, clip, pixels_per_point, mesh);
            }
        }
        canvas
    }
}

/// Half-open ranges of pixels.
#[derive(Clone, Copy)]
struct Clip {
    x: (i64, i64),
    y: (i64, i64),
}

impl Clip {
    fn new(rect: Rect, pixels_per_point: f32, size: [usize; 2]) -> Self {
        let pixel = |at: f32, side: usize| (at * pixels_per_point).round().clamp(0.0, side as f32) as i64;
        Self {
            x: (pixel(rect.min.x, size[0]), pixel(rect.max.x, size[0])),
            y: (pixel(rect.min.y, size[1]), pixel(rect.max.y, size[1])),
        }
    }
}

/// A colour with channels from 0 to 255, premultiplied.
type Rgba = [f32; 4];

fn unpack(color: Color32) -> Rgba {
    color.to_array().map(f32::from)
}

struct Texture {
    image: ColorImage,
    nearest: bool,
}

impl Texture {
    fn patch(&mut self, [left, top]: [usize; 2], part: &ColorImage) {
        let width = self.image.width();
        for (row, pixels) in part.pixels.chunks_exact(part.width().max(1)).enumerate() {
            let start = (top + row) * width + left;
            self.image.pixels[start..start + pixels.len()].copy_from_slice(pixels);
        }
    }

    fn texel(&self, x: i32, y: i32) -> Rgba {
        let [width, height] = self.image.size;
        let x = x.clamp(0, width as i32 - 1) as usize;
        let y = y.clamp(0, height as i32 - 1) as usize;
        unpack(self.image.pixels[y * width + x])
    }

    fn sample(&self, u: f32, v: f32) -> Rgba {
        let x = u * self.image.width() as f32;
        let y = v * self.image.height() as f32;
        if self.nearest {
            return self.texel(x.floor() as i32, y.floor() as i32);
        }
        let (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
        let (right_share, bottom_share) = (x - 0.5 - left, y - 0.5 - top);
        let (left, top) = (left as i32, top as i32);
        // Glyphs drawn at their own scale hit texel centres up to rounding: one read instead of four, and no blur.
        const EXACT: f32 = 1e-3;
        if right_share < EXACT && bottom_share < EXACT {
            return self.texel(left, top);
        }
        let corners = [
            self.texel(left, top),
            self.texel(left + 1, top),
            self.texel(left, top + 1),
            self.texel(left + 1, top + 1),
        ];
        std::array::from_fn(|i| {
            let upper = corners[0][i] + (corners[1][i] - corners[0][i]) * right_share;
            let lower = corners[2][i] + (corners[3][i] - corners[2][i]) * right_share;
            upper + (lower - upper) * bottom_share
        })
    }
}

/// Subpixels per pixel: enough that snapping moves no edge visibly, few enough that products stay exact in `i64`.
const SUB: i64 = 256;

fn paint_mesh(canvas: &mut ColorImage, texture: &Texture, clip: Clip, pixels_per_point: f32, mesh: &Mesh) {
    let snap = |at: f32| (at * pixels_per_point * SUB as f32).round() as i64;
    for &indices in mesh.indices.as_chunks::<3>().0 {
        let corners = indices.map(|i| mesh.vertices[i as usize]);
        if corners.iter().all(|corner| corner.color == Color32::TRANSPARENT) {
            continue;
        }
        let at = corners.map(|corner| [snap(corner.pos.x), snap(corner.pos.y)]);
        if let Some(triangle) = Triangle::new(at, corners) {
            triangle.paint(canvas, texture, clip);
        }
    }
}

/// An edge function `x * dx + y * dy + c` over subpixels: not negative on the inner side of its edge.
#[derive(Clone, Copy)]
struct Edge {
    dx: i64,
    dy: i64,
    c: i64,
}

impl Edge {
    fn new(from: [i64; 2], to: [i64; 2]) -> Self {
        let (run, rise) = (to[0] - from[0], to[1] - from[1]);
        // A pixel centre exactly on an edge belongs to the triangle for which the edge is a top or a left one.
        let top_left = rise < 0 || (rise == 0 && run > 0);
        Self { dx: -rise, dy: run, c: rise * from[0] - run * from[1] - i64::from(!top_left) }
    }

    fn at(self, x: i64, y: i64) -> i64 {
        self.dx * x + self.dy * y + self.c
    }

    /// Narrows the half-open `span` of pixel columns to those whose centres on row `y` are inside.
    fn narrow(self, y: i64, span: &mut (i64, i64)) {
        let rest = self.dy * y + self.c + self.dx * (SUB / 2); // at column x: dx * SUB * x + rest
        let step = self.dx * SUB;
        match step.signum() {
            1 => span.0 = span.0.max(-rest.div_euclid(step)),
            -1 => span.1 = span.1.min(rest.div_euclid(-step) + 1),
            _ if rest < 0 => span.1 = span.0,
            _ => {}
        }
    }
}

struct Triangle {
    at: [[i64; 2]; 3],
    edges: [Edge; 3],
    area: i64,
    corners: [Vertex; 3],
}

impl Triangle {
    /// The triangle with its corners in clockwise order, or nothing when it covers no area.
    fn new(mut at: [[i64; 2]; 3], mut corners: [Vertex; 3]) -> Option<Self> {
        let [a, b, c] = at;
        let mut area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        if area == 0 {
            return None;
        }
        if area < 0 {
            at.swap(1, 2);
            corners.swap(1, 2);
            area = -area;
        }
        // The edge opposite a corner weighs that corner.
        let edges = [Edge::new(at[1], at[2]), Edge::new(at[2], at[0]), Edge::new(at[0], at[1])];
        Some(Self { at, edges, area, corners })
    }

    /// The range of pixels along one axis whose centres may be inside.
    fn extent(&self, axis: usize, clip: (i64, i64)) -> (i64, i64) {
        let [a, b, c] = self.at.map(|corner| corner[axis]);
        let first = (a.min(b).min(c) - SUB / 2).div_euclid(SUB);
        let last = (a.max(b).max(c) - SUB / 2).div_euclid(SUB);
        (first.max(clip.0), (last + 1).min(clip.1))
    }

    fn paint(&self, canvas: &mut ColorImage, texture: &Texture, clip: Clip) {
        let width = canvas.width();
        let columns = self.extent(0, clip.x);
        let rows = self.extent(1, clip.y);
        let shade = Shade::new(self, texture);
        for row in rows.0..rows.1 {
            let y = row * SUB + SUB / 2;
            let mut span = columns;
            for edge in self.edges {
                edge.narrow(y, &mut span);
            }
            if span.0 >= span.1 {
                continue;
            }
            let start = row as usize * width;
            let pixels = &mut canvas.pixels[start + span.0 as usize..start + span.1 as usize];
            if let Some(source) = shade.flat {
                pixels.iter_mut().for_each(|pixel| blend(pixel, source));
                continue;
            }
            for (pixel, column) in pixels.iter_mut().zip(span.0..) {
                let x = column * SUB + SUB / 2;
                let weights = self.edges.map(|edge| edge.at(x, y) as f32 / self.area as f32);
                blend(pixel, shade.at(weights));
            }
        }
    }
}

/// The colour of a triangle at a point, with what does not vary worked out once.
struct Shade<'a> {
    texture: &'a Texture,
    uv: [Pos2; 3],
    colors: [Rgba; 3],
    texel: Option<Rgba>,
    flat: Option<Rgba>,
}

impl<'a> Shade<'a> {
    fn new(triangle: &Triangle, texture: &'a Texture) -> Self {
        let [a, b, c] = triangle.corners;
        let texel = (a.uv == b.uv && b.uv == c.uv).then(|| texture.sample(a.uv.x, a.uv.y));
        let one_color = a.color == b.color && b.color == c.color;
        let flat = texel.filter(|_| one_color).map(|texel| multiply(unpack(a.color), texel));
        Self {
            texture,
            uv: [a.uv, b.uv, c.uv],
            colors: [a, b, c].map(|corner| unpack(corner.color)),
            texel,
            flat,
        }
    }

    fn at(&self, [a, b, c]: [f32; 3]) -> Rgba {
        let texel = self.texel.unwrap_or_else(|| {
            let [p, q, r] = self.uv;
            self.texture.sample(p.x * a + q.x * b + r.x * c, p.y * a + q.y * b + r.y * c)
        });
        let [p, q, r] = self.colors;
        multiply(std::array::from_fn(|i| p[i] * a + q[i] * b + r[i] * c), texel)
    }
}

fn multiply(a: Rgba, b: Rgba) -> Rgba {
    std::array::from_fn(|i| a[i] * b[i] / 255.0)
}

fn blend(pixel: &mut Color32, source: Rgba) {
    let keep = 1.0 - source[3] / 255.0;
    let under = pixel.to_array();
    let [r, g, b, a] =
        std::array::from_fn(|i| (source[i] + f32::from(under[i]) * keep + 0.5).min(255.0) as u8);
    *pixel = Color32::from_rgba_premultiplied(r, g, b, a);
}
