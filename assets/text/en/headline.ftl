# What the last step did, and what the explorer answers.

inside-the-primitive = inside the primitive: { $place }
end-of-a-guard = end of a guard
at-its-start = { $lesson } is at its start
stops-to-fit = Here the replayed schedule stops to fit.
# Before the keys that can be pressed, between them, and after them.
invitation-click = ← Click a thread on the left, or press
invitation-or = or
invitation-then = and it makes its next step.
# $who are those whose time has come then, $time is "5 ms".
clock-move = Let the clock move on: { $who }, { $time }
clock-alone = Everybody waits for time to pass. On to { $time }, when { $count ->
    [one] the wait of { $who } ends
   *[other] the waits of { $who } end
}
# Wakes a thread that waits at a condition.
wake = Wake { $who } for no reason
wake-name = Wake { $who } for no reason: a spurious wake-up
spurious = A spurious wake-up
spurious-elsewhere = A thread that waits at a condition wakes up, though nobody notified it. The conditions of POSIX, C++, Java and Rust’s std may do so; a wait in a loop looks again, and survives it.
spurious-here = The Condition of this toolbox never does it by itself, and neither the dice nor the explorer try it: only you.
# Puts a thread that waits at a condition before the others that wait there.
favour = Put { $who } first
favour-name = Put { $who } first of those who wait at { $object }: the next notify wakes it
favoured = Who is woken first
favoured-elsewhere = A notify may wake any of those who wait: POSIX, C++, Java and Rust’s std promise no order, and neither does Python’s documentation.
favoured-here = The Condition of this toolbox wakes who has waited longest, and neither the dice nor the explorer try anything else: only you.
# Ends a child process as the system may.
kill = Kill { $process }
kill-name = Kill process { $process }: none of its threads moves again
killing = A process is killed
killing-elsewhere = A process may be ended from outside at any moment: by a person, by another program, or by the system when memory runs out (signal 9, SIGKILL). No destructor and no “finally” runs; the system closes what it had open, so a reader comes to the end of the pipe, and a writer finds it broken. Who waits for the process sees the status -9.
killing-here = Neither the dice nor the explorer try it: only you.
another-fails = Another one fails: can you find it?
try-again = Try again
see-fixed = See the fixed program
show-failing = Show me one that fails

## The explorer while it searches.

search-trying = Trying every schedule
search-looking = Looking for a schedule that fails
search-tries = { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
} so far, and none panics or gets stuck.
search-samples = There are too many to try them all, so some at random: { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
}, and none panics or gets stuck.
search-bounds = There are too many to try them all, and none at random fails. Those with few preemptions: { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
} so far.
search-shortens = One fails. Looking for the shortest that does: { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
} so far.
search-stopped-after = The search was stopped after { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
}: none of them fails, and it was not all.
search-stopped-with-bug = The search was stopped, and had found a schedule that fails. Ask again to see it.
stop = Stop

## Its answer.

answer-bug = Found a schedule that fails
sentence = { $words }.
answer-found-after = Found after { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
}.
answer-shortest = It needs { $preemptions ->
    [0] no preemption
    [one] { $preemptions } preemption
   *[other] { $preemptions } preemptions
}, and with that no fewer than { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}.
answer-not-shortest = This one has { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
} and { $preemptions ->
    [0] no preemption
    [one] { $preemptions } preemption
   *[other] { $preemptions } preemptions
}; a shorter one may exist.
# $steps is one of these two.
of-whole-calls = whole calls
of-single-operations = single operations
answer-proved = Proved: every schedule is fine
answer-proved-why = { $schedules ->
    [one] { $schedules } schedule of { $steps } was
   *[other] { $schedules } schedules of { $steps } were
} run. Every other one only swaps steps that have nothing to do with each other.
# What only a person chooses, after a proof and beside the graph of all ways.
no-chances-of-processes = Processes that are killed are not among them.
answer-no-bug = No bug found, and no proof
answer-too-many = { $schedules ->
    [one] { $schedules } schedule of { $steps } was run and it does not fail
   *[other] { $schedules } schedules of { $steps } were run and none of them fails
}, but there are more than that.
answer-no-end = { $schedules ->
    [one] { $schedules } schedule of { $steps } was run and it does not fail
   *[other] { $schedules } schedules of { $steps } were run and none of them fails
}, but some had no end: they were stopped after { $most ->
    [one] { $most } step
   *[other] { $most } steps
}.
answer-counts = { $schedules ->
    [one] { $schedules } schedule of { $steps } was run and it does not fail
   *[other] { $schedules } schedules of { $steps } were run and none of them fails
}, but a thread counts how often it asks in vain and does something else each time, so only the first few rounds were tried.
answer-stopped = The search was stopped
answer-not-deterministic = The program does not do the same every time
answer-close = Close the answer
walk-it-name = Walk it, step by step
play-it = Play it

## All that can come of the program.

outcomes = What can come of it
outcomes-begins = Trying every schedule…
outcomes-tries = Trying every schedule: { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
} so far.
outcomes-unknown = Not known: the search ended without an answer.
outcomes-all = These are all: { $schedules ->
    [one] { $schedules } schedule was
   *[other] { $schedules } schedules were
} enough to see every one.
outcomes-some = Seen in { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
}. There may be others.
outcomes-untold = And { $count } more.
outcomes-rolls = That is what can come of it. Schedules at random, to see how often one fails: { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
} so far.
outcomes-luck = How lucky must you be to see it fail?
luck = { $failures } of { $runs ->
    [one] { $runs } random schedule
   *[other] { $runs } random schedules
} failed: { $share }, and with 95 % confidence between { $least } and { $most } of all.
luck-none = No failure in { $runs ->
    [one] { $runs } random schedule
   *[other] { $runs } random schedules
}, and with 95 % confidence between { $least } and { $most } of all.
luck-unfinished = { $count ->
    [one] { $count } schedule
   *[other] { $count } schedules
} had no end in sight.
luck-means = A random schedule may change threads at every step. A computer lets one run on for long, so there a failure is mostly rarer.
outcome-walk = Walk outcome { $number }: { $ending }
outcome-goes-on = it goes on
