"""`python -m tests.defects.mutation [MODULE ...]`: mutate the blog by rules, and print the mutants that survive.

cosmic-ray makes the mutants, also of decorated functions. The suite runs against them as against the planted defects.
Exits with 1 if the score is below the target.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.defects.runner import (
    PROJECT,
    ROUNDS,
    BrokenRunError,
    Round,
    Verdict,
    fails_anyway,
    first_to_notice,
    running_postgres,
)

TARGET = 95  # percent
# The rules that replace one operator by another are left out, except for operators that a person confuses.
LEFT_OUT = re.compile(
    "core/Replace(BinaryOperator_(?!Add_Sub|Sub_Add|Pow_Mul|BitOr_BitAnd)"
    "|ComparisonOperator_(?!Eq_NotEq|NotEq_Eq|Lt_Lt|Lt_Gt|LtE_Lt|LtE_Gt|Gt_Gt|Gt_Lt|GtE_Gt|GtE_Lt|Is_IsNot|IsNot_Is))"
)
# The tests of a module, if no test has the module's name.
ABOUT = {
    "blog/__main__.py": "tests/test_server.py",
    "blog/demo.py": "tests/test_server.py",
    "blog/middleware.py": "tests/test_hostile_input.py",
    "blog/queries.py": "contracts/promises/test_queries.py",
}
# Equivalent mutants: no client could see a difference. Each has its module and its changed line, each group its reason.
EQUIVALENT = {
    "Starlette itself turns a generator into a context manager.": {
        ("blog/app.py", "async def lifespan(_: FastAPI) -> AsyncIterator[None]:"),
    },
    "A timeout that is one second longer or shorter, and a lock with another key, work as well.": {
        ("blog/database.py", f"BUSY_TIMEOUT = {seconds}  # seconds that a writer waits for SQLite's write lock")
        for seconds in (29, 31)
    }
    | {
        (
            "blog/database.py",
            f"STARTUP_LOCK = {key}  # the key of the PostgreSQL advisory lock that one starting process holds",
        )
        for key in (0x626C6F66, 0x626C6F68)
    },
    "Two rows, too, show that there is one; and of the rows beyond a page, only the first matters.": {
        ("blog/demo.py", "if session.scalar(select(User.id).limit( 2)) is None:"),
        ("blog/queries.py", 'limits = {"before": before, "limit": page.limit + 2}'),
    },
    "No post has an id between the largest one and the number below which the first page begins.": {
        (
            "blog/queries.py",
            "before = MAX_ID + 2 if page.before is None else page.before  "
            "# the first page is below an id that no post has",
        ),
    },
    "A page has only parameters, and the `loc` of a parameter has two parts.": {
        (
            "blog/errors.py",
            'message = detail if isinstance(detail, str) else "; ".join('
            f"f\"{{p['loc'][{last}]}}: {{p['msg']}}\" for p in detail)",
        )
        for last in ("+1", "1")
    },
    "A missing Content-Length may count as any length within the limit.": {
        (
            "blog/middleware.py",
            f'declared = int(Headers(scope=scope).get("Content-Length", {length})) '
            f'if scope["type"] == "http" else {otherwise}',
        )
        for length, otherwise in ((1, 0), (-1, 0), (0, 1), (0, -1))
    },
    "Two descriptions of tables are compared with each other, and both have it.": {
        (
            "blog/migrations/description.py",
            'facts = [f"{key}={value}" for key, value in sorted(part.items()) '
            'if key != "name" or value not in (None, {}, [])]',
        ),
    },
    "It saves time, or prevents a mistake that the code does not make.": {
        ("blog/app.py", "gc.set_threshold( 10001, *thresholds[1:])"),
        ("blog/app.py", "gc.set_threshold( 9999, *thresholds[1:])"),
        ("blog/app.py", "gc.set_threshold(10_000, *thresholds[ 2:])"),
        ("blog/models.py", "cache_ok = False"),
        ("blog/paging.py", "@dataclass(frozen=False)"),
        ("blog/queries.py", "return dict(zip(_USER_COLUMNS, row, strict=False))"),
        (
            "blog/queries.py",
            "zip(_POST_COLUMNS, row, strict=False), "
            "author=dict(zip(_USER_COLUMNS, row[len(_POST_COLUMNS) :], strict=False))",
        ),
        ("blog/schemas.py", "def _list_of(schema: type[T]) -> TypeAdapter[list[T]]:"),
        ("blog/settings.py", "@dataclass(frozen=False)"),
    },
    "No range of characters begins or ends at U+FFFF.": {
        ("blog/text.py", r'return f"\\u{code_point:04X}" if code_point < 0xFFFF else chr(code_point)'),
        ("blog/text.py", r'return f"\\u{code_point:04X}" if code_point <= 65534 else chr(code_point)'),
    },
}


@dataclass(frozen=True)
class Mutant:
    """A module with one place changed by a rule."""

    module: str
    rule: str
    line: int
    before: str
    after: str
    source: str

    def plant(self, project: Path) -> None:
        """Put the changed module into the project in a directory."""
        (project / self.module).write_text(self.source, encoding="utf-8")

    def rounds(self) -> list[Round]:
        """Return the rounds to run until a test notices; the tests of the module come first."""
        named = ABOUT.get(self.module, f"tests/test_{Path(self.module).stem}.py")
        # The committed document notices a change that only the document shows.
        about = [*([named] if (PROJECT / named).exists() else []), "contracts/promises/test_document.py"]
        return [Round(one.database, list(dict.fromkeys([*about, *one.tests]))) for one in ROUNDS[:2]] + ROUNDS[2:]

    def __str__(self) -> str:
        """Return the place, the rule and the changed line."""
        return f"{self.module}:{self.line} {self.rule}\n  - {self.before}\n  + {self.after}"


def mutants_of(module: str) -> Iterator[Mutant]:
    """Make the mutants of a module, given by its path in the project."""
    source = (PROJECT / module).read_text(encoding="utf-8")
    lines = source.splitlines()
    for rule in operator_names():
        operator_class = get_operator(rule)
        if LEFT_OUT.match(rule) or operator_class.arguments():
            continue
        operator = operator_class()
        positions = [start for node in ast_nodes(get_ast(source)) for start, _ in operator.mutation_positions(node)]
        for occurrence, (line, _) in enumerate(positions):
            mutated = mutate_code(source, operator, occurrence)
            before, after = _first_difference(lines, mutated.splitlines())
            yield Mutant(module, rule.removeprefix("core/"), line, before, after, mutated)


def _first_difference(lines: list[str], mutated: list[str]) -> tuple[str, str]:
    return next((one.strip(), other.strip()) for one, other in zip(lines, mutated, strict=False) if one != other)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants of the modules that the arguments name, or of all modules; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.defects.mutation", description="Print the mutants that survive."
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="a module's path, such as blog/text.py")
    parser.add_argument("--workers", type=int, default=3, help="how many at once (default: %(default)s)")
    options = parser.parse_args(arguments)
    modules = options.modules or sorted(str(path.relative_to(PROJECT)) for path in (PROJECT / "blog").rglob("*.py"))
    mutants = [mutant for module in modules for mutant in mutants_of(module)]
    equivalent = set().union(*EQUIVALENT.values())
    relevant = [mutant for mutant in mutants if (mutant.module, mutant.after) not in equivalent]
    if not options.modules and (gone := equivalent - {(mutant.module, mutant.after) for mutant in mutants}):
        print(f"{sorted(gone)} are not mutants any more. Remove them from EQUIVALENT, in {__file__}.")
        return 1
    print(
        f"{len(mutants)} mutants, of which {len(mutants) - len(relevant)} are known to make no difference", flush=True
    )
    survivors = 0
    with running_postgres() as environment, ThreadPoolExecutor(options.workers) as pool:
        if not options.modules and (red := fails_anyway(environment, options.workers)):
            print(f"{red} fails without a mutation. Mend it first: else it would count as killing every mutant.")
            return 1
        verdicts = pool.map(partial(_verdict, environment=environment), relevant)
        for mutant, verdict in zip(relevant, verdicts, strict=True):
            survivors += not verdict.noticed_by
            killed_by = f"killed by {verdict.noticed_by} on {verdict.database}" if verdict.noticed_by else "SURVIVED"
            print(f"{mutant}\n  {killed_by} ({verdict.seconds:.0f} s)", flush=True)
    score = 100 * (len(relevant) - survivors) / len(relevant)
    print(f"{len(relevant) - survivors} of {len(relevant)} mutants are killed: {score:.1f} %, the target is {TARGET} %")
    return 0 if score >= TARGET else 1


def _verdict(mutant: Mutant, environment: Mapping[str, str]) -> Verdict:
    try:
        return first_to_notice(mutant.plant, mutant.rounds(), environment)
    except BrokenRunError:
        return Verdict("sqlite", "every test: the blog does not start", 0)


if __name__ == "__main__":
    sys.exit(main())
