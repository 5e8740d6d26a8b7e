# The app around the lesson: the bar, the windows, the story, the log, the timeline, the row of buttons.

## The bar.

help = Shortcuts and help
theme-light = Light theme
theme-dark = Dark theme
lessons = Lessons
the-program = The { $variant } program
stage = Stage
headline = what the step did
close = Close
scrolls = Scroll { $what } up and down
scrolls-across = Scroll { $what } sideways

## Help.

help-words = You are the scheduler. A step lets one thread do its next call, or its next atomic operation after zooming in. Nothing moves unless you say so.
help-timeline = On the timeline
help-page = Read on, in the lesson or in a window
help-screen = On the screen
less-motion = Less motion
smaller-text = Smaller text
larger-text = Larger text
state-holds = holds
state-runs = runs
state-ready = ready
state-blocked = blocked
state-waits = waits
state-done = done
state-failed = failed

## The list of lessons.

lesson-open = open now
lesson-open-program = Open { $lesson }/{ $variant }

## Codes of runs.

code = Schedule code
code-open = Open a schedule code
code-words = A schedule code is a whole run in one line, and the step that you look at. Paste it with all that stands around it.
code-copy-own = Copy the code of this run
code-own = The code of this run
open = Open

## The threads.

threads = Threads
who-runs-next = Who runs next?
thread-next = next: { $call }
thread-spins = runs round and round
thread-killed = killed in step { $step }
# The parts of a thread's name for a screen reader.
thread-name = Thread { $name }
thread-key = key { $key }
thread-ready-to = ready to { $call }
thread-panicked = { $word }: { $message }
cannot-move = cannot move any more
waits-notice = { $who } { $why }.
quoted = “{ $line }”

## The program's text.

line = line { NUMBER($line, useGrouping: "false") }
guard-from-line = guard from line { NUMBER($line, useGrouping: "false") }
# A line for a screen reader, and what follows it.
source-line = line { NUMBER($line, useGrouping: "false") }: { $code }
source-did = : { $who } just did this
source-guard = : { $who } is at the end of a guard from line { NUMBER($line, useGrouping: "false") }
source-here = : { $who } is here

## What happened.

log = What happened
log-tab = Steps
log-empty = Nothing yet. Every step will be told here.
log-step = Step { $step }: { $words }

## The timeline, and the row of buttons over it.

timeline = Timeline
timeline-name = Timeline, step { $step } of { $steps }
timeline-start = start
step-of = Step { $here } of { $end }
to-the-start = To the start
to-the-end = To the end
step-back = Step back
step-forward = Step forward
play = Play
play-by-dice = Play on, by dice
pause = Pause
dice = Let the dice choose
try-again-from-the-start = Try again from the start
slower = Slower
faster = Faster
speed = { $steps }/s
calls-switch = Calls
operations-switch = Operations
steps-are-calls = Steps are whole calls
steps-are-operations = Steps are single operations
find-a-bug = Find a bug
prove-it = Prove it
stop-the-search = Stop the search
futures = Other futures
futures-more = { $count } more
future-name = Another future, left after step { $step }: { $then }
clock-short = clock
wakes-short = { $who } wakes
first-short = { $who } first
killed-short = { $who } killed

## Notices.

notice-dismiss = Take this notice away
settings-set-aside = Your settings could not be read, so these are the defaults. The old file is kept: { $file }.
settings-unkept = Your settings could not be kept in { $file } ({ $why }), so they last until you close the window.
settings-no-folder = There is no folder where your settings can be kept, so they last until you close the window.
lost-title = The lesson was stopped
lost-go-on = Go on from here


