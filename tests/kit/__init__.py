"""The tests of what the tests stand on: they need to run once, not on each database."""
