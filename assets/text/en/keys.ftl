# The list of keys.

key-threads = run thread 1, and so on to 9
key-forward = one step forward along the line
key-back = one step back
key-first = to the start
key-last = to the end of the line
key-play = play or pause
key-slower = play slower
key-faster = play faster
key-dice = let the dice choose
key-again = try again from the start
key-zoom = calls or operations
key-calls = steps are whole calls
key-operations = steps are single operations
key-ask = find a bug, or prove that there is none
key-outcomes = what can come of it
key-lessons = lessons
key-story = story
key-log = what happened
key-copy = copy the schedule code
key-paste = open a schedule code
key-theme = light or dark
key-language = the next language
key-larger = larger text
key-smaller = smaller text
key-help = this list
key-close = close
