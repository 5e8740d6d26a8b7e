# The worker in which lessons run: what it refuses, what it notes, and how it was lost.

# $why is one of the reasons below.
refused = { $why }.
refused-nothing-open = no program is open
refused-no-lesson = there is no lesson “{ $lesson }” here
refused-no-program = the lesson { $lesson } has no program “{ $program }”
refused-no-name = the schedule code names no lesson and program

note-program-changed = The program has changed since this schedule was made.
note-all-fit = All its steps still fit, but they may do something else.
note-misfit = The schedule fits up to step { $fitted } of { $of }: after that { $who } cannot move.
note-misfit-wakes = The schedule fits up to step { $fitted } of { $of }: after that { $who } cannot wake up for no reason.
note-misfit-favour = The schedule fits up to step { $fitted } of { $of }: after that { $who } waits behind nobody.
note-misfit-kill = The schedule fits up to step { $fitted } of { $of }: after that there is no process { $who } to be killed.
note-cannot-mix = Whole calls cannot be mixed as these operations were: from step { $step } on the line is left out.
note-unsteady = From step { $step } on the program does not do the same every time: nothing said about it can be trusted.
the-clock = the clock

# $why is one of the reasons below.
lost = The lesson's worker was stopped: { $why }.
lost-searching = The lesson's worker was stopped while it searched: { $why }.
lost-stepping = The lesson's worker was stopped when { $who } made its step: { $why }.
lost-back = You are back where you were before.
lost-again = Try again from the start, or open another lesson.
lost-no-answer = it gave no answer for { $seconds } s, so this step may never come to an end
lost-memory = it took more than { $budget } MB of memory
lost-replay = its session could not be replayed: { $why }
lost-start = it could not be started: { $error }
lost-ended = its process ended ({ $status })
lost-gone = its process is gone ({ $error })
lost-thread = its thread ended
