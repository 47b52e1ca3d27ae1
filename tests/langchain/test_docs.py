"""The examples of docs/langchain.md run as they stand there, with scripted models."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListLLM

import code_it
import code_it.models
from code_it.langchain.llm import CodeItChatModel
from code_it.models.scripted import ScriptedLLM

TEXT = (Path(code_it.__file__).parents[1] / "docs" / "langchain.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## ([^\n]*)\n.*?^```python\n(.*?)^```$", TEXT, re.M | re.S))
SCRIPT = "```python\nprint(sum(range(1, 101)))\n```"
TASK = '{"tool": "ExecuteCodingTask", "arguments": {"task": "Print the sum of 1 to 100."}}'
REACT = [
    "I have it done.\nAction: ExecuteCodingTask\nAction Input: Print the sum of 1 to 100.",
    "I now know the final answer.\nFinal Answer: 5050",
]


def chat(*replies: str) -> CodeItChatModel:
    llm = ScriptedLLM(*replies)
    return CodeItChatModel.from_builder(lambda: llm)


@pytest.mark.parametrize(
    ("title", "names", "printed"),
    [
        ("A modern agent", {"chat_model": chat(TASK, "It is 5050.")}, "It is 5050.\n"),
        ("A LangGraph graph", {"chat_model": chat(TASK, "It is 5050.")}, "It is 5050.\n"),
        ("A classic agent", {"llm": FakeListLLM(responses=REACT)}, "5050\n"),
        (
            "The editor",
            {
                "chat_model": chat(
                    '{"tool": "CodeEditorAddCode", "arguments": {"code": "print(6 * 7)"}}',
                    '{"tool": "CodeEditorRunCode", "arguments": {}}',
                    "42",
                )
            },
            "42\nprint(6 * 7)\n",
        ),
    ],
)
def test_an_example_runs(
    title: str,
    names: dict[str, Any],
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What it needs besides is what it says: a model in the agent's seat."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CODE_IT_LOG_TO_STDOUT", "no")
    for builder in ("build_embedded_llm", "build_llama_base_llm"):
        monkeypatch.setattr(code_it.models, builder, lambda: ScriptedLLM(SCRIPT), raising=False)
    exec(compile(EXAMPLES[title], f"docs/langchain.md: {title}", "exec"), {**names})
    assert capsys.readouterr().out.endswith(printed)


def test_every_section_is_tried() -> None:
    """One that is added later, too."""
    assert set(EXAMPLES) == {"A modern agent", "A LangGraph graph", "A classic agent", "The editor"}
