"""Cycles of the dependency graph: each transaction in one would have to come before itself.

Which edges make which anomaly is from Adya, Liskov and O'Neil (ICDE 2000), and from Adya's thesis (MIT, 1999) for
G-single. As in Elle (Kingsbury and Alvaro, VLDB 2020), a breadth-first search keeps the cycles short.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping

from tests.isolation.dependencies import Dependency, Kind

Cycle = tuple[Dependency, ...]
Graph = Mapping[str, Collection[Dependency]]

# The kind of the first edge, and the kinds of the others. In a G2-item, one of the others is an rw edge too.
ANOMALIES = {
    "G0": (Kind.WW, {Kind.WW}),
    "G1c": (Kind.WR, {Kind.WW, Kind.WR}),
    "G-single": (Kind.RW, {Kind.WW, Kind.WR}),
    "G2-item": (Kind.RW, set(Kind)),
}


def cycles(dependencies: Iterable[Dependency]) -> Iterator[tuple[str, Cycle]]:
    """Yield cycles, each with the name of its anomaly: for each edge that may come first, a shortest cycle.

    A shortest way back with another rw edge may pass a transaction twice. Such a cycle is left out, since it consists
    of smaller ones. So if the history has a cycle, at least one is yielded; and if it has no other anomaly, the
    smallest G2-item is among them.
    """
    graph: dict[str, list[Dependency]] = {}
    for dependency in dependencies:
        graph.setdefault(dependency.before, []).append(dependency)
    for name, (first_kind, kinds) in ANOMALIES.items():
        for first in (edge for edges in graph.values() for edge in edges if edge.kind is first_kind):
            cycle = (first, *_way(graph, first.after, first.before, kinds, another_rw=Kind.RW in kinds))
            if len(cycle) > 1 and len({edge.before for edge in cycle}) == len(cycle):
                yield name, cycle


def _way(graph: Graph, start: str, goal: str, kinds: Collection[Kind], *, another_rw: bool) -> Cycle:
    """Return a shortest way over edges of these kinds, by breadth-first search; empty if there is none."""
    reached: set[tuple[str, bool]] = set()
    ways: deque[tuple[str, bool, Cycle]] = deque([(start, not another_rw, ())])
    while ways:
        place, enough, way = ways.popleft()
        if place == goal and enough:
            return way
        for edge in graph.get(place, ()):
            state = (edge.after, enough or edge.kind is Kind.RW)
            if edge.kind in kinds and state not in reached:
                reached.add(state)
                ways.append((*state, (*way, edge)))
    return ()
