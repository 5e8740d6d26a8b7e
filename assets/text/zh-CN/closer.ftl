# 细看：悬停时的事实、“为什么？”、谁在等谁、什么先于什么、所有走法、并排的两次运行。

## 标签。

why = 为什么？
who-waits = 谁在等
who-waits-for-whom = 谁在等谁
all-ways = 所有走法
compare = 比较
order = 先后关系
order-name = 在时间线上显示什么先于什么发生
and-why = 。为什么？
changed = 已改变
click-to-ask = 点击或按回车，询问它为什么是这样。
changed-in-this-step = 在这一步改变了
some-bytes = { $count } 字节

## 从什么时候起：放在动词前。

since = { $step ->
    [0] 从一开始
   *[other] 从第 { $step } 步
}

## 对象的事实。

is-a = { $name } 是一个 { $kind }{ $maker }。
is-unnamed = { $name }{ $maker }。
made-by = ，由 { $who } 创建{ $at }
has-held-it = { $who } { $since }起一直持有它。
holds-it-now = { $who } 持有它。
nobody-holds-it = 没有线程持有它。
nothing-has-changed = 到目前为止，{ $it } 没有变过。
nobody-waits-for-it = 没有线程在等它。
has-slept-there = { $who } { $since }起一直在那里休眠。
has-waited-for-it = { $who } { $since }起一直在等它。
has-waited-longest = { $who } 等得最久，{ $since }起；之后是 { $rest }。
was-put-first = { $who } 在第 { $step } 步排到了最前；之后是 { $rest }。
order-is-promised = 通知会唤醒等得最久的线程：这是本工具箱的 Condition 的承诺，Python 的文档没有这样的承诺。
order-was-changed = 下一次通知会唤醒 { $who }，因为你这样说了：本工具箱的 Condition 自己会唤醒等得最久的线程，而 Python 的文档什么也没有承诺。
order-is-yours = 没有谁承诺这个顺序：可以拿到它的时候，谁先运行谁就拿到，而由谁先运行由你决定。
who-since = { $who }（{ $since }起）

## 线程的事实。

stands = { $who } { $standing }。
standing = { $why }（{ $since }起）
standing-in-place = { $why }（{ $since }起，在 { $of } 个等待者中排第 { $place }）
has-panicked = { $who } 发生了 panic：“{ $message }”。
runs-round = { $who } 在一圈圈空转。
was-killed = { $who } 在第 { $step } 步随它的进程一起被杀死。
can-go-on = { $who } 可以继续。
can-go-on-with = { $who } 可以继续：下一步是对 { $object } 调用 { $verb }{ $at }。
it-has-held = 它{ $since }起一直持有 { $object }{ $at }。
it-holds = 它持有 { $object }。
wait-for-what-it-holds = { $who } 在等它持有的东西。

## 为什么？

ask-wait = { $who } 为什么在等？
ask-value = { $it } 为什么是 { $value }？
ask-set = { $it } 为什么已被设置？
ask-not-set = { $it } 为什么没有被设置？
ask-nothing-left = { $it } 为什么一个也不剩？
ask-held = { $it } 为什么由 { $who } 持有？
ask-look = { $it } 为什么是这个样子？
so-for-itself = 所以 { $who } 在等待自己。
so-in-a-circle = 所以它们在相互等待，形成一个环。
took = { $who } 在第 { $step } 步拿走了 { $it }{ $at }。
took-and-holds = { $who } 在第 { $step } 步拿走了它{ $at }，从那以后一直持有。
is-done-for-good = { $who } 已经结束，不会再做这件事。
has-panicked-for-good = { $who } 已经 panic，不会再做这件事。
was-killed-for-good = { $who } 已被杀死，不会再做这件事。
nobody-woken-since = 从那以后，没有线程从 { $it } 被唤醒。
polls-in-vain = { $who }也可以照样继续：但它看到的还会和刚才一样。
last-woken = 那里最后被唤醒的是：{ $woken }，由 { $by } 在第 { $step } 步唤醒。
made-it-so = { $who } 在第一步之前就让它成了这样{ $at }。
changed-from-to = 最后改变 { $object } 的是 { $who }，在第 { $step } 步{ $at }：从 { $before } 变为 { $after }。
parties = { $of } 个中到了 { $arrived } 个
nothing-to-ask = 还没有线程在等，也没有什么变过，所以没有可问的。
all-questions = 所有问题
step = { $step ->
    [0] 开头
   *[other] 第 { $step } 步
}
go-to-step = 前往{ $step ->
    [0] 开头
   *[other] 第 { $step } 步
}：{ $words }
back-to-step = 回到{ $step ->
    [0] 开头
   *[other] 第 { $step } 步
}
where-asked = { $words }，即提问的地方

## 谁在等谁。

waits-name = 谁在等谁。
nobody-waits = 没有线程在等待。
nobody-waits-in-a-circle = 没有形成环的等待。
waits-for-itself = { $who } 在等待自己。
circle-of = 一个环：{ $who } 等待 { $others }。
circle-next = { $others }，后者等待 { $next }
circle-for-ever = 它们谁也无法再继续。
circle-for-now = 它们谁也无法继续，除非某个等待以别的方式结束。
circle = 一个环
circle-now = 暂时是一个环

## 什么先于什么发生。

happens-before = { $earlier } 先于 { $later }
deed = { $who } 在第 { $step } 步的{ $deed }
deed-start = “{ $who } 启动”
deed-end = “{ $who } 结束”
deed-join = “会合”
deed-call = “{ $object } 的 { $verb }”
deed-any = 操作
deed-killed = 第 { $step } 步进程 { $process } 被杀死

## 所有走法。

ways-name = 所有走法。
ways-looking = 正在查看所有走法…
ways = { $states } 个状态。结局：{ $fine } 个顺利，{ $bad } 个不顺利。
ways-more = 前 { $most } 个状态；还有更多。
ways-left-in = 你的线在第 { $step } 步离开了它们：那不是调度器的选择。
ways-go-to-end = 前往一个结局：{ $title }
ways-ends-alike = { $title }（{ $count }）
ways-here = 这里
ways-on-your-line = 在你的线上
ways-from = { $step ->
    [0] 从开头起：{ $way }。
   *[other] 从第 { $step } 步起：{ $way }。
}
ways-then = { $way }，然后 { $next }
state-after = 状态 { $number }，{ $steps } 步之后

## 并排的两次运行。

compare-nothing = 还没有另一次运行。后退并选择别的，或者去找错误：你离开的运行会保留下来，可以与新的比较。
compare-runs = 正在运行另一次…
compare-beside = { $count ->
    [1] 与留下的那次运行并排
   *[other] 并排比较
}
compare-left = 在第 { $step } 步之后留下的
compare-with = 与未来 { $number } 比较，它在第 { $step } 步之后留下
take-it-up = 采用它
take-up-name = 采用另一次运行
same-steps = { $count ->
    [0] 它们从第一步起就不同。
    [1] 第 1 步相同。
   *[other] 第 1 到 { $count } 步相同。
}
first-difference = 第 { $step } 步：第一处不同
one-goes-on = 一个停下的地方，另一个还在继续
this-line = 这条线
the-other = 另一条
side-step = { $side }，第 { $step } 步：{ $words }
side-end = { $side }：{ $words }
it-can-go-on = 还可以继续
