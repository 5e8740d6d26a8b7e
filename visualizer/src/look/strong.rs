//! Lines that can be seen from the last row.

use egui::layers::ShapeIdx;
use egui::{Context, Shape};

/// Makes every line that was painted in this frame at least so many pixels wide.
pub fn widen(ctx: &Context, pixels: f32) {
    let least = pixels / ctx.pixels_per_point();
    let layers: Vec<_> = ctx.memory(|memory| memory.layer_ids().collect());
    ctx.graphics_mut(|graphics| {
        for layer in layers {
            let Some(list) = graphics.get_mut(layer) else { continue };
            for at in 0..list.next_idx().0 {
                list.mutate_shape(ShapeIdx(at), |clipped| widen_one(&mut clipped.shape, least));
            }
        }
    });
}

fn widen_one(shape: &mut Shape, least: f32) {
    let width = match shape {
        Shape::Vec(shapes) => {
            shapes.iter_mut().for_each(|shape| widen_one(shape, least));
            return;
        }
        Shape::Circle(circle) => &mut circle.stroke.width,
        Shape::Ellipse(ellipse) => &mut ellipse.stroke.width,
        Shape::LineSegment { stroke, .. } => &mut stroke.width,
        Shape::Path(path) => &mut path.stroke.width,
        Shape::Rect(rect) => &mut rect.stroke.width,
        Shape::QuadraticBezier(curve) => &mut curve.stroke.width,
        Shape::CubicBezier(curve) => &mut curve.stroke.width,
        // An area, or text.
        Shape::Noop | Shape::Text(_) | Shape::Mesh(_) | Shape::Band(_) | Shape::Callback(_) => return,
    };
    // Without a line there is none to be widened.
    if *width > 0.0 {
        *width = width.max(least);
    }
}
