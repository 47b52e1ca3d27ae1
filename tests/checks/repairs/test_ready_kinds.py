"""Lines put right where something is of another kind than wanted, is a date, or is not there."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.ready import lines_before, ready_repairs
from code_it.checks.repairs.ready_missing import (
    with_fields_left_out,
    with_new_sheet,
    with_optional_key,
)
from code_it.flow import Task


def first_repair(line: str, error: str, facts: list[str]) -> str:
    failing = statement_at(line, 1)
    assert failing is not None
    return next(iter(ready_repairs(failing, error, facts)), "")


NO_ADDING = 'TypeError: can only concatenate str (not "int") to str'
NO_TEXT = "TypeError: unsupported operand type(s) for +: 'int' and 'str'"
NO_LENGTH = "TypeError: object of type 'generator' has no len()"
NO_ITEMS = "TypeError: '{}' object is not subscriptable"
TWO = "ValueError: too many values to unpack (expected 2)"
UNHASHABLE = "TypeError: unhashable type: 'list'"
CELLS = "TypeError: '<' not supported between instances of 'Cell' and 'Cell'"
NO_FLOAT = "ValueError: could not convert string to float: '{}'"
NO_INT = "ValueError: invalid literal for int() with base 10: '{}'"
NO_VERSION = "AttributeError: 'str' object has no attribute '_version'"
NO_ORDER = "TypeError: '<=' not supported between instances of 'IPv4Address' and 'str'"
NO_JSON = "json.decoder.JSONDecodeError: Extra data: line 2 column 1 (char 8)"


@pytest.mark.parametrize(
    ("line", "error", "facts", "ready"),
    [
        ("f.write(row + '\\n')", "TypeError: can only concatenate list (not \"str\") to list",
         ["row is a list of 3, the first is '.'"], "f.write(''.join(row) + '\\n')"),
        ("f.write(row + '\\n')", "TypeError: can only concatenate list (not \"str\") to list",
         ["row is a list of 3, the first is 'cat'"], ""),
        ("t = ', '.join(n)", "TypeError: sequence item 0: expected str instance, int found", [],
         "t = ', '.join(map(str, n))"),
        ("if '10.0.0.1' in net:\n    print(net)", NO_VERSION, [],
         "if ipaddress.ip_address('10.0.0.1') in net:"),
        ("found = [n for n in nets if host in n]", NO_VERSION, ["host is the str '10.0.0.1'"],
         "found = [n for n in nets if ipaddress.ip_address(host) in n]"),
        ("ok = low <= '10.0.0.9'", NO_ORDER, ["low is an ipaddress.IPv4Address: 10.0.0.1"],
         "ok = low <= ipaddress.ip_address('10.0.0.9')"),
        ("ok = low <= high", NO_ORDER, [], ""),
        ("ok = kind == 'v4' and '10.0.0.1' in net", NO_VERSION, [],
         "ok = kind == 'v4' and ipaddress.ip_address('10.0.0.1') in net"),
        ("print('Sum: ' + n)", NO_ADDING, ["n is the int 3"], "print('Sum: ' + str(n))"),
        ("t = a + f'{b}' + n", NO_ADDING, ["a is the str 'x'", "n is the int 3"],
         ""),
        ("t = n + ' items'", NO_TEXT, ["n is the int 3"], "t = str(n) + ' items'"),
        ("t = a + b", NO_TEXT, ["a is the int 3", "b is the str 'three'"], ""),
        ("n = len(rows)", NO_LENGTH, ["rows is a generator: <generator object>"],
         "n = len(list(rows))"),
        ("n = len(rows) + len(other)", NO_LENGTH,
         ["rows is a generator: <generator object>", "other is a list of 2, the first is 1"],
         "n = len(list(rows)) + len(other)"),
        ("best = max(people, key=lambda each: len(graph.neighbors(each)))", NO_LENGTH, [],
         "best = max(people, key=lambda each: len(list(graph.neighbors(each))))"),
        ("best = len(a) + len(b)", NO_LENGTH, [], ""),
        ("n = len(number)", NO_LENGTH.replace("generator", "int"), [], ""),
        ("k = names[0]", NO_ITEMS.format("dict_keys"), ["names is a dict_keys: dict_keys(['a'])"],
         "k = list(names)[0]"),
        ("k = names[0]", NO_ITEMS.format("set"), ["names is a set of 2, the first is 'a'"],
         "k = sorted(names)[0]"),
        ("k = names[0]", NO_ITEMS.format("int"), ["names is the int 3"], ""),
        ("for row in book.rows:\n    pass",
         "TypeError: 'builtin_function_or_method' object is not iterable", [],
         "for row in book.rows():"),
        ("t = reply.text()", "TypeError: 'str' object is not callable", [], "t = reply.text"),
        ("t = a.x() + b.y()", "TypeError: 'str' object is not callable", [], ""),
        ("for name, n in counts:\n    pass", TWO, ["counts is a dict with the keys ['abc']"],
         "for name, n in counts.items():"),
        ("for name, n in counts:\n    pass", TWO, ["counts is a list of 1, the first is 1"], ""),
        ("seen.add(pair)", UNHASHABLE, ["pair is a list of 2, the first is 1"],
         "seen.add(tuple(pair))"),
        ("n = where[pair]", UNHASHABLE, ["pair is a list of 2, the first is 1"],
         "n = where[tuple(pair)]"),
        ("if pair in seen:\n    pass", UNHASHABLE, ["pair is a list of 2, the first is 1"],
         "if tuple(pair) in seen:"),
        ("for n in range(1, most):\n    pass",
         "TypeError: 'float' object cannot be interpreted as an integer", ["most is the float 3.0"],
         "for n in range(1, int(most)):"),
        ("rows.sort(key=lambda row: row[2])", CELLS, [], "rows.sort(key=lambda row: row[2].value)"),
        ("n = int(cell)", "TypeError: int() argument must be a string, a bytes-like object or a"
         " real number, not 'Cell'", ["cell is a openpyxl.cell.cell.Cell: <Cell 'A'.B2>"],
         "n = int(cell.value)"),
        ("file.write(total)", "TypeError: write() argument must be str, not int", [],
         "file.write(str(total))"),
        ("file.write(data)", "TypeError: write() argument must be str, not bytes", [], ""),
        ("file.write(text)", "TypeError: a bytes-like object is required, not 'str'", [],
         "file.write(text.encode())"),
        ("t = data.decode('utf-8')", "AttributeError: 'str' object has no attribute 'decode'", [],
         "t = data"),
        ("image.save('a.jpg')", "OSError: cannot write mode RGBA as JPEG", [],
         "image.convert('RGB').save('a.jpg')"),
        ("rows = json.load(file)", NO_JSON, [],
         "rows = [json.loads(line) for line in file if line.strip()]"),
        ("rows = json.loads(text)", NO_JSON, [],
         "rows = [json.loads(line) for line in text.splitlines() if line.strip()]"),
        ("n = float(a.replace(',', '.').replace('€', ''))", NO_FLOAT.format("1.250.00"),
         ["a.replace(',', '.').replace('€', '') is the str '1.250.00'",
          "a.replace(',', '.') is the str '€1.250.00'", "a is the str '€1,250.00'"],
         "n = float(a.replace('€', '').replace(',', ''))"),
        ("n = float(a.strip('.'))", NO_FLOAT.format("1.250.00"),
         ["a.strip('.') is the str '1.250.00'", "a is the str '1.250.00.'"], ""),
        ("rows = list(set(rows))", "TypeError: unhashable type: 'dict'", [],
         "rows = list({str(it): it for it in rows}.values())"),
        ("n = int(text)", NO_INT.format("4,478 m"), ["text is the str '4,478 m'"],
         "n = int(text.replace('m', '').replace(',', ''))"),
        ("n = int(text.replace(',', ''))", NO_INT.format("4478 m"),
         ["text.replace(',', '') is the str '4478 m'"],
         "n = int(text.replace(',', '').replace('m', ''))"),
        ("n = int(text.replace(',', ''))", NO_INT.format("4478 m [2]"),
         ["text.replace(',', '') is the str '4478 m [2]'"],
         "n = int(text.replace(',', '').split('[')[0].replace('m', ''))"),
        ("n = int(text)", NO_INT.format("[1] [2]"), ["text is the str '[1] [2]'"], ""),
        ("n = int(text)", NO_INT.format("7.00"), ["text is the str '7.00'"], "n = float(text)"),
        ("n = int(text)", NO_INT.format("seven"), ["text is the str 'seven'"], ""),
    ],
)  # fmt: skip
def test_other_kinds(line: str, error: str, facts: list[str], ready: str) -> None:
    assert first_repair(line, error, facts) == ready


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1299.00", 1299.0),
        ("$1,299.00", 1299.0),
        ("1,299,000", 1299000.0),
        ("1.299,00 EUR", 1299.0),
        ("42,50", 42.5),
        ("12 kg", 12.0),
        ("4,478.5 m", 4478.5),
        ("$4m", None),
        ("4 M", None),
        ("4 kB", None),
        ("-3.5%", -3.5),
        ("1,759", None),
        ("Food", None),
        ("1 of 2", None),
        ("1.2.3", None),
        ("3M", None),
        ("1.5 GB", None),
        ("(12.50)", None),
        ("12.50-", None),
    ],
)
def test_numbers_with_signs(text: str, number: float | None) -> None:
    """One with a comma before three digits may be a thousand, or have three decimals."""
    ready = first_repair("n = float(t)", NO_FLOAT.format(text), [f"t is the str {text!r}"])
    names: dict[str, object] = {"t": text}
    exec(ready, names)
    assert names.get("n") == number


NO_DATE = "ValueError: time data '{}' does not match format '{}'"


@pytest.mark.parametrize(
    ("date", "form", "right"),
    [
        ("2024-04-01 13:00", "%Y-%m-%d", "%Y-%m-%d %H:%M"),
        ("2024-04-01T13:00:05Z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"),
        ("2024-04-01T13:00:05+02:00", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"),
        ("01/02/2024", "%d-%m-%Y", "%d/%m/%Y"),
        ("01/02/2024", "%m-%d-%Y", "%m/%d/%Y"),
        ("31.12.2024", "%Y-%m-%d", "%d.%m.%Y"),
        ("3 Jun 2024", "%d/%m/%Y", "%d %b %Y"),
        ("Monday, 6 May 2024", "%d %B %Y", "%A, %d %B %Y"),
        ("09:15:00", "%H:%M", "%H:%M:%S"),
        ("start", "%Y-%m-%d", None),
    ],
)
def test_a_date_is_read_in_the_form_that_it_has(date: str, form: str, right: str | None) -> None:
    """Of two that fit, the one like that which the script has."""
    ready = first_repair(f"d = datetime.strptime(t, {form!r})", NO_DATE.format(date, form), [])
    assert ready == (f"d = datetime.strptime(t, {right!r})" if right else "")


def test_a_date_with_more_behind_it_is_read_whole() -> None:
    error = "ValueError: unconverted data remains:  13:00"
    ready = first_repair(
        "d = datetime.strptime(t, '%Y-%m-%d')", error, ["t is the str '2024-04-01 13:00'"]
    )
    assert ready == "d = datetime.strptime(t, '%Y-%m-%d %H:%M')"


@pytest.mark.parametrize(
    ("line", "error", "facts", "ready"),
    [
        ("d = datetime.strptime(t, '%Y')",
         "TypeError: strptime() argument 1 must be str, not datetime.date", [], "d = t"),
        ("d = start.date()", "AttributeError: 'datetime.date' object has no attribute 'date'",
         ["start is a datetime.date: datetime.date(2024, 1, 2)"], "d = start"),
        ("late = a > b", "TypeError: can't compare datetime.datetime to datetime.date",
         ["a is a datetime.datetime: datetime.datetime(2024, 1, 2, 0, 0)",
          "b is a datetime.date: datetime.date(2024, 1, 2)"], "late = a.date() > b"),
        ("y = f['day'].year", "AttributeError: 'Series' object has no attribute 'year'", [],
         "y = f['day'].dt.year"),
        ("y = f['name'].lower()", "AttributeError: 'Series' object has no attribute 'lower'", [],
         "y = f['name'].str.lower()"),
        ("y = f['name'].total()", "AttributeError: 'Series' object has no attribute 'total'", [],
         ""),
        ("d = days.dt.date", "AttributeError: 'DatetimeIndex' object has no attribute 'dt'",
         ["days is a DatetimeIndex of shape (3,) and type datetime64[us]"], "d = days.date"),
        ("d = f['day'].dt.date",
         "AttributeError: Can only use .dt accessor with datetimelike values. Did you mean: 'at'?",
         [], "d = pd.to_datetime(f['day']).dt.date"),
        ("d = f['n'].str.strip()",
         "AttributeError: Can only use .str accessor with string values!", [],
         "d = f['n'].astype(str).str.strip()"),
    ],
)  # fmt: skip
def test_dates_and_columns(line: str, error: str, facts: list[str], ready: str) -> None:
    assert first_repair(line, error, facts) == ready


@pytest.mark.parametrize(
    ("line", "facts", "ready"),
    [
        ("counts[word] += 1", ["counts is an empty dict"],
         "counts[word] = counts.get(word, 0) + 1"),
        ("texts[word] += t", ["texts is an empty dict", "t is the str 'x'"],
         "texts[word] = texts.get(word, '') + t"),
        ("groups[key].append(row)", ["groups is an empty dict"],
         "groups.setdefault(key, []).append(row)"),
        ("groups[key].add(row)", ["groups is an empty dict"],
         "groups.setdefault(key, set()).add(row)"),
        ("sums[a][b] += n", ["sums is an empty dict"], "sums.setdefault(a, {})[b] += n"),
        ("sums[a][b] = n", ["sums is an empty dict"], "sums.setdefault(a, {})[b] = n"),
        ("sums[a][b] += n", ["sums is a dict with the keys ['x']", "sums[a] is an empty dict"],
         "sums[a][b] = sums[a].get(b, 0) + n"),
        ("frame['x'] += 1", ["frame is a DataFrame of 3 rows with the columns ['y']"], ""),
        ("n = counts[word]", ["counts is an empty dict"], ""),
    ],
)  # fmt: skip
def test_a_key_that_is_added_to_begins_at_nothing(line: str, facts: list[str], ready: str) -> None:
    assert first_repair(line, "KeyError: 'x'", facts) == ready


NO_ELEMENT = "AttributeError: 'NoneType' object has no attribute '{}'"


def test_an_element_that_is_not_found_has_no_text() -> None:
    line = "name = item.find('name').text.strip()"
    ready = first_repair(line, NO_ELEMENT.format("text"), ["item.find('name') is None"])
    assert ready == (
        "name = (item.find('name').text if item.find('name') is not None else '').strip()"
    )
    assert first_repair(line, NO_ELEMENT.format("text"), []) == ""


SUMS = (
    "sums is a DataFrame of 3 rows with the columns ['price']; ['city'] is its index and no column,"
    " reset_index() makes it one"
)
LOOP = """\
for line in lines:
    match = pattern.match(line)
    names.append(match.group(1))
"""


@pytest.mark.parametrize(
    ("source", "number", "error", "facts", "before"),
    [
        (LOOP, 3, NO_ELEMENT.format("group"), ["match is None"],
         "if match is None:\n    continue"),
        (LOOP, 3, NO_ELEMENT.format("group"), [], ""),
        ("match = find()\nprint(match.group(1))", 2, NO_ELEMENT.format("group"),
         ["match is None"], ""),
        ("match = find()\nfor n in x:\n    print(match.group(n))", 3, NO_ELEMENT.format("group"),
         ["match is None"], ""),
        ("file = open('out/a.txt', 'w')", 1,
         "FileNotFoundError: [Errno 2] No such file or directory: 'out/a.txt'", [],
         "import os as _os\n_os.makedirs('out', exist_ok=True)"),
        ("file = open('a.txt', 'w')", 1,
         "FileNotFoundError: [Errno 2] No such file or directory: 'a.txt'", [], ""),
        ("for path in paths:\n    data = path.read_bytes()", 2,
         "IsADirectoryError: [Errno 21] Is a directory: 'in/old'",
         ["path is a pathlib.PosixPath: PosixPath('in/old')"],
         "import os as _os\nif _os.path.isdir(path):\n    continue"),
        ("x = sums['city'].max()", 1, "KeyError: 'city'", [SUMS], "sums = sums.reset_index()"),
        ("x = sums['town'].max()", 1, "KeyError: 'town'", [SUMS], ""),
        ("sums.columns = ['a', 'b']", 1,
         "ValueError: Length mismatch: Expected axis has 1 elements, new values have 2 elements",
         [SUMS], "sums = sums.reset_index()"),
        ("sums.columns = ['a', 'b', 'c']", 1,
         "ValueError: Length mismatch: Expected axis has 1 elements, new values have 3 elements",
         [SUMS], ""),
    ],
)  # fmt: skip
def test_lines_before(source: str, number: int, error: str, facts: list[str], before: str) -> None:
    """A round without a match is passed over, a folder is made, or is no file."""
    failing = statement_at(source, number)
    assert failing is not None
    assert lines_before(failing, error, facts) == before


def test_a_key_that_not_every_object_has() -> None:
    """Only one that the inputs have: another name is a mistake."""
    failing = statement_at("x = row['from']", 1)
    assert failing is not None
    facts = ["row is a dict with the keys ['to']"]
    known, unknown = Task("", brief="rows.json: objects with 'from', 'to'"), Task("")
    for inputs in (known, Task("", brief='rows.jsonl: {"from": 1, "to": 2}')):
        mended = with_optional_key(failing, "KeyError: 'from'", inputs, facts)
        assert mended == "x = row.get('from')"
    assert with_optional_key(failing, "KeyError: 'from'", unknown, facts) == ""
    assert with_optional_key(failing, "KeyError: 'from'", known, []) == ""


def test_a_sheet_that_the_task_asks_for_is_made() -> None:
    failing = statement_at("sheet = book['Reorder']", 1)
    assert failing is not None
    error = "KeyError: 'Worksheet Reorder does not exist.'"
    task = Task("Add a sheet Reorder to stock.xlsx.")
    assert with_new_sheet(failing, error, task) == "sheet = book.create_sheet('Reorder')"
    for text in ("Name the sheets A, Reorder and C.", "A sheet is called Reorder."):
        assert with_new_sheet(failing, error, Task(text))
    for text in (
        "Read stock.xlsx.",
        "Read the sheet of Reorder.xlsx.",
        "Sum up the column Reorder.",
    ):
        assert with_new_sheet(failing, error, Task(text)) == ""


def test_fields_that_a_table_is_not_to_have_are_left_out() -> None:
    """The columns that the task asks for are a check of their own."""
    source = "writer = csv.DictWriter(file, ['a'])\nwriter.writerow(row)"
    error = "ValueError: dict contains fields not in fieldnames: 'b'"
    mended = with_fields_left_out(source, error)
    assert mended.startswith("writer = csv.DictWriter(file, ['a'], extrasaction='ignore')")
    assert with_fields_left_out(mended, error) == ""
    assert with_fields_left_out(source, "ValueError: no") == ""
