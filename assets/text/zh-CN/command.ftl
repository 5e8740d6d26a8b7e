# 命令行。

cannot-write = 无法写入 { $file }：{ $error }
cannot-write-output = 无法写出结果：{ $error }
made-for-another = 这个调度是为 { $made } 生成的，不是为 { $program }
changed-since = 这个调度生成之后，{ $program } 已经改动过
replayed-as-far-as-it-fits = { $note }；能重放多少就重放多少
no-lesson = 没有课程“{ $name }”。
no-program = 课程 { $lesson } 没有程序“{ $variant }”。
did-you-mean = 你是指 { $nearest } 吗？`threadlab list` 会列出全部。
there-is = 有：{ $names }。
nothing-written = 什么也没有写入。
is-there-already = { $file } 已经存在；--force 会替换它

## 没有窗口。

no-window = 无法打开窗口：{ $why }。
how-to-get-a-window = 应用需要显示器（在 Linux 上是 X11 或 Wayland，即设置了 DISPLAY 或 WAYLAND_DISPLAY）和 OpenGL；README 列出了最小系统所需的软件包。
play-in-the-terminal = 在终端里可以用：threadlab play { $program }
meanwhile-lesson = 先看第一课。{ $title }
meanwhile-run = 先看 { $title } 的一次运行。
more-in-the-terminal = 终端里还有：`threadlab list`、`threadlab play --help`。
cannot-find-itself = 程序找不到自己，无法启动工作进程：{ $error }
no-reason = 没有给出原因
window-panicked = 窗口库发生了 panic：{ $words }
no-display = 没有显示器（{ $error }）
no-opengl = OpenGL 在这里不可用（{ $error }）

## 运行表格的下方。

step-differs = 第 { $step } 步不同：{ $why }。
unfit-clock = 时钟现在不能前进
unfit-wakes = { $name } 现在不能无故醒来
unfit-favour = { $name } 现在没有排在谁后面等待
unfit-kill = 进程 { $name } 现在不是可以杀死的进程
unfit-absent = 还没有 { $name }
unfit-waits = { $name } 不能运行，它{ $why }
unfit-is = { $name } 不能运行，它的状态是{ $status }
not-over = 还没有结束：{ $who } 可以继续。
schedule = 调度：{ $code }

## 检查的结果。

checked = { $count } 个程序，{ $wrong ->
    [0] 全部与课程所说一致
   *[other] 其中 { $wrong } 个与课程所说不一致
}。
line-proved = 所有调度都没有问题（{ $executions } 次执行）
line-bug = { $title }（{ $preemptions } 次抢占，{ $steps } 步）
line-no-bug = { $executions } 次执行中没有发现错误
line-not-deterministic = 不是确定性的
line-not-settled = 尚无定论
line-not-expected = 与课程所说不一致
time-was-up = 时间到了；用 --budget SECONDS 可以给它更多时间。
endless = { $title}：{ $why }调度：{ $schedule }
fails-too = 它也会像课程所说的那样失败：{ $title }。调度：{ $schedule }
expected-fine = 课程说所有调度都没有问题。
expected-broken = 课程说它可能出错。
expected-broken-by = 课程说它可能出错：{ $how }。
broken-by-deadlock = 有线程永远等待
broken-by-assertion = 有线程 panic
broken-by-misuse = 原语的用法违反了规则
broken-by-two-inside = 两个线程同时在临界区里
broken-by-lost-item = 丢失了一项数据
broken-by-livelock = 线程永远忙个不停，却毫无结果
settles-nothing = 这什么也说明不了。
not-expected = 这与预期不符。
nothing-to-export = 没有调度可以写入 { $file }：{ $why }
progress = { $does }，{ $executions } 次执行，{ $seconds } 秒
progress-searching = 正在搜索
progress-shortening = 找到一个错误，正在寻找更短的调度
progress-bounding = 随机尝试的没有出错，正在尝试抢占少的
progress-sampling = 调度太多，无法全部尝试，正在随机尝试一些

## 结果。

outcomes-are-all = { $count } 种结果。这就是全部（{ $executions } 次执行）。
outcomes-may-be-more = { $count } 种结果。可能还有更多：搜索没有进行到底（{ $executions } 次执行）。
outcome-says = { $who } 说{ $said }

## 进度与固定结果。

no-place-for-progress = 没有可以保存进度的文件夹
no-folder-here = { $folder }：这里没有这个文件夹；请在工作区的根目录运行

## 在真实线程上的运行停住时。

native-no-thread = 系统无法启动线程：{ $error }
native-panicked = 程序发生了 panic
native-no-end = 它在 { $seconds } 秒内没有结束，因此被终止。这个系统不会说明它是否在永远等待；`threadlab play` 会显示每个线程在等什么
native-stuck = 再没有什么在动：所有线程都在休眠，谁也唤醒不了谁
native-thread = 进程 { $process }（pid { $pid }）的线程 { $thread }
native-waits = { $who } { $why }
native-sleeps = 休眠，直到另一个线程唤醒它或结束
native-awaits = 等待进程 { $process }（pid { $pid }）结束
native-awaits-a-child = 等待一个子进程结束
native-writes = 等待通过描述符 { $descriptor } 向 pipe:[{ $pipe }] 写入
native-reads = 等待通过描述符 { $descriptor } 从 pipe:[{ $pipe }] 读取
native-holder = 进程 { $process }（pid { $pid }）的描述符 { $descriptor }
native-write-end = pipe:[{ $pipe }] 的写端仍由{ $holders } 持有
native-read-end = pipe:[{ $pipe }] 的读端仍由{ $holders } 持有

## 自己的程序。

own-invitation = 你自己的程序：你是调度者。选择下一步由谁走。
own-unmarked = 你是调度者。（这段文字不是打开它的那个文件的，所以其中没有标出线程。）
own-only-one = 这个进程已经打开过一个程序，而它只能打开一个
own-worker-unheard = 工作进程无法写出回答：{ $error }

## 固定结果。

pin-no-program = 无法固定 { $program } 的结果：{ $why }
pin-too-large = 它太大，无法搜索到底
pin-varies = 它不是确定性的
pin-no-step = { $file }：第一个调度的第 { $number } 步不能是 [{ $step }]；它可以是 { $could }
