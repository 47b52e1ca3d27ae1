"""Comparisons of a frame's column with an empty text."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.empty_cells import with_empty_cells_found

_READ = "import pandas as pd\nframe = pd.read_csv('a.csv')\n"


@pytest.mark.parametrize(
    ("rows", "mended"),
    [
        ("frame['a'] != ''", "(frame['a'].notna() & (frame['a'] != ''))"),
        ("frame['a'] == ''", "(frame['a'].isna() | (frame['a'] == ''))"),
        (
            "(frame['a'] != '') & (frame['b'] > 1)",
            "((frame['a'].notna() & (frame['a'] != ''))) & (frame['b'] > 1)",
        ),
    ],
)
def test_rows_are_chosen_by_what_an_empty_cell_is(rows: str, mended: str) -> None:
    for place in ("frame[{}]", "frame.loc[{}]"):
        source = f"{_READ}print({place.format(rows)})\n"
        assert with_empty_cells_found(source) == f"{_READ}print({place.format(mended)})\n"


@pytest.mark.parametrize(
    "source",
    [
        "frame = pd.DataFrame(rows)\nframe = frame[frame['a'] != '']\n",
        "frame = pd.read_csv('a.csv', keep_default_na=False)\nframe = frame[frame['a'] != '']\n",
        "frame = pd.read_csv('a.csv').fillna('')\nframe = frame[frame['a'] != '']\n",
        "frame = pd.read_csv('a.csv')\nif row['a'] != '': pass\n",
        "frame = pd.read_csv('a.csv')\nframe = frame[frame['a'] != 'x']\n",
        "frame = pd.read_csv('a.csv'\n",
    ],
)
def test_what_may_be_an_empty_text_is_compared_with_it(source: str) -> None:
    assert with_empty_cells_found(source) == source
