# 原语自己的代码之内。

inside-look = 看内部
inside-back = 回到 { $file }
inside-nobody = 现在没有线程在原语之内。
inside-line = { $file } 第 { $line } 行
inside-guard = { $file }，第 { $line } 行的守卫
inside-path = { $who } 所在：{ $path }
inside-did = { $who } 刚做的：{ $path }

# 原语的字，解读出来。

word-is = 字：{ $now }
word-was = 字：{ $before } → { $now }
word-part = { $part } 的字：{ $now }
word-part-was = { $part } 的字：{ $before } → { $now }
word-legend = 它的字可以表示：{ $all }。
word-and = ，

word-means =
    { $means ->
        [free] 空闲
        [held] 被持有
        [sleepers] 被持有，可能有休眠者
        [set] 已设置
        [not-set] 未设置
        [waiters] 可能有等待者
        [awake] 在等待，还醒着
        [asleep] 休眠中或将要休眠
        [notified] 已被通知
        [armed] 已启动
        [fired] 已触发
        [cancelled] 已取消
        [shut] 已关闭
        [slot-free] 位置空闲
        [slot-full] 位置已满
       *[other] { $means }
    }

word-counts =
    { $what ->
        [permits] { $n } 个许可
        [waiting] { $n } 个在等待
        [epoch] 变为已设置 { $n } 次
        [grants] { $n } 个准许
        [put] 已放入 { $n } 个
        [taken] 已取出 { $n } 个
        [done] 已完成 { $n } 个
        [item] 供第 { $n } 个项
       *[other] { $what } { $n }
    }
