"""An exercise is red until the learner writes the cure, and its tests refuse wrong cures."""

from pathlib import Path

import pytest

from tests.kit.test_lessons import LESSONS, every_lesson, readme_row
from tests.teaching import exercise, practice, refusals
from tests.teaching.lesson import CURE, Lesson
from tests.teaching.practice import (
    PRACTICE,
    BrokenPracticeError,
    MissingDefinitionError,
    Practice,
    WrongCure,
    objects,
    with_definitions,
)
from tests.teaching.report import HEAD, seen, story_of
from tests.teaching.runs import NO_TRACEBACKS, Result, run
from tests.teaching.steps import Step

UPSERT = Lesson.named("upsert")
WRONG = """
def visit(session: Session, path: str) -> int:
    session.add(Page(path=path, visits=ONE))
    session.flush()
    return ONE
"""


@every_lesson
def test_an_exercise_has_three_hints_and_wrong_cures(lesson: Lesson) -> None:
    exercise = Practice.of(lesson)
    assert len(exercise.hints) == 3
    assert len(exercise.wrong_cures) >= 3


def test_every_exercise_belongs_to_a_lesson() -> None:
    assert {file.stem for file in PRACTICE.iterdir()} <= {lesson.name for lesson in LESSONS}


@pytest.mark.parametrize(
    ("database", "column"), [("sqlite", HEAD[1]), ("postgresql", HEAD[2])], ids=["sqlite", "postgresql"]
)
def test_an_exercise_is_red_until_its_cure_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], database: str, column: str
) -> None:
    """Its naive half is green from the start, and shows the failure that the README quotes."""
    for lesson in LESSONS:
        assert exercise.main([lesson.name], tmp_path) == 0
        out = capsys.readouterr().out
        assert f"nox -s exercise -- {lesson.name}" in out
        head = (tmp_path / f"test_{lesson.name}.py").read_text(encoding="utf-8").splitlines()[0]
        assert all(f"`{name}`" in out and f"`{name}`" in head for name in objects(lesson))

    tests = run(database, str(tmp_path), NO_TRACEBACKS)

    for lesson in LESSONS:
        of_lesson = [test for test in tests if test.lesson == lesson.name]
        assert len(of_lesson) >= len(lesson.tests)
        assert [test for test in of_lesson if test.naive and test.failure] == []
        assert any(test.failure for test in of_lesson if not test.naive), f"{lesson.name} is green without its cure."
        assert readme_row(lesson)[column] == seen(lesson, of_lesson, naive=True), "Run `nox -s update`."


def test_an_exercise_is_judged_by_the_tests_of_the_lesson(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if the learner has deleted the tests. The output has the result on both databases, and one story of each."""
    monkeypatch.setenv("COLUMNS", "160")
    file = tmp_path / "test_upsert.py"
    file.write_text(f"from sqlalchemy.orm import Session\n\nONE = 1\n{WRONG}", encoding="utf-8")

    assert exercise.main(["upsert"], tmp_path) == 1

    out = capsys.readouterr().out
    for database in ("sqlite", "postgresql"):
        assert f"\n{database}: 2 of 5 tests red.\n  test_cure_each_visit_is_counted_on_top\n" in out
    assert out.count("INSERT INTO pages (path, visits) VALUES ('/', 1)") == 4
    assert out.count("in visit\n        session.flush()\n  FAILED: IntegrityError: ") == 2
    assert "site-packages" not in out
    assert out.endswith("`nox -s exercise -- upsert --hint` gives the next of three hints.\n")


def test_a_failure_shows_the_learners_lines_then_the_error_then_the_story() -> None:
    """It shows no line of a library, no SQL twice, and no difference that the assertion already shows."""
    traceback = """\
/lib/sqlalchemy/engine/base.py:1977: in execute
    cursor.execute(statement)
E   psycopg.errors.UniqueViolation: duplicate key

The above exception was the direct cause of the following exception:
out/test_upsert.py:80: in test_cure_x
    visit(a, "/")
    ^^^^^^^^^^^^^
out/test_upsert.py:40: in visit
    session.flush()
<sqlalchemy generated wrapper for flush>:2: in flush
    return target(self)
E   sqlalchemy.exc.IntegrityError: duplicate key"""
    failure = (
        f"sqlalchemy.exc.IntegrityError: (UniqueViolation) duplicate {'key ' * 40}\n[SQL: INSERT]\n[parameters: 1]"
    )
    test = Result("out/test_upsert.py", "test_cure_x", failure, "", [Step("A", "BEGIN")], traceback)

    told = list(story_of(test, "sqlite", 80))

    assert told[:5] == [
        "sqlite: cure x",
        "    in test_cure_x",
        '        visit(a, "/")',
        "    in visit",
        "        session.flush()",
    ]
    assert told[5].startswith("  FAILED: IntegrityError: (UniqueViolation) duplicate key key")
    assert told[6].endswith("key …")
    assert told[7:] == ["  BEGIN"]
    assert max(map(len, told)) <= 80


def test_a_failed_comparison_is_shown_in_one_line() -> None:
    failure = "AssertionError: assert 'visits: 2' == 'visits: 3'\n  \n  - visits: 3\n  ?         ^"
    told = list(story_of(Result("out/test_upsert.py", "test_cure_x", failure, "", []), "sqlite", 80))
    assert told == ["sqlite: cure x", "  FAILED: AssertionError: assert 'visits: 2' == 'visits: 3'"]


def test_an_exercise_with_the_right_cure_is_green(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_upsert.py").write_text(UPSERT.source, encoding="utf-8")

    assert exercise.main(["upsert"], tmp_path) == 0

    out = capsys.readouterr().out.splitlines()
    assert out == [
        "sqlite: green.",
        "postgresql: green.",
        "Compare your cure with the one in tests/patterns/test_upsert.py.",
    ]


def test_the_learners_additions_are_kept_and_nothing_else_of_the_lesson_changes() -> None:
    written = (
        "import math\n"
        "from sqlalchemy import select, update\n"
        "ONE = 1\n"
        "def visit_naively(): ...\n"
        "def test_cure_it_is_one_statement(): ...\n"
        f"{WRONG}"
        "def helper(): ...\n"
    )

    applied = with_definitions(UPSERT, written)

    start, end = UPSERT.source.index("def visit("), UPSERT.source.index("def test_naive_both_find")
    added = "import math\nfrom sqlalchemy import select, update\nONE = 1\n"
    assert applied == f"{UPSERT.source[:start]}{added}{WRONG.lstrip()}def helper(): ...\n\n\n{UPSERT.source[end:]}"


def test_a_lesson_with_its_own_cure_is_unchanged() -> None:
    assert [lesson.name for lesson in LESSONS if with_definitions(lesson, lesson.source) != lesson.source] == []


def test_a_definition_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_upsert.py").write_text("def visits(): ...\n", encoding="utf-8")

    assert exercise.main(["upsert"], tmp_path) == 1
    assert capsys.readouterr().out.endswith("test_upsert.py: it does not define `visit`. The tests need this name.\n")

    with pytest.raises(MissingDefinitionError, match="`place` and `relay`"):
        with_definitions(Lesson.named("transactional_outbox"), "")


def test_a_line_with_a_syntax_error_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_upsert.py").write_text("\ndef visit(:\n", encoding="utf-8")

    assert exercise.main(["upsert"], tmp_path) == 1
    assert "test_upsert.py, line 2: invalid syntax." in capsys.readouterr().out


def test_hints_are_given_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The earlier hints are repeated; an exercise that is started again starts with the first hint."""
    hints = [f"Hint {number} of 3: {hint}" for number, hint in enumerate(Practice.of(UPSERT).hints, 1)]
    for count in (1, 2, 3):
        assert exercise.main(["upsert", "--hint"], tmp_path) == 0
        assert capsys.readouterr().out.splitlines()[-count:] == hints[:count]

    exercise.main(["upsert", "--hint"], tmp_path)
    assert "no further hint. tests/patterns/test_upsert.py shows the cure." in capsys.readouterr().out

    (tmp_path / "test_upsert.py").unlink()
    exercise.main(["upsert", "--hint"], tmp_path)
    assert capsys.readouterr().out.splitlines()[-1] == hints[0]


def test_a_wrong_cure_that_is_accepted_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """So is a wrong cure that is refused on a database that it does not name, or that fails for another reason."""
    [right] = (cure for _, _, cure in CURE.findall(UPSERT.source))
    by = "test_cure_each_visit_is_counted_on_top"
    cures = [
        WrongCure("right", right, by),
        WrongCure("on one", "session.rollback()\nupsert = insert(Page).values(path=path, visits=1)", by, ("sqlite",)),
        WrongCure("misspelt", "upsert = inssert(Page)", by),
    ]

    assert refusals.check([Practice(UPSERT, [], cures)]) == 1

    out = capsys.readouterr().out
    for database in ("sqlite", "postgresql"):
        assert f"{database}: {by} accepts 'right'. Sharpen it." in out
        assert f"{database}: 'misspelt' cannot be run: NameError: name 'inssert' is not defined" in out
    assert f"postgresql: {by} refuses 'on one': " in out
    assert f"sqlite: {by} refuses 'on one': " not in out


def test_wrong_cures_that_are_refused_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusals.main(["upsert"]) == 0
    assert "wrong cures are refused, 1 right ones accepted, on both databases." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("hints = [", "Invalid value"),
        ("hints = []", "'wrong'"),
        ("[wrong.x]\ncode = ''", "refused_by"),
        ("[wrong.x]\ncode = ''\nrefused_by = 'test_cure_y'", "'test_cure_y' is not a test of the lesson's cure"),
        (
            "[wrong.x]\ncode = ''\nrefused_by = 'test_cure_it_is_one_statement'\non = ['mysql']",
            "`on` may only name sqlite",
        ),
        ("[wrong.x]\ncode = ''\nrefused_by = 'test_cure_it_is_one_statement'\nobject = 'y'", "must be one of visit"),
    ],
)
def test_a_mistake_in_the_file_of_an_exercise_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, told: str
) -> None:
    monkeypatch.setattr(practice, "PRACTICE", tmp_path)
    with pytest.raises(BrokenPracticeError, match=r"exercises/upsert.toml is missing. tests/README.md says"):
        Practice.of(UPSERT)

    (tmp_path / "upsert.toml").write_text(content, encoding="utf-8")
    with pytest.raises(BrokenPracticeError, match=told):
        Practice.of(UPSERT)
