"""Constraint to error: the name of the violated constraint decides which error the client gets.

Prevents: the error names the username as taken when it is the email, or names nothing at all.
On SQLite: the error names the columns of a unique constraint, not the constraint; its wording is its own.
On PostgreSQL: the error has a field with the name of the constraint, and another wording.
When not: the client cannot correct it: if only a bug can violate the constraint, the answer is a 500.
Alternatives: a query before the INSERT, which finds all taken values at once; the constraint is still needed.

Sources:
- Result and Error Codes, https://sqlite.org/rescode.html
- The SQLite Bytecode Engine: Halt, https://sqlite.org/opcode.html#Halt
- PostgreSQL Error Codes, https://www.postgresql.org/docs/current/errcodes-appendix.html
- Error and Notice Message Fields, https://www.postgresql.org/docs/current/protocol-error-fields.html
"""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blog.database import violated_constraint
from blog.errors import AlreadyExists
from blog.models import User
from tests.teaching.fixtures import On, Seen

TAKEN = {"uq_users_username": "Username already exists", "uq_users_email": "Email already exists"}


@pytest.fixture(autouse=True)
def _ann(a: Session) -> None:
    """Store a user."""
    insert(a, "ann", "ann@example.com")
    a.commit()


def insert(session: Session, username: str, email: str) -> None:
    """Insert a user."""
    session.add(User(username=username, email=email))
    session.flush()


def create_naively(session: Session, username: str, email: str) -> None:
    """Insert a user; raises AlreadyExists with a field found in the text of the error."""
    try:
        insert(session, username, email)
    except IntegrityError as error:
        taken = "Username" if "username" in str(error) else "Email"
        raise AlreadyExists(f"{taken} already exists") from error


def create(session: Session, username: str, email: str) -> None:
    """Insert a user; raises AlreadyExists with the field that is taken."""
    try:
        insert(session, username, email)
    except IntegrityError as error:
        # cure: look up the violated constraint; raise the error again if it is unknown
        message = TAKEN.get(violated_constraint(error))
        if message is None:
            raise
        # end of cure
        raise AlreadyExists(message) from error


def test_naive_the_client_is_told_that_another_thing_is_taken(b: Session, seen: Seen) -> None:
    # The text of the error contains the whole INSERT, with the names of all columns.
    with pytest.raises(AlreadyExists) as caught:
        create_naively(b, "bob", "ann@example.com")

    assert seen(f"the email is taken, told: {caught.value}") == "the email is taken, told: Username already exists"


def test_naive_the_words_of_one_database_are_not_those_of_the_other(b: Session, on: On) -> None:
    with pytest.raises(IntegrityError) as caught:
        insert(b, "bob", "ann@example.com")

    assert str(caught.value.orig).splitlines()[0] == on(
        sqlite="UNIQUE constraint failed: users.email",
        postgresql='duplicate key value violates unique constraint "uq_users_email"',
    )


def test_naive_what_is_wrong_with_the_data_is_told_as_taken(b: Session) -> None:
    with pytest.raises(AlreadyExists, match="Username already exists"):
        create_naively(b, "", "bob@example.com")


def test_cure_the_client_is_told_what_is_taken(b: Session, seen: Seen) -> None:
    create(b, "bob", "username@example.com")
    for username, email in (("cas", "ann@example.com"), ("ann", "cas@example.com"), ("cas", "username@example.com")):
        with seen.raises(AlreadyExists), b.begin_nested():
            create(b, username, email)

    assert [told.partition(": ")[2] for told in seen.all] == [
        "Email already exists",
        "Username already exists",
        "Email already exists",
    ]


def test_cure_what_no_client_can_mend_stays_an_error(b: Session, on: On, seen: Seen) -> None:
    with seen.raises(IntegrityError, on(sqlite="SQLITE_CONSTRAINT_CHECK", postgresql="23514")):
        create(b, "", "bob@example.com")


def test_cure_the_blog_does_it_so(client: TestClient) -> None:
    answer = client.post("/api/users", json={"username": "bob", "email": "ann@example.com"})

    assert (answer.status_code, answer.json()) == (400, {"detail": "Email already exists"})


def test_cure_where_both_are_taken_the_databases_tell_another_one_and_the_blog_the_same(
    b: Session, client: TestClient, on: On
) -> None:
    with pytest.raises(IntegrityError) as caught:
        insert(b, "ann", "ann@example.com")
    b.rollback()
    answer = client.post("/api/users", json={"username": "ann", "email": "ann@example.com"})

    assert violated_constraint(caught.value) == on(sqlite="uq_users_email", postgresql="uq_users_username")
    assert answer.json() == {"detail": "Username already exists"}
