"""What is mended without a model, and above all what is left alone."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_it.checks.fixups.mending import mend
from code_it.checks.imports import undefined_names
from code_it.flow import Candidate
from code_it.sandbox.process import ProcessResult, run_process

CHAT = "left out text that is not Python"
PROMPTS = "left out a session's prompts"
INDENTATION = "straightened the indentation"
TAIL = "left off a cut tail"
IMPORTS = "added missing imports"
MAIN = "called main()"

CALL_OF_MAIN = '\n\nif __name__ == "__main__":\n    main()\n'


def mended(source: str, read_as: str = "fence") -> str:
    return mend(Candidate(source, read_as=read_as)).source


def run(source: str, folder: Path) -> ProcessResult:
    (folder / "script.py").write_text(source, encoding="utf-8")
    return run_process([sys.executable, "script.py"], cwd=folder, timeout_seconds=60)


@pytest.mark.parametrize(
    ("source", "after"),
    [
        pytest.param("```python\nprint(1)\n```\n", "print(1)\n", id="fences"),
        pytest.param("~~~\nprint(1)\n~~~\n", "print(1)\n", id="tilde-fences"),
        pytest.param(
            "pip install requests\nprint(1)\n", "# pip install requests\nprint(1)\n", id="pip"
        ),
        pytest.param(
            "!pip install requests\nprint(1)\n",
            "# pip install requests\nprint(1)\n",
            id="notebook-shell",
        ),
        pytest.param("%matplotlib inline\nprint(1)\n", "print(1)\n", id="notebook-magic"),
        pytest.param("$ python main.py\nprint(1)\n", "print(1)\n", id="shell-prompt"),
        pytest.param("print(1)\nOutput:\n", "print(1)\n", id="label"),
        pytest.param("print(1)\nNote: it's short.\n", "print(1)\n", id="note"),
        pytest.param(
            "print(1)\n```\nExplanation: the script prints 1.\n", "print(1)\n", id="explanation"
        ),
        pytest.param(
            "```python\nx = '''\n```bash\npip install y\n'''\nprint(x)\n```\n",
            "x = '''\n```bash\npip install y\n'''\nprint(x)\n",
            id="not-in-a-string",
        ),
    ],
)
def test_text_that_is_not_python_is_left_out(source: str, after: str) -> None:
    """Lines of a chat, a shell or a notebook go, when the compiler stops at them."""
    candidate = mend(Candidate(source))
    assert (candidate.source, candidate.fixes) == (after, (CHAT,))


@pytest.mark.parametrize(
    ("source", "after"),
    [
        pytest.param(">>> x = 1\n>>> print(x)\n1\n", "x = 1\nprint(x)\n", id="outputs"),
        pytest.param(
            ">>> for n in (1, 2):\n...     print(n)\n...\n1\n2\n>>> print(3)\n3\n",
            "for n in (1, 2):\n    print(n)\nprint(3)\n",
            id="block",
        ),
        pytest.param("  >>> print(1)\n  1\n", "print(1)\n", id="indented"),
    ],
)
def test_a_session_becomes_a_script(source: str, after: str) -> None:
    """Prompts and outputs go, the statements stay."""
    candidate = mend(Candidate(source))
    assert (candidate.source, candidate.fixes) == (after, (PROMPTS,))


@pytest.mark.parametrize(
    ("source", "after"),
    [
        pytest.param("    x = 1\n    print(x)\n", "x = 1\nprint(x)\n", id="all-lines"),
        pytest.param("\tx = 1\n\tprint(x)\n", "x = 1\nprint(x)\n", id="all-lines-by-a-tab"),
        pytest.param(
            "if 1:\n    x = 'a\tb'\n\tprint(x)\n",
            "if 1:\n    x = 'a\tb'\n    print(x)\n",
            id="tabs-among-spaces-but-not-in-strings",
        ),
    ],
)
def test_the_indentation_is_straightened(source: str, after: str) -> None:
    """What every line has in front goes, and a tab counts as four spaces."""
    candidate = mend(Candidate(source))
    assert (candidate.source, candidate.fixes) == (after, (INDENTATION,))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("a = 1\nprint(a)\nprint('b", id="in-a-string"),
        pytest.param("a = 1\nprint(a)\nb = [1,\n", id="in-a-list"),
        pytest.param("a = 1\nprint(a)\ndef f():\n", id="behind-a-def"),
        pytest.param("print(os.name)\nfor x in y:\n", id="without-its-import"),
    ],
)
def test_what_was_cut_off_is_not_mended(source: str) -> None:
    """It would be a script that does half of what was meant."""
    assert mended(source, "fence that is not closed, cut off") == source


def test_a_bracket_is_mended() -> None:
    """It is closed in its line."""
    assert mended("print(1)\nprint(2\nprint(3)\n", "fence") == "print(1)\nprint(2)\nprint(3)\n"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("print(os.path.join('a', 'b'))", "import os"),
        ("print(math.sqrt(4))", "import math"),
        ("print(sqrt(4), pi)", "from math import pi\nfrom math import sqrt"),
        ("print(pi)", "from math import pi"),
        ("print(json.dumps(1))", "import json"),
        ("print(Path('a').name)", "from pathlib import Path"),
        ("print(isinstance(1, Path))", "from pathlib import Path"),
        ("print(date.today() > date(2020, 1, 1))", "from datetime import date"),
        ("print(datetime.now() > datetime(2020, 1, 1))", "from datetime import datetime"),
        ("print(datetime.datetime.now())", "import datetime"),
        ("print(datetime.date.today())", "import datetime"),
        ("print(datetime.timedelta(days=1))", "import datetime"),
        ("print(timedelta(days=1))", "from datetime import timedelta"),
        ("print(timezone.utc)", "from datetime import timezone"),
        ("print(dt.date(2020, 1, 1))", "import datetime as dt"),
        ("print(time.time() > 0)", "import time"),
        ("print(time() > 0)", "from time import time"),
        ("print(copy.deepcopy([1]))", "import copy"),
        ("print(copy([1]))", "from copy import copy"),
        ("print(glob.glob('*.zz'))", "import glob"),
        ("print(glob('*.zz'))", "from glob import glob"),
        ("pprint.pprint(1)", "import pprint"),
        ("pprint(1)", "from pprint import pprint"),
        ("print(urllib.parse.quote('ä'))", "import urllib.parse"),
        ("print(urllib.request.Request('http://x'))", "import urllib.request"),
        ("print(xml.etree.ElementTree.Element('a'))", "import xml.etree.ElementTree"),
        ("print(ET.Element('a'))", "import xml.etree.ElementTree as ET"),
        ("print(string.ascii_letters)", "import string"),
        ("print(defaultdict(list))", "from collections import defaultdict"),
        ("print(list(chain.from_iterable([[1]])))", "from itertools import chain"),
        ("def f(x: List[int]) -> None:\n    print(x)\n\nf([1])", "from typing import List"),
        ("@dataclass\nclass A:\n    x: int = 1\n\nprint(A())", "from dataclasses import dataclass"),
        ("@lru_cache(None)\ndef f():\n    return 1\n\nprint(f())",
         "from functools import lru_cache"),
        ("print(concurrent.futures.Future())", "import concurrent.futures"),
    ],
)  # fmt: skip
def test_missing_imports_are_added(tmp_path: Path, source: str, line: str) -> None:
    """Well-known names are imported by the way in which they are used, so that the script runs."""
    candidate = mend(Candidate(source + "\n"))
    assert candidate.source == f"{line}\n{source}\n"
    assert candidate.fixes == (IMPORTS,)
    result = run(candidate.source, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("print(pd.read_csv('a.csv'))", "import pandas as pd"),
        ("print(np.zeros(3))", "import numpy as np"),
        ("plt.plot([1])", "import matplotlib.pyplot as plt"),
        ("print(requests.get('http://x'))", "import requests"),
        ("print(Image.open('a.png'))", "from PIL import Image"),
        ("print(BeautifulSoup('', 'html.parser'))", "from bs4 import BeautifulSoup"),
        ("print(yaml.safe_load(''))", "import yaml"),
    ],
)
def test_well_known_packages_are_imported(source: str, line: str) -> None:
    """The same goes for packages that are not installed here."""
    assert mended(source + "\n") == f"{line}\n{source}\n"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import openpyxl\nprint(Font(bold=True))", "from openpyxl.styles import Font"),
        ("from reportlab.lib import colors\ncanvas.Canvas('a.pdf')",
         "from reportlab.pdfgen import canvas"),
        ("from datetime import date\nprint(date(2020, 1, 1) - timedelta)",
         ""),
    ],
)  # fmt: skip
def test_a_name_is_imported_as_the_recipes_do(source: str, line: str) -> None:
    """From a package that the script imports from already."""
    assert mended(source + "\n") == (f"{line}\n" if line else "") + f"{source}\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("print(Font(bold=True))\n", id="no-package-tells-which"),
        pytest.param("import rich, reportlab\nprint(Table())\n", id="two-packages-have-it"),
        pytest.param("print(f'Mean: {mean}')\n", id="a-variable-that-was-forgotten"),
        pytest.param("print(date)\n", id="a-class-that-is-only-shown"),
        pytest.param("print(date.year)\n", id="the-year-of-no-day"),
        pytest.param("print(time)\n", id="a-module-that-is-only-shown"),
        pytest.param("print(count)\n", id="count"),
        pytest.param("print(product([1, 2]))\n", id="product-of-numbers"),
        pytest.param("print(quote('a b'))\n", id="two-modules-have-it"),
        pytest.param("print(Image('a.png'))\n", id="another-Image"),
        pytest.param("numbers.append(1)\n", id="a-list-called-like-a-module"),
        pytest.param("print(email.split('@'))\n", id="a-text-called-like-a-module"),
        pytest.param("print(this.name)\n", id="another-language"),
        pytest.param("print(datetime.now() - datetime.timedelta(1))\n", id="class-and-module"),
        pytest.param("print(copy(copy.deepcopy([])))\n", id="function-and-module"),
        pytest.param("print(frobnicate(1))\n", id="nobody-knows-it"),
        pytest.param("print(os)\n", id="module-without-a-dot"),
        pytest.param('"""A."""; print(math.pi)\n', id="used-on-the-line-of-a-docstring"),
        pytest.param('"""A."""; x = [\n1, Path("a")]\nprint(x)\n', id="no-place-for-a-line"),
    ],
)
def test_an_unsure_import_is_not_added(source: str) -> None:
    """A name that could mean something else stays undefined, so that the run says so."""
    assert mend(Candidate(source)) == Candidate(source)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param('"""Text."""\n', "", id="docstring"),
        pytest.param('"""Two\n\x0clines."""\n', "", id="docstring-with-a-form-feed"),
        pytest.param("'''A\u2028B'''\n", "", id="docstring-with-a-line-separator"),
        pytest.param('"""Text."""\n\nfrom __future__ import annotations\n', "", id="future"),
        pytest.param("#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n", "", id="shebang"),
        pytest.param("", "import sys\n", id="other-imports"),
        pytest.param("# comment\r\n", "\r\n", id="windows-lines"),
    ],
)
def test_imports_stand_where_they_belong(tmp_path: Path, before: str, after: str) -> None:
    """They follow what has to be first, and precede everything else."""
    source = f"{before}{after}print(math.floor(2.5))\n"
    assert mended(source) == f"{before}import math\n{after}print(math.floor(2.5))\n"
    assert run(mended(source), tmp_path).stdout == "2\n"


@pytest.mark.parametrize(
    "definition",
    [
        pytest.param("def main():\n    print(1)\n", id="plain"),
        pytest.param(
            "LIMIT = 3\n\ndef main(limit=LIMIT, *, low=0):\n    print(1)\n", id="defaults"
        ),
        pytest.param('"""Text."""\n\nimport os\n\ndef main():\n    print(1)\n', id="docstring"),
    ],
)
def test_main_is_called(tmp_path: Path, definition: str) -> None:
    """A script that only defines things gets the call it lacks."""
    candidate = mend(Candidate(definition))
    assert candidate == Candidate(definition + CALL_OF_MAIN, fixes=(MAIN,))
    assert run(candidate.source, tmp_path).stdout == "1\n"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def main():\n    print(1)\n\nmain()\n", id="called"),
        pytest.param("def main():\n    print(1)\n\ncode = main()\n", id="called-for-its-value"),
        pytest.param("def main():\n    print(1)\n\nruns = [f() for f in [main]]\n", id="handed-on"),
        pytest.param("def main(name):\n    print(name)\n", id="needs-a-value"),
        pytest.param("def main(*, name):\n    print(name)\n", id="needs-a-keyword"),
        pytest.param("async def main():\n    print(1)\n", id="async"),
        pytest.param("def solve():\n    print(1)\n", id="another-name"),
        pytest.param("class A:\n    def main(self):\n        print(1)\n", id="method"),
        pytest.param("def main():\n    print(1)\n\nprint(2)\n", id="does-something-else"),
    ],
)
def test_main_is_not_called_in_vain(source: str) -> None:
    """A script that calls it in its own way, or means something else by it, is left alone."""
    assert mend(Candidate(source)) == Candidate(source)


_GOOD_SCRIPTS = [
    pytest.param("", id="empty"),
    pytest.param("# only a comment", id="comment"),
    pytest.param("print(1)", id="no-newline-at-the-end"),
    pytest.param("print(1)\r\nprint(2)\r\n", id="windows-lines"),
    pytest.param("x = '''\n```python\n>>> print(1)\npip install x\n'''\nprint(x)\n", id="markdown"),
    pytest.param('"""Doubles.\n\n>>> double(2)\n4\n"""\n\nprint(2)\n', id="doctest"),
    pytest.param("if True:\n\tprint('a\tb')\n", id="tabs"),
    pytest.param("x = '''\n    indented\n\ttext\n'''\nprint(x)\n", id="indented-text"),
    pytest.param("from math import *\nprint(sqrt(4))\n", id="star-import"),
    pytest.param("try:\n    print(Path)\nexcept NameError:\n    print(0)\n", id="asks-for-a-name"),
    pytest.param(
        "from __future__ import annotations\n\ndef f(x: pd.DataFrame) -> np.ndarray:\n"
        "    return x\n\nprint(f(1))\n",
        id="annotations-that-nobody-evaluates",
    ),
    pytest.param("def f(x: 'pd.DataFrame') -> int:\n    return 1\n\nprint(f(1))\n", id="as-text"),
    pytest.param("def f():\n    global count\n    count = 1\n\nf()\nprint(count)\n", id="global"),
    pytest.param("date = '2020'\nprint(date.split('-'))\n", id="name-of-a-class"),
    pytest.param("def log(text):\n    print(text)\n\nlog('a')\n", id="name-of-a-function"),
    pytest.param("import re\nprint(re.sub('\\d', '', '1a'))\n", id="odd-escape"),
    pytest.param("match = 1\nmatch match:\n    case 1:\n        print(2)\n", id="match"),
    pytest.param("Output: list = []\nprint(Output)\n", id="name-of-a-label"),
    pytest.param("print(" + "1+" * 900 + "1)\n", id="deeply-nested"),
]


@pytest.mark.parametrize("read_as", ["fence", "fence that is not closed", "no fence, cut off"])
@pytest.mark.parametrize("source", _GOOD_SCRIPTS)
def test_a_good_script_is_left_alone(source: str, read_as: str) -> None:
    """Not a character of a script that needs no mending changes."""
    assert mend(Candidate(source, read_as=read_as)) == Candidate(source, read_as=read_as)


_STATEMENTS = (
    "print(1)",
    "import os\nprint(os.name)",
    "def f(a, b=2):\n    return a + b",
    "def main():\n    print(f(1))",
    "class A:\n    Note: str = ''",
    'x = """\n>>> f(1)\n```\n$ ls\n\tpip install x\n"""',
    "y = ['a\\tb', 'c\td']",
    "for n in range(3):\n\tprint(n)",
    "if x:\n    pass\nelse:\n  print(2)",
    "# Output: none",
    "",
    '"""text"""',
    "with open('a') as file:\n    print(file.read())",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_STATEMENTS), max_size=8),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
    st.sampled_from(["fence", "fence that is not closed", "fence, cut off"]),
)
def test_what_a_script_does_is_not_changed(lines: list[str], newline: str, read_as: str) -> None:
    """A script that acts and lacks no import keeps every character, whatever is in it."""
    source = newline.join([*lines, "print('end')"]) + newline
    assert mended(source, read_as) == source


_PIECES = (
    "print(1)", "x = [", "]", "'''", '"""', "```", ">>> print(1)", "... x", "pip install x", "\t",
    "    ", "\n", "\r\n", "\r", "\x0c", "\u2028", "\\", "def main():", " return", "if 1:", "Path()",
    "os.path", "date.today()", "Output:", "\0", "\ud800", "(", "mean(1)", "from __future__", "#",
    "this.x", "import", "f'{x}'", "print(x)\n", "\n    print(1)", "@wraps", "lambda: 0",
)  # fmt: skip


def parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=20).map("".join),
    st.sampled_from(["fence", "fence that is not closed"]),
)
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_any_text_is_taken(source: str, read_as: str) -> None:
    """No text raises; what parses still does; and a script that parses is mended once."""
    once = mend(Candidate(source, read_as=read_as))
    assert parses(once.source) or not parses(source)
    assert mend(once) == once or not parses(once.source)
    assert bool(once.fixes) == (once.source != source)


def test_fixes_work_together() -> None:
    """Each fix sees what the one before it has left, and all are named in their order."""
    source = "```python\n  def main():\n      print(math.pi)\n"
    candidate = mend(Candidate(source, fixes=("by hand",)))
    assert candidate.source == "import math\ndef main():\n    print(math.pi)\n" + CALL_OF_MAIN
    assert candidate.fixes == ("by hand", CHAT, INDENTATION, IMPORTS, MAIN)


def test_the_rest_of_a_candidate_stays() -> None:
    """Only the source and the list of fixes change."""
    parent = Candidate("print(0)")
    before = Candidate("```\nprint(1)\n", 2, 0.5, parent, "no fence")
    assert mend(before) == Candidate("print(1)\n", 2, 0.5, parent, "no fence", (CHAT,))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            '"""Doubles.\n\n>>> double(2)\n4\n"""\ndef double(x)\n    return 2 * x\n',
            id="doctest-beside-a-mistake",
        ),
        pytest.param("x = '''\n```\n$ ls\n'''\ny = = 1\n", id="markdown-beside-a-mistake"),
        pytest.param("for i in x:\n    if a:\n        c()\n\tb()\n", id="a-tab-of-unknown-width"),
    ],
)
def test_a_broken_script_is_not_broken_further(source: str) -> None:
    """Where a mistake is not one of those that are mended, all else stays as it is."""
    assert mend(Candidate(source)) == Candidate(source)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("print(a, b, a)", ("a", "b"), id="sorted-once-each"),
        pytest.param("print(len, __name__, __file__)", (), id="builtins"),
        pytest.param("print(a", (), id="does-not-parse"),
        pytest.param("print(" + "1+" * 900 + "a)", (), id="too-deep-to-tell"),
        pytest.param("x: 'a' = 1", ("a",), id="annotation"),
    ],
)
def test_undefined_names(source: str, names: tuple[str, ...]) -> None:
    """Names that no statement defines, and no builtins."""
    assert undefined_names(source) == names


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("x = {'ä': false, 'b': [true, null]}\n", "x = {'ä': False, 'b': [True, None]}\n"),
        ("print(true, 'true')\n", "print(True, 'true')\n"),
        ("true = 1\nprint(true)\n", "true = 1\nprint(true)\n"),
        ("print(f'{null}')\n", "print(f'{None}')\n"),
    ],
)
def test_values_of_other_languages(source: str, mended: str) -> None:
    """Only where nothing of the name is defined, and only names, not texts."""
    assert mend(Candidate(source)).source == mended
