"""Groups that are written beside their figures."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.group_names import with_group_names


@pytest.mark.parametrize(
    "made",
    [
        "t = df.groupby('a')['b'].sum()",
        "t = df.groupby('a').agg({'b': 'sum'}).sort_values('b', ascending=False)",
        "t = df[df.b > 1].pivot_table(index='a', columns='c', values='b', aggfunc='sum')",
        "t = pd.crosstab(df.a, df.b)",
        "t = df['a'].value_counts().head(3)",
        "t = df.groupby('a').agg(b=('b', 'sum'))\nt = t.round(2).sort_values('b')",
        "s = df.groupby('a').sum()\nt = s[s.b > 1].sort_values('b')",
    ],
)
@pytest.mark.parametrize("writer", ["to_csv", "to_excel"])
def test_groups_are_written(made: str, writer: str) -> None:
    """They stand in the index, and nowhere else."""
    source = f"{made}\nt['total'] = 1\nt.{writer}('o', index=False)\n"
    assert with_group_names(source) == f"{made}\nt['total'] = 1\nt.{writer}('o')\n"


def test_a_figure_may_have_the_name_of_what_it_is_made_of() -> None:
    source = "t = df.groupby('a')['b'].agg(b='sum')\nt.to_csv('o.csv'{0})\n"
    assert with_group_names(source.format(", index=False")) == source.format("")


def test_a_chain_that_ends_in_the_writing() -> None:
    """There is no name for the frame."""
    source = "df.groupby('a').sum().to_csv('o.csv', sep=';', index=False)"
    assert with_group_names(source) == "df.groupby('a').sum().to_csv('o.csv', sep=';')"


@pytest.mark.parametrize(
    "made",
    [
        "t = df.groupby('a')['b'].sum().reset_index()",
        "t = df.groupby('a', as_index=False)['b'].sum()",
        "t = df.groupby('a').sum()\nt = t.reset_index()",
        "t = df.groupby('a').sum()\nt.reset_index(inplace=True)",
        "t = df.groupby('a').head(2)",
        "t = df.groupby('a')['b'].transform('sum')",
        "t = df.groupby('a').apply(f)",
        "t = df.groupby('a').sum().set_index('b')",
        "t = df.groupby('a').agg(a=('a', 'first'), b=('b', 'sum'))",
        "t = df.groupby('a').sum()\nt.insert(0, 'a', names)",
        "t = df.groupby('a').sum()\nt['a'] = t.index",
        "t = df.sort_values('a')",
        "t = df",
        "t = df.groupby('a').sum()\nt = df.round(2)",
        "s = t.round(2)\nt = s.round(1)",
    ],
)
def test_other_frames_are_written_as_they_are(made: str) -> None:
    """Their index says nothing."""
    source = f"{made}\nt.to_csv('o.csv', index=False)\n"
    assert with_group_names(source) == source


def test_an_index_that_is_written_stays() -> None:
    """And so does what is no Python."""
    for source in ("df.groupby('a').sum().to_csv('o.csv')", "groupby(("):
        assert with_group_names(source) == source
