"""Distribution name -> its newest wheel's table of contents, from a package index.

Wheels are not downloaded: of each, only the end of the file is read, where a zip archive lists
what is in it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from zipfile import BadZipFile

import requests
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version
from remotezip import RemoteZip, RemoteZipError
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tools.wheel_contents import Contents, read_contents

_JSON = "application/vnd.pypi.simple.v1+json"
_TIMEOUT_SECONDS = 60.0
_RETRIES = 5
_PASSING_FAULTS = (429, 500, 502, 503, 504)
_USER_AGENT = "code-it-import-names"


class NoAnswer(Exception):
    """The index gave no usable answer. Says about which distribution, and not the address.

    An address may hold a password, so errors of others are named and not quoted.
    """


@dataclass(frozen=True)
class _Wheel:
    filename: str
    url: str
    version: Version
    platforms: frozenset[str]
    interpreters: frozenset[str]

    @property
    def runs_on_linux(self) -> bool:
        """On a common Linux machine with Python 3."""
        python3 = any(tag.startswith(("py3", "cp3")) for tag in self.interpreters)
        return python3 and any(
            tag == "any" or ("linux" in tag and tag.endswith("x86_64")) for tag in self.platforms
        )


class WheelIndex:
    """An index that speaks PEP 691's JSON and serves parts of files. Good for several threads."""

    def __init__(self, url: str, *, retries: int = _RETRIES) -> None:
        self._url = url.rstrip("/") + "/"
        self._retry = Retry(
            retries, backoff_factor=1.0, status_forcelist=_PASSING_FAULTS, raise_on_status=False
        )
        self._of_thread = threading.local()

    def contents(self, distribution: str) -> Contents:
        """What the newest wheel of `distribution` provides; nothing where there is no wheel.

        Raises:
            NoAnswer: The index cannot be reached, or does not answer as it should.
        """
        try:
            return self._contents(distribution)
        except (OSError, RemoteZipError, BadZipFile, LookupError, ValueError) as error:
            raise NoAnswer(f"{distribution}: {_shown(error)}") from error

    def _contents(self, distribution: str) -> Contents:
        page_url = urljoin(self._url, f"{distribution}/")
        files = self._files(page_url, distribution)
        wheels = _newest([wheel for file in files if (wheel := _wheel(file, page_url))])
        if not wheels:
            return Contents(distribution)
        best = min(wheels, key=lambda wheel: (not wheel.runs_on_linux, wheel.filename))
        has_source = any(not str(file["filename"]).endswith(".whl") for file in files)
        system = "" if has_source else _only_system(wheels)
        return read_contents(distribution, best.filename, self._listing(best.url), system=system)

    def _files(self, page_url: str, distribution: str) -> list[Mapping[str, Any]]:
        response = self._session().get(
            page_url, headers={"Accept": _JSON}, timeout=_TIMEOUT_SECONDS
        )
        if response.status_code == 404:
            return []
        response.raise_for_status()
        if _JSON not in response.headers.get("Content-Type", ""):
            raise NoAnswer(f"{distribution}: the index does not speak JSON (PEP 691)")
        files: list[Mapping[str, Any]] = response.json()["files"]
        return files

    def _listing(self, url: str) -> dict[str, int]:
        # Many servers refuse to count from the end of a file, so its size is asked for first.
        archive = RemoteZip(
            url,
            session=self._session(),
            support_suffix_range=False,
            allow_redirects=True,
            timeout=_TIMEOUT_SECONDS,
            headers={"Accept-Encoding": "identity"},
        )
        with archive:
            return {entry.filename: entry.file_size for entry in archive.infolist()}

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = requests.Session()
            session.headers["User-Agent"] = _USER_AGENT
            for scheme in ("http://", "https://"):
                session.mount(scheme, HTTPAdapter(max_retries=self._retry))
        return session


def _shown(error: BaseException) -> str:
    """In short, and without an address."""
    within: BaseException | None = error
    while within is not None:
        if isinstance(within, requests.HTTPError) and within.response is not None:
            return f"status {within.response.status_code}"
        within = within.__context__
    return type(error).__name__


def _wheel(file: Mapping[str, Any], page_url: str) -> _Wheel | None:
    """`None` for what is no wheel, or withdrawn."""
    name = str(file["filename"])
    if not name.endswith(".whl") or file.get("yanked"):
        return None
    try:
        _, version, _, tags = parse_wheel_filename(name)
    except InvalidWheelFilename:
        return None
    return _Wheel(
        name,
        urljoin(page_url, str(file["url"])),
        version,
        frozenset(tag.platform for tag in tags),
        frozenset(tag.interpreter for tag in tags),
    )


def _newest(wheels: Iterable[_Wheel]) -> list[_Wheel]:
    """Those of the newest final version; of the newest at all, where none is final."""
    wheels = list(wheels)
    final = [wheel for wheel in wheels if not wheel.version.is_prerelease] or wheels
    newest = max((wheel.version for wheel in final), default=None)
    return [wheel for wheel in final if wheel.version == newest]


def _only_system(wheels: Iterable[_Wheel]) -> str:
    platforms = {tag for wheel in wheels for tag in wheel.platforms}
    if all(tag.startswith("win") for tag in platforms):
        return "win32"
    return "darwin" if all(tag.startswith("macosx") for tag in platforms) else ""
