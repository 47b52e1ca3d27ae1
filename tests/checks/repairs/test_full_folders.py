"""Folders that are removed and not empty."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.full_folders import with_full_folders_removed

_ERROR = "OSError: [Errno 39] Directory not empty: 'temp'"


@pytest.mark.parametrize(
    ("source", "error", "removed"),
    [
        ("import os\nos.rmdir('temp')\n", _ERROR, "shutil.rmtree('temp')"),
        ("import os\nhere.rmdir()\n", _ERROR, "shutil.rmtree(here)"),
        ("import os\nos.rename('a', 'temp')\n", _ERROR, ""),
        ("import os\nos.rmdir('temp')\n", "OSError: [Errno 2] No such file", ""),
    ],
)
def test_all_that_is_in_it_is_removed(source: str, error: str, removed: str) -> None:
    failing = statement_at(source, 2)
    assert failing is not None
    changed = with_full_folders_removed(failing, error)
    assert (removed in changed and "import shutil" in changed) if removed else not changed
