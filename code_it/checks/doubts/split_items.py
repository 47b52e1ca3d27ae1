"""Task, Outcome -> the signs that things of which each is to have a line have two."""

from __future__ import annotations

from itertools import pairwise

from code_it.checks.agreement import Outcome
from code_it.flow import Task

_FEWEST = 2
"""Of one question, with something else below it, nothing follows."""


def split_items(task: Task, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """What is asked for, and what was found, of each file with questions above their answers.

    A riddle, or a joke of that kind, is one thing: where each is to have a line of its own, the
    answer belongs behind the question. A model that is shown one that does writes others like it.
    """
    found = []
    for rule in task.line_counts:
        contents = outcome.get(rule.name)
        lines = contents if isinstance(contents, tuple) else ()
        texts = [line for line in lines if isinstance(line, str)]
        questions = [line for line in texts if line.endswith("?")]
        answers = [line for line in texts if line and "?" not in line]
        if min(len(questions), len(answers)) >= _FEWEST:
            # They may be in an order of chance.
            pairs = [
                pair for pair in pairwise(texts) if pair[0] in questions and pair[1] in answers
            ]
            question, answer = pairs[0] if pairs else (questions[0], answers[0])
            found.append(
                (
                    f"each line of {rule.name} holds a whole one, question and answer together,"
                    f' such as "{question} {answer}"',
                    f'"{answer}" stands on a line of its own',
                )
            )
    return tuple(found)
