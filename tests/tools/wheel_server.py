"""A package index on loopback that speaks JSON (PEP 691) and serves parts of files."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/vnd.pypi.simple.v1+json"


def archive(files: Iterable[str] | Mapping[str, int]) -> bytes:
    """A zip of files with these names, and sizes in bytes where they are given."""
    sizes = files if isinstance(files, Mapping) else dict.fromkeys(files, 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, size in sizes.items():
            opened.writestr(name, b"#" * size)
    return buffer.getvalue()


@dataclass
class WheelServer:
    """What is being served, and what was asked for."""

    projects: dict[str, dict[str, bytes]]
    """Files by name, by normalised project name."""
    yanked: frozenset[str] = frozenset()
    """Names of files."""
    content_type: str = JSON
    fails: dict[str, int] = field(default_factory=dict)
    """Status of the answers, by the last part of the path."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, last part of the path, and range."""
    url: str = ""

    def page(self, project: str) -> bytes:
        files = [
            {"filename": name, "url": f"../../files/{name}", "yanked": name in self.yanked}
            for name in self.projects[project]
        ]
        return json.dumps({"meta": {"api-version": "1.0"}, "files": files}).encode()

    def answer(self, path: str, wanted: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers."""
        kind, name = path.strip("/").split("/")
        if name in self.fails:
            return self.fails[name], b"no", {}
        if kind == "simple" and name in self.projects:
            return 200, self.page(name), {"Content-Type": self.content_type}
        found = [files[name] for files in self.projects.values() if name in files]
        if kind != "files" or not found:
            return 404, b"no", {}
        return _part(found[0], wanted) if wanted else (200, found[0], {})


def _part(content: bytes, wanted: str) -> tuple[int, bytes, dict[str, str]]:
    match = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)
    if match is None:
        return 501, b"no", {}
    first, last = map(int, match.groups())
    part = content[first : last + 1]
    return 206, part, {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(content)}"}


@contextmanager
def serve(projects: dict[str, dict[str, bytes]]) -> Iterator[WheelServer]:
    """Serve `projects` on loopback for as long as the context lasts."""
    served = WheelServer(projects)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(self._head())

        def do_HEAD(self) -> None:
            self._head()

        def _head(self) -> bytes:
            wanted = self.headers.get("Range", "")
            served.asked.append((self.command, self.path.strip("/").split("/")[-1], wanted))
            status, body, headers = served.answer(self.path, wanted)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            return body

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/simple"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
