"""An app that uses much of what FastAPI and Pydantic write into a document.

The documents beside it are what versions of both made of it; each was made by this, in a fresh environment:

    pip install fastapi==0.115.14 pydantic==2.10.6 email-validator python-multipart
    python shop.py > fastapi-0.115.14-pydantic-2.10.6.json
"""

import datetime
import decimal
import enum
import ipaddress
import json
import pathlib
import sys
import uuid
from typing import Annotated, Any, Literal

from fastapi import Body, Cookie, Depends, FastAPI, File, Form, Header, Path, Query, UploadFile
from fastapi.security import (
    HTTPAuthorizationCredentials,
    HTTPBearer,
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
)
from pydantic import AnyUrl, BaseModel, EmailStr, Field, Json, SecretStr

app = FastAPI(title="Shop", version="1.0.0")


class Color(enum.Enum):
    """A color."""

    RED = "red"
    BLUE = "blue"


class Single(enum.Enum):
    """One of one."""

    ONE = "one"


class Cat(BaseModel):
    """A cat."""

    kind: Literal["cat"]
    lives: int = 9


class Dog(BaseModel):
    """A dog."""

    kind: Literal["dog"]
    good: bool = True


class Item(BaseModel):
    """An item."""

    id: uuid.UUID
    name: Annotated[str, Field(max_length=20, pattern="^[a-z]+$", examples=["milk"])]
    note: str | None = None
    color: Color = Color.RED
    single: Single = Single.ONE
    price: decimal.Decimal
    weight: float = 1.0
    made: datetime.datetime
    keeps: datetime.timedelta
    data: bytes
    tags: set[str] = set()
    pair: tuple[int, str] = (1, "a")
    extra: dict[str, int] = {}
    by_day: dict[datetime.date, int] = {}
    by_color: dict[Color, int] = {}
    anything: Any = None
    mixed: int | str | None = None
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    site: AnyUrl | None = None
    address: ipaddress.IPv4Address | None = None
    file: pathlib.Path | None = None
    secret: SecretStr = SecretStr("")
    email: EmailStr | None = None
    packed: Json[Any] | None = None
    parts: list["Item"] = []


class Wrong(BaseModel):
    """What went wrong."""

    detail: str


@app.post("/items", responses={409: {"model": Wrong}}, status_code=201)
def add_item(item: Item, dry: bool = False) -> Item:
    """Add an item."""
    return item


@app.get("/items")
def items(
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    color: Color | None = None,
    ids: Annotated[list[uuid.UUID] | None, Query()] = None,
    since: datetime.datetime | None = None,
    x_token: Annotated[str | None, Header()] = None,
    session: Annotated[str | None, Cookie()] = None,
) -> list[Item]:
    """List the items."""
    return []


@app.get("/items/{item_id}")
def item(item_id: Annotated[int, Path(gt=0)]) -> Item | None:
    """Return an item."""
    return None


@app.patch("/items/{item_id}")
def change(
    item_id: int, name: Annotated[str, Body(embed=True)], notes: Annotated[dict[str, Any], Body()]
) -> dict[str, Any]:
    """Change an item."""
    return {}


@app.post("/files")
def upload(
    file: UploadFile,
    raw: Annotated[bytes, File()],
    more: list[UploadFile] | None = None,
    text: Annotated[str, Form()] = "",
) -> None:
    """Take files."""


@app.post("/token")
def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    """Let somebody in."""
    return {}


@app.get("/me")
def me(token: Annotated[str, Depends(OAuth2PasswordBearer("token"))]) -> Cat | Dog:
    """Say who it is."""
    return Cat(kind="cat")


@app.get("/admin")
def admin(bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]) -> None:
    """Say that it may."""


if __name__ == "__main__":
    json.dump(app.openapi(), sys.stdout, indent=1)
    print()
