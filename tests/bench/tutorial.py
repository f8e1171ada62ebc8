"""The baseline: a blog in the shape that tutorials teach. Do not copy it: the comments say what it costs.

A session is a dependency, responses are validated by the schemas of requests, authors are loaded when they are read,
lists have no limit, and templates make absolute URLs.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict, EmailStr, Field
from sqlalchemy import ForeignKey, String, Text, create_engine, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, sessionmaker

from blog.settings import Settings


class Base(DeclarativeBase):
    """The base of the models."""


class User(Base):
    """A user."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True, index=True)
    username: Mapped[str] = mapped_column(String(50), unique=True)
    email: Mapped[str] = mapped_column(String(120), unique=True)
    image_file: Mapped[str | None] = mapped_column(String(200))
    posts: Mapped[list["Post"]] = relationship(back_populates="author", cascade="all, delete-orphan")

    @property
    def image_path(self) -> str:
        """The path of the user's picture."""
        return f"/media/profile_pics/{self.image_file}" if self.image_file else "/static/profile_pics/default.jpg"


class Post(Base):
    """A post."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True, index=True)
    title: Mapped[str] = mapped_column(String(100))
    content: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    date_posted: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC).replace(tzinfo=None))
    author: Mapped[User] = relationship(back_populates="posts")  # loaded by a statement for each post


class UserResponse(BaseModel):
    """A user, validated like a request."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    username: str = Field(min_length=1, max_length=50)
    email: EmailStr = Field(max_length=120)
    image_file: str | None
    image_path: str


class PostCreate(BaseModel):
    """A new post."""

    title: str = Field(min_length=1, max_length=100)
    content: str = Field(min_length=1)
    user_id: int


class PostResponse(PostCreate):
    """A post with its author."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    date_posted: datetime
    author: UserResponse


def fill(url: str, posts: int) -> None:
    """Make the tables, and store as many posts and authors as the blog has in the benchmark."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    authors = range(1, 501)
    with engine.begin() as connection:
        named = [{"username": f"user{number}", "email": f"user{number}@example.com"} for number in authors]
        connection.execute(insert(User), named)
        written = [
            {"title": "A title", "content": "Some content", "user_id": number % len(authors) + 1}
            for number in range(posts)
        ]
        connection.execute(insert(Post), written)
    engine.dispose()


def create_app() -> FastAPI:
    """Return the blog, on the database of the settings."""
    engine = create_engine(Settings.from_environment().database_url)
    sessions = sessionmaker(engine)
    app = FastAPI()
    templates = Jinja2Templates(Path(__file__).parent)

    def get_session() -> Iterator[Session]:
        with sessions() as session:
            yield session

    db = Annotated[Session, Depends(get_session)]

    @app.get("/api/posts", response_model=list[PostResponse])
    def list_posts(session: db) -> Any:
        return session.scalars(select(Post)).all()  # all of them, in any order

    @app.post("/api/posts", response_model=PostResponse, status_code=201)
    def create_post(post: PostCreate, session: db) -> Any:
        if session.get(User, post.user_id) is None:
            raise HTTPException(404, "User not found")
        created = Post(**post.model_dump())
        session.add(created)
        session.commit()
        session.refresh(created)
        return created

    @app.get("/api/posts/{post_id}", response_model=PostResponse)
    def get_post(post_id: int, session: db) -> Any:
        post = session.get(Post, post_id)
        if post is None:
            raise HTTPException(404, "Post not found")
        return post

    @app.get("/")
    def home(request: Request, session: db) -> Response:
        posts = session.scalars(select(Post)).all()
        return templates.TemplateResponse(request, "tutorial.html", {"posts": posts})

    @app.get("/posts/{post_id}")
    def post_page(post_id: int) -> Response:
        return Response()

    @app.get("/users/{user_id}/posts")
    def user_posts(user_id: int) -> Response:
        return Response()

    return app
