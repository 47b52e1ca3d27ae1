"""Steps that shall be taken several times, and are taken once."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.repetitions import with_repetition

STEP = """\
def load(name):
    return [int(line) for line in open(name)]

def step(cells, most):
    return [(cell * 2) % most for cell in cells]

def main():
    start = [1, 2]
    end = step(start, 7)
    print(end)

main()
"""


def test_one_step_is_taken_as_often_as_told(capsys: pytest.CaptureFixture[str]) -> None:
    changed = with_repetition(STEP, "Print the cells after 4 steps.")
    exec(changed, {})
    assert capsys.readouterr().out == "[2, 4]\n"


def test_what_keeps_its_name_is_not_copied_first() -> None:
    changed = with_repetition(STEP.replace("end", "start"), "Take 3 rounds.")
    assert "start = [1, 2]\n    for _ in range(3):\n        start = step(start, 7)\n" in changed


@pytest.mark.parametrize(
    ("source", "instruction"),
    [
        (STEP, "Print the cells after the steps."),
        (STEP.replace("    end = step", "    for _ in range(3):\n        end = step"), "4 steps"),
        (STEP.replace("step(start, 7)", "step(step(start, 7), 7)"), "4 steps"),
        (STEP.replace("start = [1, 2]", "name = 'a'\n    start = load(name)")
         .replace("end = step(start, 7)", "end = start"), "4 steps"),
        (STEP.replace("[(cell * 2) % most for cell in cells]", "sum(cells)"), "4 steps"),
    ],
)  # fmt: skip
def test_others_stay(source: str, instruction: str) -> None:
    assert with_repetition(source, instruction) == ""
