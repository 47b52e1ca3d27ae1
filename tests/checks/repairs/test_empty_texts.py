"""Empty cells among texts, where methods of texts are called."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import whole
from code_it.checks.repairs.empty_texts import with_empty_texts

_SOURCE = """\
def main():
    table = pd.read_csv(file)
    return [note.strip() for note in table['note']], table['n'].sum()
"""
_NO_STRIP = "AttributeError: 'float' object has no attribute 'strip'"
_ADDED = 'TypeError: can only concatenate str (not "float") to str'


_NO_SEARCH = "TypeError: argument of type 'float' is not iterable"


@pytest.mark.parametrize("error", [_NO_STRIP, _NO_SEARCH])
def test_an_empty_cell_among_texts_is_an_empty_text(error: str) -> None:
    """Columns of numbers keep what stands for nothing in them."""
    mended = with_empty_texts(whole(_SOURCE), error, ())
    filled = mended.split("\n")[2]
    assert filled.startswith(
        "    table = table.fillna({_name: '' for _name in table.select_dtypes("
    )
    assert mended.replace(f"{filled}\n", "") == _SOURCE
    assert with_empty_texts(whole(mended), error, ()) == ""


@pytest.mark.parametrize(
    ("source", "error", "facts"),
    [
        (_SOURCE, _ADDED, ("price is the float 2.5",)),
        (_SOURCE, "AttributeError: 'float' object has no attribute 'sum'", ()),
        (_SOURCE.replace("pd.read_csv(file)", "rows"), _NO_STRIP, ()),
        (_SOURCE.replace("(file)", "(file, sheet_name=None)"), _NO_STRIP, ()),
    ],
)
def test_another_failure_is_left_alone(source: str, error: str, facts: tuple[str, ...]) -> None:
    """A number, another method, no frame, a dict of frames."""
    assert with_empty_texts(whole(source), error, facts) == ""


def test_a_cell_that_is_put_behind_a_text_may_be_an_empty_one() -> None:
    assert with_empty_texts(whole(_SOURCE), _ADDED, ("note is the float nan",))
