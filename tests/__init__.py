"""The behaviour of the blog, on SQLite and on PostgreSQL."""
