"""Scripts that read texts with empty lines in them."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.empty_lines import without_empty_lines


@pytest.mark.parametrize(
    ("source", "without"),
    [
        (
            "with open('a.txt') as file:\n    names = {line.strip() for line in file}\n",
            "with open('a.txt') as file:\n"
            "    names = {line.strip() for line in file if line.strip()}\n",
        ),
        (
            "with open('a.txt', 'r', encoding='utf-8') as file:\n"
            "    for line in file:\n        names.append(line)\n",
            "with open('a.txt', 'r', encoding='utf-8') as file:\n    for line in file:\n"
            "        if not line.strip():\n            continue\n        names.append(line)\n",
        ),
        (
            "names = sorted(x.upper() for x in text.split('\\n'))\n",
            "names = sorted(x.upper() for x in text.split('\\n') if x.strip())\n",
        ),
        (
            "for row in path.read_text().splitlines():\n    print(row)\n"
            "for row in file.readlines():\n    print(row)\n",
            "for row in path.read_text().splitlines():\n    if not row.strip():\n"
            "        continue\n    print(row)\nfor row in file.readlines():\n"
            "    if not row.strip():\n        continue\n    print(row)\n",
        ),
    ],
)
def test_empty_lines_are_passed_over(source: str, without: str) -> None:
    assert without_empty_lines(source) == without


@pytest.mark.parametrize(
    "source",
    [
        "with open('a.txt', 'w') as file:\n    for line in rows:\n        file.write(line)\n",
        "with open('a.txt', mode='w') as file:\n    names = [x for x in file]\n",
        "for row in rows:\n    print(row)\n",
        "for word in text.split(','):\n    print(word)\n",
        "for line in text.splitlines(): print(line)\n",
    ],
)
def test_other_scripts_stay(source: str) -> None:
    assert without_empty_lines(source) == ""
