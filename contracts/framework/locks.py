"""The versions of FastAPI and Pydantic, in a lock file and as installed."""

import re
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("fastapi", "pydantic")


def locked_in(text: str) -> dict[str, str]:
    """Return the versions of FastAPI and Pydantic in a lock file, in the format of requirements or TOML."""
    found = {}
    for name in PACKAGES:
        pin = rf'^(?:{name}(?:\[[^\]]*\])?\s*==\s*|name = "{name}"\nversion = ")([0-9][\w.+!-]*)'
        if match := re.search(pin, text, re.MULTILINE | re.IGNORECASE):
            found[name] = match[1]
    return found


def installed(package: str) -> str | None:
    """Return the version of an installed package, None if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
