# What the stepper says by itself: lists, names, reasons for a wait, verdicts, answers of a search.

# Between one sentence and the next.
between-sentences = {" "}

# A, B and C
list-nobody = nobody
list-next = { $list }, { $next }
list-last = { $list } and { $last }
