# 对象的卡片。状态的用词位置很小：尽量简短。

stage-empty = 程序还没有创建任何线程间共享的东西。
not-used-yet = 还没有用过

## 卡片角上。

note-waits = { $count ->
    [0] 没有线程在等
   *[other] { $count } 个在等
}
note-held = 由 { $who } 持有
note-held-times = 由 { $who } 持有 { $depth } 层
note-arrived = { $of } 个中到了 { $arrived } 个
note-leaving = { $of } 个中还有 { $arrived } 个要离开
note-tasks = { $count ->
    [0] 没有任务在等
   *[other] { $count } 个任务在等
}
note-items-of = { $count } / { $most }
note-items = 有 { $count } 个
note-left = { $count ->
    [0] 一个不剩
   *[other] 剩 { $count } 个
}
note-bytes = { $bytes } / { $capacity } 字节
note-own = { $count ->
    [0] 还没有值
   *[other] { $count } 个各自的值
}

## 供屏幕阅读器使用的卡片。

contains = 含有 { $what }
thread-has = { $who } 有 { $value }
thread-sleeps = { $who } 在休眠
thread-waits = { $who } 在等待
end-writes = { $process }：写端，描述符 { $descriptor }
end-reads = { $process }：读端，描述符 { $descriptor }

## 谁在等待。

thread-in-call = { $who }（{ $verb }）
waiting-names = 等待中：{ $names }
waiting = { $count ->
    [0] 没有线程在等
   *[other] 等待中
}

## 锁、条件变量、信号量。

free = 空闲
holds-it = 持有它
holds-it-times = 持有 { $depth } 层
wait-for-it = { $count ->
    [0] 没有线程在等
   *[other] 在等它
}
wait-set = { $count ->
    [0] 等待集为空
   *[other] 休眠，直到收到通知
}
permits = { $count ->
    [0] 没有许可
   *[other] { $count } 个许可
}

## 事件、结果、定时器。

event-set = 已设置
event-not-set = 未设置
event-sleepers = 休眠，直到它被设置
result-there = 已就绪
result-not-there = 尚未就绪
result-sleepers = 休眠，直到它就绪
timer-armed = 已启动
timer-fired = 已触发
timer-cancelled = 已取消
timer-sleepers = 在等它
nobody-sleeps = 没有线程在休眠

## 队列和线程池。

queue-in = 放入
queue-out = 取出
pool-in = 交给
pool-out = 领取
task = 任务
not-reported = { $count } 个未报告完成
full = 已满
empty = 空
newest-first = 最新的先出 →
smallest-first = 最小的先出 →
oldest-first = 最早的先出 →

## 屏障。

barrier-closed = 关闭
barrier-open = 打开
barrier-broken = 已失效
barrier-nobody = 没有线程在等
barrier-others = 等待其他线程
barrier-go-on = 它们继续前进
barrier-next-round = 等待下一轮
barrier-error = 所有线程都得到错误

## 管道。

bytes = { $count ->
    [0] 空
   *[other] { $count } 字节 →
}
write-ends = 写端
read-ends = 读端
end-of-process = { $process } · 描述符 { $descriptor }
no-write-end = 没有：文件末尾
no-read-end = 没有：管道断裂

## 各线程的值。

no-value = 没有值
