"""`replay` sends requests that show a change to the old and the new application, and reports their answers."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

import contracts
from contracts.replay import serve
from contracts.replay.servers import Server
from contracts.replay.trees import Tree
from contracts.tests.conftest import SETTINGS, Project, Ran

OLD = """
from typing import Annotated

from fastapi import FastAPI, HTTPException, Response
from pydantic import BaseModel, Field, WithJsonSchema

app = FastAPI(title="Shop", version="1.0.0")
STORED = {}


class Item(BaseModel):
    name: Annotated[str, Field(max_length=20)]
    colour: str = "red"
    weight: float = 1
    code: Annotated[str, WithJsonSchema({"type": "string", "maxLength": 50})] = ""


class Stored(BaseModel):
    id: int
    name: str


def stored(item_id: int) -> Stored:
    if item_id not in STORED:
        raise HTTPException(404)
    return Stored(id=item_id, name=STORED[item_id])


@app.post("/items", status_code=201)
def add_item(item: Item) -> Stored:
    STORED[len(STORED) + 1] = item.name
    return stored(len(STORED))


@app.get("/items")
def items(limit: Annotated[int, Field(le=100)] = 10) -> list[Stored]:
    return [stored(one) for one in STORED][:limit]


@app.get("/items/{item_id}")
def item(item_id: int) -> Stored:
    return stored(item_id)


@app.delete("/items/{item_id}", status_code=204)
def remove_item(item_id: int) -> None:
    stored(item_id)
    del STORED[item_id]
"""
BREAKS = {
    'colour: str = "red"': "colour: str",
    "weight: float = 1": "weight: int = 1",
    "le=100": "le=50",
    '@app.delete("/items/{item_id}", status_code=204)\n': "",
    # Only the document has this limit, not the application.
    '"maxLength": 50': '"maxLength": 5',
}
RENAMED = {"name: str\n\n\ndef": "title: str\n\n\ndef", "name=STORED": "title=STORED"}


NOWHERE = "http://127.0.0.1:1"


def outcomes(ran: Ran) -> dict[str, str]:
    """Return the outcome of each change, by its text."""
    changes = [change for finding in json.loads(ran.out)["findings"] for change in finding["changes"]]
    return {change["text"]: change["outcome"] for change in changes}


@pytest.fixture
def shop(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a project in git whose tag v1 is the old shop; temporary files are in a directory next to it."""
    (project.directory / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(project.directory / "temporary"))
    project.directory = project.directory / "shop"
    project.directory.mkdir()
    monkeypatch.chdir(project.directory)
    project.write("shop.py", OLD)
    project.write("pyproject.toml", SETTINGS)
    project.git("init", "--quiet", "--initial-branch", "main")
    project.commit()
    project.git("tag", "v1")
    return project


def left_behind(project: Project) -> list[str]:
    """Return the temporary files that still exist."""
    return [path.name for path in (project.directory.parent / "temporary").iterdir()]


def test_a_real_break_is_confirmed_and_a_break_of_the_document_alone_is_refuted(shop: Project) -> None:
    for old, new in (BREAKS | RENAMED).items():
        shop.edit("shop.py", old, new)
    before = shop.git("status", "--porcelain", "--ignored")
    ran = shop.contracts("replay", "--old", "v1", "--new", "shop:app", "--format", "json")
    assert (ran.status, ran.err) == (1, "")
    assert outcomes(ran) == {
        "`colour` of `Item` is now required.": "confirmed",
        "`weight` of `Item`: type was number, is integer.": "confirmed",
        "`code` of `Item`: maxLength was 50, is 5.": "refuted",
        "The query parameter `limit`: maximum was 100, is 50.": "confirmed",
        "DELETE /items/{item_id} is gone.": "confirmed",
        "`name` of `Stored` is gone.": "confirmed",
    }
    # Each app ran in a copy, and wrote its files there.
    assert shop.git("status", "--porcelain", "--ignored") == before
    assert left_behind(shop) == []


LIMITED = """
import os
from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/items")
def items(limit: Annotated[int, Query(le=int(os.environ["LIMIT"]))] = 1) -> None: ...
"""


def test_each_side_has_the_modules_and_the_variables_that_its_own_settings_name(shop: Project) -> None:
    shop.write("src/limited.py", LIMITED)
    shop.write(
        "pyproject.toml",
        '[[tool.contracts.api]]\napp = "shop:app"\n'
        '[[tool.contracts.api]]\napp = "limited:app"\ndocument = "limited.json"\n'
        'app_directory = "src"\nenvironment = { LIMIT = "100" }\n',
    )
    shop.commit()
    shop.edit("pyproject.toml", "100", "50")
    shop.edit("pyproject.toml", "src", "lib")
    (shop.directory / "src").rename(shop.directory / "lib")
    ran = shop.contracts("replay", "--old", "HEAD", "--new", "limited:app", "--format", "json")
    assert (ran.status, ran.err) == (1, "")
    assert outcomes(ran) == {"The query parameter `limit`: maximum was 100, is 50.": "confirmed"}


def test_which_of_several_apis_is_meant_must_be_known(shop: Project) -> None:
    apis = (f'[[tool.contracts.api]]\napp = "main:app"\ndocument = "{name}.json"\n' for name in ("shop", "bank"))
    shop.write("pyproject.toml", "".join(apis))
    ran = shop.contracts("replay", "--old", NOWHERE, "--new", "main:app")
    assert (ran.status, ran.out) == (2, "")
    assert "several APIs: shop.json, bank.json." in ran.err


def test_a_commit_that_names_no_app_is_held_to_its_document(shop: Project) -> None:
    assert shop.contracts("update").status == 0
    shop.write("pyproject.toml", '[tool.contracts]\ndocument = "openapi.json"\n')
    shop.commit()
    ran = shop.contracts("replay", "--old", "HEAD", "--new", "HEAD")
    assert (ran.status, ran.out, ran.err) == (0, "From HEAD to HEAD: nothing changed.\n", "")


STARTS = """
import os
import pathlib

pathlib.Path("written").touch()
pathlib.Path(os.environ["OWN"], "written").touch(exist_ok=False)
"""


def test_an_old_application_that_does_not_start_is_held_to_its_committed_document(shop: Project) -> None:
    assert shop.contracts("update").status == 0
    shop.write("shop.py", f"import helper\n{OLD}")
    shop.commit()
    # Only the working tree has the module: the app of the commit must not import it from there.
    shop.write("helper.py", STARTS)
    for old, new in (RENAMED | {"le=100": "le=50"}).items():
        shop.edit("shop.py", old, new)
    ran = shop.contracts("replay", "--old", "HEAD", "--new", "shop:app", "--env", "OWN={tmp}")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith("From HEAD to shop:app: 2 breaking, 1 compatible: 1 confirmed, 1 not reached.\n")
    assert "Not reached: The old app does not run: ModuleNotFoundError: No module named 'helper'." in ran.out
    assert ran.out.count("Confirmed: The new app breaks the old promise: 'name' is a required property.") == 1
    assert not (shop.directory / "written").exists()


def test_a_server_gets_write_requests_only_if_they_are_allowed(shop: Project, tmp_path: Path) -> None:
    tree = Tree(shop.directory, shop.directory, shop.directory)
    with ExitStack() as stack:
        servers = []
        for limit in (20, 10):
            shop.edit("shop.py", "max_length=20", f"max_length={limit}")
            servers.append(
                Server("shop:app", shop.directory, tree, {}, stack.enter_context((tmp_path / f"{limit}").open("w+b")))
            )
            stack.callback(servers[-1].stop)
            # The file is read before it is edited.
            servers[-1].wait()
        old, new = (server.url for server in servers)
        command = ("replay", "--old", old, "--new", new)
        refused, allowed = shop.contracts(*command), shop.contracts(*command, "--allow-writes")
    assert refused.status == 0
    assert f"warning: Not reached: POST is sent to {old} only with --allow-writes." in refused.out
    assert allowed.status == 1
    assert "error: Confirmed: The old app accepts it (201), the new one does not (422).\n" in allowed.out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("v2", NOWHERE, "'v2' is no commit in this clone, no URL, and no app like package.module:app."),
        ("shop:other", NOWHERE, "The app at shop:other cannot be run, and has no committed document: AttributeError: "),
        (NOWHERE, NOWHERE, "http://127.0.0.1:1/openapi.json cannot be read: "),
    ],
)
def test_a_missing_side_is_reported(shop: Project, old: str, new: str, message: str) -> None:
    ran = shop.contracts("replay", "--old", old, "--new", new)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"contracts: {message}")
    assert left_behind(shop) == []


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--env", "A", "'A' is not written as KEY=VALUE"),
        ("--header", "A", "'A' is not written as \"NAME: VALUE\""),
        ("--example", "a.b=1", "'a.b=1' names none of path, query, header, cookie, body"),
        ("--example", "path=1", "'path' is not written as path.NAME=VALUE, with one of path, query, header"),
    ],
)
def test_a_wrong_option_is_reported(project: Project, option: str, text: str, message: str) -> None:
    ran = project.contracts("replay", "--old", "v1", "--new", "shop:app", option, text)
    assert (ran.status, ran.out) == (2, "")
    assert f"error: argument {option}: {message}" in ran.err


def test_a_copy_takes_the_place_of_the_working_tree_where_modules_are_looked_for(tmp_path: Path) -> None:
    tree, copy = tmp_path / "tree", tmp_path / "copy"
    (tree / "src").mkdir(parents=True)
    (tree / "new").mkdir()
    (copy / "src").mkdir(parents=True)
    paths = [str(tree / "src"), str(tree / "new"), "/elsewhere", str(copy)]
    assert list(serve.in_copy(paths, tree, copy)) == [str(copy / "src"), "/elsewhere", str(copy)]


def test_a_module_that_still_comes_from_the_working_tree_is_noticed() -> None:
    top = Path(contracts.__file__).parents[1]
    assert "contracts.replay.serve" in serve.foreign(top, Path("/copy"))
    assert list(serve.foreign(Path("/tree"), Path("/copy"))) == []


@pytest.mark.parametrize("package", ["httpx", "uvicorn", "jsonschema"])
def test_a_package_that_is_missing_is_named(shop: Project, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    if package == "uvicorn":
        # Only the process of the app imports it.
        monkeypatch.setattr("contracts.replay.sides.find_spec", lambda _: None)
    else:
        for name in [name for name in sys.modules if name.startswith("contracts.replay")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, package, None)
    ran = shop.contracts("replay", "--old", "v1", "--new", "shop:app")
    install = f"contracts: {package} is not installed here: {sys.executable} -m pip install {package}\n"
    assert (ran.status, ran.out, ran.err) == (2, "", install)
