# The cards of the objects. A word of a state stands in little room: keep it short.

stage-empty = The program has made nothing yet that threads share.
not-used-yet = not used yet

## In the corner of a card.

note-waits = { $count ->
    [0] nobody waits
    [one] { $count } waits
   *[other] { $count } wait
}
note-held = held by { $who }
note-held-times = held by { $who }, { $depth } times
note-arrived = { $arrived } of { $of } are there
note-leaving = { $arrived } of { $of } still to leave
note-tasks = { $count ->
    [0] no task waits
    [one] { $count } task waits
   *[other] { $count } tasks wait
}
note-items-of = { $count } of { $most }
note-items = { $count } in it
note-left = { $count ->
    [0] none left
   *[other] { $count } left
}
note-bytes = { $bytes } of { $capacity } bytes
note-own = { $count ->
    [0] no values yet
    [one] { $count } own value
   *[other] { $count } own values
}

## A card for a screen reader.

contains = contains { $what }
thread-has = { $who } has { $value }
thread-sleeps = { $who } sleeps
thread-waits = { $who } waits
end-writes = { $process }: write end, descriptor { $descriptor }
end-reads = { $process }: read end, descriptor { $descriptor }

## Who waits.

thread-in-call = { $who } in { $verb }
waiting-names = waiting: { $names }
waiting = { $count ->
    [0] nobody waits
   *[other] waiting
}

## Locks, conditions, semaphores.

free = free
holds-it = holds it
holds-it-times = holds it × { $depth }
wait-for-it = { $count ->
    [0] nobody waits
    [one] waits for it
   *[other] wait for it
}
wait-set = { $count ->
    [0] the wait set is empty
    [one] sleeps until notified
   *[other] sleep until notified
}
permits = { $count ->
    [0] no permit
    [one] { $count } permit
   *[other] { $count } permits
}

## Events, results, timers.

event-set = set
event-not-set = not set
event-sleepers = sleep until it is set
result-there = there
result-not-there = not there yet
result-sleepers = sleep until it is there
timer-armed = armed
timer-fired = fired
timer-cancelled = cancelled
timer-sleepers = wait for it
nobody-sleeps = nobody sleeps

## Queues and pools.

queue-in = put
queue-out = get
pool-in = give
pool-out = take
task = task
not-reported = { $count } not reported as done
full = full
empty = empty
newest-first = newest leaves first →
smallest-first = smallest leaves first →
oldest-first = oldest leaves first →

## Barriers.

barrier-closed = closed
barrier-open = open
barrier-broken = broken
barrier-nobody = nobody waits
barrier-others = wait for the others
barrier-go-on = they go on
barrier-next-round = wait for the next round
barrier-error = an error for all

## Pipes.

bytes = { $count ->
    [0] empty
    [one] { $count } byte →
   *[other] { $count } bytes →
}
write-ends = write ends
read-ends = read ends
end-of-process = { $process } · descriptor { $descriptor }
no-write-end = none: end of file
no-read-end = none: broken pipe

## Values of threads.

no-value = no value
