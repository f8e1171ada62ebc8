"""The tests of the kit itself, the tools of the other tests: they run once, not on each database."""
