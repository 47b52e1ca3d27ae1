"""Files that were to be renamed, and are lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.lost_files import files_lost
from code_it.flow import RunResult, Task


@pytest.mark.parametrize(
    ("text", "made", "lost"),
    [
        ("Rename the photos by their date.", {"c.jpg": "two"}, True),
        ("Rename the photos by their date.", {"c.jpg": "one", "d.jpg": "two"}, False),
        ("Rename the photos and delete the first.", {"c.jpg": "two"}, False),
    ],
)
def test_two_files_that_become_one(
    tmp_path: Path, text: str, made: dict[str, str], lost: bool
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, files in ((before, {"a.jpg": "one", "b.jpg": "two"}), (after, made)):
        folder.mkdir()
        for name, contents in files.items():
            (folder / name).write_text(contents)
    run = RunResult(0, "", "", False, 0.1, created=tuple(made), deleted=("a.jpg", "b.jpg"))
    found = files_lost(Task(text), run, before, after)
    assert bool(found) is lost
    assert not lost or found[0].startswith("what a.jpg held is nowhere any more: c.jpg was made")
