"""Examples -> Calls like theirs, and whether two functions give the same for them.

The arguments are changed by their type, as EvalPlus does (Liu et al. 2023, "Is Your Code Generated
by ChatGPT Really Correct?", section 2.1), but stay near to what the examples show: where none has a
negative number, an empty list or a digit in a text, no call has one. What the calls have to give is
not known; of functions that were written apart, two that give the same confirm each other.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from code_it.checks.examples import Answer, is_same_answer
from code_it.flow import Example

_MOST_CALLS = 24
_ROUNDS = 40
_MOST_ITEMS = 20
"""What is longer in an example does not grow."""

Arguments = tuple[Any, ...]


def mutated_calls(examples: Sequence[Example]) -> tuple[str, ...]:
    """At most 24 calls with other arguments, the same each time.

    None are made of an example that is more than a call with literals.
    """
    parsed = [call for example in examples if (call := _parse(example.call)) is not None]
    chance = random.Random(0)
    found: dict[str, None] = {}
    for _ in range(_ROUNDS):
        for name, arguments in parsed:
            alike = _alike(parsed, name, len(arguments))
            found[_written(name, _mutated(arguments, alike, chance))] = None
    known = {_written(name, arguments) for name, arguments in parsed}
    return tuple(call for call in found if call not in known)[:_MOST_CALLS]


def _parse(call: str) -> tuple[str, Arguments] | None:
    body = ast.parse(call, mode="eval").body
    if not isinstance(body, ast.Call) or not isinstance(body.func, ast.Name) or body.keywords:
        return None
    try:
        return body.func.id, tuple(map(ast.literal_eval, body.args))
    except ValueError:
        return None


def _alike(parsed: Sequence[tuple[str, Arguments]], name: str, count: int) -> Sequence[Arguments]:
    return [each for called, each in parsed if called == name and len(each) == count]


def _written(name: str, arguments: Arguments) -> str:
    return f"{name}({', '.join(map(repr, arguments))})"


def _mutated(arguments: Arguments, alike: Sequence[Arguments], chance: random.Random) -> Arguments:
    """The arguments, with one of them changed or taken from another example.

    Args:
        alike: The arguments of all examples.
    """
    if not arguments:
        return arguments
    place = chance.randrange(len(arguments))
    values = [each[place] for each in alike]
    keeps_length = _belong_together(alike)
    if not keeps_length and chance.random() < _TAKEN:
        value = chance.choice(values)
    else:
        value = _Mutation(values, chance, keeps_length).of(arguments[place])
    return (*arguments[:place], value, *arguments[place + 1 :])


_TAKEN = 0.2
_ITEM = 0.3


def _belong_together(alike: Sequence[Arguments]) -> bool:
    """Has every example two arguments of one length? Others than those are no input then."""
    lengths = [[len(value) for value in each if hasattr(value, "__len__")] for each in alike]
    return all(len(set(each)) < len(each) for each in lengths)


@dataclass(frozen=True)
class _Mutation:
    """Changes a value into one that is like those of the examples."""

    values: Sequence[Any]
    """What the examples have in its place."""
    chance: random.Random
    keeps_length: bool = False

    def of(self, value: Any) -> Any:
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            return self._number(value)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return self._list(value)
        if isinstance(value, (tuple, dict)):
            return self._with_other_item(value)
        return value

    def _number(self, value: float) -> float:
        """Near the value or between those of the examples, of no sign that none of them has."""
        numbers = [each for each in _leaves(self.values) if _is_number(each)]
        least, most = int(min(numbers)), int(max(numbers))
        floor = min(least, 1) if least >= 0 else -max(-least, most)
        near: list[float]
        if isinstance(value, int):
            near = [value - 1, value + 1, value + 2, self.chance.randint(least, most + 2)]
        else:
            between = round(self.chance.uniform(least, most + 1), 2)
            near = [value - 1, value + 1, value / 2, between]
        return type(value)(max(self.chance.choice(near), floor))

    def _text(self, text: str) -> str:
        texts = [each for each in _leaves(self.values) if isinstance(each, str)]
        if re.search(r"\d", text) and not text.isdigit():
            return self._with_other_number(text)
        if any(" " in each.strip() for each in texts):
            words = [word for each in texts for word in each.split()]
            return " ".join(self._items(text.split(), words))
        letters = sorted(set("".join(texts)))
        if any(map(str.isalnum, letters)):
            return "".join(self._items(list(text), letters))
        # Brackets, say, of which each belongs to another one.
        return text if self.keeps_length else text + self.chance.choice(texts)

    def _with_other_number(self, text: str) -> str:
        """One of the numbers in the text changed, and all that stands around them kept."""
        numbers = list(re.finditer(r"\d+", text))
        match = self.chance.choice(numbers)
        other = _Mutation([int(each[0]) for each in numbers], self.chance).of(int(match[0]))
        return f"{text[: match.start()]}{other}{text[match.end() :]}"

    def _list(self, items: list[Any]) -> list[Any]:
        lists = [each for each in self.values if isinstance(each, list)]
        if all(isinstance(item, list) for item in items) and len({*map(len, items)}) == 1:
            # The rows of a grid stay as long as they are.
            return list(self._with_other_item(items))
        keeps_length = self.keeps_length or (len(lists) > 1 and len({*map(len, lists)}) == 1)
        if self.chance.random() < _ITEM:
            changed = list(self._with_other_item(items))
        else:
            known = [item for each in lists for item in each]
            changed = replace(self, keeps_length=keeps_length)._items(items, known)
        return sorted(changed) if all(map(_is_sorted, lists)) else changed

    def _items(self, items: list[Any], known: Sequence[Any]) -> list[Any]:
        """Items, letters or words in another order or number, or one of them as another one.

        Args:
            known: The items that the examples have.
        """
        if not items:
            return items
        chance = self.chance
        at = chance.randrange(len(items))
        ways: list[Callable[[], list[Any]]] = [
            lambda: items[::-1],
            lambda: chance.sample(items, len(items)),
            lambda: [*items[:at], chance.choice(known), *items[at + 1 :]],
        ]
        if not self.keeps_length and len(items) > 1:
            ways.append(lambda: items[:at] + items[at + 1 :])
        if not self.keeps_length and len(items) < _MOST_ITEMS:
            ways.append(lambda: [*items[:at], chance.choice([*items, *known]), *items[at:]])
        return chance.choice(ways)()

    def _with_other_item(self, value: Any) -> Any:
        """A list, tuple or dict in which one item is changed, and as long as before."""
        if not value:
            return value
        keys = list(value) if isinstance(value, dict) else range(len(value))
        key = self.chance.choice(keys)
        item = _Mutation(list(_items_of(self.values)), self.chance, True).of(value[key])
        if isinstance(value, dict):
            return {**value, key: item}
        return type(value)([*value[:key], item, *value[key + 1 :]])


def _leaves(values: Sequence[Any]) -> Iterator[Any]:
    """The numbers, texts and so on that the values hold, or are."""
    for value in values:
        if isinstance(value, (list, tuple, dict)):
            yield from _leaves(list(_items_of([value])))
        else:
            yield value


def _items_of(values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, dict):
            yield from value.values()
        elif isinstance(value, (list, tuple)):
            yield from value


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_sorted(items: list[Any]) -> bool:
    try:
        return items == sorted(items)
    except TypeError:
        return False


def give_the_same(some: Mapping[str, Answer], others: Mapping[str, Answer]) -> bool:
    """Do two functions give the same for all calls that both of them answer?

    Which error it is counts for nothing; an error where the other one returns a value does.
    """
    return all(
        is_same_answer(some[call], others[call])
        for call in some.keys() & others.keys()
        if some[call].is_known and others[call].is_known
    )
