"""Values that are set in a copy of a frame's rows."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.chained import with_loc


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("df[df['a'] == 1]['b'] = 2", "df.loc[df['a'] == 1, 'b'] = 2"),
        ("df['b'][df['a'] > 1] = 2", "df.loc[df['a'] > 1, 'b'] = 2"),
        ("df[df.a.isin([1])]['b'] *= 2", "df.loc[df.a.isin([1]), 'b'] *= 2"),
        ("df[~df['a'].isna()]['b'] = 2", "df.loc[~df['a'].isna(), 'b'] = 2"),
        (
            "df[(df['a'] == 1) & (df['c'] == x)]['b'] = df['b'] + 1",
            "df.loc[(df['a'] == 1) & (df['c'] == x), 'b'] = df['b'] + 1",
        ),
    ],
)
def test_they_are_set_in_the_frame(line: str, after: str) -> None:
    """The rows and the column in one step."""
    source = "import pandas as pd\nfor x in y:\n    {}\n"
    assert with_loc(source.format(line)) == source.format(after)


@pytest.mark.parametrize(
    "line",
    [
        "counts['a']['b'] = 2",
        "rows[0]['b'] = 2",
        "rows[n]['b'] = 2",
        "df.loc[df['a'] == 1, 'b'] = 2",
        "df['b'] = df[df['a'] == 1]['b']",
        "print(df[df['a'] == 1]['b'])",
        "x = (",
    ],
)
def test_all_else_stays(line: str) -> None:
    """Dicts in dicts and lists of dicts, and what is only read."""
    source = f"import pandas as pd\n{line}\n"
    assert with_loc(source) == source
    assert with_loc("df[df['a'] == 1]['b'] = 2\n") == "df[df['a'] == 1]['b'] = 2\n"
