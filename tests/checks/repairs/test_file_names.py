"""Files that were made under a name of the script's own."""

from __future__ import annotations

import pytest

from code_it.checks.repairs.file_names import with_right_name
from code_it.flow import RunResult, Task

_TASK = Task("", output_files=("out.jpg", "names.txt"))


@pytest.mark.parametrize(
    ("made", "source", "file", "named"),
    [
        ("white.png", "new.save('white.png')", "out.jpg", "new.save('out.jpg')"),
        ("a.txt", 'name = "./a.txt"', "names.txt", "name = 'names.txt'"),
        ("white.csv", "new.save('white.csv')", "out.jpg", ""),
        ("white.png", "a('white.png'); b('white.png')", "out.jpg", ""),
        ("white.png", "save(name)", "out.jpg", ""),
        ("names.txt", "save('names.txt')", "out.jpg", ""),
        ("a.png|b.png", "a('a.png'); b('b.png')", "out.jpg", ""),
        ("", "print(1)", "out.jpg", ""),
    ],
)
def test_the_file_gets_the_name_that_is_asked_for(
    made: str, source: str, file: str, named: str
) -> None:
    """Where it is the only one, of the kind, and named in one place."""
    run = RunResult(0, "", "", created=tuple(filter(None, made.split("|"))))
    assert with_right_name(source, run, _TASK, file) == named
