"""The READMEs describe every session, variable and operation, and none that does not exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.document import OPERATIONS
from tests.quotes import QUOTES, NoQuoteError, Quote, edit


@pytest.fixture(scope="module")
def root(pytestconfig: pytest.Config) -> Path:
    """Return the directory of the project."""
    return pytestconfig.rootpath


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """Return the text of the README."""
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def readmes(root: Path) -> dict[str, str]:
    """Return the text of every README of the kit by its folder."""
    folders = [Path(), *map(Path, ("blog", "contracts", "contracts/promises", "tests"))]
    return {folder.as_posix(): (root / folder / "README.md").read_text(encoding="utf-8") for folder in folders}


def sources(root: Path, *directories: str) -> Iterator[str]:
    """Return the text of every module in the directories."""
    return (path.read_text(encoding="utf-8") for directory in directories for path in (root / directory).rglob("*.py"))


def test_the_readme_has_less_than_1200_words(readme: str) -> None:
    assert len(readme.split()) < 1200


def test_every_link_between_the_readmes_leads_somewhere(root: Path, readmes: dict[str, str]) -> None:
    for folder, text in readmes.items():
        links = re.findall(r"\]\((?!https:)([^)#]+)(?:#([^)]+))?\)", text)
        for file, anchor in links:
            target = root / folder / file
            assert target.exists(), (folder, file)
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
            anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
            assert anchor in ["", *anchors], (folder, file, anchor)


def test_every_session_is_in_the_readme(root: Path, readme: str) -> None:
    functions = ast.parse((root / "noxfile.py").read_text(encoding="utf-8")).body
    sessions = {node.name for node in functions if isinstance(node, ast.FunctionDef) and node.decorator_list}
    assert sessions
    assert [name for name in sessions if not re.search(rf"`{name}[`(]", readme)] == []


def test_the_readmes_name_exactly_the_variables_that_are_used(root: Path, readmes: dict[str, str]) -> None:
    used = {name for source in sources(root, "blog", "tests") for name in re.findall(r'"(BLOG_[A-Z_]+)"', source)}
    assert used == {name for text in readmes.values() for name in re.findall("BLOG_[A-Z_]+", text)}


def test_the_readme_names_exactly_the_operations_that_exist(readmes: dict[str, str]) -> None:
    named = re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) \S+)`", readmes["blog"])
    assert {str(operation) for operation in OPERATIONS} == set(named)


def test_every_test_that_a_readme_names_exists(root: Path, readmes: dict[str, str]) -> None:
    defined = {name for source in sources(root, "tests", "contracts") for name in re.findall(r"def (test_\w+)", source)}
    named = {name for text in readmes.values() for name in re.findall(r"`(test_\w+)`", text)}
    assert named
    assert named <= defined


def test_every_module_of_the_blog_is_on_its_map(root: Path, readmes: dict[str, str]) -> None:
    modules = {path.stem for path in (root / "blog").glob("[!_]*.py")}
    [the_map] = re.findall(r"```text\n(app .+?)```", readmes["blog"], re.DOTALL)
    assert [name for name in modules if not re.search(rf"\b{name}\b", the_map)] == []


def test_every_direct_dependency_has_its_reason_in_the_readme(root: Path, readme: str) -> None:
    requirements = re.findall(r'"([a-z-]+)(?:\[\w+\])?>=', (root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "fastapi" in requirements
    assert [name for name in requirements if not re.search(rf"^\|[^|]*\b{name}\b", readme, re.MULTILINE)] == []


def test_the_readme_names_the_hook_and_its_command(root: Path, readmes: dict[str, str]) -> None:
    hooks = (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    [name], [entry] = (re.findall(f"{key}: (.*)", hooks) for key in ("id", "entry"))
    assert f"the hook `{name}`" in readmes["contracts/promises"]
    assert f"`{entry}`" in readmes["contracts/promises"]


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote.make.__name__)
def test_a_quoted_output_is_the_one_that_is_printed(quote: Quote, tmp_path: Path, readmes: dict[str, str]) -> None:
    quoted, printed = _unnumbered(quote.quoted(readmes["contracts/promises"])), _unnumbered(quote.made(tmp_path))
    assert quoted == printed, "To write what is printed now: nox -s update"


def test_a_quote_without_a_block_in_the_readme_is_reported() -> None:
    with pytest.raises(NoQuoteError, match=r"contracts/promises/README.md has 0 blocks of text that begin with 'error"):
        QUOTES[1].quoted("# A README without quotes\n")


def test_an_edit_without_a_match_is_reported(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(
        NoQuoteError, match=r"models.py needs one match of a pattern in tests/quotes.py, and has 0: \^B"
    ):
        edit(tmp_path / "models.py", "^B", "C")


def _unnumbered(text: str) -> str:
    """Return a text without line numbers, which many other changes move."""
    return re.sub(r"(?<=json:)\d+", "", text)
