"""Source, Verdict -> the lines to blame, and the source with other lines in their place."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from code_it.checks.syntax import parse

FRAME = re.compile(r'^\s*File "(?P<file>[^"]*)", line (?P<line>\d+)', re.MULTILINE)
_MOST_LINES = 12


@dataclass(frozen=True)
class FailingLines:
    """One statement of a script, or the head of one that has others in it."""

    source: str
    """The whole script."""
    first: int
    """Counted from 1; the last one belongs to it."""
    last: int

    @property
    def text(self) -> str:
        """The lines, as far to the left as they can be."""
        return textwrap.dedent("\n".join(self.source.split("\n")[self.first - 1 : self.last]))

    @property
    def is_short(self) -> bool:
        """Can it be written anew as a whole?"""
        return self.last - self.first < _MOST_LINES

    @property
    def before(self) -> str:
        """The script down to them."""
        return "\n".join(self.source.split("\n")[: self.first - 1])

    @property
    def until_end(self) -> str:
        """The script down to their end."""
        return "\n".join(self.source.split("\n")[: self.last])

    @property
    def after(self) -> str:
        """The script below them."""
        return "\n".join(self.source.split("\n")[self.last :])

    def replaced(self, text: str) -> str:
        """The script with `text` in their place, as far to the right as they are."""
        lines = self.source.split("\n")
        return "\n".join([*lines[: self.first - 1], self._indented(text), *lines[self.last :]])

    def preceded(self, text: str) -> str:
        """The script with `text` before them."""
        lines = self.source.split("\n")
        return "\n".join([*lines[: self.first - 1], self._indented(text), *lines[self.first - 1 :]])

    def followed(self, text: str) -> str:
        """The script with `text` behind them."""
        lines = self.source.split("\n")
        return "\n".join([*lines[: self.last], self._indented(text), *lines[self.last :]])

    def _indented(self, text: str) -> str:
        line = self.source.split("\n")[self.first - 1]
        indent = line[: len(line) - len(line.lstrip())]
        return textwrap.indent(textwrap.dedent(text.strip("\n")), indent)


def whole(source: str) -> FailingLines:
    """All the lines of a script."""
    return FailingLines(source, 1, source.count("\n") + 1)


def failing_line(source: str, stderr: str, script_name: str) -> int | None:
    """The number of the innermost line of a script in a traceback; none when it is in none."""
    frames = [match for match in FRAME.finditer(stderr) if match["file"].endswith(script_name)]
    number = int(frames[-1]["line"]) if frames else 0
    return number if 0 < number <= len(source.split("\n")) else None


def ends_in_script(stderr: str, script_name: str) -> bool:
    """Is the innermost frame of a traceback one of the script?"""
    frames = list(FRAME.finditer(stderr))
    return bool(frames) and frames[-1]["file"].endswith(script_name)


def statement_at(source: str, number: int) -> FailingLines | None:
    """The innermost statement at a line; of one that has others in it only the head.

    None when there is none, or when it has more than twelve lines.
    """
    statements = [node for node in ast.walk(parse(source)) if isinstance(node, ast.stmt)]
    around = [node for node in statements if node.lineno <= number <= (node.end_lineno or 0)]
    if not around:
        return None
    innermost = max(around, key=lambda node: (node.lineno, node.col_offset))
    first, last = innermost.lineno, innermost.end_lineno or innermost.lineno
    if body := getattr(innermost, "body", None):
        last = max(body[0].lineno - 1, first)
    # `a = 1; b = 2` share a line, and cannot be replaced one by one.
    alone = sum(first <= node.lineno <= last for node in statements) == 1
    return FailingLines(source, first, last) if alone and last - first < _MOST_LINES else None


_Block = ast.For | ast.While | ast.If | ast.With


def block_of(lines: FailingLines) -> _Block | None:
    """The statement whose head these lines are; none where they are more, or no head."""
    return next(
        (
            node
            for node in ast.walk(parse(lines.source))
            if isinstance(node, _Block)
            and node.lineno == lines.first
            and lines.last < node.body[0].lineno
        ),
        None,
    )


def lines_that_assign(lines: FailingLines, name: str) -> FailingLines | None:
    """The nearest statement above that gives `name` its value; none without one."""
    assigned = _assigning(lines, {name})
    return statement_at(lines.source, max(assigned)) if assigned else None


def assigns(lines: FailingLines, name: str) -> bool:
    """Does a statement above these lines give `name` a value?"""
    return bool(_assigning(lines, {name}))


def _assigning(lines: FailingLines, names: set[str]) -> list[int]:
    """The first lines of the statements above that give one of the names a value."""
    return [
        node.lineno
        for node in ast.walk(parse(lines.source))
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        and node.lineno < lines.first
        and any(
            isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id in names
            for part in ast.walk(node)
        )
    ]


def outermost_statement(lines: FailingLines) -> FailingLines | None:
    """The head of the statement that these lines are in, of those of their function or module."""
    tree = parse(lines.source)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, functions) and node.lineno < lines.first <= (node.end_lineno or 0)
    ]
    body = max(around, key=lambda node: node.lineno).body if around else tree.body
    found = [node for node in body if node.lineno <= lines.first <= (node.end_lineno or 0)]
    return statement_at(lines.source, found[0].lineno) if found else None


def innermost_loop(failing: FailingLines) -> ast.For | None:
    """The loop whose own body has the lines in it, deep or not."""
    loops = [
        node
        for node in ast.walk(parse(failing.source))
        if isinstance(node, (ast.For, ast.While, ast.FunctionDef))
        and node.lineno < failing.first <= (node.end_lineno or 0)
    ]
    innermost = max(loops, key=lambda node: node.lineno, default=None)
    return innermost if isinstance(innermost, ast.For) else None


def last_statement(source: str) -> FailingLines | None:
    """What a script does last, in the function that its last line calls if there is one."""
    tree = parse(source)
    body = tree.body
    if body and isinstance(body[-1], ast.If) and "__name__" in ast.unparse(body[-1].test):
        body = body[-1].body
    called = _called(body[-1]) if body else ""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == called:
            body = node.body
    if not body:
        return None
    return FailingLines(source, body[-1].lineno, body[-1].end_lineno or body[-1].lineno)


def _called(statement: ast.stmt) -> str:
    """The function that a statement calls by its name and does nothing else."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
        return call.func.id
    return ""


def library_call(lines: FailingLines) -> str:
    """The function of an imported module that these lines call first, as they name it."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(parse(lines.source))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    for node in ast.walk(tree_of(lines)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = ast.unparse(node.func)
            if name.partition(".")[0] in imported and re.fullmatch(r"[\w.]+", name):
                return name
    return ""


def tree_of(lines: FailingLines) -> ast.Module:
    """The tree of these lines; the head of a statement has an empty body."""
    for text in (lines.text, f"{lines.text}\n    pass", f"try: pass\n{lines.text}\n    pass"):
        try:
            return parse(text)
        except SyntaxError:
            continue
    return ast.Module([], [])


def lines_about(source: str, name: str) -> FailingLines | None:
    """The last statement that names the file `name`, or a variable that stands for it.

    Where that gives it to a function of the script, it is one of those in there. Of a `with` block
    it is the whole. None when there is none, or when it is a long one.
    """
    tree = parse(source)
    aliases = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_text(node.value, name)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    chosen = _last_about(tree, name, aliases)
    if chosen is None:
        return None
    last = chosen.end_lineno or chosen.lineno
    return FailingLines(source, chosen.lineno, last) if last - chosen.lineno < _MOST_LINES else None


def _last_about(tree: ast.Module, name: str, aliases: set[str]) -> ast.stmt | None:
    found = _statements_about(tree, name, aliases)
    chosen = max(found, key=lambda node: (node.lineno, node.col_offset), default=None)
    for call in ast.walk(chosen) if isinstance(chosen, (ast.Expr, ast.Assign)) else ():
        for function, parameter in _given(call, tree, name, aliases):
            within = _statements_about(function, None, {parameter})
            chosen = max(within, key=lambda node: node.lineno, default=chosen)
    return chosen


def _statements_about(tree: ast.AST, name: str | None, aliases: set[str]) -> list[ast.stmt]:
    """Those that do something with the file, not those that tell of it."""
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
    return [node for node in statements if _names(node, name, aliases) and not _prints(node)]


def _prints(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and ast.unparse(statement).startswith("print(")


def _given(
    call: ast.AST, tree: ast.Module, name: str, aliases: set[str]
) -> Iterator[tuple[ast.FunctionDef, str]]:
    """The function of the script that is called with the file, and what it is called there."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return
    called = call.func.id
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name == called:
            parameters = [argument.arg for argument in function.args.args]
            named = [(keyword.arg, keyword.value) for keyword in call.keywords]
            for parameter, value in [*zip(parameters, call.args, strict=False), *named]:
                is_alias = isinstance(value, ast.Name) and value.id in aliases
                if parameter and (is_alias or _is_text(value, name)):
                    yield function, parameter


def _names(statement: ast.stmt, name: str | None, aliases: set[str]) -> bool:
    if isinstance(statement, ast.With):
        parts: list[ast.AST] = [item.context_expr for item in statement.items]
    elif isinstance(statement, (ast.Expr, ast.Assign, ast.Return)):
        parts = [statement]
    else:
        return False
    return any(
        _is_text(node, name)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in aliases)
        for part in parts
        for node in ast.walk(part)
    ) and not (isinstance(statement, ast.Assign) and _is_text(statement.value, name))


def _is_text(node: ast.AST, text: str | None) -> bool:
    return text is not None and isinstance(node, ast.Constant) and node.value == text
