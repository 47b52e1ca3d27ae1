"""Rows that are written in another order than the task tells."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from code_it.checks.contents import check_contents
from code_it.checks.repairs.sorting import with_rows_sorted
from code_it.flow import Check, Order, RunResult, Task

ROWS = "Name,Price\nrope,9.5\nhook,120\nsail,33\n"
LOAD = """\
import csv, json
with open("in.csv", newline="") as file:
    rows = list(csv.DictReader(file))
"""
WRITES = {
    "dicts at once": """\
with open("out.csv", "w", newline="") as file:
    writer = csv.DictWriter(file, ["Name", "Price"])
    writer.writeheader()
    writer.writerows(rows)
""",
    "lists at once": """\
rows = [[row["Name"], row["Price"]] for row in rows]
with open("out.csv", "w", newline="") as file:
    csv.writer(file).writerows([["Name", "Price"]])
    csv.writer(file).writerows(rows)
""",
    "one by one": """\
with open("out.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["Name", "Price"])
    for row in sorted(rows, key=lambda row: len(row["Name"])):
        writer.writerow([row["Name"], row["Price"]])
""",
    "JSON": """\
with open("out.json", "w") as file:
    json.dump([{"Name": row["Name"], "Price": row["Price"]} for row in rows], file)
""",
}


def names(path: Path) -> list[str]:
    if path.suffix == ".json":
        return [row["Name"] for row in json.loads(path.read_text())]
    return [row["Name"] for row in csv.DictReader(path.read_text().splitlines())]


@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize(
    ("key", "direction", "wanted"),
    [
        ("price", "ascending", ["rope", "sail", "hook"]),
        ("price", "descending", ["hook", "sail", "rope"]),
        ("Name", "ascending", ["hook", "rope", "sail"]),
    ],
)
def test_the_rows_are_sorted(
    way: str,
    key: str,
    direction: str,
    wanted: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(ROWS)
    file = "out.json" if way == "JSON" else "out.csv"
    order = Order(file, key, direction)  # type: ignore[arg-type]
    task, run = Task("", contents=(order,)), RunResult(0, "", "")
    source = LOAD + WRITES[way]
    exec(source, {})
    (check,) = check_contents(task, run, tmp_path)
    assert not check.held
    for changed in with_rows_sorted(source, check, task):
        try:
            exec(changed, {})
        except (KeyError, IndexError, TypeError, ValueError):
            continue
        if check_contents(task, run, tmp_path)[0].held:
            break
    assert names(tmp_path / file) == wanted


def test_nothing_is_sorted_where_no_rows_are_written() -> None:
    task = Task("", contents=(Order("out.csv", "price"),))
    check = Check("order", False, "is sorted by price", "2 comes after 3", file="out.csv")
    assert not list(with_rows_sorted("print('x')", check, task))


@pytest.mark.parametrize(("direction", "rises"), [("either", True), ("descending", False)])
def test_a_frame_is_sorted_before_it_is_written(direction: str, rises: bool) -> None:
    order = Order("out.csv", "price", direction)  # type: ignore[arg-type]
    check = Check("order", False, "is sorted by price", "2 comes after 3", file="out.csv")
    source = 'frame[["Name", "Price"]].to_csv("out.csv", index=False)'
    (changed,) = with_rows_sorted(source, check, Task("", contents=(order,)))
    sorting = f".sort_values('Price', ascending={rises}, kind='stable').to_csv("
    assert changed == "frame[['Name', 'Price']]" + sorting + '"out.csv", index=False)'
