"""Sentence, source -> the class or tag of a page that a sentence names, and a script does not."""

from __future__ import annotations

import re

from code_it.flow import Task

_MARKUP = (".html", ".htm", ".xhtml", ".xml", ".svg")
# "the class withdrawn" of a web page or an XML file, which is looked for by this name.
_CLASSED = re.compile(
    r"\b(?:class|attribute)\s+[\"'`]?(?P<name>(?!(?:of|and|or|is|has|are|in|with|for|that|which"
    r"|names?|called|named|to|from|as|at|on|by|into|list|was|it|values?)\b)[a-z][\w-]*)",
    re.IGNORECASE,
)
# "each term is a dt element", of a page that has such.
_ELEMENT = re.compile(r"\b(?P<name>[a-z][a-z\d]{0,15}) elements?\b")


def not_classed(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not any(name.lower().endswith(_MARKUP) for name in task.input_files):
        return None
    elements = (
        match
        for match in _ELEMENT.finditer(sentence)
        if f"<{match['name']}>" in task.brief or f"<{match['name']} " in task.brief
    )
    named = (*_CLASSED.finditer(sentence), *elements)
    return next((m for m in named if not re.search(rf"\b{m['name']}\b", source)), None)
