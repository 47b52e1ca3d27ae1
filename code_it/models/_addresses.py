"""Addresses of model servers, as they are given, asked and shown."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from code_it.errors import ConfigError

_LOOPBACK = re.compile(r"localhost|127\.[0-9.]+|::1|0\.0\.0\.0")


def server_url(url: str, *, default: str) -> str:
    """`url` with a scheme and without a trailing slash; `default` for an empty one.

    Raises:
        ConfigError: It is no address of a server.
    """
    url = url.strip() or default
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in url):
        without_login = re.sub(r"//.*@", "//", url)
        raise ConfigError(
            f"{without_login!r} is no address of a model server; it must look like {default}"
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), parts.query, ""))


def shown(url: str) -> str:
    """`url` without what may be secret in it: the login and the query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "the address"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def is_loopback(url: str) -> bool:
    """Is the server on this machine?"""
    return bool(_LOOPBACK.fullmatch(urlsplit(url).hostname or ""))
