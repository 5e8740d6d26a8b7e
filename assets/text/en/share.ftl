# What is handed on of a run, and how.

# In the picture, the diagram and the trace.
share-holds = { $who } holds { $object }
share-wants = { $who } wants { $object }
share-sleeps-on = { $who } sleeps on { $object }
share-sleeps = { $who } sleeps
share-wakes = wakes
share-wakes-by = wakes, by { $object }
share-hands-over = { $item }, through { $object }
share-time-passes = time passes
share-who-holds = who holds { $object }
share-objects = objects
share-unit = one step is one millisecond
share-steps = { $steps ->
    [one] A run in 1 step.
   *[other] A run in { $steps } steps.
}

# Below the picture: what its bars and arrows mean.
share-legend-holds = holds a lock
share-legend-wants = waits for what is not free
share-legend-sleeps = sleeps until it is woken
share-legend-gives = hands over

# On the page.
share-question = Question.
share-program = The program
share-run = A run of it
share-table = Step by step
share-table-step = step
share-table-told = what happens
share-again = Open this run again:

# The window.
share-title = Share this run
share-nothing = Nothing was chosen yet: what you share now shows only the start.
share-code = The code of this run: whoever opens it sees the same steps, and stands at the same one.
share-copy-code = Copy the code
share-copy-mermaid = Copy as Mermaid
share-copy-transcript = Copy the transcript
share-copied-code = Copied the code of this run: whoever opens it sees the same steps.
share-copied-mermaid = Copied the run as a Mermaid diagram: paste it where Mermaid is drawn.
share-copied-transcript = Copied what happened, step by step.
share-folder = Folder for files
share-kept = No file is replaced: where the name is taken, the new one gets a number.
share-save = Save
share-save-as = Save as { $format }
share-svg = Picture of the run
share-svg-for = SVG: sharp at any size, light or dark as its reader likes
share-png = Picture of this step
share-png-for = PNG: what the stage shows now
share-gif = Animation
share-gif-for = GIF: every step with its sentence
share-handout = Page to print
share-handout-for = HTML: question, program, picture and table
share-mermaid = Sequence diagram
share-mermaid-for = Mermaid: drawn by many sites and editors
share-trace = Trace for a profiler
share-trace-for = JSON: for ui.perfetto.dev
share-test = Test
share-test-for = Rust: fails until the program is mended
share-test-fine = This run does not fail, so no test can be made of it.
share-drawing = Drawing step { $step } of { $steps }…
share-saved = Saved { $file }
share-not-saved = { $file } could not be written: { $why }.
share-too-long = An animation of { $steps } steps would be too large. The most is { $most }.

link-beyond = the code points at step { $step }, but its schedule has { $steps }
