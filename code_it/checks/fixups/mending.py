"""Candidate -> Candidate, mended without a model where the right mend is certain."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from code_it.checks.fixups.all_sheets import with_all_sheets
from code_it.checks.fixups.bars_from_top import with_bars_from_top
from code_it.checks.fixups.brackets import with_balanced_brackets
from code_it.checks.fixups.chained import with_loc
from code_it.checks.fixups.collecting import with_collections_before_loops
from code_it.checks.fixups.commits import with_commit
from code_it.checks.fixups.cropped_middle import with_middle_cropped
from code_it.checks.fixups.csv_header import with_header_above
from code_it.checks.fixups.dict_rows import with_values_of_dicts
from code_it.checks.fixups.digits import with_all_digits
from code_it.checks.fixups.empty_cells import with_empty_cells_found
from code_it.checks.fixups.first_of_group import with_first_of_each_group
from code_it.checks.fixups.first_of_row import with_first_of_row
from code_it.checks.fixups.fixed_places import with_places_as_told
from code_it.checks.fixups.fstrings import with_plain_fstrings
from code_it.checks.fixups.generators import with_generators_in_brackets
from code_it.checks.fixups.given_data import with_databases_as_given
from code_it.checks.fixups.group_columns import with_groups_as_columns
from code_it.checks.fixups.group_names import with_group_names
from code_it.checks.fixups.headers import with_first_row
from code_it.checks.fixups.in_place import with_values
from code_it.checks.fixups.invented_addresses import with_inputs_read
from code_it.checks.fixups.left_joins import with_unmatched_rows
from code_it.checks.fixups.left_merges import with_unmatched_rows_merged
from code_it.checks.fixups.line_ends import with_lines_without_breaks
from code_it.checks.fixups.misnamed import with_name_of_collection
from code_it.checks.fixups.namespaces import with_any_namespace
from code_it.checks.fixups.new_columns import with_one_new_column
from code_it.checks.fixups.next_answer import with_next_answer
from code_it.checks.fixups.number_keys import with_number_keys
from code_it.checks.fixups.old_names import with_names_of_today
from code_it.checks.fixups.own_files import with_files_in_order, with_own_files
from code_it.checks.fixups.own_outputs import without_own_outputs_asked_for
from code_it.checks.fixups.plain_letters import with_plain_letters
from code_it.checks.fixups.read_as import with_commas_read, with_zeros_kept
from code_it.checks.fixups.readers import with_lists_of_rows
from code_it.checks.fixups.recipe_names import with_definitions_of_recipes
from code_it.checks.fixups.removed import with_concat, with_named_figures
from code_it.checks.fixups.sorted_files import with_sorted_files
from code_it.checks.fixups.spare_sheet import without_spare_sheet
from code_it.checks.fixups.split_lines import with_lines_split
from code_it.checks.fixups.sql_division import with_real_division
from code_it.checks.fixups.stripped_texts import with_texts_stripped
from code_it.checks.fixups.sums_of_products import with_sums_of_products
from code_it.checks.fixups.text_parts import with_texts_parted, with_whole_first_words
from code_it.checks.fixups.tie_order import with_ties_in_order
from code_it.checks.fixups.total_rows import with_sums_below
from code_it.checks.fixups.truth_values import without_truth_values
from code_it.checks.fixups.turned_pictures import with_pictures_turned
from code_it.checks.fixups.unasked_limits import without_unasked_limits
from code_it.checks.fixups.unasked_sorting import without_unasked_sorting
from code_it.checks.fixups.unwanted_parts import without_unwanted_parts
from code_it.checks.fixups.yaml_order import with_order_of_keys
from code_it.checks.imports import undefined_names, with_missing_imports
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Candidate, Task

Fix = Callable[[str], str]


def mend(candidate: Candidate, task: Task | None = None) -> Candidate:
    """Apply every fix that changes something; `fixes` names them in the order of use.

    A script that was cut off has no mistake that could be mended.
    """
    source, used = candidate.source, []
    fixes = _FIXES if task is None else (*_FIXES, *_fixes_for(task))
    for what, fix in () if candidate.is_cut_off else fixes:
        mended = fix(source)
        if mended != source:
            source = mended
            used.append(what)
    if not used:
        return candidate
    return replace(candidate, source=source, fixes=(*candidate.fixes, *used))


def without_chat(source: str) -> str:
    """Leave out fences, shell commands and notebook magics that stand among the code.

    Only lines at which the compiler stops are left out, so none within a string is. What one would
    install is kept as a comment, which is read as a hint.
    """
    lines = source.split("\n")
    while 0 < (number := _wrong_line("\n".join(lines))) <= len(lines):
        if not _CHAT_LINE.match(lines[number - 1]):
            break
        line = lines[number - 1].strip()
        lines[number - 1 : number] = [f"# {line.lstrip('!%$ ')}"] if _INSTALL.match(line) else []
    return "\n".join(lines)


_INSTALL = re.compile(r"[!%$ ]*(?:python3? -m )?pip3? install ")
_CHAT_LINE = re.compile(
    r"^\s*(```|~~~|[!%]\s*(pip|matplotlib|time|load_ext|conda|python)\b|\$ |pip3? install |"
    r"(Explanation|Output|Note|Example usage|This script)\b[^=(]*$)"
)


def without_prompts(source: str) -> str:
    """Turn a session, `>>> x = 1`, into a script."""
    # In a script of which only a docstring shows a session, something else stands first.
    if not source.lstrip().startswith(">>> "):
        return source
    lines = textwrap.dedent(source).splitlines()
    kept = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
    return "\n".join(kept) + "\n"


def straight(source: str) -> str:
    """Take away an indentation that the whole script has, and tabs that are mixed with spaces."""
    if parses(source):
        return source
    dedented = textwrap.dedent(source)
    if parses(dedented):
        return dedented
    narrow, wide = (_with_expanded_indentation(source, width) for width in (4, 8))
    # Where both widths give a script, which line belongs to which block is a guess.
    return narrow if parses(narrow) and not parses(wide) else source


def _with_expanded_indentation(source: str, width: int) -> str:
    return re.sub(r"^[ \t]+", lambda match: match[0].expandtabs(width), source, flags=re.MULTILINE)


def with_names_of_values(source: str) -> str:
    """Write `True`, `False` and `None` for the names that JSON and other languages have."""
    strange = _VALUES.keys() & set(undefined_names(source))
    if not strange:
        return source
    uses = [node for node in ast.walk(parse(source)) if isinstance(node, ast.Name)]
    others = [(node, _VALUES[node.id]) for node in uses if node.id in strange]
    return with_other_expressions(source, others)


_VALUES = {"true": "True", "false": "False", "null": "None"}


def with_call_of_main(source: str) -> str:
    """Call `main()` in a script that only defines things."""
    if not parses(source):
        return source
    tree = parse(source)
    if _does_something(tree) or not any(_is_plain_main(node) for node in tree.body):
        return source
    # `code = main()` and `run(main)` are at work already.
    if any(isinstance(node, ast.Name) and node.id == "main" for node in ast.walk(tree)):
        return source
    return source.rstrip("\n") + '\n\n\nif __name__ == "__main__":\n    main()\n'


def _wrong_line(source: str) -> int:
    """The line at which the compiler stops; -1 when it reads all, 0 when it tells no line."""
    try:
        parse(source)
    except SyntaxError as error:
        return error.lineno or 0
    return -1


def _does_something(tree: ast.Module) -> bool:
    """Is there a statement at the top that is more than a definition?"""
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(
        not isinstance(node, (*quiet, ast.Assign, ast.AnnAssign))
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    )


def _is_plain_main(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.name != "main":
        return False
    arguments = node.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    keywords_without_value = [value for value in arguments.kw_defaults if value is None]
    return positional <= len(arguments.defaults) and not keywords_without_value


def _fixes_for(task: Task) -> tuple[tuple[str, Fix], ...]:
    """Those that depend on the words, or the inputs, of a task."""
    return (
        ("read all sheets of a workbook", partial(with_all_sheets, task=task)),
        ("kept what nobody asked to leave out", partial(without_unasked_limits, task=task)),
        ("summed up products", partial(with_sums_of_products, task=task)),
        ("found tags in any namespace", partial(with_any_namespace, task=task)),
        ("read a database as it is", partial(with_databases_as_given, task=task)),
        ("kept the first row of a table", partial(with_first_row, task=task)),
        ("wrote the names of columns above them", partial(with_header_above, task=task)),
        ("kept leading zeros", partial(with_zeros_kept, task=task)),
        ("read numbers with commas", partial(with_commas_read, task=task)),
        ("read an input in place of an address", partial(with_inputs_read, task=task)),
        ("looked for the files of the task", partial(with_own_files, task=task)),
        ("took the files in the order of the task", partial(with_files_in_order, task=task)),
        ("did not ask for its own output", partial(without_own_outputs_asked_for, task=task)),
        ("sorted by numbers", partial(with_number_keys, task=task)),
        ("sorted equal ones as told", partial(with_ties_in_order, task=task)),
        ("kept the order of keys", partial(with_order_of_keys, task=task)),
        ("left the order as it comes", partial(without_unasked_sorting, task=task)),
        ("left out parts of a chart", partial(without_unwanted_parts, task=task)),
        ("drew bars from the top", partial(with_bars_from_top, task=task)),
        ("took over what a recipe defines", partial(with_definitions_of_recipes, task=task)),
        ("turned pictures as the task says", partial(with_pictures_turned, task=task)),
        ("parted texts at each of several marks", partial(with_texts_parted, task=task)),
        ("looked for whole first words", partial(with_whole_first_words, task=task)),
        ("cut out the middle of a picture", partial(with_middle_cropped, task=task)),
        ("took fields at the places that are told", partial(with_places_as_told, task=task)),
        ("took a to z for letters only", partial(with_plain_letters, task=task)),
        ("saw all digits", partial(with_all_digits, task=task)),
        ("put sums below their columns", partial(with_sums_below, task=task)),
        ("merged without losing rows", partial(with_unmatched_rows_merged, task=task)),
        ("kept rows of a JOIN without a match", partial(with_unmatched_rows, task=task)),
    )


_FIXES: tuple[tuple[str, Fix], ...] = (
    ("left out text that is not Python", without_chat),
    ("left out a session's prompts", without_prompts),
    ("straightened the indentation", straight),
    ("wrote f-strings that older Pythons read", with_plain_fstrings),
    ("balanced the brackets", with_balanced_brackets),
    ("put generators in brackets", with_generators_in_brackets),
    ("wrote True, False and None as Python does", with_names_of_values),
    ("added missing imports", with_missing_imports),
    ("used the name of what is filled", with_name_of_collection),
    ("put rows below a frame with concat", with_concat),
    ("named the figures of groups", with_named_figures),
    ("wrote the names that libraries have today", with_names_of_today),
    ("used the value of what is changed in its place", with_values),
    ("wrote the names of groups beside their figures", with_group_names),
    ("wrote the values of dicts into rows", with_values_of_dicts),
    ("divided real numbers in a query", with_real_division),
    ("set values in the frame itself", with_loc),
    ("looked for empty cells as pandas has them", with_empty_cells_found),
    ("counted the first of each group", with_first_of_each_group),
    ("called parts of a line as the columns", with_groups_as_columns),
    ("parted files into lines", with_lines_split),
    ("looked at lines without their breaks", with_lines_without_breaks),
    ("took the value out of a row", with_first_of_row),
    ("took texts of a page without blanks", with_texts_stripped),
    ("took no truth value for a number", without_truth_values),
    ("went through files by name", with_sorted_files),
    ("took away the empty first sheet", without_spare_sheet),
    ("wrote a new column in one place", with_one_new_column),
    ("committed the changes to a database", with_commit),
    ("made lists of rows that are read twice, or late", with_lists_of_rows),
    ("made before a loop what it collects in", with_collections_before_loops),
    ("asked for the next page in a loop", with_next_answer),
    ("called main()", with_call_of_main),
)
