# 测验。

quiz = 测验
quiz-offer = 一个小测验
quiz-making = 探索器正在尝试所有调度，以便出题……
quiz-none = 没有可问的：这个程序的结果还没有全部弄清。
quiz-number = 第 { $number } 题，共 { $all } 题
quiz-one = 只有一个答案正确。
quiz-many = 正确的答案可以有好几个，至少有一个。
quiz-check = 检查
quiz-next = 继续
quiz-right = 正确。
quiz-wrong = 不完全对。自己看看吧。
quiz-moment = 给我看这个时刻
quiz-over = { $all } 题中有 { $right } 题答得没有错误。
quiz-again = 换几道题
quiz-close = 回到课程

quiz-outputs = 下面哪些输出是可能的？
quiz-endings = 程序可能以哪些方式结束？
quiz-ready = 现在谁可以运行？
quiz-happens = { $who } 走下一步。会发生什么？
quiz-before = 在这之前还有 { $steps } 步。
quiz-step = { $number }. { $told }
quiz-at-start = 还没有谁动过。

## 答案。

says-nothing = 谁也没有说话
says-lines = { $who } 说 { $lines }
ends-well = 所有线程都结束
ends-panic = 有线程 panic
ends-deadlock = 有线程永远等待
ends-race = 程序结束，但有数据竞争
ends-never = 程序一直运行，没有尽头
runs-clock = 时钟：时间流逝

## 证据。

shows-it = 这个调度就能做到
walk-it = 走一遍
shows-none = 没有调度能做到：{ $executions } 个调度就足以看到程序的所有结果。
