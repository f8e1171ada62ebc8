"""One app, and the documents that versions of FastAPI and Pydantic made of it."""
