"""Rows -> the figures of a run, as Markdown."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Row:
    """What an arm made of one problem."""

    task: str
    arm: str
    seed: int
    solved: bool = False
    """By the problem's own checker."""
    solved_base: bool = False
    """HumanEval: right for the inputs that its authors gave."""
    why: str = ""
    verdict: str = ""
    claimed: bool = False
    """The arm says that it is done."""
    attempts: int = 0
    llm_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    reason: str = ""


def read_rows(path: Path) -> list[Row]:
    """The rows of a results file; none when it is not there."""
    if not path.is_file():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def append_row(path: Path, row: Row) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(row)) + "\n")


def table(rows: Sequence[Row]) -> str:
    """One column per arm: means over its seeds, medians of seconds, Wilson intervals of 95 %."""
    arms = list(dict.fromkeys(row.arm for row in rows))
    columns = [_figures([row for row in rows if row.arm == arm]) for arm in arms]
    lines = [f"| | {' | '.join(arms)} |", "| --- |" + " --- |" * len(arms)]
    for name in columns[0] if columns else ():
        lines.append(f"| {name} | {' | '.join(column[name] for column in columns)} |")
    return "\n".join(lines)


def _figures(rows: Sequence[Row]) -> dict[str, str]:
    solved = [row for row in rows if row.solved]
    false_claims = [row for row in rows if row.claimed and not row.solved]
    verified = [row for row in rows if row.verdict == "verified"]
    false_verified = [row for row in verified if not row.solved]
    tokens = sum(row.completion_tokens for row in rows)
    runs = len({row.seed for row in rows})
    figures = {
        "runs × problems": f"{runs} × {len(rows) // runs}",
        "solved": _share(len(solved), len(rows)),
        "solved per run": _per_run(rows),
        "claimed and wrong": _share(len(false_claims), len(rows)),
        "`verified` and wrong": _share(len(false_verified), len(rows)),
        "`verified`": f"{len(verified)} of {len(rows)}",
        "solved and not claimed": str(sum(not row.claimed for row in solved)),
        "seconds, median": _median(row.seconds for row in rows),
        "seconds of a solved one, median": _median(row.seconds for row in solved),
        "model calls per problem": f"{sum(row.llm_calls for row in rows) / len(rows):.1f}",
        "completion tokens per solved one": str(round(tokens / max(len(solved), 1))),
    }
    if any(row.solved_base for row in rows):
        base = sum(row.solved_base for row in rows)
        figures["right for the base inputs"] = _share(base, len(rows))
    return figures


def _per_run(rows: Sequence[Row]) -> str:
    seeds = sorted({row.seed for row in rows})
    return ", ".join(str(sum(row.solved for row in rows if row.seed == seed)) for seed in seeds)


def _share(part: int, whole: int) -> str:
    low, high = wilson_interval(part, whole)
    return f"{part} of {whole} = {part / whole:.1%} ({low:.0%} to {high:.0%})"


def wilson_interval(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927, without a correction for continuity)."""
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0)


def _median(values: Iterable[float]) -> str:
    known = list(values)
    return f"{statistics.median(known):.1f}" if known else "-"
