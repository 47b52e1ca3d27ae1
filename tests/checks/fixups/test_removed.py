"""What libraries removed is replaced by what they have instead."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.removed import with_concat, with_named_figures

HEAD = "import pandas as pd\n"


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (
            "df = df.append({'a': 1}, ignore_index=True)",
            "df = pd.concat([df, pd.DataFrame([{'a': 1}])], ignore_index=True)",
        ),
        (
            "row = {'a': 1}\ndf = df.append(row, ignore_index=True)",
            "row = {'a': 1}\ndf = pd.concat([df, pd.DataFrame([row])], ignore_index=True)",
        ),
        (
            "out = out.append(pd.Series([1]), ignore_index=True)",
            "out = pd.concat([out, pd.DataFrame([pd.Series([1])])], ignore_index=True)",
        ),
        (
            "df = df.append(pd.DataFrame(rows), ignore_index=False)",
            "df = pd.concat([df, pd.DataFrame(rows)], ignore_index=False)",
        ),
    ],
)
def test_rows_are_put_below_a_frame(line: str, mended: str) -> None:
    """As pandas has done it since version 2."""
    assert with_concat(HEAD + line) == HEAD + mended


@pytest.mark.parametrize(
    "source",
    [
        HEAD + "rows.append({'a': 1})",
        HEAD + "df = df.append(other, ignore_index=True)",
        "df = df.append({'a': 1}, ignore_index=True)",
        HEAD + "df.append({'a': 1}, ignore_index=True",
        "",
    ],
)
def test_the_rest_is_left_alone(source: str) -> None:
    """Lists, rows of which nothing is known, and scripts without pandas."""
    assert with_concat(source) == source


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (
            "a = df.groupby('x')['y'].agg({'low': 'min', 'n': len})",
            "a = df.groupby('x')['y'].agg(low='min', n=len)",
        ),
        ("g = df.groupby('x')\na = g['y'].agg({'low': 'min'})",
         "g = df.groupby('x')\na = g['y'].agg(low='min')"),
        ("a = df['y'].agg({'low': 'min'})", "a = df['y'].agg({'low': 'min'})"),
        ("a = df.groupby('x').agg({'y': 'min'})", "a = df.groupby('x').agg({'y': 'min'})"),
        ("a = df.groupby('x')['y'].agg({'the low': 'min'})",
         "a = df.groupby('x')['y'].agg({'the low': 'min'})"),
        ("a = df.groupby('x')[['y']].agg({'y': 'min'})",
         "a = df.groupby('x')[['y']].agg({'y': 'min'})"),
    ],
)  # fmt: skip
def test_figures_of_one_column_of_groups_get_names(line: str, mended: str) -> None:
    """Only there: elsewhere the keys of such a dict are names of columns, or of what is made."""
    assert with_named_figures(HEAD + line) == HEAD + mended
