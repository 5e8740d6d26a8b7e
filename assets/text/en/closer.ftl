# A closer look: facts on hover, "why?", who waits for whom, what happens before what, all ways, two runs side by side.

## The tabs.

why = Why?
who-waits = Who waits
who-waits-for-whom = Who waits for whom
all-ways = All ways
compare = Compare
order = Happens before
order-name = Show on the timeline what happens before what
and-why = . Why?
changed = changed
click-to-ask = Click, or press Enter, to ask why it looks so.
changed-in-this-step = changed in this step
some-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}

## Since when: to follow a sentence's verb.

since = since { $step ->
    [0] the start
   *[other] step { $step }
}

## Facts of an object.

is-a = { $name } is { $starts ->
    [vowel] an
   *[consonant] a
} { $kind }{ $maker }.
is-unnamed = { $name }{ $maker }.
# Follows the two above.
made-by = , made by { $who }{ $at }
has-held-it = { $who } has held it { $since }.
holds-it-now = { $who } holds it.
nobody-holds-it = Nobody holds it.
nothing-has-changed = Nothing has changed { $it } so far.
nobody-waits-for-it = Nobody waits for it.
has-slept-there = { $who } has slept there { $since }.
has-waited-for-it = { $who } has waited for it { $since }.
has-waited-longest = { $who } has waited longest, { $since }; after that { $rest }.
was-put-first = { $who } was put first, in step { $step }; after that { $rest }.
order-is-promised = A notify wakes who has waited longest: this Condition promises it, Python’s documentation does not.
order-was-changed = The next notify wakes { $who }, because you said so: by itself this Condition wakes who has waited longest, and Python’s documentation promises nothing.
order-is-yours = This order is no promise: when it is free, whoever runs first gets it, and you decide who.
# One of $rest.
who-since = { $who } { $since }

## Facts of a thread.

stands = { $who } { $standing }.
standing = { $why }, { $since }
standing-in-place = { $why }, { $since }; { $place }{ $ending ->
    [st] st
    [nd] nd
    [rd] rd
   *[th] th
} of { $of } that wait
has-panicked = { $who } panicked: “{ $message }”.
runs-round = { $who } runs round and round.
was-killed = { $who } was killed with its process, in step { $step }.
can-go-on = { $who } can go on.
can-go-on-with = { $who } can go on: next is { $verb } of { $object }{ $at }.
it-has-held = It has held { $object } { $since }{ $at }.
it-holds = It holds { $object }.
wait-for-what-it-holds = { $who } { $count ->
    [one] waits
   *[other] wait
} for what it holds.

## Why?

ask-wait = Why does { $who } wait?
ask-value = Why is { $it } { $value }?
ask-set = Why is { $it } set?
ask-not-set = Why is { $it } not set?
ask-nothing-left = Why is nothing left of { $it }?
ask-held = Why is { $it } held by { $who }?
ask-look = Why does { $it } look like this?
so-for-itself = So { $who } waits for itself.
so-in-a-circle = So they wait for each other in a circle.
took = { $who } took { $it } in step { $step }{ $at }.
took-and-holds = { $who } took it in step { $step }{ $at }, and holds it since.
is-done-for-good = { $who } is done, and will not do it any more.
has-panicked-for-good = { $who } has panicked, and will not do it any more.
was-killed-for-good = { $who } was killed, and will not do it any more.
nobody-woken-since = Nobody has been woken from { $it } since then.
polls-in-vain = { $who } may go on all the same: it would only see what it has seen.
last-woken = The last to be woken there: { $woken }, by { $by } in step { $step }.
made-it-so = { $who } made it so before the first step{ $at }.
changed-from-to = { $who } changed { $object } last, in step { $step }{ $at }: from { $before } to { $after }.
parties = { $arrived } of { $of }
nothing-to-ask = Nobody waits and nothing has changed yet, so there is nothing to ask.
all-questions = All questions
step = { $step ->
    [0] The start
   *[other] Step { $step }
}
go-to-step = Go to { $step ->
    [0] the start
   *[other] step { $step }
}: { $words }
back-to-step = Back to { $step ->
    [0] the start
   *[other] step { $step }
}
where-asked = { $words }, where this was asked

## Who waits for whom.

waits-name = Who waits for whom.
nobody-waits = Nobody waits for anything.
nobody-waits-in-a-circle = Nobody waits in a circle.
waits-for-itself = { $who } waits for itself.
circle-of = A circle: { $who } waits for { $others }.
# Adds one to $others.
circle-next = { $others }, which waits for { $next }
circle-for-ever = None of them can ever go on.
circle-for-now = None of them can go on until one of these waits ends in another way, such as a timeout.
circle = a circle
circle-now = a circle, for now

## What happens before what.

happens-before = { $earlier } happens before { $later }
deed = { $deed } by { $who } in step { $step }
deed-start = the start of { $who }
deed-end = the end of { $who }
deed-join = the join
deed-call = { $verb } of { $object }
deed-any = what is done
deed-killed = the kill of process { $process } in step { $step }

## All ways.

ways-name = All ways.
ways-looking = Looking at all ways…
ways = { $states ->
    [one] { $states } state
   *[other] { $states } states
}. Ends: { $fine } well, { $bad } not.
ways-more = The first { $most } states; there are more.
ways-left-in = Your line leaves them in step { $step }: that was no choice of a scheduler.
ways-go-to-end = Go to an end: { $title }
ways-ends-alike = { $title } ({ $count })
ways-here = here
ways-on-your-line = on your line
ways-from = { $step ->
    [0] From the start: { $way }.
   *[other] From step { $step }: { $way }.
}
ways-then = { $way }, then { $next }
state-after = State { $number }, after { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}

## Two runs side by side.

compare-nothing = There is no other run yet. Go back and choose something else, or find a bug: the run that you leave is kept, and can be compared with the new one.
compare-runs = Running the other one…
compare-beside = { $count ->
    [one] Beside the run that was left
   *[other] Beside
}
compare-left = the one left after step { $step }
compare-with = Compare with future { $number }, left after step { $step }
take-it-up = Take it up
take-up-name = Take up the other run
same-steps = { $count ->
    [0] They differ from the first step on.
    [1] Step 1 is the same.
   *[other] Steps 1 to { $count } are the same.
}
first-difference = Step { $step }: the first difference
one-goes-on = Here one run stops, and the other goes on
this-line = This line
the-other = The other
side-step = { $side }, step { $step }: { $words }
side-end = { $side }: { $words }
it-can-go-on = It can go on
