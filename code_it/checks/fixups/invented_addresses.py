"""Source, Task -> the script that reads an input which it wanted to get from an address of its own.

    response = requests.get("http://example.com/program.html")
    soup = BeautifulSoup(response.content, "html.parser")

A page that lies in the folder is asked for as pages are mostly asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from code_it.checks.imports import with_missing_imports
from code_it.checks.placing import assigned, text_given
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_ENDINGS = (".html", ".htm", ".json", ".xml")
_PARTS = {
    "text": "open({0!r}, encoding='utf-8').read()",
    "content": "open({0!r}, 'rb').read()",
    "status_code": "200",
    "ok": "True",
}


def with_inputs_read(source: str, task: Task) -> str:
    """As it is where the task names an address, or it is not clear which input is meant."""
    if task.urls or not parses(source):
        return source
    tree = parse(source)
    asked = [
        (name, value)
        for name, value in assigned(tree)
        if isinstance(value, ast.Call) and ast.unparse(value.func) == "requests.get" and value.args
    ]
    if len(asked) != 1:
        return source
    ((name, call),) = asked
    file = _meant(text_given(call.args[0], tree), task.input_files)
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    others = _others(tree, name, file) if file else []
    # Each use is replaced, but for the one that is given the answer.
    if not others or len(others) != len(uses) - 1:
        return source
    return with_missing_imports(with_other_expressions(source, [*others, (call, "None")]))


def _meant(address: str, inputs: Sequence[str]) -> str:
    """The input of that name, or the only one that a server could answer with."""
    if not address.startswith("http"):
        return ""
    called = PurePosixPath(urlsplit(address).path).name
    alike = [name for name in inputs if name.lower().endswith(_ENDINGS)]
    named = [name for name in alike if PurePosixPath(name).name == called]
    found = named or alike
    return found[0] if len(found) == 1 else ""


def _others(tree: ast.Module, name: str, file: str) -> list[tuple[ast.expr, str]]:
    """What stands in place of what is taken of the answer."""
    found: list[tuple[ast.expr, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=taken), attr="json")):
                if taken == name:
                    found.append((node, f"json.load(open({file!r}, encoding='utf-8'))"))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=taken), attr="raise_for_status")):
                if taken == name:
                    found.append((node, "None"))
            case ast.Attribute(value=ast.Name(id=taken), attr=part) if part in _PARTS:
                if taken == name:
                    found.append((node, _PARTS[part].format(file)))
    return found
