"""Columns that are called as what each line of an input is."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.line_columns import columns_of_no_line, with_lines_for_numbers
from code_it.flow import RunResult, Task

_TEXT = "games.txt holds one game per line. Write out.csv with the columns game and result."


@pytest.mark.parametrize(
    ("text", "table", "is_told"),
    [
        (_TEXT, "game,result\n1,X\n2,O\n", True),
        (_TEXT, "game,result\nXO.,X\n2,O\n", False),
        (_TEXT, "number,result\n1,X\n2,O\n", False),
        (_TEXT, "game,result\n", False),
        (_TEXT, "game,result\n9780140000001,X\n", False),
        (_TEXT.replace("one game", "a game"), "game,result\n1,X\n", False),
    ],
)
def test_it_holds_lines_of_the_input(tmp_path: Path, text: str, table: str, is_told: bool) -> None:
    """One is enough; nothing is said of other columns, and of other inputs."""
    (tmp_path / "games.txt").write_text("XO.\nOX.\n9780140000001\n", encoding="utf-8")
    (tmp_path / "out.csv").write_text(table, encoding="utf-8")
    task = Task(text, input_files=("games.txt",), output_files=("out.csv",))
    outcome = outcome_of(task, RunResult(0, "", "", created=("out.csv",)), tmp_path)
    assert bool(list(columns_of_no_line(task, outcome, tmp_path))) is is_told


def test_the_item_is_written_in_place_of_its_number() -> None:
    doubt = "game in out.csv is '1', and no line of games.txt"
    source = "for i, game in enumerate(games):\n    writer.writerow([i, play(game)])\n"
    assert with_lines_for_numbers(source, doubt) == source.replace("[i,", "[game,")
    assert with_lines_for_numbers(source, doubt.replace("game in", "name in")) == ""
    assert with_lines_for_numbers("rows = [i]\n", doubt) == ""
