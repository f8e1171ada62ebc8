"""Coverage of the document: how often each operation returned each status, and which inputs were sent."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class Matrix:
    """Counts the statuses and inputs of an OpenAPI document; an operation is named like `GET /api/posts`."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Start with all counts at zero."""
        self._document = document
        self._statuses: Counter[tuple[str, int]] = Counter()
        self._inputs: Counter[tuple[str, str]] = Counter()

    def see(self, operation: str, status: int, inputs: Iterable[str]) -> None:
        """Count a response, and the parameters and body fields that were sent with a value."""
        self._statuses[operation, status] += 1
        self._inputs.update((operation, name) for name in inputs)

    def holes(self) -> list[str]:
        """Return the documented statuses and inputs that never occurred, and the operations without a success."""
        holes = []
        for name, operation in self._operations():
            statuses = [int(status) for status in operation["responses"]]
            holes += [f"{name}: never answered {status}" for status in statuses if not self._statuses[name, status]]
            if not any(self._statuses[name, status] for status in statuses if status < 300):
                holes.append(f"{name}: never had a success")
            holes += [
                f"{name}: never got {given}" for given in self._inputs_of(operation) if not self._inputs[name, given]
            ]
        return holes

    def lines(self) -> Iterator[str]:
        """Give the table of operations and statuses, with the counts of the responses; empty without a response."""
        statuses = sorted({status for _, status in self._statuses})
        if not statuses:
            return
        width = max(len(name) for name, _ in self._operations()) + 1
        yield " " * width + "".join(f"{status:>7}" for status in statuses)
        for name, operation in self._operations():
            counts = (
                self._statuses[name, status] or ("0" if str(status) in operation["responses"] else "")
                for status in statuses
            )
            yield f"{name:<{width}}" + "".join(f"{count:>7}" for count in counts)

    def _operations(self) -> Iterator[tuple[str, Any]]:
        for path, methods in self._document["paths"].items():
            for method, operation in methods.items():
                yield f"{method.upper()} {path}", operation

    def _inputs_of(self, operation: Any) -> Iterator[str]:
        for parameter in operation.get("parameters", []):
            yield parameter["name"]
        if "requestBody" in operation:
            reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            yield from self._document["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
