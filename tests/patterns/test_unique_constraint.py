"""Unique constraint: a name is inserted without a check before; a violated constraint shows that it is taken.

Prevents: two sessions check that the name is free, both find it free, and both insert it.
On SQLite: on a plain engine, the constraint refuses the second INSERT; with BEGIN and WAL, its snapshot is too old.
On PostgreSQL: the constraint refuses the second INSERT; the check before it was useless.
When not: the rule is not equality, such as for periods that must not overlap.
Alternatives: an exclusion constraint on PostgreSQL, for rules such as overlapping; upsert, if both may succeed.

Sources:
- Constraints: Unique Constraints, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS
- CREATE TABLE: UNIQUE constraints, https://sqlite.org/lang_createtable.html#uniqueconst
- Isolation In SQLite, https://sqlite.org/isolation.html
- Transaction Isolation, https://www.postgresql.org/docs/current/transaction-iso.html
"""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog import queries
from blog.database import violated_constraint
from blog.errors import AlreadyExists
from blog.models import User
from tests.teaching.fixtures import On, Seen, begin_serializable, begin_writing
from tests.teaching.waiting import Waits


def insert(session: Session, username: str) -> None:
    """Insert a user with the name."""
    session.add(User(username=username, email=f"{session.info['name']}@example.com"))
    session.flush()


def create(session: Session, username: str) -> None:
    """Insert a user with the name; raises AlreadyExists."""
    # cure: insert, and turn a violated uq_users_username into AlreadyExists
    try:
        insert(session, username)
    except IntegrityError as error:
        if violated_constraint(error) != "uq_users_username":
            raise
        raise AlreadyExists("Username already exists") from error
    # end of cure


def test_naive_both_find_the_name_free(plain_a: Session, plain_b: Session, on: On, seen: Seen) -> None:
    assert not queries.is_username_taken(plain_a, "ann")
    assert not queries.is_username_taken(plain_b, "ann")

    insert(plain_a, "ann")
    plain_a.commit()
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_UNIQUE", postgresql="23505")):
        insert(plain_b, "ann")


def test_naive_the_second_is_refused_where_transactions_are_serializable(a: Session, b: Session, seen: Seen) -> None:
    assert not queries.is_username_taken(begin_serializable(a), "ann")
    assert not queries.is_username_taken(begin_serializable(b), "ann")

    insert(a, "ann")
    a.commit()
    with seen.refusal():
        insert(b, "ann")


def test_cure_the_second_is_told_that_the_name_is_taken(a: Session, b: Session, seen: Seen) -> None:
    create(begin_writing(a), "ann")
    a.commit()

    with seen.raises(AlreadyExists):
        create(begin_writing(b), "ann")


def test_cure_the_second_waits_for_the_first_and_is_told_then(a: Session, b: Session, waits: Waits, seen: Seen) -> None:
    create(begin_writing(a), "ann")

    b_creates = waits(b, lambda: create(begin_writing(b), "ann"))
    a.commit()
    with seen.raises(AlreadyExists):
        b_creates.result()


def test_cure_the_second_gets_the_name_that_the_first_gives_up(a: Session, b: Session, waits: Waits) -> None:
    create(begin_writing(a), "ann")

    b_creates = waits(b, lambda: create(begin_writing(b), "ann"))
    a.rollback()
    b_creates.result()
    b.commit()

    assert queries.is_username_taken(a, "ann")


def test_cure_what_is_wrong_with_the_name_is_not_told_as_taken(a: Session, on: On, seen: Seen) -> None:
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_CHECK", postgresql="23514")):
        create(begin_writing(a), "")
