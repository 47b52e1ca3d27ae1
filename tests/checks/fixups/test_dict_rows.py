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
        "rows = [row for row in csv.DictReader(['n,m', '1,1', '2,2', '3,']) if row['m']]\n"
        "writer.writerows(rows)\n",
        "rows = sorted(csv.DictReader(['n,m', '1,1', '2,2']), key=str)\nwriter.writerows(rows)\n",
    ],
)
def test_their_values_are_written(source: str) -> None:
    out = io.StringIO()
    exec(with_values_of_dicts(HEAD + source), {"out": out})
    assert out.getvalue().split() == ["1,1", "2,2"]


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("['m', 'n']", "m,n 2,1"),
        ("['m', 'k']", "m,k 1,2,3"),
        ("names", "1,2,3"),
    ],
)
def test_the_header_tells_which_of_them_are_written(header: str, written: str) -> None:
    """Where the dicts have its names; its order holds then."""
    source = f"writer.writerow({header})\nrows = [{{'n': 1, 'm': 2, 'o': 3}}]\n"
    out = io.StringIO()
    exec(with_values_of_dicts(f"{HEAD}{source}writer.writerows(rows)\n"), {"out": out, "names": []})
    assert out.getvalue().split() == written.split()


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
