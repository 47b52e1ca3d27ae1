"""Files that break their parser cost a sentence, and nothing else."""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from code_it.flow import IsolationLevel
from code_it.reading import apart, documents
from code_it.reading.apart import UnreadableFile, read_all_apart, read_apart
from code_it.reading.input_brief import brief_of_inputs
from code_it.sandbox import Limits
from tests.sandbox.running import every_level, need

# Parsers as bad as can be.
_BAD = """
import os, signal

def crash(path):
    os.kill(os.getpid(), signal.SIGSEGV)

def hang(path):
    while True:
        pass

def gorge(path):
    return len(bytearray(1 << 33))

def leave(path):
    os._exit(0)

def look(path):
    found = []
    for place in (str(path), str(path.parent / "other.txt")):
        try:
            open(place).read()
            found.append(True)
        except OSError:
            found.append(False)
    try:
        open(path, "a").close()
        found.append(True)
    except OSError:
        found.append(False)
    return found

def fine(path):
    return "fine"

READERS |= {f.__name__: f for f in (crash, hang, gorge, leave, look, fine)}

if __name__ == "__main__":"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file; and parsers that do their worst."""
    source = Path(documents.__file__).read_text(encoding="utf-8")
    bad = tmp_path / "documents.py"
    bad.write_text(source.replace('\nif __name__ == "__main__":', _BAD))
    monkeypatch.setattr(documents, "__file__", str(bad))
    place = tmp_path / "files" / "file.bin"
    place.parent.mkdir()
    place.write_bytes(b"x")
    (place.parent / "other.txt").write_text("mine")
    return place


@every_level
def test_what_breaks_a_parser_is_told(
    file: Path, level: IsolationLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gets its own answer, and those beside it theirs."""
    need(level)
    monkeypatch.setattr(apart, "_level", lambda: level)
    monkeypatch.setattr(apart, "_LIMITS", Limits(time_limit_seconds=60, cpu_seconds=1))
    names = ("fine", "crash", "fine", "gorge", "leave", "hang", "fine")
    answers = read_all_apart([(name, file) for name in names])
    assert [answers[0], answers[2], answers[6]] == ["fine"] * 3
    told = [str(answer) for answer in answers if isinstance(answer, UnreadableFile)]
    assert told[0] == "it crashes its reader (signal 11)"
    assert told[1].startswith("MemoryError")
    assert told[2] == "it ends its reader"
    assert len(told) == 4


@pytest.mark.parametrize("level", ["namespaces", "landlock"])
def test_a_parser_sees_its_file_and_no_other(
    file: Path, level: IsolationLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it cannot write to it."""
    need(level)
    monkeypatch.setattr(apart, "_level", lambda: level)
    assert read_apart("look", file) == [True, False, False]


def test_one_process_reads_all_files_of_a_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And none is started where no file takes a parser."""
    asked: list[int] = []
    ask = apart._ask

    def counted(wanted: Sequence[apart.Wanted]) -> tuple[list[object], str]:
        asked.append(len(wanted))
        return ask(wanted)

    monkeypatch.setattr(apart, "_ask", counted)
    for name in ("a.db", "b.db"):
        with closing(sqlite3.connect(tmp_path / name)) as db:
            db.execute("CREATE TABLE pets (name)")
            db.commit()
    (tmp_path / "c.csv").write_text("a,b\n1,2\n")
    brief = brief_of_inputs(("a.db", "c.csv", "b.db"), tmp_path)
    assert [line.partition(":")[0] for line in brief.splitlines() if line[0] != " "] == [
        "a.db",
        "c.csv",
        "b.db",
    ]
    assert brief.count("CREATE TABLE pets (name) -- 0 rows") == 2
    assert asked == [2]
    brief_of_inputs(("c.csv",), tmp_path)
    assert asked == [2]


def test_a_brief_goes_on_behind_a_file_that_breaks_its_parser(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so of that file, and tells of the others."""
    from code_it.reading import input_brief

    monkeypatch.setattr(input_brief, "_PARSERS", {".bin": "crash", ".txt": "fine"})
    brief = brief_of_inputs(("file.bin", "other.txt"), file.parent)
    assert brief.startswith(
        "file.bin: it could not be read as a bin file (it crashes its reader (signal 11))"
    )
    assert "other.txt: fine" in brief


def test_a_document_that_unpacks_without_end(tmp_path: Path) -> None:
    """A PDF file of a megabyte whose only page holds a gibibyte."""
    squeezer = zlib.compressobj(9)
    data = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(1024)) + squeezer.flush()
    head = b"%PDF-1.4\n"
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj\n",
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream endobj\n"
        % (len(data), data),
    ]
    place = tmp_path / "bomb.pdf"
    places, body = [], head
    for part in parts:
        places.append(len(body))
        body += part
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 5\n0000000000 65535 f \n" + table
    body += b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(head) + sum(map(len, parts))
    )
    place.write_bytes(body)
    assert read_apart("document_pages", place) == 1
    (text,) = read_all_apart([("document_text", place)])
    # Its parser has a limit of its own in some versions, and then finds no text.
    assert text == "" or isinstance(text, UnreadableFile)


def test_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    """No more of it is unpacked than is looked at."""
    place = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as member:
            for _ in range(256):
                member.write(b"<a>" * (1 << 20))
    assert read_apart("workbook_cells", place) == {}


def test_a_table_that_never_ends(tmp_path: Path) -> None:
    """A view that counts for ever, in the place of a table."""
    place = tmp_path / "endless.db"
    with closing(sqlite3.connect(place)) as db:
        db.execute("CREATE TABLE t (a)")
        db.execute("PRAGMA writable_schema = 1")
        db.execute(
            "UPDATE sqlite_master SET type = 'table', sql = 'CREATE VIEW t AS WITH RECURSIVE "
            "c(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM c) SELECT a FROM c'"
        )
        db.commit()
    with pytest.raises(UnreadableFile):
        read_apart("database_rows", place)
