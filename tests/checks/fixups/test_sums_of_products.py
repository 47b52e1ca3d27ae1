"""Products of a column with the sum of another one."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.sums_of_products import with_sums_of_products
from code_it.flow import Task

_TASK = Task("Print the sum of quantity times price.")


@pytest.mark.parametrize(
    ("product", "mended"),
    [
        ("df['a'] * df['b'].sum()", "(df['a'] * df['b']).sum()"),
        (
            "df['a'].astype(float) * df['b'].astype(float).sum()",
            "(df['a'].astype(float) * df['b'].astype(float)).sum()",
        ),
    ],
)
def test_the_products_are_summed_up(product: str, mended: str) -> None:
    source = "import pandas as pd\nprint(round({}, 2))\n"
    assert with_sums_of_products(source.format(product), _TASK) == source.format(mended)


@pytest.mark.parametrize(
    "line",
    [
        "df['c'] = df['a'] * df['b'].sum()",
        "c = df['a'] / df['b'].sum()",
        "c = (df['a'] * df['b']).sum()",
        "c = 3 * df['b'].sum()",
        "c = df['a'].sum() * df['b'].sum()",
        "c = df['a'] * df['b'].sum(axis=1)",
        "c = (",
    ],
)
def test_other_products_stay(line: str) -> None:
    assert with_sums_of_products(f"import pandas as pd\n{line}\n", _TASK).endswith(f"\n{line}\n")


def test_without_a_sum_in_the_task_nothing_is_known() -> None:
    source = "import pandas as pd\nprint(df['a'] * df['b'].sum())\n"
    assert with_sums_of_products(source, Task("Print the shares.")) == source
