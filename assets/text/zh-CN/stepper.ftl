# 步进器自己说的话：列表、名称、等待的原因、结论、搜索的答案。

between-sentences = {""}

list-nobody = 没有人
list-next = { $list }、{ $next }
list-last = { $list } 和 { $last }
