# 按键列表。

key-threads = 运行线程 1，依此类推到 9
key-forward = 沿着这条线前进一步
key-back = 后退一步
key-first = 回到开头
key-last = 到这条线的末尾
key-play = 播放或暂停
key-slower = 放慢播放
key-faster = 加快播放
key-dice = 让骰子来选
key-again = 从头再来
key-zoom = 调用或操作
key-calls = 每步一次完整调用
key-operations = 每步一个操作
key-ask = 找出错误，或证明没有错误
key-outcomes = 可能的结果
key-lessons = 课程
key-story = 讲解
key-log = 发生了什么
key-copy = 复制调度代码
key-paste = 打开调度代码
key-theme = 浅色或深色
key-language = 切换到下一种语言
key-larger = 放大文字
key-smaller = 缩小文字
key-help = 这份列表
key-close = 关闭
