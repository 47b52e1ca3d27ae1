"""Databases that are there are read, and not filled."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.given_data import with_databases_as_given
from code_it.flow import Task

READ = Task("Print the names.", input_files=("bikes.db",))
SOURCE = """\
db = sqlite3.connect("bikes.db")
db.execute('''
CREATE TABLE IF NOT EXISTS bikes (id INTEGER)
''')
more = "INSERT INTO bikes VALUES (?)"
for bike in bikes:
    db.execute(more, (bike,))
print(db.execute("SELECT * FROM bikes").fetchall())
"""


def test_what_fills_it_is_left_out() -> None:
    assert (
        with_databases_as_given(SOURCE, READ)
        == """\
db = sqlite3.connect("bikes.db")
pass
more = "INSERT INTO bikes VALUES (?)"
for bike in bikes:
    pass
print(db.execute("SELECT * FROM bikes").fetchall())
"""
    )


@pytest.mark.parametrize(
    ("source", "task"),
    [
        (SOURCE, Task("Make a database.", output_files=("bikes.db",))),
        (SOURCE, Task("Add a bike.", input_files=("bikes.db",), may_change=("bikes.db",))),
        (SOURCE, Task("Make it.", input_files=("bikes.csv",))),
        (SOURCE.replace("bikes.db", ":memory:"), READ),
        ("db.execute((", READ),
    ],
)
def test_others_stay(source: str, task: Task) -> None:
    assert with_databases_as_given(source, task) == source
