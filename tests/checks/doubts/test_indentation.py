"""Lines that are to be indented."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.indentation import without_indentation
from code_it.flow import Task

TASK = Task("A part is indented by two spaces.", output_files=("list.txt",))


def test_a_file_without_an_indented_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("boats\ngull\n")
    assert list(without_indentation(TASK, tmp_path)) == ["no line of list.txt is indented"]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("boats\n  gull\n", TASK),
        ("", TASK),
        ("boats\n", Task("A boat is not indented by anything.", output_files=("list.txt",))),
        ("boats\n", Task("Indent by two.", output_files=("list.json",))),
        ("boats\n", Task("Write list.txt.", output_files=("list.txt",))),
    ],
)
def test_what_is_as_asked_is_not(tmp_path: Path, text: str, task: Task) -> None:
    (tmp_path / "list.txt").write_text(text)
    assert list(without_indentation(task, tmp_path)) == []
    assert list(without_indentation(TASK, tmp_path / "none")) == []
