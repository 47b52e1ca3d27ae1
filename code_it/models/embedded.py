"""Messages -> Completion, by a model that runs inside this process.

llama.cpp does the work. Its calls hold the thread that makes them, so each request has a thread
of its own, and Ctrl-C reaches the one that waits for it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import mmap
import os
import queue
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from code_it import cancelling
from code_it.errors import LLMBadResponse, LLMUnavailable, ModelError, PromptTooLong, WeightsError
from code_it.models import Completion, Message
from code_it.models._replies import Repetition
from code_it.models.weights import OnProgress, find_weights

logger = logging.getLogger(__name__)

# llama.cpp looks up between batches of the prompt. Small batches read as fast as large ones
# (45 tokens/s at 32, 64 and 512 on two cores), and a request can be cancelled within a second.
_BATCH_TOKENS = 32
# Other conversations' prompts that are kept to be continued; llama.cpp would keep 8 GiB.
_PROMPT_CACHE_MIB = 512
# What a script has in common with what was read is guessed from there and read in one step, which
# changes nothing but the time. After three tokens that were met before the next three are guessed:
# a function with its docstring took 0.67 of the time to write, other scripts 0.74 to 1.0.
_MET_TOKENS = 3
_GUESSED_TOKENS = 3
_CANCEL_SECONDS = 0.9
_EXIT_SECONDS = 10.0
_HEADER_BYTES = 64 * 1024 * 1024

_WITHOUT = "use another model with --model, or a model server with --backend ollama"

CONTEXT_TOKENS = 8192
"""Longest conversation, unless told."""


class EmbeddedLLM:
    """An `LLM` that needs no server. It may be shared by threads; they take turns."""

    takes_schema = True
    continues_replies = True
    """It goes on where an assistant's message at the end of the conversation stops."""

    def __init__(
        self,
        model: str = "",
        *,
        context_tokens: int = CONTEXT_TOKENS,
        threads: int = 0,
        on_progress: OnProgress | None = None,
    ) -> None:
        """
        Args:
            model: A name that `find_weights` knows, or the path of a GGUF file.
            context_tokens: Longest conversation. A model that can take less takes less.
            threads: To compute with; 0 for one per core that this process may use.
            on_progress: Told how far a download is.
        """
        self._model = model
        self._context_tokens = context_tokens
        self._threads = threads
        self._on_progress = on_progress
        self._path: Path | None = None
        self._parameters: dict[str, Any] = {}

    def load(self) -> None:
        """Fetch and load the model now, rather than with the first question.

        Raises:
            WeightsError: There is no such model, or it cannot be loaded.
            LLMUnavailable: llama.cpp is not installed, or does not run here.
        """
        self._server()

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def complete(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        stop: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """See `LLM.complete`. A reply that repeats one line over and over is cut short.

        Args:
            schema: The answer is JSON of this schema.
        """
        request = {
            **self._parameters,
            "messages": [
                {"role": message.role, "content": _clean(message.content)} for message in messages
            ],
            "temperature": temperature,
            "max_tokens": max_tokens,
            "stop": [_clean(text) for text in stop if text],
            "stream": True,
            "stream_options": {"include_usage": True},
            # Without it nothing is heard, and nothing can be cancelled, while a prompt is read.
            "return_progress": True,
            "cache_prompt": True,
            # Models that think aloud would spend the whole answer on it.
            "chat_template_kwargs": {"enable_thinking": False},
        }
        if seed is not None:
            request["seed"] = seed
        if schema is not None:
            form = {"name": "answer", "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": form}
        # Nothing here holds the server, so that it ends with `_shut_down`.
        asked = _Request(self._server(), request)
        return _Reply(asked, on_text, model=self._path.name if self._path else "").read()

    def set_parameter(self, name: str, value: Any) -> None:
        """Keep a parameter: `temperature`, `max_tokens` and `seed` for `_call`, and any other
        that llama.cpp's chat completions take (`top_p`, `repeat_penalty`) for all requests."""
        self._parameters[{"max_new_tokens": "max_tokens"}.get(name, name)] = value

    def _call(self, prompt: str, stop: list[str] | None = None) -> str:
        """The classic way to ask: one prompt in, the answer out."""
        return self.complete(
            [Message("user", prompt)],
            temperature=self._parameters.get("temperature", 0.0),
            max_tokens=self._parameters.get("max_tokens", 1024),
            seed=self._parameters.get("seed"),
            stop=stop or self._parameters.get("stop", ()),
        ).text

    def _server(self) -> Any:
        self._path = self._path or find_weights(self._model, on_progress=self._on_progress)
        return _shared_server(self._path, self._context_tokens, self._threads or usable_cores())


def build_embedded_llm(
    model: str = "", *, context_tokens: int = CONTEXT_TOKENS, on_progress: OnProgress | None = None
) -> EmbeddedLLM:
    """The model that runs in this process; nothing is fetched or loaded before it is asked."""
    return EmbeddedLLM(model, context_tokens=context_tokens, on_progress=on_progress)


def usable_cores() -> int:
    """Physical cores that this process may use, 1 or more.

    Two threads on one core gain nothing, and a thread that has to wait for a core makes all the
    others wait with it.
    """
    import psutil

    allowed = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    physical = psutil.cpu_count(logical=False) or allowed
    return max(1, min(allowed, physical, _quota_cores(Path("/sys/fs/cgroup/cpu.max"))))


def _quota_cores(file: Path) -> int:
    """Cores that the container's limit allows; plenty if it has none."""
    try:
        quota, period = file.read_text(encoding="ascii").split()
        return int(quota) // int(period)
    except (OSError, ValueError):
        return 2**16


def _clean(text: str) -> str:
    # A lone surrogate (out of a file name, say) is no text to llama.cpp.
    return text.encode("utf-8", "replace").decode("utf-8")


# Loading: once per process, file, context and thread count


_servers: dict[tuple[Path, int, int], Any] = {}
_servers_lock = threading.Lock()
_running: set[_Request] = set()
_running_lock = threading.Lock()
_process_ends = threading.Event()


def _shared_server(path: Path, context_tokens: int, threads: int) -> Any:
    key = (path.resolve(), context_tokens, threads)
    with _servers_lock:
        if key not in _servers:
            _refuse_at_the_end()
            if not _servers:
                atexit.register(_shut_down)
            _servers[key] = _load(*key)
        return _servers[key]


def _refuse_at_the_end() -> None:
    if _process_ends.is_set():
        raise LLMUnavailable("the embedded model is not asked while the program ends")


def _shut_down() -> None:
    """End what llama.cpp does: it crashes when the process ends under it."""
    with _running_lock:
        _process_ends.set()
        running = list(_running)
    for request in running:
        request.cancel(_EXIT_SECONDS)
    _servers.clear()


def _load(path: Path, context_tokens: int, threads: int) -> Any:
    xllamacpp = _library()
    started = time.monotonic()
    try:
        server = xllamacpp.Server(_server_settings(xllamacpp, path, context_tokens, threads))
    except (RuntimeError, ValueError, MemoryError) as error:
        reason = _why_not(xllamacpp, path, context_tokens, threads)
        raise WeightsError(
            f"{path} could not be loaded as a model ({reason or error}); {_WITHOUT}"
        ) from error
    if not _has_chat_template(path):
        logger.warning("%s has no chat template; it is asked in ChatML", path)
    logger.info("Model: %s loaded in %.1f s", path.name, time.monotonic() - started)
    return server


def _library() -> Any:
    # Heavy, and of no use to those who ask a model server.
    try:
        import xllamacpp
    except (ImportError, OSError) as error:
        raise LLMUnavailable(
            f"the embedded model needs xllamacpp, which cannot be imported ({error}); install it "
            "(pip install xllamacpp), or use a model server with --backend ollama"
        ) from error
    return xllamacpp


def _server_settings(
    xllamacpp: Any, path: Path, context_tokens: int, threads: int, *, log_level: int = 0
) -> Any:
    settings = xllamacpp.CommonParams()
    settings.model.path = str(path)
    settings.n_ctx = context_tokens
    settings.n_batch = settings.n_ubatch = _BATCH_TOKENS
    # One conversation at a time: four at once write only 1.35 times the tokens of one.
    settings.n_parallel = 1
    settings.cache_ram_mib = _PROMPT_CACHE_MIB
    guessing = settings.speculative
    guessing.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]
    guessing.ngram_simple.size_n = _MET_TOKENS
    guessing.ngram_simple.size_m = _GUESSED_TOKENS
    settings.cpuparams.n_threads = threads
    settings.cpuparams_batch.n_threads = threads
    # Loading cannot be interrupted, so what can wait is done with the first question.
    settings.warmup = False
    settings.use_jinja = True
    settings.verbosity = log_level
    # The server also listens on a loopback port, and that cannot be turned off. The key is known
    # to nobody.
    settings.api_keys = [secrets.token_urlsafe(32)]
    settings.ui = False
    settings.endpoint_slots = False
    settings.offline = True
    return settings


def _has_chat_template(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        # The names are near the start, before the numbers.
        return data.find(b"tokenizer.chat_template", 0, _HEADER_BYTES) >= 0


def _why_not(xllamacpp: Any, path: Path, context_tokens: int, threads: int) -> str:
    """llama.cpp's own words on a file that it did not load; empty when it says nothing.

    It speaks on the process's error stream only, so that is caught while it fails once more.
    """
    settings = _server_settings(xllamacpp, path, context_tokens, threads, log_level=1)
    with tempfile.TemporaryFile() as log, contextlib.suppress(OSError):
        # Nobody else's words are caught: llama.cpp lets no other thread of Python run meanwhile.
        stderr = os.dup(2)
        os.dup2(log.fileno(), 2)
        try:
            with contextlib.suppress(RuntimeError, ValueError, MemoryError):
                xllamacpp.Server(settings)
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
        log.seek(0)
        return _first_error(log.read().decode("utf-8", "replace"))
    return ""


def _first_error(log: str) -> str:
    """Out of lines such as `0.00.005 E llama_model_load: error loading model: no such tensor`."""
    errors = (line.partition(" E ")[2] for line in log.splitlines())
    first = next(filter(None, errors), "")
    return first.partition(": ")[2].removeprefix("error loading model: ").strip()


# Asking


class _Request:
    """One request, in a thread of its own; what is iterated over are llama.cpp's chunks."""

    def __init__(self, server: Any, request: dict[str, Any]) -> None:
        self._chunks: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(server, json.dumps(request)), daemon=True
        )
        with _running_lock:
            _refuse_at_the_end()
            _running.add(self)
            self._thread.start()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while True:
            # In short waits, so that Ctrl-C gets through on every system.
            try:
                chunk = self._chunks.get(timeout=0.2)
            except queue.Empty:
                continue
            if chunk is None:
                return
            if isinstance(chunk, Exception):
                raise LLMBadResponse(f"the embedded model failed ({chunk})") from chunk
            yield chunk

    def stop(self) -> None:
        """End it soon, if it runs."""
        self._cancelled.set()

    def cancel(self, seconds: float) -> None:
        """The same, and wait for that, but not for longer than `seconds`."""
        self.stop()
        self._thread.join(seconds)

    def _run(self, server: Any, request: str) -> None:
        try:
            server.handle_chat_completions(request, self._take)
        except Exception as error:
            self._chunks.put(error)
        finally:
            with _running_lock:
                _running.discard(self)
            self._chunks.put(None)

    def _take(self, chunk: str) -> bool:
        """Given each chunk; the answer is whether to stop."""
        self._chunks.put(json.loads(chunk))
        return self._cancelled.is_set()


class _Reply:
    """A reply that is being written."""

    def __init__(
        self, request: _Request, on_text: Callable[[str], None] | None, *, model: str
    ) -> None:
        self._started = time.monotonic()
        self._model = model
        self._request = request
        self._on_text = on_text
        self._pieces: list[str] = []
        self._repetition = Repetition()
        self._finish_reason: Literal["stop", "length", "repetition", "unknown"] = "unknown"
        self._prompt_tokens = 0
        self._completion_tokens = 0

    def read(self) -> Completion:
        try:
            cancelling.when_left_alone(self._request.stop)
            for chunk in self._request:
                self._take(chunk)
                if self._repetition.is_runaway:
                    logger.info("Model: stopped, it wrote the same again and again")
                    self._finish_reason = "repetition"
                    break
        finally:
            self._request.cancel(_CANCEL_SECONDS)
        return Completion(
            text="".join(self._pieces),
            finish_reason=self._finish_reason,
            prompt_tokens=self._prompt_tokens,
            # One piece is one token, as long as llama.cpp has not said better.
            completion_tokens=self._completion_tokens or len(self._pieces),
            seconds=time.monotonic() - self._started,
            model=self._model,
        )

    def _take(self, chunk: dict[str, Any]) -> None:
        if "error" in chunk:
            raise _refusal(chunk["error"])
        self._prompt_tokens = chunk.get("prompt_progress", {}).get("total", self._prompt_tokens)
        if "usage" in chunk:
            self._prompt_tokens = chunk["usage"]["prompt_tokens"]
            self._completion_tokens = chunk["usage"]["completion_tokens"]
        for choice in chunk.get("choices", ()):
            reason = choice.get("finish_reason")
            if reason is not None:
                self._finish_reason = reason if reason in ("stop", "length") else "unknown"
            if piece := choice.get("delta", {}).get("content"):
                self._take_text(piece)

    def _take_text(self, piece: str) -> None:
        self._pieces.append(piece)
        self._repetition.add(piece)
        if self._on_text is not None:
            self._on_text(piece)


def _refusal(error: dict[str, Any]) -> ModelError:
    if error.get("type") == "exceed_context_size_error":
        return PromptTooLong(
            f"the prompt has {error.get('n_prompt_tokens')} tokens, and the model takes "
            f"{error.get('n_ctx')}; shorten the task or its inputs, or raise context_tokens"
        )
    return LLMBadResponse(f"the embedded model refused the request ({error.get('message')})")
