"""What `tests/` and `contracts/` share: their fixtures, and how Hypothesis runs."""

from hypothesis import HealthCheck, Phase, settings

pytest_plugins = ["tests.databases", "tests.fixtures", "tests.teaching.fixtures", "contracts.promises.queries"]

HOUSE = settings(
    # A busy machine is no fault of the blog's.
    deadline=None,
    # The examples of a test share its fixtures, and empty the database themselves.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # A sequence of requests is long enough for a user to be made, renamed, read and deleted.
    stateful_step_count=30,
)
# The same examples in every run, so that a change is red for its own faults alone.
settings.register_profile("repeatable", HOUSE, derandomize=True)
# Other examples in every run, and many more.
settings.register_profile("deep", HOUSE, derandomize=False, database=None, max_examples=2500, print_blob=True)
# To know that a test fails is enough where nobody reads the example: it is not made smaller.
settings.register_profile("unshrunk", HOUSE, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("repeatable")
