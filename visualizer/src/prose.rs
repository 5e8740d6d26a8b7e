//! The little Markdown of stories, taken apart: what stands in **strong**, in *emphasis*, in `code`, and between them.

/// How a piece of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    Plain,
    Strong,
    Emphasis,
    Code,
}

/// The blocks of a text: what stands between empty lines.
pub(crate) fn blocks(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(|block| block.trim().to_owned()).filter(|block| !block.is_empty()).collect()
}

/// A block in pieces. A mark without its other half is text like any other.
pub(crate) fn pieces(text: &str) -> Vec<(Set, &str)> {
    const MARKS: [(&str, Set); 3] = [("**", Set::Strong), ("`", Set::Code), ("*", Set::Emphasis)];
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let found = MARKS.into_iter().filter_map(|(mark, set)| {
            let start = rest.find(mark)?;
            let length = rest[start + mark.len()..].find(mark)?;
            Some((start, mark.len(), length, set))
        });
        // Of those that begin at the same place, the first in the list.
        let Some((start, mark, length, set)) = found.min_by_key(|found| found.0) else {
            pieces.push((Set::Plain, rest));
            break;
        };
        if start > 0 {
            pieces.push((Set::Plain, &rest[..start]));
        }
        pieces.push((set, &rest[start + mark..start + mark + length]));
        rest = &rest[start + 2 * mark + length..];
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Set, pieces};

    #[test]
    fn marks_come_in_pairs() {
        let text = "**Try** `a * b` and *see*, 2 * 3";
        let want = [
            (Set::Strong, "Try"),
            (Set::Plain, " "),
            (Set::Code, "a * b"),
            (Set::Plain, " and "),
            (Set::Emphasis, "see"),
            (Set::Plain, ", 2 * 3"),
        ];
        assert_eq!(pieces(text), want);
    }
}
