"""A script and its packages -> a script that says what it needs (PEP 723), and back."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from code_it.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BLOCK = re.compile(r"^# /// script\n(?:#[^\n]*\n)*?# ///\n+", re.MULTILINE)
_REQUIRES_PYTHON = ">=3.10"
# The expression that the specification gives, for blocks of any type.
_ANY_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")

_OPENED = re.compile(r"(?m)^# /// script[ \t\r]*$")


@dataclass(frozen=True)
class Header:
    """What a script says it needs."""

    dependencies: tuple[str, ...]
    """PEP 508 requirements, as they stand there."""


def read_header(source: str, name: str) -> Header | None:
    """The inline metadata of a script; `None` where there is none.

    Args:
        name: What the script is called, for messages.

    Raises:
        ConfigError: There are two, it has no end or is no TOML, or it asks for another Python.
    """
    blocks = [
        match["content"]
        for match in _ANY_BLOCK.finditer(source.replace("\r\n", "\n"))
        if match["type"] == "script"
    ]
    if not blocks:
        if _OPENED.search(source):
            raise ConfigError(
                f"the inline metadata of {name} is opened and not closed: every line of it begins "
                "with #, and the last one is '# ///'"
            )
        return None
    if len(blocks) > 1:
        raise ConfigError(f"{name} has {len(blocks)} blocks of inline metadata; leave one")
    lines = blocks[0].splitlines()
    text = "\n".join(line[2:] if line.startswith("# ") else line[1:] for line in lines)
    try:
        told: dict[str, Any] = tomllib.loads(text)
        python = SpecifierSet(str(told.get("requires-python", "")))
    except (tomllib.TOMLDecodeError, InvalidSpecifier) as error:
        raise ConfigError(f"the inline metadata of {name} cannot be read: {error}") from error
    # A Python that was built by its user has a "+" at the end of its version.
    if not python.contains(platform.python_version().rstrip("+"), prereleases=True):
        raise ConfigError(f"{name} asks for Python {python}; this is {platform.python_version()}")
    dependencies = told.get("dependencies", [])
    if not isinstance(dependencies, list) or not all(isinstance(d, str) for d in dependencies):
        raise ConfigError(f"the dependencies of {name} are no list of texts")
    return Header(tuple(dependencies))


def with_header(source: str, packages: Sequence[str]) -> str:
    """Put the inline metadata of PEP 723 in front of `source`; a block of its own is replaced.

    Args:
        packages: PEP 508 requirements, pinned; none gives an empty list, which is as true.
    """
    body = _BLOCK.sub("", source, count=1)
    lines = ["# /// script", f'# requires-python = "{_REQUIRES_PYTHON}"']
    if packages:
        listed = [f'#     "{package}",' for package in packages]
        lines += ["# dependencies = [", *listed, "# ]"]
    else:
        lines.append("# dependencies = []")
    header = "\n".join([*lines, "# ///"]) + "\n"
    if body.startswith("#!"):
        shebang, _, rest = body.partition("\n")
        return f"{shebang}\n{header}{rest}"
    return header + body
