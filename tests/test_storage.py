"""The guarantees of the database itself, whichever program writes to it."""

import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Index, Text, func, inspect, literal, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InternalError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from blog.database import Database, violated_constraint
from blog.models import Base, Post, User, UTCDateTime
from tests.backends import Backend
from tests.fields import FIELDS, Field, Kind
from tests.makers import store_rows

IMAGE_FILE = Field("users", "image_file", Kind.NAME, 200, is_optional=True)  # no client sends it
USER = {"username": "u", "email": "u@example.com"}
POST = {"title": "t", "content": "c"}


def add_user(session: Session, **fields: str) -> User:
    user = User(**{**USER, **fields})
    session.add(user)
    session.flush()
    return user


def overwrite(session: Session, field: Field, value: str) -> None:
    """Store a row of each table, then overwrite a field by SQL, past the models."""
    store_rows(session, 1)
    session.execute(text(f"UPDATE {field.resource} SET {field.name} = :value"), {"value": value})


@pytest.mark.parametrize("field", [*FIELDS, IMAGE_FILE], ids=str)
def test_an_empty_text_is_refused(database: Database, field: Field) -> None:
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        overwrite(session, field, "")
    assert violated_constraint(caught.value) == f"ck_{field.resource}_{field.name}_length"


def test_a_path_is_refused_as_an_image_file(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        add_user(session, image_file="../secret")
    assert violated_constraint(caught.value) == "ck_users_image_file_name_alone"


def test_the_error_of_a_taken_primary_key_names_the_constraint(database: Database) -> None:
    with database.writing() as session:
        user_id = add_user(session).id
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        session.add(User(id=user_id, username="other", email="other@example.com"))
    assert violated_constraint(caught.value) == "pk_users"


@pytest.mark.parametrize("what", [Post.title, func.lower(Post.title)], ids=["column", "expression"])
def test_the_error_of_a_unique_index_names_it(database: Database, what: Any) -> None:
    index = Index("ix_posts_title", what, unique=True)
    with database.writing() as session:
        index.create(session.connection())
    try:
        with pytest.raises(IntegrityError) as caught, database.writing() as session:
            author = add_user(session)
            session.add_all([Post(**POST, author=author), Post(**POST, author=author)])
        assert violated_constraint(caught.value) == "ix_posts_title"
    finally:
        Post.metadata.tables["posts"].indexes.remove(index)
        with database.writing() as session:
            index.drop(session.connection())


@pytest.mark.parametrize("field", [*FIELDS, IMAGE_FILE], ids=str)
def test_a_maximum_length_is_enforced(database: Database, backend: Backend, field: Field) -> None:
    with database.writing() as session:
        overwrite(session, field, "é" * field.max_length)
        session.rollback()

    with pytest.raises(DBAPIError) as caught, database.writing() as session:
        overwrite(session, field, "é" * (field.max_length + 1))

    is_varchar = not isinstance(Base.metadata.tables[field.resource].c[field.name].type, Text)
    if backend.enforces_varchar_length and is_varchar:
        assert isinstance(caught.value, DataError)
    else:
        assert isinstance(caught.value, IntegrityError)
        assert violated_constraint(caught.value) == f"ck_{field.resource}_{field.name}_length"


@pytest.mark.parametrize("field", ["username", "email"])
def test_uniqueness_is_enforced(database: Database, field: str) -> None:
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        add_user(session)
        add_user(session, **{"username": "v", "email": "v@example.com", field: USER[field]})
    assert violated_constraint(caught.value) == f"uq_users_{field}"


def test_a_post_without_an_author_is_refused(database: Database, backend: Backend) -> None:
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        session.add(Post(**POST, user_id=1))
    assert violated_constraint(caught.value) == ("fk_posts_user_id" if backend.names_foreign_keys else "")


def test_the_database_deletes_posts_with_their_author(database: Database) -> None:
    with database.writing() as session:
        session.add(Post(**POST, author=add_user(session)))
    with database.writing() as session:
        session.execute(text("DELETE FROM users"))
        assert session.scalar(text("SELECT count(*) FROM posts")) == 0


@pytest.mark.parametrize("hours", [-12, 0, 5.5, 14])
def test_an_instant_comes_back_as_the_same_instant(database: Database, hours: float) -> None:
    check_round_trip(datetime(2026, 1, 15, 23, 59, 59, 123456, timezone(timedelta(hours=hours))), database)


def test_an_instant_comes_back_whatever_the_time_zone_of_the_machine(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TZ", "PGTZ"):  # Python's time zone, and that of a connection to PostgreSQL
        monkeypatch.setenv(name, "Asia/Tokyo")
    time.tzset()
    elsewhere = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        check_round_trip(datetime(2026, 1, 15, tzinfo=UTC), elsewhere)
    finally:
        elsewhere.dispose()
        monkeypatch.undo()
        time.tzset()


def check_round_trip(instant: datetime, database: Database) -> None:
    with database.writing() as session:
        session.add(Post(**POST, author=add_user(session), date_posted=instant))
    with database.reading() as session:
        stored = session.scalars(Post.__table__.select().with_only_columns(Post.date_posted)).one()
    assert (stored, stored.tzinfo) == (instant, UTC)


def test_none_comes_back_as_none(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(select(literal(None, UTCDateTime()))) is None


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"), database.writing() as session:
        session.add(Post(**POST, author=add_user(session), date_posted=datetime(2026, 1, 15)))
        session.flush()


def test_an_update_of_a_stale_row_is_refused(database: Database) -> None:
    with database.writing() as session:
        user = add_user(session)
        session.execute(update(User).values(version=User.version + 1).execution_options(synchronize_session=False))
        user.username = "changed"
        with pytest.raises(StaleDataError):
            session.flush()
        session.rollback()


def test_the_path_of_a_picture_has_its_name_or_is_the_default_one() -> None:
    assert User(image_file=None).image_path == "/static/profile_pics/default.jpg"
    assert User(image_file="me.jpg").image_path == "/media/profile_pics/me.jpg"
    assert User(image_file="a b#1?.jpg").image_path == "/media/profile_pics/a%20b%231%3F.jpg"


def test_every_constraint_and_index_has_a_name(database: Database) -> None:
    inspector = inspect(database.engine)
    lengths = {f"ck_{field.resource}_{field.name}_length" for field in (*FIELDS, IMAGE_FILE)}
    assert {check["name"] for table in Base.metadata.tables for check in inspector.get_check_constraints(table)} == {
        *lengths,
        "ck_users_image_file_name_alone",
    }
    assert [key["name"] for key in inspector.get_foreign_keys("posts")] == ["fk_posts_user_id"]
    assert {key["name"] for key in inspector.get_unique_constraints("users")} == {"uq_users_username", "uq_users_email"}
    [index] = inspector.get_indexes("posts")
    assert (index["name"], index["column_names"]) == ("ix_posts_user_id_id", ["user_id", "id"])


def test_a_reader_sees_one_snapshot_for_all_its_statements(database: Database) -> None:
    with database.reading() as reader:
        assert reader.scalar(text("SELECT count(*) FROM users")) == 0
        with database.writing() as writer:
            add_user(writer)
        assert reader.scalar(text("SELECT count(*) FROM users")) == 0


def test_a_reader_changes_nothing(database: Database, backend: Backend) -> None:
    refused = pytest.raises(InternalError, match="read-only") if backend.refuses_writes_of_readers else nullcontext()
    with refused, database.reading() as session:
        add_user(session)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM users")) == 0


def test_an_error_rolls_the_transaction_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        add_user(session)
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM users")) == 0
