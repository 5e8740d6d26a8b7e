//! What the states on a path looked like: to tell it when a later run stands elsewhere after the same choices.

use std::collections::HashMap;
use std::panic::Location;

use super::frame::set;
use super::past::{CLOCK, Lane, lanes};
use crate::depend::{About, Use};
use crate::execution::Execution;
use crate::heard::{Could, Left, Observed, Variation};
use crate::session::Program;
use crate::trace::{Choice, ObjectId, Place};
use crate::world::{Config, Object, World};

/// What a thread had announced.
#[derive(Clone, Copy, Default)]
struct Stood {
    call: Option<(&'static str, ObjectId)>,
    place: Option<&'static Location<'static>>,
}

impl Stood {
    fn of(world: &World, lane: Lane) -> Stood {
        let Some(thread) = world.threads.get(usize::from(lane)) else {
            return Stood::default();
        };
        match thread.announced.or(thread.calls.first().copied()) {
            Some(frame) => Stood { call: Some((frame.verb, frame.object)), place: Some(frame.place) },
            None => Stood { call: None, place: thread.inside },
        }
    }

    fn told(self, world: &World, lane: Lane) -> Could {
        let name =
            || world.threads.get(usize::from(lane)).map_or_else(String::new, |thread| thread.name.clone());
        let place = self.place.map(|at| Place::new(at, false));
        Could { thread: (lane != CLOCK).then(name), call: self.call, place }
    }
}

/// What can be chosen.
fn could(world: &World, choices: u32) -> Vec<Could> {
    lanes(choices).map(|lane| Stood::of(world, lane).told(world, lane)).collect()
}

/// How much is known of the states up to one of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    /// What had been heard of the run.
    pub(super) heard: u64,
    stood: usize,
    words: usize,
}

/// What is known of the states on a path, one after the other.
#[derive(Clone, Default)]
pub(super) struct Looks {
    /// What those had announced that could be chosen.
    stood: Vec<Stood>,
    /// What was in the words that were written since the state before.
    words: Vec<(ObjectId, u64)>,
}

impl Looks {
    /// Adds a state after the one of which `last` was known, with this to be chosen, and after steps that used this.
    pub(super) fn add(&mut self, last: Look, world: &World, choices: u32, uses: &[Use]) -> Look {
        self.stood.truncate(last.stood);
        self.words.truncate(last.words);
        self.stood.extend(lanes(choices).map(|lane| Stood::of(world, lane)));
        for used in uses {
            if let About::Value(word) = used.about()
                && used.writes()
            {
                self.words.push((word, world.objects[word.index()].value));
            }
        }
        Look { heard: world.heard, stood: self.stood.len(), words: self.words.len() }
    }

    /// What differs between a state, of which `look` was known after `steps` when `choices` could be made, and now, when
    /// others can be; `last` is of the state before.
    pub(super) fn differ(
        &self,
        (last, look): (Look, Look),
        (steps, choices): (usize, u32),
        world: &World,
        now: u32,
    ) -> Variation {
        let stood = lanes(choices).zip(&self.stood[last.stood..look.stood]);
        let left = |word, value| Left { word, value, place: None };
        let words = &self.words[last.words..look.words];
        let now_in = |word: ObjectId| Some(left(word, world.objects.get(word.index())?.value));
        Variation {
            again: Observed {
                steps: world.steps as usize,
                could: could(world, now),
                words: words.iter().filter_map(|&(word, _)| now_in(word)).collect(),
            },
            once: Observed {
                steps,
                could: stood.map(|(lane, stood)| stood.told(world, lane)).collect(),
                words: words.iter().map(|&(word, value)| left(word, value)).collect(),
            },
            objects: world.object_infos(),
        }
    }
}

/// The end of a run: what comes after its last choice is in no state on a path.
pub(super) struct Ending {
    /// How the run was made: a search that ends may have learnt since that it should have been made otherwise.
    config: Config,
    made: Vec<Choice>,
    heard: u64,
    objects: Vec<Rest>,
}

/// What is left of an object: put into words only where somebody asks.
struct Rest {
    /// A variable is a word and a cell, of which it is known who wrote it.
    whole: ObjectId,
    value: u64,
    written: Option<&'static Location<'static>>,
}

impl Ending {
    pub(super) fn of(run: &Execution) -> Ending {
        run.look(|world| {
            let rest = |(id, object): (ObjectId, &Object)| Rest {
                whole: world.whole(id),
                value: object.value,
                written: object.written.as_ref().map(|access| access.place),
            };
            let all = (0..).map(ObjectId).zip(world.objects.iter().map(|object| &**object));
            let config = world.config;
            Ending { config, made: world.made.clone(), heard: world.heard, objects: all.map(rest).collect() }
        })
    }

    /// Makes the run once more: how it ended otherwise, if it did.
    pub(super) fn differs(&self, program: &Program) -> Option<Variation> {
        let again = program.clone();
        let mut run = Execution::start(self.config, move || again());
        while let Some(&choice) = self.made.get(run.steps() as usize)
            && run.step(choice).is_ok()
        {}
        let same = |world: &World| (world.heard, world.made.len()) == (self.heard, self.made.len());
        (!run.look(same)).then(|| self.beside(&run))
    }

    fn beside(&self, run: &Execution) -> Variation {
        let again = Ending::of(run);
        let observed = |ending: &Ending, could| Observed {
            steps: ending.made.len(),
            could,
            // What both have.
            words: ending.words().take(self.objects.len().min(again.objects.len())).collect(),
        };
        let could = run.look(|world| could(world, set(run.fair_choices())));
        Variation {
            once: observed(self, Vec::new()),
            again: observed(&again, could),
            objects: run.look(World::object_infos),
        }
    }

    fn words(&self) -> impl Iterator<Item = Left> {
        let written = self.objects.iter().filter_map(|rest| Some((rest.whole, rest.written?)));
        let written: HashMap<ObjectId, &'static Location<'static>> = written.collect();
        (0..).map(ObjectId).zip(&self.objects).map(move |(word, rest)| {
            let place = written.get(&rest.whole).map(|at| Place::new(at, false));
            Left { word, value: rest.value, place }
        })
    }
}
