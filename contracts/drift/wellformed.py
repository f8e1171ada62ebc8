"""Pairs of objects without the parts that are malformed in either of them."""

from collections.abc import Iterator

from .changes import Place
from .json_values import escaped
from .removal import WHOLE
from .report import Change, Verdict
from .schemas.keywords import MALFORMED, NOT_COMPARED, REMOVED
from .sides import Pair


def well_formed(place: Place, pair: Pair) -> tuple[list[Change], Pair | None]:
    """Return the changes of removed parts of two objects, and the objects without these parts.

    A removed part with equal meaning in both is no change. The pair is None if a whole object was removed.
    """
    changes = [*_removed(place, pair, MALFORMED), *_removed(place, pair, NOT_COMPARED)]
    keys = {key for side in (pair.old, pair.new) for why in REMOVED for key in side.get(why, ())}
    if WHOLE in keys:
        return changes, None
    keys |= {*REMOVED}
    old, new = ({key: value for key, value in side.items() if key not in keys} for side in (pair.old, pair.new))
    return changes, pair._replace(old=old, new=new)


def _removed(place: Place, pair: Pair, why: str) -> Iterator[Change]:
    before, after = pair.old.get(why, {}), pair.new.get(why, {})
    for key in sorted(before.keys() | after.keys()):
        if key in before and key in after and before[key].meaning == after[key].meaning:
            continue
        one, pointer = (after[key], pair.new_pointer) if key in after else (before[key], pair.old_pointer)
        said = one.text if why == MALFORMED else f"`{key}` differs"
        where = "" if key in after else "in the old document, "
        rule = "document-malformed" if why == MALFORMED else "part-not-compared"
        text = f"{place.name[0].upper()}{place.name[1:]}: {where}{said}; it is not compared."
        yield place.change(rule, Verdict.UNDECIDED, f"{pointer}/{escaped(key)}" if key else pointer, text)
