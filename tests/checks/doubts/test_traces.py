"""Instructions that leave no trace in a script are found; what does as told is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from code_it.checks.doubts.traces import left_out
from code_it.flow import Task


@pytest.mark.parametrize(
    ("sentence", "without", "with_it"),
    [
        (
            "Write the sorted list of names.",
            "json.dump(names, file)",
            "json.dump(sorted(names), f)",
        ),
        ("Sort the rows by price, highest first.", "rows.sort()", "rows.sort(reverse=True)"),
        ("List them by size, the largest first.", "print(sizes)", "sizes.sort(key=lambda s: -s)"),
        ("Print the boats, the fastest first.", "print(boats)", "print(sorted(boats))"),
        ("Turn it into shades of grey.", "image.rotate(9)", "image.convert('L')"),
        ("Freeze the header row.", "sheet.append(names)", "sheet.freeze_panes = 'A2'"),
        ("The row stays in view.", "sheet.append(names)", "sheet.freeze_panes = 'A2'"),
        (
            "Put a frame (RGB 255, 0, 0) around it.",
            "Image.new('RGB', size, (255, 255, 255))",
            "Image.new('RGB', size, (255, 0, 0))",
        ),
        ("Fill it with RGB (255, 255, 0).", "fill = 'white'", "fill = 'FFFF00'"),
        ("Fill it with RGB (255, 255, 0).", "fill = 'white'", "fill = 'yellow'"),
        ("Put a frame that is 12 pixels wide around it.", "expand(a, 6)", "expand(a, 12)"),
        (
            "Print the longest word, without any punctuation.",
            "print(max(text.split()))",
            "print(max(re.findall('[a-z]+', text)))",
        ),
        ("Also replace it in the header of the pages.", "doc.paragraphs", "doc.sections[0].header"),
        ("Take words that are made of five letters.", "len(w) == 5", "len(w) == 5 and w.isalpha()"),
        ("Keep the leading zeros.", "pd.read_excel(book)", "pd.read_excel(book, dtype=str)"),
        ("Draw a horizontal bar chart.", "axes.bar(names, n)", "axes.barh(names, n)"),
        ("The longest one is at the top.", "axes.barh(a, b)", "axes.barh(*sorted(pairs))"),
        ("Draw a pie chart.", "axes.bar(names, n)", "axes.pie(n)"),
        ("Draw a scatter plot.", "axes.plot(x, y)", "axes.scatter(x, y)"),
        ("Print a histogram.", "print(counts)", "print('#' * count)"),
        ("Round it to two decimals.", "print(mean)", "print(f'{mean:.2f}')"),
        ("Turn on autoescaping.", "Environment(loader=l)", "Environment(autoescape=True)"),
        ("Put the heading Top customers above it.", "print('<p>')", "print('<h1>Top Customers')"),
        ("Separate them by a comma and a space.", "','.join(names)", "', '.join(names)"),
        ("Put the header in bold.", "sheet.append(names)", "cell.font = Font(bold=True)"),
        ("Print it in upper case.", "print(text)", "print(text.upper())"),
        ("Print it in upper case.", "print(text)  # in upper case", "print(text.upper())"),
        ("Ignore case.", "a == b", "a.casefold() == b.casefold()"),
        ("Give paths relative to inbox.", "str(path)", "path.relative_to(inbox)"),
        ("Make every address absolute.", "absolute = href", "urljoin(page, href)"),
        (
            "Send the header X-Token with the value 7.",
            "get(u, params={'X-Token': 7})",
            "get(u, headers={'X-Token': '7'})",
        ),
        ("It needs an Authorization header.", "get(u)", "get(u, auth=('amy', 'key'))"),
        ("Use forward slashes.", "str(path)", "path.as_posix()"),
        ("Add an Excel formula below.", "sheet['B9'] = total", "sheet['B9'] = '=SUM(B2:B8)'"),
        ("Save it with a transparent background.", "Image.new('RGB', s)", "Image.new('RGBA', s)"),
        ("Print it in the 'grid' format.", "print(text)", "print(tabulate(text, tablefmt='grid'))"),
        ("Make a table with the tabulate package.", "print(rows)", "import tabulate"),
        ("Write the amounts as numbers.", "sheet.append(row)", "sheet.append([float(row[1])])"),
        ("Print the word that is used most often.", "max(words)", "max(words, key=words.count)"),
        ("Use Pillow to make it.", "import matplotlib", "from PIL import Image"),
        ("Print how many different words it has.", "len(words)", "len(set(words))"),
        ("Count the words, and ignore punctuation.", "text.split()", "text.strip('.,').split()"),
        ("Write it with thousands separators.", "print(n)", "print(f'{n:,}')"),
        ("The times are of Europe/Berlin.", "start.hour", "start.replace(tzinfo=ZoneInfo(z))"),
        ("Add five working days.", "day + timedelta(5)", "while day.weekday() > 4: day += one"),
        ("Look into all subfolders.", "os.listdir(a)", "os.walk(a)"),
        ("The file is in Latin-1.", "open(a).read()", "open(a, encoding='latin-1').read()"),
        ("Write the lines in reverse order.", "print(lines)", "print(lines[::-1])"),
        ("Print every second line.", "print(lines)", "print(lines[1::2])"),
        ("Pick five random words.", "print(words[:5])", "print(random.sample(words, 5))"),
        (
            "Empty lines stay empty.",
            "out.write(line.strip())",
            "line.strip() if line.strip() else ''",
        ),
        (
            "Make it ten times as wide with hard square pixels.",
            "i.resize((160, 120))",
            "i.resize((160, 120), Image.Resampling.NEAREST)",
        ),
        ("Write it as a product of linear factors.", "print(p)", "print(sympy.factor(p))"),
        ("Leave out duplicates.", "names.append(name)", "names = set(names)"),
        ("Take it after 30 rounds.", "board = step(board)", "for _ in range(30): step(board)"),
        ("Try it up to 5 times.", "get(url)", "while tries <= 4: get(url)"),
        ("Print the top 3 names.", "print(names)", "print(names[:3])"),
        ("Print what 250 euros are worth.", "print(f'250 euros: {rate}')", "print(250 * rate)"),
        ("Add 2.5 percent to it.", "total += rate", "total *= 1.025"),
        ("Add 19 % tax.", "total += tax", "total *= Decimal('1') + Decimal('19') / 100"),
        ("Keep the last 20 long lines.", "print(lines)", "print(lines[-20:])"),
        (
            "Put a paragraph in the style List Bullet for each name.",
            "doc.add_paragraph(name)",
            "doc.add_paragraph(name, style='List Bullet')",
        ),
        (
            "Work out the total revenue of each product.",
            "revenue = a['n'] * a['price']",
            "a.groupby('product')['price'].sum()",
        ),
        (
            "Sort by city, then by total, largest first.",
            "rows.sort(key=lambda r: (r['city'], r['n']))",
            "rows.sort(key=lambda r: (r['city'], -r['n']))",
        ),
    ],
)
def test_what_is_not_done_leaves_no_trace(sentence: str, without: str, with_it: str) -> None:
    text = f"Read in.csv. {sentence} Print done."
    assert {each.text for each in left_out(Task(text), without)} == {sentence}
    assert left_out(Task(text), with_it) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Use Markdown.",
        "It's Ann's.",
        "Say 'not now'.",
        "Print the sum.",
        "Read the boldly named file.",
        "Save the plot as a.png.",
        "Count the rows.",
        "Use keys like '2024-01'.",
        "It has a title and a heading.",
        "Save it with 800 by 400 pixels.",
        "The table has 40 rows.",
        "Write at least 5 different jokes.",
        "It begins with 3 6 9.",
        "Statuses go from 500 to 599.",
        "Read the full text.",
        "Do it without using pandas.",
        "Do not use numpy.",
        "Do not round it.",
        "Draw it without a legend.",
        "It has the formula C = (F - 32) * 5 / 9.",
        "Print each chemical formula.",
        "Print those of the last 7 days.",
        "Put it in the style Heading 1.",
        "Count the number of requests with a code from 500 to 599.",
    ],
)
def test_most_sentences_leave_no_trace_that_is_known(sentence: str) -> None:
    """Nothing is said about them, whatever the script does."""
    assert left_out(Task(sentence), "pass") == ()


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("f = pd.read_csv('in.csv', dtype={'price': float})\nprint(f['units'].sum())", True),
        ("f = pd.read_csv('in.csv')\nprint((f.units * f.price).sum())", False),
        ("print(sum(int(r['units']) * float(r['price']) for r in rows))", False),
    ],
)
def test_what_is_computed_is_named(source: str, missing: bool) -> None:
    """A column that is only read is not computed with; what is no column may have any name."""
    task = Task("The total is units times price.", brief="in.csv: the columns 'units', 'price'")
    assert bool(left_out(task, source)) is missing
    assert not left_out(Task(task.text), source)


def test_of_a_long_sentence_the_part_with_the_instruction_is_told() -> None:
    """A small model does not find it among the others again."""
    text = (
        "Write out.json with three fields: total (the number of all the lines of the file), first "
        "(the word that comes first in it) and top (the word that is used most often)."
    )
    (found,) = left_out(Task(text), "print(1)")
    assert found.text == "top (the word that is used most often)."


def test_each_instruction_of_a_sentence_is_told_with_what_does_it() -> None:
    """So that one of them less is a step forward."""
    task = Task("It is the sorted list of the paths relative to inbox, with forward slashes.")
    found = left_out(task, "json.dump(paths, file)")
    assert found[0].words == "sorted"
    assert "key=lambda row" in found[0].how
    assert [(each.words, each.how) for each in found[1:]] == [
        ("forward slashes", "path.as_posix()"),
        ("relative to", "os.path.relpath(path, folder)"),
    ]
    assert [each.words for each in left_out(task, "json.dump(sorted(paths), file)")] == [
        "forward slashes",
        "relative to",
    ]


def test_how_an_input_is_needs_no_trace() -> None:
    task = Task("names.txt is sorted by name. Print the first.", input_files=("names.txt",))
    assert left_out(task, "print(names[0])") == ()
    assert left_out(Task("The list is sorted by name."), "print(names[0])")


@pytest.mark.parametrize("source", ["x = price * 0.5", "x = price / 2", "x = price * 50 / 100"])
def test_half_is_fifty_percent(source: str) -> None:
    assert left_out(Task("Take 50% off the price."), source) == ()


@pytest.mark.parametrize(
    ("source", "is_told"),
    [
        ("plt.hist(a, color='blue')", True),
        ("plt.hist(a, color='green')", False),
        ("plt.hist(a, color='g')", False),
        ("plt.hist(a, color='#00ff00')", False),
        ("draw.rectangle(box, fill=(0, 128, 0))", False),
    ],
)
def test_a_colour_of_what_is_drawn_is_named(source: str, is_told: bool) -> None:
    task = Task("Draw 9 green bars. Use it all.", output_files=("a.png",))
    source = f"n = 9\n{source}"
    assert bool(left_out(task, source)) is is_told
    assert left_out(Task("Print the green bars."), source) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Two people are friends also the other way round.",
        "Capital letters stay capital letters.",
        'Anything else, such as an empty text or "soon", must raise ValueError.',
        'Examples: score(["b", "BB"]) is 75.',
    ],
)
def test_what_only_sounds_like_an_instruction_needs_no_trace(sentence: str) -> None:
    """Other senses of the words, and samples of what a script may meet."""
    assert left_out(Task(sentence), "print(friends)") == ()


def test_a_class_of_a_web_page_is_looked_for_by_its_name() -> None:
    """Only where there is a page, or an XML file; a class may be of a school elsewhere."""
    task = Task("Skip the lots that also have the class withdrawn.", input_files=("a.html",))
    (fault,) = left_out(task, "soup.select('div.lot')")
    assert fault.words == "class withdrawn"
    assert left_out(task, "soup.select('div.lot:not(.withdrawn)')") == ()
    assert left_out(replace(task, input_files=("a.csv",)), "soup.select('div.lot')") == ()
    denied = Task("One that does not take place has the class withdrawn.", input_files=("a.html",))
    assert left_out(denied, "print(soup.select('.lot'))")
    of_what = Task("Print the class of each lot, and the attribute names.", input_files=("a.html",))
    assert left_out(of_what, "soup.select('div.lot')") == ()


def test_an_element_of_a_page_is_looked_for_by_its_name() -> None:
    brief = "a.html: html file, contains\n<dl><dt>bow</dt> <dd>the front end</dd></dl>"
    task = Task("Each term is a dt element.", input_files=("a.html",), brief=brief)
    (fault,) = left_out(task, "soup.find_all('h2')")
    assert fault.words == "dt element"
    assert left_out(task, "soup.find_all(['dt', 'dd'])") == ()
    assert left_out(replace(task, text="Read each data element."), "soup.find_all('h2')") == ()


def test_a_field_of_what_is_read_is_looked_at_by_its_name() -> None:
    """Only where it is there: a field of what is made may come from a variable."""
    text = "The answer has a list called items and a field called next."
    task = Task(text, brief='GET http://x answers 200: {"items": [], "next": null}')
    (fault,) = left_out(task, "print(len(data['items']))")
    assert fault.words == "field called next"
    assert left_out(task, "print(data['items'], data.get('next'))") == ()
    assert left_out(Task(text), "print(len(data['items']))") == ()


def test_a_value_that_is_chosen_is_in_the_script() -> None:
    """Only one that the inputs are seen to have, and not as a key."""
    brief = 'GET http://x answers 200: [{"name": "Ann", "Home": "Kiel"}, {"name": "Bob"}]'
    task = Task("Print the names of all from Kiel.", brief=brief)
    (fault,) = left_out(task, "print(row['name'])")
    assert fault.words == "from Kiel"
    assert left_out(task, "if row['Home'] == 'Kiel': print(row['name'])") == ()
    assert left_out(replace(task, text="Print the Home of all."), "print(row)") == ()
    assert left_out(replace(task, text="Print the names, such as Ann."), "print(row)") == ()
    assert left_out(Task(task.text), "print(row['name'])") == ()


def test_a_day_of_the_task_is_not_today() -> None:
    task = Task("Tell how old each member is on 2024-06-30.")
    (fault,) = left_out(task, "age = date.today().year - born.year")
    assert fault.words == "2024-06-30"
    for day in ("date.fromisoformat('2024-06-30')", "date(2024, 6, 30)", "born.year"):
        assert left_out(task, f"age = {day}") == ()
    assert (
        left_out(Task("Tell how many days it is from today to 2024-06-30."), "date.today()") == ()
    )


def test_the_ends_of_a_range_are_in_the_script() -> None:
    task = Task("Draw bars of 15 minutes each from 150 to 330.")
    assert left_out(task, "plt.hist(a, bins=12)")
    assert left_out(task, "plt.hist(a, bins=range(150, 331, 15))") == ()


@pytest.mark.parametrize("text", ["Pack all the .txt files.", "Read each .txt file of it."])
def test_an_ending_is_named_where_only_such_files_are_meant(text: str) -> None:
    assert left_out(Task(text), "for p in folder.iterdir():\n    z.write(p)")
    assert left_out(Task(text), "for p in folder.glob('*.txt'):\n    z.write(p)") == ()


def test_a_complete_page_has_its_frame() -> None:
    task = Task("Each page must be a complete HTML document.")
    assert left_out(task, "file.write(markdown(text))")
    assert left_out(task, "file.write('<!DOCTYPE html><html><body>' + markdown(text))") == ()


def test_what_things_are_joined_by_is_written_so() -> None:
    task = Task("Write the authors joined by ' and '.")
    assert left_out(task, "print(', '.join(authors))")
    assert left_out(task, "print(' and '.join(authors))") == ()


def test_the_part_of_a_long_sentence_is_told_as_it_stands() -> None:
    text = (
        "Without any other library, and with nothing else in sight, read the file of the numbers"
        " that somebody has left there, then print them sorted by name, and then go home."
    )
    (found,) = left_out(Task(text), "print(1)")
    assert found.text == "then print them sorted by name"


def test_a_time_before_a_number_does_not_shift_what_is_told() -> None:
    text = (
        "Wait for 15 minutes if the server that somebody has set up for us is not there, then read"
        " all there is and try it up to 7 times, and go home."
    )
    (found,) = left_out(Task(text), "print(1)")
    assert (found.text, found.words) == ("try it up to 7 times", "up to 7 times")


@pytest.mark.parametrize(
    "text",
    [
        "Replace it also where it is in bold or italic type.",
        "Write the months as numbers from 1 to 12.",
    ],
)
def test_words_about_what_is_there_ask_for_nothing(text: str) -> None:
    assert left_out(Task(text), "print(text.replace(old, new))") == ()


@pytest.mark.parametrize(
    "kept", ["the columns", "the days", "the document", "the paragraphs", "its chapters", "arrival"]
)
def test_the_order_that_is_there_needs_no_sorting(kept: str) -> None:
    task = Task(f"Write its headings in the order of {kept}.")
    assert left_out(task, "for each in parts: print(each)") == ()


def test_words_that_stand_in_an_input_are_looked_for() -> None:
    text = "Count the lines with Failed password for in auth.log."
    task = Task(
        text, brief="auth.log: text\n  May 12 harbour sshd: Failed password for ida from 10.0.0.9\n"
    )
    assert left_out(task, "n = sum('sshd' in line for line in open('auth.log'))")
    assert not left_out(task, "n = sum('Failed password' in line for line in open('auth.log'))")
    elsewhere = Task(text.replace("Failed password for", "Lost keys for"), brief=task.brief)
    assert not left_out(elsewhere, "n = sum('sshd' in line for line in open('auth.log'))")


def test_what_is_set_to_words_has_them_in_the_script() -> None:
    task = Task("Set the author in the metadata of a.pdf to Ann Lee. Print it.")
    (fault,) = left_out(task, "writer.write('a.pdf')\nprint(1)")
    assert fault.words.endswith("to Ann Lee")
    assert left_out(task, "writer.add_metadata({'/Author': 'Ann Lee'})\nprint(1)") == ()


@pytest.mark.parametrize(
    ("source", "is_told"),
    [
        ("requests.get('http://host/devices')", True),
        ("requests.get(f'{base}/devices/{each}')", True),
        ("requests.get(f'{base}/devices/{each}')\nrequests.post(f'{base}/alerts')", False),
    ],
)
def test_each_address_is_asked_for(source: str, is_told: bool) -> None:
    """Also one with a word for something else at its end."""
    text = (
        "Read http://host/devices, and http://host/devices/ID for each. Post to http://host/alerts."
    )
    task = Task(text, urls=("http://host/devices", "http://host/alerts"))
    assert bool(left_out(task, source)) is is_told
