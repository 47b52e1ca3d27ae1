"""Exact versions with the hashes of their files, as installers write and read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.utils import canonicalize_name

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


@dataclass(frozen=True, order=True)
class Pin:
    """One release, and the files of it that may be installed."""

    name: str
    """Normalised."""
    version: str
    hashes: tuple[str, ...]
    """`"sha256:..."`, sorted."""

    def __str__(self) -> str:
        hashes = "".join(f" --hash={each}" for each in self.hashes)
        return f"{self.name}=={self.version}{hashes}"


def lock_text(pins: Iterable[Pin]) -> str:
    """The pins as a requirements file, which uv and pip read alike."""
    return "".join(f"{pin}\n" for pin in sorted(pins))


def read_uv(text: str) -> tuple[Pin, ...]:
    """What `uv pip compile --generate-hashes` writes.

    Raises:
        ValueError: A release has no hash, or it is something else.
    """
    pins = []
    for entry in text.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.lstrip().startswith("#"):
            continue
        match = _PIN.match(entry)
        if match is None:
            raise ValueError(f"not a pinned release: {entry.strip()[:80]!r}")
        pins.append(_pin(match["name"], match["version"], _HASH.findall(entry)))
    return tuple(sorted(pins))


def read_pip(report: str) -> tuple[Pin, ...]:
    """What `pip install --report` writes.

    Raises:
        ValueError: A file has no hash, or it is something else.
    """
    try:
        pins = [
            _pin(
                item["metadata"]["name"],
                item["metadata"]["version"],
                [f"sha256:{item['download_info']['archive_info']['hashes']['sha256']}"],
            )
            for item in json.loads(report)["install"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"a report of pip without {error}") from error
    return tuple(sorted(pins))


def _pin(name: str, version: str, hashes: Iterable[str]) -> Pin:
    found = tuple(sorted(set(hashes)))
    if not found:
        raise ValueError(f"{name} {version} has no hash")
    return Pin(canonicalize_name(name), version, found)
