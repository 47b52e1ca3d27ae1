"""Changes to a database that would be lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from code_it.checks.fixups.commits import with_commit

START = (
    "import sqlite3\ndb = sqlite3.connect('a.db')\ndb.execute('CREATE TABLE IF NOT EXISTS t (n)')\n"
)
INSERT = "db.execute('INSERT INTO t VALUES (1)')\n"


@pytest.mark.parametrize("end", ["db.close()\n", "print('done')\n", "print('done')\ndb.close()\n"])
def test_they_are_committed(end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the connection is closed, or at the end."""
    monkeypatch.chdir(tmp_path)
    exec(compile(with_commit(START + INSERT + end), "main.py", "exec"), {})
    reader = sqlite3.connect(tmp_path / "a.db")
    assert reader.execute("SELECT n FROM t").fetchall() == [(1,)]
    reader.close()


def test_what_an_error_has_interrupted_is_not_committed() -> None:
    source = f"{START}try:\n    {INSERT}    x = 1\nfinally:\n    db.close()\n"
    assert with_commit(source).endswith("    x = 1\n    db.commit()\nfinally:\n    db.close()\n")


def test_in_a_function_it_is_committed_there() -> None:
    """Where the connection has its name."""
    source = (
        "import sqlite3\ndef main():\n    db = sqlite3.connect('a.db')\n"
        "    db.execute('UPDATE t SET n = 2')\n    return 1\n\nmain()\n"
    )
    assert with_commit(source).split("\n")[4:6] == ["    db.commit()", "    return 1"]


@pytest.mark.parametrize(
    "source",
    [
        START + INSERT + "db.commit()\n",
        START + INSERT + "db.rollback()\n",
        START + "with db:\n    " + INSERT,
        START + "print(db.execute('SELECT n FROM t').fetchall())\n",
        START.replace("'a.db'", "'a.db', isolation_level=None") + INSERT,
        START + "other = sqlite3.connect('b.db')\n" + INSERT,
        "with sqlite3.connect('a.db') as db:\n    " + INSERT,
        "db.execute('INSERT INTO t VALUES (1)')\n",
        START + INSERT + "x = (\n",
    ],
)
def test_what_is_seen_to_stays(source: str) -> None:
    """A script that commits, one that only reads, and one with two connections."""
    assert with_commit(source) == source
