"""The examples of docs/langchain.md run as they stand there, with scripted models."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListLLM

import code_it
import code_it.models
from code_it.langchain.llm import CodeItChatModel
from code_it.models import Message
from code_it.models.scripted import ScriptedLLM, ScriptedReply
from tests.cancelled import PATIENCE_SECONDS

TEXT = (Path(code_it.__file__).parents[1] / "docs" / "langchain.md").read_text(encoding="utf-8")
SECTIONS = TEXT.split("\n## ")[1:]
SCRIPT = "```python\nprint(sum(range(1, 101)))\n```"
TASK = '{"tool": "ExecuteCodingTask", "arguments": {"task": "Print the sum of 1 to 100."}}'
REACT = [
    "I have it done.\nAction: ExecuteCodingTask\nAction Input: Print the sum of 1 to 100.",
    "I now know the final answer.\nFinal Answer: 5050",
]


def chat(*replies: str) -> CodeItChatModel:
    llm = ScriptedLLM(*replies)
    return CodeItChatModel.from_builder(lambda: llm)


def both(messages: Sequence[Message]) -> str:
    """A model in the agent's seat that writes the scripts, too."""
    if "You can use these tools" not in messages[0].content:
        return SCRIPT
    return "It is 5050." if "answered:\nTask Success" in messages[-1].content else TASK


ASKED = threading.Event()
THOUGHTS: list[threading.Event] = []
"""Set when a model has thought as long as it wanted to."""


def thoughtful(_: Sequence[Message]) -> str:
    thought = threading.Event()
    THOUGHTS.append(thought)
    ASKED.set()
    threading.Event().wait(PATIENCE_SECONDS)
    thought.set()
    return SCRIPT


class TimerOfTests(threading.Thread):
    """One whose time is up when the model thinks, however fast the machine is."""

    def __init__(self, _seconds: float, function: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.function = function
        ASKED.clear()

    def run(self) -> None:
        if ASKED.wait(PATIENCE_SECONDS):
            self.function()

    def cancel(self) -> None:
        assert ASKED.is_set()


def interrupted(_: Sequence[Message]) -> str:
    """Somebody presses Ctrl-C while the model thinks."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    return thoughtful(_)


@dataclass
class Example:
    """What an example needs besides what it says, and what it prints in the end."""

    printed: str
    names: dict[str, Any] = field(default_factory=dict)
    reply: ScriptedReply = SCRIPT


EXAMPLES = {
    "A modern agent": Example("It is 5050.\n", {"chat_model": chat(TASK, "It is 5050.")}),
    "The embedded model in the agent's seat": Example("It is 5050.\n", reply=both),
    "A LangGraph graph": Example("It is 5050.\n", {"chat_model": chat(TASK, "It is 5050.")}),
    "A classic agent": Example("5050\n", {"llm": FakeListLLM(responses=REACT)}),
    "The editor": Example(
        "42\nprint(6 * 7)\n",
        {
            "chat_model": chat(
                '{"tool": "CodeEditorAddCode", "arguments": {"code": "print(6 * 7)"}}',
                '{"tool": "CodeEditorRunCode", "arguments": {}}',
                "42",
            )
        },
    ),
    "Progress in a graph": Example(
        "delivering: persistent_source.py\nIt is 5050.\n",
        {"chat_model": chat(TASK, "It is 5050.")},
    ),
    "Progress in callbacks": Example(
        "delivering: persistent_source.py\nTask Success: Program Succeeded\n"
        "Stdout:5050\n\nStderr:\n"
        "Note: It ran cleanly; the task gives nothing to check it against.\n"
    ),
    "Cancelling a coroutine": Example("It took too long.\n", {"most_seconds": 1}, thoughtful),
    "Cancelling from another thread": Example(
        "It took too long.\n", {"most_seconds": 600, "chat_model": chat(TASK)}, thoughtful
    ),
    "Ctrl-C": Example(
        "Interrupted; the folder is as it was.\n", {"chat_model": chat(TASK)}, interrupted
    ),
}


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    """What a signal handler of an example takes the place of comes back."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_runs(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it needs besides is what it says: a model in the agent's seat, a number of seconds."""
    example = EXAMPLES[title]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(threading, "Timer", TimerOfTests)
    THOUGHTS.clear()
    llm = ScriptedLLM(example.reply, repeat_last=True)
    for builder in ("build_embedded_llm", "build_llama_base_llm"):
        monkeypatch.setattr(code_it.models, builder, lambda: llm, raising=False)
    exec(compile(source_of(title), f"docs/langchain.md: {title}", "exec"), {**example.names})
    assert capsys.readouterr().out.endswith(example.printed)
    assert not any(thought.is_set() for thought in THOUGHTS)


def source_of(title: str) -> str:
    """The one example of a section."""
    (section,) = (each for each in SECTIONS if each.startswith(f"{title}\n"))
    (source,) = re.findall(r"^```python\n(.*?)^```$", section, re.M | re.S)
    return str(source)


def test_every_example_is_tried() -> None:
    """One that is added later, too."""
    with_example = [each.partition("\n")[0] for each in SECTIONS if "```python" in each]
    assert with_example == list(EXAMPLES)


def test_the_stages_are_all_named() -> None:
    """Those that the program reports, and no others."""
    row = re.search(r"^\| `stage` \|(.*)\|$", TEXT, re.M)
    assert row is not None
    told = set(re.findall(r"`([a-z]+)`", row[1]))
    sources = (path.read_text("utf-8") for path in Path(code_it.__file__).parent.rglob("*.py"))
    assert told == {name for source in sources for name in re.findall(r'stage\("(\w+)"', source)}
