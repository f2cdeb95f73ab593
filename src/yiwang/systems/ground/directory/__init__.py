"""The directory 通讯录: units, posts and people for every official; what the system administrator changes there; mandates of firms."""
