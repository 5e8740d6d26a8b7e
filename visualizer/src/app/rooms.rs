//! How much room each part of the screen gets. The stage comes first: whatever does not leave it enough gives way.

use egui::Vec2;

/// The least width of the stage with its margins: two cards beside each other.
const STAGE: f32 = 540.0;

/// How the width of the screen is shared, and whether there is little of it all in all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Columns {
    /// Small margins, and one row where there could be two.
    pub(super) tight: bool,
    /// The column of the threads and the program.
    pub(super) left: f32,
    /// How wide that may be made.
    pub(super) most: f32,
    /// The column of the lesson; none: the lesson has the place of the program.
    pub(super) lesson: Option<f32>,
}

/// The columns of a screen.
pub(super) fn columns(screen: Vec2) -> Columns {
    let tight = screen.x < 1200.0 || screen.y < 760.0;
    let (left, lesson) = ((screen.x * 0.36).clamp(340.0, 600.0), (screen.x * 0.24).clamp(280.0, 420.0));
    if screen.x - left - lesson >= STAGE {
        return Columns { tight, left, most: screen.x - lesson - STAGE, lesson: Some(lesson) };
    }
    let most = (screen.x - STAGE).max(280.0);
    Columns { tight, left: (screen.x * 0.4).clamp(340.0, 520.0).min(most), most, lesson: None }
}

/// How much larger than usual everything is in a window of so many points. A large one shows larger and not ever more:
/// what is read on a desk at 1920x1080 is read on a wall at 3840x2160. In quarters, so that letters stay crisp.
pub(super) fn scale(window: Vec2) -> f32 {
    // A window has a title of its own.
    let times = (window.x / 1920.0).min(window.y / 1000.0);
    ((times * 4.0).floor() / 4.0).clamp(1.0, 4.0)
}

/// Whether a window with so much room inside, its title and what a desktop keeps for itself have their place on a screen.
pub(super) fn has_place(window: Vec2, screen: Vec2) -> bool {
    window.x <= screen.x && window.y + 60.0 <= screen.y
}

/// How the height of the middle is shared between what is said, the stage, and a closer look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rows {
    /// How high the words over the stage can be before they scroll.
    pub(super) head: f32,
    /// Only what matters is said, in small type.
    pub(super) brief: bool,
    /// The buttons of a verdict stand beside its name.
    pub(super) low: bool,
}

/// The least height of the stage: a card with those who wait.
pub(super) const LEAST: f32 = 190.0;

/// The rows of a middle that is so high, with `tabs` of it for the row of tabs.
pub(super) fn rows(height: f32, tabs: f32) -> Rows {
    let head = (height - LEAST - tabs).max(height * 0.3);
    Rows { head, brief: height < 520.0, low: height < 700.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    #[test]
    fn the_stage_comes_first() {
        for width in (900..=4000).step_by(20) {
            let columns = columns(vec2(width as f32, 700.0));
            let rest = width as f32 - columns.left - columns.lesson.unwrap_or(0.0);
            assert!(rest >= STAGE, "{width}: {columns:?}");
            assert!(columns.left <= columns.most, "{width}: {columns:?}");
        }
        for height in (380..=2000).step_by(10) {
            let rows = rows(height as f32, 32.0);
            assert!(height as f32 - rows.head - 32.0 >= LEAST, "{height}: {rows:?}");
        }
        assert!(has_place(vec2(1440.0, 900.0), vec2(1920.0, 1080.0)));
        assert!(!has_place(vec2(1440.0, 900.0), vec2(1440.0, 900.0)), "its lowest row would be outside");
        assert!(!has_place(vec2(1366.0, 768.0), vec2(1366.0, 768.0)));
        for (window, times) in [
            ((1024.0, 640.0), 1.0),
            ((1920.0, 1080.0), 1.0),
            ((2560.0, 1440.0), 1.25),
            ((3840.0, 2100.0), 2.0),
        ] {
            assert_eq!(scale(window.into()), times, "{window:?}");
        }
        assert_eq!(columns(vec2(1024.0, 640.0)).lesson, None);
        assert!(columns(vec2(1440.0, 900.0)).lesson.is_some());
    }
}
