//! Shapes that are on a screen many times: each is cut into triangles once a frame, and these are copied to every place.
//! Where thousands of shapes are painted, the cutting is what costs; and after it fresh memory, of which a system hands out
//! every page anew. So the memory of the last frame is used again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use egui::epaint::{TessellationOptions, Tessellator, Vertex};
use egui::layers::ShapeIdx;
use egui::{Id, Mesh, Painter, Pos2, Shape};

/// The stamps of a picture, by what tells them apart.
pub struct Stamps<K> {
    painter: Painter,
    /// Where they come among the other shapes.
    place: ShapeIdx,
    memory: Id,
    tessellator: Tessellator,
    /// The triangles, and where they were made.
    made: HashMap<K, (Pos2, Mesh)>,
    all: Arc<Mesh>,
}

impl<K: Eq + Hash> Stamps<K> {
    /// No stamps yet, for the picture of this name. They come over what was painted before, and under all that follows.
    pub fn new(painter: &Painter, picture: &str) -> Self {
        let ctx = painter.ctx();
        // A disc from the texture of the fonts is found by its share of that texture, which may yet grow in this frame.
        let options = ctx.options(|o| o.tessellation_options);
        let options = TessellationOptions { prerasterized_discs: false, ..options };
        let tessellator = Tessellator::new(ctx.pixels_per_point(), options, [1, 1], Vec::new());
        let memory = Id::unique(("stamps", picture));
        let mut all = ctx.data_mut(|d| d.remove_temp::<Arc<Mesh>>(memory)).unwrap_or_default();
        // The last frame is drawn, and has let go of it.
        Arc::make_mut(&mut all).clear();
        let place = painter.add(Shape::Noop);
        Self { painter: painter.clone(), place, memory, tessellator, made: HashMap::new(), all }
    }

    /// Puts what `key` names at `at`; `shapes` makes it there, and is asked for it the first time only. Places that have
    /// a key in common have to be whole pixels apart, and no shape may be a text.
    pub fn put(&mut self, key: K, at: Pos2, shapes: impl FnOnce() -> Vec<Shape>) {
        let Self { tessellator, made, .. } = self;
        let (from, stamp) = made.entry(key).or_insert_with(|| {
            let mut mesh = Mesh::default();
            shapes().into_iter().for_each(|shape| tessellator.tessellate_shape(shape, &mut mesh));
            (at, mesh)
        });
        let all = Arc::make_mut(&mut self.all);
        let (way, base) = (at - *from, all.vertices.len() as u32);
        all.vertices.extend(stamp.vertices.iter().map(|v| Vertex { pos: v.pos + way, ..*v }));
        all.indices.extend(stamp.indices.iter().map(|index| index + base));
    }

    /// Paints them.
    pub fn paint(self) {
        let Self { painter, place, memory, all, .. } = self;
        painter.ctx().data_mut(|d| d.insert_temp(memory, Arc::clone(&all)));
        painter.set(place, all);
    }
}
