"""The subset of Markdown that docstrings and tests/README.md use, as HTML."""

import re

from markupsafe import Markup, escape

CODE = re.compile(r"`([^`]+)`")
STRONG = re.compile(r"\*\*(.+?)\*\*")
LESSON_LINK = re.compile(r"\[(.+?)\]\(patterns/test_(\w+)\.py\)")
OTHER_LINK = re.compile(r"\[(.+?)\]\([^)]*\)")
NUMBER, POINT = re.compile(r"^\d+\. ", re.MULTILINE), re.compile(r"^- ", re.MULTILINE)
BLOCK = re.compile(r"^```[\s\S]*?^```$|(?:^(?!```).+\n?)+", re.MULTILINE)
FENCE = re.compile(r"```\w*\n(.*?)\n```", re.DOTALL)


def sentence(text: str) -> Markup:
    """Return the text after a colon as a sentence of its own."""
    return inline(text[0].upper() + text[1:])


def inline(text: str) -> Markup:
    """Return one paragraph's text; links to lessons are kept, other links become text."""
    text = str(escape(" ".join(text.split())))
    text = LESSON_LINK.sub(r'<a href="\2.html">\1</a>', text)
    text = OTHER_LINK.sub(r"\1", text)
    text = STRONG.sub(r"<strong>\1</strong>", text)
    return Markup(CODE.sub(r"<code>\1</code>", text))  # noqa: S704 - it is escaped above


def html(text: str) -> Markup:
    """Return paragraphs, lists and commands."""
    return Markup("\n").join(map(_block, BLOCK.findall(text)))


def _block(block: str) -> Markup:
    if fence := FENCE.fullmatch(block.strip()):
        return Markup('<pre tabindex="0"><code>{}</code></pre>').format(fence[1])
    for mark, tag in ((NUMBER, "ol"), (POINT, "ul")):
        if mark.match(block):
            items = [Markup("<li>{}</li>\n").format(inline(item)) for item in mark.split(block) if item.strip()]
            return Markup("<{0}>\n{1}</{0}>").format(Markup(tag), Markup("").join(items))  # noqa: S704
    return Markup("<p>{}</p>").format(inline(block))
