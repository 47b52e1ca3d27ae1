"""Journals -> the problems in which each stage of code_it did something.

    python -m benchmarks --arm code_it --tasks TASKS --out results.jsonl --keep runs
    python -m benchmarks.acted runs

The model answers the same request with the same seed alike, so an arm without a stage can differ
only where the stage did something: an ablation need not run the other problems again.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from code_it.runs.journal import JOURNAL_NAME, read_journal

Event = dict[str, Any]
_RUN = re.compile(r"(?P<problem>.+)-code_it-\d+")


def stages_that_acted(events: Sequence[Event]) -> tuple[str, ...]:
    """The arms, by their names, that such a run may differ from."""
    return tuple(arm for arm, did in _ACTED.items() if did(events))


def problems_by_arm(runs: Path) -> dict[str, list[str]]:
    """By the name of each arm the problems to run again, of all that `runs` has a journal of."""
    found: dict[str, set[str]] = {arm: set() for arm in _ACTED}
    for journal in sorted(runs.glob(f"*/.code_it/runs/*/{JOURNAL_NAME}")):
        match = _RUN.fullmatch(journal.relative_to(runs).parts[0])
        if match:
            for arm in stages_that_acted(read_journal(journal)):
                found[arm].add(match["problem"])
    return {arm: sorted(problems) for arm, problems in found.items()}


def _of_kind(events: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in events if event["event"] == kind]


def _candidates(events: Sequence[Event]) -> list[dict[str, Any]]:
    return [event["candidate"] for event in _of_kind(events, "candidate")]


def _was_shown(what: str) -> Callable[[Sequence[Event]], bool]:
    return lambda events: any(event["task"].get(what) for event in _of_kind(events, "task"))


def _took_time(stage: str) -> Callable[[Sequence[Event]], bool]:
    return lambda events: any(
        stage in event["result"]["seconds"] for event in _of_kind(events, "result")
    )


def _was_mended(events: Sequence[Event]) -> bool:
    return any(candidate["fixes"] for candidate in _candidates(events))


def _was_repaired(events: Sequence[Event]) -> bool:
    return any(candidate["parent"] for candidate in _candidates(events))


def _was_patched(events: Sequence[Event]) -> bool:
    patched = any(candidate["read_as"] == "patch" for candidate in _candidates(events))
    return patched or _took_time("patching")(events)


def _was_linted(events: Sequence[Event]) -> bool:
    """The linter was asked, or what pylint says may have put the samples in another order."""
    warned = any(event["report"]["messages"] for event in _of_kind(events, "candidate"))
    return warned or _took_time("linting")(events)


def _was_settled(events: Sequence[Event]) -> bool:
    """Was anything asked for, or said, behind the first script that looked right?"""
    verdicts = _of_kind(events, "verdict")
    right = [event for event in verdicts if event["verdict"]["outcome"] != "failed"]
    if not right:
        return False
    asked = any(event["seq"] > right[0]["seq"] for event in _of_kind(events, "prompt"))
    results = _of_kind(events, "result")
    return asked or any(event["result"]["verdict"] != right[0]["verdict"] for event in results)


_ACTED: dict[str, Callable[[Sequence[Event]], bool]] = {
    "no_brief": _was_shown("brief"),
    "no_recipes": _was_shown("recipes"),
    "no_fixes": _was_mended,
    "no_repair": _was_repaired,
    "no_patches": _was_patched,
    "no_planner": lambda events: bool(_of_kind(events, "plan")),
    "no_agreement": _was_settled,
    "no_linter": _was_linted,
    "no_dependency_tracker": _took_time("asking"),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", type=Path, help="the folder that --keep named")
    options = parser.parse_args()
    if not options.runs.is_dir():
        parser.error(f"{options.runs} is not a folder")
    for arm, problems in problems_by_arm(options.runs).items():
        print(f"{arm:22} {len(problems):3}  {' '.join(problems)}")


if __name__ == "__main__":
    main()
