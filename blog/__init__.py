"""A small blog: users write posts, over an HTTP API and on pages."""
