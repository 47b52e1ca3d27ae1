"""Tables that are written without the names of their columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.fixups.csv_header import with_header_above
from code_it.flow import Task

SCRIPT = """\
import csv

with open("in.csv") as file, open("out.csv", "w", newline="") as made:
    reader = csv.DictReader(file, delimiter=";")
    writer = csv.writer(made)
    for row in reader:
        writer.writerow([row["name"], row["price"]])
"""
TASK = Task("Write the rows of in.csv to out.csv, with commas.")


def test_the_names_stand_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("name;price\nrope;2\n")
    exec(with_header_above(SCRIPT, TASK), {})
    assert Path("out.csv").read_text().split() == ["name,price", "rope,2"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SCRIPT, "Write the rows of in.csv to out.csv, without the header."),
        (SCRIPT.replace("    for", '    writer.writerow(["a", "b"])\n    for'), TASK.text),
        (SCRIPT.replace('row["price"]', 'row["price"] * 2'), TASK.text),
        (SCRIPT.replace('[row["name"], row["price"]]', "row.values()"), TASK.text),
        (SCRIPT.replace("csv.DictReader", "csv.reader"), TASK.text),
        (SCRIPT.replace("reader:", "reader"), TASK.text),
    ],
)
def test_other_scripts_stay(source: str, text: str) -> None:
    assert with_header_above(source, Task(text)) == source
