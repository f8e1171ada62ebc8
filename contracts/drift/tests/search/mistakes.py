"""The mistakes to plant: each is a text that occurs once in a module, and its replacement."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """A mistake that a programmer could make.

    Attributes:
        name: What the comparison does wrong.
        file: The module, from contracts/drift.
        right: A text that occurs in it once.
        wrong: Its replacement.
    """

    name: str
    file: str
    right: str
    wrong: str


MISTAKES = (
    Mistake(
        "a required property may be missing",
        "schemas/objects.py",
        "if name not in branch.required:\n            search",
        "if name not in branch.known:\n            search",
    ),
    Mistake(
        "only what both declare is compared",
        "schemas/objects.py",
        'if {"patternProperties", "additionalProperties"} & layer.raw.keys():\n        spoken',
        "if False:\n        spoken",
    ),
    Mistake(
        "other properties are not compared",
        "schemas/objects.py",
        "    if rest is not None:\n        for own, source",
        "    if rest is not None and branch.declared:\n        for own, source",
    ),
    Mistake(
        "one more required property fills an object",
        "schemas/objects.py",
        'if branch.most("maxProperties") == len(branch.required):',
        'if branch.most("maxProperties") == len(branch.declared):',
    ),
    Mistake(
        "names of an open object are those that it declares",
        "schemas/objects.py",
        "if branch.closed and not branch.patterned and all(",
        "if not branch.patterned and all(",
    ),
    Mistake(
        "a closed object has no more properties, whatever patterns name",
        "schemas/objects.py",
        "if branch.closed and not branch.patterned:\n        most",
        "if branch.closed:\n        most",
    ),
    Mistake(
        "what is declared is always there",
        "schemas/objects.py",
        'least = max(branch.least("minProperties"), len(branch.required))',
        'least = max(branch.least("minProperties"), len(branch.declared))',
    ),
    Mistake(
        "an upper limit of properties is off by one",
        "schemas/objects.py",
        "if limit is not None and (most is None or most > limit):",
        "if limit is not None and (most is None or most > limit + 1):",
    ),
    Mistake(
        "a name that is needed beside another is needed where it is declared",
        "schemas/objects.py",
        "if missing and not branch.member(name).refuses_all:",
        "if missing and name in branch.declared:",
    ),
    Mistake(
        "what is needed beside one name is needed beside all",
        "schemas/objects.py",
        "(name, other) not in ours and other != name",
        "other not in {two for _, two in ours} and other != name",
    ),
    Mistake(
        "items behind the places are not compared",
        "schemas/arrays.py",
        "for place in range(places + 1):\n        if branch.longest",
        "for place in range(places):\n        if branch.longest",
    ),
    Mistake(
        "an item at the last place is not compared",
        "schemas/arrays.py",
        "if branch.longest is not None and branch.longest <= place:",
        "if branch.longest is not None and branch.longest <= place + 1:",
    ),
    Mistake(
        "a limit of items is off by one",
        "schemas/arrays.py",
        'if branch.least(keyword) < limit if keyword == "minItems" else _longer(branch, limit):',
        'if branch.least(keyword) < limit if keyword == "minItems" else _longer(branch, limit + 1):',
    ),
    Mistake(
        "two items may always be equal",
        "schemas/arrays.py",
        "and _longer(branch, 1):",
        "and _longer(branch, 2):",
    ),
    Mistake(
        "items of the wanted kind are there, however many are asked for",
        "schemas/arrays.py",
        'ours.raw.get("minContains", 1) >= least and _every',
        "_every",
    ),
    Mistake(
        "an empty array contains what each item is",
        "schemas/arrays.py",
        'enough = branch.least("minItems") >= least and _every',
        "enough = _every",
    ),
    Mistake(
        "items of a wider kind are counted the same",
        "schemas/arrays.py",
        'inclusion.exact.holds(wanted, branch.node(ours.at("contains")))',
        'inclusion.exact.holds(branch.node(ours.at("contains")), wanted)',
    ),
    Mistake(
        "what is excluded may be less than what was",
        "schemas/compositions.py",
        "any(inclusion.exact.holds(node, one) for one in ours)",
        "any(inclusion.exact.holds(one, node) for one in ours)",
    ),
    Mistake(
        "what an open object does not know counts as excluded",
        "schemas/compositions.py",
        "any(inclusion.exact.holds(node, one) for one in ours)",
        "any(inclusion.holds(node, one) for one in ours)",
    ),
    Mistake(
        "a condition is met where it follows",
        "schemas/compositions.py",
        "if inclusion.holds(branch, then) and (inclusion.holds(branch, otherwise) or inclusion.holds(branch, asked)):",
        "if inclusion.holds(branch, then):",
    ),
    Mistake(
        "what follows otherwise follows always",
        "schemas/compositions.py",
        "if inclusion.holds(branch, otherwise) and _excluded(inclusion, branch, asked):",
        "if inclusion.holds(branch, otherwise):",
    ),
    Mistake(
        "what depends on a property that is not required is not compared",
        "schemas/compositions.py",
        "if not branch.member(name).refuses_all and not inclusion.holds(dependent, wanted):",
        "if name in branch.required and not inclusion.holds(dependent, wanted):",
    ),
    Mistake(
        "values that are not listed are not compared with a constant",
        "schemas/compositions.py",
        'for keyword in ("enum", "const"):\n        if has',
        'for keyword in ("enum",):\n        if has',
    ),
    Mistake(
        "objects that share a property are apart if one may be",
        "schemas/disjointness.py",
        "names = one.required | other.required",
        "names = one.declared | other.declared",
    ),
    Mistake(
        "numbers that touch are apart",
        "schemas/disjointness.py",
        "low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))",
        "low[0] >= high[0]",
    ),
    Mistake(
        "schemas are apart if one pair of their alternatives is",
        "schemas/disjointness.py",
        "return all(self._apart(one, other, depth) for one, other in pairs)",
        "return any(self._apart(one, other, depth) for one, other in pairs)",
    ),
    Mistake(
        "texts are apart where one is longer",
        "schemas/disjointness.py",
        "(longest is not None and longest < least)",
        "(longest is not None and longest <= least)",
    ),
    Mistake(
        "one alternative of a oneOf is enough",
        "schemas/unions.py",
        'alone = union.keyword == "anyOf" or union.discriminated',
        "alone = True",
    ),
    Mistake(
        "an alternative is as wide as one that knows more",
        "schemas/unions.py",
        "or any(inclusion.exact.holds(one, it) for it in rest)",
        "or any(inclusion.holds(one, it) for it in rest)",
    ),
    Mistake(
        "a wider alternative overlaps with none",
        "schemas/unions.py",
        "place == like or apart(place)",
        "place == like or len(rest) == len(others) - 1 or apart(place)",
    ),
    Mistake(
        "what is in two alternatives need be in a third in part",
        "schemas/unions.py",
        "return all(holds(branch, said) or holds(one, said) for said in",
        "return any(holds(branch, said) or holds(one, said) for said in",
    ),
    Mistake(
        "a property that may be missing has one of its kinds",
        "schemas/unions.py",
        '        if name not in branch.required:\n            layers.append({"properties": {name: False}})\n',
        "",
    ),
    Mistake(
        "a listed value is compared with the first part alone",
        "schemas/inclusion.py",
        "        for value in branch.values or ():\n            for layer in right.layers:",
        "        for value in branch.values or ():\n            for layer in right.layers[:1]:",
    ),
    Mistake(
        "one listed value stands for all",
        "schemas/inclusion.py",
        "for value in branch.values or ():",
        "for value in (branch.values or ())[:1]:",
    ),
    Mistake(
        "what is required counts as absent",
        "schemas/branches.py",
        "named = name in self.known or any(",
        "named = name in self.declared or any(",
    ),
    Mistake(
        "what is not declared counts as absent, whatever others may be",
        "schemas/branches.py",
        "return not named and self.member(name).trivial",
        "return not named",
    ),
    Mistake(
        "lower limits of several parts add up",
        "schemas/branches.py",
        "return max((int(limit) for limit in self.all(keyword)), default=0)",
        "return sum(int(limit) for limit in self.all(keyword))",
    ),
    Mistake(
        "an exclusive bound of integers is the bound",
        "schemas/branches.py",
        "(Fraction(floor(bound) + 1 if excluded else ceil(bound)), False)",
        "(Fraction(floor(bound) + 2 if excluded else ceil(bound)), False)",
    ),
    Mistake(
        "a single number is none",
        "schemas/branches.py",
        "(low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1])))",
        "(low[0] >= high[0])",
    ),
    Mistake(
        "a text is never too long for its pattern",
        "schemas/branches.py",
        'shortest(patterns, (), branch.least("minLength"), branch.most("maxLength")) is None',
        'shortest(patterns, (), branch.least("minLength") + 1, branch.most("maxLength")) is None',
    ),
    Mistake(
        "an integer has a bound that is a number's",
        "schemas/numbers.py",
        'keyword != "minimum"), layer, keyword)',
        "False), layer, keyword)",
    ),
    Mistake(
        "an upper bound that is excluded is included",
        "schemas/numbers.py",
        "if branch.high is None or _as_high(branch.high) > _as_high(bound):",
        "if branch.high is None or branch.high[0] > bound[0]:",
    ),
    Mistake(
        "a number is an integer",
        "schemas/numbers.py",
        "CHECKS = (bounds, integers, multiples)",
        "CHECKS = (bounds, multiples)",
    ),
    Mistake(
        "a shorter text is long enough",
        "schemas/strings.py",
        'limit = int(layer.raw["minLength"]) - 1',
        'limit = int(layer.raw["minLength"]) - 2',
    ),
    Mistake(
        "a text of one format has any",
        "schemas/strings.py",
        "or name in known or any(",
        "or known or any(",
    ),
    Mistake(
        "a part of allOf is forgotten",
        "schemas/nodes.py",
        "for index in range(len(raw.get(keyword, ()))):",
        "for index in range(min(2, len(raw.get(keyword, ())))):",
    ),
    Mistake(
        "a pattern of names hides the declared property",
        "schemas/nodes.py",
        "        if found_in(pattern, name):\n            known = True\n            yield",
        "        if not known and found_in(pattern, name):\n            known = True\n            yield",
    ),
    Mistake(
        "a condition is never met",
        "schemas/nodes.py",
        "found.append(((asked, *then), (unmet, *otherwise)))",
        "found.append(((unmet, *otherwise),))",
    ),
    Mistake(
        "what is unevaluated sees no part beside it",
        "evaluation.py",
        '    for part in schema.get("allOf", ()):\n        yield _cases(root, part, depth)\n',
        "",
    ),
    Mistake(
        "what an array contains is not evaluated",
        "evaluation.py",
        'contained=(schema["contains"],) if "contains" in schema else (),',
        "contained=(),",
    ),
    Mistake(
        "unevaluated properties are those of the schema itself",
        "evaluation.py",
        "self.names | other.names,",
        "self.names,",
    ),
)
