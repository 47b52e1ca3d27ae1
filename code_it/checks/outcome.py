"""Task, RunResult -> Verdict, by looking at what the run left behind."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from code_it.checks.complaint import error_line
from code_it.checks.contents import check_contents, read_json
from code_it.checks.differences import difference
from code_it.flow import Check, RunResult, Task, Verdict
from code_it.reading.apart import read_apart
from code_it.reading.input_brief import UNREADABLE, decode, image_size
from code_it.reading.missing_inputs import likest_name
from code_it.reading.task_text import sentences_of

NO_INPUT = "input there"
"""The check that no other script can hold either: a file that the task has read is missing."""

_MOST_BYTES = 50_000_000


def judge(task: Task, run: RunResult, folder: Path, *, examples: tuple[Check, ...] = ()) -> Verdict:
    """Decide whether `run`, which left its files in `folder`, did what `task` asks for.

    Nothing that the program printed about itself counts: the exit status, the files and the
    output that the task asks for do.
    """
    checks = (
        *_inputs_there(task, folder),
        _ended_well(task, run),
        *_inputs_kept(task, run),
        *(_file_made(name, task, run, folder) for name in task.output_files),
        *_columns_right(task, folder),
        *_lines_counted(task, folder),
        *check_contents(task, run, folder),
        *_printed(task, run),
        *examples,
    )
    failed = [check for check in checks if not check.held]
    if failed:
        return Verdict("failed", checks, str(failed[0]))
    if not (verdict := Verdict("verified", checks, _HOLDS)).is_drawn_from_task:
        return Verdict("ran", checks, _NOTHING_TO_CHECK)
    return verdict if verdict.is_looked_into else Verdict("ran", checks, _ONLY_THERE)


_HOLDS = "It ran, and every check drawn from the task holds."
_NOTHING_TO_CHECK = "It ran cleanly; the task gives nothing to check it against."
_ONLY_THERE = (
    "It ran, and the files that the task asks for are there; whether what is in them is right, the"
    " task gives nothing to check."
)


# An error that the task asks to tell of may be told with its traceback.
_GOES_ON = re.compile(
    r"\b(?:log(?:s|ged|ging)?|traceback|go(?:es)? on|carr(?:y|ies) on|continue|skip)\b",
    re.IGNORECASE,
)


def _ended_well(task: Task, run: RunResult) -> Check:
    expected = "it ends by itself with exit status 0"
    if run.stopped_because:
        return Check("exit status", False, expected, run.stopped_because, from_task=False)
    hidden = "Traceback (most recent call last):" in run.stderr
    if run.ok and hidden and not _GOES_ON.search(task.text):
        found = "exit status 0 after an error: " + error_line(run.stderr)
        return Check("exit status", False, expected, found, from_task=False)
    found = f"exit status {run.returncode}" if run.ok else _failure(run)
    return Check("exit status", run.ok, expected, found, from_task=False)


def _failure(run: RunResult) -> str:
    line = error_line(run.stderr)
    return f"exit status {run.returncode}" + (f": {line}" if line else "")


def _inputs_there(task: Task, folder: Path) -> tuple[Check, ...]:
    """A script that makes such a file itself is right, too."""
    missing = [name for name in task.missing_files if not (folder / name).exists()]
    return tuple(
        Check(NO_INPUT, False, f"{name} is there to be read", _instead_of_input(name, folder))
        for name in missing
    )


def _instead_of_input(name: str, folder: Path) -> str:
    like = likest_name(name, folder)
    hint = f"the task may mean {like}" if like else "put it there, or name the file that is meant"
    return f"there is no such file in the folder; {hint}"


def _inputs_kept(task: Task, run: RunResult) -> tuple[Check, ...]:
    touched = {
        name: how
        for how, names in (("changed", run.changed), ("deleted", run.deleted))
        for name in names
        if not _may_change(name, task)
    }
    return tuple(
        Check("input kept", False, f"{name} stays as it is", f"it was {how}", from_task=False)
        for name, how in touched.items()
    )


def _may_change(name: str, task: Task) -> bool:
    """It is named, or is below a folder that is named as `folder/*`; `*` is every file."""
    folders = [allowed[:-1] for allowed in task.may_change if allowed.endswith("*")]
    return name in task.may_change or any(name.startswith(folder) for folder in folders)


def _file_made(name: str, task: Task, run: RunResult, folder: Path) -> Check:
    expected = f"{name} is made"
    path = folder / name
    if path.is_symlink() or not path.is_file():
        same_name = [made for made in run.created if Path(made).name == Path(name).name]
        found = f"it was made as {same_name[0]}" if same_name else _instead(name, run)
        held = any(_is_in_folder_told(task, made, folder) for made in same_name)
        return Check("file", held, expected, found, file=name)
    if name not in run.created and name not in run.changed:
        return Check("file", False, expected, "the script did not write it", file=name)
    size = path.stat().st_size
    if size == 0:
        return Check("file", False, expected, "the file is empty", file=name)
    reader = _READERS.get(path.suffix.lower())
    if reader is not None and size <= _MOST_BYTES:
        try:
            reader(path)
        except UNREADABLE as error:
            found = f"it cannot be read as {path.suffix[1:].upper()}: {error}"[:300]
            how = _WRITTEN_WITH.get(path.suffix.lower(), "")
            return Check("file", False, expected, found + how, file=name)
    return Check("file", True, expected, f"{size} bytes", file=name)


def _is_in_folder_told(task: Task, made: str, folder: Path) -> bool:
    """Is it in a new folder that the text names: "put notes.txt into each sub-folder of 2026"?"""
    above = Path(made).parts[0]
    if above in task.input_files:
        return False
    is_told = re.search(rf"(?<![\w.-]){re.escape(above)}(?![\w.-]*\w)", task.text)
    speaks_of_folders = re.search(r"\b(?:sub-?)?(?:folder|director(?:y|ie))s?\b", task.text, re.I)
    has_something = (folder / made).is_file() and (folder / made).stat().st_size > 0
    return bool(above != made and is_told and speaks_of_folders and has_something)


def _instead(name: str, run: RunResult) -> str:
    """What was made of the same kind, where that is more than one: it was to be all in one."""
    ending = Path(name).suffix.lower()
    alike = [made for made in run.created if Path(made).suffix.lower() == ending]
    if len(alike) < 2:
        return "there is no such file"
    others = f"{alike[0][:80]} and {len(alike) - 1} more"
    return f"there is no such file; it made {others}, where one file is asked for"


_WRITTEN_WITH = {
    ".json": "; all of it must be written with one json.dump(data, file)",
}


def _columns_right(task: Task, folder: Path) -> tuple[Check, ...]:
    checks = []
    for name, columns in task.columns:
        path = folder / name
        if path.is_file() and not path.is_symlink():
            headers = [_header(path, delimiter) for delimiter in _delimiters(task, path)]
            held = any(_lower(header) == _lower(columns) for header in headers)
            apart = difference(columns, headers[0])
            found = "the columns " + ", ".join(headers[0])[:300] + str(apart)
            if len(apart.missing) == len(columns) == len(apart.strange):
                found = "no row with these names; the first row is " + ",".join(headers[0])[:300]
            checks.append(
                Check("columns", held, f"{name} has the columns {', '.join(columns)}", found,
                      file=name, missing=apart.missing, strange=apart.strange)
            )  # fmt: skip
            checks += _fields_fit(name, path, _delimiters(task, path), columns)
    return tuple(checks)


def _fields_fit(
    name: str, path: Path, delimiters: Sequence[str], columns: Sequence[str]
) -> list[Check]:
    """Has each row no more fields than there are columns, where the header is as asked for?

    A text with a comma in it that is written without quotes becomes two. Fewer fields may be
    meant, in a last line with a sum say, but not in each of them.
    """
    if path.stat().st_size > _MOST_BYTES:
        return []
    for delimiter in delimiters:
        try:
            header, *rows = csv.reader(_text(path).splitlines(keepends=True), delimiter=delimiter)
        except (csv.Error, ValueError):
            continue
        if _lower(header) == _lower(columns):
            long = [row for row in rows if len(row) > len(header)]
            found = f"{len(rows)} rows"
            if long:
                found = f"the row {long[0]} has {len(long[0])}; csv.writer quotes a comma in a text"
            filled = [row for row in rows if row]
            short = filled if all(len(row) < len(header) for row in filled) else []
            if short:
                found = f"the row {short[0]} has {len(short[0])}"
            expected = f"each row of {name} has {len(header)} fields"
            return [
                Check(
                    "fields", not (long or short), expected, found[:300], from_task=False, file=name
                )
            ]
    return []


def _lower(names: Sequence[str]) -> list[str]:
    return [name.strip().lower() for name in names]


def _lines_counted(task: Task, folder: Path) -> tuple[Check, ...]:
    checks = []
    for rule in task.line_counts:
        path = folder / rule.name
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _MOST_BYTES:
            lines = [line.strip() for line in _text(path).splitlines()]
            lines = [line for line in lines if line]
            count = len(set(lines)) if rule.different else len(lines)
            kind = "different lines" if rule.different else "lines"
            expected = f"{rule.name} has at least {rule.at_least} {kind}"
            found = f"it has {count} {kind}" + (_doubled(lines) if rule.different else "")
            checks.append(Check("lines", count >= rule.at_least, expected, found, file=rule.name))
    return tuple(checks)


def _doubled(lines: Sequence[str]) -> str:
    """The first line that is there more than once."""
    counts = Counter(lines)
    first = next((line for line in counts if counts[line] > 1), "")
    return f"; {first[:60]!r} is there {counts[first]} times" if first else ""


def _delimiters(task: Task, path: Path) -> list[str]:
    """What may stand between the columns: the usual one, and those that the task speaks of."""
    usual = "\t" if path.suffix.lower() == ".tsv" else ","
    named = [sign for word, sign in _DELIMITERS.items() if re.search(word, task.text, re.I)]
    return [usual, *named]


_DELIMITERS = {
    r"\bsemicolon|([`'\"]);\1": ";",
    r"\btabs?\b|\\t": "\t",
    r"\bpipes?\b|\bvertical bars?\b|([`'\"])\|\1": "|",
    r"\bcolons?\b|([`'\"]):\1": ":",
}


def _header(path: Path, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(_text(path, 65_536).splitlines(), delimiter=delimiter), [])
    except csv.Error:
        return []


def _text(path: Path, most_bytes: int = -1) -> str:
    """The text of a file; none when the script has locked it."""
    try:
        with path.open("rb") as file:
            return decode(file.read(most_bytes))
    except OSError:
        return ""


def _printed(task: Task, run: RunResult) -> tuple[Check, ...]:
    if not task.asks_for_output:
        return ()
    lines = len(run.stdout.strip().splitlines())
    # Any output holds, so this can refute a script, but it is no evidence for one.
    found = f"{lines} lines" if lines else "nothing was printed"
    asked = next((each for each in sentences_of(task.text) if _PRINT.search(each)), "")
    expected = "something is printed" + (f', as "{asked[:_MOST_ASKED]}" asks for' if asked else "")
    return (Check("output", lines > 0, expected, found, from_task=False),)


_PRINT = re.compile(r"\b(?:print|show|display)", re.IGNORECASE)
_MOST_ASKED = 200


def _read_json_lines(path: Path) -> None:
    # `str.splitlines` also splits at characters that may stand within a string.
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        if line.strip():
            json.loads(line)


def _read_table(path: Path) -> None:
    if not decode(path.read_bytes()).strip():
        raise ValueError("it has no rows")


def _read_zip(path: Path) -> None:
    read_apart("archive_members", path)


def _read_database(path: Path) -> None:
    if not read_apart("database_columns", path):
        raise ValueError("it has no tables")


def _read_xml(path: Path) -> None:
    read_apart("xml_root", path)


def _read_image(path: Path) -> None:
    # Of a photo the size may stand far behind its preview and colour profile.
    if image_size(path.read_bytes()) is None:
        raise ValueError("the data is no such image")


_BLANK = codecs.BOM_UTF8 + b" \t\r\n"


def _begins_with(start: bytes) -> Callable[[Path], None]:
    def read(path: Path) -> None:
        with path.open("rb") as file:
            if not file.read(1024).lstrip(_BLANK).startswith(start):
                raise ValueError("the data does not begin as it should")

    return read


_READERS: dict[str, Callable[[Path], object]] = {
    **dict.fromkeys((".json", ".geojson"), read_json),
    **dict.fromkeys((".jsonl", ".ndjson"), _read_json_lines),
    **dict.fromkeys((".csv", ".tsv"), _read_table),
    **dict.fromkeys((".zip", ".xlsx", ".docx", ".pptx"), _read_zip),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), _read_database),
    **dict.fromkeys((".xml", ".svg"), _read_xml),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp"), _read_image),
    ".pdf": _begins_with(b"%PDF"),
    ".ics": _begins_with(b"BEGIN:VCALENDAR"),
}
