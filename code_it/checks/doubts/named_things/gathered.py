"""Sentence, source -> what a sentence of the task names, and a script does not.

Words in quotes, titles, styles, colours, endings of files, numbers, amounts, libraries, addresses:
a script that does what the sentence says has them in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from code_it.checks.doubts.named_things.addresses import not_requested
from code_it.checks.doubts.named_things.colours import not_coloured, not_mixed
from code_it.checks.doubts.named_things.days import not_dated
from code_it.checks.doubts.named_things.endings import not_ended
from code_it.checks.doubts.named_things.fields import not_computed, not_looked_at
from code_it.checks.doubts.named_things.libraries import not_imported
from code_it.checks.doubts.named_things.numbers import (
    amounts_not_used,
    not_counted,
    not_measured,
    not_ranged,
)
from code_it.checks.doubts.named_things.quotes import not_joined, not_quoted
from code_it.checks.doubts.named_things.titles import not_set, not_styled, not_titled
from code_it.checks.doubts.named_things.values import not_chosen, not_looked_for
from code_it.flow import Task


def not_named(
    task: Task, sentence: str, source: str, used: str
) -> Iterator[tuple[re.Match[str], str]]:
    """The first of each kind, and every amount; with each what does it in Python, where told.

    Args:
        source: The script, without comments.
        used: The same without what only says how a table is to be read.
    """
    found = (
        not_computed(sentence, task.brief, used),
        not_quoted(sentence, source),
        not_joined(sentence, source),
        not_titled(sentence, source),
        not_set(sentence, source),
        not_styled(sentence, source),
        not_ended(sentence, source),
        not_looked_at(sentence, task.brief, source),
        not_dated(task, sentence, source),
        not_requested(task, sentence, source),
        not_chosen(sentence, task.brief, source),
        not_looked_for(sentence, task.brief, source),
        not_coloured(task, sentence, source),
        not_mixed(sentence, source),
        not_ranged(sentence, source),
        not_measured(sentence, source),
        not_imported(sentence, source),
        not_counted(sentence, source),
    )
    yield from ((match, "") for match in found if match)
    yield from (
        (amount, f"computing with the number {amount['amount']}")
        for amount in amounts_not_used(sentence, used)
    )
