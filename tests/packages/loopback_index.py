"""A package index of our own (PEP 503, 691, 700) with tiny packages that are built on the spot."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from packaging.utils import canonicalize_name


def wheel(
    name: str,
    version: str,
    files: Mapping[str, str],
    *,
    requires: tuple[str, ...] = (),
    tag: str = "py3-none-any",
    scripts: Mapping[str, str] | None = None,
) -> tuple[str, bytes]:
    """File name and content of a wheel; `scripts` are its console entry points."""
    stem = f"{name.replace('-', '_')}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    members = {path: text.encode() for path, text in files.items()}
    members[f"{stem}.dist-info/METADATA"] = metadata.encode()
    members[f"{stem}.dist-info/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    )
    if scripts:
        lines = "".join(f"{command} = {target}\n" for command, target in scripts.items())
        members[f"{stem}.dist-info/entry_points.txt"] = f"[console_scripts]\n{lines}".encode()
    record = "".join(
        f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in members.items()
    )
    members[f"{stem}.dist-info/RECORD"] = f"{record}{stem}.dist-info/RECORD,,\n".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return f"{stem}-{tag}.whl", buffer.getvalue()


def sdist(name: str, version: str, setup_py: str) -> tuple[str, bytes]:
    """File name and content of a source distribution."""
    stem = f"{name}-{version}"
    members = {"setup.py": setup_py, "PKG-INFO": f"Name: {name}\nVersion: {version}\n"}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in members.items():
            info = tarfile.TarInfo(f"{stem}/{path}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return f"{stem}.tar.gz", buffer.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


_JSON = "application/vnd.pypi.simple.v1+json"


@dataclass
class Index:
    """What is being served, and what was asked for."""

    files: dict[str, bytes]
    status: int = 200
    """Answer everything with this instead."""
    asked: list[str] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)
    """Requests wait until this is set."""
    tells_times: bool = True
    """Does it serve JSON, which says when a file was uploaded?"""
    uploaded: dict[str, str] = field(default_factory=dict)
    """When, by file name; long ago where nothing is said."""
    hashes: dict[str, str] = field(default_factory=dict)
    """What the index says of a file, by name, where that is not the truth."""
    url: str = ""

    def page(self, project: str) -> bytes | None:
        """As HTML, which does not tell when a file was uploaded."""
        names = self._names(project)
        links = "".join(
            f'<a href="/files/{name}#sha256={self._sha256(name)}">{name}</a>\n' for name in names
        )
        return f"<!DOCTYPE html><html><body>{links}</body></html>".encode() if names else None

    def json_page(self, project: str) -> bytes | None:
        files = [
            {
                "filename": name,
                "url": f"/files/{name}",
                "hashes": {"sha256": self._sha256(name)},
                "size": len(self.files[name]),
                "upload-time": self.uploaded.get(name, "2020-01-01T00:00:00Z"),
            }
            for name in self._names(project)
        ]
        versions = sorted({str(file["filename"]).split("-")[1] for file in files})
        told = {"meta": {"api-version": "1.1"}, "name": project, "files": files}
        return json.dumps(told | {"versions": versions}).encode() if files else None

    def _names(self, project: str) -> list[str]:
        return [name for name in self.files if _project(name) == project]

    def _sha256(self, name: str) -> str:
        return self.hashes.get(name) or hashlib.sha256(self.files[name]).hexdigest()


def _project(filename: str) -> str:
    stem = filename.removesuffix(".tar.gz")
    return canonicalize_name(stem.rsplit("-", 1)[0] if stem != filename else stem.split("-")[0])


@contextmanager
def serve(*packages: tuple[str, bytes]) -> Iterator[Index]:
    """Serve `packages` on loopback for as long as the context lasts."""
    index = Index(dict(packages))
    index.open.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            index.asked.append(self.path)
            index.open.wait()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(self._answer())

        def do_HEAD(self) -> None:
            self._answer()

        def _answer(self) -> bytes:
            parts = self.path.strip("/").split("/")
            body: bytes | None = None
            kind = "text/html"
            if parts[0] == "simple" and len(parts) == 2 and self._takes_json():
                body, kind = index.json_page(parts[1]), _JSON
            elif parts[0] == "simple" and len(parts) == 2:
                body = index.page(parts[1])
            elif parts[0] == "files":
                body = index.files.get(parts[1])
            status = index.status if index.status != 200 else (404 if body is None else 200)
            content = body if status == 200 and body is not None else b"no"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return content

        def _takes_json(self) -> bool:
            return index.tells_times and _JSON in self.headers.get("Accept", "")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # A client that is killed may be gone before it is accepted, and nobody is to wait for it.
    server.socket.settimeout(1.0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    index.url = f"http://127.0.0.1:{server.server_port}/simple"
    try:
        yield index
    finally:
        index.open.set()
        server.shutdown()
        server.server_close()
        thread.join()
