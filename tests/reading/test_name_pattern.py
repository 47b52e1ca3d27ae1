"""How the names of the files in a folder are built."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from code_it.reading.input_brief import describe
from code_it.reading.name_pattern import name_pattern


@pytest.mark.parametrize(
    ("names", "regex"),
    [
        (
            ["IMG_20240612_183005.jpg", "IMG_20231231_235959.png", "IMG_20240105_070812.jpg"],
            r"IMG_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})(\.\w+)",
        ),
        (
            ["bill-2024-03-ACME.pdf", "bill-2024-04-Bolt.pdf", "bill-2023-12-ACME.pdf"],
            r"bill-(\d{4})-(\d{2})-([A-Za-z]+)\.pdf",
        ),
        (["région 1.csv", "nord 12.csv", "sud 3.csv"], r"([^\W\d_]+) (\d+)\.csv"),
        (["r2_99999999_1.log", "r2_20240101_2.log", "r3_20240102_3.log", "other"],
         r"r(\d)_(\d{8})_(\d)\.log"),
    ],
)  # fmt: skip
def test_names_that_are_built_alike_are_taken_apart(names: list[str], regex: str) -> None:
    pattern = name_pattern(names)
    assert pattern is not None
    assert pattern.regex == regex
    assert pattern.matched == sum(re.fullmatch(regex, name) is not None for name in names)
    assert pattern.groups == re.fullmatch(regex, names[0]).groups()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["a_1.txt", "b_2.txt"],
        ["alpha.txt", "beta.bin", "notes.md"],
        ["part1.txt", "part2.txt", "part3.txt"],
        ["a_1.txt", "b-2.txt", "c 3.txt", "d.txt", "x.y.z"],
        ["same_1.txt", "same_1.txt", "same_1.txt"],
    ],
)
def test_other_names_are_not(names: list[str]) -> None:
    assert name_pattern(names) is None


def test_a_quote_in_the_names_leaves_the_text_of_the_pattern_whole(tmp_path: Path) -> None:
    for name in ("ann's 1 x2.txt", "bob's 2 x3.txt", "cy's 3 x4.txt"):
        (tmp_path / name).touch()
    (told,) = re.findall(r"fullmatch\((.*), path.name\)", describe(tmp_path, "letters"))
    assert ast.literal_eval(told) == r"([A-Za-z]+)'s (\d) x(\d)\.txt"


def test_the_brief_of_a_folder_tells_it(tmp_path: Path) -> None:
    for name in ("anna_2023.txt", "bo_2024.txt", "cleo_2025.txt", "readme.md"):
        (tmp_path / name).touch()
    told = describe(tmp_path, "letters").splitlines()
    assert told[1] == (
        r"  names: most names fit match = re.fullmatch(r'([A-Za-z]+)_(\d{4})\.txt', path.name),"
        " first match[1] is 'anna', match[2] is '2023'"
    )
