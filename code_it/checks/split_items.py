"""Task, Outcome -> the signs that things of which each is to have a line have two."""

from __future__ import annotations

from itertools import pairwise

from code_it.checks.agreement import Outcome
from code_it.flow import Task

_FEWEST = 2
"""Of one question, with something else below it, nothing follows."""


def split_items(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence for each file in which questions stand above their answers; `()` for none.

    A riddle, or a joke of that kind, is one thing: where each is to have a line of its own, the
    answer belongs behind the question.
    """
    found = []
    for rule in task.line_counts:
        contents = outcome.get(rule.name)
        lines = contents if isinstance(contents, tuple) else ()
        texts = [line for line in lines if isinstance(line, str)]
        pairs = list(pairwise(texts))
        asked = [pair for pair in pairs if pair[0].endswith("?") and not pair[1].endswith("?")]
        if len(asked) >= _FEWEST:
            question, answer = asked[0]
            found.append(
                f"{rule.name} has {answer!r} on a line of its own; it belongs behind {question!r},"
                " on the same line"
            )
    return tuple(found)
