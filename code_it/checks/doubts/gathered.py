"""Task, source, outcome -> what looks wrong in a script that ran, and in what it left.

None of it is a proof of a mistake, so no script fails by it: it is told, and what stays so is not
verified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from code_it.checks.agreement import Outcome
from code_it.checks.doubts.counted_items import items_together
from code_it.checks.doubts.decimals import wrong_decimals
from code_it.checks.doubts.degenerate import doubts_about
from code_it.checks.doubts.directions import wrong_direction
from code_it.checks.doubts.each_line import tells_of_each_line
from code_it.checks.doubts.indentation import without_indentation
from code_it.checks.doubts.labels import (
    line_of_no_such_form,
    lines_of_another_form,
    number_not_printed,
)
from code_it.checks.doubts.line_columns import columns_of_no_line
from code_it.checks.doubts.line_rules import lines_against_rules
from code_it.checks.doubts.list_lines import empty_lines, lines_too_many
from code_it.checks.doubts.lost_files import files_lost
from code_it.checks.doubts.meanings import other_than_meant
from code_it.checks.doubts.name_order import names_out_of_order
from code_it.checks.doubts.never_added import never_added
from code_it.checks.doubts.new_folders import empty_folders
from code_it.checks.doubts.number_values import numbers_as_text
from code_it.checks.doubts.object_reprs import object_reprs
from code_it.checks.doubts.overwritten import overwritten
from code_it.checks.doubts.pairs import pairs_in_lists
from code_it.checks.doubts.periods import dates_of_another_year
from code_it.checks.doubts.request_lines import requests_for_paths
from code_it.checks.doubts.row_counts import rows_missing
from code_it.checks.doubts.samples import forms_left_out, written_by
from code_it.checks.doubts.shown_lines import lines_unlike_shown
from code_it.checks.doubts.split_items import split_items
from code_it.checks.doubts.stale import stale_names
from code_it.checks.doubts.table_ends import columns_left_out, header_again
from code_it.checks.doubts.traces import left_out
from code_it.checks.doubts.unread import unread
from code_it.checks.doubts.unused_end import unused_end
from code_it.checks.idle import Idle
from code_it.flow import Check, RunResult, Task

DOUBTS = (
    "inputs", "loops", "kinds", "steady", "emptiness", "header", "lines of a list", "form",
    "decimals", "direction", "whole items", "kept files", "instruction", "overwritten", "rows",
    "unused", "pairs", "patterns",
)  # fmt: skip
"""The names of all that is told in this way."""
UNSTEADY = Check(
    "steady",
    False,
    "each run does the same",
    "another run gives something else: the order of a set is never the same, so sort it, keep the"
    " order of the first appearance with dict.fromkeys(items), or look at what picks one of it",
)


def doubts_of_script(task: Task, source: str) -> Iterator[Check]:
    """What it does not read, and what it does not look at again."""
    for name in unread(task, source):
        found = f"nothing in the script reads {name}"
        yield Check("inputs", False, f"it reads {name}", found, file=_main_file(task))
    for stale in stale_names(source):
        expected = "each round of a loop looks at its own item"
        yield Check("loops", False, expected, str(stale), lines=(stale.line,))
    for name, line in overwritten(source):
        found = f"line {line} writes {name} anew, and what was in it is lost"
        yield Check("overwritten", False, f"{name} keeps all that is written", found, lines=(line,))
    if (end := unused_end(source)) is not None:
        yield Check("unused", False, "what is computed is told", str(end), lines=(end.line,))
    for figure in never_added(source):
        yield Check("loops", False, "sums are added up", str(figure), lines=(figure.line,))


def doubts_of_outcome(task: Task, outcome: Outcome, before: Path, folder: Path) -> Iterator[Check]:
    """What it left, in files of `folder` and in what it printed.

    Args:
        before: The user's folder, as it was.
    """
    file = _main_file(task)
    for doubt in (*doubts_about(outcome), *empty_folders(task, before, folder)):
        yield Check("emptiness", False, _DONE, doubt)
    for doubt in pairs_in_lists(outcome):
        yield Check("pairs", False, _ASKED, doubt, file=file)
    for doubt in (*columns_left_out(task, outcome), *header_again(outcome)):
        yield Check("header", False, _ASKED, doubt, file=file)
    yield from (Check("whole items", False, *told) for told in split_items(task, outcome))
    for doubt in _of_another_form(task, outcome, before, folder):
        yield Check("form", False, _ASKED, doubt, file=file)
    for doubt in empty_lines(task, folder):
        yield Check("lines of a list", False, "each line holds one thing", doubt, file=file)
    for doubt in items_together(task, outcome):
        yield Check("lines of a list", False, "each stands once, and alone", doubt, file=file)
    for doubt in rows_missing(task, outcome, before):
        yield Check("rows", False, _ASKED, doubt, file=file)
    for doubt in lines_too_many(task, outcome):
        yield Check("lines of a list", False, _ASKED, doubt)
    forms = (lines_of_another_form, line_of_no_such_form, number_not_printed, object_reprs)
    for doubt in (doubt for form in forms for doubt in form(task, outcome)):
        yield Check("form", False, _ASKED, doubt)
    for doubt in wrong_decimals(task, outcome):
        yield Check("decimals", False, _ASKED, doubt)
    for doubt in (*wrong_direction(task, outcome), *names_out_of_order(task, outcome, before)):
        yield Check("direction", False, _ASKED, doubt)
    for sample in forms_left_out(task, outcome):
        how = f", as {way} writes it" if (way := written_by(sample)) else ""
        yield Check("form", False, _DONE, f"nothing in it looks like {sample}{how}", file=file)


def _of_another_form(task: Task, outcome: Outcome, before: Path, folder: Path) -> Iterator[str]:
    """What is in a file, and written otherwise than told or shown."""
    yield from other_than_meant(task, outcome)
    yield from without_indentation(task, folder)
    yield from requests_for_paths(outcome)
    yield from lines_unlike_shown(task, outcome)
    yield from dates_of_another_year(task, outcome)
    yield from columns_of_no_line(task, outcome, before)


def doubts_of_lines(task: Task, run: RunResult, folder: Path) -> Iterator[Check]:
    """Lines and values that are not as the task says of all of them."""
    for doubt in lines_against_rules(task, run.stdout, folder):
        yield Check("form", False, _ASKED, doubt)
    for doubt in numbers_as_text(task, folder):
        yield Check("form", False, _ASKED, doubt, file=_main_file(task))


def doubts_of_changes(task: Task, run: RunResult, before: Path, folder: Path) -> Iterator[Check]:
    """Files that were to get other names or contents, and are all as they were, or are lost.

    Args:
        before: The user's folder, as it was.
        folder: What the script made of it.
    """
    if not task.may_change:
        return
    # With a server in it, what is changed may be there.
    if not (task.needs_network or run.created or run.changed or run.deleted):
        yield Check("emptiness", False, _DONE, "no file was changed, renamed or made")
    for lost in files_lost(task, run, before, folder):
        yield Check("kept files", False, "no file is lost", lost)


def doubts_when_watched(task: Task, watched: Sequence[Idle]) -> Iterator[Check]:
    """Comparisons of two kinds of things, such as a text with a date, and patterns for all lines
    that do not fit each of them."""
    for each in watched:
        found = f"line {each.line}: {each.what}"
        if each.kind == "mixed":
            yield Check("kinds", False, "what is compared can be equal", found, lines=(each.line,))
        elif tells_of_each_line(task):
            yield Check("patterns", False, "the pattern fits each line", found, lines=(each.line,))


def instructions_left_out(task: Task, source: str) -> Iterator[Check]:
    """Instructions of the task that have left no trace in the script."""
    for each in left_out(task, source):
        found = f'nothing in the script does what "{each.words}" asks for'
        how = f"; {each.how} does it" if each.how else ""
        yield Check("instruction", False, each.text, found + how, file=_main_file(task))


def _main_file(task: Task) -> str:
    """The first of those to be made, which most of the script is about; empty without one."""
    return task.output_files[0] if task.output_files else ""


_DONE = "the files hold what the task asks for"
_ASKED = "it is as the task asks for it"
