//! The shortest schedule that ends badly: the fewest preemptions, then the fewest steps, then the fewest changes
//! from one thread to another.
//!
//! A search in the order of these costs (Dijkstra's) over states. Two runs are in the same state if they are of
//! the same Mazurkiewicz trace; a state reached again at no lower cost, with the same thread having moved last, is
//! left. So the first bad end that is met is the shortest there is.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use super::past::{CLOCK, Lane, Past, choice, lane};
use super::reduce::{drain, goes_wrong, is_race};
use super::{Bug, Phase, Watch, preempts};
use crate::depend::Ends;
use crate::execution::Execution;
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::Config;

/// What a schedule costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    preemptions: u32,
    steps: u32,
    changes: u32,
}

impl Cost {
    const MOST: Cost = Cost { preemptions: u32::MAX, steps: u32::MAX, changes: u32::MAX };
}

/// No lane has moved yet.
const NOBODY: Lane = Lane::MAX;

/// A choice, after another one.
struct Node {
    before: u32,
    lane: Lane,
    /// The thread that moved last.
    last: Lane,
}

/// No choice has been made.
const ROOT: u32 = u32::MAX;

/// More are not kept in memory.
const MOST_NODES: usize = 4_000_000;

pub(super) struct Shortest<'a> {
    pub(super) program: &'a Program,
    pub(super) config: Config,
    pub(super) ends: Ends,
    /// Executions and steps made so far, and how many executions may be.
    pub(super) executions: u64,
    pub(super) steps: u64,
    pub(super) limit: u64,
    pub(super) phase: Phase,
    /// No schedule that ends badly has fewer preemptions.
    pub(super) reached: u32,
}

/// How a search ended.
enum End {
    Found(Bug),
    /// There is nothing shorter than what was known.
    Nothing,
    /// It went on for too long.
    TooLong,
    /// It has to be made again, with more ends noted.
    Again(Ends),
}

impl Shortest<'_> {
    /// The shortest schedule, if need be the one that is known.
    pub(super) fn find(&mut self, known: Bug, watch: &mut Watch<'_>) -> Bug {
        loop {
            match self.search(&known, watch) {
                End::Found(bug) => return bug,
                // Of runs without an end none is shorter than another.
                End::Nothing => {
                    let shortest = !matches!(known.verdict, Verdict::NoEnd { .. });
                    return Bug { shortest, ..known };
                }
                End::TooLong => return known,
                End::Again(ends) => self.ends = ends,
            }
        }
    }

    /// Goes through the schedules as long as it may, those with the fewest preemptions first: one that ends badly, if there is
    /// one; and with fewer preemptions than which none does.
    pub(super) fn bound(&mut self, watch: &mut Watch<'_>) -> (Option<Bug>, Option<u32>) {
        // Whatever ends badly is shorter than what has no end.
        let verdict = Verdict::NoEnd { steps: 0 };
        let (schedule, found_after) = (Vec::new(), self.executions);
        let none = Bug { schedule, verdict, preemptions: 0, shortest: false, found_after };
        loop {
            match self.search(&none, watch) {
                End::Found(bug) => return (Some(bug), None),
                End::Nothing => return (None, Some(self.reached + 1)),
                End::TooLong => return (None, Some(self.reached).filter(|reached| *reached > 0)),
                End::Again(ends) => self.ends = ends,
            }
        }
    }

    fn start(&self) -> Execution {
        let again = self.program.clone();
        Execution::start(self.config, move || again())
    }

    fn cost(&self, schedule: &[Choice]) -> Cost {
        // Whoever is more patient makes the clock wait for longer, and the schedule may be of a search that was less so.
        let again = self.program.clone();
        let mut run = Execution::start(Config { patience: 0, ..self.config }, move || again());
        let (mut cost, mut last) = (Cost::default(), NOBODY);
        for &choice in schedule {
            (cost, last) = next(&run, cost, last, lane(choice));
            run.step(choice).expect("it was made before");
        }
        cost
    }

    fn search(&mut self, best: &Bug, watch: &mut Watch<'_>) -> End {
        // A run without an end costs more than any that has one.
        let endless = matches!(best.verdict, Verdict::NoEnd { .. });
        let most = if endless { Cost::MOST } else { self.cost(&best.schedule) };
        let mut nodes: Vec<Node> = Vec::new();
        let mut open = BinaryHeap::from([Reverse((Cost::default(), ROOT))]);
        let mut seen: HashSet<(u64, Lane)> = HashSet::new();
        let mut past = Past::with_hashes();
        while let Some(Reverse((mut cost, mut node))) = open.pop() {
            self.reached = cost.preemptions;
            if self.executions == self.limit
                || nodes.len() > MOST_NODES
                || watch.stops(self.phase, self.executions, self.steps)
            {
                return End::TooLong;
            }
            self.executions += 1;
            let mut path = path(&nodes, node);
            let mut last = nodes.get(node as usize).map_or(NOBODY, |node| node.last);
            let mut run = self.start();
            run.track(true, self.ends, 0);
            past.cut(0);
            path.iter().for_each(|&lane| self.step(&mut run, &mut past, lane));
            // On from there, as long as nothing else is cheaper.
            loop {
                let ends = run.look(|world| world.tracking.ends_show);
                if ends > self.ends {
                    return End::Again(ends);
                }
                if !seen.insert((past.hash(), last)) {
                    break;
                }
                let as_badly = |verdict: &&Verdict| is_race(&best.verdict) || !is_race(verdict);
                if let Some(verdict) = goes_wrong(&run).filter(as_badly) {
                    let schedule = path.iter().map(|&lane| choice(lane)).collect();
                    let verdict = verdict.clone();
                    let Cost { preemptions, .. } = cost;
                    drain(&mut run);
                    // Somebody may still have dealt with a panic.
                    if goes_wrong(&run).filter(as_badly).is_some() {
                        return End::Found(Bug { schedule, verdict, preemptions, shortest: true, ..*best });
                    }
                    break;
                }
                let mut on: Option<(Cost, Lane, Lane)> = None;
                for choice in run.fair_choices().iter() {
                    let lane = lane(choice);
                    let (cost, last) = next(&run, cost, last, lane);
                    if cost >= most {
                        continue;
                    }
                    let this = (cost, lane, last);
                    let other = match on {
                        Some(other) if other.0 <= cost => Some(this),
                        other => {
                            on = Some(this);
                            other
                        }
                    };
                    if let Some((cost, lane, last)) = other {
                        open.push(Reverse((cost, nodes.len() as u32)));
                        nodes.push(Node { before: node, lane, last });
                    }
                }
                let Some((next_cost, lane, next_last)) = on else {
                    break;
                };
                let number = nodes.len() as u32;
                nodes.push(Node { before: node, lane, last: next_last });
                if open.peek().is_some_and(|Reverse((cheapest, _))| *cheapest < next_cost) {
                    open.push(Reverse((next_cost, number)));
                    break;
                }
                (cost, node, last) = (next_cost, number, next_last);
                path.push(lane);
                self.step(&mut run, &mut past, lane);
            }
            drain(&mut run);
        }
        End::Nothing
    }

    fn step(&mut self, run: &mut Execution, past: &mut Past, lane: Lane) {
        self.steps += 1;
        run.step(choice(lane)).expect("it was offered before");
        run.look(|world| {
            for made in world.tracking.made() {
                past.add(world, &made, !self.config.eager_clock, None);
            }
        });
    }
}

/// What it costs, and who moved last, when this lane moves next.
fn next(run: &Execution, cost: Cost, last: Lane, lane: Lane) -> (Cost, Lane) {
    let Cost { preemptions, steps, changes } = cost;
    let cost = Cost {
        preemptions: preemptions + u32::from(preempts(run, choice(lane))),
        steps: steps + 1,
        changes: changes + u32::from(last != NOBODY && last != lane && lane != CLOCK),
    };
    (cost, if lane == CLOCK { last } else { lane })
}

fn path(nodes: &[Node], mut node: u32) -> Vec<Lane> {
    let mut path = Vec::new();
    while let Some(Node { before, lane, .. }) = nodes.get(node as usize) {
        path.push(*lane);
        node = *before;
    }
    path.reverse();
    path
}
