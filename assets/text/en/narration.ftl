# What happened in a step, and why a thread waits, in the words of the primitives. $who is a thread, $it an object.

starts = { $who } starts { $children }.
sees-ended = { $who } sees that { $children } { $count ->
    [one] has
   *[other] have
} ended.
goes-on = { $who } goes on.

## Single operations.

# A value of a word, as it means it: 1 held.
value-read = “{ $reading }”
operation-reads = { $who } reads { $object }: { $value } ({ $order }).
operation-finds = { $who } tries to change { $object }, but finds { $value } there ({ $order }).
operation-writes = { $who } writes { $value } to { $object } ({ $order }).
operation-changes = { $who } changes { $object } from { $before } to { $after } in one operation ({ $order }).
reads-the-end = { $who } finds the end of { $object }: no byte is left, and nobody can write one.
reads-bytes = { $who } reads { $bytes } bytes of { $object } at descriptor { $descriptor }.
writes-bytes = { $who } writes { $bytes } bytes to { $object } at descriptor { $descriptor }.
closes-descriptor = { $who } closes descriptor { $descriptor }, an end of { $object }.
parks = { $who } goes to sleep on { $object }.
wakes-nobody = { $who } wants to wake a sleeper of { $object }, but nobody sleeps there.
wakes = { $who } wakes { $woken }.

## Why a thread waits: to follow its name.

why-no-permit = wants a permit of { $it }, and none is left
why-notified = sleeps on { $it } until it is notified
why-room = sleeps until { $it } has room
why-all-work = sleeps until all work of { $it } is done
why-something = sleeps until { $it } has something
why-set = sleeps until { $it } is set
why-permit = sleeps until { $it } has a permit
why-arrived = sleeps until all have arrived at { $it }
why-timer-time = sleeps until the time of { $it } has come
why-timer = sleeps until { $it } was called or cancelled
why-task = sleeps until { $it } has a task
why-result = sleeps until { $it } has a result
why-there = sleeps until { $it } is there

## Calls that go to sleep.

finds-taken-waits-for-but = { $who } finds { $it } taken and waits for it, but not for ever.
finds-no-permit-waits-for = { $who } finds no permit of { $it } and waits for one, but not for ever.
gives-back-goes-sleep-on = { $who } gives { $lock } back and goes to sleep on { $it }.
goes-sleep-on = { $who } goes to sleep on { $it }.
finds-empty-goes-sleep = { $who } finds { $it } empty and goes to sleep.
finds-full-goes-sleep = { $who } finds { $it } full and goes to sleep.
goes-sleep-until-all-work = { $who } goes to sleep until all work of { $it } is done.
sleeps-until-time-has-come = { $who } sleeps until the time of { $timer } has come.
finds-not-set-goes-sleep = { $who } finds { $it } not set and goes to sleep.
comes-while-round-before-is = { $who } comes to { $it } while the round before is leaving, and goes to sleep.
arrives-at-goes-sleep-are = { $who } arrives at { $it } and goes to sleep: { $arrived } of { $of } are there.
arrives-at-goes-sleep = { $who } arrives at { $it } and goes to sleep.
goes-sleep-until-was-called = { $who } goes to sleep until { $it } was called or cancelled.
finds-no-task-in-goes = { $who } finds no task in { $it } and goes to sleep.
goes-sleep-until-is-there = { $who } goes to sleep until { $it } is there.
finds-nothing-read-in-waits = { $who } finds nothing to read in { $it } and waits.
finds-full-waits = { $who } finds { $it } full and waits.
calls-goes-sleep = { $who } calls { $verb } of { $it } and goes to sleep.

## Calls that return: any primitive.

calls = { $who } calls { $verb } of { $it }.

## Locks.

acquires = { $who } acquires { $it }.
releases = { $who } releases { $it }.
releases-is-now = { $who } releases { $it }; it is now { $value }.
gets = { $who } gets { $it }.
does-not-get-goes-on = { $who } does not get { $it }, and goes on without.
sees-is-held = { $who } sees that { $it } is held.
sees-is-free = { $who } sees that { $it } is free.
acquires-again = { $who } acquires { $it } again, and holds it { $depth ->
    [2] twice
   *[other] { $depth } times
} now.
gets-again = { $who } gets { $it } again, and holds it { $depth ->
    [2] twice
   *[other] { $depth } times
} now.
releases-once = { $who } releases { $it } once, and still holds it { $depth ->
    [1] once
    [2] twice
   *[other] { $depth } times
}.
releases-holds-no-more = { $who } releases { $it }, and holds it no more.
releases-wholly = { $who } releases { $it } completely.
releases-wholly-held = { $who } releases { $it } completely, which it held { $depth ->
    [2] twice
   *[other] { $depth } times
}.
acquires-holds-as-before = { $who } acquires { $it }, and holds it as before.
acquires-as-before-times = { $who } acquires { $it }, and holds it { $depth ->
    [2] twice
   *[other] { $depth } times
} as before.

## Semaphores. $left follows the sentence.

permits-left = ; { $count ->
    [0] none is left
   *[other] { $count } left
}
takes-permit = { $who } takes a permit of { $it }{ $left }.
gets-no-permit-goes-on = { $who } gets no permit of { $it }, and goes on without.
gives-permit-back = { $who } gives a permit back to { $it }{ $left }.
gives-permits-back = { $who } gives { $count } permits back to { $it }{ $left }.
sees-permits = { $who } sees { $count ->
    [one] { $count } permit
   *[other] { $count } permits
} in { $it }.

## Conditions.

was-not-notified-in-time = { $who } was not notified in time, has the lock again and returns from wait.
has-lock-again-returns-from = { $who } has the lock again, and returns from the wait on { $it }.
notifies-but-nobody-waits-there = { $who } notifies { $it }, but nobody waits there.
notifies-one-awake = { $who } notifies { $it }: that goes to { $reached }, which has woken up already.
notifies-one = { $who } notifies { $it }: { $woken } wakes, and now needs the lock again.
notifies-many = { $who } notifies { $it }: { $woken } wake, and now need the lock again.

## Events.

sets = { $who } sets { $it }.
clears = { $who } clears { $it }.
sees-is-set = { $who } sees that { $it } is set.
sees-is-not-set = { $who } sees that { $it } is not set.
sees-set-goes-on = { $who } sees { $it } set and goes on.
has-waited-long-enough-for = { $who } has waited long enough for { $it }.

## Barriers.

arrives-last = { $who } is the last to arrive at { $it }: { $of ->
    [1] it takes no more
    [2] both are there, and may go on
   *[other] all { $of } are there, and may go on
}.
is-let-through = { $who } is let through { $it }.
gives-up-so-breaks-for = { $who } gives up, and so breaks { $it } for all.
finds-broken-goes-on-with = { $who } finds { $it } broken, and goes on with an error.
is-sent-away-from-with = { $who } is sent away from { $it } with an error: it was reset.
resets-nobody-waits-there = { $who } resets { $it }; nobody waits there.
resets-whoever-waits-there-is = { $who } resets { $it }: whoever waits there is sent away with an error.
breaks-whoever-comes-is-sent = { $who } breaks { $it }: whoever comes is sent away with an error.
breaks-whoever-waits-there-or = { $who } breaks { $it }: whoever waits there, or comes, is sent away with an error.
sees-is-broken = { $who } sees that { $it } is broken.
sees-is-not-broken = { $who } sees that { $it } is not broken.
sees-waiting-at = { $who } sees { $count ->
    [one] { $count } thread
   *[other] { $count } threads
} waiting at { $it }.

## Queues. $left follows the sentence, $error is what the call answered.

places-taken = ; { $count } of { $most } places are taken
items-left = ; { $count ->
    [0] the queue is empty again
   *[other] { $count } in the queue
}
puts-into = { $who } puts { $value } into { $it }{ $left }.
cannot-put = { $who } cannot put into { $it }: { $error }.
cannot-put-full = { $who } cannot put into { $it }: there is no room.
takes-from = { $who } takes { $value } from { $it }{ $left }.
gets-nothing = { $who } gets nothing from { $it }: { $error }.
gets-nothing-empty = { $who } gets nothing from { $it }: it is empty.
reports-one-piece-work-from = { $who } reports one piece of work from { $it } as done.
goes-on-though-not-all = { $who } goes on, though not all work of { $it } is done.
sees-all-work-is-done = { $who } sees that all work of { $it } is done.
shuts-down-what-is-in = { $who } shuts { $it } down: what is in it can be taken, and nothing more be put.
shuts-down-drops-what-was = { $who } shuts { $it } down and drops what was in it: nothing can be put or taken.
sees-was-shut-down = { $who } sees that { $it } was shut down.
sees-was-not-shut-down = { $who } sees that { $it } was not shut down.
sees-count-in = { $who } sees { $count } in { $it }.
sees-is-empty = { $who } sees that { $it } is empty.
sees-is-not-empty = { $who } sees that { $it } is not empty.
sees-is-full = { $who } sees that { $it } is full.
sees-is-not-full = { $who } sees that { $it } is not full.
sees-has-room-for = { $who } sees that { $it } has room for { $most }.
sees-how-much-room-has = { $who } sees how much room { $it } has.
makes-room-for-in = { $who } makes room for { $most } in { $it }.
gives-room-without-end = { $who } gives { $it } room without end.

## Timers.

call-is-done = The call of { $timer } is done.
sees-was-cancelled = { $who } sees that { $timer } was cancelled.
time-has-come = The time of { $timer } has come.
cancels-call-will-not-be = { $who } cancels { $it }: its call will not be made.
comes-too-late-cancel-has = { $who } comes too late to cancel { $it }: it has fired.
need-not-cancel-was-done = { $who } need not cancel { $it }: that was done before.
fires-begins-call = { $it } fires: { $who } begins its call.
does-not-fire-was-cancelled = { $it } does not fire: it was cancelled in time.
goes-on-though-is-not = { $who } goes on, though { $it } is not finished.
sees-is-finished = { $who } sees that { $it } is finished.
sees-is-not-finished = { $who } sees that { $it } is not finished.

## Pools. $waiting follows the sentence.

tasks-wait = ; { $count ->
    [0] no other waits
    [one] { $count } task waits
   *[other] { $count } tasks wait
}
gives-task = { $who } gives { $it } a task{ $waiting }.
maps-in-pieces = { $who } gives { $it } a call for each of some items, in batches{ $waiting }.
maps-in-order = { $who } gives { $it } a call for each of some items, to have the results in order{ $waiting }.
maps-as-they-come = { $who } gives { $it } a call for each of some items, to have the results as they come{ $waiting }.
takes-task = { $who } takes a task of { $it }{ $waiting }.
has-nothing-more-do-for = { $who } has nothing more to do for { $it }.
closes-no-new-tasks-threads = { $who } closes { $it }: no new tasks, and its threads end when all are done.
lets-go = { $who } lets go of { $it }.
ends-tasks-wait-are-dropped = { $who } ends { $it }: the tasks that wait are dropped.
waits-for-threads-end = { $who } waits for the threads of { $it } to end.
has-done-task-is-there = { $who } has done its task: { $it } is there.
takes-value = { $who } takes the value of { $it }.
sees-is-there = { $who } sees that { $it } is there.
sees-is-not-there-yet = { $who } sees that { $it } is not there yet.
sees-is-value = { $who } sees that { $it } is a value.
sees-is-panic = { $who } sees that { $it } is a panic.

## Threads.

sees-has-not-ended = { $who } sees that { $it } has not ended.
sees-has-ended = { $who } sees that { $it } has ended.
sees-living-threads = { $who } sees { $count ->
    [1] that no other thread lives
   *[other] { $count } living threads, itself included
}.

## Variables.

reads-var = { $who } reads { $it }: { $value }.
sets-to = { $who } sets { $it } to { $value }.
uses-own = { $who } uses its own { $it }.
reads-own = { $who } reads its own { $it }.
reads-its-own-value = { $who } reads its own { $it }: { $value }.
sets-its-own = { $who } sets its own { $it } to { $value }.

## Pipes.

cannot-send-through = { $who } cannot send through { $it }: { $error }.
sends-through = { $who } sends { $value } through { $it }.
finds-end-nobody-can-write = { $who } finds the end of { $it }: nobody can write to it any more.
receives-from = { $who } receives { $value } from { $it }.
finds-no-whole-value-in = { $who } finds no whole value in { $it }.
sees-there-is-something-read = { $who } sees that there is something to read in { $it }, or its end.
sees-nothing-read-in = { $who } sees nothing to read in { $it }.
closes-end = { $who } closes an end of { $it }.
closes-last-writer = { $who } closes descriptor { $descriptor }; nobody can write to { $it } any more.
closes-last-reader = { $who } closes descriptor { $descriptor }; nobody can read from { $it } any more.
closes-writer = { $who } closes descriptor { $descriptor }; { $it } can still be written to by { $others }.
closes-reader = { $who } closes descriptor { $descriptor }; { $it } can still be read from by { $others }.
