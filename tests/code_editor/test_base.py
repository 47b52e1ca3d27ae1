"""The editor keeps the text as it is, and runs it without harm."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_it.code_editor.base import CodeEditorTooling
from code_it.errors import ConfigError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def editor_with(text: str) -> CodeEditorTooling:
    editor = CodeEditorTooling("script.py")
    editor.overwrite_code(text)
    return editor


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab \t\r\n\f\v\x85\u2028é😀'\"\\"), max_size=40) | st.text())
def test_the_text_is_kept_byte_for_byte(text: str) -> None:
    """Blank lines, line ends of all kinds and odd characters are neither added nor lost."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script.py"
        editor = CodeEditorTooling(str(path))
        assert editor.overwrite_code(text) == editor.display_code() == text
        assert path.read_bytes() == text.encode("utf-8")
        assert editor.save_code() == text
        assert path.read_bytes() == text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("\n", [""]),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\n\nb", ["a", "", "b"]),
        ("a\r\nb\rc\n", ["a", "b", "c"]),
        ("a\x0cb\u2028c\n", ["a\x0cb\u2028c"]),
    ],
)
def test_lines_are_those_that_python_sees(text: str, lines: list[str]) -> None:
    """`source_code` has them without their ends; form feeds do not end a line."""
    assert editor_with(text).source_code == lines


def test_lines_can_be_assigned() -> None:
    """As scripts do that were written for an editor with a list of lines."""
    editor = CodeEditorTooling("script.py")
    editor.source_code = ["a", "", "b"]
    assert editor.save_code() == "a\n\nb\n"
    assert Path("script.py").read_bytes() == b"a\n\nb\n"


def test_an_editor_starts_empty_and_leaves_the_file_until_it_is_changed() -> None:
    """What an earlier program wrote is not added to."""
    Path("script.py").write_text("old")
    editor = CodeEditorTooling("script.py")
    assert editor.display_code() == ""
    assert Path("script.py").read_text() == "old"
    assert editor.add_code("new") == "new"
    assert Path("script.py").read_text() == "new"


@pytest.mark.parametrize(
    ("before", "added", "after"),
    [
        ("", "a", "a"),
        ("a", "b", "a\nb"),
        ("a\n", "b\n", "a\nb\n"),
        ("a\n\n", "\nb", "a\n\n\nb"),
        ("a\r\nb", "c", "a\r\nb\r\nc"),
    ],
)
def test_code_is_added_on_lines_of_its_own(before: str, added: str, after: str) -> None:
    """With the kind of line end that the text has."""
    editor = editor_with(before)
    assert editor.add_code(added) == after
    assert Path("script.py").read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("before", "added", "after"),
    [
        ("", "a", "a"),
        ("a", "b", "b\na"),
        ("a\n", "b\n", "b\na\n"),
        ("a", "b\r\n\r\n", "b\r\n\r\na"),
    ],
)
def test_code_is_added_to_the_top(before: str, added: str, after: str) -> None:
    """Before all that is there, on lines of its own."""
    assert editor_with(before).add_code_to_top(added) == after


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("a\nb\nc\n", "2\nx", "a\nx\nc\n"),
        ("a\nb\nc\n", "2\nx\n", "a\nx\nc\n"),
        ("a\nb", "2\nx", "a\nx"),
        ("a\nb\n", "1\nx\n    y", "x\n    y\nb\n"),
        ("a\nb\n", " 1 \n    x", "    x\nb\n"),
        ("a\nb\n", "1\n", "\nb\n"),
        ("a\nb\n", "1", "\nb\n"),
        ("a\r\nb\r\n", "1\r\nx", "x\r\nb\r\n"),
        ("a\n\nb\n", "2\nx", "a\nx\nb\n"),
    ],
)
def test_a_line_is_changed(before: str, change: str, after: str) -> None:
    """The first line of the input is its number; indentation and line end are kept."""
    assert editor_with(before).change_code_line(change) == after


@pytest.mark.parametrize(
    ("numbers", "after"),
    [
        ("1", "b\nc\nd\n"),
        ("1,3", "b\nd\n"),
        (" 1 , 3 ,", "b\nd\n"),
        ("2-4", "a\n"),
        ("1, 3-4\n", "b\n"),
        ("4,4,4", "a\nb\nc\n"),
        ("1-4", ""),
    ],
)
def test_lines_are_deleted(numbers: str, after: str) -> None:
    """Numbers are those before anything is deleted."""
    assert editor_with("a\nb\nc\nd\n").delete_code_lines(numbers) == after


@pytest.mark.parametrize(
    ("call", "given", "says"),
    [
        ("change_code_line", "4\nx", "there is no line 4; script.py has lines 1 to 3"),
        ("change_code_line", "0\nx", "there is no line 0"),
        ("change_code_line", "-1\nx", "'-1' is not the number of a line"),
        ("change_code_line", "print(1)", r"'print\(1\)' is not the number of a line"),
        ("change_code_line", "", "'' is not the number of a line"),
        ("change_code_line", "٣\nx", "is not the number of a line"),
        ("delete_code_lines", "2,9", "there is no line 9"),
        ("delete_code_lines", "3-1", "goes backwards"),
        ("delete_code_lines", "", "'' is not the number of a line"),
        ("delete_code_lines", "1;2", "'1;2' is not the number of a line"),
        ("delete_code_lines", "1" * 5000, "is not the number of a line"),
    ],
)
def test_a_line_that_is_not_there_changes_nothing(call: str, given: str, says: str) -> None:
    """The message says which lines there are."""
    editor = editor_with("a\nb\nc\n")
    with pytest.raises(ConfigError, match=says):
        getattr(editor, call)(given)
    assert editor.display_code() == Path("script.py").read_text() == "a\nb\nc\n"


def test_an_empty_script_has_no_lines() -> None:
    """That, too, is said."""
    with pytest.raises(ConfigError, match=r"there is no line 1; script\.py has no lines"):
        CodeEditorTooling("script.py").delete_code_lines("1")


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_saving_keeps_the_mode_and_follows_links(folder: Path) -> None:
    """A new file has the usual mode, and no temporary file stays."""
    Path("real.py").write_text("old")
    Path("real.py").chmod(0o750)
    Path("link.py").symlink_to("real.py")
    CodeEditorTooling("link.py").overwrite_code("new")
    assert Path("link.py").is_symlink()
    assert Path("real.py").read_text() == "new"
    assert stat.S_IMODE(Path("real.py").stat().st_mode) == 0o750
    before = os.umask(0o027)
    try:
        CodeEditorTooling("fresh.py").overwrite_code("x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("fresh.py").stat().st_mode) == 0o640
    assert sorted(path.name for path in folder.iterdir()) == ["fresh.py", "link.py", "real.py"]


@pytest.mark.parametrize("filename", ["missing/script.py", "."])
def test_a_place_that_cannot_be_written_is_named(filename: str) -> None:
    """And the editor keeps the text it had."""
    editor = CodeEditorTooling(filename)
    with pytest.raises(ConfigError, match="cannot be written"):
        editor.overwrite_code("x")
    assert editor.display_code() == ""


def test_text_that_is_not_unicode_is_refused(folder: Path) -> None:
    """Half a surrogate pair cannot be written as UTF-8."""
    editor = editor_with("a")
    with pytest.raises(ConfigError, match="not Unicode"):
        editor.overwrite_code("\ud800")
    assert Path("script.py").read_text() == editor.display_code() == "a"
    assert [path.name for path in folder.iterdir()] == ["script.py"]


def test_a_run_tells_its_outcome_first() -> None:
    """The exit status decides, whatever the program prints."""
    good = editor_with("import sys\nprint('out')\nprint('err', file=sys.stderr)\n")
    assert good.run_code("anything") == "Program Succeeded\nStdout:out\n\nStderr:err\n"
    bad = editor_with("print('Program Succeeded')\nraise SystemExit(3)\n").run_code()
    assert bad.startswith("Program Failed\nStdout:Program Succeeded\n")


def test_a_run_brings_back_what_it_makes_and_harms_nothing(folder: Path) -> None:
    """Deleted inputs stay, and of a changed one the former content is kept."""
    Path("in.txt").write_text("input")
    Path("log.txt").write_text("old")
    editor = editor_with(
        "import os\n"
        "text = open('in.txt').read()\n"
        "open('out.txt', 'w').write(text.upper())\n"
        "open('log.txt', 'w').write('new')\n"
        "open('script.py', 'w').write('broken')\n"
        "os.remove('in.txt')\n"
    )
    run = editor.run()
    assert run.ok, run.stderr
    assert Path("out.txt").read_text() == "INPUT"
    assert Path("in.txt").read_text() == "input"
    assert Path("log.txt").read_text() == "new"
    assert Path("script.py").read_text() == editor.display_code()
    (backup,) = (folder / ".code_it" / "backups").rglob("log.txt")
    assert backup.read_text() == "old"


def test_a_failed_run_changes_nothing(folder: Path) -> None:
    """Half an output is worse than none."""
    editor = editor_with("open('out.txt', 'w').write('half')\n1/0\n")
    assert not editor.run().ok
    assert [path.name for path in folder.iterdir()] == ["script.py"]


def test_what_is_not_brought_back_is_said(folder: Path) -> None:
    """With the reason."""
    editor = editor_with("open('.hidden', 'w').write('x')\n")
    assert "Not brought back: .hidden (" in editor.run_code()
    assert not (folder / ".hidden").exists()


def test_a_run_that_does_not_end_is_stopped() -> None:
    """After `time_limit_seconds`."""
    editor = editor_with("while True: pass\n")
    editor.time_limit_seconds = 1.0
    text = editor.run_code()
    assert text.startswith("Program Failed\n")
    assert "Stopped because it ran longer than 1 s." in text


def test_a_run_needs_a_script_and_an_interpreter() -> None:
    """Both are asked for by name."""
    with pytest.raises(ConfigError, match=r"there is no script\.py to run"):
        CodeEditorTooling("script.py").run_code()
    editor = CodeEditorTooling("script.py", "no-such-python")
    editor.overwrite_code("print(1)")
    with pytest.raises(ConfigError, match="there is no interpreter 'no-such-python'"):
        editor.run_code()


def test_an_interpreter_can_be_named() -> None:
    """By path; the default is the one that this runs in."""
    editor = CodeEditorTooling("script.py", sys.executable)
    editor.overwrite_code("import sys; print(sys.version)")
    assert editor.run().stdout == f"{sys.version}\n"
    default = editor_with("import sys; print(sys.version)")
    assert default.run().stdout == f"{sys.version}\n"
