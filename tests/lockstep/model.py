"""The blog's promise in plain Python: what it answers, with nothing but a dictionary of rows for each resource."""

from collections import Counter
from typing import Any

from tests.document import allowed_methods, is_reference, reference_to, referred
from tests.fields import RESOURCES, fields_of, left_out
from tests.lockstep.exchange import NO_OPERATION, Answer, Request

Row = tuple[str, int]  # a resource and a number: ("posts", 1)


class Refusal(Exception):
    """The request is refused, and nothing changes."""

    def __init__(self, status: int, detail: Any, **headers: str) -> None:
        """Give the reason as a status and a detail, which is None for no body."""
        self.answer = Answer(status, headers, detail and {"detail": detail})


class Model:
    """The rows of each resource. A row has a version, which goes up when what is shown of it changes, and only then."""

    def __init__(self) -> None:
        """Begin without rows."""
        self.rows: dict[str, dict[int, Any]] = {resource: {} for resource in RESOURCES}
        self.made = Counter[str]()
        self._versions = Counter[Row]()

    def answer(self, request: Request) -> Answer:
        """Do what is asked, or refuse it."""
        try:
            answer = self._answer(request)
        except Refusal as refusal:
            answer = refusal.answer
        content_type = {"Content-Type": "application/json"} if answer.body is not None else {}
        body = None if request.method == "HEAD" else answer.body
        return Answer(answer.status, {**content_type, **answer.headers}, body)

    def _answer(self, request: Request) -> Answer:
        if request.operation == NO_OPERATION:
            raise Refusal(405, "Method Not Allowed", Allow=allowed_methods(request.path))
        if request.wrong:
            raise Refusal(422, request.wrong)
        actions = {
            "list": self._list,
            "create": self._create,
            "get": self._get,
            "replace": self._change,
            "update": self._change,
            "delete": self._delete,
        }
        verb = request.operation.partition("_")[0]
        assert verb in actions, f"Add what {request.operation} does to the actions in tests/lockstep/model.py."
        for name, number in request.ids.items():
            self._find(referred(name), number)
        return actions[verb](request)

    def _list(self, request: Request) -> Answer:
        """Return the newest rows below `before`, and where there are more, a link to them."""
        rows = self.rows[request.resource]
        limit, before = int(request.query.get("limit", 100)), request.query.get("before")
        numbers = [
            number
            for number in sorted(rows, reverse=True)
            if (before is None or number < int(before)) and self._is_listed(number, request)
        ]
        page = numbers[:limit]
        path = request.path.format(**request.ids)
        link = {"Link": f'<{path}?limit={limit}&before={page[-1]}>; rel="next"'} if numbers != page else {}
        return Answer(200, link, [self._show(request.resource, number) for number in page])

    def _is_listed(self, number: int, request: Request) -> bool:
        """Return whether a list has the row: a list of all rows, or of those that refer to another one."""
        row = self.rows[request.resource][number]
        return all(row[name] == referred_to for name, referred_to in request.ids.items())

    def _create(self, request: Request) -> Answer:
        resource, fields = request.resource, _complete(request)
        self._find_referred(fields)
        self._refuse_what_is_taken(resource, fields)
        self.made[resource] += 1
        number = self.made[resource]
        self._store(resource, number, fields)
        location = {"Location": f"/api/{resource}/{number}"}
        return Answer(201, location | self._etag(resource, number), self._show(resource, number))

    def _get(self, request: Request) -> Answer:
        resource, number = request.resource, request.number
        etag = self._etag(resource, number)
        condition = request.headers.get("If-None-Match")
        if condition is not None and _names(condition.replace("W/", ""), etag["ETag"]):
            raise Refusal(304, None, **etag)
        return Answer(200, etag, self._show(resource, number))

    def _change(self, request: Request) -> Answer:
        """Change the fields that the body names, or for a PUT all."""
        resource, number = request.resource, request.number
        fields = _complete(request) if request.method == "PUT" else _sent(request)
        self._find_referred(fields)
        self._refuse_what_changed(request)
        self._refuse_what_is_taken(resource, fields, number)
        self._store(resource, number, {**self.rows[resource][number], **fields})
        return Answer(200, self._etag(resource, number), self._show(resource, number))

    def _delete(self, request: Request) -> Answer:
        """Delete a row, and those that refer to it."""
        self._refuse_what_changed(request)
        del self.rows[request.resource][request.number]
        reference = reference_to(request.resource)
        for resource, rows in self.rows.items():
            kept = {number: row for number, row in rows.items() if row.get(reference) != request.number}
            self.rows[resource] = kept
        return Answer(204, {})

    def _find(self, resource: str, number: Any) -> None:
        if number not in self.rows[resource]:
            raise Refusal(404, f"{resource.removesuffix('s').capitalize()} not found")

    def _find_referred(self, fields: Any) -> None:
        for name, number in fields.items():
            if is_reference(name):
                self._find(referred(name), number)

    def _refuse_what_changed(self, request: Request) -> None:
        condition = request.headers.get("If-Match")
        etag = self._etag(request.resource, request.number)["ETag"]
        if condition is not None and not _names(condition, etag):
            raise Refusal(412, f"It has changed: its ETag is now {etag}")

    def _refuse_what_is_taken(self, resource: str, fields: Any, number: int | None = None) -> None:
        others = [row for other, row in self.rows[resource].items() if other != number]
        for name, field in fields_of(resource).items():
            if field.taken and name in fields and any(row[name] == fields[name] for row in others):
                raise Refusal(400, field.taken)

    def _store(self, resource: str, number: int, row: Any) -> None:
        before = self._shown()
        self.rows[resource][number] = row
        self._versions.update(row for row, shown in self._shown().items() if shown != before.get(row))

    def _etag(self, resource: str, number: int) -> dict[str, str]:
        return {"ETag": f'"{self._versions[resource, number]}"'}

    def _shown(self) -> dict[Row, Any]:
        return {(name, number): self._show(name, number) for name, rows in self.rows.items() for number in rows}

    def _show(self, resource: str, number: int) -> Any:
        shown = {"id": number, **self.rows[resource][number]}
        if resource == "users":
            shown |= {"image_file": None, "image_path": "/static/profile_pics/default.jpg"}
        if resource == "posts":
            shown |= {"date_posted": "2000-01-01T00:00:00Z", "author": self._show("users", shown["user_id"])}
        return shown


def _complete(request: Request) -> dict[str, Any]:
    """Return all fields that a client may send; those that it left out are null."""
    return {**left_out(request.resource), **_sent(request)}


def _sent(request: Request) -> dict[str, Any]:
    """Return the fields of a body as they are stored."""
    texts = fields_of(request.resource)
    return {name: texts[name].stored(value) if name in texts else value for name, value in request.body.items()}


def _names(condition: str, etag: str) -> bool:
    return condition == "*" or etag in condition.split(", ")
