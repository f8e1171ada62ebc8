"""Findings as a test report in JUnit's XML, which most CI servers can show."""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from ..findings import Finding, Level
from .wording import cured, explained, headline

# XML cannot contain these characters, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding]) -> str:
    """Return a test suite with a case for each finding and each change; an error is a failed case."""
    cases = [case for finding in findings for case in _cases(finding)]
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
    }
    suites = ET.Element("testsuites", counts)
    ET.SubElement(suites, "testsuite", {"name": "contracts", **counts}).extend(cases)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _cases(finding: Finding) -> Iterator[ET.Element]:
    details = "\n".join([*finding.diff.splitlines(), *cured(finding)])
    kind = "failure" if finding.is_checked else "error"
    yield _case("contracts", finding.title, finding.level, kind, details)
    for shown in finding.changes:
        change = shown.change
        details = "\n".join(explained(shown))
        where = change.operation or "the document"
        yield _case(where, f"{change.verdict}: {headline(change)}", shown.level, "failure", details)


def _case(where: str, name: str, level: Level, kind: str, details: str) -> ET.Element:
    case = ET.Element("testcase", {"classname": _clean(where), "name": _clean(" ".join(name.split()))})
    if level is Level.ERROR:
        ET.SubElement(case, kind, {"message": case.attrib["name"]}).text = _clean(details)
    elif details:
        ET.SubElement(case, "system-out").text = _clean(details)
    return case


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
