"""Methods that change a thing in its place give nothing to go on with."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.in_place import with_values


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("names = names.sort()", "names = sorted(names)"),
        ("x = rows.sort(key=len, reverse=True)", "x = sorted(rows, key=len, reverse=True)"),
        ("for name in list(names).sort():\n    pass", "for name in sorted(list(names)):\n    pass"),
        ("print(lines.reverse())", "print(lines[::-1])"),
        ("def f(names):\n    return names.sort()", "def f(names):\n    return sorted(names)"),
        ("x = line.split()\ny = x.sort()", "x = line.split()\ny = sorted(x)"),
        ("f = f.drop(columns=['a'], inplace=True)", "f = f.drop(columns=['a'])"),
        ("f = f.fillna(0, inplace=True)", "f = f.fillna(0)"),
    ],
)
def test_the_value_that_was_meant_is_used(source: str, mended: str) -> None:
    assert with_values(source) == mended


@pytest.mark.parametrize(
    "source",
    [
        "names.sort()",
        "f.drop(columns=['a'], inplace=True)",
        "x = np.sort(values)",
        "x = book.sheet.sort()",
        "x = f.fillna(0, inplace=False)",
        "x = rows.sort(keys)",
        "for line in fileinput.input('a.txt', inplace=True):\n    print(line)",
        "class Stack:\n    def reverse(self):\n        return Stack()\nx = stack.reverse()",
        "x = Graph().sort()",
        "graph = Graph()\nx = graph.sort()",
        "[row.sort() for row in rows]",
        "button = Button(command=lambda: names.sort())",
        "df = df.select(pl.col('price').sort())",
        "values, order = tensor.sort()",
        "x = (",
    ],
)
def test_what_is_as_it_should_be_stays(source: str) -> None:
    assert with_values(source) == source
