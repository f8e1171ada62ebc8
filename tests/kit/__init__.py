"""Tests of the tools that the other tests use; they run once, not on each database."""
