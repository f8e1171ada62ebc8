r"""Patterns of allowed texts, for every regular expression engine that reads the API's document.

A pattern lists ranges of characters, since not every engine has `\p{...}` and lookahead.
The ranges are those of the properties of the same names in the Unicode Character Database.
"""

Ranges = tuple[tuple[int, int], ...]

NUL: Ranges = ((0x0, 0x0),)
CONTROL: Ranges = ((0x0, 0x1F), (0x7F, 0x9F))
WHITE_SPACE: Ranges = (
    *((0x9, 0xD), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680)),
    *((0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
)
BIDI_OVERRIDE: Ranges = ((0x202A, 0x202E), (0x2066, 0x2069))
FORMAT: Ranges = (
    *((0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2)),
    *((0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB)),
    *((0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
    *((0xE0001, 0xE0001), (0xE0020, 0xE007F)),
)
# Invisible characters in most fonts: two names that differ in one of them look the same.
DEFAULT_IGNORABLE: Ranges = (
    *((0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164), (0xFE00, 0xFE0F)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF)),
)


def pattern(*refused: Ranges) -> str:
    """Return the pattern of a text without any of the refused characters."""
    return f"^{_allowed(*refused)}*$"


def trimmed_pattern(*refused: Ranges) -> str:
    """Return the pattern of a text without any of the refused characters, nor white space at its edges."""
    edge, inner = _allowed(WHITE_SPACE, *refused), _allowed(*refused)
    return f"^{edge}(?:{inner}*{edge})?$"


def _allowed(*refused: Ranges) -> str:
    """Return the pattern of one character that is not refused, and no lone surrogate."""
    ranges = "".join(_range(first, last) for some in refused for first, last in some)
    # Some engines cannot name a surrogate: exclude the characters around the surrogates too, and allow them again.
    return rf"(?:[^{ranges}\uD7FF-\uE000]|[\uD7FF\uE000])"


def _range(first: int, last: int) -> str:
    return _character(first) if first == last else f"{_character(first)}-{_character(last)}"


def _character(code_point: int) -> str:
    # No escape beyond U+FFFF works in every engine: the character itself does.
    return f"\\u{code_point:04X}" if code_point <= 0xFFFF else chr(code_point)
