//! One schedule of every Mazurkiewicz trace: source-DPOR with sleep sets (Abdulla, Aronis, Jonsson and Sagonas,
//! "Source Sets", JACM 2017), over coarse steps with guards, or fine ones.
//!
//! A depth-first search. At each state of the path with several choices it keeps which it has to try there (`back`): one at
//! first; a race found further down adds one by which the later step of the race comes before the earlier one.
//! What was tried sleeps: below its brothers it need not be tried again before a step that it clashes with.
//!
//! What a step uses is known only when it has been made, as a step is a whole call of a primitive. So the search
//! first assumes that the later step of a race uses the same when it comes earlier; once it has been made there, the
//! assumption is checked, and if it was wrong, another choice is added then.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::crew::{self, Meeting};
use super::endless::{Later, Loop, began, comes_round, in_turn};
use super::frame::{Frame, Sleepers, Tried, Wish, set};
use super::looks::{Ending, Look, Looks};
use super::outcome::{Outcome, Outcomes};
use super::past::{CLOCK, Lane, MOST_STEPS, Past, Race, choice, lane, lanes, room};
use super::sample::hunt;
use super::shortest::Shortest;
use super::{Bug, Conclusion, Exploration, Limit, Phase, Reduction, Search, Seen, Watch};
use crate::depend::Ends;
use crate::execution::{Choices, Execution};
use crate::heard::Variation;
use crate::runs::workers;
use crate::session::Program;
use crate::trace::Choice;
use crate::trouble::Trouble;
use crate::verdict::Verdict;
use crate::world::{Config, World};

/// What is to be searched, and how.
#[derive(Clone, Copy)]
struct Task<'a> {
    program: &'a Program,
    config: Config,
    reduction: Reduction,
    until_bug: bool,
    /// Which ends others can see, as far as is known.
    ends: Ends,
    /// Threads give way, as far as is known.
    yields: bool,
}

impl Task<'_> {
    /// How executions are run. Most programs never give way: nothing is noted for that before one does.
    fn run_config(&self) -> Config {
        if self.yields { self.config } else { Config { run_on: true, ..self.config.without_yields() } }
    }
}

/// What was found, in the order in which one thread would have found it.
#[derive(Default)]
struct Found {
    executions: u64,
    steps: u64,
    outcomes: Outcomes,
    /// The traces of complete runs, if they are wanted.
    traces: Option<BTreeMap<u64, Vec<Choice>>>,
    bug: Option<Bug>,
    /// What a race leads to says more than the race; so that is the answer only when there is no other.
    race: Option<Bug>,
    /// Some run was stopped because of its length.
    too_long: bool,
    /// How often threads have to be able to give way in vain, so that each loop that ends by itself comes to its end.
    patience: u32,
    /// Some thread does something else after each number of rounds: they cannot all be tried.
    counts: bool,
    /// Some thread was left to wait for a change.
    waits: bool,
    /// Which ends were seen to show.
    ends: Ends,
    /// Some thread was seen to give way.
    yields: bool,
    /// Some thread slept that might have woken up by itself.
    spurious: bool,
    /// How the first run ended.
    first: Option<Ending>,
    /// The program did something else than before.
    differs: Option<Variation>,
    /// Why it is not all there is.
    limit: Option<Limit>,
}

impl Found {
    /// Whether nothing that comes later matters.
    fn is_enough(&self, task: &Task<'_>) -> bool {
        self.bug.is_some() && task.until_bug
            || self.differs.is_some()
            || self.is_blind(task)
            || self.limit.is_some()
    }

    /// Whether more ends show than was known, threads give way, or more patience is needed: some runs may have had other
    /// choices than they should.
    fn is_blind(&self, task: &Task<'_>) -> bool {
        self.ends > task.ends || self.yields && !task.yields || self.patience > task.config.patience
    }

    fn append(&mut self, later: Found) {
        let before = self.executions;
        let counted = |bug: Bug| Bug { found_after: bug.found_after + before, ..bug };
        self.executions += later.executions;
        self.steps += later.steps;
        self.outcomes.append(later.outcomes);
        if let (Some(traces), Some(later)) = (&mut self.traces, later.traces) {
            later.into_iter().for_each(|(hash, run)| _ = traces.entry(hash).or_insert(run));
        }
        self.bug = self.bug.take().or(later.bug.map(counted));
        self.race = self.race.take().or(later.race.map(counted));
        self.too_long |= later.too_long;
        self.ends = self.ends.max(later.ends);
        self.yields |= later.yields;
        self.patience = self.patience.max(later.patience);
        self.counts |= later.counts;
        self.waits |= later.waits;
        self.spurious |= later.spurious;
        self.first = self.first.take().or(later.first);
        self.differs = self.differs.take().or(later.differs);
        self.limit = self.limit.or(later.limit);
    }
}

/// Everything that goes on from some choices: a search of its own, by one thread at a time.
pub(super) struct Branch<'a> {
    task: Task<'a>,
    /// The states in which there was something to choose.
    path: Vec<Frame>,
    /// The steps.
    past: Past,
    /// What the states on the path looked like.
    looks: Looks,
    /// Choices that were tried at the states on the path.
    tried: Vec<Tried>,
    /// Which of them sleep where the run is that is being made.
    sleepers: Sleepers,
    /// Room for the races of a step.
    races: Vec<Race>,
    found: Found,
    loops: Loops,
    /// At most so many executions, and so many more when it is known that the program can go round and round.
    most: u64,
    after_endless: u64,
    /// The first states on the path, so many, are those of the branch that this is a part of: they are not changed.
    borrowed: usize,
    /// For each of these, what has to be tried there.
    noted: Vec<Vec<Wish>>,
    /// Where to tell what was found.
    part_of: Option<Arc<Meeting<'a>>>,
    /// Parts of this one, by the state that they go on from.
    lent: BTreeMap<usize, Arc<Meeting<'a>>>,
}

/// What is known of loops.
#[derive(Clone, Default)]
struct Loops {
    /// Those in which threads have begun to wait, and the lines of these.
    known: HashSet<u64>,
    /// Those of the last run that have not been looked at.
    new: Vec<Loop>,
    /// Of so many runs that were stopped it was asked whether they go round and round.
    asked: u32,
    /// Threads give way, and it was tried what comes of it if each moves in its turn.
    in_turn: bool,
}

impl Loops {
    fn add(&mut self, later: Loops) {
        self.known.extend(later.known);
        self.asked += later.asked;
        self.in_turn |= later.in_turn;
    }
}

/// Of no more runs that were stopped it is asked whether they go round and round.
const MOST_ASKED: u32 = 4;

/// A thread that counts how often it gives way in vain is given so many rounds; and it counts if it does something else
/// still after so many.
const FEW: u32 = 4;
const MOST_PATIENCE: u32 = 1_000;

/// When a run goes round and round, so many executions are made to find something else that goes wrong, which says more.
const MOST_BESIDE: u64 = 5_000;

/// When there are too many schedules to run them all, this part of [`Search::shorten`] is made of those with few preemptions.
const FEW_PREEMPTIONS: u64 = 10;

/// What comes next.
pub(super) enum Next<'a> {
    /// An execution.
    Run,
    /// To add what was found in a part that was lent.
    Meet(Arc<Meeting<'a>>),
    /// All is known, to be told here, if to anybody.
    End(Option<Arc<Meeting<'a>>>),
}

/// A part of which so many executions are expected at least is worth the while of another thread.
const LARGE: u64 = 64;

/// A run that came to its end.
struct Ended {
    run: Execution,
    /// Or was left, because what remains of it was seen elsewhere.
    complete: bool,
    /// How it got so far that something was wrong, and what.
    bug: Option<(Vec<Choice>, Verdict)>,
}

pub(super) fn explore(program: &Program, search: &Search, watch: &mut Watch<'_>) -> Exploration {
    run(Branch::new(program, search, false), search, watch).0
}

pub(super) fn traces(program: &Program, search: &Search) -> Seen {
    let watch = &mut |_| ControlFlow::Continue(());
    let (found, branch) = run(Branch::new(program, search, true), search, &mut Watch::new(watch));
    let Found { outcomes, traces, .. } = branch.found;
    let patience = branch.task.config.patience;
    Seen { found, traces: traces.unwrap_or_default(), outcomes: outcomes.keys().collect(), patience }
}

/// Searches, and then shortens what was found.
fn run<'a>(
    mut branch: Box<Branch<'a>>,
    search: &Search,
    watch: &mut Watch<'_>,
) -> (Exploration, Box<Branch<'a>>) {
    loop {
        branch = crew::search(branch, search.alone, search.workers, watch);
        if !branch.begins_again() {
            break;
        }
    }
    if branch.found.differs.is_none() {
        let first = branch.found.first.take();
        branch.found.differs = first.and_then(|first| first.differs(branch.task.program));
    }
    let in_turn = branch.loops.in_turn;
    let Found { limit, too_long, counts, waits, .. } = branch.found;
    let limit = limit.or(too_long.then_some(Limit::Steps)).or(counts.then_some(Limit::Rounds));
    let mut bug = branch.found.bug.take();
    let differs = branch.found.differs.is_some();
    if matches!(limit, Some(Limit::Executions | Limit::Steps)) && bug.is_none() && !in_turn && !differs {
        bug = branch.try_in_turn();
    }
    let Branch { task, found, .. } = &mut *branch;
    let Task { program, config, ends, .. } = *task;
    let (mut sampled, mut bound) = (None, None);
    let too_many = limit == Some(Limit::Executions) && bug.is_none() && !differs;
    if too_many {
        let mut counts = (found.executions, found.steps);
        let hunted = hunt(program, config, search, &mut counts, watch);
        sampled = Some((counts.0 - found.executions, search.sampling)).filter(|(runs, _)| *runs > 0);
        (found.executions, found.steps) = counts;
        bug = hunted.map(|(schedule, verdict)| Bug {
            preemptions: super::preemptions(program, config, &schedule).unwrap_or(0),
            schedule,
            verdict,
            shortest: false,
            found_after: found.executions,
        });
    }
    let (executions, steps) = (found.executions, found.steps);
    let workers = workers(search.workers);
    if too_many && bug.is_none() && search.shorten > 0 && !watch.over {
        let limit = executions.saturating_add(search.shorten / FEW_PREEMPTIONS);
        let phase = Phase::Bounding;
        let mut shortest =
            Shortest { program, config, ends, executions, steps, limit, workers, phase, reached: 0 };
        (bug, bound) = shortest.bound(watch);
    }
    bug = bug.or(found.race.take());
    if search.shorten > 0
        && !differs
        && let Some(known) = bug.take_if(|bug| !bug.shortest)
    {
        let endless = matches!(known.verdict, Verdict::NoEnd { .. });
        let shorten = if endless { search.shorten.min(MOST_BESIDE) } else { search.shorten };
        let limit = executions.saturating_add(shorten);
        let phase = Phase::Shortening;
        let mut shortest =
            Shortest { program, config, ends, executions, steps, limit, workers, phase, reached: 0 };
        bug = Some(shortest.find(known, watch));
    }
    let all = limit.is_none() && found.differs.is_none() && !(bug.is_some() && search.until_bug);
    let complete = all && !found.outcomes.too_many;
    let conclusion = match (found.differs.take(), bug, limit) {
        (Some(varies), _, _) => Conclusion::NotDeterministic(varies),
        (_, Some(bug), _) => Conclusion::Bug(bug),
        (_, _, Some(limit)) => Conclusion::NotFinished(limit),
        _ => Conclusion::Proved,
    };
    let mut outcomes = found.outcomes.told();
    // It may have come of a run that was made besides.
    if let Conclusion::Bug(Bug { schedule, verdict: verdict @ Verdict::NoEnd { .. }, .. }) = &conclusion {
        let endless = Outcome::of(&made(program, config, schedule), verdict);
        if outcomes.iter().all(|(known, _)| *known != endless) {
            outcomes.push((endless, schedule.clone()));
        }
    }
    let spurious = found.spurious;
    let exploration =
        Exploration { conclusion, outcomes, complete, executions, steps, sampled, waits, bound, spurious };
    (exploration, branch)
}

/// The run of a schedule.
fn made(program: &Program, config: Config, schedule: &[Choice]) -> Execution {
    let again = program.clone();
    // A search that is more patient lets the clock wait for longer.
    let mut run = Execution::start(Config { patience: 0, ..config }, move || again());
    schedule.iter().for_each(|&choice| run.step(choice).expect("it was made before"));
    run
}

impl<'a> Branch<'a> {
    /// The whole.
    fn new(program: &'a Program, search: &Search, traces: bool) -> Box<Branch<'a>> {
        let config = Config {
            record: false,
            run_on: false,
            max_steps: search.config.max_steps.min(MOST_STEPS),
            ..search.config
        };
        let Search { reduction, until_bug, executions: most, after_endless, .. } = *search;
        Box::new(Branch {
            task: Task { program, config, reduction, until_bug, ends: Ends::None, yields: false },
            path: room(),
            tried: room(),
            sleepers: Sleepers::new(),
            races: room(),
            past: if traces { Past::with_hashes() } else { Past::default() },
            looks: Looks::default(),
            found: Found { traces: traces.then(BTreeMap::new), ..Found::default() },
            loops: Loops::default(),
            most,
            after_endless,
            borrowed: 0,
            noted: Vec::new(),
            part_of: None,
            lent: BTreeMap::new(),
        })
    }

    /// Executions made so far, and steps in them.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.found.executions, self.found.steps)
    }

    /// At most so many executions, by what is known now.
    fn most(&self) -> u64 {
        let endless = self.found.bug.as_ref().filter(|bug| matches!(bug.verdict, Verdict::NoEnd { .. }));
        endless.map_or(self.most, |bug| self.most.min(bug.found_after.saturating_add(self.after_endless)))
    }

    /// The first steps of the last run.
    fn chosen(&self, steps: usize) -> Vec<Choice> {
        (0..steps).map(|step| choice(self.past.lane(step))).collect()
    }

    /// Makes an execution; returns the number of its steps.
    pub(super) fn run(&mut self) -> u64 {
        let Ended { run, complete, bug } = match self.execute() {
            ControlFlow::Continue(_) if self.found.yields && !self.task.yields => return 0,
            ControlFlow::Continue(ended) => ended,
            ControlFlow::Break(varies) => {
                self.found.differs = Some(varies);
                return 0;
            }
        };
        let Branch { found, past, .. } = self;
        let steps = past.len() as u64;
        found.executions += 1;
        found.steps += steps;
        if complete {
            found.outcomes.add(&run);
            if self.borrowed == 0 {
                found.first.get_or_insert_with(|| Ending::of(&run));
            }
            if let Some(traces) = &mut found.traces {
                traces.entry(past.hash()).or_insert_with(|| run.made());
            }
        }
        let too_long = matches!(run.verdict(), Some(Verdict::NoEnd { .. }));
        found.too_long |= too_long;
        if let Some((schedule, verdict)) = bug {
            self.add_bug(schedule, verdict);
        }
        let found = &mut self.found;
        found.spurious |= run.look(|world| world.may_wake);
        found.ends = found.ends.max(run.look(|world| world.tracking.ends_show));
        if found.bug.is_none() && too_long && self.loops.asked < MOST_ASKED {
            self.loops.asked += 1;
            self.found.bug = self.endless(&run);
        }
        if self.found.bug.is_none() && !self.loops.in_turn && run.look(|world| world.gives_way) {
            self.loops.in_turn = true;
            self.found.bug = self.try_in_turn();
        }
        drop(run);
        for new in std::mem::take(&mut self.loops.new) {
            self.try_loop(&new);
        }
        steps
    }

    /// Whether a thread that was left to wait for a change would do something else if it was not.
    fn try_loop(&mut self, new: &Loop) {
        let Task { program, config, .. } = self.task;
        let needs = match new.ends_after(program, config) {
            Some(rounds) => rounds,
            None => {
                let Later { rounds, counts, bug } = new.later(program, config);
                if let Some((schedule, verdict)) = bug {
                    self.add_bug(schedule, verdict);
                }
                let counts = counts || rounds > 0 && config.patience >= MOST_PATIENCE;
                self.found.counts |= counts && config.patience >= FEW;
                if counts { FEW } else { config.patience + rounds }
            }
        };
        self.found.patience = self.found.patience.max(needs);
    }

    /// Keeps the first.
    fn add_bug(&mut self, schedule: Vec<Choice>, verdict: Verdict) {
        let Task { program, config, .. } = self.task;
        let found = &mut self.found;
        let kind = if is_race(&verdict) { &mut found.race } else { &mut found.bug };
        kind.get_or_insert_with(|| Bug {
            preemptions: super::preemptions(program, config, &schedule).unwrap_or(0),
            schedule,
            verdict,
            shortest: false,
            found_after: found.executions,
        });
    }

    /// A run that was stopped, if it goes round and round and leaves nobody out: up to where it has come round.
    fn endless(&self, run: &Execution) -> Option<Bug> {
        let verdict = run.verdict().filter(|verdict| matches!(verdict, Verdict::NoEnd { .. }))?.clone();
        let Task { program, config, .. } = self.task;
        let schedule = comes_round(program, config, &run.made())?;
        let preemptions = super::preemptions(program, config, &schedule).unwrap_or(0);
        Some(Bug { schedule, verdict, preemptions, shortest: false, found_after: self.found.executions })
    }

    /// Lets the threads move each in its turn: a run that goes round and round.
    fn try_in_turn(&self) -> Option<Bug> {
        in_turn(self.task.program, self.task.config).find_map(|run| self.endless(&run))
    }

    /// Goes on to the last state in which something has still to be tried.
    pub(super) fn next(&mut self) -> Next<'a> {
        while !self.found.is_enough(&self.task) && self.path.len() > self.borrowed {
            let depth = self.path.len() - 1;
            let frame = &mut self.path[depth];
            if self.past.len() > frame.step {
                frame.sleep(self.past.footprint(frame.step), &mut self.tried);
                self.past.cut(frame.step);
            }
            if !frame.choose_next() {
                self.tried.truncate(frame.tried);
                self.path.pop();
            } else if self.found.executions >= self.most() {
                self.found.limit = Some(Limit::Executions);
            } else {
                return self.lent.remove(&depth).map_or(Next::Run, Next::Meet);
            }
        }
        Next::End(self.part_of.take())
    }

    /// Leaves it at that.
    pub(super) fn cancel(&mut self) -> Next<'a> {
        self.found.limit = Some(Limit::Cancelled);
        self.next()
    }

    /// Whether some runs may have had too few choices, and nothing else matters: all are made once more, with other eyes.
    fn begins_again(&mut self) -> bool {
        if !self.found.is_blind(&self.task) {
            return false;
        }
        self.task.ends = self.task.ends.max(self.found.ends);
        self.task.yields |= self.found.yields;
        self.task.config.patience = self.task.config.patience.max(self.found.patience);
        if self.found.executions >= self.most() {
            self.found.limit.get_or_insert(Limit::Executions);
        }
        if self.found.is_enough(&self.task) {
            return false;
        }
        self.found.waits = false;
        self.found.first = None;
        self.path.clear();
        self.tried.clear();
        self.past.cut(0);
        self.lent.clear();
        if let Some(traces) = &mut self.found.traces {
            traces.clear();
        }
        true
    }

    /// A part of this branch, before its next execution, for somebody else to search: what goes on from the choice that
    /// comes next at one of the states.
    pub(super) fn lend(&mut self) -> Option<Box<Branch<'a>>> {
        let free = |&depth: &usize| self.path[depth].waits() && !self.lent.contains_key(&depth);
        // One whose turn comes soon, so that it is not in vain if the search ends early; but not too small a one.
        let large = |&depth: &usize| self.found.executions - self.path[depth].since >= LARGE;
        let own = self.borrowed..self.path.len() - 1;
        let depth =
            own.clone().rev().find(|depth| large(depth) && free(depth)).or_else(|| own.clone().find(free))?;
        let (path, below) = self.path.split_at(depth + 1);
        let (mut path, mut tried) = (path.to_vec(), self.tried.clone());
        if let Some(next) = below.first() {
            tried.truncate(next.tried);
        }
        let step = path[depth].step;
        path[depth].sleep(self.past.footprint(step), &mut tried);
        path[depth].choose_next();
        let mut past = self.past.clone();
        past.cut(step);
        let meeting = Arc::new(Meeting::default());
        self.lent.insert(depth, Arc::clone(&meeting));
        Some(Box::new(Branch {
            task: self.task,
            past,
            looks: self.looks.clone(),
            tried,
            sleepers: Sleepers::new(),
            races: Vec::new(),
            found: Found { traces: self.found.traces.as_ref().map(|_| BTreeMap::new()), ..Found::default() },
            loops: Loops { asked: 0, ..self.loops.clone() },
            most: self.most() - self.found.executions,
            after_endless: self.after_endless,
            borrowed: path.len(),
            noted: vec![Vec::new(); path.len()],
            path,
            part_of: Some(meeting),
            lent: BTreeMap::new(),
        }))
    }

    /// Adds what was found in a part whose turn it is now.
    pub(super) fn add(&mut self, part: Branch<'a>) -> Next<'a> {
        if part.found.executions > self.most() - self.found.executions || !self.would_find(&part) {
            return Next::Run; // once more, in its turn
        }
        self.loops.add(part.loops);
        let enough = part.found.is_enough(&self.task);
        self.found.append(part.found);
        if !enough {
            let depth = self.path.len() - 1;
            let uses = part.past.footprint(self.path[depth].step);
            self.path[depth].check(uses);
            for (depth, wishes) in part.noted.into_iter().enumerate() {
                wishes.into_iter().for_each(|wish| self.wish(depth, wish));
            }
            self.path[depth].sleep(uses, &mut self.tried);
        }
        self.next()
    }

    /// Whether the part would have found the same with what is known of loops by now: each is looked at once, when it is
    /// met first, and only so many runs without an end are; and these end a search soon only if nothing else went wrong before.
    fn would_find(&self, part: &Branch<'_>) -> bool {
        let endless = part.found.bug.as_ref().is_some_and(|bug| matches!(bug.verdict, Verdict::NoEnd { .. }));
        let asked = self.loops.asked + part.loops.asked;
        let counts = part.found.counts && !self.found.counts;
        let ended = self.found.bug.is_some() && part.found.limit.is_some();
        let otherwise = endless && (asked > MOST_ASKED || ended);
        part.found.patience <= self.task.config.patience && !counts && !otherwise
    }

    /// Sees to it that what is wished for at a state is tried there.
    fn wish(&mut self, depth: usize, wish: Wish) {
        if depth >= self.borrowed {
            self.path[depth].grant(wish);
        } else if !self.path[depth].grants(&wish) && !self.noted[depth].contains(&wish) {
            self.noted[depth].push(wish);
        }
    }

    /// One run, along the path and on to its end. Breaks where the program differs from before.
    fn execute(&mut self) -> ControlFlow<Variation, Ended> {
        let again = self.task.program.clone();
        let ends = (self.past.len() == 0).then_some(self.task.ends);
        let mut run = Execution::start_tracked(self.task.run_config(), ends, move || again());
        let mut trouble = Trouble::default();
        let mut complete = true;
        let mut in_turn = false;
        let mut depth = 0;
        self.sleepers.clear();
        loop {
            let (step, heard, gives_way) = run.look(|world| {
                let step = world.steps as usize;
                if step > self.past.len() {
                    self.add_steps(world);
                }
                (step, world.heard, world.gives_way)
            });
            if gives_way && !self.task.yields {
                self.found.yields = true;
                complete = false;
                break;
            }
            trouble.look(&run);
            let choices = run.fair_choices();
            let new = step == self.past.len();
            let lane = match self.path.get(depth) {
                Some(frame) if frame.step <= step => {
                    if (frame.step, frame.choices, frame.look.heard) != (step, choices, heard) {
                        return ControlFlow::Break(self.differs(&run, depth));
                    }
                    if new && self.task.reduction != Reduction::None {
                        self.sleepers.clone_from(&frame.sleepers);
                    }
                    depth += 1;
                    frame.chosen
                }
                _ if !new => {
                    let only = self.past.lane(step);
                    if set(choices) != 1 << only {
                        return ControlFlow::Break(self.differs(&run, depth));
                    }
                    only
                }
                _ if choices.is_empty() => break,
                _ => {
                    let Some(lane) = run.look(|world| self.extend(world, choices)) else {
                        complete = false;
                        break;
                    };
                    depth = self.path.len();
                    lane
                }
            };
            let choice = choice(lane);
            if !new {
                run.step(choice).expect("the same was offered before");
                continue;
            }
            let was_in_turn = in_turn;
            in_turn = self.task.yields && run.is_idle(choice);
            if !self.task.config.eager_clock && choice == Choice::Clock || in_turn && !was_in_turn {
                run.look(|world| self.wait_no_more(world));
            }
            run.track(true, self.task.ends, self.asleep());
            run.step(choice).expect("it is offered");
        }
        run.look(|world| self.wait_no_more(world));
        if !complete {
            drain(&mut run);
        }
        let bug = trouble.is().filter(|_| complete);
        let bug = bug.map(|(steps, verdict)| (run.made()[..*steps].to_vec(), verdict.clone()));
        ControlFlow::Continue(Ended { run, complete, bug })
    }

    /// How the run stands, and how an earlier one stood where the path has a state.
    fn differs(&self, run: &Execution, depth: usize) -> Variation {
        let last = depth.checked_sub(1).map_or_else(Look::default, |last| self.path[last].look);
        let Frame { look, step, choices, .. } = self.path[depth];
        run.look(|world| {
            self.looks.differ((last, look), (step, set(choices)), world, set(run.fair_choices()))
        })
    }

    /// Adds the steps that were just made: what was chosen, and what it made the only choice.
    fn add_steps(&mut self, world: &World) {
        let (lazy, source) = (!self.task.config.eager_clock, self.task.reduction == Reduction::Source);
        for made in world.tracking.made() {
            let (step, lane) = (self.past.len(), lane(made.announced.choice));
            self.past.add(world, &made, lazy, source.then_some(&mut self.races));
            let uses = self.past.footprint(step);
            if self.path.len() > self.borrowed
                && let Some(frame) = self.path.last_mut()
                && frame.step == step
            {
                frame.check(uses);
            }
            self.sleepers.retain(|n| self.tried[*n as usize].sleeps_on(lane, uses));
            if !self.races.is_empty() {
                let mut races = std::mem::take(&mut self.races);
                self.reverse(&mut races);
                self.races = races;
            }
            // No steps are made at once then.
            if self.task.yields
                && let Some((key, line)) = began(world, lane)
            {
                self.found.waits = true;
                if self.loops.known.insert(key) {
                    let is_first = self.loops.known.insert(line);
                    self.loops.new.push(Loop { lane, schedule: self.chosen(step + 1), is_first });
                }
            }
        }
    }

    /// Whose choices sleep where the run is.
    fn asleep(&self) -> u32 {
        self.sleepers.iter().fold(0, |set, &n| set | 1 << self.tried[n as usize].lane)
    }

    /// Reverses the races of those who wait for what will not come in this run, or not before the clock moves.
    fn wait_no_more(&mut self, world: &World) {
        if self.task.reduction == Reduction::Source {
            self.reverse(&mut self.past.blocked(world, !self.task.config.eager_clock));
        }
    }

    fn reverse(&mut self, races: &mut Vec<Race>) {
        for race in races.drain(..) {
            // Where there is only one choice, no race can be reversed.
            if let Ok(depth) = self.path.binary_search_by_key(&race.step, |frame| frame.step) {
                let (besides, one) = self.path[depth].wishes(race, &self.tried);
                besides.into_iter().for_each(|wish| self.wish(depth, wish));
                self.wish(depth, one);
            }
        }
    }

    /// What is to be chosen in a new state, which is added to the path if there is a choice; none if all that can be chosen
    /// was tried elsewhere.
    fn extend(&mut self, world: &World, choices: Choices) -> Option<Lane> {
        let asleep = self.asleep();
        let awake = set(choices) & !asleep;
        let step = self.past.len();
        let last = if step == 0 { 0 } else { self.past.lane(step - 1) };
        // On with the same one, unless it gave way: then whoever comes next.
        let gave_way = world.threads.get(usize::from(last)).is_some_and(|thread| thread.spin.gave_way());
        let first = if gave_way { u32::MAX << last << 1 } else { 1 << last };
        let chosen = lanes(awake & first).chain(lanes(awake)).next()?;
        if choices.len() > 1 {
            let sleeping = (asleep, self.sleepers.clone());
            let (tried, since) = (self.tried.len(), self.found.executions);
            let (before, last) =
                self.path.last().map_or_else(Default::default, |last| (last.step, last.look));
            let look = self.looks.add(last, world, set(choices), self.past.footprints(before));
            let mut frame = Frame::new(step, choices, world.known(), chosen, sleeping, tried, (since, look));
            // A clock that may move at any time is in a race with every step, also with one that stops it.
            frame.add(if self.task.reduction == Reduction::Source { 1 << CLOCK } else { u32::MAX });
            self.path.push(frame);
        }
        Some(chosen)
    }
}

pub(super) fn is_race(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::DataRace(_))
}

/// Brings a run that is of no interest any more to its end: cheaper than to unwind its threads.
pub(super) fn drain(run: &mut Execution) {
    const FAR_ENOUGH: u32 = 400;
    run.track(false, Ends::None, 0);
    let end = run.steps() + FAR_ENOUGH;
    while run.steps() < end
        && let Some(choice) = run.fair_choices().iter().next()
    {
        run.step(choice).expect("it is offered");
    }
}
