"""The isolation checker finds every planted anomaly, and none in a history that a serial order explains."""

import random
import re
from collections.abc import Callable
from itertools import count, permutations

import pytest

from tests.backends import SQLite
from tests.isolation import __main__ as command
from tests.isolation.anomalies import anomalies
from tests.isolation.history import Append, History, HistoryError, Outcome, Read, Transaction
from tests.isolation.workload import LETS_THROUGH, LEVELS, play
from tests.teaching.lesson import READING_ORDER

README = READING_ORDER.read_text(encoding="utf-8")
KEYS = "xyz"
HISTORIES = 1000

Lists = dict[str, list[int]]
Operation = Read | Append


def read(key: str, *values: int) -> Read:
    """Return a read of a list."""
    return Read(key, values)


def append(key: str, value: int) -> Append:
    """Return an append to a list."""
    return Append(key, value)


def t(number: int, *operations: Operation, outcome: Outcome = Outcome.COMMITTED) -> Transaction:
    """Return a transaction."""
    return Transaction(f"T{number}", operations, outcome)


def titles(history: History) -> list[str]:
    """Return the titles of the anomalies."""
    return [anomaly.title for anomaly in anomalies(history)]


# Two transactions, T101 and T102, which begin with the lists x and y; then the values appended to x and to y.
Plant = tuple[list[Transaction], list[int], list[int]]


def dirty_write(x: list[int], y: list[int]) -> Plant:
    """Append to x in one order, and to y in the other."""
    both = [t(101, append("x", 101), append("y", 101)), t(102, append("x", 102), append("y", 102))]
    return both, [101, 102], [102, 101]


def aborted_read(x: list[int], y: list[int]) -> Plant:
    """Read an append that is rolled back."""
    return [t(101, append("x", 101), outcome=Outcome.ROLLED_BACK), t(102, read("x", *x, 101))], [], []


def intermediate_read(x: list[int], y: list[int]) -> Plant:
    """Read between two appends of a transaction."""
    return [t(101, append("x", 101), append("x", 102)), t(102, read("x", *x, 101))], [101, 102], []


def circular_information_flow(x: list[int], y: list[int]) -> Plant:
    """Each transaction reads what the other one appends."""
    both = [t(101, append("x", 101), read("y", *y, 102)), t(102, append("y", 102), read("x", *x, 101))]
    return both, [101], [102]


def lost_update(x: list[int], y: list[int]) -> Plant:
    """Append to a list that has changed since it was read."""
    both = [t(101, read("x", *x), append("x", 101)), t(102, read("x", *x), append("x", 102))]
    return both, [101, 102], []


def non_repeatable_read(x: list[int], y: list[int]) -> Plant:
    """Read before and after the other transaction appends."""
    return [t(101, read("x", *x), read("x", *x, 102)), t(102, append("x", 102))], [102], []


def read_skew(x: list[int], y: list[int]) -> Plant:
    """Read x before the other transaction appends to both, and y after that."""
    both = [t(101, read("x", *x), read("y", *y, 102)), t(102, append("x", 102), append("y", 102))]
    return both, [102], [102]


def write_skew(x: list[int], y: list[int]) -> Plant:
    """Each transaction reads the list to which the other one appends later."""
    both = [t(101, read("y", *y), append("x", 101)), t(102, read("x", *x), append("y", 102))]
    return both, [101], [102]


PLANTS: dict[str, Callable[[list[int], list[int]], Plant]] = {
    "G0 (dirty write)": dirty_write,
    "G1a (aborted read)": aborted_read,
    "G1b (intermediate read)": intermediate_read,
    "G1c (circular information flow)": circular_information_flow,
    "G-single (lost update)": lost_update,
    "G-single (non-repeatable read)": non_repeatable_read,
    "G-single (read skew)": read_skew,
    "G2-item (write skew)": write_skew,
}


def serial(chance: random.Random) -> tuple[list[Transaction], Lists]:
    """Run transactions one after the other, some of them rolled back; return them, and the lists at the end."""
    stored: Lists = {key: [] for key in KEYS}
    history = []
    for number in range(1, chance.randint(2, 12)):
        lists = {key: [*values] for key, values in stored.items()}
        operations: list[Operation] = []
        for place in range(chance.randint(1, 4)):
            key = chance.choice(KEYS)
            if chance.random() < 0.5:
                operations.append(read(key, *lists[key]))
            else:
                operations.append(append(key, 1000 * number + place))
                lists[key].append(1000 * number + place)
        outcome = chance.choice([Outcome.COMMITTED] * 5 + [Outcome.ROLLED_BACK])
        history.append(t(number, *operations, outcome=outcome))
        if outcome is Outcome.COMMITTED:
            stored = lists
    return history, stored


def last_reader(lists: Lists) -> Transaction:
    """Return a transaction that reads everything."""
    return t(999, *(read(key, *values) for key, values in lists.items()))


def interleaved(chance: random.Random, *, snapshots: bool) -> list[Transaction]:
    """Run four transactions, with their steps in a random order; return them with a last reader.

    With snapshots, each transaction reads what was committed when it began, and is refused if a list to which it
    appends has changed since. Without, each sees every append at once, and a rollback removes its own appends.
    """
    stored: Lists = {key: [] for key in KEYS}
    values, ended = count(1), []
    begun: dict[int, tuple[Lists, Lists, list[Operation]]] = {}
    steps = [number for number in range(4) for _ in range(chance.randint(2, 4))]
    chance.shuffle(steps)
    for place, number in enumerate(steps):
        if number not in begun:
            snapshot = {key: [*values] for key, values in stored.items()}
            begun[number] = (snapshot if snapshots else stored, {key: [] for key in KEYS}, [])
        seen, own, operations = begun[number]
        if number in steps[place + 1 :]:
            key = chance.choice(KEYS)
            if chance.random() < 0.5:
                operations.append(read(key, *seen[key]))
                continue
            operations.append(append(key, value := next(values)))
            seen[key].append(value)
            own[key].append(value)
            continue
        if snapshots:
            refused = any(own[key] and stored[key] + own[key] != seen[key] for key in KEYS)
            outcome = Outcome.REFUSED if refused else Outcome.COMMITTED
            for key in KEYS if outcome is Outcome.COMMITTED else "":
                stored[key] += own[key]
        else:
            outcome = chance.choice([Outcome.COMMITTED] * 5 + [Outcome.ROLLED_BACK])
            for key in KEYS if outcome is Outcome.ROLLED_BACK else "":
                stored[key][:] = [value for value in stored[key] if value not in own[key]]
        ended.append(t(number, *operations, outcome=outcome))
    return [*ended, last_reader(stored)]


def is_serializable(history: History) -> bool:
    """Return whether any serial order of the committed transactions explains every read, by trying all orders."""
    committed = [transaction for transaction in history if transaction.committed]
    return any(_gives_the_reads(order) for order in permutations(committed))


def _gives_the_reads(order: History) -> bool:
    lists: dict[str, tuple[int, ...]] = {}
    for transaction in order:
        for operation in transaction.operations:
            stored = lists.get(operation.key, ())
            if isinstance(operation, Append):
                lists[operation.key] = (*stored, operation.value)
            elif operation.values != stored:
                return False
    return True


@pytest.mark.parametrize("title", PLANTS)
def test_a_planted_anomaly_is_found_alone_with_its_two_transactions(title: str) -> None:
    for seed in range(HISTORIES // len(PLANTS)):
        chance = random.Random(seed)
        history, lists = serial(chance)
        planted, more_of_x, more_of_y = PLANTS[title](lists["x"], lists["y"])
        lists["x"] += more_of_x
        lists["y"] += more_of_y
        history += [*planted, last_reader(lists)]
        chance.shuffle(history)

        [found] = anomalies(history)

        assert found.title == title, seed
        assert {one.name for one in found.transactions} == {"T101", "T102"}, seed


def test_a_serial_history_has_no_anomaly() -> None:
    for seed in range(HISTORIES):
        chance = random.Random(seed)
        history, lists = serial(chance)
        history.append(last_reader(lists))
        chance.shuffle(history)
        assert titles(history) == [], seed


def test_an_anomaly_is_found_exactly_if_no_serial_order_gives_every_read() -> None:
    verdicts = []
    for seed in range(HISTORIES):
        history = interleaved(random.Random(seed), snapshots=False)
        verdicts.append(is_serializable(history))
        assert (titles(history) == []) == verdicts[-1], seed
    assert 100 < sum(verdicts) < 900


def test_snapshots_allow_only_g2_item() -> None:
    verdicts = []
    for seed in range(HISTORIES):
        history = interleaved(random.Random(seed), snapshots=True)
        verdicts.append(is_serializable(history))
        assert {anomaly.name for anomaly in anomalies(history)} == (set() if verdicts[-1] else {"G2-item"}), seed
    assert 20 < verdicts.count(False) < 900


def test_a_cycle_of_three_is_found_if_there_is_no_smaller_one() -> None:
    ring = [
        t(1, append("x", 1), read("z", 3)),
        t(2, append("y", 2), read("x", 1)),
        t(3, append("z", 3), read("y", 2)),
    ]
    [found] = anomalies(ring)
    assert found.title == "G1c (circular information flow)"
    assert found.transactions == tuple(ring)


def test_a_reader_can_make_two_writers_an_anomaly() -> None:
    """Fekete, O'Neil and O'Neil, "A Read-Only Transaction Anomaly Under Snapshot Isolation", SIGMOD Record 2004."""
    writers = [t(1, append("y", 1)), t(2, read("x"), read("y"), append("x", 2))]
    assert titles(writers) == []
    assert titles([*writers, t(3, read("x"), read("y", 1))]) == ["G2-item"]


def test_the_smaller_of_two_cycles_is_reported() -> None:
    [found] = anomalies(
        [
            t(1, read("x"), append("y", 1)),
            t(2, read("y"), append("z", 2)),
            t(3, read("z"), append("x", 3)),
            t(4, read("v"), append("w", 4)),
            t(5, read("w"), append("v", 5)),
        ]
    )[:1]
    assert [one.name for one in found.transactions] == ["T4", "T5"]


def test_the_shorter_of_two_ways_back_is_reported() -> None:
    [found] = anomalies(
        [
            t(1, append("x", 1), append("q", 1), append("t", 1)),
            t(2, read("x", 1), append("p", 2), append("r", 2)),
            t(3, append("p", 3), append("q", 3)),
            t(4, append("r", 4), append("s", 4)),
            t(5, append("s", 5), append("t", 5)),
            t(
                6,
                *(
                    read(key, *values)
                    for key, values in zip("pqrst", [(2, 3), (3, 1), (2, 4), (4, 5), (5, 1)], strict=True)
                ),
            ),
        ]
    )
    assert found.title == "G1c (circular information flow)"
    assert [one.name for one in found.transactions] == ["T1", "T2", "T3"]


def test_a_transaction_that_reads_its_own_append_adds_nothing_to_a_dirty_write() -> None:
    both, x, y = dirty_write([], [])
    own = t(101, append("x", 101), read("x", 101), append("y", 101))
    assert titles([own, *both[1:], t(999, read("x", *x), read("y", *y))]) == ["G0 (dirty write)"]


def test_reads_that_no_order_of_appends_gives_are_reported() -> None:
    assert titles([t(1, append("x", 1)), t(2, append("x", 2)), t(3, read("x", 1)), t(4, read("x", 2))]) == [
        "incompatible order"
    ]
    assert titles([t(1, append("x", 1), read("x"))]) == ["internal"]


def test_an_anomaly_is_printed_with_its_transactions_and_edges() -> None:
    [found] = anomalies(
        [t(1, read("x"), append("x", 1)), t(2, read("x"), append("x", 2)), t(3, read("x", 1, 2)), t(4, append("y", 4))]
    )
    assert str(found).splitlines() == [
        "G-single (lost update)",
        "  T1 read x = [], appended 1 to x; it was committed.",
        "  T2 read x = [], appended 2 to x; it was committed.",
        "  T2 comes before T1 (rw): T2 read x without the 1 that T1 appended.",
        "  T1 comes before T2 (ww): T2 appended 2 to x behind the 1 of T1.",
        "  No serial order does that: T2 would come before itself.",
    ]


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ([t(1), t(1)], "Give each a name of its own"),
        ([t(1, append("x", 1)), t(2, append("x", 1))], "Append each value once"),
        ([t(1, append("x", 1)), t(2, read("x", 1, 1))], "the list has a value twice"),
        ([t(1, read("x", 1))], "no transaction appended 1"),
        ([t(1, append("x", 1)), t(2, append("x", 2))], "Let a last transaction read x"),
    ],
)
def test_the_error_about_a_wrong_history_names_the_cure(history: History, message: str) -> None:
    with pytest.raises(HistoryError, match=message):
        anomalies(history)


def test_the_error_about_an_unknown_step_names_the_cure() -> None:
    with SQLite().new_database() as url, pytest.raises(ValueError, match=r"'comit' is not a step\. Write read KEY"):
        play(LEVELS["sqlite"][0], url, "T1 comit")


def test_the_search_prints_a_row_for_each_level_and_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    command.search(SQLite(), LEVELS["sqlite"], seconds=1, transactions=20)

    version, head, *rows = capsys.readouterr().out.splitlines()[: 2 + len(LEVELS["sqlite"])]

    assert version.startswith("SQLite 3.")
    assert head.split() == ["set", "up", "as", "level", "transactions", "refused", "anomalies"]
    assert "  G1a (aborted read), " in rows[0]
    assert "  G-single (lost update, non-repeatable read, read skew), G2-item (write skew)" in rows[1]
    assert [row.split()[-1] for row in rows[2:]] == ["none", "none"]


def test_the_readme_shows_what_the_levels_let_through() -> None:
    [(of_sqlite, of_postgresql)] = re.findall(r"```text\n(SQLite .*?)\n(PostgreSQL .*?)```", README, re.DOTALL)
    for name, rows in (("sqlite", of_sqlite), ("postgresql", of_postgresql)):
        for level, everyday in LETS_THROUGH[name].items():
            [told] = re.findall(rf" {level}  .*", rows)
            assert set(re.findall(r"[a-z-]+ (?:read|update|skew)\b", told)) == everyday, level


def test_the_history_in_the_readme_shows_its_anomaly(capsys: pytest.CaptureFixture[str]) -> None:
    [example, told] = re.findall(r"```python\n(from tests\.isolation.*?# (.*?) …)\n```", README, re.DOTALL)[0]
    exec(example)
    assert capsys.readouterr().out.splitlines()[0] == told


def test_the_search_says_where_it_looked_for_postgresql(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BLOG_TEST_POSTGRES_FROM", "nowhere")
    assert command.main([]) == 1
    assert "Choose one of url, docker, embedded." in capsys.readouterr().out
