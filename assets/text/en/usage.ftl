# What `threadlab --help` says, and what is said of a line that cannot be parsed. The keys are made of the names:
# of the commands, of their arguments, of what stands for their values.

usage =
    Learn concurrency by being the scheduler of real code.

    Without a command, opens the app on its first lesson.
usage-after =
    Examples:
      threadlab                                  open the app
      threadlab play producer-consumer           watch the bug happen, in the terminal
      threadlab play producer-consumer/fixed --seed 7
      threadlab check producer-consumer          the shortest schedule that breaks it
      threadlab check producer-consumer/fixed    a proof that none does
      threadlab outcomes thread-local            all that can come of it, and how likely it fails
      threadlab run pipe/fixed                   the same program on real processes
      threadlab export pipe --as handout         a page to print, of the run that hangs
      threadlab progress --csv                   what was done and answered, for a spreadsheet

    Exit codes: 0 fine, 1 the program under study failed, 2 wrong use. For `check`, fine means: as the lesson says.

usage-heading-usage = Usage
usage-heading-commands = Commands
usage-heading-arguments = Arguments
usage-heading-options = Options

usage-value-code = CODE
usage-value-command = COMMAND
usage-value-file = FILE
usage-value-format = FORMAT
usage-value-lesson = LESSON
usage-value-lesson-variant = LESSON[/VARIANT]
usage-value-n = N
usage-value-options = OPTIONS
usage-value-seconds = SECONDS
usage-value-tag = TAG

usage-any-help = Print this help
usage-any-lang = The language: en, zh-CN; otherwise the system's
usage-any-version = Print the version

usage-check = Try every schedule: proves that a program is fine, or finds the shortest schedule that breaks it
usage-check-all = Every program of the lesson
usage-check-budget = Search a program for at most so long; otherwise { $default }
usage-check-export = Write the schedule that breaks it as a Rust test that fails until the program is repaired
usage-check-fine = Step single atomic operations instead of calls
usage-check-json = Print the answer as JSON
usage-check-program = The lesson, and which of its programs; without it, every program of every lesson

usage-export = Write a run into a file that other programs open: a picture, an animation, a page to print, a diagram, a trace
usage-export-dark = Draw png and gif in the dark theme
usage-export-force = Replace the file if it is there
usage-export-format = What it is to become: { $values }
usage-export-format-gif = { share-gif }
usage-export-format-handout = { share-handout }
usage-export-format-mermaid = { share-mermaid }
usage-export-format-png = { share-png }
usage-export-format-svg = { share-svg }
usage-export-format-test = { share-test }
usage-export-format-trace = { share-trace }
usage-export-output = Where to write it; - is the standard output. Without it, a file in the current folder
usage-export-program = The lesson, and which of its programs; or the code of a run
usage-export-schedule = The code of the run; without it, the run that `play` shows

usage-help = Print this help, or that of a command
usage-list = List the lessons and their programs

usage-open = Open the app on a program, or on a schedule that somebody sent you
usage-open-program = { usage-export-program }
usage-open-schedule = Replay the code of a run

usage-outcomes = Show every outcome a program can have, a schedule for each, and how likely a failure is
usage-outcomes-budget = Search for at most so long; otherwise { $default }
usage-outcomes-fine = { usage-check-fine }
usage-outcomes-json = { usage-check-json }
usage-outcomes-program = The lesson, and which of its programs

usage-pin = Write what the explorer finds in a lesson into its folder, or in all lessons; to be run in the workspace's root
usage-pin-lesson = The lesson; without it, every one

usage-play = Step a program in the terminal: one column per thread, one row per step
usage-play-fine = { usage-check-fine }
usage-play-json = Print the whole trace as JSON
usage-play-program = { usage-export-program }
usage-play-schedule = { usage-open-schedule }
usage-play-seed = Choose by dice, always the same for the same number

usage-progress = Show what was done in the lessons on this machine, and every answer
usage-progress-csv = Print it as a table for a spreadsheet
usage-progress-json = Print it as JSON

usage-run = Run a program on real threads and real processes
usage-run-program = { usage-outcomes-program }

## A line that cannot be parsed.

wrong-command = there is no command “{ $command }”.
wrong-argument = there is no argument “{ $argument }” here.
wrong-missing = it lacks { $arguments }.
wrong-twice = { $argument } can be given only once.
wrong-together = { $argument } cannot be together with { $prior }.
wrong-no-value = { $argument } lacks its value.
wrong-choice = “{ $value }” is none of the values for { $argument }: { $values }.
wrong-value = “{ $value }” does not fit { $argument }.
# $why is one of those that begin with “wants”.
wrong-value-since = “{ $value }” does not fit { $argument }: { $why }.
wrong-takes-none = { $argument } takes no value “{ $value }”.
wrong-text = it is not text in UTF-8.
wrong-line = it cannot be understood.
wrong-nearest = Did you mean { $nearest }?
wrong-help = `{ $help }` says what can be written.
wants-language = the languages are { $known }
wants-number = it should be a whole number, like 7
wants-seconds = it should be a number of seconds, like 10 or 0.5
