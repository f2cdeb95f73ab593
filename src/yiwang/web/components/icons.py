"""The names of the sprite `static/yiwang/img/icons.svg`; a test keeps both equal."""

from __future__ import annotations

NAMES: tuple[str, ...] = (
    "search", "bell", "close", "check", "check-square", "clock", "calendar", "file", "files", "message", "flag", "chart", "database",
    "user", "users", "map", "pin", "lock", "print", "download", "upload", "phone", "home", "bowl", "baby", "school", "house",
    "building", "building-2", "briefcase", "elder", "heart", "card", "shield-check", "info", "alert", "error", "arrow", "chevron",
    "chevron-left", "chevron-down", "edit", "trash", "qr", "key", "settings", "list", "menu", "filter", "pause", "play", "inbox",
    "send", "globe", "access", "size", "correct", "plus", "minus", "logout", "link", "star", "scale", "eye", "stamp", "exchange",
)
