"""Things that are sorted although the task has an order for them."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.unasked_sorting import without_unasked_sorting
from code_it.flow import Task

_TASK = Task("Write each link once, in the order in which they first appear on the page.")


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("for name in sorted(names):\n    x(name)\n", "for name in list(names):\n    x(name)\n"),
        ("names.sort()\n", "pass\n"),
        ("file.write('\\n'.join(sorted(names)))\n", "file.write('\\n'.join(list(names)))\n"),
        ("sums = df.groupby('a')['b'].sum()\n", "sums = df.groupby('a', sort=False)['b'].sum()\n"),
        (
            "links = set()\nlinks.add(x)\nfor link in sorted(links):\n    print(link)\n",
            "links = {}\nlinks.setdefault(x)\nfor link in list(links):\n    print(link)\n",
        ),
    ],
)
def test_they_stay_in_the_order_in_which_they_come(source: str, mended: str) -> None:
    assert without_unasked_sorting(source, _TASK) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Sort the links by length, and equal ones in the order in which they appear.",
        "Write the longest first, equal ones in the order in which they appear.",
        "Write the links.",
    ],
)
def test_what_is_asked_for_is_sorted(text: str) -> None:
    source = "for name in sorted(names):\n    x(name)\n"
    assert without_unasked_sorting(source, Task(text)) == source


@pytest.mark.parametrize(
    "source",
    [
        "if sorted(word) == sorted(other):\n    x()\n",
        "key = ''.join(sorted(word))\n",
        "for name in sorted(os.listdir('.')):\n    x()\n",
        "rows = sorted(rows, key=len)\n",
        "for name in sorted(names\n",
    ],
)
def test_letters_and_files_are_sorted(source: str) -> None:
    assert without_unasked_sorting(source, _TASK) == source
