"""Columns and keys that hold other things than the task says they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import Outcome, outcome_of
from code_it.checks.doubts.meanings import other_than_meant
from code_it.checks.doubts.meant_values import with_meanings_met
from code_it.flow import RunResult, Task

_SHIFTS = "Write a.csv with the columns name, shifts (how many there are) and hours (their sum)."
_ORDER = "Write a.csv with the columns item and order. order is the number of pieces to buy."
_RESULT = "Write a.csv with the columns line and result (ok or wrong)."
_JSON = "Write a.json with total (the number of logins) and by_day (an object with it for each)."


@pytest.mark.parametrize(
    ("text", "name", "contents", "told"),
    [
        (_SHIFTS, "a.csv", "name,shifts,hours\nAnn,\"[{'n': 1}]\",3\nBo,[],0\n", "shifts"),
        (_SHIFTS, "a.csv", "name,shifts,hours\nAnn,2,Ann\nBo,0,Bo\n", "hours"),
        (_SHIFTS, "a.csv", "name,shifts,hours\nAnn,2,3.5 h\nBo,0,\nCy,,0\n", ""),
        (_ORDER, "a.csv", "item,order\nnut,-4\nbolt,\n", "order"),
        (_ORDER, "a.csv", "item,order\nnut,4\nbolt,\n", ""),
        (_JSON, "a.json", '{"total": 3, "by_day": [["Mon", 3]]}', "by_day"),
        (_JSON, "a.json", '{"total": ["a"], "by_day": {"Mon": 3}}', "total"),
        (_JSON, "a.json", '{"total": 3, "by_day": {"Mon": 3}}', ""),
        (_RESULT, "a.csv", "line,result\n1,\n2,wrong\n3,fine\n", "result"),
        (_RESULT, "a.csv", "line,result\n1,ok\n2,wrong\n", ""),
        (f"{_ORDER} Write it in words.", "a.csv", "item,order\nnut,four\n", ""),
    ],
)
def test_what_is_no_number_is_told(
    tmp_path: Path, text: str, name: str, contents: str, told: str
) -> None:
    """Nor an object, or less than nothing; empty cells, and words that are asked for, are right."""
    (tmp_path / name).write_text(contents, encoding="utf-8")
    task = Task(text, output_files=(name,))
    outcome = outcome_of(task, RunResult(0, "", "", created=(name,)), tmp_path)
    found = list(other_than_meant(task, outcome))
    assert [sentence.partition(" in ")[0] for sentence in found] == ([told] if told else [])


def test_columns_of_a_workbook_have_meanings_too() -> None:
    outcome: Outcome = {"a.xlsx": {"Stock": [["item", "order"], ["nut", -4.0]], "Notes": [["Hi"]]}}
    assert len(list(other_than_meant(Task(_ORDER), outcome))) == 1


def test_the_difference_is_taken_the_other_way_round() -> None:
    below = "order in a.csv is -4, and no number of things is below 0"
    assert list(with_meanings_met("row = [item, count - least]", below)) == [
        "row = [item, (least - count)]"
    ]


def test_what_was_to_be_counted_is_counted() -> None:
    text = "shifts in a.csv is '[]', and no number (how many there are)"
    source = "shifts = it['shifts']\nrows.append((name, shifts))\n"
    assert list(with_meanings_met(source, text)) == [source.replace(", shifts", ", len(shifts)")]
    assert list(with_meanings_met("rows.append(it)", text)) == [""]


def test_the_number_of_a_text_is_taken_out_of_it() -> None:
    text = "people in a.json is 'For 6 people', and no number (the number of people)"
    mended = "import re\nmeal = {'people': int(re.search(r'\\d+', str(it.text))[0])}\n"
    assert mended in with_meanings_met("meal = {'people': it.text}\n", text)
    assert "import re\nmeal['people'] = int(" in "".join(
        with_meanings_met("import re\nmeal['people'] = it.text\n", text)
    )
    two = text.replace("For 6", "4 to 6")
    assert list(with_meanings_met("meal = {'people': it.text}\n", two)) == [""]
