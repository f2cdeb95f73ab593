"""Settings 设置: what the security administrator decides, what the audit administrator reads, how the readers and the outbox stand."""
