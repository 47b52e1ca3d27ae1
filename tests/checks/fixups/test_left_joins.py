"""Conditions that leave out what a LEFT JOIN keeps."""

from __future__ import annotations

import sqlite3

import pytest

from code_it.checks.fixups.left_joins import with_unmatched_rows
from code_it.checks.fixups.mending import mend
from code_it.flow import Candidate, Task

QUERY = """\
SELECT m.name, COUNT(v.day) AS visits, SUM(v.minutes) AS minutes
FROM members m
LEFT JOIN visits v ON m.id = v.member
WHERE strftime('%Y-%m', v.day) = '2025-03' AND v.minutes > 5
GROUP BY m.id
ORDER BY m.id
"""
TASK = Task("How often each member came in March 2025; who did not come has 0 and 0.")


def rows(query: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE members (id, name); CREATE TABLE visits (member, day, minutes);"
        "INSERT INTO members VALUES (1, 'Ann'), (2, 'Bob');"
        "INSERT INTO visits VALUES (1, '2025-03-02', 30), (1, '2025-03-03', 3);"
        "INSERT INTO visits VALUES (2, '2025-04-01', 9)"
    )
    return db.execute(query).fetchall()


def test_who_did_not_come_is_kept() -> None:
    """With a 0 where there is nothing to add."""
    mended = with_unmatched_rows(f'db.execute("""{QUERY}""")\n', TASK)
    query = mended.split('"""')[1]
    assert rows(QUERY) == [("Ann", 1, 30)]
    assert rows(query) == [("Ann", 1, 30), ("Bob", 0, 0)]
    assert with_unmatched_rows(mended, TASK) == mended
    fixes = mend(Candidate(f'db.execute("""{QUERY}""")\n'), TASK).fixes
    assert fixes == ("kept rows of a JOIN without a match",)


def test_a_query_in_one_line_has_its_condition_moved() -> None:
    """Also without what follows the condition, and with the name of the table itself."""
    query = "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i WHERE b.y = 1"
    moved = "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i AND b.y = 1"
    assert with_unmatched_rows(f"q = '{query}'\n", TASK) == f"q = '{moved}'\n"
    assert with_unmatched_rows(f"q = '{query};'\n", TASK) == f"q = '{moved};'\n"
    also = Task("List all a, also those without a b.")
    assert with_unmatched_rows(f"q = '{query}'\n", also) == f"q = '{moved}'\n"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i WHERE a.y = 1",
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i WHERE b.y = 1 AND a.y = 1",
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i WHERE b.y IS NULL",
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i WHERE b.y = 1 OR b.z = 2",
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i WHERE y = 1",
        "SELECT a.x FROM a JOIN b ON a.i = b.i WHERE b.y = 1",
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i LEFT JOIN c ON a.i = c.i WHERE b.y = 1",
        "SELECT a.x FROM a LEFT JOIN b ON a.i = b.i JOIN c ON a.i = c.i WHERE b.y = 1",
    ],
)
def test_other_conditions_stay(query: str) -> None:
    """Those on the first table, those that look for what has no match, and several joins."""
    assert with_unmatched_rows(f'q = "{query}"\n', TASK) == f'q = "{query}"\n'


def test_nothing_is_moved_where_the_task_does_not_speak_of_it() -> None:
    """Those without a match may be left out on purpose."""
    source = f'db.execute("""{QUERY}""")\n'
    assert with_unmatched_rows(source, Task("How often each member came in 2030.")) == source


MEMBERS = Task("How often each member came in March 2025. Members who did not come have 0 and 0.")


@pytest.mark.parametrize(
    "joined",
    [
        "FROM members m JOIN visits v ON m.id = v.member",
        "FROM members AS m INNER JOIN visits AS v ON m.id = v.member",
        "FROM visits v\nJOIN members m ON m.id = v.member",
    ],
)
@pytest.mark.parametrize("count", ["COUNT(*)", "COUNT(v.day)"])
def test_a_plain_join_keeps_those_that_the_task_wants(joined: str, count: str) -> None:
    """With their conditions, and with a count of what there is."""
    query = QUERY.replace("FROM members m\nLEFT JOIN visits v ON m.id = v.member", joined)
    query = query.replace("COUNT(v.day)", count)
    mended = with_unmatched_rows(f'db.execute("""{query}""")\n', MEMBERS).split('"""')[1]
    assert rows(query) == [("Ann", 1, 30)]
    assert rows(mended) == [("Ann", 1, 30), ("Bob", 0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "How often each member came. Leave out members who did not come, those with 0, too.",
        "How often each member came. Visits without a day count as 0 minutes.",
        "How often each member came, with 0 for the rest.",
        "How often each member came.",
    ],
)
def test_a_plain_join_stays_where_all_are_not_wanted(text: str) -> None:
    query = "SELECT m.name, COUNT(*) FROM members m JOIN days v ON m.id = v.member GROUP BY m.id"
    assert with_unmatched_rows(f"q = '{query}'\n", Task(text)) == f"q = '{query}'\n"


def test_of_two_joins_none_is_changed() -> None:
    query = "SELECT m.name FROM members m JOIN a ON m.i = a.i JOIN b ON m.i = b.i"
    assert with_unmatched_rows(f"q = '{query}'\n", MEMBERS) == f"q = '{query}'\n"
