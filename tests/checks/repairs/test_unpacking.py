"""Names that get other many values than they are."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.ready import ready_repairs
from code_it.checks.repairs.unpacking import short_line_skipped

_MANY = "ValueError: too many values to unpack (expected {})"
_MANY_OF = "ValueError: too many values to unpack (expected {}, got 5)"
_FEW = "ValueError: not enough values to unpack (expected {}, got 1)"


@pytest.mark.parametrize(
    ("line", "error", "ready"),
    [
        ("key, value = line.split(':')", _MANY.format(2),
         "key, value = line.split(':', maxsplit=1)"),
        ("a, b, c = line.split()", _MANY_OF.format(3), "a, b, c = line.split(maxsplit=2)"),
        ("a, b, c = match.groups()", _MANY.format(3), "a, b, c = match.groups()[:3]"),
        ("a, b = line.split(':', 2)", _MANY.format(2), ""),
        ("a, b = line.split(':')", _FEW.format(2), ""),
        ("a, b = parts", _MANY.format(2), ""),
        ("a, b = line.split(':')", "ValueError: no", ""),
        ("d['a'], b = line.split(':')", _MANY.format(2), ""),
    ],
)  # fmt: skip
def test_the_last_name_takes_the_rest(line: str, error: str, ready: str) -> None:
    failing = statement_at(line, 1)
    assert failing is not None
    assert next(iter(ready_repairs(failing, error, [])), "") == ready


@pytest.mark.parametrize(
    ("source", "number", "skipped"),
    [
        ("for line in f:\n    k, v = line.split(':')\n", 2,
         "if len(line.split(':')) < 2:\n    continue"),
        ("k, v = line.split(':')\n", 1, ""),
        ("for m in found:\n    k, v = m.groups()\n", 2, ""),
    ],
)  # fmt: skip
def test_lines_with_too_few_parts_are_passed_over(source: str, number: int, skipped: str) -> None:
    """Not where there is no loop, or a pattern has too few groups."""
    failing = statement_at(source, number)
    assert failing is not None
    assert short_line_skipped(failing, _FEW.format(2)) == skipped
    assert not short_line_skipped(failing, _MANY.format(2))
