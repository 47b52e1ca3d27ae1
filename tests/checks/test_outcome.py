"""What is made of a run: every kind of check, held and not held."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from code_it.checks.outcome import judge
from code_it.flow import Check, LineCount, RunResult, Shape, Task, Verdict
from code_it.sandbox import Limits
from tests.sandbox.running import run

ENDED = RunResult(0, "", "")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + struct.pack(">II", 3, 4)
JPEG_SIZE = b"\xff\xc0\x00\x11\x08\x00\x04\x00\x03"


def run_and_judge(source: str, task: Task, folder: Path) -> Verdict:
    return judge(task, run(source, folder, "process"), folder / "work")


def made(folder: Path, name: str, data: bytes | str, **task: object) -> Verdict:
    """The verdict on a run that left one file, which the task asks for."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    wanted = replace(Task("", output_files=(name,)), **task)  # type: ignore[arg-type]
    return judge(wanted, replace(ENDED, created=(name,)), folder)


def check(verdict: Verdict, name: str) -> Check:
    found = [check for check in verdict.checks if check.name == name]
    assert len(found) == 1
    return found[0]


def test_a_file_that_was_asked_for_is_evidence(tmp_path: Path) -> None:
    """A run that makes the file is told so, with the size; what is in it nobody has seen."""
    task = Task("Write out.txt.", output_files=("out.txt",))
    verdict = run_and_judge("open('out.txt', 'w').write('done')", task, tmp_path)
    assert (verdict.outcome, verdict.held) == ("ran", 2)
    assert "whether what is in them is right" in verdict.reason
    assert str(check(verdict, "file")) == "out.txt is made: 4 bytes"


def test_an_array_of_which_nothing_is_known_is_not_verified(tmp_path: Path) -> None:
    """That JSON is an array, as the task says, is held, and says nothing of what is in it."""
    verdict = made(tmp_path, "a.json", "[1]", contents=(Shape("a.json", "list"),))
    assert (verdict.outcome, check(verdict, "shape").held) == ("ran", True)
    assert made(tmp_path, "a.json", "3", contents=(Shape("a.json", "list"),)).outcome == "failed"


def test_without_anything_to_check_it_ran(tmp_path: Path) -> None:
    """A run that ends well is no more than that when the task gives nothing to look at."""
    verdict = run_and_judge("x = 1", Task("Do something."), tmp_path)
    assert verdict.outcome == "ran"
    assert verdict.ok


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("print('Succeeded'); raise SystemExit(3)", "exit status 3", id="status"),
        pytest.param(
            "print('Program Succeeded')\n{}['a']", "exit status 1: KeyError: 'a'", id="exception"
        ),
        pytest.param("import sys\nsys.exit('no data')", "exit status 1: no data", id="message"),
        pytest.param(
            "raise ValueError('first\\nNote: second')",
            "exit status 1: ValueError: first Note: second",
            id="message-of-two-lines",
        ),
        pytest.param("import os\nos.abort()", "exit status 134", id="signal"),
        pytest.param(
            "import traceback\ntry:\n    1 / 0\nexcept Exception:\n    traceback.print_exc()\n"
            "    import sys\n    print('Done', file=sys.stderr)",
            "exit status 0 after an error: ZeroDivisionError: division by zero Done",
            id="traceback-and-status-0",
        ),
        pytest.param(
            "import threading\nthread = threading.Thread(target=lambda: 1 / 0)\nthread.start()",
            "exit status 0 after an error: ZeroDivisionError: division by zero",
            id="thread",
        ),
    ],
)
def test_a_run_that_ends_badly_has_failed(tmp_path: Path, source: str, found: str) -> None:
    """The exit status and the traceback count, and not the words on the output."""
    source = f"open('out.txt', 'w').write('x')\n{source}"
    verdict = run_and_judge(source, Task("", output_files=("out.txt",)), tmp_path)
    assert verdict.outcome == "failed"
    assert check(verdict, "exit status").found == found
    assert verdict.reason == f"expected: it ends by itself with exit status 0; found: {found}"
    assert check(verdict, "file").held


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import sys\nprint('Error: none', file=sys.stderr)", id="stderr"),
        pytest.param("import warnings\nwarnings.warn('old')", id="warning"),
        pytest.param("print('Traceback (most recent call last):')", id="on-the-output"),
        pytest.param("import logging\nlogging.error('Failed')", id="log"),
        pytest.param("raise SystemExit(0)", id="exit-0"),
    ],
)
def test_noise_is_no_failure(tmp_path: Path, source: str) -> None:
    """Warnings and messages of a run that ends well are of no account."""
    assert run_and_judge(source, Task(""), tmp_path).outcome == "ran"


def test_an_error_that_is_to_be_logged_is_no_failure(tmp_path: Path) -> None:
    source = (
        "import logging\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    logging.exception('a')"
    )
    assert run_and_judge(source, Task(""), tmp_path).outcome == "failed"
    assert run_and_judge(source, Task("Log errors and go on."), tmp_path).outcome == "ran"


def test_a_run_that_is_stopped_has_failed(tmp_path: Path) -> None:
    """The reason is why it was stopped, also when it has done its work before."""
    source = "open('out.txt', 'w').write('x')\nimport time\ntime.sleep(600)"
    ran = run(source, tmp_path, "process", limits=Limits(time_limit_seconds=2))
    verdict = judge(Task("", output_files=("out.txt",)), ran, tmp_path / "work")
    assert verdict.outcome == "failed"
    assert check(verdict, "exit status").found == "it ran longer than 2 s"


def test_a_file_in_a_folder_that_the_task_names_is_made(tmp_path: Path) -> None:
    """One in a folder of the script's own is not."""
    source = "import os\nos.makedirs('2026/01')\nopen('2026/01/notes.txt', 'w').write('x')"
    text = "Make the folder {} with a sub-folder for each month, and notes.txt in each of them."
    for name, outcome in (("2026", "ran"), ("2027", "failed")):
        task = Task(text.format(name), output_files=("notes.txt",))
        (tmp_path / name).mkdir()
        assert run_and_judge(source, task, tmp_path / name).outcome == outcome
    there = Task(text.format("2026"), input_files=("2026",), output_files=("notes.txt",))
    (tmp_path / "there").mkdir()
    assert run_and_judge(source, there, tmp_path / "there").outcome == "failed"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("x = 1", "there is no such file", id="missing"),
        pytest.param("open('out.txt', 'w')", "the file is empty", id="empty"),
        pytest.param(
            "import os\nos.mkdir('r')\nopen('r/out.txt', 'w').write('x')",
            "it was made as r/out.txt",
            id="elsewhere",
        ),
        pytest.param("import os\nos.mkdir('out.txt')", "there is no such file", id="folder"),
        pytest.param(
            "import os\nopen('a', 'w').write('x')\nos.symlink('a', 'out.txt')",
            "there is no such file",
            id="link",
        ),
    ],
)
def test_a_file_that_is_not_made(tmp_path: Path, source: str, found: str) -> None:
    """What the script says of the file does not make it."""
    task = Task("", output_files=("out.txt",))
    verdict = run_and_judge(source + "\nprint('out.txt written')", task, tmp_path)
    assert verdict.outcome == "failed"
    assert str(check(verdict, "file")) == f"expected: out.txt is made; found: {found}"


def test_a_file_that_was_there_before_is_no_evidence(tmp_path: Path) -> None:
    """An output that the script did not write does not count; one that it replaced does."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "out.txt").write_text("old")
    task = Task("", output_files=("out.txt",), may_change=("out.txt",))
    verdict = run_and_judge("x = 1", task, tmp_path)
    assert check(verdict, "file").found == "the script did not write it"
    assert run_and_judge("open('out.txt', 'w').write('new')", task, tmp_path).outcome == "ran"


@pytest.mark.parametrize("how", ["changed", "deleted"])
@pytest.mark.parametrize(
    ("may_change", "name", "outcome"),
    [
        pytest.param((), "a.csv", "failed", id="nothing-is-allowed"),
        pytest.param(("a.csv",), "a.csv", "ran", id="named"),
        pytest.param(("b.csv",), "a.csv", "failed", id="another-is-named"),
        pytest.param(("docs/*",), "docs/a.csv", "ran", id="in-a-folder"),
        pytest.param(("docs/*",), "docs/old/a.csv", "ran", id="deep-in-a-folder"),
        pytest.param(("docs/*",), "a.csv", "failed", id="beside-the-folder"),
        pytest.param(("docs/*",), "docs2/a.csv", "failed", id="folder-that-begins-alike"),
        pytest.param(("*",), "x/a.csv", "ran", id="every-file"),
        pytest.param(("a[1].csv",), "a[1].csv", "ran", id="brackets-are-no-pattern"),
        pytest.param(("a?.csv",), "ab.csv", "failed", id="a-question-mark-is-no-pattern"),
    ],
)
def test_inputs_stay_as_they_are(
    tmp_path: Path, how: str, may_change: tuple[str, ...], name: str, outcome: str
) -> None:
    """Files that the task does not give away must not be changed or deleted."""
    ran = RunResult(0, "", "", **{how: (name,)})  # type: ignore[arg-type]
    verdict = judge(Task("", may_change=may_change), ran, tmp_path)
    assert verdict.outcome == outcome
    if outcome == "failed":
        assert verdict.reason == f"expected: {name} stays as it is; found: it was {how}"


_PDF = b"%PDF-1.4\n"
_ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
_BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.json", '{"a": [1]}', id="json"),
        pytest.param("a.json", _BOM + b"[]", id="json-with-a-mark"),
        pytest.param("a.jsonl", '{"a": 1}\n\n{"a": 2}\n', id="json-lines"),
        pytest.param("a.jsonl", '{"a": "\u2028\x85"}\n', id="json-lines-with-odd-separators"),
        pytest.param("a.csv", "a,b\n1,2\n", id="csv"),
        pytest.param("a.csv", "a,b\n", id="csv-with-a-header-only"),
        pytest.param("a.csv", '"' + "x" * 200_000 + '",b\n', id="csv-with-a-long-field"),
        pytest.param("a.csv", "name\nJosé".encode("latin-1"), id="csv-in-latin-1"),
        pytest.param("a.tsv", "a\tb\n", id="tsv"),
        pytest.param("a.xml", "<a><b/></a>", id="xml"),
        pytest.param("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param("a.png", PNG, id="png"),
        pytest.param("a.PNG", PNG, id="upper-case"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab" + JPEG_SIZE, id="jpeg"),
        pytest.param(
            "a.jpg",
            b"\xff\xd8" + (b"\xff\xe1\xff\xff" + b"\0" * 65_533) * 2 + JPEG_SIZE,
            id="jpeg-with-a-preview",
        ),
        pytest.param("a.pdf", _PDF, id="pdf"),
        pytest.param("a.ics", _ICS, id="calendar"),
        pytest.param("a.ics", _BOM + _ICS, id="calendar-with-a-mark"),
        pytest.param("a.txt", "{", id="text-is-not-read"),
        pytest.param("a.unknown", b"\0", id="unknown-kind"),
    ],
)
def test_a_good_file_holds(tmp_path: Path, name: str, data: bytes | str) -> None:
    """A file that can be read as what its name says is evidence."""
    verdict = made(tmp_path, name, data)
    assert (verdict.outcome, check(verdict, "file").held) == ("ran", True)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.json", "{'a': 1}", id="json-of-python"),
        pytest.param("a.json", '{"a": 1', id="json-cut"),
        pytest.param("a.json", "[" * 100_000, id="json-too-deep"),
        pytest.param("a.json", "1" * 5000, id="json-with-a-huge-number"),
        pytest.param("a.json", b'"\xe4"', id="json-in-latin-1"),
        pytest.param("a.jsonl", '{"a": 1}\nnext\n', id="json-lines"),
        pytest.param("a.csv", "\n \n", id="csv-of-blanks"),
        pytest.param("a.csv", _BOM, id="csv-of-a-mark"),
        pytest.param("a.xml", "<a><b></a>", id="xml"),
        pytest.param("a.xml", "<?xml version='1.0' encoding='nonsense'?><a/>", id="xml-encoding"),
        pytest.param("a.xlsx", "a,b\n1,2\n", id="workbook-that-is-text"),
        pytest.param("a.zip", b"PK\x05\x06" + b"\xff" * 18, id="zip-of-nonsense"),
        pytest.param("a.png", "<svg/>", id="png-that-is-text"),
        pytest.param("a.png", PNG[:12], id="png-cut"),
        pytest.param("a.pdf", "<html>", id="pdf-that-is-text"),
        pytest.param("a.ics", "SUMMARY:x", id="calendar"),
        pytest.param("a.db", "id,name\n1,a\n" * 100, id="database-that-is-text"),
    ],
)
def test_a_bad_file_does_not_hold(tmp_path: Path, name: str, data: bytes | str) -> None:
    """A file that is not what its name says refutes the script, with the reason."""
    verdict = made(tmp_path, name, data)
    assert verdict.outcome == "failed"
    suffix = name.partition(".")[2].upper()
    assert check(verdict, "file").found.startswith(f"it cannot be read as {suffix}: ")


def test_an_archive_is_opened(tmp_path: Path) -> None:
    """A file that needs a later unpacker than there is cannot be read, and nothing raises."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "1")
    good = path.read_bytes()
    assert made(tmp_path, "a.zip", good).outcome == "ran"
    directory = good.index(b"PK\x01\x02")
    later = good[: directory + 6] + b"\xff\x00" + good[directory + 8 :]
    assert made(tmp_path, "a.zip", later).outcome == "failed"


@pytest.mark.parametrize("folder", ["plain", "C# 100% done?", "größe"])
@pytest.mark.parametrize("name", ["shop.db", "team #1.sqlite"])
def test_a_database_is_opened(tmp_path: Path, folder: str, name: str) -> None:
    """Tables are found whatever the folder is called; a database without one does not hold."""
    (tmp_path / folder).mkdir()
    path = tmp_path / folder / name
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    ran = replace(ENDED, created=(name,))
    task = Task("", output_files=(name,))
    assert judge(task, ran, tmp_path / folder).outcome == "ran"
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE a")
    connection.close()
    verdict = judge(task, ran, tmp_path / folder)
    assert check(verdict, "file").found.endswith("it has no tables")


@pytest.mark.parametrize(
    ("name", "data", "text", "held"),
    [
        pytest.param("a.csv", "city,rain\nOslo,3\n", "", True, id="right"),
        pytest.param("a.csv", "City, Rain \nOslo,3\n", "", True, id="case-and-blanks"),
        pytest.param("a.csv", '"city","rain"\r\n', "", True, id="quotes"),
        pytest.param("a.csv", _BOM + b"city,rain\n", "", True, id="mark"),
        pytest.param("a.csv", "city,rain\n".encode("utf-16"), "", True, id="utf-16"),
        pytest.param("a.csv", "rain,city\n", "", False, id="order"),
        pytest.param("a.csv", ",city,rain\n0,Oslo,3\n", "", False, id="one-more"),
        pytest.param("a.csv", "city\n", "", False, id="one-less"),
        pytest.param("a.csv", "Oslo,3\n", "", False, id="no-header"),
        pytest.param("a.csv", "\0\n", "", False, id="no-text"),
        pytest.param("a.tsv", "city\train\n", "", True, id="tabs"),
        pytest.param("a.tsv", "city,rain\n", "", False, id="no-tabs"),
        pytest.param("a.csv", "city;rain\n", "", False, id="semicolons"),
        pytest.param(
            "a.csv", "city;rain\n", "Separate by semicolons.", True, id="wanted-semicolons"
        ),
        pytest.param("a.csv", "city;rain\n", "with ';' between", True, id="quoted-semicolon"),
        pytest.param("a.csv", "city|rain\n", "a pipe-separated table", True, id="wanted-pipes"),
        pytest.param("a.csv", "city|rain\n", "Put a vertical bar between.", True, id="bars"),
        pytest.param("a.csv", "city\train\n", "tab-separated", True, id="wanted-tabs"),
        pytest.param("a.csv", "city|rain\n", "a table; separated", False, id="unwanted-pipes"),
    ],
)
def test_columns(tmp_path: Path, name: str, data: bytes | str, text: str, held: bool) -> None:
    """The header has the columns that the task lists, in its order, and no others."""
    verdict = made(tmp_path, name, data, text=text, columns=((name, ("city", "rain")),))
    assert check(verdict, "columns").held is held
    assert verdict.outcome == ("verified" if held else "failed")
    assert check(verdict, "columns").expected == f"{name} has the columns city, rain"


@pytest.mark.parametrize(
    ("data", "held"),
    [
        ('city,rain\n"York, north",3\nDover,4\n', True),
        ("city,rain\nYork, north,3\n", False),
        ("city,rain\nYork,3\nsum\n", True),
        ("city,rain\nYork\nDover\n", False),
        ("city;rain\nYork, north;3\n", True),
        ('city,rain\n"York\nnorth",3\n', True),
    ],
)
def test_rows_have_as_many_fields_as_columns(tmp_path: Path, data: str, held: bool) -> None:
    """A comma in a text is quoted; a last line may be shorter, but not each of them."""
    text = "Write a.csv, with semicolons if you like."
    verdict = made(tmp_path, "a.csv", data, text=text, columns=(("a.csv", ("city", "rain")),))
    assert check(verdict, "fields").held is held


def test_columns_of_a_missing_file(tmp_path: Path) -> None:
    """Nothing is said of the columns of a file that is not there."""
    task = Task("", output_files=("a.csv",), columns=(("a.csv", ("x", "y")),))
    verdict = judge(task, ENDED, tmp_path)
    assert [c.name for c in verdict.checks] == ["exit status", "file"]


@pytest.mark.parametrize(
    ("data", "at_least", "different", "held", "found"),
    [
        pytest.param("a\nb\nc\n", 3, False, True, "it has 3 lines", id="enough"),
        pytest.param("# Title\n\na\nb\nc", 3, False, True, "it has 4 lines", id="more"),
        pytest.param("a\n\n \nb\n", 3, False, False, "it has 2 lines", id="blank-ones"),
        pytest.param("a\na\na\n", 3, False, True, "it has 3 lines", id="alike"),
        pytest.param(
            "a\n a\nb\n",
            3,
            True,
            False,
            "it has 2 different lines; 'a' is there 2 times",
            id="same",
        ),
        pytest.param("a\nb\nc\n", 3, True, True, "it has 3 different lines", id="different"),
    ],
)
def test_lines(
    tmp_path: Path, data: str, at_least: int, different: bool, held: bool, found: str
) -> None:
    """Lines with something in them are counted; the count of the task is a minimum."""
    rule = LineCount("a.txt", at_least, different)
    verdict = made(tmp_path, "a.txt", data, line_counts=(rule,))
    assert (check(verdict, "lines").held, check(verdict, "lines").found) == (held, found)
    assert verdict.outcome == ("verified" if held else "failed")


@pytest.mark.parametrize(
    ("source", "asks", "outcome"),
    [
        pytest.param("print(3)", True, "ran", id="printed"),
        pytest.param("print(' \\n')", True, "failed", id="blanks"),
        pytest.param("import sys\nprint(3, file=sys.stderr)", True, "failed", id="elsewhere"),
        pytest.param("x = 3", True, "failed", id="nothing"),
        pytest.param("x = 3", False, "ran", id="not-asked-for"),
    ],
)
def test_printed_output(tmp_path: Path, source: str, asks: bool, outcome: str) -> None:
    """That nothing is printed refutes a script; that anything is printed does not verify it."""
    assert run_and_judge(source, Task("", asks_for_output=asks), tmp_path).outcome == outcome


@pytest.mark.parametrize(
    ("held", "outcome"), [((True, True), "verified"), ((True, False), "failed")]
)
def test_examples_count(tmp_path: Path, held: tuple[bool, ...], outcome: str) -> None:
    """Examples are evidence for and against a script; the first that fails is the reason."""
    checks = tuple(Check("example", h, f"f({n}) gives 1", "2") for n, h in enumerate(held))
    verdict = judge(Task(""), ENDED, tmp_path, examples=checks)
    assert verdict.outcome == outcome
    assert verdict.checks[-2:] == checks
    if outcome == "failed":
        assert verdict.reason == "expected: f(1) gives 1; found: 2"


def test_all_checks_are_made(tmp_path: Path) -> None:
    """One check that fails does not hide the others, and nothing verified is left of them."""
    (tmp_path / "b.json").write_text(json.dumps([1]))
    task = Task("", output_files=("a.txt", "b.json"), asks_for_output=True)
    ran = RunResult(1, "text", "", created=("b.json",), deleted=("in.csv",))
    verdict = judge(task, ran, tmp_path)
    held = [(c.name, c.held) for c in verdict.checks]
    assert held == [
        ("exit status", False),
        ("input kept", False),
        ("file", False),
        ("file", True),
        ("output", True),
    ]
    assert (verdict.outcome, verdict.held) == ("failed", 2)
