"""Repository contract: the same tests run against the repository and against the fake that replaces it.

Prevents: a program passes its tests with a fake that accepts any value, and fails with the real database.
On SQLite: the database refuses a value that the fake accepts.
On PostgreSQL: the database refuses a value that the fake accepts.
When not: the tests are fast enough on the real database: then a fake is only more code to maintain.
Alternatives: no fake at all: all tests use the databases, as in this kit.

Sources:
- CREATE TABLE: UNIQUE constraints, https://sqlite.org/lang_createtable.html#uniqueconst
- Constraints: Unique Constraints, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS
- Using SAVEPOINT, https://docs.sqlalchemy.org/en/21/orm/session_transaction.html#using-savepoint
"""

from collections.abc import Iterable
from typing import Protocol

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.errors import AlreadyExists
from blog.models import User
from tests.teaching.fixtures import Seen


class Users(Protocol):
    """A repository of users."""

    def add(self, username: str) -> None:
        """Store a user with the name; raises AlreadyExists."""

    def newest(self) -> list[str]:
        """Return the names of the users, the newest first."""


class StoredUsers:
    """Users in the database."""

    def __init__(self, session: Session) -> None:
        """Use the session; the caller commits."""
        self._session = session

    def add(self, username: str) -> None:
        """Store a user with the name; raises AlreadyExists."""
        try:
            with self._session.begin_nested():
                self._session.add(User(username=username, email=f"{username}@example.com"))
        except IntegrityError as error:
            raise AlreadyExists("Username already exists") from error

    def newest(self) -> list[str]:
        """Return the names of the users, the newest first."""
        return list(self._session.scalars(select(User.username).order_by(User.id.desc())))


class NaiveFake:
    """Users in a list, for fast tests of the program."""

    def __init__(self) -> None:
        """Begin without users."""
        self._names: list[str] = []

    def add(self, username: str) -> None:
        """Store a user with the name."""
        self._names.append(username)

    def newest(self) -> list[str]:
        """Return the names."""
        return self._names


class Fake:
    """Users in a list, for fast tests of the program, with the behaviour of the database."""

    def __init__(self) -> None:
        """Begin without users."""
        self._names: list[str] = []

    # cure: refuse what the database refuses, and answer in its order
    def add(self, username: str) -> None:
        """Store a user with the name; raises AlreadyExists."""
        if username in self._names:
            raise AlreadyExists("Username already exists")
        self._names.append(username)

    def newest(self) -> list[str]:
        """Return the names of the users, the newest first."""
        return self._names[::-1]

    # end of cure


def invite(users: Users, names: Iterable[str]) -> str:
    """Store a user for each name; returns the last one. This program does not expect the error of `add`."""
    for name in names:
        users.add(name)
    return users.newest()[0]


@pytest.fixture(params=["database", "fake"])
def users(request: pytest.FixtureRequest, a: Session) -> Users:
    """A repository to test by the contract: the real one, then the fake."""
    return StoredUsers(a) if request.param == "database" else Fake()


def test_naive_the_tests_of_the_program_are_green_and_it_fails(a: Session, seen: Seen) -> None:
    fake = NaiveFake()
    invite(fake, ["ann", "bob", "ann"])
    assert seen(f"{fake.newest().count('ann')} users ann in the fake") == "2 users ann in the fake"

    with seen.raises(AlreadyExists):
        invite(StoredUsers(a), ["ann", "bob", "ann"])


def test_naive_the_program_does_something_else(a: Session, seen: Seen) -> None:
    last = [invite(users, ["ann", "bob"]) for users in (NaiveFake(), StoredUsers(a))]

    assert seen(f"the last was {last[0]} for the fake, {last[1]} for the database") == (
        "the last was ann for the fake, bob for the database"
    )


def test_cure_a_name_is_kept_once_and_the_next_is_kept_after_it_was_refused(users: Users, seen: Seen) -> None:
    users.add("ann")
    with pytest.raises(AlreadyExists):
        users.add("ann")
    users.add("bob")

    assert seen(f"{users.newest().count('ann')} user ann in each") == "1 user ann in each"
    assert "bob" in users.newest()


def test_cure_the_newest_is_first(users: Users) -> None:
    for name in ("bob", "ann", "cid"):
        users.add(name)

    assert users.newest() == ["cid", "ann", "bob"]


def test_cure_names_that_differ_in_their_case_are_two(users: Users) -> None:
    users.add("ann")
    users.add("Ann")

    assert users.newest() == ["Ann", "ann"]


def test_cure_what_was_answered_does_not_change_what_is_kept(users: Users) -> None:
    users.add("ann")

    users.newest().clear()

    assert users.newest() == ["ann"]
