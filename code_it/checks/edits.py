"""Source -> the same function with one small thing changed, in each way that is a usual slip.

Generate and validate: what is nearly right is one edit away from what holds all examples (Weimer
et al. 2010, "Automatic Program Repair with Evolutionary Computation"; the operators are those of
mutation testing, Offutt et al. 1996, "An Experimental Determination of Sufficient Mutant
Operators"). It takes no model and a second or two.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from code_it.checks.as_given import with_arguments_as_given
from code_it.checks.examples import Answer, all_right
from code_it.checks.forgotten_cases import with_forgotten_cases
from code_it.checks.mutation import mutated_calls
from code_it.checks.placing import with_pass
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Example

Ask = Callable[[Sequence[str], Sequence[str]], list[tuple[Answer, ...]]]
"""Scripts, calls -> what each script gives for the calls."""

Changed = tuple[str, tuple[Answer, ...]]
"""A script, and what it gives for inputs like those of the examples."""
_MOST = 300
_Change = tuple[ast.expr, str]


def edits_of(source: str) -> tuple[str, ...]:
    """At most 300 scripts, the likeliest first; none where the source has no function."""
    if not parses(source):
        return ()
    tree = parse(source)
    nodes = [
        node
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
    ]
    expressions = [node for node in nodes if isinstance(node, ast.expr)]
    results = [node for node in nodes if isinstance(node, ast.Return)]
    changes = chain(
        (change for way in _WAYS for node in expressions for change in way(node)),
        (change for node in results for change in _forms(node)),
    )
    changed = (with_other_expressions(source, [change]) for change in changes)
    guards = (node for node in nodes if isinstance(node, ast.If) and _is_guard(node))
    shorter = filter(parses, (with_pass(source, [guard]) for guard in guards))
    found: dict[str, None] = {}
    given = with_arguments_as_given(source) or source
    for other in chain([given], with_forgotten_cases(source), changed, shorter):
        if len(found) == _MOST:
            break
        if other != source:
            found[other] = None
    return tuple(found)


def tell_apart(examples: Sequence[Example]) -> bool:
    """Do they give different values? One change leads nearly everything to a single one."""
    return len({example.expected for example in examples}) > 1


def holding_after_one_change(source: str, examples: Sequence[Example], ask: Ask) -> list[Changed]:
    """The scripts that are one small change away and hold all examples."""
    others = edits_of(source)
    rows = ask(others, [example.call for example in examples])
    holding = [other for other, row in zip(others, rows, strict=True) if all_right(row, examples)]
    return list(zip(holding, ask(holding, mutated_calls(examples)), strict=True))


def likeliest(changed: Sequence[Sequence[Changed]]) -> str:
    """The first whose answers for other inputs come of most scripts, and most often then.

    Args:
        changed: For each script what holds the examples after one change. One that several of them
            need is hardly there by chance.
    """
    of_each = [[answers for _, answers in each] for each in changed]

    def support(answers: tuple[Answer, ...]) -> tuple[int, int]:
        counts = [each.count(answers) for each in of_each]
        return sum(map(bool, counts)), sum(counts)

    found = [pair for each in changed for pair in each]
    return max(found, key=lambda pair: support(pair[1]), default=("", ()))[0]


_BOUNDS: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_OPPOSITES: dict[type[ast.cmpop], str] = {
    ast.Lt: ">", ast.LtE: ">=", ast.Gt: "<", ast.GtE: "<=", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-",), ast.Sub: ("+",), ast.Mult: ("+", "**"), ast.Div: ("//",),
    ast.FloorDiv: ("/", "%"), ast.Mod: ("//",),
}  # fmt: skip
_NAMES = {
    "min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor",
    "int": "round", "round": "int",
}  # fmt: skip
_METHODS = {
    "upper": "lower", "lower": "upper", "isupper": "islower", "islower": "isupper",
    "lstrip": "rstrip", "rstrip": "lstrip", "find": "rfind", "index": "rindex",
}  # fmt: skip


def _bounds(node: ast.expr) -> Iterator[_Change]:
    """What is compared, up to it or up to the one before it."""
    yield from _compared(node, _BOUNDS)


def _opposites(node: ast.expr) -> Iterator[_Change]:
    yield from _compared(node, _OPPOSITES)


def _compared(node: ast.expr, signs: dict[type[ast.cmpop], str]) -> Iterator[_Change]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in signs:
            yield node, f"{ast.unparse(left)} {signs[type(op)]} {ast.unparse(right)}"


def _one_off(node: ast.expr) -> Iterator[_Change]:
    """One more, one less, or not the one that is added or taken away."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=ast.Constant(value=1)):
            yield node, ast.unparse(left)
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            yield node, str(number + 1)
            yield node, f"({number - 1})" if number < 1 else str(number - 1)
        case ast.Call(func=ast.Name(id="range"), args=[*first, last]):
            before = "".join(f"{ast.unparse(each)}, " for each in first)
            yield node, f"range({before}{ast.unparse(last)} + 1)"
            yield node, f"range({before}{ast.unparse(last)} - 1)"


def _names(node: ast.expr) -> Iterator[_Change]:
    match node:
        case ast.Name(id=name) if name in _NAMES:
            yield node, _NAMES[name]
        case ast.Attribute(value=value, attr=name) if name in _NAMES | _METHODS:
            yield node, f"{ast.unparse(value)}.{(_NAMES | _METHODS)[name]}"


def _conditions(node: ast.expr) -> Iterator[_Change]:
    match node:
        case ast.BoolOp(op=op, values=values):
            word = " or " if isinstance(op, ast.And) else " and "
            yield node, f"({word.join(f'({ast.unparse(value)})' for value in values)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.Constant(value=bool() as truth):
            yield node, str(not truth)


def _operators(node: ast.expr) -> Iterator[_Change]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for sign in _OPERATORS.get(type(op), ()):
                yield node, f"({ast.unparse(left)} {sign} {ast.unparse(right)})"
        case ast.Call(func=ast.Name(id="abs" | "set" | "sorted" | "int" | "round"), args=[value]):
            yield node, f"({ast.unparse(value)})"


def _orders(node: ast.expr) -> Iterator[_Change]:
    """The other way round, or sorted."""
    match node:
        case ast.Call(func=ast.Name(id="sorted"), args=[items], keywords=[]):
            yield node, f"sorted({ast.unparse(items)}, reverse=True)"
        case ast.Call(func=ast.Name(id="sorted" | "reversed"), args=[items]):
            yield node, f"sorted({ast.unparse(items)})"
        case ast.Subscript(
            value=items, slice=ast.Slice(lower=None, upper=None, step=ast.UnaryOp())
        ):
            yield node, ast.unparse(items)
        case ast.Subscript(value=items, slice=ast.Slice()):
            yield node, f"sorted({ast.unparse(node)})"


def _too_much(node: ast.expr) -> Iterator[_Change]:
    """A part that is cut out, or a method that is called, of what was right as a whole."""
    match node:
        case ast.Subscript(value=value, slice=ast.Slice()):
            yield node, ast.unparse(value)
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _CHANGING:
            yield node, ast.unparse(value)


def _words(node: ast.expr) -> Iterator[_Change]:
    """Split at any space, or at a sign and at spaces."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="split"), args=[separator]):
            text = ast.unparse(value)
            yield node, f"{text}.split()"
            match separator:
                case ast.Constant(value=str() as sign) if sign.strip():
                    yield node, f"{text}.replace({sign.strip()!r}, ' ').split()"


def _parts(node: ast.expr) -> Iterator[_Change]:
    """The letter at a place of a text, or nothing where the text is too short for it."""
    match node:
        case ast.Subscript(value=value, slice=place, ctx=ast.Load()):
            match place:
                case ast.Constant(value=int() as number):
                    yield node, f"{ast.unparse(value)}[{number}:{number + 1}]"
                case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
                    end = "" if number == 1 else str(1 - number)
                    yield node, f"{ast.unparse(value)}[-{number}:{end}]"


def _distinct(node: ast.expr) -> Iterator[_Change]:
    match node:
        case ast.Call(func=ast.Name(id="sorted" | "len" | "sum" as name), args=[items, *_]):
            rest = ast.unparse(node).removeprefix(f"{name}({ast.unparse(items)}")
            yield node, f"{name}(set({ast.unparse(items)}){rest}"


_CHANGING = frozenset(
    "replace strip lstrip rstrip lower upper title capitalize swapcase removeprefix removesuffix"
    " zfill".split()
)
_FORMS = (
    "({})[::-1]", "sorted({})", "list({})", "str({})", "int({})", "round({})", "abs({})",
    "({}).strip()", "({}).lower()", "({}).upper()", "({}).swapcase()", "tuple({})", "not ({})",
)  # fmt: skip


def _forms(statement: ast.Return) -> Iterator[_Change]:
    """The result, with a last step that was forgotten."""
    if statement.value is not None and not isinstance(statement.value, ast.Constant):
        for form in _FORMS:
            yield statement.value, form.format(ast.unparse(statement.value))


_WAYS: tuple[Callable[[ast.expr], Iterator[_Change]], ...] = (
    _bounds, _one_off, _conditions, _opposites, _names, _operators, _orders, _too_much, _words,
    _distinct, _parts,
)  # fmt: skip


def _is_guard(node: ast.If) -> bool:
    """Has it one statement only, which may have been better left out?"""
    return len(node.body) == 1 and not node.orelse
