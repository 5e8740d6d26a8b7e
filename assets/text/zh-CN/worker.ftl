# 运行课程的工作进程：它拒绝什么、提示什么、怎样失去了它。

refused = { $why }。
refused-nothing-open = 没有打开任何程序
refused-no-lesson = 这里没有课程“{ $lesson }”
refused-no-program = 课程 { $lesson } 没有程序“{ $program }”
refused-no-name = 调度代码没有写明课程和程序

note-program-changed = 这个调度生成之后，程序已经改动过。
note-all-fit = 它的每一步仍然适用，但做的事可能不一样了。
note-misfit = 这个调度适用到第 { $fitted } 步（共 { $of } 步）：在那之后 { $who } 无法前进。
note-misfit-wakes = 这个调度适用到第 { $fitted } 步（共 { $of } 步）：在那之后 { $who } 不能无故醒来。
note-misfit-favour = 这个调度适用到第 { $fitted } 步（共 { $of } 步）：在那之后 { $who } 没有排在谁后面等待。
note-misfit-kill = 这个调度适用到第 { $fitted } 步（共 { $of } 步）：在那之后没有可以杀死的进程 { $who }。
note-cannot-mix = 完整调用无法像这些操作那样交错：从第 { $step } 步起的部分被省去。
note-unsteady = 从第 { $step } 步起，程序每次的行为并不相同：关于它所说的一切都不可信。
the-clock = 时钟

lost = 课程的工作进程被停止了：{ $why }。
lost-searching = 课程的工作进程在搜索时被停止了：{ $why }。
lost-stepping = 课程的工作进程在 { $who } 走一步时被停止了：{ $why }。
lost-back = 你已回到之前的位置。
lost-again = 请从头再来，或打开另一课。
lost-no-answer = 它 { $seconds } 秒没有回答，这一步也许永远不会结束
lost-memory = 它占用的内存超过了 { $budget } MB
lost-replay = 无法重放它的会话：{ $why }
lost-start = 无法启动它：{ $error }
lost-ended = 它的进程结束了（{ $status }）
lost-gone = 它的进程不见了（{ $error }）
lost-thread = 它的线程结束了
