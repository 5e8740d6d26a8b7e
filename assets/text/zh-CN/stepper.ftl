# 步进器自己说的话：列表、名称、等待的原因、结论、搜索的答案。

between-sentences = {""}

list-nobody = 没有线程
list-next = { $list }、{ $next }
list-last = { $list } 和 { $last }

## 没有名字的东西怎么称呼。

thread-unnamed = 线程 { $number }
thread-unknown = 某个线程
memory = 内存
object-unknown = 某个对象
object-noun = { $kind ->
    [Lock] 锁
    [RLock] 可重入锁
    [Semaphore] 信号量
    [BoundedSemaphore] 有界信号量
    [Event] 事件
    [Condition] 条件变量
    [Barrier] 屏障
    [Timer] 定时器
    [Queue] 队列
    [LifoQueue] 后进先出队列
    [PriorityQueue] 优先队列
    [SimpleQueue] 简单队列
    [RingQueue] 环形队列
    [Var] 变量
    [ThreadLocal] 线程局部变量
    [Thread] 线程
    [ThreadPool] 线程池
    [AsyncResult] 异步结果
    [Process] 进程
    [Pipe] 管道
    [word] 字
    [cell] 数据
   *[other] { $noun }
}
object-one = 一个{ $noun }
object-numbered = { $noun } { $number }
object-part = { $whole } 的 { $part }
object-the-part = { $whole } 的{ $noun }
end-held = 进程 { $process } 的描述符 { $descriptor }

## 位置。

place = { $file } 第 { NUMBER($line, useGrouping: "false") } 行
whence = （{ $place }）
guard-from = { $place }的守卫

## 线程的状态。

status-ready = 就绪
status-polls = 轮询
status-blocked = 阻塞
status-asleep = 休眠
status-waiting = 等待
status-done = 已结束
status-panicked = 已 panic
status-spins = 自旋
status-killed = 已被杀死

## 一步之中发生的事。

ends-by-panic = { $who } 因 panic 而结束。
is-done = { $who } 结束了。
panics = { $who } 发生 panic：“{ $message }”。
says = { $who } 说：“{ $words }”。
clock-moves = 时钟走到 { $time }。
yields = { $who } 让其他线程先走。
waited-long-enough = { $who } 等待超时。
wakes-up-by-itself = { $who } 醒来了，却没有线程唤醒它：虚假唤醒。
comes-first = { $who } 排到了在 { $object } 上等待的线程的最前面：通知会先唤醒它。
is-killed = 进程 { $process } 被杀死：它的线程都不再动，析构函数也不再运行，系统关闭它打开的一切。
breaks-a-rule = { $who } 违反了规则：{ $rule }。
races = 对 { $object } 的这次访问和 { $other } 的访问之间没有先后关系：数据竞争。

## 等待的原因：接在线程名后面。

why-held = 想要 { $object }，但它由 { $holder } 持有
why-not-free = 想要 { $object }，但它不空闲
why-sleeps-on = 在 { $object } 上休眠，直到被唤醒
why-joins = 等待 { $child } 结束
why-awaits = 等待进程 { $process } 结束
why-reads = 等待 { $object } 里有字节可读，它的写端仍由{ $holders } 持有
why-writes = 等待 { $object } 里有空间可写，它的读端由{ $holders } 持有
why-sleeps = 休眠一段时间
why-polls = 一遍又一遍地询问
why-polls-of = 一遍又一遍地询问，直到 { $objects } 改变
or = { $objects } 或 { $next }

waits = { $who } { $why }
waits-next = { $waits }；{ $wait }
waits-since = { $who } { $why }，{ $since ->
    [0] 从一开始就是这样
   *[other] 从第 { $since } 步开始
}。
took-it = { $who } { $step ->
    [0] 在第一步之前
   *[other] 在第 { $step } 步
}拿走了它{ $at }。
changed-it = 最后改变它的是 { $who }，{ $step ->
    [0] 在第一步之前
   *[other] 在第 { $step } 步
}{ $at }。
fell-asleep = 它在第 { $step } 步进入休眠{ $at }。
changed-last = 最后改变 { $object } 的是 { $who }，{ $step ->
    [0] 在第一步之前
   *[other] 在第 { $step } 步
}{ $at }。

## 结论：标题和理由。

verdict-finished = 这次运行顺利结束
verdict-finished-why = 所有线程都已结束，按这个调度没有出错。
verdict-panicked = { $who } 发生了 panic
verdict-panicked-why = “{ $message }”{ $at }
verdict-no-end = 看不到尽头
verdict-no-end-why = 运行在 { $steps } 步之后被停下，可能有线程在一圈圈地空转。
verdict-spins = { $who } 在自旋
verdict-spins-why = 它在一步之内做了 { $operations } 次操作仍未结束，因此被停下。
verdict-deadlock = 死锁
verdict-deadlock-partial = 部分死锁
verdict-deadlock-why = 没有线程能继续前进。
verdict-race = 数据竞争
verdict-race-why = 对 { $object } 的两次访问之间没有先后关系。

misuse = 用法错误
misuse-of = { $object } 的用法错误
misuse-why = { $who } 违反了规则：{ $rule }{ $at }。

deadlock-itself = { $waits }。它在等待自己。
deadlock-cycle = { $waits }。它们谁也无法继续。
deadlock-behind = 排在后面的还有：{ $wait }。

lost-wakeup = 丢失唤醒
lost-wakeup-why = { $notifier } 在第 { $notified } 步通知了 { $condition }{ $there }，那时没有线程在那里休眠；{ $waiter } 在此之后才进入休眠，是在第 { $slept } 步{ $here }。{ $condition } 不会记住通知，所以再也不会有谁来唤醒 { $waiter }。

wrong-waiter = 唤醒了错误的等待者
wrong-waiter-why = 第 { $notified } 步，{ $notifier } 通知了 { $condition }{ $there }，唤醒了 { $woken }；可 { $woken } 用不上它，在第 { $again } 步又回去休眠。同样在那里休眠的 { $instead } 没有被唤醒，将永远睡下去。

endless-wait = 永无止境的等待
endless-wait-why = { $waits }。再没有谁能结束这个等待。

race-why = { $one } 和 { $other } 对 { $object } 的访问之间没有先后关系。
race-orderings = 在这两次访问之间，{ $writer } 写入了 { $word }（{ $written }），{ $reader } 读取了它（{ $seen }）：如果写用 Release、读用 Acquire，两次访问就有了先后。
race-holding = { $holder } 访问时持有 { $object }，{ $other } 却没有：如果双方都持有它，两次访问就有了先后。
race-everything = 双方访问时都持有同一把锁，或者一个线程在另一个结束之后才启动，就有了先后。

busy-waiting = 忙等待
busy-waiting-why = { $who } 一遍又一遍地询问，而且再没有谁能改变答案。{ $repeats }（{ $calls }）。{ $progress }
livelock = 活锁
livelock-why = { $who } 轮流不停地动，却总是回到原处。{ $repeats }（{ $calls }）。{ $progress }
no-progress = { $steps } 步毫无进展。
no-progress-tried = 照这样继续试下去：{ $steps } 步毫无进展。
unfair-time = 时间停着不动，尽管有休眠或超时本该到期
unfair-threads = { $who } 本可以继续，却一直没有轮到
unfair-why = { $repeats }，但{ $others }：这说明的是这个调度，而不是程序。
repeats = { $count ->
    [1] 第 { $first } 步重复了 { $times } 次
   *[other] 第 { $first } 到 { $last } 步重复了 { $times } 次
}
repeats-on = { $count ->
    [1] 第 { $first } 步不断重复
   *[other] 第 { $first } 到 { $last } 步不断重复
}
repeats-until = { $repeats }，直到第 { $last } 步。
the-clock-moves = 时钟前进

## 搜索的答案。

proved = 已证明：所有调度都没有问题（{ $executions } 次执行，{ $steps } 步）。
proved-waits = 让其他线程先走的线程会一直等待，直到它看过的东西发生变化；在试过的地方，让它多问几次并没有区别。
no-bug = { $executions } 次执行中没有发现错误，但这不是证明：{ $why }。
sampled-pct = 其中 { $runs } 次是随机进行的，按线程的优先级（PCT）：无论运行多长，都善于找出只需几步按某种顺序发生的错误。
sampled-pos = 其中 { $runs } 次是随机进行的，按步骤的优先级（POS）：使用同一对象的两步，谁先谁后的机会大致相同。
bounded = { $preemptions ->
    [1] 没有抢占的调度
   *[other] 抢占少于 { $preemptions } 次的调度
}都不会出错，数据竞争除外。
no-spurious = 其中不包括虚假唤醒，也不包括条件上的等待者的其他顺序。
limit-executions = 只允许这么多次
limit-steps = 有的调度一直进行到被停下为止，没有人知道它会怎样结束
limit-rounds = 有的线程会数自己白问了多少次，每次做的事都不同，所以只试了最初几轮
limit-cancelled = 搜索提前停止了

bug-length = { $preemptions ->
    [0] 没有抢占
   *[other] { $preemptions } 次抢占
}，{ $steps } 步。
bug-stopped = { $steps } 步之后被停下。
shortest = 没有更短的失败调度。
shortest-but-races = 除数据竞争外，没有更短的失败调度。
shortest-unknown = 可能还有更短的。
found-after = { $executions } 次执行后找到。

not-deterministic = 这个程序不是确定性的：做出同样的选择之后，它做的并不总是相同。{ $observed }凡是会变的东西（随机数、时间、地址、上一次运行留下的东西）都必须去掉。
differs = 一次，{ $one }。另一次，{ $other }。
differed = 两次都到了同样的地方，{ $one }，但走到那里的经过不同。
could-after = { $steps } 步之后：{ $could }
would-call = { $who } 将对 { $object } 调用 { $verb }
would-go-on = { $who } 将继续
clock-would-move = 时钟将前进
would-or = { $all }，或者{ $one }
nobody-can-go-on = 没有线程能继续
value-is = { $word } 是 { $value }

## 运行的表格。

table-step = 步
table-goes-on = 继续
table-wakes-up = 醒来
table-comes-first = 排到最前
table-killed = 被杀死

## 无法读取的调度代码。

code-broken = 调度代码在第 { $at } 个字符处有误：{ $why }
code-none = 调度代码以 tl1 开头
code-version = 它用的是格式的另一个版本；这个程序读取版本 1（tl1）
code-parts = 它应有 6 个用点隔开的部分，现在有 { $count } 个
code-lesson = 缺少课程的名字
code-grain = 步的粗细应为 c（粗）或 f（细）
code-fingerprint = 程序的指纹应为 8 位十六进制数字
code-choice = `{ $letter }` 不是选择：线程是字母 a 到 p，时钟是 t，字母前的 s 表示无故唤醒该线程，w 表示让它最先被唤醒，x 表示杀死该进程
code-misplaced = `{ $letter }` 不该出现在这里
code-unclosed = 这个括号没有闭合
code-repeats = `{ $count }` 不是合理的重复次数
code-check = 校验字符不符：它们前面有内容丢失或改动过
