"""Public service 一网通办."""
