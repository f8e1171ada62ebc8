"""The rungs of the ladder: apps that answer the same requests, each with one layer more than the one before.

`bare` has its answers already, in a file; `thread` too, but gives them in a worker thread. `driver`, `core` and `orm`
ask the database, each through a higher layer, and make the JSON by hand; `pydantic` leaves that to FastAPI. What is
left to the blog is what a service needs: limits, paging, entity tags, headers, errors.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg
from fastapi import FastAPI, Request, Response
from pydantic_core import to_json
from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import joinedload

from blog.database import Database
from blog.models import Post, User
from blog.schemas import PostResponse
from blog.settings import Settings

ANSWERS = "BENCH_ANSWERS"  # the environment variable that names the file with the answers of the blog
POST = ("id", "title", "content", "user_id", "date_posted")
USER = ("id", "username", "email", "image_file")


class Source(Protocol):
    """Where a rung gets its posts from; each is a mapping, ready for JSON."""

    def one(self, number: int) -> Any:
        """Return the post with this id."""

    def page(self, limit: int) -> Any:
        """Return the newest posts."""

    def create(self, fields: dict[str, Any]) -> Any:
        """Store a post, and return it."""


class Driver:
    """The posts by the driver alone: a connection for each thread, and SQL as a string."""

    def __init__(self) -> None:
        """Take the database of the settings."""
        self._url = Settings.from_environment().database_url
        self._local = threading.local()
        columns = ", ".join([*(f"posts.{name}" for name in POST), *(f"users.{name}" for name in USER)])
        mark = "?" if self._url.startswith("sqlite") else "%s"
        posts = f"SELECT {columns} FROM posts JOIN users ON users.id = posts.user_id"
        self._one = f"{posts} WHERE posts.id = {mark}"
        self._page = f"{posts} ORDER BY posts.id DESC LIMIT {mark}"
        self._create = (
            "INSERT INTO posts (title, content, user_id, date_posted, version) "
            f"VALUES ({mark}, {mark}, {mark}, {mark}, 1) RETURNING id"
        )

    @property
    def _connection(self) -> Any:
        if not hasattr(self._local, "connection"):
            if self._url.startswith("sqlite"):
                path = self._url.removeprefix("sqlite:///")
                self._local.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            else:
                self._local.connection = psycopg.connect(self._url.replace("+psycopg", ""), autocommit=True)
        return self._local.connection

    def one(self, number: int) -> Any:
        """Return the post with this id."""
        return nested(self._connection.execute(self._one, [number]).fetchone())

    def page(self, limit: int) -> Any:
        """Return the newest posts."""
        return [nested(row) for row in self._connection.execute(self._page, [limit]).fetchall()]

    def create(self, fields: dict[str, Any]) -> Any:
        """Store a post, and return it."""
        now = datetime.now(UTC).replace(tzinfo=None) if self._url.startswith("sqlite") else datetime.now(UTC)
        values = [fields["title"], fields["content"], fields["user_id"], str(now)]
        [[number]] = self._connection.execute(self._create, values).fetchall()
        return self.one(number)


class Core:
    """The posts by SQLAlchemy Core: statements, a pool, and values in Python's types."""

    def __init__(self) -> None:
        """Take the database of the settings."""
        posts, users = Post.__table__, User.__table__
        rows = select(*(posts.c[name] for name in POST), *(users.c[name] for name in USER)).join_from(posts, users)
        self._database = Database(Settings.from_environment().database_url)
        self._one = rows.where(posts.c.id == bindparam("id"))
        self._page = rows.order_by(posts.c.id.desc()).limit(bindparam("limit"))
        self._create = insert(Post).returning(Post.id)

    def one(self, number: int) -> Any:
        """Return the post with this id."""
        with self._database.autocommit() as connection:
            return nested(connection.execute(self._one, {"id": number}).one())

    def page(self, limit: int) -> Any:
        """Return the newest posts."""
        with self._database.autocommit() as connection:
            return [nested(row) for row in connection.execute(self._page, {"limit": limit}).all()]

    def create(self, fields: dict[str, Any]) -> Any:
        """Store a post, and return it."""
        with self._database.autocommit() as connection:
            number = connection.execute(self._create, {**fields, "version": 1}).scalar_one()
        return self.one(number)


class Orm:
    """The posts by SQLAlchemy's ORM: entities, with their authors joined, in a session."""

    def __init__(self) -> None:
        """Take the database of the settings."""
        posts = select(Post).options(joinedload(Post.author, innerjoin=True))
        self._database = Database(Settings.from_environment().database_url)
        self._one = posts.where(Post.id == bindparam("id"))
        self._page = posts.order_by(Post.id.desc()).limit(bindparam("limit"))

    def one(self, number: int) -> Any:
        """Return the post with this id."""
        with self._database.reading() as session:
            return self.shown(session.scalars(self._one, {"id": number}).one())

    def page(self, limit: int) -> Any:
        """Return the newest posts."""
        with self._database.reading() as session:
            return [self.shown(post) for post in session.scalars(self._page, {"limit": limit})]

    def create(self, fields: dict[str, Any]) -> Any:
        """Store a post, and return it."""
        with self._database.writing() as session:
            author = session.get_one(User, fields["user_id"])
            post = Post(**fields, author=author)
            session.add(post)
            session.flush()
            return self.shown(post)

    def shown(self, post: Post) -> Any:
        """Return what is shown of an entity."""
        values = [getattr(post, name) for name in POST]
        return nested([*values, *(getattr(post.author, name) for name in USER)])


class Responses(Orm):
    """The responses that Pydantic makes of the entities, which FastAPI validates once more."""

    def shown(self, post: Post) -> Any:
        """Return the response for an entity."""
        return PostResponse.of(post, prefix="")


def nested(row: Sequence[Any]) -> dict[str, Any]:
    """Return a post with its author as a mapping in it."""
    author = dict(zip(USER, row[len(POST) :], strict=True), image_path="/static/profile_pics/default.jpg")
    return dict(zip(POST, row, strict=False), author=author)


def bare() -> FastAPI:
    """Return the floor: asynchronous endpoints that have their answers already."""
    app = FastAPI()
    answers = _answers()

    @app.get("/api/posts/{number}")
    async def one(number: int, request: Request) -> Response:
        return answers["not modified" if "If-None-Match" in request.headers else "one post"]

    @app.get("/api/posts")
    async def page(limit: int) -> Response:
        return answers[f"page of {limit}"]

    @app.get("/")
    async def home() -> Response:
        return answers["home page"]

    @app.post("/api/posts")
    async def create(request: Request) -> Response:
        await request.body()
        return answers["create a post"]

    return app


def thread() -> FastAPI:
    """Return the floor with each answer given in a worker thread."""
    app = FastAPI()
    answers = _answers()

    @app.get("/api/posts/{number}")
    def one(number: int, request: Request) -> Response:
        return answers["not modified" if "If-None-Match" in request.headers else "one post"]

    @app.get("/api/posts")
    def page(limit: int) -> Response:
        return answers[f"page of {limit}"]

    @app.get("/")
    def home() -> Response:
        return answers["home page"]

    @app.post("/api/posts")
    def create(fields: dict[str, Any]) -> Response:
        return answers["create a post"]

    return app


def driver() -> FastAPI:
    """Return an app with the driver alone."""
    return _by_hand(Driver())


def core() -> FastAPI:
    """Return an app with SQLAlchemy Core."""
    return _by_hand(Core())


def orm() -> FastAPI:
    """Return an app with SQLAlchemy's ORM."""
    return _by_hand(Orm())


def pydantic() -> FastAPI:
    """Return an app with the ORM, whose responses FastAPI makes by Pydantic."""
    app = FastAPI()
    source = Responses()

    @app.get("/api/posts/{number}", response_model=PostResponse)
    def one(number: int) -> Any:
        return source.one(number)

    @app.get("/api/posts", response_model=list[PostResponse])
    def page(limit: int) -> Any:
        return source.page(limit)

    @app.post("/api/posts", response_model=PostResponse, status_code=201)
    def create(fields: dict[str, Any]) -> Any:
        return source.create(fields)

    return app


def _by_hand(source: Source) -> FastAPI:
    app = FastAPI()

    @app.get("/api/posts/{number}")
    def one(number: int) -> Response:
        return _json(source.one(number))

    @app.get("/api/posts")
    def page(limit: int) -> Response:
        return _json(source.page(limit))

    @app.post("/api/posts")
    def create(fields: dict[str, Any]) -> Response:
        return _json(source.create(fields), 201)

    return app


def _json(content: Any, status: int = 200) -> Response:
    return Response(to_json(content), status, media_type="application/json")


def _answers() -> dict[str, Response]:
    """Return the answers of the blog by the names of the requests."""
    kept = json.loads(Path(os.environ[ANSWERS]).read_text(encoding="utf-8"))
    return {name: Response(one["body"], one["status"], media_type=one["type"] or None) for name, one in kept.items()}
