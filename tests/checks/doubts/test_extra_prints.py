"""Scripts that print something more than the list that is asked for."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.extra_prints import with_one_print_less


@pytest.mark.parametrize(
    ("source", "without"),
    [
        (
            "print('Top')\nfor name in names:\n    print(name)\nif names:\n    print(names[0])",
            [
                "print('Top')\nfor name in names:\n    print(name)",
                "for name in names:\n    print(name)\nif names:\n    print(names[0])",
            ],
        ),
        ("x = 1\nprint(x)", ["x = 1"]),
        (
            "def main():\n    print('Top')\n    print(1)\nmain()",
            ["def main():\n    print('Top')\nmain()", "def main():\n    print(1)\nmain()"],
        ),
        ("print(1)", []),
        ("x = 1\nfor name in names:\n    print(name)", []),
        ("x = 1\nif x:\n    print(x)\nelse:\n    print(2)", []),
    ],
)
def test_one_statement_that_only_prints_is_left_out(source: str, without: list[str]) -> None:
    assert list(with_one_print_less(source)) == without
