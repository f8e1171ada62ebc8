"""The anomalies that each isolation level lets through, measured on the database by the isolation checker."""

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from tests.databases import transactional_engine
from tests.isolation.anomalies import anomalies
from tests.isolation.history import Append, Outcome, Read, Transaction
from tests.isolation.workload import INTERLEAVINGS, LETS_THROUGH, LEVELS, Recorder, make_lists, play, under_load


def test_each_level_lets_through_the_anomalies_of_the_table(new_database_url: str) -> None:
    name = make_url(new_database_url).get_dialect().name
    seen = {
        level.name: {
            anomaly.everyday
            for interleaving in INTERLEAVINGS.values()
            for anomaly in anomalies(play(level, new_database_url, interleaving))
        }
        for level in LEVELS[name]
    }
    assert seen == LETS_THROUGH[name]


def test_the_strictest_level_lets_nothing_through_under_load(new_database_url: str) -> None:
    name = make_url(new_database_url).get_dialect().name
    level = LEVELS[name][-1]
    assert LETS_THROUGH[name][level.name] == set()

    history = under_load(level, new_database_url, seconds=5, transactions=100)

    assert [str(anomaly) for anomaly in anomalies(history)] == []
    assert sum(transaction.committed and transaction.name.startswith("T") for transaction in history) > 20


def test_two_sessions_can_be_recorded_step_by_step(new_database_url: str) -> None:
    engine = transactional_engine(new_database_url)
    make_lists(engine, ["x"])
    with Session(engine) as a, Session(engine) as b:
        of_a, of_b = Recorder("A", a), Recorder("B", b)
        of_a.append("x", 1)
        assert of_b.read("x") == ()
        of_a.rollback()
        of_b.commit()
    engine.dispose()

    assert [of_a.transaction, of_b.transaction] == [
        Transaction("A", (Append("x", 1),), Outcome.ROLLED_BACK),
        Transaction("B", (Read("x", ()),)),
    ]
    assert anomalies([of_a.transaction, of_b.transaction]) == []
