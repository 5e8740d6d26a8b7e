//! All ways that a small program can take, as a graph: a node for each state that can be told from the others, an
//! arrow for each choice. Plain data, with its layout and the way through it.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use stepper::Choice;

use crate::protocol::ProgramId;

/// More nodes than anybody wants to see.
pub const MOST: usize = 300;

/// The graph. Node 0 is the start; every arrow leads from a node to one that is a step deeper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// The program, and the grain of the steps.
    pub program: ProgramId,
    /// The states, by depth.
    pub nodes: Vec<Node>,
    /// There are more than these.
    pub more: bool,
}

/// A state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// How many steps lead here.
    pub depth: usize,
    /// What can be chosen, and where that leads; none: to a node that is left out.
    pub next: Vec<(Choice, Option<usize>)>,
    /// How a run ends that comes here: in words, and whether that is well. None while it goes on.
    pub end: Option<(String, bool)>,
}

impl Ways {
    /// The nodes that these choices pass, from the start on, as far as they are in the graph.
    pub fn path(&self, choices: impl IntoIterator<Item = Choice>) -> Vec<usize> {
        let mut path: Vec<usize> = if self.nodes.is_empty() { Vec::new() } else { vec![0] };
        for choice in choices {
            let Some(next) = path.last().and_then(|&node| self.step(node, choice)) else {
                break;
            };
            path.push(next);
        }
        path
    }

    fn step(&self, node: usize, choice: Choice) -> Option<usize> {
        self.nodes[node].next.iter().find(|(c, _)| *c == choice).and_then(|(_, to)| *to)
    }

    /// Choices that lead to `target` and leave the line of `choices` as late as they can.
    pub fn route(&self, choices: &[Choice], target: usize) -> Option<Vec<Choice>> {
        let path = self.path(choices.iter().copied());
        (0..path.len()).rev().find_map(|at| {
            let rest = self.way(path[at], target)?;
            Some(choices[..at].iter().copied().chain(rest).collect())
        })
    }

    /// The choices from one node to another.
    fn way(&self, from: usize, to: usize) -> Option<Vec<Choice>> {
        let mut came: BTreeMap<usize, (usize, Choice)> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                let mut choices = Vec::new();
                let mut at = to;
                while at != from {
                    let (before, choice) = came[&at];
                    choices.push(choice);
                    at = before;
                }
                choices.reverse();
                return Some(choices);
            }
            for &(choice, next) in &self.nodes[node].next {
                if let Some(next) = next
                    && self.nodes[next].depth <= self.nodes[to].depth
                    && !came.contains_key(&next)
                {
                    came.insert(next, (node, choice));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// How many ends are well, and how many are not.
    pub fn ends(&self) -> (usize, usize) {
        let ends = || self.nodes.iter().filter_map(|node| node.end.as_ref());
        (ends().filter(|end| end.1).count(), ends().filter(|end| !end.1).count())
    }

    /// Where to draw the nodes: for each its layer, and its place in the layer from -1 to 1, so that few arrows
    /// cross. Layered by depth; within a layer every node goes to the middle of its neighbours, to and fro.
    pub fn layout(&self) -> Vec<(usize, f32)> {
        let depth = self.nodes.iter().map(|node| node.depth).max().map_or(0, |deepest| deepest + 1);
        let mut layers: Vec<Vec<usize>> = vec![Vec::new(); depth];
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let after = |node: usize| self.nodes[node].next.iter().filter_map(|(_, to)| *to);
        for (number, node) in self.nodes.iter().enumerate() {
            layers[node.depth].push(number);
            after(number).for_each(|to| before[to].push(number));
        }
        let widest = layers.iter().map(Vec::len).max().unwrap_or(1).max(2) as f32;
        let mut at = vec![0.0_f32; self.nodes.len()];
        let spread = |layer: &[usize], at: &mut Vec<f32>| {
            let half = (layer.len() as f32 - 1.0) / 2.0;
            for (i, &node) in layer.iter().enumerate() {
                at[node] = (i as f32 - half) * 2.0 / (widest - 1.0);
            }
        };
        layers.iter().for_each(|layer| spread(layer, &mut at));
        const SWEEPS: usize = 8;
        for sweep in 0..SWEEPS {
            let down = sweep % 2 == 0;
            let order: Vec<usize> = if down { (0..depth).collect() } else { (0..depth).rev().collect() };
            for layer in order {
                let middle = |node: usize| {
                    let near: Vec<f32> = match down {
                        true => before[node].iter().map(|&n| at[n]).collect(),
                        false => after(node).map(|n| at[n]).collect(),
                    };
                    if near.is_empty() { at[node] } else { near.iter().sum::<f32>() / near.len() as f32 }
                };
                let mut wanted: Vec<(f32, usize)> = layers[layer].iter().map(|&n| (middle(n), n)).collect();
                wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
                layers[layer] = wanted.into_iter().map(|(_, node)| node).collect();
                spread(&layers[layer], &mut at);
            }
        }
        self.nodes.iter().zip(at).map(|(node, at)| (node.depth, at)).collect()
    }
}
