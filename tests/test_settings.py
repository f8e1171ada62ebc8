"""Settings from the environment, and the errors of wrong ones."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from blog.app import create_app
from blog.database import DatabaseURLError
from blog.settings import Settings
from tests.backends import Backend
from tests.makers import make_user
from tests.servers import run_to_the_end


def test_the_defaults_are_a_file_and_a_directory_in_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BLOG_DATABASE_URL", "BLOG_MEDIA_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    assert Settings.from_environment() == Settings("sqlite:///blog.db", Path("media"))


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLOG_DATABASE_URL", "postgresql+psycopg://localhost/blog")
    monkeypatch.setenv("BLOG_MEDIA_DIRECTORY", "elsewhere")
    assert Settings.from_environment() == Settings("postgresql+psycopg://localhost/blog", Path("elsewhere"))


def test_an_app_takes_its_settings_from_the_environment_by_default(
    monkeypatch: pytest.MonkeyPatch, new_database_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("BLOG_DATABASE_URL", new_database_url)
    monkeypatch.setenv("BLOG_MEDIA_DIRECTORY", str(tmp_path / "media"))
    with TestClient(create_app()) as client:
        make_user(client)
    assert (tmp_path / "media" / "profile_pics").is_dir()


def test_apps_on_different_databases_live_in_one_process(backend: Backend, tmp_path: Path) -> None:
    with backend.new_database() as one, backend.new_database() as other:
        first, second = (create_app(Settings(url, tmp_path)) for url in (one, other))
        with TestClient(first) as first_client, TestClient(second) as second_client:
            user = make_user(first_client)
            assert first_client.get(f"/api/users/{user['id']}").json() == user
            assert second_client.get(f"/api/users/{user['id']}").status_code == 404


def test_an_app_touches_nothing_before_it_starts(tmp_path: Path) -> None:
    create_app(Settings(f"sqlite:///{tmp_path}/blog.db", tmp_path / "media"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "blog.db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgres://u:secret@localhost/blog",
        "mysql://u:secret@localhost/blog",
        "postgresql+psycopg2://u:secret@localhost/blog",
        "postgresql+psycopg_async://u:secret@localhost/blog",
        "sqlite+aiosqlite:///blog.db",
        "oracle+oracledb://u:secret@localhost/blog",
    ],
)
def test_the_error_of_a_wrong_url_says_which_can_be_used(url: str) -> None:
    with pytest.raises(DatabaseURLError, match="Set BLOG_DATABASE_URL to sqlite:///FILE or to postgresql") as caught:
        create_app(Settings(url))
    assert f"starts with {url.partition('://')[0]!r}" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://localhost/blog", "Set BLOG_DATABASE_URL"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/blog", "Start the server, or set BLOG_DATABASE_URL"),
        ("sqlite:////nowhere/blog.db", "unable to open database file"),
    ],
)
def test_a_server_without_its_database_says_why_and_does_not_start(url: str, message: str, tmp_path: Path) -> None:
    run = run_to_the_end(Settings(url, tmp_path), "--port", "0")
    assert run.returncode == 1
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert "secret" not in run.stderr


def test_the_help_says_where_the_server_listens() -> None:
    run = subprocess.run([sys.executable, "-m", "blog", "--help"], capture_output=True, text=True, check=True)
    defaults = re.findall(r"--(\w+) .*?\(default: (.+?)\)", run.stdout, re.DOTALL)
    assert defaults == [("host", "127.0.0.1"), ("port", "8000"), ("workers", "1")]
