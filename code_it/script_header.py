"""A script and its packages -> a script that says what it needs (PEP 723)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BLOCK = re.compile(r"^# /// script\n(?:#[^\n]*\n)*?# ///\n+", re.MULTILINE)
_REQUIRES_PYTHON = ">=3.10"


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
