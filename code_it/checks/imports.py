"""Source -> the source with the imports that it forgets, where it is clear which are meant."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
import sys
from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from pyflakes import checker, messages

from code_it.checks.syntax import parse, parses
from code_it.packages.names import find_imports
from code_it.recipes import all_recipes


def with_missing_imports(source: str) -> str:
    """Import the well-known names that are used and never defined."""
    names = undefined_names(source)
    nodes = _evaluated_nodes(parse(source)) if names else []
    packages = packages_of(source) if names else set()
    uses = {name: _uses(name, nodes) for name in names}
    imports = {
        name: _imports_of(name, uses[name]) or _imports_of_recipes(name, uses[name], packages)
        for name in names
    }
    found = {name for name, lines in imports.items() if lines}
    if not found:
        return source
    mended = insert_at_top(source, sorted(set().union(*imports.values())))
    # Where a statement begins on the last line of a docstring there is no place for them.
    placed = parses(mended) and found.isdisjoint(undefined_names(mended))
    return mended if placed else source


def undefined_names(source: str) -> tuple[str, ...]:
    """Names that are used and defined nowhere, sorted; `()` when it does not parse."""
    if not parses(source):
        return ()
    try:
        found = checker.Checker(parse(source), filename="script.py").messages
    except RecursionError:
        return ()
    names = {m.message_args[0] for m in found if isinstance(m, messages.UndefinedName)}
    return tuple(sorted(names))


def insert_at_top(source: str, lines: list[str]) -> str:
    """With more lines behind the first comments, the docstring and what comes from the future."""
    # Unlike `str.splitlines`, this counts lines as the compiler does.
    old = list(io.StringIO(source, newline=""))
    position = next((n for n, line in enumerate(old) if not line.startswith("#")), 0)
    for node in parse(source).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not (docstring or future):
            break
        position = node.end_lineno or 0
    return "".join([*old[:position], *(f"{line}\n" for line in lines), *old[position:]])


@dataclass(frozen=True)
class _Uses:
    """How a script uses a name."""

    bare: bool
    """Also by itself, and not only with a dot behind it."""
    called: bool
    """`name(...)` or `@name`."""
    dotted: frozenset[tuple[str, ...]]
    """What stands behind the dot: `("path", "join")` for `os.path.join`."""


def _evaluated_nodes(tree: ast.Module) -> list[ast.AST]:
    """All nodes, without the annotations where nothing ever evaluates them."""
    futures = {
        alias.name
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        for alias in statement.names
    }
    skipped = ("annotation", "returns") if "annotations" in futures else ()
    found: list[ast.AST] = [tree]
    for node in found:
        for name, value in ast.iter_fields(node):
            if name not in skipped:
                values = value if isinstance(value, list) else [value]
                found += [child for child in values if isinstance(child, ast.AST)]
    return found


def _uses(name: str, nodes: list[ast.AST]) -> _Uses:
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    chains = {_chain(node) for node in nodes if id(node) not in inner}
    mine = {chain[1:] for chain in chains if chain[:1] == (name,)}
    callables = [node.func for node in nodes if isinstance(node, ast.Call)]
    for node in nodes:
        callables += getattr(node, "decorator_list", [])
    called = any(isinstance(node, ast.Name) and node.id == name for node in callables)
    return _Uses(() in mine, called, frozenset(mine - {()}))


def _chain(node: ast.AST) -> tuple[str, ...]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    return (node.id, *parts) if isinstance(node, ast.Name) else ()


def _imports_of(name: str, uses: _Uses) -> set[str]:
    """The lines that import `name`; none when it could mean several things.

    A name that is only mentioned, as in `print(mean)`, is a variable that was forgotten.
    """
    first = {chain[0] for chain in uses.dotted}
    of_class = first <= _DATETIME_CLASSES.get(name, set())
    if name in _DATETIME_CLASSES and of_class and (first or uses.called):
        return {f"from datetime import {name}"}
    if name in _MEMBERS and _is_used_as_member(name, uses):
        return {f"from {_MEMBERS[name]} import {name}"}
    if name in _FUNCTIONS_NAMED_AS_MODULES and uses.called and not uses.dotted:
        return {f"from {name} import {name}"}
    if uses.bare or not uses.dotted:
        return set()
    if name in _ALIASES:
        modules = {_module_of(_ALIASES[name], chain) for chain in uses.dotted}
        return {f"import {_ALIASES[name]} as {name}"} if "" not in modules else set()
    modules = {_module_of(name, chain) for chain in uses.dotted}
    return {f"import {module}" for module in modules} if "" not in modules else set()


def _imports_of_recipes(name: str, uses: _Uses, packages: Set[str]) -> set[str]:
    """The line that imports `name` in a recipe, out of a package that the script imports from.

    Only from such a one: a class `Event` that is defined nowhere may be one of the script's own.
    """
    if name.islower() and not (uses.called or uses.dotted):
        return set()
    found = _recipe_imports().get(name, {})
    lines = {line for line, package in found.items() if package in packages}
    return lines if len(lines) == 1 else set()


@cache
def _recipe_imports() -> dict[str, dict[str, str]]:
    """By name the lines that import it in the recipes, each with the package that they name."""
    found: dict[str, dict[str, str]] = {}
    for recipe in all_recipes():
        for node in ast.walk(parse(recipe.code)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    line = ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
                    named = found.setdefault(alias.asname or alias.name, {})
                    named[line] = node.module.partition(".")[0]
    return found


def packages_of(source: str) -> set[str]:
    """The packages that a script imports from: `os` of `import os.path`."""
    return {module.partition(".")[0] for module in find_imports(source)}


def _is_used_as_member(name: str, uses: _Uses) -> bool:
    if _MEMBERS[name] == "PIL":
        return bool(uses.dotted) and not uses.called
    is_word = name.islower() and name not in ("pi", "inf")
    return uses.called or not is_word or ("from_iterable",) in uses.dotted


def _module_of(name: str, chain: tuple[str, ...]) -> str:
    """The module to import for `name.chain`, such as `urllib.request`; `""` for a wrong guess."""
    if name.partition(".")[0] in _PACKAGES:
        return name
    if name.partition(".")[0] not in sys.stdlib_module_names - _ACTING_MODULES:
        return ""
    try:
        module = importlib.import_module(name)
        for part in chain:
            if part.startswith("_") or not hasattr(module, "__path__"):
                break
            if importlib.util.find_spec(f"{name}.{part}") is None:
                break
            name = f"{name}.{part}"
            module = importlib.import_module(name)
    except ImportError:
        return ""
    rest = chain[name.count(".") :]
    return name if not rest or hasattr(module, rest[0]) else ""


# What is asked of the class itself: `date.year` is about a day that nobody has defined.
_DATETIME_CLASSES = {
    "datetime": set(
        "now today strptime utcnow fromisoformat fromtimestamp fromordinal combine min max".split()
    ),
    "date": set("today fromisoformat fromtimestamp fromordinal min max".split()),
    "timedelta": {"min", "max"},
    "timezone": {"utc"},
}
_FUNCTIONS_NAMED_AS_MODULES = frozenset({"copy", "glob", "pprint", "time"})
_ALIASES = {
    "pd": "pandas",
    "np": "numpy",
    "plt": "matplotlib.pyplot",
    "mdates": "matplotlib.dates",
    "sns": "seaborn",
    "nx": "networkx",
    "ET": "xml.etree.ElementTree",
    "dt": "datetime",
    "tk": "tkinter",
}
_PACKAGES = frozenset(
    {"requests", "numpy", "pandas", "matplotlib", "seaborn", "yaml", "networkx", "openpyxl",
     "qrcode"}
)  # fmt: skip
# To import them is to start something.
_ACTING_MODULES = frozenset({"antigravity", "idlelib", "test", "this"})
# Without the names that several modules have: `quote`, `escape`, `Template`. And without
# `count` and `product`, which are printed without an error when something else is meant.
_MEMBERS = {
    **dict.fromkeys(("Path", "PurePath", "PurePosixPath"), "pathlib"),
    **dict.fromkeys(("ZoneInfo",), "zoneinfo"),
    **dict.fromkeys(("defaultdict", "Counter", "deque", "OrderedDict", "namedtuple"),
                    "collections"),
    **dict.fromkeys(("dataclass", "field", "asdict"), "dataclasses"),
    **dict.fromkeys(("Decimal", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "getcontext"), "decimal"),
    **dict.fromkeys(("Fraction",), "fractions"),
    **dict.fromkeys(("Enum", "IntEnum", "auto"), "enum"),
    **dict.fromkeys(("partial", "lru_cache", "reduce", "cmp_to_key", "wraps"), "functools"),
    **dict.fromkeys(
        ("chain", "combinations", "permutations", "groupby", "islice", "accumulate",
         "zip_longest", "cycle", "takewhile", "dropwhile"), "itertools"),
    **dict.fromkeys(("ThreadPoolExecutor", "ProcessPoolExecutor"), "concurrent.futures"),
    **dict.fromkeys(("urlopen", "urlretrieve", "Request"), "urllib.request"),
    **dict.fromkeys(("urlparse", "urljoin", "urlencode", "unquote", "parse_qs"),
                    "urllib.parse"),
    **dict.fromkeys(("StringIO", "BytesIO"), "io"),
    **dict.fromkeys(("ZipFile",), "zipfile"),
    **dict.fromkeys(("sleep", "perf_counter"), "time"),
    **dict.fromkeys(("itemgetter", "attrgetter"), "operator"),
    **dict.fromkeys(("sqrt", "ceil", "floor", "gcd", "pi", "sin", "cos", "log", "factorial", "inf",
                     "isclose", "hypot"), "math"),
    **dict.fromkeys(("mean", "median", "stdev"), "statistics"),
    **dict.fromkeys(("heappush", "heappop", "heapify"), "heapq"),
    **dict.fromkeys(("bisect_left", "bisect_right", "insort"), "bisect"),
    **dict.fromkeys(("dedent", "wrap", "fill"), "textwrap"),
    **dict.fromkeys(("uuid4",), "uuid"),
    **dict.fromkeys(("HTMLParser",), "html.parser"),
    **dict.fromkeys(
        ("Any", "Callable", "Dict", "Generator", "Iterable", "Iterator", "List", "Mapping",
         "Optional", "Sequence", "Set", "Tuple", "Union", "NamedTuple", "TypedDict"), "typing"),
    **dict.fromkeys(("BeautifulSoup",), "bs4"),
    **dict.fromkeys(("Image", "ImageDraw", "ImageFont", "ImageOps", "ImageFilter"), "PIL"),
    **dict.fromkeys(("tabulate",), "tabulate"),
    **dict.fromkeys(("Workbook", "load_workbook"), "openpyxl"),
    **dict.fromkeys(("Environment", "FileSystemLoader"), "jinja2"),
    **dict.fromkeys(("tqdm",), "tqdm"),
}  # fmt: skip
