"""What the store holds, and what is removed from it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from code_it.packages.bytecode import wait_until_compiled
from code_it.packages.environments import Terms, provide
from code_it.packages.store import environments_folder
from code_it.packages.stored import Environment, built_lock, prune, stored_environments
from tests.packages.loopback_index import Index

LIMIT = 120.0
DAY = 86_400.0


def age(environment: Environment, days: float) -> None:
    """Let it have been used last that long ago."""
    then = time.time() - days * DAY
    os.utime(environment.path / "code_it_environment.json", (then, then))


@pytest.fixture
def three(index: Index) -> list[Environment]:
    """Used five, four and three days ago."""
    names = ("goodpkg", "needs-good", "large")
    environments = [provide([name], timeout_seconds=LIMIT) for name in names]
    wait_until_compiled(LIMIT)
    for days, environment in zip((5, 4, 3), environments, strict=True):
        age(environment, days)
    return environments


def test_environments_are_listed_by_last_use(three: list[Environment]) -> None:
    """With what was asked for, all that is in them, and their size."""
    found = stored_environments()
    assert [each.wanted for each in found] == [("large",), ("needs-good",), ("goodpkg",)]
    assert found[1].all_packages == ("goodpkg==1.0", "needs-good==2.0")
    assert found[0].bytes > 3 * 2**20 > found[2].bytes > 0
    assert [each.path for each in found] == [each.path for each in reversed(three)]


def test_an_empty_store_has_none() -> None:
    """And nothing is to be removed from it."""
    assert stored_environments() == ()
    assert prune(unused_days=0) == 0


@pytest.mark.parametrize(
    ("keep", "keep_mib", "left"),
    [
        (2, None, ["large", "needs-good"]),
        (None, 4, ["large", "needs-good", "goodpkg"]),
        (None, 3, []),
        (0, None, []),
        (None, None, []),
        (9, 99, ["large", "needs-good", "goodpkg"]),
    ],
)
def test_those_used_longest_ago_go_first(
    three: list[Environment], keep: int | None, keep_mib: int | None, left: list[str]
) -> None:
    """As many as it takes; read-only or not."""
    assert prune(keep=keep, keep_mib=keep_mib, unused_days=1) == 3 - len(left)
    assert [each.wanted[0] for each in stored_environments()] == left
    gone = [each for each in three if each.packages[0].partition("==")[0] not in left]
    assert not any(each.path.exists() for each in gone)


def test_what_may_be_in_use_stays(three: list[Environment]) -> None:
    """Used lately, or held by who builds it."""
    assert prune(unused_days=4.5) == 1
    with built_lock(three[1].path):
        assert prune(keep=0, unused_days=0) == 1
    assert [each.wanted for each in stored_environments()] == [("needs-good",)]


def test_room_is_made_when_something_is_built(three: list[Environment]) -> None:
    """And what was removed is built anew when it is wanted again."""
    provide(["youngpkg"], timeout_seconds=LIMIT, terms=Terms(max_stored=2))
    wait_until_compiled(LIMIT)
    assert [each.wanted for each in stored_environments()] == [("youngpkg",), ("large",)]
    assert provide(["goodpkg"], timeout_seconds=LIMIT) == three[0]


def test_what_killed_processes_left_goes_after_a_day(store: Path) -> None:
    """Not before: they may be at work."""
    old, new = store / "built" / ".k.1", store / "built" / ".k.2"
    empty = store / ".empty-x"
    for folder in (old, new, empty):
        (folder / "lib").mkdir(parents=True)
    for folder in (old, empty):
        os.utime(folder, (time.time() - 2 * DAY,) * 2)
    prune(unused_days=0)
    assert [folder.exists() for folder in (old, new, empty)] == [False, True, False]


def test_records_of_what_is_gone_are_removed(three: list[Environment]) -> None:
    """So that they do not pile up."""
    prune(unused_days=0)
    asked = environments_folder("asked")
    assert list(asked.iterdir()) == []
