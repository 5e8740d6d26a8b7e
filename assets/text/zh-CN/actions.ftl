# 每个操作的名称，用于操作列表和快捷键一览。

group-step = 调度器
group-lesson = 课程
group-look = 细看
group-share = 分享
group-screen = 屏幕

do-threads = 运行线程 1 到 9
do-thread = 运行线程 { $number }
do-thread-named = 运行线程 { $number }：{ $name }
do-forward = 沿这条路线前进一步
do-back = 后退一步
do-first = 回到起点
do-last = 到这条路线的终点
do-play = 播放或暂停
do-slower = 放慢播放
do-faster = 加快播放
do-random = 掷骰子决定
do-clock = 让时钟前进
do-wake = 无故唤醒一个等待者
do-favour = 让一个等待者排到最前，先被唤醒
do-kill = 杀死一个子进程
do-reset = 从头再来
do-zoom = 切换调用与操作
do-inside = 看原语内部，或回来
do-coarse = 每步一个完整调用
do-fine = 每步一个操作

do-lessons = 课程列表
do-story = 显示或隐藏课程面板
do-next = 继续课程
do-quiz = 小测验
do-hint = 看一个会出错的调度
do-copy-progress = 复制我的进度表
do-open = 打开“{ $title }”，{ $variant }

do-ask = 查找错误，或证明没有错误
do-outcomes = 可能的结果
do-log = 发生了什么
do-why = 为什么？
do-waits = 谁在等谁
do-ways = 所有可能的路线
do-compare = 与另一次运行比较
do-order = 什么先于什么发生

do-share = 分享或导出这次运行
do-copy = 复制这次运行的编码
do-paste = 打开调度编码
do-copy-transcript = 以文字复制经过
do-copy-mermaid = 复制 Mermaid 图
do-save = 另存为{ $format }

do-theme = 浅色或深色
do-language = 下一种语言
do-palette = 所有操作
do-close = 关闭，或停止查找

## 操作此刻不可用的原因。

nothing-is-open = 还没有打开课程
no-faster = 已经是最快速度
no-slower = 已经是最慢速度
no-parts-done = 还没有完成任何内容
no-thread = 没有这个线程
no-turn = { $who } { $why }
no-back = 已经在起点
no-forward = 已经在路线的终点
no-choice = 这里没有可选的
no-clock = 只要还有线程能继续，或者没有线程在等时间，时间就静止不动
no-wake = 没有线程在可能无故醒来的条件上等待
no-favour = 没有线程在条件上排在别的线程后面等待
no-kill = 没有可以杀死的子进程
no-coarse = 每步已经是一个完整调用
no-fine = 每步已经是一个操作
no-story = 这个程序没有故事
no-hint = 这个程序没有保存的调度
no-test = 只有出错的运行才能生成测试
no-steps = 还没有走过任何一步

## 操作列表。

palette-hint = 想做什么？
palette-none = 没有这个名称的操作
palette-enter = 回车：{ $name }
palette-not = 现在不行：{ $name }。{ $why }。

## 演示。

group-present = 演示
do-present = 开始或结束演示
do-onward = 下一页
do-backward = 上一页
do-face = 切换舞台、程序与故事
do-notes = 讲者备注
do-pointer = 鼠标周围的圆环
no-talk = 只在演示中可用，按 F5 开始
face-stage = 舞台
face-source = 程序
face-story = 故事
show-notes = 备注
show-notes-title = 讲者备注
show-notes-at = { $title }（{ $part }）
show-pointer = 指示
show-end = 结束演示
show-first = 这是第一页。
show-last = 这是最后一页。
show-step = 第 { $step } 步，共 { $steps } 步
show-slide = { $number } / { $slides }
show-part = { $number } / { $slides }。{ $part }
show-part-step = { $number } / { $slides }。{ $part }，第 { $step } 步，共 { $steps } 步
