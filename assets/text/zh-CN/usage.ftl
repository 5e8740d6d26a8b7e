# `threadlab --help` 的内容，以及命令行无法解析时的说明。键由名字组成：命令、参数、参数的值。

usage =
    亲自担任真实代码的调度器，以此学习并发。

    不带命令时，打开应用的第一课。
usage-after =
    例子：
      threadlab                                  打开应用
      threadlab play producer-consumer           在终端里看错误如何发生
      threadlab play producer-consumer/fixed --seed 7
      threadlab check producer-consumer          使它出错的最短调度
      threadlab check producer-consumer/fixed    证明没有这样的调度
      threadlab outcomes thread-local            可能出现的所有结果，以及失败的可能性
      threadlab run pipe/fixed                   同一个程序，在真实的进程上运行
      threadlab export pipe --as handout         把停住的那次运行做成可打印的一页
      threadlab progress --csv                   做过什么、答过什么，供电子表格使用

    退出码：0 没有问题，1 所学的程序失败，2 用法错误。对 `check` 来说，没有问题是指与课程所说一致。

usage-heading-usage = 用法
usage-heading-commands = 命令
usage-heading-arguments = 参数
usage-heading-options = 选项

usage-value-code = 代码
usage-value-command = 命令
usage-value-file = 文件
usage-value-format = 格式
usage-value-lesson = 课程
usage-value-lesson-variant = 课程[/程序]
usage-value-n = 数
usage-value-options = 选项
usage-value-seconds = 秒数
usage-value-tag = 语言

usage-any-help = 显示这段帮助
usage-any-lang = 语言：en、zh-CN；不写则用系统的语言
usage-any-version = 显示版本

usage-check = 尝试所有调度：证明程序没有问题，或者找出使它出错的最短调度
usage-check-all = 这一课的所有程序
usage-check-budget = 每个程序最多搜索这么久；不写则为 { $default }
usage-check-export = 把使它出错的调度写成一个 Rust 测试，程序修好之前它都会失败
usage-check-fine = 逐个原子操作地走，而不是逐个调用
usage-check-json = 以 JSON 显示结果
usage-check-program = 课程，以及其中的哪个程序；不写则为所有课程的所有程序

usage-export = 把一次运行写成其他程序能打开的文件：图片、动画、可打印的一页、图表、跟踪
usage-export-dark = 用深色主题绘制 png 和 gif
usage-export-force = 文件已经存在时替换它
usage-export-format = 要做成什么：{ $values }
usage-export-format-gif = { share-gif }
usage-export-format-handout = { share-handout }
usage-export-format-mermaid = { share-mermaid }
usage-export-format-png = { share-png }
usage-export-format-svg = { share-svg }
usage-export-format-test = { share-test }
usage-export-format-trace = { share-trace }
usage-export-output = 写到哪里；- 是标准输出。不写则在当前文件夹里建一个文件
usage-export-program = 课程，以及其中的哪个程序；或者一次运行的代码
usage-export-schedule = 运行的代码；不写则为 `play` 所显示的运行

usage-help = 显示这段帮助，或某个命令的帮助
usage-list = 列出课程和其中的程序

usage-open = 打开应用，并打开一个程序，或别人发给你的调度
usage-open-program = { usage-export-program }
usage-open-schedule = 重放一次运行的代码

usage-outcomes = 显示程序可能出现的所有结果、各自的一个调度，以及失败的可能性
usage-outcomes-budget = 最多搜索这么久；不写则为 { $default }
usage-outcomes-fine = { usage-check-fine }
usage-outcomes-json = { usage-check-json }
usage-outcomes-program = 课程，以及其中的哪个程序

usage-pin = 把探索器在一课或所有课程里的发现写入课程的文件夹；要在工作区的根目录运行
usage-pin-lesson = 课程；不写则为每一课

usage-play = 在终端里单步执行程序：一个线程一列，一步一行
usage-play-fine = { usage-check-fine }
usage-play-json = 以 JSON 显示整个跟踪
usage-play-program = { usage-export-program }
usage-play-schedule = { usage-open-schedule }
usage-play-seed = 用骰子选择，同一个数总是得到同样的选择

usage-progress = 显示在这台机器上的课程里做过什么，以及每个回答
usage-progress-csv = 以电子表格能用的表格显示
usage-progress-json = 以 JSON 显示

usage-run = 在真实的线程和真实的进程上运行程序
usage-run-program = { usage-outcomes-program }

## 无法解析的命令行。

wrong-command = 没有命令“{ $command }”。
wrong-argument = 这里没有参数“{ $argument }”。
wrong-missing = 缺少 { $arguments }。
wrong-twice = { $argument } 只能写一次。
wrong-together = { $argument } 不能与 { $prior } 同时使用。
wrong-no-value = { $argument } 缺少值。
wrong-choice = “{ $value }”不是 { $argument } 的值，它的值有：{ $values }。
wrong-value = “{ $value }”不能用于 { $argument }。
wrong-value-since = “{ $value }”不能用于 { $argument }：{ $why }。
wrong-takes-none = { $argument } 没有值，不能写“{ $value }”。
wrong-text = 它不是 UTF-8 文本。
wrong-line = 无法理解。
wrong-nearest = 你是指 { $nearest } 吗？
wrong-help = `{ $help }` 会说明可以写什么。
wants-language = 可用的语言有 { $known }
wants-number = 它应该是一个整数，例如 7
wants-seconds = 它应该是秒数，例如 10 或 0.5
