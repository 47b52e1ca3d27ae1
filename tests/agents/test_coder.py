"""What the coder asks, and how the script is found in whatever the model answers."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_it.agents.coder import Coder, parse_source
from code_it.agents.reply import read_script
from code_it.errors import LLMUnavailable, UnparsableReply
from code_it.flow import Candidate, Example, Plan, Task
from code_it.models import Completion, Message
from code_it.models.scripted import ScriptedLLM

SCRIPT = """\
import csv

with open("in.csv") as file:
    rows = list(csv.DictReader(file))
for row in rows:
    if row["a"] > "1" and row["b"]:
        print(row["a"], '&', row["b"])
"""


def _fenced(code: str, tag: str = "python") -> str:
    return f"```{tag}\n{code}\n```"


FENCED = _fenced(SCRIPT)
ESCAPED = (
    SCRIPT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
)
INDENTED = "".join(f"   {line}\n" if line else "\n" for line in SCRIPT.splitlines())
NUMBERED = "1. Save this:\n\n"
OUTPUT = "id,total\n1,2\n"
THOUGHTS = "I need to read it.\n\n```python\nimport draft\ndraft.go()\n```\n\nNo, use csv."
AFTERWORD = (
    "This script reads the file (in.csv) and prints the rows.\n\n- `csv` is in the library.\n"
)

# Wherever it stands in a reply, SCRIPT is what is found.
_ONE_SCRIPT = {
    "bare": SCRIPT,
    "bare-without-last-line-end": SCRIPT.rstrip(),
    "fence": FENCED,
    "fence-without-tag": f"```\n{SCRIPT}```",
    "fence-Python": f"```Python\n{SCRIPT}```",
    "fence-python3": f"```python3\n{SCRIPT}```",
    "fence-python-3.11": f"```python3.11\n{SCRIPT}```",
    "fence-py": f"```py\n{SCRIPT}```",
    "fence-PY": f"```PY\n{SCRIPT}```",
    "fence-with-space-before-tag": f"``` python\n{SCRIPT}```",
    "fence-with-space-after-tag": f"```python  \n{SCRIPT}```  ",
    "fence-in-braces": f"```{{.python .numberLines}}\n{SCRIPT}```",
    "fence-with-file-name": f"```python title=\"main.py\"\n{SCRIPT}```",
    "fence-with-colon-and-file-name": f"```python:main.py\n{SCRIPT}```",
    "fence-tagged-with-file-name": f"```main.py\n{SCRIPT}```",
    "fence-with-wrong-tag": f"```text\n{SCRIPT}```",
    "fence-tool-code": f"```tool_code\n{SCRIPT}```",
    "fence-of-tildes": f"~~~python\n{SCRIPT}~~~",
    "fence-of-four": f"````python\n{SCRIPT}````",
    "fence-closed-by-more": f"```python\n{SCRIPT}`````",
    "fence-never-closed": f"```python\n{SCRIPT}",
    "fence-never-closed-prose-after": f"Here:\n```python\n{SCRIPT}\n{AFTERWORD}",
    "fence-closed-at-the-end-of-a-line": f"```python\n{SCRIPT.rstrip()}```",
    "fence-closed-with-prose-in-that-line": f"```python\n{SCRIPT}``` {AFTERWORD}",
    "fence-opened-at-the-end-of-a-line": f"Here is the code: ```python\n{SCRIPT}```\n",
    "fence-opened-after-bold": f"**Script**```python\n{SCRIPT}```\n",
    "fence-only-closed": f"{SCRIPT}```",
    "code-in-the-line-of-the-fence": "```python " + SCRIPT + "```",
    "code-in-the-line-of-a-fence-without-tag": "```" + SCRIPT + "```",
    "prose-around": f"Sure! Here is the script:\n\n{FENCED}\n\n{AFTERWORD}",
    "prose-with-backticks": f"I use `csv` and ``x`` here.\n\n{FENCED}\n\nRun `python main.py`.",
    "heading": f"# Solution\n\n## Code\n\n{FENCED}\n\n## Explanation\n\n{AFTERWORD}",
    "in-a-list": f"{NUMBERED}   ```python\n{INDENTED}   ```\n\n2. Run it.",
    "in-a-list-fence-not-indented": f"{NUMBERED}```python\n{INDENTED}```\n\n2. Run it.",
    "in-a-list-code-not-indented": f"{NUMBERED}   ```python\n{SCRIPT}   ```\n\n2. Run it.",
    "in-a-list-fence-behind-number": f"1. ```python\n{INDENTED}   ```\n",
    "in-a-quotation": "".join(f"> {line}\n" for line in f"Here:\n{FENCED}".splitlines()),
    "tabs-before-all": "```python\n" + "".join(f"\t{x}\n" for x in SCRIPT.splitlines()) + "```",
    "bash-first": f"```bash\npip install pandas\n```\n\n{FENCED}",
    "bash-after": f"{FENCED}\n\nRun it:\n\n```bash\ncd folder\npython main.py\n```",
    "bash-without-tag-first": f"```\npip install requests pandas numpy\n```\n\n```\n{SCRIPT}```",
    "shell-that-parses": f"```sh\nls\n```\n\n{FENCED}",
    "output-after": f"{FENCED}\n\nOutput:\n\n```\n{OUTPUT * 50}```",
    "output-that-parses-after": f"{FENCED}\n\n```\n" + "x = 1\n" * 200 + "```",
    "output-before": f"For the input\n\n```csv\n{OUTPUT * 50}```\n\nthe script is\n\n{FENCED}",
    "output-after-script-without-tag": f"```\n{SCRIPT}```\nprints\n```\n[1, 2, 3]\n```",
    "output-after-bare-script": f"{SCRIPT}\nOutput:\n```\n1 & 2\n```",
    "json-data-after": f"{FENCED}\n\n```json\n" + '{"a": 1, "b": [2, 3]}\n' * 30 + "```",
    "excerpt-after": f"{FENCED}\n\nThe important part is\n\n" + _fenced(SCRIPT.partition("for")[1]
    + SCRIPT.partition("for")[2]),
    "old-version-before": "You wrote\n\n```python\n" + SCRIPT.replace("csv.Dict", "csv.Dictionary")
    + f"```\n\nCorrected:\n\n{FENCED}",
    "elided-version-after": f"{FENCED}\n\nOr\n\n```python\n"
    + SCRIPT.replace("import csv", "# ... as before") + "```",
    "usage-of-finished-script": f"{FENCED}\n\nExample usage:\n\n```python\nmain('in.csv')\n```",
    "empty-fence-before": f"```python\n```\n\n{FENCED}",
    "empty-fence-around-nothing": f"```\n\n```\n{SCRIPT}",
    "second-fence-opened-before-first-closes": f"```python\nimport\n\nNo, again:\n{FENCED}",
    "json": json.dumps({"code": SCRIPT}),
    "json-with-raw-line-ends": json.dumps({"code": SCRIPT}).replace("\\n", "\n"),
    "json-other-key": json.dumps({"language": "python", "main.py": SCRIPT, "note": AFTERWORD}),
    "json-in-a-fence": f"```json\n{json.dumps({'code': SCRIPT}, indent=2)}\n```",
    "json-of-lines": json.dumps({"code": SCRIPT.splitlines()}),
    "json-of-a-tool-call": json.dumps({"name": "run", "arguments": {"code": SCRIPT}}),
    "json-of-files": json.dumps({"files": [{"path": "main.py", "content": SCRIPT}]}),
    "json-with-a-fence-in-it": json.dumps({"answer": f"Here:\n{FENCED}"}),
    "json-prose-around": f"Here it is:\n{json.dumps({'code': SCRIPT})}\nIt uses {{csv}}.",
    "json-with-single-quotes": str({"code": SCRIPT}),
    "python-label": f"python\n{SCRIPT}",
    "Python-label-with-colon": f"Python:\n\n{SCRIPT}",
    "python-label-in-fence": f"```\npython\n{SCRIPT}```",
    "assistant-label": f"assistant\n{SCRIPT}",
    "single-backticks": f"`{SCRIPT.rstrip()}`",
    "double-backticks": f"``\n{SCRIPT}``",
    "single-backticks-prose-around": f"The script:\n\n`{SCRIPT}`\n\nIt prints the rows.",
    "bare-prose-before": f"Here is the script:\n\n{SCRIPT}",
    "bare-prose-after": f"{SCRIPT}\n{AFTERWORD}",
    "bare-prose-around": f"Sure, this is it.\n{SCRIPT}\n{AFTERWORD}",
    "bare-prose-that-begins-like-code": f"for instance I can write\n\n{SCRIPT}\n{AFTERWORD}",
    "html-escaped": f"```python\n{ESCAPED}```",
    "html-escaped-bare": ESCAPED,
    "html-tags": f'<pre><code class="language-python">\n{ESCAPED}</code></pre>',
    "code-tags": f"<code>\n{SCRIPT}</code>",
    "answer-tags-around-a-fence": f"<answer>\n{FENCED}\n</answer>",
    "code-llama-tags": f"[PYTHON]\n{SCRIPT}[/PYTHON]\n[TESTS]\nassert True\n[/TESTS]",
    "latex": f"\\begin{{code}}\n{SCRIPT}\\end{{code}}",
    "session": ">>> import csv\n>>> with open(\"in.csv\") as file:\n...     rows = list("
    "csv.DictReader(file))\n...\n>>> for row in rows:\n...     if row[\"a\"] > \"1\" and row["
    "\"b\"]:\n...         print(row[\"a\"], '&', row[\"b\"])\n...\n1 & 2\n",
    "crlf": FENCED.replace("\n", "\r\n"),
    "crlf-bare": SCRIPT.replace("\n", "\r\n"),
    "cr": FENCED.replace("\n", "\r"),
    "bom": f"\ufeff{FENCED}",
    "bom-bare": f"\ufeff{SCRIPT}",
    "bom-in-fence": f"```python\n\ufeff{SCRIPT}```",
    "zero-width-space": _fenced(SCRIPT.replace("import", "import\u200b")),
    "no-break-space": _fenced(SCRIPT.replace("    ", "\u00a0 \u00a0 ")),
    "narrow-and-wide-spaces": _fenced(SCRIPT.replace("    ", "\u202f\u2003\u3000 ")),
    "curly-quotes": _fenced(SCRIPT.replace('"', "”").replace("'", "’")),
    "nul": _fenced(SCRIPT.replace("import", "import\0")),
    "escaped-line-ends": "```python\n" + SCRIPT.replace("\n", "\\n").replace('"', '\\"') + "\n```",
    "thoughts": f"<think>\n{THOUGHTS}\n</think>\n\n{FENCED}",
    "thoughts-bare": f"<think>\n{THOUGHTS}\n</think>\n\n{SCRIPT}",
    "thoughts-empty": f"<think>\n\n</think>\n\n{FENCED}",
    "thoughts-without-beginning-in-the-line": f"{THOUGHTS} That's it.</think>{FENCED}",
    "thoughts-twice": f"<think>{THOUGHTS}</think>\nHm.\n<think>{THOUGHTS}</think>\n{FENCED}",
    "thoughts-without-beginning": f"{THOUGHTS}\n</think>\n\n{FENCED}",
    "thinking": f"<thinking>\n{THOUGHTS}\n</thinking>\n\n{FENCED}",
    "thoughts-in-brackets": f"[THINK]{THOUGHTS}[/THINK]{FENCED}",
    "thoughts-after-prose": f"Let me see.\n<think>\n{THOUGHTS}\n</think>\n{FENCED}",
    "next-turn": f"{FENCED}<|im_end|>\n<|im_start|>user\nAnd now?<|im_end|>\n"
    "<|im_start|>assistant\n```python\n" + "print('more')\n" * 50 + "```<|im_end|>",
    "next-turn-fence-not-closed": f"```python\n{SCRIPT}<|im_end|>\n<|im_start|>user\nAnd now?"
    "<|im_end|>\n<|im_start|>assistant\n```python\n" + "print('more')\n" * 50 + "```",
    "next-turn-bare": f"{SCRIPT}<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nThanks!",
    "template": f"<s>[INST] Do it [/INST] {FENCED}</s>",
}  # fmt: skip
_TOKENS = [
    "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end|>", "<|end_of_text|>", "<|EOT|>", "</s>",
    "[/INST]", "[INST]", "<end_of_turn>", "<eos>", "<｜end▁of▁sentence｜>", "</s></s>\n</s>",
    "<|eot_id|><|start_header_id|>assistant<|end_header_id|>",
    "<|im_end|>\n<|im_start|>assistant\n",
]  # fmt: skip


@pytest.mark.parametrize("reply", _ONE_SCRIPT.values(), ids=_ONE_SCRIPT)
def test_a_script_is_found_in_every_shape_of_reply(reply: str) -> None:
    """The same script comes out, whole and without anything else."""
    assert ast.dump(ast.parse(parse_source(reply)[0])) == ast.dump(ast.parse(SCRIPT))


@pytest.mark.parametrize(
    "around", [SCRIPT, FENCED, f"```python\n{SCRIPT}"], ids=["bare", "fence", "open"]
)
@pytest.mark.parametrize("token", _TOKENS)
def test_turn_tokens_around_a_reply_are_left_out(token: str, around: str) -> None:
    """Whatever the chat template leaks before, behind and in the last line."""
    for reply in (
        f"{around.rstrip()}{token}", f"{around}\n{token}\n",
        f"{token}\n{around}", f"{token}{around} {token}",
    ):  # fmt: skip
        assert parse_source(reply)[0].rstrip() == SCRIPT.rstrip()


_HEAD, _, _TAIL = SCRIPT.partition("    if")
_TAIL = f"    if{_TAIL}"
_FUNCTION = "def total(rows):\n    return sum(row['n'] for row in rows)\n"
_READ = "import csv\n\nrows = list(csv.DictReader(open('in.csv')))\nprint(len(rows), 'rows')\n"
_LATER = "import json\n\njson.dump(rows, open('out.json', 'w'))\n"
_LONG_CALL = "rows = [{'n': 1}, {'n': 2}, {'n': 3}, {'n': 4}, {'n': 5}]\nprint(total(rows))\n"


@pytest.mark.parametrize(
    ("pieces", "source"),
    [
        pytest.param(["import csv\n", SCRIPT[11:]], SCRIPT, id="imports-first"),
        pytest.param([SCRIPT[11:], "import csv\n"], SCRIPT, id="imports-last"),
        pytest.param([_HEAD, _TAIL], SCRIPT, id="broken-off-in-a-statement"),
        pytest.param(
            [_FUNCTION, "    # more\n    print(1)\n"],
            _FUNCTION + "    # more\n    print(1)\n",
            id="broken-off-before-indented-lines",
        ),
        pytest.param([_READ, _LATER], _READ + _LATER, id="goes-on-with-variables"),
        pytest.param(
            [_READ, "n = len(rows)\n", "open('n.txt', 'w').write(str(n))\n"],
            _READ + "n = len(rows)\nopen('n.txt', 'w').write(str(n))\n",
            id="goes-on-twice",
        ),
        pytest.param(
            [_READ + "# Reading ...\n", "print(1)\n"],
            _READ + "# Reading ...\n",
            id="dots-in-a-comment",
        ),
        pytest.param([_LATER, "x = 1\n"], _LATER, id="nothing-of-it-is-used"),
        pytest.param([_FUNCTION, _LONG_CALL], _FUNCTION + _LONG_CALL, id="function-then-call"),
        pytest.param([_LONG_CALL, _FUNCTION], _FUNCTION + _LONG_CALL, id="call-then-function"),
        pytest.param(
            [_FUNCTION, "print(total([]))\n"], _FUNCTION + "print(total([]))\n", id="usage-needed"
        ),
        pytest.param(
            [_FUNCTION + "print(total([{'n': 2}]))\n", "print(total([]))\n"],
            _FUNCTION + "print(total([{'n': 2}]))\n",
            id="usage-not-needed",
        ),
        pytest.param(
            ["import csv\n", "import json\n", "rows = csv, json\nprint(rows)\n"],
            "import csv\nimport json\nrows = csv, json\nprint(rows)\n",
            id="three-pieces",
        ),
        pytest.param(["print(1)\n", "print('two')\n"], "print('two')\n", id="longest-of-two"),
        pytest.param(["print(1)\n", "print(2)\n"], "print(1)\n", id="first-of-equals"),
        pytest.param(
            ["import os\nprint(os.name)\nprint(1)\n", "import os\nprint(os.name)\nprint(2)\n"],
            "import os\nprint(os.name)\nprint(2)\n",
            id="last-version",
        ),
    ],
)
def test_a_script_in_pieces_is_put_together(pieces: list[str], source: str) -> None:
    """A piece joins another when it is needed there; a second script does not."""
    for tag in ("python", ""):
        reply = "\n\nThen:\n\n".join(f"```{tag}\n{piece}```" for piece in pieces)
        assert _without_blank_lines(parse_source(reply)[0]) == _without_blank_lines(source)


def _without_blank_lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip()]


_HOLDS_MARKUP = {
    "html": "text = '<s>old</s> <b>new</b> &lt;x&gt; &amp;'\nprint(text)\n",
    "tokens": "for end in ('</s>', '[INST]', \"[/INST]\", '<|im_end|>', '<s>'):\n    print(end)\n",
    "token-lines": 'text = """\n<s>\n</s>\n<|im_end|>\n[/INST]\n"""\nprint(text)\n',
    "token-at-line-ends": 'text = """\na</s>\nb<|im_end|>\n"""\nprint(text)\n',
    "token-in-a-comment": "x = 1  # up to <|im_end|>\nprint(x)  # and </s>\nprint()\n",
    "thought": "text = '<think>hm</think>'\nprint(text.replace('<think>', ''))\n",
    "thought-lines": 'text = """\n<think>\nhm\n</think>\n"""\nprint(text)\n',
    "end-of-thought-line": 'text = """\nhm\n</think>\n"""\nprint(text)\n',
    "fence": 'text = """# T\n\n```bash\nls\n```\n\n```\nx\n```\n"""\nopen("a", "w").write(text)\n',
    "python-fence": "text = '''# T\n\n```python\nprint(1)\n```\n'''\nopen('a', 'w').write(text)\n",
    "fence-in-f-string": 'x = 1\ntext = f"""\n```\n{x}\n```\n"""\nopen("a.md", "w").write(text)\n',
    "fence-in-a-line": "print('```python')\nprint('x = 1')\nprint('```')\n",
    "fence-at-line-ends": 'text = """\nuse ```\nls ```\n"""\nprint(text)\n',
    "tildes": 'text = """\n~~~\nx\n~~~\n"""\nprint(text)\n',
    "many-fences": 'text = """\n' + "```sh\nls\n```\n" * 20 + '"""\nprint(text)\n',
    "json": "import json\nprint(json.loads('{\"code\": \"import os\"}'))\n",
    "backticks": "print('`x`')\n",
    "python-name": "python = 'python3'\nprint(python)\n",
    "diff-lines": 'text = """\n--- a\n+++ b\n@@ -1 +1 @@\n"""\nprint(text)\n',
    "prompt": 'text = """\n>>> x\n"""\nprint(text)\n',
    "quotation": 'text = """\n> a\n> b\n"""\nprint(text)\n',
    "quoted-fence": 'text = """\n> ```\n> a\n"""\nprint(text)\n',
    "odd-characters": "print('a\u00a0b\u200bc “d” \u2028 \x0c \x85')\n",
    "escapes": "print('a\\nb\\t\\r\\n')\n",
    "invalid-escape": "import re\nprint(re.sub('\\d', '', 'a1'))\n",
    "tabs": "if True:\n\tprint('a\tb')\n",
    "trailing-spaces": 'text = """a  \n   \n"""\nprint(text)\n',
    "code-tags": "print('<code>x = 1</code>')\n",
    "shebang-and-comments": "#!/usr/bin/env python3\n# /// script\n# ///\nimport os\nprint(os)\n",
    "docstring": '"""Say hi."""\n\nprint("hi")\n',
}  # fmt: skip


@pytest.mark.parametrize("source", _HOLDS_MARKUP.values(), ids=_HOLDS_MARKUP)
@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        "```python\n{}```",
        "```python\n{}",
        "Sure:\n\n```python\n{}```\n\nIt prints a text.",
        "```\n{}```",
        "<think>\nHm.\n</think>\n```python\n{}```",
        "```python\n{}```<|im_end|>",
        "~~~python\n{}~~~",
        "```bash\npip install x\n```\n```python\n{}```",
    ],
    ids=["bare", "fence", "open", "prose", "no-tag", "thought", "token", "tildes", "bash-first"],
)
def test_what_a_script_holds_is_not_damaged(source: str, shape: str) -> None:
    """Markup within a script is the script's own, to the last character."""
    assert parse_source(shape.format(source))[0] == source


@pytest.mark.filterwarnings("error")
def test_reading_gives_no_warnings() -> None:
    """A backslash that means nothing is left for the linter to speak of."""
    assert parse_source("```python\nprint('\\d')\n```") == ("print('\\d')\n", "fence")


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\n", id="blank"),
        pytest.param("\ufeff", id="bom"),
        pytest.param("<|im_end|>", id="token"),
        pytest.param("</s>\n</s>", id="tokens"),
        pytest.param("I'm sorry, but I can't help with that.", id="refusal"),
        pytest.param("Done", id="one-word"),
        pytest.param("None", id="none"),
        pytest.param("yes, of course", id="few-words"),
        pytest.param("if you want me to do it, say so", id="prose-like-if"),
        pytest.param("for example, I could read the file", id="prose-like-for"),
        pytest.param("# Plan\n\nFirst read the file. Then print it.", id="heading-and-prose"),
        pytest.param("1. Read the file\n2. Print it\n", id="list"),
        pytest.param("You can use `print(x)` to do it, or `x = 1`.", id="inline-code"),
        pytest.param("```python\n```", id="empty-fence"),
        pytest.param("```\n\n```", id="blank-fence"),
        pytest.param("```python", id="opening-only"),
        pytest.param("```", id="ticks-only"),
        pytest.param("``````", id="six-ticks"),
        pytest.param("```bash\npip install pandas\n```", id="shell-only"),
        pytest.param("```bash\nls\n```", id="shell-that-parses"),
        pytest.param('{"answer": "I cannot do that."}', id="json-of-prose"),
        pytest.param('```json\n{"total": 3}\n```', id="json-data"),
        pytest.param("{", id="brace"),
        pytest.param("<think>\nMaybe\n```python\nimport os\nprint(os)\n```\n", id="only-thoughts"),
        pytest.param("<think>x = 1</think>", id="nothing-after-thoughts"),
        pytest.param("```diff\n--- a\n+++ b\n@@ -1 +1 @@\n-print(1)\n+print(2)\n```", id="diff"),
        pytest.param("--- a.py\n+++ a.py\n@@ -1 +1 @@\n-print(1)\n+print(2)\n", id="bare-diff"),
        pytest.param("```python\n@@ -1 +1 @@\n-print(1)\n+print(2)\n```", id="diff-tagged-python"),
    ],
)  # fmt: skip
def test_a_reply_without_a_script_is_refused(reply: str) -> None:
    """Prose, data, commands and changes to another text are no script; the reply rides along."""
    with pytest.raises(UnparsableReply) as caught:
        parse_source(reply)
    assert (caught.value.stage, caught.value.reply) == ("coder", reply)


_SESSION = 'def f(x:\n    """\n>>> print(f(1))\n2\n    """\n'
_MIXED = "if x:\n        y = 1\n\tz = 2\nprint(1)\n"
_DATA = 'x = [\n    {"code": "import os"},\n]\n'
_BROKEN = "import os\n\nprint(os.name\nprint('done')\n"


@pytest.mark.parametrize(
    ("reply", "source"),
    [
        pytest.param(_fenced(_BROKEN), _BROKEN, id="fence"),
        pytest.param(f"Sure:\n```\n{_BROKEN}```\nIt prints.", _BROKEN, id="fence-without-tag"),
        pytest.param(f"```python\n{_BROKEN}", _BROKEN, id="fence-not-closed"),
        pytest.param(f"Sure:\n\n{_BROKEN}", _BROKEN, id="bare"),
        pytest.param("```python\nprint 'x'\n```", "print 'x'\n", id="python-2"),
        pytest.param(
            "```python\n!pip install x\nimport x\n```", "!pip install x\nimport x\n", id="magic"
        ),
        pytest.param(
            f"{_fenced(_BROKEN)}\n\n```python\nprint(1)\n```", _BROKEN, id="beside-a-small-script"
        ),
        pytest.param(_fenced(_SESSION), _SESSION, id="with-a-session-in-a-docstring"),
        pytest.param(_fenced(_MIXED), _MIXED, id="tabs-and-spaces"),
        pytest.param(_fenced(_BROKEN + _DATA), _BROKEN + _DATA, id="with-data-that-holds-code"),
        pytest.param(_BROKEN + _DATA, _BROKEN + _DATA, id="bare-with-data-that-holds-code"),
        pytest.param(f"{_fenced(_BROKEN)}\n\n```\nx = 1\n```", _BROKEN, id="beside-output"),
        pytest.param("```python\nx = [1,\n", "x = [1,\n", id="cut-off-in-a-list"),
        pytest.param("x = 1\nprint('hel", "x = 1\nprint('hel\n", id="bare-cut-off-in-a-string"),
        pytest.param("```python\nx = '''\na\n```", "x = '''\na\n", id="string-never-closed"),
        pytest.param("```python\n1/0\n```", "1/0\n", id="expression"),
    ],
)
def test_code_that_does_not_compile_is_returned_for_mending(reply: str, source: str) -> None:
    """A script with a fault is better than none, and than a part that happens to compile."""
    assert parse_source(reply)[0].rstrip() == source.rstrip()


@pytest.mark.parametrize(
    ("reply", "how"),
    [
        (FENCED, "fence"),
        (f"```python\n{SCRIPT}", "fence that is not closed"),
        ("```python x = 1```", "fence in a line"),
        (SCRIPT, "no fence"),
        (f"Here:\n{SCRIPT}", "code among prose"),
        (f"```python\n{ESCAPED}```", "fence with HTML entities"),
        ('{"code": "x = 1"}', "JSON"),
        ("`x = 1`", "backticks"),
        ("<code>x = 1</code>", "tags"),
        (f"{_fenced(_FUNCTION)}\n{_fenced('print(total([]))')}", "fences"),
        (">>> x = 1", "no fence with a session's prompts"),
        (_fenced(_BROKEN), "fence"),
    ],
)
def test_it_says_how_the_script_was_found(reply: str, how: str) -> None:
    """A few words for the record of the run."""
    assert parse_source(reply)[1] == how


@pytest.mark.parametrize(
    "piece",
    ["`", "```", "```\n", "```python\n", "~~~\n", "```python\nx = (\n", "```python\n'''\n```\n",
     "~", "<think>", "<think>\n", "</think>", "</think>\n", "</s>", "[INST]", "<|im_end|>", "<s>\n",
     "{", "[", "(", "{\n", '{"a":', "f(", "\\", "\\\n", "'", '"', "'''", "a ", "word word\n",
     "x = 1\n", "x = 1\nit is\n", "if x:\n", "try:\n", "# a\n", ">>> x\n", "> ```\n",
     "<code>", "[PYTHON]", "`x` ", "` ", "\n", " ", "\t", " \n", "\r", "\0", "\ud800", "\u00a0",
     "-", "1+", "not ", "x.", "lambda:", "a if b else ", "&lt;", "def f():\n",
     "print(1)\nfoo bar\n",
     "```python\nx = 1\n```\n", "```python\nfoo bar\n```\n",
     "<think>a</think>\n", "a\n```\n", "**a", "1. a\n", "_", "$"],
)  # fmt: skip
def test_long_odd_replies_end(piece: str) -> None:
    """One thing repeated is read to its end, with a script in front of it or not."""
    for front in ("", "```python\nprint(1)\n", "print(1)\n", "word"):
        reply = front + piece * (100_000 // len(piece)) + (" word" if front == "word" else "")
        try:
            source, _ = parse_source(reply)
        except UnparsableReply:
            continue
        assert source.strip()


@pytest.mark.parametrize("piece", ["`", "```", "</s>", "{", "(", "<think>", "word word\n", " "])
def test_a_megabyte_of_nothing_is_refused(piece: str) -> None:
    """A model that repeats itself to the end of its answer has written no script."""
    with pytest.raises(UnparsableReply):
        parse_source(piece * (1_000_000 // len(piece)))


def test_a_long_script_is_read() -> None:
    """A megabyte of code between prose comes out whole."""
    source = f"print({'1' * 90!r})\n" * 10_000
    assert parse_source(f"Sure:\n\n```python\n{source}```\nDone.")[0] == source
    assert parse_source(f"Sure:\n\n{source}\nThis prints ones.")[0] == source


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["```", "```python\n", "\n```\n", "~~~", "\n", " ", "    ", "x = 1\n", "import os\n",
             "'''", '"', "'", "print(x)\n", "def f():\n", "<think>", "</think>", "</s>",
             "<|im_end|>", "{", "}", '{"code": "', "Here it is", "`", ">>> ", "> ", "- ", "# ",
             "&lt;", "\r\n", "\0", "\ufeff", "\u200b", "\u2028", "\x0c", "python\n", "<code>",
             "[INST]", "...", ":", "("]
        )
        | st.text(st.characters(codec=None), max_size=6),
        max_size=30,
    )
)  # fmt: skip
def test_any_reply_gives_a_script_or_is_refused(pieces: list[str]) -> None:
    """No other error comes out, and what comes out can be written to a file."""
    try:
        source, how = parse_source("".join(pieces))
    except UnparsableReply:
        return
    assert source.encode().strip()
    assert source.endswith("\n")
    assert how


@settings(max_examples=60, deadline=None)
@given(
    source=st.sampled_from([SCRIPT, *_HOLDS_MARKUP.values()]),
    before=st.sampled_from(
        ["", "Sure!\n", "## Code\n\n", "<think>\nx = 1\n</think>\n", "\ufeff", "<s>"]
    ),
    fence=st.sampled_from(["```", "````", "~~~~"]),
    tag=st.sampled_from(["", "python", "py", "Python3"]),
    after=st.sampled_from(["", "</s>", "\n\nIt prints.", "\n```sh\npython main.py\n```\n"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_wrappings_can_be_combined(
    source: str, before: str, fence: str, tag: str, after: str, line_end: str
) -> None:
    """Whichever of them come together, the script is the same."""
    reply = f"{before}{fence}{tag}\n{source}{fence}{after}".replace("\n", line_end)
    assert parse_source(reply)[0] == source


TASK = Task("  Print the rows of in.csv for $5 {each}.\n", brief="in.csv: 2 rows, columns a and b")
PLAN = Plan(("Read in.csv", "Print it"))


def test_the_coder_is_asked_with_the_task_and_the_facts() -> None:
    """The system message comes first; the task and the brief stand in the prompt as they are."""
    llm = ScriptedLLM(FENCED)
    Coder(llm).write(TASK)
    assert [message.role for message in llm.calls[0].messages] == ["system", "user"]
    assert "Print the rows of in.csv for $5 {each}." in llm.prompts[0]
    assert "in.csv: 2 rows, columns a and b" in llm.prompts[0]
    assert "Read in.csv" not in llm.prompts[0]


def test_comments_are_for_functions_that_have_to_be_thought_out() -> None:
    """A task with examples is about one; elsewhere they cost time and bring nothing."""
    llm = ScriptedLLM(FENCED, repeat_last=True)
    Coder(llm).write(TASK)
    Coder(llm).write(Task("Write f.", examples=(Example("f(1)", "2"),)))
    assert ["without comments" in prompt for prompt in llm.prompts] == [True, False]


def test_the_coder_is_shown_the_plan() -> None:
    """Its steps are numbered from 1."""
    llm = ScriptedLLM(FENCED)
    Coder(llm).write(Task("Print it."), plan=PLAN)
    assert "1. Read in.csv\n2. Print it" in llm.prompts[0]


def test_a_written_candidate_says_where_it_comes_from() -> None:
    """The sample, the temperature, and how the code was found."""
    llm = ScriptedLLM(FENCED, repeat_last=True)
    coder = Coder(llm, temperature=0.1, seed=7)
    assert coder.write(TASK) == Candidate(SCRIPT, 0, 0.1, None, "fence")
    assert coder.write(TASK, sample=2, temperature=0.9) == Candidate(SCRIPT, 2, 0.9, None, "fence")
    assert coder.write(TASK, temperature=0.0).temperature == 0.0
    assert [(call.temperature, call.seed) for call in llm.calls] == [(0.1, 7), (0.9, 9), (0.0, 7)]


def test_without_a_seed_none_is_given() -> None:
    """Every sample is then as random as the model makes it."""
    llm = ScriptedLLM(FENCED)
    Coder(llm).write(TASK, sample=3)
    assert llm.calls[0].seed is None


def test_every_sample_begins_with_the_same_words() -> None:
    """A later sample is not shown an earlier one."""
    llm = ScriptedLLM(FENCED, repeat_last=True)
    coder = Coder(llm)
    for sample in range(3):
        coder.write(TASK, sample=sample)
    assert len({call.messages for call in llm.calls}) == 1


def test_a_repair_is_told_the_mistake_and_not_shown_the_script() -> None:
    """A small model copies a script that it is shown."""
    llm = ScriptedLLM("```python\nprint(2)\n```")
    failed = Candidate("print(1/0)\n", sample=3, temperature=0.4, fixes=("called main()",))
    repaired = Coder(llm).repair(TASK, failed, "ZeroDivisionError: division by zero")
    assert repaired == Candidate("print(2)\n", 3, 0.4, failed, "fence")
    asked = llm.calls[0].messages
    assert [message.role for message in asked] == ["system", "user"]
    assert "Print the rows of in.csv" in asked[1].content
    assert "ZeroDivisionError: division by zero" in asked[1].content
    assert "print(1/0)" not in asked[1].content
    assert llm.calls[0].temperature == 0.4


def test_a_repair_begins_with_the_words_of_the_first_ask() -> None:
    """What the model has read is not read again: the task and the brief come first."""
    llm = ScriptedLLM(FENCED, FENCED)
    coder = Coder(llm)
    coder.repair(TASK, coder.write(TASK), "It prints nothing.")
    first, second = (call.messages[-1].content for call in llm.calls)
    beginning = first[: first.index(TASK.brief) + len(TASK.brief)]
    assert TASK.text.strip() in beginning
    assert second.startswith(beginning)


def test_a_reply_that_was_cut_off_is_marked() -> None:
    """The candidate tells that the model ran out of tokens."""
    llm = ScriptedLLM(Completion("```python\nprint(1)\nprint(", "length"), repeat_last=True)
    coder = Coder(llm)
    written = coder.write(TASK)
    assert written.read_as == "fence that is not closed, cut off"
    assert written.is_cut_off
    assert coder.repair(TASK, written, "?").read_as == "fence that is not closed, cut off"


@pytest.mark.parametrize(
    ("text", "finish_reason"),
    [
        ("```python\nprint(1)\nprint(", "length"),
        ("```python\nprint(1)\n", "length"),
        ("print(1)\nx = [", "length"),
        ("```python\nprint(1)\nprint(", "stop"),
        ("```python\nprint(1)\nprint('a", "unknown"),
        ("```python\nprint(1)\n", "unknown"),
        ("import os\nfor name in os.listdir():", "unknown"),
    ],
)
def test_a_reply_that_was_cut_off_is_asked_for_once_more(text: str, finish_reason: Any) -> None:
    """With room for twice as much, where a model does not go on from where it stopped."""
    llm = ScriptedLLM(Completion(text, finish_reason), FENCED)
    written = Coder(llm, max_tokens=500).write(TASK)
    assert (written.source, written.is_cut_off) == (SCRIPT, False)
    assert [call.max_tokens for call in llm.calls] == [500, 1000]
    assert llm.calls[0].messages == llm.calls[1].messages


def test_a_reply_that_ends_in_counting_is_not_asked_for_again() -> None:
    """More of what differs in its numbers alone would follow."""
    rows = "".join(f"    ({n}, '2025-03-20 {n:02}:00'),\n" for n in range(40))
    llm = ScriptedLLM(Completion(f"```python\nrows = [\n{rows}    (40, '20", "length"))
    assert Coder(llm).write(TASK).is_cut_off


@pytest.mark.parametrize(
    ("text", "finish_reason"),
    [
        (f"```python\n{SCRIPT}```\nThis script prints", "length"),
        (SCRIPT, "stop"),
        (f"```python\n{SCRIPT}```", "unknown"),
        ("```python\nprint(1)\nprint(2 3)\nprint(4)\n```", "stop"),
    ],
)
def test_a_script_that_is_whole_is_asked_for_once(text: str, finish_reason: Any) -> None:
    """Also when only what was said about it has no end, or something else is wrong with it."""
    llm = ScriptedLLM(Completion(text, finish_reason))
    assert not Coder(llm).write(TASK).is_cut_off


def test_a_fence_that_is_never_closed_is_a_cut() -> None:
    """What stands in it may be Python and half of what was meant."""
    reply = Completion(f"```python\n{SCRIPT}", "stop")
    written = Coder(ScriptedLLM(reply, repeat_last=True)).write(TASK)
    assert (written.source, written.is_cut_off) == (SCRIPT, True)


def test_a_model_that_goes_on_is_asked_for_the_rest() -> None:
    """What it has written stands as the beginning of its answer."""
    llm = ScriptedLLM(
        Completion("```python\nprint(1)\nprint(", "length", 9, 9),
        Completion("2)\n```", "stop", 9, 9),
    )
    llm.continues_replies = True  # type: ignore[attr-defined]
    written = Coder(llm).write(TASK)
    assert (written.source, written.is_cut_off) == ("print(1)\nprint(2)\n", False)
    assert llm.calls[1].messages == (
        *llm.calls[0].messages,
        Message("assistant", "```python\nprint(1)\nprint("),
    )


def test_a_reply_without_code_is_no_candidate() -> None:
    """Neither when a script is written nor when it is repaired."""
    coder = Coder(ScriptedLLM("I cannot do that.", repeat_last=True))
    with pytest.raises(UnparsableReply):
        coder.write(TASK)
    with pytest.raises(UnparsableReply):
        coder.repair(TASK, Candidate("x = 1\n"), "?")


def test_a_model_that_is_gone_is_the_callers_to_handle() -> None:
    """Errors of the model come through as they are."""
    with pytest.raises(LLMUnavailable, match="gone"):
        Coder(ScriptedLLM(LLMUnavailable("gone"))).write(TASK)


def test_a_reply_without_end_is_no_script() -> None:
    """What was written before it went round may be anything; a block that was closed is whole."""
    endless = "```python\ndef f(n):\n" + "    if n == 1:\n        return 1\n" * 20
    with pytest.raises(UnparsableReply):
        read_script(Completion(endless, "repetition"))
    whole = "```python\nprint(1)\n```\n" + "That is it.\n" * 30
    assert read_script(Completion(whole, "repetition"))[0] == "print(1)\n"
