"""Snapshot lost update: if Python computes the new value, snapshot isolation refuses a write based on a stale read.

Prevents: two transactions read a value, each computes a new one from it, and the later write overwrites the other.
On SQLite: on a plain engine, a snapshot lasts only for one SELECT, so the later write overwrites the other.
On PostgreSQL: at READ COMMITTED, the later write overwrites the other with a value computed from the old one.
When not: the database can compute the value: an atomic update needs no second try.
Alternatives: pessimistic locking, which waits instead of failing; optimistic locking.

Sources:
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transactions with SQLite and the sqlite3 driver, https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

import pytest
from sqlalchemy import JSON, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.isolation.workload import Recorder
from tests.teaching.fixtures import Record, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Playlist(Tables):
    """A playlist, with its songs in one JSON document."""

    __tablename__ = "playlists"
    id: Mapped[int] = mapped_column(primary_key=True)
    songs: Mapped[list[str]] = mapped_column(JSON)


@pytest.fixture(autouse=True)
def _playlist(tables: Database) -> None:
    """Store an empty playlist."""
    with tables.writing() as session:
        session.add(Playlist(id=1, songs=[]))


def begin_naively(session: Session) -> Session:
    """Begin a transaction at the default isolation level; returns the session."""
    session.connection()
    return session


def begin(session: Session) -> Session:
    """Begin a transaction that may only change rows that are unchanged since its snapshot; returns the session."""
    # cure: have one snapshot: BEGIN on SQLite, REPEATABLE READ on PostgreSQL
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session
    # end of cure


def songs(session: Session) -> list[str]:
    """Return the songs."""
    return session.scalars(select(Playlist.songs)).one()


def store(session: Session, songs: list[str]) -> None:
    """Store the songs, in place of the previous ones."""
    session.execute(update(Playlist).values(songs=songs))
    session.commit()


def add_both(of_a: Recorder, of_b: Recorder) -> None:
    """Have two recorded transactions read a list before either of them appends to it."""
    of_a.read("x")
    of_b.read("x")
    for number, recorder in enumerate([of_a, of_b]):
        recorder.append("x", number)
        recorder.commit()


def test_naive_a_song_is_lost(plain_a: Session, plain_b: Session, seen: Seen) -> None:
    of_a, of_b = songs(begin_naively(plain_a)), songs(begin_naively(plain_b))

    store(plain_a, [*of_a, "Yesterday"])
    store(plain_b, [*of_b, "Help!"])

    assert seen(f"2 songs added, stored: {songs(plain_a)}") == "2 songs added, stored: ['Help!']"


def test_naive_the_isolation_checker_finds_it(plain_a: Session, plain_b: Session, record: Record, seen: Seen) -> None:
    add_both(record(begin_naively(plain_a)), record(begin_naively(plain_b)))

    assert seen(record.anomalies()) == "G-single (lost update)"


def test_cure_the_later_one_is_refused_and_adds_its_song_to_the_other(a: Session, b: Session, seen: Seen) -> None:
    of_a, of_b = songs(begin(a)), songs(begin(b))

    store(a, [*of_a, "Yesterday"])
    with seen.refusal():
        store(b, [*of_b, "Help!"])
    b.rollback()
    store(b, [*songs(begin(b)), "Help!"])

    assert songs(a) == ["Yesterday", "Help!"]


def test_cure_the_isolation_checker_finds_nothing(a: Session, b: Session, record: Record, seen: Seen) -> None:
    with seen.refusal():
        add_both(record(begin(a)), record(begin(b)))
    b.rollback()

    assert seen(record.anomalies()) == "no anomaly"
