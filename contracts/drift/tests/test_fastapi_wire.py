"""The verdicts on parameters and forms agree with what FastAPI applications accept and refuse."""

import asyncio
from collections.abc import Iterator
from enum import Enum, IntEnum
from functools import cache
from itertools import product
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

import pytest
from fastapi import Cookie, FastAPI, Form, Header, Path, Query
from httpx import ASGITransport, AsyncClient
from pydantic import Field

from contracts.drift import Verdict, compare

MILD = (Verdict.IDENTICAL, Verdict.DOCUMENTATION, Verdict.COMPATIBLE)


class Colour(Enum):
    RED = "red"
    ONE = "1"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


# The types of a table in which each is compared with each. Sets and Literals of numbers are left out, because their
# documents are wrong: FastAPI accepts equal items for a set, and no text for a Literal of numbers.
SINGLE: list[Any] = [
    int,
    float,
    bool,
    str,
    int | None,
    int | str,
    int | bool,
    Colour,
    Level,
    UUID,
    Literal["true", "false"],
    Literal["0", "1"],
    Annotated[int, Field(ge=1, le=2)],
    Annotated[str, Field(min_length=1)],
    Annotated[str, Field(max_length=2)],
    Annotated[str, Field(pattern="^[0-9]+$")],
]
SEVERAL: list[Any] = [
    list[int],
    list[str],
    list[int] | None,
    list[bool],
    Annotated[list[str], Field(max_length=1)],
    Annotated[list[int], Field(min_length=2)],
]
TEXTS = (
    "",
    "a",
    "red",
    "0",
    "1",
    "2",
    "01",
    "1.0",
    "+1",
    " 1",
    "-1",
    "0.5",
    "true",
    "True",
    "on",
    "null",
    "abc",
    str(UUID(int=0)),
)
LISTS = tuple(product(("a", "1", "01", "2", "true"), repeat=2))
KINDS = (Query, Form, Path, Header, Cookie)


def app_of(kind: Any, type_: Any) -> FastAPI:
    """Return an app with one parameter or field of a type, which answers with the parsed value."""
    app = FastAPI()
    annotated: Any = Annotated[type_, kind()]

    async def read(q: annotated) -> str:
        return repr(q)

    app.post("/things/{q}" if kind is Path else "/things")(read)
    return app


class Side:
    """An app, its document, and the texts that it accepts."""

    def __init__(self, kind: Any, type_: Any) -> None:
        """Make an app for a kind of parameter or field and a type, and send it all texts."""
        self.kind, self.type = kind, type_
        self.several = type_ in SEVERAL
        app = app_of(kind, type_)
        self.document = app.openapi()
        self._client = AsyncClient(transport=ASGITransport(app), base_url="http://test")
        # By its document, one value is sent once, though FastAPI reads the last of several.
        sent = [(text,) for text in TEXTS if self._arrives(text)] + [*(LISTS if self.several else ())]
        self.taken = [texts for texts in sent if self.takes(texts)]

    def _arrives(self, text: str) -> bool:
        return self.kind in (Query, Form) or text.strip() == text != ""

    def _post(self, path: str, **options: Any) -> Any:
        # Without the thread that a TestClient starts for each of the thousands of requests.
        return asyncio.run(self._client.post(path, **options))

    @cache  # noqa: B019
    def takes(self, texts: tuple[str, ...]) -> bool:
        """Return whether the app accepts texts."""
        return bool(self._answer(texts).status_code == 200)

    def _answer(self, texts: tuple[str, ...]) -> Any:
        if self.kind is Query:
            return self._post("/things", params={"q": list(texts)})
        if self.kind is Form:
            return self._post("/things", data={"q": list(texts)})
        if self.kind is Path:
            return self._post(f"/things/{quote(texts[0], safe='')}")
        line = ("Cookie", f"q={texts[0]}") if self.kind is Cookie else ("q", texts[0])
        return self._post("/things", headers=[line])

    def shown(self, witness: str) -> Any:
        """Send a witness as it is shown, and return the answer."""
        if self.kind is Query:
            return self._post(f"/things?{witness}")
        if self.kind is Form:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            return self._post("/things", content=witness, headers=form)
        if self.kind is Path:
            return self._post(witness)
        name, _, text = witness.partition(": ")
        return self._post("/things", headers=[(name, text)])


def sides(kind: Any) -> Iterator[tuple[Side, Side]]:
    """Give each pair of apps of a table."""
    types = [*SINGLE, *(SEVERAL if kind in (Query, Form) else ())]
    made = [Side(kind, one) for one in types]
    yield from ((old, new) for old in made for new in made)


@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.__name__)
def test_verdicts_on_texts_agree_with_fastapi(kind: Any) -> None:
    shown = 0
    for old, new in sides(kind):
        report = compare(old.document, new.document)
        refused = [texts for texts in old.taken if not new.takes(texts)]
        assert not refused or report.verdict not in MILD, (old.type, new.type, refused, report)
        for change in report.changes:
            if change.witness is not None:
                shown += 1
                before, after = old.shown(change.witness.value), new.shown(change.witness.value)
                assert before.status_code == 200, (old.type, new.type, change)
                # For a single value, FastAPI uses the last item of a list, and ignores the others.
                lost = old.several and not new.several and after.text != before.text
                assert after.status_code == 422 or lost, (old.type, new.type, change)
    assert shown
