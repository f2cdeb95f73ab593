"""What `./yiwang` does: the environment, the process tree, the tests. Until the environment stands, only the standard library is used here."""
