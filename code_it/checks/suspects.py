"""Source, RunResult, Verdict -> Suspects: the lines that may be to blame, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from code_it.checks.complaint import error_line, raised_error
from code_it.checks.doubts.picture_size import with_picture_size
from code_it.checks.failing_lines import (
    FailingLines,
    ends_in_script,
    failing_line,
    last_statement,
    library_call,
    lines_about,
    lines_that_assign,
    outermost_statement,
    statement_at,
    whole,
)
from code_it.checks.fixups.headers import header_skipped
from code_it.checks.repairs.closed_files import with_database_open, with_file_open
from code_it.checks.repairs.details import with_details
from code_it.checks.repairs.empty_texts import with_empty_texts
from code_it.checks.repairs.extra_keys import without_extra_keys
from code_it.checks.repairs.figure_size import with_figure_size
from code_it.checks.repairs.file_names import with_right_name
from code_it.checks.repairs.frames import ready_lines, with_header
from code_it.checks.repairs.full_folders import with_full_folders_removed
from code_it.checks.repairs.missing_files import with_file_that_is_there, with_pictures_only
from code_it.checks.repairs.missing_names import value_from_another_function
from code_it.checks.repairs.new_documents import with_new_document
from code_it.checks.repairs.no_context import without_context
from code_it.checks.repairs.page_breaks import with_page_break
from code_it.checks.repairs.ready import lines_before, ready_repairs, with_new_name
from code_it.checks.repairs.ready_missing import (
    with_fields_left_out,
    with_new_sheet,
    with_optional_key,
)
from code_it.checks.repairs.rest_of_line import with_rest_of_line
from code_it.checks.repairs.rounding import with_rounding
from code_it.checks.repairs.row_numbers import with_row_numbers
from code_it.checks.repairs.short_rows import short_rows_skipped
from code_it.checks.repairs.sorting import with_rows_sorted
from code_it.checks.repairs.text_columns import without_text_column
from code_it.checks.repairs.unpacking import short_line_skipped
from code_it.checks.repairs.unsaved import with_saving
from code_it.checks.repairs.wrapped_lists import with_list_in_object, with_list_itself
from code_it.flow import Check, PixelSize, RunResult, Task, Verdict

# What is in a file can be put right before it is written; its size or format can not.
_DATA_CHECKS = (
    "columns", "fields", "keys", "order", "reversed", "shape", "elements", "instruction",
    "emptiness", "form", "header", "inputs", "lines of a list", "decimals", "loops", "kinds",
    "overwritten", "rows", "patterns",
)  # fmt: skip
# What is done last should have written the file, or printed something.
_NOTHING_CAME = ("file", "output")
# What is done with a module is spread over the script.
_MISSING = ("ModuleNotFoundError", "ImportError")
_NO_VALUE = re.compile(
    r"^(?:NameError: name|UnboundLocalError: cannot access local variable|"
    r"UnboundLocalError: local variable) '(?P<name>\w+)'"
)


@dataclass(frozen=True)
class Suspect:
    """Lines to write anew, or to write others before or behind."""

    lines: FailingLines
    how: Literal["replace", "insert", "append"] = "replace"
    because: str = ""
    """What they lead to further below; empty when they fail themselves."""
    avoid: str = ""
    """A function not to use; empty when any will do."""
    ready: str = ""
    """Lines that need no model; empty when it is to be asked."""

    def patched(self, text: str) -> str:
        """The script with `text` in their place, before them or behind them."""
        if self.how == "append":
            return self.lines.followed(text)
        if self.how == "insert":
            return self.lines.preceded(text)
        return self.lines.replaced(text)


def suspects(
    source: str,
    run: RunResult,
    verdict: Verdict,
    task: Task,
    script_name: str,
    facts: Sequence[str] = (),
) -> list[Suspect]:
    """The lines that raised the error or gave them their values, or those that write a wrong file.

    Args:
        facts: What the parts of the failing line stand for, as `"text is the str 'a'"`.

    Empty when the fault cannot be put down to a few lines.
    """
    if run.stopped_because or error_line(run.stderr).startswith(_MISSING):
        return []
    if raised_error(run):
        return _of_traceback(source, run, script_name, task, facts)
    failed = [check for check in verdict.checks if not check.held]
    if not run.ok or not failed:
        return []
    if failed[0].name in _NOTHING_CAME:
        return _of_nothing(source, run, task, failed[0].file)
    if failed[0].name not in _DATA_CHECKS:
        return _of_form(source, failed[0], task)
    blamed = (statement_at(source, line) for line in failed[0].lines)
    writing = lines_about(source, failed[0].file)
    ready = [
        without_extra_keys(source, failed[0]),
        *with_rows_sorted(source, failed[0], task),
        *with_list_itself(source, failed[0]),
    ]
    return [
        *(Suspect(whole(source), ready=text) for text in ready if text),
        *(Suspect(lines) for lines in blamed if lines is not None),
        *(_of_writing(writing, failed[0], task) if writing is not None else []),
    ]


def _of_nothing(source: str, run: RunResult, task: Task, file: str) -> list[Suspect]:
    """What is done last, where nothing is printed or a file is missing that no line names."""
    last = last_statement(source)
    if last is None or (file and lines_about(source, file) is not None):
        return []
    if file and (renamed := with_right_name(source, run, task, file)):
        return [Suspect(whole(source), ready=renamed)]
    saving = with_saving(source, file) if file else ""
    return [
        *([Suspect(whole(source), ready=saving)] if saving else []),
        *([Suspect(last, "insert")] if file and last.is_short else []),
        *(
            []
            if file
            else [Suspect(last, "insert" if last.text.startswith("return") else "append")]
        ),
        *([Suspect(last)] if last.is_short else []),
    ]


def _of_form(source: str, check: Check, task: Task) -> list[Suspect]:
    """What is wrong with a whole document, and can be put right where it is made."""
    if check.name == "pages":
        broken = with_page_break(source, task)
        return [Suspect(whole(source), ready=broken)] if broken else []
    if check.name == "rounding":
        return [Suspect(whole(source), ready=text) for text in with_rounding(source, check, task)]
    return _of_figure(source, check, task)


def _of_figure(source: str, check: Check, task: Task) -> list[Suspect]:
    """A figure of the wrong size, which can be set where it is saved, or afterwards."""
    found = re.fullmatch(r"it is (?P<width>\d+) x (?P<height>\d+)", check.found)
    if check.name != "pixelsize" or found is None:
        return []
    pixels = int(found["width"]), int(found["height"])
    sizes = [content for content in task.contents if isinstance(content, PixelSize)]
    sized = (
        with_figure_size(source, size) or with_picture_size(source, size, pixels)
        for size in sizes
        if size.file == check.file
    )
    return [Suspect(whole(source), ready=text) for text in sized if text]


def _of_writing(writing: FailingLines, check: Check, task: Task) -> list[Suspect]:
    found = [Suspect(writing, "insert"), Suspect(writing)]
    if writing.text.startswith("with "):
        # A block that writes has more to get wrong than a call to which the data is given.
        header = with_header(writing, check, task)
        begun = [Suspect(whole(writing.source), ready=header)] if header else []
        return [*begun, *found[::-1]]
    ready = ready_lines(writing.text, check, task)
    return [*(Suspect(writing, "insert", ready=lines) for lines in ready), *found]


def _of_traceback(
    source: str, run: RunResult, script_name: str, task: Task, facts: Sequence[str]
) -> list[Suspect]:
    number = failing_line(source, run.stderr, script_name)
    failing = statement_at(source, number) if number is not None else None
    if failing is None or number is None:
        return []
    line = source.split("\n")[number - 1].strip()
    in_library = not ends_in_script(run.stderr, script_name)
    error = error_line(run.stderr)
    return [
        *_without_model(failing, error, task, facts),
        *_of_name(failing, line, error),
        *_of_error(failing, line, error, in_library, facts),
    ]


def _without_model(
    failing: FailingLines, error: str, task: Task, facts: Sequence[str]
) -> list[Suspect]:
    """Where it is known what shall stand there instead."""
    whole_script = (
        with_rest_of_line(failing.source, error)
        or with_new_name(failing.source, error)
        or with_new_document(failing, error, task)
        or with_file_that_is_there(failing, error, task)
        or with_pictures_only(failing, error)
        or with_file_open(failing, error)
        or with_database_open(failing, error)
        or without_context(failing, error)
        or with_fields_left_out(failing.source, error)
        or with_row_numbers(failing, error)
        or with_details(failing, error, task, facts)
        or without_text_column(failing, error, facts)
        or with_empty_texts(failing, error, facts)
        or with_full_folders_removed(failing, error)
    )
    loop, later = header_skipped(failing, error, task)
    place, passing = short_rows_skipped(failing, error)
    before = lines_before(failing, error, facts) or short_line_skipped(failing, error)
    missing = (with_new_sheet(failing, error, task), with_optional_key(failing, error, task, facts))
    lists = with_list_in_object(failing, error, task, facts)
    return [
        *([Suspect(whole(failing.source), ready=whole_script)] if whole_script else []),
        *(Suspect(whole(failing.source), ready=text) for text in lists),
        *(Suspect(failing, ready=text) for text in ready_repairs(failing, error, facts)),
        *(Suspect(failing, ready=text) for text in missing if text),
        *([Suspect(failing, "insert", ready=before)] if before else []),
        *([Suspect(loop, ready=later)] if later else []),
        *([Suspect(place, "insert", ready=passing)] if passing else []),
    ]


def _of_name(failing: FailingLines, line: str, error: str) -> list[Suspect]:
    """The place for lines that give a name its value: before the loop that it is used in."""
    match = _NO_VALUE.search(error)
    place = outermost_statement(failing) if match else None
    if match is None or place is None:
        return []
    # What is counted up begins at nothing.
    counted = re.match(rf"{match['name']} [-+]= ", line)
    zero = f"{match['name']} = 0" if counted else ""
    ready = filter(None, (zero, value_from_another_function(failing, error)))
    return [
        *(Suspect(place, "insert", ready=text) for text in ready),
        Suspect(place, "insert", because=line),
    ]


def _of_error(
    failing: FailingLines, line: str, error: str, in_library: bool, facts: Sequence[str]
) -> list[Suspect]:
    """The lines themselves, what gave them their values, and the same without the function.

    A function of a library that raises the error is likely the wrong one; a value that cannot be
    used as it is was likely made wrongly above.
    """
    avoid = library_call(failing)
    plain, without = Suspect(failing), Suspect(failing, avoid=avoid)
    blamed = _blamed(error, facts)
    # A line that is not known to be to blame is written again as it was.
    above = lines_that_assign(failing, blamed) if blamed else None
    earlier = [Suspect(above, because=line)] if above else []
    if avoid and (in_library or error.startswith("AttributeError: module")):
        return [without, plain, *earlier]
    if error.startswith(("ValueError", "IndexError")):
        return [*earlier, plain, without]
    return [plain, *earlier, without]


def _blamed(error: str, facts: Sequence[str]) -> str:
    """The name whose value the error shows; `""` when it shows none."""
    shown = re.findall(r"'[^']+'", error)
    for fact in facts:
        name, _, value = fact.partition(" is ")
        if name.isidentifier() and any(piece in value for piece in shown):
            return name
    return ""
