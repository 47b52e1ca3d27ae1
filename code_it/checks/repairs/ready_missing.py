"""FailingLines, error, facts -> the lines put right where something is not there.

A key that is counted up, or added to, begins at nothing; an element that was not found has no text;
a font that this machine has not is Pillow's own; a folder is made before a file is written into it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from code_it.checks.failing_lines import FailingLines, innermost_loop, tree_of
from code_it.checks.repairs.replacing import Rule, changed, expression, kinds, replaced, told
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task

_NO_KEY = re.compile(r"^KeyError: (?P<key>.+)$")
_NO_TEXT = re.compile(r"^AttributeError: 'NoneType' object has no attribute '(?P<name>\w+)'")
_NO_FOLDER = re.compile(r"^(?:FileNotFoundError|OSError): .*?'(?P<folder>[^']*[^'/])/[^'/]+'$")
_NO_FILE = re.compile(r"^(?:IsADirectoryError|PermissionError): .*?'(?P<path>[^']+)'$")
_NO_SHEET = re.compile(r"^KeyError: 'Worksheet (?P<name>.+) does not exist\.'$")
# "Sheets A, B and C", "a sheet called C", "a C sheet".
_TOLD_AS_SHEET = (
    r"\b(?i:sheets?|tabs?|called|named)\b:? (?:(?i:is|are) )?(?:(?i:called|named) )?"
    r"(?:['\"`]?[\w-]+['\"`]?(?:, (?:and )?| and )){{0,8}}['\"`]?{0}\b(?!\.\w)"
    r"|(?<![\w.]){0}['\"`]? (?i:(?:work)?sheet|tab)\b"
)
_NO_COLUMN = re.compile(r"^KeyError: .*?'(?P<name>[^']+)'")
_OTHER_LENGTH = re.compile(
    r"^ValueError: Length mismatch: Expected axis has (?P<there>\d+) elements, new values have"
    r" (?P<new>\d+) elements"
)
_INDEX = re.compile(r"; (?P<names>\[.*\]) is its index and no column")
_NO_FONT = ("OSError: cannot open resource", "OSError: unknown file format")
_BEGUN = {"append": "[]", "extend": "[]", "add": "set()", "update": "{}"}
_TEXTS = ("text", "string", "tail")
_DICTS = ("dict", "OrderedDict")


def _begun(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A key of a dict that is counted up, or added to, begins at nothing."""
    tree, known = tree_of(failing), kinds(facts)
    if not _NO_KEY.search(error) or len(tree.body) != 1:
        return ""
    match tree.body[0]:
        case ast.AugAssign(target=ast.Subscript() as target) as counting:
            return _counted(counting, target, known) or _begun_as(
                failing, target.value, "{}", known
            )
        case ast.Assign(targets=[ast.Subscript() as target]):
            return _begun_as(failing, target.value, "{}", known)
        case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Subscript() as target, attr=way))):
            if way in _BEGUN and known.get(ast.unparse(target.value)) in _DICTS:
                return _begun_as(failing, target, _BEGUN[way], known)
            return _begun_as(failing, target.value, "{}", known)
    return ""


def _counted(counting: ast.AugAssign, target: ast.Subscript, known: Mapping[str, str]) -> str:
    signs = {ast.Add: "+", ast.Sub: "-"}
    sign = signs.get(type(counting.op))
    if sign is None or known.get(ast.unparse(target.value)) not in _DICTS:
        return ""
    value = ast.unparse(counting.value)
    # What is added to a text, or to a list, is one itself.
    empty = {"str": "''", "list": "[]"}.get(known.get(value, ""), "0")
    owner, key = ast.unparse(target.value), ast.unparse(target.slice)
    return f"{owner}[{key}] = {owner}.get({key}, {empty}) {sign} {value}"


def _begun_as(failing: FailingLines, item: ast.expr, empty: str, known: Mapping[str, str]) -> str:
    """The lines in which an item of a dict is `empty` where it is not there yet."""
    match item:
        case ast.Subscript(value=owner, slice=key) if known.get(ast.unparse(owner)) in _DICTS:
            begun = f"{ast.unparse(owner)}.setdefault({ast.unparse(key)}, {empty})"
            return replaced(failing, {ast.unparse(item): begun})
    return ""


def _no_text(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """An element that was not found has an empty text."""
    match = _NO_TEXT.search(error)
    if not match or match["name"] not in _TEXTS:
        return ""
    none = {part for part, what in told(facts).items() if what == "None"}

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Attribute(value=found, attr=attribute) if (
                attribute in _TEXTS and (text := ast.unparse(found)) in none
            ):
                return expression(f"({text}.{attribute} if {text} is not None else '')")
        return None

    return changed(failing, other)


def _no_font(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Pillow's own font stands for a font file that is not there.

    https://pillow.readthedocs.io/en/stable/reference/ImageFont.html#PIL.ImageFont.load_default
    """
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="truetype"), args=args):
                named = [word.value for word in node.keywords if word.arg == "size"]
                size = [*args[1:2], *named, ast.Constant(10)][0]
                return expression(f"{ast.unparse(owner)}.load_default(size={ast.unparse(size)})")
        return None

    return changed(failing, other) if error.startswith(_NO_FONT) else ""


RULES: tuple[Rule, ...] = (_begun, _no_text, _no_font)


def lines_before(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What stands before the failing lines so that they do not fail; empty where nothing helps."""
    return (
        _round_without(failing, error, facts)
        or _no_folder(error)
        or _no_file(failing, error, facts)
        or _index_back(failing, error, facts)
    )


def _round_without(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A round of a loop in which nothing was found is passed over."""
    if not _NO_TEXT.search(error) or not (loop := innermost_loop(failing)):
        return ""
    none = {part for part, what in told(facts).items() if what == "None" and part.isidentifier()}
    given = {
        target.id
        for node in ast.walk(loop)
        if isinstance(node, ast.Assign) and node.lineno < failing.first
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = sorted(none & given)
    return f"if {found[0]} is None:\n    continue" if len(found) == 1 else ""


def _no_folder(error: str) -> str:
    """The folder that a file is to be written into is made. Where it is to be read, that is of no
    use, and the error stays."""
    match = _NO_FOLDER.search(error)
    return f"import os as _os\n_os.makedirs({match['folder']!r}, exist_ok=True)" if match else ""


def _no_file(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A folder among the files of a loop is passed over."""
    match = _NO_FILE.search(error)
    if not match or not innermost_loop(failing):
        return ""
    found = [
        part
        for part, what in told(facts).items()
        if repr(match["path"]) in what and part.isidentifier()
    ]
    return f"import os as _os\nif _os.path.isdir({found[0]}):\n    continue" if found else ""


def _index_back(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """The index of a frame becomes columns again where one of them is asked for, or counted."""
    key, lengths = _NO_COLUMN.search(error), _OTHER_LENGTH.search(error)
    for part, what in told(facts).items():
        index = _INDEX.search(what) if part.isidentifier() else None
        names = ast.literal_eval(index["names"]) if index else []
        is_asked_for = key is not None and key["name"] in names
        is_counted = (
            lengths is not None
            and failing.text.startswith(f"{part}.columns")
            and int(lengths["new"]) - int(lengths["there"]) == len(names)
        )
        if names and (is_asked_for or is_counted):
            return f"{part} = {part}.reset_index()"
    return ""


def with_optional_key(failing: FailingLines, error: str, task: Task, facts: Sequence[str]) -> str:
    """A key that the inputs have, but not each of their objects, is `None` where it is missing."""
    match = _NO_KEY.search(error)
    known = kinds(facts)
    missing = match["key"].strip("'\"") if match else ""
    if not match or not re.search(rf"['\"]{re.escape(missing)}['\"]", task.brief):
        return ""

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(key))) if (
                key == missing and known.get(ast.unparse(owner)) in _DICTS
            ):
                return expression(f"{ast.unparse(owner)}.get({key!r})")
        return None

    return changed(failing, other)


def with_new_sheet(failing: FailingLines, error: str, task: Task) -> str:
    """A sheet that the task asks for is made where the workbook has none of that name."""
    match = _NO_SHEET.search(error)
    if not match or not re.search(_TOLD_AS_SHEET.format(re.escape(match["name"])), task.text):
        return ""
    name = match["name"]

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Subscript(value=book, slice=ast.Constant(value=str(sheet))) if sheet == name:
                return expression(f"{ast.unparse(book)}.create_sheet({name!r})")
        return None

    return changed(failing, other, once=True)


def with_fields_left_out(source: str, error: str) -> str:
    """The whole script, which writes of each dict only the fields that a table is to have."""
    if not error.startswith("ValueError: dict contains fields not in fieldnames"):
        return ""
    writers = [
        node
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("csv.DictWriter", "DictWriter")
        and not any(keyword.arg == "extrasaction" for keyword in node.keywords)
    ]
    if len(writers) != 1:
        return ""
    (writer,) = writers
    text = f"{ast.unparse(writer)[:-1]}, extrasaction='ignore')"
    changed_source = with_other_expressions(source, [(writer, text)])
    return changed_source if changed_source != source else ""
