"""Folders that were to be filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.new_folders import empty_folders
from code_it.flow import Task


@pytest.mark.parametrize(
    ("text", "made", "told"),
    [
        ("Extract them into a new folder called pictures.", "pictures/deep/a.jpg", 0),
        ("Extract them into a new folder called pictures.", "", 1),
        ("Save each in the folder out, as PNG.", "", 1),
        ("Put them into the subfolder `small`.", "other/a.jpg", 1),
        ("Put them into the subfolder `small`.", "photos/small/a.jpg", 0),
        ("Read all files in the folder there.", "", 0),
        ("Write the sum to a.txt in the folder that holds them.", "", 0),
        ("Make a folder called 2026 with a file in it.", "2026/a.txt", 0),
        ("Print the number of files.", "", 0),
    ],
)
def test_a_new_folder_without_a_file_is_told(
    tmp_path: Path, text: str, made: str, told: int
) -> None:
    """One that was there before may be an input."""
    before, after = tmp_path / "before", tmp_path / "after"
    (before / "there").mkdir(parents=True)
    (after / "pictures").mkdir(parents=True)
    if made:
        (after / made).parent.mkdir(parents=True, exist_ok=True)
        (after / made).write_bytes(b"x")
    assert len(empty_folders(Task(text), before, after)) == told
