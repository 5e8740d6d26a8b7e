//! The shortest schedule that ends badly: the fewest preemptions, then the fewest steps, then the fewest changes
//! from one thread to another.
//!
//! A search in the order of these costs (Dijkstra's) over states. Two runs are in the same state if they are of
//! the same Mazurkiewicz trace; a state reached again at no lower cost, with the same thread having moved last, is
//! left. Where something is wrong, a run costs nothing more as long as that stays so: nobody knows yet whether somebody
//! will deal with a panic. So the first bad end that is met is the shortest there is.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet, VecDeque};
use std::ops::ControlFlow;

use smallvec::SmallVec;

use super::past::{CLOCK, Lane, Past, choice, lane};
use super::reduce::{drain, is_race};
use super::{Bug, Phase, Watch, preempts};
use crate::depend::Ends;
use crate::execution::Execution;
use crate::runs::in_order;
use crate::session::Program;
use crate::trace::Choice;
use crate::trouble::Trouble;
use crate::verdict::Verdict;
use crate::world::Config;

/// What a schedule costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// No choice has been made.
const ROOT: u32 = u32::MAX;

/// More are not kept in memory.
const MOST_NODES: usize = 4_000_000;

/// So many executions are made one by one, each from where it is cheapest. From then on so many are made ahead, together: those
/// that come next unless something cheaper comes up meanwhile.
const ALONE: u64 = 1_000;
const AHEAD: usize = 512;

/// An execution goes on along its way for so many steps at most, whatever is cheaper: to come here again would cost more, and
/// where threads give way to each other for ever there is no end.
const FAR: usize = 64;

/// What was found further on is kept for the cheapest ways, so many: some tens of megabytes.
const MOST_KEPT: usize = 16_384;

pub(super) struct Shortest<'a> {
    pub(super) program: &'a Program,
    pub(super) config: Config,
    pub(super) ends: Ends,
    /// Executions and steps made so far, and how many executions may be.
    pub(super) executions: u64,
    pub(super) steps: u64,
    pub(super) limit: u64,
    /// How many threads there are.
    pub(super) workers: usize,
    /// What whoever watches is told that it does.
    pub(super) phase: Phase,
    /// No schedule that ends badly has fewer preemptions.
    pub(super) reached: u32,
}

/// Which states are the same: the hash of a trace, who moved last, and, where something is wrong, what it has cost.
type State = (u64, Lane, Option<Cost>);

/// What is known, and what can be tried.
struct Map {
    nodes: Vec<Node>,
    open: BinaryHeap<Reverse<(Cost, u32)>>,
    seen: HashSet<State>,
}

impl Map {
    fn add(&mut self, before: u32, (cost, lane): (Cost, Lane)) -> (Cost, u32) {
        self.nodes.push(Node { before, lane });
        (cost, self.nodes.len() as u32 - 1)
    }

    fn is_cheapest(&self, cost: Cost) -> bool {
        self.open.peek().is_none_or(|Reverse((least, _))| *least >= cost)
    }

    fn path(&self, mut node: u32) -> Vec<Lane> {
        let mut path = Vec::new();
        while let Some(Node { before, lane }) = self.nodes.get(node as usize) {
            path.push(*lane);
            node = *before;
        }
        path.reverse();
        path
    }
}

/// What there is where some choices lead.
struct Spot {
    state: State,
    /// What counts of its cost.
    cost: Cost,
    /// The cheapest first.
    next: SmallVec<[(Cost, Lane); 2]>,
    /// If nobody can go on there: since which step something is wrong, and what.
    bug: Option<Box<(usize, Verdict)>>,
    ends: Ends,
}

/// Those on one way.
type Spots = VecDeque<Spot>;

/// Those on ways that go on from some node, at some cost.
type Ahead = BTreeMap<(Cost, u32), Spots>;

/// What all ways of a search have in common.
#[derive(Clone, Copy)]
struct Goal {
    /// It has to cost less.
    most: Cost,
    /// There is nothing but data races.
    race: bool,
}

thread_local! {
    /// Of the last execution.
    static SPARE: Cell<Option<Past>> = const { Cell::new(None) };
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
        let mut way = Way::to(&run);
        for &choice in schedule {
            way.goes(&run, lane(choice));
            run.step(choice).expect("it was made before");
        }
        way.cost
    }

    fn search(&mut self, best: &Bug, watch: &mut Watch<'_>) -> End {
        // A run without an end costs more than any that has one.
        let endless = matches!(best.verdict, Verdict::NoEnd { .. });
        let most = if endless { Cost::MOST } else { self.cost(&best.schedule) };
        let goal = Goal { most, race: is_race(&best.verdict) };
        let alone = self.executions.saturating_add(ALONE);
        let open = BinaryHeap::from([Reverse((Cost::default(), ROOT))]);
        let mut map = Map { nodes: Vec::new(), open, seen: HashSet::new() };
        let mut ahead = Ahead::new();
        while let Some(Reverse(first)) = map.open.pop() {
            self.reached = first.0.preemptions;
            if self.executions >= self.limit || map.nodes.len() > MOST_NODES {
                return End::TooLong;
            }
            let mut spots = ahead.remove(&first);
            if spots.is_none() {
                let most = if self.executions < alone { 1 } else { AHEAD };
                self.go_ahead(goal, most, first, &mut map, &mut ahead, watch);
                spots = ahead.remove(&first);
            }
            let Some(mut spots) = spots else {
                return End::TooLong; // whoever watches wants no more
            };
            match self.follow(&mut map, first, &mut spots, best) {
                ControlFlow::Break(end) => return end,
                ControlFlow::Continue(None) => {}
                ControlFlow::Continue(Some(rest)) => {
                    map.open.push(Reverse(rest));
                    if !spots.is_empty() {
                        ahead.insert(rest, spots);
                    }
                    if ahead.len() > MOST_KEPT {
                        ahead.pop_last();
                    }
                }
            }
        }
        End::Nothing
    }

    /// On along a way, as long as nothing else is cheaper; then where it goes on from, if it does.
    fn follow(
        &self,
        map: &mut Map,
        (mut cost, mut node): (Cost, u32),
        spots: &mut Spots,
        best: &Bug,
    ) -> ControlFlow<End, Option<(Cost, u32)>> {
        while let Some(spot) = spots.pop_front() {
            if spot.ends > self.ends {
                return ControlFlow::Break(End::Again(spot.ends));
            }
            // Somebody has dealt with a panic: what came after it has its price.
            if spot.cost > cost {
                cost = spot.cost;
                if !map.is_cheapest(cost) {
                    spots.push_front(spot);
                    break;
                }
            }
            if !map.seen.insert(spot.state) {
                return ControlFlow::Continue(None);
            }
            if let Some(bug) = spot.bug {
                let (steps, verdict) = *bug;
                let schedule = map.path(node)[..steps].iter().map(|&lane| choice(lane)).collect();
                let Cost { preemptions, .. } = cost;
                let bug = Bug { schedule, verdict, preemptions, shortest: true, ..*best };
                return ControlFlow::Break(End::Found(bug));
            }
            let Some((&first, others)) = spot.next.split_first() else {
                return ControlFlow::Continue(None);
            };
            for &other in others {
                let other = map.add(node, other);
                map.open.push(Reverse(other));
            }
            (cost, node) = map.add(node, first);
            if !map.is_cheapest(cost) {
                break;
            }
        }
        ControlFlow::Continue(Some((cost, node)))
    }

    /// Finds out where the cheapest ways lead, that one and up to so many in all.
    fn go_ahead(
        &mut self,
        goal: Goal,
        most: usize,
        first: (Cost, u32),
        map: &mut Map,
        ahead: &mut Ahead,
        watch: &mut Watch<'_>,
    ) {
        let (mut ways, mut known) = (vec![first], Vec::new());
        while ways.len() < most
            && let Some(Reverse(way)) = map.open.pop()
        {
            if ahead.contains_key(&way) { &mut known } else { &mut ways }.push(way);
        }
        map.open.extend(ways[1..].iter().chain(&known).map(|way| Reverse(*way)));
        let (map, this, phase) = (&*map, &*self, self.phase);
        let one = |n: u64| {
            let (_, node) = ways[n as usize];
            this.explore(goal, &map.path(node), &map.seen)
        };
        let (mut executions, mut steps) = (self.executions, self.steps);
        let mut next = ways.iter().copied();
        in_order(0..ways.len() as u64, self.workers, one, |made| {
            if let Some((spots, made)) = made {
                executions += 1;
                steps += u64::from(made);
                ahead.extend(next.next().map(|way| (way, spots)));
            }
            let enough = watch.stops(phase, executions, steps);
            if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (self.executions, self.steps) = (executions, steps);
    }

    /// Goes a way, and on from its end. Where it leads, and after how many steps.
    fn explore(&self, goal: Goal, path: &[Lane], seen: &HashSet<State>) -> (Spots, u32) {
        let mut past = SPARE.take().unwrap_or_else(Past::with_hashes);
        past.cut(0);
        let mut run = self.start();
        run.track(true, self.ends, 0);
        let mut way = Way::to(&run);
        path.iter().for_each(|&lane| self.step(&mut run, &mut past, &mut way, lane));
        let mut spots = Spots::new();
        loop {
            let spot = way.spot(&run, &past, goal);
            let on = spot.next.first().filter(|_| !seen.contains(&spot.state)).copied();
            spots.push_back(spot);
            let Some((_, lane)) = on.filter(|_| spots.len() < FAR) else {
                break;
            };
            self.step(&mut run, &mut past, &mut way, lane);
        }
        let steps = run.steps();
        drain(&mut run);
        SPARE.set(Some(past));
        (spots, steps)
    }

    fn step(&self, run: &mut Execution, past: &mut Past, way: &mut Way, lane: Lane) {
        way.goes(run, lane);
        run.step(choice(lane)).expect("it was offered before");
        way.comes(run);
        run.look(|world| {
            for made in world.tracking.made() {
                past.add(world, &made, !self.config.eager_clock, None);
            }
        });
    }
}

/// How a run has come where it is.
struct Way {
    cost: Cost,
    /// What counts of that: what it had cost when something went wrong.
    counts: Cost,
    trouble: Trouble,
    /// The thread that moved last.
    last: Lane,
}

impl Way {
    /// At its start.
    fn to(run: &Execution) -> Way {
        let (cost, counts) = Default::default();
        let mut way = Way { cost, counts, trouble: Trouble::default(), last: NOBODY };
        way.comes(run);
        way
    }

    /// What it costs when this lane moves next.
    fn after(&self, run: &Execution, lane: Lane) -> Cost {
        let Cost { preemptions, steps, changes } = self.cost;
        Cost {
            preemptions: preemptions + u32::from(preempts(run, choice(lane))),
            steps: steps + 1,
            changes: changes + u32::from(self.last != NOBODY && self.last != lane && lane != CLOCK),
        }
    }

    /// The lane is about to move.
    fn goes(&mut self, run: &Execution, lane: Lane) {
        self.cost = self.after(run, lane);
        if lane != CLOCK {
            self.last = lane;
        }
    }

    /// It has.
    fn comes(&mut self, run: &Execution) {
        self.trouble.look(run);
        if self.trouble.is().is_none_or(|(since, _)| *since == run.steps() as usize) {
            self.counts = self.cost;
        }
    }

    /// Where it has come.
    fn spot(&self, run: &Execution, past: &Past, goal: Goal) -> Spot {
        let (trouble, choices) = (self.trouble.is(), run.fair_choices());
        // Nobody knows what it costs until nobody can deal with it any more.
        let after = |lane| if trouble.is_some() { self.counts } else { self.after(run, lane) };
        let next = choices.iter().map(lane).map(|lane| (after(lane), lane));
        let mut next: SmallVec<[(Cost, Lane); 2]> = next.filter(|(cost, _)| *cost < goal.most).collect();
        next.sort_by_key(|(cost, _)| *cost);
        let counts = |(_, verdict): &&(usize, Verdict)| goal.race || !is_race(verdict);
        Spot {
            state: (past.hash(), self.last, trouble.map(|_| self.cost)),
            cost: self.counts,
            next,
            bug: trouble.filter(|_| choices.is_empty()).filter(counts).cloned().map(Box::new),
            ends: run.look(|world| world.tracking.ends_show),
        }
    }
}
