"""Dicts that are given to what writes rows."""

from __future__ import annotations

import io

import pytest

from code_it.checks.fixups.dict_rows import with_values_of_dicts

HEAD = "import csv\nwriter = csv.writer(out)\n"


@pytest.mark.parametrize(
    "source",
    [
        "rows = []\nfor n in (1, 2):\n    rows.append({'n': n, 'm': n})\nwriter.writerows(rows)\n",
        "rows = [{'n': n, 'm': n} for n in (1, 2)]\nwriter.writerows(rows)\n",
        "rows = [{'n': 1, 'm': 1}, {'n': 2, 'm': 2}]\nfor row in rows:\n    writer.writerow(row)\n",
        "reader = csv.DictReader(['n,m', '1,1', '2,2'])\nfor row in reader:\n"
        "    writer.writerow(row)\n",
        "rows = list(csv.DictReader(['n,m', '1,1', '2,2']))\nwriter.writerows(rows)\n",
        "rows = []\nfor n in (1, 2):\n    row = {'n': n, 'm': n}\n    rows.append(row)\n"
        "writer.writerows(rows)\n",
    ],
)
def test_their_values_are_written(source: str) -> None:
    out = io.StringIO()
    exec(with_values_of_dicts(HEAD + source), {"out": out})
    assert out.getvalue().split() == ["1,1", "2,2"]


@pytest.mark.parametrize(
    "source",
    [
        "rows = [[1, 2]]\nwriter.writerows(rows)\n",
        "rows = []\nrows.append({'n': 1})\nrows.append([1])\nwriter.writerows(rows)\n",
        "rows = load()\nwriter.writerows(rows)\n",
        "names = {'n': 1}\nwriter.writerow(names)\n",
        "rows = [{'n': 1}]\nwriter = csv.DictWriter(out, ['n'])\nwriter.writerows(rows)\n"
        .replace("writer", "other"),
    ],
)  # fmt: skip
def test_others_stay(source: str) -> None:
    assert with_values_of_dicts(HEAD + source) == HEAD + source
