"""One app, and its documents from several versions of FastAPI and Pydantic."""
