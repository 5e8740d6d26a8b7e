# What was done, and its file.

progress-no-folder = There is no folder where your progress can be kept, so it lasts until you close the window.
progress-newer = Your progress was written by a newer Threadlab. It is left alone, and what you do now is not kept. It is in { $file }.
progress-unread = Your progress could not be read ({ $why }), so what you do now is not kept. It is in { $file }.
progress-set-aside = Your progress could not be understood, so it begins anew. The old file is kept: { $file }.
progress-not-set-aside = Your progress could not be understood, and not be set aside ({ $why }), so what you do now is not kept. It is in { $file }.
progress-unkept = Your progress could not be kept in { $file } ({ $why }). It lasts until you close the window; the list of lessons can copy it.
progress-spoilt = Something else had been written into your progress. That is kept: { $file }. Your progress is whole again.

progress-parts = { $done } of { $all } parts
progress-all = All parts done
progress-copy = Copy my progress
progress-copied = Copied your progress as a table: paste it into a spreadsheet or a letter. Nothing was sent anywhere.

## In the terminal.

progress-nothing = Nothing was done yet. It would be kept in { $file }.
# A line of a table: the lesson, then the names of its parts that are done, or that there is none.
progress-line = { $lesson }  { $parts }
progress-line-score = { $lesson }  { $parts }; { $right } of { $all } answers right
progress-no-part = no part done
progress-kept-in = Kept in { $file }.
# $why is one of the reasons below, or the system's own.
progress-unreadable = the progress in { $file } cannot be read: { $why }
progress-nonsense = it makes no sense
progress-too-new = it was written by a newer Threadlab
