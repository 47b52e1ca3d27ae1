"""The plumbing of an agent whose own model is a small one; the model here is a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import agent_seat
from benchmarks.agent_seat import JOBS, SECRET, Limits, Record, run
from code_it.errors import LLMUnavailable
from code_it.models import Message
from code_it.models.scripted import ScriptedLLM

JSON_KEY, CHART = JOBS
PICTURE = """```python
import struct
import zlib


def chunk(kind, data):
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


rows = b"".join(b"\\0" + bytes([x * y % 256 for x in range(64)]) for y in range(64))
with open("chart.png", "wb") as file:
    file.write(b"\\x89PNG\\r\\n\\x1a\\n")
    file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)))
    file.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
```"""


def call_with(task: str) -> str:
    return json.dumps({"tool": "ExecuteCodingTask", "arguments": {"task": task}})


class Both:
    """A model for the agent's seat, with its replies in order, and for the scripts."""

    def __init__(self, *replies: Callable[[str], str], script: Callable[[str], str]) -> None:
        self.replies = list(replies)
        self.script = script

    def __call__(self, messages: Sequence[Message]) -> str:
        said = "\n".join(message.content for message in messages)
        if "You can use these tools" in messages[0].content:
            return self.replies.pop(0)(said)
        return self.script(said)


def done_with(folder: Path, job: agent_seat.Job, both: Both, **limits: Any) -> Record:
    llm = ScriptedLLM(both, repeat_last=True)
    return run(job, llm, folder, Limits(**limits))


def steps(record: Record) -> list[str]:
    return [step["step"] for step in record.steps if step["step"] != "progress"]


def test_a_job_is_done_and_every_step_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was said word for word, what was made of it, what was reported and answered."""

    def address(said: str) -> str:
        match = re.search(r"http://127\.0\.0\.1:\d+/data", said)
        assert match is not None
        return match[0]

    fetch = (
        "import json\nimport urllib.request\n\n"
        "print(json.load(urllib.request.urlopen({!r}))['value'])"
    )
    both = Both(
        lambda said: "I ask the tool.\n" + call_with(f"Print the value at {address(said)}."),
        lambda said: f"It holds: {SECRET if SECRET in said else 'nothing'}.",
        script=lambda said: f"```python\n{fetch.format(address(said))}\n```",
    )
    record = done_with(tmp_path, JSON_KEY, both)
    assert (record.done, record.ended) == (True, "answered")
    assert record.answer == f"It holds: {SECRET}."
    assert record.verdicts == ["ran"]
    assert steps(record) == ["reply", "call", "answer", "reply", "end"]
    assert record.steps[0]["text"].startswith("I ask the tool.\n{")
    assert "writing" in [step.get("stage") for step in record.steps]
    assert capsys.readouterr().out.count("\n") == len(record.steps)


def test_a_claim_is_not_enough(tmp_path: Path) -> None:
    """A chart that is not there is not done; one that is there is."""
    claim = Both(lambda _: "I have saved chart.png.", script=str)
    (tmp_path / "claimed").mkdir()
    record = done_with(tmp_path / "claimed", CHART, claim)
    assert (record.done, record.ended, record.verdicts) == (False, "answered", [])
    made = Both(
        lambda _: call_with("Save an example chart as chart.png."),
        lambda _: "Done.",
        script=lambda _: PICTURE,
    )
    (tmp_path / "made").mkdir()
    assert done_with(tmp_path / "made", CHART, made).done


def test_a_model_that_goes_round_is_given_up(tmp_path: Path) -> None:
    """After so many replies; the steps until then are there."""
    again = [lambda _: call_with("Print a word.")] * 9
    both = Both(*again, script=lambda _: "```python\nprint('word')\n```")
    record = done_with(tmp_path, JSON_KEY, both, replies=2)
    assert (record.done, record.ended) == (False, "steps")
    assert steps(record) == ["reply", "call", "answer"] * 2


def test_a_job_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """With the script that is running."""
    both = Both(
        lambda _: call_with("Print a word."),
        script=lambda _: "```python\nimport time\n\ntime.sleep(86400)\n```",
    )
    record = done_with(tmp_path, JSON_KEY, both, seconds=3.0)
    assert (record.done, record.ended, record.verdicts) == (False, "seconds", [])


def test_results_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a job that ends with an error; the folders are kept where that is asked for."""

    def gone(_: Sequence[Message]) -> str:
        raise LLMUnavailable("nobody answers")

    llm = ScriptedLLM(gone, repeat_last=True)
    monkeypatch.setattr(agent_seat, "build_embedded_llm", lambda _: llm)
    out, keep = tmp_path / "out.json", tmp_path / "kept"
    agent_seat.main(["--out", str(out), "--keep", str(keep)])
    told = json.loads(out.read_text())
    assert [each["ended"] for each in told] == ["LLMUnavailable: nobody answers"] * 2
    assert {path.name for path in keep.iterdir()} == {"json_key", "chart"}
    with pytest.raises(SystemExit):
        agent_seat.main(["--out", str(out), "--keep", str(keep)])
