"""Sums that leave out what came with a name first."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.first_of_group import with_first_of_each_group

_LOOP = """\
for row in rows:
    if row['name'] {sign} sums:
        {first}
    else:
        {later}
"""


@pytest.mark.parametrize(
    ("begin", "add", "mended"),
    [
        ("sums[row['name']] = 0", "sums[row['name']] += float(row['b'])",
         "sums[row['name']] = float(row['b'])"),
        ("sums[row['name']] = {'n': 1, 'b': 0.0}", "sums[row['name']]['b'] += row['b']",
         "sums[row['name']] = {'n': 1, 'b': row['b']}"),
        ("sums[row['name']] = [0, 0]", "sums[row['name']][1] += row['b']",
         "sums[row['name']] = [0, row['b']]"),
    ],
)  # fmt: skip
def test_a_group_begins_with_its_first_amount(begin: str, add: str, mended: str) -> None:
    source = _LOOP.format(sign="not in", first=begin, later=add)
    assert with_first_of_each_group(source) == source.replace(begin, mended)
    source = _LOOP.format(sign="in", first=add, later=begin)
    assert with_first_of_each_group(source) == source.replace(begin, mended)


@pytest.mark.parametrize(
    ("begin", "add"),
    [
        ("again[name] = 0", "again[name] += 1"),
        ("grown[name] = 0", "grown[name] += price - last[name]"),
        ("grown[name] = 0", "grown[name] += now - before"),
        ("sums[name] = 0", "others[name] += amount"),
        ("sums[name] = amount", "sums[name] += amount"),
        ("sums[other] = 0", "sums[name] += amount"),
        ("sums[name] = 0", "sums[name] -= amount"),
    ],
)
def test_what_may_be_meant_stays(begin: str, add: str) -> None:
    groups = begin.partition("[")[0]
    source = f"if name not in {groups}:\n    {begin}\nelse:\n    {add}\n"
    assert with_first_of_each_group(source) == source


def test_zero_stays_where_the_amount_is_added_afterwards() -> None:
    source = "if name not in sums:\n    sums[name] = 0\nsums[name] += amount\n"
    assert with_first_of_each_group(source) == source
    assert with_first_of_each_group("if (") == "if ("
