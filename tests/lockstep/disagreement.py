"""What an engineer reads when the sides do not agree."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.lockstep.exchange import HEADERS, Answer, Request

PROMISES = {
    "status": "a request is done, or refused for the same reason, whatever it is stored in",
    "Content-Type": "what is said is said in JSON",
    "ETag": "it changes when what is shown changes, and only then",
    "Location": "it is where the new one is read",
    "Link": "it leads to the next page, if there is one",
    "Allow": "it names the methods that a path has",
    "body": "it shows what was stored, and a list is newest first",
    "messages": "what is wrong with a request is told in the same words",
}
SHOWN = 400  # characters of a body


def disagreement(request: Request, answers: Mapping[str, Answer], story: Sequence[str]) -> str:
    """Return what to say where the answers, by the names of the sides, differ; "" where they do not.

    `story` has the requests that led there, as lines for the shell.
    """
    for aspect, promise in PROMISES.items():
        if _differ(_said(answers, aspect)):
            return "\n".join(
                [
                    f"{request.operation}: the {len(answers)} sides must agree on the {aspect}: {promise}.",
                    "",
                    "On an empty blog, after",
                    *(f"    {line}" for line in story),
                    "this is not answered alike:",
                    f"    {request}",
                    "",
                    *(_shown(name, answer, aspect) for name, answer in answers.items()),
                    "Here an id counts what was made, and an ETag what was seen of one resource, from 1.",
                ]
            )
    return ""


def _said(answers: Mapping[str, Answer], aspect: str) -> list[Any]:
    said = [answer.headers.get(aspect) if aspect in HEADERS else getattr(answer, aspect) for answer in answers.values()]
    # The model knows what is wrong, but not the app's words for it.
    return [words for words in said if words is not None] if aspect == "messages" else said


def _differ(values: list[Any]) -> bool:
    # In JSON true is not 1, as it is in Python.
    return len({json.dumps(value, sort_keys=True) for value in values}) > 1


def _shown(name: str, answer: Answer, aspect: str) -> str:
    headers = "".join(f"  {name}: {value}" for name, value in answer.headers.items())
    # In ASCII, where a composed letter does not look like a decomposed one.
    body = json.dumps(answer.messages if aspect == "messages" else answer.body)
    if len(body) > SHOWN:
        body = f"{body[:SHOWN]}... ({len(body)} characters)"
    return f"{name}:\n    {answer.status}{headers}\n    {body}\n"
