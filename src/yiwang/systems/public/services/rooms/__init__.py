"""The item library and what is made from it."""
