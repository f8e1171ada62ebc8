"""Repository contract: one set of tests holds the repository, and the fake that stands in for it, to the same.

Prevents: a program is tested with a fake that takes whatever comes, and fails with the database, which does not.
On SQLite: the database refuses what the fake took.
On PostgreSQL: the database refuses what the fake took.
When not: the tests are quick enough on the real database: a fake is one more thing to keep true.
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
    """Where a program keeps users."""

    def add(self, username: str) -> None:
        """Keep a user of the name; raises AlreadyExists."""

    def newest(self) -> list[str]:
        """Return the names, that of the newest user first."""


class StoredUsers:
    """Users in the database."""

    def __init__(self, session: Session) -> None:
        """Use the session; it is another one's to commit."""
        self._session = session

    def add(self, username: str) -> None:
        """Keep a user of the name; raises AlreadyExists."""
        try:
            with self._session.begin_nested():
                self._session.add(User(username=username, email=f"{username}@example.com"))
        except IntegrityError as error:
            raise AlreadyExists("Username already exists") from error

    def newest(self) -> list[str]:
        """Return the names, that of the newest user first."""
        return list(self._session.scalars(select(User.username).order_by(User.id.desc())))


class NaiveFake:
    """Users in a list, for quick tests of the program."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: list[str] = []

    def add(self, username: str) -> None:
        """Keep a user of the name."""
        self._names.append(username)

    def newest(self) -> list[str]:
        """Return the names."""
        return self._names


class Fake:
    """Users in a list, for quick tests of the program, which may rely on them as on the database."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: list[str] = []

    # cure: refuse what the database refuses, and answer in its order
    def add(self, username: str) -> None:
        """Keep a user of the name; raises AlreadyExists."""
        if username in self._names:
            raise AlreadyExists("Username already exists")
        self._names.append(username)

    def newest(self) -> list[str]:
        """Return the names, that of the newest user first."""
        return self._names[::-1]

    # end of cure


def invite(users: Users, names: Iterable[str]) -> str:
    """Keep a user of each name; returns who was the last. This is the program; it has forgotten what add raises."""
    for name in names:
        users.add(name)
    return users.newest()[0]


@pytest.fixture(params=["database", "fake"])
def users(request: pytest.FixtureRequest, a: Session) -> Users:
    """What is held to the contract: each of them."""
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
