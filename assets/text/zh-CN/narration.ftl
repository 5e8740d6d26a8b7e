# 一步之中发生了什么、线程为什么等待，用原语自己的话来说。$who 是线程，$it 是对象。

starts = { $who } 启动了 { $children }。
sees-ended = { $who } 得知 { $children } 已经结束。
goes-on = { $who } 继续。

## 单个操作。

operation-reads = { $who } 读取 { $object }：{ $value }（{ $order }）。
operation-finds = { $who } 想修改 { $object }，却发现其中是 { $value }（{ $order }）。
operation-writes = { $who } 把 { $value } 写入 { $object }（{ $order }）。
operation-changes = { $who } 用一次操作把 { $object } 从 { $before } 改为 { $after }（{ $order }）。
reads-the-end = { $who } 读到了 { $object } 的末尾：没有剩下的字节，也没有谁还能写入。
reads-bytes = { $who } 通过描述符 { $descriptor } 从 { $object } 读取 { $bytes } 个字节。
writes-bytes = { $who } 通过描述符 { $descriptor } 向 { $object } 写入 { $bytes } 个字节。
closes-descriptor = { $who } 关闭描述符 { $descriptor }，它是 { $object } 的一端。
parks = { $who } 在 { $object } 上进入休眠。
wakes-nobody = { $who } 想唤醒在 { $object } 上休眠的线程，但一个也没有。
wakes = { $who } 唤醒 { $woken }。

## 等待的原因：接在线程名后面。

why-no-permit = 想要 { $it } 的许可，但一个也不剩
why-notified = 在 { $it } 上休眠，直到收到通知
why-room = 休眠，直到 { $it } 有空位
why-all-work = 休眠，直到 { $it } 的工作全部完成
why-something = 休眠，直到 { $it } 里有东西
why-set = 休眠，直到 { $it } 被设置
why-permit = 休眠，直到 { $it } 有许可
why-arrived = 休眠，直到所有线程都到达 { $it }
why-timer-time = 休眠，直到 { $it } 的时间到来
why-timer = 休眠，直到 { $it } 被触发或取消
why-task = 休眠，直到 { $it } 有任务
why-result = 休眠，直到 { $it } 有结果
why-there = 休眠，直到 { $it } 就绪

## 进入休眠的调用。

finds-taken-waits-for-but = { $who } 发现 { $it } 已被占用，于是等它，但不会永远等下去。
finds-no-permit-waits-for = { $who } 发现 { $it } 没有许可，于是等待，但不会永远等下去。
gives-back-goes-sleep-on = { $who } 交还 { $lock }，在 { $it } 上进入休眠。
goes-sleep-on = { $who } 在 { $it } 上进入休眠。
finds-empty-goes-sleep = { $who } 发现 { $it } 是空的，进入休眠。
finds-full-goes-sleep = { $who } 发现 { $it } 已满，进入休眠。
goes-sleep-until-all-work = { $who } 进入休眠，直到 { $it } 的工作全部完成。
sleeps-until-time-has-come = { $who } 休眠，直到 { $timer } 的时间到来。
finds-not-set-goes-sleep = { $who } 发现 { $it } 没有被设置，进入休眠。
comes-while-round-before-is = { $who } 来到 { $it } 时上一轮还在离开，于是进入休眠。
arrives-at-goes-sleep-are = { $who } 到达 { $it } 并进入休眠：{ $of } 个中到了 { $arrived } 个。
arrives-at-goes-sleep = { $who } 到达 { $it } 并进入休眠。
goes-sleep-until-was-called = { $who } 进入休眠，直到 { $it } 被触发或取消。
finds-no-task-in-goes = { $who } 发现 { $it } 没有任务，进入休眠。
goes-sleep-until-is-there = { $who } 进入休眠，直到 { $it } 就绪。
finds-nothing-read-in-waits = { $who } 发现 { $it } 里没有可读的东西，于是等待。
finds-full-waits = { $who } 发现 { $it } 已满，于是等待。
calls-goes-sleep = { $who } 调用 { $it } 的 { $verb }，进入休眠。

## 返回的调用：任何原语。

calls = { $who } 调用 { $it } 的 { $verb }。

## 锁。

acquires = { $who } 获取 { $it }。
releases = { $who } 释放 { $it }。
releases-is-now = { $who } 释放 { $it }；它现在是 { $value }。
gets = { $who } 拿到了 { $it }。
does-not-get-goes-on = { $who } 没有拿到 { $it }，就这样继续。
sees-is-held = { $who } 看到 { $it } 正被持有。
sees-is-free = { $who } 看到 { $it } 是空闲的。
acquires-again = { $who } 再次获取 { $it }，现在持有 { $depth } 层。
gets-again = { $who } 再次拿到 { $it }，现在持有 { $depth } 层。
releases-once = { $who } 释放 { $it } 一次，仍持有 { $depth } 层。
releases-holds-no-more = { $who } 释放 { $it }，不再持有它。
releases-wholly = { $who } 完全释放 { $it }。
releases-wholly-held = { $who } 完全释放 { $it }，之前持有 { $depth } 层。
acquires-holds-as-before = { $who } 获取 { $it }，像之前一样持有它。
acquires-as-before-times = { $who } 获取 { $it }，像之前一样持有 { $depth } 层。

## 信号量。$left 接在句子后面。

permits-left = { $count ->
    [0] ；一个也不剩
   *[other] ；还剩 { $count } 个
}
takes-permit = { $who } 取得 { $it } 的一个许可{ $left }。
gets-no-permit-goes-on = { $who } 没有得到 { $it } 的许可，就这样继续。
gives-permit-back = { $who } 归还 { $it } 的一个许可{ $left }。
gives-permits-back = { $who } 归还 { $it } 的 { $count } 个许可{ $left }。
sees-permits = { $who } 看到 { $it } 有 { $count } 个许可。

## 条件变量。

was-not-notified-in-time = { $who } 没有及时收到通知；它重新拿到锁，从 wait 返回。
has-lock-again-returns-from = { $who } 重新拿到锁，从对 { $it } 的等待中返回。
notifies-but-nobody-waits-there = { $who } 通知 { $it }，但没有线程在那里等待。
notifies-one-awake = { $who } 通知 { $it }：这个通知给了 { $reached }，而它已经醒了。
notifies-one = { $who } 通知 { $it }：{ $woken } 醒来，现在还需要重新拿到锁。
notifies-many = { $who } 通知 { $it }：{ $woken } 醒来，现在都还需要重新拿到锁。

## 事件。

sets = { $who } 设置 { $it }。
clears = { $who } 清除 { $it }。
sees-is-set = { $who } 看到 { $it } 已被设置。
sees-is-not-set = { $who } 看到 { $it } 没有被设置。
sees-set-goes-on = { $who } 看到 { $it } 已被设置，继续前进。
has-waited-long-enough-for = { $who } 等待 { $it } 超时。

## 屏障。

arrives-last = { $who } 最后到达 { $it }：{ $of ->
    [1] 它只等一个
    [2] 两个都到了，可以继续
   *[other] { $of } 个都到了，可以继续
}。
is-let-through = { $who } 通过了 { $it }。
gives-up-so-breaks-for = { $who } 放弃等待，{ $it } 因此对所有线程都失效了。
finds-broken-goes-on-with = { $who } 发现 { $it } 已失效，带着错误继续。
is-sent-away-from-with = { $who } 带着错误离开 { $it }：它被重置了。
resets-nobody-waits-there = { $who } 重置 { $it }；没有线程在那里等待。
resets-whoever-waits-there-is = { $who } 重置 { $it }：在那里等待的线程都带着错误离开。
breaks-whoever-comes-is-sent = { $who } 使 { $it } 失效：之后到来的线程都会带着错误离开。
breaks-whoever-waits-there-or = { $who } 使 { $it } 失效：在那里等待的和之后到来的线程都会带着错误离开。
sees-is-broken = { $who } 看到 { $it } 已失效。
sees-is-not-broken = { $who } 看到 { $it } 没有失效。
sees-waiting-at = { $who } 看到有 { $count } 个线程在 { $it } 等待。

## 队列。$left 接在句子后面，$error 是调用的回答。

places-taken = ；{ $most } 个位置占了 { $count } 个
items-left = { $count ->
    [0] ；队列又空了
   *[other] ；队列里有 { $count } 个
}
puts-into = { $who } 把 { $value } 放入 { $it }{ $left }。
cannot-put = { $who } 无法放入 { $it }：{ $error }。
cannot-put-full = { $who } 无法放入 { $it }：没有空位。
takes-from = { $who } 从 { $it } 取出 { $value }{ $left }。
gets-nothing = { $who } 从 { $it } 什么也没取到：{ $error }。
gets-nothing-empty = { $who } 从 { $it } 什么也没取到：它是空的。
reports-one-piece-work-from = { $who } 报告 { $it } 的一项工作已完成。
goes-on-though-not-all = { $who } 继续前进，尽管 { $it } 的工作还没有全部完成。
sees-all-work-is-done = { $who } 看到 { $it } 的工作已全部完成。
shuts-down-what-is-in = { $who } 关闭 { $it }：里面的还可以取出，但不能再放入。
shuts-down-drops-what-was = { $who } 关闭 { $it } 并丢弃里面的一切：不能再放入，也不能再取出。
sees-was-shut-down = { $who } 看到 { $it } 已关闭。
sees-was-not-shut-down = { $who } 看到 { $it } 没有关闭。
sees-count-in = { $who } 看到 { $it } 里有 { $count } 个。
sees-is-empty = { $who } 看到 { $it } 是空的。
sees-is-not-empty = { $who } 看到 { $it } 不是空的。
sees-is-full = { $who } 看到 { $it } 已满。
sees-is-not-full = { $who } 看到 { $it } 没有满。
sees-has-room-for = { $who } 看到 { $it } 的容量是 { $most }。
sees-how-much-room-has = { $who } 看到 { $it } 的容量。
makes-room-for-in = { $who } 把 { $it } 的容量改为 { $most }。
gives-room-without-end = { $who } 把 { $it } 的容量改为无限。

## 定时器。

call-is-done = { $timer } 的调用已完成。
sees-was-cancelled = { $who } 看到 { $timer } 已被取消。
time-has-come = { $timer } 的时间到了。
cancels-call-will-not-be = { $who } 取消 { $it }：它的调用不会进行了。
comes-too-late-cancel-has = { $who } 来不及取消 { $it }：它已经触发。
need-not-cancel-was-done = { $who } 不必取消 { $it }：它早已被取消。
fires-begins-call = { $it } 触发：{ $who } 开始它的调用。
does-not-fire-was-cancelled = { $it } 没有触发：它及时被取消了。
goes-on-though-is-not = { $who } 继续前进，尽管 { $it } 还没有完成。
sees-is-finished = { $who } 看到 { $it } 已完成。
sees-is-not-finished = { $who } 看到 { $it } 没有完成。

## 线程池。$waiting 接在句子后面。

tasks-wait = { $count ->
    [0] ；没有别的任务在等
   *[other] ；有 { $count } 个任务在等
}
gives-task = { $who } 交给 { $it } 一个任务{ $waiting }。
maps-in-pieces = { $who } 让 { $it } 对每一项各做一次调用，分块进行{ $waiting }。
maps-in-order = { $who } 让 { $it } 对每一项各做一次调用，按顺序取得结果{ $waiting }。
maps-as-they-come = { $who } 让 { $it } 对每一项各做一次调用，谁先完成就先取谁的结果{ $waiting }。
takes-task = { $who } 从 { $it } 取走一个任务{ $waiting }。
has-nothing-more-do-for = { $who } 没有什么可以替 { $it } 做的了。
closes-no-new-tasks-threads = { $who } 关闭 { $it }：不再接受新任务，任务全部完成后它的线程就结束。
lets-go = { $who } 放开 { $it }。
ends-tasks-wait-are-dropped = { $who } 终止 { $it }：还在等的任务都被丢弃。
waits-for-threads-end = { $who } 等待 { $it } 的线程结束。
has-done-task-is-there = { $who } 完成了任务：{ $it } 已就绪。
takes-value = { $who } 取走 { $it } 的值。
sees-is-there = { $who } 看到 { $it } 已就绪。
sees-is-not-there-yet = { $who } 看到 { $it } 还没有就绪。
sees-is-value = { $who } 看到 { $it } 是一个值。
sees-is-panic = { $who } 看到 { $it } 是一次 panic。

## 线程。

sees-has-not-ended = { $who } 看到 { $it } 还没有结束。
sees-has-ended = { $who } 看到 { $it } 已经结束。
sees-living-threads = { $count ->
    [1] { $who } 看到没有别的线程还活着。
   *[other] { $who } 看到有 { $count } 个线程还活着，包括它自己。
}

## 变量。

reads-var = { $who } 读取 { $it }：{ $value }。
sets-to = { $who } 把 { $it } 设为 { $value }。
uses-own = { $who } 使用它自己的 { $it }。
reads-own = { $who } 读取它自己的 { $it }。
reads-its-own-value = { $who } 读取它自己的 { $it }：{ $value }。
sets-its-own = { $who } 把它自己的 { $it } 设为 { $value }。

## 管道。

cannot-send-through = { $who } 无法通过 { $it } 发送：{ $error }。
sends-through = { $who } 通过 { $it } 发送 { $value }。
finds-end-nobody-can-write = { $who } 读到了 { $it } 的末尾：再没有谁能写入。
receives-from = { $who } 从 { $it } 收到 { $value }。
finds-no-whole-value-in = { $who } 在 { $it } 里没有找到一个完整的值。
sees-there-is-something-read = { $who } 看到 { $it } 里有东西可读，或者已到末尾。
sees-nothing-read-in = { $who } 看到 { $it } 里没有可读的东西。
closes-end = { $who } 关闭 { $it } 的一端。
closes-last-writer = { $who } 关闭描述符 { $descriptor }；再没有谁能写入 { $it }。
closes-last-reader = { $who } 关闭描述符 { $descriptor }；再没有谁能读取 { $it }。
closes-writer = { $who } 关闭描述符 { $descriptor }；{ $others } 仍可写入 { $it }。
closes-reader = { $who } 关闭描述符 { $descriptor }；{ $others } 仍可读取 { $it }。
