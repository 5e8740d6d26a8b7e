//! A call of a primitive as a sentence: how it went to sleep, or what came of it. One function a primitive; none of
//! them knows a program. A verb without a sentence is told by its name, and a test finds it.

use stepper::words::{self, ends_held, kind, name};
use stepper::{End, Event, Meeting, ObjectId, State, Step, SystemCall, Trace, What};

use crate::text::{Text, tell};

/// What happened in a thread's outermost call so far.
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    /// The object looked like the first, if it was ever seen, and the thread made it look like the second.
    pub(super) change: Option<(Option<&'a State>, &'a State)>,
    /// A wait in it came to its deadline.
    pub(super) timed_out: bool,
}

/// A call that went to sleep, or returned, with the event `number` of a step.
pub(super) struct Call<'a> {
    pub(super) text: &'a Text,
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
        words::thread(self.text, self.trace, self.event().thread)
    }

    fn it(&self) -> String {
        name(self.text, self.trace, self.object)
    }

    fn value(&self) -> &str {
        self.value.unwrap_or("something")
    }

    /// The value, where it is a number.
    fn number(&self) -> u64 {
        self.value.and_then(|value| value.parse().ok()).unwrap_or_default()
    }

    fn is_true(&self) -> bool {
        self.value == Some("true")
    }

    /// The timer whose end this object tells, if it is one.
    fn timer(&self) -> Option<String> {
        let whole = self.trace.objects.get(self.object.index())?.part_of?;
        (kind(self.trace, whole) == "Timer").then(|| name(self.text, self.trace, whole))
    }

    /// What a call says that has gone to sleep.
    pub(super) fn asleep(&self) -> String {
        let (text, who, it) = (self.text, self.who(), self.it());
        match (family(kind(self.trace, self.object)), self.verb) {
            ("Lock" | "RLock", _) => tell!(text, "finds-taken-waits-for-but", who, it),
            ("Semaphore", _) => tell!(text, "finds-no-permit-waits-for", who, it),
            ("Condition", _) => match self.lock_given_back() {
                Some(lock) => tell!(text, "gives-back-goes-sleep-on", who, lock, it),
                None => tell!(text, "goes-sleep-on", who, it),
            },
            ("Queue", verb) if verb.starts_with("get") => {
                tell!(text, "finds-empty-goes-sleep", who, it)
            }
            ("Queue", verb) if verb.starts_with("put") => tell!(text, "finds-full-goes-sleep", who, it),
            ("Queue", verb) if verb.starts_with("join") => {
                tell!(text, "goes-sleep-until-all-work", who, it)
            }
            ("Event", _) => match self.timer() {
                Some(timer) => tell!(text, "sleeps-until-time-has-come", who, timer),
                None => tell!(text, "finds-not-set-goes-sleep", who, it),
            },
            ("Barrier", _) => match self.state {
                Some(State::Parties { meeting: Meeting::Leaving, .. }) => {
                    tell!(text, "comes-while-round-before-is", who, it)
                }
                Some(State::Parties { arrived, of, .. }) => {
                    tell!(text, "arrives-at-goes-sleep-are", who, it, arrived, of)
                }
                _ => tell!(text, "arrives-at-goes-sleep", who, it),
            },
            ("Timer", _) => tell!(text, "goes-sleep-until-was-called", who, it),
            ("ThreadPool", "take") => tell!(text, "finds-no-task-in-goes", who, it),
            ("AsyncResult", _) => tell!(text, "goes-sleep-until-is-there", who, it),
            (_, "recv" | "poll") => tell!(text, "finds-nothing-read-in-waits", who, it),
            (_, "send") => tell!(text, "finds-full-waits", who, it),
            (_, verb) => tell!(text, "calls-goes-sleep", who, verb, it),
        }
    }

    fn lock_given_back(&self) -> Option<String> {
        let released = self.step.events.iter().find_map(|e| match &e.what {
            What::Begin { verb } if matches!(&**verb, "release" | "release_save") => e.object,
            _ => None,
        });
        released.map(|lock| name(self.text, self.trace, lock))
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
        told.unwrap_or_else(|| tell!(self.text, "calls", who = self.who(), verb = self.verb, it = self.it()))
    }

    fn lock(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match self.verb {
            "acquire" => tell!(text, "acquires", who, it),
            "release" => match self.state {
                Some(State::Value(value)) => tell!(text, "releases-is-now", who, it, value),
                _ => tell!(text, "releases", who, it),
            },
            "try_acquire" | "acquire_timeout" | "acquire_until" if self.is_true() => {
                tell!(text, "gets", who, it)
            }
            "try_acquire" | "acquire_timeout" | "acquire_until" => {
                tell!(text, "does-not-get-goes-on", who, it)
            }
            "is_locked" if self.is_true() => tell!(text, "sees-is-held", who, it),
            "is_locked" => tell!(text, "sees-is-free", who, it),
            _ => return None,
        })
    }

    fn rlock(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        let depth = match self.state {
            Some(State::Count(depth)) => *depth,
            _ => 0,
        };
        Some(match (self.verb, depth) {
            ("acquire", 2..) => tell!(text, "acquires-again", who, it, depth),
            ("try_acquire" | "acquire_timeout" | "acquire_until", 2..) if self.is_true() => {
                tell!(text, "gets-again", who, it, depth)
            }
            ("release", 1..) => tell!(text, "releases-once", who, it, depth),
            ("release", 0) => tell!(text, "releases-holds-no-more", who, it),
            ("release_save", _) => match self.course.change {
                Some((Some(State::Count(before @ 2..)), _)) => {
                    tell!(text, "releases-wholly-held", who, it, depth = *before)
                }
                _ => tell!(text, "releases-wholly", who, it),
            },
            ("acquire_restore", 2..) => {
                tell!(text, "acquires-as-before-times", who, it, depth)
            }
            ("acquire_restore", _) => tell!(text, "acquires-holds-as-before", who, it),
            _ => return self.lock(),
        })
    }

    fn semaphore(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        let left = match self.state {
            Some(State::Count(count)) => tell!(text, "permits-left", count = *count),
            _ => String::new(),
        };
        Some(match self.verb {
            "acquire" => tell!(text, "takes-permit", who, it, left),
            "try_acquire" | "acquire_timeout" | "acquire_until" if self.is_true() => {
                tell!(text, "takes-permit", who, it, left)
            }
            "try_acquire" | "acquire_timeout" | "acquire_until" => {
                tell!(text, "gets-no-permit-goes-on", who, it)
            }
            "release" => match self.course.change {
                Some((Some(State::Count(before)), State::Count(now))) if *now > before + 1 => {
                    tell!(text, "gives-permits-back", who, count = now - before, it, left)
                }
                _ => tell!(text, "gives-permit-back", who, it, left),
            },
            "value" => tell!(text, "sees-permits", who, count = self.number(), it),
            _ => return None,
        })
    }

    fn condition(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match self.verb {
            "wait" | "wait_timeout" | "wait_until" => match self.value {
                Some("false") => {
                    tell!(text, "was-not-notified-in-time", who)
                }
                _ => tell!(text, "has-lock-again-returns-from", who, it),
            },
            "notify" | "notify_n" | "notify_all" => {
                let before = &self.step.events[..self.number];
                let woken: Vec<String> = before
                    .iter()
                    .flat_map(|e| &e.woke)
                    .map(|&t| words::thread(self.text, self.trace, t))
                    .collect();
                match woken.as_slice() {
                    [] => match self.notified_awake() {
                        Some(reached) => tell!(text, "notifies-one-awake", who, it, reached),
                        None => tell!(text, "notifies-but-nobody-waits-there", who, it),
                    },
                    [one] => tell!(text, "notifies-one", who, it, woken = one),
                    many => {
                        tell!(text, "notifies-many", who, it, woken = text.list(many))
                    }
                }
            }
            _ => return None,
        })
    }

    /// A thread that this notify reached, but did not wake: it had woken up by itself and waited for the lock.
    fn notified_awake(&self) -> Option<String> {
        let part = |word: ObjectId| self.trace.objects[word.index()].part_of == Some(self.object);
        let mut wakes = self.step.events[..self.number].iter().filter(|e| e.what == What::Wake);
        let word = wakes.find_map(|e| e.object.filter(|word| part(*word)))?;
        let mut events = self.trace.steps.iter().flat_map(|step| &step.events);
        let slept = events.find(|e| e.what == What::Park && e.object == Some(word))?;
        Some(words::thread(self.text, self.trace, slept.thread))
    }

    fn event_object(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        if let Some(timer) = self.timer() {
            return Some(match self.verb {
                "set" => tell!(text, "call-is-done", timer),
                _ if self.is_true() => tell!(text, "sees-was-cancelled", who, timer),
                _ => tell!(text, "time-has-come", timer),
            });
        }
        Some(match self.verb {
            "set" => tell!(text, "sets", who, it),
            "clear" => tell!(text, "clears", who, it),
            "is_set" if self.is_true() => tell!(text, "sees-is-set", who, it),
            "is_set" => tell!(text, "sees-is-not-set", who, it),
            "wait" => tell!(text, "sees-set-goes-on", who, it),
            "wait_timeout" | "wait_until" => match self.value {
                Some("false") => tell!(text, "has-waited-long-enough-for", who, it),
                _ => tell!(text, "sees-set-goes-on", who, it),
            },
            _ => return None,
        })
    }

    fn barrier(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        let nobody = matches!(self.state, Some(State::Parties { arrived: 0, .. }));
        let (of, meeting) = match self.state {
            Some(State::Parties { of, meeting, .. }) => (Some(*of), Some(*meeting)),
            _ => (None, None),
        };
        Some(match self.verb {
            "wait" | "wait_timeout" | "wait_until" => match (self.place(), of) {
                (Some(place), Some(of)) if place + 1 == of => {
                    tell!(text, "arrives-last", who, it, of)
                }
                (Some(_), _) => tell!(text, "is-let-through", who, it),
                (None, _) if self.course.timed_out => tell!(text, "gives-up-so-breaks-for", who, it),
                (None, _) if meeting == Some(Meeting::Broken) => {
                    tell!(text, "finds-broken-goes-on-with", who, it)
                }
                (None, _) => tell!(text, "is-sent-away-from-with", who, it),
            },
            "reset" if nobody => tell!(text, "resets-nobody-waits-there", who, it),
            "reset" => tell!(text, "resets-whoever-waits-there-is", who, it),
            "abort" if nobody => tell!(text, "breaks-whoever-comes-is-sent", who, it),
            "abort" => {
                tell!(text, "breaks-whoever-waits-there-or", who, it)
            }
            "is_broken" if self.is_true() => tell!(text, "sees-is-broken", who, it),
            "is_broken" => tell!(text, "sees-is-not-broken", who, it),
            "n_waiting" => tell!(text, "sees-waiting-at", who, count = self.number(), it),
            _ => return None,
        })
    }

    /// In which place the thread arrived, counted from 0; none if it got an error.
    fn place(&self) -> Option<usize> {
        self.value?.parse().ok()
    }

    fn queue(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        let (left, most) = match self.state {
            Some(State::Items { items, capacity: Some(most), .. }) if !items.is_empty() => {
                (tell!(text, "places-taken", count = items.len(), most = *most), Some(*most))
            }
            Some(State::Items { items, capacity, .. }) => {
                (tell!(text, "items-left", count = items.len()), *capacity)
            }
            _ => (String::new(), None),
        };
        Some(match self.verb {
            "put" | "try_put" | "put_timeout" | "put_until" => match self.course.change {
                None => match self.value {
                    Some(error) => tell!(text, "cannot-put", who, it, error),
                    None => tell!(text, "cannot-put-full", who, it),
                },
                Some(_) => tell!(text, "puts-into", who, value = self.value(), it, left),
            },
            "get" | "try_get" | "get_timeout" | "get_until" => match self.course.change {
                None => match self.value {
                    Some(error) => tell!(text, "gets-nothing", who, it, error),
                    None => tell!(text, "gets-nothing-empty", who, it),
                },
                Some(_) => tell!(text, "takes-from", who, value = self.value(), it, left),
            },
            "task_done" => tell!(text, "reports-one-piece-work-from", who, it),
            "join_timeout" if !self.is_true() => {
                tell!(text, "goes-on-though-not-all", who, it)
            }
            "join" | "join_timeout" => tell!(text, "sees-all-work-is-done", who, it),
            "shutdown" => {
                tell!(text, "shuts-down-what-is-in", who, it)
            }
            "shutdown_now" => {
                tell!(text, "shuts-down-drops-what-was", who, it)
            }
            "is_shut_down" if self.is_true() => tell!(text, "sees-was-shut-down", who, it),
            "is_shut_down" => tell!(text, "sees-was-not-shut-down", who, it),
            "len" => tell!(text, "sees-count-in", who, count = self.number(), it),
            "is_empty" if self.is_true() => tell!(text, "sees-is-empty", who, it),
            "is_empty" => tell!(text, "sees-is-not-empty", who, it),
            "is_full" if self.is_true() => tell!(text, "sees-is-full", who, it),
            "is_full" => tell!(text, "sees-is-not-full", who, it),
            "maxsize" => match most {
                Some(most) => tell!(text, "sees-has-room-for", who, it, most),
                None => tell!(text, "sees-how-much-room-has", who, it),
            },
            "set_maxsize" => match most {
                Some(most) => tell!(text, "makes-room-for-in", who, most, it),
                None => tell!(text, "gives-room-without-end", who, it),
            },
            _ => return None,
        })
    }

    fn timer_itself(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        let fired = matches!(self.state, Some(State::Value(word)) if word == "fired");
        Some(match self.verb {
            "cancel" if self.is_true() => tell!(text, "cancels-call-will-not-be", who, it),
            "cancel" if fired => tell!(text, "comes-too-late-cancel-has", who, it),
            "cancel" => tell!(text, "need-not-cancel-was-done", who, it),
            "fire" if self.is_true() => tell!(text, "fires-begins-call", it, who),
            "fire" => tell!(text, "does-not-fire-was-cancelled", it),
            "join_timeout" if !self.is_true() => tell!(text, "goes-on-though-is-not", who, it),
            "join" | "join_timeout" => tell!(text, "sees-is-finished", who, it),
            "is_finished" if self.is_true() => tell!(text, "sees-is-finished", who, it),
            "is_finished" => tell!(text, "sees-is-not-finished", who, it),
            _ => return None,
        })
    }

    fn pool(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        let waiting = match self.state {
            Some(State::Items { items, .. }) => tell!(text, "tasks-wait", count = items.len()),
            _ => String::new(),
        };
        let dropped = self.event().place.as_ref().is_some_and(|place| place.dropped);
        Some(match self.verb {
            "apply_async" => tell!(text, "gives-task", who, it, waiting),
            "map_async" => tell!(text, "maps-in-pieces", who, it, waiting),
            "imap" => tell!(text, "maps-in-order", who, it, waiting),
            "imap_unordered" => {
                tell!(text, "maps-as-they-come", who, it, waiting)
            }
            "take" if self.is_true() => tell!(text, "takes-task", who, it, waiting),
            "take" => tell!(text, "has-nothing-more-do-for", who, it),
            "close" => tell!(text, "closes-no-new-tasks-threads", who, it),
            "terminate" if dropped && self.course.change.is_none() => tell!(text, "lets-go", who, it),
            "terminate" => tell!(text, "ends-tasks-wait-are-dropped", who, it),
            "join" => tell!(text, "waits-for-threads-end", who, it),
            _ => return None,
        })
    }

    fn result(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match self.verb {
            "set" => tell!(text, "has-done-task-is-there", who, it),
            "get" => tell!(text, "takes-value", who, it),
            "wait_timeout" if !self.is_true() => tell!(text, "has-waited-long-enough-for", who, it),
            "wait" | "wait_timeout" => tell!(text, "sees-is-there", who, it),
            "ready" if self.is_true() => tell!(text, "sees-is-there", who, it),
            "ready" => tell!(text, "sees-is-not-there-yet", who, it),
            "successful" if self.is_true() => tell!(text, "sees-is-value", who, it),
            "successful" => tell!(text, "sees-is-panic", who, it),
            _ => return None,
        })
    }

    fn thread(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match self.verb {
            "is_alive" if self.is_true() => tell!(text, "sees-has-not-ended", who, it),
            "is_alive" => tell!(text, "sees-has-ended", who, it),
            "enumerate" => tell!(text, "sees-living-threads", who, count = self.number()),
            _ => return None,
        })
    }

    fn var(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match self.verb {
            "get" => tell!(text, "reads-var", who, it, value = self.value()),
            "set" => tell!(text, "sets-to", who, it, value = self.value()),
            _ => return None,
        })
    }

    fn local(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match (self.verb, self.value) {
            ("with", _) => tell!(text, "uses-own", who, it),
            ("get", Some(value)) => tell!(text, "reads-its-own-value", who, it, value),
            ("get", None) => tell!(text, "reads-own", who, it),
            ("set", _) => tell!(text, "sets-its-own", who, it, value = self.value()),
            _ => return None,
        })
    }

    fn pipe(&self) -> Option<String> {
        let (text, who, it) = (self.text, self.who(), self.it());
        Some(match (self.verb, self.value) {
            ("send", Some(error)) if !error.ends_with(" bytes") => {
                tell!(text, "cannot-send-through", who, it, error)
            }
            ("send", _) => tell!(text, "sends-through", who, value = self.value(), it),
            ("recv", Some("end of file")) => {
                tell!(text, "finds-end-nobody-can-write", who, it)
            }
            ("recv", Some(value)) => tell!(text, "receives-from", who, value, it),
            ("recv", None) => tell!(text, "finds-no-whole-value-in", who, it),
            ("poll", Some("true")) => {
                tell!(text, "sees-there-is-something-read", who, it)
            }
            ("poll", _) => tell!(text, "sees-nothing-read-in", who, it),
            ("close", _) => self.closed(&it, &who),
            _ => return None,
        })
    }

    /// A descriptor was closed: who else holds the same end.
    fn closed(&self, it: &str, who: &str) -> String {
        let Call { text, trace, step, number, object, .. } = *self;
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
        let Some(end) = end else { return tell!(text, "closes-end", who, it) };
        let descriptor = end.descriptor;
        let others: Vec<End> = held.iter().filter(|e| e.writes == end.writes).cloned().collect();
        match others.as_slice() {
            [] if end.writes => tell!(text, "closes-last-writer", who, descriptor, it),
            [] => tell!(text, "closes-last-reader", who, descriptor, it),
            others => {
                let others = ends_held(text, trace, others);
                match end.writes {
                    true => tell!(text, "closes-writer", who, descriptor, it, others),
                    false => tell!(text, "closes-reader", who, descriptor, it, others),
                }
            }
        }
    }
}
