"""Parts of a line that have other names than the columns."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.group_columns import with_groups_as_columns

_SOURCE = """\
LINE = re.compile(r"(?P<time>\\d+) (?P<level>[A-Z]+) (?P<{one}>\\w+): (?P<{other}>.*)")
rows = [match.groupdict() for line in log if (match := LINE.match(line))]
names = ["time", "module", "message"]
writer = csv.DictWriter(file, {names})
writer.writerows(row for row in rows if row["level"] == "ERROR")
"""


@pytest.mark.parametrize("names", ["fieldnames=names", "names", "['time', 'module', 'message']"])
def test_idle_groups_take_the_names_of_columns_in_their_order(names: str) -> None:
    source = _SOURCE.format(one="source", other="text", names=names)
    right = _SOURCE.format(one="module", other="message", names=names)
    assert with_groups_as_columns(source) == right
    assert with_groups_as_columns(right) == right


def test_groups_that_are_used_keep_their_names() -> None:
    source = _SOURCE.format(one="source", other="text", names="names") + 'print(row["text"])\n'
    assert with_groups_as_columns(source) == source


def test_other_scripts_stay() -> None:
    for source in ("match.groupdict(\n", "writer = csv.DictWriter(file, ['a'])\n"):
        assert with_groups_as_columns(source) == source
