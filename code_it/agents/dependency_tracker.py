"""Candidate -> Requirements, by asking an LLM; its answer is a hint that the policy judges."""

from __future__ import annotations

import json
import re
from typing import ClassVar

from code_it.agents.base import BaseAgent
from code_it.agents.markup import without_thoughts, without_tokens
from code_it.prompts import render

_COMMAND = re.compile(
    r"(?:[$!%]\s*)?(?:python3?\s+-m\s+)?(?:pip3?|uv\s+pip|uv)\s+(?:install|add)\s+"
    r"(?:-U\s+|--upgrade\s+)?"
)
_LABEL = re.compile(
    r"(?:the\s+)?(?:package|answer|name)(?:\s+name)?(?:\s+is|\s*:)[\s*]+", re.IGNORECASE
)
_REQUIREMENT = re.compile(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[\w,. -]*\])?(?:\s*[=<>!~].*)?"
)
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_ANSWER = {
    "type": "object",
    "properties": {"package": {"type": "string"}},
    "required": ["package"],
    "additionalProperties": False,
}
_QUOTES = " \t\u00a0`'\"*•."
_NO_NAMES = frozenset(
    {"none", "python", "python3", "null", "unknown", "nothing", "stdlib", "builtin"}
)


class DependencyTracker(BaseAgent):
    """Says which package provides a module that no table knows."""

    name: ClassVar[str] = "dependency tracker"

    def package_of(self, module: str, *, sample: int = 0, samples: int = 1) -> str:
        """The name that the model gives, or `""`; nothing is known about whether it is right.

        Args:
            sample: Times that it was asked before.
            samples: Times that it may be asked from now on.
        """
        prompt = render("dependency_tracker", module=f"import {module}")
        seed = None if self.seed is None else self.seed + sample
        reply = self.ask(lambda _share: prompt, seed=seed, schema=_ANSWER, samples=samples)
        return parse_package(reply.text)


def parse_package(reply: str) -> str:
    """The one name in a reply such as "`foo`", "pip install foo" or "foo"; `""` for none."""
    text = _in_object(without_tokens(without_thoughts(without_tokens(reply))))
    lines = [line for line in text.splitlines() if not _FENCE.match(line)]
    said = next(filter(None, (line.strip(_QUOTES) for line in lines)), "").removeprefix("- ")
    for prefix in (_LABEL, _COMMAND):
        match = prefix.match(said)
        said = said[match.end() if match else 0 :].strip(_QUOTES)
    requirement = _REQUIREMENT.fullmatch(said)
    return requirement[1] if requirement and requirement[1].lower() not in _NO_NAMES else ""


def _in_object(text: str) -> str:
    """The value of `package`, where the answer is an object; else the answer as it is."""
    try:
        value = json.loads(text[text.index("{") : text.rindex("}") + 1])
    except (ValueError, RecursionError):
        return text
    package = value.get("package") if isinstance(value, dict) else None
    return package if isinstance(package, str) else text
