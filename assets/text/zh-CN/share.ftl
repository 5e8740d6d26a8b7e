# 分享一次运行：内容与方式。

# 图、序列图与跟踪中的文字。
share-holds = { $who } 持有 { $object }
share-wants = { $who } 想要 { $object }
share-sleeps-on = { $who } 在 { $object } 上睡眠
share-sleeps = { $who } 在睡眠
share-wakes = 唤醒
share-wakes-by = 通过 { $object } 唤醒
share-hands-over = { $item }，经由 { $object }
share-time-passes = 时间流逝
share-who-holds = 谁持有 { $object }
share-objects = 对象
share-unit = 一步为一毫秒
share-steps = 共 { $steps } 步的一次运行。

# 图下的说明：条与箭头的含义。
share-legend-holds = 持有锁
share-legend-wants = 等待尚未空闲的东西
share-legend-sleeps = 睡眠，直到被唤醒
share-legend-gives = 交出

# 讲义页。
share-question = 问题：
share-program = 程序
share-run = 它的一次运行
share-table = 逐步说明
share-table-step = 步
share-table-told = 发生了什么
share-again = 再次打开这次运行：

# 窗口。
share-title = 分享这次运行
share-nothing = 还没有做任何选择：现在分享的只有起点。
share-code = 这次运行的代码：打开它的人会看到同样的步骤，并停在同一步。
share-copy-code = 复制代码
share-copy-mermaid = 复制为 Mermaid
share-copy-transcript = 复制文字记录
share-copied-code = 已复制这次运行的代码：打开它的人会看到同样的步骤。
share-copied-mermaid = 已把这次运行复制为 Mermaid 图：粘贴到能绘制 Mermaid 的地方。
share-copied-transcript = 已逐步复制发生的事。
share-folder = 保存文件的文件夹
share-kept = 不会替换任何文件：名称已被占用时，新文件会加上编号。
share-save = 保存
share-save-as = 保存为{ $format }
share-svg = 运行的图
share-svg-for = SVG：任意大小都清晰，随读者显示浅色或深色
share-png = 这一步的图
share-png-for = PNG：舞台现在的样子
share-gif = 动画
share-gif-for = GIF：每一步配一句说明
share-handout = 可打印的讲义
share-handout-for = HTML：问题、程序、图和表
share-mermaid = 序列图
share-mermaid-for = Mermaid：许多网站和编辑器都能绘制
share-trace = 性能分析器的跟踪
share-trace-for = JSON：用于 ui.perfetto.dev
share-test = 测试
share-test-for = Rust：程序改好之前一直失败
share-test-fine = 这次运行没有失败，因此无法做成测试。
share-drawing = 正在绘制第 { $step } 步，共 { $steps } 步……
share-saved = 已保存 { $file }
share-not-saved = 无法写入 { $file }：{ $why }。
share-too-long = { $steps } 步的动画会太大，最多 { $most } 步。

link-beyond = 这个代码指向第 { $step } 步，但它的调度只有 { $steps } 步
