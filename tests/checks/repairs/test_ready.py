"""Lines that are put right without a model, by what is known of their parts."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.ready import ready_repairs, with_new_name

UNKNOWN = "TypeError: save() got an unexpected keyword argument 'pretty'"
NO_FILL = "TypeError: Worksheet.cell() got an unexpected keyword argument 'fill'"
NO_BOLD = "AttributeError: 'Cell' object has no attribute 'bold'"
NO_KEY = "KeyError: 'Unit price'"
NOT_NUMBERS = "TypeError: unsupported operand type(s) for +: 'int' and 'str'"
NO_SPLIT = "AttributeError: 'PosixPath' object has no attribute 'split'"
NO_SHEETS = "AttributeError: 'Worksheet' object has no attribute 'sheetnames'"
OLD_NAME = "AttributeError: module 'pdf' has no attribute 'FileReader'. Did you mean: 'Reader'?"
REMOVED = (
    "DeprecationError: FileReader is deprecated and was removed in pdf 3.0. Use Reader instead."
)
NO_JSON = "TypeError: Object of type {} is not JSON serializable"
NO_FONT = "OSError: cannot open resource"
NO_NOW = "AttributeError: module 'datetime' has no attribute 'now'"
NONE = "TypeError: int() argument must be a string, a real number, not 'NoneType'"


@pytest.mark.parametrize(
    ("line", "error", "facts", "ready"),
    [
        ("save(x, pretty=True, n=2)", UNKNOWN, [], "save(x, n=2)"),
        ("y = [save(a) for a in save(x, pretty=None)]", UNKNOWN, [],
         "y = [save(a) for a in save(x)]"),
        ("save(x, pretty='=SUM(A1)')", UNKNOWN, [], ""),
        ("save(save(x, pretty=True), pretty=True)", UNKNOWN, [], ""),
        ("for a in save(x, pretty=True):\n    print(a)", UNKNOWN, [], "for a in save(x):"),
        ("s.cell(row=1, value=2, fill=f, font=g)", NO_FILL, [],
         "made = s.cell(row=1, value=2)\nmade.fill = f\nmade.font = g"),
        ("c = s.cell(1, 2, fill=f)", NO_FILL, [], "c = s.cell(1, 2)\nc.fill = f"),
        ("print(s.cell(1, 2, fill=f))", NO_FILL, [], ""),
        ("s.cell(1, 2, bold=True)", NO_FILL.replace("fill", "bold"), [],
         "made = s.cell(1, 2)\nfrom openpyxl.styles import Font\nmade.font = Font(bold=True)"),
        ("s.cell(1, 2, formula='=A1')", NO_FILL.replace("fill", "formula"), [],
         "s.cell(1, 2, value='=A1')"),
        ("p.add_run('a', bold=True)", UNKNOWN.replace("pretty", "bold"), [],
         "made = p.add_run('a')\nmade.bold = True"),
        ("c.bold = True", NO_BOLD, [],
         "from openpyxl.styles import Font\nc.font = Font(bold=True)"),
        ("c.italic = True", NO_BOLD, [], ""),
        ("t = env.get(path, name)", NO_SPLIT, ["path is a pathlib.PosixPath: PosixPath('a')"],
         "t = env.get(str(path), name)"),
        ("t = env.get(name)", NO_SPLIT, ["name is the str 'a'"], ""),
        ("file.write(json.dumps(same, indent=4))", NO_JSON.format("PosixPath"),
         ["same is a list of 2 items: [[PosixPath('a')]]"],
         "file.write(json.dumps(same, indent=4, default=str))"),
        ("json.dump(found, file)", NO_JSON.format("int64"), [],
         "json.dump(found, file, default=int)"),
        ("json.dump(found, file)", NO_JSON.format("set"), [],
         "json.dump(found, file, default=sorted)"),
        ("json.dump(found, file)", NO_JSON.format("Game"), [], ""),
        ("f = ImageFont.truetype('arial.ttf', 2 * n)", NO_FONT, [],
         "f = ImageFont.load_default(size=2 * n)"),
        ("f = PIL.ImageFont.truetype('a.ttf', size=9)", NO_FONT, [],
         "f = PIL.ImageFont.load_default(size=9)"),
        ("f = ImageFont.truetype('a.ttf')", NO_FONT, [], "f = ImageFont.load_default(size=10)"),
        ("f = open(path)", NO_FONT, [], ""),
        ("json.dump(found, file, default=str)", NO_JSON.format("set"), [], ""),
        ("save(found)", NO_JSON.format("set"), [], ""),
        ("for name in sheet.sheetnames:\n    pass", NO_SHEETS,
         ["there is no .sheetnames in a Worksheet", "book has .sheetnames"],
         "for name in book.sheetnames:"),
        ("x = sheet.sheetnames", NO_SHEETS, ["there is no .sheetnames in a Worksheet"], ""),
        ("x = net.sheetnames", NO_SHEETS, ["it has: sheetnames_of_all, names"],
         "x = net.sheetnames_of_all"),
        ("x = net.sheetnames", NO_SHEETS, ["it has: sheetnames_a, sheetnames_b"], ""),
        ("x = datetime.now()", NO_NOW, ["there is datetime.datetime.now, time.now"],
         "x = datetime.datetime.now()"),
        ("p = row['Unit price']", NO_KEY, ["row is a dict with the keys ['name', 'unit_price']"],
         "p = row['unit_price']"),
        ("p = row['Unit price']", NO_KEY, ["row is a dict with the keys ['name', 'price']"], ""),
        ("p = f['Unit price'].sum()", NO_KEY,
         ["f is a DataFrame of 3 rows with the columns ['UnitPrice', 'n']"],
         "p = f['UnitPrice'].sum()"),
        ("sums[who] += 1", "KeyError: ' Ann'",
         ["sums is a dict with the keys ['Ann', 'Bob']", "who is the str ' Ann'"],
         "sums[who.strip()] += 1"),
        ("sums[who] += 1", "KeyError: ' Ann'",
         ["sums is a dict with the keys ['Bob']", "who is the str ' Ann'"],
         "sums[who] = sums.get(who, 0) + 1"),
        ("t += row['n'] * row['p']", NOT_NUMBERS,
         ["row['n'] is the str '3'", "row['p'] is the str '2.50'", "row is a dict"],
         "t += int(row['n']) * float(row['p'])"),
        ("t = sum(r['p'] for r in rows)", NOT_NUMBERS, ["r['p'] is the str '2.50'"],
         "t = sum((float(r['p']) for r in rows))"),
        ("t = a + b", NOT_NUMBERS, ["a is the int 3", "b is the str 'three'"], ""),
        ("if n > 3:\n    print(n)", "TypeError: '>' not supported between instances of 'str' and "
         "'int'", ["n is the str '4'"], "if int(n) > 3:"),
        ("print(f'{p:.2f}')", "ValueError: Unknown format code 'f' for object of type 'str'",
         ["p is the str '2.5'"], "print(f'{float(p):.2f}')"),
        ("q = int(row[1].value)", NONE, ["row[1].value is None"], "q = int(row[1].value or 0)"),
        ("q = int(value)", NONE, ["row is None"], ""),
        ("x = 1 / 0", "ZeroDivisionError: division by zero", ["x is None"], ""),
    ],
)  # fmt: skip
def test_ready_repairs(line: str, error: str, facts: list[str], ready: str) -> None:
    failing = statement_at(line, 1)
    assert failing is not None
    assert ready_repairs(failing, error, facts)[:1] == ((ready,) if ready else ())


def test_a_column_that_was_computed_is_put_into_the_frame() -> None:
    source = "total = f['n'] * f['p']\ng = f.groupby('k')['total'].sum()"
    failing = statement_at(source, 2)
    assert failing is not None
    facts = ["f is a DataFrame of 3 rows with the columns ['k', 'n', 'p']"]
    ready = ("f['total'] = total\ng = f.groupby('k')['total'].sum()",)
    assert ready_repairs(failing, "KeyError: 'total'", facts) == ready
    assert ready_repairs(failing, "KeyError: \"Label(s) ['total'] do not exist\"", facts) == ready
    assert ready_repairs(failing, "KeyError: 'other'", facts) == ()


@pytest.mark.parametrize(
    ("line", "error", "fact"),
    [
        ("t = a + b", NOT_NUMBERS, "a +( is the str '3'"),
        ("x = net.sheetnames", NO_SHEETS, "1 +( has .sheetnames"),
        ("x = net.sheetnames", NO_SHEETS, "there is \0.sheetnames"),
    ],
)
def test_facts_that_are_no_python_are_of_no_use(line: str, error: str, fact: str) -> None:
    """A script can print what looks like facts."""
    failing = statement_at(line, 1)
    assert failing is not None
    assert ready_repairs(failing, error, [fact]) == ()


def test_a_branch_that_cannot_stand_alone_is_left_to_the_model() -> None:
    source = "try:\n    x = 1\nexcept ValueError:\n    pass"
    failing = statement_at(source, 1)
    assert failing is not None
    assert ready_repairs(failing, NOT_NUMBERS, ["x is the str '1'"]) == ()


@pytest.mark.parametrize(
    ("error", "renamed"),
    [
        (OLD_NAME, "from pdf import Reader\nr = Reader('FileReaders')\n"),
        (REMOVED, "from pdf import Reader\nr = Reader('FileReaders')\n"),
        ("NameError: name 'FileReader' is not defined. Did you mean: 'Reader'?", ""),
        (UNKNOWN, ""),
    ],
)
def test_what_has_another_name_now_is_called_so_everywhere(error: str, renamed: str) -> None:
    """In the import of it, too; a name that a script forgot to define is something else."""
    source = "from pdf import FileReader\nr = FileReader('FileReaders')\n"
    assert with_new_name(source, error) == renamed
