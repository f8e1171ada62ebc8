"""An HTML page, parsed into its elements."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """An element of a page: its tag, its attributes, and all the text inside it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """The elements of a page, in the order in which they open."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Parse the source."""
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements with the tag and the attributes."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [found for found in self.elements if found.tag == tag and wanted.items() <= found.attributes.items()]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """Return the texts of the elements with the tag and the attributes."""
        return [found.text for found in self.all(tag, **attributes)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; one without an end tag stays open, which does no harm."""
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and every open element inside it."""
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add a text to every element around it."""
        for element in self._open:
            element.text += data
