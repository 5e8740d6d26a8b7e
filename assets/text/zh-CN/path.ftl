# 课程的路径和答案。

part-prediction = 故事与预测
part-first = 第一个调度
part-break = 把它弄坏
part-ask = 询问
part-fix = 修好它
part-why = 为什么
part-elsewhere = 换一身衣服
part-heading = 第 { $number } 部分：{ $name }
part-done = { $part }，已完成
part-is-done = 这一部分已完成
path-button = 本课
path-close = 关闭课程面板

## 唯一的按钮。

next-part = 下一部分：{ $name }
next-answer = 去选答案
next-load = 显示这个调度
next-forward = 下一步
next-begin = 亲手开始
next-hint = 给我一个提示
next-solution = 给我看一个失败的调度
next-ask = 询问探索器
next-asking = 探索器正在逐个尝试调度……
next-lesson = 下一课：{ $title }
next-list = 所有课程
next-skip = 跳过
next-skip-name = 跳过这一部分

## 答案。

choice-right = { $words }：正确
choice-wrong = { $words }：错误
choice-missed = { $words }：这个也对
choice-passed = { $words }：没选它是对的

## 各个部分。

prediction-noted = 已记下。你会看到它是否如此。
prediction-before = 你以前预测过。你可以再预测一次。
prediction-was = 你的预测是：“{ $prediction }”
prediction-holds = 确实如此。
prediction-fails = 结果并非如此：找到的调度说明了原因。

first-task = 这是一个给定的调度。一步一步地走，看看各个线程。
first-step = 第 { $step } 步
first-steps = 第 { $first } 步到第 { $last } 步
first-made = 已走
first-done = 你已经走到了它的终点。别的调度会有别的结局。

win-deadlock = 如果有线程永远等待，你就赢了。
win-assertion = 如果有线程 panic，你就赢了。
win-misuse = 如果某个原语被违规使用，你就赢了。
win-two-inside = 如果两个线程同时进入临界区，你就赢了。
win-lost-item = 如果丢了一件东西，你就赢了。
win-livelock = 如果线程一直在动却毫无结果，你就赢了。

break-how = 你就是调度器：点击一个线程，或者按它的编号。
break-missed = 这也出了错，但不是这里要的那一种。
break-done = 你把它弄坏了。
break-show = 给我看一个失败的调度
hint = 提示 { $number }/{ $all }
hint-more = 提示 { $number }/{ $all }

ask-task = 探索器会尝试每一个有区别的调度，并给出最短的失败调度。
cost = { $preemptions ->
    [0] 没有抢占
   *[other] { $preemptions } 次抢占
}，{ $steps } 步
cost-own = 你的调度：{ $cost }。
cost-shortest = 最短的：{ $cost }。
cost-longer = 抢占就是让一个还能继续的线程停下来。一个错误需要的抢占越少，就越容易碰巧发生。
cost-equal = 没有更短的了：你的和探索器的一样好。
cost-none = 亲手把程序弄坏，你就能看到两者的对比。

fix-choose = 选择程序应该怎么做。探索器会尝试它的所有调度。
fix-assemble = 填好空格，让探索器尝试所有调度。
fix-prove = 证明这个程序
fix-proved = 已证明：这个程序没有失败的调度。
fix-fails = 这一个仍然会失败。失败的调度已经载入：走一遍，再选一次。
blank = 空格 { $number }
blank-nothing = （什么都没有）
blank-option = 用 { $option } 填{ $blank }

aha = 要明白的道理
