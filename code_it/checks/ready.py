"""FailingLines, error, facts -> the lines put right without a model, where the facts say how.

Each is a guess that holds only if the script runs further with it, which running it tells. They are
for mistakes that a small model makes, and makes again when it is asked: a number that is still
text, a method of another object, a key in other letters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence

from code_it.checks.failing_lines import FailingLines, assigns, tree_of

_ARITHMETIC = re.compile(
    r"^TypeError: (?:unsupported operand|can't multiply sequence|bad operand|must be real number"
    r"|'[<>]=?' not supported between)|^ValueError: Unknown format code '[defgn%]'"
)
_NUMBER = re.compile(r"(?P<name>.+) is the str '(?P<number>[-+]?\d+(?P<fraction>\.\d+)?)'")
_NOTHING = re.compile(r"^TypeError: (?P<kind>int|float)\(\) argument must be .*'NoneType'$")
_UNKNOWN_KEYWORD = re.compile(r"^TypeError: .*got an unexpected keyword argument '(?P<name>\w+)'")
_NO_ATTRIBUTE = re.compile(r"^AttributeError: .*has no attribute '(?P<name>\w+)'")
_RENAMED = (
    re.compile(r"has no attribute '(?P<name>\w+)'\. Did you mean: '(?P<other>\w+)'"),
    re.compile(r"(?P<name>\w+) (?:is deprecated and )?(?:was|has been) removed\b.*"
               r"\bUse (?P<other>\w+) instead"),
)  # fmt: skip
_NO_KEY = re.compile(r"^KeyError: ['\"](?P<key>[^'\"]+)['\"]$")
_NO_SPACES = re.compile(r"^KeyError: (?P<key>'(?:\s[^'\\]*|[^'\\]*\s)')$")
_NO_COLUMN = re.compile(r"^KeyError: .*?'(?P<key>[A-Za-z_]\w*)'")
_NAMES = re.compile(r"with the (?:keys|columns) (?P<list>\[.*\])")
_PATH = re.compile(r"\b(?:Posix|Windows)Path\b")

_Rule = Callable[[FailingLines, str, Sequence[str]], str]
# Of these the lines are the head only.
_COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef)


def ready_repairs(failing: FailingLines, error: str, facts: Sequence[str]) -> tuple[str, ...]:
    """What may stand in place of the failing lines, the likeliest first; `()` when nothing fits.

    Args:
        error: The last line of the traceback.
        facts: What the parts of the lines stand for, as `"text is the str 'a'"`.
    """
    found = (_applied(rule, failing, error, facts) for rule in _RULES)
    return tuple(text for text in found if text and text != failing.text)


def with_new_name(source: str, error: str) -> str:
    """The script with the name that Python or the library says is the right one, everywhere.

    An import of the old name, too, would fail. Empty where no other name is told.
    """
    match = next(filter(None, (pattern.search(error) for pattern in _RENAMED)), None)
    return re.sub(rf"\b{match['name']}\b", match["other"], source) if match else ""


def _applied(rule: _Rule, failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    try:
        return rule(failing, error, facts)
    except (SyntaxError, ValueError):
        # The facts come from a script that may print what it likes, and be no Python.
        return ""


def _numbers(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Text that is computed with, and looks like a number, becomes one."""
    if not _ARITHMETIC.search(error):
        return ""
    told = filter(None, map(_NUMBER.fullmatch, facts))
    kinds = {match["name"]: "float" if match["fraction"] else "int" for match in told}
    return _replaced(failing, {name: f"{kind}({name})" for name, kind in kinds.items()})


def _nothing(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """An empty cell counts as 0 where a number is wanted."""
    match = _NOTHING.search(error)
    empty = [fact.removesuffix(" is None") for fact in facts if fact.endswith(" is None")]
    if match:
        kind = match["kind"]
        return _replaced(failing, {f"{kind}({name})": f"{kind}({name} or 0)" for name in empty})
    if _ARITHMETIC.search(error) and "'NoneType'" in error:
        return _replaced(failing, {name: f"({name} or 0)" for name in empty})
    return ""


def _paths(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A path is given as text where a library knows no other."""
    if not _PATH.search(error):
        return ""
    told = (fact.partition(" is ") for fact in facts)
    names = {name for name, _, value in told if name.isidentifier() and _PATH.search(value)}
    return _replaced(failing, {name: f"str({name})" for name in names})


def _receiver(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What an object has not, another one has that the script holds, or a class of the module."""
    match = _NO_ATTRIBUTE.search(error)
    name = match["name"] if match else ""
    homes = [fact.removesuffix(f" has .{name}") for fact in facts if fact.endswith(f" has .{name}")]
    homes += [
        home.rpartition(".")[0]
        for fact in facts
        if fact.startswith("there is ") and not fact.startswith("there is no ")
        for home in fact.removeprefix("there is ").split(", ")
    ]
    tree = tree_of(failing)
    attribute = _only_attribute(tree, name)
    if not homes or attribute is None:
        return ""
    attribute.value = ast.parse(homes[0], mode="eval").body
    return _text(tree)


def _longer_attribute(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """An attribute that has a longer name, where only one begins like that."""
    match = _NO_ATTRIBUTE.search(error)
    there = [fact.removeprefix("it has: ") for fact in facts if fact.startswith("it has: ")]
    if not match or not there:
        return ""
    longer = [name for name in there[0].split(", ") if name.startswith(match["name"])]
    tree = tree_of(failing)
    attribute = _only_attribute(tree, match["name"])
    if len(longer) != 1 or attribute is None:
        return ""
    attribute.attr = longer[0]
    return _text(tree)


def _switch(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """An argument `name=True` that a function does not know is left out.

    Only where exactly one call has it: an argument with another value holds what the call is for.
    """
    del facts
    match = _UNKNOWN_KEYWORD.search(error)
    tree = tree_of(failing)
    calls = [
        (node, keyword)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if match and keyword.arg == match["name"]
    ]
    if len(calls) != 1:
        return ""
    ((call, switch),) = calls
    if not isinstance(switch.value, ast.Constant) or switch.value.value not in (True, False, None):
        return ""
    call.keywords.remove(switch)
    return _text(tree)


def _key(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A key or a column that is there in other letters."""
    match = _NO_KEY.search(error)
    if not match:
        return ""
    for fact in facts:
        if names := _NAMES.search(fact):
            there = re.findall(r"'([^']+)'", names["list"])
            near = [name for name in there if _letters(name) == _letters(match["key"])]
            if len(near) == 1:
                return _replaced(failing, {repr(match["key"]): repr(near[0])})
    return ""


def _stripped(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A key with spaces around it, which is there without them."""
    match = _NO_SPACES.search(error)
    if not match:
        return ""
    key = ast.literal_eval(match["key"])
    if not any(repr(key.strip()) in fact for fact in facts if _NAMES.search(fact)):
        return ""
    told = (fact.partition(" is the str ") for fact in facts)
    names = [name for name, _, value in told if value == repr(key)]
    return _replaced(failing, {name: f"{name}.strip()" for name in names})


def _column(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A column that was computed and has a name of its own, but was not put into the frame."""
    match = _NO_COLUMN.search(error)
    frames = [fact.partition(" is ")[0] for fact in facts if " is a DataFrame of " in fact]
    if not match or not frames or not assigns(failing, match["key"]):
        return ""
    return f"{frames[0]}[{match['key']!r}] = {match['key']}\n{failing.text}"


_RULES: tuple[_Rule, ...] = (
    _switch, _paths, _receiver, _longer_attribute, _key, _stripped, _column, _numbers, _nothing,
)  # fmt: skip


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


class _Replacing(ast.NodeTransformer):
    def __init__(self, others: Mapping[str, str]) -> None:
        self._others = {text: ast.parse(other, mode="eval").body for text, other in others.items()}
        self.found = False

    def visit(self, node: ast.AST) -> ast.AST:
        is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if isinstance(node, ast.expr) and is_read and ast.unparse(node) in self._others:
            self.found = True
            return self._others[ast.unparse(node)]
        return self.generic_visit(node)


def _replaced(failing: FailingLines, others: Mapping[str, str]) -> str:
    """The lines with other expressions in place of some; empty when none of them is there."""
    replacing = _Replacing(others)
    tree = replacing.visit(tree_of(failing))
    return _text(tree) if replacing.found else ""


def _only_attribute(tree: ast.AST, name: str) -> ast.Attribute | None:
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    found = [node for node in attributes if node.attr == name]
    return found[0] if len(found) == 1 else None


def _text(tree: ast.AST) -> str:
    """The lines again; of the head of a block, the head. Empty for what cannot stand alone."""
    statements = tree.body if isinstance(tree, ast.Module) else []
    if len(statements) != 1 or isinstance(statements[0], ast.Try):
        return ""
    text = ast.unparse(ast.fix_missing_locations(tree))
    return text.rpartition("\n")[0] if isinstance(statements[0], _COMPOUND) else text
