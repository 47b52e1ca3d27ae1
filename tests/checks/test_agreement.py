"""Two scripts that were written apart did the same, or did not, or it cannot be told."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from code_it.checks.agreement import (
    Outcome,
    compare,
    is_drawn,
    is_open_question,
    is_own_words,
    outcome_of,
    sends_data,
)
from code_it.flow import RunResult, Task
from tests.documents import pdf

PIXELS = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def outcome(folder: Path, files: dict[str, str | bytes], stdout: str = "", **task: Any) -> Outcome:
    folder.mkdir()
    for name, contents in files.items():
        data = contents.encode() if isinstance(contents, str) else contents
        (folder / name).write_bytes(data)
    run = RunResult(0, stdout, "", created=tuple(files))
    return outcome_of(Task("", **task), run, folder)


@pytest.mark.parametrize(
    ("name", "one", "other", "verdict"),
    [
        pytest.param("a.txt", "x y\nz\n", "x  y \n\nz", "same", id="spaces"),
        pytest.param("a.txt", "x\ny\n", "y\nx\n", "different", id="order-of-lines"),
        pytest.param("a.csv", "a,b\n1,2.50\n", 'a,"b"\r\n1.0,2.5\r\n', "same", id="numbers"),
        pytest.param("a.csv", "a,b\n1,0.1\n", "a,b\n1,0.10000000000000009\n", "same", id="digits"),
        pytest.param("a.csv", "a,b\n1,nan\n", "a,b\n1,nan\n", "same", id="not-a-number"),
        pytest.param("a.json", "[NaN]", "[NaN]", "same", id="not-a-number-in-json"),
        pytest.param("a.csv", "a,b\n1,2\n", "a,b\n1,3\n", "different", id="other-number"),
        pytest.param("a.csv", "a,b\n1,2\n", "b,a\n2,1\n", "different", id="order-of-columns"),
        pytest.param("a.json", '{"a": 1, "b": 2}', '{"b": 2.0,\n "a": 1}', "same", id="keys"),
        pytest.param("a.json", "[1, 2]", "[2, 1]", "different", id="order-of-a-list"),
        pytest.param("a.json", '{"a": true}', '{"a": 1}', "different", id="true-is-not-one"),
        pytest.param("a.png", PIXELS, PIXELS + b"x", "unknown", id="pictures"),
        pytest.param("a.pdf", pdf("rope 6 a 2.50"), pdf("rope: 6 at 2.5"), "same", id="pdf"),
        pytest.param("a.pdf", pdf("rope 6"), pdf("rope 7"), "different", id="other-pdf"),
        pytest.param("a.pdf", "%PDF-", "%PDF-1", "unknown", id="no-pdf"),
        pytest.param("a.dat", b"\0\1", b"\0\2", "unknown", id="binary"),
        pytest.param("a.json", "{", "{", "same", id="no-json"),
    ],
)
def test_files(
    tmp_path: Path, name: str, one: str | bytes, other: str | bytes, verdict: str
) -> None:
    """They are compared as a person would, by what they say."""
    first = outcome(tmp_path / "1", {name: one})
    second = outcome(tmp_path / "2", {name: other})
    assert compare(first, second) == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        pytest.param("Total: 1,234\nBest: 7", "the total is 1234, best 7.0", "same", id="words"),
        pytest.param("Total: 12", "Total: 13", "different", id="number"),
        pytest.param("Ann\nBob", "ann bob", "same", id="case-and-lines"),
        pytest.param("The best is Ann", "Ann is the best", "unknown", id="no-number"),
        pytest.param("12", "none", "unknown", id="only-one-has-a-number"),
    ],
)
def test_output(tmp_path: Path, one: str, other: str, verdict: str) -> None:
    """The numbers of what is printed count; the words are each script's own."""
    first = outcome(tmp_path / "1", {}, one, asks_for_output=True)
    second = outcome(tmp_path / "2", {}, other, asks_for_output=True)
    assert compare(first, second) == verdict


def test_only_what_the_task_asks_for_is_compared(tmp_path: Path) -> None:
    """A file that one of the scripts makes beside it says nothing, nor does a message."""
    files: dict[str, str | bytes] = {"out.txt": "1"}
    first = outcome(tmp_path / "1", files, "done", output_files=("out.txt",))
    second = outcome(tmp_path / "2", files | {"log.txt": "x"}, "3 lines", output_files=("out.txt",))
    assert compare(first, second) == "same"


def test_one_difference_is_enough(tmp_path: Path) -> None:
    """And without it, one thing that cannot be compared leaves it open."""
    base: dict[str, str | bytes] = {"a.txt": "1", "b.txt": "2"}
    outcomes = [
        outcome(tmp_path / "1", base | {"c.png": PIXELS}),
        outcome(tmp_path / "2", base | {"b.txt": "3", "c.png": PIXELS}),
        outcome(tmp_path / "3", base | {"c.png": PIXELS}),
    ]
    assert compare(outcomes[0], outcomes[1]) == "different"
    assert compare(outcomes[0], outcomes[2]) == "same"
    assert compare({}, {}) == "unknown"


def test_a_database_is_compared_by_its_rows(tmp_path: Path) -> None:
    """Whatever the bytes of the file are."""

    def database(name: str, rows: list[int]) -> bytes:
        with closing(sqlite3.connect(tmp_path / name)) as db:
            db.execute("CREATE TABLE t (x)")
            db.executemany("INSERT INTO t VALUES (?)", [(row,) for row in rows])
            db.commit()
        return (tmp_path / name).read_bytes()

    first = outcome(tmp_path / "1", {"a.db": database("a.db", [1, 2])})
    second = outcome(tmp_path / "2", {"a.db": database("b.db", [2, 1])})
    third = outcome(tmp_path / "3", {"a.db": database("c.db", [2, 3])})
    assert compare(first, second) == "same"
    assert compare(first, third) == "different"


def test_a_damaged_workbook_does_no_harm(tmp_path: Path) -> None:
    """Whatever its reader makes of it, it cannot be compared."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a>" * 100)
    data = bytearray(made.getvalue())
    damaged = bytes(data[:40]) + b"\xff" * 8 + bytes(data[48:])
    first = outcome(tmp_path / "1", {"a.xlsx": bytes(data)})
    second = outcome(tmp_path / "2", {"a.xlsx": damaged})
    assert compare(first, second) == "unknown"


def test_a_large_or_deep_file_does_no_harm(tmp_path: Path) -> None:
    """It is left out, or taken as text."""
    deep = "[" * 100_000
    first = outcome(tmp_path / "1", {"a.json": deep, "b.txt": "x" * 6_000_000})
    second = outcome(tmp_path / "2", {"a.json": json.dumps([1]), "b.txt": "y" * 6_000_000})
    assert compare(first, second) == "different"


POEM = "The cat sat down.\nIt would not get up.\nNobody knows why."


@pytest.mark.parametrize(
    ("source", "contents", "is_open"),
    [
        pytest.param("print(sum([1, 2]))", "3\n", True, id="computed"),
        pytest.param(f"text = {POEM!r}", POEM, False, id="one-text"),
        pytest.param(f"lines = {POEM.splitlines()!r}", POEM, False, id="a-list-of-lines"),
        pytest.param("print('Total:', 3)", "Total: 3", True, id="label"),
        pytest.param("for n in range(9): print('Fizz' if n % 3 else n)", "0\nFizz\nFizz\n3\n6\n",
                     True, id="words-among-numbers"),
        pytest.param("print('BEGIN', 'END', sep='\\n')", "BEGIN\n2024\nEND", True,
                     id="a-form-that-is-filled-in"),
    ],
)  # fmt: skip
def test_what_is_written_out_is_no_question(
    tmp_path: Path, source: str, contents: str, is_open: bool
) -> None:
    """A poem stands in its script; nobody would write the same one."""
    in_a_file = outcome(tmp_path / "1", {"a.txt": contents})
    printed = outcome(tmp_path / "2", {}, contents, asks_for_output=True)
    assert is_open_question(source, in_a_file) is is_open
    assert is_open_question(source, printed) is is_open


@pytest.mark.parametrize(
    ("task", "is_own"),
    [
        pytest.param("Write a poem about a cat to a.txt.", True, id="the-script's"),
        pytest.param(f"Write to a.txt:\n{POEM}", False, id="the-task's"),
    ],
)
def test_words_that_no_task_gave_are_the_scripts_own(
    tmp_path: Path, task: str, is_own: bool
) -> None:
    """What a task dictates can be checked; a poem can not."""
    text = outcome(tmp_path / "1", {"a.txt": POEM})
    assert is_own_words(Task(task), f"text = {POEM!r}", text) is is_own
    assert not is_own_words(Task(task), "print(sum([1, 2]))", text)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="older Pythons cannot limit values")
def test_a_database_that_is_made_to_take_long_is_given_up(tmp_path: Path) -> None:
    """A few bytes of SQL stand for two hundred megabytes."""
    folder = tmp_path / "1"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "a.db")) as db:
        db.execute("CREATE TABLE t (a, b AS (hex(zeroblob(200000000))))")
        db.execute("INSERT INTO t VALUES (1)")
        db.commit()
    run = RunResult(0, "", "", created=("a.db",))
    assert outcome_of(Task("Make a.db.", output_files=("a.db",)), run, folder) == {}


def test_what_cannot_be_compared_is_no_question(tmp_path: Path) -> None:
    """Two pictures of the same are different bytes."""
    picture = outcome(tmp_path / "2", {"a.png": PIXELS})
    assert not is_open_question("x = 1", picture)


@pytest.mark.parametrize(
    ("files", "source", "drawn"),
    [
        (("a.png",), "Image.new('RGB', (3, 2), 'red').save('a.png')", True),
        (("a.png",), "sheet.paste(picture, (0, 0))", True),
        (("a.png",), "image.resize((3, 2)).save('a.png')", False),
        (("a.png",), "plt.savefig('a.png')", True),
        (("a.png", "a.csv"), "Image.new('RGB', (3, 2)).save('a.png')", False),
        ((), "Image.new('RGB', (3, 2)).show()", False),
    ],
)
def test_pictures_that_a_script_puts_together(
    files: tuple[str, ...], source: str, drawn: bool
) -> None:
    assert is_drawn(Task("", output_files=files), source) == drawn


@pytest.mark.parametrize(
    ("source", "sends"),
    [
        ("requests.post(url, json=row)", True),
        ("requests.request('DELETE', url)", True),
        ("urlopen(url, data=form)", True),
        ("import smtplib", True),
        ("requests.get(url)", False),
        ("urlopen(url)", False),
    ],
)
def test_scripts_that_send_data(source: str, sends: bool) -> None:
    assert sends_data(source) == sends
