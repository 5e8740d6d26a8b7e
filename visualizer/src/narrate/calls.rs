//! A call of a primitive as a sentence: how it went to sleep, or what came of it. One function a primitive; none of
//! them knows a program. A verb without a sentence is told by its name, and a test finds it.

use stepper::words::{self, ends_held, kind, list, name};
use stepper::{End, Event, Meeting, ObjectId, State, Step, SystemCall, Trace, What};

/// What happened in a thread's outermost call so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Course<'a> {
    /// The object looked like the first, if it was ever seen, and the thread made it look like the second.
    pub(super) change: Option<(Option<&'a State>, &'a State)>,
    /// It was against the rules, which is told already.
    pub(super) misuse: bool,
    /// A wait in it came to its deadline.
    pub(super) timed_out: bool,
}

/// A call that went to sleep, or returned, with the event `number` of a step.
pub(super) struct Call<'a> {
    pub(super) trace: &'a Trace,
    pub(super) step: &'a Step,
    pub(super) number: usize,
    pub(super) object: ObjectId,
    pub(super) verb: &'a str,
    pub(super) value: Option<&'a str>,
    /// How the object looks, apart from its owner.
    pub(super) state: Option<&'a State>,
    pub(super) course: Course<'a>,
}

/// Objects of one family are used alike.
pub(super) fn family(kind: &str) -> &str {
    match kind {
        "LifoQueue" | "PriorityQueue" | "SimpleQueue" | "RingQueue" => "Queue",
        "BoundedSemaphore" => "Semaphore",
        other => other,
    }
}

impl Call<'_> {
    fn event(&self) -> &Event {
        &self.step.events[self.number]
    }

    fn who(&self) -> String {
        words::thread(self.trace, self.event().thread)
    }

    fn it(&self) -> String {
        name(self.trace, self.object)
    }

    fn value(&self) -> &str {
        self.value.unwrap_or("something")
    }

    fn is_true(&self) -> bool {
        self.value == Some("true")
    }

    /// The timer whose end this object tells, if it is one.
    fn timer(&self) -> Option<String> {
        let whole = self.trace.objects.get(self.object.index())?.part_of?;
        (kind(self.trace, whole) == "Timer").then(|| name(self.trace, whole))
    }

    /// What a call says that has gone to sleep.
    pub(super) fn asleep(&self) -> String {
        let (who, it) = (self.who(), self.it());
        match (family(kind(self.trace, self.object)), self.verb) {
            ("Lock" | "RLock", _) => format!("{who} finds {it} taken and waits for it, but not for ever."),
            ("Semaphore", _) => format!("{who} finds no permit of {it} and waits for one, but not for ever."),
            ("Condition", _) => match self.lock_given_back() {
                Some(lock) => format!("{who} gives {lock} back and goes to sleep on {it}."),
                None => format!("{who} goes to sleep on {it}."),
            },
            ("Queue", verb) if verb.starts_with("get") => {
                format!("{who} finds {it} empty and goes to sleep.")
            }
            ("Queue", verb) if verb.starts_with("put") => format!("{who} finds {it} full and goes to sleep."),
            ("Queue", verb) if verb.starts_with("join") => {
                format!("{who} goes to sleep until all work of {it} is done.")
            }
            ("Event", _) => match self.timer() {
                Some(timer) => format!("{who} sleeps until the time of {timer} has come."),
                None => format!("{who} finds {it} not set and goes to sleep."),
            },
            ("Barrier", _) => match self.state {
                Some(State::Parties { meeting: Meeting::Leaving, .. }) => {
                    format!("{who} comes to {it} while the round before is leaving, and goes to sleep.")
                }
                Some(State::Parties { arrived, of, .. }) => {
                    format!("{who} arrives at {it} and goes to sleep: {arrived} of {of} are there.")
                }
                _ => format!("{who} arrives at {it} and goes to sleep."),
            },
            ("Timer", _) => format!("{who} goes to sleep until {it} was called or cancelled."),
            ("ThreadPool", "take") => format!("{who} finds no task in {it} and goes to sleep."),
            ("AsyncResult", _) => format!("{who} goes to sleep until {it} is there."),
            (_, "recv" | "poll") => format!("{who} finds nothing to read in {it} and waits."),
            (_, "send") => format!("{who} finds {it} full and waits."),
            (_, verb) => format!("{who} calls {verb} of {it} and goes to sleep."),
        }
    }

    fn lock_given_back(&self) -> Option<String> {
        let released = self.step.events.iter().find_map(|e| match &e.what {
            What::Begin { verb } if matches!(&**verb, "release" | "release_save") => e.object,
            _ => None,
        });
        released.map(|lock| name(self.trace, lock))
    }

    /// What a call says that has returned.
    pub(super) fn returned(&self) -> String {
        let told = match family(kind(self.trace, self.object)) {
            "Lock" => self.lock(),
            "RLock" => self.rlock(),
            "Semaphore" => self.semaphore(),
            "Condition" => self.condition(),
            "Event" => self.event_object(),
            "Barrier" => self.barrier(),
            "Queue" => self.queue(),
            "Timer" => self.timer_itself(),
            "ThreadPool" => self.pool(),
            "AsyncResult" => self.result(),
            "Thread" => self.thread(),
            "Var" => self.var(),
            "ThreadLocal" => self.local(),
            "Pipe" => self.pipe(),
            _ => None,
        };
        told.unwrap_or_else(|| format!("{} calls {} of {}.", self.who(), self.verb, self.it()))
    }

    fn lock(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match self.verb {
            "acquire" => format!("{who} acquires {it}."),
            "release" => match self.state {
                Some(State::Value(value)) => format!("{who} releases {it}; it is now {value}."),
                _ => format!("{who} releases {it}."),
            },
            "try_acquire" | "acquire_timeout" | "acquire_until" if self.is_true() => {
                format!("{who} gets {it}.")
            }
            "try_acquire" | "acquire_timeout" | "acquire_until" => {
                format!("{who} does not get {it}, and goes on without.")
            }
            "is_locked" if self.is_true() => format!("{who} sees that {it} is held."),
            "is_locked" => format!("{who} sees that {it} is free."),
            _ => return None,
        })
    }

    fn rlock(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        let depth = match self.state {
            Some(State::Count(depth)) => *depth,
            _ => 0,
        };
        Some(match (self.verb, depth) {
            ("acquire", 2..) => format!("{who} acquires {it} again, and holds it {} now.", times(depth)),
            ("try_acquire" | "acquire_timeout" | "acquire_until", 2..) if self.is_true() => {
                format!("{who} gets {it} again, and holds it {} now.", times(depth))
            }
            ("release", 1..) => format!("{who} releases {it} once, and still holds it {}.", times(depth)),
            ("release", 0) => format!("{who} releases {it}, and holds it no more."),
            ("release_save", _) => match self.course.change {
                Some((Some(State::Count(before @ 2..)), _)) => {
                    format!("{who} releases {it} wholly, which it held {}.", times(*before))
                }
                _ => format!("{who} releases {it} wholly."),
            },
            ("acquire_restore", 2..) => {
                format!("{who} acquires {it}, and holds it {} as before.", times(depth))
            }
            ("acquire_restore", _) => format!("{who} acquires {it}, and holds it as before."),
            _ => return self.lock(),
        })
    }

    fn semaphore(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        let left = match self.state {
            Some(State::Count(0)) => "; none is left".to_owned(),
            Some(State::Count(n)) => format!("; {n} left"),
            _ => String::new(),
        };
        Some(match self.verb {
            "acquire" => format!("{who} takes a permit of {it}{left}."),
            "try_acquire" | "acquire_timeout" | "acquire_until" if self.is_true() => {
                format!("{who} takes a permit of {it}{left}.")
            }
            "try_acquire" | "acquire_timeout" | "acquire_until" => {
                format!("{who} gets no permit of {it}, and goes on without.")
            }
            "release" => match self.course.change {
                Some((Some(State::Count(before)), State::Count(now))) if *now > before + 1 => {
                    format!("{who} gives {} permits back to {it}{left}.", now - before)
                }
                _ => format!("{who} gives a permit back to {it}{left}."),
            },
            "value" => match self.value {
                Some("1") => format!("{who} sees 1 permit in {it}."),
                _ => format!("{who} sees {} permits in {it}.", self.value()),
            },
            _ => return None,
        })
    }

    fn condition(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match self.verb {
            "wait" | "wait_timeout" | "wait_until" => match self.value {
                Some("false") => {
                    format!("{who} was not notified in time, has the lock again and returns from wait.")
                }
                _ => format!("{who} has the lock again, and returns from the wait on {it}."),
            },
            "notify" | "notify_n" | "notify_all" => {
                let before = &self.step.events[..self.number];
                let woken: Vec<String> =
                    before.iter().flat_map(|e| &e.woke).map(|&t| words::thread(self.trace, t)).collect();
                match woken.as_slice() {
                    [] => format!("{who} notifies {it}, but nobody waits there."),
                    [one] => format!("{who} notifies {it}: {one} wakes, and now needs the lock again."),
                    many => {
                        format!("{who} notifies {it}: {} wake, and now need the lock again.", list(many))
                    }
                }
            }
            _ => return None,
        })
    }

    fn event_object(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        if let Some(timer) = self.timer() {
            return Some(match self.verb {
                "set" => format!("The call of {timer} is done."),
                _ if self.is_true() => format!("{who} sees that {timer} was cancelled."),
                _ => format!("The time of {timer} has come."),
            });
        }
        Some(match self.verb {
            "set" => format!("{who} sets {it}."),
            "clear" => format!("{who} clears {it}."),
            "is_set" if self.is_true() => format!("{who} sees that {it} is set."),
            "is_set" => format!("{who} sees that {it} is not set."),
            "wait" => format!("{who} sees {it} set and goes on."),
            "wait_timeout" | "wait_until" => match self.value {
                Some("false") => format!("{who} has waited long enough for {it}."),
                _ => format!("{who} sees {it} set and goes on."),
            },
            _ => return None,
        })
    }

    fn barrier(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        let nobody = matches!(self.state, Some(State::Parties { arrived: 0, .. }));
        let (of, meeting) = match self.state {
            Some(State::Parties { of, meeting, .. }) => (Some(*of), Some(*meeting)),
            _ => (None, None),
        };
        Some(match self.verb {
            "wait" | "wait_timeout" | "wait_until" => match (self.place(), of) {
                (Some(place), Some(of)) if place + 1 == of => {
                    let all = match of {
                        1 => "it takes no more".to_owned(),
                        2 => "both are there, and may go on".to_owned(),
                        _ => format!("all {of} are there, and may go on"),
                    };
                    format!("{who} is the last to arrive at {it}: {all}.")
                }
                (Some(_), _) => format!("{who} is let through {it}."),
                (None, _) if self.course.timed_out => format!("{who} gives up, and so breaks {it} for all."),
                (None, _) if meeting == Some(Meeting::Broken) => {
                    format!("{who} finds {it} broken, and goes on with an error.")
                }
                (None, _) => format!("{who} is sent away from {it} with an error: it was reset."),
            },
            "reset" if nobody => format!("{who} resets {it}; nobody waits there."),
            "reset" => format!("{who} resets {it}: whoever waits there is sent away with an error."),
            "abort" if nobody => format!("{who} breaks {it}: whoever comes is sent away with an error."),
            "abort" => {
                format!("{who} breaks {it}: whoever waits there, or comes, is sent away with an error.")
            }
            "is_broken" if self.is_true() => format!("{who} sees that {it} is broken."),
            "is_broken" => format!("{who} sees that {it} is not broken."),
            "n_waiting" => match self.value {
                Some("1") => format!("{who} sees 1 thread waiting at {it}."),
                _ => format!("{who} sees {} threads waiting at {it}.", self.value()),
            },
            _ => return None,
        })
    }

    /// In which place the thread arrived, counted from 0; none if it got an error.
    fn place(&self) -> Option<usize> {
        self.value?.parse().ok()
    }

    fn queue(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        let (left, most) = match self.state {
            Some(State::Items { items, capacity: Some(most), .. }) if !items.is_empty() => {
                (format!("; {} of {most} places are taken", items.len()), Some(*most))
            }
            Some(State::Items { items, capacity, .. }) => match items.len() {
                0 => ("; the queue is empty again".to_owned(), *capacity),
                n => (format!("; {n} in the queue"), *capacity),
            },
            _ => (String::new(), None),
        };
        Some(match self.verb {
            "put" | "try_put" | "put_timeout" | "put_until" => match self.course.change {
                None => format!("{who} cannot put into {it}: {}.", self.value.unwrap_or("there is no room")),
                Some(_) => format!("{who} puts {} into {it}{left}.", self.value()),
            },
            "get" | "try_get" | "get_timeout" | "get_until" => match self.course.change {
                None => format!("{who} gets nothing from {it}: {}.", self.value.unwrap_or("it is empty")),
                Some(_) => format!("{who} takes {} from {it}{left}.", self.value()),
            },
            "task_done" => format!("{who} reports one piece of work from {it} as done."),
            "join_timeout" if !self.is_true() => {
                format!("{who} goes on, though not all work of {it} is done.")
            }
            "join" | "join_timeout" => format!("{who} sees that all work of {it} is done."),
            "shutdown" => {
                format!("{who} shuts {it} down: what is in it can be taken, and nothing more be put.")
            }
            "shutdown_now" => {
                format!("{who} shuts {it} down and drops what was in it: nothing can be put or taken.")
            }
            "is_shut_down" if self.is_true() => format!("{who} sees that {it} was shut down."),
            "is_shut_down" => format!("{who} sees that {it} was not shut down."),
            "len" => format!("{who} sees {} in {it}.", self.value()),
            "is_empty" if self.is_true() => format!("{who} sees that {it} is empty."),
            "is_empty" => format!("{who} sees that {it} is not empty."),
            "is_full" if self.is_true() => format!("{who} sees that {it} is full."),
            "is_full" => format!("{who} sees that {it} is not full."),
            "maxsize" => match most {
                Some(most) => format!("{who} sees that {it} has room for {most}."),
                None => format!("{who} sees how much room {it} has."),
            },
            "set_maxsize" => match most {
                Some(most) => format!("{who} makes room for {most} in {it}."),
                None => format!("{who} gives {it} room without end."),
            },
            _ => return None,
        })
    }

    fn timer_itself(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        let fired = matches!(self.state, Some(State::Value(word)) if word == "fired");
        Some(match self.verb {
            "cancel" if self.is_true() => format!("{who} cancels {it}: its call will not be made."),
            "cancel" if fired => format!("{who} comes too late to cancel {it}: it has fired."),
            "cancel" => format!("{who} need not cancel {it}: that was done before."),
            "fire" if self.is_true() => format!("{it} fires: {who} begins its call."),
            "fire" => format!("{it} does not fire: it was cancelled in time."),
            "join_timeout" if !self.is_true() => format!("{who} goes on, though {it} is not finished."),
            "join" | "join_timeout" => format!("{who} sees that {it} is finished."),
            "is_finished" if self.is_true() => format!("{who} sees that {it} is finished."),
            "is_finished" => format!("{who} sees that {it} is not finished."),
            _ => return None,
        })
    }

    fn pool(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        let waiting = match self.state {
            Some(State::Items { items, .. }) => match items.len() {
                0 => "; no other waits".to_owned(),
                1 => "; 1 task waits".to_owned(),
                n => format!("; {n} tasks wait"),
            },
            _ => String::new(),
        };
        let dropped = self.event().place.as_ref().is_some_and(|place| place.dropped);
        Some(match self.verb {
            "apply_async" => format!("{who} gives {it} a task{waiting}."),
            "map_async" => format!("{who} gives {it} a call for each of some items, in pieces{waiting}."),
            "imap" => format!(
                "{who} gives {it} a call for each of some items, to have the results in order{waiting}."
            ),
            "imap_unordered" => {
                format!(
                    "{who} gives {it} a call for each of some items, to have the results as they come{waiting}."
                )
            }
            "take" if self.is_true() => format!("{who} takes a task of {it}{waiting}."),
            "take" => format!("{who} has nothing more to do for {it}."),
            "close" => format!("{who} closes {it}: no new tasks, and its threads end when all are done."),
            "terminate" if dropped && self.course.change.is_none() => format!("{who} lets go of {it}."),
            "terminate" => format!("{who} ends {it}: the tasks that wait are dropped."),
            "join" => format!("{who} waits for the threads of {it} to end."),
            _ => return None,
        })
    }

    fn result(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match self.verb {
            "set" => format!("{who} has done its task: {it} is there."),
            "get" => format!("{who} takes the value of {it}."),
            "wait_timeout" if !self.is_true() => format!("{who} has waited long enough for {it}."),
            "wait" | "wait_timeout" => format!("{who} sees that {it} is there."),
            "ready" if self.is_true() => format!("{who} sees that {it} is there."),
            "ready" => format!("{who} sees that {it} is not there yet."),
            "successful" if self.is_true() => format!("{who} sees that {it} is a value."),
            "successful" => format!("{who} sees that {it} is a panic."),
            _ => return None,
        })
    }

    fn thread(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match self.verb {
            "is_alive" if self.is_true() => format!("{who} sees that {it} has not ended."),
            "is_alive" => format!("{who} sees that {it} has ended."),
            "enumerate" => match self.value {
                Some("1") => format!("{who} sees that no other thread lives."),
                _ => format!("{who} sees {} living threads, itself included.", self.value()),
            },
            _ => return None,
        })
    }

    fn var(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match self.verb {
            "get" => format!("{who} reads {it}: {}.", self.value()),
            "set" => format!("{who} sets {it} to {}.", self.value()),
            _ => return None,
        })
    }

    fn local(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match (self.verb, self.value) {
            ("with", _) => format!("{who} uses its own {it}."),
            ("get", Some(value)) => format!("{who} reads its own {it}: {value}."),
            ("get", None) => format!("{who} reads its own {it}."),
            ("set", _) => format!("{who} sets its own {it} to {}.", self.value()),
            _ => return None,
        })
    }

    fn pipe(&self) -> Option<String> {
        let (who, it) = (self.who(), self.it());
        Some(match (self.verb, self.value) {
            ("send", Some(error)) if !error.ends_with(" bytes") => {
                format!("{who} cannot send through {it}: {error}.")
            }
            ("send", _) => format!("{who} sends {} through {it}.", self.value()),
            ("recv", Some("end of file")) => {
                format!("{who} finds the end of {it}: nobody can write to it any more.")
            }
            ("recv", Some(value)) => format!("{who} receives {value} from {it}."),
            ("recv", None) => format!("{who} finds no whole value in {it}."),
            ("poll", Some("true")) => {
                format!("{who} sees that there is something to read in {it}, or its end.")
            }
            ("poll", _) => format!("{who} sees nothing to read in {it}."),
            ("close", _) => self.closed(&it, &who),
            _ => return None,
        })
    }

    /// A descriptor was closed: who else holds the same end.
    fn closed(&self, it: &str, who: &str) -> String {
        let Call { trace, step, number, object, .. } = *self;
        let before = trace.steps.iter().take_while(|s| !std::ptr::eq(*s, step)).flat_map(|s| &s.events);
        let mut held: &[End] = &[];
        let mut closed = None;
        for event in before.chain(&step.events[..number]).filter(|e| e.object == Some(object)) {
            match &event.what {
                What::Shows { state: State::Pipe { ends, .. } } => held = ends,
                What::System { call: SystemCall::Close, descriptor, .. }
                    if event.thread == step.events[number].thread =>
                {
                    closed = Some((held, *descriptor));
                }
                _ => {}
            }
        }
        let process = step.then.threads.get(step.events[number].thread.index()).map(|t| t.process);
        let end = closed.and_then(|(before, descriptor)| {
            before.iter().find(|e| Some(e.process) == process && e.descriptor == descriptor)
        });
        let Some(end) = end else { return format!("{who} closes an end of {it}.") };
        let can = if end.writes { "write to" } else { "read from" };
        let done = if end.writes { "written to" } else { "read from" };
        let others: Vec<End> = held.iter().filter(|e| e.writes == end.writes).cloned().collect();
        match others.as_slice() {
            [] => format!("{who} closes descriptor {}; nobody can {can} {it} any more.", end.descriptor),
            others => {
                let others = ends_held(trace, others);
                format!("{who} closes descriptor {}; {it} can still be {done} by {others}.", end.descriptor)
            }
        }
    }
}

/// "once", "twice", "3 times"
fn times(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}
