"""A doubt -> the script without what looks wrong, in the ways that need no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from code_it.checks.doubts.counted_items import with_one_for_each
from code_it.checks.doubts.decimals import with_decimals_written
from code_it.checks.doubts.degenerate import (
    has_half_ranges,
    has_numbers_as_text,
    leaves_numbers_out,
)
from code_it.checks.doubts.directions import with_other_direction
from code_it.checks.doubts.drawn_texts import with_required_signs
from code_it.checks.doubts.empty_lines import without_empty_lines
from code_it.checks.doubts.extra_prints import with_one_print_less
from code_it.checks.doubts.header_rows import with_bold_header, with_header_in_view
from code_it.checks.doubts.line_columns import with_lines_for_numbers
from code_it.checks.doubts.meant_values import with_meanings_met
from code_it.checks.doubts.most_common import with_mode
from code_it.checks.doubts.number_cells import (
    with_numbers_in_cells,
    with_whole_columns,
    with_whole_ranges,
)
from code_it.checks.doubts.number_values import with_numbers_read
from code_it.checks.doubts.pairs import with_values_of_pairs
from code_it.checks.doubts.pasting import with_masks
from code_it.checks.doubts.picture_size import with_hard_pixels
from code_it.checks.doubts.repetitions import with_repetition
from code_it.checks.doubts.row_counts import with_rows_kept, with_rows_without_match
from code_it.checks.doubts.stale import stale_names, with_names_made_again
from code_it.checks.doubts.table_ends import with_header_cell
from code_it.checks.doubts.unread import unread, with_workbook_read
from code_it.checks.doubts.unused_end import with_end_printed
from code_it.checks.fixups.kept_order import with_order_kept
from code_it.checks.fixups.namespaces import with_elements_anywhere
from code_it.checks.idle import Idle, with_condition_met
from code_it.flow import Check, Task


def ready_for(task: Task, source: str, doubt: Check, idle: Sequence[Idle]) -> Iterator[str]:
    """The scripts to try in place of `source`; empty texts where one cannot be made.

    Args:
        idle: The lines that did nothing.
    """
    if (ways := _WAYS.get(doubt.name)) is not None:
        yield from ways(task, source, doubt)
    if has_half_ranges(doubt.found):
        yield with_whole_ranges(source)
    if leaves_numbers_out(doubt.found):
        yield with_whole_columns(source)
    if has_numbers_as_text(doubt.found):
        yield with_numbers_in_cells(source)
    for each in idle:
        yield with_condition_met(source, each)
        yield with_elements_anywhere(source, each.line)


def _for_inputs(task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield from (with_workbook_read(source, name) for name in unread(task, source))


def _for_loops(_task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield from (with_names_made_again(source, stale) for stale in stale_names(source))


def _for_other_outcomes(_task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield with_mode(source)
    yield with_order_kept(source)


def _for_instructions(task: Task, source: str, doubt: Check) -> Iterator[str]:
    yield with_bold_header(source, doubt.expected)
    yield with_header_in_view(source, doubt.expected, task.text)
    yield with_masks(source, doubt.expected)
    yield with_hard_pixels(source, doubt.expected)
    yield with_repetition(source, doubt.expected)


def _for_lines(task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield without_empty_lines(source)
    yield from with_one_print_less(source)
    yield with_one_for_each(task, source)


def _for_the_header(_task: Task, source: str, doubt: Check) -> Iterator[str]:
    yield with_header_cell(source, doubt.found)


def _for_rows(task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield with_rows_without_match(task, source)
    yield with_rows_kept(source)


def _for_the_direction(_task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield with_other_direction(source)


def _for_decimals(task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield with_decimals_written(task, source)


def _for_the_end(task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield with_end_printed(task, source)


def _for_the_form(task: Task, source: str, doubt: Check) -> Iterator[str]:
    yield from with_meanings_met(source, doubt.found)
    yield with_lines_for_numbers(source, doubt.found)
    yield with_numbers_read(task, source)
    yield with_required_signs(task, source)


def _for_pairs(_task: Task, source: str, _doubt: Check) -> Iterator[str]:
    yield with_values_of_pairs(source)


_WAYS: dict[str, Callable[[Task, str, Check], Iterator[str]]] = {
    "inputs": _for_inputs,
    "loops": _for_loops,
    "steady": _for_other_outcomes,
    "instruction": _for_instructions,
    "lines of a list": _for_lines,
    "header": _for_the_header,
    "rows": _for_rows,
    "direction": _for_the_direction,
    "decimals": _for_decimals,
    "form": _for_the_form,
    "unused": _for_the_end,
    "pairs": _for_pairs,
}
