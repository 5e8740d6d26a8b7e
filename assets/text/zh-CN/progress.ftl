# 做过的事，和它的文件。

progress-no-folder = 没有可以保存进度的文件夹，所以进度只保留到你关闭窗口为止。
progress-newer = 你的进度是由更新版本的 Threadlab 写下的。它保持原样，你现在做的不会被保存。它在 { $file }。
progress-unread = 无法读取你的进度（{ $why }），所以你现在做的不会被保存。它在 { $file }。
progress-set-aside = 无法看懂你的进度，所以从头开始。旧文件已保留：{ $file }。
progress-not-set-aside = 无法看懂你的进度，也无法把它放到一边（{ $why }），所以你现在做的不会被保存。它在 { $file }。
progress-unkept = 无法把你的进度保存到 { $file }（{ $why }）。它只保留到你关闭窗口为止；可以在课程列表里复制它。
progress-spoilt = 有别的东西写进了你的进度。那份内容已保留：{ $file }。你的进度又完整了。

progress-parts = 已完成 { $done }/{ $all } 部分
progress-all = 所有部分都已完成
progress-copy = 复制我的进度
progress-copied = 已把你的进度复制成表格：可以贴到电子表格或信里。没有向任何地方发送任何东西。

## 在终端里。

progress-nothing = 还没有做过任何事。进度会保存在 { $file }。
progress-line = { $lesson }  { $parts }
progress-line-score = { $lesson }  { $parts }；{ $all } 个回答中 { $right } 个正确
progress-no-part = 没有完成任何部分
progress-kept-in = 保存在 { $file }。
progress-unreadable = 无法读取 { $file } 中的进度：{ $why }
progress-nonsense = 无法看懂
progress-too-new = 它是由更新版本的 Threadlab 写下的
