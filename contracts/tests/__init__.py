"""The tests of the commands: they use another app than the blog, and no database."""
