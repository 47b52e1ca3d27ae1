"""F-strings of Python 3.12 in scripts for older ones."""

from __future__ import annotations

import sys

import pytest

from code_it.checks.fixups.fstrings import with_plain_fstrings

older = pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python 3.12 reads them as they are")


@older
@pytest.mark.parametrize(
    ("source", "mended"),
    [
        (
            r"""x = f"{t.replace(',', '\\,')}-{n:>3}" """,
            r"""x = "{}-{:>3}".format(t.replace(',', '\\,'), n) """,
        ),
        ("""x = f"{row["name"]}: {{{n!r}}}" """, """x = "{}: {{{!r}}}".format(row["name"], n) """),
        (r"""x = rf'{"\n".join(a)}\d'""", r"""x = r'{}\d'.format("\n".join(a))"""),
        ('x = [f"{d["a"]}" for d in ds]  # f"', 'x = ["{}".format(d["a"]) for d in ds]  # f"'),
        (
            'a = f"{b}"\nx = f"{c["d"]}" + \'f"{e["f"]}"\'',
            'a = f"{b}"\nx = "{}".format(c["d"]) + \'f"{e["f"]}"\'',
        ),
        ('x = f"{d["x"], d["y"]}"', 'x = "{}".format((d["x"], d["y"]))'),
        (
            'x = f"{a["b"] if c != d else e[1:2]:.2f}"',
            'x = "{:.2f}".format(a["b"] if c != d else e[1:2])',
        ),
    ],
)
def test_what_stands_in_braces_may_hold_anything(source: str, mended: str) -> None:
    """Quotes and backslashes move out of the string; formats stay."""
    assert with_plain_fstrings(source) == mended


@older
def test_it_still_does_the_same() -> None:
    """Escapes of the text around included."""
    source = r'''t, n = "a,b", 3.14159; x = f"<\t{t.replace(",", "\\,")!s:>6}|{n:.2f}\n>{{}}"'''
    names: dict[str, object] = {}
    exec(with_plain_fstrings(source), names)
    assert names["x"] == "<\ta\\,b  |3.14\n>{}".replace("a\\,b  ", "  a\\,b")


@pytest.mark.parametrize(
    "source",
    [
        "x = f'{a}'",
        "x = 'no braces' + f'{a:{width}}'",
        "if x\n    print(f'{a}')",
        'x = f"{a["b"]:{width["c"]}}"',
        'x = f"{a["b"]',
        "x = f'",
        "",
    ],
)
def test_the_rest_is_left_alone(source: str) -> None:
    """What parses, and what is wrong in another way, or too much so."""
    assert with_plain_fstrings(source) == source
