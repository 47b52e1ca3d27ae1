"""Candidate, Examples -> Checks, by calling what the script defines."""

from __future__ import annotations

import ast
import builtins
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from code_it.checks.syntax import parse
from code_it.flow import Check, Example


def driver_source(script_source: str, calls: Sequence[str], marker: str) -> str:
    """A script that defines what `script_source` does and reports what each of the calls gives.

    What a call has to give is not in it: a script that looks around, or changes what is around it,
    learns nothing that makes its answers right.

    Args:
        marker: The lines of the report begin with it.
    """
    return (_REPORTING + _ONE).format(
        source=script_source, calls=list(calls), marker=marker, most=_MOST_CHARACTERS
    )


def driver_of_many(sources: Sequence[str], calls: Sequence[str], marker: str) -> str:
    """The same for several scripts, one after the other; each has half a second."""
    return (_REPORTING + _MANY).format(
        sources=list(sources), calls=list(calls), marker=marker, most=_MOST_CHARACTERS,
        seconds=_SECONDS_FOR_EACH,
    )  # fmt: skip


_MOST_CHARACTERS = 100_000
_MOST_SHOWN = 200
_SECONDS_FOR_EACH = 0.5

_REPORTING = """\
import collections.abc, json, numbers, os, sys, types

# The report has the output for itself: what the script prints goes nowhere.
_output = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _report(returned, text):
    answer = [returned, text[:{most}], len(text) > {most}]
    os.write(_output, ({marker!r} + json.dumps(answer) + "\\n").encode())


def _plain(value):
    for kind in (bool, int, float, complex, str, bytes):
        if isinstance(value, kind):
            return kind(value)
    for kind in (list, tuple):
        if isinstance(value, kind):
            return kind(map(_plain, value))
    if isinstance(value, collections.abc.Set):
        return set(map(_plain, value))
    if isinstance(value, dict):
        return {{_plain(key): _plain(item) for key, item in value.items()}}
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return _plain(value.item())
    return float(value) if isinstance(value, numbers.Number) else value


"""
_ONE = """\
# A module, because dataclasses and pickle look for the one that a class belongs to.
_module = sys.modules["script"] = types.ModuleType("script")
_module.__file__ = __file__
try:
    exec(compile({source!r}, "script.py", "exec"), vars(_module))
except SystemExit:
    pass
for _call in {calls!r}:
    try:
        _report(True, repr(_plain(eval(_call, vars(_module)))))
    except BaseException as error:
        _report(False, f"{{type(error).__name__}}: {{error}}")
"""
_MANY = """\
import time


class _TooLong(BaseException):
    pass


def _watch(frame, event, argument):
    if time.monotonic() > _end:
        raise _TooLong
    return _watch


for _source in {sources!r}:
    _module = sys.modules["script"] = types.ModuleType("script")
    _end = time.monotonic() + {seconds}
    sys.settrace(_watch)
    try:
        exec(compile(_source, "script.py", "exec"), vars(_module))
    except BaseException:
        pass
    for _call in {calls!r}:
        try:
            _answer = True, repr(_plain(eval(_call, vars(_module))))
        except BaseException as error:
            _answer = False, f"{{type(error).__name__}}: {{error}}"
        sys.settrace(None)
        _report(*_answer)
        sys.settrace(_watch)
"""


@dataclass(frozen=True)
class Answer:
    """What became of a call."""

    returned: bool
    text: str
    """The value, as `repr` writes it, or the error."""
    is_known: bool = True


def read_driver(stdout: str, examples: Sequence[Example], marker: str) -> tuple[Check, ...]:
    """Whether the answers in a driver's output are right; one that is not in it is not."""
    answers = read_answers(stdout, len(examples), marker)
    return tuple(
        Check(
            "example",
            answer.returned and _is(answer.text, example.expected),
            f"{example.call} gives {example.expected}",
            answer.text[:_MOST_SHOWN],
        )
        for example, answer in zip(examples, answers, strict=True)
    )


def read_answers(stdout: str, calls: int, marker: str) -> tuple[Answer, ...]:
    """What became of each of so many calls, by a driver's output."""
    lines = [line for line in stdout.splitlines() if line.startswith(marker)]
    found = [_answer(line[len(marker) :]) for line in lines[:calls]]
    return (*found, *[_NO_ANSWER] * (calls - len(found)))


_NO_ANSWER = Answer(False, "no answer", is_known=False)


def _answer(report: str) -> Answer:
    try:
        returned, text, cut = json.loads(report)
    except (ValueError, TypeError):
        return _NO_ANSWER
    return Answer(returned is True and cut is False, str(text))


def answers_of_many(stdout: str, sources: int, calls: int, marker: str) -> list[tuple[Answer, ...]]:
    """What each of so many sources gave, by the output of `driver_of_many`."""
    answers = read_answers(stdout, sources * calls, marker)
    return [answers[n * calls : (n + 1) * calls] for n in range(sources)]


def all_right(answers: Sequence[Answer], examples: Sequence[Example]) -> bool:
    """Are the answers those that the examples tell?"""
    pairs = zip(answers, examples, strict=True)
    return all(answer.returned and _is(answer.text, example.expected) for answer, example in pairs)


def same_answers(ones: Mapping[str, Answer], others: Mapping[str, Answer]) -> bool:
    """Do two scripts give the same for every call that both have an answer to?

    Not where there is no such call.
    """
    pairs = [(answer, others[call]) for call, answer in ones.items() if call in others]
    known = [(one, other) for one, other in pairs if one.is_known and other.is_known]
    return bool(known) and all(_are_same(one, other) for one, other in known)


def _are_same(one: Answer, other: Answer) -> bool:
    if not one.returned or not other.returned:
        # What an error says is the script's own affair.
        return one.returned == other.returned
    return one.text == other.text or _is(one.text, other.text)


def _is(found: str, expected: str) -> bool:
    try:
        return _same(value_of(found), value_of(expected))
    except (ValueError, SyntaxError, TypeError, OverflowError, RecursionError, MemoryError):
        # The answer is an object of another kind.
        return False


def value_of(text: str) -> object:
    """What `repr` wrote as `text`; several things with commas between them are a tuple.

    Raises:
        ValueError, SyntaxError: It is more than literals.
    """
    tree = ast.parse(text.strip(), mode="eval")
    return ast.literal_eval(_NumbersByName().visit(tree))


class _NumbersByName(ast.NodeTransformer):
    """`repr` writes these as names, which are no literals."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(float(node.id)) if node.id in ("nan", "inf") else node


def _same(found: object, expected: object) -> bool:
    if isinstance(found, (list, tuple)) and isinstance(expected, (list, tuple)):
        alike = isinstance(found, list) == isinstance(expected, list)
        return alike and len(found) == len(expected) and all(map(_same, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            _same(found[key], expected[key]) for key in expected
        )
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        whole = isinstance(found, int) and isinstance(expected, int)
        return found == expected or (
            not whole and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
        )
    return found == expected


def function_defined(source: str, function: str) -> tuple[Check, ...]:
    """Is the function there whose head the task gives? No check when it gives none."""
    if not function:
        return ()
    held = function.partition("(")[0] in _defined_names(source) | _given_names(source)
    found = "" if held else "there is no such function"
    return (Check("function", held, f"the script defines {function}", found, from_task=False),)


def applicable(examples: Sequence[Example], source: str) -> tuple[Example, ...]:
    """Those that call something which the script defines, and nothing that is unknown."""
    defined = _defined_names(source)
    return tuple(
        example
        for example in examples
        if (called := _called_names(example.call)) & defined and called <= defined | _BUILTINS
    )


_BUILTINS = frozenset(dir(builtins))


def _called_names(call: str) -> frozenset[str]:
    nodes = ast.walk(ast.parse(call, mode="eval"))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def _given_names(source: str) -> frozenset[str]:
    """What a script imports or assigns at its top: a function may come from elsewhere."""
    found = set[str]()
    for node in parse(source).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {alias.asname or alias.name for alias in node.names}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(found)


def _defined_names(source: str) -> frozenset[str]:
    """The functions and classes at the top of a script."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in parse(source).body if isinstance(node, kinds))
