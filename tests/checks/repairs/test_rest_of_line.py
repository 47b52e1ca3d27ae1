"""The rest of a text that is taken for the rest of a line."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.repairs.rest_of_line import with_rest_of_line

ERROR = "OSError: [Errno 36] File name too long: 'out/ann\\n3 boats.pdf'"
TEXT = "Shop\nOrder for Ann\n3 boats"


@pytest.mark.parametrize(
    "source",
    [
        "name = text.split('Order for ')[1].strip()",
        "name = text.split('Order for ', 1)[-1]",
        "name = text.partition('Order for ')[2]",
    ],
)
@pytest.mark.parametrize("kind", ["OSError: [Errno 36]", "FileNotFoundError: [Errno 2]"])
def test_the_line_ends_the_name(source: str, kind: str) -> None:
    error = f"{kind} {ERROR.split('] ')[1]}"
    names: dict[str, Any] = {"text": TEXT}
    exec(with_rest_of_line(source, error), names)
    assert names["name"] == "Ann"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("name = text.split('Order for ')[1]", "FileNotFoundError: [Errno 2] No file: 'a.pdf'"),
        ("name = text.split('Order for ')[0]", ERROR),
        ("name = text.split('\\n')[1]", ERROR),
        ("name = text.split()[1]", ERROR),
    ],
)
def test_other_names_stay(source: str, error: str) -> None:
    assert with_rest_of_line(source, error) == ""
