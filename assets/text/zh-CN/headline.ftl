# 上一步做了什么，以及探索器的回答。

inside-the-primitive = 原语内部：{ $place }
end-of-a-guard = 守卫的末尾
at-its-start = { $lesson }：位于开头
stops-to-fit = 重放的调度从这里起不再适用。
invitation-click = ← 点击左边的一个线程，或按下
invitation-or = 或
invitation-then = 它就会走下一步。
clock-move = 让时钟前进：{ $who }，{ $time }
clock-alone = 大家都在等时间过去。前进到 { $time }，那时 { $who } 的等待结束
# 唤醒一个在条件上等待的线程。
wake = 无故唤醒 { $who }
wake-name = 无故唤醒 { $who }：虚假唤醒
spurious = 虚假唤醒
spurious-elsewhere = 在条件上等待的线程醒来了，却没有线程通知它。POSIX、C++、Java 和 Rust 标准库的条件变量都可能这样；放在循环里的等待会再检查一遍，所以不受影响。
spurious-here = 本工具箱的 Condition 自己从不这样，骰子和探索器也不会去试：只有你可以。
favour = 让 { $who } 排到最前
favour-name = 让 { $who } 排到在 { $object } 上等待的线程的最前面：下一次通知会唤醒它
favoured = 先唤醒谁
favoured-elsewhere = 通知可能唤醒任何一个等待者：POSIX、C++、Java 和 Rust 标准库都不承诺顺序，Python 的文档也没有。
favoured-here = 本工具箱的 Condition 唤醒等得最久的线程，骰子和探索器也不会去试别的：只有你可以。
kill = 杀死 { $process }
kill-name = 杀死进程 { $process }：它的线程都不再动
killing = 进程被杀死
killing-elsewhere = 进程随时可能从外面被结束：被人、被别的程序，或者在内存用完时被系统（信号 9，SIGKILL）。析构函数和“finally”都不再运行；系统关闭它打开的一切，所以读者会读到管道的结尾，写者会发现管道已断。等待这个进程的线程会看到状态 -9。
killing-here = 骰子和探索器都不会去试：只有你可以。
another-fails = 另有一个调度会失败：你能找到它吗？
try-again = 再试一次
see-fixed = 看看修好的程序
show-failing = 给我看一个会失败的

## 探索器正在搜索。

search-trying = 正在尝试每一个调度
search-looking = 正在寻找会失败的调度
search-tries = 目前试了 { $schedules } 个调度，没有一个 panic 或卡住。
search-samples = 数量太多，无法全部尝试，因此随机试了一些：{ $schedules } 个调度，没有一个 panic 或卡住。
search-bounds = 数量太多，无法全部尝试，随机尝试的也没有出错。正在尝试抢占少的：已经 { $schedules } 个调度。
search-shortens = 有一个会失败。正在寻找最短的：目前试了 { $schedules } 个调度。
search-stopped-after = 搜索在试了 { $schedules } 个调度之后停止：没有一个失败，但这不是全部。
search-stopped-with-bug = 搜索已停止，不过已找到一个会失败的调度。再问一次就能看到它。
stop = 停止

## 它的回答。

answer-bug = 找到一个会失败的调度
sentence = { $words }。
answer-found-after = 试了 { $schedules } 个调度后找到。
answer-shortest = 它{ $preemptions ->
    [0] 不需要抢占
   *[other] 需要 { $preemptions } 次抢占
}，并且这样至少要 { $steps } 步。
answer-not-shortest = 这一个有 { $steps } 步，{ $preemptions ->
    [0] 没有抢占
   *[other] { $preemptions } 次抢占
}；可能还有更短的。
of-whole-calls = 完整调用
of-single-operations = 单个操作
answer-proved = 已证明：所有调度都没有问题
answer-proved-why = 以{ $steps }为步，运行了 { $schedules } 个调度。其余的只是交换了互不相干的步骤。
no-chances-of-processes = 其中不包括进程被杀死的情况。
answer-no-bug = 没有发现错误，也没有证明
answer-too-many = 以{ $steps }为步，运行了 { $schedules } 个调度，没有一个失败，但还有更多。
answer-no-end = 以{ $steps }为步，运行了 { $schedules } 个调度，没有一个失败，但有些没有尽头：它们在 { $most } 步之后被停下。
answer-counts = 以{ $steps }为步，运行了 { $schedules } 个调度，没有一个失败，但有一个线程会数自己白问了多少次，每次做的事都不同，所以只试了最初几轮。
answer-stopped = 搜索已停止
answer-not-deterministic = 这个程序每次的行为并不相同
answer-close = 关闭回答
walk-it-name = 一步一步走一遍
play-it = 播放它

## 程序的所有可能结果。

outcomes = 可能的结果
outcomes-begins = 正在尝试每一个调度…
outcomes-tries = 正在尝试每一个调度：目前 { $schedules } 个。
outcomes-unknown = 尚不清楚：搜索没有找到答案。
outcomes-all = 这就是全部：{ $schedules } 个调度就足以看到每一种。
outcomes-some = 在 { $schedules } 个调度中看到的。可能还有别的。
outcomes-untold = 还有 { $count } 种。
outcomes-rolls = 可能的结果都知道了。正在随机尝试，看多久失败一次：目前 { $schedules } 个调度。
outcomes-luck = 要有多幸运才能看到它失败？
luck = { $runs } 个随机调度中有 { $failures } 个失败：{ $share }；以 95 % 的置信度，占全部的 { $least } 到 { $most }。
luck-none = { $runs } 个随机调度中没有失败；以 95 % 的置信度，失败占全部的 { $least } 到 { $most }。
luck-unfinished = { $count } 个调度看不到尽头。
luck-means = 随机调度在每一步都让各个线程以同样的机会前进；计算机则会让一个线程连续运行很久，所以在那里失败大多更罕见。
outcome-walk = 走一遍结果 { $number }：{ $ending }
outcome-goes-on = 还在继续
