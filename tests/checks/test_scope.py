"""What the names on a failing line stand for, found by running the script again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from code_it.checks.failing_lines import failing_line
from code_it.checks.scope import driver_source, read_facts
from code_it.sandbox.process import run_process


def facts_of(source: str, folder: Path) -> tuple[str, ...]:
    """What is told of the line that fails, or of the last one when none does."""
    script = folder / "main.py"
    script.write_text(source, encoding="utf-8")
    failed = run_process([sys.executable, str(script)], cwd=folder, timeout_seconds=60)
    line = failing_line(source, failed.stderr, "main.py") or len(source.splitlines())
    for path in folder.iterdir():
        path.unlink()
    script = folder / "driver.py"
    script.write_text(driver_source(source, "main.py", "MARK", line), encoding="utf-8")
    result = run_process([sys.executable, str(script)], cwd=folder, timeout_seconds=60)
    assert "MARK" not in result.stderr
    return read_facts(result.stdout, "MARK")


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        pytest.param(
            "data = {'a': {'c': 1}, 'e': 2}\nprint(data['a']['b'])",
            ["data is a dict with the keys ['a', 'e']", "data['a'] is a dict with the keys ['c']"],
            id="missing-key",
        ),
        pytest.param(
            "rows = [{'x': '1'}]\nfor row in rows:\n    print(row['x'] + 1)",
            ["row is a dict with the keys ['x']", "row['x'] is the str '1'"],
            id="wrong-type",
        ),
        pytest.param(
            "rows = [{'x': 1}]\nprint(rows['x'])",
            ["rows is a list of 1, the first is a dict with the keys ['x']"],
            id="list-of-dicts",
        ),
        pytest.param(
            "found = None\nprint(found.text)",
            ["there is no .text in None", "it has: nothing", "found is None"],
            id="nothing-found",
        ),
        pytest.param(
            "import datetime\nprint(datetime.strptime('2024', '%Y'))",
            [
                "there is no .strptime in the module datetime",
                "there is datetime.datetime.strptime",
            ],
            id="module-for-class",
        ),
        pytest.param(
            "text = 'a'\ntext.uper()",
            ["there is no .uper in the str 'a'", "it has: upper, isupper"],
            id="near-name",
        ),
        pytest.param(
            "import csv\nrows = csv.DictReader(['a,b', '1,2'])\nrows['a']",
            ["rows is a csv.DictReader with the keys ['a', 'b']"],
            id="reader-of-rows",
        ),
        pytest.param(
            "import csv, math\nprint(csv.sqrt(2))",
            ["there is no .sqrt in the module csv", "there is math.sqrt"],
            id="another-module",
        ),
        pytest.param(
            "from collections import Couter",
            ["collections has, among others: Counter"],
            id="import-of-a-near-name",
        ),
        pytest.param(
            "def area(width, height=2):\n    return width\narea(1, depth=3)",
            ["area takes (width, height=2)"],
            id="wrong-argument",
        ),
        pytest.param(
            "class Box:\n    def __init__(self):\n        self.items = {'k': 1}\n"
            "    def look(self): return self.items['z']\nBox().look()",
            [
                "self is a Box with the attributes {'items': {'k': 1}}",
                "self.items is a dict with the keys ['k']",
            ],
            id="attribute-of-an-object",
        ),
        pytest.param(
            "import json\ntext = 'oops'\njson.loads(text)",
            ["text is the str 'oops'"],
            id="raised-in-a-library",
        ),
        pytest.param(
            "names = []\nwith open(names[0]) as file:\n    print(file)",
            ["names is an empty list"],
            id="head-of-a-with",
        ),
        pytest.param("def f():\n    raise ValueError('no')\nf()", [], id="nothing-to-tell"),
        pytest.param("print('fine')", [], id="no-error"),
        pytest.param("import sys\nsys.exit(3)", [], id="exits"),
    ],
)
def test_facts(source: str, facts: list[str], tmp_path: Path) -> None:
    """The keys that are there, the type, the names that are near, the signature."""
    found = facts_of(source, tmp_path)
    assert [fact for fact in facts if not any(fact in one for one in found)] == []
    assert bool(found) == bool(facts)


def test_nothing_is_computed_twice(tmp_path: Path) -> None:
    """What is asked for again may be another: the next line of a file, a counter."""
    source = (
        "rows = iter(['a', 'b'])\n"
        "class Odd:\n"
        "    @property\n    def name(self):\n"
        "        open('touched', 'a').write('x')\n        return 1\n"
        "odd = Odd()\n"
        "print(odd.name + len(next(rows)) + 'c')\n"
    )
    found = facts_of(source, tmp_path)
    assert "odd.name is the int 1" in found
    assert "next(rows) is the str 'a'" in found
    assert (tmp_path / "touched").read_text() == "x"


def test_an_object_that_answers_to_every_name(tmp_path: Path) -> None:
    """As elements of parsed pages do; it is taken for no table."""
    source = (
        "class Tag:\n    def __getattr__(self, name): return None\n"
        "    def __repr__(self): return '<p>'\n"
        "tag = Tag()\nprint(tag + 1)\n"
    )
    assert facts_of(source, tmp_path) == ("tag is a Tag with the attributes {}",)


def test_parts_of_a_line_that_does_not_fail(tmp_path: Path) -> None:
    """They are as they were when it was carried out last."""
    source = (
        "rows = []\nfor n in (1, 2):\n    rows = [n * 2]\n"
        "with open('o', 'w') as f:\n    f.write(str(rows))"
    )
    assert "rows is a list of 1, the first is 4" in facts_of(source, tmp_path)


def test_what_the_script_prints_is_not_taken_for_facts(tmp_path: Path) -> None:
    """Its output goes nowhere, and a value that cannot be shown does no harm."""
    source = (
        "class Shy:\n    __slots__ = ()\n    def __repr__(self): raise RuntimeError\n"
        "shy = Shy()\nprint('MARK[\"a lie\"]')\nprint(shy.name)"
    )
    found = facts_of(source, tmp_path)
    assert "a lie" not in found
    assert any("cannot be shown" in fact for fact in found)


@pytest.mark.parametrize(
    "stdout",
    [
        pytest.param("", id="nothing"),
        pytest.param("MARK", id="cut"),
        pytest.param("MARK{}", id="no-list"),
        pytest.param("MARK[", id="torn"),
        pytest.param('["other"]', id="no-marker"),
    ],
)
def test_output_without_facts(stdout: str) -> None:
    """A run that did not come that far tells nothing."""
    assert read_facts(stdout, "MARK") == ()


def test_facts_are_few_and_short() -> None:
    """A line may have many parts, and each may be as long as it likes."""
    stdout = 'MARK["' + "x" * 5000 + '"' + ', "y"' * 50 + "]"
    found = read_facts(stdout, "MARK")
    assert len(found) == 24
    assert max(map(len, found)) == 350
