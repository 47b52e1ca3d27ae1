"""FailingLines, error, facts -> the lines put right without a model, where the facts say how.

Each is a guess that holds only if the script runs further with it, which running it tells. They are
for mistakes that a small model makes, and makes again when it is asked: a number that is still
text, a method of another object, a key in other letters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from code_it.checks.failing_lines import FailingLines, assigns, tree_of
from code_it.checks.repairs import ready_dates, ready_kinds, ready_missing, unpacking
from code_it.checks.repairs.replacing import Rule, replaced, text_of

_ARITHMETIC = re.compile(
    r"^TypeError: (?:unsupported operand|can only concatenate str|can't multiply sequence"
    r"|bad operand|must be real number"
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

_NO_JSON = re.compile(r"^TypeError: Object of type (?P<kind>\w+) is not JSON serializable")
_AS_JSON = {
    "str": "PosixPath WindowsPath PurePosixPath PureWindowsPath datetime date time Timestamp"
    " timedelta Timedelta UUID IPv4Address IPv6Address IPv4Network IPv6Network",
    "int": "int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    "float": "float16 float32 Decimal Fraction",
    "bool": "bool bool_",
    "sorted": "set frozenset",
    "list": "dict_keys dict_values map filter zip generator deque ndarray",
}
"""By what writes it for JSON, the kinds of things that JSON does not know."""


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


def lines_before(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What shall stand before the failing lines; empty where nothing is known to help."""
    return _applied(ready_missing.lines_before, failing, error, facts)


def _applied(rule: Rule, failing: FailingLines, error: str, facts: Sequence[str]) -> str:
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
    return replaced(failing, {name: f"{kind}({name})" for name, kind in kinds.items()})


def _nothing(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """An empty cell counts as 0 where a number is wanted."""
    match = _NOTHING.search(error)
    empty = [fact.removesuffix(" is None") for fact in facts if fact.endswith(" is None")]
    if match:
        kind = match["kind"]
        return replaced(failing, {f"{kind}({name})": f"{kind}({name} or 0)" for name in empty})
    if _ARITHMETIC.search(error) and "'NoneType'" in error:
        return replaced(failing, {name: f"({name} or 0)" for name in empty})
    return ""


def _paths(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A path is given as text where a library knows no other."""
    if not _PATH.search(error) or _NO_JSON.search(error):
        return ""
    told = (fact.partition(" is ") for fact in facts)
    names = {name for name, _, value in told if name.isidentifier() and _PATH.search(value)}
    return replaced(failing, {name: f"str({name})" for name in names})


def _as_json(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What JSON does not know is written as what it knows, wherever it stands in the data."""
    del facts
    match = _NO_JSON.search(error)
    kind = match["kind"] if match else ""
    way = next((way for way, kinds in _AS_JSON.items() if kind in kinds.split()), "")
    tree = tree_of(failing)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _writes_json(node)]
    if not way or len(calls) != 1 or any(keyword.arg == "default" for keyword in calls[0].keywords):
        return ""
    calls[0].keywords.append(ast.keyword("default", ast.Name(way, ast.Load())))
    return text_of(tree)


def _writes_json(call: ast.Call) -> bool:
    return ast.unparse(call.func).removeprefix("json.") in ("dump", "dumps")


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
    return text_of(tree)


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
    return text_of(tree)


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
    return text_of(tree)


def _set_afterwards(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """How a cell or a run of text looks is set when it is there, and not where it is made."""
    del facts
    match = _UNKNOWN_KEYWORD.search(error)
    if not match or match["name"] not in _LOOKS:
        return ""
    match tree_of(failing).body:
        case [ast.Expr(value=ast.Call() as call)]:
            name = "made"
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)]:
            pass
        case _:
            return ""
    told = [keyword for keyword in call.keywords if keyword.arg in _LOOKS]
    if not told:
        return ""
    call.keywords = [keyword for keyword in call.keywords if keyword not in told]
    of_font = [each for each in told if each.arg in _OF_FONT and "Worksheet.cell(" in error]
    looks = [each for each in told if each not in of_font]
    lines = [f"{name}.{keyword.arg} = {ast.unparse(keyword.value)}" for keyword in looks]
    if of_font:
        lines += _font_lines(name, of_font)
    return "\n".join([f"{name} = {ast.unparse(call)}", *lines])


def _formula_as_value(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """`sheet.cell(1, 2, formula="=A1")`: for openpyxl a formula is a value that begins with `=`."""
    del facts
    match = _UNKNOWN_KEYWORD.search(error)
    if not match or match["name"] != "formula" or "Worksheet.cell(" not in error:
        return ""
    tree = tree_of(failing)
    told = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    given = [keyword for keyword in told if keyword.arg == "formula"]
    if len(given) != 1 or any(keyword.arg == "value" for keyword in told):
        return ""
    given[0].arg = "value"
    return text_of(tree)


def _font_of_cell(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """`cell.bold = True`: what is bold is the font of a cell of openpyxl."""
    del facts
    match = _CELL_HAS_NOT.search(error)
    match tree_of(failing).body:
        case [ast.Assign(targets=[ast.Attribute(value=cell, attr=name)], value=value)]:
            if match and match["name"] == name and name in _OF_FONT:
                lines = _font_lines(ast.unparse(cell), [ast.keyword(name, value)])
                return "\n".join(lines)
    return ""


def _font_lines(cell: str, looks: list[ast.keyword]) -> list[str]:
    told = ", ".join(f"{each.arg}={ast.unparse(each.value)}" for each in looks)
    return ["from openpyxl.styles import Font", f"{cell}.font = Font({told})"]


_OF_FONT = frozenset({"bold", "italic", "underline"})
_CELL_HAS_NOT = re.compile(r"AttributeError: 'Cell' object has no attribute '(?P<name>\w+)'")
_LOOKS = frozenset("font fill border alignment number_format bold italic underline".split())
"""What openpyxl's cells and python-docx's runs have as attributes."""


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
                return replaced(failing, {repr(match["key"]): repr(near[0])})
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
    return replaced(failing, {name: f"{name}.strip()" for name in names})


def _column(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A column that was computed and has a name of its own, but was not put into the frame."""
    match = _NO_COLUMN.search(error)
    frames = [fact.partition(" is ")[0] for fact in facts if " is a DataFrame of " in fact]
    if not match or not frames or not assigns(failing, match["key"]):
        return ""
    return f"{frames[0]}[{match['key']!r}] = {match['key']}\n{failing.text}"


_RULES: tuple[Rule, ...] = (
    _as_json, _set_afterwards, _formula_as_value, _font_of_cell, _switch, _paths, _receiver,
    _longer_attribute, _key, _stripped, _column, _numbers, _nothing,
    *ready_kinds.RULES, *unpacking.RULES, *ready_dates.RULES, *ready_missing.RULES,
)  # fmt: skip


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _only_attribute(tree: ast.AST, name: str) -> ast.Attribute | None:
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    found = [node for node in attributes if node.attr == name]
    return found[0] if len(found) == 1 else None
