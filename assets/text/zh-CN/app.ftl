# 课程周围的应用：顶栏、窗口、讲解、记录、时间线、按钮行。

## 顶栏。

help = 快捷键与帮助
theme-light = 浅色主题
theme-dark = 深色主题
lessons = 课程
the-program = 程序 { $variant }
stage = 舞台
headline = 这一步做了什么
close = 关闭
scrolls = { $what }（上下）
scrolls-across = { $what }（左右）

## 帮助。

help-words = 你就是调度器。每一步让一个线程做它的下一次调用；放大之后，则是下一个原子操作。没有你的吩咐，什么都不会动。
help-timeline = 时间线上
help-page = 往下读：课程或窗口
help-screen = 屏幕上
less-motion = 减少动画
smaller-text = 缩小文字
larger-text = 放大文字
state-holds = 持有
state-runs = 运行
state-ready = 就绪
state-blocked = 阻塞
state-waits = 等待
state-done = 已结束
state-failed = 失败

## 课程列表。

lesson-open = 当前课程
lesson-open-program = 打开 { $lesson }/{ $variant }

## 运行的代码。

code = 调度代码
code-open = 打开调度代码
code-words = 调度代码用一行文字写下整个运行，以及你正在看的那一步。连同它周围的文字一起粘贴也可以。
code-copy-own = 复制这次运行的代码
code-own = 这次运行的代码
open = 打开

## 线程。

threads = 线程
who-runs-next = 下一步谁来运行？
thread-next = 下一步：{ $call }
thread-spins = 在一圈圈空转
thread-killed = 在第 { $step } 步被杀死
thread-name = 线程 { $name }
thread-key = 按键 { $key }
thread-ready-to = 准备 { $call }
thread-panicked = { $word }：{ $message }
cannot-move = 已经不能再动
waits-notice = { $who } { $why }。
quoted = “{ $line }”

## 程序文本。

line = 第 { NUMBER($line, useGrouping: "false") } 行
guard-from-line = 第 { NUMBER($line, useGrouping: "false") } 行的守卫
source-line = 第 { NUMBER($line, useGrouping: "false") } 行：{ $code }
source-did = ：{ $who } 刚刚执行了这里
source-guard = ：{ $who } 位于第 { NUMBER($line, useGrouping: "false") } 行的守卫的末尾
source-here = ：{ $who } 在这里

## 发生了什么。

log = 发生了什么
log-tab = 步骤
log-empty = 还什么都没有。每一步都会在这里讲述。
log-step = 第 { $step } 步：{ $words }

## 时间线，以及它上方的按钮。

timeline = 时间线
timeline-name = 时间线，第 { $step } 步，共 { $steps } 步
timeline-start = 开始
step-of = 第 { $here } 步，共 { $end } 步
to-the-start = 回到开头
to-the-end = 到末尾
step-back = 后退一步
step-forward = 前进一步
play = 播放
play-by-dice = 让骰子继续播放
pause = 暂停
dice = 让骰子来选
try-again-from-the-start = 从头再来
slower = 慢一些
faster = 快一些
speed = { $steps } 步/秒
calls-switch = 调用
operations-switch = 操作
steps-are-calls = 每步一次完整调用
steps-are-operations = 每步一个操作
find-a-bug = 找错误
prove-it = 证明它
stop-the-search = 停止搜索
futures = 其他未来
futures-more = 还有 { $count } 个
future-name = 另一个未来，在第 { $step } 步之后离开：{ $then }
clock-short = 时钟
wakes-short = { $who } 醒来
first-short = { $who } 最前
killed-short = { $who } 被杀

## 提示。

notice-dismiss = 收起这条提示
settings-set-aside = 无法读取你的设置，因此使用默认设置。旧文件已保留：{ $file }。
settings-unkept = 无法把你的设置保存到 { $file }（{ $why }），因此它们只保留到关闭窗口为止。
settings-no-folder = 没有可以保存你的设置的文件夹，因此它们只保留到关闭窗口为止。
lost-title = 这一课被停止了
lost-go-on = 从这里继续


