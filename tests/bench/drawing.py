"""The ladder as a drawing, in SVG: a bar for each rung, as long as the time that a request takes."""

from collections.abc import Mapping
from html import escape

from tests.bench.ladder import BLOG, RUNGS, Ladder

WIDTH, ROW, GAP, LABELS, BARS = 760, 18, 26, 190, 460
SHOWN = ("one post", "page of 20")
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .title { font-weight: 600; }
    .bar { fill: #9aa4af; }
    .blog { fill: #0a5dc2; }
    @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .blog { fill: #6cb0ff; } }
"""


def draw(ladders: Mapping[str, Ladder]) -> str:
    """Return the drawing of the ladders of some databases, by their names."""
    shapes, top = list[str](), 20
    for database, ladder in ladders.items():
        for request in SHOWN:
            rungs = ladder[request]
            shapes.append(_text(0, top, f"{request}, {database}: microseconds", "title"))
            # The last rung of a page lists all posts, and would make every other bar a dot.
            longest = 1e6 / min(rungs[rung] for rung in list(RUNGS)[:-1])
            for rung in RUNGS:
                top += ROW
                microseconds = 1e6 / rungs[rung]
                length = min(1.0, microseconds / longest) * BARS
                shapes.append(_text(0, top, rung))
                kind = "bar blog" if rung == BLOG else "bar"
                shapes.append(
                    f'<rect class="{kind}" x="{LABELS}" y="{top - 11}" width="{length:.0f}" height="12" rx="2"/>'
                )
                shapes.append(_text(LABELS + length + 8, top, f"{microseconds:,.0f}"))
            top += GAP
    body = "\n".join(f"  {shape}" for shape in shapes)
    title = "What each layer of the blog costs"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" aria-label="{title}">\n'
        f"  <title>{title}</title>\n  <style>{STYLE}  </style>\n{body}\n</svg>\n"
    )


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}">{escape(words)}</text>'
