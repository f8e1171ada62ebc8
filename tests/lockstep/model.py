"""The blog's promise in plain Python: what it answers, with nothing but two dictionaries."""

from collections import Counter
from typing import Any

from tests.fields import fields_of, left_out
from tests.lockstep.exchange import NO_OPERATION, OPERATIONS, Answer, Request

Thing = tuple[str, int]  # a kind and a number: ("posts", 1)


class Refusal(Exception):
    """What was asked for is not done, and nothing changes."""

    def __init__(self, status: int, detail: Any, **headers: str) -> None:
        """Say why in the status and in a detail, or None for no body."""
        self.answer = Answer(status, headers, detail and {"detail": detail})


class Model:
    """Users and posts. Each has a version, which goes up when what is shown of it changes, and only then."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.things: dict[str, dict[int, Any]] = {"users": {}, "posts": {}}
        self.made = Counter[str]()
        self._versions = Counter[Thing]()

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
            methods = {*OPERATIONS[request.path]}
            allowed = sorted(methods | {"HEAD"} if "GET" in methods else methods)
            raise Refusal(405, "Method Not Allowed", Allow=", ".join(allowed))
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
        return actions[request.operation.partition("_")[0]](request)

    def _list(self, request: Request) -> Answer:
        """Return the newest posts below `before`, and where there are more, the way to them."""
        if request.number is not None:
            self._find("users", request.number)
        limit, before = int(request.query.get("limit", 100)), request.query.get("before")
        numbers = [
            number
            for number, post in sorted(self.things["posts"].items(), reverse=True)
            if (before is None or number < int(before)) and request.number in (None, post["user_id"])
        ]
        page = numbers[:limit]
        link = f'<{request.path.format(request.number)}?limit={limit}&before={page[-1]}>; rel="next"' if page else ""
        return Answer(200, {"Link": link} if numbers != page else {}, [self._show("posts", number) for number in page])

    def _create(self, request: Request) -> Answer:
        fields = _complete(request)
        self._find_author(fields)
        self._refuse_what_is_taken(fields)
        self.made[request.kind] += 1
        number = self.made[request.kind]
        self._store(request.kind, number, fields)
        location = f"/api/{request.kind}/{number}"
        return Answer(201, {"Location": location, **self._etag(request.kind, number)}, self._show(request.kind, number))

    def _get(self, request: Request) -> Answer:
        number = self._find(request.kind, request.number)
        etag = self._etag(request.kind, number)
        condition = request.headers.get("If-None-Match")
        if condition is not None and _names(condition.replace("W/", ""), etag["ETag"]):
            raise Refusal(304, None, **etag)
        return Answer(200, etag, self._show(request.kind, number))

    def _change(self, request: Request) -> Answer:
        """Change the fields that the body names, or for a PUT all."""
        number = self._find(request.kind, request.number)
        fields = _complete(request) if request.method == "PUT" else _sent(request)
        self._find_author(fields)
        self._refuse_what_changed(request, number)
        self._refuse_what_is_taken(fields, number)
        self._store(request.kind, number, {**self.things[request.kind][number], **fields})
        return Answer(200, self._etag(request.kind, number), self._show(request.kind, number))

    def _delete(self, request: Request) -> Answer:
        number = self._find(request.kind, request.number)
        self._refuse_what_changed(request, number)
        del self.things[request.kind][number]
        if request.kind == "users":
            posts = self.things["posts"].items()
            self.things["posts"] = {post: fields for post, fields in posts if fields["user_id"] != number}
        return Answer(204, {})

    def _find(self, kind: str, number: Any) -> int:
        if number not in self.things[kind]:
            raise Refusal(404, f"{kind.removesuffix('s').capitalize()} not found")
        return int(number)

    def _find_author(self, fields: Any) -> None:
        if "user_id" in fields:
            self._find("users", fields["user_id"])

    def _refuse_what_changed(self, request: Request, number: int) -> None:
        condition, etag = request.headers.get("If-Match"), self._etag(request.kind, number)["ETag"]
        if condition is not None and not _names(condition, etag):
            raise Refusal(412, f"It has changed: its ETag is now {etag}")

    def _refuse_what_is_taken(self, fields: Any, number: int | None = None) -> None:
        others = [user for other, user in self.things["users"].items() if other != number]
        for name in ("username", "email"):
            if name in fields and any(user[name] == fields[name] for user in others):
                raise Refusal(400, f"{name.capitalize()} already exists")

    def _store(self, kind: str, number: int, fields: Any) -> None:
        before = self._shown()
        self.things[kind][number] = fields
        self._versions.update(thing for thing, shown in self._shown().items() if shown != before.get(thing))

    def _etag(self, kind: str, number: int) -> dict[str, str]:
        return {"ETag": f'"{self._versions[kind, number]}"'}

    def _shown(self) -> dict[Thing, Any]:
        return {(kind, number): self._show(kind, number) for kind, things in self.things.items() for number in things}

    def _show(self, kind: str, number: int) -> Any:
        fields = {"id": number, **self.things[kind][number]}
        if kind == "users":
            return {**fields, "image_file": None, "image_path": "/static/profile_pics/default.jpg"}
        return {**fields, "date_posted": "2000-01-01T00:00:00Z", "author": self._show("users", fields["user_id"])}


def _complete(request: Request) -> dict[str, Any]:
    """Return all fields that a client may send; those that it left out are null."""
    return {**left_out(request.kind), **_sent(request)}


def _sent(request: Request) -> dict[str, Any]:
    """Return the fields of a body as they are stored."""
    texts = fields_of(request.kind)
    return {name: texts[name].stored(value) if name in texts else value for name, value in request.body.items()}


def _names(condition: str, etag: str) -> bool:
    return condition == "*" or etag in condition.split(", ")
