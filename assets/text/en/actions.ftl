# Every action by its name, as the palette and the sheet of shortcuts show it.

group-step = The scheduler
group-lesson = The lesson
group-look = A closer look
group-share = Handing on
group-screen = The screen

do-threads = Run thread 1 to 9
do-thread = Run thread { $number }
do-thread-named = Run thread { $number }, { $name }
do-forward = One step forward along the line
do-back = One step back
do-first = To the start
do-last = To the end of the line
do-play = Play or pause
do-slower = Play slower
do-faster = Play faster
do-random = Let the dice choose
do-clock = Let the clock move on
do-wake = Wake a waiter for no reason
do-favour = Put a waiter first, to be woken before the others
do-kill = Kill a child process
do-reset = Try again from the start
do-zoom = Calls or operations
do-inside = Look inside a primitive, or come back
do-coarse = Step by whole calls
do-fine = Step by single operations

do-lessons = Lessons
do-story = Show or hide the lesson pane
do-next = Go on with the lesson
do-quiz = A short quiz
do-hint = Show a schedule that fails
do-copy-progress = Copy my progress as a table
do-open = Open “{ $title }”, { $variant }

do-ask = Find a bug, or prove that there is none
do-outcomes = What can come of it: all outcomes
do-log = What happened
do-why = Why?
do-waits = Who waits for whom
do-ways = The map of all ways
do-compare = Compare with another run
do-order = What happens before what

do-share = Share or export this run
do-copy = Copy the code of this run
do-paste = Open a schedule code
do-copy-transcript = Copy what happened as text
do-copy-mermaid = Copy a Mermaid diagram
do-save = Save as { $format }

do-theme = Light or dark
do-language = The next language
do-palette = All actions
do-close = Close, or stop searching

## Why an action can do nothing now.

nothing-is-open = No lesson is open yet
no-faster = It plays as fast as it can
no-slower = It plays as slowly as it can
no-parts-done = Nothing is done yet
no-thread = There is no such thread
no-turn = { $who } { $why }
no-back = You are at the start
no-forward = You are at the end of the line
no-choice = Nothing can be chosen here
no-clock = Time stands still as long as a thread can go on, and where nobody waits for it
no-wake = Nobody waits at a condition where it could wake up for no reason
no-favour = Nobody waits at a condition behind another thread
no-kill = There is no child process that could be killed
no-coarse = Steps are whole calls already
no-fine = Steps are single operations already
no-story = This program has no story
no-hint = No schedule is kept for this program
no-test = Only a run that fails makes a test
no-steps = No step is made yet

## The palette.

palette-hint = What do you want to do?
palette-none = No action has such a name
palette-enter = Enter: { $name }
palette-not = Not now: { $name }. { $why }.

## A talk.

group-present = A talk
do-present = Begin or end a talk
do-onward = Next slide
do-backward = Slide before
do-face = Stage, program or story
do-notes = Speaker notes
do-pointer = A ring around the mouse
no-talk = Only in a talk, which F5 begins
face-stage = Stage
face-source = Program
face-story = Story
show-notes = Notes
show-notes-title = Speaker notes
show-notes-at = { $title }, at “{ $part }”
show-pointer = Pointer
show-end = End the talk
show-first = This is the first slide.
show-last = This was the last slide.
show-step = Step { $step } of { $steps }
show-slide = { $number } of { $slides }
show-part = { $number } of { $slides }. { $part }
show-part-step = { $number } of { $slides }. { $part }, step { $step } of { $steps }
