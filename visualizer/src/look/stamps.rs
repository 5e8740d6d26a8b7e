//! Shapes that are on a screen many times: each is cut into triangles once a frame, and these are copied to every place.
//! Where thousands of shapes are painted, the cutting is what costs.

use std::collections::HashMap;
use std::hash::Hash;

use egui::epaint::{TessellationOptions, Tessellator, Vertex};
use egui::{Context, Mesh, Pos2, Shape};

/// The stamps of a picture, by what tells them apart.
pub struct Stamps<K> {
    tessellator: Tessellator,
    /// The triangles, and where they were made.
    made: HashMap<K, (Pos2, Mesh)>,
    all: Mesh,
}

impl<K: Eq + Hash> Stamps<K> {
    /// No stamps, for a picture in this context.
    pub fn new(ctx: &Context) -> Self {
        // A disc from the texture of the fonts is found by its share of that texture, which may yet grow in this frame.
        let options = ctx.options(|o| o.tessellation_options);
        let options = TessellationOptions { prerasterized_discs: false, ..options };
        let tessellator = Tessellator::new(ctx.pixels_per_point(), options, [1, 1], Vec::new());
        Self { tessellator, made: HashMap::new(), all: Mesh::default() }
    }

    /// Puts what `key` names at `at`; `shapes` makes it there, and is asked for it the first time only. Places that have
    /// a key in common have to be whole pixels apart, and no shape may be a text.
    pub fn put(&mut self, key: K, at: Pos2, shapes: impl FnOnce() -> Vec<Shape>) {
        let Self { tessellator, made, all } = self;
        let (from, stamp) = made.entry(key).or_insert_with(|| {
            let mut mesh = Mesh::default();
            shapes().into_iter().for_each(|shape| tessellator.tessellate_shape(shape, &mut mesh));
            (at, mesh)
        });
        let (way, base) = (at - *from, all.vertices.len() as u32);
        all.vertices.extend(stamp.vertices.iter().map(|v| Vertex { pos: v.pos + way, ..*v }));
        all.indices.extend(stamp.indices.iter().map(|index| index + base));
    }
}

impl<K> From<Stamps<K>> for Shape {
    fn from(stamps: Stamps<K>) -> Self {
        Shape::mesh(stamps.all)
    }
}
