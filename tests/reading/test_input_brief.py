"""What a model is told about the inputs."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from code_it.reading.input_brief import (
    brief_of_inputs,
    decode,
    describe,
    has_header,
    image_size,
    shape_of,
)

_LONGEST = 2500


def _brief(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    brief = brief_of_inputs((name,), folder)
    assert len(brief) <= _LONGEST
    return brief


@pytest.mark.parametrize(
    ("name", "data", "parts"),
    [
        pytest.param("a.csv", "", ["an empty file"], id="empty"),
        pytest.param("a.txt", "", ["an empty file"], id="empty-text"),
        pytest.param("a.csv", "x,y\n1,2\n", ["1 rows", "'x', 'y'"], id="csv"),
        pytest.param("a.csv", "x;y\n1,5;2\n", ["delimiter ';'", "'x', 'y'"], id="semicolons"),
        pytest.param("a.tsv", "x\ty\n1\t2\n", ["delimiter '\\t'", "'x', 'y'"], id="tabs"),
        pytest.param("a.csv", "1,2\n3,4\n", ["without a header", "2 rows"], id="no-header"),
        pytest.param("a.csv", ",x\n0,a\n", ["'', 'x'"], id="row-numbers"),
        pytest.param("a.csv", 'x,y\n"a\nb",2\n', ["1 rows", "'x', 'y'"], id="newline-in-cell"),
        pytest.param("a.csv", "name\nAnn\n", ["'name'", "1 rows"], id="one-column"),
        pytest.param(
            "a.csv", "\ufeffx,y\n1,2\n".encode(), ["encoding utf-8-sig", "'x', 'y'"], id="bom"
        ),
        pytest.param(
            "a.csv", "x,y\n1,2\n".encode("utf-16"), ["encoding utf-16", "'x', 'y'"], id="utf-16"
        ),
        pytest.param(
            "a.csv", "Stra\xdfe,y\n".encode("latin-1"), ["latin-1", "Straße"], id="latin-1"
        ),
        pytest.param("a.csv", b"\0\1\2" * 50, ["binary file, 150 bytes"], id="binary-csv"),
        pytest.param(
            "a.csv", b"a,b\n" + b"\xe9,1\n" * 30_000, ["latin-1", "many rows"], id="long-latin-1"
        ),
        pytest.param("a.json", "5", ["JSON, 5"], id="bare-number"),
        pytest.param("a.json", '{"a": [1, 2, 3]}', ['{"a": [1, 2, 3]}'], id="json"),
        pytest.param("a.json", '{"a": ', ["no valid json", '{"a": '], id="broken-json"),
        pytest.param("a.json", "[" * 5000 + "]" * 5000, ["a.json"], id="deep-json"),
        pytest.param("a.json", "[" + "1," * 50_000 + "1]", ["begins with [1,1"], id="long-json"),
        pytest.param("a.json", '{"a": "\\ud800"}', ["a.json"], id="half-a-character"),
        pytest.param("a.jsonl", '{"a": 1}\n\n{"a": 2}\n', ["2 lines", '{"a": 1}'], id="jsonl"),
        pytest.param("a.db", "no database at all", ["no valid db", "no database"], id="not-a-db"),
        pytest.param("a.db", "", ["without tables"], id="empty-db"),
        pytest.param("a.xlsx", b"PK\x03\x04 cut", ["no valid xlsx"], id="cut-zip"),
        pytest.param("a.zip", b"nothing", ["no valid zip"], id="not-a-zip"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n", ["PNG image, size unknown"], id="cut-png"),
        pytest.param("a.html", "<script>x</script><body><p>hi", ["<p>hi"], id="html"),
        pytest.param(
            "a.html",
            "<script>" * 8000,
            ["html file to be read with open(), contains"],
            id="open-scripts",
        ),
        pytest.param("a.txt", "a\x0cb\nc\u2028d\n", ["2 lines"], id="only-newlines-end-lines"),
        pytest.param("a.txt", "a\x1b[31mb\x07", ["a"], id="escapes"),
        pytest.param("a.csv", '"' * 70_000, ["a.csv"], id="quotes-only"),
        pytest.param("a.csv", "a" * 200_000, ["a.csv"], id="huge-cell"),
        pytest.param("a.csv", ",".join(f"c{n}" for n in range(9000)), ["'c0'"], id="many-columns"),
    ],
)
def test_odd_files_are_described(
    tmp_path: Path, name: str, data: bytes | str, parts: list[str]
) -> None:
    """Every file gives a short description; nothing raises, and no control character is left."""
    brief = _brief(tmp_path, name, data)
    for part in parts:
        assert part in brief
    assert not set(brief) & set(map(chr, {*range(32), *range(127, 160)} - {9, 10}))
    brief.encode()


def test_only_the_head_of_a_large_file_is_read(tmp_path: Path) -> None:
    """A file of 100 GB is described from its first bytes."""
    path = tmp_path / "big.csv"
    path.write_bytes(b"x,y\n1,2\n")
    os.truncate(path, 100 * 1024**3)
    assert "binary file, 107374182400 bytes" in brief_of_inputs(("big.csv",), tmp_path)


def test_fifo_is_not_opened(tmp_path: Path) -> None:
    """A FIFO, which nobody writes into, blocks nothing."""
    os.mkfifo(tmp_path / "in.csv")
    assert "special file" in describe(tmp_path / "in.csv", "in.csv")
    assert "special file" in brief_of_inputs(("in.csv",), tmp_path)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """What stands in a file elsewhere does not reach the model."""
    (tmp_path / "secret.txt").write_text("the secret")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "in.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "in").symlink_to(tmp_path)
    (folder / "loop.txt").symlink_to("loop.txt")
    brief = brief_of_inputs(("in.txt", "in", "loop.txt", "gone.txt", "../secret.txt"), folder)
    assert "the secret" not in brief
    assert "secret.txt:" in brief  # the name that was asked for, and nothing else
    assert brief.count("outside of the working folder") == 3
    assert brief.count("could not be read") == 2


def test_a_link_inside_is_followed(tmp_path: Path) -> None:
    """A link to another input is as good as the input."""
    (tmp_path / "a.txt").write_text("hello")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert "hello" in brief_of_inputs(("b.txt",), tmp_path)


def test_folder_of_many_files(tmp_path: Path) -> None:
    """Of a full folder some names are listed, and the others are counted."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").touch()
    brief = brief_of_inputs(("docs",), tmp_path)
    assert "30 files: 00.txt, 01.txt" in brief
    assert brief.endswith("and 10 more")
    (tmp_path / "none").mkdir()
    assert brief_of_inputs(("none",), tmp_path) == "none/ is a folder with 0 files"


def test_listing_without_names(tmp_path: Path) -> None:
    """When the task names no file the folder is listed, without outputs and files of ours."""
    for name in ("b.csv", "a.txt", "task.txt", "persistent_source.py", ".hidden", "out.txt"):
        (tmp_path / name).touch()
    (tmp_path / "docs").mkdir()
    (tmp_path / "bad\nname\x1b.txt").touch()
    brief = brief_of_inputs((), tmp_path, hidden=("out.txt",))
    listed = brief.removeprefix("Files in the working folder: ").split(", ")
    assert listed == ["a.txt", "b.csv", r"bad\nname\x1b.txt", "docs/"]
    assert brief_of_inputs((), tmp_path / "gone") == ""
    assert brief_of_inputs((), tmp_path / "docs") == ""


def test_many_inputs_stay_short(tmp_path: Path) -> None:
    """Six files are described, the rest is counted, and the whole stays short."""
    names = [f"{n}.txt" for n in range(9)]
    for name in names:
        (tmp_path / name).write_text("word " * 3000)
    brief = brief_of_inputs(tuple(names), tmp_path)
    assert brief.endswith("(3 more)")
    assert len(brief) <= _LONGEST


def test_database(tmp_path: Path) -> None:
    """Tables come with their definition, number of rows and a first row; a lock is no obstacle."""
    path = tmp_path / "a b#?.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute('CREATE TABLE "my ""t" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)')
        db.execute('INSERT INTO "my ""t" (name) VALUES (\'Ann\')')
        db.commit()
        db.execute("BEGIN EXCLUSIVE")
        brief = brief_of_inputs((path.name,), tmp_path)
    assert "1 rows, first: (1, 'Ann')" in brief
    assert "sqlite_sequence" not in brief


_XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def _workbook(path: Path, sheet: str, strings: str = "<si><t>name</t></si>") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {_XMLNS} {_R}><sheets><sheet name="A &amp; B" sheetId="7" r:id="r9"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r9" Target="worksheets/sheet3.xml"/></Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst {_XMLNS}>{strings}</sst>")
        archive.writestr("xl/worksheets/sheet3.xml", sheet)


def test_workbook(tmp_path: Path) -> None:
    """Sheets come with their names and first rows, wherever the workbook keeps them."""
    row = '<row><c t="s"><v>0</v></c><c><v>4.5</v></c><c t="inlineStr"><is><t>x</t></is></c></row>'
    _workbook(tmp_path / "a.xlsx", f"<worksheet {_XMLNS}><sheetData>{row}</sheetData></worksheet>")
    brief = brief_of_inputs(("a.xlsx",), tmp_path)
    assert "sheet 'A & B', first rows: ['name', '4.5', 'x']" in brief


def test_settings_are_shown_in_all_their_levels(tmp_path: Path) -> None:
    """With what reads them; YAML makes dates of what looks like one."""
    chores = "".join(
        f"  - name: Chore {n}\n    start: 2025-06-0{n}\n    every: 3\n" for n in range(1, 8)
    )
    (tmp_path / "a.yaml").write_text(f"chores:\n{chores}", encoding="utf-8")
    (tmp_path / "b.ini").write_text("; lamp\n[day]\non = 08:00\n", encoding="utf-8")
    (tmp_path / "c.yml").write_text("text: on 2025-06-01 at noon\n", encoding="utf-8")
    (tmp_path / "d.toml").write_text("", encoding="utf-8")
    brief = brief_of_inputs(("a.yaml", "b.ini", "c.yml", "d.toml"), tmp_path)
    assert "a.yaml: to be read with yaml.safe_load, which makes datetime.date of a date" in brief
    assert "    every: 3\n  - name: Chore 7" in brief
    assert (
        "b.ini: to be read with configparser.ConfigParser(interpolation=None), contains\n; lamp"
        in brief
    )
    assert "c.yml: to be read with yaml.safe_load, contains\ntext: on" in brief
    assert "d.toml: an empty file" in brief


def test_columns_of_a_workbook_are_numbered_where_another_is_made_of_it(tmp_path: Path) -> None:
    """What changes a workbook calls a cell by its place; a first row without names has no note."""
    cells = "".join(
        f'<c r="{c}1" t="str"><v>{n}</v></c>' for c, n in (("A", "Plot"), ("B", "Area"))
    )
    row = f"<row r='1'>{cells}</row>"
    _workbook(tmp_path / "a.xlsx", f"<worksheet {_XMLNS}><sheetData>{row}</sheetData></worksheet>")
    brief = brief_of_inputs(("a.xlsx",), tmp_path, hidden=("b.xlsx",))
    assert "(columns 1 (A) 'Plot', 2 (B) 'Area'), first rows: ['Plot', 'Area']" in brief
    assert "columns 1" not in brief_of_inputs(("a.xlsx",), tmp_path, hidden=("b.csv",))


def test_codes_in_a_workbook_are_told(tmp_path: Path) -> None:
    """Digits that are text, and begin with zeros, would lose them."""
    cells = "".join(
        f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'
        for text in ("zip", "80331", "01067")
    )
    sheet = f"<worksheet {_XMLNS}><sheetData>{cells}</sheetData></worksheet>"
    _workbook(tmp_path / "a.xlsx", sheet)
    brief = brief_of_inputs(("a.xlsx",), tmp_path)
    assert "sheet 'A & B' (pandas keeps leading zeros with dtype={'zip': str}), first" in brief


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(f"<worksheet {_XMLNS}>" + "<row><c><v>1</v></c></row>" * 200_000, id="long"),
        pytest.param("<a>" * 10, id="never-closed"),
        pytest.param(" " * 8_000_000, id="zip-bomb"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', id="entities"
        ),
    ],
)
def test_hostile_workbooks(tmp_path: Path, sheet: str) -> None:
    """Of a sheet that is huge or hostile only the beginning is read."""
    _workbook(tmp_path / "a.xlsx", sheet)
    assert brief_of_inputs(("a.xlsx",), tmp_path).startswith("a.xlsx:")


def test_zip_members_are_listed(tmp_path: Path) -> None:
    """An archive is described by the names of its members."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x/y.txt", "1")
    assert "1 members: x/y.txt" in brief_of_inputs(("a.zip",), tmp_path)


def test_shape_of_json() -> None:
    """A shape shows keys and one example of each, and stays within its budget."""
    assert shape_of([{"name": "Ann"}] * 3).startswith('a list of 3: [{"name": "Ann"}')
    wide = {f"key{n}": {"x": ["long text " * 20] * 50} for n in range(500)}
    assert len(shape_of(wide, budget=300)) <= 300
    deep: object = 1
    for _ in range(300):
        deep = {"a": [deep]}
    assert len(shape_of(deep)) <= 700
    json.loads(shape_of({"a": None}))


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + struct.pack(">II", 3, 4), (3, 4)),
        (b"GIF89a" + struct.pack("<HH", 3, 4), (3, 4)),
        (b"BM" + b"\0" * 16 + struct.pack("<ii", 3, -4), (3, 4)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x04\x00\x03", (3, 4)),
        (b"\xff\xd8\xff\xe0\x00\x00" * 50, None),
        (b"\xff\xd8\xff\xc0\x00\x11", None),
        (b"\xff\xd8", None),
        (b"GIF89a", None),
        (b"", None),
        (b"text", None),
    ],
)
def test_image_size(data: bytes, size: tuple[int, int] | None) -> None:
    """The size is read from the first bytes; cut and foreign data have none."""
    assert image_size(data) == size


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\xc3\xa4", "aä"),
        (b"\xef\xbb\xbfa", "a"),
        ("aä".encode("utf-16"), "aä"),
        (b"a\xe4", "aä"),
        (b"a\xc3", "aÃ"),
        (b"", ""),
    ],
)
def test_decode(data: bytes, text: str) -> None:
    """UTF-8 and UTF-16 are told by their bytes, and all else is Latin-1."""
    assert decode(data) == text


def test_a_head_may_end_inside_of_a_character() -> None:
    """A character that the end of the head cuts does not make the text Latin-1."""
    assert decode(b"a" * 65_535 + "ä".encode()[:1]) == "a" * 65_535


def test_header() -> None:
    """Numbers, formulas, dates and repeated or empty names are no header."""
    assert has_header([["name", "age"], ["Ann", "3"]])
    assert has_header([["", "age"]])
    for row in (["a", "a"], ["a", ""], ["a", "1"], ["2024-01-01", "a"], ["=A1", "a"], [""], []):
        assert not has_header([row])
    assert not has_header([])
