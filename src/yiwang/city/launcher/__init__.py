"""What `./yiwang` does: environment, process tree, tests. Until the environment stands, only the standard library is used."""
