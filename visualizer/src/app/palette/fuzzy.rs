//! How well a few letters fit a name.

/// Larger is better; none if the letters are not all there, in their order. Spaces in `wanted` count for nothing.
pub(super) fn score(wanted: &str, name: &str) -> Option<u32> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let Some(first) = wanted.first() else { return Some(0) };
    let starts = (0..name.len()).filter(|at| name[*at] == *first);
    starts.filter_map(|start| from(&wanted, &name, start)).max()
}

/// The first letter stands at `start`; each further one is taken where it comes next.
fn from(wanted: &[char], name: &[char], start: usize) -> Option<u32> {
    let begins_word = |at: usize| at == 0 || !name[at - 1].is_alphanumeric();
    let mut points = 0;
    let mut at = start;
    for (n, letter) in wanted.iter().enumerate() {
        let found = at + name[at..].iter().position(|c| c == letter)?;
        points += 1;
        if begins_word(found) {
            points += 4;
        }
        if n > 0 && found == at {
            points += 3;
        }
        at = found + 1;
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn letters_fit_in_their_order_alone() {
        assert!(score("osb", "One step back").is_some());
        assert!(score("bso", "One step back").is_none());
        assert!(score("xyz", "One step back").is_none());
        assert_eq!(score("", "One step back"), Some(0));
        assert_eq!(score("step  back", "One step back"), score("stepback", "One step back"));
    }

    #[test]
    fn whole_words_and_their_beginnings_fit_better() {
        assert!(score("st", "One step back") > score("st", "The last"));
        assert!(score("back", "One step back") > score("back", "Black sock"));
        assert!(score("tl", "The lessons") > score("tl", "title"));
        assert!(score("复制", "复制这次运行的编码").is_some());
    }
}
