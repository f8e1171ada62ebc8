"""The tests of what the checks stand on: they need to run once, not on each database."""
