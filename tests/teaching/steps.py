"""The statements that each session sends to the database, in order, and the answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import ExecuteStyle

LONGEST_ANSWER = 60  # characters
WAITS = "waits"
GOES_ON = "(goes on)"


@dataclass
class Step:
    """A statement of a session, and the database's answer, which may be an error; None if there is no answer yet."""

    session: str
    sql: str
    answer: str | None = None
    failed: bool = False


class Steps:
    """The steps of all the sessions of a lesson, in the order in which they were taken."""

    def __init__(self) -> None:
        """Begin with no steps."""
        self.taken: list[Step] = []

    def sent(self, kind: str = "") -> list[str]:
        """Return the statements that were sent, or those that start with `kind`, such as "SELECT"."""
        return [step.sql for step in self.taken if step.sql.startswith(kind)]

    def last(self, session: str) -> Step | None:
        """Return the latest step of a session."""
        return next((step for step in reversed(self.taken) if step.session == session), None)

    def waits(self, session: str) -> None:
        """Record that the session's latest step waits; its answer will be a step of its own."""
        step = self.last(session)
        if step is not None:
            step.answer = WAITS

    def watch(self, engine: Engine, session: str) -> None:
        """Record the statements that are sent through the engine, as steps of the session."""

        def take(sql: str) -> Step:
            self.taken.append(Step(session, sql))
            return self.taken[-1]

        def answer(text: str, *, failed: bool = False) -> None:
            step = self.last(session)
            if step is None or step.answer == WAITS:
                step = take(GOES_ON)
            step.answer, step.failed = text, failed

        def before(_c: object, _cursor: object, sql: str, parameters: Any, _context: object, _many: bool) -> None:
            # A list has the parameters of many rows; rows of one VALUES clause share one set of parameters.
            take(_readable(sql, parameters[0] if isinstance(parameters, list) else parameters))

        def after(_c: object, cursor: Any, _sql: str, _p: object, context: DefaultExecutionContext, _m: bool) -> None:
            answer(_answer(cursor, context))

        def begin(connection: Connection) -> None:
            # On SQLite the blog sends BEGIN as a statement; for PostgreSQL psycopg sends it unseen.
            if connection.dialect.name == "postgresql":
                level = connection.get_execution_options().get("isolation_level")
                take(f"BEGIN ISOLATION LEVEL {level}" if level else "BEGIN")

        def error(context: ExceptionContext) -> None:
            original = context.original_exception
            answer(f"{type(original).__name__}: {f'{original}'.splitlines()[0]}", failed=True)

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        event.listen(engine, "handle_error", error)
        event.listen(engine, "begin", begin)
        event.listen(engine, "commit", lambda _: take("COMMIT"))
        event.listen(engine, "rollback", lambda _: take("ROLLBACK"))


def _readable(sql: str, parameters: Any) -> str:
    """Return the statement in one line, with its parameters in place."""
    sql = " ".join(sql.split())
    if isinstance(parameters, Mapping):
        return re.sub(r"%\((\w+)\)s(?:::\w+(?: WITH TIME ZONE)?)?", lambda match: _literal(parameters[match[1]]), sql)
    values = iter(parameters)
    return re.sub(r"\?", lambda _: _literal(next(values)), sql)


def _literal(value: object) -> str:
    return "NULL" if value is None else repr(value) if isinstance(value, int | float) else f"'{value}'"


def _answer(cursor: Any, context: DefaultExecutionContext) -> str:
    """Return the rows of an answer, or how many there are; "" if that is not known."""
    if cursor.description is None:
        return _number(cursor.rowcount) if cursor.rowcount >= 0 else ""
    if context.execution_options.get("stream_results") or context.execute_style is ExecuteStyle.INSERTMANYVALUES:
        return ""
    # The rows can be fetched only once, so the caller gets them from a buffer.
    rows = cursor.fetchall()
    context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, initial_buffer=rows)
    values = ", ".join(str(row[0]) if len(row) == 1 else f"({', '.join(map(str, row))})" for row in rows)
    return values if 0 < len(values) <= LONGEST_ANSWER else _number(len(rows))


def _number(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
