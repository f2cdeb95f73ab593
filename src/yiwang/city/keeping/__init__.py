"""Keeping 备份、恢复、升级: the whole city in one file that both databases understand, a city out of it, and a step to newer code, tried first."""
