"""A replay sends a request to the old blog and to the new one, each with a SQLite database of its own."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import inherited

COMMIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "A commit"]


def test_shorter_titles_are_refused_by_the_blog_itself(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    root = pytestconfig.rootpath
    for name in ("blog", "contracts"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    for name in ("pyproject.toml", "openapi.json"):
        shutil.copy(root / name, tmp_path)
    for command in (["git", "init", "--quiet"], ["git", "add", "--all"], COMMIT):
        subprocess.run(command, cwd=tmp_path, check=True)
    schemas = tmp_path / "blog" / "schemas.py"
    text = schemas.read_text(encoding="utf-8")
    assert "max_length=TITLE_LENGTH," in text
    schemas.write_text(text.replace("max_length=TITLE_LENGTH,", "max_length=50,"), encoding="utf-8")
    readme = (root / "contracts" / "README.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^python (-m contracts replay .* blog\.app:create_app .*)$", readme, re.MULTILINE)
    ran = subprocess.run(
        [sys.executable, *shlex.split(command.replace("origin/main", "HEAD"))],
        cwd=tmp_path,
        env=inherited("BLOG_", "GIT_"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.count("Confirmed: The old app accepts it") == ran.stdout.count("breaking: ") == 2
    for operation in ("POST /api/posts", "PUT /api/posts/{post_id}", "PATCH /api/posts/{post_id}"):
        assert operation in ran.stdout
    assert "(201), the new one does not (422)" in ran.stdout
    assert not (tmp_path / "blog.db").exists()
