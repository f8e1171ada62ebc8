"""The book: a static site that is made of the lessons, of what they told when they ran, and of tests/README.md."""
