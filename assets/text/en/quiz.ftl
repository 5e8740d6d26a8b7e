# The quiz.

quiz = Quiz
quiz-offer = A short quiz
quiz-making = The explorer tries every schedule, to make the questions…
quiz-none = There is nothing to ask: the explorer does not know everything that this program can do.
quiz-number = Question { $number } of { $all }
quiz-one = One answer is right.
quiz-many = Any number of answers can be right, and at least one is.
quiz-check = Check
quiz-next = Go on
quiz-right = That is right.
quiz-wrong = Not quite. See for yourself.
quiz-moment = Show me this moment
quiz-over = { $right } of { $all } questions answered without a mistake.
quiz-again = Other questions
quiz-close = Back to the lesson

quiz-outputs = Which of these outputs are possible?
quiz-endings = In which of these ways can the program end?
quiz-ready = Who can run now?
quiz-happens = { $who } makes its next step. What happens?
quiz-before = { $steps ->
    [one] One step came before these.
   *[other] { $steps } steps came before these.
}
quiz-step = { $number }. { $told }
quiz-at-start = Nobody has moved yet.

## Answers.

says-nothing = Nobody says anything
says-lines = { $who } says { $lines }
ends-well = Every thread comes to its end
ends-panic = A thread panics
ends-deadlock = Some threads wait for ever
ends-race = It comes to its end, with a data race
ends-never = It goes on without an end
runs-clock = The clock: time passes

## What shows it.

shows-it = This schedule does it
walk-it = Walk it
shows-none = No schedule does this: { $executions ->
    [one] { $executions } schedule was
   *[other] { $executions } schedules were
} enough to see all that can come of the program.
