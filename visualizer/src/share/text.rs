//! How wide text is, and where its lines break, where there is no font to ask: a picture is drawn by whatever has it.

/// The families of running text, from the most wanted to what every system has.
pub(super) const FONT: &str = "Inter, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Noto Sans CJK SC', Arial, sans-serif";
/// The families of code.
pub(super) const CODE: &str =
    "'JetBrains Mono', ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// About how wide a text is, in the unit of `size`; rather more than less.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| advance(c) * size).sum()
}

/// How wide a text in the code font is.
pub(super) fn code_width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| if is_wide(c) { size } else { 0.602 * size }).sum()
}

/// The share of the type size that a character takes.
fn advance(c: char) -> f32 {
    match c {
        ' ' | 'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.30,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.92,
        'A'..='Z' | '0'..='9' => 0.68,
        c if is_wide(c) => 1.0,
        _ => 0.61,
    }
}

/// Characters of the scripts in which each fills a square.
fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x20000..)
}

/// The text in lines that are at most so wide. It breaks at spaces, and beside characters that fill a square; a word that
/// is wider than a line is cut.
pub(super) fn wrap(text: &str, most: f32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut room = most;
    for word in text.split_inclusive(|c: char| c == ' ' || is_wide(c)) {
        if width(word.trim_end(), size) > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            room = most;
        }
        for c in word.chars() {
            if width(c.encode_utf8(&mut [0; 4]), size) > room && c != ' ' {
                lines.push(std::mem::take(&mut line));
                room = most;
            }
            line.push(c);
            room -= advance(c) * size;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Text as it stands in XML and HTML, also within quotation marks.
pub(super) fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // No XML can have them, not even by number.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        for text in [
            "waiter A gives orders back and goes to sleep on not_empty.",
            "等待者 A 归还锁，然后在条件变量上睡眠。",
            "",
            "tl1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            let lines = wrap(text, 150.0, 13.0);
            assert!(lines.iter().all(|line| width(line, 13.0) <= 150.0), "{lines:?}");
            let bare = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }

    #[test]
    fn no_text_is_markup() {
        assert_eq!(escape("<a href=\"x\">&\u{1}"), "&lt;a href=&quot;x&quot;&gt;&amp;\u{fffd}");
    }
}
