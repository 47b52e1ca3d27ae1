"""Figures of merit come from the checker of a task, and from nothing else."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks import __main__ as runner
from benchmarks.arms import ARMS
from benchmarks.problems import lay_out, task_folders
from benchmarks.results import Row, read_rows, table, wilson_interval
from code_it.models.scripted import ScriptedLLM
from code_it.packages.environments import Environment, provide

CHECK = """
import os, sys
text = open("out.txt").read() if os.path.exists("out.txt") else "nothing"
if text != "ANN":
    sys.exit(f"out.txt holds {text}")
"""
READ = "name = open('name.txt').read().strip()\n"
RIGHT = f"```python\n{READ}open('out.txt', 'w').write(name.upper())\n```"
WRONG = f"```python\n{READ}open('out.txt', 'w').write(name)\nprint('Succeeded')\n```"


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """A folder of one task, as the runner finds it."""
    folder = tmp_path / "tasks" / "001_upper"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "name.txt").write_text("Ann\n")
    (folder / "task.txt").write_text("Write the name in name.txt in capitals to out.txt.")
    (folder / "check.py").write_text(CHECK)
    (folder.parent / "requirements.txt").write_text("")
    return folder


@pytest.fixture(scope="module")
def environment() -> Environment:
    return provide([], timeout_seconds=60)


def solve(task: Path, arm: str, llm: ScriptedLLM, environment: Environment) -> Row:
    """What an arm makes of the only task in a folder."""
    (problem,) = task_folders(task.parent)
    return runner.solve(problem, arm, llm, environment, seed=1)


# The arm that is another program needs packages of its own; `front` is what it talks to.
@pytest.mark.parametrize("arm", sorted(ARMS.keys() - {"smolagents"}))
def test_the_checker_decides_whatever_is_claimed(
    task: Path, environment: Environment, arm: str
) -> None:
    """A script that runs and is wrong is a claim, and is not solved; the files stay as they are."""
    right = solve(task, arm, ScriptedLLM(RIGHT), environment)
    wrong = solve(task, arm, ScriptedLLM(WRONG), environment)
    assert (right.solved, right.claimed) == (True, True)
    assert (wrong.solved, wrong.claimed) == (False, True)
    assert "out.txt holds Ann" in wrong.why
    assert right.llm_calls == wrong.llm_calls == 1
    assert [path.name for path in (task / "files").iterdir()] == ["name.txt"]


def test_read_only_inputs_are_laid_out_to_be_changed(task: Path, tmp_path: Path) -> None:
    """A folder of tasks may lie where nobody can write."""
    (task / "files" / "sub").mkdir()
    (task / "files" / "sub" / "a.txt").write_text("a")
    for path in (task / "files" / "sub" / "a.txt", task / "files" / "sub", task / "files"):
        path.chmod(path.stat().st_mode & 0o555)
    lay_out(task / "files", tmp_path / "work")
    for path in (tmp_path / "work", tmp_path / "work" / "sub" / "a.txt"):
        assert path.stat().st_mode & 0o200
    (task / "files").chmod(0o755)
    (task / "files" / "sub").chmod(0o755)


def test_a_failure_is_no_claim(task: Path, environment: Environment) -> None:
    """A script that crashes is neither solved nor claimed."""
    row = solve(task, "one_shot", ScriptedLLM("```python\n1/0\n```"), environment)
    assert (row.solved, row.claimed, row.verdict) == (False, False, "failed")
    assert "ZeroDivisionError" in row.reason


def test_an_interrupted_run_goes_on_where_it_stopped(
    task: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A task that stands in the results is not run again; a relative path to the tasks will do."""
    results = tmp_path / "results.jsonl"
    llm = ScriptedLLM(RIGHT, repeat_last=True)
    monkeypatch.setattr(runner, "build_embedded_llm", lambda _: llm)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["tasks", "--tasks", "tasks", "--out", str(results)])
    runner.main()
    asked = len(llm.calls)
    runner.main()
    assert [row.task for row in read_rows(results)] == ["001_upper"]
    assert len(llm.calls) == asked > 0
    assert capsys.readouterr().out.count("| solved | 1 of 1 = 100.0%") == 2


def test_table_counts_false_claims(tmp_path: Path) -> None:
    """What was said to be done and is not stands in a line of its own."""
    rows = [
        Row("a", "code_it", 1, solved=True, claimed=True, verdict="verified", seconds=4.0),
        Row("b", "code_it", 1, solved=False, claimed=True, verdict="verified", seconds=8.0),
        Row("c", "code_it", 1, solved=False, claimed=True, verdict="ran", completion_tokens=90),
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(asdict(row)) + "\n" for row in rows))
    lines = table(read_rows(path)).splitlines()
    for line in (
        "| solved | 1 of 3 = 33.3% (6% to 79%) |",
        "| claimed and wrong | 2 of 3 = 66.7% (21% to 94%) |",
        "| `verified` and wrong | 1 of 3 = 33.3% (6% to 79%) |",
        "| seconds of a solved one, median | 4.0 |",
        "| completion tokens per solved one | 90 |",
    ):
        assert line in lines


def test_runs_with_several_seeds_and_arms_stand_side_by_side() -> None:
    """A column per arm, and the solved ones of each run."""
    rows = [Row("a", arm, seed, solved=seed == 2) for arm in ("x", "y") for seed in (1, 2)]
    lines = table(rows).splitlines()
    assert lines[0] == "| | x | y |"
    assert "| runs × problems | 2 × 1 | 2 × 1 |" in lines
    assert "| solved per run | 0, 1 | 0, 1 |" in lines


def test_intervals_are_those_of_wilson() -> None:
    """Figures of https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval for 0 of 10
    and 5 of 10, from the formula."""
    assert [round(end, 3) for end in wilson_interval(0, 10)] == [0.0, 0.278]
    assert [round(end, 3) for end in wilson_interval(5, 10)] == [0.237, 0.763]
