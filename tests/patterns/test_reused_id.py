"""Reused id: the database never assigns the id of a deleted row again.

Prevents: a link to a deleted row leads to the row of another user.
On SQLite: a new row gets the highest existing id plus one: the id of the last row, if that was deleted.
On PostgreSQL: no failure: ids come from a sequence, which never goes back.
When not: no id is used outside of the database, such as in a link or a log.
Alternatives: a random UUID as the key.

Sources:
- SQLite Autoincrement, https://sqlite.org/autoinc.html
- CREATE SEQUENCE, https://www.postgresql.org/docs/current/sql-createsequence.html
"""

from fastapi.testclient import TestClient
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, insert, select
from sqlalchemy.orm import Session

from tests.teaching.fixtures import On, Seen


def columns() -> list[Column[int] | Column[str]]:
    """Return the columns of a table of drafts; whoever has the link /drafts/ID may read the draft."""
    return [Column("id", Integer, primary_key=True), Column("text", String)]


def drafts_naively() -> Table:
    """Return the table of drafts; the database assigns the ids."""
    return Table("drafts", MetaData(), *columns())


def drafts() -> Table:
    """Return the table of drafts; the database assigns ids that were never used."""
    # cure: have SQLite remember the highest id that it ever assigned
    return Table("drafts", MetaData(), *columns(), sqlite_autoincrement=True)
    # end of cure


def behind_the_link(session: Session, drafts: Table) -> str:
    """Delete Ann's draft, the last one, and store one by Bob; returns what the link to Ann's draft leads to."""

    def write(text: str) -> int:
        link: int = session.scalars(insert(drafts).values(text=text).returning(drafts.c.id)).one()
        return link

    drafts.create(session.connection())
    write("an older one")
    link = write("Ann's")
    session.execute(delete(drafts).where(drafts.c.id == link))
    write("Bob's")
    return session.scalar(select(drafts.c.text).where(drafts.c.id == link)) or "nothing"


def test_naive_it_leads_to_somebody_elses(a: Session, on: On, seen: Seen) -> None:
    failure = f"behind the link to Ann's draft: {behind_the_link(a, drafts_naively())}"

    assert seen(on(sqlite=failure, postgresql=f"no failure: {failure}")) == on(
        sqlite="behind the link to Ann's draft: Bob's", postgresql="no failure: behind the link to Ann's draft: nothing"
    )


def test_cure_it_leads_to_nothing(a: Session, seen: Seen) -> None:
    behind = behind_the_link(a, drafts())

    assert seen(f"behind the link to Ann's draft: {behind}") == "behind the link to Ann's draft: nothing"


def test_cure_the_blog_does_it_so(client: TestClient) -> None:
    ann, bob = ({"username": name, "email": f"{name}@example.com"} for name in ("ann", "bob"))

    link = client.post("/api/users", json=ann).headers["Location"]
    client.delete(link)
    client.post("/api/users", json=bob)

    assert client.get(link).status_code == 404
