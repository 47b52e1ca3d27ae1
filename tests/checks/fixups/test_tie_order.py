"""Equal ones that are sorted the other way round."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.tie_order import with_ties_in_order
from code_it.flow import Task

_TASK = Task("Sort the teams by points, highest first, and teams with the same points by name.")
_TEAMS = "teams = [('B', 3), ('A', 3), ('C', 1), ('D', 7)]\n"
_RIGHT = [("D", 7), ("A", 3), ("B", 3), ("C", 1)]


@pytest.mark.parametrize(
    "line",
    [
        "found = sorted(teams, key=lambda team: (team[1], team[0]), reverse=True)",
        "teams.sort(key=lambda team: (team[1], team[0]), reverse=True)\nfound = teams",
        "found = sorted(dict(teams).items(), key=lambda team: team[1], reverse=True)",
        "from collections import Counter\nfound = Counter(dict(teams)).most_common()",
    ],
)
def test_they_stand_as_the_task_tells(line: str) -> None:
    mended = with_ties_in_order(f"{_TEAMS}{line}\n", _TASK)
    known: dict[str, object] = {}
    exec(mended, known)
    assert known["found"] == _RIGHT
    assert with_ties_in_order(mended, _TASK) == mended


def test_a_frame_is_sorted_by_both() -> None:
    line = "df = df.sort_values(by=['points', 'name'], ascending={})\n"
    assert with_ties_in_order(line.format(False), _TASK) == line.format("[False, True]")
    assert with_ties_in_order(line.format("[False, True]"), _TASK) == line.format("[False, True]")


@pytest.mark.parametrize(
    "text",
    [
        "Sort the teams by points, highest first.",
        "Sort them by points, highest first, and those with the same points by wins, most first.",
        "Sort the teams by points, and teams with the same points by name.",
    ],
)
def test_what_is_not_told_stays(text: str) -> None:
    line = "found = sorted(teams, key=lambda team: (team[1], team[0]), reverse=True)\n"
    assert with_ties_in_order(line, Task(text)) == line


@pytest.mark.parametrize(
    "line",
    [
        "found = sorted(teams, key=lambda team: (-team[1], team[0]))",
        "found = sorted(teams, key=lambda team: (team[1], -team[2]), reverse=True)",
        "found = sorted(teams, key=lambda team: team[1], reverse=True)",
        "found = sorted(teams, key=lambda",
    ],
)
def test_other_sorting_stays(line: str) -> None:
    assert with_ties_in_order(f"{line}\n", _TASK) == f"{line}\n"
