"""Boundary values: the schema of the request refuses each value that one of the databases cannot store.

Prevents: an extreme value, such as one from a robot, causes a 500, or is stored and breaks the code that reads it.
On SQLite: the declared length or size is not checked, and functions of SQL cut a text off at NUL.
On PostgreSQL: each such value is an error of a different class, in the middle of a transaction.
When not: the value never comes from a client: then the constraints of the table are enough.
Alternatives: CHECK constraints for lengths and ranges, which bind every writer, with constraint to error.

Sources:
- Datatypes In SQLite, https://sqlite.org/datatype3.html
- NUL Characters In Strings, https://sqlite.org/nulinstr.html
- Character Types, https://www.postgresql.org/docs/current/datatype-character.html
- Numeric Types, https://www.postgresql.org/docs/current/datatype-numeric.html
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import Integer, String, func, select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps

STORED: AbstractContextManager[None] = nullcontext()
BEYOND: list[dict[str, Any]] = [
    {"title": "x" * 11},
    {"title": "x\0and more"},
    {"stars": 2**31},
    {"stars": -(2**31) - 1},
    {"stars": 2**63},
]
WITHIN: list[dict[str, Any]] = [
    {"title": "é" * 10, "stars": 2**31 - 1},
    {"title": "\ttwo\nlines", "stars": -(2**31)},
    {"title": "", "stars": 0},
]


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Note(Tables):
    """A title with stars."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(10), default="")
    stars: Mapped[int] = mapped_column(Integer, default=0)


class NoteCreate(BaseModel):
    """A note as a client sends it."""

    # cure: limit each field to what both databases can store
    title: Annotated[str, Field(max_length=10, pattern=r"^[^\x00]*$")] = ""
    stars: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] = 0
    # end of cure


def store_naively(session: Session, **fields: Any) -> Note:
    """Store a note, and rely on the types of the columns."""
    note = Note(**fields)
    session.add(note)
    session.commit()
    return note


def store(session: Session, **fields: Any) -> Note:
    """Store a note; raises ValidationError."""
    return store_naively(session, **NoteCreate(**fields).model_dump())


def test_naive_a_length_is_looked_at_by_one_of_them(a: Session, on: On, seen: Seen) -> None:
    with on(sqlite=STORED, postgresql=seen.raises(DataError, "22001")):
        note = store_naively(a, title="x" * 11)
        assert seen(f"{len(note.title)} characters in a VARCHAR(10)") == "11 characters in a VARCHAR(10)"


def test_naive_a_nul_is_an_error_or_the_end(a: Session, on: On, seen: Seen) -> None:
    with on(sqlite=STORED, postgresql=seen.raises(DataError)):
        note = store_naively(a, title="x\0and more")
        length = a.scalar(select(func.length(Note.title)))
        # A CHECK of the length does not see the text after NUL either.
        assert seen(f"{len(note.title)} characters, length() says {length}") == "10 characters, length() says 1"


def test_naive_an_integer_of_32_bits_is_one_of_64(a: Session, on: On, seen: Seen) -> None:
    with on(sqlite=STORED, postgresql=seen.raises(DataError, "22003")):
        assert store_naively(a, stars=2**31).stars == 2**31


def test_naive_an_integer_of_more_is_not_even_sent(a: Session, on: On, seen: Seen) -> None:
    with on(sqlite=seen.raises(OverflowError), postgresql=seen.raises(DataError, "22003")):
        store_naively(a, stars=2**63)


@pytest.mark.parametrize("fields", BEYOND, ids=["length", "nul", "32 bits", "below 32 bits", "64 bits"])
def test_cure_it_is_refused_before_anything_is_sent(a: Session, steps: Steps, seen: Seen, fields: Any) -> None:
    with seen.raises(ValidationError):
        store(a, **fields)

    assert steps.sent() == []


@pytest.mark.parametrize("fields", WITHIN, ids=["most", "least", "empty"])
def test_cure_what_is_within_the_bounds_comes_back_as_it_is(a: Session, fields: Any) -> None:
    note = store(a, **fields)

    a.expire_all()
    assert {"title": note.title, "stars": note.stars} == fields


@pytest.mark.parametrize("fields", [{"title": "x" * 101}, {"content": "x\0"}, {"user_id": 2**31}, {"user_id": 2**63}])
def test_cure_the_blog_does_it_so(client: TestClient, fields: dict[str, Any]) -> None:
    answer = client.post("/api/posts", json={"title": "t", "content": "c", "user_id": 1, **fields})

    assert answer.status_code == 422
