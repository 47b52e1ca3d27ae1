"""Lines of a file that are looked at with the line break at their end."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.line_ends import with_lines_without_breaks

_OPEN = "with open('a.txt') as file:\n    "


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        (_OPEN + "words = file.readlines()\nfound = [w for w in words if w.isalpha()]\n",
         _OPEN + "words = file.readlines()\nfound = [w for w in words if"
         " w.rstrip('\\n').isalpha()]\n"),
        (_OPEN + "found = [w.strip() for w in file if w.isalpha()]\n",
         _OPEN + "found = [w.strip() for w in file if w.strip().isalpha()]\n"),
        (_OPEN + "for line in file:\n        if line == 'stop' or len(line) == 5:\n"
         "            print(line[::-1])\n",
         _OPEN + "for line in file:\n        if line.rstrip('\\n') == 'stop' or"
         " len(line.rstrip('\\n')) == 5:\n            print(line.rstrip('\\n')[::-1])\n"),
        (_OPEN + "n = sum(1 for line in file.readlines() if line.endswith('.'))\n",
         _OPEN + "n = sum(1 for line in file.readlines() if line.rstrip('\\n').endswith('.'))\n"),
    ],
)  # fmt: skip
def test_the_break_is_left_out(source: str, changed: str) -> None:
    assert with_lines_without_breaks(source) == changed
    assert with_lines_without_breaks(changed) == changed


@pytest.mark.parametrize(
    "source",
    [
        _OPEN + "words = file.read().splitlines()\nfound = [w for w in words if w.isalpha()]\n",
        _OPEN + "for line in file:\n        line = line.strip()\n        print(line == 'a')\n",
        _OPEN + "for line in file:\n        print(line == '\\n', line.endswith('a\\n'))\n",
        _OPEN + "for line in file:\n        out.write(line)\n",
        "for line in lines:\n    print(line.isalpha())\n",
        _OPEN + "for line in file\n        print(line.isalpha())\n",
    ],
)
def test_other_lines_stay(source: str) -> None:
    """Without breaks, stripped, compared with one, written as they are, of no file, no Python."""
    assert with_lines_without_breaks(source) == source
