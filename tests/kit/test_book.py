"""The book has a page for every lesson, needs no other host, and is accessible; a story fits in a terminal."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tests.kit.test_workflows import CI, WORKFLOWS
from tests.kit.test_workflows import parsed as read_workflow
from tests.teaching import __main__ as teaching
from tests.teaching.book import __main__ as book
from tests.teaching.book.code import highlighted
from tests.teaching.book.pages import in_words, site
from tests.teaching.book.prose import html
from tests.teaching.book.timeline import timeline
from tests.teaching.course import Course
from tests.teaching.diff import changes
from tests.teaching.lesson import CURE, READING_ORDER, Lesson, all_lessons
from tests.teaching.report import Runs, row, story
from tests.teaching.runs import Result, run_on_both
from tests.teaching.shown import Shown, decisive, shown
from tests.teaching.steps import Step

LESSONS = all_lessons()
UPSERT = Lesson.named("upsert")
SOURCE_HOSTS = {urlsplit(address).hostname for lesson in LESSONS for _, address in lesson.sources}


@pytest.fixture(scope="module")
def runs() -> Runs:
    """Return the runs of all lessons on both databases."""
    return run_on_both([lesson.module for lesson in LESSONS])


@pytest.fixture(scope="module")
def files(runs: Runs) -> dict[str, str]:
    """Return the files of the book, by name."""
    return site(Course.read(), runs)


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Element]:
    """Return the pages of the book, parsed as XML, so that no browser has to repair them."""
    return {name: parsed(text) for name, text in files.items() if name.endswith(".html")}


def parsed(page: str) -> Element:
    """Return the root of a page; raise ParseError if it is not well formed."""
    return ElementTree.fromstring(page.removeprefix("<!doctype html>\n"))


def text(element: Element) -> str:
    """Return the text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def links(page: Element) -> Iterator[str]:
    """Yield the addresses that the page links to or loads."""
    for element in page.iter():
        yield from (element.attrib[name] for name in ("href", "src", "srcset", "action") if name in element.attrib)


def test_every_lesson_has_a_page_and_links_lead_to_every_page(pages: dict[str, Element]) -> None:
    assert {f"{lesson.name}.html" for lesson in LESSONS} <= set(pages)
    reached, to_visit = set(), {"index.html"}
    while to_visit:
        reached |= to_visit
        found = {link.partition("#")[0] for name in to_visit for link in links(pages[name])}
        to_visit = (found & set(pages)) - reached
    assert reached == set(pages)


def test_every_link_leads_somewhere(pages: dict[str, Element], files: dict[str, str]) -> None:
    for name, page in pages.items():
        for link in links(page):
            if not urlsplit(link).scheme:
                target, _, fragment = link.partition("#")
                assert (target or name) in files, f"{name} links to {link}"
                if fragment:
                    ids = [one.get("id") for one in pages[target or name].iter()]
                    assert ids.count(fragment) == 1, f"{name} links to {link}"


def test_the_book_needs_no_other_host_and_no_script(pages: dict[str, Element], files: dict[str, str]) -> None:
    for name, page in pages.items():
        assert {urlsplit(link).hostname for link in links(page)} <= {None, *SOURCE_HOSTS}, name
        loaded = [one for one in page.iter() if {"src", "srcset"} & set(one.attrib) or one.tag == "link"]
        assert [one.get("href") for one in loaded] == ["book.css"], name
        assert [one.tag for one in page.iter() if one.tag in ("script", "iframe", "object", "embed")] == []
        assert [key for one in page.iter() for key in one.attrib if key.startswith("on")] == []
    assert not re.search(r"@import|url\(|//", files["book.css"])


def test_the_lessons_follow_each_other_in_the_reading_order(pages: dict[str, Element]) -> None:
    names = [f"{lesson.name}.html" for lesson in LESSONS]
    for before, after in pairwise(names):
        assert [one.get("href") for one in pages[before].iter("a") if one.get("rel") == "next"] == [after] * 2
        assert [one.get("href") for one in pages[after].iter("a") if one.get("rel") == "prev"] == [before] * 2


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])
def test_a_page_has_every_sentence_of_its_lesson(lesson: Lesson, pages: dict[str, Element], runs: Runs) -> None:
    page = pages[f"{lesson.name}.html"]
    said = text(page)
    assert [text(one) for one in page.iter("h1")] == [lesson.pattern]
    for sentence in (lesson.summary, *lesson.says.values()):
        assert " ".join(sentence.replace("`", "").split()).lower() in said.lower()
    for title, address in lesson.sources:
        [where] = [one for one in page.iter("dd") if any(link.get("href") == address for link in one)]
        assert text(where) == f"{title} ({urlsplit(address).hostname})"
    for tests in runs.values():
        for test in tests:
            if test.lesson == lesson.name:
                assert in_words(test.name) in said
                assert " ".join(test.seen.split()) in said


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])
def test_the_difference_shows_the_cure(lesson: Lesson, pages: dict[str, Element]) -> None:
    page = pages[f"{lesson.name}.html"]
    added = [text(one) for one in page.iter("ins")]
    for change in changes(lesson):
        for sign, line in change.lines:
            assert sign != "+" or " ".join(f"+ {line}".split()) in added
    for line in (line for _, _, cure in CURE.findall(lesson.source) for line in cure.splitlines() if line.strip()):
        shown_lines = [one for change in changes(lesson) for sign, one in change.lines if sign in "+ "]
        assert line.strip() in [one.strip() for one in shown_lines]
    assert all(what.replace("`", "").lower() in text(page).lower() for what in lesson.cures)


def test_a_long_line_of_code_is_wrapped_to_the_right_of_its_indentation(pages: dict[str, Element]) -> None:
    """Most lines are too long for a phone. The indentation is part of the code, so copied code keeps it."""
    lines = [one for one in pages["upsert.html"].iter() if one.get("class") == "line"]
    assert len(lines) > len(UPSERT.source.splitlines())
    for line in lines:
        [start] = [one for one in line if one.get("class") == "start"]
        code = "".join(line.itertext()).removeprefix(start.text or "")
        assert code == code.lstrip()
        assert line.get("style") == f"--indent: {len(start.text or '')}"


def test_the_naive_function_is_compared_with_the_one_that_has_the_cure() -> None:
    source = (
        '"""X."""\n\ndef save_naively(a):\n    first(a)\n    last(a)\n\n\ndef save(a):\n    first(a)\n'
        "    # cure: look before\n    look(a)\n    # end of cure\n    last(a)\n"
    )
    [change] = changes(Lesson("x", source))
    assert change.cures == ["look before"]
    assert change.lines == [
        ("-", "def save_naively(a):"),
        ("+", "def save(a):"),
        (" ", "    first(a)"),
        ("+", "    look(a)"),
        (" ", "    last(a)"),
    ]


@pytest.mark.parametrize(
    ("naive", "name"),
    [
        ("def list_naively():", "def list_posts():"),
        ("class Naive:", "class Picture:"),
        ("class NaivePicture:", "class Picture:"),
    ],
)
def test_a_naive_half_is_found_by_its_name(naive: str, name: str) -> None:
    source = f'"""X."""\n\n{naive}\n    a = 1\n\n\n{name}\n    # cure: b\n    a = 2\n    # end of cure\n'
    [change] = changes(Lesson("x", source))
    assert change.lines == [("-", naive), ("-", "    a = 1"), ("+", name), ("+", "    a = 2")]


def test_a_difference_does_not_end_with_blank_lines() -> None:
    source = '"""X."""\n\nclass Row:\n    # cure: count\n    version = 2\n\n    # end of cure\n'
    [change] = changes(Lesson("x", source))
    assert change.lines == [(" ", "class Row:"), ("+", "    version = 2")]


def test_code_without_a_naive_half_is_compared_with_itself_without_the_cure() -> None:
    source = '"""X."""\n\nclass Row:\n    id = 1\n    # cure: count\n    version = 2\n    # end of cure\n'
    [change] = changes(Lesson("x", source))
    assert change.lines == [(" ", "class Row:"), (" ", "    id = 1"), ("+", "    version = 2")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("test_naive_both_write", "Both write"),
        ("test_cure_one_is_refused[both like-1 of 2]", "One is refused: both like-1 of 2"),
        ("test_naive_on_sqlite_and_postgresql_it_waits", "On SQLite and PostgreSQL it waits"),
    ],
    ids=["words", "parameters", "databases"],
)
def test_the_title_of_a_test_is_its_name_in_words(name: str, expected: str) -> None:
    assert in_words(name) == expected


def test_ids_are_unique_and_headings_are_in_order(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        ids = Counter(one.attrib["id"] for one in page.iter() if "id" in one.attrib)
        assert [one for one, times in ids.items() if times > 1] == [], name
        levels = [int(one.tag[1]) for one in page.iter() if re.fullmatch("h[1-6]", one.tag)]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_every_drawing_has_a_title_and_a_description(pages: dict[str, Element]) -> None:
    drawings = 0
    for name, page in pages.items():
        for drawing in page.iter("svg"):
            title, description = drawing.find("title"), drawing.find("desc")
            assert title is not None, name
            assert title.text, name
            assert description is not None, name
            assert description.text, name
            assert drawing.get("role") == "img"
            assert drawing.get("aria-labelledby") == title.get("id") is not None
            assert drawing.get("aria-describedby") == description.get("id") is not None
            drawings += 1
    assert drawings > 2 * len(LESSONS)


def test_a_timeline_has_a_lane_for_each_session_and_says_what_happens_in_words() -> None:
    steps = [
        Step("A", "BEGIN"),
        Step("A", "UPDATE t SET n = 1", "1 row"),
        Step("B", "UPDATE t SET n = 2", "waits"),
        Step("A", "COMMIT"),
        Step("B", "(goes on)", "SerializationFailure: could not serialize", failed=True),
    ]
    drawing = parsed(str(timeline("x", "postgresql", "Naive: both write", shown(steps))))
    words = text(drawing)
    assert [one.text for one in drawing.iter("text") if one.get("class") == "session"] == ["A", "B"]
    description = drawing.findtext("desc") or ""
    assert "2. A: UPDATE t SET n = 1. Answer: 1 row. A holds locks from here on." in description
    assert "3. B: UPDATE t SET n = 2. B waits." in description
    assert "5. B: (goes on). Error: SerializationFailure: could not serialize. This step decides." in description
    assert words.count("decides") == 2  # in the drawing, and in its description


def rails(database: str, *steps: Step) -> list[str | None]:
    """Return the states of the line of session A, in order."""
    drawing = parsed(str(timeline("x", database, "x", shown(steps))))
    return [line.get("class") for line in drawing.iter("line")]


UPDATE, ERROR = Step("A", "UPDATE t SET n = 1", "1 row"), Step("A", "UPDATE t SET n = 2", "Error: no", failed=True)
WAIT, GOES_ON = Step("A", "UPDATE t SET n = 3", "waits"), Step("A", "(goes on)", "1 row")


@pytest.mark.parametrize(
    ("steps", "sqlite", "postgresql"),
    [
        ([Step("A", "BEGIN"), UPDATE, Step("A", "COMMIT")], ["idle", "open", "locked", "idle"], None),
        ([Step("A", "BEGIN IMMEDIATE", ""), Step("A", "ROLLBACK")], ["idle", "locked", "idle"], None),
        (
            [Step("A", "BEGIN"), Step("A", "UPDATE t SET n = 1", "0 rows")],
            ["idle", "open", "locked"],
            ["idle", "open"],
        ),
        ([Step("A", "SELECT 1", "1"), Step("A", "ROLLBACK")], ["idle"], None),
        ([Step("A", "BEGIN IMMEDIATE", "Error: no", failed=True)], ["idle"], None),
        ([Step("A", "SELECT 1", "Error: no", failed=True)], ["idle"], None),
        ([Step("A", "BEGIN"), WAIT, GOES_ON], ["idle", "open", "waiting", "locked"], None),
        (
            [Step("A", "BEGIN"), UPDATE, WAIT, GOES_ON, Step("A", "COMMIT")],
            ["idle", "open", "locked", "locked waiting", "locked", "idle"],
            None,
        ),
        (
            [Step("A", "BEGIN"), UPDATE, ERROR, Step("A", "ROLLBACK")],
            ["idle", "open", "locked", "idle"],
            ["idle", "open", "locked", "open", "idle"],
        ),
        (
            [Step("A", "BEGIN"), UPDATE, Step("A", "SAVEPOINT s"), ERROR, Step("A", "ROLLBACK TO SAVEPOINT s")],
            ["idle", "open", "locked"],
            None,
        ),
        ([Step("A", "CREATE TABLE t (n INTEGER)", ""), Step("A", "COMMIT")], ["idle"], ["idle", "locked", "idle"]),
    ],
    ids=[
        "change",
        "begin",
        "nothing changed",
        "no transaction",
        "refused",
        "no transaction and an error",
        "wait",
        "wait with locks",
        "error",
        "error in a savepoint",
        "schema",
    ],
)
def test_a_line_shows_what_the_session_holds(
    steps: list[Step], sqlite: list[str], postgresql: list[str] | None
) -> None:
    """On PostgreSQL an error ends the transaction and its locks; on SQLite it only undoes its statement.

    PostgreSQL locks the rows that are changed, SQLite the whole file, even if no row is changed.
    """
    assert rails("sqlite", *steps) == sqlite
    assert rails("postgresql", *steps) == (postgresql or sqlite)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [
                Step("A", "BEGIN"),
                Step("A", "INSERT 1", "IntegrityError: no", failed=True),
                Step("A", "INSERT 2", "1 row"),
            ],
            1,
        ),
        ([Step("A", "UPDATE 1", "waits"), Step("B", "UPDATE 2", "1 row")], 0),
        ([Step("A", "UPDATE 1", "1 row"), Step("B", "UPDATE 2", "1 row"), Step("A", "SELECT 1", "2")], 1),
        ([Step("A", "INSERT 1", "1 row"), Step("A", "DROP TABLE t", ""), Step("A", "SELECT 1", "2")], 1),
        ([Step("A", "BEGIN"), Step("A", "SELECT 1", "2"), Step("A", "ROLLBACK")], 1),
        ([Step("A", "BEGIN"), Step("A", "ROLLBACK")], None),
    ],
    ids=[
        "the first error",
        "the first wait",
        "the last change",
        "the last change of a table",
        "the last query",
        "none",
    ],
)
def test_the_decisive_step(steps: list[Step], expected: int | None) -> None:
    assert decisive(shown(steps)) == expected


def test_repeated_steps_are_shown_once() -> None:
    rows = [Step("A", f"SELECT a FROM t WHERE id = {number}", f"({number}, 'x')") for number in range(20)]
    assert [(one.sql, one.note) for one in shown([Step("A", "BEGIN"), *rows, Step("A", "COMMIT")])] == [
        ("BEGIN", ""),
        ("SELECT a FROM t WHERE id = 0", ""),
        ("", "the same 19 more times, with other values"),
        ("COMMIT", ""),
    ]


def test_repeated_rounds_are_shown_once() -> None:
    rounds = [[Step("A", "BEGIN"), Step("B", f"UPDATE t SET a = '{n}'", "1 row"), Step("A", "COMMIT")] for n in "abcd"]
    told = shown([step for one in rounds for step in one])
    assert [one.sql for one in told] == ["BEGIN", "UPDATE t SET a = 'a'", "COMMIT", ""]
    assert told[-1].note == "the last 3 steps 3 more times, with other values"


def test_a_step_with_an_error_is_not_a_repetition() -> None:
    steps = [Step("A", f"INSERT {number}", "1 row") for number in range(3)]
    steps.append(Step("A", "INSERT 3", "Error: no", failed=True))
    assert [one.answer for one in shown(steps)] == ["1 row", None, "Error: no"]


@pytest.mark.parametrize(
    "sql",
    [
        'PRAGMA main.table_info("users")',
        'PRAGMA temp.index_list("authors")',
        "SELECT sql FROM (SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master) WHERE name = 'a'",
        "SELECT pg_catalog.pg_class.relname FROM pg_catalog.pg_class",
    ],
)
def test_queries_of_sqlalchemy_to_the_catalog_are_not_shown(sql: str) -> None:
    assert shown([Step("A", sql, "2 rows")]) == []


def test_a_pragma_that_changes_something_is_shown() -> None:
    assert [one.sql for one in shown([Step("A", "PRAGMA foreign_keys = ON", "")])] == ["PRAGMA foreign_keys = ON"]


def test_characters_that_no_page_can_have_are_shown_as_symbols() -> None:
    assert shown([Step("A", "INSERT 'a\0b\ud800'", "x\x1b")]) == [Shown("A", "INSERT 'a␀b?'", "x␛")]


def test_the_hours_of_the_course_are_the_sum_of_the_minutes(files: dict[str, str]) -> None:
    course = Course.read()
    assert [lesson.name for chapter in course.chapters for lesson, _ in chapter.lessons] == [
        one.name for one in LESSONS
    ]
    assert course.length in text(parsed(files["index.html"]))
    document = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert course.length in document, "The sum of the minutes in tests/README.md is wrong: run `nox -s update`."


def test_the_sum_replaces_the_old_one() -> None:
    table = "\n### A\n\n| | minutes |\n|---|---|\n| [Lost update](patterns/test_lost_update.py) | 65 |\n"
    course = Course.of(f"There are 3 lessons: 9 hours and 9 minutes.\n{table}")
    assert course.length == "1 lesson: 1 hour and 5 minutes"
    assert course.written(f"There are 3 lessons: 9 hours and 9 minutes.\n{table}").startswith(
        "There are 1 lesson: 1 hour and 5 minutes."
    )


def test_isolation_is_explained_before_locking() -> None:
    names = [lesson.name for lesson in LESSONS]
    basics = ("dirty_read", "non_repeatable_read", "phantom")
    locking = ("optimistic_locking", "pessimistic_locking", "nowait", "skip_locked", "deadlock", "begin_immediate")
    assert max(map(names.index, basics)) < min(map(names.index, locking))


def test_the_index_has_the_sections_of_tests_readme_for_readers(pages: dict[str, Element]) -> None:
    """The sections about writing lessons are left out: they are for authors."""
    headings = [text(one) for one in pages["index.html"].iter("h2")]
    assert headings == ["How to read a lesson", "How to do an exercise", "Reading order", "Isolation, measured"]
    assert "SERIALIZABLE" in text(pages["index.html"])


def test_the_table_of_failures_has_a_row_for_each_lesson(pages: dict[str, Element], runs: Runs) -> None:
    rows = [[text(cell) for cell in one] for one in pages["failures.html"].iter("tr")]
    assert rows[1:] == [[" ".join(cell.split()) for cell in row(lesson, runs)[:-1]] for lesson in LESSONS]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Take `a < b`.", "<p>Take <code>a &lt; b</code>.</p>"),
        ("One\ntwo.\n\n**Three**.", "<p>One two.</p>\n<p><strong>Three</strong>.</p>"),
        ("1. a\n2. `b`", "<ol>\n<li>a</li>\n<li><code>b</code></li>\n</ol>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("```sh\nnox -s book <x>\n```", '<pre tabindex="0"><code>nox -s book &lt;x&gt;</code></pre>'),
        ("See [Upsert](patterns/test_upsert.py).", '<p>See <a href="upsert.html">Upsert</a>.</p>'),
    ],
    ids=["code", "paragraphs", "numbers", "points", "commands", "links"],
)
def test_prose(source: str, expected: str) -> None:
    assert html(source) == expected


def test_code_is_highlighted_line_by_line() -> None:
    lines = highlighted(["def f(a: str) -> str:", '    """One', '    two."""', "    return a  # <it>"])
    assert [str(line) for line in lines] == [
        "<b>def</b> f(a: str) -&gt; str:",
        "    <i>&#34;&#34;&#34;One</i>",
        "    <i>two.&#34;&#34;&#34;</i>",
        "    <b>return</b> a  <i># &lt;it&gt;</i>",
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_a_story_fits_in_the_terminal(runs: Runs, width: int) -> None:
    for lesson in LESSONS:
        of_lesson = {name: [test for test in tests if test.lesson == lesson.name] for name, tests in runs.items()}
        told = list(story(lesson, of_lesson, width))
        assert [line for line in told if len(line) > width] == []
        assert any(line.startswith("+ ") for line in told), f"{lesson.name} shows no cure"


def test_a_wider_terminal_is_used() -> None:
    step = Step("A", "SELECT " + "x" * 100, "1")
    told = [Result("tests/patterns/test_lost_update.py", "test_cure_x", "", "", [step])]
    assert "  SELECT " + "x" * 100 in list(story(Lesson.named("lost_update"), {"sqlite": told}, 120))


def test_the_command_replaces_an_old_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], runs: Runs
) -> None:
    directory = tmp_path / "book"
    directory.mkdir()
    (directory / "old_lesson.html").write_text("<!doctype html>\n", encoding="utf-8")
    monkeypatch.setattr(book, "run_on_both", lambda _: runs)

    assert book.main([str(directory)]) == 0

    assert not (directory / "old_lesson.html").exists()
    assert (directory / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>\n")
    assert f"{directory / 'index.html'}" in capsys.readouterr().out


def test_the_command_keeps_files_that_are_not_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], runs: Runs
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    monkeypatch.setattr(book, "run_on_both", lambda _: runs)

    assert book.main([str(tmp_path)]) == 1

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert "thesis.txt" in capsys.readouterr().out


def test_a_book_of_a_red_lesson_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    red = Result("tests/patterns/test_upsert.py", "test_cure_x", "it is red", "", [])
    monkeypatch.setattr(book, "run_on_both", lambda _: {"sqlite": [red], "postgresql": []})

    assert book.main([str(tmp_path / "book")]) == 1

    assert not (tmp_path / "book").exists()
    assert "tests/patterns/test_upsert.py::test_cure_x" in capsys.readouterr().out


def test_the_table_is_not_written_from_lessons_that_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "README.md"
    before = READING_ORDER.read_text(encoding="utf-8")
    table.write_text(before, encoding="utf-8")
    red = Result("tests/patterns/test_upsert.py", "test_cure_x", "it is red", "", [])
    monkeypatch.setattr(teaching, "READING_ORDER", table)
    monkeypatch.setattr(teaching, "run_on_both", lambda _: {"sqlite": [red], "postgresql": []})

    assert teaching.main(["--write"]) == 1

    assert table.read_text(encoding="utf-8") == before
    assert "FAILED tests/patterns/test_upsert.py::test_cure_x" in capsys.readouterr().out


def test_the_width_is_that_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], runs: Runs
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(teaching, "run_on_both", lambda _: runs)

    teaching.main(["write_skew"])

    assert 50 < max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_the_book_is_published_only_by_hand_or_with_a_release() -> None:
    [workflow] = [path for path in WORKFLOWS if "deploy-pages" in path.read_text(encoding="utf-8")]
    read = read_workflow(workflow)
    assert read[True] == {"workflow_dispatch": None, "release": {"types": ["published"]}}
    assert read["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_book_is_kept_with_each_run_of_ci() -> None:
    *_, build, keep = read_workflow(CI)["jobs"]["book"]["steps"]
    assert build["run"].endswith("nox -s book")
    assert keep["with"]["path"] == "book/"
