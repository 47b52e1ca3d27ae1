"""What a script left that looks as if the work had not been done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.degenerate import doubts_about
from code_it.flow import RunResult, Task

HEADER = ("city", "people")


@pytest.mark.parametrize(
    ("name", "contents", "doubt"),
    [
        ("a.csv", (), "a.csv has nothing in it"),
        ("a.csv", (HEADER,), "a.csv has nothing below its header row"),
        (
            "a.csv",
            (HEADER, ("Ulm", 0.0), ("Bonn", 0.0), ("Kiel", 0.0)),
            "the column people of a.csv is always 0",
        ),
        (
            "a.csv",
            (HEADER, ("", 1.0), ("", 2.0), ("", 3.0)),
            "the column city of a.csv is always empty",
        ),
        ("a.csv", (HEADER, ("Ulm", "nan")), "a.csv has a cell with the text nan"),
        ("a.json", {"A to K": [], "L to Z": []}, "every value in a.json is empty"),
        (
            "a.csv",
            (("city", "total"), ("Ulm", "o1o7o9"), ("Bonn", "o3o4")),
            "the column total of a.csv has no number in it, but 'o1o7o9'",
        ),
        (
            "a.xlsx",
            {"Sheet": [["a", "b"]]},
            "the sheet Sheet of a.xlsx has nothing below its header row",
        ),
        (
            "a.xlsx",
            {"Sheet": [["item", "n"], ["a", "850.00"], ["b", "12"], ["c", ""]]},
            "the column n of the sheet Sheet of a.xlsx has numbers that are text",
        ),
        (
            "a.xlsx",
            {"Sheet": [["item", "n"], ["Total", "SUM(B2:7)"]]},
            "SUM(B2:7) in the sheet Sheet of a.xlsx has a range without the letter of a column"
            " behind the colon",
        ),
        (
            "a.xlsx",
            {"Sheet": [["item", "n"], ["oil", 2.0], ["Total", "=SUM(B1:B2)"]]},
            "=SUM(B1:B2) in the sheet Sheet of a.xlsx has a range that is not all numbers above it",
        ),
        (
            "a.xlsx",
            {"Sheet": [["item", "n"], ["oil", 2.0], ["gas", 3.0], ["Total", "SUM(B2:B2)"]]},
            "SUM(B2:B2) in the sheet Sheet of a.xlsx has a range that is not all numbers above it",
        ),
        (
            "a.xlsx",
            {"Sheet": [["item", "n"], ["oil", 2.0], ["gas", 3.0], ["Total", "SUM(B2:B)"]]},
            "SUM(B2:B) in the sheet Sheet of a.xlsx has a range that is not all numbers above it",
        ),
        ("a.db", {"people": []}, "the table people of a.db has nothing in it"),
        ("a.json", [], "a.json has nothing in it"),
        ("a.json", {}, "a.json has nothing in it"),
        ("a.json", [{"n": 0.0}, {"n": 0.0}, {"n": 0.0}], "n in a.json is always 0"),
        ("a.json", {"a": 0.0, "b": 0.0, "c": 0.0}, "every value in a.json is always 0"),
        ("a.docx", ("Title", ("a", "b"), ("", "")), "a table in a.docx has a row without any text"),
    ],
)
def test_what_looks_wrong_is_told(name: str, contents: Any, doubt: str) -> None:
    """One sentence, with the name of the file in it."""
    assert doubts_about({name: contents}) == (doubt,)


@pytest.mark.parametrize(
    ("printed", "doubts"),
    [
        ("Found\nThe largest is:\n\n", ("nothing is printed below 'The largest is:'",)),
        ("The largest is:\n12", ()),
        ("", ()),
    ],
)
def test_a_headline_without_anything_below_it_is_told(
    tmp_path: Path, printed: str, doubts: tuple[str, ...]
) -> None:
    """It was to be printed where a condition held, and none did."""
    run = RunResult(0, printed, "")
    assert doubts_about(outcome_of(Task("print"), run, tmp_path)) == doubts


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("a.csv", (HEADER, ("Ulm", 0.0), ("Bonn", 0.0))),
        ("a.csv", (HEADER, ("Ulm", 0.0), ("Bonn", 1.0), ("Kiel", 0.0))),
        ("a.csv", (HEADER, ("Ulm", "0"), ("Bonn", "0"), ("Kiel", "0"))),
        ("a.csv", (HEADER, ("nancy", 1.0))),
        ("a.csv", (("city", "total"), ("Ulm", "12 EUR"), ("Bonn", "EUR 4"))),
        ("a.csv", (("city", "code"), ("Ulm", "o1o7o9"))),
        ("a.csv", ((1.0, 2.0),)),
        ("a.csv", (("only",),)),
        ("a.txt", ("a line", "another")),
        ("a.json", {"total": 0.0, "names": []}),
        ("a.xlsx", {"Sheet": [["code", "n"], ["007", 1.0], ["008", 2.0]]}),
        ("a.xlsx", {"Sheet": [["n"], ["12"], ["x"], ["y"]]}),
        ("a.xlsx", {"Sheet": [["zip"], ["10115"], ["20095"], ["01067"]]}),
        ("a.xlsx", {"Sheet": [["phone"], ["5550123"], ["5550199"]]}),
        ("a.xlsx", {"Sheet": [["item", "n"], ["oil", 2.0], ["all", "SUM(B2:B2)"]]}),
        ("a.xlsx", {"Sheet": [["oil", 2.0], ["gas", 3.0], ["all", "SUM(B1:B2)"]]}),
        ("a.xlsx", {"Sheet": [["item", 2024.0], ["oil", 2.0], ["all", "SUM(B2:B2)"]]}),
        ("a.xlsx", {"Sheet": [["oil", 2.0, "MAX(B1:B1)"], ["gas", 3.0, "MAX(B1:B2)"]]}),
        ("a.xlsx", {"Sheet": [["n"], [2.0], ["SUM(A2:A2)"], [3.0], ["SUM(A4:A4)"]]}),
        ("a.xlsx", {"Sheet": [["oil", 2.0], ["gas", 3.0], [], ["all", "SUM(B1:B2)"]]}),
        ("a.xlsx", {"Sheet": [["n"], ["SUM(B2:B7)"], ["at B2:7 (room)"], ["SUM(2:7)"]]}),
        ("a.json", [1.0, 2.0]),
        ("a.json", "text"),
        ("a.db", {"people": ["(1, 'a')"]}),
        ("a.zip", {"a.txt": 4711}),
        ("a.docx", ("Title", ("a", ""), ("", "b"))),
        ("", ()),
    ],
)
def test_what_looks_right_is_not(name: str, contents: Any) -> None:
    """Two zeros are no pattern, and what is printed is looked at elsewhere."""
    assert doubts_about({name: contents}) == ()


def test_nothing_is_told_twice() -> None:
    """Several files are looked at in turn."""
    assert doubts_about({"a.json": [], "b.json": {}}) == (
        "a.json has nothing in it",
        "b.json has nothing in it",
    )
