"""Tie breaker: a keyset on a column that is not unique also has the primary key, in ORDER BY and in the condition.

Prevents: several rows have the last value of a page, and those that did not fit are on no page at all.
On SQLite: of 5 players, 3 are read: two with the same score as the last one on a page are left out.
On PostgreSQL: of 5 players, 3 are read: two with the same score as the last one on a page are left out.
When not: the column is unique, such as the id: then it needs no tie breaker.
Alternatives: order by the id alone, if that order is good enough.

Sources:
- PostgreSQL: Row-wise comparison, https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON
- SQLite: Row values, https://sqlite.org/rowvalue.html#row_value_comparisons
"""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select, tuple_
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from blog.database import Database
from tests.teaching.fixtures import Seen

LIMIT = 2
SCORES = {1: 30, 2: 20, 3: 20, 4: 20, 5: 10}


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Player(Tables):
    """A player with a score, which others may have as well."""

    __tablename__ = "players"
    id: Mapped[int] = mapped_column(primary_key=True)
    score: Mapped[int] = mapped_column()


@pytest.fixture(autouse=True)
def _players(tables: Database) -> None:
    """Store five players, three of them with the same score."""
    with tables.writing() as session:
        session.add_all(Player(id=id_, score=score) for id_, score in SCORES.items())


def page_naively(session: Session, last: Player | None) -> Sequence[Player]:
    """Return the players after the last one that was read, best first."""
    players = select(Player).order_by(Player.score.desc(), Player.id.desc()).limit(LIMIT)
    if last is not None:
        players = players.where(Player.score < last.score)
    return session.scalars(players).all()


def page(session: Session, last: Player | None) -> Sequence[Player]:
    """Return the players after the last one that was read, best first."""
    players = select(Player).order_by(Player.score.desc(), Player.id.desc()).limit(LIMIT)
    if last is not None:
        # cure: compare the score and, for equal scores, the primary key
        players = players.where(tuple_(Player.score, Player.id) < (last.score, last.id))
        # end of cure
    return session.scalars(players).all()


def read_all(session: Session, page: Callable[[Session, Player | None], Sequence[Player]]) -> list[int]:
    """Return the ids of the players, read page by page, with at most one page for each player."""
    read: list[Player] = []
    for _ in SCORES:
        read += page(session, read[-1] if read else None)
    return [player.id for player in read]


def test_naive_a_player_with_the_same_score_is_on_no_page(a: Session, seen: Seen) -> None:
    assert seen(f"read: {read_all(a, page_naively)}") == "read: [1, 4, 5]"


def test_cure_each_player_is_on_one_page(a: Session, seen: Seen) -> None:
    assert seen(f"read: {read_all(a, page)}") == "read: [1, 4, 3, 2, 5]"
