//! Blanks: a program with holes, each with a few options to choose from. Every way to fill them is compiled, so each
//! can be run, proved or refuted. In `blanks.rs.in` a hole is written `⟦while|if⟧`.
//!
//! The build script fills blanks too, so this file stands alone.

/// A piece of a program with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that stays.
    Text(&'a str),
    /// A hole, and what can fill it.
    Hole(Vec<&'a str>),
}

impl<'a> Piece<'a> {
    /// What can fill it, if it is a hole.
    pub fn options(&self) -> Option<&[&'a str]> {
        match self {
            Piece::Text(_) => None,
            Piece::Hole(options) => Some(options),
        }
    }
}

/// The pieces of a text with holes.
///
/// # Errors
/// The line, counted from 1, of a hole that has no end, or fewer than two options.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, usize> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟦') {
        let line = text[..text.len() - after.len()].lines().count();
        let (hole, after) = after.split_once('⟧').ok_or(line)?;
        let options: Vec<&str> = hole.split('|').collect();
        if options.len() < 2 {
            return Err(line);
        }
        pieces.extend([Piece::Text(before), Piece::Hole(options)]);
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

/// The text with each hole filled with the option of this number. A line of which nothing is left goes.
///
/// # Panics
/// When there are fewer numbers than holes, or one is too large.
pub fn fill(pieces: &[Piece<'_>], chosen: &[usize]) -> String {
    const GONE: char = '⟦';
    let mut chosen = chosen.iter();
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Hole(options) => match options[*chosen.next().expect("a number for each hole")] {
                "" => text.push(GONE),
                option => text.push_str(option),
            },
        }
    }
    let stays = |line: &&str| line.trim() != GONE.to_string();
    let lines = text.lines().filter(stays).map(|line| line.replace(GONE, ""));
    lines.map(|line| line + "\n").collect()
}

/// Every way to fill the holes, as the numbers of the options.
pub fn ways(pieces: &[Piece<'_>]) -> Vec<Vec<usize>> {
    let mut ways = vec![Vec::new()];
    for options in pieces.iter().filter_map(Piece::options) {
        let longer = |way: Vec<usize>| (0..options.len()).map(move |n| [&way[..], &[n]].concat());
        ways = ways.into_iter().flat_map(longer).collect();
    }
    ways
}

/// The name of a program whose holes are filled so: "blanks_01".
pub fn variant(chosen: &[usize]) -> String {
    let digits: String = chosen.iter().map(usize::to_string).collect();
    format!("blanks_{digits}")
}
