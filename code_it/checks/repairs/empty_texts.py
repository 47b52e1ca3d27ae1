"""FailingLines, error, facts -> the script that has an empty text for an empty cell among texts.

pandas has `nan` in its place, a number, which no method of texts knows.
https://pandas.pydata.org/docs/user_guide/missing_data.html
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from code_it.checks.failing_lines import FailingLines
from code_it.checks.syntax import parse, parses

_IS_NO_TEXT = re.compile(
    r"^TypeError: strptime\(\) argument 1 must be str, not float"
    r"|^AttributeError: 'float' object has no attribute '(?:l?r?strip|split|lower|upper|title|find"
    r"|replace|startswith|endswith|is\w+|encode|capitalize|casefold|count)'"
    r"|^TypeError: argument of type 'float' is not (?:iterable|a container or iterable)"
    r"|^TypeError: expected string or bytes-like object(?:, got 'float')?$"
    r"|^TypeError: sequence item \d+: expected str instance, float found"
    r"|^TypeError: can only concatenate str \(not \"float\"\) to str"
)
_READING = ("read_csv", "read_excel", "read_table")


def with_empty_texts(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Empty where a float that is a number may be meant, or no frame is read."""
    is_nan = any(fact.endswith(" is the float nan") for fact in facts)
    if not _IS_NO_TEXT.search(error) or ("concatenate" in error and not is_nan):
        return ""
    lines = failing.source.split("\n")
    for node in sorted(_readings(parse(failing.source)), key=lambda node: -node.lineno):
        name = ast.unparse(node.targets[0])
        indent = " " * node.col_offset
        kinds = "['number', 'bool', 'datetime', 'timedelta']"
        texts = f"{name}.select_dtypes(exclude={kinds}).columns"
        filled = f"{indent}{name} = {name}.fillna({{_name: '' for _name in {texts}}})"
        if filled not in lines:
            lines.insert(node.end_lineno or node.lineno, filled)
    changed = "\n".join(lines)
    return changed if changed != failing.source and parses(changed) else ""


def _readings(tree: ast.Module) -> list[ast.Assign]:
    """The statements that read one table into one frame."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).rpartition(".")[2] in _READING
        and not any(keyword.arg in ("sheet_name", "chunksize") for keyword in node.value.keywords)
    ]
