"""The book: a static site, made from the lessons, the results of their tests, and tests/README.md."""
