"""Describe a place in a value in words."""

_MODELS = "/components/schemas/"
# Keywords of a pointer that lead into a value, and keywords with another schema for the same value.
_INTO = {"properties": 2, "patternProperties": 2, "prefixItems": 2, "items": 1, "additionalProperties": 1}
_BESIDE = {"allOf": 2, "anyOf": 2, "oneOf": 2}


def where(place: str, path: tuple[str, ...], pointer: str, *, named: bool = False) -> str:
    """Return the place in a value in words. A pointer into a model gives the place in the model, for all its uses.

    Args:
        place: The name of the value, like `the request body`.
        path: The path in the value.
        pointer: The JSON pointer of the place.
        named: Whether the path has one more name than the pointer.
    """
    model, steps = _in_model(pointer)
    inside = path[max(len(path) - steps - named, 0) :] if model else path
    written = ".".join(inside).replace(".[", "[")
    if model:
        return f"`{written}` of `{model}`" if written else f"`{model}`"
    return f"`{written}` in {place}" if written else place[0].upper() + place[1:]


def model_of(pointer: str) -> str:
    """Return the reference to the model that has a keyword itself, "" if no model has it or it is deeper inside."""
    parts = pointer.split("/")
    return (
        f"#{'/'.join(parts[:-1])}" if pointer.startswith(_MODELS) and len(parts) == len(_MODELS.split("/")) + 1 else ""
    )


def _in_model(pointer: str) -> tuple[str, int]:
    """Return the model that a pointer leads into, "" if none, and how many steps it goes into the model's values."""
    if not pointer.startswith(_MODELS):
        return "", 0
    model, *tokens = pointer.removeprefix(_MODELS).split("/")
    steps = place = 0
    while place < len(tokens):
        taken = _INTO.get(tokens[place]) or _BESIDE.get(tokens[place])
        if taken is None or place + taken > len(tokens):
            break
        steps += tokens[place] in _INTO
        place += taken
    return model.replace("~1", "/").replace("~0", "~"), steps
