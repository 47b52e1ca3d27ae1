"""What a script says it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.config import TaskExecutionConfig
from code_it.packages.hints import hints_in
from code_it.packages.policy import requirements_of


@pytest.mark.parametrize(
    ("source", "hints"),
    [
        ("# pip install requests", ("requests",)),
        ("!pip install -q pandas openpyxl==3.1", ("pandas", "openpyxl==3.1")),
        ("%pip install 'qrcode[pil]'", ("qrcode[pil]",)),
        ("# python3 -m pip install --upgrade a  # needed", ("a",)),
        ("# uv add rich", ("rich",)),
        ("# requirements: a, b>=2", ("a", "b>=2")),
        ("# Dependencies: a", ("a",)),
        (
            "# /// script\n# dependencies = [\n#   \"a[x]<2\",\n#   'b',\n# ]\n# ///",
            ("a[x]<2", "b"),
        ),
        (
            "# pip install ./evil git+https://example.com/x a @ file:///x -r list.txt",
            ("a", "list.txt"),
        ),
        ("# pip install a\n# pip install a", ("a",)),
        ("x = 'pip install a'", ()),
        ("# we need no packages", ()),
        ("", ()),
    ],
)
def test_hints_are_read(source: str, hints: tuple[str, ...]) -> None:
    """From the lines that people and models write; a string is no line of its own."""
    assert hints_in(source) == hints


def test_a_hint_adds_extras_and_nothing_else(tmp_path: Path) -> None:
    """What is not imported is not installed, whatever a comment says."""
    source = "# pip install qrcode[pil] evil-package pandas\nimport qrcode\n"
    config = TaskExecutionConfig(check_package_is_in_pypi=False)
    found = requirements_of(source, folder=tmp_path, config=config, hints=hints_in(source))
    assert found.allowed == ("qrcode[pil]",)
    assert found.refused == ()


def test_many_blanks_take_no_time() -> None:
    """Models write thousands of them; a pattern that tries all ways to share them would hang."""
    assert hints_in("x = 1\n" + " " * 100_000 + "x\n" + "#" * 10_000) == ()
