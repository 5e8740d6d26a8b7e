//! One schedule of every Mazurkiewicz trace: source-DPOR with sleep sets (Abdulla, Aronis, Jonsson and Sagonas,
//! "Source Sets", JACM 2017), over coarse steps with guards, or fine ones.
//!
//! A depth-first search. At each step of the path it keeps which choices it has to try there (`back`): one at
//! first; a race found further down adds one by which the later step of the race comes before the earlier one.
//! What was tried sleeps: below its brothers it need not be tried again before a step that it clashes with.
//!
//! What a step uses is known only when it has been made, as a step is a whole call of a primitive. So the search
//! first assumes that the later step of a race uses the same when it comes earlier; once it has been made there, the
//! assumption is checked, and if it was wrong, another choice is added then.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use smallvec::SmallVec;

use super::endless::{Loop, began, goes_round, in_turn};
use super::outcome::Outcomes;
use super::past::{Announced, CLOCK, Footprint, Lane, MOST_STEPS, Past, Race, choice, clash, exceeds, lanes};
use super::sample::hunt;
use super::shortest::Shortest;
use super::{Bug, Conclusion, Exploration, Limit, Phase, Reduction, Search, Seen, Watch, latest, preempts};
use crate::depend::{Ends, Known, Use};
use crate::execution::{Choices, Execution};
use crate::session::Program;
use crate::trace::Choice;
use crate::verdict::Verdict;
use crate::world::{Config, World};

/// A choice that was tried from some state, which had so much known and numbered.
#[derive(Clone)]
struct Tried {
    lane: Lane,
    uses: Footprint,
    known: Known,
}

/// That `lane` uses nothing but `uses` and clashes with nothing in `between`.
#[derive(PartialEq)]
struct Assumption {
    lane: Lane,
    uses: Option<Footprint>,
    between: Footprint,
    /// If it does clash, one of these has to be tried.
    firsts: u32,
}

impl Assumption {
    /// Whether the lane used more than what was assumed. Other steps may clash with that, wherever they come: so
    /// everything has to be tried.
    fn is_exceeded(&self, uses: &[Use], known: Known) -> bool {
        self.uses.as_ref().is_some_and(|assumed| exceeds(uses, assumed, known))
    }
}

/// A state on the path. Sets of lanes have a bit for each.
struct Frame {
    choices: Choices,
    chosen: Lane,
    known: Known,
    /// What has to be tried, the chosen one included.
    back: u32,
    /// What need not be tried, because it was, here or further up.
    asleep: u32,
    tried: SmallVec<[Tried; 2]>,
    assumed: Vec<Assumption>,
}

impl Frame {
    fn enabled(&self) -> u32 {
        set(self.choices)
    }

    /// Sees to it that one of `firsts` is tried here, if need be `best`.
    fn need(&mut self, firsts: u32, best: Option<Lane>) {
        let firsts = firsts & self.enabled();
        if firsts & (self.back | self.asleep) == 0 {
            self.back |= match best {
                Some(lane) => 1 << lane,
                None if firsts != 0 => firsts & firsts.wrapping_neg(),
                None => self.enabled(),
            };
        }
    }

    fn reverse(&mut self, race: Race) {
        let lane = race.lane;
        let mut itself = race.itself && self.enabled() >> lane & 1 != 0;
        if self.enabled() >> lane & 1 != 0 {
            let Race { between, firsts, uses, .. } = race;
            let assumption = Assumption { lane, uses, between, firsts };
            match self.tried.iter().find(|tried| tried.lane == lane) {
                Some(tried) => {
                    itself &= !clash(&tried.uses, &assumption.between, tried.known);
                    if assumption.is_exceeded(&tried.uses, tried.known) {
                        self.back |= self.enabled();
                    }
                }
                None if !self.assumed.contains(&assumption) => self.assumed.push(assumption),
                None => {}
            }
        }
        if itself {
            self.need(race.firsts | 1 << lane, Some(lane));
        } else {
            self.need(race.firsts, None);
        }
    }

    /// The chosen step has been made here, and used this.
    fn check(&mut self, uses: &[Use]) {
        let mut at = 0;
        while at < self.assumed.len() {
            if self.assumed[at].lane != self.chosen {
                at += 1;
                continue;
            }
            let assumption = self.assumed.swap_remove(at);
            if assumption.is_exceeded(uses, self.known) {
                self.back |= self.enabled();
            }
            if clash(uses, &assumption.between, self.known) {
                self.need(assumption.firsts, None);
            }
        }
    }
}

pub(super) fn set(choices: Choices) -> u32 {
    u32::from(choices.threads) | u32::from(choices.clock) << CLOCK
}

pub(super) struct Searcher<'a> {
    program: &'a Program,
    config: Config,
    reduction: Reduction,
    /// Which ends others can see, as far as is known.
    ends: Ends,
    path: Vec<Frame>,
    past: Past,
    executions: u64,
    steps: u64,
    outcomes: Outcomes,
    /// Loops that threads have begun to wait in, and those of the last run that have not been looked at.
    loops: HashSet<u64>,
    new_loops: Vec<Loop>,
    /// The traces of complete runs, if they are wanted.
    traces: Option<BTreeMap<u64, Vec<Choice>>>,
}

/// Of so many runs that were stopped it is asked whether they go round and round.
const MOST_ENDLESS: u32 = 4;

/// When a run goes round and round, so many executions are made to find something else that goes wrong, which says more.
const MOST_BESIDE: u64 = 5_000;

/// A run that came to its end.
struct Ended {
    run: Execution,
    /// Or was left, because what remains of it was seen elsewhere.
    complete: bool,
    bug: Option<Bug>,
}

pub(super) fn explore(program: &Program, search: &Search, watch: &mut Watch<'_>) -> Exploration {
    let mut searcher = Searcher::new(program, search, false);
    searcher.run(search, watch)
}

pub(super) fn traces(program: &Program, search: &Search) -> Seen {
    let mut searcher = Searcher::new(program, search, true);
    let found = searcher.run(search, &mut Watch::new(&mut |_| ControlFlow::Continue(())));
    let outcomes = searcher.outcomes.keys().collect();
    let patience = searcher.config.patience;
    Seen { found, traces: searcher.traces.unwrap_or_default(), outcomes, patience }
}

impl<'a> Searcher<'a> {
    fn new(program: &'a Program, search: &Search, traces: bool) -> Searcher<'a> {
        Searcher {
            program,
            config: Config {
                record: false,
                run_on: false,
                max_steps: search.config.max_steps.min(MOST_STEPS),
                ..search.config
            },
            reduction: search.reduction,
            ends: Ends::None,
            path: Vec::new(),
            past: if traces { Past::with_hashes() } else { Past::default() },
            executions: 0,
            steps: 0,
            outcomes: Outcomes::default(),
            loops: HashSet::new(),
            new_loops: Vec::new(),
            traces: traces.then(Default::default),
        }
    }

    fn chosen(&self, depth: usize) -> Vec<Choice> {
        self.path[..depth].iter().map(|frame| choice(frame.chosen)).collect()
    }

    fn run(&mut self, search: &Search, watch: &mut Watch<'_>) -> Exploration {
        let mut bug: Option<Bug> = None;
        // What a race leads to says more than the race; so that is the answer only when there is no other.
        let mut race: Option<Bug> = None;
        let mut limit = None;
        let mut differs = None;
        let (mut endless, mut in_turn) = (0, false);
        loop {
            let Ended { run, complete, bug: found } = match self.execute() {
                ControlFlow::Break(depth) => {
                    differs = Some(self.chosen(depth));
                    break;
                }
                ControlFlow::Continue(ended) => ended,
            };
            self.executions += 1;
            self.steps += self.path.len() as u64;
            if complete {
                self.outcomes.add(&run, || self.path.iter().map(|frame| choice(frame.chosen)).collect());
                if let Some(traces) = &mut self.traces {
                    let hash = self.past.hash();
                    traces
                        .entry(hash)
                        .or_insert_with(|| self.path.iter().map(|f| choice(f.chosen)).collect());
                }
            }
            if matches!(run.verdict(), Some(Verdict::NoEnd { .. })) {
                limit = Some(Limit::Steps);
                if bug.is_none() && endless < MOST_ENDLESS {
                    endless += 1;
                    bug = self.endless(&run);
                }
            }
            if bug.is_none() && !in_turn && run.look(|world| world.gives_way) {
                in_turn = true;
                bug = self.try_in_turn();
            }
            if let Some(found) = found {
                let kind = if is_race(&found.verdict) { &mut race } else { &mut bug };
                kind.get_or_insert(Bug { found_after: self.executions, ..found });
            }
            if bug.is_some() && search.until_bug {
                break;
            }
            let ends = run.look(|world| world.tracking.ends_show);
            drop(run);
            let patience = self.patience_needed();
            if ends > self.ends || patience > self.config.patience {
                // What was seen so far may have too few choices; it is made once more, with other eyes.
                self.ends = self.ends.max(ends);
                self.config.patience = patience;
                self.path.clear();
                self.past.cut(0);
                if let Some(traces) = &mut self.traces {
                    traces.clear();
                }
            } else if !self.backtrack() {
                break;
            }
            if self.executions == search.executions {
                limit = Some(Limit::Executions);
                break;
            }
            if watch.stops(Phase::Searching, self.executions, self.steps) {
                limit = Some(Limit::Cancelled);
                break;
            }
        }

        let mut sampled = None;
        if matches!(limit, Some(Limit::Executions | Limit::Steps)) && bug.is_none() && !in_turn {
            bug = self.try_in_turn();
        }
        if limit == Some(Limit::Executions) && bug.is_none() {
            let mut counts = (self.executions, self.steps);
            let Search { sampling, samples, seed, .. } = *search;
            let hunted = hunt(self.program, self.config, sampling, samples, seed, &mut counts, watch);
            sampled = Some((counts.0 - self.executions, sampling)).filter(|(runs, _)| *runs > 0);
            (self.executions, self.steps) = counts;
            bug = hunted.map(|(schedule, verdict)| Bug {
                preemptions: super::preemptions(self.program, self.config, &schedule).unwrap_or(0),
                schedule,
                verdict,
                shortest: false,
                found_after: self.executions,
            });
        }
        bug = bug.or(race);
        let found = (self.executions, self.steps);
        if let Some(known) = bug.take() {
            let limit = self.executions.saturating_add(search.shorten);
            let Searcher { program, config, ends, executions, steps, .. } = *self;
            let mut shortest = Shortest { program, config, ends, executions, steps, limit };
            let endless = matches!(known.verdict, Verdict::NoEnd { .. });
            shortest.limit = if endless { executions + search.shorten.min(MOST_BESIDE) } else { limit };
            bug = Some(if search.shorten > 0 { shortest.find(known, watch) } else { known });
        }
        let complete = limit.is_none() && differs.is_none() && !(bug.is_some() && search.until_bug);
        let conclusion = match (differs, bug, limit) {
            (Some(after), _, _) => Conclusion::NotDeterministic(after),
            (_, Some(bug), _) => Conclusion::Bug(bug),
            (_, _, Some(limit)) => Conclusion::NotFinished(limit),
            _ => Conclusion::Proved,
        };
        let outcomes = std::mem::take(&mut self.outcomes.list);
        Exploration { conclusion, outcomes, complete, executions: found.0, steps: found.1, sampled }
    }

    /// How often threads may give way in vain, so that each loop that ends by itself comes to its end.
    fn patience_needed(&mut self) -> u32 {
        let loops = std::mem::take(&mut self.new_loops);
        let ends = loops.iter().filter_map(|new| new.ends_after(self.program, self.config));
        ends.fold(self.config.patience, u32::max)
    }

    /// A run that was stopped, if it goes round and round and leaves nobody out.
    fn endless(&self, run: &Execution) -> Option<Bug> {
        let verdict = run.verdict().filter(|verdict| matches!(verdict, Verdict::NoEnd { .. }))?.clone();
        let schedule = run.made();
        let preemptions = super::preemptions(self.program, self.config, &schedule).unwrap_or(0);
        let found_after = self.executions;
        goes_round(self.program, self.config, &schedule).then(|| Bug {
            schedule,
            verdict,
            preemptions,
            shortest: false,
            found_after,
        })
    }

    /// Lets the threads move each in its turn: a run that goes round and round.
    fn try_in_turn(&self) -> Option<Bug> {
        in_turn(self.program, self.config).find_map(|run| self.endless(&run))
    }

    /// Goes to the last state in which something has still to be tried; false if there is none.
    fn backtrack(&mut self) -> bool {
        while let Some(frame) = self.path.last_mut() {
            let depth = self.past.len() - 1;
            frame.asleep |= 1 << frame.chosen;
            let uses = self.past.footprint(depth).clone();
            frame.tried.push(Tried { lane: frame.chosen, uses, known: frame.known });
            self.past.cut(depth);
            let next = frame.back & frame.enabled() & !frame.asleep;
            if let Some(lane) = lanes(next).next() {
                frame.chosen = lane;
                return true;
            }
            self.path.pop();
        }
        false
    }

    /// One run, along the path and on to its end. Breaks where the program differs from before.
    fn execute(&mut self) -> ControlFlow<usize, Ended> {
        let again = self.program.clone();
        let mut run = Execution::start(self.config, move || again());
        let mut bug = None;
        let (mut preemptions, mut last) = (0, None);
        let mut complete = true;
        let mut in_turn = false;
        for depth in 0.. {
            match goes_wrong(&run) {
                // Somebody may still deal with a panic: then nothing was wrong.
                None => bug = None,
                Some(verdict) => {
                    bug.get_or_insert_with(|| Bug {
                        schedule: self.chosen(depth),
                        verdict: verdict.clone(),
                        preemptions,
                        shortest: false,
                        found_after: 0,
                    });
                }
            }
            let choices = run.fair_choices();
            if self.path.get(depth).is_some_and(|before| before.choices != choices) {
                return ControlFlow::Break(depth);
            }
            if depth == self.path.len() {
                if choices.is_empty() {
                    break;
                }
                if !run.look(|world| self.extend(world, choices)) {
                    complete = false;
                    break;
                }
            }
            let frame = &self.path[depth];
            let choice = choice(frame.chosen);
            preemptions += u32::from(preempts(&run, last, choice));
            last = latest(last, choice);
            let new = depth == self.past.len();
            if !new {
                run.step(choice).expect("the same was offered before");
                continue;
            }
            let announced = run.look(|world| Announced::of(world, frame.chosen));
            let lazy = !self.config.eager_clock;
            let was_in_turn = std::mem::replace(&mut in_turn, announced.in_turn);
            if lazy && choice == Choice::Clock || in_turn && !was_in_turn {
                run.look(|world| self.wait_no_more(world));
            }
            run.track(true, self.ends);
            run.step(choice).expect("it is offered");
            let known = self.path[depth].known;
            let races = run.look(|world| self.past.add(world, announced, known, lazy, true));
            self.path[depth].check(self.past.footprint(depth));
            self.reverse(races);
            let lane = self.path[depth].chosen;
            if let Some(key) = run.look(|world| began(world, lane))
                && self.loops.insert(key)
            {
                self.new_loops.push(Loop { lane, schedule: self.chosen(depth + 1) });
            }
        }
        run.look(|world| self.wait_no_more(world));
        if !complete {
            drain(&mut run);
            bug = None;
        }
        ControlFlow::Continue(Ended { run, complete, bug })
    }

    /// Reverses the races of those who wait for what will not come in this run, or not before the clock moves.
    fn wait_no_more(&mut self, world: &World) {
        if self.reduction == Reduction::Source {
            self.reverse(self.past.blocked(world, !self.config.eager_clock));
        }
    }

    fn reverse(&mut self, races: impl IntoIterator<Item = Race>) {
        if self.reduction == Reduction::Source {
            for race in races {
                self.path[race.step].reverse(race);
            }
        }
    }

    /// Adds a state to the path; false if all that can be chosen there was tried elsewhere.
    fn extend(&mut self, world: &World, choices: Choices) -> bool {
        let mut tried: SmallVec<[Tried; 2]> = SmallVec::new();
        if let Some(before) = self.path.last()
            && self.reduction != Reduction::None
        {
            let uses = self.past.footprint(self.past.len() - 1);
            // What has no number yet may get another one here: whether it clashes would be a guess, and a lane that is
            // woken by a wrong guess would have counted as covered while it slept.
            let settled = |t: &Tried| !t.uses.iter().any(|used| used.is_new(t.known));
            let sleeps = |t: &&Tried| t.lane != before.chosen && settled(t) && !clash(&t.uses, uses, t.known);
            tried.extend(before.tried.iter().filter(sleeps).cloned());
        }
        let asleep = tried.iter().fold(0, |set, tried| set | 1 << tried.lane);
        let enabled = set(choices);
        let last = self.path.last().map_or(0, |frame| frame.chosen);
        let awake = enabled & !asleep;
        // On with the same one, unless it gave way: then whoever comes next.
        let gave_way = world.threads.get(usize::from(last)).is_some_and(|thread| thread.spin.gave_way());
        let (first, second) = if gave_way { (u32::MAX << last << 1, !0) } else { (1 << last, !0) };
        let Some(chosen) = lanes(awake & first).chain(lanes(awake & second)).next() else {
            return false;
        };
        // A clock that may move at any time is in a race with every step, also with one that stops it.
        let clock = enabled & 1 << CLOCK;
        let back = if self.reduction == Reduction::Source { 1 << chosen | clock } else { enabled };
        let known = known(world);
        self.path.push(Frame { choices, chosen, known, back, asleep, tried, assumed: Vec::new() });
        true
    }
}

pub(super) fn is_race(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::DataRace(_))
}

/// What is wrong with a run so far. That it was too long is no reproach.
pub(super) fn goes_wrong(run: &Execution) -> Option<&Verdict> {
    run.verdict().filter(|v| !v.is_fine() && !matches!(v, Verdict::NoEnd { .. }))
}

pub(super) fn known(world: &World) -> Known {
    Known {
        objects: world.objects.len() as u16,
        threads: world.threads.len() as u16,
        processes: world.processes.len() as u16,
    }
}

/// Brings a run that is of no interest any more to its end: cheaper than to unwind its threads.
pub(super) fn drain(run: &mut Execution) {
    const FAR_ENOUGH: u32 = 400;
    run.track(false, Ends::None);
    let end = run.steps() + FAR_ENOUGH;
    while run.steps() < end
        && let Some(choice) = run.fair_choices().iter().next()
    {
        run.step(choice).expect("it is offered");
    }
}
