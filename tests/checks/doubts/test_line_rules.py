"""Lines that are not as every line is to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.line_rules import lines_against_rules
from code_it.flow import Task

_LONG = "Print one line per dish, exactly 12 characters long, such as Tea.......2"


@pytest.mark.parametrize(
    ("text", "stdout", "doubt"),
    [
        (_LONG, "Tea........2\nSoup.......12", "the line 'Soup.......12' has 13 characters"),
        (_LONG, "Tea        2\nSoup      12", "no line has '.' in a row"),
        ("Print lines. Every line must have at least 3 words.", "a b c\nd e", "fewer than 3 words"),
        (
            "Every line must have at least two words, and one of them must be the word late.",
            "I am late\nno, no",
            "the line 'no, no' does not have the word late",
        ),
        (
            "Print five lines, from '5 green cups on it' down to 1.",
            "5 green cups on it, 5 green cups",
            "has more than '5 green cups on it'",
        ),
    ],
)
def test_the_first_that_breaks_a_rule_is_told(
    tmp_path: Path, text: str, stdout: str, doubt: str
) -> None:
    (found,) = lines_against_rules(Task(text, asks_for_output=True), stdout, tmp_path)
    assert doubt in found


_CODES = (
    "Print 5 codes, one per line. Each code has 4 characters, which are only letters and digits,"
    " with at least one capital letter and one digit."
)


@pytest.mark.parametrize(
    ("stdout", "doubts"),
    [
        ("aB3x\nZ99a", []),
        ("aB3x\nZ9+a", ["'Z9+a' has not only letters and digits"]),
        ("aB3xy\n", ["'aB3xy' has 5 characters"]),
        ("ab3x\naB3x\naBcx", ["'ab3x' has no capital letter", "'aBcx' has no digit"]),
        ("1: aB3\n", []),
    ],
)
def test_signs_that_are_told_of_what_stands_in_each_line(
    tmp_path: Path, stdout: str, doubts: list[str]
) -> None:
    found = lines_against_rules(Task(_CODES, asks_for_output=True), stdout, tmp_path)
    assert [doubt.removeprefix("the line ") for doubt in found] == doubts


@pytest.mark.parametrize(
    ("text", "stdout"),
    [
        (_LONG, "Tea........2\nSoup......12\n"),
        ("Every line must have at least 2 words and has the word late.", "so late\nLate again\n"),
        ("Print five lines, from '5 green cups on it' down to 1.", "5 green cups on it\n"),
        ("Print a line that begins with 'All in all' for each.", "All in all 4\n"),
        ("Print it.", ""),
    ],
)
def test_lines_that_keep_the_rules(tmp_path: Path, text: str, stdout: str) -> None:
    assert list(lines_against_rules(Task(text, asks_for_output=True), stdout, tmp_path)) == []


def test_where_a_text_file_is_made_the_rules_are_about_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("so late\nnever\n")
    task = Task("Write a.txt. Each line contains the word late.", output_files=("a.txt",))
    (found,) = lines_against_rules(task, "done\n", tmp_path)
    assert "'never' does not have the word late" in found


@pytest.mark.parametrize(
    ("stdout", "is_told"), [("A dog\n", False), ("a dog\n", True), ("", False)]
)
def test_lines_that_are_to_be_as_they_are_in_a_file(
    tmp_path: Path, stdout: str, is_told: bool
) -> None:
    (tmp_path / "in.txt").write_text("A dog\nTwo cats\n")
    text = "Find them. Print the phrases as they are in the file, one per line."
    task = Task(text, asks_for_output=True, input_files=("in.txt",))
    assert bool(list(lines_against_rules(task, stdout, tmp_path))) is is_told
