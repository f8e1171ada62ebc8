"""The fixtures and the Hypothesis profiles of `tests/` and `contracts/`."""

from hypothesis import HealthCheck, Phase, settings

pytest_plugins = ["tests.databases", "tests.fixtures", "tests.teaching.fixtures", "contracts.promises.queries"]

HOUSE = settings(
    # A test must not fail because the machine is busy.
    deadline=None,
    # The examples of a test share its fixtures; each example empties the database itself.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # Long enough for a sequence of requests that creates, renames, reads and deletes a user.
    stateful_step_count=30,
)
# The same examples in every run, so that only a change of the code can make a test fail.
settings.register_profile("repeatable", HOUSE, derandomize=True)
# Many more examples, and different ones in every run.
settings.register_profile("deep", HOUSE, derandomize=False, database=None, max_examples=2500, print_blob=True)
# Without shrinking: for runs in which only the failure counts, and nobody reads the example.
settings.register_profile("unshrunk", HOUSE, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("repeatable")
