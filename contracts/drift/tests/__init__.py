"""The tests of the comparison, with documents written by hand and by FastAPI."""
