"""Sample data for a first look."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from blog.models import Post, User

SAMPLES = {
    "coreyms": {
        "A blog that keeps its promises": "Every test of this blog runs on SQLite and on PostgreSQL.\n\n"
        "Where the two differ, a test says so, and shows both.",
        "Titles are links": "Authors' names are links too, to all posts of the author.",
    },
    "janedoe": {
        "Hello from Jane": "This is the default picture. The media directory has no picture of Jane.",
    },
}


def add_sample_data(session: Session) -> None:
    """Add sample users and their posts to a database without users; do nothing to any other."""
    if session.scalar(select(User.id).limit(1)) is None:
        for name, posts in SAMPLES.items():
            user = User(username=name, email=f"{name}@example.com")
            user.posts = [Post(title=title, content=content) for title, content in posts.items()]
            session.add(user)
