"""Snapshot lost update: where Python computes what is stored, a snapshot refuses the write that missed another one.

Prevents: two transactions read a value, each makes a new one of it, and the later one overwrites the other's.
On SQLite: each transaction has a snapshot, and the later one is refused: nothing is lost.
On PostgreSQL: by default, the later one waits for its turn, and then stores what it made of the old value.
"""

import pytest
from sqlalchemy import JSON, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import On, Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Playlist(Tables):
    """Songs, in a document that the database does not look into."""

    __tablename__ = "playlists"
    id: Mapped[int] = mapped_column(primary_key=True)
    songs: Mapped[list[str]] = mapped_column(JSON)


@pytest.fixture(autouse=True)
def _playlist(tables: Database) -> None:
    """Store an empty playlist."""
    with tables.writing() as session:
        session.add(Playlist(id=1, songs=[]))


def begin_naively(session: Session) -> Session:
    """Begin a transaction as the database likes; returns the session."""
    session.connection()
    return session


def begin(session: Session) -> Session:
    """Begin a transaction that may only change what is as it saw it; returns the session."""
    # cure: have a snapshot: REPEATABLE READ on PostgreSQL, always on SQLite
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session
    # end of cure


def songs(session: Session) -> list[str]:
    """Return the songs."""
    return session.scalars(select(Playlist.songs)).one()


def store(session: Session, songs: list[str]) -> None:
    """Store the songs, in place of those before."""
    session.execute(update(Playlist).values(songs=songs))
    session.commit()


def test_naive_a_song_is_lost(a: Session, b: Session, on: On, seen: Seen) -> None:
    of_a, of_b = songs(begin_naively(a)), songs(begin_naively(b))

    store(a, [*of_a, "Yesterday"])
    if on.sqlite:
        with pytest.raises(OperationalError, match="database is locked"):
            store(b, [*of_b, "Help!"])
        seen("no failure: SQLITE_BUSY_SNAPSHOT, and nothing is lost")
    else:
        store(b, [*of_b, "Help!"])
        assert seen(f"2 songs added, stored: {songs(a)}") == "2 songs added, stored: ['Help!']"


def test_cure_the_later_one_is_refused_and_adds_its_song_to_the_other(
    a: Session, b: Session, on: On, seen: Seen
) -> None:
    of_a, of_b = songs(begin(a)), songs(begin(b))

    store(a, [*of_a, "Yesterday"])
    with seen.raises(OperationalError, on(sqlite="SQLITE_BUSY_SNAPSHOT", postgresql="40001")):
        store(b, [*of_b, "Help!"])
    b.rollback()
    store(b, [*songs(begin(b)), "Help!"])

    assert songs(a) == ["Yesterday", "Help!"]
