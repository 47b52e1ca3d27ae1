"""Sums stand below the columns that they are the sums of."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.total_rows import with_sums_below
from code_it.flow import Task

TASK = Task("Write a row with the sum of the prices.")


@pytest.mark.parametrize(
    ("row", "task", "moved"),
    [
        ("['Total', f'=SUM(C2:C{last})']", TASK, "['Total', None, f'=SUM(C2:C{last})']"),
        ("['Total', '=SUM(D2:D9)']", TASK, "['Total', None, None, '=SUM(D2:D9)']"),
        (
            "['Total', f'=SUM(C2:C{last})']",
            Task("A row with the word Total in column B."),
            "[None, 'Total', f'=SUM(C2:C{last})']",
        ),
    ],
)
def test_a_sum_is_moved_below_its_column(row: str, task: Task, moved: str) -> None:
    assert with_sums_below(f"sheet.append({row})\n", task) == f"sheet.append({moved})\n"


@pytest.mark.parametrize(
    "row",
    [
        "['Total', f'=SUM(B2:B{last})']",
        "['Total', '', '=SUM(C2:C9)']",
        "['Total', '=SUM(B2:C9)']",
        "['Total', '=SUM(C2:C9)-SUM(D2:D9)']",
        "['Total', '=C2*D2']",
        "['Total', total]",
        "['=A1', '=SUM(C2:C9)']",
        "rows",
    ],
)
def test_other_rows_stay(row: str) -> None:
    assert with_sums_below(f"sheet.append({row})\n", TASK) == f"sheet.append({row})\n"


def test_a_label_to_the_right_of_its_sum_stays() -> None:
    source = "sheet.append(['Total', '=SUM(C2:C9)'])\n"
    assert with_sums_below(source, Task("The word Total in column D.")) == source
    assert with_sums_below("sheet.append(", TASK) == "sheet.append("
