# 语言本身。

language-name = 简体中文
language-short = 中文

language-switch = 切换到 { $name }
