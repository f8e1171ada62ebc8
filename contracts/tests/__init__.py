"""The commands, tested without a database, and without the blog: what is checked here is another app."""
