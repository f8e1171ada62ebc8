"""Cascade: ON DELETE CASCADE deletes the children with their parent, and the ORM leaves this to the database.

Prevents: to delete one row, the ORM loads all its children, and sets their foreign key to NULL.
On SQLite: the column may not be NULL, so the database refuses. Without the ORM, the foreign key refuses.
On PostgreSQL: the column may not be NULL, so the database refuses. Without the ORM, the foreign key refuses.
When not: the children have a meaning of their own without the parent.
Alternatives: `ON DELETE RESTRICT`, which refuses to delete the parent, or `ON DELETE SET NULL`.

Sources:
- Cascades: Using foreign key ON DELETE cascade, https://docs.sqlalchemy.org/en/21/orm/cascades.html#using-foreign-key-on-delete-cascade-with-orm-relationships
- Relationships API: passive_deletes, https://docs.sqlalchemy.org/en/21/orm/relationship_api.html#sqlalchemy.orm.relationship.params.passive_deletes
- SQLite Foreign Key Support: ON DELETE and ON UPDATE Actions, https://sqlite.org/foreignkeys.html#fk_actions
- Constraints: Foreign Keys, https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
"""

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError

from blog import queries
from blog.database import Database
from blog.models import Post, User
from tests.teaching.fixtures import On, Seen
from tests.teaching.steps import Steps

CHILDREN = 20


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class Folder(Tables):
    """A folder, which may hold letters, notes and bills."""

    __tablename__ = "folders"
    id: Mapped[int] = mapped_column(primary_key=True)
    letters: Mapped[list["Letter"]] = relationship()
    notes: Mapped[list["Note"]] = relationship(passive_deletes="all")
    # cure: declare that bills are deleted too, without loading them
    bills: Mapped[list["Bill"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    # end of cure


class Letter(Tables):
    """A letter in a folder; its foreign key has no ON DELETE."""

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey(Folder.id))


class Note(Tables):
    """A note in a folder; the foreign key deletes it, and the ORM does nothing."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(default="")
    folder_id: Mapped[int] = mapped_column(ForeignKey(Folder.id, ondelete="CASCADE"))


class Bill(Tables):
    """A bill in a folder."""

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


def test_naive_the_session_keeps_a_child_that_the_database_has_deleted(
    a: Session, tables: Database, seen: Seen
) -> None:
    """With `passive_deletes="all"`, the ORM does nothing about the children, even if they are in the session."""
    with tables.writing() as session:
        session.add(Folder(id=1, notes=[Note()]))
    folder = a.get_one(Folder, 1)
    [note] = folder.notes

    a.delete(folder)
    a.flush()
    assert note in a

    note.text = "call back"
    with seen.raises(StaleDataError):
        a.flush()


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


def test_cure_a_child_that_is_loaded_goes_from_the_session_too(a: Session, tables: Database) -> None:
    with tables.writing() as session:
        session.add(Folder(id=1, bills=[Bill()]))
    folder = a.get_one(Folder, 1)
    [bill] = folder.bills

    a.delete(folder)
    a.flush()

    assert bill not in a
    assert a.scalar(select(func.count()).select_from(Bill)) == 0


def test_cure_a_child_that_leaves_its_parent_is_deleted(a: Session, tables: Database) -> None:
    with tables.writing() as session:
        session.add(Folder(id=1, bills=[Bill(), Bill()]))

    folder = a.get_one(Folder, 1)
    folder.bills.pop()
    a.commit()

    assert a.scalar(select(func.count()).select_from(Bill)) == 1


def test_cure_the_blog_does_it_so(a: Session, database: Database, steps: Steps) -> None:
    with database.writing() as session:
        author = User(id=1, username="ann", email="ann@example.com")
        session.add_all(Post(title="t", content="c", author=author) for _ in range(CHILDREN))

    a.delete(queries.get_user_for_update(a, 1))
    a.commit()

    assert (len(steps.sent("SELECT")), len(steps.sent("DELETE"))) == (1, 1)
    assert a.scalar(select(func.count()).select_from(Post)) == 0


def test_cure_the_blogs_session_forgets_a_post_that_it_had_loaded(a: Session, database: Database) -> None:
    with database.writing() as session:
        author = User(id=1, username="ann", email="ann@example.com")
        session.add(Post(id=1, title="t", content="c", author=author))
    post = a.scalars(select(Post).options(joinedload(Post.author).selectinload(User.posts))).one()

    a.delete(post.author)
    a.flush()

    assert post not in a
