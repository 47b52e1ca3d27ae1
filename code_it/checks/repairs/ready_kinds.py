"""FailingLines, error, facts -> the lines put right where something is of another kind than wanted.

A number beside a text, a generator where a list is needed, a cell where its value is meant: the
kinds of all parts are known, and each pair of kinds has one cure.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from code_it.checks.failing_lines import FailingLines
from code_it.checks.repairs.replacing import Rule, changed, expression, kinds, replaced, told
from code_it.reading.literals import is_literal

_ONE_BY_ONE = frozenset(
    "generator map filter zip reversed enumerate dict_keys dict_values dict_items dict_keyiterator"
    " dict_valueiterator dict_itemiterator list_iterator".split()
)
_SETS = frozenset({"set", "frozenset"})
_JOINED = re.compile(r"^TypeError: sequence item \d+: expected str instance, \w+ found")
_BESIDE_LIST = re.compile(r"^TypeError: can only concatenate list \(not \"str\"\) to list")
_CHARACTERS = re.compile(r"a list of \d+, the first is '[^'\w]'")
_ADDED = re.compile(
    r"^TypeError: (?:can only concatenate str \(not \"\w+\"\) to str"
    r"|unsupported operand type\(s\) for \+=?: '\w+' and 'str')"
)
_NO_LENGTH = re.compile(r"^TypeError: object of type '(?P<kind>\w+)' has no len\(\)")
_NO_ITEMS = re.compile(r"^TypeError: '\w+' object is not subscriptable")
_UNCALLED = re.compile(
    r"^TypeError: '(?:builtin_function_or_method|method)' object is not iterable"
)
_CALLED = re.compile(
    r"^TypeError: '(?:str|int|float|bool|list|dict|tuple|bytes|datetime\.date)' object is not"
    r" callable"
)
_UNHASHABLE = re.compile(r"^TypeError: unhashable type: '(?:list|set)'")
_UNHASHABLE_DICT = re.compile(r"^TypeError: unhashable type: 'dict'")
_NO_WHOLE = re.compile(r"^TypeError: 'float' object cannot be interpreted as an integer")
_CELL = re.compile(r"^(?:Type|Attribute)Error: .*'Cell'")
_WRITTEN = re.compile(r"^TypeError: write\(\) argument must be str, not (?!bytes)\w+")
_AS_BYTES = re.compile(r"^TypeError: a bytes-like object is required, not 'str'")
_NO_NUMBER = re.compile(
    r"^ValueError: (?:could not convert string to float|invalid literal for int\(\) with base 10)"
    r": '(?P<text>[^']+)'$"
)
_NO_INTEGER = re.compile(
    r"^ValueError: invalid literal for int\(\) with base 10: '(?P<text>[-+]?\d+\.\d+)'$"
)
_DECODED = re.compile(
    r"^AttributeError: '(?:str|bytes)' object has no attribute '(?P<way>decode|encode)'"
)
# A text beside an address of `ipaddress`: one is looked for in a network, or compared.
_NO_ADDRESS = re.compile(
    r"^AttributeError: 'str' object has no attribute '_version'"
    r"|^TypeError: '[<>]=?' not supported between instances of"
    r" (?:'str' and 'IPv[46]Address'|'IPv[46]Address' and 'str')"
)
_PICTURE = re.compile(r"^OSError: cannot write mode (?:RGBA|P|LA|PA) as JPEG")
_MORE_LINES = re.compile(r"^json\.decoder\.JSONDecodeError: Extra data: line 2 column 1")


def _characters_joined(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A list of characters beside a text is the text that they are."""
    if not _BESIDE_LIST.search(error):
        return ""
    lists = {name for name, what in told(facts).items() if _CHARACTERS.match(what)}

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right) if ast.unparse(left) in lists:
                return expression(f"''.join({ast.unparse(left)}) + {ast.unparse(right)}")
        return None

    return changed(failing, other, once=True)


def _joined(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What is joined to one text is text."""
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(attr="join") as join, args=[items]):
                return expression(f"{ast.unparse(join)}(map(str, {ast.unparse(items)}))")
        return None

    return changed(failing, other, once=True) if _JOINED.search(error) else ""


def _added(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What is put behind or before a text is text."""
    known = kinds(facts)

    def is_written(node: ast.expr) -> bool:
        constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
        return constant or isinstance(node, ast.JoinedStr)

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                is_text = is_written(left) or known.get(ast.unparse(left)) == "str"
                if is_text and known.get(ast.unparse(right), "str") != "str":
                    return expression(f"{ast.unparse(left)} + str({ast.unparse(right)})")
                # A name that holds a text may well hold what should be a number.
                if is_written(right) and known.get(ast.unparse(left), "str") in ("int", "float"):
                    return expression(f"str({ast.unparse(left)}) + {ast.unparse(right)}")
        return None

    return changed(failing, other) if _ADDED.search(error) else ""


def _listed(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What gives its items one by one is made a list before it is counted or one is picked."""
    no_length = _NO_LENGTH.search(error)
    if not no_length and not _NO_ITEMS.search(error):
        return ""
    ways = {
        part: f"{'sorted' if kind in _SETS else 'list'}({part})"
        for part, kind in kinds(facts).items()
        if kind in _ONE_BY_ONE | _SETS
    }

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[items]) if way := ways.get(
                ast.unparse(items)
            ):
                return expression(f"len({way})")
            case ast.Subscript(value=items, slice=place) if way := ways.get(ast.unparse(items)):
                return expression(f"{way}[{ast.unparse(place)}]")
        return None

    def counted(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[items]):
                return expression(f"len(list({ast.unparse(items)}))")
        return None

    known = changed(failing, other)
    if known or not no_length or no_length["kind"] not in _ONE_BY_ONE:
        return known
    # Within a lambda, what it is about has no value any more.
    return changed(failing, counted, once=True)


def _called(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A method without its brackets gets them, and what is no method loses them."""
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute() as value, args=[], keywords=[]):
                return value
        return None

    if _CALLED.search(error):
        return changed(failing, other, once=True)
    head = re.fullmatch(r"for (.+) in ([\w.]+\.\w+):", failing.text.strip())
    return f"for {head[1]} in {head[2]}():" if head and _UNCALLED.search(error) else ""


def _hashed(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A list that is a key becomes a tuple."""
    if not _UNHASHABLE.search(error):
        return ""
    ways = {"list": "tuple", "set": "frozenset"}
    found = {part: ways[kind] for part, kind in kinds(facts).items() if kind in ways}

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Subscript(value=owner, slice=key) if way := found.get(ast.unparse(key)):
                return expression(f"{ast.unparse(owner)}[{way}({ast.unparse(key)})]")
            case ast.Call(func=ast.Attribute(attr="add" | "get") as called, args=[key, *rest]) if (
                way := found.get(ast.unparse(key))
            ):
                others = "".join(f", {ast.unparse(each)}" for each in rest)
                return expression(f"{ast.unparse(called)}({way}({ast.unparse(key)}){others})")
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[_]) if (
                way := found.get(ast.unparse(key))
            ):
                node.left = expression(f"{way}({ast.unparse(key)})")
                return node
        return None

    return changed(failing, other)


def _once_each(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Dicts that are alike are told by what is in them, for they cannot be in a set."""
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Name(id="set"), args=[items]):
                return expression(f"{{str(it): it for it in {ast.unparse(items)}}}.values()")
        return None

    return changed(failing, other, once=True) if _UNHASHABLE_DICT.search(error) else ""


def _whole(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """How often a loop runs is a whole number."""
    found = {part for part, kind in kinds(facts).items() if kind == "float"}

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Name(id="range"), args=numbers):
                texts = [ast.unparse(number) for number in numbers]
                whole = [f"int({text})" if text in found else text for text in texts]
                return expression(f"range({', '.join(whole)})") if whole != texts else None
        return None

    return changed(failing, other) if _NO_WHOLE.search(error) else ""


def _cells(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What is computed with, or compared, is what a cell of a workbook holds."""
    if not _CELL.search(error):
        return ""
    found = {part for part, kind in kinds(facts).items() if kind == "Cell"}

    def key(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Lambda(args=arguments, body=ast.Subscript() as body):
                return ast.Lambda(arguments, ast.Attribute(body, "value", ast.Load()))
        return None

    return replaced(failing, {part: f"{part}.value" for part in found}) or changed(failing, key)


def _to_file(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What is written to a text file is text, and to another one bytes."""
    del facts
    as_bytes = _AS_BYTES.search(error)
    if not _WRITTEN.search(error) and not as_bytes:
        return ""

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(attr="write") as write, args=[what]):
                text = ast.unparse(what)
                written = f"({text}).encode()" if as_bytes else f"str({text})"
                return expression(f"{ast.unparse(write)}({written})")
        return None

    return changed(failing, other, once=True)


def _without_signs(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A number with a currency, a unit, or commas between its digits is read without them."""
    match = _NO_NUMBER.search(error)
    if not match:
        return ""
    whole = "int()" in error
    read = _number_in(match["text"], whole=whole)
    parts = _parts_that_are(match["text"], facts)
    if read:
        return replaced(failing, {part: f"{part}{read}" for part in parts})
    # What was put in place of the commas, say, may be what is wrong.
    given = [(part, _number_in(text, whole=whole)) for part, text in _texts(facts)]
    return replaced(
        failing,
        {
            part: f"{before}{read}"
            for part in parts
            for before, read in given
            if read and part.startswith(f"{before}.")
        },
    )


def _parts_that_are(text: str, facts: Sequence[str]) -> list[str]:
    return [part for part, what in told(facts).items() if what == f"the str {text!r}"]


def _texts(facts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts that are texts, the longest first, and what they are."""
    for part, what in sorted(told(facts).items(), key=lambda fact: -len(fact[0])):
        if what.startswith("the str ") and is_literal(what.removeprefix("the str ")):
            yield part, str(ast.literal_eval(what.removeprefix("the str ")))


# A thousand or a million, or a sign that stands somewhere else.
_CHANGES_IT = re.compile(
    r"^(?:[kKMBGT](?:i?[bB])?|(?i:mio|mrd|million|billion|thousand))\b|[()\u2212-]"
)
_CURRENCY = re.compile(r"[$€£¥]|\b[A-Z]{3}$")


def _number_in(text: str, *, whole: bool) -> str:
    """The calls that leave only the number of `text`; empty where it is not clear which it is.

    The mark of a footnote is none of it.

    Args:
        whole: It has no decimals, so a comma stands before thousands.
    """
    note = re.search(r"\s*\[\w{1,3}\]\s*$", text)
    if note is None:
        return _plain_number(text, whole=whole)
    before = text[: note.start()]
    return "" if "[" in before else f".split('[')[0]{_plain_number(before, whole=whole)}"


def _plain_number(text: str, *, whole: bool) -> str:
    number = re.search(r"\d[\d.,]*", text)
    if not number or len(re.findall(r"\d+[\d.,]*", text)) != 1:
        return ""
    around = [text[: number.start()].strip(" -+"), text[number.end() :].strip()]
    # 4 m are meters, $4m are millions.
    are_millions = _CURRENCY.search(around[0]) and around[1].startswith("m")
    if are_millions or any(map(_CHANGES_IT.search, around)):
        return ""
    removed = "".join(f".replace({sign!r}, '')" for sign in dict.fromkeys(around) if sign)
    digits = number[0].rstrip(".,")
    ways = (read for form, read in _FORMS[whole] if re.fullmatch(form, digits))
    return next((f"{removed}{read}" for read in ways), "")


_CERTAIN_FORMS = (
    (r"\d+(?:\.\d+)?", ""),
    (r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", ".replace(',', '')"),
    (r"\d{1,3}(?:\.\d{3})+,\d+", ".replace('.', '').replace(',', '.')"),
    (r"\d+,\d{1,2}", ".replace(',', '.')"),
)
# `1,234` may be a thousand and more, or one with three decimals.
_FORMS = {
    False: _CERTAIN_FORMS,
    True: ((r"\d{1,3}(?:,\d{3})+", ".replace(',', '')"), *_CERTAIN_FORMS),
}


def _with_fraction(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A number with decimals is no whole one."""
    match = _NO_INTEGER.search(error)
    parts = _parts_that_are(match["text"], facts) if match else []
    return replaced(failing, {f"int({part})": f"float({part})" for part in parts})


def _decoded(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Text is not decoded, and bytes are not encoded."""
    del facts
    found = _DECODED.search(error)

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=way)) if (
                found and way == found["way"]
            ):
                return value
        return None

    return changed(failing, other, once=True)


def _picture(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A JPEG has no transparent parts, and no palette."""
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(value=picture, attr="save") as save):
                save.value = expression(f"{ast.unparse(picture)}.convert('RGB')")
                return node
        return None

    return changed(failing, other, once=True) if _PICTURE.search(error) else ""


def _json_lines(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A file with one JSON text in each line is read line by line."""
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="json"), attr=way), args=[what]):
                lines = {"load": ast.unparse(what), "loads": f"{ast.unparse(what)}.splitlines()"}
                if way in lines:
                    return expression(
                        f"[json.loads(line) for line in {lines[way]} if line.strip()]"
                    )
        return None

    return changed(failing, other, once=True) if _MORE_LINES.search(error) else ""


def _addresses(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A text that is compared with an address, or looked for in a network, is an address itself.

    https://docs.python.org/3/library/ipaddress.html#ipaddress.ip_address
    """
    if not _NO_ADDRESS.search(error):
        return ""
    known = kinds(facts)

    def as_address(node: ast.expr) -> ast.expr:
        text = ast.unparse(node)
        is_written = isinstance(node, ast.Constant) and isinstance(node.value, str)
        is_text = is_written or known.get(text) == "str"
        return expression(f"ipaddress.ip_address({text})") if is_text else node

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others) if not any(
                isinstance(each, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)) for each in ops
            ):
                sides = [as_address(side) for side in (left, *others)]
                return ast.Compare(sides[0], ops, sides[1:])
        return None

    return changed(failing, other)


RULES: tuple[Rule, ...] = (
    _joined, _characters_joined, _added, _listed, _called, _hashed, _once_each, _whole,
    _cells, _to_file, _without_signs, _with_fraction, _decoded, _picture, _json_lines, _addresses,
)  # fmt: skip
