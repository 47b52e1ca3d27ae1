"""Lists of the user's files, sorted by their names or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.name_order import names_out_of_order
from code_it.flow import Task

TEXT = "Write sums.txt with the sum and the name of each file in docs, sorted by file name."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "n10.txt", "n2.txt"):
        (tmp_path / "docs" / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    ("contents", "pair"),
    [
        (("11  b.txt", "22  a.txt", "33  c.txt"), "b.txt stands before a.txt"),
        (("11  docs/b.txt", "22  docs/a.txt", "33  docs/c.txt"), "docs/b.txt stands before docs/a"),
        (
            (("file", "sum"), ("c.txt", 1.0), ("b.txt", 2.0), ("a.txt", 3.0)),
            "c.txt stands before b",
        ),
    ],
)
def test_another_order_is_told(folder: Path, contents: object, pair: str) -> None:
    task = Task(TEXT, output_files=("sums.txt",))
    (found,) = names_out_of_order(task, {"sums.txt": contents}, folder)
    assert pair in found


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (TEXT, ("9  a.txt", "8  b.txt", "7  c.txt")),
        (TEXT, ("9  a.txt", "8  n10.txt", "7  n2.txt")),
        (TEXT, ("9  a.txt", "8  n2.txt", "7  n10.txt")),
        (TEXT, ("9  b.txt", "8  a.txt")),
        (TEXT, ("9  b.txt", "8  a.txt", "total 17")),
        (TEXT.replace("sorted by file name", "the largest first"), ("b.txt", "a.txt", "c.txt")),
        (TEXT + " Use the reverse order.", ("c.txt", "b.txt", "a.txt")),
    ],
)
def test_others_are_not(folder: Path, text: str, contents: object) -> None:
    task = Task(text, output_files=("sums.txt",))
    assert not list(names_out_of_order(task, {"sums.txt": contents}, folder))
