//! Draws the design system, dark and light side by side, into a PNG: `gallery out.png [pixels per point]`.

use std::path::Path;

use egui::{ColorImage, Context, Theme};
use visualizer::{look, soft};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("where to? gallery out.png [pixels per point]")?;
    let pixels_per_point = args.next().map_or(Ok(1.0), |scale| scale.parse())?;

    let [dark, light] = [Theme::Dark, Theme::Light].map(|theme| {
        let ctx = Context::default();
        look::install(&ctx);
        let camera = soft::Camera { size: look::gallery::SIZE, pixels_per_point, theme };
        soft::picture(&ctx, camera, look::gallery::ui)
    });
    let [width, height] = dark.size;
    let rows = dark.pixels.chunks_exact(width).zip(light.pixels.chunks_exact(width));
    let pixels = rows.flat_map(|(left, right)| [left, right].concat()).collect();
    soft::save_png(&ColorImage::new([2 * width, height], pixels), Path::new(&path))?;
    Ok(())
}
