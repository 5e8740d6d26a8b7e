# The command line.

cannot-write = cannot write { $file }: { $error }
cannot-write-output = cannot write the output: { $error }
made-for-another = this schedule was made for { $made }, not for { $program }
changed-since = { $program } has changed since this schedule was made
replayed-as-far-as-it-fits = { $note }; it is replayed as far as it fits
no-lesson = there is no lesson “{ $name }”.
no-program = the lesson { $lesson } has no program “{ $variant }”.
did-you-mean = Did you mean { $nearest }? `threadlab list` shows them all.
there-is = There is { $names }.
nothing-written = Nothing was written.
is-there-already = { $file } is there already; --force replaces it

## No window.

# $why is one of the reasons below.
no-window = No window could be opened: { $why }.
how-to-get-a-window = The app needs a display (on Linux: X11 or Wayland, so DISPLAY or WAYLAND_DISPLAY is set) and OpenGL; the README lists the packages of a minimal system.
play-in-the-terminal = In the terminal: threadlab play { $program }
meanwhile-lesson = Meanwhile, here is the first lesson. { $title }
meanwhile-run = Meanwhile, a run of { $title }.
more-in-the-terminal = More in the terminal: `threadlab list`, `threadlab play --help`.
cannot-find-itself = the program cannot find itself, to start its worker: { $error }
no-reason = no reason given
window-panicked = the window library panicked: { $words }
no-display = there is no display ({ $error })
no-opengl = OpenGL does not work here ({ $error })

## Below the table of a run.

step-differs = Step { $step } differs: { $why }.
unfit-clock = the clock cannot move now
unfit-wakes = { $name } cannot wake up for no reason now
unfit-favour = { $name } waits behind nobody now
unfit-kill = process { $name } is none that could be killed now
unfit-absent = there is no { $name } yet
unfit-waits = { $name } cannot run, it { $why }
unfit-is = { $name } cannot run, it is { $status }
not-over = Not over: { $who } could go on.
schedule = Schedule: { $code }

## What a check found.

checked = { $count ->
    [one] { $count } program
   *[other] { $count } programs
}, { $wrong ->
    [0] all
   *[other] { $wrong } not
} as the lessons say.
line-proved = every schedule is fine ({ $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
})
line-bug = { $title } ({ $preemptions ->
    [one] { $preemptions } preemption
   *[other] { $preemptions } preemptions
}, { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
})
line-no-bug = no bug within { $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}
line-not-deterministic = not deterministic
line-not-settled = not settled
line-not-expected = not what the lesson says
time-was-up = The time was up; --budget SECONDS gives it more.
endless = { $title }: { $why } Schedule: { $schedule }
fails-too = It fails as the lesson says, too: { $title }. Schedule: { $schedule }
expected-fine = The lesson says that every schedule is fine.
expected-broken = The lesson says that it can be broken.
# $how is one of the ways below.
expected-broken-by = The lesson says that it can be broken: { $how }.
broken-by-deadlock = some threads wait for ever
broken-by-assertion = a thread panics
broken-by-misuse = a primitive is used against its rules
broken-by-two-inside = two threads are in the critical section at once
broken-by-lost-item = an item is lost
broken-by-livelock = threads go on for ever, and nothing comes of it
settles-nothing = This settles nothing.
not-expected = This is not what was expected.
nothing-to-export = there is no schedule to write into { $file }: { $why }
progress = { $does }, { $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}, { $seconds } s
progress-searching = searching
progress-shortening = found a bug, looking for a shorter schedule
progress-bounding = none at random fails, trying those with few preemptions
progress-sampling = too many schedules to try them all, trying some at random

## Outcomes.

outcomes-are-all = { $count ->
    [one] { $count } outcome
   *[other] { $count } outcomes
}. These are all there are ({ $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}).
outcomes-may-be-more = { $count ->
    [one] { $count } outcome
   *[other] { $count } outcomes
}. There may be more: the search did not come to its end ({ $executions ->
    [one] { $executions } execution
   *[other] { $executions } executions
}).
outcome-says = { $who } says { $said }

## Progress, and pins.

no-place-for-progress = there is no folder where progress could be kept
no-folder-here = { $folder }: there is no such folder here; run this in the workspace's root

## A run on real threads, when it comes to a stop.

native-no-thread = the system cannot start a thread: { $error }
native-panicked = the program panicked
native-no-end = it has not come to its end in { $seconds } seconds, so it was ended. Whether it waited for ever, this system does not tell; `threadlab play` shows what each thread waits for
native-stuck = nothing moves any more: all threads sleep, and none can wake another
native-thread = process { $process } (pid { $pid }), thread { $thread },
# $why is one of the reasons below.
native-waits = { $who } { $why }
native-sleeps = sleeps until another thread wakes it or ends
native-awaits = waits until process { $process } (pid { $pid }) ends
native-awaits-a-child = waits until a child process ends
native-writes = waits to write to pipe:[{ $pipe }] at descriptor { $descriptor }
native-reads = waits to read from pipe:[{ $pipe }] at descriptor { $descriptor }
native-holder = process { $process } (pid { $pid }), descriptor { $descriptor }
native-write-end = the write end of pipe:[{ $pipe }] is still held by { $holders }
native-read-end = the read end of pipe:[{ $pipe }] is still held by { $holders }

## A program of somebody's own.

own-invitation = Your own program: you are the scheduler. Pick who moves next.
own-unmarked = You are the scheduler. (The text shown is not the file that opened this window, so no thread can be marked in it.)
own-only-one = this process has opened a program already, and can open only one
own-worker-unheard = the worker cannot write its answers: { $error }

## Pins.

pin-no-program = { $program } cannot be pinned: { $why }
pin-too-large = it is too large to be searched to the end
pin-varies = it is not deterministic
pin-no-step = { $file }: step { $number } of the first schedule cannot be [{ $step }]; it could be { $could }
