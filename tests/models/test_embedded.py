"""The embedded model: what it does with a real one, and what it does when things go wrong."""

from __future__ import annotations

import itertools
import json
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from code_it import cancelling
from code_it.errors import (
    Cancelled,
    LLMBadResponse,
    LLMUnavailable,
    PromptTooLong,
    WeightsError,
)
from code_it.models import LLM, ClassicClient, Message
from code_it.models import embedded as module
from code_it.models.embedded import EmbeddedLLM, build_embedded_llm, usable_cores

PATIENCE_SECONDS = 300
HELLO = [Message("user", "Say hello.")]
COUNT = [Message("user", "Count from 1 to 1000, one number per line.")]


# With a real model


@pytest.fixture
def llm(small_model: Path) -> EmbeddedLLM:
    return build_embedded_llm(str(small_model), context_tokens=512)


def in_a_process(script: str, model: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(model)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.model
@pytest.mark.network
class TestWithARealModel:
    def test_it_answers_and_streams(self, llm: EmbeddedLLM) -> None:
        """The pieces make up the text, and the tokens are counted."""
        pieces: list[str] = []
        completion = llm.complete(HELLO, max_tokens=60, on_text=pieces.append)
        assert "hello" in completion.text.lower()
        assert len(pieces) > 1 and "".join(pieces) == completion.text
        assert completion.finish_reason == "stop"
        assert completion.prompt_tokens > 10
        assert 1 < completion.completion_tokens < 60

    def test_an_answer_ends_at_max_tokens(self, llm: EmbeddedLLM) -> None:
        """Its finish reason says that it is cut off."""
        completion = llm.complete(COUNT, max_tokens=7)
        assert completion.finish_reason == "length"
        assert completion.completion_tokens == 7

    def test_an_answer_ends_before_a_stop_text(self, llm: EmbeddedLLM) -> None:
        """The stop text is neither in the answer nor streamed; an empty one means nothing."""
        pieces: list[str] = []
        completion = llm.complete(COUNT, max_tokens=60, stop=["", "3"], on_text=pieces.append)
        assert completion.finish_reason == "stop"
        assert "2" in completion.text and "3" not in completion.text
        assert "".join(pieces) == completion.text

    @pytest.mark.parametrize("temperature", [0.0, 1.0])
    def test_a_seed_makes_answers_repeatable(self, llm: EmbeddedLLM, temperature: float) -> None:
        """The same question gets the same answer, also when it is drawn by lot."""
        answers = {
            llm.complete(HELLO, temperature=temperature, seed=3, max_tokens=12).text
            for _ in range(3)
        }
        assert len(answers) == 1

    def test_another_seed_gives_another_answer(self, llm: EmbeddedLLM) -> None:
        """Fresh samples differ."""
        tale = [Message("user", "Tell me a tale.")]
        answers = {
            llm.complete(tale, temperature=1.5, seed=seed, max_tokens=16).text for seed in (1, 2, 3)
        }
        assert len(answers) > 1

    def test_threads_and_builds_share_one_loaded_model(
        self, small_model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Four askers at once, of two builds of the same file: it is loaded once."""
        monkeypatch.setattr(module, "_servers", {})
        loads: list[Path] = []
        load = module._load

        def counting_load(path: Path, context_tokens: int, threads: int) -> Any:
            loads.append(path)
            KEPT.append(load(path, context_tokens, threads))
            return KEPT[-1]

        monkeypatch.setattr(module, "_load", counting_load)
        builds = [build_embedded_llm(str(small_model), context_tokens=512) for _ in range(2)]
        answers: list[str] = []

        def ask(llm: EmbeddedLLM) -> None:
            answers.append(llm.complete(HELLO, max_tokens=6).text)

        askers = [threading.Thread(target=ask, args=(llm,)) for llm in builds * 2]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert len(loads) == 1
        assert len(answers) == 4 and len(set(answers)) == 1

    def test_a_prompt_that_is_too_long_names_both_numbers(self, llm: EmbeddedLLM) -> None:
        """It is an error, not an answer to half of the question; the next question is fine."""
        with pytest.raises(
            PromptTooLong, match=r"the prompt has \d{4} tokens, and the model takes 512;"
        ):
            llm.complete([Message("user", "hello " * 2000)])
        assert llm.complete(HELLO, max_tokens=5).text

    def test_text_that_is_no_unicode_is_no_obstacle(self, llm: EmbeddedLLM) -> None:
        """File names can smuggle lone surrogates into a prompt."""
        assert llm.complete([Message("user", "Say hello to \ud800.")], max_tokens=5).text

    def test_the_classic_calls_work(self, llm: EmbeddedLLM) -> None:
        """Parameters that were set hold for `_call`."""
        assert isinstance(llm, LLM) and isinstance(llm, ClassicClient)
        llm.set_parameter("max_new_tokens", 4)
        short = llm._call("Count from 1 to 1000, one number per line.")
        llm.set_parameter("max_tokens", 30)
        longer = llm._call("Count from 1 to 1000, one number per line.", ["never said"])
        assert short and longer.startswith(short) and len(longer) > len(short)

    def test_nothing_but_the_answer_is_printed(self, small_model: Path) -> None:
        """llama.cpp's own log stays off both streams, and the process ends in order."""
        script = (
            "import sys\n"
            "from code_it.models import Message\n"
            "from code_it.models.embedded import build_embedded_llm\n"
            "llm = build_embedded_llm(sys.argv[1], context_tokens=512)\n"
            "print(llm.complete([Message('user', 'Say hello.')], max_tokens=3).finish_reason)\n"
        )
        with in_a_process(script, small_model) as process:
            stdout, stderr = process.communicate(timeout=PATIENCE_SECONDS)
        assert (stdout, stderr, process.returncode) == ("length\n", "", 0)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a child")
    def test_ctrl_c_ends_a_generation_and_the_next_one_works(self, small_model: Path) -> None:
        """KeyboardInterrupt reaches the caller, and the model is free at once."""
        script = (
            "import sys\n"
            "from code_it.models import Message\n"
            "from code_it.models.embedded import build_embedded_llm\n"
            "llm = build_embedded_llm(sys.argv[1], context_tokens=512)\n"
            "tell = lambda piece: print('started', flush=True)\n"
            "try:\n"
            "    llm.complete([Message('user', 'Count to 1000.')], max_tokens=480, on_text=tell)\n"
            "except KeyboardInterrupt:\n"
            "    print(llm.complete([Message('user', 'Hi.')], max_tokens=3).completion_tokens)\n"
            "    sys.exit(130)\n"
        )
        with in_a_process(script, small_model) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "started\n"
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=PATIENCE_SECONDS)
        assert stdout.splitlines()[-1] == "3"
        assert (stderr, process.returncode) == ("", 130)

    @pytest.mark.parametrize("times", [1, 2])
    def test_a_process_may_end_while_a_thread_is_being_answered(
        self, small_model: Path, times: int
    ) -> None:
        """llama.cpp is stopped first, and asked no more; it would crash otherwise."""
        script = (
            "import sys, threading\n"
            "from code_it.errors import LLMUnavailable\n"
            "from code_it.models import Message\n"
            "from code_it.models.embedded import build_embedded_llm\n"
            "llm = build_embedded_llm(sys.argv[1], context_tokens=512)\n"
            "started = threading.Event()\n"
            "def ask():\n"
            f"    for _ in range({times}):\n"
            "        try:\n"
            "            llm.complete([Message('user', 'Count to 1000.')], max_tokens=480,\n"
            "                         on_text=lambda piece: started.set())\n"
            "        except LLMUnavailable:\n"
            "            pass\n"
            "threading.Thread(target=ask, daemon=True).start()\n"
            "started.wait()\n"
        )
        with in_a_process(script, small_model) as process:
            _, stderr = process.communicate(timeout=PATIENCE_SECONDS)
        assert (stderr, process.returncode) == ("", 0)

    def test_the_loopback_port_answers_only_to_its_key(self, llm: EmbeddedLLM) -> None:
        """A program on the same machine cannot use the model or read what was asked."""
        llm.load()
        address = llm._server().listening_address
        assert address.startswith("http://127.0.0.1:")
        for path, body in (("/completion", b"{}"), ("/v1/models", None), ("/slots", None)):
            with pytest.raises(HTTPError) as caught:
                urlopen(Request(address + path, data=body), timeout=PATIENCE_SECONDS)
            assert caught.value.code == 401

    def test_a_file_that_is_cut_off_is_refused(self, small_model: Path, tmp_path: Path) -> None:
        """llama.cpp's reason is in the message, and the process lives on."""
        cut_off = tmp_path / "cut-off.gguf"
        cut_off.write_bytes(small_model.read_bytes()[:50_000_000])
        with pytest.raises(WeightsError, match="is corrupted or incomplete") as caught:
            build_embedded_llm(str(cut_off), context_tokens=512).load()
        assert str(cut_off) in str(caught.value) and "\n" not in str(caught.value)

    def test_a_file_without_a_chat_template_is_asked_in_chatml(
        self, small_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """It works, and the log says so."""
        bare = tmp_path / "bare.gguf"
        content = small_model.read_bytes()
        assert content.count(b"tokenizer.chat_template") == 1
        bare.write_bytes(content.replace(b"tokenizer.chat_template", b"tokenizer.chat_nothing_"))
        with caplog.at_level(logging.WARNING):
            completion = build_embedded_llm(str(bare), context_tokens=512).complete(
                HELLO, max_tokens=5
            )
        assert completion.completion_tokens > 0
        assert "bare.gguf has no chat template" in caplog.text


# Without one


# llama.cpp goes on listening on the descriptor of a server that is collected, and takes connections
# from whoever is given its number next.
KEPT: list[Any] = []


class FakeServer:
    """Stands in for llama.cpp: gives its chunks until it is told to stop."""

    def __init__(self, chunks: Iterator[dict[str, Any]]) -> None:
        self.chunks = chunks
        self.given = 0
        self.was_stopped = False

    def handle_chat_completions(self, request: str, callback: Callable[[str], bool]) -> None:
        self.request = json.loads(request)
        for chunk in self.chunks:
            self.given += 1
            if callback(json.dumps(chunk)):
                self.was_stopped = True
                return


def says(text: str) -> dict[str, Any]:
    return {"choices": [{"finish_reason": None, "delta": {"content": text}}]}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[..., EmbeddedLLM]:
    def build(server: object) -> EmbeddedLLM:
        llm = EmbeddedLLM()
        monkeypatch.setattr(llm, "_server", lambda: server)
        return llm

    return build


def endlessly(text: str) -> Iterator[dict[str, Any]]:
    while True:
        yield says(text)


def test_a_reply_that_repeats_a_line_without_end_is_cut_short(
    fake: Callable[..., EmbeddedLLM],
) -> None:
    """It says so, and the model is stopped."""
    server = FakeServer(endlessly("x = 1\n"))
    completion = fake(server).complete(HELLO)
    assert completion.text == "x = 1\n" * 30
    assert (completion.finish_reason, completion.completion_tokens) == ("repetition", 30)
    assert server.was_stopped


def _functions(count: int, first: int = 0) -> str:
    """So many, of ten lines each, and no two alike."""
    body = "".join(f"    value = value * {n} + {n}\n" for n in range(8))
    return "".join(
        f"def step_{n}(value):\n{body}    return value\n" for n in range(first, first + count)
    )


@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_a_reply_that_writes_its_functions_again_is_cut_short(
    fake: Callable[..., EmbeddedLLM], count: int
) -> None:
    """A few of them three times or more, many of them twice."""
    server = FakeServer(endlessly(_functions(count)))
    completion = fake(server).complete(HELLO, max_tokens=100_000)
    assert completion.finish_reason == "repetition"
    assert len(completion.text) < 4_500


def test_a_block_that_stands_twice_is_no_repetition(fake: Callable[..., EmbeddedLLM]) -> None:
    """Nor are functions that differ."""
    text = _functions(2) * 2 + _functions(12, first=2)
    assert fake(FakeServer(iter([says(text)]))).complete(HELLO).text == text


@pytest.mark.parametrize("more", ["", "_and_more"])
def test_a_function_that_is_defined_again_and_again_is_cut_short(
    fake: Callable[..., EmbeddedLLM], more: str
) -> None:
    """With another body, or with a name that grows."""
    names = (f"find{more * number}" for number in itertools.count(1))
    texts = (f"def {name}(a):\n    return {n}\n\n" for n, name in enumerate(names))
    completion = fake(FakeServer(map(says, texts))).complete(HELLO, max_tokens=100_000)
    assert completion.finish_reason == "repetition"
    assert completion.completion_tokens < 6


@pytest.mark.parametrize(
    "text",
    ["    if n == 1:\n        return True\n", "a = 1\nb = 2\n\nc = 3\n", "x == 1 or x == 2 or "],
)
def test_a_reply_that_goes_round_is_cut_short(fake: Callable[..., EmbeddedLLM], text: str) -> None:
    """A few lines in turn, or a few words on one line."""
    server = FakeServer(endlessly(text))
    completion = fake(server).complete(HELLO, max_tokens=100_000)
    assert completion.finish_reason == "repetition"
    assert len(completion.text) < 3_000
    assert server.was_stopped


@pytest.mark.parametrize(
    ("text", "count"),
    [("    if n == {0}:\n        return {0}\n", 30), ("run(\n'INSERT ({0})'\n)\n", 20)],
)
def test_a_reply_that_only_counts_is_cut_short(
    fake: Callable[..., EmbeddedLLM], text: str, count: int
) -> None:
    """Lines that differ in their numbers alone."""
    pieces = (says(text.format(n)) for n in itertools.count())
    completion = fake(FakeServer(pieces)).complete(HELLO, max_tokens=100_000)
    assert completion.finish_reason == "repetition"
    assert completion.completion_tokens == count


def test_lines_that_differ_are_no_repetition(fake: Callable[..., EmbeddedLLM]) -> None:
    """A table of many rows is read to its end, however its pieces are cut."""
    text = "".join(f"{number % 20}, 0,\n" for number in range(200))
    server = FakeServer(says(piece) for piece in text)
    assert fake(server).complete(HELLO).text == text


def test_what_on_text_raises_stops_the_model_and_is_raised(
    fake: Callable[..., EmbeddedLLM],
) -> None:
    """Whoever watches can end a reply."""

    class Enough(Exception):
        pass

    def watch(_: str) -> None:
        raise Enough

    server = FakeServer(endlessly("word "))
    with pytest.raises(Enough):
        fake(server).complete(HELLO, on_text=watch)
    assert server.was_stopped


def test_a_model_that_is_left_alone_stops(fake: Callable[..., EmbeddedLLM]) -> None:
    """Also while it reads the prompt, and writes nothing that could be looked at."""
    event = threading.Event()

    def read_without_end() -> Iterator[dict[str, Any]]:
        for done in itertools.count():
            time.sleep(0.01)
            yield {"prompt_progress": {"total": 2**62, "processed": done}}
            event.set()

    server = FakeServer(read_without_end())
    with pytest.raises(Cancelled), cancelling.until(event):
        cancelling.apart(lambda: fake(server).complete(HELLO))
    assert server.was_stopped


@pytest.mark.parametrize(
    ("chunk", "message"),
    [
        pytest.param(
            {"error": {"type": "exceed_context_size_error", "n_prompt_tokens": 9, "n_ctx": 8}},
            "the prompt has 9 tokens, and the model takes 8",
            id="too-long",
        ),
        pytest.param(
            {"error": {"type": "invalid_request_error", "message": "no such role"}},
            r"refused the request \(no such role\)",
            id="anything-else",
        ),
    ],
)
def test_a_refusal_is_an_error(
    fake: Callable[..., EmbeddedLLM], chunk: dict[str, Any], message: str
) -> None:
    """llama.cpp's reason is passed on."""
    with pytest.raises((LLMBadResponse, PromptTooLong), match=message):
        fake(FakeServer(iter([chunk]))).complete(HELLO)


def test_a_failure_inside_llama_cpp_is_an_error(fake: Callable[..., EmbeddedLLM]) -> None:
    """It does not leave the caller waiting."""

    def fail() -> Iterator[dict[str, Any]]:
        yield says("a")
        raise RuntimeError("out of luck")

    with pytest.raises(LLMBadResponse, match="out of luck"):
        fake(FakeServer(fail())).complete(HELLO)


def test_parameters_reach_llama_cpp(fake: Callable[..., EmbeddedLLM]) -> None:
    """Arguments beat what was set; what only llama.cpp knows is passed on."""
    server = FakeServer(iter([says("hi")]))
    llm = fake(server)
    llm.set_parameter("top_k", 7)
    llm.set_parameter("temperature", 0.9)
    llm.complete(HELLO, temperature=0.2, seed=5, max_tokens=11, stop=("END",))
    asked = {name: server.request[name] for name in ("top_k", "temperature", "seed", "stop")}
    assert asked == {"top_k": 7, "temperature": 0.2, "seed": 5, "stop": ["END"]}


def test_building_neither_looks_nor_loads() -> None:
    """A model that is not there is missed when it is asked."""
    llm = build_embedded_llm("nowhere.gguf")
    with pytest.raises(WeightsError, match="there is no model 'nowhere"):
        llm.load()


def test_garbage_with_the_right_beginning_is_refused(tmp_path: Path) -> None:
    """The process lives on, and the message is one sentence."""
    garbage = tmp_path / "garbage.gguf"
    garbage.write_bytes(b"GGUF" + bytes(range(256)) * 400)
    with pytest.raises(WeightsError, match=r"could not be loaded as a model \(this GGUF file"):
        build_embedded_llm(str(garbage)).load()


def test_a_missing_library_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install, and that there is another way."""
    (tmp_path / "any.gguf").write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(LLMUnavailable, match=r"pip install xllamacpp.*--backend ollama"):
        build_embedded_llm(str(tmp_path / "any.gguf")).load()


def test_importing_the_module_does_not_import_the_library() -> None:
    """`--help` would otherwise take seconds."""
    script = "import sys, code_it.models.embedded; print('xllamacpp' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert printed.stdout == "False\n"


@pytest.mark.parametrize(
    ("limit", "cores"),
    [
        pytest.param("max 100000\n", 2**16, id="none"),
        pytest.param("150000 100000\n", 1, id="one-and-a-half"),
        pytest.param("400000 100000\n", 4, id="four"),
        pytest.param("", 2**16, id="unreadable"),
    ],
)
def test_the_limit_of_a_container_counts(tmp_path: Path, limit: str, cores: int) -> None:
    """Part of a core is not enough for a thread."""
    (tmp_path / "cpu.max").write_text(limit)
    assert module._quota_cores(tmp_path / "cpu.max") == cores


def test_there_is_always_a_core_to_use() -> None:
    """Whatever the system says."""
    assert usable_cores() >= 1
