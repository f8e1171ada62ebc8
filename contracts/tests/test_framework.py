"""Changes by FastAPI and Pydantic are distinguished from changes by the app's code."""

import json
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from contracts.drift import Change, Verdict, compare
from contracts.framework import Framework
from contracts.framework.locks import locked_in
from contracts.tests import upgrades
from contracts.tests.conftest import Project

DOCUMENTS = {
    path.name.split("-")[1]: json.loads(path.read_text(encoding="utf-8"))
    for path in Path(upgrades.__file__).parent.glob("*.json")
}
OLDEST, OLD, NEW = "0.100.0", "0.115.14", "0.165.0"
HERE = {name: version(name) for name in ("fastapi", "pydantic")}
OLDER = {"fastapi": "0.115.14", "pydantic": "2.10.6"}


@cache
def changes(old: str, new: str) -> tuple[Change, ...]:
    """Compare the documents that two versions made."""
    return compare(DOCUMENTS[old], DOCUMENTS[new]).changes


def parted(old: str, new: str, locked: dict[str, str] | None = None) -> tuple[list[Change], list[Change]]:
    """Return the changes of the framework between the documents of two versions, and the others."""
    framework = Framework(DOCUMENTS[old], DOCUMENTS[new], locked or {})
    both = changes(old, new)
    return [one for one in both if framework.made(one)], [one for one in both if not framework.made(one)]


@pytest.mark.parametrize("pair", [(OLD, NEW), (NEW, OLD)])
@pytest.mark.parametrize("locked", [{}, OLDER])
def test_all_that_an_upgrade_changes_is_the_frameworks(pair: tuple[str, str], locked: dict[str, str]) -> None:
    frameworks, others = parted(*pair, locked)
    assert (len(frameworks) > 5, others) == (True, [])


def test_changed_values_of_an_upgrade_are_not_counted_as_the_frameworks() -> None:
    # An upgrade across two years: models are split, responses have their real schemas, and the OAuth 2 form changed.
    frameworks, others = parted(OLDEST, OLD)
    assert len(frameworks) > 5
    assert {name for change in others for name in re.findall(r"price|packed|secret|token", change.pointer)} == {
        "price",
        "packed",
        "secret",
        "token",
    }
    assert all(re.search(r"price|packed|secret|token", change.pointer) for change in others)


def test_changes_of_the_app_during_an_upgrade_are_the_apps() -> None:
    new = json.loads(json.dumps(DOCUMENTS[NEW]).replace('"maxLength": 20', '"maxLength": 10'))
    framework = Framework(DOCUMENTS[OLD], new, {})
    assert not framework.alone
    name = "/components/schemas/Item/properties/name"
    for pointer in (name, f"{name}/maxLength", "/paths/~1items/post/requestBody"):
        change = Change("request-length-narrowed", Verdict.BREAKING, "POST /items", pointer, "")
        assert not framework.made(change)
    assert framework.made(Change("described", Verdict.DOCUMENTATION, "", "/components/schemas/ValidationError", ""))


def test_without_an_upgrade_nothing_is_the_frameworks() -> None:
    assert parted(OLD, NEW, HERE)[0] == []


def test_an_upgrade_changes_only_the_spellings_of_its_versions() -> None:
    def texts(locked: dict[str, str]) -> str:
        return " ".join(change.text for change in parted(OLD, NEW, HERE | locked)[0])

    assert "contentMediaType" in texts({"fastapi": "0.129.0"})
    assert "contentMediaType" not in texts({"fastapi": "0.129.1"})
    assert "contentMediaType" not in texts({"pydantic": "2.10.6"})


def test_an_open_object_of_the_apps_is_not_the_frameworks() -> None:
    def document(*, is_open: bool) -> Any:
        schema = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": is_open}
        return {"openapi": "3.1.0", "components": {"schemas": {"A": schema}}}

    framework = Framework(document(is_open=False), document(is_open=True), {})
    assert not framework.made(Change("object-opened", Verdict.COMPATIBLE, "", "/components/schemas/A", ""))


@pytest.mark.parametrize(
    "text",
    [
        "anyio==4.0\nfastapi==0.115.14\npydantic==2.10.6 \\\n    --hash=sha256:00\npydantic-core==2.27.2\n",
        "FastAPI[standard] == 0.115.14 ; python_version > '3.8'\npydantic==2.10.6\n",
        '[[package]]\nname = "fastapi"\nversion = "0.115.14"\n\n[[package]]\nname = "pydantic"\nversion = "2.10.6"\n',
    ],
)
def test_a_lock_file_has_the_versions_that_made_a_document(text: str) -> None:
    assert locked_in(text) == OLDER
    assert locked_in("fastapi>=0.1\nfastapi-users==1.0") == {}


@pytest.fixture
def older(repository: Project) -> Project:
    """Give a project whose promised document is like those of FastAPI before 0.128."""
    document = json.loads(repository.read("openapi.json"))
    error = document["components"]["schemas"]["ValidationError"]
    del error["properties"]["ctx"], error["properties"]["input"]
    document["openapi"] = "3.1.1"
    document["paths"]["/items"]["get"]["parameters"][0]["schema"]["title"] = "limit"
    repository.write("openapi.json", json.dumps(document))
    repository.promise()
    return repository


def test_a_check_reports_that_a_change_comes_from_an_upgrade(older: Project) -> None:
    note = "All of this comes from an upgrade of FastAPI or Pydantic, not from the app's code, by its form.\n"
    ran = older.contracts("check")
    assert ran.status == 1
    assert f"error: openapi.json is not what shop:app serves. {note}" in ran.out

    older.contracts("update")
    older.edit("shop.py", "max_length=20", "max_length=30")
    older.contracts("update")
    ran = older.contracts("check")
    assert " changes come from an upgrade of FastAPI or Pydantic, not from the app's code, by its form." in ran.out
    assert "    from an upgrade of FastAPI or Pydantic, not from the app's code\n" in ran.out


def test_a_check_names_the_versions_that_the_lock_file_of_the_promise_names(older: Project) -> None:
    older.write("constraints.txt", f"fastapi==0.127.0\npydantic=={HERE['pydantic']}\n")
    older.promise()
    note = (
        f"All of this comes from an upgrade, not from the app's code: fastapi went from 0.127.0 to {HERE['fastapi']}."
    )
    assert f"error: openapi.json is not what shop:app serves. {note}\n" in older.contracts("check").out

    older.write("constraints.txt", f"fastapi=={HERE['fastapi']}\npydantic=={HERE['pydantic']}\n")
    older.promise()
    assert "upgrade" not in older.contracts("check").out


def test_a_title_that_is_the_apps_is_not_the_frameworks(repository: Project) -> None:
    repository.edit("openapi.json", '"title": "Shop"', '"title": "A shop"')
    assert "upgrade" not in repository.contracts("check").out
