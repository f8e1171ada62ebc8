"""The formats that are checked, and small examples of each."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from ..json_values import json_type

UUID_VERSIONS = range(1, 9)  # the versions for which Pydantic has types
_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?")
_DURATION = re.compile(
    r"-?P(?=[\dT])(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)"
)


def _parses(read: Callable[[str], object]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return check


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def _date_time(text: str) -> datetime:
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.upper()))


def _time(text: str) -> time:
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.upper()))


def _uuid(text: str) -> UUID:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise ValueError(text)
    return UUID(text)


def _of_version(version: int, text: str) -> UUID:
    found = _uuid(text)
    if found.version != version:
        raise ValueError(text)
    return found


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "date": _parses(_date),
    "date-time": _parses(_date_time),
    "duration": _matches(_DURATION),
    "email": _matches(_EMAIL),
    "hostname": _matches(_HOST),
    "ipv4": _parses(ipaddress.IPv4Address),
    "ipv6": _parses(ipaddress.IPv6Address),
    "regex": _parses(re.compile),
    "time": _parses(_time),
    "uri": _matches(_URI),
    "uuid": _parses(_uuid),
    **{f"uuid{version}": _parses(partial(_of_version, version)) for version in UUID_VERSIONS},
}
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "date": ("2000-01-01",),
    "date-time": ("2000-01-01T00:00:00Z",),
    "duration": ("P1D", "PT0S"),
    "email": ("a@b.co",),
    "hostname": ("a", "a.b"),
    "ipv4": ("1.1.1.1",),
    "ipv6": ("::",),
    "regex": ("", "a"),
    "time": ("00:00:00Z",),
    "uri": ("a:", "http://a.b/"),
    "uuid": ("00000000-0000-0000-0000-000000000000",),
    **{f"uuid{version}": (f"00000000-0000-{version}000-8000-000000000000",) for version in UUID_VERSIONS},
}
# Formats whose texts stay valid if letters are appended.
GROWING = frozenset({"uri"})
# Formats for the display or the encoding of a value: validators do not check them.
HINTS = frozenset({"password", "binary", "float", "double", "int32", "int64"})
# The range of the numbers of a format.
RANGES: Mapping[str, tuple[float, float]] = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "float": (-3.4028234663852886e38, 3.4028234663852886e38),
    "double": (-1.7976931348623157e308, 1.7976931348623157e308),
}
WITHIN: Mapping[str, frozenset[str]] = {
    "ipv4": frozenset({"hostname"}),
    "uuid": frozenset({"hostname"}),
    **{f"uuid{version}": frozenset({"uuid", "hostname"}) for version in UUID_VERSIONS},
    "email": frozenset({"idn-email"}),
    "hostname": frozenset({"idn-hostname"}),
    "uri": frozenset({"iri", "uri-reference", "iri-reference"}),
}


def admits(name: str, value: Any) -> bool:
    """Return whether a value matches a format; every value matches an unknown format or one of another type."""
    if isinstance(value, str):
        return name not in CHECKS or CHECKS[name](value)
    if json_type(value) == "number" and name in RANGES:
        low, high = RANGES[name]
        return bool(low <= value <= high)
    return True
