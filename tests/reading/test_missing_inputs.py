"""Files that a text says are there to be read, and that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.reading.missing_inputs import likest_name
from code_it.reading.task_text import read_text


@pytest.mark.parametrize(
    "text",
    [
        "Print the longest word of in.txt.",
        "Read in.txt and print how many lines it has.",
        "in.txt has one number per line. Print their sum.",
        "The file in.txt is the log of a server. Print its errors.",
        "Convert the file in.txt to JSON and save it as out.json.",
        "Write the sum of the numbers in in.txt to out.txt.",
    ],
)
def test_file_that_is_read_and_not_there_is_missing(text: str, tmp_path: Path) -> None:
    """However the task says that it is read; where it is there, nothing is missing."""
    assert read_text(text, tmp_path).missing_files == ("in.txt",)
    (tmp_path / "in.txt").write_text("1")
    assert read_text(text, tmp_path).missing_files == ()


@pytest.mark.parametrize(
    "text",
    [
        "Write the numbers to in.txt. Then read in.txt and print their sum.",
        "The files have names such as in.txt. Count them.",
        "If there is a file in.txt, read it, or else print nothing.",
        "Unpack a.zip and print the lines of in.txt.",
        "The folder pages holds in.txt and others. Print the lines of in.txt.",
        "Write the function load(path), which reads a file like in.txt.",
        "Save the result as in.txt.",
    ],
)
def test_in_doubt_none_is_missing(text: str, tmp_path: Path) -> None:
    """It is made first, an example, a condition, comes out of an archive, or is in a folder."""
    (tmp_path / "pages").mkdir()
    if "folder" in text:
        (tmp_path / "pages" / "in.txt").write_text("1")
    (tmp_path / "a.zip").write_bytes(b"")
    assert read_text(text, tmp_path).missing_files == ()


def test_likest_name_is_that_of_a_slip(tmp_path: Path) -> None:
    """One letter off, or other capitals; a name of its own is none."""
    (tmp_path / "Orders.csv").write_text("1")
    assert likest_name("order.csv", tmp_path) == "Orders.csv"
    assert likest_name("orders.csv", tmp_path) == "Orders.csv"
    assert likest_name("words.txt", tmp_path) == ""
