"""Which lines are to blame, and the script with other lines in their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from code_it.checks.failing_lines import library_call, lines_about, statement_at
from code_it.checks.repairs.frames import ready_lines
from code_it.checks.suspects import Suspect, suspects
from code_it.flow import Check, RunResult, Task, Verdict

TASK = Task("", columns=(("o.csv", ("a", "b")),))
SCRIPT = """\
import requests

def load(name):
    text = open(name).read()
    value = text.split(",")[3]
    if int(value) > 3:
        return value
    return requests.get(
        name,
        timeout=3,
    )

with open("out.json", "w") as file:
    file.write(load("in.txt"))
"""


def failed_at(line: int, error: str = "ValueError: no") -> RunResult:
    trace = f'Traceback (most recent call last):\n  File "/x/main.py", line {line}, in <module>\n'
    return RunResult(1, "", trace + error)


def failed_check(name: str, file: str) -> Verdict:
    return Verdict("failed", (Check(name, False, "it is right", "it is wrong", file=file),))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (4, "text = open(name).read()"),
        (6, "if int(value) > 3:"),
        (9, "return requests.get(\n    name,\n    timeout=3,\n)"),
        (13, 'with open("out.json", "w") as file:'),
    ],
)
def test_statement_at_a_line_and_only_the_head_of_a_block(line: int, text: str) -> None:
    lines = statement_at(SCRIPT, line)
    assert lines is not None
    assert lines.text == text


def test_other_lines_are_put_in_as_far_to_the_right() -> None:
    """Whatever the model indents; what is around them stays."""
    lines = statement_at(SCRIPT, 6)
    assert lines is not None
    assert "\n    if value:\n        return value\n" in lines.replaced("if value:\n")
    assert "\n    value = 1\n    if int(value) > 3:\n" in lines.preceded("  value = 1")
    assert lines.before.endswith('text.split(",")[3]')


def test_lines_that_share_a_line_are_left_alone() -> None:
    assert statement_at("a = 1; b = a / 0", 1) is None
    assert statement_at("\n\n", 1) is None
    assert statement_at("x = [\n" + "1,\n" * 40 + "]", 1) is None


def places(found: list[Suspect]) -> list[tuple[int, str]]:
    return [(suspect.lines.first, suspect.avoid) for suspect in found]


def test_what_gave_a_value_that_cannot_be_used_comes_first() -> None:
    """Where the error shows it: otherwise nothing tells that it is to blame."""
    run, facts = failed_at(6, "ValueError: no int: 'x'"), ("value is the str 'x'",)
    found = suspects(SCRIPT, run, Verdict("failed"), TASK, "main.py", facts)
    assert places(found) == [(5, ""), (6, ""), (6, "")]
    assert found[0].because == "if int(value) > 3:"
    found = suspects(SCRIPT, run, Verdict("failed"), TASK, "main.py")
    assert places(found) == [(6, ""), (6, "")]
    run = failed_at(6, "TypeError: no 'x'")
    found = suspects(SCRIPT, run, Verdict("failed"), TASK, "main.py", facts)
    assert places(found) == [(6, ""), (5, ""), (6, "")]


LOOP = """\
def main():
    with open("a.csv") as file:
        for line in file:
            count += 1
            pdf.write(line)
main()
"""


@pytest.mark.parametrize(
    ("line", "error", "ready"),
    [
        (4, "UnboundLocalError: cannot access local variable 'count' where it is not", "count = 0"),
        (5, "NameError: name 'pdf' is not defined", ""),
    ],
)
def test_a_name_gets_its_value_before_the_loop_that_it_is_used_in(
    line: int, error: str, ready: str
) -> None:
    """And what is counted up needs no model."""
    first, *_ = suspects(LOOP, failed_at(line, error), Verdict("failed"), TASK, "main.py")
    assert (first.lines.first, first.how, first.ready) == (2, "insert", ready)


def test_the_name_whose_value_the_error_shows_is_blamed() -> None:
    """Not the one that happens to stand nearest."""
    source = "price = 'x'\nname = 'y'\nrow = {\n    'name': name,\n    'price': int(price),\n}\n"
    facts = ("name is the str 'y'", "price is the str 'x'")
    run = failed_at(5, "ValueError: invalid literal for int() with base 10: 'x'")
    found = suspects(source, run, Verdict("failed"), TASK, "main.py", facts)
    assert [suspect.lines.first for suspect in found] == [1, 3, 3]
    assert found[0].because == "'price': int(price),"


def test_a_function_of_a_library_that_fails_is_likely_the_wrong_one() -> None:
    inside = '  File "/lib/api.py", line 3, in get\nValueError: no'
    for error in (inside, "AttributeError: module 'requests' has no attribute 'get'"):
        found = suspects(SCRIPT, failed_at(9, error), Verdict("failed"), TASK, "main.py")
        assert places(found) == [(8, "requests.get"), (8, "")]


def test_what_writes_a_wrong_file() -> None:
    """Its data can be put right before; that it is missing, or too long, cannot."""
    ran = RunResult(0, "", "")
    found = suspects(SCRIPT, ran, failed_check("keys", "out.json"), TASK, "main.py")
    assert [(suspect.lines.first, suspect.lines.last, suspect.how) for suspect in found] == [
        (13, 14, "replace"),
        (13, 14, "insert"),
    ]
    found = suspects(
        "frame.to_csv('o.csv')", ran, failed_check("columns", "o.csv"), TASK, "main.py"
    )
    assert [suspect.how for suspect in found] == ["insert", "insert", "replace"]
    assert [suspect.ready for suspect in found] == ["frame = frame[['a', 'b']]", "", ""]


@pytest.mark.parametrize(
    ("writing", "missing", "strange", "lines"),
    [
        ("f.to_csv('o.csv', index=False)", (), ("c",), ["f = f[['a', 'b']]"]),
        ("f.to_csv('o.csv')", ("a",), (), ["f = f.reset_index()"]),
        ("f.to_csv('o.csv')", ("a",), ("x",),
         ["f = f.reset_index()", "f = f.rename(columns={'x': 'a'})"]),
        ("g.groupby('a').size().to_csv('o.csv')", ("a",), (), []),
        ("write(f, 'o.csv')", ("a",), (), []),
        ("f.to_csv('p.csv')", ("a",), (), []),
    ],
)  # fmt: skip
def test_columns_of_a_frame_need_no_model(
    writing: str, missing: tuple[str, ...], strange: tuple[str, ...], lines: list[str]
) -> None:
    """What is the index becomes a column, one other name is given, what nobody asks for goes."""
    file = writing[writing.index("'") :].split("'")[-2]
    check = Check("columns", False, "", "", file=file, missing=missing, strange=strange)
    assert list(ready_lines(writing, check, TASK)) == lines


def test_a_script_that_was_stopped_has_no_suspects() -> None:
    run = RunResult(137, "", "", timed_out=True, stopped_because="ran longer than 120 s")
    assert suspects(SCRIPT, run, Verdict("failed"), TASK, "main.py") == []


def test_a_module_that_is_missing_takes_more_than_a_line() -> None:
    run = failed_at(1, "ModuleNotFoundError: No module named 'requests'")
    assert suspects(SCRIPT, run, Verdict("failed"), TASK, "main.py") == []


def test_a_file_behind_a_name_of_the_script() -> None:
    """`out = "o.csv"` and, later, `frame.to_csv(out)`."""
    lines = lines_about(
        'out = "o.csv"\nprint(1)\nframe.to_csv(out)\nprint("o.csv is made")\n', "o.csv"
    )
    assert lines is not None
    assert lines.text == "frame.to_csv(out)"
    assert lines_about("frame.to_csv('p.csv')", "o.csv") is None


def test_a_file_that_is_given_to_a_function() -> None:
    """What writes it stands in there, whatever the file is called there."""
    block = "with open(path, 'w', newline='') as file:\n    file.write(text)"
    lines = lines_about(
        "def save(text, path):\n"
        "    with open(path, 'w', newline='') as file:\n        file.write(text)\n"
        "    print(f'{path} is made')\n"
        "name = 'o.csv'\nsave('a', name)\nprint(name)\n",
        "o.csv",
    )
    assert lines is not None
    assert lines.text == block


def test_a_name_that_another_function_computes() -> None:
    """From what is known where it is missing, too; what is not, is no help."""
    source = (
        "def size(grid):\n    height, width = len(grid), len(grid[0])\n    return height\n"
        "def empty(grid):\n    return [[0] * width for _ in range(height)]\n"
        "empty(['a'])\n"
    )
    run = failed_at(5, "NameError: name 'height' is not defined")
    ready = [
        each.patched(each.ready)
        for each in suspects(source, run, Verdict("failed"), TASK, "main.py")
    ]
    assert "def empty(grid):\n    height, width = (len(grid), len(grid[0]))\n" in ready[0]
    other = source.replace("def empty(grid)", "def empty(table)")
    assert not any(each.ready for each in suspects(other, run, Verdict("failed"), TASK, "main.py"))


def test_only_functions_of_modules_can_be_done_without() -> None:
    for source, name in (
        ("import numpy as np\nx = np.loadtxt('a')", "np.loadtxt"),
        ("import os.path\nx = os.path.getsize('a')", "os.path.getsize"),
        ("x = float('a')", ""),
        ("rows = []\nx = rows.pop('a')", ""),
    ):
        lines = statement_at(source, source.count("\n") + 1)
        assert lines is not None
        assert library_call(lines) == name


def test_what_needs_no_model_comes_first() -> None:
    """It is put in place of the lines; when it does not lead on, the model is asked."""
    error = "TypeError: can't multiply sequence by non-int of type 'str'"
    facts = ["n is the str '3'", "text is the str 'a'"]
    found = suspects("x = n * text", failed_at(1, error), Verdict("failed"), TASK, "main.py", facts)
    assert [suspect.ready for suspect in found][:2] == ["x = int(n) * text", ""]
    assert found[0].patched(found[0].ready) == "x = int(n) * text"


def test_a_header_that_is_missing_is_written_first() -> None:
    """In a table that has some of its names, or other cells, something else is wrong."""
    block = "with open('o.csv', 'w') as file:\n    for row in rows:\n        file.write(row)"
    check = Check("columns", False, "a, b", "1, 2", file="o.csv", missing=("a", "b"),
                  strange=("1", "2"))  # fmt: skip
    with_names = block.replace("file:\n", "file:\n    file.write('a,b\\n')\n")
    found = suspects(block, RunResult(0, "", ""), Verdict("failed", (check,)), TASK, "main.py")
    assert [suspect.ready for suspect in found] == [with_names, "", ""]
    assert found[0].patched(found[0].ready) == with_names
    for other in (replace(check, missing=("b",)), replace(check, strange=("1",))):
        found = suspects(block, RunResult(0, "", ""), Verdict("failed", (other,)), TASK, "main.py")
        assert not any(suspect.ready for suspect in found)


@pytest.mark.parametrize(
    ("adding", "writing"),
    [
        ("open('o.csv', 'a')", "open('o.csv', 'w')"),
        ("open('o.csv', mode='a+', newline='')", "open('o.csv', mode='w', newline='')"),
        ("Path('o.csv').open('a')", "Path('o.csv').open('w')"),
    ],
)
def test_a_header_is_written_before_a_loop_that_adds_rows(adding: str, writing: str) -> None:
    """In the loop it would stand above each row."""
    header = f"with {writing} as file:\n    file.write('a,b\\n')\n"
    loop = f"for row in rows:\n    with {adding} as file:\n        file.write(row)"
    check = Check("columns", False, "a, b", "1, 2", file="o.csv", missing=("a", "b"),
                  strange=("1", "2"))  # fmt: skip
    found = suspects(loop, RunResult(0, "", ""), Verdict("failed", (check,)), TASK, "main.py")
    assert found[0].patched(found[0].ready) == header + loop


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("rows = [1]\nfor row in rows:\n    print(row)\n", 2),
        ("def main():\n    x = 1\n    print(x)\n\nmain()\n", 3),
        ("def main():\n    print(1)\n\nif __name__ == '__main__':\n    main()\n", 2),
        ("open('o.csv', 'w').close()\nprint(1)", None),
    ],
)
def test_what_is_done_last_is_to_blame_for_a_file_that_nobody_writes(
    source: str, line: int | None
) -> None:
    """A script that names it has something else that is wrong."""
    found = suspects(source, RunResult(0, "", ""), failed_check("file", "o.csv"), TASK, "main.py")
    places = [(suspect.lines.first, suspect.how) for suspect in found]
    assert places == ([(line, "insert"), (line, "replace")] if line else [])


def test_what_is_done_last_is_to_blame_when_nothing_is_printed() -> None:
    source = "rows = [1]\nfor row in rows:\n    if row == 2:\n        print(row)\n"
    verdict = failed_check("output", "")
    found = suspects(source, RunResult(0, "", ""), verdict, TASK, "main.py")
    assert [(suspect.lines.first, suspect.how) for suspect in found] == [
        (2, "append"),
        (2, "replace"),
    ]
    assert found[0].patched("print(rows)") == source.rstrip("\n") + "\nprint(rows)\n"
    returning = "def main():\n    x = 1\n    return x\n\nmain()\n"
    first, *_ = suspects(returning, RunResult(0, "", ""), verdict, TASK, "main.py")
    assert (first.lines.first, first.how) == (3, "insert")


def test_a_document_of_one_page_is_broken_where_the_task_says_what_the_next_one_has() -> None:
    source = (
        "from reportlab.pdfgen import canvas\n"
        "pdf = canvas.Canvas('a.pdf')\n"
        "pdf.drawString(9, 9, 'The end')\n"
        "pdf.save()\n"
    )
    task = Task("Make a.pdf. The second page says The end.")
    (suspect,) = suspects(
        source, RunResult(0, "", ""), failed_check("pages", "a.pdf"), task, "main.py"
    )
    assert "pdf.showPage()\npdf.drawString" in suspect.patched(suspect.ready)
