# What the last step did, and what the explorer answers.

inside-the-primitive = inside the primitive: { $place }
end-of-a-guard = end of a guard
at-its-start = { $lesson } is at its start
stops-to-fit = Here the replayed schedule stops to fit.
# Before the keys that can be pressed, between them, and after them.
invitation-click = ← Click a thread on the left, or press
invitation-or = or
invitation-then = and it makes its next step.
clock-move = Let the clock move on
clock-alone = Everybody waits for time to pass: let the clock move on
# Wakes a thread that waits at a condition.
wake = Wake { $who } for no reason
wake-name = Wake { $who } for no reason: a spurious wake-up
spurious = A spurious wake-up
spurious-elsewhere = A thread that waits at a condition wakes up, though nobody notified it. The conditions of POSIX, C++, Java and Rust’s std may do so; a wait in a loop looks again, and survives it.
spurious-here = The Condition of this toolbox never does it by itself, and neither the dice nor the explorer try it: only you.
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
} run. Any other only swaps steps that do not touch each other.
answer-no-chances = Spurious wake-ups are not among them.
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
outcomes-unknown = This is not known: the search has found no answer.
outcomes-all = These are all: { $schedules ->
    [one] { $schedules } schedule was
   *[other] { $schedules } schedules were
} enough to see every one.
outcomes-some = Seen in { $schedules ->
    [one] { $schedules } schedule
   *[other] { $schedules } schedules
}. There may be others.
outcomes-untold = And { $count } more.
outcome-walk = Walk outcome { $number }: { $ending }
outcome-goes-on = it goes on
