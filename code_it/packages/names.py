"""Import name -> distribution, by reading the syntax tree and asking a table."""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from code_it.checks.syntax import parse
from code_it.packages import tables

_IMPORT_CALLS = frozenset({"import_module", "__import__"})
# Of `google.cloud.kms_v1` and others that are made from a description of a service.
_MEMBER_VERSION = re.compile(r"_v\d+\w*$")
_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


@dataclass(frozen=True)
class _Import:
    module: str
    guarded: bool
    """The script goes on without it."""


def find_imports(source: str) -> tuple[str, ...]:
    """The modules that `source` imports, each once, in order, with their dots.

    Imports that a `try` guards are among them, and those inside functions; relative ones are
    not. `from google.cloud import storage` is `google.cloud.storage`, because such families
    have no distribution of their own; elsewhere what follows `import` is left out.

    Source that does not parse imports nothing.
    """
    return _unique(found.module for found in _imports(source))


def find_optional_imports(source: str) -> frozenset[str]:
    """Those of `find_imports(source)` that are only ever imported under a guard.

    A guard is a `try` that catches `ImportError` or something wider.
    """
    found = list(_imports(source))
    needed = {each.module for each in found if not each.guarded}
    return frozenset(each.module for each in found) - needed


def distribution_for(module: str) -> str | None:
    """The normalised name of the distribution to install for `module`, which may have dots.

    `None` for modules of any standard library, for those that only another platform has, and
    where nothing well-known provides it. An import name that is no distribution's usual import
    is never taken for a distribution's name unless that is widely downloaded.
    """
    if is_standard(module):
        return None
    mapping = _mapping(module)
    if mapping is None:
        own_name = _normalised(_top(module))
        return own_name if own_name in tables.popular() else None
    if mapping.platform and mapping.platform != sys.platform:
        return None
    if mapping.distribution == tables.FAMILY:
        return _family_member(module)
    return None if mapping.distribution == tables.NOTHING else mapping.distribution


def imports_of(distribution: str) -> tuple[str, ...]:
    """The modules that `distribution` is imported by: `bs4` for beautifulsoup4.

    Empty where no table knows, and where one of them is called like the distribution.
    """
    name = _normalised(distribution)
    found = _imports_by_distribution().get(name, ())
    return () if name in map(_normalised, filter(str.isidentifier, found)) else found


def only_on(module: str) -> str:
    """The `sys.platform` that `module` is confined to; empty when it is not."""
    mapping = _mapping(module)
    return mapping.platform if mapping else ""


def is_known(module: str) -> bool:
    """Does the table say something of `module`, be it that nothing provides it?"""
    return _mapping(module) is not None


def is_family(module: str) -> bool:
    """Is `module`, or what it lies in, spread over distributions that each hold a part?"""
    mapping = _mapping(module)
    return mapping is not None and mapping.distribution == tables.FAMILY


def is_standard(module: str) -> bool:
    """Is it a module of the standard library of any version of Python?"""
    top = _top(module)
    return top in sys.stdlib_module_names or top in tables.not_in_every_python()


def is_local(module: str, folder: Path) -> bool:
    """Would `import module` find a file or a package of Python code in `folder`?"""
    top = _top(module)
    if (folder / f"{top}.py").is_file():
        return True
    package = folder / top
    # A folder of data that happens to have the name of a package is no package.
    return package.is_dir() and any(package.glob("*.py"))


def extra_requirements(source: str, modules: Sequence[str]) -> tuple[Requirement, ...]:
    """The optional dependencies that calls in `source` need, given the `modules` it imports.

    These do not show as imports: `pandas.read_excel` needs openpyxl at run time.
    """
    imported = {prefix for module in modules for prefix in _prefixes(module)}
    return tuple(
        extra.requirement
        for extra in tables.extras()
        if extra.module in imported
        and extra.pattern.search(source)
        and (extra.requirement.marker is None or extra.requirement.marker.evaluate())
    )


def _imports(source: str) -> Iterator[_Import]:
    try:
        tree = parse(source)
    except SyntaxError:
        return
    guarded = _guarded_nodes(tree)
    for node in _in_order(tree):
        for module in _modules_of(node):
            yield _Import(module, id(node) in guarded)


def _in_order(tree: ast.Module) -> list[ast.expr | ast.stmt]:
    """All nodes as the source has them; `ast.walk` goes level by level."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.expr, ast.stmt))]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _guarded_nodes(tree: ast.Module) -> set[int]:
    # Ids are good for as long as the tree lives, which is as long as they are used.
    return {
        id(node)
        for attempt in ast.walk(tree)
        if isinstance(attempt, ast.Try) and any(map(_catches_import_error, attempt.handlers))
        for statement in attempt.body
        for node in ast.walk(statement)
    }


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _CAUGHT for kind in kinds)


def _modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return _imported_from(node.module, [alias.name for alias in node.names])
    if isinstance(node, ast.Call):
        return _imported_by_call(node)
    return []


def _imported_from(module: str, names: list[str]) -> list[str]:
    members = [name for name in names if name != "*" and _is_apart(module, name)]
    others = [module] if len(members) < len(names) else []
    return others + [f"{module}.{name}" for name in members]


def _imported_by_call(call: ast.Call) -> list[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in _IMPORT_CALLS or not call.args or not isinstance(call.args[0], ast.Constant):
        return []
    module = call.args[0].value
    if not isinstance(module, str) or not all(map(str.isidentifier, module.split("."))):
        return []
    return [module]


def _is_apart(module: str, name: str) -> bool:
    """Does `name`, imported from `module`, come from a distribution of its own?"""
    if module in _namespaces() or f"{module}.{name}" in tables.mappings():
        return True
    own = distribution_for(f"{module}.{name}")
    return is_family(module) and own != distribution_for(module)


@functools.cache
def _namespaces() -> frozenset[str]:
    """Names that hold families: nothing is installed for them as such."""
    known = tables.mappings()
    return frozenset(name for name in known if known[name].distribution == tables.FAMILY)


@functools.cache
def _imports_by_distribution() -> dict[str, tuple[str, ...]]:
    """What wheels provide; by hand, names are also mapped that old scripts import in vain."""
    by_hand = _inverted(tables.mappings_by_hand())
    return by_hand | _inverted(tables.generated_mappings())


def _inverted(known: dict[str, tables.Mapping]) -> dict[str, tuple[str, ...]]:
    inverted: dict[str, tuple[str, ...]] = {}
    for module, mapping in known.items():
        if mapping.distribution not in (tables.NOTHING, tables.FAMILY):
            others = inverted.get(mapping.distribution, ())
            inverted[mapping.distribution] = (*others, module)
    return inverted


def _mapping(module: str) -> tables.Mapping | None:
    for prefix in _prefixes(module):
        if prefix in tables.mappings():
            return tables.mappings()[prefix]
    return None


def _family_member(module: str) -> str | None:
    for prefix in _prefixes(module):
        name = _normalised(_MEMBER_VERSION.sub("", prefix))
        if prefix not in _namespaces() and name in tables.popular():
            return name
    # A family may have a head that holds the rest: `llama_index` is llama-index.
    head = _normalised(_top(module))
    return head if "_" in _top(module) and head in tables.popular() else None


def _prefixes(module: str) -> list[str]:
    """`a.b.c`, `a.b`, `a`."""
    parts = module.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _top(module: str) -> str:
    return module.partition(".")[0]


def _normalised(module: str) -> str:
    return canonicalize_name(module)


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
