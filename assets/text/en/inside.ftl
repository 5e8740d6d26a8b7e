# Inside the primitives' own source.

inside-look = Look inside
inside-back = Back to { $file }
inside-nobody = Nobody is inside a primitive now.
inside-line = { $file } line { $line }
inside-guard = { $file }, guard from line { $line }
inside-path = Where { $who } is: { $path }
inside-did = What { $who } did: { $path }

# A word of a primitive, decoded.

word-is = word: { $now }
word-was = word: { $before } → { $now }
word-part = word of { $part }: { $now }
word-part-was = word of { $part }: { $before } → { $now }
word-legend = Its word can say: { $all }.
word-and = {", "}

word-means =
    { $means ->
        [free] free
        [held] held
        [sleepers] held, may have sleepers
        [set] set
        [not-set] not set
        [waiters] may have waiters
        [awake] waits, still awake
        [asleep] asleep or about to be
        [notified] notified
        [armed] armed
        [fired] fired
        [cancelled] cancelled
        [shut] shut
        [slot-free] slot free
        [slot-full] slot full
       *[other] { $means }
    }

word-counts =
    { $what ->
        [permits]
            { $n ->
                [one] 1 permit
               *[other] { $n } permits
            }
        [waiting] { $n } waiting
        [epoch]
            { $n ->
                [one] became set once
               *[other] became set { $n } times
            }
        [grants]
            { $n ->
                [one] 1 grant
               *[other] { $n } grants
            }
        [put] { $n } put
        [taken] { $n } taken
        [done] { $n } done
        [item] for item { $n }
       *[other] { $what } { $n }
    }
