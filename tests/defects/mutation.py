"""`python -m tests.defects.mutation [MODULE ...]`: change the blog by rule, place by place, and tell what survives.

cosmic-ray makes the mutants, of decorated functions too; they run as the planted defects do. Exits with 1 if the score
is below the target.
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
# Of the rules that put one operator in another's place, those of the operators that a person confuses.
LEFT_OUT = re.compile(
    "core/Replace(BinaryOperator_(?!Add_Sub|Sub_Add|Pow_Mul|BitOr_BitAnd)"
    "|ComparisonOperator_(?!Eq_NotEq|NotEq_Eq|Lt_Lt|Lt_Gt|LtE_Lt|LtE_Gt|Gt_Gt|Gt_Lt|GtE_Gt|GtE_Lt|Is_IsNot|IsNot_Is))"
)
# Where no test has the module's name: the tests that are about it.
ABOUT = {
    "blog/__main__.py": "tests/test_server.py",
    "blog/demo.py": "tests/test_server.py",
    "blog/middleware.py": "tests/test_hostile_input.py",
    "blog/queries.py": "contracts/promises/test_queries.py",
    "blog/document.py": "contracts/promises/test_document.py",
}
# Mutants that no client could tell from the blog, by what the line becomes, each group with the reason.
EQUIVALENT = {
    "Starlette makes a context manager of a generator itself.": {
        ("blog/app.py", "async def lifespan(_: FastAPI) -> AsyncIterator[None]:"),
    },
    "A second more or less of waiting, and another key of a lock, are as good.": {
        ("blog/database.py", f"BUSY_TIMEOUT = {seconds}  # seconds that a writer waits for SQLite's one write lock")
        for seconds in (29, 31)
    }
    | {
        (
            "blog/database.py",
            f"STARTUP_LOCK = {key}  # the key of the PostgreSQL advisory lock that one starting process holds",
        )
        for key in (0x626C6F66, 0x626C6F68)
    },
    "Whether there is one row is seen from two; and of the rows behind a page, one is looked at.": {
        ("blog/demo.py", "if session.scalar(select(User.id).limit( 2)) is None:"),
        ("blog/queries.py", "posts = _posts_with_authors.order_by(Post.id.desc()).limit(page.limit + 2)"),
    },
    "A page takes nothing but parameters, whose places have two parts.": {
        (
            "blog/errors.py",
            'message = detail if isinstance(detail, str) else "; ".join('
            f"f\"{{p['loc'][{last}]}}: {{p['msg']}}\" for p in detail)",
        )
        for last in ("+1", "1")
    },
    "A length that nobody declared is any that is not too long.": {
        (
            "blog/middleware.py",
            f'declared = int(Headers(scope=scope).get("Content-Length", {length})) '
            f'if scope["type"] == "http" else {otherwise}',
        )
        for length, otherwise in ((1, 0), (-1, 0), (0, 1), (0, -1))
    },
    "Two descriptions of tables are compared, and both say it.": {
        (
            "blog/migrations/description.py",
            'facts = [f"{key}={value}" for key, value in sorted(part.items()) '
            'if key != "name" or value not in (None, {}, [])]',
        ),
    },
    "It saves time, or keeps our own code from a mistake that it does not make.": {
        ("blog/models.py", "cache_ok = False"),
        ("blog/paging.py", "@dataclass(frozen=False)"),
        ("blog/settings.py", "@dataclass(frozen=False)"),
    },
    "No range of characters begins or ends with the last one that has four digits.": {
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
        """Return what is run until a test notices: first of all the tests that are about the module."""
        named = ABOUT.get(self.module, f"tests/test_{Path(self.module).stem}.py")
        # What is in the document alone, the committed document notices.
        about = [*([named] if (PROJECT / named).exists() else []), "contracts/promises/test_document.py"]
        return [Round(one.database, list(dict.fromkeys([*about, *one.tests]))) for one in ROUNDS[:2]] + ROUNDS[2:]

    def __str__(self) -> str:
        """Return where it is, by which rule, and what it changes."""
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
    """Run the mutants of the modules that the arguments name, or of all; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.defects.mutation", description="Tell what survives.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="a module's path, such as blog/text.py")
    parser.add_argument("--workers", type=int, default=3, help="how many at once (default: %(default)s)")
    options = parser.parse_args(arguments)
    modules = options.modules or sorted(str(path.relative_to(PROJECT)) for path in (PROJECT / "blog").rglob("*.py"))
    mutants = [mutant for module in modules for mutant in mutants_of(module)]
    equivalent = set().union(*EQUIVALENT.values())
    telling = [mutant for mutant in mutants if (mutant.module, mutant.after) not in equivalent]
    if not options.modules and (gone := equivalent - {(mutant.module, mutant.after) for mutant in mutants}):
        print(f"{sorted(gone)} are no mutants any more. Take them out of EQUIVALENT, in {__file__}.")
        return 1
    print(f"{len(mutants)} mutants, of which {len(mutants) - len(telling)} are known to make no difference", flush=True)
    survivors = 0
    with running_postgres() as environment, ThreadPoolExecutor(options.workers) as pool:
        if not options.modules and (red := fails_anyway(environment, options.workers)):
            print(f"{red} fails without a mutation. Mend it first: it would seem to kill every mutant.")
            return 1
        for mutant, verdict in zip(telling, pool.map(partial(_verdict, environment=environment), telling), strict=True):
            survivors += not verdict.noticed_by
            killed_by = f"killed by {verdict.noticed_by} on {verdict.database}" if verdict.noticed_by else "SURVIVED"
            print(f"{mutant}\n  {killed_by} ({verdict.seconds:.0f} s)", flush=True)
    score = 100 * (len(telling) - survivors) / len(telling)
    print(f"{len(telling) - survivors} of {len(telling)} mutants are killed: {score:.1f} %, the target is {TARGET} %")
    return 0 if score >= TARGET else 1


def _verdict(mutant: Mutant, environment: Mapping[str, str]) -> Verdict:
    try:
        return first_to_notice(mutant.plant, mutant.rounds(), environment)
    except BrokenRunError:
        return Verdict("sqlite", "every test: the blog does not start", 0)


if __name__ == "__main__":
    sys.exit(main())
