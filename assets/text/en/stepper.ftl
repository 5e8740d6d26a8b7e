# What the stepper says by itself: lists, names, reasons for a wait, verdicts, answers of a search.
# Its crate has no other language: these sentences stay in this file.

# Between one sentence and the next.
between-sentences = {" "}

# A, B and C
list-nobody = nobody
list-next = { $list }, { $next }
list-last = { $list } and { $last }

## Names of what has none of its own.

thread-unnamed = thread { $number }
thread-unknown = a thread
memory = memory
object-unknown = an object
# $kind is the type as the program writes it, $noun the same as English words.
object-noun = { $noun }
object-one = { $starts ->
    [vowel] an
   *[consonant] a
} { $noun }
object-numbered = { $noun } { $number }
object-part = { $part } of { $whole }
object-the-part = the { $noun } of { $whole }
end-held = process { $process }, descriptor { $descriptor }

## Where.

place = { $file }, line { NUMBER($line, useGrouping: "false") }
# Follows a word directly.
whence = {" "}({ $place })
guard-from = guard from { $place }

## How a thread stands, in a word.

status-ready = ready
status-polls = polls
status-blocked = blocked
status-asleep = asleep
status-waiting = waiting
status-done = done
status-panicked = panicked
status-spins = spins
status-killed = killed

## What happens in a step.

ends-by-panic = { $who } has ended by its panic.
is-done = { $who } is done.
panics = { $who } panics: “{ $message }”.
says = { $who } says “{ $words }”.
clock-moves = The clock moves on to { $time }.
yields = { $who } lets the others go first.
waited-long-enough = { $who } has waited long enough.
wakes-up-by-itself = { $who } wakes up, though nobody woke it: a spurious wake-up.
# $who waits, and others with it.
comes-first = { $who } is put first of those who wait at { $object }: a notify wakes it before the others.
is-killed = Process { $process } is killed: none of its threads moves again, no destructor runs, and the system closes what it had open.
breaks-a-rule = { $who } breaks a rule: { $rule }.
races = Nothing orders this access to { $object } and that of { $other }: a data race.

## Why a thread waits: to follow its name.

why-held = wants { $object }, which { $holder } holds
why-not-free = wants { $object }, which is not free
why-sleeps-on = sleeps on { $object } until it is woken
why-joins = waits until { $child } ends
why-awaits = waits until process { $process } ends
why-reads = waits for bytes in { $object }, whose write end is still held by { $holders }
why-writes = waits for room in { $object }, whose read end is held by { $holders }
why-sleeps = sleeps for a time
why-polls = asks again and again
why-polls-of = asks again and again until { $objects } { $count ->
    [one] changes
   *[other] change
}
or = { $objects } or { $next }

waits = { $who } { $why }
waits-next = { $waits }; { $wait }
waits-since = { $who } { $why }, since { $since ->
    [0] the start
   *[other] step { $since }
}.
took-it = { $who } took it { $step ->
    [0] before the first step
   *[other] in step { $step }
}{ $at }.
changed-it = { $who } changed it last, { $step ->
    [0] before the first step
   *[other] in step { $step }
}{ $at }.
fell-asleep = It went to sleep in step { $step }{ $at }.
changed-last = { $who } changed { $object } last, { $step ->
    [0] before the first step
   *[other] in step { $step }
}{ $at }.

## Verdicts: a title, and why.

verdict-finished = The run ended well
verdict-finished-why = Every thread is done, and nothing went wrong on this schedule.
verdict-panicked = { $who } panicked
verdict-panicked-why = “{ $message }”{ $at }
verdict-no-end = No end in sight
verdict-no-end-why = The run was stopped after { $steps } steps. Some thread may be running round and round.
verdict-spins = { $who } spins
verdict-spins-why = It did { $operations } operations in one step without coming to an end, and was stopped.
verdict-deadlock = Deadlock
verdict-deadlock-partial = Partial deadlock
verdict-deadlock-why = No thread can ever go on.
verdict-race = A data race
verdict-race-why = Nothing orders two accesses to { $object }.

misuse = Misuse
misuse-of = Misuse of { $object }
misuse-why = { $who } breaks a rule: { $rule }{ $at }.

deadlock-itself = { $waits }. It waits for itself.
deadlock-cycle = { $waits }. None of them can ever go on.
deadlock-behind = Behind that, { $wait }.

lost-wakeup = A lost wake-up
lost-wakeup-why = { $notifier } notified { $condition } in step { $notified }{ $there }, when nobody slept there; { $waiter } went to sleep after that, in step { $slept }{ $here }. { $condition } remembers no notify, so nobody will ever wake { $waiter }.

wrong-waiter = The wrong waiter was woken
wrong-waiter-why = In step { $notified }, { $notifier } notified { $condition }{ $there } and woke { $woken }, which could make no use of it and went back to sleep in step { $again }. { $instead } slept there too, was not woken, and { $count ->
    [one] sleeps
   *[other] sleep
} for ever.

endless-wait = A wait that never ends
endless-wait-why = { $waits }. Nobody is left who could end this wait.

race-why = Nothing orders the accesses of { $one } and { $other } to { $object }.
race-orderings = { $writer } wrote { $word } in between ({ $written }) and { $reader } read it ({ $seen }): with Release there and Acquire here, the accesses would be in order.
race-holding = { $holder } held { $object } at its access, { $other } did not: if both hold it, the accesses are in order.
race-everything = One lock that both hold there would order them, or one thread that starts after the other has ended.

busy-waiting = Busy waiting
busy-waiting-why = { $who } asks again and again, and nobody is left who could change the answer. { $repeats } ({ $calls }). { $progress }
livelock = A livelock
livelock-why = { $who } keep moving, each in its turn, and come back to where they were. { $repeats } ({ $calls }). { $progress }
no-progress = No progress in { $steps } steps.
# The run has not gone so far itself.
no-progress-tried = To go on like that was tried: no progress in { $steps } steps.
unfair-time = time stood still, though a sleep or a timeout would have ended
unfair-threads = { $who } could have gone on and never came to move
unfair-why = { $repeats }, but { $others }: that says something about this schedule, and nothing about the program.
# The steps from $first to $last, $count of them, are made again and again.
repeats = { $count ->
    [one] Step { $first } is made { $times } times
   *[other] Steps { $first } to { $last } are made { $times } times
}
# The same, without saying how often.
repeats-on = { $count ->
    [one] Step { $first } repeats
   *[other] Steps { $first } to { $last } repeat
}
# In a table, in the place of all the further rounds.
repeats-until = { $repeats }, up to step { $last }.
# One of the calls of a round.
the-clock-moves = the clock moves

## Answers of a search.

proved = Proved: every schedule is fine ({ $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}, { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}).
proved-waits = A thread that let the others go first was left to wait until something changed that it had looked at; where it was tried to let it ask more often, that made no difference.
no-bug = No bug within { $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}, which is no proof: { $why }.
sampled-pct = { $runs } of them were made at random, with priorities of the threads (PCT): that is good at bugs which need a few steps in one order, however long the run.
sampled-pos = { $runs } of them were made at random, with priorities of the steps (POS): of two steps that use one object, each comes first about equally often.
bounded = No schedule { $preemptions ->
    [one] without a preemption
   *[other] with fewer than { $preemptions } preemptions
} fails, data races aside.
no-spurious = Spurious wake-ups, and another order of those who wait at a condition, are not among them.
limit-executions = no more were allowed
limit-steps = some schedule went on until it was stopped, so nobody knows how it ends
limit-rounds = some thread counts how often it asks in vain and does something else each time, so only the first few rounds were tried
limit-cancelled = the search was stopped before its end

bug-length = { $preemptions ->
    [0] No preemption
    [one] { $preemptions } preemption
   *[other] { $preemptions } preemptions
}, { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}.
bug-stopped = Stopped after { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}.
shortest = No failing schedule is shorter.
shortest-but-races = No failing schedule is shorter, data races aside.
shortest-unknown = There may be a shorter one.
found-after = Found after { $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}.

not-deterministic = The program is not deterministic: after the same choices it does not always do the same. { $observed } Whatever varies (random numbers, the time, addresses, what an earlier run left behind) must go.
differs = Once, { $one }. Another time, { $other }.
# Both times the same: $one is one of the two.
differed = Both times it stood alike, { $one }, and had come there in two ways.
could-after = after { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}: { $could }
would-call = { $who } would { $verb } { $object }
would-go-on = { $who } would go on
clock-would-move = the clock would move
would-or = { $all }, or { $one }
nobody-can-go-on = nobody can go on
# What was in a word.
value-is = { $word } was { $value }

## The table of a run.

table-step = step
table-goes-on = goes on
table-wakes-up = wakes up
table-comes-first = is put first
table-killed = killed

## A schedule code that cannot be read.

# $why is one of the reasons below.
code-broken = the schedule code is broken at character { $at }: { $why }
code-none = a schedule code begins with tl1
code-version = it is of another version of the format; this program reads version 1 (tl1)
code-parts = it should have 6 parts with dots between them, and has { $count }
code-lesson = the name of the lesson is missing
code-grain = the grain should be c (coarse) or f (fine)
code-fingerprint = the program’s fingerprint should be 8 hexadecimal digits
code-choice = `{ $letter }` is no choice: threads are the letters a to p, the clock is t, s before a letter wakes that thread for no reason, w lets it be woken first, and x before a letter kills that process
code-misplaced = `{ $letter }` has no place here
code-unclosed = this parenthesis is not closed
code-repeats = `{ $count }` is no sensible number of repeats
code-check = the check characters do not fit: something before them was lost or changed
