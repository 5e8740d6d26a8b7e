# The path through a lesson, and its answers.

part-prediction = Story and prediction
part-first = First schedule
part-break = Break it
part-ask = Ask
part-fix = Fix it
part-why = Why
part-elsewhere = The same idea elsewhere
part-heading = Part { $number }: { $name }
part-done = { $part }, done
part-is-done = This part is done
path-button = Lesson
path-close = Close the lesson pane

## The one button.

next-part = Next: { $name }
next-answer = Choose an answer
next-load = Show the schedule
next-forward = Next step
next-begin = Try it yourself
next-hint = Give me a hint
next-solution = Show me one that fails
next-ask = Ask the explorer
next-asking = The explorer tries one schedule after the other…
next-lesson = Next lesson: { $title }
next-list = All lessons
next-skip = Skip
next-skip-name = Skip this part

## Answers.

choice-right = { $words }: right
choice-wrong = { $words }: wrong
choice-missed = { $words }: this is right too
choice-passed = { $words }: rightly left out

## The parts.

prediction-noted = Noted. You will see whether it is so.
prediction-before = You have made a prediction before. You may make another one.
prediction-was = You predicted: “{ $prediction }”
prediction-holds = That is so.
prediction-fails = It turned out differently: the schedule that was found shows how.

first-task = Here is a schedule. Walk through it step by step, and watch the threads.
first-step = Step { $step }
first-steps = Steps { $first } to { $last }
first-made = made
first-done = That was all of it. Other schedules end differently.

win-deadlock = You win when some threads wait for ever.
win-assertion = You win when a thread panics: it stops with an error.
win-misuse = You win when a primitive is used against its rules.
win-two-inside = You win when two threads are in the critical section at once.
win-lost-item = You win when something gets lost.
win-livelock = You win when threads go on for ever and nothing comes of it.

break-how = You are the scheduler: click a thread, or press its number.
break-missed = This went wrong, too, but not in the way that is asked for here.
break-done = You broke it.
break-show = Show me a schedule that fails
hint = Hint { $number } of { $all }
hint-more = Hint { $number } of { $all }

ask-task = The explorer tries every schedule that matters and gives the shortest one that fails.
cost = { $preemptions ->
    [0] no preemption
    [one] { $preemptions } preemption
   *[other] { $preemptions } preemptions
}, { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}
cost-own = Your schedule: { $cost }.
cost-shortest = The shortest: { $cost }.
cost-longer = A preemption switches away from a thread that could have gone on. The fewer a bug needs, the more easily it happens by chance.
cost-equal = None is shorter: yours is as good as the explorer’s.
cost-none = Break the program by hand, and you will see the two side by side.

fix-choose = Choose what the program should do. The explorer tries every schedule of it.
fix-assemble = Fill the blanks, and let the explorer try every schedule.
fix-prove = Prove this program
fix-proved = Proved: no schedule of this program fails.
fix-fails = This one still fails. The schedule is loaded: walk it, and choose again.
blank = blank { $number }
blank-nothing = (nothing)
blank-option = Fill { $blank } with { $option }

aha = What to take away
