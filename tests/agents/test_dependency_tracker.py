"""What the dependency tracker asks, and the name that is read in its replies."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.agents.dependency_tracker import DependencyTracker, parse_package
from code_it.models import Completion
from code_it.models.scripted import ScriptedLLM


@pytest.mark.parametrize(
    "reply",
    [
        "opencv-python",
        "  opencv-python\n",
        "`opencv-python`",
        "'opencv-python'",
        '"opencv-python"',
        "**opencv-python**",
        "opencv-python.",
        "- opencv-python",
        "pip install opencv-python",
        "pip3 install opencv-python",
        "`pip install opencv-python`",
        "`pip install opencv-python`.",
        "$ pip install opencv-python",
        "!pip install opencv-python",
        "%pip install opencv-python",
        "python -m pip install opencv-python",
        "pip install -U opencv-python",
        "uv pip install opencv-python",
        "uv add opencv-python",
        "```\nopencv-python\n```",
        "```bash\npip install opencv-python\n```",
        "```text\nopencv-python\n```\nIt provides cv2.",
        "opencv-python\n\nIt provides the module `cv2`.",
        "\n\nopencv-python",
        "opencv-python==4.9.0",
        "opencv-python>=4",
        "opencv-python[extra]",
        "Package: opencv-python",
        "Answer: `opencv-python`",
        "The package is `opencv-python`.",
        "**Package name:** opencv-python",
        "<think>\nIt is cv2.\n</think>\n\nopencv-python",
        "opencv-python<|im_end|>",
        "opencv-python</s>",
        "opencv-python\r\n",
        "\topencv-python\u00a0",
    ],
)
def test_one_name_is_read_however_it_is_wrapped(reply: str) -> None:
    """Quotes, commands, versions, fences and turn tokens are no part of the name."""
    assert parse_package(reply) == "opencv-python"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        " \n",
        "none",
        "None.",
        "`none`",
        "**None**",
        "python",
        "Python 3",
        "unknown",
        "N/A",
        "None of the packages provides it.",
        "It is part of the standard library.",
        "I think that it is opencv-python or cv2",
        "opencv-python, numpy",
        "pip install opencv-python numpy",
        "pip install",
        "pip install --index-url http://example.org/simple x",
        "pip install git+https://example.org/x.git",
        "https://example.org/x.whl",
        "./x",
        "../x",
        "-r requirements.txt",
        "--upgrade",
        "x; rm -rf /",
        "$(id)",
        "x @ https://example.org/x.whl",
        "x\u200by",
        "foopip install bar",
        "`",
        "...",
        "```bash\n```",
        "<think>\nopencv-python",
        "</s>",
        "名前",
    ],
)
def test_what_is_not_one_name_is_none(reply: str) -> None:
    """Prose, several names, options, addresses and paths never become a package."""
    assert parse_package(reply) == ""


@pytest.mark.parametrize(
    "piece", ["a", "`", "a ", "pip install ", "[", "=", ".", "-", "<think>", " "]
)
def test_long_odd_replies_end(piece: str) -> None:
    """A megabyte of one thing is one word or nothing."""
    text = piece * (1_000_000 // len(piece))
    assert parse_package(text) in ("", "a" * 1_000_000)
    assert parse_package(f"a{text} b") in ("", "a")


def test_the_model_is_asked_about_the_import() -> None:
    """The prompt shows the import line."""
    llm = ScriptedLLM("opencv-python")
    assert DependencyTracker(llm, temperature=0.2).package_of("cv2") == "opencv-python"
    assert "import cv2" in llm.prompts[0]
    assert [message.role for message in llm.calls[0].messages] == ["system", "user"]
    assert (llm.calls[0].temperature, llm.calls[0].seed) == (0.2, None)


def test_every_sample_has_a_seed_of_its_own() -> None:
    """Asking again gives the model another chance, and the same one in the next run."""
    llm = ScriptedLLM("a", "none", "b")
    tracker = DependencyTracker(llm, seed=40)
    assert [tracker.package_of("x", sample=sample) for sample in range(3)] == ["a", "", "b"]
    assert [call.seed for call in llm.calls] == [40, 41, 42]


class ManyLLM(ScriptedLLM):
    """Writes two answers at once."""

    def complete_several(self, messages: Any, count: int, **options: Any) -> tuple[Completion, ...]:
        first = self.complete(messages, **options)
        options["on_text"] = None
        return (first, *(self.complete(messages, **options) for _ in range(min(count, 2) - 1)))


def test_samples_are_drawn_together_where_the_model_can() -> None:
    """They are given in order, and heard; the third is asked for when it is wanted."""
    llm = ManyLLM("a", "b", "c", "d")
    heard: list[str] = []
    tracker = DependencyTracker(llm, seed=40, on_text=heard.append)
    asked = []
    for sample in range(3):
        assert tracker.package_of("x", sample=sample, samples=3 - sample) == "abc"[sample]
        asked.append(len(llm.calls))
    assert asked == [2, 2, 3]
    assert heard == ["a", "b", "c"]
    assert tracker.package_of("y") == "d"
