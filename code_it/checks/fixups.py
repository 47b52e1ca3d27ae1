"""Candidate -> Candidate, mended without a model where the right mend is certain."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
import re
import sys
import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

from pyflakes import checker, messages

from code_it.checks.brackets import with_balanced_brackets
from code_it.flow import Candidate

Fix = Callable[[str], str]

_MOST_CUT_LINES = 20


def mend(candidate: Candidate) -> Candidate:
    """Apply every fix that changes something; `fixes` names them in the order of use."""
    source, used = candidate.source, []
    # Where an answer was cut off, a bracket that is open is the place of the cut.
    unfit = with_balanced_brackets if _was_cut(candidate) else without_cut_tail
    for what, fix in _FIXES:
        if fix is unfit:
            continue
        mended = fix(source)
        if mended != source:
            source = mended
            used.append(what)
    if not used:
        return candidate
    return replace(candidate, source=source, fixes=(*candidate.fixes, *used))


def _was_cut(candidate: Candidate) -> bool:
    # Behind a mistake in the middle of a whole script there are lines that are part of it.
    return candidate.read_as.endswith(("not closed", "cut off"))


def without_chat(source: str) -> str:
    """Leave out fences, shell commands and notebook magics that stand among the code.

    Only lines at which the compiler stops are left out, so none within a string is.
    """
    lines = source.split("\n")
    while 0 < (number := _wrong_line("\n".join(lines))) <= len(lines):
        if not _CHAT_LINE.match(lines[number - 1]):
            break
        del lines[number - 1]
    return "\n".join(lines)


_CHAT_LINE = re.compile(
    r"^\s*(```|~~~|[!%]\s*(pip|matplotlib|time|load_ext|conda|python)\b|\$ |pip3? install |"
    r"(Explanation|Output|Note|Example usage|This script)\b[^=(]*$)"
)


def without_prompts(source: str) -> str:
    """Turn a session, `>>> x = 1`, into a script."""
    # In a script of which only a docstring shows a session, something else stands first.
    if not source.lstrip().startswith(">>> "):
        return source
    lines = textwrap.dedent(source).splitlines()
    kept = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
    return "\n".join(kept) + "\n"


def straight(source: str) -> str:
    """Take away an indentation that the whole script has, and tabs that are mixed with spaces."""
    if _parses(source):
        return source
    dedented = textwrap.dedent(source)
    if _parses(dedented):
        return dedented
    narrow, wide = (_with_expanded_indentation(source, width) for width in (4, 8))
    # Where both widths give a script, which line belongs to which block is a guess.
    return narrow if _parses(narrow) and not _parses(wide) else source


def _with_expanded_indentation(source: str, width: int) -> str:
    return re.sub(r"^[ \t]+", lambda match: match[0].expandtabs(width), source, flags=re.MULTILINE)


def without_cut_tail(source: str) -> str:
    """Leave off the last lines of an answer that ended in the middle of a statement.

    Only a script that does something without these lines is taken.
    """
    if _parses(source):
        return source
    lines = source.splitlines()
    fewest = max(len(lines) - _MOST_CUT_LINES, len(lines) // 2)
    for length in range(len(lines) - 1, fewest, -1):
        shorter = "\n".join(lines[:length]) + "\n"
        if _parses(shorter) and _does_something(_tree(shorter)):
            return shorter
    return source


def with_missing_imports(source: str) -> str:
    """Import the well-known names that are used and never defined."""
    names = undefined_names(source)
    nodes = _evaluated_nodes(_tree(source)) if names else []
    imports = {name: _imports_of(name, _uses(name, nodes)) for name in names}
    found = {name for name, lines in imports.items() if lines}
    if not found:
        return source
    mended = _insert_at_top(source, sorted(set().union(*imports.values())))
    # Where a statement begins on the last line of a docstring there is no place for them.
    placed = _parses(mended) and found.isdisjoint(undefined_names(mended))
    return mended if placed else source


def with_names_of_values(source: str) -> str:
    """Write `True`, `False` and `None` for the names that JSON and other languages have."""
    strange = _VALUES.keys() & set(undefined_names(source))
    if not strange:
        return source
    lines = list(io.StringIO(source, newline=""))
    nodes = ast.walk(_tree(source))
    uses = [node for node in nodes if isinstance(node, ast.Name) and node.id in strange]
    for node in sorted(uses, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        start, end = node.col_offset, node.col_offset + len(node.id)
        lines[node.lineno - 1] = (line[:start] + _VALUES[node.id].encode() + line[end:]).decode()
    mended = "".join(lines)
    return mended if _parses(mended) else source


_VALUES = {"true": "True", "false": "False", "null": "None"}


def with_call_of_main(source: str) -> str:
    """Call `main()` in a script that only defines things."""
    if not _parses(source):
        return source
    tree = _tree(source)
    if _does_something(tree) or not any(_is_plain_main(node) for node in tree.body):
        return source
    # `code = main()` and `run(main)` are at work already.
    if any(isinstance(node, ast.Name) and node.id == "main" for node in ast.walk(tree)):
        return source
    return source.rstrip("\n") + '\n\n\nif __name__ == "__main__":\n    main()\n'


def undefined_names(source: str) -> tuple[str, ...]:
    """Names that are used and defined nowhere, sorted; `()` when it does not parse."""
    if not _parses(source):
        return ()
    try:
        found = checker.Checker(_tree(source), filename="script.py").messages
    except RecursionError:
        return ()
    names = {m.message_args[0] for m in found if isinstance(m, messages.UndefinedName)}
    return tuple(sorted(names))


def _tree(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _parses(source: str) -> bool:
    return _wrong_line(source) < 0


def _wrong_line(source: str) -> int:
    """The line at which the compiler stops; -1 when it reads all, 0 when it tells no line."""
    try:
        _tree(source)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return -1


def _does_something(tree: ast.Module) -> bool:
    """Is there a statement at the top that is more than a definition?"""
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(
        not isinstance(node, (*quiet, ast.Assign, ast.AnnAssign))
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    )


def _is_plain_main(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.name != "main":
        return False
    arguments = node.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    keywords_without_value = [value for value in arguments.kw_defaults if value is None]
    return positional <= len(arguments.defaults) and not keywords_without_value


def _insert_at_top(source: str, lines: list[str]) -> str:
    # Unlike `str.splitlines`, this counts lines as the compiler does.
    old = list(io.StringIO(source, newline=""))
    position = next((n for n, line in enumerate(old) if not line.startswith("#")), 0)
    for node in _tree(source).body:
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

_FIXES: tuple[tuple[str, Fix], ...] = (
    ("left out text that is not Python", without_chat),
    ("left out a session's prompts", without_prompts),
    ("straightened the indentation", straight),
    ("balanced the brackets", with_balanced_brackets),
    ("left off a cut tail", without_cut_tail),
    ("wrote True, False and None as Python does", with_names_of_values),
    ("added missing imports", with_missing_imports),
    ("called main()", with_call_of_main),
)
