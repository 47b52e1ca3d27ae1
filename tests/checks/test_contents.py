"""What is in the files that were made is held against what the task says about them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pypdf
import pytest

from code_it.checks.contents import check_contents
from code_it.flow import (
    Check,
    Content,
    Elements,
    Ends,
    Keys,
    Order,
    Pages,
    PixelSize,
    Reversed,
    RunResult,
    Shape,
    Sheet,
    Table,
    Task,
    Wording,
)

RUN = RunResult(returncode=0, stdout="", stderr="")


def check(content: Content, data: bytes | str, folder: Path) -> list[Check]:
    """What is said of a file that holds `data`."""
    raw = data.encode() if isinstance(data, str) else data
    (folder / content.file).write_bytes(raw)
    return list(check_contents(Task("", contents=(content,)), RUN, folder))


def holds(content: Content, data: bytes | str, folder: Path) -> bool:
    checks = check(content, data, folder)
    assert checks
    return all(item.held for item in checks)


@pytest.mark.parametrize(
    ("content", "right", "wrong"),
    [
        (Shape("o.json", "list"), "[1]", '{"a": 1}'),
        (Shape("o.json", "object"), '{"a": 1}', "3"),
        (Shape("o.yaml", "list"), "# boats\n---\n- a: 1\n", "a:\n- 1\n"),
        (Shape("o.yml", "list"), "[1, 2]", "-1: x"),
        (Shape("o.yaml", "object"), "a:\n- 1\n", "- a: 1\n"),
        (Keys("o.json", ("a", "b")), '{"b": 1, "a": 2}', '{"a": 1}'),
        (Keys("o.json", ("a",)), '{"a": 1}', "[1]"),
        (Keys("o.json", ("a",), "items"), '[{"a": 1}, {"a": 2}]', '[{"a": 1}, {"b": 2}]'),
        (Keys("o.json", ("a",), "values"), '{"x": {"a": 1}}', '{"x": 1}'),
        (Keys("o.json", ("a",), "items", ("a",)), '[{"a": 1.5}, {"a": null}]', '[{"a": "1.5"}]'),
        (Keys("o.json", ("a",), "items", ("a",)), '[{"a": 0}]', '[{"a": true}]'),
        (Order("o.csv", "n", "ascending"), "n\n2\n10\n10\n", "n\n10\n2\n"),
        (Order("o.csv", "n", "descending"), "n\n10\n2\n", "n\n2\n10\n"),
        (Order("o.csv", "N", "either"), "n\n3\n2\n1\n", "n\n3\n1\n2\n"),
        (Order("o.csv", "n", "ascending"), "n\nadam\nBert\ncara\n", "n\nBert\ncara\nadam\n"),
        (Order("o.csv", "n", "ascending"), "n\n2024-01-31\n2024-02-05\n",
         "n\n2024-02-05\n2024-01-31\n"),
        (Order("o.csv", "n", "ascending"), "n\nBert\nadam\n", "n\ncara\nadam\n"),
        (Order("o.json", "n", "ascending"), '[{"n": 1}, {"n": null}, {"n": 2}]',
         '[{"n": 2}, {"n": 1}]'),
        (Elements("o.html", ("html", "body")), "<!DOCTYPE html><HTML><body class=a>x", "<p>x</p>"),
        (Reversed("o.txt", "in.txt"), "b\na\n", "ba\n"),
        (Reversed("o.txt", "in.txt"), "b\na", "a\nb\n"),
        (Ends("o.txt", ("0", "1")), "0\n1\n5\n", "0\n2\n5\n"),
        (Ends("o.txt", last="5"), "0\n5\n\n", "5\n4\n"),
        (Wording("o.txt", "It's done"), "It's done\n", "It's done. It's done."),
    ],
)  # fmt: skip
def test_what_is_right_holds_and_what_is_wrong_does_not(
    content: Content, right: str, wrong: str, tmp_path: Path
) -> None:
    (tmp_path / "in.txt").write_text("a\nb\n")
    assert holds(content, right, tmp_path)
    assert not holds(content, wrong, tmp_path)


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (Order("o.csv", "n"), "m\n2\n1\n3\n"),
        # Their order is another one than that of their letters.
        (Order("o.csv", "n"), "n\nJan\nFeb\nMar\n"),
        (Order("o.csv", "n"), "n\n31.01.2024\n05.02.2024\n28.03.2024\n"),
        (Order("o.csv", "n"), "n\nhigh\nmedium\nlow\n"),
        (Order("o.csv", "n"), "n\n1.5 MB\n900 KB\n910 KB\n"),
        (Order("o.csv", "n"), "n\n1\nx\n2\n".replace("x", "")),
        (Order("o.json", "n"), '{"n": 1}'),
        (Keys("o.json", ("a",)), "not JSON"),
        (Table("o.db", "t", ("a",)), "not a database"),
        (Sheet("o.xlsx", "S"), "not a workbook"),
        (Pages("o.pdf", 1), "not a document"),
        (PixelSize("o.png", 1, 1), "not a picture"),
    ],
)
def test_what_cannot_be_looked_at_is_no_fault_here(
    content: Content, data: str, tmp_path: Path
) -> None:
    assert all(item.held for item in check(content, data, tmp_path))


def test_a_sentence_tells_what_is_wrong(tmp_path: Path) -> None:
    """A person and a model are to understand it."""
    (found,) = check(Keys("o.json", ("a", "b"), "items"), '[{"a": 1}]', tmp_path)
    assert (
        str(found)
        == "expected: o.json has the keys a, b in every object; found: the keys a; b is missing"
    )
    (found,) = check(Order("o.csv", "n", "descending"), "n\n1\n2\n", tmp_path)
    assert str(found) == "expected: o.csv is sorted by n, descending; found: 2.0 comes after 1.0"
    assert found.file == "o.csv"


def test_tables_of_a_database(tmp_path: Path) -> None:
    """A table may have more columns than are asked for, such as a key of its own."""
    with sqlite3.connect(tmp_path / "made.db") as database:
        database.execute("CREATE TABLE Books (id INTEGER PRIMARY KEY, title, year)")
    database.close()
    data = (tmp_path / "made.db").read_bytes()
    assert holds(Table("o.db", "books", ("title", "year")), data, tmp_path)
    assert not holds(Table("o.db", "books", ("title", "author")), data, tmp_path)
    assert not holds(Table("o.db", "people", ("title",)), data, tmp_path)


def test_pages_of_a_document(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.add_blank_page(100, 100)
    writer.write(tmp_path / "made.pdf")
    data = (tmp_path / "made.pdf").read_bytes()
    assert holds(Pages("o.pdf", 2), data, tmp_path)
    assert not holds(Pages("o.pdf", 1), data, tmp_path)


@pytest.mark.parametrize(
    ("stdout", "made", "wrong"),
    [
        ("mean 2.3333333", "", True),
        ("mean 2.33", "", False),
        ("mean 2.33 of 2.3333333", "", False),
        ("the input has 1.23456", "", False),
        ("7", "", False),
        ("", json.dumps({"mean": 2.3333333}), True),
    ],
)
def test_rounding_is_missed_only_when_nothing_is_rounded(
    stdout: str, made: str, wrong: bool, tmp_path: Path
) -> None:
    """Other numbers than those that are to be rounded may stand beside them."""
    (tmp_path / "in.txt").write_text("1.23456\n")
    (tmp_path / "o.json").write_text(made)
    task = Task("", input_files=("in.txt",), output_files=("o.json",), decimals=2)
    run = RunResult(returncode=0, stdout=stdout, stderr="")
    assert bool(check_contents(task, run, tmp_path)) is wrong
