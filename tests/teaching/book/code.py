"""Python code with its keywords in bold, and its comments and strings in italics."""

import io
import keyword
import tokenize
from collections.abc import Sequence

from markupsafe import Markup

QUIET = (tokenize.COMMENT, tokenize.STRING)


def highlighted(lines: Sequence[str]) -> list[Markup]:
    """Return the lines of a module, a class or a function as HTML, each one complete in itself."""
    spans: dict[int, list[tuple[int, int, str]]] = {}
    for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
        tag = "i" if token.type in QUIET else "b" if keyword.iskeyword(token.string) else ""
        if tag:
            (first, start), (last, end) = token.start, token.end
            for number in range(first, last + 1):
                line = lines[number - 1]
                begin = start if number == first else len(line) - len(line.lstrip())
                spans.setdefault(number, []).append((begin, end if number == last else len(line), tag))
    return [_line(line, spans.get(number, [])) for number, line in enumerate(lines, 1)]


def _line(line: str, spans: Sequence[tuple[int, int, str]]) -> Markup:
    html, position = Markup(""), 0
    for start, end, tag in spans:
        html += line[position:start]
        html += Markup("<{0}>{1}</{0}>").format(tag, line[start:end])
        position = end
    return html + line[position:]
