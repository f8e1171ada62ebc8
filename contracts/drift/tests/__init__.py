"""The comparison tests itself: on documents of its own, and on those that FastAPI writes."""
