"""Cascade: the foreign key says what becomes of the children, and the ORM leaves that to the database.

Prevents: to delete one row, the ORM loads all that belongs to it, and tries to set it free.
On SQLite: it sets the children's foreign key to NULL, which may not be NULL.
On PostgreSQL: the same; without the ORM, the foreign key refuses the deletion.
When not: the children have a meaning of their own without the parent.
Alternatives: `ON DELETE RESTRICT`, which refuses to delete the parent, or `ON DELETE SET NULL`.
"""

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from blog import queries
from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps

CHILDREN = 20


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Folder(Tables):
    """A folder, which may hold letters or bills."""

    __tablename__ = "folders"
    id: Mapped[int] = mapped_column(primary_key=True)
    letters: Mapped[list["Letter"]] = relationship()
    # cure: declare the bills, which the database deletes with their folder
    bills: Mapped[list["Bill"]] = relationship(passive_deletes="all")
    # end of cure


class Letter(Tables):
    """What a folder holds, naively."""

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey(Folder.id))


class Bill(Tables):
    """What a folder holds."""

    __tablename__ = "bills"
    id: Mapped[int] = mapped_column(primary_key=True)
    # cure: let the foreign key delete a bill with its folder
    folder_id: Mapped[int] = mapped_column(ForeignKey(Folder.id, ondelete="CASCADE"))
    # end of cure


def test_naive_the_children_are_loaded_and_lose_their_parent(
    a: Session, tables: Database, steps: Steps, on: On, seen: Seen
) -> None:
    with tables.writing() as session:
        session.add(Folder(id=1, letters=[Letter() for _ in range(CHILDREN)]))

    a.delete(a.get_one(Folder, 1))
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_NOTNULL", postgresql="23502")):
        a.flush()

    assert [step.answer for step in steps.taken if step.sql.startswith("SELECT letters")] == [f"{CHILDREN} rows"]


def test_naive_without_the_orm_the_foreign_key_refuses(a: Session, tables: Database, on: On, seen: Seen) -> None:
    with tables.writing() as session:
        session.add(Folder(id=1, letters=[Letter()]))

    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_FOREIGNKEY", postgresql="23503")):
        a.execute(delete(Folder))


def test_cure_one_statement_deletes_the_parent_and_its_children(
    a: Session, tables: Database, steps: Steps, seen: Seen
) -> None:
    with tables.writing() as session:
        session.add(Folder(id=1, bills=[Bill() for _ in range(CHILDREN)]))

    a.delete(a.get_one(Folder, 1))
    a.commit()

    statements = len(steps.sent("DELETE")) + len(steps.sent("SELECT bills"))
    left = a.scalar(select(func.count()).select_from(Bill))
    assert seen(f"{statements} statement, {left} of {CHILDREN} children left") == "1 statement, 0 of 20 children left"


def test_cure_the_blog_does_it_so(a: Session, database: Database, steps: Steps) -> None:
    with database.writing() as session:
        author = User(id=1, username="ann", email="ann@example.com")
        session.add_all(Post(title="t", content="c", author=author) for _ in range(CHILDREN))

    a.delete(queries.get_user_to_change(a, 1))
    a.commit()

    assert (len(steps.sent("SELECT")), len(steps.sent("DELETE"))) == (1, 1)
    assert a.scalar(select(func.count()).select_from(Post)) == 0
