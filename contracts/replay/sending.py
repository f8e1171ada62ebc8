"""Fill in the ids of resources on one side, serialize requests, and send them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..drift.json_values import MISSING
from . import writing
from .bodies import Content, body
from .described import Parameter
from .drafts import BODY, Draft
from .exchanges import SAFE, Exchange, NotReached, Request
from .resources import Examples, Resources
from .side import Side
from .values import Values

WRITERS: Mapping[str, Callable[[Parameter, Any], Sequence[Any]]] = {
    "query": writing.query,
    "header": writing.headers,
    "cookie": writing.cookies,
}


class Sender:
    """Sends requests to one side."""

    def __init__(self, side: Side, values: Values, examples: Examples) -> None:
        """Take the side, and the examples of the user."""
        self.side = side
        self.described = side.described
        self._resources = Resources(side, values, examples, self.send)

    def send(self, draft: Draft, known: Sequence[Any] = (), *, choice: int = 0, anonymous: bool = False) -> Exchange:
        """Send a request, after the requests that create the resources that it needs.

        Args:
            draft: The request.
            known: The values of its first path parameters, as far as they are known.
            choice: The number of the small value that these resources are created from.
            anonymous: Whether the credentials of the user are left out.

        Raises:
            NotReached: It is not sent, or not answered.
        """
        method = draft.key[1]
        if method not in SAFE and not self.side.writes:
            raise NotReached(f"{method} is sent to {self.side.name} only with --allow-writes.")
        ids = self._resources.ids(draft.path, known, shared=method in SAFE, choice=choice)
        if method not in SAFE and not self.side.is_ours and (MISSING in ids or _is_path_probed(draft)):
            raise NotReached(
                f"{method} {draft.path} is sent to {self.side.name} only for resources that were created here, "
                "or that --example path.NAME=VALUE names."
            )
        written: dict[str, list[Any]] = {"query": [], "header": [], "cookie": []}
        for key, parameter in sorted(draft.parameters.items()):
            if key[0] in written and key in draft.values:
                value = draft.values[key]
                value = value if _is_probed(draft, key) else self._resources.referred(key, value, shared=method in SAFE)
                written[key[0]] += WRITERS[key[0]](parameter, value)
        content, headers = self._body(draft)
        if written["cookie"]:
            headers = [*headers, ("cookie", "; ".join(written["cookie"]))]
        target = _path(draft, ids) + ("?" + "&".join(written["query"]) if written["query"] else "")
        shown = _probed_header(draft)
        request = Request(method, target, (*written["header"], *headers), content, shown, guessed=MISSING in ids)
        return self.side.send(request, anonymous=anonymous)

    def fill(self, draft: Draft, choice: int) -> None:
        """Create a resource in the collection that a request reads, if the document has an operation for it."""
        self._resources.fill(draft.path, self._resources.ids(draft.path, (), shared=True), choice)

    def _body(self, draft: Draft) -> Content:
        value = draft.values.get(BODY, MISSING)
        if value is MISSING:
            return b"", []
        kept = draft.probed[1][:1] if _is_probed(draft, BODY) and draft.probed else ()
        if isinstance(value, dict):
            value = {
                name: one
                if (name,) == kept
                else self._resources.referred(("body", name), one, shared=draft.key[1] in SAFE)
                for name, one in value.items()
            }
        return body(draft.media, value, draft.files)


def _path(draft: Draft, ids: list[Any]) -> str:
    """Return the path of a request, with the ids that are known."""
    parts = []
    for place, known in enumerate(ids):
        key = ("path", str(place))
        value = draft.values.get(key, MISSING) if known is MISSING or _is_probed(draft, key) else known
        parts.append("0" if value is MISSING else writing.segment(draft.path, draft.parameters[key], value))
    return re.sub(r"\{[^{}]*\}", lambda _: parts.pop(0), draft.path)


def _is_path_probed(draft: Draft) -> bool:
    return draft.probed is not None and draft.probed[0][0] == "path"


def _probed_header(draft: Draft) -> str:
    """Return the header or cookie that a request tests; the others may be secret."""
    place = draft.probed[0] if draft.probed else BODY
    if place[0] not in ("header", "cookie") or place not in draft.values:
        return ""
    lines = WRITERS[place[0]](draft.parameters[place], draft.values[place])
    return "; ".join(line if isinstance(line, str) else ": ".join(line) for line in lines)


def _is_probed(draft: Draft, place: tuple[str, str]) -> bool:
    return draft.probed is not None and draft.probed[0] == place
